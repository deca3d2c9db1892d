"""Files of the site that no folder holds: pages made from data, and what is written at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from bundling import bundled, packed_script, packed_style
from explainer.drawing.theme import stylesheet
from explainer.pages.explorer_block import explorer_files
from explainer.pages.feeds import feed_files
from explainer.pages.generated import (
    chart_paths,
    dataset_paths,
    ledger_paths,
    ledgers_with_files,
    write,
)
from explainer.pages.lasting import redirect_pages
from explainer.pages.markdown_extension import Build
from explainer.pages.package import package_paths
from explainer.pages.plain_pages import ROBOTS, plain_files, robots
from explainer.pages.search import Found, index_of, index_path
from frame import WRITTEN
from styling import STYLES, Styles

SCRIPTS = "assets/js"
BUNDLED = ("explorer.js", "explorer_files.js")


def finder(
    config: MkDocsConfig, files: Files, written: Collection[str]
) -> Callable[[str], File | None]:
    """Return what finds a file by its path, those that are `written` at the end included.

    There are ten thousand of those on a large site, and few links to look up; and static-i18n takes
    its time for each link.
    """
    known = files.get_file_from_path

    @cache
    def find(path: str) -> File | None:
        found = known(path)
        if not found and path in written:
            found = File.generated(config, path, content=b"")
        return found

    return find


def add_made(config: MkDocsConfig, files: Files, build: Build) -> Styles:
    """Add style sheets and scripts that are made, and what scripts read in a language; return the
    style that stands in pages."""
    made = {path: content_of(build.library) for path, content_of in WRITTEN.items()}
    made |= {**explorer_files(build.library, build.locale), **redirect_pages(build)}
    for path, content in made.items():
        if path not in files.src_uris:
            files.append(File.generated(config, path, content=content))
    _bundle(config, files)
    _pack(config, files, SCRIPTS, packed_script)
    _join(config, files, stylesheet(build.library))
    return Styles(files)


def _join(config: MkDocsConfig, files: Files, colours: str) -> None:
    """Put one style sheet in the place of those it imports, with the colours of entities first."""
    main = files.get_file_from_path(f"{STYLES}/site.css")
    if not main:
        raise PluginError(f"{STYLES}/site.css is missing in overrides/; bring it back with git")

    def part(match: re.Match[str]) -> str:
        file = files.get_file_from_path(f"{STYLES}/{match[1]}")
        if not file:
            raise PluginError(
                f"{STYLES}/{match[1]} is missing in overrides/, and site.css imports it; bring it "
                "back with git, or take the import out"
            )
        files.remove(file)
        return file.content_string

    text = colours + re.sub(r'@import "([\w-]+\.css)";\n', part, main.content_string)
    files.remove(main)
    files.append(File.generated(config, main.src_uri, content=packed_style(text)))
    _pack(config, files, STYLES, packed_style)


def _pack(config: MkDocsConfig, files: Files, folder: str, packed: Callable[[str], str]) -> None:
    """Leave out of the files of a folder what only people read."""
    for file in [one for one in files if one.src_uri.startswith(f"{folder}/")]:
        if not file.generated_by:  # else it is so
            files.remove(file)
            content = packed(file.content_string)
            files.append(File.generated(config, file.src_uri, content=content))


def _bundle(config: MkDocsConfig, files: Files) -> None:
    """Put scripts with all that they import in the place of their sources; a source that bears the
    name of one, and of what it is for, is its own: `explorer_model.js`."""

    def source_of(name: str) -> str:
        file = files.get_file_from_path(f"{SCRIPTS}/{name}")
        if not file:
            raise PluginError(f"{SCRIPTS}/{name} is missing in overrides/; bring it back with git")
        return file.content_string

    for name in BUNDLED:
        text, parts = bundled(name, BUNDLED, source_of)
        own = [part for part in parts if part.startswith(f"{Path(name).stem}_")]
        for source in (name, *own):
            file = files.get_file_from_path(f"{SCRIPTS}/{source}")
            assert file
            files.remove(file)
        files.append(File.generated(config, f"{SCRIPTS}/{name}", content=text))


def paths_of(build: Build) -> set[str]:
    """Return the paths of the files of all charts, datasets and ledgers."""
    charts = (path for id in build.charts for path in chart_paths(build, id))
    datasets = (path for id in build.library.datasets for path in dataset_paths(build, id))
    ledgers = (path for id in ledgers_with_files(build) for path in ledger_paths(build, id))
    return {*charts, *datasets, *ledgers, *package_paths()}


def write_lists(
    site: Path, docs: Path, builds: Collection[Build], sections: Collection[Found]
) -> None:
    """Write what goes through all pages at the end of a build: indexes of the search, feeds, and
    what programs read."""
    files: dict[str, bytes] = {}
    locales = [build.locale for build in builds]
    for build in builds:
        files[index_path(build.locale)] = index_of(build.library, build.locale, locales, sections)
        files |= {ROBOTS: robots(build.site), **plain_files(docs, build), **feed_files(build)}
    write(site, files.items())


class _Made(File):
    """A page made from data, which is written when it is read."""

    @property
    def content_string(self) -> str:
        """Its Markdown."""
        write_page: Any = self._content
        return str(write_page())

    @content_string.setter
    def content_string(self, value: str) -> None:
        self._content = value


def page_file(
    config: MkDocsConfig, path: str, markdown: Callable[[], str], code: str, default: str
) -> Any:
    """Return a generated page, with the fields that static-i18n gives to those from docs/."""
    file: Any = _Made.generated(config, f"{code}/{path}", content=b"")
    file._content = markdown
    if code == default:
        file.dest_uri = file.dest_uri.removeprefix(f"{code}/")
        file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))
        file.url = file._get_url(config.use_directory_urls)
    file.locale = file.locale_alternate_of = file.localization = code
    file.norm_src_uri = path
    return file

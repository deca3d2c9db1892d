"""The bridge: MkDocs events in, calls to `explainer` out. The only file that imports mkdocs.

One `mkdocs build` runs these events once per language, the second inside the first's `post_build`
(mkdocs-static-i18n). Its own events have priority −100: ours come after, at −110, when `config`
names the language and `files` holds its pages only.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from explainer.cache import DRAWINGS, Cache
from explainer.checks import problems_of as data_problems
from explainer.errors import DataError
from explainer.figures import write_figures
from explainer.load import read_library
from explainer.locales import LOCALES
from explainer.markdown import Build
from explainer.model import Library
from explainer.pages import (
    file_names,
    generated_files,
    generated_pages,
    shown_on,
    start_drawing,
    unshown,
)
from explainer.pages import problems_of as page_problems
from explainer.studio import Studio, all_cores
from explainer.theme import stylesheet

# Not under "mkdocs.": what this says is worth reading, and does not fail a strict build.
log = logging.getLogger("explainer")

EXTENSION = "explainer.markdown"
COLOURS = "assets/css/colours.css"
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@lru_cache(maxsize=1)
def _studio(root: Path) -> Studio:
    """Where charts are drawn: one for the process, kept from one rebuild to the next."""
    return Studio(Cache(root / DRAWINGS), workers=all_cores(), validate=False)


def _library(root: Path, docs: Path) -> Library:
    """Return the data, or stop the build with every problem of data and pages at once."""
    library, problems = read_library(root / "data")
    problems += [*data_problems(library), *page_problems(docs, library)]
    if problems:
        raise PluginError("\n" + str(DataError(problems)))
    return library


# Once for both languages: the second is built while the first still has the same state.
@lru_cache(maxsize=1)
def _builds(
    root: Path, docs: Path, site: str, state: tuple[tuple[str, int, int], ...]
) -> dict[str, Build]:
    """Read and check everything, and send what must be drawn to the studio's workers."""
    library = _library(root, docs)
    builds = {
        code: Build(library, locale, site, shown_on(docs, library, locale), _studio(root))
        for code, locale in LOCALES.items()
    }
    for notice in unshown(docs, library):
        log.warning("%s", notice)
    start_drawing(builds.values())
    return builds


def _state(*folders: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells one state of the sources from another: names, times and sizes."""
    return tuple(
        (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yml", ".yaml", ".md")
    )


@event_priority(-110)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Hand the data and the language to the extension."""
    root, docs = Path(config.config_file_path).parent, Path(config.docs_dir)
    state = _state(root / "data", docs)
    build = _builds(root, docs, config.site_url or "/", state)[config.theme["language"]]
    config.mdx_configs[EXTENSION] = {"build": build}  # assigned: safe to run once per language
    config.mdx_configs.setdefault("toc", {})["permalink_title"] = build.locale.word("permalink")
    if COLOURS not in config.extra_css:
        config.extra_css.insert(0, COLOURS)
    return config


def _build(config: MkDocsConfig) -> Build:
    build: Build = config.mdx_configs[EXTENSION]["build"]
    return build


@event_priority(-110)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is made from data: dataset pages, downloads, the colours of entities."""
    build = _build(config)
    for file in list(files):
        # Our base.html loads nothing of the theme's 4 MB of scripts, styles and icons.
        if file.src_dir in config.theme.dirs and file.src_dir != config.theme.custom_dir:
            files.remove(file)
    for path in file_names(build):
        # Announced here, so that links to it are checked; written where it belongs in on_env.
        written = str(Path(config.site_dir, path))
        files.append(File.generated(config, path, abs_src_path=written))
    if COLOURS not in files.src_uris:
        css = stylesheet(build.library)
        files.append(File.generated(config, COLOURS, content=css))
    i18n: Any = config.plugins["i18n"]
    for path, markdown in generated_pages(build).items():
        twins = {
            code: _twin(config, path, markdown, code, i18n.default_language) for code in LOCALES
        }
        file = twins[build.locale.code]
        file.alternates = twins
        files.append(file)
        i18n.i18n_files_per_language[build.locale.code].append(file)
    return files


def _twin(config: MkDocsConfig, path: str, markdown: str, code: str, default: str) -> Any:
    """Return a generated page, with the fields that static-i18n gives to those from docs/."""
    file: Any = File.generated(config, f"{code}/{path}", content=markdown)
    if code == default:
        file.dest_uri = file.dest_uri.removeprefix(f"{code}/")
        file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))
        file.url = file._get_url(config.use_directory_urls)
    file.locale = file.locale_alternate_of = file.localization = code
    file.norm_src_uri = path
    return file


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Write the figures of a page's titles and description, which never meet Markdown."""
    build = _build(config)
    for name in ("title", "short", "description", "kicker"):
        text = page.meta.get(name)
        if isinstance(text, str):
            page.meta[name] = build.locale.typeset(write_figures(text, build.library, build.locale))
    return markdown


# The search plugin reads every tag of a page to find its words. Drawings are most of the tags and
# hold no word that it keeps, so they step aside while it reads.
@event_priority(50)
def _without_drawings(context: Any, page: Any, config: MkDocsConfig, nav: Any) -> Any:
    page.whole_content = page.content
    page.content = _SVG.sub("", page.content)
    return context


@event_priority(-50)
def _with_drawings(context: Any, page: Any, config: MkDocsConfig, nav: Any) -> Any:
    page.content, page.whole_content = page.whole_content, None
    return context


on_page_context = CombinedEvent(_without_drawings, _with_drawings)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Let go of what is written: a page of a large site would be kept until the last is."""
    page.content = None
    return output


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Write the files that are no pages, now that workers had the time to draw; tell what failed.

    MkDocs calls this when all pages are read and none is written.
    """
    build = _build(config)
    for path, content in generated_files(build):
        file = Path(config.site_dir, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    if build.failures:
        raise PluginError("\n" + "\n".join(dict.fromkeys(build.failures)))
    return env


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Tidy up once, after the last language."""
    i18n: Any = config.plugins["i18n"]
    if not i18n.building:
        _build(config).studio.end()

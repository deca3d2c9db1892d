"""The bridge: MkDocs events in, calls to `explainer` out. What imports mkdocs is in this folder.

One `mkdocs build` runs these events once per language, the second inside the first's `post_build`
(mkdocs-static-i18n). Its own events have priority −100: ours come after, at −110, when `config`
names the language and `files` holds its pages only.

Pages are read without their drawings, which workers make meanwhile, and get them when they are
written. What is neither page nor asset is written last.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import re
import sys
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from explainer.checking.data import problems_of as data_problems
from explainer.checking.page_files import not_taken
from explainer.checking.pages import problems_of as page_problems
from explainer.checking.pages import unshown
from explainer.checking.settings import problems_of as settings_problems
from explainer.checking.theme import icons_of
from explainer.checking.warnings import notices_of
from explainer.checking.words import problems_of as word_problems
from explainer.drawing.cache import DRAWINGS, Cache
from explainer.drawing.render import font_problems
from explainer.errors import DataError, Problem
from explainer.facts.dependencies import Memo
from explainer.facts.load import ParsedFiles
from explainer.facts.model import Library
from explainer.language.locales import LOCALES, Locale
from explainer.load import read_library
from explainer.pages.feeds import entries
from explainer.pages.generated import (
    generated_pages,
    shown_on,
    start_drawing,
    told_on,
    with_cards,
)
from explainer.pages.markdown_extension import Build
from explainer.pages.notes import with_notes
from explainer.pages.render_queue import DrawingFailed, RenderQueue, worker_count
from explainer.pages.search import Found, made_entry, sections
from frame import (
    Compiled,
    address_of,
    all_there,
    date_pages,
    describe,
    give,
    language_of,
    leave_theme_aside,
    linked_data,
    locales_of,
)
from guarding import LastGuard
from incremental import IncrementalBuild
from last_look import LastLook
from leads import Leads
from listening import replace_server
from made_files import add_made, finder, page_file, paths_of, write_lists
from overwriting import Overwriting, make_ready
from serving import Serving
from styling import Styles

# Not under "mkdocs.": what we say is worth reading, and does not fail a strict build.
log = logging.getLogger("explainer")

EXTENSION = "explainer.pages.markdown_extension"
DATA = ".cache/data"  # what files of data said
State = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Settings:
    """What mkdocs.yml says that pages are made by: where the site is, how it is called, and whether
    it is only a preview."""

    site: str
    locales: tuple[Locale, ...]
    preview: bool


@dataclass
class _Run:
    """What lives from event to event: the builds of all languages, and what the search finds."""

    serving: Serving | None = None  # under `mkdocs serve`
    incremental: IncrementalBuild | None = None  # else
    overwriting: Overwriting | None = None  # unless the build is to leave what is there
    builds: list[Build] = field(default_factory=list)
    index: list[Found] = field(default_factory=list)
    look: LastLook = field(default_factory=lambda: LastLook(is_preview=False))
    compiled: Compiled = field(default_factory=Compiled)
    styles: Styles = field(default_factory=lambda: Styles(Files([])))
    publishes: bool = False  # whether MkDocs itself puts the site where all can see it
    guard: LastGuard = field(default_factory=LastGuard)


_run = _Run()


def on_startup(command: str, dirty: bool) -> None:
    """Be as loud as MkDocs, and learn whether this is `mkdocs serve`."""
    for stream in (sys.stdout, sys.stderr):  # a pipe under Windows knows few letters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    theirs = logging.getLogger("mkdocs")
    log.handlers = [*theirs.handlers]
    log.setLevel(theirs.level)
    if hasattr(os, "umask"):  # files of a site are for all to read, whoever builds it
        os.umask(0o022)
    replace_server()
    _run.serving = Serving() if command == "serve" else None
    _run.publishes = command == "gh-deploy"
    _run.overwriting = None if dirty else Overwriting()
    _run.incremental = None if _run.serving else IncrementalBuild()


@lru_cache(maxsize=1)
def _queue(root: Path) -> RenderQueue:
    """Where charts are drawn: one for the process, kept from one rebuild to the next."""
    kept = Cache(root / DRAWINGS)
    if _run.serving:  # whoever looks at a page does not wait for all that is drawn
        return RenderQueue(kept, worker_count(spared=1), patient=False, validate=False)
    return RenderQueue(kept, worker_count(), validate=False)


@lru_cache(maxsize=1)
def _parsed(root: Path) -> ParsedFiles:
    """What files of data said, from one rebuild and one build to the next."""
    return ParsedFiles(Cache(root / DATA))


@lru_cache(maxsize=1)
def _memo(root: Path) -> Memo:
    """What is known to have nothing wrong."""
    return _run.incremental.memo(root) if _run.incremental else Memo()


@lru_cache(maxsize=1)
def _library(root: Path, state: State) -> tuple[Library, list[Problem]]:
    """Return the data, and every problem in them."""
    library, problems = read_library(root / "data", _parsed(root))
    problems += data_problems(library, _memo(root))
    gc.freeze()  # a large site has a million objects, and there is no garbage among them
    return library, problems


# Once for both languages: the second is built while the first still has the same state.
@lru_cache(maxsize=1)
def _builds(
    root: Path, docs: Path, settings: _Settings, states: tuple[State, State]
) -> dict[str, Build]:
    """Read and check everything.

    Problems of data and pages stop the build, all at once.
    """
    told = word_problems()
    if told:  # whatever else is said may need the very word
        raise PluginError("\n" + str(DataError(told)))
    library, problems = _library(root, states[0])
    queue, noting = _queue(root), _run.serving or _run.incremental
    problems = [*problems, *page_problems(docs, library, _memo(root))]
    problems += [*settings_problems(root), *font_problems()]
    if problems:
        raise PluginError("\n" + str(DataError(problems)))
    builds = {
        locale.code: Build(
            library,
            locale,
            settings.site,
            shown_on(docs, library, locale),
            queue,
            later=True,
            preview=settings.preview,
            icons=icons_of(root),
            texts=noting.texts(library, locale, queue) if noting else {},
            told_on=told_on(docs, locale),
        )
        for locale in settings.locales
    }
    for notice in (*unshown(docs, library), *notices_of(library)):
        log.warning("%s", notice)
    return {code: with_cards(build, docs) for code, build in builds.items()}


def _state(folder: Path) -> State:
    """What tells one state of the sources from another: names, times and sizes."""
    return tuple(  # of a link itself, which may lead nowhere
        (str(path), path.lstat().st_mtime_ns, path.lstat().st_size)
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yml", ".yaml", ".md", ".html") and path.exists()  # links may dangle
    )


@event_priority(-110)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Hand the data and the language to the extension."""
    i18n: Any = config.plugins["i18n"]
    root, docs, serving = Path(config.config_file_path).parent, Path(config.docs_dir), _run.serving
    if not i18n.building:
        _run.builds, _run.index = [], []
        config.site_url = address_of(config, _run.publishes)
        make_ready(Path(config.site_dir), root)
        _run.look = LastLook(is_preview=_run.serving is not None)
        if _run.overwriting:
            _run.overwriting.start(Path(config.site_dir))
    locale = next(one for one in locales_of(config) if one.code == language_of(config))
    config.site_description = locale.typeset(config.site_description or "")
    config.copyright = "".join(  # which may hold tags, as MkDocs has it
        part if part.startswith("<") else locale.typeset(part)
        for part in re.split("(<[^>]*>)", config.copyright or "")
    )
    if serving and serving.catching_up:
        builds = serving.builds
    else:
        preview = bool(config.extra.get("preview"))
        settings = _Settings(str(config.site_url), locales_of(config), preview)
        builds = _builds(root, docs, settings, (_state(root / "data"), _state(docs)))
    if not i18n.building:
        if serving:
            start_drawing(builds.values(), of=serving.wanted)
        elif _run.incremental:
            _run.incremental.begin(config, builds.values())
            wanted, cards = _run.incremental.wanted, _run.incremental.wanted_cards
            start_drawing(builds.values(), of=wanted, cards=cards, site=Path(config.site_dir))
    build = builds[locale.code]
    _run.builds.append(build)
    if serving:
        build = replace(build, library=serving.tracked(build))
    elif _run.incremental:
        build = _run.incremental.tracked(build)
    config.mdx_configs[EXTENSION] = {"build": build}  # assigned: safe to run once per language
    config.mdx_configs.setdefault("toc", {})["permalink_title"] = build.locale.word("permalink")
    leave_theme_aside(config)
    return config


def _build(config: MkDocsConfig) -> Build:
    build: Build = config.mdx_configs[EXTENSION]["build"]
    return build


def _sources(files: Files) -> set[str]:
    """The pages that MkDocs is going to make, by their paths under docs/."""
    return {file.src_uri for file in files.documentation_pages() if not file.generated_by}


@event_priority(-110)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is made: dataset pages, the colours of entities, the engine of projections."""
    build = _build(config)
    all_there(config, files)
    _run.styles = add_made(config, files, build)
    i18n: Any = config.plugins["i18n"]
    left_out = not_taken(Path(config.docs_dir), build.locale.code, _sources(files))
    if left_out:
        raise PluginError("\n" + str(DataError(left_out)))
    for path, write_page in generated_pages(build).items():
        markdown = partial(write_page, build)
        twins = {
            code: page_file(config, path, markdown, code, i18n.default_language) for code in LOCALES
        }
        file = twins[build.locale.code]
        file.alternates = twins
        files.append(file)
        i18n.i18n_files_per_language[build.locale.code].append(file)
    if _run.serving:
        _run.serving.begin(config, files, build.locale.code)
    if _run.incremental:
        _run.incremental.list_pages(files, build.locale.code, _run.styles.digest)
    written = _run.incremental.files_of(build) if _run.incremental else paths_of(build)
    vars(files)["get_file_from_path"] = finder(config, files, written)
    return files


@event_priority(-110)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Write the figures of a page's titles and description, which never meet Markdown."""
    build = _build(config)
    describe(page, build, config)
    if _run.serving:
        _run.serving.before(page, build.locale.code, markdown)
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Under `mkdocs serve`, keep what was read."""
    if _run.serving:
        _run.serving.after(page, _build(config).locale.code)
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the frame its words; keep compiled templates, and what `mkdocs serve` made of them."""
    give(env, language_of(config), locales_of(config), _build(config).library.edition)
    leads, news = Leads(files, language_of(config)), bool(entries(_run.builds[-1]))
    env.globals |= {"leads": leads, "linked_data": linked_data(leads, _run.builds[-1])}
    env.globals |= {"with_notes": with_notes, "style_of": _run.styles.written, "has_news": news}
    date_pages(files, _run.builds[-1])
    env.bytecode_cache = _run.compiled
    if _run.serving:
        looks = _state(Path(config.theme.custom_dir or config.docs_dir)), _run.styles.digest
        env.template_class = _run.serving.templates(_build(config).locale.code, looks)
    return env


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the drawings in, note what the search finds, and let go of what is written.

    MkDocs would hold every page of a large site until the last is written.
    """
    build = _build(config)
    kept = _run.serving.kept(page, build.locale.code) if _run.serving else None
    if kept and kept.output:
        found, output = kept.sections, kept.output
    else:
        title = escape(str(page.meta.get("title", page.title)))
        says = escape(str(page.meta.get("description", "")))
        if page.file.generated_by:
            found = made_entry(page.url, title, says)
        else:
            found = sections(page.url, title, page.content or "", says)
        if not _run.serving or _run.serving.builds:  # a preview's first page shall not wait for it
            output = _run.look.page(output, page, config.site_url)
    output = _run.serving.drawn(page, build, output) if _run.serving else build.filled(output)
    if kept and not build.failures:
        kept.sections, kept.output = found, output
    if _run.incremental:
        _run.incremental.sections(page, build.locale.code, found)
    else:
        _run.index += found
    page.content = None
    return output


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Look at 404.html as at pages."""
    return _run.look.template(output_content, template_name, config.site_url)


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """After the last language, write the files that are no pages, and tell what failed."""
    i18n: Any = config.plugins["i18n"]
    if i18n.building:
        return
    _run.look.end()
    site = Path(config.site_dir)
    found = [*_run.incremental.all_sections()] if _run.incremental else _run.index
    write_lists(site, Path(config.docs_dir), _run.builds, found)
    if _run.incremental:
        _run.incremental.finish(_run.builds)
    if _run.overwriting and not (_run.serving and _run.serving.has_the_same_files):
        manifest = _run.incremental and _run.incremental.manifest
        _run.overwriting.finish(site, manifest.files if manifest else ())
    failures = [failure for build in _run.builds for failure in build.failures]
    try:
        _build(config).queue.end()
    except DrawingFailed as error:
        failures.append(str(error))
    if failures:
        raise PluginError("\n" + "\n".join(dict.fromkeys(failures)))
    if _run.serving:
        _run.serving.done(_run.builds)
    if _run.incremental:
        root = Path(config.config_file_path).parent
        _run.incremental.end(root)
        Cache(root / DATA).prune()


def on_build_error(error: Exception) -> None:
    """Whatever nobody foresaw ends in one line."""
    _run.guard.check(error)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Let the server make what is asked for."""
    if _run.serving:
        _run.serving.prepare(server)
        _queue(Path(config.config_file_path).parent).wake()
    return server

"""What only `mkdocs serve` needs: what one rebuild made stays for the next, as long as it is right.

MkDocs makes every page anew after each change. Here a page is read again only when its own text has
changed, or something in the data that it was made from: who reads what is noted, not declared. Its
frame is made again with the templates, the menus, and what the page and its neighbours are called.
Settings and the list of pages make all anew; `mkdocs serve --clean` keeps nothing.

A change in the data concerns dozens of pages, and whoever made it looks at one or two. These are
made at once; the others when somebody asks for them, and so are the files of charts and datasets.
Their pages, which are six in seven, are not made before somebody asks for them at all.
Drawings that are not at hand are put into a page when it is asked for: so the first page is there
long before all is drawn.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, MutableSequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import escape
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from explainer.facts.dependencies import DependencyTracker, Key, snapshot, unchanged, untracked
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.cards import card_path
from explainer.pages.chart_block import drawn_in
from explainer.pages.chart_text import ChartText
from explainer.pages.generated import (
    chart_paths,
    dataset_paths,
    files_of_card,
    files_of_chart,
    files_of_dataset,
    files_of_ledger,
    files_of_package,
    ledger_paths,
    ledgers_with_files,
    write,
)
from explainer.pages.markdown_extension import Build
from explainer.pages.package import package_paths
from explainer.pages.poster import drawings_at_hand
from explainer.pages.render_queue import RenderQueue
from explainer.pages.search import Found, made_entry
from incremental import menus

log = logging.getLogger("explainer")

Makes = Callable[[Build, str], Iterator[tuple[str, bytes]]]  # files of a chart or dataset, by path
DELAY = 0.02  # and from then on to the build: what is saved at a time is seen at a time
LOOKED_AT = 4  # pages that are made anew at once: those that were asked for last
_READ = ("content", "toc", "_title_from_render", "present_anchor_ids")
_UNMADE = "<!doctype html>"  # what stands in the site for a page that nobody has asked for yet


@dataclass
class _CachedPage:
    """A page as it was read."""

    source: tuple[str, str]
    seen: list[set[Key]]  # what was read for the page itself, and for each of its charts
    build: Build
    untracked: str
    address: str
    fields: dict[str, Any]
    anchors: dict[str, dict[str, str]]
    sections: list[Found] = field(default_factory=list)
    frame: object = None
    output: str = ""  # the whole page in that frame
    late: bool = False  # whether it should say something else by now
    made: bool = True

    def is_right(self, source: tuple[str, str], build: Build, untracked: str) -> bool:
        """Whether reading the page again would make the same."""
        return (
            self.made
            and source == self.source
            and untracked == self.untracked
            and build.shown_on == self.build.shown_on
            and build.told_on == self.build.told_on
            and (
                build.library is self.build.library
                or all(
                    unchanged(snapshot(one, self.build.library), build.library) for one in self.seen
                )
            )
        )

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Take the place of `Page.render`."""
        vars(page).update(self.fields)
        found = ((files.get_file_from_path(path), links) for path, links in self.anchors.items())
        page.links_to_anchors = {file: links for file, links in found if file}


@dataclass
class _Language:
    """The kept pages of one language, and what all of them depend on."""

    build: Build | None = None
    tracker: DependencyTracker = field(default_factory=DependencyTracker)
    charts: dict[str, set[Key]] = field(default_factory=dict)
    untracked: str = ""
    given: object = None
    menus: object = None
    pages: dict[str, _CachedPage] = field(default_factory=dict)


class Serving:
    """One for the life of the server."""

    def __init__(self) -> None:
        self._languages: dict[str, _Language] = {}
        self.builds: dict[str, Build] = {}  # those of the last good site, by language
        self.catching_up = False  # with them, so that a mistake made since does not matter
        self.asked: MutableSequence[str] = deque(maxlen=LOOKED_AT)  # pages, by path in the site
        self.late: set[str] = set()  # those in the site that are to be made when asked for
        self._later: set[str] = set()  # those of the build that goes on
        self.undrawn: dict[str, tuple[Build, str]] = {}  # pages in the site that lack drawings
        self.files: dict[str, tuple[Build, Makes, str]] = {}  # by path, to make when asked for
        self.has_the_same_files = False  # as the last build
        self._written: dict[str, int] = {}  # by path: a hash of what is there
        utils.write_file = self._write
        self._warnings = utils.CountHandler()
        self._warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self._warnings)

    # -- data ----------------------------------------------------------------------------------

    def texts(self, library: Library, locale: Locale, queue: RenderQueue) -> dict[str, ChartText]:
        """Return what charts say, of which it is noted what they read to say it."""
        language = self._languages.setdefault(locale.code, _Language())
        language.charts = {}
        texts = {}
        for id in library.charts:
            tracker = DependencyTracker()
            language.charts[id] = tracker.seen
            tracked = tracker.of(library)
            texts[id] = ChartText(tracked.charts[id], tracked, locale, queue)
        return texts

    def tracked(self, build: Build) -> Library:
        """Return the data of a build, for its pages to be read with."""
        language = self._languages[build.locale.code]
        language.build = build
        return language.tracker.of(build.library)

    # -- pages ---------------------------------------------------------------------------------

    def begin(self, config: MkDocsConfig, files: Files, code: str) -> None:
        """Forget all pages of a language if something has changed on which all depend."""
        language = self._languages[code]
        assert language.build
        language.menus = None
        language.untracked = untracked(language.build.library)
        given = (
            Path(config.config_file_path).read_bytes(),
            language.build.site,
            frozenset(files.src_uris),
        )
        if given != language.given:
            language.given, language.pages, self.has_the_same_files = given, {}, False

    def before(self, page: Page, code: str, markdown: str) -> None:
        """A page is about to be read: let it be what it was, if that is right."""
        language = self._languages[code]
        assert language.build
        kept = language.pages.get(page.file.src_uri)
        if not kept and page.file.generated_by and page.file.dest_uri not in self.asked:
            kept = language.pages[page.file.src_uri] = _unmade(page, markdown, language.build)
        if kept:
            source = _source(page, markdown)
            right = kept.is_right(source, language.build, language.untracked)
            # What somebody wrote is read at once: there may be something to say about it.
            can_wait = self.catching_up or source == kept.source or page.file.generated_by
            if right or (can_wait and page.file.dest_uri not in self.asked):
                kept.late = not right
                page.render = partial(kept.render, page)  # type: ignore[method-assign]
                return
        language.pages.pop(page.file.src_uri, None)
        language.tracker.take()
        self._warnings.counts.clear()

    def after(self, page: Page, code: str) -> None:
        """Keep a page that was read, unless what was warned of must be said again."""
        language = self._languages[code]
        if page.file.src_uri in language.pages or self._warnings.counts or not language.build:
            return
        seen = language.tracker.take()
        charts = [id for table, id in seen if table == "charts"]
        if None in charts:
            charts = list(language.charts)
        language.pages[page.file.src_uri] = _CachedPage(
            _source(page, page.markdown or ""),
            [seen, *(language.charts[id] for id in charts if id in language.charts)],
            language.build,
            language.untracked,
            page.file.dest_uri,
            {name: getattr(page, name) for name in _READ},
            {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
        )

    def kept(self, page: Page, code: str) -> _CachedPage | None:
        """Return what is kept of a page."""
        kept = self._languages[code].pages.get(page.file.src_uri)
        if kept and kept.late:
            self._later.add(page.file.dest_uri)
        return kept

    def drawn(self, page: Page, build: Build, output: str) -> str:
        """Return a page with its drawings, or without them if some are not at hand and nobody has
        asked for it."""
        path, kept = page.file.dest_uri, self._languages[build.locale.code].pages
        charts = drawn_in(output)
        if page.file.src_uri in kept and kept[page.file.src_uri].late:
            return output  # it is what it was
        self.undrawn.pop(path, None)
        texts = (build.chart_text(id) for id in charts)
        if path in self.asked or all(drawings_at_hand(one) for one in texts):
            return build.filled(output) if charts else output
        self.undrawn[path] = build, output
        return output

    def templates(self, code: str, looks: object) -> type[Template]:
        """Return templates that know when a page is what it was, its frame included; `looks` is the
        state of their files."""
        language, asked = self._languages[code], self.asked

        class KeptOrRendered(Template):
            def render(self, *args: Any, **kwargs: Any) -> str:
                context = dict(*args, **kwargs)
                page: Any = context.get("page")
                kept = language.pages.get(page.file.src_uri) if page else None
                if not kept:
                    return super().render(context)
                language.menus = language.menus or menus(context["nav"].items)
                near: list[Any] = [
                    (one.title, one.url) for one in (page.previous_page, page.next_page) if one
                ]
                near.append(self.globals["leads"].said_on(page))
                frame = looks, language.menus, near, page.title, page.edit_url, repr(page.meta)
                if kept.output and kept.frame != frame and page.file.dest_uri not in asked:
                    kept.late = True
                if kept.frame != frame and not kept.late:
                    kept.frame, kept.output = frame, ""
                return kept.output or super().render(context)

        return KeptOrRendered

    def wanted(self, build: Build) -> Collection[str]:
        """Return the charts of pages that are about to be made: at first of all."""
        language = self._languages[build.locale.code]
        if not language.pages:
            return build.charts
        pages = (one for one in language.pages.values() if one.address in self.asked)
        return {id for page in pages for id in drawn_in(page.fields["content"])}

    # -- files ---------------------------------------------------------------------------------

    def done(self, builds: list[Build]) -> None:
        """A build has come to its end: note what is left to make."""
        if not self.builds:
            gc.freeze()  # what the first build has made stays: no need to look for garbage in it
        self.late, self._later, self.has_the_same_files = self._later, set(), True
        self.files, self.builds = {}, {build.locale.code: build for build in builds}
        package = builds[0], lambda *_: files_of_package(builds), ""
        self.files |= dict.fromkeys(package_paths(), package)
        for build in builds:
            for id in build.charts:
                self.files |= dict.fromkeys(chart_paths(build, id), (build, files_of_chart, id))
            for path in build.cards:
                self.files[card_path(path, build.locale)] = build, files_of_card, path
            for id in build.library.datasets:
                made = build, files_of_dataset, id
                self.files |= dict.fromkeys(dataset_paths(build, id), made)
            for id in ledgers_with_files(build):
                listed = build, files_of_ledger, id
                self.files |= dict.fromkeys(ledger_paths(build, id), listed)

    def _write(self, content: bytes, output_path: str) -> None:
        """Write a page of MkDocs, unless the same is there."""
        written = hash(content)
        if self._written.get(output_path) == written:
            with contextlib.suppress(FileNotFoundError):
                os.utime(output_path)
                return
        Path(output_path).parent.mkdir(parents=True, exist_ok=True)
        Path(output_path).write_bytes(content)
        self._written[output_path] = written

    def prepare(self, server: LiveReloadServer) -> None:
        """Let the server make what is asked for, and keep the last good site up after a mistake."""
        answer, build, lock = server.get_app(), server.builder, threading.Lock()
        assert answer, "MkDocs has set one"

        def build_or_keep() -> None:
            """MkDocs would hold every request until the mistake is mended."""
            with lock:
                try:
                    build()
                except Abort:  # told already
                    pass
                except MkDocsException as error:  # in mkdocs.yml
                    log.error("%s", error)  # noqa: TRY400  # a sentence, not a traceback

        server.builder, server.build_delay = build_or_keep, DELAY

        def made_and_answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            path = str(environ["PATH_INFO"])
            if not path.startswith("/livereload/"):
                path = path.removeprefix(server.mount_path)
                path += "index.html" if path.endswith("/") or not path else ""
                with lock:  # which is free when no build goes on
                    self._asked_for(path)
                    if path in self.late:
                        self._catch_up(build)
                    elif path in self.undrawn:
                        self._draw(Path(server.root), path)
                    elif path in self.files:
                        self._make(Path(server.root), path)
            return answer(environ, start_response)

        server.set_app(made_and_answered)

    def _catch_up(self, build: Callable[[], None]) -> None:
        """Make what is asked for, from the data and for the pages of the last good site."""
        self.catching_up = True
        try:
            with contextlib.suppress(MkDocsException):  # told already
                build()
        finally:
            self.catching_up = False

    def _asked_for(self, path: str) -> None:
        if path.endswith(".html") and path not in self.files:
            with contextlib.suppress(ValueError):
                self.asked.remove(path)
            self.asked.append(path)

    def _draw(self, site: Path, path: str) -> None:
        """Write a page again, with its drawings."""
        build, output = self.undrawn.pop(path)
        output = build.filled(output)
        self._write(output.encode(), f"{site}/{path}")
        for kept in self._languages[build.locale.code].pages.values():
            if kept.address == path:
                kept.output = output
        _tell(build)

    def _make(self, site: Path, path: str) -> None:
        """Write the files of the chart or dataset to which a path belongs."""
        build, files, id = self.files[path]
        made = dict(files(build, id))
        write(site, made.items())
        for name in made:
            del self.files[name]
        _tell(build)


def _tell(build: Build) -> None:
    """Say what could not be drawn."""
    while build.failures:
        log.error("%s", build.failures.pop())


def _unmade(page: Page, markdown: str, build: Build) -> _CachedPage:
    """A page that is not made yet; the search finds it by its front matter."""
    found = made_entry(page.url, escape(str(page.title)), escape(page.meta["description"]))
    fields = {**dict.fromkeys(_READ), "content": "", "toc": TableOfContents([])}
    return _CachedPage(
        _source(page, markdown), [], build, "", page.file.dest_uri, fields, {},
        sections=found, output=_UNMADE, made=False,
    )  # fmt: skip


def _source(page: Page, markdown: str) -> tuple[str, str]:
    return markdown, str(page.meta.get("title"))

"""What only `mkdocs serve` needs: what one rebuild made stays for the next, as long as it is right.

MkDocs makes every page anew after each change. Here a page is read again only when its own text has
changed, or something in the data that it was made from: who reads what is noted, not declared.
Whatever else pages depend on (the settings, the list of pages, ledgers) makes all of them anew, and
so does what their frames depend on: templates, menus, what a page and its neighbours are called.
`mkdocs serve --clean` keeps nothing.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Template
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from explainer.locales import Locale
from explainer.markdown import Build
from explainer.model import Library
from explainer.pages import chart_paths, dataset_paths, files_of_chart, files_of_dataset, poster
from explainer.studio import Studio
from explainer.texts import Said
from explainer.watched import Reading, Seen, is_same, merged, unwatched

_READ = ("content", "toc", "_title_from_render", "present_anchor_ids")


@dataclass
class _Kept:
    """A page as it was read."""

    source: tuple[str, str]
    seen: list[Seen]  # what was read for the page itself, and for each of its charts
    build: Build
    fields: dict[str, Any]
    anchors: dict[str, dict[str, str]]
    sections: list[dict[str, str]] = field(default_factory=list)
    frame: object = None
    output: str = ""  # the whole page in that frame

    def is_right(self, source: tuple[str, str], build: Build) -> bool:
        """Whether reading the page again would make the same."""
        return (
            source == self.source
            and build.shown_on == self.build.shown_on
            and (
                build.library is self.build.library
                or all(is_same(seen, build.library) for seen in self.seen)
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
    reading: Reading = field(default_factory=Reading)
    charts: dict[str, Seen] = field(default_factory=dict)
    given: object = None
    menus: object = None
    pages: dict[str, _Kept] = field(default_factory=dict)


class Serving:
    """One for the life of the server."""

    def __init__(self) -> None:
        self._languages: dict[str, _Language] = {}
        self._library: Library | None = None
        self._written: dict[str, tuple[Build, Seen]] = {}  # by path: the files in the site
        self._builds: list[Build] = []  # of the last build that came to its end
        self._warnings = utils.CountHandler()
        self._warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self._warnings)

    # -- data ----------------------------------------------------------------------------------

    def merged(self, library: Library) -> Library:
        """Return data with the very objects of the last build wherever they say the same."""
        self._library = merged(library, self._library) if self._library else library
        return self._library

    def texts(self, library: Library, locale: Locale, studio: Studio) -> dict[str, Said]:
        """Return what charts say, of which it is noted what they read to say it."""
        language = self._languages.setdefault(locale.code, _Language())
        language.charts = {}
        texts = {}
        for id in library.charts:
            reading = Reading()
            language.charts[id] = reading.seen
            watched = reading.of(library)
            texts[id] = Said(watched.charts[id], watched, locale, studio)
        return texts

    def watched(self, build: Build) -> Library:
        """Return the data of a build, for its pages to be read with."""
        language = self._languages[build.locale.code]
        language.build = build
        return language.reading.of(build.library)

    # -- pages ---------------------------------------------------------------------------------

    def begin(self, config: MkDocsConfig, files: Files, code: str) -> None:
        """Forget all pages of a language if something has changed on which all depend."""
        language = self._languages[code]
        assert language.build
        language.menus = None
        given = (
            Path(config.config_file_path).read_bytes(),
            language.build.site,
            unwatched(language.build.library),
            frozenset(files.src_uris),
        )
        if given != language.given:
            language.given, language.pages = given, {}

    def before(self, page: Page, code: str, markdown: str) -> None:
        """A page is about to be read: let it be what it was, if that is right."""
        language = self._languages[code]
        assert language.build
        kept = language.pages.get(page.file.src_uri)
        if kept and kept.is_right(_source(page, markdown), language.build):
            page.render = partial(kept.render, page)  # type: ignore[method-assign]
            return
        language.pages.pop(page.file.src_uri, None)
        language.reading.take()
        self._warnings.counts.clear()

    def after(self, page: Page, code: str) -> None:
        """Keep a page that was read, unless what was warned of must be said again."""
        language = self._languages[code]
        if page.file.src_uri in language.pages or self._warnings.counts or not language.build:
            return
        seen = language.reading.take()
        charts = [id for table, id in seen if table == "charts"]
        if None in charts:
            charts = list(language.charts)
        language.pages[page.file.src_uri] = _Kept(
            _source(page, page.markdown or ""),
            [seen, *(language.charts[id] for id in charts if id in language.charts)],
            language.build,
            {name: getattr(page, name) for name in _READ},
            {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
        )

    def kept(self, page: Page, code: str) -> _Kept | None:
        """Return what is kept of a page."""
        return self._languages[code].pages.get(page.file.src_uri)

    def templates(self, code: str, looks: object) -> type[Template]:
        """Return templates that know when a page is what it was, its frame included; `looks` is the
        state of their files."""
        language = self._languages[code]

        class KeptOrRendered(Template):
            def render(self, *args: Any, **kwargs: Any) -> str:
                context = dict(*args, **kwargs)
                page: Any = context.get("page")
                kept = language.pages.get(page.file.src_uri) if page else None
                if not kept:
                    return super().render(context)
                language.menus = language.menus or _menus(context["nav"].items)
                near = [(one.title, one.url) for one in (page.previous_page, page.next_page) if one]
                frame = looks, language.menus, near, page.title, page.edit_url, repr(page.meta)
                if kept.frame != frame:
                    kept.frame, kept.output = frame, ""
                return kept.output or super().render(context)

        return KeptOrRendered

    # -- files ---------------------------------------------------------------------------------

    def write(self, builds: list[Build], site: Path, write: Callable[[Path, bytes], None]) -> None:
        """Write the files of charts and datasets, but for those that would be the same.

        Posters are made when they are asked for.
        """
        for build in builds:
            language = self._languages[build.locale.code]
            watched = replace(build, library=language.reading.of(build.library))
            for id in build.charts:
                paths = [path for path in chart_paths(build, id) if not path.endswith(".png")]
                if not self._has_written(build, paths, site):
                    for path, content in files_of_chart(build, id, with_poster=False):
                        write(site / path, content)
                    self._written[paths[0]] = build, language.charts[id]
            for id in build.library.datasets:
                paths = dataset_paths(build, id)
                if not self._has_written(build, paths, site):
                    language.reading.take()
                    for path, content in files_of_dataset(watched, id):
                        write(site / path, content)
                    self._written[paths[0]] = build, language.reading.take()
        self._builds = builds

    def _has_written(self, build: Build, paths: list[str], site: Path) -> bool:
        """Whether some files are in the site as they should be; if so, they stay."""
        last, seen = self._written.pop(paths[0], (None, {}))
        if not last or last.site != build.site or not is_same(seen, build.library):
            return False
        try:
            for path in paths:
                os.utime(site / path)
        except FileNotFoundError:
            return False
        self._written[paths[0]] = last, seen
        return True

    def prepare(self, server: LiveReloadServer) -> None:
        """Let the server make posters, and keep the last good site up after a mistake."""
        answer, build = server.get_app(), server.builder
        assert answer, "MkDocs has set one"

        def build_or_keep() -> None:
            """MkDocs would hold every request until the mistake, told already, is mended."""
            with contextlib.suppress(Abort):
                build()

        server.builder = build_or_keep

        def answer_or_draw(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            path = str(environ["PATH_INFO"])
            found = poster(self._builds, path.rpartition("/")[2]) if ".png" in path else None
            if found is None:
                return answer(environ, start_response)
            start_response("200 OK", [("Content-Type", "image/png")])
            return [found]

        server.set_app(answer_or_draw)


def _menus(items: Iterable[Any]) -> list[object]:
    """What menus say: titles, and for pages what they say of themselves."""
    return [
        (
            item.title,
            getattr(item, "url", ""),
            repr(getattr(item, "meta", "")),
            _menus(item.children or ()),
        )
        for item in items
    ]


def _source(page: Page, markdown: str) -> tuple[str, str]:
    return markdown, str(page.meta.get("title"))

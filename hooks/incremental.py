"""What only `mkdocs build` needs: what the last build made stays, as long as it is right.

MkDocs makes every page anew. Here a page is read again only when its own text has changed, or
something in the data that it was made from, and made again with its frame: the menus, and what its
neighbours are called. Settings, templates, code and the list of pages make all anew. The same holds
for the files of charts and datasets. `.cache/records` holds what is known; without it, or with a
site that somebody has changed, a build makes what is missing, and always the same bytes.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mkdocs import utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from explainer.checking.icons import OWN
from explainer.checking.reviews import stale
from explainer.digests import digest, of_files, ourselves
from explainer.drawing.cache import Cache
from explainer.facts.dependencies import (
    DependencyTracker,
    Key,
    Memo,
    snapshot,
    untracked,
    whole,
)
from explainer.facts.model import Library
from explainer.language.locales import Locale
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
    was_written,
    write,
)
from explainer.pages.manifest import RECORDS, Manifest, ManifestEntry, Name, Stamp, written
from explainer.pages.markdown_extension import Build
from explainer.pages.package import package_paths
from explainer.pages.render_queue import Job, RenderQueue
from explainer.pages.search import Found
from frame import language_of
from leads import Leads

MAX_AGE, MAX_SIZE = 14 * 24 * 3600, 200 * 2**20  # of the records of all sites, see `Cache.prune`
_READ = ("_title_from_render", "present_anchor_ids", "meta")


@dataclass
class _Language:
    """One language of a build: who reads what, and what all its pages depend on."""

    build: Build
    tracker: DependencyTracker = field(default_factory=DependencyTracker)
    charts: dict[str, set[Key]] = field(default_factory=dict)  # what was read for each
    data: str = ""  # a hash of those that are not watched
    common: str = ""
    menus: str = ""
    styles: str = ""
    files: Files | None = None
    pages: dict[str, _Page] = field(default_factory=dict)


@dataclass
class _Page:
    """A page of this build: its name, its record, and whether that is of the last build."""

    name: Name
    record: ManifestEntry
    seen: set[Key] = field(default_factory=set)
    is_kept: bool = False
    may_stay: bool = True  # unless something was warned of, which must be said again


class IncrementalBuild:
    """One for the life of the process."""

    def __init__(self) -> None:
        self.manifest: Manifest | None = None
        self._languages: dict[str, _Language] = {}
        self._populate = vars(mkdocs_build)["_populate_page"]
        self._build = vars(mkdocs_build)["_build_page"]
        self._stamps: dict[str, Stamp] = {}
        self._memo = Memo()
        vars(mkdocs_build)["_populate_page"] = self._read_or_keep
        vars(mkdocs_build)["_build_page"] = self._make_or_keep
        utils.write_file = self._write
        self._warnings = utils.CountHandler()
        self._warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self._warnings)

    # -- data ----------------------------------------------------------------------------------

    def texts(self, library: Library, locale: Locale, queue: RenderQueue) -> dict[str, ChartText]:
        """Return what charts say, of which it is noted what they read to say it."""
        language = self._languages[locale.code] = _Language(Build(library, locale))
        texts = {}
        for id in library.charts:
            tracker = DependencyTracker()
            language.charts[id] = tracker.seen
            tracked = tracker.of(library)
            texts[id] = ChartText(tracked.charts[id], tracked, locale, queue)
        return texts

    def begin(self, config: MkDocsConfig, builds: Iterable[Build]) -> None:
        """Begin a build of all languages."""
        root = Path(config.config_file_path).parent
        looks = Path(config.theme.custom_dir or config.docs_dir)
        common = digest(
            of_files(Path(__file__).parent),  # and the package with it
            ourselves(),
            *(f"{path}\n{path.read_text('utf-8')}" for path in sorted(looks.rglob("*.html"))),
            *(path.read_bytes() for path in sorted((looks / OWN).rglob("*.svg"))),
            Path(config.config_file_path).read_bytes(),
            repr((config.site_url, config.extra, config.user_configs)),
            # With --quiet nobody hears of a broken link, not even we.
            str(logging.getLogger("mkdocs").isEnabledFor(logging.WARNING)),
        )
        self.manifest = Manifest(self._cache(root), Path(config.site_dir), common)
        self._stamps = {}
        for build in builds:
            language = self._languages[build.locale.code]
            language.build, language.data = build, digest(untracked(build.library))

    def _cache(self, root: Path) -> Cache:
        return Cache(root / RECORDS)

    def memo(self, root: Path) -> Memo:
        """Return what the last build found nothing wrong in."""
        raw = self._cache(root).get(digest("memory", ourselves()))
        self._memo = Memo(pickle.loads(raw) if raw else {})
        return self._memo

    def tracked(self, build: Build) -> Build:
        """Return a build whose pages are read with data that note who reads what."""
        language = self._languages[build.locale.code]
        return replace(build, library=language.tracker.of(build.library))

    def wanted(self, build: Build) -> list[str]:
        """Return the charts whose files are to be made."""
        return [id for id in build.charts if not self._right(build, "chart", id)]

    def wanted_cards(self, build: Build) -> list[str]:
        """Return the pages whose cards are to be made."""
        return [path for path in build.cards if not self._right(build, "card", path)]

    def _given_for(self, build: Build, kind: str, id: str) -> str:
        """A hash of all that files are made from, but for the data that are watched."""
        data = self._languages[build.locale.code].data
        return digest(data, repr(build.cards[id])) if kind == "card" else data

    def _right(self, build: Build, kind: str, id: str) -> ManifestEntry | None:
        assert self.manifest
        name = kind, build.locale.code, id
        if name not in self.manifest.made:
            given = self._given_for(build, kind, id)
            record = self.manifest.right(name, given, build.library)
            if record:
                self.manifest.keep(name, record)
        return self.manifest.made.get(name)

    # -- pages ---------------------------------------------------------------------------------

    def files_of(self, build: Build) -> set[str]:
        """Return the paths of the files that are no pages: downloads and embeds."""
        found: set[str] = {*package_paths()}
        for kind, ids, paths in (
            ("chart", build.charts, chart_paths),
            ("dataset", build.library.datasets, dataset_paths),
            ("ledger", ledgers_with_files(build), ledger_paths),
        ):
            for id in ids:
                record = self._right(build, kind, id)
                found.update(record.files if record else paths(build, id))
        return found

    def list_pages(self, files: Files, code: str, styles: str) -> None:
        """Note what all pages of a language depend on; `styles`, which stand in them, by a hash."""
        language = self._languages[code]
        language.pages, language.menus, language.files = {}, "", files
        language.styles = styles
        told_on = repr(language.build.told_on)
        language.common = digest(language.data, told_on, *sorted(files.src_uris))

    def _given(self, page: Page, config: MkDocsConfig, language: _Language) -> str:
        """A hash of all that a page is read from, but for the data."""
        shown, path = language.build.shown_on, page.file.src_uri.partition("/")[2]
        if page.file.generated_by:
            return digest(language.common, repr(shown.get(Path(path).stem)))
        text = page.file.content_bytes
        return digest(
            language.common,
            text,
            repr(shown) if b"::: page" in text else "",
            repr(stale(Path(config.docs_dir), language.build.locale.code, path)),
        )

    def _read_or_keep(
        self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False
    ) -> None:
        """Take the place of MkDocs' own function."""
        language = self._languages[language_of(config)]
        assert self.manifest
        name = "page", language.build.locale.code, page.file.src_uri
        given = self._given(page, config, language)
        record = self.manifest.right(name, given, language.build.library)
        one = _Page(name, record or ManifestEntry(given), is_kept=bool(record))
        language.pages[page.file.src_uri] = one
        if record:
            vars(page).update(record.more["fields"])
            page.markdown = ""  # without any, MkDocs takes it to have no title yet
            anchors = record.more["anchors"].items()
            found = ((files.src_uris.get(path), links) for path, links in anchors)
            page.links_to_anchors = {file: links for file, links in found if file}
        else:
            self._read_again(one, page, config, files, dirty)

    def _read_again(self, one: _Page, *arguments: Any) -> None:
        page, language = arguments[0], self._languages[one.name[1]]
        language.tracker.take()
        self._warnings.counts.clear()
        self._populate(*arguments)
        one.seen, one.may_stay = language.tracker.take(), not self._warnings.counts
        anchors = {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()}
        fields = {name: getattr(page, name, None) for name in _READ}
        one.record = ManifestEntry(one.record.given, more={"fields": fields, "anchors": anchors})
        one.is_kept = False

    def _make_or_keep(
        self, page: Page, config: MkDocsConfig, doc_files: Any, nav: Any, *more: Any, **named: Any
    ) -> None:
        """Take the place of MkDocs' own function."""
        language = self._languages[language_of(config)]
        assert self.manifest
        assert language.files
        one = language.pages[page.file.src_uri]
        language.menus = language.menus or digest(repr(menus(nav.items)))
        near = [(other.title, other.url) for other in (page.previous_page, page.next_page) if other]
        said = Leads(language.files, language.build.locale.code).said_on(page)
        frame = digest(
            language.menus, language.styles, repr((near, said, page.title, page.edit_url))
        )
        if one.is_kept and one.record.more["frame"] == frame:
            self.manifest.keep(one.name, one.record)
            return
        if one.is_kept:
            self._read_again(one, page, config, language.files)
        self._build(page, config, doc_files, nav, *more, **named)
        one.record.more["frame"] = frame
        path = page.file.dest_uri
        if path in self._stamps and one.may_stay:
            one.record.files[path] = self._stamps[path]

    def sections(self, page: Page, code: str, found: list[Found]) -> None:
        """Keep what the search finds in a page that was made."""
        self._languages[code].pages[page.file.src_uri].record.more["sections"] = found

    def all_sections(self) -> Iterator[Found]:
        """Yield what the search finds, in the order of pages."""
        for language in self._languages.values():
            for one in language.pages.values():
                yield from one.record.more.get("sections", ())

    # -- files ---------------------------------------------------------------------------------

    def _write(self, content: bytes, output_path: str) -> None:
        """Write a file of MkDocs."""
        assert self.manifest
        path = Path(output_path).relative_to(self.manifest.site).as_posix()
        self._stamps[path] = written(output_path, content)

    def finish(self, builds: Iterable[Build]) -> None:
        """Write the files of charts and datasets that are not right, and note what was made."""
        assert self.manifest
        site, builds = self.manifest.site, tuple(builds)
        if not self._right(builds[0], "package", ""):
            stamps = write(site, files_of_package(builds))
            self._keep(("package", builds[0].locale.code, ""), builds[0], whole(), stamps)
        for build in builds:
            code = build.locale.code
            language = self._languages[code]
            for id in build.charts:
                if self._right(build, "chart", id):
                    continue
                came: Any = (set(), {})  # what was read, and what was written, by whom
                if build.preview:
                    pass
                elif was_written(build, Job(id, code)):
                    came = build.queue.results.get(Job(id, code))
                else:
                    came = set(), write(site, files_of_chart(build, id))
                if came:
                    seen = {*came[0], *language.charts[id]}
                    self._keep(("chart", code, id), build, seen, came[1])
            self._finish_cards(build)
            made = [("dataset", id, files_of_dataset) for id in build.library.datasets]
            made += [("ledger", id, files_of_ledger) for id in ledgers_with_files(build)]
            for kind, id, files_of in made:
                if not self._right(build, kind, id):
                    tracker = DependencyTracker()
                    tracked = replace(build, library=tracker.of(build.library))
                    stamps = write(site, files_of(tracked, id))
                    self._keep((kind, code, id), build, tracker.seen, stamps)
            for one in language.pages.values():
                if not one.is_kept and one.record.files:
                    drawn = {id for table, id in one.seen if table == "charts"}
                    charts = language.charts if None in drawn else drawn
                    seen = one.seen.union(*(language.charts.get(id or "", ()) for id in charts))
                    one.record.seen = snapshot(seen, build.library)
                    self.manifest.keep(one.name, one.record)

    def _finish_cards(self, build: Build) -> None:
        assert self.manifest
        for path in self.wanted_cards(build):
            job = build.cards[path].job(build.locale)
            if was_written(build, job):
                came: Any = build.queue.results.get(job)
            else:
                tracker = DependencyTracker()
                tracked = replace(build, library=tracker.of(build.library), texts={})
                came = tracker.seen, write(self.manifest.site, files_of_card(tracked, path))
            if came:
                self._keep(("card", build.locale.code, path), build, *came)

    def _keep(self, name: Name, build: Build, seen: Iterable[Key], files: dict[str, Stamp]) -> None:
        assert self.manifest
        given = self._given_for(build, name[0], name[2])
        self.manifest.keep(name, ManifestEntry(given, snapshot(seen, build.library), files))

    def end(self, root: Path) -> None:
        """A build has come to its end, and nothing failed: keep what it made for the next."""
        assert self.manifest
        self.manifest.end()
        known = pickle.dumps(self._memo.known, protocol=5)
        cache = self._cache(root)
        cache.put(digest("memory", ourselves()), known)
        cache.prune(MAX_AGE, MAX_SIZE)


def menus(items: Iterable[Any]) -> list[object]:
    """What menus say."""
    return [(item.title, getattr(item, "url", ""), menus(item.children or ())) for item in items]

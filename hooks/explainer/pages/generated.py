"""The pages and the files that are made from data."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import yaml

from explainer.checking.company_parts import pages_read
from explainer.checking.markdown_source import page_of, source_of, split
from explainer.checking.page_files import pages_in
from explainer.checking.pages import TOLD
from explainer.facts.addresses import CHART_PAGES, COMPANY_PAGES, DATA_PAGES, EMBEDS
from explainer.facts.company_pages import page_of_company, template_file
from explainer.facts.dependencies import DependencyTracker, Key
from explainer.facts.figures import localised, write_figures
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.cards import (
    HOME,
    Card,
    card_of,
    card_path,
    card_png,
    card_svg,
    cards_on,
    chart_card_file,
)
from explainer.pages.chart_block import embed_page, pinned_page
from explainer.pages.downloads import (
    chart_downloads,
    chart_files,
    dataset_downloads,
    dataset_files,
)
from explainer.pages.lasting import also_at, former
from explainer.pages.manifest import Stamp, written
from explainer.pages.markdown_extension import Build
from explainer.pages.package import package_files
from explainer.pages.plain_pages import chart_page, dataset_page, plain_path
from explainer.pages.poster import draw, drawings_at_hand
from explainer.pages.promise_files import promise_downloads, promise_files
from explainer.pages.render_queue import FOR_FILES, DrawingFailed, Job, RenderQueue


def shown_on(docs: Path, library: Library, locale: Locale) -> dict[str, list[tuple[str, str]]]:
    """Return, for each chart that is drawn, the pages of a language that draw it: path, and title;
    pages of samples are not named."""
    found: dict[str, list[tuple[str, str]]] = {}
    folder = docs / locale.code
    for path in pages_in(folder):
        page = page_of(source_of(path), path.relative_to(docs.parent).as_posix())
        title = page.front.get("title", path.stem)
        name = locale.typeset(write_figures(title, library, locale))
        for id in dict.fromkeys(page.shown("chart")):
            named = found.setdefault(id, [])
            if page.front.get("shows") != "samples":
                named.append((path.relative_to(folder).as_posix(), name))
    for company, page in pages_read(library, locale.code):
        name = locale.typeset(library.entities[company].name[locale.code])
        for id in dict.fromkeys(page.shown("chart")):
            found.setdefault(id, []).append((f"{COMPANY_PAGES}/{company}.md", name))
    return found


def told_on(docs: Path, locale: Locale) -> dict[tuple[str, str], str]:
    """Return the page of a language on which each block stands to which links lead: by directive
    and what it names."""
    found: dict[tuple[str, str], str] = {}
    folder = docs / locale.code
    for path in pages_in(folder):
        page = page_of(source_of(path), path.relative_to(docs.parent).as_posix())
        for kind in TOLD:
            for id in page.shown(kind):
                found.setdefault((kind, id), path.relative_to(folder).as_posix())
    return found


def generated_pages(build: Build) -> dict[str, Callable[[Build], str]]:
    """Return the pages made from data, datasets, their catalogue, charts and companies: by path,
    what returns their Markdown."""
    pages: dict[str, Callable[[Build], str]] = {}
    for id in build.library.datasets:
        pages[f"{DATA_PAGES}/{id}.md"] = partial(_dataset_page, id)
    pages[f"{DATA_PAGES}/index.md"] = _catalogue_page
    for id in build.charts:
        pages[f"{CHART_PAGES}/{id}.md"] = partial(_chart_page, id)
    for id in build.library.companies:
        pages[f"{COMPANY_PAGES}/{id}.md"] = partial(_company_page, id)
    return pages


def _dataset_page(id: str, build: Build) -> str:
    dataset, locale = build.library.datasets[id], build.locale
    return _markdown(
        f"::: dataset {id}",
        data=dataset.where.file,
        title=locale.typeset(dataset.name[locale.code]),
        description=localised(dataset.definition, build.library, locale),
        kicker=locale.word("dataset"),
        within=f"{DATA_PAGES}/index.md",
    )


def _catalogue_page(build: Build) -> str:
    locale = build.locale
    return _markdown(
        f"{locale.word('catalogue_lede')}\n{{: .lede }}\n\n::: datasets",
        title=locale.word("data"),
        description=locale.word("catalogue_lede"),
    )


def _chart_page(id: str, build: Build) -> str:
    chart_text = build.chart_text(id)
    return _markdown(
        f"::: page {id}",
        data=build.library.charts[id].where.file,
        title=chart_text.title,
        description=chart_text.alt,
        kicker=build.locale.word("chart_page"),
        **_within(build.shown_on.get(id, ())),
    )


def _within(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The page to which a chart belongs: of those that draw it, the first that tells a story."""
    paths = sorted((path for path, _ in pages), key=lambda path: "/" not in path)
    return {"within": paths[0]} if paths else {}


def _company_page(id: str, build: Build) -> str:
    """The template filled for a company, its front matter written out."""
    locale, library = build.locale, build.library
    text, _ = page_of_company(library.companies[id], library, locale.code)
    _, body, _ = split(text)
    said = page_of(text, template_file(locale.code)).front
    front = {
        name: locale.typeset(write_figures(one, library, locale)) for name, one in said.items()
    }
    front |= {"data": f"data/companies/{id}.yml", "kicker": locale.word("company_page")}
    return f"---\n{_fields(front)}---\n{body}"


def _fields(front: Mapping[str, str]) -> str:
    return yaml.safe_dump(dict(front), allow_unicode=True, sort_keys=False, width=sys.maxsize)


def _markdown(body: str, **front: str) -> str:
    # The title stands in the page as text: Markdown's own signs in it are not markup. Of some,
    # like `<`, it would show the backslash that takes their meaning away.
    safe = re.sub(r"[\\`*_{}\[\]<>#|&]", lambda sign: f"&#{ord(sign[0])};", front["title"])
    return f"---\n{_fields(front)}---\n\n# {safe}\n\n{body}\n"


def chart_paths(build: Build, id: str) -> list[str]:
    """Return the paths of the files of one chart: none in a preview."""
    if build.preview:
        return []
    library, locale = build.library, build.locale
    found = []
    for file in chart_downloads(build.chart_text(id)).values():
        found += [file.path, *also_at(library, CHART_PAGES, id, file, locale)]
    card = card_path(f"{CHART_PAGES}/{id}.md", locale)
    plain = plain_path(locale.root, f"{CHART_PAGES}/{id}")
    return [*found, *_embeds(build, id), card, plain]


def _embeds(build: Build, id: str) -> list[str]:
    ids = (id, *former(build.library, CHART_PAGES, id))
    return [f"{build.locale.root}{EMBEDS}/{one}/index.html" for one in ids]


def dataset_paths(build: Build, id: str) -> list[str]:
    """Return the paths of the files of one dataset."""
    found = []
    for file in dataset_downloads(build.library.datasets[id], build.locale).values():
        found += [file.path, *also_at(build.library, DATA_PAGES, id, file, build.locale)]
    return [*found, plain_path(build.locale.root, f"{DATA_PAGES}/{id}")]


def ledgers_with_files(build: Build) -> list[str]:
    """Return the ledgers whose entries readers take away."""
    return ["promises"] if build.library.promises else []


def ledger_paths(build: Build, id: str) -> list[str]:  # noqa: ARG001  # as those of datasets
    """Return the paths of the files of a ledger."""
    return [file.path for file in promise_downloads(build.library, build.locale).values()]


def was_written(build: Build, job: Job) -> bool:
    """Wait for the worker that writes the files of a chart, or a card; return whether there was
    one. What it could not draw is noted in `build.failures`."""
    try:
        return build.queue.has_done(job, FOR_FILES)
    except DrawingFailed as error:
        build.failures.append(str(error))
        return True


def files_of_chart(build: Build, id: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one chart. One that cannot be drawn is noted in `build.failures`."""
    chart_text, addresses = build.chart_text(id), build.addresses
    address = addresses.chart(id)
    try:
        files = chart_files(chart_text, address, pinned_page(chart_text, address))
        embed = embed_page(chart_text, addresses)
        card = chart_card_file(chart_text)
    except DrawingFailed as error:
        build.failures.append(str(error))
        return
    yield card
    yield from ((path, embed.encode()) for path in _embeds(build, id))
    for file in chart_downloads(chart_text).values():
        for path in (file.path, *also_at(build.library, CHART_PAGES, id, file, build.locale)):
            yield path, files[file.path]
    plain = chart_page(build, id)
    yield plain_path(build.locale.root, plain.address), plain.text.encode()


def files_of_dataset(build: Build, id: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one dataset."""
    dataset = build.library.datasets[id]
    files = dataset_files(dataset, build.library, build.locale)
    for file in dataset_downloads(dataset, build.locale).values():
        for path in (file.path, *also_at(build.library, DATA_PAGES, id, file, build.locale)):
            yield path, files[file.path]
    plain = dataset_page(build, dataset)
    yield plain_path(build.locale.root, plain.address), plain.text.encode()


def files_of_package(builds: Iterable[Build]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that hold all the data; `builds` are those of all languages."""
    locales = {build.locale.code: build.locale for build in builds}
    one = next(iter(builds))
    yield from package_files(one.library, locales, one.site)


def with_cards(build: Build, docs: Path) -> Build:
    """Return a build that knows the cards of its pages but those of charts, which come with the
    chart's files; a preview has none."""
    if build.preview:
        return build
    cards = cards_on(docs, build.library, build.locale)
    usual = cards[HOME].bill if HOME in cards else ""
    for path, write_page in generated_pages(build).items():
        folder, _, name = path.rpartition("/")
        if folder != CHART_PAGES and (folder != DATA_PAGES or name == HOME):
            cards[path] = card_of(path, write_page(build), build.library, build.locale, usual)
    return replace(build, cards=cards)


def files_of_card(build: Build, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield the card of one page. One that cannot be drawn is noted in `build.failures`."""
    card, locale = build.cards[path], build.locale
    charts = {card.chart: build.chart_text(card.chart)} if card.chart else {}
    try:
        svg = card_svg(card, build.library, locale, charts)
        yield card_path(path, locale), card_png(svg, card.job(locale), build.queue)
    except DrawingFailed as error:
        build.failures.append(str(error))


def files_of_ledger(build: Build, id: str) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield the files of a ledger."""
    yield from promise_files(build.library, build.locale).items()


def write(site: Path, files: Iterable[tuple[str, bytes]]) -> dict[str, Stamp]:
    """Write files into the folder of the site; return their stamps by path."""
    return {path: written(f"{site}/{path}", content) for path, content in files}


Written = tuple[set[Key], dict[str, Stamp]]  # what was read for some files, and they by path


@dataclass(frozen=True)
class ChartMaker:
    """What a worker needs to make any chart or card of a build; it travels to another process.

    Files are written into the folder `into`; what was read of the data for them, and their stamps,
    come back. Without a folder, only their pictures are drawn.
    """

    library: Library
    site: str
    locales: Mapping[str, Locale]
    into: Path | None = None
    cards: Mapping[str, Mapping[str, Card]] = field(default_factory=dict)  # by language and path

    def __call__(self, job: Job, task: str, queue: RenderQueue) -> Written | None:
        """Do one task of a job; the queue keeps what it draws."""
        tracker = DependencyTracker()
        library = tracker.of(self.library)
        cards = self.cards.get(job.code, {})
        build = Build(library, self.locales[job.code], self.site, queue=queue, cards=cards)
        if task == FOR_FILES and self.into:
            files = files_of_card if job.is_card else files_of_chart
            stamps = write(self.into, files(build, job.chart))
            for failure in build.failures:
                raise DrawingFailed(failure)
            return tracker.seen, stamps
        draw(build.chart_text(job.chart), build.addresses.chart(job.chart), task)
        return None


def start_drawing(
    builds: Iterable[Build],
    *,
    of: Callable[[Build], Collection[str]] | None = None,
    cards: Callable[[Build], Collection[str]] | None = None,
    site: Path | None = None,
) -> None:
    """Send to the workers of the builds' queue the charts that are not drawn, all or those that
    `of` names; with a `site`, all for their files too, which they write into that folder, and those
    `cards` of pages with them."""
    builds = tuple(builds)
    charts = [
        build.chart_text(id) for build in builds for id in (of(build) if of else build.charts)
    ]
    missing = [chart_text.job for chart_text in charts if not drawings_at_hand(chart_text)]
    files = [chart_text.job for chart_text in charts] if site and not builds[0].preview else []
    if site and cards:
        files += [build.cards[path].job(build.locale) for build in builds for path in cards(build)]
    locales = {build.locale.code: build.locale for build in builds}
    known = {build.locale.code: build.cards for build in builds}
    make = ChartMaker(builds[0].library, builds[0].site, locales, site, known)
    builds[0].queue.start(missing, files, make)

"""The pages and the files that are made from data."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer.checking.markdown_source import pages_in, source_of
from explainer.facts.addresses import DATA_PAGES, LEDGERS
from explainer.facts.figures import write_figures
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.blocks import CHART_PAGES, DOWNLOADS, EMBEDS, embed_page, pinned_page
from explainer.pages.downloads import (
    chart_file_names,
    chart_files,
    dataset_file_names,
    dataset_files,
)
from explainer.pages.markdown_extension import Build
from explainer.pages.poster import draw, drawings_at_hand
from explainer.pages.render_queue import FOR_FILES, DrawingFailed, Job, Studio

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # what MkDocs takes for a page
KINDS = ("chart", "dataset", "datasets", "page", *LEDGERS)
_DIRECTIVE = re.compile(r"^\s*:::")
_CHART = re.compile(r"^:::[ \t]*chart[ \t]+(\S+)", re.MULTILINE)
_LEDGER = re.compile(rf"^:::[ \t]*({'|'.join(LEDGERS)})\b", re.MULTILINE)
_MARKED = re.compile(r"\{\{\s*claim\s+(\S+?)\s*\}\}")
_HEADLINE = re.compile(r"#+ |(?:title|short|description|kicker):")
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)


def shown_on(docs: Path, library: Library, locale: Locale) -> dict[str, list[tuple[str, str]]]:
    """Return, for each chart, the pages of a language that draw it: path, and title."""
    found: dict[str, list[tuple[str, str]]] = {}
    folder = docs / locale.code
    for path in pages_in(folder):
        text = source_of(path)
        title = _TITLE.search(text)
        name = title[1].strip("\"'") if title else path.stem
        name = locale.typeset(write_figures(name, library, locale))
        for id in dict.fromkeys(_CHART.findall(text)):
            found.setdefault(id, []).append((path.relative_to(folder).as_posix(), name))
    return found


def generated_pages(build: Build) -> dict[str, str]:
    """Return Markdown by path for the pages made from data: datasets, their catalogue, charts."""
    library, locale = build.library, build.locale
    pages = {}
    for dataset in library.datasets.values():
        name = locale.typeset(dataset.name[locale.code])
        definition = locale.typeset(dataset.definition[locale.code])
        pages[f"{DATA_PAGES}/{dataset.id}.md"] = _markdown(
            f"::: dataset {dataset.id}",
            data=f"data/datasets/{dataset.id}.yml",
            title=name,
            description=definition,
            kicker=locale.word("dataset"),
        )
    pages[f"{DATA_PAGES}/index.md"] = _markdown(
        f"{locale.word('catalogue_lede')}\n{{: .lede }}\n\n::: datasets",
        title=locale.word("datasets"),
        description=locale.word("catalogue_lede"),
    )
    for id in build.charts:
        said = build.said(id)
        pages[f"{CHART_PAGES}/{id}.md"] = _markdown(
            f"::: page {id}",
            data=f"data/charts/{id}.yml",
            title=said.title,
            description=said.alt,
            kicker=locale.word("chart_page"),
            **({} if build.preview else {"image": f"{DOWNLOADS}/{chart_file_names(said)['png']}"}),
        )
    return pages


def _markdown(body: str, **front: str) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    head = [f"{name}: {quoted(text)}" for name, text in front.items()]
    # The title stands in the page as text: Markdown's own signs in it are not markup.
    safe = re.sub(r"([\\`*_{}\[\]<>#!|&])", r"\\\1", front["title"])
    return "\n".join(["---", *head, "---", "", f"# {safe}", "", body, ""])


def file_names(build: Build) -> list[str]:
    """Return the paths of the files that are no pages: downloads and embeds."""
    charts = [name for id in build.charts for name in chart_paths(build, id)]
    return charts + [name for id in build.library.datasets for name in dataset_paths(build, id)]


def chart_paths(build: Build, id: str) -> list[str]:
    """Return the paths of the files of one chart: none in a preview."""
    if build.preview:
        return []
    names = [f"{DOWNLOADS}/{name}" for name in chart_file_names(build.said(id)).values()]
    return [*names, f"{build.locale.root}{EMBEDS}/{id}/index.html"]


def dataset_paths(build: Build, id: str) -> list[str]:
    """Return the paths of the files of one dataset."""
    names = dataset_file_names(build.library.datasets[id], build.locale)
    return [f"{DOWNLOADS}/{name}" for name in names.values()]


def generated_files(build: Build) -> Iterator[tuple[str, bytes]]:
    """Yield every file of one language that is not a page and that no worker has written, with its
    path.

    One chart at a time, so that a large site need not fit in memory.
    """
    for id in () if build.preview else build.charts:
        try:
            if build.studio.has_done(Job(id, build.locale.code), FOR_FILES):
                continue
        except DrawingFailed as error:
            build.failures.append(str(error))
            continue
        yield from files_of_chart(build, id)
    for id in build.library.datasets:
        yield from files_of_dataset(build, id)


def files_of_chart(build: Build, id: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one chart. One that cannot be drawn is noted in `build.failures`."""
    said, addresses = build.said(id), build.addresses
    address = addresses.chart(id)
    try:
        files = chart_files(said, address, pinned_page(said, address))
        embed = embed_page(said, addresses)
    except DrawingFailed as error:
        build.failures.append(str(error))
        return
    yield f"{build.locale.root}{EMBEDS}/{id}/index.html", embed.encode()
    for name, content in files.items():
        yield f"{DOWNLOADS}/{name}", content


def files_of_dataset(build: Build, id: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one dataset."""
    dataset = build.library.datasets[id]
    for name, content in dataset_files(dataset, build.library, build.locale).items():
        yield f"{DOWNLOADS}/{name}", content


def write(site: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into the folder of the site."""
    for path, content in files:
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@dataclass(frozen=True)
class Parcel:
    """What a worker needs to make any chart of a build; it travels to another process.

    Files are written into the folder `into`; without one, only their pictures are drawn.
    """

    library: Library
    site: str
    locales: Mapping[str, Locale]
    into: Path | None = None

    def __call__(self, job: Job, task: str, studio: Studio) -> None:
        """Do one task of a job; the studio keeps what it draws."""
        build = Build(self.library, self.locales[job.code], self.site, studio=studio)
        if task == FOR_FILES and self.into:
            write(self.into, files_of_chart(build, job.chart))
            for failure in build.failures:
                raise DrawingFailed(failure)
        else:
            draw(build.said(job.chart), build.addresses.chart(job.chart), task)


def start_drawing(
    builds: Iterable[Build],
    *,
    of: Callable[[Build], Collection[str]] | None = None,
    site: Path | None = None,
) -> None:
    """Send to the workers of the builds' studio the charts that are not drawn, all or those that
    `of` names; with a `site`, all for their files too, which they write into that folder."""
    builds = tuple(builds)
    charts = [build.said(id) for build in builds for id in (of(build) if of else build.charts)]
    missing = [said.job for said in charts if not drawings_at_hand(said)]
    files = [said.job for said in charts] if site else []
    locales = {build.locale.code: build.locale for build in builds}
    parcel = Parcel(builds[0].library, builds[0].site, locales, site)
    builds[0].studio.start(missing, files, parcel)

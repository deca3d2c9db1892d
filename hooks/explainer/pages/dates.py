"""The day to which a page is right, for search engines: by its data, not by when it was built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from explainer.facts.addresses import CHART_PAGES, DATA_PAGES, LEDGERS
from explainer.facts.model import Dataset
from explainer.pages.markdown_extension import Build


def day_of(path: str, build: Build) -> date | None:
    """Return the last day on which the data of a page were read or corrected, or None if it has
    none; `path` is that of its Markdown, without the language."""
    library = build.library
    if path == LEDGERS["corrections"]:
        return max((one.date for one in library.corrections), default=None)
    return max(
        (
            day
            for one in _datasets(path, build)
            for day in (one.cutoff, *(c.date for c in library.corrections if c.dataset == one.id))
        ),
        default=None,
    )


def _datasets(path: str, build: Build) -> Iterator[Dataset]:
    """What a page was made from, as far as it shows it: figures in sentences are not counted."""
    library, (folder, _, name) = build.library, path.removesuffix(".md").rpartition("/")
    if folder == DATA_PAGES:
        if name == "index":
            yield from library.datasets.values()
        elif name in library.datasets:
            yield library.datasets[name]
    elif folder == CHART_PAGES and name in library.charts:
        yield from build.chart_text(name).datasets
    for id, pages in build.shown_on.items():
        if any(path == shown for shown, _ in pages) and id in library.charts:
            yield from build.chart_text(id).datasets

"""Files that the build would write over one another: made from data, and found in docs/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from explainer.checking.page_files import pages_in
from explainer.errors import Problem, Where
from explainer.facts.addresses import CHART_PAGES, DATA_PAGES, DOWNLOADS, EMBEDS
from explainer.facts.model import Library
from explainer.language.locales import LOCALES


def problems_of(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield what stands where the build writes a page or a file of its own."""
    made = {DATA_PAGES: "data/datasets"}
    made |= {f"{DATA_PAGES}/{id}": f"data/datasets/{id}.yml" for id in library.datasets}
    made |= {f"{CHART_PAGES}/{id}": f"data/charts/{id}.yml" for id in library.charts}
    for code in LOCALES:
        for path in pages_in(docs / code):
            source = made.get(_address(path.relative_to(docs / code)))
            if source:
                yield _found(
                    docs,
                    path,
                    f"the build makes the page of this address from {source}; rename yours",
                )
    for folder in (DOWNLOADS, *(f"{code}/{EMBEDS}" for code in LOCALES), EMBEDS):
        for path in sorted((docs / folder).rglob("*")):
            if not path.is_dir():
                yield _found(docs, path, "the build writes this folder; move the file elsewhere")


def _address(page: Path) -> str:
    """Where a page stands in the site, without the last slash."""
    path = PurePosixPath(page.as_posix()).with_suffix("")
    return str(path.parent if path.name in ("index", "README") else path)


def _found(docs: Path, path: Path, message: str) -> Problem:
    return Problem(Where(path.relative_to(docs.parent).as_posix(), 1), message)

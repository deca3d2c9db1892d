"""Files that the build would write over one another: made from data, and found in docs/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explainer.checking.page_files import address_of, pages_in
from explainer.errors import Problem, Where
from explainer.facts.addresses import CARDS, DATED, EMBEDS, FILES, made_pages
from explainer.facts.model import Library
from explainer.language.locales import LOCALES


def problems_of(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield what stands where the build writes a page or a file of its own."""
    made = made_pages(library)
    for code in LOCALES:
        for path in pages_in(docs / code):
            source = made.get(address_of(path.relative_to(docs / code)))
            if source:
                yield _found(
                    docs,
                    path,
                    f"the build makes the page of this address from {source}; rename yours",
                )
    written = (CARDS, EMBEDS, FILES, DATED)
    folders = (f"{code}/{folder}" for code in LOCALES for folder in written)
    for folder in (*written, *folders):
        for path in sorted((docs / folder).rglob("*")):
            if not path.is_dir():
                yield _found(docs, path, "the build writes this folder; move the file elsewhere")


def _found(docs: Path, path: Path, message: str) -> Problem:
    return Problem(Where(path.relative_to(docs.parent).as_posix(), 1), message)

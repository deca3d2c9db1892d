"""Rules for the records of companies: their series exist, their words are bound to data."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from explainer.checking.ledgers import figures_of, typed
from explainer.errors import Problem, did_you_mean
from explainer.facts.cells import FigureError, cells_of
from explainer.facts.company_pages import series_of
from explainer.facts.model import Library


def problems_of(library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong in the records of companies."""
    for page in library.companies.values():
        if page.id not in library.entities:
            if not library.may_lack("entities"):
                yield Problem(
                    page.where,
                    f'company "{page.id}" is no entity{did_you_mean(page.id, library.entities)}',
                )
            continue
        for name, text in (("intro", page.intro), *(("facts", one) for one in page.facts)):
            yield from figures_of(text, name, library, flawed)
            yield from typed(text, name, library)
        for name, reference in page.all_series.items():
            dataset = reference.partition("/")[0]
            if library.may_lack("datasets", dataset) or series_of(reference, library):
                continue
            try:
                cells_of(f"{reference}@2000", library)
            except FigureError as error:
                yield Problem(page.where, f"{name}: {error}")
        for measure in page.not_published:
            if page.series(measure):
                yield Problem(
                    page.where,
                    f'"{measure}" is among not_published, and has a series; keep one of them',
                )

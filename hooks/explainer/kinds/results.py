"""Days of results: which quarter a share's move belongs to, where moves lie beside data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from explainer.facts.model import Dataset, Entity, Library, Observation
from explainer.kinds.series import Series
from explainer.language.periods import DAY, QUARTER, Period


def results_quarter(entity: Entity, day: date) -> Period:
    """Return the calendar quarter of the results that a company gives on a day.

    It is the one that holds the middle month of the fiscal quarter that ended last: a quarter to
    August is Q3, one to July is Q2, as the datasets place them.
    """
    end = int(entity.fiscal_year_end[:2]) if entity.fiscal_year_end else 12
    month = day.year * 12 + day.month - 2  # the month before, counted from 0 in the year 0
    while (month % 12 + 1) % 3 != end % 3:
        month -= 1
    middle = month - 1
    return Period(QUARTER, middle // 12, middle % 12 // 3 + 1)


def is_of_moves(dataset: Dataset) -> bool:
    """Whether a dataset holds share moves on results days: some of them say how they were taken."""
    return any(row.basis for rows in dataset.series.values() for row in rows)


def by_period(
    one: Series, rows: Iterable[Observation], library: Library, *, moves: bool
) -> dict[Period, Observation]:
    """Return rows of a series by their period, or by the quarter of the results that they follow
    where they are `moves`; of two moves on the same results, the surest."""
    found: dict[Period, list[Observation]] = {}
    entity = library.entities[one.entity]
    for row in rows:
        of_results = moves and row.period.kind == DAY
        at = results_quarter(entity, row.period.start) if of_results else row.period
        found.setdefault(at, []).append(row)
    return {period: max(reversed(some), key=_sureness) for period, some in found.items()}


def _sureness(row: Observation) -> tuple[bool, bool, Period]:
    """The known one first, then the close, then the later."""
    return row.value is not None, row.basis in (None, "close"), row.period

"""A grid of series by periods: what a heatmap draws, tabulates and tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from explainer.facts.model import Chart, Library, Observation
from explainer.kinds.results import by_period, is_of_moves
from explainer.kinds.series import Series, change_on_year, selected, unit_of
from explainer.language.numbers import decimals, of_percent
from explainer.language.periods import DAY, Period
from explainer.language.units import PERCENT, Unit


@dataclass(frozen=True)
class Cell:
    """One cell of a grid: its number in the grid's unit, none when missing.

    `row` is what it comes from, absent when the dataset has nothing there.
    """

    value: Decimal | None
    row: Observation | None


@dataclass(frozen=True)
class Grid:
    """Cells by series key and period. `signed`: values are told with + and −; `computed`: they are
    changes that nobody wrote."""

    series: tuple[Series, ...]
    periods: tuple[Period, ...]
    cells: Mapping[tuple[str, Period], Cell]
    unit: Unit
    signed: bool
    computed: bool

    def digits(self, value: Decimal) -> int:
        """The decimals that a value is known with."""
        return of_percent(value) if self.computed else decimals(value)


def grid_of(chart: Chart, library: Library) -> Grid:
    """Return the cells of a heatmap: values, or their change on the year (`show: change`).

    Share moves stand at the quarter of the results that they follow. Periods without any value
    at either end are left out; those in between stay.
    """
    series = selected(chart, library)
    unit = PERCENT if is_change(chart) else unit_of(chart, library)
    rows = {
        one.key: by_period(one, one.observations, library, moves=is_of_moves(one.dataset))
        for one in series
    }
    cells: dict[tuple[str, Period], Cell] = {}
    for one in series:
        for period, row in rows[one.key].items():
            value = row.value
            if is_change(chart):
                value = change_on_year(one.dataset, one.entity, row)
            cells[one.key, period] = Cell(value, row)
    known = [period for (_, period), cell in cells.items() if cell.value is not None]
    periods: tuple[Period, ...] = ()
    if known:
        first, last = min(known), max(known)
        periods = (first,) if first.kind == DAY else first.through(last)
    values = [cell.value for cell in cells.values() if cell.value is not None]
    signed = (
        is_change(chart)
        or any(is_of_moves(one.dataset) for one in series)
        or any(value < 0 for value in values)
    )
    return Grid(series, periods, cells, unit, signed, is_change(chart))


def is_change(chart: Chart) -> bool:
    """Whether a chart shows the change on the year in place of values."""
    return bool(chart.options.get("show") == "change")

"""Observations laid beside each other: points of two measures, a grid of series by periods.

Drawing, table, description and checks of `scatter` and `heatmap` all start here, so that they show
the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from explainer.facts.model import Chart, Dataset, Entity, Library, Observation, Text
from explainer.kinds.series import Series, change_on_year, selected, unit_of
from explainer.language.numbers import MAX_DIGITS, decimals
from explainer.language.periods import DAY, QUARTER, Period
from explainer.language.units import PERCENT, Unit


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


# -- points of two measures ---------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """One entity in two measures. `period` is common to both, or none: then each is the latest."""

    entity: str
    label: Text
    x: Observation
    y: Observation
    period: Period | None


@dataclass(frozen=True)
class Cloud:
    """The points of a chart in the order of its file, its two datasets, and what both are called.

    `without` names the entities of which one measure is not known.
    """

    points: tuple[Point, ...]
    x: Dataset
    y: Dataset
    x_name: Text
    y_name: Text
    without: tuple[Text, ...]

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities that have a point, each once."""
        return tuple(dict.fromkeys(point.entity for point in self.points))

    @property
    def several_each(self) -> bool:
        """Whether an entity has more than one point."""
        return len(self.entities) < len(self.points)

    def digits(self, axis: str) -> int:
        """The decimals that all values of an axis, `x` or `y`, share."""
        return _digits(point.x if axis == "x" else point.y for point in self.points)


def measures_of(chart: Chart) -> tuple[str, ...]:
    """The datasets of a chart, each once: of a scatter, the first runs across, the second up."""
    return tuple(dict.fromkeys(pick.dataset for pick in chart.series))


def can_join(x: Dataset, y: Dataset) -> bool:
    """Whether points of two datasets can be found: by period, by results day, or the latest."""
    return _rule(x, y) != ""


def cloud_of(chart: Chart, library: Library) -> Cloud:
    """Return the points of a scatter; `checks` makes sure that it has two datasets that join."""
    across, up = (library.datasets[id] for id in measures_of(chart)[:2])
    series = selected(chart, library)
    sides = [{one.entity: one for one in series if one.dataset is side} for side in (across, up)]
    named = {pick.entity: pick.label for pick in chart.series if pick.entity and pick.label}
    measures = {pick.dataset: pick.label for pick in chart.series if not pick.entity and pick.label}
    points: list[Point] = []
    without = []
    for entity in dict.fromkeys(one.entity for one in series):
        label = named.get(entity) or library.entities[entity].name
        found = []
        if all(entity in side for side in sides):
            pairs = _pairs(sides[0][entity], sides[1][entity], library)
            found = [Point(entity, label, *pair) for pair in pairs]
        if not found:
            without.append(label)
        points += found
    return Cloud(
        tuple(points),
        across,
        up,
        measures.get(across.id) or across.name,
        measures.get(up.id) or up.name,
        tuple(without),
    )


def _rule(x: Dataset, y: Dataset) -> str:
    frequencies = {x.frequency, y.frequency}
    if "irregular" in frequencies:
        return "latest"
    if len(frequencies) == 1:
        return "period"
    days, other = (x, y) if x.frequency == DAY else (y, x)
    if frequencies == {DAY, QUARTER} and is_of_moves(days) and other.frequency == QUARTER:
        return "results"
    return ""


def _pairs(
    x: Series, y: Series, library: Library
) -> list[tuple[Observation, Observation, Period | None]]:
    rule = _rule(x.dataset, y.dataset)
    if rule == "latest":
        last = [
            max((row for row in one.observations if row.numbers), key=_when, default=None)
            for one in (x, y)
        ]
        return [(last[0], last[1], None)] if last[0] and last[1] else []
    entity = library.entities[x.entity]
    sides = [_by_period(one, entity if rule == "results" else None) for one in (x, y)]
    return [
        (sides[0][period], sides[1][period], period)
        for period in sorted(sides[0].keys() & sides[1].keys())
    ]


def _by_period(one: Series, entity: Entity | None) -> dict[Period, Observation]:
    """The known rows of a series by period; share moves by results, where an entity is given."""
    found: dict[Period, list[Observation]] = {}
    for row in one.observations:
        if row.numbers:
            moved = entity and row.period.kind == DAY
            at = results_quarter(entity, row.period.start) if entity and moved else row.period
            found.setdefault(at, []).append(row)
    return {period: max(rows, key=_sureness) for period, rows in found.items()}


def _digits(rows: Iterable[Observation]) -> int:
    """The finest decimals that are known, as in a table."""
    return min(max((decimals(n) for row in rows for n in row.numbers), default=0), MAX_DIGITS)


def _when(row: Observation) -> tuple[Period, date]:
    return row.period, row.issued or date.min


def _sureness(row: Observation) -> tuple[bool, bool, Period]:
    """Of two moves on the same results, the known one, then the close, then the later."""
    return row.value is not None, row.basis in (None, "close"), row.period


# -- a grid of series by periods ----------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One cell of a grid: its number in the grid's unit, none when missing.

    `row` is what it comes from, absent when the dataset has nothing there.
    """

    value: Decimal | None
    row: Observation | None


@dataclass(frozen=True)
class Grid:
    """Cells by series key and period. `signed`: values are changes, told with + and −."""

    series: tuple[Series, ...]
    periods: tuple[Period, ...]
    cells: Mapping[tuple[str, Period], Cell]
    unit: Unit
    digits: int
    signed: bool


def grid_of(chart: Chart, library: Library) -> Grid:
    """Return the cells of a heatmap: values, or their change on the year (`show: change`).

    Share moves stand at the quarter of the results that they follow. Periods without any value
    at either end are left out; those in between stay.
    """
    series = selected(chart, library)
    unit = PERCENT if chart.show == "change" else unit_of(chart, library)
    rows = {one.key: _columns(one, library) for one in series}
    cells: dict[tuple[str, Period], Cell] = {}
    for one in series:
        for period, row in rows[one.key].items():
            value = row.value
            if chart.show == "change":
                value = change_on_year(one.dataset, one.entity, row)
            cells[one.key, period] = Cell(value, row)
    known = [period for (_, period), cell in cells.items() if cell.value is not None]
    periods: tuple[Period, ...] = ()
    if known:
        first, last = min(known), max(known)
        periods = (first,) if first.kind == DAY else first.through(last)
    values = [cell.value for cell in cells.values() if cell.value is not None]
    signed = (
        chart.show == "change"
        or any(is_of_moves(one.dataset) for one in series)
        or any(value < 0 for value in values)
    )
    digits = 1 if chart.show == "change" else _digits(r for one in series for r in one.observations)
    return Grid(series, periods, cells, unit, digits, signed)


def _columns(one: Series, library: Library) -> dict[Period, Observation]:
    """The rows of a series by the period of their column, missing ones too."""
    moves = is_of_moves(one.dataset)
    found: dict[Period, Observation] = {}
    for row in one.observations:
        at = row.period
        if moves and at.kind == DAY:
            at = results_quarter(library.entities[one.entity], at.start)
        if at not in found or _sureness(found[at]) <= _sureness(row):
            found[at] = row
    return found

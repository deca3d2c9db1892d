"""An amount spread over several lives by the formulas of a dataset: one series for each life.

life-four:
  - {period: "2026", formula: straight-line acme.capex@2025 over acme.life@2025}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.facts.cells import Cell, FigureError
from explainer.facts.formulas import value_of
from explainer.facts.model import STRAIGHT_LINE, Dataset, Library, Observation
from explainer.facts.values import Value
from explainer.language.periods import YEAR, Period

HOW = (
    "write series of years in it whose cells are all straight-line of one amount, each over its "
    "own life"
)


@dataclass(frozen=True)
class Slices:
    """One series: the cell of the life, and what falls in each year."""

    entity: str
    life: Cell
    rows: tuple[Observation, ...]


@dataclass(frozen=True)
class Spread:
    """One amount, the month from which it is spread, and the years that are told, by life."""

    dataset: Dataset
    amount: Cell
    start: Period
    years: tuple[Period, ...]
    lives: tuple[Slices, ...]


def spread_of(dataset: Dataset, library: Library) -> Spread:
    """Return what a dataset spreads; raises FigureError if it spreads nothing, or several things.
    Series that are no slices are left out."""
    found = list(_slices(dataset, library))
    starts = {(amount.address, start) for _, amount, start in found}
    years = {tuple(row.period for row in one.rows) for one, _, _ in found}
    if len(starts) != 1 or len(years) != 1:
        several = "several amounts, starts or spans of years" if found else "nothing"
        raise FigureError(f'"{dataset.id}" spreads {several} over lives; {HOW}')
    _, amount, start = found[0]
    lives = tuple(one for one, _, _ in found)
    return Spread(dataset, amount, start, next(iter(years)), lives)


def _slices(dataset: Dataset, library: Library) -> Iterator[tuple[Slices, Cell, Period]]:
    for entity, rows in dataset.series.items():
        if any(not row.formula or row.period.kind != YEAR for row in rows):
            continue
        values = [value_of(Cell(dataset, entity, row), library) for row in rows]
        if all(map(_is_slice, values)):
            amount, life = (one.cells[0] for one in values[0].operands)
            start = values[0].start
            assert start
            yield Slices(entity, life, rows), amount, start


def _is_slice(value: Value) -> bool:
    """Whether a value is a part of one cell, spread over the years that another says."""
    return value.operation == STRAIGHT_LINE and not any(one.operation for one in value.operands)

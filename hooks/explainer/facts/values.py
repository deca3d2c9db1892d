"""What an expression came to, and what may be done with it: only flows add up over time, rates,
prices and indexes never add up, unlike units never meet, nor do periods that are not over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from explainer.facts.cells import Cell, FigureError
from explainer.facts.model import FLOW, INDEX, PRICE, RATE, STRAIGHT_LINE
from explainer.facts.projecting import Projected
from explainer.language.periods import Period
from explainer.language.units import Unit

PROJECT = "project"
IRREGULAR = "irregular"
NOT_ADDED = {RATE: "rates", PRICE: "prices", INDEX: "levels of an index"}


@dataclass(frozen=True)
class Value:
    """What an expression came to: an amount or a range, its unit, and the cells that it rests on.

    `operation` is how it was made of its `operands`, empty for a cell. `start` is the month from
    which a share was spread. `known` is to how many decimals the amount is known, when that is less
    than its decimals say. `projected` tells of an output of a projection.
    """

    unit: Unit
    cells: tuple[Cell, ...]
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    operation: str = ""
    operands: tuple[Value, ...] = ()
    start: Period | None = None
    known: int = 0
    projected: Projected | None = None

    @property
    def computed(self) -> bool:
        """Whether it is more than what stands in a cell."""
        return bool(self.operation)


def alike(first: Value, second: Value) -> None:
    """Refuse what does not count the same, or not for as long."""
    if not first.unit.counts_like(second.unit):
        raise FigureError(
            f"{first.unit.id} and {second.unit.id} cannot be compared; take figures of one unit"
        )
    _whole_periods([*counted(first), *counted(second)])


def counted(value: Value) -> list[Cell]:
    """The cells whose numbers a value is made of, less those by which they were multiplied."""
    if value.operation == PROJECT:
        return []
    if not value.operation:
        return list(value.cells)
    by_factor = value.operation in ("product", "quotient", STRAIGHT_LINE)
    operands = value.operands[:1] if by_factor else value.operands
    return [cell for one in operands for cell in counted(one)]


def _whole_periods(cells: Sequence[Cell]) -> None:
    """Refuse a period that is not over beside another one."""
    if len({cell.observation.period for cell in cells}) > 1:
        for cell in cells:
            if cell.observation.until and cell.dataset.number_kind in (FLOW, None):
                raise FigureError(
                    f'"{cell.name}" was counted until {cell.observation.until} only; '
                    "take a period that is over"
                )


def may_be_added(values: Sequence[Value]) -> None:
    """Refuse to add what means nothing when added: rates at all, stocks over time."""
    if any(value.computed and value.unit.is_percent for value in values):
        raise FigureError('"sum" meets percentages, which do not add up; take amounts')
    _none_twice([value.cells[0] for value in values if not value.operation])
    cells = [cell for value in values for cell in counted(value)]
    over_time = len({cell.observation.period for cell in cells}) > 1
    for cell in cells:
        kind = cell.dataset.number_kind
        if kind in (RATE, PRICE, INDEX):
            raise FigureError(
                f'"{cell.dataset.id}" counts {NOT_ADDED[kind]}, which do not add up; '
                "take one of them, or their mean"
            )
        if over_time and kind is None:
            raise FigureError(
                f'"{cell.dataset.id}" does not say what it counts, and only flows add up over '
                "time; write kind: flow in its file, or take one period"
            )
        if over_time and kind != FLOW:
            raise FigureError(
                f'"{cell.dataset.id}" counts stocks, what there is at the end of a period, '
                "which do not add up over time; take one period"
            )


def _none_twice(cells: Sequence[Cell]) -> None:
    """Refuse to add a number to itself, or a year to one of its quarters."""
    series: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        series.setdefault((cell.dataset.id, cell.entity), []).append(cell)
    for ones in series.values():
        ones.sort(key=lambda cell: cell.observation.period.start)
        for one, other in pairwise(ones):
            dated = one.dataset.frequency == IRREGULAR  # what is told by its day overlaps nothing
            overlap = not dated and other.observation.period.start <= one.observation.period.end
            if overlap or one.address == other.address:
                raise FigureError(
                    f'"sum" counts twice what "{one.name}" and "{other.name}" have in common; '
                    "leave one of them out"
                )


def known_digits(values: Sequence[Value]) -> int:
    """To how many decimals a sum is known: those of the least precise; a zero is exact."""
    counted = [value.known for value in values if value.amount]
    return min(counted or [value.known for value in values])

"""What amounts come to by day or by second, and how small ones are told: for comparisons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from explainer.facts.cells import FigureError
from explainer.facts.model import FLOW, Library
from explainer.facts.values import Value, counted
from explainer.language.units import PURE

# By what a pace is told: how many seconds it lasts.
SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}


def duration(value: Value, word: str) -> Value:
    """Return how many days, or seconds, have the periods in which an amount was spent."""
    plain = value.operation in ("", "sum") and not any(one.computed for one in value.operands)
    cells = counted(value) if plain else []
    flows = all(cell.dataset.number_kind == FLOW for cell in cells)
    if not cells or not flows or any(cell.observation.until for cell in cells):
        raise FigureError(
            'a "pace" is that of flows, or of their sum, in periods that are over; '
            "take spending or sales, of a quarter or a year"
        )
    days = sum(
        (one.end - one.start).days + 1 for one in {cell.observation.period for cell in cells}
    )
    return Value(PURE, (), Decimal(days * SECONDS["day"]) / SECONDS[word])


def in_ones(value: Value, library: Library) -> Value:
    """Return the same in single dollars, if it is less than a million of them."""
    if value.amount is None or not value.unit.is_money or not value.unit.power:
        return value
    ones = value.amount.scaleb(value.unit.power)
    given = value.unit.measure, 0, value.unit.prices
    units = library.units.values()
    unit = next((u for u in units if (u.measure, u.power, u.prices) == given), None)
    if unit is None or abs(ones) >= 10**6:
        return value
    return replace(value, unit=unit, amount=ones, known=0 if abs(ones) >= 100 else 2)

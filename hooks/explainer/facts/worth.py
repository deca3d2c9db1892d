"""How much a pledge is, and how much of it has come how far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from explainer.facts.cells import Cell
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.facts.promise_model import Promise, Step
from explainer.language.units import Unit


@dataclass(frozen=True)
class Worth:
    """An amount or a range in a unit, and the cells that say so, if it is a figure of the data."""

    unit: Unit
    low: Decimal | None
    high: Decimal | None
    cells: tuple[Cell, ...] = ()

    @property
    def most(self) -> Decimal:
        """The amount, or the high end; of a range without one, the low end."""
        found = self.high if self.high is not None else self.low
        return found if found is not None else Decimal(0)


def pledged(promise: Promise, library: Library) -> Worth:
    """Return how much was pledged. A figure that cannot be written raises FigureError."""
    if promise.figure:
        return _figure(promise.figure, library)
    unit = library.units[promise.unit or ""]
    if promise.value is not None:
        return Worth(unit, promise.value, promise.value)
    return Worth(unit, promise.low, promise.high)


def reached(step: Step, unit: Unit, library: Library) -> Worth | None:
    """Return how much of a pledge has come to a stage; None where only words are known."""
    if step.figures:
        found = [_figure(body, library) for body in step.figures]
        most = sum((one.most for one in found), Decimal(0))
        return Worth(found[0].unit, most, most, tuple(cell for one in found for cell in one.cells))
    return None if step.value is None else Worth(unit, step.value, step.value)


def _figure(body: str, library: Library) -> Worth:
    value = evaluate(tokens_of(body), library)
    low = value.amount if value.amount is not None else value.low
    high = value.amount if value.amount is not None else value.high
    return Worth(value.unit, low, high, value.cells)


@dataclass(frozen=True)
class Total:
    """What pledges of one currency come to: `paid` is what of them is known to be paid."""

    unit: Unit
    pledged: Decimal
    paid: Decimal


def totals(promises: Iterable[Promise], library: Library) -> tuple[Total, ...]:
    """Return what all pledges of money come to by currency, the largest first: those that others
    contain are left out, and so are those that count something else than money."""
    found: dict[str, Total] = {}
    for promise in promises:
        worth = pledged(promise, library)
        if promise.not_added or not worth.unit.is_money:
            continue
        before = found.get(worth.unit.id, Total(worth.unit, Decimal(0), Decimal(0)))
        paid = _paid(promise, worth.unit, library)
        found[worth.unit.id] = Total(worth.unit, before.pledged + worth.most, before.paid + paid)
    return tuple(sorted(found.values(), key=lambda one: -one.pledged))


def _paid(promise: Promise, unit: Unit, library: Library) -> Decimal:
    step = promise.at("paid")
    worth = reached(step, unit, library) if step else None
    return worth.most if worth else Decimal(0)


def by_status(promises: Mapping[str, Promise], status: str) -> list[Promise]:
    """Return the pledges of a status, the latest first."""
    found = [one for one in promises.values() if one.status == status]
    return sorted(found, key=lambda one: one.announced.start, reverse=True)

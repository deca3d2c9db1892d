"""The option `euros`: what a figure in other money comes to in euros, at rates that are data."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext

from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.model import Library
from explainer.facts.values import Value
from explainer.language.numbers import WIDE, decimals, rounded
from explainer.language.periods import Period

EURO = "EUR"
IN_EUROS = "euros"  # the operation of a cell that was turned into them


def in_euros(value: Value, library: Library) -> Value:
    """The same in euros: each amount at the mean rate of its own period, to the same decimals."""
    with localcontext(WIDE):
        return _in_euros(value, library)


def _in_euros(value: Value, library: Library) -> Value:
    given = value.unit
    if not given.is_money or given.measure == EURO:
        raise FigureError(f'option "euros" turns other money into euros, not {given.id}')
    if given.prices:
        raise FigureError(
            f'option "euros" turns current money into euros, and {given.id} is that of '
            f"{given.prices}; leave it out"
        )
    units = library.units.values()
    alike = (u for u in units if (u.measure, u.power, u.prices) == (EURO, given.power, None))
    unit = next(alike, None)
    if unit is None:
        raise FigureError(
            f'option "euros" finds no unit of measure {EURO} and power {given.power}; '
            "add one to data/units.yml"
        )
    rate = f"{given.measure}/{EURO}"
    rates = [_rate(rate, cell.observation.period, library) for cell in value.cells]
    operation = value.operation or IN_EUROS
    if len(set(rates)) == 1:  # one period, or one rate: an amount, a range, an end of it
        ends = (value.amount, value.low, value.high)
        amount, low, high = (_converted(end, rates[0]) for end in ends)
        return replace(value, unit=unit, amount=amount, low=low, high=high, operation=operation)
    rows = [cell.observation for cell in value.cells]
    added = [row.value if row.exact is None else row.exact for row in rows]
    if value.amount is None or sum(n for n in added if n is not None) != value.amount:
        raise FigureError('option "euros" cannot compare two periods, whose rates differ')
    euros = sum(
        (n / rate for n, rate in zip(added, rates, strict=True) if n is not None), Decimal(0)
    )
    amount = rounded(euros, decimals(value.amount))
    return replace(value, unit=unit, amount=amount, operation=operation)


def _converted(amount: Decimal | None, rate: Decimal) -> Decimal | None:
    return None if amount is None else rounded(amount / rate, decimals(amount))


def _rate(measure: str, period: Period, library: Library) -> Decimal:
    """Return the price of a euro: the mean of the period, or of the quarter of a day or month."""
    if period.kind in ("day", "month"):
        period = Period("quarter", period.year, (period.number + 2) // 3)
    for dataset in library.datasets.values():
        if dataset.unit.measure == measure:
            for rows in dataset.series.values():
                for row in rows:
                    if row.period == period and row.value:
                        return row.value
    if any("datasets" in file for file in library.unread):
        raise Unreadable(str(period))
    raise FigureError(f'no dataset of {measure} has a rate for {period}; leave "euros" out')

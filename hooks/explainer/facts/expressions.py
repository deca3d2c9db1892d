"""What stands between the braces, as a value: one cell, a sum, a comparison of two.

The grammar is told in `figures`, which writes the value in a language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from explainer.errors import did_you_mean
from explainer.facts.model import Dataset, Library, Observation
from explainer.language.locales import LOCALES
from explainer.language.numbers import decimals, rounded
from explainer.language.periods import Period
from explainer.language.units import PERCENT, Unit

_REF = re.compile(
    r"(?P<dataset>[a-z0-9._-]+?)(?:/(?P<entity>[a-z0-9._-]+|\*))?@(?P<first>[0-9HQ-]+)"
    r"(?:\.\.(?P<last>[0-9HQ-]+))?(?:#(?P<issued>[0-9-]+))?(?:\.(?P<end>low|high))?"
)
EURO = "EUR"  # what the option of that name turns amounts into
OPERATIONS = ("difference", "change", "ratio")


class FigureError(ValueError):
    """A figure that cannot be written, in one sentence without its place."""


class Unreadable(FigureError):
    """The figure rests on a file that has a problem of its own; that problem is told instead."""


@dataclass(frozen=True)
class Cell:
    """One observation, and where it stands."""

    dataset: Dataset
    entity: str
    observation: Observation


@dataclass(frozen=True)
class Value:
    """What a figure came to: an amount or a range, its unit, and the cells that it rests on."""

    unit: Unit
    cells: tuple[Cell, ...]
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    computed: bool = False
    operands: tuple[Value, ...] = ()  # the two that were compared, if any


def evaluate(tokens: list[str], library: Library) -> Value:
    """Return what an expression comes to; raises FigureError."""
    operation, *rest = tokens
    if operation not in OPERATIONS:
        return _term(tokens, library)
    if rest.count("to") != 1:
        raise FigureError(
            f'"{operation}" compares two figures; write it like '
            f"{{{{ {operation} acme.capex@2024-Q3 to 2025-Q3 }}}}"
        )
    middle = rest.index("to")
    left, right = rest[:middle], rest[middle + 1 :]
    if len(right) == 1 and "@" not in right[0] and left and "@" in left[-1]:
        right = [*left[:-1], f"{left[-1].partition('@')[0]}@{right[0]}"]
    first, second = _term(left, library), _term(right, library)
    if first.amount is None or second.amount is None:
        raise FigureError(f'"{operation}" needs single values, not ranges; add .low or .high')
    if (first.unit.measure, first.unit.power) != (second.unit.measure, second.unit.power):
        raise FigureError(
            f"{first.unit.id} and {second.unit.id} cannot be compared; take figures of one unit"
        )
    cells = first.cells + second.cells
    if operation == "difference":
        gap = second.amount - first.amount
        return Value(first.unit, cells, gap, computed=True, operands=(first, second))
    base = second.amount if operation == "ratio" else first.amount
    if base == 0:
        raise FigureError(f'"{operation}" divides by zero; take another figure')
    share = first.amount if operation == "ratio" else second.amount - first.amount
    percent = share / abs(base) * 100
    return Value(PERCENT, cells, percent, computed=True, operands=(first, second))


def _term(tokens: list[str], library: Library) -> Value:
    if tokens and tokens[0] == "sum":
        return _sum(tokens[1:], library)
    match = _ref(tokens)
    if match["last"] or match["entity"] == "*":
        raise FigureError(f'"{tokens[0]}" names several cells; write sum before it')
    dataset = dataset_of(match["dataset"], library)
    cell = _cell(
        dataset, _entity(match["entity"], dataset), period_of(match["first"]), library, match
    )
    observation, end = cell.observation, match["end"]
    if end:
        amount = getattr(observation, end)
        if amount is None:
            raise FigureError(f'"{tokens[0]}" has no {end}; leave .{end} out')
        return Value(dataset.unit, (cell,), amount)
    return Value(dataset.unit, (cell,), observation.value, observation.low, observation.high)


def _ref(tokens: list[str]) -> re.Match[str]:
    text = " ".join(tokens)
    match = _REF.fullmatch(text)
    if not match:
        if len(tokens) == 1 and "@" in text:
            period_of(text.partition("@")[2].partition("#")[0].partition("..")[0])
        raise FigureError(
            f'"{text}" is not a figure; write it like acme.capex@2025-Q3'
            if "@" in text or not tokens
            else f'"{text}" names no period; write it like acme.capex@2025-Q3'
        )
    return match


def _entity(named: str | None, dataset: Dataset) -> str:
    if named is None:
        if len(dataset.series) != 1:
            raise FigureError(
                f'dataset "{dataset.id}" has several series; '
                f"write one of {', '.join(f'{dataset.id}/{name}' for name in dataset.series)}"
            )
        return next(iter(dataset.series))
    if named not in dataset.series:
        raise FigureError(
            f'dataset "{dataset.id}" has no series "{named}"{did_you_mean(named, dataset.series)}'
        )
    return named


def _nearest(dataset: Dataset, entity: str, period: Period) -> str:
    """What the series does hold, so that the editor can choose."""
    rows = dataset.series[entity]
    issues = [f"#{row.issued}" for row in rows if row.period == period and row.issued]
    if issues:
        return f"; it was issued on {', '.join(issues)}"
    alike = [row.period for row in rows if row.period.kind == period.kind]
    if len(alike) == 1:
        return f"; this series has {alike[0]} only"
    if alike:
        return f"; this series runs from {min(alike)} to {max(alike)}"
    return did_you_mean(str(period), [str(row.period) for row in rows])


def _cell(
    dataset: Dataset,
    entity: str,
    period: Period,
    library: Library,
    match: re.Match[str] | None = None,
) -> Cell:
    issued = period_of(match["issued"]).start if match and match["issued"] else None
    found = [row for row in dataset.series[entity] if row.period == period]
    name = f"{dataset.id}/{entity}" if len(dataset.series) > 1 else dataset.id
    if issued:
        found = [row for row in found if row.issued == issued]
    if not found:
        if dataset.where.file in library.unread:
            raise Unreadable(dataset.id)
        raise FigureError(
            f'"{name}@{period}{f"#{issued}" if issued else ""}" has no observation'
            f"{_nearest(dataset, entity, period)}"
        )
    if len(found) > 1:
        choices = ", ".join(f"#{row.issued}" for row in found)
        raise FigureError(
            f'"{name}@{period}" was given {len(found)} times; add its date of issue: {choices}'
        )
    row = found[0]
    if row.absence:
        why = row.missing.en if row.missing else row.reason(LOCALES["en"])
        raise FigureError(
            f'"{name}@{period}" is missing in {row.where}: {why}; take another period'
        )
    return Cell(dataset, entity, row)


def _sum(tokens: list[str], library: Library) -> Value:
    match = _ref(tokens)
    dataset = dataset_of(match["dataset"], library)
    entities = (
        tuple(dataset.series) if match["entity"] == "*" else (_entity(match["entity"], dataset),)
    )
    first = period_of(match["first"])
    if match["last"]:
        try:
            periods = first.through(period_of(match["last"]))
        except ValueError as error:
            raise FigureError(f"{error}; write two quarters or two years, in order") from None
    elif first.kind == "year" and dataset.frequency in ("quarter", "half", "month"):
        periods = first.parts(dataset.frequency)
    else:
        periods = (first,)
    if len(entities) * len(periods) == 1:
        raise FigureError(f'"sum {tokens[0]}" adds up one cell only; leave sum out or name a span')
    cells = tuple(
        _cell(dataset, entity, period, library) for entity in entities for period in periods
    )
    amounts = [cell.observation.value for cell in cells]
    if any(amount is None for amount in amounts):
        raise FigureError(f'"sum {tokens[0]}" meets a range; only values can be added up')
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    return Value(dataset.unit, cells, total, computed=True)


def in_euros(value: Value, library: Library) -> Value:
    """The same in euros: each amount at the mean rate of its own period, to the same decimals."""
    given = value.unit
    if not given.is_money or given.measure == EURO:
        raise FigureError(f'option "euros" turns other money into euros, not {given.id}')
    units = library.units.values()
    unit = next((u for u in units if (u.measure, u.power) == (EURO, given.power)), None)
    if unit is None:
        raise FigureError(
            f'option "euros" finds no unit of measure {EURO} and power {given.power}; '
            "add one to data/units.yml"
        )
    rate = f"{given.measure}/{EURO}"
    rates = [_rate(rate, cell.observation.period, library) for cell in value.cells]
    if len(set(rates)) == 1:  # one period, or one rate: an amount, a range, an end of it
        ends = (value.amount, value.low, value.high)
        amount, low, high = (_converted(end, rates[0]) for end in ends)
        return replace(value, unit=unit, amount=amount, low=low, high=high, computed=True)
    added = [cell.observation.value for cell in value.cells]
    if value.amount is None or sum(n for n in added if n is not None) != value.amount:
        raise FigureError('option "euros" cannot compare two periods, whose rates differ')
    euros = sum(
        (n / rate for n, rate in zip(added, rates, strict=True) if n is not None), Decimal(0)
    )
    return replace(value, unit=unit, amount=rounded(euros, decimals(value.amount)), computed=True)


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


def period_of(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise FigureError(str(error)) from None


def dataset_of(id: str, library: Library) -> Dataset:
    if id not in library.datasets:
        if library.may_lack("datasets", id):
            raise Unreadable(id)
        raise FigureError(f'dataset "{id}" is unknown{did_you_mean(id, library.datasets)}')
    return library.datasets[id]

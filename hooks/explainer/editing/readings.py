"""What the cells of a table say, in the unit of a dataset: periods, numbers, and every doubt.

A doubt that may be accepted has a name, by which an editor accepts it; a note is only told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from explainer.editing.amounts import COMMA, POINT, POWERS, signs
from explainer.editing.asking import plain
from explainer.editing.layout import Column, Table, Value, usual
from explainer.editing.spans import as_steps, day_first, holding, most_of
from explainer.editing.speaking import Voice
from explainer.language.periods import DAY, Period, of_fiscal_year
from explainer.language.units import Unit
from explainer.numerals import MOST_DIGITS, flaw_of_length

_MOST = 6  # lines that one sentence names


@dataclass
class Doubts:
    """What is told of a table: notes, doubts by name, and errors, which nobody can accept."""

    voice: Voice
    file: str
    notes: list[str] = field(default_factory=list)
    doubts: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def note(self, key: str, **values: object) -> None:
        self.notes.append(self.voice(key, **values))

    def doubt(self, name: str, key: str, **values: object) -> None:
        self.doubts.setdefault(name, []).append(self.voice(key, **values))

    def error(self, key: str, **values: object) -> None:
        self.errors.append(self.voice(key, **values))

    def quoted(self, text: str) -> str:
        return self.voice("quoted", word=text)

    def lines(self, cells: Iterable[Value]) -> str:
        """Where some cells stand, and what they say: `file:12 "1,234"`."""
        return self._some((one.cell.line, one.cell.text) for one in cells)

    def periods(self, cells: Iterable[Value]) -> str:
        """The same of the periods of some cells, each once."""
        texts = {one.span.text: one.cell.line for one in reversed(list(cells))}
        return self._some(sorted((line, text) for text, line in texts.items()))

    def _some(self, places: Iterable[tuple[int, str]]) -> str:
        found = [f"{self.file}:{line} {self.quoted(text)}" for line, text in places]
        rest = f" … (+{len(found) - _MOST})" if len(found) > _MOST else ""
        return ", ".join(found[:_MOST]) + rest


@dataclass(frozen=True)
class Point:
    """A cell that was read: a number, or None where the table gives none."""

    period: Period
    number: Decimal | None
    said: bool  # whether anything stands in the cell


@dataclass
class Series:
    """A column that was read."""

    head: str
    points: list[Point]


@dataclass(frozen=True)
class Choices:
    """What an editor may decide. `decimal` and `dates` ask when they are needed: they return a
    sign, and whether the day stands first; None if nobody knows."""

    decimal: Callable[[str], str | None]
    dates: Callable[[str], bool | None]
    frequency: str | None = None
    digits: int | None = None


def read(
    table: Table,
    heads: Collection[str],
    unit: Unit | None,
    choices: Choices,
    *,
    told: Doubts,
    year_ends: Mapping[str, str],
) -> list[Series]:
    """Return some columns of a table as series, with all that is told of them. What parts decimals
    is told by the other columns too; `year_ends` are the last days of fiscal years, by head."""
    for cell in table.strays:
        where = f"{told.file}:{cell.line}"
        told.doubt("periods", "doubt:no_period", where=where, word=cell.text)
    if table.left_out:
        texts = dict.fromkeys(told.quoted(one.text[:40]) for one in table.left_out if one.text)
        told.note("note:left_out", list=", ".join(texts))
    everywhere = signs(amount for value in _all(table.columns) if (amount := value.amount))
    columns = [one for one in table.columns if one.head in heads]
    by_value = {
        id(one): year_ends.get(column.head, "") for column in columns for one in column.values
    }
    periods = _periods(list(_all(columns)), choices, told, by_value)
    sign_of = _signs(columns, everywhere, choices, told)
    found = []
    for column in columns:
        points: dict[Period, tuple[Point, Value]] = {}
        for value in column.values:
            period = periods.get(id(value))
            if period is None:
                continue
            number = _number(value, sign_of[id(column)], unit, choices.digits, told)
            point = Point(period, number, bool(value.cell.text))
            before = points.get(period)
            if before and before[0].said and point.said:
                lines = told.lines((before[1], value))
                if before[0].number == number:
                    told.note("note:same_twice", period=period, list=lines)
                else:
                    head = column.head or told.voice("column")
                    told.error("twice", head=head, period=period, list=lines)
            elif point.said or not before:
                points[period] = point, value
        ordered = [point for _, (point, _) in sorted(points.items())]
        found.append(Series(column.head, _inside(ordered)))
    if unit:
        _units(columns, table.above, unit, told)
    return found


def _inside(points: Sequence[Point]) -> list[Point]:
    """Points without the cells that say nothing before the first and after the last."""
    said = [n for n, point in enumerate(points) if point.said]
    return list(points[said[0] : said[-1] + 1]) if said else []


def _all(columns: Iterable[Column]) -> Iterator[Value]:
    return (value for column in columns for value in column.values)


# -- periods ---------------------------------------------------------------------------------------


def _periods(
    values: Sequence[Value], choices: Choices, told: Doubts, year_ends: Mapping[int, str]
) -> dict[int, Period]:
    """The period of each value."""
    spans = [one.span for one in values]
    unsure = [one for one in values if one.span.ambiguous]
    first = day_first(spans)
    if unsure and first is None:
        first = _order(unsure, told)
    if unsure and first is None:
        first = choices.dates(told.periods(unsure))
    found = {id(one): period for one in values if (period := one.span.placed(first))}
    _fiscal(values, found, told, year_ends)
    marked = [one for one in values if one.span.mark]
    if marked:
        told.note("note:marked_periods", list=told.periods(marked))
    return _steps(found, choices, told)


def _order(unsure: Sequence[Value], told: Doubts) -> bool | None:
    """Whether the day stands first, if only one order makes them all ends or beginnings."""
    steps = [as_steps([one.span.days[n] for one in unsure]) != DAY for n in (0, 1)]
    if steps[0] == steps[1]:
        return None
    told.note("note:order", order=told.voice("day_first" if steps[0] else "month_first"))
    return steps[0]


def _fiscal(
    values: Sequence[Value],
    found: dict[int, Period],
    told: Doubts,
    year_ends: Mapping[int, str],
) -> None:
    """Put the periods of fiscal years where most of their days lie, if these are given; quarters
    else where most of their months do, if it is told when the company's year ends."""
    fiscal = [one for one in values if one.span.fiscal]
    first = day_first([one for value in fiscal for one in (value.start, value.end) if one])
    moved: dict[str, None] = {}
    lost = []
    for value in fiscal:
        ends = [one and one.placed(first) for one in (value.start, value.end)]
        place = most_of(ends[0].start, ends[1].end) if ends[0] and ends[1] else None
        named, year_end = value.span.period, year_ends[id(value)]
        if not place and named and year_end:
            place = of_fiscal_year(named, year_end)
        if place:
            found[id(value)] = place
            moved[f"{value.span.text} → {place}"] = None
        else:
            lost.append(value)
    if moved:
        more = " …" if len(moved) > _MOST else ""
        told.note("note:fiscal", list=", ".join(list(moved)[:_MOST]) + more)
    if lost:
        told.doubt("fiscal", "doubt:fiscal", list=told.periods(lost))


def _steps(found: dict[int, Period], choices: Choices, told: Doubts) -> dict[int, Period]:
    """Days that are each the end or the beginning of a quarter are quarters, and so on."""
    days = sorted({one.start for one in found.values() if one.kind == DAY})
    if not days or choices.frequency in (DAY, "irregular"):
        return found
    step = choices.frequency or as_steps(days)
    if step == DAY:
        return found
    told.note("note:steps", step=told.voice(f"step:{step}"), first=days[0], last=days[-1])
    return {id: holding(one.start, step) if one.kind == DAY else one for id, one in found.items()}


def frequency(series: Sequence[Series]) -> str | None:
    """Return the step of the periods that were read."""
    kinds = [point.period.kind for one in series for point in one.points]
    return usual(kinds) if kinds else None


# -- numbers ---------------------------------------------------------------------------------------


def _signs(
    columns: Sequence[Column], everywhere: set[str], choices: Choices, told: Doubts
) -> dict[int, str]:
    """The sign that parts decimals in each column: as its certain cells tell, or those of the whole
    table, or the editor."""
    found = {}
    asked: list[Value] = []
    for column in columns:
        own = signs(one.amount for one in column.values if one.amount)
        unsure = [one for one in column.values if one.amount and one.amount.ambiguous]
        if len(own) > 1:
            sure = [one for one in column.values if one.amount and one.amount.sign]
            head = column.head or told.voice("column")
            told.doubt("signs", "doubt:signs", head=head, list=told.lines(sure))
        evidence = own or everywhere
        if not unsure or len(evidence) == 1:
            found[id(column)] = next(iter(evidence), POINT)
            if unsure:
                sign = found[id(column)]
                told.note("note:decided", sign=sign, list=told.lines(unsure))
        else:
            asked += unsure
    if asked:
        given = choices.decimal(told.lines(asked)) or POINT
        found.update({id(one): given for one in columns if id(one) not in found})
    return found


def _number(
    value: Value, sign: str, unit: Unit | None, digits: int | None, told: Doubts
) -> Decimal | None:
    """The number of a cell in the unit; None where there is none, which may be a doubt."""
    said = value.amount
    if said is None:
        told.doubt(
            "cells",
            "doubt:no_number",
            where=f"{told.file}:{value.cell.line}",
            word=value.cell.text[:60],
        )
        return None
    if said.absent:
        return None
    number = said.value(sign)
    if number.adjusted() >= MOST_DIGITS:
        told.error("too_long", where=f"{told.file}:{value.cell.line}", word=value.cell.text[:60])
        return None
    if said.power is not None and unit and said.power != unit.power:
        number = number.scaleb(said.power - unit.power)
    if number == number.to_integral_value() and number.as_tuple().exponent > 0:  # type: ignore[operator]
        number = number.quantize(Decimal(1))
    if digits is not None and -number.as_tuple().exponent > digits:  # type: ignore[operator]
        number = round(number, digits)
    if flaw_of_length(format(number, "f")):
        told.error("too_long", where=f"{told.file}:{value.cell.line}", word=value.cell.text)
    return number


def _units(columns: Sequence[Column], above: Sequence[str], unit: Unit, told: Doubts) -> None:
    """What cells and heads say of the unit, against the one that was named."""
    values = [one for one in _all(columns) if one.amount and not one.amount.absent]
    percent = [one for one in values if one.amount and one.amount.percent]
    if percent and not unit.is_percent:
        told.doubt("unit", "doubt:percent", unit=unit.id, list=told.lines(percent))
    money = [one for one in values if one.amount and one.amount.currency not in ("", unit.measure)]
    if money:
        told.doubt("unit", "doubt:currency", unit=unit.id, list=told.lines(money))
    moved = [one for one in values if one.amount and one.amount.power not in (None, unit.power)]
    if moved:
        told.note("note:converted", unit=unit.id, list=told.lines(moved))
    marked = [one for one in values if one.amount and one.amount.marks]
    if marked:
        told.note("note:marks", list=told.lines(marked))
    numbers = [one.amount.value(POINT) for one in values if one.amount]
    if unit.is_percent and not percent and len(numbers) > 2 and all(abs(n) <= 1 for n in numbers):
        told.doubt("unit", "doubt:shares", unit=unit.id)
    if not any(one.amount and one.amount.power is not None for one in values):
        for text in (*(column.head for column in columns), *above):
            power = next(
                (POWERS[w] for w in plain(text).split() if len(w) > 1 and w in POWERS), None
            )
            if power is not None and power != unit.power:
                told.doubt("unit", "doubt:scale", head=text[:60], unit=unit.id)


def sign_named(answer: str | None) -> str | None:
    """Return the sign that an editor names."""
    return {"comma": COMMA, "point": POINT}.get(answer or "")

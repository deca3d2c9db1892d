"""What an expression of the little language comes to: one cell, or some arithmetic with cells.

The grammar is told in `figures`, which writes the value in a language; `formulas` computes cells
with it. Arithmetic is exact, in decimals, and obeys what a number is: only flows add up over time,
rates, prices and indexes never add up, and unlike units never meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import partial
from itertools import accumulate

from explainer.facts.cells import (
    Cell,
    FigureError,
    Here,
    cell_of,
    cells_of,
    month_of,
)
from explainer.facts.euros import in_euros
from explainer.facts.model import FLOW, STRAIGHT_LINE, Library
from explainer.facts.paces import SECONDS, duration, in_ones
from explainer.facts.projecting import projected
from explainer.facts.values import (
    PROJECT,
    Value,
    alike,
    known_digits,
    may_be_added,
)
from explainer.language.numbers import WIDE, decimals
from explainer.language.periods import DAY, Period
from explainer.language.units import COUNT, PERCENT, POINTS, PURE, YEARS, Unit
from explainer.numerals import NUMBER

_TOKEN = re.compile(r"[()]|[^\s()]+")
MOST_BRACKETS = 20  # that stand in each other
MOST_PLACES = 30  # before the point of what an expression comes to
_SCALING = ("product", "quotient")
PACE, EUROS = "pace", "euros"
_PURE = (COUNT, YEARS)  # measures by which anything may be multiplied or divided


def tokens_of(expression: str) -> list[str]:
    """Return the words of an expression; a bracket is one."""
    return _TOKEN.findall(expression)


def evaluate(tokens: Sequence[str], library: Library, here: Here | None = None) -> Value:
    """Return what an expression comes to; raises FigureError.

    `here` is the cell whose formula it is, if it is one.
    """
    _not_too_deep(tokens)
    with localcontext(WIDE):
        found = _evaluated(list(tokens), library, here)
    for number in (found.amount, found.low, found.high):
        if number and number.adjusted() >= MOST_PLACES:
            raise FigureError(
                f"it comes to a number of {number.adjusted() + 1} digits before the point, and "
                f"{MOST_PLACES} are the most; take a larger unit"
            )
    if here is None and found.operation == "quotient":
        found = in_ones(found, library)
    row = found.cells[0].observation if found.cells and not found.operation else None
    if here is None and row and row.exact is not None:  # a cell is told as it is shown
        return replace(found, amount=row.value)
    return found


def _not_too_deep(tokens: Sequence[str]) -> None:
    """Refuse brackets in brackets that nobody could read, and that would have no end."""
    deepest = max(accumulate({"(": 1, ")": -1}.get(one, 0) for one in tokens), default=0)
    if deepest > MOST_BRACKETS:
        raise FigureError(
            f"brackets stand {deepest} deep, and {MOST_BRACKETS} are the most; give what stands in "
            "the inner ones a cell with a formula of its own"
        )


def _evaluated(tokens: list[str], library: Library, here: Here | None) -> Value:
    operation = tokens[0] if tokens else ""
    if operation in _ADDED:
        values = [
            _operand(one, library, here) for one in _list(operation, tokens[1:], library, here)
        ]
        return _ADDED[operation](values)
    if operation in _COMPARED:
        word, compute = _COMPARED[operation]
        sides = _parted(operation, word, tokens[1:])
        first = _operand(sides[0], library, here)
        second = _number(sides[1]) if operation in _SCALING else None
        second = second or _operand(sides[1], library, here)
        _single(operation, first, second)
        return compute(first, second)
    of_its_own = _OF_THEIR_OWN.get(operation)
    if of_its_own:
        return of_its_own(tokens[1:], library, here)
    return _operand(tokens, library, here)


def _operand(tokens: list[str] | Value, library: Library, here: Here | None) -> Value:
    """A cell, an operation of its own, or something in brackets."""
    if isinstance(tokens, Value):
        return tokens
    if tokens and tokens[0] == "(":
        inner, rest = _bracket(tokens)
        if rest:
            raise FigureError(f'"{" ".join(rest)}" stands behind a bracket; leave it out')
        return _evaluated(inner, library, here)
    if tokens and tokens[0] in (*OPERATIONS, PACE, EUROS):
        return _evaluated(tokens, library, here)
    cell, end = cell_of(" ".join(tokens), library, here)
    return _of_cell(cell, end, " ".join(tokens))


def _number(tokens: list[str]) -> Value | None:
    """A number by which something is multiplied or divided, if that is what stands there."""
    if len(tokens) != 1 or not NUMBER.fullmatch(tokens[0]):
        return None
    amount = Decimal(tokens[0])
    return Value(PURE, (), amount, known=decimals(amount))


def _of_cell(cell: Cell, end: str | None = None, token: str = "") -> Value:
    """What a cell says, or an end of its range; `token` is how it was named."""
    row = cell.observation
    if end:
        amount = getattr(row, end)
        if amount is None:
            raise FigureError(f'"{token or cell.name}" has no {end}; leave .{end} out')
        return Value(cell.dataset.unit, (cell,), amount, known=decimals(amount))
    if row.is_range:
        return Value(cell.dataset.unit, (cell,), None, row.low, row.high)
    amount = row.value if row.exact is None else row.exact
    known = decimals(row.value) if row.value is not None else 0
    return Value(cell.dataset.unit, (cell,), amount, row.low, row.high, known=known)


def _bracket(tokens: list[str]) -> tuple[list[str], list[str]]:
    """What stands in the bracket that the tokens begin with, and what follows it."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if depth == 0:
            return tokens[1:index], tokens[index + 1 :]
    raise FigureError(f'"{" ".join(tokens)}" has a bracket that is not closed; close it')


def _list(
    operation: str, tokens: list[str], library: Library, here: Here | None
) -> list[list[str] | Value]:
    """What is added up: the cells that references name, and things in brackets."""
    found: list[list[str] | Value] = []
    rest = tokens
    while rest:
        if rest[0] == "(":
            inner, rest = _bracket(rest)
            found.append(["(", *inner, ")"])
        else:
            cells, end = cells_of(rest[0], library, here)
            found += [_of_cell(cell, end) for cell in cells]
            rest = rest[1:]
    if not found:
        cells_of("", library)
    if len(found) == 1:
        name = " ".join(tokens)
        raise FigureError(
            f'"{operation} {name}" adds up one cell only; leave {operation} out or name a span'
        )
    return found


def _parted(operation: str, word: str, tokens: list[str]) -> tuple[list[str], list[str]]:
    """The two sides of the word between them; the second of two that are compared may be a period
    of the first's cell."""
    depth, at = 0, []
    for index, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == word and depth == 0:
            at.append(index)
    if len(at) != 1:
        raise FigureError(_HOW[operation])
    left, right = tokens[: at[0]], tokens[at[0] + 1 :]
    bare = (
        operation not in _SCALING
        and len(right) == 1
        and "@" not in right[0]
        and right[0][:1].isdigit()
    )
    if bare and left and "@" in left[-1]:
        right = [*left[:-1], f"{left[-1].partition('@')[0]}@{right[0]}"]
    return left, right


def _single(operation: str, *values: Value) -> None:
    if any(value.amount is None for value in values):
        raise FigureError(f'"{operation}" needs single values, not ranges; add .low or .high')


def _added(values: list[Value], operation: str = "sum") -> Value:
    first = values[0]
    if any(value.amount is None for value in values):
        name = first.cells[0].name if first.cells else ""
        raise FigureError(f'"{operation} {name} …" meets a range; only values can be added up')
    for value in values[1:]:
        alike(first, value)
    cells = tuple(cell for value in values for cell in value.cells)
    if operation == "sum":
        may_be_added(values)
    total = sum((value.amount for value in values if value.amount is not None), Decimal(0))
    amount = total if operation == "sum" else total / len(values)
    made = Value(first.unit, cells, amount, operation=operation, operands=tuple(values))
    return replace(made, known=known_digits(values))


def _difference(first: Value, second: Value) -> Value:
    alike(first, second)
    assert first.amount is not None
    assert second.amount is not None
    unit = POINTS if first.unit.is_percent else first.unit
    return _made("difference", unit, second.amount - first.amount, first, second)


def _ratio(first: Value, second: Value, operation: str = "ratio") -> Value:
    """The first in percent of the second; or the change from the first to the second."""
    alike(first, second)
    assert first.amount is not None
    assert second.amount is not None
    base = second.amount if operation == "ratio" else first.amount
    if base == 0:
        raise FigureError(f'"{operation}" divides by zero; take another figure')
    share = first.amount if operation == "ratio" else second.amount - first.amount
    percent = share / abs(base) * 100
    return replace(_made(operation, PERCENT, percent, first, second), known=1)


def _made(operation: str, unit: Unit, amount: Decimal, first: Value, second: Value) -> Value:
    cells, both = first.cells + second.cells, (first, second)
    return Value(unit, cells, amount, operation=operation, operands=both, known=known_digits(both))


def _product(first: Value, second: Value) -> Value:
    """The first times a percentage, a number, or what is counted in its own measure's price."""
    assert first.amount is not None
    unit, factor = _factor(first, second, "product")
    made = _made("product", unit, first.amount * factor, first, second)
    return replace(made, known=first.known)


def _quotient(first: Value, second: Value) -> Value:
    assert first.amount is not None
    unit, factor = _factor(first, second, "quotient")
    if factor == 0:
        raise FigureError('"quotient" divides by zero; take another figure')
    made = _made("quotient", unit, first.amount / factor, first, second)
    return replace(made, known=first.known)


def _pace(tokens: list[str], library: Library, here: Here | None) -> Value:
    """What an amount comes to by day, or by second, of the time in which it was spent."""
    if len(tokens) < 3 or tokens[-2] != "by" or tokens[-1] not in SECONDS:
        raise FigureError(_HOW[PACE])
    value = _operand(tokens[:-2], library, here)
    _single(PACE, value)
    return _quotient(value, duration(value, tokens[-1]))


def _euros(tokens: list[str], library: Library, here: Here | None) -> Value:
    """An amount in euros, to be compared with another one in euros."""
    if here:
        raise FigureError(f'"{EUROS}" stands in sentences only, not in a formula; leave it out')
    return in_euros(_evaluated(tokens, library, here), library)


def _factor(first: Value, second: Value, operation: str) -> tuple[Unit, Decimal]:
    """The unit of a product, and the number by which the first is multiplied or divided."""
    assert second.amount is not None
    if second.unit.is_percent:
        return first.unit, second.amount / 100
    if second.unit.measure in _PURE:
        return first.unit, second.amount.scaleb(second.unit.power)
    raise FigureError(
        f'"{operation}" takes a percentage, a number or years behind "by", not '
        f"{second.unit.id}; take another figure"
    )


def _straight_line(tokens: list[str], library: Library, here: Here | None) -> Value:
    """The part of an amount that falls in a period, when it is spread evenly over a life."""
    how = _HOW[STRAIGHT_LINE]
    if here is None:
        raise FigureError(f'"{STRAIGHT_LINE}" stands in formulas of cells only; name such a cell')
    start: Period | None = None
    if len(tokens) > 2 and tokens[-2] == "from":
        start = month_of(tokens[-1])
        tokens = tokens[:-2]
    if tokens.count("over") != 1 or tokens[-1] == "over":
        raise FigureError(how)
    sides = _parted(STRAIGHT_LINE, "over", tokens)
    amount, life = (_operand(side, library, here) for side in sides)
    _single(STRAIGHT_LINE, amount, life)
    assert amount.amount is not None
    assert life.amount is not None
    if life.unit.measure == YEARS and life.amount <= 0:
        raise FigureError(f'"{STRAIGHT_LINE}" needs a life of more than no years; take another one')
    if life.unit.measure != YEARS:
        raise FigureError(f'"{STRAIGHT_LINE}" needs a life in years, not {life.unit.id}; {how}')
    if amount.unit.is_percent or {c.dataset.number_kind for c in amount.cells} - {FLOW}:
        raise FigureError(f'"{STRAIGHT_LINE}" spreads an amount that was spent, a flow; {how}')
    period = here.cell.observation.period
    if start is None:  # at work from the day after what was spent
        start = amount.cells[-1].observation.period
        first = _month(start) + _months(start)
    else:
        first = _month(start)
    begin, end = _month(period), _month(period) + _months(period)
    last = min(Decimal(end), first + life.amount * 12)
    share = max(Decimal(0), last - max(begin, first)) / (life.amount * 12)
    made = _made(STRAIGHT_LINE, amount.unit, amount.amount * share, amount, life)
    return replace(made, start=_first_month(first), known=amount.known)


def _month(period: Period) -> int:
    if period.kind == DAY:
        raise FigureError(f'"{STRAIGHT_LINE}" counts in months, and {period} is a day')
    return period.start.year * 12 + period.start.month - 1


def _months(period: Period) -> int:
    return period.end.year * 12 + period.end.month - _month(period)


def _first_month(month: int) -> Period:
    return Period("month", month // 12, month % 12 + 1)


def _projected(tokens: list[str], library: Library, here: Here | None) -> Value:
    """An output of a projection, to no more digits than anybody can know."""

    def evaluated(expression: str) -> Value:
        return _evaluated(tokens_of(expression), library, here)

    found = projected(tokens, library, here, evaluated)
    known = 1 if found.unit.measure == YEARS else 0
    made = Value(found.unit, found.cells, found.amount, operation=PROJECT, known=known)
    return replace(made, projected=found)


_ADDED: Mapping[str, Callable[[list[Value]], Value]] = {
    "sum": _added,
    "mean": partial(_added, operation="mean"),
}
# The word between the two sides, and what becomes of them.
_COMPARED: Mapping[str, tuple[str, Callable[[Value, Value], Value]]] = {
    "difference": ("to", _difference),
    "change": ("to", partial(_ratio, operation="change")),
    "ratio": ("to", _ratio),
    "product": ("by", _product),
    "quotient": ("by", _quotient),
}
_OF_THEIR_OWN: Mapping[str, Callable[[list[str], Library, Here | None], Value]] = {
    STRAIGHT_LINE: _straight_line,
    PROJECT: _projected,
    PACE: _pace,
    EUROS: _euros,
}
OPERATIONS = (*_ADDED, *_COMPARED, STRAIGHT_LINE, PROJECT)
_HOW = {
    **{
        one: f'"{one}" compares two figures; write it like {one} acme.capex@2024-Q3 to 2025-Q3'
        for one in ("difference", "change", "ratio")
    },
    **{
        one: f'"{one}" takes two figures; write it like {one} acme.capex@2025 by acme.margin@2025'
        for one in ("product", "quotient")
    },
    PACE: f"write it like {PACE} acme.capex@2025-Q3 by day, or by {', '.join(SECONDS)}",
    STRAIGHT_LINE: f"write it like {STRAIGHT_LINE} acme.capex@2025 over acme.life@2025",
}

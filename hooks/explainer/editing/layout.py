"""How a table lies: where its periods are, what its heads say, which cells are whose.

A table with its periods in a row is turned, so that all that follows reads periods downwards.
Heads may stand in several rows, years above their quarters; a title above them, totals and notes
below are left out, and that is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mode
from typing import TypeVar

from explainer.editing.amounts import Amount, amount
from explainer.editing.asking import plain
from explainer.editing.grids import Grid
from explainer.editing.spans import Span, span
from explainer.language.periods import DAY, YEAR

_MOST_HEADS = 4  # rows of heads
_SHARE = 0.6  # of its cells that must be of a kind to make a column one of it
TOTALS = {"total", "totaux", "total general", "grand total", "ensemble", "somme", "sum", "all"}

T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
    """A cell of a file and its line there."""

    text: str
    line: int


@dataclass(frozen=True)
class Value:
    """A cell of a series: whose period, and what it says (None: no number and no word for none)."""

    span: Span
    cell: Cell
    amount: Amount | None
    start: Span | None = None  # of a fiscal period, where the table gives its days
    end: Span | None = None


@dataclass
class Column:
    """A series of numbers under its head. `names` is whom it is about in the table's words, in as
    many languages as it has; `measure` what is counted, where a column beside it tells whose."""

    head: str
    values: list[Value]
    names: tuple[str, ...] = ()
    measure: str = ""


@dataclass
class Table:
    """What was found in a file. `left_out` are texts with their line, `strays` lines that hold
    numbers and no period, `above` what stands over the heads; `long` says that a column tells whose
    the numbers of each line are."""

    columns: list[Column]
    turned: bool
    long: bool = False
    left_out: list[Cell] = field(default_factory=list)
    strays: list[Cell] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


Matrix = list[list[Cell]]


class NoSuchHead(Exception):
    """An editor named a column of names that is not there; `word` and the heads that are."""

    def __init__(self, word: str, heads: Iterable[str]) -> None:
        self.word, self.heads = word, [one for one in heads if one]


def table(grid: Grid, names: Sequence[str] = (), period: str = "") -> Table | None:
    """Return the table of a file; None where neither a row nor a column holds periods.

    An editor may say what the file does not: the heads of the columns in which the `names` of
    entities stand, and one `period`, of all numbers.
    """
    rows = [[Cell(row.at(n), row.line) for n in range(grid.width)] for row in grid.rows]
    if period:
        return _read([[*row, _period_of(row, period)] for row in rows], False, names, grid.width)
    rows = _joined(_turned(_joined(_turned(rows))))
    down = max((_count(column) for column in _turned(rows)), default=0)
    across = max((_count(row) for row in rows), default=0)
    if not max(down, across):
        return None
    turned = across > down
    above: list[str] = []
    left_out: list[Cell] = []
    if turned:
        top = next(n for n, row in enumerate(rows) if _count(row) == across)
        above = [cell.text for row in rows[:top] for cell in row if cell.text]
        body = [row for row in rows[top + 1 :] if sum(_is_number(one) for one in row) > 0]
        left_out += [
            next(one for one in row if one.text) for row in rows[top + 1 :] if row not in body
        ]
        totals = [row for row in body if any(plain(one.text) in TOTALS for one in row)]
        left_out += [row[0] for row in totals]
        rows = _turned([rows[top], *(row for row in body if row not in totals)])
    found = _read(rows, turned, names)
    found.above = above + found.above
    found.left_out = sorted([*left_out, *found.left_out], key=lambda one: one.line)
    return found


def _turned(rows: Matrix) -> Matrix:
    return [list(column) for column in zip(*rows, strict=True)]


def _count(cells: Sequence[Cell]) -> int:
    return sum(span(one.text) is not None for one in cells)


def _is_number(cell: Cell) -> bool:
    found = amount(cell.text)
    return found is not None and not found.absent


def _period_of(row: Sequence[Cell], period: str) -> Cell:
    """The period that an editor gives to each line in which a number stands, or a word for none."""
    said = any(one.text and amount(one.text) for one in row)
    return Cell(period if said else "", row[0].line)


def _is_part(text: str) -> bool:
    """Whether a text is a quarter, a half or a month that lacks its year."""
    if not text or span(text) or amount(text):
        return False
    found = span(f"{text} 2000")
    return bool(found and found.period and found.period.kind not in (YEAR, DAY))


def _joined(rows: Matrix) -> Matrix:
    """Rows in which parts of years have their year, from the row above them or the one before."""
    result: Matrix = []
    for row in rows:
        parts = [n for n, cell in enumerate(row) if _is_part(cell.text)]
        years = _filled(result[-1]) if result else []
        told = [n for n in parts if years and re.fullmatch(r"\d{4}", plain(years[n].text))]
        if len(told) < 2 or len(told) < len(parts):
            result.append(row)
            continue
        result[-1] = [
            Cell("" if n in told else cell.text, cell.line) for n, cell in enumerate(result[-1])
        ]
        result.append(
            [
                Cell(f"{cell.text} {plain(years[n].text)}" if n in told else cell.text, cell.line)
                for n, cell in enumerate(row)
            ]
        )
    return result


def _filled(row: Sequence[Cell]) -> list[Cell]:
    """A row of heads in which a cell that says nothing says what stands before it."""
    found: list[Cell] = []
    for cell in row:
        found.append(Cell(found[-1].text, cell.line) if found and not cell.text else cell)
    return found


def _read(rows: Matrix, turned: bool, told: Sequence[str], where: int | None = None) -> Table:
    """A table whose periods stand in a column; `told` are the heads of its names."""
    columns = _turned(rows)
    if where is None:
        counts = [_count(column) for column in columns]
        where = _periods(
            [n for n, count in enumerate(counts) if count >= _SHARE * max(counts)], columns
        )
    spans = [span(row[where].text) for row in rows]
    first = next((n for n, one in enumerate(spans) if one), len(rows))
    top = first
    while top and first - top < _MOST_HEADS and _is_head(rows[top - 1], where, turned):
        top -= 1
    heads = _heads(rows[top:first], len(columns))
    body = [(row, one) for row, one in zip(rows[first:], spans[first:], strict=True) if one]
    above = [one.text for row in rows[:top] for one in row if one.text]
    above += [row[where].text for row in rows[top:first]]
    found = Table([], turned, above=above)
    for row, one in zip(rows[first:], spans[first:], strict=True):
        if one is None:
            texts = [cell for cell in row if cell.text]
            label = row[where] if row[where].text else texts[0] if texts else None
            stray = sum(map(_is_number, row)) > 0 and plain(row[where].text) not in TOTALS
            if label:
                (found.strays if stray else found.left_out).append(label)
    if turned:  # the heads of what are heads here stand over the periods
        said = _named(told, [(row[where].text, row) for row in rows[top:first]])
        whose = list[int]()
    else:
        said = []
        whose = _named(told, [(head, n) for n, head in enumerate(heads)])
    kinds = [_kind([row[n] for row, _ in body]) for n in range(len(columns))]
    free = {n: kind for n, kind in enumerate(kinds) if n not in (where, *whose)}
    numbers, days, names = (
        [n for n, kind in free.items() if kind == one] for one in ("number", "day", "text")
    )
    whose = whose or _whose(body, where, names)
    found.long = bool(whose)
    left = [n for n in (*names, *days) if n not in whose and heads[n]]
    found.left_out += [Cell(heads[n], rows[max(first - 1, 0)][n].line) for n in left if not turned]
    series: dict[str, Column] = {}
    in_brackets = _shared([heads[n] for n in numbers])
    for n in numbers:
        for row, one in body:
            names_of = tuple(" ".join(row[at].text.split()) for at in whose)
            measure = heads[n] if len(numbers) > 1 or not any(names_of) else ""
            head = " – ".join(dict.fromkeys(filter(None, (*names_of, measure))))
            if not whose:
                name = heads[n].split(" – ")[0].removesuffix(in_brackets)
                names_of = tuple(label[n].text for label in said) or (name,)
            ends = (
                [span(row[day].text) for day in days][:2]
                if one.fiscal and len(days) > 1
                else [None, None]
            )
            value = Value(one, row[n], amount(row[n].text), *ends)
            column = Column(head, [], names_of, measure if len(whose) and len(numbers) > 1 else "")
            series.setdefault(head, column).values.append(value)
    found.columns = list(series.values())
    return found


def _shared(heads: Sequence[str]) -> str:
    """The brackets at the end of all heads, as of a unit; what only some have is of their names."""
    found = {re.search(r"(?:\s*\([^()]*\))?$", head)[0] for head in heads}  # type: ignore[index]
    return found.pop() if len(found) == 1 else ""


def _called(head: str) -> str:
    """A head as it is compared: by its letters and digits, or by its signs if it has no other."""
    return plain(head) or head


def _named(told: Sequence[str], heads: Sequence[tuple[str, T]]) -> list[T]:
    """What is under the heads that an editor named."""
    found = []
    for word in told:
        under = [one for head, one in heads if _called(head) == _called(word)]
        if not under:
            raise NoSuchHead(word, [head for head, _ in heads])
        found.append(under[0])
    return found


def _periods(enough: Sequence[int], columns: Matrix) -> int:
    """The column of periods, among those that may be one: the most telling, and of columns that
    only hold years, or numbers that look like them, the first."""
    telling = [
        n for n in enough if not all(one.text.isdigit() for one in columns[n] if span(one.text))
    ]
    if not telling:
        return enough[0]
    return max(telling, key=lambda n: (len({one.text for one in columns[n]}), -n))


def _is_head(row: Sequence[Cell], where: int, turned: bool) -> bool:
    """Whether a row above the periods says what is below, and is no title."""
    said = [n for n, cell in enumerate(row) if cell.text]
    return not said or turned or any(n not in (0, where) for n in said) or len(row) <= 2


def _heads(rows: Matrix, width: int) -> list[str]:
    """What each column is called: all that its rows of heads say, each thing once."""
    rows = [row for row in rows if any(one.text for one in row)]
    filled = [_filled(row) for row in rows[:-1]] + rows[-1:]
    found = []
    for n in range(width):
        texts = [row[n].text for row in filled]
        below = rows[-1][n].text if rows else ""
        said = [text for text in dict.fromkeys(texts) if text]
        found.append(" – ".join(said if below or len(rows) < 2 else said[-1:]))
    return found


def _kind(cells: Sequence[Cell]) -> str:
    """What a column holds: numbers, days, texts, or nothing."""
    said = [cell.text for cell in cells if cell.text]
    amounts = [one for text in said if (one := amount(text))]
    numbers = sum(not one.absent for one in amounts)
    others = len(said) - len(amounts)
    if numbers and numbers >= _SHARE * (numbers + others):
        return "number"
    spans = [each for text in said if (each := span(text))]
    days = sum(bool(one.days or (one.period and one.period.kind == DAY)) for one in spans)
    if days and days >= _SHARE * len(said):
        return "day"
    return "text" if others else "nothing"


def _whose(body: Sequence[tuple[list[Cell], Span]], where: int, names: Sequence[int]) -> list[int]:
    """The column that tells whose numbers a row holds, where a period stands several times: the
    first by which each period stands once, or the most telling."""
    if len({row[where].text for row, _ in body}) == len(body) or not names:
        return []
    doubled = {
        n: sum(Counter((row[n].text, row[where].text) for row, _ in body).values())
        - len({(row[n].text, row[where].text) for row, _ in body})
        for n in names
    }
    return [min(names, key=lambda n: (doubled[n], n))]


def usual(kinds: Sequence[str]) -> str:
    """Return the kind that most of some periods have, years beside their parts aside."""
    return mode([kind for kind in kinds if kind != YEAR] or kinds)

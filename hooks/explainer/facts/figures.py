"""The little language between `{{` and `}}`: figures in a sentence.

    {{ acme.capex@2025-Q3 }}                              a value
    {{ firms.capex/globex@2025-Q3 }}                      of one entity, where a dataset has several
    {{ sum acme.capex@2025-Q1..2025-Q3 }}                 a sum over periods; @2025 sums its parts
    {{ sum firms.capex/*@2026-Q2 }}                       a sum over entities
    {{ difference acme.costs@2024-Q3 to 2025-Q3 }}        the second less the first
    {{ change acme.capex@2024-Q3 to 2025-Q3 }}            the same in percent of the first
    {{ ratio acme.capex@2025-Q3 to acme.revenue@2025-Q3 }}  the first in percent of the second
    {{ acme.guidance@2025#2025-10-29 }}                   a range, by its date of issue; .low, .high
    {{ period 2025-Q3 }}  {{ date 2025-10-29 }}  {{ cutoff acme.capex }}
    {{ claim first-claim }}                               the mark of a claim, where it is made

Options follow, each after a comma: `short` (19,37 Md$), `bare` (the number alone), `digits 1`,
`sign` (+ when positive), `abs` (without its sign), `times` (a ratio as a factor, not a percentage),
`about 5`, `nearly 5`, `over 5` (rounded to multiples of 5, and said so), `reported` (names who
reported it: needed for grade C), `long` (periods in full words), `euros` (dollars or other money
turned into euros at the mean rate of its period, from a dataset of its measure by the euro's).

Commas and not bars part the options, so that a figure may stand in a Markdown table.

Why a language and not Jinja: an editor's mistake must end in a sentence with the choices, both
languages must be comparable figure by figure, and a page must not be able to run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from explainer.errors import did_you_mean
from explainer.facts.model import Claim, Dataset, Library, Observation
from explainer.language.locales import Locale
from explainer.language.numbers import decimals, rounded
from explainer.language.periods import Period
from explainer.language.units import PERCENT, Unit

FIGURE = re.compile(r"\{\{(?P<body>[^{}]*)\}\}")
_REF = re.compile(
    r"(?P<dataset>[a-z0-9._-]+?)(?:/(?P<entity>[a-z0-9._-]+|\*))?@(?P<first>[\dHQ-]+)"
    r"(?:\.\.(?P<last>[\dHQ-]+))?(?:#(?P<issued>[\d-]+))?(?:\.(?P<end>low|high))?"
)
_OPERATIONS = ("difference", "change", "ratio")
_WORDS = ("period", "date", "cutoff")
_FLAGS = ("short", "bare", "sign", "abs", "times", "reported", "long", "euros")
EURO = "EUR"
_WITH_NUMBER = ("digits", "about", "nearly", "over")


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


@dataclass(frozen=True)
class Written:
    """A figure in one language. `raw` is the machine's form of it; `value` is None for a date.

    `claim` is the claim that is marked there, when what stands between the braces is no figure.
    """

    text: str
    raw: str
    value: Value | None = None
    claim: Claim | None = None


def rests_on_grade_c(written: Written) -> bool:
    """Whether any cell behind a figure was read on one weak page only."""
    cells = written.value.cells if written.value else ()
    return any(cell.observation.grade == "C" for cell in cells)


@dataclass(frozen=True)
class _Options:
    flags: frozenset[str]
    numbers: dict[str, Decimal]

    def __contains__(self, flag: str) -> bool:
        return flag in self.flags


def write_figure(body: str, library: Library, locale: Locale) -> Written:
    """Return the figure that `body` (the text between the braces) asks for.

    Raises FigureError with a sentence that says what to write instead.
    """
    expression, _, tail = body.partition(",")
    options = _options(tail)
    tokens = expression.split()
    if not tokens:
        raise FigureError("the braces are empty; write a figure, like {{ acme.capex@2025-Q3 }}")
    if tokens[0] in _WORDS:
        return _date_or_period(tokens, options, library, locale)
    if tokens[0] == "claim":
        return _claim(tokens, tail, library, locale)
    value = _evaluate(tokens, library)
    if library.may_lack("units") and any(
        c.dataset.unit.id not in library.units for c in value.cells
    ):
        raise Unreadable(value.unit.id)
    if "euros" in options:
        value = _in_euros(value, library)
    reporters = {
        source.reporter(locale.code)
        for cell in value.cells
        if cell.observation.grade == "C"
        for source in library.documents(cell.observation)
    }
    if reporters and "reported" not in options:
        raise FigureError(
            "the figure rests on grade C; add the option reported, which names who said so"
        )
    text = _written(value, options, locale)
    if reporters:
        text += f" ({locale.word('reported_by', locale.listed(sorted(reporters)))})"
    amount = value.amount
    raw = "" if amount is None else f"{amount.scaleb(value.unit.power).normalize():f}"
    if amount is None:
        raw = "/".join(
            "" if end is None else f"{end.scaleb(value.unit.power).normalize():f}"
            for end in (value.low, value.high)
        )
    return Written(text, raw, value)


def figures_in(text: str) -> Iterator[str]:
    """Yield the bodies of the figures of a text."""
    for match in FIGURE.finditer(text):
        yield match["body"]


def write_figures(text: str, library: Library, locale: Locale) -> str:
    """Return plain text with each `{{ figure }}` written; raises FigureError."""
    return FIGURE.sub(lambda match: write_figure(match["body"], library, locale).text, text)


def _options(tail: str) -> _Options:
    flags: set[str] = set()
    numbers: dict[str, Decimal] = {}
    for part in filter(None, (part.strip() for part in tail.split(","))):
        name, _, number = part.partition(" ")
        if name in _FLAGS and not number:
            flags.add(name)
        elif name in _WITH_NUMBER:
            if not re.fullmatch(r"\d+(\.\d+)?", number.strip()) or (
                name != "digits" and Decimal(number) == 0
            ):
                raise FigureError(f'option "{part}" needs a number; write it like {name} 1')
            numbers[name] = Decimal(number)
        else:
            raise FigureError(
                f'option "{part}" is unknown{did_you_mean(name, (*_FLAGS, *_WITH_NUMBER))}'
            )
    if "digits" in numbers and (numbers["digits"] % 1 or numbers["digits"] > 6):
        raise FigureError(f'option "digits {numbers["digits"]}" is too fine; write 0 to 6')
    if len(numbers.keys() - {"digits"}) > 1:
        raise FigureError("keep only one of the options about, nearly and over")
    return _Options(frozenset(flags), numbers)


def _date_or_period(
    tokens: list[str], options: _Options, library: Library, locale: Locale
) -> Written:
    word, *rest = tokens
    if len(rest) != 1:
        example = {"period": "2025-Q3", "date": "2025-10-29", "cutoff": "acme.capex"}[word]
        raise FigureError(f'"{word}" takes one thing; write it like {{{{ {word} {example} }}}}')
    if word == "cutoff":
        day = _dataset(rest[0], library).cutoff
        return Written(locale.date(day), day.isoformat())
    period = _period(rest[0])
    if word == "date" and period.kind not in ("day", "month"):
        raise FigureError(f'date "{rest[0]}" is not a day; write it like 2025-10-29')
    return Written(locale.period(period, long="long" in options or word == "date"), str(period))


def _claim(tokens: list[str], tail: str, library: Library, locale: Locale) -> Written:
    """The mark of a claim: no figure, but written like one, and compared like one."""
    if len(tokens) != 2 or tail.strip():
        raise FigureError(
            '"claim" takes one id and no option; write it like {{ claim first-claim }}'
        )
    claim = library.claims.get(tokens[1])
    if claim is None:
        if library.may_lack("claims"):
            raise Unreadable(tokens[1])
        raise FigureError(
            f'claim "{tokens[1]}" is unknown{did_you_mean(tokens[1], library.claims)}'
        )
    verdict = locale.word(f"verdict:{claim.verdict}")
    return Written(locale.word("checked", verdict), claim.id, claim=claim)


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise FigureError(str(error)) from None


def _dataset(id: str, library: Library) -> Dataset:
    if id not in library.datasets:
        if library.may_lack("datasets", id):
            raise Unreadable(id)
        raise FigureError(f'dataset "{id}" is unknown{did_you_mean(id, library.datasets)}')
    return library.datasets[id]


def _evaluate(tokens: list[str], library: Library) -> Value:
    operation, *rest = tokens
    if operation not in _OPERATIONS:
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
    dataset = _dataset(match["dataset"], library)
    cell = _cell(
        dataset, _entity(match["entity"], dataset), _period(match["first"]), library, match
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
            _period(text.partition("@")[2].partition("#")[0].partition("..")[0])
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
    issued = _period(match["issued"]).start if match and match["issued"] else None
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
    if row.missing:
        raise FigureError(
            f'"{name}@{period}" is missing in {row.where}: {row.missing.en}; take another period'
        )
    return Cell(dataset, entity, row)


def _sum(tokens: list[str], library: Library) -> Value:
    match = _ref(tokens)
    dataset = _dataset(match["dataset"], library)
    entities = (
        tuple(dataset.series) if match["entity"] == "*" else (_entity(match["entity"], dataset),)
    )
    first = _period(match["first"])
    if match["last"]:
        try:
            periods = first.through(_period(match["last"]))
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


def _in_euros(value: Value, library: Library) -> Value:
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


def _written(value: Value, options: _Options, locale: Locale) -> str:
    unit, amount = value.unit, value.amount
    digits = int(options.numbers["digits"]) if "digits" in options.numbers else None
    short, bare = "short" in options, "bare" in options
    if amount is None:
        return locale.span(value.low, value.high, unit, short=short, bare=bare, digits=digits)
    if "abs" in options:
        amount = abs(amount)
    sign = "sign" in options
    if "times" in options:
        if not unit.is_percent:
            raise FigureError('option "times" is for a ratio or a change; leave it out')
        return locale.number(amount / 100, 1 if digits is None else digits)
    if unit.is_percent and value.computed and digits is None:
        digits = 0 if abs(amount) >= 10 else 1
    for word in ("about", "nearly", "over"):
        if word in options.numbers:
            try:
                step = options.numbers[word]
                return locale.approximate(amount, unit, word, step, short=short, bare=bare)
            except ValueError as error:
                raise FigureError(str(error)) from None
    if bare:
        return locale.number(amount, digits, sign)
    if short:
        return locale.short(amount, unit, digits, sign)
    return locale.long(amount, unit, digits, sign)

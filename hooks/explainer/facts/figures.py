"""The little language between `{{` and `}}`: figures in a sentence.

    {{ acme.capex@2025-Q3 }}                              a value
    {{ firms.capex/globex@2025-Q3 }}                      of one entity, where a dataset has several
    {{ sum acme.capex@2025-Q1..2025-Q3 }}                 a sum over periods; @2025 sums its parts
    {{ sum firms.capex/*@2026-Q2 }}                       a sum over entities
    {{ difference acme.costs@2024-Q3 to 2025-Q3 }}        the second less the first
    {{ change acme.capex@2024-Q3 to 2025-Q3 }}            the same in percent of the first
    {{ ratio acme.capex@2025-Q3 to acme.revenue@2025-Q3 }}  the first in percent of the second
    {{ mean … }}                                          of what sum would add up
    {{ product acme.capex@2025 by acme.ai_share@2025 }}   times a percentage, a number or years;
    {{ quotient acme.capex@2025 by acme.life@2025 }}      divided by one
    {{ pace acme.capex@2025-Q3 by day }}                  what it comes to by day: hour, second …
    {{ ratio (euros acme.capex@2025) to state.budget@2025, times }}  dollars set beside euros
    {{ ratio (sum acme.capex@2025) to (sum acme.revenue@2025) }}  brackets, where need be
    {{ acme.guidance@2025#2025-10-29 }}                   a range, by its date of issue; .low, .high
    {{ period 2025-Q3 }}  {{ date 2025-10-29 }}  {{ cutoff acme.capex }}
    {{ edition }}                                         the day on which this edition closed
    {{ claim first-claim }}                               the mark of a claim, where it is made

Options follow, each after a comma: `short` (19,37 Md$), `bare` (the number alone), `digits 1`,
`sign` (+ when positive), `abs` (without its sign), `times` (a ratio as a factor, not a percentage),
`about 5`, `nearly 5`, `over 5` (rounded to multiples of 5, and said so), `reported` (names who
reported it: needed for grade C), `long` (periods in full words), `euros` (dollars or other money
turned into euros at the mean rate of its period, from a dataset of its measure by the euro's).

    {{ project payback.lifetime with central }}           what a scenario of a projection comes to

In the formula of a cell (see `formulas`) a reference may leave out the cell's own entity and
period, and there is one more: `straight-line acme.capex@2025 over acme.life@2025 from 2026-01`.

Commas and not bars part the options, so that a figure may stand in a Markdown table.

Why a language and not Jinja: an editor's mistake must end in a sentence with the choices, both
languages must be comparable figure by figure, and a page must not be able to run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from explainer.errors import did_you_mean
from explainer.facts.cells import FigureError, Unreadable, dataset_of, period_of
from explainer.facts.euros import in_euros
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Claim, Library, Text
from explainer.facts.values import Value
from explainer.language.locales import Locale
from explainer.language.numbers import decimals, enough, of_percent, rounded, trimmed
from explainer.language.units import Unit
from explainer.numerals import MOST_DECIMALS, MOST_DIGITS

FIGURE = re.compile(r"\{\{(?P<body>[^{}]*)\}\}")
_WORDS = ("period", "date", "cutoff")
_FLAGS = ("short", "bare", "sign", "abs", "times", "reported", "long", "euros")
_STEP = re.compile(rf"(?=[0-9.]{{1,{MOST_DIGITS + 1}}}$)[0-9]+(?:\.[0-9]{{1,{MOST_DECIMALS}}})?")
_EXACT = ("sum", "difference", "euros")  # what has an end in decimals
_MOST_RAW = 15
_WITH_NUMBER = ("digits", "about", "nearly", "over")


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
    tokens = tokens_of(expression)
    if not tokens:
        raise FigureError("the braces are empty; write a figure, like {{ acme.capex@2025-Q3 }}")
    if tokens[0] in _WORDS:
        return _date_or_period(tokens, options, library, locale)
    if tokens[0] == "edition":
        return _edition(tokens, tail, library, locale)
    if tokens[0] == "claim":
        return _claim(tokens, tail, library, locale)
    value = evaluate(tokens, library)
    if library.may_lack("units") and any(
        c.dataset.unit.id not in library.units for c in value.cells
    ):
        raise Unreadable(value.unit.id)
    if "euros" in options:
        value = in_euros(value, library)
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
    raw = "" if amount is None else _raw(amount, value.unit)
    if amount is None:
        raw = "/".join(
            "" if end is None else _raw(end, value.unit) for end in (value.low, value.high)
        )
    return Written(text, raw, value)


def _raw(amount: Decimal, unit: Unit) -> str:
    """An amount for machines: a division may have no end, and stops where nobody looks."""
    if decimals(amount) > _MOST_RAW:
        amount = rounded(amount, _MOST_RAW)
    return f"{trimmed(amount.scaleb(unit.power)):f}"


def figures_in(text: str) -> Iterator[str]:
    """Yield the bodies of the figures of a text."""
    for match in FIGURE.finditer(text):
        yield match["body"]


def write_figures(text: str, library: Library, locale: Locale) -> str:
    """Return plain text with each `{{ figure }}` written; raises FigureError."""
    return FIGURE.sub(lambda match: write_figure(match["body"], library, locale).text, text)


def localised(text: Text, library: Library, locale: Locale) -> str:
    """Return a text of the data in one language, its figures written; raises FigureError."""
    return locale.typeset(write_figures(text[locale.code], library, locale))


def _options(tail: str) -> _Options:
    flags: set[str] = set()
    numbers: dict[str, Decimal] = {}
    for part in filter(None, (part.strip() for part in tail.split(","))):
        name, _, number = part.partition(" ")
        if name in _FLAGS and not number:
            flags.add(name)
        elif name in _WITH_NUMBER:
            written = _STEP.fullmatch(number.strip())
            if not written or (name != "digits" and Decimal(number) == 0):
                limits = f" of at most {MOST_DIGITS} digits, {MOST_DECIMALS} of them decimals"
                raise FigureError(
                    f'option "{part}" needs a number{limits if number else ""}; '
                    f"write it like {name} 1"
                )
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
        day = dataset_of(rest[0], library).cutoff
        return Written(locale.date(day), day.isoformat())
    period = period_of(rest[0])
    if word == "date" and period.kind not in ("day", "month"):
        raise FigureError(f'date "{rest[0]}" is not a day; write it like 2025-10-29')
    return Written(locale.period(period, long="long" in options or word == "date"), str(period))


def _edition(tokens: list[str], tail: str, library: Library, locale: Locale) -> Written:
    """The day on which the newest edition closed."""
    if len(tokens) > 1 or tail.strip():
        raise FigureError('"edition" takes nothing and no option; write it like {{ edition }}')
    if library.edition is None:
        if library.may_lack("editions"):
            raise Unreadable("editions")
        raise FigureError('there is no "edition" yet; add its day to data/editions.yml')
    day = library.edition.closed
    return Written(locale.date(day), day.isoformat())


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


def _known_digits(value: Value) -> int | None:
    """To how many decimals a computed figure is told; None for as many as it has."""
    if value.unit.is_percent and value.amount is not None:
        return of_percent(value.amount)
    if value.operation in _EXACT or value.amount is None:
        return None
    return enough(rounded(value.amount, value.known))


def _as_shown(amount: Decimal, value: Value) -> Decimal:
    """An amount without the decimals that a computed cell has and does not show."""
    rows = [cell.observation for cell in value.cells]
    exact = not value.computed or value.operation in _EXACT
    if not exact or all(row.exact is None for row in rows):
        return amount
    shown = max(decimals(row.value) for row in rows if row.value is not None)
    return rounded(amount, min(decimals(amount), shown))


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
    if digits is None:
        amount = _as_shown(amount, value)
    if value.computed and digits is None:
        digits = _known_digits(value)
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

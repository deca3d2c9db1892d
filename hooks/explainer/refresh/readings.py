"""What filings and central banks say of one series, in its unit and in words for both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from explainer.facts.feed import Feed
from explainer.facts.model import Dataset
from explainer.language.locales import LOCALES, Locale
from explainer.language.numbers import rounded
from explainer.language.periods import YEAR, Period
from explainer.numerals import MOST_DECIMALS
from explainer.refresh import exchange_rates
from explainer.refresh.company_facts import Amount, CompanyRecord, Filing

Texts = Mapping[str, str]  # by language
# What is left of so many months of a fiscal year, less what came before the last three: in words.
_LESS = {6: "filed_half_less", 9: "filed_nine_less", 12: "filed_year_less"}


@dataclass(frozen=True)
class Reading:
    """A number to hold against a cell. `document` is a filing, or a series of rates. `before` is
    what was told first, if that was something else. `slack` is what rounding may have left in a
    quarter that was computed: its company may have printed another last digit."""

    period: Period
    value: Decimal
    document: Filing | str
    derived: Texts | None = None
    slack: Decimal = Decimal(0)
    before: tuple[Decimal, Filing] | None = None


def of_company(
    feed: Feed, dataset: Dataset, record: CompanyRecord
) -> tuple[dict[Period, Reading], list[str]]:
    """Return what a company's record says of a series, and what it lacks for it.

    In a dataset by quarter years are those of the calendar: of a company whose fiscal year is
    another one, quarters alone are read. In a dataset by year they are the company's own.
    """
    unit = dataset.unit.measure
    tables = [record.amounts(name, unit) for name in feed.concepts]
    others = [record.amounts(name, unit) for name in feed.plus]
    known = {period for table in tables for period in table}
    if not known:
        names = " or ".join(feed.concepts)
        return {}, [f"{record.company} has no {names} in {unit}; {feed.dataset} stays as it is"]
    found = {}
    for period in sorted(known):
        if not _wanted(period, feed, dataset, record.year_end):
            continue
        main = next(table[period] for table in tables if period in table)
        amounts = [main, *(table[period] for table in others if period in table)]
        if len(amounts) == 1 + len(feed.plus):
            found[period] = _reading(period, amounts, feed, dataset)
    return found, []


def of_bank(feed: Feed, rates: Mapping[Period, Decimal]) -> dict[Period, Reading]:
    """Return what a series of exchange rates says of ours."""
    assert feed.rates, "a feed of a bank names its series"
    return {
        period: Reading(period, rounded(rate, exchange_rates.DECIMALS), feed.rates)
        for period, rate in sorted(rates.items())
        if _inside(period, feed)
    }


def _inside(period: Period, feed: Feed) -> bool:
    """Whether a feed reads a period."""
    after = not feed.first or period.start >= feed.first.start
    return after and not (feed.last and period.end > feed.last.end) and period not in feed.left


def _wanted(period: Period, feed: Feed, dataset: Dataset, year_end: str) -> bool:
    if not _inside(period, feed):
        return False
    if dataset.frequency == YEAR:
        return period.kind == YEAR
    return period.kind != YEAR or year_end == "12-31"


def _reading(period: Period, amounts: list[Amount], feed: Feed, dataset: Dataset) -> Reading:
    turn = -1 if feed.sign == "reversed" else 1

    step = min(one.step for one in amounts)
    slack = sum((one.step for one in amounts if one.difference), Decimal(0))

    def total(values: list[Decimal]) -> Decimal:
        return exact(turn * sum(values, Decimal(0)), dataset.unit.power, step)

    before = None
    if any(one.before for one in amounts):
        told = [one.before or (one.value, one.filing) for one in amounts]
        before = total([value for value, _ in told]), max(filing for _, filing in told)
    value = total([one.value for one in amounts])
    derived = {code: _derived(code, amounts, feed) for code in LOCALES}
    return Reading(
        period,
        value,
        max(one.filing for one in amounts),
        derived if all(derived.values()) else None,
        slack.scaleb(-dataset.unit.power),
        before if before and before[0] != value else None,
    )


def exact(value: Decimal, power: int, step: Decimal) -> Decimal:
    """Return an amount in units of a power of ten, with the decimals of the step in which it is
    counted, last zeros included: to the million, in most accounts."""
    counted = step.adjusted()  # the power of ten of the step
    return rounded(value.scaleb(-power), min(max(power - counted, 0), MOST_DECIMALS))


def _derived(code: str, amounts: list[Amount], feed: Feed) -> str:
    """How a number was computed, in one language; nothing if it stands in the filing as it is.

    In words alone: amounts stand in cells, and would not move with them here.
    """
    locale = LOCALES[code]
    differences = (one.difference for one in amounts if one.difference)
    months = next((whole for (whole, _), _ in differences if whole in _LESS), None)
    if not feed.derived:
        return plain(locale.word(_LESS[months])) if months else ""
    if not months:
        return feed.derived[code]
    return plain(locale.word("filed_each", feed.derived[code], locale.word(_LESS[months])))


def number(value: Decimal, locale: Locale) -> str:
    """Return a number with all the decimals that it has."""
    exponent = value.as_tuple().exponent
    return plain(locale.number(value, max(0, -exponent) if isinstance(exponent, int) else 0))


def restated(reading: Reading) -> Texts | None:
    """The note for a number that a company has told anew since: what it had said, and when."""
    if not reading.before:
        return None
    value, filing = reading.before
    return {
        code: plain(locale.word("filed_before", number(value, locale), locale.date(filing.filed)))
        for code, locale in LOCALES.items()
    }


def plain(text: str) -> str:
    """A text as editors type it: the build sets spaces and apostrophes."""
    for typeset, typed in (("\u202f", " "), ("\u00a0", " "), ("\u2019", "'"), ("\u2212", "-")):
        text = text.replace(typeset, typed)
    return text

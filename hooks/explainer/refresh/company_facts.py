"""What the SEC has of a company: amounts that it filed, and the quarters and years that they make.

The arithmetic is ours, and short. A 10-Q tells cash flows from the first day of the fiscal year, so
that a quarter is what two filings leave between them; and libraries that derive quarters have had
them wrong. What is held here:

- How long a fact runs is taken from its first and last day. `fy` and `fp` tell of the filing.
- Only facts of one concept are subtracted, which begin on the same first day of a fiscal year.
- The latest filing wins. But a quarter is not cut out of two amounts of which one alone has changed
  since, and the other was not told again: then both are as first told.
- Four quarters add up to their year, or those that were computed are not used. Companies round each
  number for itself: so a sum may be off by what rounding leaves, in the step in which they count.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeGuard

from explainer.language.periods import QUARTER, YEAR, Period
from explainer.refresh.service import NotHad
from explainer.yaml_nodes import YEARS as YEARS_OF_DATA

BASE = "https://data.sec.gov/api/xbrl/companyfacts"
TYPES = ("application/json",)
ARCHIVES = "https://www.sec.gov/Archives/edgar/data"
# Accounts, and accounts told anew; a proxy statement repeats some of their numbers.
FORMS = re.compile(r"(10-K|10-Q|10-KT|10-QT|20-F|40-F|6-K|8-K)(/A)?")
QUARTERS, YEARS = range(80, 101), range(350, 381)  # days
FIFTY_THREE_WEEKS = 368  # days and more
_NEAR = 10  # days between the last day of a fiscal year and the one that its company names
_ANEW = 120  # days after its end, a fact is told for comparison and no longer for the first time
_MOST = 10**16  # of any money
_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")


@dataclass(frozen=True, order=True)
class Filing:
    """A document at the SEC, by the day on which it was filed."""

    filed: date
    accession: str
    form: str = field(compare=False)
    cik: int = field(compare=False)
    until: date = field(compare=False)  # the last day of which it tells

    @property
    def url(self) -> str:
        bare = self.accession.replace("-", "")
        return f"{ARCHIVES}/{self.cik}/{bare}/{self.accession}-index.htm"


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def quarter(self) -> Period:
        """The calendar quarter in which its middle lies: that which holds most of its months."""
        middle = self.first + (self.last - self.first) / 2
        return Period(QUARTER, middle.year, (middle.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


@dataclass(frozen=True)
class Fact:
    """An amount of some days, as the latest filing has it: `filing` is the one since which it
    stands, `before` what earlier ones said, `last` the day of the last that told it, `anew` whether
    that was for comparison, a year later."""

    value: Decimal
    filing: Filing
    before: tuple[tuple[Decimal, Filing], ...]
    last: date
    anew: bool

    @property
    def first_told(self) -> tuple[Decimal, Filing]:
        return self.before[0] if self.before else (self.value, self.filing)


@dataclass(frozen=True)
class Amount:
    """What a concept came to in a quarter or a year. `difference` is how it was computed, if it
    was: a whole less a part, each with its months. `step` is that in which it is counted, and what
    rounding may have left in a difference. `before` is what was told first."""

    value: Decimal
    filing: Filing
    step: Decimal
    before: tuple[Decimal, Filing] | None = None
    difference: tuple[tuple[int, Decimal], tuple[int, Decimal]] | None = None


@dataclass
class CompanyRecord:
    """A company's facts by concept and unit. `notes` say what was left out, and why."""

    company: str
    year_end: str  # MM-DD
    facts: Mapping[tuple[str, str], Mapping[Span, Fact]]
    notes: list[str] = field(default_factory=list)
    _known: dict[tuple[str, str], dict[Period, Amount]] = field(default_factory=dict)

    def amounts(self, concept: str, unit: str) -> Mapping[Period, Amount]:
        """What a concept came to in each quarter, and in each fiscal year by its name."""
        key = concept, unit
        if key not in self._known:
            found = _Cut(self, concept, self.facts.get(key, {}))
            self._known[key] = {**found.years(), **found.quarters()}
        return self._known[key]


def read(
    content: bytes, cik: int, company: str, year_end: str, wanted: Collection[str]
) -> CompanyRecord:
    """Return what a record says of the concepts that are wanted; raises NotHad when it is none, or
    that of another company."""
    try:
        record = json.loads(content, parse_float=Decimal)
        found, tables = record["cik"], record["facts"]
        concepts = [
            (name if space == "us-gaap" else f"{space}:{name}", unit, facts)
            for space, table in tables.items()
            for name, concept in table.items()
            for unit, facts in concept["units"].items()
            if isinstance(facts, list)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotHad(
            f"the record of {company} is cut short or is no record of facts; nothing of it is used"
        ) from None
    if str(found).lstrip("0") != str(cik):
        raise NotHad(
            f"the record that came for {company} (CIK {cik}) is that of CIK {found}; "
            "nothing of it is used: look at its cik in data/entities.yml"
        )
    result = CompanyRecord(company, year_end, {})
    until = _ends(facts for _, _, facts in concepts)
    tables = {}
    for name, unit, facts in concepts:
        if name not in wanted:
            continue
        told = _told(facts, cik, until, result, name)
        if told:
            tables[name, unit] = told
    result.facts = tables
    return result


def _ends(tables: Any) -> dict[str, date]:
    """The last day of which each filing tells."""
    found: dict[str, date] = {}
    for facts in tables:
        for fact in facts:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                accession, end = fact["accn"], date.fromisoformat(fact["end"])
                if end <= date.fromisoformat(fact["filed"]):  # not of a time to come
                    found[accession] = max(found.get(accession, end), end)
    return found


def _told(
    facts: list[Any], cik: int, until: Mapping[str, date], record: CompanyRecord, concept: str
) -> dict[Span, Fact]:
    """The facts of one concept by their days, all filings heard."""
    said: dict[Span, dict[Filing, set[Decimal]]] = {}
    for fact in facts:
        if not isinstance(fact, dict) or "start" not in fact:
            continue  # an amount of one day
        if not FORMS.fullmatch(str(fact.get("form"))):
            continue
        placed = _placed(fact)
        if placed is None:
            record.notes.append(
                f"{record.company}, {concept}: a fact of {fact.get('accn')!s:.40} has no days, "
                "no date of filing or no accession number that can be read; it is left out"
            )
            continue
        span, accession, filed = placed
        value = fact.get("val")
        if not _is_amount(value):
            record.notes.append(
                f'{record.company}, {concept}, {span}, in {accession}: the value "{value!s:.40}" '
                "is no amount; it is left out"
            )
            continue
        filing = Filing(filed, accession, fact["form"], cik, until.get(accession, span.last))
        said.setdefault(span, {}).setdefault(filing, set()).add(Decimal(value))
    found = {}
    for span, filings in said.items():
        for filing, values in filings.items():
            if len(values) > 1:
                both = " and ".join(f"{value:,}" for value in sorted(values))
                record.notes.append(
                    f"{record.company}, {concept}, {span}: {filing.accession} says {both}; "
                    "neither is used: look into the filing"
                )
        told = [
            (filing, value)
            for filing, values in sorted(filings.items())
            for value in values
            if len(values) == 1
        ]
        if told:
            found[span] = _heard(span, told)
    return found


def _is_amount(value: Any) -> TypeGuard[int | Decimal]:
    known = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return known and abs(value) < _MOST


def _placed(fact: Mapping[str, Any]) -> tuple[Span, str, date] | None:
    """The days of a fact, the number of its filing and its day; nothing if one cannot be read."""
    try:
        first, last, filed = (date.fromisoformat(fact[name]) for name in ("start", "end", "filed"))
        accession = str(fact["accn"])
    except (ValueError, KeyError, TypeError):
        return None
    known = _ACCESSION.fullmatch(accession) and first <= last
    known = known and first.year in YEARS_OF_DATA and filed.year in YEARS_OF_DATA
    return (Span(first, last), accession, filed) if known else None


def _heard(span: Span, told: list[tuple[Filing, Decimal]]) -> Fact:
    """One fact of what filings say of the same days, in order."""
    runs = [next(run) for _, run in groupby(told, key=lambda one: one[1])]
    filing, value = runs[-1]
    last = told[-1][0].filed
    before = tuple((v, f) for f, v in runs[:-1])
    return Fact(value, filing, before, last, (last - span.last).days > _ANEW)


def _one_basis(one: Fact, other: Fact) -> bool:
    """Whether two facts count in one way: both have changed, or neither, or the one that has not
    was told again when the other one's change was known."""
    if bool(one.before) == bool(other.before):
        return True
    changed, still = (one, other) if one.before else (other, one)
    return still.anew or still.last >= changed.filing.filed


class _Cut:
    """Facts of one concept, cut into quarters and years."""

    def __init__(self, record: CompanyRecord, concept: str, facts: Mapping[Span, Fact]) -> None:
        self.record, self.facts = record, facts
        self.called = f"{record.company}, {concept}"
        self.step = _step(fact.value for fact in facts.values())

    def years(self) -> dict[Period, Amount]:
        found = {}
        for span, fact in sorted(self.facts.items()):
            year = self._fiscal_year(span)
            if year is None:
                continue
            if span.days >= FIFTY_THREE_WEEKS:
                self.record.notes.append(
                    f"{self.called}, {span}: this year has 53 weeks, and one quarter 14; "
                    "it is taken as it is"
                )
            found[Period(YEAR, year)] = self._plain(fact)
        return found

    def _fiscal_year(self, span: Span) -> int | None:
        """The year by which a company calls some days; nothing if they are no fiscal year, like
        twelve months up to some other day."""
        if span.days not in YEARS:
            return None
        return self._closing(span.last)

    def _closing(self, day: date) -> int | None:
        """The year that ends about a day."""
        month, last = map(int, self.record.year_end.split("-"))
        for year in (day.year - 1, day.year, day.year + 1):
            named = date(year, month, min(last, 28))  # a day that each month has
            if abs((named - day).days + last - named.day) <= _NEAR:
                return year
        return None

    def quarters(self) -> dict[Period, Amount]:
        cut: dict[Span, Amount] = {}
        for whole in sorted(self.facts):
            begins = self._closing(whole.first - timedelta(days=1)) is not None
            if not begins or whole.days in QUARTERS or whole.days > max(YEARS):
                continue
            for part in self.facts:
                rest = Span(part.last + timedelta(days=1), whole.last)
                same = part.first == whole.first and part.days >= min(QUARTERS)
                if same and rest.days in QUARTERS:
                    cut[rest] = self._difference(whole, part)
        told = {s: self._plain(fact) for s, fact in self.facts.items() if s.days in QUARTERS}
        for span in sorted(cut.keys() & told.keys()):
            if abs(cut[span].value - told[span].value) > self.step:
                self.record.notes.append(
                    f"{self.called}, {span}: the filing says {told[span].value:,}, and what two "
                    f"filings leave between them is {cut[span].value:,}; the first is taken"
                )
        spans = self._one_each({**cut, **told})
        self._hold(spans)
        return {span.quarter(): amount for span, amount in spans.items()}

    def _plain(self, fact: Fact) -> Amount:
        """An amount that stands in a filing as it is."""
        return Amount(fact.value, fact.filing, self.step, fact.before[0] if fact.before else None)

    def _one_each(self, amounts: dict[Span, Amount]) -> dict[Span, Amount]:
        """The same, less quarters that two stretches of days claim."""
        found = {}
        for quarter, spans in groupby(sorted(amounts), key=Span.quarter):
            several = list(spans)
            if len(several) == 1:
                found[several[0]] = amounts[several[0]]
            else:
                days = " and ".join(map(str, several))
                self.record.notes.append(
                    f"{self.called}: {days} both fall in {quarter}; neither is used"
                )
        return found

    def _difference(self, whole: Span, part: Span) -> Amount:
        one, other = self.facts[whole], self.facts[part]
        first, first_part = one.first_told, other.first_told
        months = tuple(round(span.days / 30.4) for span in (whole, part))
        if _one_basis(one, other):
            filing = max(one.filing, other.filing)
            a, b = one.value, other.value
            before = (first[0] - first_part[0], max(first[1], first_part[1]))
        else:
            changed, days = (one, whole) if one.before else (other, part)
            self.record.notes.append(
                f"{self.called}: {days} was told anew in {changed.filing.accession}, and what it "
                f"is compared with was not yet; the quarter to {whole.last} stays as first told"
            )
            (a, filing), (b, _) = first, first_part
            before = a - b, filing
        return Amount(
            a - b,
            filing,
            self.step,
            before if before[0] != a - b else None,
            ((months[0], a), (months[1], b)),
        )

    def _hold(self, spans: dict[Span, Amount]) -> None:
        """Take away the computed quarters of a year that does not add up."""
        for whole, fact in self.facts.items():
            if self._fiscal_year(whole) is None:
                continue
            inside = [s for s in spans if whole.first <= s.first and s.last <= whole.last]
            total = sum((spans[s].value for s in inside), Decimal(0))
            years = fact.value, fact.first_told[0]  # quarters may not have been told anew yet
            if len(inside) != 4 or any(abs(total - one) <= 2 * self.step for one in years):
                continue
            computed = [s for s in inside if spans[s].difference]
            if not computed:
                continue  # all were filed as they are, and the year was told anew since
            self.record.notes.append(
                f"{self.called}: the quarters of {whole} add up to {total:,} and the year is "
                f"{fact.value:,}; quarters that were computed are not used"
            )
            for one in computed:
                del spans[one]


def _step(values: Iterable[Decimal]) -> Decimal:
    """The step in which amounts are counted: a million, in most companies' accounts."""
    power = min((len(str(v)) - len(str(v).rstrip("0")) for v in values if v), default=0)
    return Decimal(10) ** power

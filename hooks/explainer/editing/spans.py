"""Periods as others type them: `T3 2025`, `Q3-25`, `3T25`, `sept. 2025`, `30/09/2025`, `FY23Q1`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from explainer.editing.asking import plain
from explainer.language.periods import DAY, HALF, MONTH, QUARTER, YEAR, Period
from explainer.yaml_nodes import YEARS

_MONTHS = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aou", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ORDINALS = {
    **dict.fromkeys(("premier", "first", "1er", "1st"), 1),
    **dict.fromkeys(("deuxieme", "second", "2e", "2eme", "2nd"), 2),
    **dict.fromkeys(("troisieme", "third", "3e", "3eme", "3rd"), 3),
    **dict.fromkeys(("quatrieme", "fourth", "4e", "4eme", "4th"), 4),
}
_Y = r"(?P<year>\d{4}|\d{2})"
_M = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_SHAPES = tuple(
    (kind, re.compile(shape))
    for kind, shape in (
        (YEAR, r"(?P<year>\d{4})"),
        (QUARTER, rf"[qt] ?(?P<n>[1-4]) ?{_Y}|(?P<n2>[1-4]) ?[qt] ?(?P<y2>\d{{4}}|\d{{2}})"),
        (QUARTER, r"(?P<year>\d{4}|\d{2}) ?[qt] ?(?P<n>[1-4])|(?P<y2>\d{4}) (?P<n2>[1-4]) ?[qt]"),
        (QUARTER, rf"(?P<n>[1-4]) (?:trim(?:estre)?|quarter|qtr) (?:of |de )?{_Y}"),
        (HALF, rf"[hs] ?(?P<n>[12]) ?{_Y}|(?P<n2>[12]) ?[hs] ?(?P<y2>\d{{4}}|\d{{2}})"),
        (HALF, r"(?P<year>\d{4}) ?[hs] ?(?P<n>[12])"),
        (HALF, rf"(?P<n>[12]) (?:sem(?:estre)?|half) (?:of |de )?{_Y}"),
        (MONTH, rf"(?P<name>{_M}) (?:de )?{_Y}"),
        (MONTH, rf"(?P<year>\d{{4}}) (?P<name>{_M})"),
        (MONTH, r"(?P<year>\d{4}) ?m ?(?P<n>0?[1-9]|1[0-2])|(?P<y2>\d{4}) (?P<n2>0[1-9]|1[0-2])"),
        (MONTH, r"(?P<n>0?[1-9]|1[0-2]) (?P<year>\d{4})"),
    )
)  # fmt: skip
_QUARTERS = {(1, 3): 1, (4, 6): 2, (7, 9): 3, (10, 12): 4}  # by their months
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_NAMED = re.compile(
    rf"(?:(?P<d>\d{{1,2}})(?:er)? (?P<m>{_M})|(?P<m2>{_M}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?) {_Y}"
)
_FISCAL = re.compile(
    r"\b(?:fy|exercice|fiscal(?: year)?|fisc) ?(?=\d|[qt])|(?<=\d[qt])fy ?(?=\d)", re.IGNORECASE
)


@dataclass(frozen=True)
class Span:
    """What a cell says of time: a period, or the two days that a numeric date may be. `fiscal`: a
    fiscal year's, whose place in the calendar the cell does not tell. `mark`: an estimate's letter,
    or what else stood beside it."""

    text: str
    period: Period | None = None
    days: tuple[date, ...] = ()  # day before month, then month before day
    fiscal: bool = False
    mark: str = ""

    @property
    def ambiguous(self) -> bool:
        return len(set(self.days)) > 1

    def placed(self, day_first: bool | None) -> Period | None:
        """The period, where the day stands first or does not; None where nobody knows."""
        if self.ambiguous:
            return None if day_first is None else Period.of_day(self.days[0 if day_first else 1])
        return self.period


def span(raw: str) -> Span | None:
    """Return the period that a cell names; None if it names none."""
    text = " ".join(raw.split())
    if found := _day(text, raw):
        return found
    fiscal = bool(_FISCAL.search(text))
    bare = _FISCAL.sub("", text)
    if fiscal and (joined := re.fullmatch(r"(\d{2}|\d{4}) ?([QqTt][1-4])", bare.strip())):
        bare = f"{joined[2]} {joined[1]}"
    elif fiscal and re.fullmatch(r"\d{2}", bare.strip()):
        bare = f"20{bare.strip()}"
    mark = ""
    if letter := re.fullmatch(
        r"(.*\d)\s?(?:\(?([eEpPfFrR])\)?|[*\u00b9\u00b2\u00b3]+)", bare.strip()
    ):
        bare, mark = letter[1], letter[2] or "*"
    words = plain(bare)
    for ordinal, value in _ORDINALS.items():
        words = re.sub(rf"\b{ordinal}\b", str(value), words)
    words = re.sub(r"^(?:le|en|au|the) ", "", words)
    if quarter := re.fullmatch(rf"({_M}) (?:a |to )?({_M}) {_Y}", words):
        ends = _NUMBER_OF[quarter[1]], _NUMBER_OF[quarter[2]]
        if ends in _QUARTERS:
            return _made(raw, QUARTER, quarter["year"], _QUARTERS[ends], fiscal=fiscal, mark=mark)
    for kind, shape in _SHAPES:
        if match := shape.fullmatch(words):
            given = match.groupdict()
            year = given.get("year") or given.get("y2") or ""
            name, number = given.get("name"), given.get("n") or given.get("n2") or "1"
            return _made(
                raw, kind, year, _NUMBER_OF[name] if name else int(number), fiscal=fiscal, mark=mark
            )
    return None


def _made(raw: str, kind: str, year: str, number: int, *, fiscal: bool, mark: str) -> Span | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    return Span(raw, Period(kind, full, number), (), fiscal, mark) if full in YEARS else None


def _day(text: str, raw: str) -> Span | None:
    if found := _ISO.fullmatch(text):
        day = _date(found[1], found[2], found[3])
        return Span(raw, Period.of_day(day)) if day else None
    if found := _NUMERIC.fullmatch(text):
        days = [_date(found[3], found[m], found[d]) for d, m in ((1, 2), (2, 1))]
        known = tuple(day for day in days if day)
        if len(set(known)) == 1:
            return Span(raw, Period.of_day(known[0]))
        return Span(raw, None, known) if known else None
    if found := _NAMED.fullmatch(plain(text)):
        day = _date(
            found["year"], str(_NUMBER_OF[found["m"] or found["m2"]]), found["d"] or found["d2"]
        )
        return Span(raw, Period.of_day(day)) if day else None
    return None


def _date(year: str, month: str, day: str) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, int(month), int(day)) if full in YEARS else None
    except ValueError:
        return None


def day_first(spans: Iterable[Span]) -> bool | None:
    """Return whether the day stands before the month, as the numeric dates of a column tell; None
    where none does."""
    for one in spans:
        if (
            one.period
            and one.period.kind == DAY
            and (found := _NUMERIC.fullmatch(one.text.strip()))
        ) and int(found[1]) != int(found[2]):
            return int(found[1]) > 12
    return None


def as_steps(days: Sequence[date]) -> str:
    """Return the step of which some days are all the last, or all the first; `day` if none."""
    for kind in (YEAR, HALF, QUARTER, MONTH):
        if len(set(days)) > 1 or kind in (QUARTER, MONTH):
            periods = [holding(day, kind) for day in days]
            ends = all(day == one.end for day, one in zip(days, periods, strict=True))
            starts = all(day == one.start for day, one in zip(days, periods, strict=True))
            if (ends or starts) and (kind != HALF or len(set(periods)) == len(days) > 1):
                return kind
    return DAY


def holding(day: date, kind: str) -> Period:
    """Return the period of a kind in which a day lies."""
    per_year = {YEAR: 1, HALF: 2, QUARTER: 4, MONTH: 12}[kind]
    return Period(kind, day.year, (day.month - 1) * per_year // 12 + 1)


def most_of(start: date, end: date) -> Period | None:
    """Return the calendar quarter or year that holds most of a stretch of about that length."""
    length = (end - start).days + 1
    kind = QUARTER if 80 <= length <= 105 else YEAR if 350 <= length <= 380 else None
    return holding(start + timedelta(days=length // 2), kind) if kind else None

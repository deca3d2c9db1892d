"""Periods: a year, a half, a quarter, a month or a day, in one comparable type.

They are written as in the data files: `2025`, `2025-H1`, `2025-Q3`, `2025-10`, `2025-10-29`.
They have no language; `locales` names them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from explainer.yaml_nodes import YEARS

YEAR, HALF, QUARTER, MONTH, DAY = "year", "half", "quarter", "month", "day"
KINDS = (YEAR, HALF, QUARTER, MONTH, DAY)
_PER_YEAR = {YEAR: 1, HALF: 2, QUARTER: 4, MONTH: 12}
_PLURALS = {HALF: "halves", QUARTER: "quarters", MONTH: "months"}
_SHAPE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[0-9])|Q(?P<quarter>[0-9])"
    r"|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)
HOW_TO_WRITE = "write it like 2025, 2025-H1, 2025-Q3, 2025-10 or 2025-10-29"


@total_ordering
@dataclass(frozen=True)
class Period:
    """A stretch of the calendar. `number` counts halves, quarters or months from 1 in the year."""

    kind: str
    year: int
    number: int = 1
    day: int = 1

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that `text` names; raise ValueError with a sentence otherwise."""
        match = _SHAPE.fullmatch(text)
        if not match:
            raise ValueError(f'period "{text}" is not understood; {HOW_TO_WRITE}')
        year = int(match["year"])
        if year not in YEARS:
            raise ValueError(
                f'period "{text}" has a year outside {YEARS[0]} to {YEARS[-1]}; {HOW_TO_WRITE}'
            )
        if match["day"]:
            try:
                when = date(year, int(match["month"]), int(match["day"]))
            except ValueError:
                raise ValueError(
                    f'period "{text}" does not exist: no such day in the calendar'
                ) from None
            return cls.of_day(when)
        for kind, letter in ((HALF, "H"), (QUARTER, "Q"), (MONTH, "")):
            if match[kind]:
                number, last = int(match[kind]), _PER_YEAR[kind]
                if not 1 <= number <= last:
                    raise ValueError(
                        f'period "{text}" does not exist: {_PLURALS[kind]} run from '
                        f"{letter}{1:0{1 if letter else 2}} to {letter}{last}"
                    )
                return cls(kind, year, number)
        return cls(YEAR, year)

    @classmethod
    def of_day(cls, day: date) -> Period:
        """Return a day as a period."""
        return cls(DAY, day.year, day.month, day.day)

    def __str__(self) -> str:
        return {
            YEAR: f"{self.year}",
            HALF: f"{self.year}-H{self.number}",
            QUARTER: f"{self.year}-Q{self.number}",
            MONTH: f"{self.year}-{self.number:02}",
            DAY: f"{self.year}-{self.number:02}-{self.day:02}",
        }[self.kind]

    @property
    def start(self) -> date:
        """The first day."""
        if self.kind in (MONTH, DAY):
            return date(self.year, self.number, self.day)
        months = 12 // _PER_YEAR[self.kind]
        return date(self.year, (self.number - 1) * months + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        if self.kind == DAY:
            return self.start
        return self.next().start - timedelta(days=1)

    def __lt__(self, other: Period) -> bool:
        return (self.start, KINDS.index(self.kind)) < (other.start, KINDS.index(other.kind))

    def year_before(self) -> Period:
        """The same period one year earlier."""
        return Period(self.kind, self.year - 1, self.number, self.day)

    def next(self) -> Period:
        """The period that follows; days are not counted this way."""
        last = _PER_YEAR[self.kind]
        if self.number < last:
            return Period(self.kind, self.year, self.number + 1)
        return Period(self.kind, self.year + 1)

    def through(self, last: Period) -> tuple[Period, ...]:
        """All the periods of this kind from this one to `last`, both included."""
        if self.kind != last.kind or last < self or self.kind == DAY:
            raise ValueError(f"{self}..{last} is not a span of periods of one kind")
        found = [self]
        while found[-1] != last:
            found.append(found[-1].next())
        return tuple(found)

    def parts(self, kind: str) -> tuple[Period, ...]:
        """The halves, quarters or months of this year."""
        if self.kind != YEAR or kind not in (HALF, QUARTER, MONTH):
            raise ValueError(f"{self} has no {kind}s")
        return Period(kind, self.year).through(Period(kind, self.year, _PER_YEAR[kind]))


def of_fiscal_year(named: Period, year_end: str) -> Period | None:
    """Return the calendar's period of a fiscal one: the quarter that holds most of the months of a
    fiscal quarter. A fiscal year bears the name of the calendar year in which it ends, on a day
    like `01-31`; it, and its halves, have a place where it is the calendar year, else none."""
    month, day = map(int, year_end.split("-"))
    last = month if day > 15 else month - 1  # a few days of a month make none of its own
    if last % 12 == 0:
        return named if month == 12 else Period(named.kind, named.year - 1, named.number)
    if named.kind != QUARTER:
        return None
    middle = named.year * 12 + last - 1 - 3 * (4 - named.number) - 1  # months since the year 0
    return Period(QUARTER, middle // 12, middle % 12 // 3 + 1)

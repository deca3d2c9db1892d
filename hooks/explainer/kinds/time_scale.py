"""Time as pixels, for kinds whose periods are not evenly apart: a scale of days, and its axis."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from babel.dates import format_date

from explainer.drawing import theme
from explainer.facts.model import Observation
from explainer.kinds.pixels import rules, words
from explainer.kinds.plot import Plot
from explainer.language.periods import DAY, Period

_TICKS_APART = 8  # pixels, at least


def end_of(period: Period) -> date:
    """Return the first day after a period."""
    if period.kind == DAY:
        return period.start + timedelta(days=1)
    return period.next().start


@dataclass(frozen=True)
class TimeScale:
    """Time as pixels: days from `first` to `last` run evenly from 0 to `width`."""

    first: date
    last: date
    width: float

    @classmethod
    def of(cls, rows: Iterable[Observation], width: float) -> TimeScale:
        """A scale that holds the periods of all rows, and some days around a single one."""
        periods = [row.period for row in rows]
        first, last = min(p.start for p in periods), max(end_of(p) for p in periods)
        if (last - first).days < 60:
            first, last = first - timedelta(days=30), last + timedelta(days=30)
        return cls(first, last, width)

    def at(self, day: date) -> float:
        """The pixel of a day."""
        return (day - self.first).days / (self.last - self.first).days * self.width

    def middle(self, period: Period) -> float:
        """The pixel in the middle of a period."""
        return (self.at(period.start) + self.at(end_of(period))) / 2

    def marks(self, plot: Plot, size: int) -> tuple[list[float], list[tuple[float, str]]]:
        """Where years begin, and their names, in their middles; when there are few, months, the
        first of a year with its year.

        Where they have no room, every second year stays, or every third month, and so on.
        """
        if (self.last - self.first).days <= 500:
            return self._months(plot, size)
        years = [date(year, 1, 1) for year in range(self.first.year, self.last.year + 1)]
        edges = [self.first, *(day for day in years if self.first < day < self.last), self.last]
        half = plot.text_width("2000", size) / 2
        spans = {a.year: (self.at(a), self.at(b)) for a, b in pairwise(edges)}
        whole = [a.year for a, b in pairwise(edges) if (b - a).days >= 365] or [edges[0].year]
        each = (spans[whole[0]][1] - spans[whole[0]][0]) or 1.0
        every = max(1, math.ceil((2 * half + 6) / each))
        named: list[tuple[float, str]] = []
        # Whole years first, so that they stay evenly apart; then what is seen of those at the ends.
        for year in [*whole, *(year for year in spans if year not in whole)]:
            start, end = spans[year]
            middle = (start + end) / 2
            within = middle - half >= -10 and middle + half <= self.width + 10
            apart = all(abs(middle - other) >= 2 * half + 6 for other, _ in named)
            turn = (whole[-1] - year) % every == 0
            if within and apart and turn and (year in whole or end - start > half):
                named.append((middle, str(year)))
        if each < _TICKS_APART:  # a tick for each name alone
            return [at for at, _ in sorted(named)], sorted(named)
        return [self.at(day) for day in edges[1:-1]], sorted(named)

    def _months(self, plot: Plot, size: int) -> tuple[list[float], list[tuple[float, str]]]:
        months = range(
            self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month
        )
        starts = [date(month // 12, month % 12 + 1, 1) for month in months]
        shown = [day for day in starts if self.first <= day < self.last]
        for step in (1, 2, 3, 6, 12):
            named: list[tuple[float, str]] = []
            spans: list[tuple[float, float]] = []
            for day in shown:
                if (day.month - 1) % step == 0:
                    text = format_date(day, "MMM", locale=plot.locale.territory)
                    if not named or day.month == 1:
                        text += f" {day.year}"
                    half = plot.text_width(text, size) / 2
                    middle = max(self.at(day + timedelta(days=15)), half - 10)
                    named.append((middle, text))
                    spans.append((middle - half, middle + half))
            if all(a[1] + 6 <= b[0] for a, b in pairwise(spans)):
                break
        kept = [one for one, span in zip(named, spans, strict=True) if span[1] <= self.width + 10]
        return [self.at(day) for day in shown if day > self.first], kept


def time_axis(plot: Plot, scale: TimeScale, left: float, bottom: float, size: int) -> list[Any]:
    """Return the axis along the bottom of a plot: its line, small ticks, names below."""
    edges, named = scale.marks(plot, size)
    line = [{"px": left, "px2": left + scale.width, "py": bottom}]
    ticks = [{"px": left + edge, "py": bottom, "py2": bottom + 5} for edge in edges]
    texts = [{"px": left + at, "py": bottom + 5 + size * 0.8, "text": text} for at, text in named]
    return [
        *rules(line, color=theme.SOFT),
        *rules(ticks, flat=False, color=theme.SOFT),
        *words(texts, align="center", fontSize=size, fill=theme.SOFT),
    ]

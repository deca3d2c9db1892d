"""For kinds that place their marks by the pixel: channels, words, a time axis, room for labels.

Pixels count from the top left of the plot, as everywhere in a drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import altair as alt
from babel.dates import format_date

from explainer.drawing import theme
from explainer.facts.model import Observation
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.series import Series
from explainer.kinds.tables import digits_of
from explainer.language.numbers import decimals
from explainer.language.periods import DAY, Period

# A halo keeps words apart from the lines that they cross.
HALO = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}


def pixel(channel: str, field: str) -> Any:
    """Return an x, y, x2 or y2 channel that takes pixels as they are."""
    if channel.endswith("2"):
        return {"x2": alt.X2, "y2": alt.Y2}[channel](f"{field}:Q")
    made = {"x": alt.X, "y": alt.Y}[channel]
    return made(f"{field}:Q", scale=None, axis=None)


def at_pixels(rows: Sequence[Row], **fields: str) -> alt.Chart:
    """Return a chart of rows placed by their fields `px` and `py`, and others if named."""
    named = {"x": "px", "y": "py"} | fields
    return inline(list(rows)).encode(**{name: pixel(name, field) for name, field in named.items()})


def words(
    rows: Sequence[Row], *, halo: bool = False, tips: bool = False, **style: Any
) -> list[Any]:
    """Return texts (field `text`) at `px`, `py`; with `tips`, each says its field `tip`.

    With a halo, the texts stand twice: below, in the colour of the ground.
    """
    if not rows:
        return []
    style = {"baseline": "middle", "align": "left", "fill": theme.INK} | style
    base = at_pixels(rows).encode(text=alt.Text("text:N"))
    found: list[Any] = []
    if halo:
        found.append(base.mark_text(**style | HALO | {"fill": theme.GROUND}, aria=False))
    if tips:
        return [*found, base.mark_text(**style).encode(description=alt.Description("tip:N"))]
    return [*found, base.mark_text(**style, aria=False)]


def rules(rows: Sequence[Row], *, flat: bool = True, **style: Any) -> list[Any]:
    """Return lines from `px`, `py` to `px2` (flat) or to `py2`."""
    if not rows:
        return []
    end = {"x2": "px2"} if flat else {"y2": "py2"}
    drawn: dict[str, Any] = {"color": theme.GRID, "strokeWidth": 1, "aria": False} | style
    return [at_pixels(rows, **end).mark_rule(**drawn)]


def of_its_unit(plot: Plot, one: Series) -> Plot:
    """Return the plot as a series needs it whose unit and decimals are its own."""
    return replace(plot, unit=one.dataset.unit, digits=digits_of((one,)))


def number_width(text: str, size: float) -> float:
    """Return how wide a bold number is: its digits are wider than the mean letter."""
    narrow, wide = "\u00a0\u202f.,", "%MW$€"
    return size * sum(0.3 if c in narrow else 0.97 if c in wide else 0.63 for c in text)


def missing(
    plot: Plot,
    gaps: Sequence[Row],
    ends: tuple[float, float],
    size: int,
    lines: Iterable[tuple[float, float]] = (),
) -> list[Any]:
    """Return a stroke for each missing value (at `px`, `py`, with its `tip`), and the word for it.

    The word stands once for those that are too near each other, between both `ends`, and above
    what passes there: `lines` are pixels of it.
    """
    if not gaps:
        return []
    text = plot.locale.word("missing_short")
    half = plot.text_width(text, size) / 2
    lines = list(lines)
    said: list[Row] = []
    for gap in sorted(gaps, key=lambda gap: float(gap["px"])):
        x = min(max(gap["px"], ends[0] + half), ends[1] - half)
        if not said or x - said[-1]["px"] > 2 * half + 2:
            foot = gap["py"] - 5
            near = [y for at, y in lines if abs(at - x) < half + 5 and y > foot - size - 6]
            said.append({"px": x, "py": min([foot, *near]) - 3 - size / 2, "text": text})
    strokes = at_pixels([gap | {"py": gap["py"] - 4, "py2": gap["py"] + 4} for gap in gaps])
    strokes = strokes.encode(y2=pixel("y2", "py2"), description=alt.Description("tip:N"))
    return [
        strokes.mark_rule(color=theme.SOFT, strokeWidth=1.5),
        *words(said, halo=True, align="center", fontSize=size, fill=theme.SOFT),
    ]


def bare_ticks(plot: Plot, ticks: Sequence[float]) -> dict[float, str]:
    """Return ticks in one precision and without their unit, which stands elsewhere."""
    exact = {tick: Decimal(str(tick)).normalize() for tick in ticks}
    digits = max(map(decimals, exact.values()))
    return {tick: plot.locale.number(value, digits) for tick, value in exact.items()}


# -- time ---------------------------------------------------------------------------------------


def end_of(period: Period) -> date:
    """Return the first day after a period."""
    if period.kind == DAY:
        return period.start + timedelta(days=1)
    return period.next().start


@dataclass(frozen=True)
class Clock:
    """Time as pixels: days from `first` to `last` run evenly from 0 to `width`."""

    first: date
    last: date
    width: float

    @classmethod
    def of(cls, rows: Iterable[Observation], width: float) -> Clock:
        """A clock that holds the periods of all rows, and some days around a single one."""
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
            if within and apart and turn and end - start > half:
                named.append((middle, str(year)))
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


def time_axis(plot: Plot, clock: Clock, left: float, bottom: float, size: int) -> list[Any]:
    """Return the axis along the bottom of a plot: its line, small ticks, names below."""
    edges, named = clock.marks(plot, size)
    line = [{"px": left, "px2": left + clock.width, "py": bottom}]
    ticks = [{"px": left + edge, "py": bottom, "py2": bottom + 5} for edge in edges]
    texts = [{"px": left + at, "py": bottom + 5 + size * 0.8, "text": text} for at, text in named]
    return [
        *rules(line, color=theme.SOFT),
        *rules(ticks, flat=False, color=theme.SOFT),
        *words(texts, align="center", fontSize=size, fill=theme.SOFT),
    ]


# -- room for labels ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """A text that wants to stand near a mark: `width` and `height` are its own, `near` the mark."""

    text: str
    near: Box
    width: float
    height: float


# Where a label may stand around its mark, the best place first: steps across and down.
AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


def place(
    labels: Sequence[Label],
    taken: Sequence[Box],
    room: Box,
    around: Sequence[tuple[int, int]] = AROUND,
    far: Sequence[float] = (3, 14, 26, 40),
) -> list[Box | None]:
    """Return where each label stands so that none touches another, or what is taken.

    The most crowded are placed first. A label goes next to its mark, on the first free side of
    `around`, or a little way off (the caller draws a line then), or nowhere: None.
    """
    order = sorted(
        range(len(labels)),
        key=lambda i: (-sum(_near(labels[i].near, other.near) for other in labels), i),
    )
    full = list(taken)
    found: list[Box | None] = [None] * len(labels)
    for index in order:
        one = labels[index]
        for box in _places(one, around, far):
            if box.is_within(room) and not any(box.touches(other) for other in full):
                found[index] = box
                full.append(box)
                break
    return found


def _near(one: Box, other: Box) -> bool:
    """Whether labels of two marks may want the same room."""
    x, y = 70, 35
    return Box(one.left - x, one.top - y, one.right + x, one.bottom + y).touches(other)


def along(x: float, y: float, x2: float, y2: float, thick: float = 3.0) -> list[Box]:
    """Return small boxes that cover a line."""
    steps = max(1, math.ceil(max(abs(x2 - x), abs(y2 - y)) / 4))
    found = []
    for step in range(steps + 1):
        px, py = x + (x2 - x) * step / steps, y + (y2 - y) * step / steps
        found.append(Box(px - thick / 2, py - thick / 2, px + thick / 2, py + thick / 2))
    return found


def _places(
    one: Label, around: Sequence[tuple[int, int]], distances: Sequence[float]
) -> Iterable[Box]:
    """Boxes around a mark, near ones first. Across: 1 and -1 stand beside it, 0 is centred on it,
    2 and -2 begin and end with it."""
    middle = (one.near.left + one.near.right) / 2, (one.near.top + one.near.bottom) / 2
    for far in distances:
        for across, down in around:
            if abs(across) == 1:
                edge = one.near.right + far if across > 0 else one.near.left - far - one.width
            elif across:
                edge = one.near.left if across > 0 else one.near.right - one.width
            else:
                edge = middle[0] - one.width / 2
            gap = far if abs(across) != 1 or far > distances[0] else 0
            if down:
                top = one.near.bottom + gap if down > 0 else one.near.top - gap - one.height
            else:
                top = middle[1] - one.height / 2
            yield Box(edge, top, edge + one.width, top + one.height)

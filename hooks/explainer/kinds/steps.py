"""Values that change by decision and hold in between: lives of servers, rates, announced costs.

A line is flat until the next decision, which is a dot. It ends at the day after which nothing was
read. What is decided for later is dashed, and so is what is an estimate or only announced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds import refusals, status
from explainer.kinds.descriptions import gaps, headed, marked, missing_periods
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.labels import Box, Label, along, place
from explainer.kinds.pixels import at_pixels, missing, rules, words
from explainer.kinds.plot import Plot, Row
from explainer.kinds.series import Series, selected
from explainer.kinds.tables import Table, rows_by_period
from explainer.kinds.ticks import nice_ticks
from explainer.kinds.time_scale import TimeScale, time_axis
from explainer.language.locales import Locale

_APART = 3.5  # pixels between lines that would lie on each other


@dataclass
class _Flat:
    """One stretch of a line: an observation, from its start to the next, in pixels across."""

    series: Series
    row: Observation
    start: float
    end: float
    later: bool  # begins after the day of the last reading

    @property
    def firm(self) -> bool:
        """Whether it has come to pass, as far as was read."""
        return not self.later and self.row.standing is None

    @property
    def value(self) -> float | None:
        return None if self.row.value is None else float(self.row.value)


def draw(plot: Plot) -> alt.LayerChart:
    """Return the steps. The axis starts at zero unless values are negative; equal lines lie side
    by side. Names stand at the ends of the lines, else beside their first values."""
    values = [
        float(row.value) for one in plot.series for row in one.observations if row.value is not None
    ]
    ticks = nice_ticks(min(0.0, *values), max(0.0, *values))
    plot.padding["left"] = plot.left_for(ticks) + 6
    later = any(_is_later(one, row) for one in plot.series for row in one.observations)
    plot.key = plot.status_word() or (plot.locale.word("decided_for_later") if later else "")
    last = {one.key: _last(one) for one in plot.series}
    order = sorted(last, key=lambda key: last[key], reverse=True)
    plot.name_series(order)
    beside = bool(plot.above)
    if beside:  # there is no room at the ends
        plot.above.clear()
        plot.key_at = None
        plot.padding["top"] = 22
    plot.padding["bottom"] = 33 + (20 if plot.key and not plot.key_at else 0)
    time = _time(plot)
    flats = [flat for one in plot.series for flat in _flats(one, time)]
    lines = _Lines(plot, flats, ticks)
    texts = lines.values(named=beside)
    if beside and len({one.key for one in plot.series} - {row["named"] for row in texts}) > 0:
        plot.name_series(order)  # nor beside all of them: then above
        plot.padding["bottom"] = 33
        lines = _Lines(plot, flats, ticks)
        texts = lines.values(named=False)
        beside = False
    found = [
        *lines.axis(),
        *time_axis(plot, time, 0.0, float(plot.height), plot.layout.font_size),
        *lines.drawn(),
        *words(texts, halo=True, tips=True, fontSize=plot.layout.font_size - 1, fontWeight=600),
    ]
    if not beside:
        found += lines.names({key: lines.shifted(key, value) for key, value in last.items()})
    return plot.finish(*found, *status.key(plot, line=True))


def _last(one: Series) -> float:
    known = [row.value for row in _in_order(one) if row.value is not None]
    return float(known[-1])


def _in_order(one: Series) -> list[Observation]:
    return sorted(one.observations, key=lambda row: row.period)


def _time(plot: Plot) -> TimeScale:
    """From the first decision to the last day that was read, or a little beyond a later one."""
    starts = [row.period.start for one in plot.series for row in one.observations]
    end = max(one.dataset.cutoff for one in plot.series)
    if plot.chart.last:
        end = min(end, max(plot.chart.last.start, *starts))
    first, latest = min(starts), max(starts)
    if latest >= end:
        end = latest + timedelta(days=max(30, (latest - first).days // 12))
    return TimeScale(first, max(end, first + timedelta(days=60)), plot.width)


def _flats(one: Series, time: TimeScale) -> list[_Flat]:
    rows = _in_order(one)
    ends = [*(row.period.start for row in rows[1:]), None]
    cutoff = one.dataset.cutoff
    return [
        _Flat(
            one,
            row,
            time.at(row.period.start),
            time.at(_until(row, end, time, cutoff)),
            _is_later(one, row),
        )
        for row, end in zip(rows, ends, strict=True)
    ]


def _is_later(one: Series, row: Observation) -> bool:
    return row.period.start > one.dataset.cutoff


def _until(row: Observation, end: date | None, time: TimeScale, cutoff: date) -> date:
    """Where a stretch ends: at the next decision, else at the last day that was read."""
    if end is not None:
        return end
    return time.last if row.period.start > cutoff else min(time.last, cutoff)


class _Lines:
    """The stretches of all series, once the room for them is known."""

    def __init__(self, plot: Plot, flats: list[_Flat], ticks: list[float]) -> None:
        self.plot = plot
        self.flats = flats
        self.ticks = ticks
        self.unit = plot.height / (ticks[-1] - ticks[0])
        self.shift = self._lanes()
        self.colours = plot.colours()

    def _lanes(self) -> dict[str, float]:
        """How far each line is moved, so that equal values of two series are both seen."""
        lanes = (0, 1, -1, 2, -2, 3, -3, 4)
        found: dict[str, int] = {}
        for one in self.plot.series:
            mine = [flat for flat in self.flats if flat.series is one]
            used = {
                found[other.series.key]
                for other in self.flats
                for flat in mine
                if other.series.key in found and _lie_together(flat, other, self.unit)
            }
            found[one.key] = next(lane for lane in lanes if lane not in used)
        return {key: lane * _APART for key, lane in found.items()}

    def shifted(self, key: str, value: float) -> float:
        """The value at which a line seems to lie, since it was moved."""
        return value - self.shift[key] / self.unit

    def names(self, ends: dict[str, float]) -> list[Any]:
        """The names of the series at their ends, or above, in the colours that they have here."""
        found = self.plot.named(ends, self.ticks)
        if found:
            scale = alt.Scale(domain=list(self.colours), range=list(self.colours.values()))
            found[0] = found[0].encode(color=alt.Color("series:N", scale=scale, legend=None))
        return found

    def high(self, flat: _Flat) -> float:
        """The pixel of a stretch from the top."""
        value = self.ticks[0] if flat.value is None else flat.value
        return (self.ticks[-1] - value) * self.unit + self.shift[flat.series.key]

    def axis(self) -> list[Any]:
        """Lines and numbers of the scale."""
        plot, ticks = self.plot, self.ticks
        labels = plot.tick_labels(ticks)
        rows = [{"py": (ticks[-1] - tick) * self.unit, "text": labels[tick]} for tick in ticks]
        lines = [{"px": 0, "px2": plot.width, "py": row["py"]} for row in rows[:0:-1]]
        zero = [{"px": 0, "px2": plot.width, "py": ticks[-1] * self.unit}] if ticks[0] < 0 else []
        return [
            *rules(lines),
            *rules(zero, color=theme.SOFT),
            *words([row | {"px": -6} for row in rows], align="right", fill=theme.SOFT),
        ]

    def drawn(self) -> list[Any]:
        """The lines, a dot at each decision, and what is missing."""
        plot = self.plot
        paths: list[Row] = []
        dots: list[Row] = []
        gaps: list[Row] = []
        run = 0
        before: _Flat | None = None
        for flat in self.flats:
            tip = plot.tip(flat.series, flat.row)
            if before is None or before.series is not flat.series or before.value is None:
                run += 1
                before = None
            if flat.value is None:
                gaps.append({"px": flat.start, "py": float(plot.height), "tip": tip})
                before = flat
                continue
            same = {
                "colour": self.colours[flat.series.key],
                "name": f"{plot.number_of(flat.series)}|",
                "py": self.high(flat),
            }
            if before and before.firm != flat.firm:  # what leads to what is not firm is dashed too
                run += 1
                rise = {"px": flat.start, "py": self.high(before), "run": run, "firm": False}
                paths.append(same | rise)
                if flat.firm:  # and what leads away from it
                    paths.append(same | {"px": flat.start, "run": run, "firm": False})
                    run += 1
            line = same | {"run": run, "firm": flat.firm}
            paths += [line | {"px": flat.start}, line | {"px": flat.end}]
            dots.append(
                {"colour": same["colour"], "px": flat.start, "py": same["py"], "tip": tip}
                | {"firm": flat.firm, "period": str(flat.row.period), "value": flat.value}
            )
            before = flat
        for order, row in enumerate(paths):
            row["order"] = order
        colour = alt.Color("colour:N", scale=None, legend=None)
        found: list[Any] = []
        for firm in (True, False):
            some = [row for row in paths if row["firm"] is firm]
            if some:
                style = {"strokeCap": "butt"} if firm else status.DASHED
                line = at_pixels(some).mark_line(**style)
                found.append(
                    line.encode(
                        color=colour,
                        detail=alt.Detail("run:N"),
                        order=alt.Order("order:Q"),
                        description=alt.Description("name:N"),
                    )
                )
        full = [row for row in dots if row["firm"]]
        hollow = [row for row in dots if not row["firm"]]
        if full:
            point = at_pixels(full).mark_point(
                filled=True, size=48, opacity=1, stroke=theme.GROUND, strokeWidth=1.2
            )
            found.append(point.encode(color=colour, description=alt.Description("tip:N")))
        if hollow:
            point = at_pixels(hollow).mark_point(size=42, **status.HOLLOW)
            stroke = alt.Stroke("colour:N", scale=None, legend=None)
            found.append(point.encode(stroke=stroke, description=alt.Description("tip:N")))
        near = [(box.left, box.top) for a, b in pairwise(paths) for box in _between(a, b)]
        return found + missing(plot, gaps, (0.0, plot.width), plot.layout.font_size - 2, near)

    def values(self, *, named: bool) -> list[Row]:
        """The value of each step beside its dot, once where several series step to it together.

        With `named`, the first value of each series bears its name, in `named` too.
        """
        plot, size = self.plot, self.plot.layout.font_size - 1
        labels: list[Label] = []
        rows: list[Row] = []
        taken: list[Box] = []
        nameless = {one.key for one in plot.series} if named else set()
        for flat, after in pairwise([*self.flats, None]):
            if flat is None or flat.value is None or flat.row.value is None:
                continue
            at, key = self.high(flat), flat.series.key
            taken.append(Box(flat.start, at - 1.5, flat.end, at + 1.5))
            taken.append(Box(flat.start - 4, at - 4, flat.start + 4, at + 4))
            if after and after.series is flat.series and after.value is not None:
                low, up = sorted((at, self.high(after)))
                taken.append(Box(flat.end - 1.5, low, flat.end + 1.5, up))
            text = plot.rough(flat.row.value)
            if key in nameless:
                text = f"{plot.label(flat.series)} {text}"
            near = Box(flat.start - 5, at - 5, flat.start + 5, at + 5)
            label = Label(text, near, plot.text_width(text, size), size)
            if not any(_says_the_same(label, other) for other in labels):
                labels.append(label)
                rows.append({"text": text, "tip": f"{plot.number_of(flat.series)}|"})
                rows[-1]["named"] = key if key in nameless else ""
            nameless.discard(key)
        beyond = 10 if named or plot.above or len(plot.series) < 2 else 2  # or names stand there
        room = Box(-4, -16, plot.width + beyond, plot.height - 2)
        placed = place(labels, taken, room, around=_AROUND, far=(2, 8))
        return [
            row | {"px": box.left, "py": (box.top + box.bottom) / 2}
            for row, box in zip(rows, placed, strict=True)
            if box
        ]


def _between(one: Row, other: Row) -> list[Box]:
    if one["run"] != other["run"]:
        return []
    return along(one["px"], one["py"], other["px"], other["py"])


def _lie_together(one: _Flat, other: _Flat, unit: float) -> bool:
    if one.value is None or other.value is None:
        return False
    return (
        one.start < other.end
        and other.start < one.end
        and abs(one.value - other.value) * unit < _APART
    )


# Beside a dot on a line: above it or below it, ahead, astride, behind.
_AROUND = ((1, -1), (2, -1), (1, 1), (2, 1), (0, -1), (0, 1), (-1, -1), (-1, 1), (-1, 0))


def _says_the_same(one: Label, other: Label) -> bool:
    """Two steps to one value at one time need one label."""
    return (
        one.text == other.text
        and abs(one.near.left - other.near.left) < one.width
        and abs(one.near.top - other.near.top) < one.height + 4
    )


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """One row a period in which something was decided: the others are no holes."""
    series = selected(chart, library)
    labels = [locale.typeset(one.label[locale.code]) for one in series]
    rows = rows_by_period(series, locale, holes=False)
    return Table((locale.word("period"), *labels), tuple(rows))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """Each value of a series with the period from which it holds, in order."""
    series = selected(chart, library)
    return locale.typeset(" ".join(_words(one, len(series) > 1, locale) for one in series))


def _words(one: Series, named: bool, locale: Locale) -> str:
    rows = _in_order(one)
    told = [
        marked(locale.exact(row.value, one.dataset.unit), row, locale)
        for row in rows
        if row.value is not None
    ]
    text = ", ".join(told[:-1])
    text = locale.words["then"].format(text, told[-1]) if text else told[-1]
    return f"{headed(one, named, locale)}{text}.{gaps(missing_periods(rows, locale), locale)}"


def _level(one: Candidate) -> Iterator[str]:
    values = [
        {row.value for row in series.observations if row.value is not None} for series in one.series
    ]
    if not any(len(some) > 1 for some in values):
        yield "draws steps of values that never change; write kind: dots"


KIND = Kind(
    fr="une valeur qui change par décision et tient entre-temps",
    en="a value that changes by decision and holds in between",
    draw=draw,
    refuse=(*refusals.ON_ONE_AXIS, refusals.doubled_periods, _level),
    table=_table,
    describe=_describe,
)

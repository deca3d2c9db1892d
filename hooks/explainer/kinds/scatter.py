"""Things by two measures: a point each, named beside it; a value known as a range is a line.

The scales start at zero where that leaves half of the plot to the points; a logarithmic one says
so. What is an estimate, only announced or no move at the close is hollow, a range of it dashed; the
foot says in words what hollow is, and who lacks one of the two measures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import altair as alt

from explainer.drawing import theme
from explainer.drawing.sizes import wrapped
from explainer.facts.model import Observation, Text
from explainer.kinds import status
from explainer.kinds.canvas import Box, Label, at_pixels, place, rules, words
from explainer.kinds.joins import Cloud, Point, cloud_of
from explainer.kinds.plot import Plot, Row, nice_ticks
from explainer.kinds.series import Series
from explainer.language.numbers import MAX_DIGITS, decimals

_DOT = 90  # area
_RADIUS = 6.0
_INSET = 9.0


def draw(plot: Plot) -> alt.LayerChart:
    """Return the points, their names, and the names of both scales."""
    cloud = cloud_of(plot.chart, plot.library)
    named = replace(plot, series=_bearers(plot, cloud))
    plot.padding = {"left": 12, "right": 18, "top": 8, "bottom": 8}
    down, across = _Scale.of(plot, cloud, "y"), _Scale.of(plot, cloud, "x")
    plot.padding["left"] = 18 + max(map(plot.text_width, down.labels.values()))
    half = max(map(plot.text_width, across.labels.values())) / 2
    plot.padding["right"] = max(18, math.ceil(half) + 2)
    line = plot.frame.size + 4
    names = {axis: _name(plot, cloud, axis) for axis in ("x", "y")}
    keyed = _key_rows(named, cloud)
    deep = keyed[-1]["py"] + line + 8 if keyed else 0
    plot.padding["top"] = 10 + deep + len(names["y"]) * line + 12
    foot = _foot(plot, cloud)
    plot.padding["bottom"] = 26 + len(names["x"]) * line + len(foot) * line + 8
    height = 300 if plot.frame.narrow else 330
    plot.rows_height = height
    named = replace(plot, series=named.series)  # in the room that is left now
    scales = {"x": across.over(plot.width), "y": down.over(-height)}
    places = [_at(point, scales) for point in cloud.points]
    left, top = 12 - plot.padding["left"], -plot.padding["top"] + 10
    heads = [
        {"px": left, "py": top + deep + (index + 0.5) * line, "text": text}
        for index, text in enumerate(names["y"])
    ]
    ends = [
        {"px": plot.width, "py": height + 30 + (i + 0.5) * line - 2} | {"text": text}
        for i, text in enumerate(names["x"])
    ]
    below = [
        {"px": left, "py": height + 32 + (len(names["x"]) + i + 0.5) * line, "text": text}
        for i, text in enumerate(foot)
    ]
    hollow = below[:1] if _hollow_words(plot, cloud) else []
    for row in hollow:
        row["px"] = left + 14
    size = plot.frame.size
    key = [row | {"px": left + 4 + row["px"], "py": top + 8 + row["py"]} for row in keyed]
    return plot.finish(
        *_axes(plot, scales),
        *_key(key),
        *words(heads, fontWeight=600, fontSize=size - 1),
        *words(ends, fontWeight=600, fontSize=size - 1, align="right"),
        *_hollows([row | {"px": left + 5} for row in hollow]),
        *words(below, fontSize=size - 1, fill=theme.SOFT),
        *_marks(named, cloud, places),
        *_names(named, cloud, places),
    )


def _bearers(plot: Plot, cloud: Cloud) -> tuple[Series, ...]:
    """A series for each entity, whose colour and number its points bear."""
    labels = {point.entity: point.label for point in cloud.points}
    return tuple(
        Series(id, labels[id], cloud.y, id, plot.library.colour(id), ()) for id in cloud.entities
    )


# -- scales -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Scale:
    """One axis: its ends, its ticks, their texts; `pixels` is its length, negative upwards."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: dict[float, str]
    log: bool
    pixels: float = 0.0

    @classmethod
    def of(cls, plot: Plot, cloud: Cloud, axis: str) -> _Scale:
        rows: list[Observation] = [getattr(point, axis) for point in cloud.points]
        numbers = [float(number) for row in rows for number in row.numbers]
        log = axis in plot.chart.log
        low, high = min(numbers), max(numbers)
        count = 4 if plot.frame.narrow else 6
        if log:
            ticks = log_ticks(low, high)
        else:
            if low > 0 and low < high / 2:
                low = 0.0
            elif high < 0 and high > low / 2:
                high = 0.0
            ticks = nice_ticks(low, high, count)
        unit = getattr(cloud, axis).unit
        labels = replace(plot, unit=unit).tick_labels(ticks)
        if log:  # each tick in its own precision: 0.5, 1, 2 … 100
            labels = {
                tick: plot.locale.short(Decimal(str(tick)), unit, max(0, -_power(tick)))
                for tick in ticks
            }
        return cls(ticks[0], ticks[-1], tuple(ticks), labels, log)

    def over(self, pixels: float) -> _Scale:
        """The same scale along so many pixels."""
        return replace(self, pixels=float(pixels))

    def at(self, value: float) -> float:
        """The pixel of a value."""
        low, high = self.low, self.high
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        # Points at an end of the scale stand whole in the plot; at zero they touch the wall.
        start, end = (0.0 if self.low == 0 else _INSET), (0.0 if self.high == 0 else _INSET)
        length = abs(self.pixels)
        at = start + (value - low) / (high - low) * (length - start - end)
        return at if self.pixels > 0 else length - at


def _power(tick: float) -> int:
    return math.floor(math.log10(tick) + 1e-9)


def log_ticks(low: float, high: float) -> list[float]:
    """Return 1, 2 and 5 times powers of ten, or the powers alone over four of them, from at or
    below `low` to at or above `high`; both above zero."""
    first, last = _power(low), _power(high) + 1
    steps = (1, 2, 5) if last - first <= 3 else (1,)
    ticks = [float(f"{k}e{power}") for power in range(first, last + 1) for k in steps]
    below = [tick for tick in ticks if tick <= low * (1 + 1e-9)]
    above = [tick for tick in ticks if tick >= high * (1 - 1e-9)]
    start, end = below[-1], above[0]
    if start == end:
        end = ticks[ticks.index(start) + 1]
    return [tick for tick in ticks if start <= tick <= end]


def _axes(plot: Plot, scales: dict[str, _Scale]) -> list[Any]:
    x, y, height = scales["x"], scales["y"], float(plot.height)
    flat = [{"px": 0, "px2": plot.width, "py": y.at(tick)} for tick in y.ticks]
    upright = [{"px": x.at(tick), "py": 0, "py2": height} for tick in x.ticks]
    zeros = [{"px": 0, "px2": plot.width, "py": y.at(0)}] if not y.log and y.low <= 0 else []
    walls = [{"px": x.at(0), "py": 0, "py2": height}] if not x.log and x.low <= 0 else []
    found = rules(flat) + rules(upright, flat=False)
    found += rules(zeros, color=theme.SOFT) + rules(walls, flat=False, color=theme.SOFT)
    room = plot.width / max(1, len(x.ticks) - 1)
    widest = max(map(plot.text_width, x.labels.values())) + 6
    every = max(1, math.ceil(widest / room)) if not x.log else 1
    shown = _apart(plot, x) if x.log else list(x.ticks)[::every]
    below = [{"px": x.at(tick), "py": height + 16, "text": x.labels[tick]} for tick in shown]
    beside = [{"px": -7, "py": y.at(tick), "text": y.labels[tick]} for tick in y.ticks]
    return [
        *found,
        *words(below, align="center", fill=theme.SOFT),
        *words(beside, align="right", fill=theme.SOFT),
    ]


def _apart(plot: Plot, x: _Scale) -> list[float]:
    """The ticks of a logarithmic scale whose labels have room, from the first on."""
    shown: list[float] = []
    edge = -math.inf
    for tick in x.ticks:
        half = plot.text_width(x.labels[tick]) / 2
        if x.at(tick) - half > edge:
            shown.append(tick)
            edge = x.at(tick) + half + 6
    return shown


# -- words --------------------------------------------------------------------------------------


def _name(plot: Plot, cloud: Cloud, axis: str) -> list[str]:
    """The name of a scale, on as many lines as it needs."""
    name: Text = getattr(cloud, f"{axis}_name")
    text = plot.locale.typeset(name[plot.locale.code])
    if axis in plot.chart.log:
        text = f"{text} ({plot.locale.word('log_scale')})"
    return _lines(plot, text)


def _lines(plot: Plot, text: str) -> list[str]:
    return wrapped(text, int((plot.frame.width - 26) / ((plot.frame.size - 1) * 0.56)))


def _foot(plot: Plot, cloud: Cloud) -> list[str]:
    """Below: what a hollow point is, and who lacks one of the measures."""
    hollow = _hollow_words(plot, cloud)
    found = [", ".join(hollow)] if hollow else []
    if cloud.without:
        names = plot.locale.listed(
            [plot.locale.typeset(name[plot.locale.code]) for name in cloud.without]
        )
        found += _lines(plot, plot.locale.word("one_missing", names))
    return found


def _hollow_words(plot: Plot, cloud: Cloud) -> list[str]:
    """What hollow points are, each in a word."""
    rows = [row for point in cloud.points for row in (point.x, point.y)]
    said = {row.status for row in rows if row.status}
    found = ["no_outcome"] if len(said) > 1 else [*said]
    found += ["not_close"] if any(row.basis not in (None, "close") for row in rows) else []
    return [plot.locale.word(one) for one in found]


def _key_rows(plot: Plot, cloud: Cloud) -> list[Row]:
    """The names of those who have several points, as they flow over lines above the plot."""
    if not cloud.several_each:
        return []
    colours = plot.colours()
    x, y = 0, 0
    rows: list[Row] = []
    for one in plot.series:
        wide = 16 + plot.text_width(plot.label(one)) + 12
        if x and x + wide > plot.frame.width - 26:
            x, y = 0, y + plot.frame.size + 8
        rows.append(
            {"px": x, "py": y, "colour": colours[one.key]}
            | {"text": plot.label(one), "tip": f"{plot.number_of(one)}|"}
        )
        x += wide
    return rows


def _key(rows: list[Row]) -> list[Any]:
    if not rows:
        return []
    squares = at_pixels(rows).mark_square(size=64, opacity=1)
    squares = squares.encode(
        color=alt.Color("colour:N", scale=None), description=alt.Description("tip:N")
    )
    return [squares, *words(rows, tips=True, dx=9)]


def _hollows(rows: list[Row]) -> list[Any]:
    """The mark that a line of the foot explains."""
    if not rows:
        return []
    style: dict[str, Any] = {"fill": theme.GROUND, "stroke": theme.SOFT, "strokeWidth": 1.6}
    return [at_pixels(rows).mark_point(size=60, opacity=1, aria=False, **style)]


# -- marks --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """Where a point stands: a box without width or height, unless a value is a range."""

    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2


def _at(point: Point, scales: dict[str, _Scale]) -> _Place:
    xs = [scales["x"].at(float(number)) for number in point.x.numbers]
    ys = [scales["y"].at(float(number)) for number in point.y.numbers]
    return _Place(Box(min(xs), min(ys), max(xs), max(ys)))


def _is_hollow(point: Point) -> bool:
    rows = (point.x, point.y)
    return any(row.status is not None or row.basis not in (None, "close") for row in rows)


def _marks(plot: Plot, cloud: Cloud, places: list[_Place]) -> list[Any]:
    colours = plot.colours() if cloud.several_each else plot.own_colours()  # else names tell apart
    rows: list[Row] = []
    for point, place_ in zip(cloud.points, places, strict=True):
        one = next(one for one in plot.series if one.entity == point.entity)
        x, y = place_.middle
        rows.append(
            {
                "px": x,
                "py": y,
                "left": place_.box.left,
                "right": place_.box.right,
                "top": place_.box.top,
                "bottom": place_.box.bottom,
                "entity": point.entity,
                "period": str(point.period or ""),
                "colour": colours[one.key],
                "ground": theme.GROUND if _is_hollow(point) else colours[one.key],
                "firm": not _is_hollow(point),
                "tip": _tip(plot, cloud, point, one),
            }
        )
    found: list[Any] = []
    style: dict[str, Any] = {"strokeWidth": 5, "strokeCap": "round", "opacity": 0.75}
    flat = [row for row in rows if row["right"] > row["left"]]
    upright = [row for row in rows if row["bottom"] > row["top"]]
    colour = alt.Color("colour:N", scale=None, legend=None)
    for some, named in (
        (flat, {"x": "left", "x2": "right"}),
        (upright, {"y": "top", "y2": "bottom"}),
    ):
        for firm in (True, False):
            these = [row for row in some if row["firm"] is firm]
            if these:
                dash = {} if firm else status.DASHED
                line = at_pixels(these, **named).mark_rule(**{**style, **dash})
                found.append(line.encode(color=colour, description=alt.Description("tip:N")))
    dots = [row for row in rows if row not in flat and row not in upright]
    if dots:
        point_ = at_pixels(dots).mark_point(size=_DOT, opacity=1, strokeWidth=1.6)
        found.append(
            point_.encode(
                fill=alt.Fill("ground:N", scale=None, legend=None),
                stroke=alt.Stroke("colour:N", scale=None, legend=None),
                description=alt.Description("tip:N"),
            )
        )
    return found


def _tip(plot: Plot, cloud: Cloud, point: Point, one: Series) -> str:
    """Both values on the first line, then what each rests on."""
    when = f", {plot.locale.period(point.period)}" if point.period else ""
    values = [_value(plot, cloud, point, axis) for axis in ("x", "y")]
    between = "\u202f; " if plot.locale.code == "fr" else "; "
    head = f"{plot.label(one)}{when}{plot.locale.words['colon']}{between.join(values)}"
    number = plot.number_of(one) if cloud.several_each else 0
    lines = [head]
    for row in (point.x, point.y):
        lines += [line for line in plot.sentence(one, row, "").split("|")[2:] if line not in lines]
    return f"{number}|" + "|".join(lines)


def _value(plot: Plot, cloud: Cloud, point: Point, axis: str) -> str:
    row: Observation = getattr(point, axis)
    unit = getattr(cloud, axis).unit
    marks = [plot.locale.word(word) for word in (row.status, row.basis) if word]
    if point.period is None:
        marks.insert(0, plot.locale.period(row.period))
    elif row.period != point.period:  # the day of a move
        marks.append(plot.locale.period(row.period))
    tail = f" ({', '.join(marks)})" if marks else ""
    if row.is_range:
        return plot.locale.span(row.low, row.high, unit, short=True) + tail
    assert row.value is not None, "a point has a value or a range"
    return plot.locale.short(row.value, unit, min(decimals(row.value), MAX_DIGITS)) + tail


def _names(plot: Plot, cloud: Cloud, places: list[_Place]) -> list[Any]:
    """A name beside each point, with a line to it where it had to step aside.

    Where an entity has several points its name stands above, and each point has its period if
    there is room for it.
    """
    size = plot.frame.size - (1 if cloud.several_each else 0)
    labels: list[Label] = []
    taken: list[Box] = []
    for point, place_ in zip(cloud.points, places, strict=True):
        box = place_.box
        near = Box(box.left - _RADIUS, box.top - _RADIUS, box.right + _RADIUS, box.bottom + _RADIUS)
        taken.append(near)
        text = plot.locale.typeset(point.label[plot.locale.code])
        if cloud.several_each and point.period:
            text = plot.locale.period(point.period)
        labels.append(Label(text, near, plot.text_width(text, size), size + 2))
    room = Box(2, 2, plot.width + plot.padding["right"] - 6, plot.height - 2)
    far = (3,) if cloud.several_each else (3, 14, 26, 40, 60)
    placed = place(labels, taken, room, far=far)
    rows: list[Row] = []
    leads: list[Row] = []
    for point, label, where, found_ in zip(cloud.points, labels, places, placed, strict=True):
        if found_ is None:
            continue
        box = found_
        one = next(one for one in plot.series if one.entity == point.entity)
        number = plot.number_of(one) if cloud.several_each else 0
        rows.append(
            {"px": box.left, "py": (box.top + box.bottom) / 2, "text": label.text}
            | {"tip": f"{number}|"}
        )
        mark = where.box
        from_x = min(max((box.left + box.right) / 2, mark.left), mark.right)
        from_y = min(max((box.top + box.bottom) / 2, mark.top), mark.bottom)
        x, y = min(max(from_x, box.left), box.right), min(max(from_y, box.top), box.bottom)
        if math.hypot(x - from_x, y - from_y) > _RADIUS + 8:
            leads.append({"px": from_x, "py": from_y, "px2": x, "py2": y})
    found: list[Any] = []
    if leads:
        lines = at_pixels(leads, x2="px2", y2="py2")
        found.append(lines.mark_rule(color=theme.SOFT, strokeWidth=1, aria=False))
    return found + words(rows, halo=True, tips=True, fontSize=size)

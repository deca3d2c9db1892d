"""Bars over time: plain (one series), grouped (side by side) or stacked. They start at zero.

What is no outcome is pale with a dashed outline, and a key says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.facts.fields import Field, one_of
from explainer.facts.model import Chart
from explainer.kinds import refusals, status
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.refusals import ON_ONE_AXIS
from explainer.kinds.rows import missing_tip
from explainer.kinds.series import axis_of, is_even, left_out, periods_of, references
from explainer.kinds.ticks import nice_ticks
from explainer.language.numbers import few
from explainer.language.periods import Period

PLACES_LIMIT = 200  # on a phone a bar is a pixel or two wide
_BETWEEN, _BESIDE = 0.22, 0.1  # of a period's place: the gap to the next one, and at both ends


def _is_stacked(chart: Chart) -> bool:
    return bool(chart.options.get("layout") == "stacked")


def draw(plot: Plot) -> alt.LayerChart:
    """Return the bars of a chart in the layout that its file asks for."""
    stacked = _is_stacked(plot.chart)
    rows = _stacked(plot) if stacked else _side_by_side(plot)
    edges = [edge for row in rows if row["y"] is not None for edge in (row["y"], row["y2"])]
    spans = [] if stacked else _spans(plot)
    edges += [edge for row in spans for edge in (row["y"], row["y2"])]
    ticks = nice_ticks(min(0.0, *edges), max(0.0, *edges))
    plot.padding["left"] = plot.left_for(ticks)
    several = len(plot.series) > 1
    keys = [one.key for one in plot.series]
    plot.key = plot.status_word()
    plot.spread = plot.spread_word() if spans else ""
    plot.name_series(keys[::-1] if stacked else keys)
    plot.make_room_for_periods()
    drawn = [row for row in rows if row["y"] is not None]
    firm, pale = _parted(drawn)
    x = plot.x(paddingInner=_BETWEEN, paddingOuter=_BESIDE)
    scale = plot.colour_scale()
    colour = alt.Color("series:N", scale=scale, legend=None)
    bars = inline(firm).mark_bar(stroke=theme.GROUND, strokeWidth=1 if stacked else 0)
    # Outlines that lie on each other could not be seen: each is a pixel inside its bar.
    inside = (ticks[-1] - ticks[0]) / plot.height if stacked else 0.0
    outlined = inline([_smaller(row, inside) for row in pale]).mark_bar(**status.PALE)
    layers = [
        bars.encode(color=colour),
        outlined.encode(
            fill=alt.Fill("series:N", scale=scale, legend=None),
            stroke=alt.Stroke("series:N", scale=scale, legend=None),
        ),
    ]
    offset: dict[str, Any] = {}
    if several and not stacked:
        offset["xOffset"] = alt.XOffset("series:N", sort=[one.key for one in plot.series])
    found: list[Any] = [
        layer.encode(
            x=x, y=plot.y(ticks), y2=alt.Y2("y2:Q"), description=alt.Description("tip:N"), **offset
        )
        for layer, some in zip(layers, (firm, pale), strict=True)
        if some
    ]
    if spans:
        line = inline(spans).mark_rule(stroke=theme.INK, strokeWidth=1.2, aria=False)
        found.append(line.encode(x=x, y=plot.y(ticks), y2=alt.Y2("y2:Q"), **offset))
    if ticks[0] < 0:
        zero = inline([{"y": 0}]).mark_rule(color=theme.SOFT, aria=False)
        found.append(zero.encode(y=alt.Y("y:Q")))
    if not several:
        found += _values(plot, drawn, spans, x)
    found += _gaps(plot, rows, x, offset, stacked=stacked)
    found += plot.named(_ends(drawn, stacked), ticks)
    return plot.finish(*found, *status.key(plot))


def _parted(drawn: list[Row]) -> tuple[list[Row], list[Row]]:
    """The outcomes, and what is none; a bar of no height has no outline."""
    firm: list[Row] = []
    pale: list[Row] = []
    for row in drawn:
        is_pale = row.pop("status") and row["y"] != row["y2"]
        (pale if is_pale else firm).append(row)
    return firm, pale


def _smaller(row: Row, by: float) -> Row:
    """The bar of a row without its value, and that much less at both ends."""
    bar = {name: one for name, one in row.items() if name != "value"}
    if row["y"] - row["y2"] > 4 * by:
        bar |= {"y": row["y"] - by, "y2": row["y2"] + by}
    return bar


def _side_by_side(plot: Plot) -> list[Row]:
    rows = []
    for one in plot.series:
        for row in one.observations:
            value = None if row.value is None else float(row.value)
            rows.append(
                {
                    "series": one.key,
                    "x": str(row.period),
                    "y": value,
                    "y2": 0.0,
                    "tip": plot.tip(one, row),
                    "value": row.value,
                    "status": row.standing,
                }
            )
    return rows


def _stacked(plot: Plot) -> list[Row]:
    """Stacks are added up here and not by Vega, in exact decimals and in the file's order."""
    base: dict[str, Decimal] = {}
    rows = []
    for one in plot.series:
        for row in one.observations:
            if row.value is None:
                continue
            x = str(row.period)
            low = base.get(x, Decimal(0))
            base[x] = low + row.value
            rows.append(
                {
                    "series": one.key,
                    "x": x,
                    "y": float(base[x]),
                    "y2": float(low),
                    "tip": plot.tip(one, row),
                    "value": row.value,
                    "status": row.standing,
                }
            )
    return rows


def _spans(plot: Plot) -> list[Row]:
    """The intervals around values: a thin line through the end of each bar."""
    return [
        {"series": one.key, "x": str(row.period)}
        | {"y": float(row.interval[0]), "y2": float(row.interval[1])}
        for one in plot.series
        for row in one.observations
        if row.interval
    ]


def _values(plot: Plot, drawn: list[Row], spans: list[Row], x: alt.X) -> list[alt.Chart]:
    """Write the values above the bars where they all fit, else above the last bar alone."""
    texts = [_label(plot, row["value"]) for row in drawn]
    at = [plot.periods.index(Period.parse(row["x"])) for row in drawn]
    steps = min((b - a for a, b in pairwise(at) if b > a), default=1)
    room = steps * plot.width / max(1, len(plot.periods))
    size = plot.layout.font_size - 1
    fit = max((plot.text_width(text, size) for text in texts), default=0) <= room
    ends = {row["x"]: (row["y"], row["y2"]) for row in spans}  # beyond which values stand
    rows = [
        {"x": row["x"], "y": ends.get(row["x"], (row["y"],) * 2)[row["y"] >= 0], "text": text}
        for row, text in zip(drawn, texts, strict=True)
        if fit or row is drawn[-1]
    ]
    for row in drawn:
        del row["value"]
    return [
        inline([row for row in rows if (row["y"] < 0) is below])
        .mark_text(dy=12 if below else -7, fontSize=size, fontWeight=600, aria=False)
        .encode(x=x, y=alt.Y("y:Q"), text=alt.Text("text:N"))
        for below in (False, True)
        if any((row["y"] < 0) is below for row in rows)
    ]


def _label(plot: Plot, value: Decimal) -> str:
    """The number alone, since the axis has its unit, unless it is written in a larger one."""
    if plot.unit.for_size(abs(value)) is not plot.unit:
        return plot.rough(value)
    return plot.locale.number(value, few(value))


def _gaps(
    plot: Plot, rows: list[Row], x: alt.X, offset: dict[str, Any], *, stacked: bool
) -> list[alt.Chart]:
    """A missing cell is a word at the foot, never an empty place that looks like zero.

    It is set upright, like the bar that is not there, where its place is narrower than the word.
    """
    words = [
        {"series": row["series"], "x": row["x"], "y": 0.0, "tip": row["tip"]}
        for row in rows
        if row["y"] is None
    ]
    for row in rows:
        row.pop("value", None)
    word, size = plot.locale.word("missing_short"), plot.layout.font_size - 2
    place = plot.width / (len(plot.periods) - _BETWEEN + 2 * _BESIDE)
    place *= (1 - _BETWEEN) / (len(plot.series) if offset else 1)
    words += _absent(plot, stacked=stacked, together=size > place)
    if not words:
        return []
    style: dict[str, Any] = {"dy": -7}
    # A point or a space takes half of what a letter does.
    width = sum(plot.text_width(c, size) * (1 if c.isalpha() else 0.5) for c in word)
    if width + 2 > place:
        style = {"angle": 270, "align": "left", "baseline": "middle", "dx": 4}
    return [
        inline(words)
        .mark_text(fontSize=size, fill=theme.SOFT, **style)
        .encode(
            x=x,
            y=alt.Y("y:Q"),
            text=alt.value(word),
            description=alt.Description("tip:N"),
            **offset,
        )
    ]


def _absent(plot: Plot, *, stacked: bool, together: bool) -> list[Row]:
    """What stands in the places of periods that data lack, and of those of which a whole stack is
    missing: a word for each, or, where a place has no room for it, one for all that follow each
    other, in their middle (`together`)."""
    found: dict[str | tuple[str, str], Row] = {}
    for one in plot.series[:1] if stacked else plot.series:
        runs = left_out(one) if together else [(at,) for some in left_out(one) for at in some]
        missing = [(row.period,) for row in one.observations if stacked and row.absence]
        for some in (*runs, *missing):
            when = plot.locale.run(some)
            at = str(some[len(some) // 2])
            place = at if together else (at, one.key)
            name = when if stacked or place in found else f"{plot.label(one)}, {when}"
            tip = missing_tip(plot, one, None, name)
            found[place] = {"series": one.key, "x": at, "y": 0.0, "tip": tip}
    return [*found.values()]


def _ends(drawn: list[Row], stacked: bool) -> dict[str, float]:
    """Where each series' name stands: the middle of its last segment, or the top of its bar."""
    ends = {}
    for row in drawn:
        row.pop("value", None)
        ends[row["series"]] = (row["y"] + row["y2"]) / 2 if stacked else row["y"]
    return ends


def _plain(one: Candidate) -> Iterator[str]:
    """One bar a period holds one series."""
    drawn = len(references(one.chart, one.library))
    if one.chart.options.get("layout") == "plain" and drawn > 1:
        yield f"draws {drawn} series in layout: plain; write grouped or stacked"


def _stacked_rates(one: Candidate) -> Iterator[str]:
    if _is_stacked(one.chart):
        yield from refusals.never_added(one)


def _uneven(one: Candidate) -> Iterator[str]:
    """Bars stand on even steps, and what data lack in between keeps its place."""
    known, places = periods_of(one.series), axis_of(one.series)
    if len({series.dataset.unit.id for series in one.series}) > 1:
        return  # told already, and it may follow from that
    if not is_even(places):
        yield (
            f"draws bars of periods that are not evenly apart, from {known[0]} to {known[-1]}; "
            "write kind: lines, steps or dots"
        )
    elif len(places) > PLACES_LIMIT and len(places) > len(known):
        yield (
            f"has {len(places)} places from {known[0]} to {known[-1]}, "
            f"{len(known)} of them with data; change from and to, or write kind: lines"
        )


def _negative_stacks(one: Candidate) -> Iterator[str]:
    for series in one.series:
        values = [row.value for row in series.observations]
        if _is_stacked(one.chart) and any(value is not None and value < 0 for value in values):
            yield f'stacks negative values of "{series.key}"; write layout: grouped'


def _holed_stacks(one: Candidate) -> Iterator[str]:
    """A stack that lacks one series would look like a fall."""
    for period in periods_of(one.series) if _is_stacked(one.chart) else ():
        rows = [(series, series.at(period)) for series in one.series]
        absent = [series.key for series, row in rows if row is None or row.value is None]
        if absent and len(absent) < len(rows):
            yield (
                f'stacks {period} without "{absent[0]}"; '
                "change from and to, or write layout: grouped"
            )


KIND = Kind(
    fr="un montant par période, ou plusieurs côte à côte ou empilés, selon `layout`",
    en="one amount by period, or several side by side or added up, as `layout` says",
    draw=draw,
    options=(
        Field(
            "layout",
            one_of(("plain", "grouped", "stacked")),
            "comment se rangent les barres",
            "how bars stand",
        ),
    ),
    refuse_options=(_plain,),
    refuse=(*ON_ONE_AXIS, _uneven, _stacked_rates, _negative_stacks, _holed_stacks),
)

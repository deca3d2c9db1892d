"""Lines: one a series, named at their right end; a gap in the data is a gap in the line.

What is no outcome is dashed, its points are hollow, and a key says what it is. The axis starts at
zero, except for rates (a currency in another): it then says that it does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.kinds import compared, notes, status
from explainer.kinds.across import Across
from explainer.kinds.kind import Kind
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.refusals import ON_ONE_AXIS
from explainer.kinds.ticks import nice_ticks
from explainer.language.periods import DAY, Period

BESIDE = 0.3  # of the way from one period to the next: the room at both ends
_LINE = 20  # height of the words over a cut axis


def draw(plot: Plot) -> alt.LayerChart:
    """Return the lines of a chart; one alone has its value at its end."""
    drawn = layers(plot, cut=not plot.has_zero)
    cut = _cut(plot)
    last = _last(plot)
    axis = Across.of(plot, BESIDE).axis()  # once the height is settled
    told = _told(plot)
    return plot.finish(
        *axis,
        *notes.level(plot, clear=True),
        *drawn,
        *cut,
        *last,
        *told,
        *status.key(plot, line=True),
    )


def _told(plot: Plot) -> list[Any]:
    """The notes over the lines, and the room for them."""
    if not notes.notes_of(plot.chart):
        return []
    rows = [row for one in plot.series for row in one.observations if row.value is not None]
    values = [float(row.value) for row in rows if row.value is not None]
    tops: dict[Period, float] = {}
    for row, value in zip(rows, values, strict=True):
        tops[row.period] = max(tops.get(row.period, value), value)
    ticks = _ticks(plot, values, not plot.has_zero)
    return notes.over(plot, tops, ticks, Across.of(plot, BESIDE).pixel, clear=10)


def layers(plot: Plot, cut: bool = False, settle: Callable[[], None] = lambda: None) -> list[Any]:
    """Return the layers of a line chart, for kinds that add to it. Its axis holds zero, unless it
    is `cut`. `settle` is called once the sides of the padding are known: it may add to its top."""
    known = [
        (one.key, row.value)
        for one in plot.series
        for row in one.observations
        if row.value is not None
    ]
    values = [float(value) for _, value in known]
    ticks = _ticks(plot, values, cut)
    plot.padding["left"] = plot.left_for(ticks)
    last = dict(known)
    plot.key, plot.spread = plot.status_word(), plot.spread_word()
    plot.name_series(sorted(last, key=lambda key: last[key], reverse=True))
    plot.make_room_for_periods()
    settle()
    across = Across.of(plot, BESIDE)
    rows: list[Row] = []
    hollow: list[Row] = []
    dashed: list[list[Row]] = []
    ends: dict[str, float] = {}
    for one in plot.series:
        runs: list[list[tuple[Row, bool]]] = [[]]
        now_and_then = one.dataset.frequency in (DAY, "irregular")
        for period in plot.periods:
            row = one.at(period)
            if row is None and now_and_then:
                continue  # nothing is absent there
            value = row.value if row else None
            name = f"{plot.number_of(one)}|"
            rows.append({"series": one.key, "x": across.value(period), "y": None, "name": name})
            if row is None or value is None:
                runs.append([])
                continue
            point = rows[-1] | {"y": float(value), "tip": plot.tip(one, row)}
            runs[-1].append((point, row.standing is None))
            ends[one.key] = float(value)
            if row.standing:
                hollow.append(point)
            else:
                rows[-1] = point
        for run in runs:
            dashed += status.parts([point for point, _ in run], [firm for _, firm in run])[1]
    colour = alt.Color("series:N", scale=plot.colour_scale(), legend=None)
    at: dict[str, Any] = {"x": across.channel(), "y": plot.y(ticks)}
    base = inline(rows).encode(**at)
    found: list[Any] = [
        base.mark_line(invalid="break-paths-show-path-domains").encode(
            color=colour, description=alt.Description("name:N")
        ),
        # The marks that carry words: large enough for a finger, a dot in the middle.
        base.transform_filter("datum.y !== null")
        .mark_point(filled=True, size=26, opacity=1, stroke=theme.GROUND, strokeWidth=1)
        .encode(color=colour, description=alt.Description("tip:N")),
    ]
    if dashed:
        line = inline(status.numbered(dashed)).mark_line(**status.DASHED)
        found.insert(
            1,
            line.encode(
                **at,
                color=colour,
                detail=alt.Detail("run:N"),
                description=alt.Description("name:N"),
            ),
        )
    if hollow:
        stroke = alt.Stroke("series:N", scale=plot.colour_scale(), legend=None)
        point = inline(hollow).mark_point(size=30, **status.HOLLOW)
        found.append(point.encode(**at, stroke=stroke, description=alt.Description("tip:N")))
    found = _bands(plot, across, at, colour) + found
    if ticks[0] < 0:
        zero = inline([{"y": 0}])
        found.insert(0, zero.mark_rule(color=theme.SOFT, aria=False).encode(y=alt.Y("y:Q")))
    return found + plot.named(ends, ticks)


def _ticks(plot: Plot, values: list[float], cut: bool) -> list[float]:
    """Round values around all that is drawn, intervals included, and zero unless it is `cut`."""
    rows = (row for one in plot.series for row in one.observations)
    held = [
        *values,
        *notes.held(plot),
        *(float(end) for row in rows for end in row.interval or ()),
    ]
    held += [] if cut else [0.0]
    return nice_ticks(min(held), max(held))


def _bands(plot: Plot, across: Across, at: dict[str, Any], colour: alt.Color) -> list[Any]:
    """The intervals around values: a band where they follow each other, else an upright line."""
    runs: list[list[Row]] = []
    for one in plot.series:
        runs.append([])
        for period in plot.periods:
            row = one.at(period)
            if row is None or row.interval is None:
                runs.append([])
                continue
            low, high = map(float, row.interval)
            span = {"x": across.value(period), "y": low, "y2": high}
            runs[-1].append({"series": one.key, **span})
    found: list[Any] = []
    bands = status.numbered([run for run in runs if len(run) > 1])
    alone = status.numbered([run for run in runs if len(run) == 1])
    quiet: dict[str, Any] = {"aria": False, "opacity": status.BAND}
    if bands:
        found.append(inline(bands).mark_area(line=False, **quiet))
    if alone:
        found.append(inline(alone).mark_rule(strokeWidth=6, **quiet))
    ends = {"y2": alt.Y2("y2:Q"), "color": colour, "detail": alt.Detail("run:N")}
    return [mark.encode(**at, **ends) for mark in found]


def _cut(plot: Plot) -> list[Any]:
    """The words over an axis that does not start at zero, and the room for them."""
    if plot.has_zero:
        return []
    plot.padding["top"] += _LINE
    return [
        inline([{"text": plot.locale.word("cut_scale")}])
        .mark_text(align="left", baseline="middle", fill=theme.SOFT, aria=False)
        .encode(
            x=alt.value(12 - plot.padding["left"]), y=alt.value(-_LINE), text=alt.Text("text:N")
        )
    ]


def _last(plot: Plot) -> list[Any]:
    """The last value of the only line, on the side of its end that the line leaves free."""
    if len(plot.series) > 1:
        return []
    known = [row for row in plot.series[0].observations if row.value is not None]
    last, before = known[-1], known[-2] if len(known) > 1 else known[-1]
    assert last.value is not None, "only rows with a value are kept"
    assert before.value is not None, "only rows with a value are kept"
    if last.value == max(row.value for row in known if row.value is not None):
        plot.padding["top"] = max(plot.padding["top"], 20)  # it may stand over the plot
    text = (plot.locale.rough if plot.has_zero else plot.locale.short)(last.value, plot.unit)
    across = Across.of(plot, BESIDE)
    after = plot.width - across.pixel(last.period)
    over = plot.text_width(text) / 2 - after - plot.padding["right"] + 6
    style: dict[str, Any] = {
        "dx": -max(0, math.ceil(over)),
        "dy": 15 if before.value > last.value else -12,
        "baseline": "middle",
        "fontWeight": 600,
        "aria": False,
    }
    base = inline([{"x": across.value(last.period), "y": float(last.value), "text": text}])
    # A halo keeps it apart from the grid.
    halo: dict[str, Any] = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}
    x = across.channel()
    return [
        base.mark_text(**style, **more).encode(x=x, y=alt.Y("y:Q"), text=alt.Text("text:N"))
        for more in (halo, {})
    ]


KIND = Kind(
    fr="une évolution sur beaucoup de périodes",
    en="a course over many periods",
    draw=draw,
    options=(compared.OPTION, notes.NOTES, notes.LINE),
    refuse_options=(notes.unfit_line,),
    series_options=(notes.MEANS,),
    select=compared.selected,
    table=compared.table,
    describe=compared.describe,
    captions=notes.captions,
    refuse=(*ON_ONE_AXIS, notes.elsewhere),
)

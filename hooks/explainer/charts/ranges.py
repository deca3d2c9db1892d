"""Guidance by date of issue against what came: one row an announcement, by target.

A range is dashed and pale, an outcome solid, and both are named: never colour alone.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import altair as alt

from explainer import theme
from explainer.charts.plot import Plot, Row, inline, nice_ticks
from explainer.locales import MAX_DIGITS, decimals
from explainer.model import Observation
from explainer.series import Series, outcome_of

_HEAD, _ROW = 26, 25  # heights: the line that names a target, and a row below it
_NARROW_ROW = 38  # on a phone the words stand over their bar, which then has the whole width


def draw(plot: Plot) -> alt.LayerChart:
    """Return the ranges. Each target period has a head line with its outcome, when known."""
    one = plot.series[0]
    heads: list[Row] = []
    spans: list[Row] = []
    outcomes: list[Row] = []
    y = 0
    said = sorted(
        (row for row in one.observations if row.numbers),
        key=lambda row: (row.period, row.issued or row.period.start),
    )
    for target, group in groupby(said, key=lambda row: row.period):
        top = y
        heads.append({"y": y + 13, "text": plot.locale.word("target", plot.locale.period(target))})
        y += _HEAD
        for row in group:
            spans.append(_span(plot, row, y))
            y += _NARROW_ROW if plot.frame.narrow else _ROW
        known = outcome_of(plot.chart, plot.library, target)
        if known is not None and known.value is not None:
            if plot.frame.narrow:  # a row of its own: a line through all rows would cross words
                outcomes.append(_outcome(plot, one, known, (y + 15, y + 33, y + 8)))
                y += _NARROW_ROW
                continue
            outcomes.append(_outcome(plot, one, known, (top + 4, y - 2, top + 13)))
            for span in spans:
                if span["y"] > top:  # its label stands clear of the outcome's line
                    span["end"] = max(span["end"], float(known.value))
        y += 6
    plot.rows_height = y
    plot.padding["top"] = 8
    if not plot.frame.narrow:
        plot.padding["left"] = 14 + max(plot.text_width(span["date"]) for span in spans)
    x = _scale(plot, spans, outcomes)
    return plot.finish(
        *_bars(plot, one, spans, x), *_lines(outcomes, x), *_words(plot, heads, spans, outcomes, x)
    )


def _span(plot: Plot, row: Observation, top: int) -> Row:
    low = row.low if row.low is not None else row.value
    high = row.high if row.high is not None else row.value
    low, high = (low if low is not None else high), (high if high is not None else low)
    assert low is not None, "only rows with numbers are drawn"
    assert high is not None, "only rows with numbers are drawn"
    text = (
        plot.locale.span(row.low, row.high, plot.unit, short=True)
        if row.is_range
        else plot.short(high)
    )
    date = plot.locale.date(row.issued, short=True) if row.issued else ""
    name = f"{plot.locale.word('guidance')} {plot.locale.period(row.period)}"
    narrow = plot.frame.narrow
    return {
        "x": float(low),
        "x2": float(high),
        "end": float(high),
        "y": top + (19 if narrow else 4),
        "y2": top + (31 if narrow else 21),
        "date": date,
        "text": text,
        "over": f"{date}{plot.locale.words['colon']}{text}",
        "tip": plot.sentence(
            plot.series[0], row, f"{date}, {name}{plot.locale.words['colon']}{text}"
        ),
    }


def _outcome(plot: Plot, one: Series, known: Observation, at: tuple[int, int, int]) -> Row:
    """What came: a line from the first to the second height, named at the third."""
    assert known.value is not None, "only a known outcome is drawn"
    came = plot.short(known.value, min(decimals(known.value), MAX_DIGITS))
    text = f"{plot.locale.word('outcome')} {came}"
    head = f"{plot.locale.period(known.period)}{plot.locale.words['colon']}{text}"
    return {
        "x": float(known.value),
        "y": at[0],
        "y2": at[1],
        "middle": at[2],
        "text": text,
        "tip": plot.sentence(one, known, head),
    }


def _scale(plot: Plot, spans: list[Row], outcomes: list[Row]) -> alt.X:
    """These are spans and not bars: the scale may start near the lowest, not at zero. It leaves
    room on the right for the longest label that stands there."""
    edges = [span[end] for span in spans for end in ("x", "x2")] + [row["x"] for row in outcomes]
    low, high = min(edges) * 0.75, max(edges)
    if not plot.frame.narrow:
        room = 16 + max(plot.text_width(row["text"]) for row in spans + outcomes)
        high += (high - low) * room / (plot.width - room)
    ticks = nice_ticks(low, high, 4 if plot.frame.narrow else 6)
    label = max(map(plot.text_width, plot.tick_labels(ticks).values())) / 2
    edge = (high - low) * (label - plot.padding["right"]) / plot.width
    ticks = [tick for tick in ticks if low <= tick <= high - edge]
    return alt.X(
        "x:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=plot.value_axis(ticks, grid=True, domain=False),
        title=None,
    )


def _bars(plot: Plot, one: Series, spans: list[Row], x: alt.X) -> list[Any]:
    colour = plot.colours()[one.key]
    style: dict[str, Any] = {"fillOpacity": 0.28, "strokeWidth": 1.2, "strokeDash": [4, 2]}
    bars = inline(spans).mark_bar(fill=colour, stroke=colour, **style)
    return [bars.encode(x=x, x2="x2:Q", y=_pixels("y"), y2="y2:Q", description="tip:N")]


def _lines(outcomes: list[Row], x: alt.X) -> list[Any]:
    if not outcomes:
        return []
    lines = inline(outcomes).mark_rule(color=theme.INK, strokeWidth=2.5)
    return [lines.encode(x=x, y=_pixels("y"), y2="y2:Q", description="tip:N")]


def _words(
    plot: Plot, heads: list[Row], spans: list[Row], outcomes: list[Row], x: alt.X
) -> list[Any]:
    edge = 12 - plot.padding["left"]
    style: dict[str, Any] = {"baseline": "middle", "aria": False}
    found: list[Any] = [
        inline(heads)
        .mark_text(align="left", fontWeight=600, **style)
        .encode(x=alt.value(edge), y=_pixels("y"), text="text:N")
    ]
    rows = [span | {"middle": (span["y"] + span["y2"]) / 2, "top": span["y"] - 9} for span in spans]
    text = inline(rows)
    narrow = plot.frame.narrow
    # A halo keeps words apart from the grid and the lines that they cross.
    halo: dict[str, Any] = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}
    for more in (halo, {}):
        if narrow:
            over = text.mark_text(align="left", fill=theme.SOFT, **style, **more)
            found.append(over.encode(x=alt.value(edge), y=_pixels("top"), text="over:N"))
        else:
            beside = text.mark_text(align="left", dx=6, **style, **more)
            found.append(beside.encode(x="end:Q", y=_pixels("middle"), text="text:N"))
        if outcomes:
            came = inline(outcomes).mark_text(
                align="left", fontWeight=600, dx=0 if narrow else 6, **style, **more
            )
            where = alt.value(edge) if narrow else x
            found.append(came.encode(x=where, y=_pixels("middle"), text="text:N"))
    if not narrow:
        dates = text.mark_text(align="right", fill=theme.SOFT, **style)
        found.append(dates.encode(x=alt.value(-8), y=_pixels("middle"), text="date:N"))
    return found


def _pixels(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)

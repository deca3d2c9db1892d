"""Bars to both sides of zero, one row a date: how shares moved on results days.

A move that is not a close is pale and dashed and says what it is; the direction is told by the
side and by the sign, colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.kinds import refusals
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.ticks import lookup, nice_ticks
from explainer.language.periods import DAY

_ROW = 26


def draw(plot: Plot) -> alt.LayerChart:
    """Return the moves, the latest at the bottom; a missing one is a word on the zero line."""
    rows: list[Row] = []
    several = len(plot.series) > 1
    labels: dict[str, str] = {}
    dated = len(plot.periods) > 1
    both_ways = any((row.value or 0) < 0 for one in plot.series for row in one.observations)
    for one, row in sorted(
        ((each, row) for each in plot.series for row in each.observations),
        key=lambda pair: (pair[1].period, pair[0].key),
    ):
        key = f"{row.period}/{one.entity}"
        date = plot.locale.date(row.period.start, short=True)
        labels[key] = f"{plot.label(one)}, {date}" if several and dated else date
        if several and not dated:  # one day for all: the subtitle names it
            labels[key] = plot.label(one)
        value = None if row.value is None else float(row.value)
        other = row.basis if row.basis != "close" else None
        text = plot.locale.word("missing_short")
        if row.value is not None:
            text = plot.rough(row.value, sign=both_ways)
            if other and not plot.layout.narrow:
                text += f" ({plot.locale.word(other)})"
            elif other:
                text += "*"
        rows.append(
            {
                "row": key,
                "x": value or 0.0,
                "text": text,
                "tip": plot.tip(one, row),
                "side": "missing" if value is None else "down" if value < 0 else "up",
                "sure": other is None,
            }
        )
    plot.rows_height = _ROW * len(rows)
    plot.padding["top"] = 6
    plot.padding["left"] = 16 + max(map(plot.text_width, labels.values()))
    low, high = _room(plot, rows)
    ticks = _ticks(plot, rows, low, high)
    y = alt.Y(
        "row:O",
        sort=None,
        scale=alt.Scale(domain=list(labels), paddingInner=0.28, paddingOuter=0.14),
        axis=alt.Axis(grid=False, labelExpr=lookup(labels), labelOverlap=False),
        title=None,
    )
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=plot.value_axis(ticks, grid=True, domain=False),
        title=None,
    )
    side = alt.Scale(domain=["up", "down", "missing"], range=[theme.UP, theme.DOWN, theme.SOFT])
    colour = {
        "fill": alt.Fill("side:N", scale=side, legend=None),
        "stroke": alt.Stroke("side:N", scale=side, legend=None),
    }
    found: list[Any] = []
    for sure in (True, False):
        some = [row for row in rows if row["sure"] is sure]
        if some:
            style: dict[str, Any] = {} if sure else {"fillOpacity": 0.25, "strokeDash": [4, 2]}
            found.append(
                inline(some)
                .mark_bar(strokeWidth=1.2, **style)
                .encode(y=y, x=x, x2=alt.datum(0), description=alt.Description("tip:N"), **colour)
            )
    zero = inline([{"x": 0}])
    found.append(zero.mark_rule(color=theme.SOFT, aria=False).encode(x=alt.X("x:Q")))
    for down in (False, True):
        some = [row for row in rows if (row["side"] == "down") is down]
        if some:
            found.append(
                inline(some)
                .mark_text(align="right" if down else "left", dx=-6 if down else 6, aria=False)
                .encode(y=y, x=x, text=alt.Text("text:N"))
            )
    return plot.finish(*found)


def _ticks(plot: Plot, rows: list[Row], low: float, high: float) -> list[float]:
    """Round values up to the longest bar, to both sides where there is room, not out where only
    words are; zero, if no more fit."""
    first, last = min(0.0, *(row["x"] for row in rows)), max(0.0, *(row["x"] for row in rows))
    reach = max(-first, last)
    for count in (3, 2):
        both = {side * tick + 0.0 for tick in nice_ticks(first, last, count) for side in (-1, 1)}
        ticks = sorted(tick for tick in both if low <= tick <= high and abs(tick) <= reach)
        widest = max(map(plot.text_width, plot.tick_labels(ticks).values()), default=0) + 6
        if len(ticks) > 1 and (ticks[1] - ticks[0]) / (high - low) * plot.width >= widest:
            return ticks
    return [0.0]


def _room(plot: Plot, rows: list[Row]) -> tuple[float, float]:
    """The ends of the scale that leave, beyond every bar, the width of its own label."""
    low, high = min(0.0, *(row["x"] for row in rows)), max(0.0, *(row["x"] for row in rows))
    for _ in range(20):  # each widening moves the labels a little: it settles in a few rounds
        unit = (high - low) / plot.width or 1.0
        wanted_low, wanted_high = low, high
        for row in rows:
            text = (plot.text_width(row["text"]) + 16) * unit
            if row["side"] == "down":
                wanted_low = min(wanted_low, row["x"] - text)
            else:
                wanted_high = max(wanted_high, row["x"] + text)
        if (wanted_low, wanted_high) == (low, high):
            break
        low, high = wanted_low, wanted_high
    return low, high


def _by_day(one: Candidate) -> Iterator[str]:
    steps = {one.library.datasets[ref.dataset].frequency for ref in one.chart.series}
    if steps != {DAY}:
        yield "is of kind diverging, which needs data by day; write kind: bars"


KIND = Kind(
    fr="des hausses et des baisses par jour",
    en="moves up and down by day",
    draw=draw,
    refuse_options=(_by_day,),
    refuse=(
        refusals.several_units,
        refusals.too_many_series,
        refusals.nothing_to_draw,
        refusals.ranges,
        refusals.long_names,
    ),
    keys="list",
)

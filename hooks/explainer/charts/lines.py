"""Lines: one a series, named at their right end; a gap in the data is a gap in the line."""

from __future__ import annotations

from typing import Any

import altair as alt

from explainer import theme
from explainer.charts.plot import Plot, Row, inline, nice_ticks


def draw(plot: Plot) -> alt.LayerChart:
    """Return the lines of a chart. The axis starts at zero unless values are negative."""
    return plot.finish(*layers(plot))


def layers(plot: Plot) -> list[Any]:
    """Return the layers of a line chart, for kinds that add to it."""
    known = [
        (one.key, row.value)
        for one in plot.series
        for row in one.observations
        if row.value is not None
    ]
    values = [float(value) for _, value in known]
    ticks = nice_ticks(min(0.0, *values), max(0.0, *values))
    plot.padding["left"] = plot.left_for(ticks)
    last = dict(known)
    plot.name_series(sorted(last, key=lambda key: last[key], reverse=True))
    plot.padding["bottom"] = plot.bottom_for_periods()
    rows: list[Row] = []
    ends: dict[str, float] = {}
    for one in plot.series:
        for period in plot.periods:
            row = one.at(period)
            value = row.value if row else None
            name = f"{plot.number_of(one)}|"
            rows.append({"series": one.key, "x": str(period), "y": None, "name": name})
            if row is not None and value is not None:
                rows[-1] |= {"y": float(value), "tip": plot.tip(one, row)}
                ends[one.key] = float(value)
    colour = alt.Color("series:N", scale=plot.colour_scale(), legend=None)
    base = inline(rows).encode(x=plot.x(padding=0.3), y=plot.y(ticks))
    found: list[Any] = [
        base.mark_line(invalid="break-paths-show-path-domains").encode(
            color=colour, description="name:N"
        ),
        # The marks that carry words: large enough for a finger, a dot in the middle.
        base.transform_filter("datum.y !== null")
        .mark_point(filled=True, size=26, opacity=1, stroke=theme.GROUND, strokeWidth=1)
        .encode(color=colour, description="tip:N"),
    ]
    if ticks[0] < 0:
        zero = inline([{"y": 0}])
        found.insert(0, zero.mark_rule(color=theme.SOFT, aria=False).encode(y="y:Q"))
    return found + plot.named(ends, ticks)

"""Guidance by date of issue against what came: one row an announcement, grouped by its target.

A range is dashed and pale, an outcome solid, and both are named: never colour alone.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import altair as alt

from explainer import theme
from explainer.charts.plot import Plot, Row, inline, lookup, nice_ticks
from explainer.locales import MAX_DIGITS, decimals
from explainer.model import Observation
from explainer.series import outcome_of

_ROW = 25


def draw(plot: Plot) -> alt.LayerChart:
    """Return the ranges. Each target period has a head row with its outcome, when known."""
    one = plot.series[0]
    order: list[str] = []
    labels: dict[str, str] = {}
    spans: list[Row] = []
    outcomes: list[Row] = []
    heads: list[Row] = []
    said = sorted(
        (row for row in one.observations if row.numbers),
        key=lambda row: (row.period, row.issued or row.period.start),
    )
    for target, group in groupby(said, key=lambda row: row.period):
        head = str(target)
        order.append(head)
        labels[head] = ""
        name = plot.locale.word("target", plot.locale.period(target))
        heads.append({"row": head, "text": name})
        rows = list(group)
        for row in rows:
            key = f"{head}#{row.issued}"
            order.append(key)
            labels[key] = plot.locale.date(row.issued, short=True) if row.issued else ""
            spans.append(_span(plot, row, key))
        known = outcome_of(plot.chart, plot.library, target)
        if known is not None and known.value is not None:
            came = plot.short(known.value, min(decimals(known.value), MAX_DIGITS))
            text = f"{plot.locale.word('outcome')} {came}"
            outcomes.append(
                {
                    "x": float(known.value),
                    "row": head,
                    "last": order[-1],
                    "text": text,
                    "tip": f"{plot.locale.period(target)}{plot.locale.words['colon']}{text}",
                }
            )
    plot.rows_height = _ROW * len(order)
    plot.padding["top"] = 8
    plot.padding["left"] = 14 + max(map(plot.text_width, labels.values()))
    edges = [span[end] for span in spans for end in ("x", "x2")] + [row["x"] for row in outcomes]
    # These are spans and not bars: the scale may start near the lowest, not at zero. Labels stand
    # to the right of everything in their row, and the scale leaves room for the longest.
    at = {row["row"]: row["x"] for row in outcomes}
    for span in spans:
        span["end"] = max(span["x2"], at.get(span["row"].partition("#")[0], span["x2"]))
    beside = 16 + max(plot.text_width(row["text"]) for row in spans + outcomes)
    low = min(edges) * 0.75
    high = max(edges)
    high += (high - low) * beside / (plot.width - beside)
    ticks = nice_ticks(low, high, 3 if plot.frame.narrow else 6)
    label = max(map(plot.text_width, plot.tick_labels(ticks).values())) / 2
    edge = high - (high - low) * (label - plot.padding["right"]) / plot.width
    ticks = [tick for tick in ticks if low <= tick <= edge]
    y = alt.Y(
        "row:O",
        sort=None,
        scale=alt.Scale(domain=order, paddingInner=0.3, paddingOuter=0.1),
        axis=alt.Axis(
            grid=False,
            labelExpr=lookup(labels),
            labelOverlap=False,
        ),
        title=None,
    )
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=plot.value_axis(ticks, grid=True, domain=False),
        title=None,
    )
    colour = plot.colours()[one.key]
    base = inline(spans).encode(y=y)
    found: list[Any] = [
        base.mark_bar(
            fill=colour, fillOpacity=0.28, stroke=colour, strokeWidth=1.2, strokeDash=[4, 2]
        ).encode(x=x, x2="x2:Q", description="tip:N"),
        base.mark_text(align="left", dx=6, aria=False).encode(x="end:Q", text="text:N"),
        inline(heads)
        .mark_text(align="left", fontWeight=600, aria=False, baseline="middle")
        .encode(y=y, x=alt.value(-plot.padding["left"] + 12), text="text:N"),
    ]
    for outcome in outcomes:
        one_row = inline([outcome])
        first, last = order.index(outcome["row"]), order.index(outcome["last"])
        found += [
            one_row.mark_rule(color=theme.INK, strokeWidth=2).encode(
                x="x:Q",
                y=alt.value(first * _ROW + 4),
                y2=alt.value((last + 1) * _ROW - 3),
                description="tip:N",
            ),
            one_row.mark_text(align="left", dx=6, fontWeight=600, aria=False).encode(
                x="x:Q", y=y, text="text:N"
            ),
        ]
    return plot.finish(*found)


def _span(plot: Plot, row: Observation, key: str) -> Row:
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
    issued = plot.locale.date(row.issued) if row.issued else ""
    return {
        "row": key,
        "x": float(low),
        "x2": float(high),
        "text": text,
        "tip": f"{issued}, {plot.locale.word('guidance')} {plot.locale.period(row.period)}"
        f"{plot.locale.words['colon']}{text}",
    }

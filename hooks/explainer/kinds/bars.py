"""Bars over time: plain (one series), grouped (side by side) or stacked. They start at zero.

What is no outcome is pale with a dashed outline, and a key says what it is. A loss that is
stated without a sign goes down from zero (`below`).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.facts.fields import YES, Field, one_of
from explainer.facts.model import Chart
from explainer.kinds import bar_words as words
from explainer.kinds import notes, refusals, status, story
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.refusals import ON_ONE_AXIS
from explainer.kinds.series import axis_of, is_even, periods_of, references
from explainer.kinds.ticks import nice_ticks
from explainer.language.periods import Period

PLACES_LIMIT = 200  # on a phone a bar is a pixel or two wide


def _is_stacked(chart: Chart) -> bool:
    return bool(chart.options.get("layout") == "stacked")


def draw(plot: Plot) -> alt.LayerChart:
    """Return the bars of a chart in the layout that its file asks for."""
    stacked = _is_stacked(plot.chart)
    rows = _stacked(plot) if stacked else _side_by_side(plot)
    edges = [edge for row in rows if row["y"] is not None for edge in (row["y"], row["y2"])]
    spans = [] if stacked else _spans(plot)
    edges += [edge for row in spans for edge in (row["y"], row["y2"])]
    edges += notes.held(plot)
    ticks = nice_ticks(min(0.0, *edges), max(0.0, *edges))
    plot.padding["left"] = plot.left_for(ticks)
    several = len(plot.series) > 1
    keys = [one.key for one in plot.series]
    plot.key = plot.status_word()
    plot.spread = plot.spread_word() if spans else ""
    drawn = [row for row in rows if row["y"] is not None]
    plot.name_series(
        keys[::-1] if stacked else keys, above=not stacked and _ends_early(plot, drawn)
    )
    plot.make_room_for_periods()
    x = plot.x(paddingInner=words.BETWEEN, paddingOuter=words.BESIDE)
    tops = _tops(drawn)
    written = (
        words.values(plot, drawn, spans, x)
        if not several
        else words.sums(plot, x)
        if stacked
        else []
    )
    worded = ([max(tops)] if stacked else [*tops]) if written else []
    told = notes.over(plot, tops, ticks, partial(_pixel, plot), worded=worded)
    low = _lowest(ticks, edges)
    if low < 0:  # the line at zero is the ground
        x["axis"]["domain"] = False
    firm, pale = _parted(drawn)
    scale = plot.colour_scale()
    colour = alt.Color("series:N", scale=scale, legend=None)
    bars = inline(firm).mark_bar(stroke=theme.GROUND, strokeWidth=1 if stacked else 0)
    # Outlines that lie on each other could not be seen: each is a pixel inside its bar.
    inside = (ticks[-1] - low) / plot.height if stacked else 0.0
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
            x=x,
            y=plot.y(ticks, low=low),
            y2=alt.Y2("y2:Q"),
            description=alt.Description("tip:N"),
            **offset,
        )
        for layer, some in zip(layers, (firm, pale), strict=True)
        if some
    ]
    if spans:
        line = inline(spans).mark_rule(stroke=theme.INK, strokeWidth=1.2, aria=False)
        found.append(line.encode(x=x, y=plot.y(ticks, low=low), y2=alt.Y2("y2:Q"), **offset))
    if ticks[0] < 0:
        zero = inline([{"y": 0}]).mark_rule(color=theme.SOFT, aria=False)
        found.append(zero.encode(y=alt.Y("y:Q")))
    found += written
    found += words.gaps(plot, rows, x, offset, stacked=stacked)
    found += plot.named(_ends(drawn, stacked), [low, ticks[-1]])
    return plot.finish(*found, *notes.level(plot), *told, *status.key(plot))


def _lowest(ticks: list[float], edges: list[float]) -> float:
    """Where the plot ends below: near what is drawn, not at a round value far under it."""
    return max(ticks[0], min(edges) * 1.12) if ticks[0] < 0 else ticks[0]


def _pixel(plot: Plot, period: Period) -> float:
    """The middle of a period's place, from the left of the plot."""
    step = plot.width / (len(plot.periods) - words.BETWEEN + 2 * words.BESIDE)
    return (plot.periods.index(period) + words.BESIDE + (1 - words.BETWEEN) / 2) * step


def _tops(drawn: list[Row]) -> dict[Period, float]:
    """How high each period is drawn."""
    found: dict[Period, float] = {}
    for row in drawn:
        at = Period.parse(row["x"])
        found[at] = max(found.get(at, 0.0), row["y"])
    return found


def _ends_early(plot: Plot, drawn: list[Row]) -> bool:
    """Whether a series has its last bar far from the right end, where its name would stand."""
    last = {row["series"]: Period.parse(row["x"]) for row in drawn if row["y"]}
    return any(at != plot.periods[-1] for at in last.values())


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
            value = row.value
            if value is not None and one.options.get("below"):
                value = -value
            rows.append(
                {
                    "series": one.key,
                    "x": str(row.period),
                    "y": None if value is None else float(value),
                    "y2": 0.0,
                    "tip": plot.tip(one, row),
                    "value": value,
                    "status": row.standing,
                }
            )
    return rows


def _stacked(plot: Plot) -> list[Row]:
    """Stacks are added up here and not by Vega, in exact decimals and in the file's order."""
    base: dict[str, Decimal] = {}
    rows = []
    sums = words.totals(plot)
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
                    "tip": plot.tip(one, row, words.of_total(plot, sums[x])),
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
        if series.options.get("below") and _is_stacked(one.chart):
            yield f'puts "{series.key}" below zero in a stack; write layout: grouped'
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
        notes.NOTES,
        notes.LINE,
        story.STORY,
    ),
    series_options=(
        notes.MEANS,
        Field(
            "below",
            YES,
            "sous le zéro : pour une perte, publiée sans signe",
            "below zero: for a loss, which is published without a sign",
        ),
    ),
    captions=notes.captions,
    refuse_options=(_plain, notes.unfit_line),
    refuse=(
        *ON_ONE_AXIS,
        _uneven,
        _stacked_rates,
        _negative_stacks,
        _holed_stacks,
        notes.elsewhere,
        story.out_of_order,
    ),
)

"""Guidance by date of issue against what came: one row an announcement, by target.

A range is dashed and pale, an amount a pale dot, and a bound alone a bar whose other end is open;
an outcome is a solid line. All are named: never colour alone. What was announced and could not be
read keeps its row.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from explainer.drawing import theme
from explainer.facts.model import Observation
from explainer.kinds.plot import Plot, Row, inline, nice_ticks
from explainer.kinds.rows import missing_tip
from explainer.kinds.series import Series, announced, outcomes
from explainer.language.numbers import MAX_DIGITS, decimals

_HEAD, _ROW = 26, 25  # heights: the line that names a target, and a row below it
_NARROW_ROW = 38  # on a phone the words stand over their bar, which then has the whole width
_NARROW_WORDS = 22  # a row of words alone
_REACH = 0.2  # of the drawn values: how far a bar goes on at its open end


def draw(plot: Plot) -> alt.LayerChart:
    """Return the ranges. Each target period has a head line with its outcome, when known."""
    one = plot.series[0]
    came = outcomes(one, plot.chart, plot.library)
    heads: list[Row] = []
    spans: list[Row] = []
    found: list[Row] = []
    y = 0
    reach = _reach(one, came)
    for target, rows in announced(one):
        top = y
        heads.append({"y": y + 13, "text": plot.locale.word("target", plot.locale.period(target))})
        y += _HEAD
        for row in rows:
            spans.append(_span(plot, row, y, reach))
            y += spans[-1]["height"]
        known = came.at(target) if came else None
        if known is not None:
            if plot.frame.narrow:  # a row of its own: a line through all rows would cross words
                found.append(_outcome(plot, one, known, (y + 15, y + 33, y + 8)))
                y += _NARROW_ROW
                continue
            found.append(_outcome(plot, one, known, (top + 4, y - 2, top + 13)))
            for span in spans:
                if span["y"] > top and span["kind"] != "missing":
                    # Its label stands clear of the outcome's line.
                    span["end"] = max(span["end"], found[-1]["x"])
        y += 6
    plot.rows_height = y
    plot.padding["top"] = 8
    if not plot.frame.narrow:
        plot.padding["left"] = 14 + max(plot.text_width(span["date"]) for span in spans)
    x = _scale(plot, spans, found)
    return plot.finish(
        *_bars(plot, one, spans, x), *_lines(found, x), *_words(plot, heads, spans, found, x)
    )


def _reach(one: Series, came: Series | None) -> float:
    """How far a bar that has one end goes on at the other, in data units."""
    rows = (*one.observations, *(came.observations if came else ()))
    known = [float(number) for row in rows for number in row.numbers]
    return (max(known) - _below(min(known))) * _REACH


def _below(low: float) -> float:
    """Where the scale begins: these are spans and not bars, so near the lowest and not at zero."""
    return low - abs(low) * 0.25


def _span(plot: Plot, row: Observation, top: int, reach: float) -> Row:
    """One announcement: its kind (`range`, `value`, `low` or `high` alone, `missing`), where its
    bar begins and ends, and its words."""
    low, high = row.low, row.high
    kind = "range" if low is not None and high is not None else "low" if high is None else "high"
    if row.value is not None:
        kind, low, high = "value", row.value, row.value
    date = plot.locale.date(row.issued, short=True) if row.issued else ""
    narrow = plot.frame.narrow
    span: Row = {
        "kind": kind,
        "y": top + (19 if narrow else 4),
        "y2": top + (31 if narrow else 21),
        "date": date,
        "height": _NARROW_ROW if narrow else _ROW,
    }
    colon = plot.locale.words["colon"]
    name = f"{plot.locale.word('guidance')} {plot.locale.period(row.period)}"
    if not row.numbers:
        none = plot.locale.word("missing_short")
        tip = missing_tip(plot, plot.series[0], row, f"{date}, {name}")
        over = f"{date}{colon}{none}"
        height = _NARROW_WORDS if narrow else _ROW
        return span | {
            "kind": "missing", "text": none, "over": over, "tip": tip, "height": height
        }  # fmt: skip
    text = (
        plot.locale.span(row.low, row.high, plot.unit, short=True)
        if row.value is None
        else plot.locale.short(row.value, plot.unit)
    )
    first = float(low) if low is not None else float(row.numbers[0]) - reach
    last = float(high) if high is not None else float(row.numbers[0]) + reach
    return span | {
        "x": first,
        "x2": last,
        "end": last,
        "text": text,
        "over": f"{date}{colon}{text}",
        "tip": plot.sentence(plot.series[0], row, f"{date}, {name}{colon}{text}"),
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
    """The scale leaves room on the right for the longest label that stands there."""
    drawn = [span for span in spans if span["kind"] != "missing"]
    edges = [span[end] for span in drawn for end in ("x", "x2")] + [row["x"] for row in outcomes]
    low, high = _below(min(edges)), max(edges)
    high = high if high > low else low + 1
    if not plot.frame.narrow:
        room = 20 + max(plot.text_width(row["text"]) for row in drawn + outcomes)
        high += (high - low) * room / (plot.width - room)
    ticks = nice_ticks(low, high, 4 if plot.frame.narrow else 6)
    half = max(map(plot.text_width, plot.tick_labels(ticks).values())) / 2 + 4
    unit = (high - low) / plot.width
    left, right = (max(0, half - plot.padding[side]) * unit for side in ("left", "right"))
    return alt.X(
        "x:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=plot.value_axis(
            [tick for tick in ticks if low + left <= tick <= high - right],
            grid=True, domain=False, labelFlush=False,
        ),
        title=None,
    )  # fmt: skip


def _bars(plot: Plot, one: Series, spans: list[Row], x: alt.X) -> list[Any]:
    colour = plot.colours()[one.key]
    outline: dict[str, Any] = {"stroke": colour, "strokeWidth": 1.2, "strokeDash": [4, 2]}
    fields = ("x", "x2", "y", "y2", "tip")

    def bars(kinds: str, **style: Any) -> list[Any]:
        rows = [
            {key: span[key] for key in fields} for span in spans if span["kind"] in kinds.split()
        ]
        if not rows:
            return []
        drawn = inline(rows).mark_bar(fill=colour, **style)
        return [
            drawn.encode(
                x=x,
                x2=alt.X2("x2:Q"),
                y=_pixels("y"),
                y2=alt.Y2("y2:Q"),
                description=alt.Description("tip:N"),
            )
        ]

    return [
        *bars("range", fillOpacity=0.28, **outline),
        *_open(spans, x, colour, outline),
        *bars("low high", fillOpacity=0.1),
        *_dots(spans, x, colour),
    ]


def _open(spans: list[Row], x: alt.X, colour: str, outline: dict[str, Any]) -> list[Any]:
    """What makes a bar open at one end: it fades towards it, and its outline has three sides."""
    fades: list[Row] = []
    sides: list[Row] = []
    ends: list[Row] = []
    for span in spans:
        if span["kind"] not in ("low", "high"):
            continue
        known, away = (span["x"], span["x2"])[:: 1 if span["kind"] == "low" else -1]
        y, y2 = span["y"], span["y2"]
        fades += [
            {"x": known, "x2": known + (away - known) * part, "y": y, "y2": y2}
            for part in (0.35, 0.7)
        ]
        sides += [{"x": known, "x2": away, "y": side} for side in (y, y2)]
        ends.append({"x": known, "y": y, "y2": y2})
    if not ends:
        return []
    silent: dict[str, Any] = {"aria": False}
    return [
        inline(fades)
        .mark_bar(fill=colour, fillOpacity=0.1, **silent)
        .encode(x=x, x2=alt.X2("x2:Q"), y=_pixels("y"), y2=alt.Y2("y2:Q")),
        inline(sides).mark_rule(**outline, **silent).encode(x=x, x2=alt.X2("x2:Q"), y=_pixels("y")),
        inline(ends)
        .mark_rule(stroke=colour, strokeWidth=2.5, **silent)
        .encode(x=x, y=_pixels("y"), y2=alt.Y2("y2:Q")),
    ]


def _dots(spans: list[Row], x: alt.X, colour: str) -> list[Any]:
    rows = [
        {"x": span["x"], "y": (span["y"] + span["y2"]) / 2, "tip": span["tip"]}
        for span in spans
        if span["kind"] == "value"
    ]
    if not rows:
        return []
    # The ground behind it, so that the pale dot has no line of the grid through it.
    ground = inline(rows).mark_point(
        filled=True, size=110, fill=theme.GROUND, opacity=1, aria=False
    )
    dots = inline(rows).mark_point(
        size=110, fill=colour, fillOpacity=0.28, stroke=colour, strokeWidth=1.5, strokeOpacity=1
    )
    return [
        ground.encode(x=x, y=_pixels("y")),
        dots.encode(x=x, y=_pixels("y"), description=alt.Description("tip:N")),
    ]


def _lines(outcomes: list[Row], x: alt.X) -> list[Any]:
    if not outcomes:
        return []
    lines = inline(outcomes).mark_rule(color=theme.INK, strokeWidth=2.5)
    return [
        lines.encode(x=x, y=_pixels("y"), y2=alt.Y2("y2:Q"), description=alt.Description("tip:N"))
    ]


def _words(
    plot: Plot, heads: list[Row], spans: list[Row], outcomes: list[Row], x: alt.X
) -> list[Any]:
    narrow = plot.frame.narrow
    edge = alt.value(12 - plot.padding["left"])
    rows = [
        {
            "x": span.get("end"),
            "y": span["y"] - 9 if narrow else (span["y"] + span["y2"]) / 2,
            "text": span["over" if narrow else "text"],
            "date": span["date"],
            "tip": span["tip"],
            "known": span["kind"] != "missing",
            "dot": span["kind"] == "value" and span["end"] == span["x"],
        }
        for span in spans
    ]
    known = [row for row in rows if row["known"]]
    missing = [row for row in rows if not row["known"]]
    came = [{"x": row["x"], "y": row["middle"], "text": row["text"]} for row in outcomes]
    found = _texts(heads, edge, fontWeight=600)
    # A halo keeps words apart from the grid and the lines that they cross.
    halo: dict[str, Any] = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}
    soft: dict[str, Any] = {"fill": theme.SOFT}
    for more in (halo, {}):
        if narrow:
            found += _texts(known, edge, **soft, **more)
            found += _texts(came, edge, fontWeight=600, **more)
        else:
            found += _texts([row for row in known if not row["dot"]], x, dx=6, **more)
            found += _texts([row for row in known if row["dot"]], x, dx=13, **more)
            found += _texts(came, x, dx=6, fontWeight=600, **more)
    # Here the word is all there is of the mark, and tells why.
    found += _texts(missing, edge if narrow else alt.value(6), tells=True, **soft)
    if not narrow:
        dates = [{"y": row["y"], "text": row["date"]} for row in rows]
        found += _texts(dates, alt.value(-8), align="right", **soft)
    return found


def _texts(rows: list[Row], where: Any, tells: bool = False, **style: Any) -> list[Any]:
    """One text a row: on the scale or at one place, at a height of its own."""
    if not rows:
        return []
    names = ("x", "y", "text") if isinstance(where, alt.X) else ("y", "text")
    names = (*names, "tip") if tells else names
    look: dict[str, Any] = {"align": "left", "baseline": "middle", "aria": tells} | style
    marks = inline([{name: row[name] for name in names} for row in rows]).mark_text(**look)
    told = {"description": alt.Description("tip:N")} if tells else {}
    return [marks.encode(x=where, y=_pixels("y"), text=alt.Text("text:N"), **told)]


def _pixels(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)

"""Bars that have one end or two, each on a line of its own, with words beside them.

A row has `x` and `x2` on the scale, `y` and `y2` in pixels, and a `kind`: `range`, `value` (a dot),
`low` or `high` alone (the bar fades towards its open end).
"""

from __future__ import annotations

from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.kinds.plot import Row, inline
from explainer.kinds.rows import pixels


def bars(spans: list[Row], x: alt.X, colour: str) -> list[Any]:
    """Return the bars and dots in one colour."""
    outline: dict[str, Any] = {"stroke": colour, "strokeWidth": 1.2, "strokeDash": [4, 2]}
    fields = ("x", "x2", "y", "y2", "tip")

    def of(kinds: str, **style: Any) -> list[Any]:
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
                y=pixels("y"),
                y2=alt.Y2("y2:Q"),
                description=alt.Description("tip:N"),
            )
        ]

    return [
        *of("range", fillOpacity=0.28, **outline),
        *_open(spans, x, colour, outline),
        *of("low high", fillOpacity=0.1),
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
        .encode(x=x, x2=alt.X2("x2:Q"), y=pixels("y"), y2=alt.Y2("y2:Q")),
        inline(sides).mark_rule(**outline, **silent).encode(x=x, x2=alt.X2("x2:Q"), y=pixels("y")),
        inline(ends)
        .mark_rule(stroke=colour, strokeWidth=2.5, **silent)
        .encode(x=x, y=pixels("y"), y2=alt.Y2("y2:Q")),
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
        ground.encode(x=x, y=pixels("y")),
        dots.encode(x=x, y=pixels("y"), description=alt.Description("tip:N")),
    ]


def lines(outcomes: list[Row], x: alt.X) -> list[Any]:
    """Return upright lines that say their `tip`."""
    if not outcomes:
        return []
    drawn = inline(outcomes).mark_rule(color=theme.INK, strokeWidth=2.5)
    return [
        drawn.encode(x=x, y=pixels("y"), y2=alt.Y2("y2:Q"), description=alt.Description("tip:N"))
    ]


def texts(rows: list[Row], where: Any, tells: bool = False, **style: Any) -> list[Any]:
    """One text a row: on the scale or at one place, at a height of its own."""
    if not rows:
        return []
    names = ("x", "y", "text") if isinstance(where, alt.X) else ("y", "text")
    names = (*names, "tip") if tells else names
    look: dict[str, Any] = {"align": "left", "baseline": "middle", "aria": tells} | style
    marks = inline([{name: row[name] for name in names} for row in rows]).mark_text(**look)
    told = {"description": alt.Description("tip:N")} if tells else {}
    return [marks.encode(x=where, y=pixels("y"), text=alt.Text("text:N"), **told)]

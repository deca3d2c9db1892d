"""What is no outcome, an estimate or something announced: pale with a dashed outline, or a dashed
line with hollow points; and a key that says so in a word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.kinds.plot import Plot, Row, inline

PALE: dict[str, Any] = {"fillOpacity": 0.25, "strokeWidth": 1.2, "strokeDash": [4, 2]}
DASHED: dict[str, Any] = {"strokeDash": [5, 4], "strokeCap": "butt"}
BAND = 0.16  # how opaque an interval around a line is
HOLLOW: dict[str, Any] = {"filled": True, "opacity": 1, "fill": theme.GROUND, "strokeWidth": 1.6}


def parts(points: Sequence[Row], firm: Sequence[bool]) -> tuple[list[list[Row]], list[list[Row]]]:
    """Return the solid and the dashed parts of a line without gaps, which meet at their ends: it
    is dashed on both sides of what is no outcome."""
    found: tuple[list[list[Row]], list[list[Row]]] = ([], [])
    last = None
    for (start, sure), (end, still) in pairwise(zip(points, firm, strict=True)):
        side = found[0] if sure and still else found[1]
        if side is last:
            side[-1].append(end)
        else:
            side.append([start, end])
        last = side
    return found


def numbered(some: Sequence[Sequence[Row]]) -> list[Row]:
    """Return the rows of all parts of a line, each with the number of its part as `run`."""
    return [row | {"run": run} for run, part in enumerate(some) for row in part]


def key(plot: Plot, *, line: bool = False) -> list[Any]:
    """Return the sign of what is no outcome and the word for it, where the plot has kept room."""
    if not plot.has_key:
        return []
    left = 9 - plot.padding["left"]
    x: float = left
    y: float = plot.height + plot.padding["bottom"] - 11
    if plot.key_at:
        x, y = left + plot.key_at[0], 10 - plot.padding["top"] + plot.key_at[1]
    found = key_at(plot, x, y, line=line) if plot.key else []
    if plot.spread:
        after = 28 + plot.text_width(plot.key) + 14 if plot.key else 0
        found += _spread_at(plot, x + after, y, line=line)
    return found


def _spread_at(plot: Plot, x: float, y: float, *, line: bool) -> list[Any]:
    """The sign of an interval, a band or a thin upright line, and the word for it."""
    ends = {"x": _pixel(alt.X, "px"), "y": _pixel(alt.Y, "py"), "y2": alt.Y2("py2:Q")}
    base = inline([{"px": x + 9, "px1": x, "px2": x + 18, "py": y - 5, "py2": y + 5}])
    if line:
        band = base.mark_rect(fill=theme.SOFT, fillOpacity=BAND, aria=False)
        sign = band.encode(**ends | {"x": _pixel(alt.X, "px1")}, x2=alt.X2("px2:Q"))
    else:
        sign = base.mark_rule(stroke=theme.INK, strokeWidth=1.2, aria=False).encode(**ends)
    return [sign, _word(plot.spread, x + 24, y)]


def key_at(plot: Plot, x: float, y: float, *, line: bool) -> list[Any]:
    """Return the key with its left end and its middle at these pixels."""
    ends = {"x": _pixel(alt.X, "px"), "y": _pixel(alt.Y, "py"), "x2": alt.X2("px2:Q")}
    base = inline([{"px": x, "px2": x + 22, "py": y, "py2": y + 5, "pm": x + 11}])
    quiet: dict[str, Any] = {"aria": False}
    sign: list[Any]
    if line:
        sign = [
            base.mark_rule(stroke=theme.SOFT, strokeWidth=2.5, **DASHED, **quiet).encode(**ends),
            base.mark_point(stroke=theme.SOFT, size=30, **HOLLOW, **quiet).encode(
                x=_pixel(alt.X, "pm"), y=ends["y"]
            ),
        ]
    else:
        box = inline([{"px": x, "px2": x + 18, "py": y - 5, "py2": y + 5}])
        sign = [
            box.mark_rect(fill=theme.SOFT, stroke=theme.SOFT, **PALE, **quiet).encode(
                **ends, y2=alt.Y2("py2:Q")
            )
        ]
    return [*sign, _word(plot.key, x + (28 if line else 24), y)]


def _word(text: str, x: float, y: float) -> Any:
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fill": theme.SOFT}
    word = inline([{"px": x, "py": y, "text": text}]).mark_text(**style, aria=False)
    return word.encode(x=_pixel(alt.X, "px"), y=_pixel(alt.Y, "py"), text=alt.Text("text:N"))


def _pixel(channel: type[Any], field: str) -> Any:
    return channel(f"{field}:Q", scale=None, axis=None)

"""The ground of a map, and the signs of sites on it: a fill and an outline for each status.

Never a colour alone: dashed is planned, empty under way, half filled runs in part, full runs,
crossed was stopped. A diamond has no known power.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.atlas import UNITS, Spot, outlines
from explainer.drawing.lazy_altair import alt
from explainer.facts.model import SITE_STATUSES
from explainer.kinds.pixels import at_pixels
from explainer.kinds.plot import Row, inline

_DIAMOND = "M0,-1L1,0L0,1L-1,0Z"
_HALF = {"circle": "M-1,0A1,1,0,0,0,1,0Z", _DIAMOND: "M-1,0L1,0L0,1Z"}
_CROSS = "M-0.6,-0.6L0.6,0.6M-0.6,0.6L0.6,-0.6"
_EMPTY: dict[str, Any] = {"fill": theme.GROUND, "fillOpacity": 0.72, "strokeWidth": 1.6}
_STYLES: dict[str, dict[str, Any]] = {
    "planned": {**_EMPTY, "strokeWidth": 1.4, "strokeDash": [3, 2.2]},
    "building": _EMPTY,
    "partly-running": _EMPTY,
    "running": {"fillOpacity": 0.88, "strokeWidth": 1.6},
    "stopped": {**_EMPTY, "strokeWidth": 1.1},
}


@dataclass(frozen=True)
class Frame:
    """Where a map lies in its plot, whose top is its own."""

    left: float
    width: float
    tall: int

    def at(self, spot: Spot) -> Spot:
        """Return the pixels of a place in a frame that is 1 wide."""
        return self.left + spot[0] * self.width, spot[1] * self.width


def ground(scope: str, frame: Frame) -> list[Any]:
    """Return the land of a part of the Earth and its borders."""
    found = outlines(scope)

    def placed(line: Sequence[Sequence[int]]) -> list[list[float]]:
        """In whole pixels, each once: finer lines are not seen, and weigh. Outlines go on a little
        beyond the frame, where a drawing has room beside it: no further than its line."""
        edge = frame.left + frame.width
        spots = (frame.at((x / UNITS, y / UNITS)) for x, y in line)
        inside = ((min(max(x, frame.left), edge), min(max(y, 0), frame.tall)) for x, y in spots)
        found = [[float(round(x)), float(round(y))] for x, y in inside]
        return [one for before, one in pairwise([[], *found]) if one != before]

    def shape(kind: str, coordinates: list[Any], **style: Any) -> Any:
        feature = {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}
        marked = inline([feature]).mark_geoshape(aria=False, **style)
        return marked.project(type="identity", scale=1, translate=[0, 0])

    layers = []
    for name, opacity in (("around", 0.4), ("land", 1)):
        seen = (ring for ring in map(placed, found[name]) if len(ring) > 2)
        rings = [[[*ring, ring[0]]] for ring in seen]
        if rings:
            style = {"fill": theme.GRID, "fillOpacity": opacity, "stroke": None}
            layers.append(shape("MultiPolygon", rings, **style))
    lines = [line for line in map(placed, found["borders"]) if len(line) > 1]
    style = {"filled": False, "stroke": theme.GROUND, "strokeWidth": 0.8}
    borders = [shape("MultiLineString", lines, **style)] if lines else []
    return [*layers, *borders, *(_neatline(frame) if found["around"] else [])]


def _neatline(frame: Frame) -> list[Any]:
    """A line around a map whose land goes on beyond it."""
    corners = {"px": frame.left, "py": 0, "px2": frame.left + frame.width, "py2": frame.tall}
    line = at_pixels([corners], x2="px2", y2="py2")
    return [line.mark_rect(filled=False, stroke=theme.GRID, strokeWidth=1, aria=False)]


def signs(rows: Sequence[Row], colour: str) -> list[Any]:
    """Return the signs of rows, which bear `px`, `py`, their `radius`, `status`, whether their
    power is `known`, and what they say, `tip`."""
    found: list[Any] = []
    for status in SITE_STATUSES:
        for shape in _HALF:
            some = [
                row | {"size": round((2 * row["radius"]) ** 2, 1)}
                for row in rows
                if row["status"] == status and (shape == "circle") is row["known"]
            ]
            if some:
                found += _of_status(some, status, shape, colour)
    return found


def _of_status(rows: list[Row], status: str, shape: str, colour: str) -> Iterator[Any]:
    base = at_pixels(rows).encode(size=alt.Size("size:Q", scale=None, legend=None))
    style: dict[str, Any] = {"fill": colour, "stroke": colour, "opacity": 1, **_STYLES[status]}
    said = base.encode(description=alt.Description("tip:N"))
    yield said.mark_point(shape=shape, **style)
    if status == "partly-running":
        half: dict[str, Any] = {"fill": colour, "fillOpacity": 0.88, "opacity": 1}
        yield base.mark_point(shape=_HALF[shape], stroke=None, aria=False, **half)
    if status == "stopped":
        cross: dict[str, Any] = {"stroke": colour, "strokeWidth": 1.4, "opacity": 1}
        yield base.mark_point(shape=_CROSS, aria=False, **cross)

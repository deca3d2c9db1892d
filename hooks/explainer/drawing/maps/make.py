"""Makes the outlines of maps from the packages world-atlas and us-atlas. See README.md."""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from explainer.drawing.atlas import MAPS, SCOPES, UNITS, Scope, Spot

Line = list[Spot]
FAR_STATES = ("02", "15", "60", "66", "69", "72", "78")  # beyond the frame
# By scope: the file of the land, the object in it, what in it is not in focus, how fine (in
# units of the frame), and how small an island may be.
SOURCES = {
    "world": ("world-atlas/countries-110m.json", "countries", ("242",), 9.0, 500.0),
    "north": ("world-atlas/countries-110m.json", "countries", (), 8.0, 1000.0),
    "united-states": ("us-atlas/states-10m.json", "states", FAR_STATES, 3.0, 120.0),
    "france": ("world-atlas/countries-10m.json", "countries", (), 4.0, 600.0),
    "northern-france": ("world-atlas/countries-10m.json", "countries", (), 4.0, 600.0),
    "europe": ("world-atlas/countries-50m.json", "countries", (), 6.0, 500.0),
}  # fmt: skip
FOCUS = {"france": "250", "northern-france": "250"}  # the country that the rest is drawn around
MARGIN = 25  # degrees
OUT = 20.0  # units of the frame beyond its edges, where nothing is seen
LEFT_OUT = ("010",)  # Antarctica
ACROSS = "643"  # Russia, the one large country on both sides of the date line


def decoded(topology: dict[str, Any]) -> list[Line]:
    """The arcs of a topology as longitude and latitude."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a geometry, each a list of rings of arcs."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else []


def joined(ring: list[int], arcs: list[Line]) -> Line:
    """A ring from its arcs; a negative one runs backwards."""
    line: Line = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        line += arc[1:] if line else arc
    return line


def placed(line: Line, scope: Scope) -> Line:
    """The same in units of the frame; what is far off is brought where conics hold."""
    found = []
    for lon, lat in line:
        north = min(max(lat, scope.south - MARGIN), scope.north + MARGIN, 89)
        east = min(max(lon, scope.west - 2 * MARGIN), scope.east + 2 * MARGIN)
        x, y = scope.at(north, east)
        found.append((x * UNITS, y * UNITS))
    return found


def clipped(ring: Line, tall: float) -> Line:
    """A ring within the frame and a little more (Sutherland and Hodgman)."""
    edges = ((0, -OUT, 1), (0, UNITS + OUT, -1), (1, -OUT, 1), (1, tall * UNITS + OUT, -1))
    for axis, limit, sign in edges:
        result: Line = []
        for a, b in pairwise([*ring, ring[0]] if ring else []):
            first, second = (sign * (spot[axis] - limit) >= 0 for spot in (a, b))
            if first:
                result.append(a)
            if first != second:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                result.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
        ring = result
    return ring


def pieces(line: Line, tall: float) -> Iterator[Line]:
    """The parts of a line that lie in the frame."""
    part: Line = []
    for spot in line:
        if -OUT <= spot[0] <= UNITS + OUT and -OUT <= spot[1] <= tall * UNITS + OUT:
            part.append(spot)
        else:
            if len(part) > 1:
                yield part
            part = []
    if len(part) > 1:
        yield part


def thinned(line: Line, by: float) -> Line:
    """A line without the points that lie so near it (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by_) = line[0], line[-1]
    length = math.hypot(bx - ax, by_ - ay)

    def far(spot: Spot) -> float:
        if not length:
            return math.hypot(spot[0] - ax, spot[1] - ay)
        return abs((bx - ax) * (ay - spot[1]) - (ax - spot[0]) * (by_ - ay)) / length

    index = max(range(1, len(line) - 1), key=lambda i: far(line[i]))
    if far(line[index]) <= by:
        return [line[0], line[-1]]
    return [*thinned(line[: index + 1], by)[:-1], *thinned(line[index:], by)]


def area(ring: Line) -> float:
    """How much lies in a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def whole(line: Line) -> list[list[int]]:
    """A line in whole units, without points that fall on the one before."""
    found: list[list[int]] = []
    for x, y in line:
        spot = [round(x), round(y)]
        if not found or spot != found[-1]:
            found.append(spot)
    return found


def arcs_of(shape: dict[str, Any]) -> Iterator[int]:
    """The arcs of a geometry, however they run."""
    for polygon in polygons(shape):
        for ring in polygon:
            yield from (max(index, ~index) for index in ring)


def rings(
    shapes: Iterable[dict[str, Any]], arcs: list[Line], scope: Scope, least: float
) -> list[list[list[int]]]:
    """The outer rings of geometries in the frame, but for those of small islands."""
    found: list[list[list[int]]] = []
    for shape in shapes:
        for polygon in polygons(shape):
            ring = clipped(joined(polygon[0], arcs), scope.tall)
            if len(ring) > 2 and area(ring) > least:
                outline = whole(ring)
                if len(outline) > 3:
                    found.append(outline)
    return found


def make(folder: Path) -> None:
    """Write the outlines of all scopes from the packages in a folder."""
    for name, (file, thing, out, fine, least) in SOURCES.items():
        scope = SCOPES[name]
        topology = json.loads((folder / file).read_text(encoding="utf-8"))
        shapes = [
            one
            for one in topology["objects"][thing]["geometries"]
            if one.get("id") not in (*out, *LEFT_OUT)
        ]
        known = decoded(topology)
        for index in {i for one in shapes if one.get("id") == ACROSS for i in arcs_of(one)}:
            known[index] = [(lon + 360 if lon < -90 else lon, lat) for lon, lat in known[index]]
        arcs = [thinned(placed(arc, scope), fine) for arc in known]
        users = Counter(index for one in shapes for index in arcs_of(one))
        # On a map of several parts of the world coasts are enough to know the countries.
        coasts = name in {"world", "north"}
        shared = [index for index, count in users.items() if count > 1 and not coasts]
        borders = [whole(part) for index in shared for part in pieces(arcs[index], scope.tall)]
        focus = FOCUS.get(name)
        land = [one for one in shapes if focus in (None, one.get("id"))]
        around = [one for one in shapes if one not in land]
        text = json.dumps(
            {
                "land": rings(land, arcs, scope, least),
                "around": rings(around, arcs, scope, least),
                "borders": [line for line in borders if len(line) > 1],
            },
            separators=(",", ":"),
        )
        (MAPS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(name, round(scope.tall, 3), len(text))


if __name__ == "__main__":
    make(Path(sys.argv[1]))

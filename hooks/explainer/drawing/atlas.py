"""Ground for maps: where a place of the Earth falls in a frame, and the outlines that lie there.

A frame is 1 wide and `tall` high, from its top left. Outlines are files of `maps/`, see README.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

MAPS = Path(__file__).parent / "maps"
UNITS = 2000  # outlines are whole numbers of so many to the width of a frame
_EDGE = 24  # points along each side of a frame, of which the outermost make its bounds

Spot = tuple[float, float]


def equal_earth(lat: float, lon: float) -> Spot:
    """Return where a place falls in the Equal Earth projection, in which areas are true."""
    root = math.sqrt(3) / 2
    t = math.asin(root * math.sin(math.radians(lat)))
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    six = t**6
    slope = a + 3 * b * t * t + six * (7 * c + 9 * d * t * t)
    x = math.radians(lon) * math.cos(t) / (root * slope)
    return x, t * (a + b * t * t + six * (c + d * t * t))


def conic(south: float, north: float, middle: float) -> Callable[[float, float], Spot]:
    """Return Albers' conic projection, in which areas are true, between two parallels."""
    low, high = math.radians(south), math.radians(north)
    n = (math.sin(low) + math.sin(high)) / 2
    c = math.cos(low) ** 2 + 2 * n * math.sin(low)

    def project(lat: float, lon: float) -> Spot:
        radius = math.sqrt(c - 2 * n * math.sin(math.radians(lat))) / n
        angle = n * math.radians(lon - middle)
        return radius * math.sin(angle), -radius * math.cos(angle)

    return project


@dataclass(frozen=True)
class Scope:
    """A part of the Earth: how it is projected, between which degrees, and the countries whose
    places it shows; without any, all that fall in its frame."""

    project: Callable[[float, float], Spot]
    west: float
    south: float
    east: float
    north: float
    countries: tuple[str, ...] = ()

    @cached_property
    def _bounds(self) -> tuple[float, float, float, float]:
        across = [self.west + (self.east - self.west) * i / _EDGE for i in range(_EDGE + 1)]
        up = [self.south + (self.north - self.south) * i / _EDGE for i in range(_EDGE + 1)]
        spots = [self.project(lat, lon) for lat in up for lon in across]
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def tall(self) -> float:
        """How high its frame is, which is 1 wide."""
        left, bottom, right, top = self._bounds
        return (top - bottom) / (right - left)

    def at(self, lat: float, lon: float) -> Spot:
        """Return where a place falls in the frame."""
        left, _, right, top = self._bounds
        x, y = self.project(lat, lon)
        return (x - left) / (right - left), (top - y) / (right - left)

    def holds(self, country: str, lat: float | None, lon: float | None) -> bool:
        """Return whether a place belongs here; one whose place is not known, by its country."""
        if self.countries and country not in self.countries:
            return False
        if lat is None or lon is None:
            return bool(self.countries) or self in (SCOPES["world"], SCOPES["north"])
        x, y = self.at(lat, lon)
        within = self.west <= lon <= self.east and self.south <= lat <= self.north
        return within and 0 <= x <= 1 and 0 <= y <= self.tall


SCOPES: Mapping[str, Scope] = {
    "world": Scope(equal_earth, -169, -55, 190, 74),
    "north": Scope(equal_earth, -127, 6, 93, 71),
    "united-states": Scope(conic(29.5, 45.5, -96), -125, 24.4, -66.8, 49.5, ("US",)),
    "france": Scope(conic(44, 49, 2.5), -5.4, 41.2, 9.8, 51.4, ("FR",)),
    "northern-france": Scope(conic(48, 51, 2.8), -1.6, 47.7, 7.2, 51.3, ("FR",)),
    "europe": Scope(conic(40, 62, 10), -11, 35.5, 30, 70),
}


@lru_cache(maxsize=len(SCOPES))
def outlines(scope: str) -> Mapping[str, Any]:
    """Return the outlines of a scope: rings of `land` and of what lies `around` it, `borders` as
    lines, in units of its frame."""
    text = (MAPS / f"{scope}.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found

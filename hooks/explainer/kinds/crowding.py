"""Room for circles: how far each has to step aside so that none covers another.

Pixels count from the top left of the plot, as everywhere in a drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

Spot = tuple[float, float]
_ROUNDS = 160
_GAP = 1.5  # pixels between two circles
_BACK = 0.04  # by how much of its way a circle is drawn back to its place in each round


def apart(spots: Sequence[Spot], radii: Sequence[float], width: float, height: float) -> list[Spot]:
    """Return where circles lie that keep as near to their spots as they can without touching, in a
    frame. Of two on one spot, the first goes up and left."""
    found = [list(spot) for spot in spots]
    for turn in range(_ROUNDS):
        pairs = [pair for pair in combinations(range(len(found)), 2) if _meet(pair, found, radii)]
        if not pairs and turn:
            break
        if turn < _ROUNDS // 2:
            for here, home in zip(found, spots, strict=True):
                here[0] += (home[0] - here[0]) * _BACK
                here[1] += (home[1] - here[1]) * _BACK
        for one, other in pairs:
            _push(found[one], found[other], (radii[one], radii[other]))
        for here, radius in zip(found, radii, strict=True):
            here[0] = min(max(here[0], radius), width - radius)
            here[1] = min(max(here[1], radius), height - radius)
    return [(x, y) for x, y in found]


def moved(spots: Sequence[Spot], placed: Sequence[Spot]) -> float:
    """Return how far circles went from their spots on average."""
    ways = [math.dist(one, other) for one, other in zip(spots, placed, strict=True)]
    return sum(ways) / len(ways) if ways else 0.0


def _meet(pair: tuple[int, int], found: Sequence[list[float]], radii: Sequence[float]) -> bool:
    one, other = pair
    least = radii[one] + radii[other] + _GAP - 0.05
    dx, dy = found[other][0] - found[one][0], found[other][1] - found[one][1]
    return dx * dx + dy * dy < least * least


def _push(one: list[float], other: list[float], radii: tuple[float, float]) -> None:
    """Move two circles away from each other, the larger one less, as it would be missed more."""
    whole = sum(radii)
    dx, dy = other[0] - one[0], other[1] - one[1]
    way = math.hypot(dx, dy)
    step = max(0.0, whole + _GAP - way)
    if not way:
        dx, dy, way, step = 0.8, 0.6, 1.0, whole + _GAP
    mine, its = step * radii[1] / whole, step * radii[0] / whole
    one[0], one[1] = one[0] - dx / way * mine, one[1] - dy / way * mine
    other[0], other[1] = other[0] + dx / way * its, other[1] + dy / way * its

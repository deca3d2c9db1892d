"""Round values along a scale, and names along an edge that are kept apart."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return round values from at or below `low` to at or above `high`, about `count` steps."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= raw * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [round(step * k, 10) for k in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """Return 1, 2 and 5 times powers of ten, or the powers alone over four of them, from at or
    below `low` to at or above `high`; both above zero."""
    first, last = power_of(low), power_of(high) + 1
    steps = (1, 2, 5) if last - first <= 3 else (1,)
    ticks = [float(f"{k}e{power}") for power in range(first, last + 1) for k in steps]
    below = [tick for tick in ticks if tick <= low * (1 + 1e-9)]
    above = [tick for tick in ticks if tick >= high * (1 - 1e-9)]
    start, end = below[-1], above[0]
    if start == end:
        end = ticks[ticks.index(start) + 1]
    return [tick for tick in ticks if start <= tick <= end]


def power_of(tick: float) -> int:
    """Return the power of ten at or below a value above zero."""
    return math.floor(math.log10(tick) + 1e-9)


def exact(tick: float) -> Decimal:
    """Return a tick as the number that it is meant to be."""
    return Decimal(str(tick))


def tick_decimals(tick: float) -> int:
    """Return how many decimals a tick needs."""
    return max(0, -int(exact(tick).normalize().as_tuple().exponent))


def lookup(labels: dict[Any, Any]) -> str:
    """A Vega expression that turns a tick into its label."""
    keys = (in_javascript(key) if isinstance(key, float) else str(key) for key in labels)
    table = dict(zip(keys, labels.values(), strict=True))
    return f"{json.dumps(table, ensure_ascii=False)}[datum.value]"


def in_javascript(number: float) -> str:
    """Return a number as JavaScript turns it into text: 20.0 as 20, 0.00005 in full, 2e-7 so."""
    if number == 0 or 1e-6 <= abs(number) < 1e21:
        return f"{Decimal(repr(number)):f}".removesuffix(".0")
    mantissa, _, power = repr(number).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(power):+d}"


def spread(wanted: dict[str, float], gap: float, low: float, high: float) -> dict[str, float]:
    """Return positions in the wanted order, at least `gap` apart, as near as can be.

    Neighbours that come too close are merged into a block centred on the mean of what they
    wanted; so one crowd does not push a label that had room.
    """
    blocks: list[tuple[float, list[str]]] = []
    for key, at in sorted(wanted.items(), key=lambda item: item[1]):
        blocks.append((at, [key]))
        while len(blocks) > 1:
            (a, above), (b, below) = blocks[-2], blocks[-1]
            if b - (len(below) - 1) * gap / 2 - a - (len(above) - 1) * gap / 2 >= gap:
                break
            keys = above + below
            blocks[-2:] = [(sum(wanted[k] for k in keys) / len(keys), keys)]
    placed: dict[str, float] = {}
    for middle, keys in blocks:
        half = (len(keys) - 1) * gap / 2
        centre = min(max(middle, low + half), high - half)
        for index, key in enumerate(keys):
            placed[key] = centre - half + index * gap
    return placed

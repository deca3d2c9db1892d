"""A scale of values placed by the pixel, linear or logarithmic, and the axes of two of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from explainer.drawing import theme
from explainer.facts.model import Observation
from explainer.kinds.pixels import rules, words
from explainer.kinds.plot import Plot
from explainer.kinds.ticks import log_ticks, nice_ticks, power_of
from explainer.language.units import Unit

INSET = 9.0  # pixels: a point at an end of the scale stands whole in the plot


@dataclass(frozen=True)
class Scale:
    """One axis: its ends, its ticks, their texts; `pixels` is its length, negative upwards."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: dict[float, str]
    log: bool
    pixels: float = 0.0

    @classmethod
    def of(cls, plot: Plot, rows: Iterable[Observation], unit: Unit, *, log: bool) -> Scale:
        """A scale that holds all values, from zero where that leaves half of it to them."""
        numbers = [float(number) for row in rows for number in row.numbers]
        low, high = min(numbers), max(numbers)
        count = 4 if plot.layout.narrow else 6
        if log:
            ticks = log_ticks(low, high)
        else:
            if low > 0 and low < high / 2:
                low = 0.0
            elif high < 0 and high > low / 2:
                high = 0.0
            ticks = nice_ticks(low, high, count)
        labels = replace(plot, unit=unit).tick_labels(ticks)
        if log:  # each tick in its own precision: 0.5, 1, 2 … 100
            labels = {
                tick: plot.locale.short(Decimal(str(tick)), unit, max(0, -power_of(tick)))
                for tick in ticks
            }
        return cls(ticks[0], ticks[-1], tuple(ticks), labels, log)

    def over(self, pixels: float) -> Scale:
        """The same scale along so many pixels."""
        return replace(self, pixels=float(pixels))

    def at(self, value: float) -> float:
        """The pixel of a value."""
        low, high = self.low, self.high
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        # Points at an end of the scale stand whole in the plot; at zero they touch the wall.
        start, end = (0.0 if self.low == 0 else INSET), (0.0 if self.high == 0 else INSET)
        length = abs(self.pixels)
        at = start + (value - low) / (high - low) * (length - start - end)
        return at if self.pixels > 0 else length - at


def two_axes(plot: Plot, x: Scale, y: Scale) -> list[Any]:
    """Return the grid of both scales, their numbers, and the lines at zero."""
    height = float(plot.height)
    flat = [{"px": 0, "px2": plot.width, "py": y.at(tick)} for tick in y.ticks]
    upright = [{"px": x.at(tick), "py": 0, "py2": height} for tick in x.ticks]
    zeros = [{"px": 0, "px2": plot.width, "py": y.at(0)}] if not y.log and y.low <= 0 else []
    walls = [{"px": x.at(0), "py": 0, "py2": height}] if not x.log and x.low <= 0 else []
    found = rules(flat) + rules(upright, flat=False)
    found += rules(zeros, color=theme.SOFT) + rules(walls, flat=False, color=theme.SOFT)
    room = plot.width / max(1, len(x.ticks) - 1)
    widest = max(map(plot.text_width, x.labels.values())) + 6
    every = max(1, math.ceil(widest / room)) if not x.log else 1
    shown = _apart(plot, x) if x.log else list(x.ticks)[::every]
    below = [{"px": x.at(tick), "py": height + 16, "text": x.labels[tick]} for tick in shown]
    beside = [{"px": -7, "py": y.at(tick), "text": y.labels[tick]} for tick in y.ticks]
    return [
        *found,
        *words(below, align="center", fill=theme.SOFT),
        *words(beside, align="right", fill=theme.SOFT),
    ]


def _apart(plot: Plot, x: Scale) -> list[float]:
    """The ticks of a logarithmic scale whose labels have room, from the first on."""
    shown: list[float] = []
    edge = -math.inf
    for tick in x.ticks:
        half = plot.text_width(x.labels[tick]) / 2
        if x.at(tick) - half > edge:
            shown.append(tick)
            edge = x.at(tick) + half + 6
    return shown

"""Where periods stand along the bottom of a plot: on even steps, those that data lack included, or
on a scale of days where steps are not even. So what is drawn is to scale in both cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from explainer.drawing.lazy_altair import alt
from explainer.kinds.plot import Plot
from explainer.kinds.series import is_even
from explainer.kinds.time_scale import TimeScale, end_of, time_axis
from explainer.language.periods import Period

_INSET = 10  # pixels: a point at an end of a scale of days stands whole in the plot


@dataclass(frozen=True)
class Across:
    """The places of periods in a plot whose padding is settled; `time` is None on even steps.

    `beside` is the room at both ends of even steps, as a part of one.
    """

    plot: Plot
    time: TimeScale | None
    beside: float

    @classmethod
    def of(cls, plot: Plot, beside: float) -> Across:
        if is_even(plot.periods):
            return cls(plot, None, beside)
        first = min(period.start for period in plot.periods)
        last = max(end_of(period) for period in plot.periods)
        days = (last - first).days
        around = timedelta(days=max(1, round(days * _INSET / (plot.width - 2 * _INSET))))
        return cls(plot, TimeScale(first - around, last + around, plot.width), beside)

    def channel(self) -> alt.X:
        """The channel of what stands there, whose field `x` is as `value` says."""
        if self.time is None:
            return self.plot.x(padding=self.beside)
        return alt.X("x:Q", scale=alt.Scale(domain=[0, self.plot.width], nice=False), axis=None)

    def value(self, period: Period) -> str | float:
        """What says in a row where a period stands."""
        return str(period) if self.time is None else self.time.middle(period)

    def pixel(self, period: Period) -> float:
        """The same in pixels."""
        if self.time is not None:
            return self.time.middle(period)
        steps = len(self.plot.periods) - 1 + 2 * self.beside
        return (self.plot.periods.index(period) + self.beside) * self.plot.width / steps

    def axis(self) -> list[Any]:
        """The layers of the axis, where the channel does not bring it."""
        if self.time is None:
            return []
        plot = self.plot
        return time_axis(plot, self.time, 0.0, float(plot.height), plot.layout.font_size)

"""What every kind of chart needs: the frame, the scale, the rows, the direct labels.

Layout is ours and not Vega's (`autosize: none`): so the same chart has the same size on every
machine, labels can be kept apart before they are drawn, and the drawing is exactly as wide as
its frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.sizes import LayoutSize
from explainer.facts.model import INDEX, Chart, Library, Observation, Source
from explainer.kinds.series import Series, axis_of, change_on_year, is_even
from explainer.kinds.tables import absent, remarks
from explainer.kinds.ticks import exact, lookup, spread, tick_decimals
from explainer.language.locales import Locale
from explainer.language.numbers import of_percent, rounded
from explainer.language.periods import MONTH, QUARTER, Period
from explainer.language.units import PERCENT, Unit

Row = dict[str, Any]


@dataclass
class Plot:
    """One drawing in the making. Kinds may widen the padding before they draw."""

    chart: Chart
    library: Library
    locale: Locale
    layout: LayoutSize
    series: tuple[Series, ...]
    unit: Unit
    periods: tuple[Period, ...]
    padding: dict[str, int] = field(
        default_factory=lambda: {"left": 12, "right": 14, "top": 16, "bottom": 33}
    )
    above: dict[str, tuple[int, int]] = field(default_factory=dict)
    key: str = ""  # the word for what is no outcome, in kinds that draw it apart
    spread: str = ""  # the word for intervals, in kinds that draw them
    key_at: tuple[int, int] | None = None  # beside the names above; else it is under the axis

    @property
    def height(self) -> int:
        """Height of the plot itself; kinds that draw rows set their own."""
        if self.rows_height:
            return self.rows_height
        return self.layout.height - self.padding["top"] - self.padding["bottom"]

    rows_height: int = 0

    @property
    def width(self) -> int:
        """Width of the plot itself, inside the padding."""
        return self.layout.width - self.padding["left"] - self.padding["right"]

    def text_width(self, text: str, size: int | None = None) -> int:
        """A generous guess of how wide a text is drawn; the font's mean is 0.54 em."""
        return math.ceil(len(text) * (size or self.layout.font_size) * 0.57)

    @property
    def has_zero(self) -> bool:
        """Whether zero means something on the axis: not for a rate of exchange, nor an index."""
        return not (
            self.unit.is_rate or any(one.dataset.number_kind == INDEX for one in self.series)
        )

    # -- texts -------------------------------------------------------------------------------

    def label(self, one: Series) -> str:
        return self.locale.typeset(one.label[self.locale.code])

    def exact(self, value: Decimal, sign: bool = False) -> str:
        return self.locale.exact(value, self.unit, sign)

    def rough(self, value: Decimal, sign: bool = False) -> str:
        return self.locale.rough(value, self.unit, sign)

    def tip(self, one: Series, row: Observation, more: str = "") -> str:
        """What one mark says: `Acme, T3 2025 : 19,37 Md$`, then its change, grade and source, and
        what there is `more`; with its period, so that all of a period can be told together."""
        at = self.locale.period(row.period)
        head = f"{self.label(one)}, {at}"
        if row.absence:
            told = absent(row, self.library, self.locale)
            lines = self.sentence(one, row, f"{head}{self.locale.words['colon']}{told}")
            return lines.replace("|", f"@{at}|", 1)
        value = self.exact(row.value if row.value is not None else Decimal(0))
        told = f"{head}{self.locale.words['colon']}{value}{self.tail(row, self.unit)}"
        return self.sentence(one, row, told, more=more).replace("|", f"@{at}|", 1)

    def tail(self, row: Observation, unit: Unit) -> str:
        """What follows a value in brackets."""
        words = self.remarks(row, unit)
        return f" ({', '.join(words)})" if words else ""

    def remarks(self, row: Observation, unit: Unit) -> list[str]:
        """What there is to say of a value: its interval, what it is, how it was taken."""
        words = [self.locale.interval(*row.interval, unit)] if row.interval else []
        words += remarks(row, self.locale)
        return [*words, *([self.locale.word(row.basis)] if row.basis else [])]

    def sentence(
        self, one: Series, row: Observation, head: str, instead: str = "", more: str = ""
    ) -> str:
        """The lines of a mark, parted by bars, behind the number of its series.

        `instead` is told in place of the change on the year. `render` takes this apart again:
        Vega has one channel for words, the description.
        """
        lines = [head, *([instead] if instead else [])]
        change = None if instead else change_on_year(one.dataset, one.entity, row)
        if change is not None and row.value is not None:
            percent = self.locale.short(change, PERCENT, of_percent(change), sign=True)
            lines.append(self.locale.word("on_year", percent))
        lines += [more] if more else []
        documents = self.library.documents(row)
        if row.is_ours:
            lines.append(self.locale.word("ours_graded", row.grade or "A"))
        elif documents and row.numbers:
            lines.append(self._graded(one, row, documents[0]))
        return f"{self.number_of(one)}|" + "|".join(line.replace("|", "/") for line in lines)

    def _graded(self, one: Series, row: Observation, source: Source) -> str:
        """The grade and the document by its kind and date: its title is in its own language. Where
        no document is named, whose figure it is and where it was read."""
        code, grade = self.locale.code, self.locale.word(f"grade:{row.grade}")
        producer = None if row.originals else self.library.producer(one.dataset, one.entity)
        if producer:
            read = self.locale.word("checked_via")
            read = f"{read[0].lower()}{read[1:]} {source.reporter(code)}"
            return self.locale.word("graded", grade, producer[code], read)
        kind = self.locale.word(f"kind:{source.kind}")
        when = f", {self.locale.period(source.published)}" if source.published else ""
        return self.locale.word("graded", grade, source.publisher[code], f"{kind}{when}")

    def number_of(self, one: Series) -> int:
        """A series by its place in the chart, so that a page can tell its marks and its name."""
        return self.series.index(one)

    def status_word(self) -> str:
        """What is drawn that is no outcome, in a word; none when all is."""
        rows = [row for one in self.series for row in one.observations if row.value is not None]
        said = {row.standing for row in rows if row.standing}
        if said == {"estimate", "announced"}:
            return self.locale.word("no_outcome")
        return ", ".join(self.locale.word(one) for one in sorted(said))

    def spread_word(self) -> str:
        """The word for intervals, if there are any."""
        rows = (row for one in self.series for row in one.observations)
        return self.locale.word("interval") if any(row.interval for row in rows) else ""

    @property
    def has_key(self) -> bool:
        return bool(self.key or self.spread)

    @property
    def key_width(self) -> int:
        """The pixels that the key takes on a line: signs and words."""
        words = [word for word in (self.key, self.spread) if word]
        return sum(28 + self.text_width(word) for word in words) + 14 * (len(words) - 1)

    # -- colours -----------------------------------------------------------------------------

    def own_colours(self) -> dict[str, str]:
        """Each series' CSS colour: its entity's, or its owner's; the grey of the rest when another
        is in focus."""
        focus = self.chart.highlight
        return {
            one.key: theme.REST
            if focus and one.entity not in focus
            else theme.MEANINGS.get(one.options.get("means", ""))
            or theme.entity_colour(self._bearer(one), one.colour)
            for one in self.series
        }

    def colours(self) -> dict[str, str]:
        """The same, told apart: of several series of one entity or owner, the first alone bears
        its colour, the others those of measures, which keep away from all that is there."""
        found = self.own_colours()
        focus = self.chart.highlight
        seen: set[str] = set()
        again = []
        for one in self.series:
            if (focus and one.entity not in focus) or one.options.get("means"):
                continue
            bearer = self._bearer(one) if one.colour else one.entity
            if bearer in seen:
                again.append(one.key)
            seen.add(bearer)
        used = [colour for key, colour in found.items() if key not in again]
        spare: list[str] = []
        for key in again:
            spare = spare or list(theme.MEASURES)
            found[key] = max(
                spare,
                key=lambda one: min(theme.FAR, *(theme.apart(one, known) for known in used)),
            )
            spare.remove(found[key])
            used.append(found[key])
        return found

    def _bearer(self, one: Series) -> str:
        """The entity whose colour a series bears."""
        entity = self.library.entities[one.entity]
        return entity.id if entity.colour else entity.owner or entity.id

    def colour_scale(self) -> alt.Scale:
        colours = self.colours()
        return alt.Scale(domain=list(colours), range=list(colours.values()))

    # -- axes --------------------------------------------------------------------------------

    def value_axis(self, ticks: list[float], **more: Any) -> alt.Axis:
        """A value axis whose labels carry their unit, by the d3 rules of the locale."""
        return alt.Axis(values=ticks, labelExpr=lookup(self.tick_labels(ticks)), **more)

    def tick_labels(self, ticks: list[float]) -> dict[float, str]:
        """The ticks in one precision; zero is the same in every unit and needs none."""
        digits = max((tick_decimals(tick) for tick in ticks), default=0)
        return {tick: self.exact(rounded(exact(tick), digits)) if tick else "0" for tick in ticks}

    def left_for(self, ticks: list[float]) -> int:
        return 12 + max(map(self.text_width, self.tick_labels(ticks).values()))

    def period_axis(self) -> alt.Axis:
        """Quarters as years once they are many; each by its name while they are few."""
        room = self.width / max(1, len(self.periods))
        first = self.periods[0]
        labels: dict[str, Any]
        if first.kind == QUARTER and room >= 30:
            named = [self.locale.period(p).split("\u00a0") for p in self.periods]
            labels = {
                str(p): [word, year if p.number == 1 or p == first else ""]
                for p, (word, year) in zip(self.periods, named, strict=True)
            }
        else:
            shown = [p for p in self.periods if p.kind != QUARTER or p.number == 1]
            texts = {p: self._on_axis(p) for p in shown}
            apart = len(self.periods) / max(1, len(shown)) * room
            widest = max(map(self.text_width, texts.values())) + 8
            every = max(1, math.ceil(widest / apart))
            labels = {str(p): texts[p] for p in shown[::-every][::-1]}
            if every > 1 and self._few_of(shown, widest / room):
                labels = {str(p): texts[p] for p in shown if self._has(p)}
        return alt.Axis(
            values=list(labels), labelExpr=lookup(labels), labelAngle=0, labelOverlap=False
        )

    def _has(self, period: Period) -> bool:
        """Whether some series says something of a period."""
        return any(one.at(period) for one in self.series)

    def _few_of(self, shown: list[Period], least: float) -> bool:
        """Whether the periods that have data are so few among these that each has the room for its
        name: `least`, in places."""
        places = [place for place, period in enumerate(self.periods) if self._has(period)]
        named = len(places) == sum(map(self._has, shown))
        return named and all(b - a >= least for a, b in pairwise(places))

    def _on_axis(self, period: Period) -> str:
        """The name of a period where it stands for those around it too."""
        if period.kind == QUARTER:
            return str(period.year)
        if period.kind == MONTH:
            return self.locale.month(period)
        return self.locale.period(period)

    def make_room_for_periods(self) -> None:
        """Make room for the axis: below, where quarters written out take a second line for the
        year, and the key one of its own; and on the right, where the last name is long."""
        room = self.width / max(1, len(self.periods))
        by_name = self.periods[0].kind == QUARTER and room >= 30
        deep = 49 if by_name else 33
        self.padding["bottom"] = deep + 20 if self.has_key and not self.key_at else deep
        if not by_name and is_even(self.periods):
            half = self.text_width(self._on_axis(self.periods[-1])) / 2
            over = math.ceil(half - room / 4)  # its place ends there, or a little further
            self.padding["right"] = max(self.padding["right"], over)

    def x(self, axis: bool = True, **more: Any) -> alt.X:
        """The periods along the bottom, as ordinals: dates would shift with the time zone."""
        return alt.X(
            "x:O",
            sort=None,
            scale=alt.Scale(domain=[str(p) for p in self.periods], **more),
            axis=self.period_axis() if axis else None,
            title=None,
        )

    def y(self, ticks: list[float], *, low: float | None = None, **more: Any) -> alt.Y:
        """The values, from the first tick, or from `low` above it, to the last."""
        low = ticks[0] if low is None else low
        return alt.Y(
            "y:Q",
            scale=alt.Scale(domain=[low, ticks[-1]], nice=False, zero=False),
            axis=self.value_axis([tick for tick in ticks if tick >= low]),
            title=None,
            **more,
        )

    # -- direct labels -----------------------------------------------------------------------

    def name_series(self, keys: list[str], *, above: bool = False) -> None:
        """Make room for the series' names: at their ends, or `above` all, as when that squeezes the
        plot.

        `keys` lists the series as they stand in the drawing, from top to bottom.
        """
        if len(self.series) < 2:
            return
        names = {one.key: self.label(one) for one in self.series}
        side = 26 + max(map(self.text_width, names.values()))
        if not above and side <= self.layout.width * (0.2 if self.layout.narrow else 0.28):
            self.padding["right"] = side
            return
        line = self.layout.font_size + 8
        x, y = 0, 0
        for key in keys:
            width = 16 + self.text_width(names[key]) + 12
            if x and x + width > self.width:
                x, y = 0, y + line
            self.above[key] = (x, y)
            x += width
        if self.has_key:
            if x and x + self.key_width > self.width:
                x, y = 0, y + line
            self.key_at = (x, y)
        self.padding["top"] = 14 + y + line

    def named(self, ends: dict[str, float], ticks: list[float]) -> list[alt.Chart]:
        """Write the names: each at its series' end (heights in data units), kept apart, or above.

        Text stays in ink, since company colours are only sure of 3:1; a square carries the colour.
        """
        if len(self.series) < 2:
            return []
        names = {one.key: self.label(one) for one in self.series}
        tips = {one.key: f"{self.number_of(one)}|" for one in self.series}
        places: dict[str, tuple[float, float]]
        if self.above:
            left, top = 13 - self.padding["left"], 10 - self.padding["top"]
            places = {key: (left + x, top + y) for key, (x, y) in self.above.items()}
        else:
            scale = self.height / (ticks[-1] - ticks[0])
            wanted = {key: (ticks[-1] - value) * scale for key, value in ends.items()}
            placed = spread(wanted, self.layout.font_size + 3, -4.0, float(self.height))
            places = {key: (self.width + 12, at) for key, at in placed.items()}
        rows = [
            {"series": key, "px": x, "py": y, "label": names[key], "tip": tips[key]}
            for key, (x, y) in sorted(places.items(), key=lambda item: item[1][::-1])
        ]
        base = inline(rows).encode(
            x=alt.X("px:Q", scale=None, axis=None),
            y=alt.Y("py:Q", scale=None, axis=None),
            description=alt.Description("tip:N"),
        )
        return [
            base.mark_square(size=64, opacity=1).encode(
                color=alt.Color("series:N", scale=self.colour_scale(), legend=None)
            ),
            base.mark_text(align="left", baseline="middle", dx=8).encode(text=alt.Text("label:N")),
        ]

    def finish(self, *layers: Any) -> alt.LayerChart:
        """All the layers, the first at the back, in the plot's size."""
        return alt.LayerChart(layer=list(layers), width=self.width, height=self.height)


def prepare(
    chart: Chart, library: Library, locale: Locale, layout: LayoutSize, series: tuple[Series, ...]
) -> Plot:
    """Return the empty plot of a chart that draws these series."""
    return Plot(
        chart,
        library,
        locale,
        layout,
        series,
        series[0].dataset.unit,
        axis_of(series),
    )


def inline(rows: list[Row]) -> alt.Chart:
    """A chart of these rows; data never come from elsewhere."""
    from explainer.drawing.uncopied import Uncopied

    return Uncopied(alt.InlineData(values=rows))

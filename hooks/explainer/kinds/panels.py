"""Small multiples: one plot a series, all on one time axis, each with a scale of its own from zero
unless the chart asks for the `same` one.

What is no outcome is dashed, its points are hollow, and a key says what it is. All this is for
measures that must not share an axis: users counted by week, by month, or inside other apps.
Where scales differ nothing compares heights from panel to panel, and the drawing says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.sizes import wrapped
from explainer.facts.fields import Field, one_of
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds import refusals, status
from explainer.kinds.descriptions import course
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.labels import Box, Label, along, place
from explainer.kinds.pixels import (
    at_pixels,
    bare_ticks,
    missing,
    number_width,
    of_its_unit,
    pixel,
    rules,
    words,
)
from explainer.kinds.plot import Plot, Row
from explainer.kinds.series import Series, selected
from explainer.kinds.tables import Table, rows_by_period, with_unit
from explainer.kinds.ticks import nice_ticks
from explainer.kinds.time_scale import TimeScale, end_of, time_axis
from explainer.language.locales import Locale

OWN, SAME = "own", "same"
_AXIS = 26  # years below a plot
_BETWEEN = 18  # from a row of panels to the next
_TALL = {1: 96, 2: 118, 3: 118, 4: 104}  # height of a plot, by the number of columns
_ALONE = {1: 132, 2: 190, 3: 170, 4: 150}  # in a drawing of one row, or of two on a phone
_FINE = 130  # from this height on there are twice as many ticks


def draw(plot: Plot) -> alt.LayerChart:
    """Return the panels, row by row in the order of the file. A gap in the data is a gap."""
    narrow = plot.layout.narrow
    columns = _columns(len(plot.series), narrow)
    plot.padding = {"left": 12, "right": 14, "top": 8, "bottom": 4}
    between = 18 if narrow else 26
    width = (plot.width - between * (columns - 1)) / columns
    alone = len(plot.series) <= (2 if narrow else columns)
    tall = (_ALONE if alone else _TALL)[columns]
    panels = _panels(plot, width, tall)
    # The last values stand beside their points, or all of them above: readers learn one place.
    labels = [panel.last() for panel in panels]
    beside = all(label is not None for label in labels)
    gap = 20 if beside else 12
    several_units = len({one.dataset.unit.id for one in plot.series}) > 1
    said = _said(plot, several_units)
    found = words(said, fontSize=plot.layout.font_size - 1, fill=theme.SOFT)
    top = said[-1]["py"] + 16.0
    plot.key = plot.status_word()
    if plot.key:
        found += status.key_at(plot, 0, top + 2, line=True)
        top += plot.layout.font_size + 10
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        heads = [panel.head(unit=several_units, value=not beside) for panel in row]
        deep = max(sum(line.height for line in head) for head in heads)
        for index, (panel, head) in enumerate(zip(row, heads, strict=True)):
            left = index * (width + between)
            # Names stand on the plot's top edge: a short one is as near to it as a long one.
            found += panel.names(head, left, top + deep)
            found += panel.drawn(left, top + deep + gap, large=not beside)
        top += deep + gap + tall + _AXIS + _BETWEEN
    plot.rows_height = round(top - _BETWEEN)
    return plot.finish(*found)


def _columns(count: int, narrow: bool) -> int:
    """Rows as full as can be: two by two, three by three, four by four."""
    if narrow:
        return 1 if count <= 3 else 2
    return {2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4}.get(count, 1)


def _said(plot: Plot, several_units: bool) -> list[Row]:
    """The lines above all: the unit, when there is one, and that scales differ."""
    ticks = [tuple(some) for some in _all_ticks(plot, 2).values()]
    alike = not several_units and len(set(ticks)) == 1
    sentences = [] if alike else [plot.locale.word("own_scale")]
    if not several_units:
        unit = plot.unit.forms(plot.locale.code).name
        sentences.insert(0, f"{unit[0].upper()}{unit[1:]}.")
    size = plot.layout.font_size - 1
    if plot.text_width(" ".join(sentences), size) <= plot.width:
        sentences = [" ".join(sentences)]
    return [
        {"px": 0, "py": 8 + index * (size + 5), "text": text}
        for index, text in enumerate(sentences)
    ]


@dataclass(frozen=True)
class _Line:
    """One line above a panel."""

    text: str
    height: int
    style: dict[str, Any]


def _panels(plot: Plot, width: float, tall: int) -> list[_Panel]:
    """The panels of a chart: one gutter for the numbers of all axes, one scale of time."""
    size = plot.layout.font_size - 1
    ticks = _all_ticks(plot, 4 if tall >= _FINE else 2)
    numbers = {key: bare_ticks(plot, some) for key, some in ticks.items()}
    gutter = 8 + max(plot.text_width(t, size) for some in numbers.values() for t in some.values())
    rows = [row for one in plot.series for row in one.observations]
    time = TimeScale.of(rows, width - gutter)
    return [
        _Panel(of_its_unit(plot, one), one, time, numbers[one.key], gutter, float(tall))
        for one in plot.series
    ]


def _all_ticks(plot: Plot, count: int) -> dict[str, list[float]]:
    """The ticks of each panel: those of its own values, or of all."""
    if plot.chart.options.get("scale") != SAME:
        return {one.key: _ticks(one, count) for one in plot.series}
    rows = tuple(row for one in plot.series for row in one.observations)
    return dict.fromkeys(
        [one.key for one in plot.series], _ticks(replace(plot.series[0], observations=rows), count)
    )


def _ticks(one: Series, count: int) -> list[float]:
    values = [float(row.value) for row in one.observations if row.value is not None]
    return nice_ticks(min(0.0, *values), max(0.0, *values), count)


@dataclass
class _Panel:
    """One plot. `px` and `py` of its rows count from where its axes meet at the top left."""

    plot: Plot
    one: Series
    time: TimeScale
    numbers: dict[float, str]
    gutter: int
    tall: float
    points: list[Row] = field(default_factory=list)
    firm: list[bool] = field(default_factory=list)
    gaps: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        run = 0
        before: Observation | None = None
        for row in sorted(self.one.observations, key=lambda row: row.period):
            run += _breaks(before, row, self.one.dataset.frequency)
            before = row
            at = {"px": self.time.middle(row.period), "tip": self.plot.tip(self.one, row)}
            if row.value is None:
                self.gaps.append(at | {"py": self.high(0)})
                continue
            value = float(row.value)
            at |= {"py": self.high(value), "zero": self.high(0), "run": run}
            at |= {"period": str(row.period), "value": value}
            self.points.append(at | {"name": f"{self.plot.number_of(self.one)}|"})
            self.firm.append(row.standing is None)

    @property
    def size(self) -> int:
        return self.plot.layout.font_size - 1

    def high(self, value: float) -> float:
        """The pixel of a value, from the top of the plot."""
        low, high = min(self.numbers), max(self.numbers)
        return (high - value) / (high - low) * self.tall

    # -- words ---------------------------------------------------------------------------------

    def head(self, *, unit: bool, value: bool) -> list[_Line]:
        """The lines above: the name, the unit in words, the last value with its period."""
        plot, size = self.plot, self.plot.layout.font_size
        width = self.gutter + self.time.width
        soft = {"fill": theme.SOFT, "fontSize": self.size}
        name = wrapped(plot.label(self.one), int(width / (size * 0.58)))
        lines = [_Line(text, size + 4, {"fontWeight": 600}) for text in name]
        if unit:
            text = self.one.dataset.unit.forms(plot.locale.code).name
            more = wrapped(text, int(width / (self.size * 0.53)))
            lines += [_Line(text, size + 3, soft) for text in more]
        if value:
            row = self._last_row()
            text = f"{plot.locale.period(row.period)}{plot.locale.words['colon']}{self._value(row)}"
            lines.append(_Line(text, size + 4, {"fontSize": self.size}))
        return lines

    def names(self, head: list[_Line], left: float, bottom: float) -> list[Any]:
        """The lines of the head, the last one on `bottom`."""
        found: list[Any] = []
        y = bottom - sum(line.height for line in head)
        for line in head:
            row = {"px": left, "py": y + line.height / 2, "text": line.text}
            row["tip"] = f"{self.plot.number_of(self.one)}|"
            found += words([row], tips=True, **line.style)
            y += line.height
        return found

    def _last_row(self) -> Observation:
        known = [row for row in self.one.observations if row.value is not None]
        return max(known, key=lambda row: row.period)

    def _value(self, row: Observation) -> str:
        assert row.value is not None, "a point has a value"
        return self.plot.rough(row.value)

    def last(self) -> Row | None:
        """The last value next to its point, or None where line or gaps leave no room for it."""
        text, point = self._value(self._last_row()), self.points[-1]
        x, y = point["px"], point["py"]
        width = number_width(text, self.size)
        label = Label(text, Box(x - 4, y - 4, x + 4, y + 4), width, self.size)
        lines = [box for a, b in self._pieces() for box in along(*a, *b)]
        gaps = [Box(g["px"] - 14, g["py"] - 20, g["px"] + 14, g["py"]) for g in self.gaps]
        room = Box(0, -18, self.time.width + 10, self.tall)
        around = ((0, -1), (-2, -1), (0, 1), (-2, 1))
        (box,) = place([label], [*lines, *gaps], room, around=around, far=(2, 7))
        if box is None:
            return None
        return {"px": (box.left + box.right) / 2, "py": (box.top + box.bottom) / 2, "text": text}

    # -- marks ---------------------------------------------------------------------------------

    def _pieces(self) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        """The straight pieces of the line."""
        return [
            ((a["px"], a["py"]), (b["px"], b["py"]))
            for a, b in pairwise(self.points)
            if a["run"] == b["run"]
        ]

    def drawn(self, left: float, top: float, *, large: bool) -> list[Any]:
        """The plot with its top left at these pixels; `large` marks the last point."""
        x, y = left + self.gutter, top
        end = x + self.time.width
        heights = {tick: y + self.high(tick) for tick in self.numbers}
        lowest = min(self.numbers)
        lines = [{"px": x, "px2": end, "py": at} for tick, at in heights.items() if tick != lowest]
        zero = [{"px": x, "px2": end, "py": y + self.high(0)}] if lowest < 0 else []
        texts = [
            {"px": x - 7, "py": at, "text": self.numbers[tick]} for tick, at in heights.items()
        ]
        points = [_moved(row, x, y) for row in self.points]
        gaps = [_moved(row, x, y) for row in self.gaps]
        near = [
            (x + box.left, y + box.top)
            for a, b in [*self._pieces(), *(((p["px"], p["py"]),) * 2 for p in self.points)]
            for box in along(*a, *b)
        ]
        found = rules(lines) + rules(zero, color=theme.SOFT)
        found += words(texts, align="right", fontSize=self.size, fill=theme.SOFT)
        found += time_axis(self.plot, self.time, x, y + self.tall, self.size)
        found += missing(self.plot, gaps, (x, end), self.size - 1, near)
        found += self._line(points, large=large)
        label = None if large else self.last()
        if label:
            style: dict[str, Any] = {"align": "center", "fontWeight": 600}
            found += words([_moved(label, x, y)], halo=True, fontSize=self.size, **style)
        return found

    def _line(self, points: list[Row], *, large: bool) -> list[Any]:
        colour = self.plot.colours()[self.one.key]
        near = min((b["px"] - a["px"] for a, b in pairwise(points)), default=99.0)
        base = at_pixels(points)
        area = base.mark_area(fill=colour, fillOpacity=0.13, line=False)
        line: dict[str, Any] = {
            "detail": alt.Detail("run:N"),
            "description": alt.Description("name:N"),
        }
        found: list[Any] = [area.encode(y2=pixel("y2", "zero"), **line)]
        if all(self.firm):
            found.append(base.mark_line(stroke=colour).encode(**line))
        else:
            for some, style in zip(self._parts(points), ({}, status.DASHED), strict=True):
                if some:
                    mark = at_pixels(some).mark_line(stroke=colour, **style)
                    found.append(mark.encode(**line))
        small = 26 if near > 7 else 9
        if not self._pieces():
            small = 44  # points that no line joins
        cut = len(points) - 1 if large else len(points)
        groups = [(range(cut), small), (range(cut, len(points)), 56)]
        for firm in (True, False):
            for places, size in groups:
                some = [points[at] for at in places if self.firm[at] is firm]
                if some:
                    found.append(self._dots(some, size, colour, firm=firm))
        return found

    def _parts(self, points: list[Row]) -> tuple[list[Row], list[Row]]:
        """The solid and the dashed parts of the line."""
        solid: list[list[Row]] = []
        dashed: list[list[Row]] = []
        for _, run in groupby(zip(points, self.firm, strict=True), lambda both: both[0]["run"]):
            some, firm = zip(*run, strict=True)
            found = status.parts(some, firm)
            solid += found[0]
            dashed += found[1]
        return status.numbered(solid), status.numbered(dashed)

    def _dots(self, points: list[Row], size: int, colour: str, *, firm: bool) -> Any:
        base = at_pixels(points).encode(description=alt.Description("tip:N"))
        if not firm:
            return base.mark_point(size=max(size, 20), stroke=colour, **status.HOLLOW)
        return base.mark_point(
            filled=True,
            size=size,
            opacity=1,
            color=colour,
            stroke=theme.GROUND,
            strokeWidth=1 if size > 9 else 0,
        )


def _moved(row: Row, x: float, y: float) -> Row:
    moved = row | {"px": row["px"] + x, "py": row["py"] + y}
    return moved | {"zero": row["zero"] + y} if "zero" in row else moved


def _breaks(before: Observation | None, row: Observation, frequency: str) -> bool:
    """Whether the line stops before an observation: one of the two is missing, or a regular
    period between them is not there."""
    if before is None or before.value is None or row.value is None:
        return True
    return frequency != "irregular" and end_of(before.period) < row.period.start


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """One column a panel, each in its own unit; heads name units that differ."""
    series = selected(chart, library)
    labels = [locale.typeset(one.label[locale.code]) for one in series]
    if len({one.dataset.unit.id for one in series}) > 1:
        units = [one.dataset.unit for one in series]
        labels = [with_unit(*both, locale) for both in zip(labels, units, strict=True)]
    return Table((locale.word("period"), *labels), tuple(rows_by_period(series, locale)))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """That scales differ, if they may, then the course of each panel."""
    series = selected(chart, library)
    parts = [course(one, len(series) > 1, locale) for one in series]
    own = [] if chart.options.get("scale") == SAME else [locale.words["own_scale"]]
    return locale.typeset(" ".join([*own, *parts]))


def _alone(one: Candidate) -> Iterator[str]:
    if len(one.series) < 2:
        yield "draws one series in panels; write kind: lines"


KIND = Kind(
    fr="des mesures qui ne doivent pas partager un axe",
    en="measures that must not share an axis",
    draw=draw,
    options=(
        Field(
            "scale",
            one_of((OWN, SAME)),
            "une échelle pour chaque panneau (`own`, par défaut), ou la même pour tous (`same`)",
            "a scale for each panel (`own`, unless told), or the same for all (`same`)",
        ),
    ),
    refuse=(
        refusals.too_many_series,
        refusals.nothing_to_draw,
        refusals.ranges,
        refusals.long_names,
        _alone,
        refusals.doubled_periods,
    ),
    table=_table,
    describe=_describe,
    one_definition=False,
)

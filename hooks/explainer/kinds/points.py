"""Points of two measures: for each entity, what two datasets say of it at the same time.

They are joined by period, by results day (share moves with quarters), or each at its latest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from explainer.facts.model import Chart, Dataset, Library, Observation, Text
from explainer.kinds.results import by_period, is_of_moves
from explainer.kinds.series import Series, selected
from explainer.language.periods import DAY, QUARTER, Period


@dataclass(frozen=True)
class Point:
    """One entity in two measures. `period` is common to both, or none: then each is the latest."""

    entity: str
    label: Text
    x: Observation
    y: Observation
    period: Period | None


@dataclass(frozen=True)
class Points:
    """The points of a chart in the order of its file, its two datasets, and what both are called.

    `without` names the entities of which one measure is not known.
    """

    points: tuple[Point, ...]
    x: Dataset
    y: Dataset
    x_name: Text
    y_name: Text
    without: tuple[Text, ...]

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities that have a point, each once."""
        return tuple(dict.fromkeys(point.entity for point in self.points))

    @property
    def several_each(self) -> bool:
        """Whether an entity has more than one point."""
        return len(self.entities) < len(self.points)


def measures_of(chart: Chart) -> tuple[str, ...]:
    """The datasets of a chart, each once: of a scatter, the first runs across, the second up."""
    return tuple(dict.fromkeys(pick.dataset for pick in chart.series))


def can_join(x: Dataset, y: Dataset) -> bool:
    """Whether points of two datasets can be found: by period, by results day, or the latest."""
    return _rule(x, y) != ""


def points_of(chart: Chart, library: Library) -> Points:
    """Return the points of a scatter; its kind refuses other than two datasets that join."""
    across, up = (library.datasets[id] for id in measures_of(chart)[:2])
    series = selected(chart, library)
    sides = [{one.entity: one for one in series if one.dataset is side} for side in (across, up)]
    named = {pick.entity: pick.label for pick in chart.series if pick.entity and pick.label}
    measures = {pick.dataset: pick.label for pick in chart.series if not pick.entity and pick.label}
    axes: tuple[Text, ...] = chart.options.get("axes", ())
    found: list[Point] = []
    without = []
    for entity in dict.fromkeys(one.entity for one in series):
        label = named.get(entity) or library.entities[entity].name
        of_both = all(entity in side for side in sides)
        pairs = _pairs(sides[0][entity], sides[1][entity], library) if of_both else []
        if not pairs:
            without.append(label)
        found += [Point(entity, label, *pair) for pair in pairs]
    return Points(
        tuple(found),
        across,
        up,
        axes[0] if axes else measures.get(across.id) or across.name,
        axes[-1] if axes else measures.get(up.id) or up.name,
        tuple(without),
    )


def _rule(x: Dataset, y: Dataset) -> str:
    frequencies = {x.frequency, y.frequency}
    if "irregular" in frequencies:
        return "latest"
    if len(frequencies) == 1:
        return "period"
    days, other = (x, y) if x.frequency == DAY else (y, x)
    if frequencies == {DAY, QUARTER} and is_of_moves(days) and other.frequency == QUARTER:
        return "results"
    return ""


def _pairs(
    x: Series, y: Series, library: Library
) -> list[tuple[Observation, Observation, Period | None]]:
    rule = _rule(x.dataset, y.dataset)
    if rule == "latest":
        last = [
            max((row for row in one.observations if row.numbers), key=_when, default=None)
            for one in (x, y)
        ]
        return [(last[0], last[1], None)] if last[0] and last[1] else []
    known = ([row for row in one.observations if row.numbers] for one in (x, y))
    sides = [
        by_period(one, rows, library, moves=rule == "results")
        for one, rows in zip((x, y), known, strict=True)
    ]
    return [
        (sides[0][period], sides[1][period], period)
        for period in sorted(sides[0].keys() & sides[1].keys())
    ]


def _when(row: Observation) -> tuple[Period, date]:
    return row.period, row.issued or date.min

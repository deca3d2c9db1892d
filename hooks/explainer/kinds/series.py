"""What a chart shows, before any drawing: its series, each with a name, a colour and its cells.

Drawings, tables, downloads and descriptions all start here, so that they show the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from explainer.facts.model import Chart, Colour, Dataset, Library, Observation, SeriesRef, Text
from explainer.language.periods import DAY, HALF, MONTH, QUARTER, YEAR, Period
from explainer.language.units import Unit
from explainer.language.words import WORDS

DAYS_LIMIT = 200  # days that have a place each; on a phone one is a pixel or two wide


@dataclass(frozen=True)
class Series:
    """One line or one colour of a chart. `key` is unique in the chart; `colour` may be absent.

    `options` are those of its line in the chart's file, which only some kinds have.
    """

    key: str
    label: Text
    dataset: Dataset
    entity: str
    colour: Colour | None
    observations: tuple[Observation, ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def at(self, period: Period) -> Observation | None:
        """The latest observation of a period, if there is one."""
        return self._latest.get(period)

    @cached_property
    def _latest(self) -> Mapping[Period, Observation]:
        return {row.period: row for row in self.observations}


def selected(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Return the series of a chart over time, in the order of its file.

    Observations outside `from`..`to` are left out, and so are the annual totals that a quarterly
    dataset states beside its quarters.
    """
    return tuple(
        one_series(
            chart, library, ref, entity, between(chart, library.datasets[ref.dataset], entity)
        )
        for ref, entity in references(chart, library)
    )


def references(chart: Chart, library: Library) -> list[tuple[SeriesRef, str]]:
    """Return the lines of a chart's `series`, once for each entity that they name or mean."""
    return [
        (ref, entity)
        for ref in chart.series
        for entity in ((ref.entity,) if ref.entity else library.datasets[ref.dataset].series)
    ]


def between(chart: Chart, dataset: Dataset, entity: str) -> tuple[Observation, ...]:
    """Return the observations from a chart's `from` to its `to`, of the dataset's own step."""
    return tuple(
        row
        for row in dataset.series[entity]
        if dataset.frequency in (row.period.kind, "irregular")
        and (chart.first is None or chart.first.start <= row.period.start)
        and (chart.last is None or row.period.start <= chart.last.end)
    )


def one_series(
    chart: Chart,
    library: Library,
    ref: SeriesRef,
    entity: str,
    rows: tuple[Observation, ...],
    *,
    by_entity: bool = False,
) -> Series:
    """Return one series of a chart with these rows.

    It is called as its line says, or by its measure where the chart has several datasets (unless
    `by_entity`), or by its entity. A row that rests on grade C is shown as missing: a chart cannot
    say "reported by" beside each mark; the dataset's page can.
    """
    dataset = library.datasets[ref.dataset]
    measured = not by_entity and len({one.dataset for one in chart.series}) > 1
    name = dataset.name if measured else library.entities[entity].name
    return Series(
        f"{dataset.id}/{entity}",
        ref.label or name,
        dataset,
        entity,
        library.colour(entity),
        tuple(map(as_drawn, rows)),
        ref.options,
    )


def as_drawn(row: Observation) -> Observation:
    """Return a row as charts show it: one that rests on grade C is missing."""
    if row.grade != "C" or row.absence:
        return row
    return replace(row, value=None, low=None, high=None, missing=_too_weak())


@lru_cache(maxsize=1)
def _too_weak() -> Text:
    french, english = (WORDS[code]["too_weak"] for code in ("fr", "en"))
    return Text(french.text, english.text, french.where)


def change_on_year(dataset: Dataset, entity: str, row: Observation) -> Decimal | None:
    """The change in percent on the same period a year before; none when it would mislead.

    Percentages and days are not compared, nor is anything with what is missing, weak or negative,
    nor a flow with one that was not counted as long.
    """
    if (
        row.value is None
        or row.issued
        or row.until
        or dataset.unit.is_percent
        or row.period.kind == DAY
    ):
        return None
    known = dataset.first(entity, row.period.year_before())
    if (
        known is None
        or known.value is None
        or known.until
        or known.grade == "C"
        or known.value <= 0
    ):
        return None
    return (row.value - known.value) / known.value * 100


def unit_of(chart: Chart, library: Library) -> Unit:
    """The unit of a chart's axis; where kinds have one axis, they refuse a second."""
    return library.datasets[chart.series[0].dataset].unit


def periods_of(series: tuple[Series, ...]) -> tuple[Period, ...]:
    """All the periods of a chart, in order, each once."""
    return tuple(sorted({row.period for one in series for row in one.observations}))


def is_even(periods: Sequence[Period]) -> bool:
    """Whether each of these periods is as far from the next as all the others."""
    kinds = {period.kind for period in periods}
    if kinds != {DAY}:
        return len(kinds) < 2
    return (periods[-1].start - periods[0].start).days < len(periods)


def axis_of(series: tuple[Series, ...]) -> tuple[Period, ...]:
    """The places of a chart's axis of time, in order: its periods, and those that data lack in
    between; where steps are not even, or days are too many, its periods alone."""
    periods = periods_of(series)
    if not periods or len({period.kind for period in periods}) > 1:
        return periods
    first, last = periods[0], periods[-1]
    if first.kind != DAY:
        return first.through(last)
    count = (last.start - first.start).days + 1
    if count > DAYS_LIMIT:
        return periods
    return tuple(Period.of_day(first.start + timedelta(days=day)) for day in range(count))


STEPPED = (YEAR, HALF, QUARTER, MONTH)  # frequencies in which a period follows another


def left_out(one: Series) -> tuple[tuple[Period, ...], ...]:
    """The periods that a series lacks between its first and its last, those that follow each other
    together. Where there is no regular step, by day or now and then, nothing is absent."""
    if one.dataset.frequency not in STEPPED:
        return ()
    known = periods_of((one,))
    return tuple(
        before.next().through(after)[:-1]
        for before, after in pairwise(known)
        if before.next() != after
    )


def announcements(one: Series) -> tuple[tuple[Period, tuple[Observation, ...]], ...]:
    """What a series of guidance says of each target, by date of issue, targets in order."""
    rows = sorted(one.observations, key=lambda row: row.issued or row.period.start)
    targets = sorted({row.period for row in rows})
    return tuple((to, tuple(row for row in rows if row.period == to)) for to in targets)

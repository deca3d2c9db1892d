"""What a chart shows, before any drawing: its series, each with a name, a colour and its cells.

Drawings, tables, downloads and descriptions all start here, so that they show the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from explainer.errors import Where
from explainer.facts.model import Chart, Colour, Dataset, Library, Observation, Pick, Text
from explainer.language.periods import DAY, Period
from explainer.language.units import Unit

_WEAK = Text(
    fr="lu sur une seule page, trop peu sûre pour un graphique",
    en="read on one page only, too weak for a chart",
    where=Where("hooks/explainer/kinds/series.py", 1),
)


@dataclass(frozen=True)
class Series:
    """One line or one colour of a chart. `key` is unique in the chart; `colour` may be absent.

    `role` is that of its pick: `total`, `plus` or `minus`.
    """

    key: str
    label: Text
    dataset: Dataset
    entity: str
    colour: Colour | None
    observations: tuple[Observation, ...]
    role: str = "plus"

    def at(self, period: Period) -> Observation | None:
        """The latest observation of a period, if there is one."""
        found = [row for row in self.observations if row.period == period]
        return found[-1] if found else None


def selected(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Return the series of a chart, in the order of its file.

    Observations outside `from`..`to` are left out, and so are the annual totals that a quarterly
    dataset states beside its quarters. One that rests on grade C is shown as missing: a chart
    cannot say "reported by" beside each mark; the dataset's page can. Kinds that compare keep the
    rows that they draw: of the periods that they name, or the latest known.
    """
    named = named_periods(chart)
    several = len({pick.dataset for pick in chart.series}) > 1
    found = []
    for pick in chart.series:
        dataset = library.datasets[pick.dataset]
        for entity in (pick.entity,) if pick.entity else tuple(dataset.series):
            name = library.entities[entity].name
            measure = several and not _by_entity(pick, dataset, chart)
            label = pick.label or (dataset.name if measure else name)
            rows = tuple(
                _sure(row)
                for row in dataset.series[entity]
                if (
                    row.period in named
                    if named
                    else dataset.frequency in (row.period.kind, "irregular")
                    and (chart.first is None or chart.first.start <= row.period.start)
                    and (chart.last is None or row.period.start <= chart.last.end)
                )
            )
            colour = library.colour(entity)
            key, role = f"{dataset.id}/{entity}", pick.role or "plus"
            if chart.kind in ("dots", "pairs") and len(named) < 2:
                rows = _latest(rows)
            found.append(Series(key, label, dataset, entity, colour, rows, role))
    return tuple(found)


def named_periods(chart: Chart) -> tuple[Period, ...]:
    """The periods that a kind that compares takes by name, annual totals included: none, one or
    two. Dots that have `from` and `to` apart take what is latest between them."""
    first, last = chart.first, chart.last
    if chart.kind not in ("dots", "pairs", "waterfall") or first is None or last is None:
        return ()
    if first == last:
        return (first,)
    return () if chart.kind == "dots" else (first, last)


def _by_entity(pick: Pick, dataset: Dataset, chart: Chart) -> bool:
    """Whether a row is called by its entity though the chart has several datasets: where one of
    them gives several rows, or where they are the ends of pairs."""
    if chart.kind == "pairs" and len(named_periods(chart)) < 2:
        return True
    picks = [one for one in chart.series if one.dataset == pick.dataset]
    rows = len(picks) > 1 or (pick.entity is None and len(dataset.series) > 1)
    return chart.kind in ("dots", "pairs", "waterfall") and rows


def _latest(rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The last row that has a number, or the last one, which says why it has none."""
    dated = sorted(rows, key=lambda row: (row.period, row.issued or date.min))
    return tuple(([row for row in dated if row.numbers] or dated)[-1:])


def _sure(row: Observation) -> Observation:
    if row.grade != "C" or row.missing:
        return row
    return replace(row, value=None, low=None, high=None, missing=_WEAK)


def change_on_year(dataset: Dataset, entity: str, row: Observation) -> Decimal | None:
    """The change in percent on the same period a year before; none when it would mislead.

    Percentages and days are not compared, nor is anything with what is missing, weak or negative.
    """
    if row.value is None or row.issued or dataset.unit.is_percent or row.period.kind == DAY:
        return None
    before = row.period.year_before()
    known = next((one for one in dataset.series[entity] if one.period == before), None)
    if known is None or known.value is None or known.grade == "C" or known.value <= 0:
        return None
    return (row.value - known.value) / known.value * 100


def unit_of(chart: Chart, library: Library) -> Unit:
    """The unit of a chart's axis; `checks` makes sure that there is one only."""
    return library.datasets[chart.series[0].dataset].unit


def periods_of(series: tuple[Series, ...]) -> tuple[Period, ...]:
    """All the periods of a chart, in order, each once."""
    return tuple(sorted({row.period for one in series for row in one.observations}))


def announced(one: Series) -> tuple[tuple[Period, tuple[Observation, ...]], ...]:
    """What a series of guidance says of each target, by date of issue, targets in order."""
    rows = sorted(one.observations, key=lambda row: row.issued or row.period.start)
    targets = sorted({row.period for row in rows})
    return tuple((to, tuple(row for row in rows if row.period == to)) for to in targets)


def outcomes(one: Series, chart: Chart, library: Library) -> Series | None:
    """What came of guidance, from the chart's `outcome` dataset, as far as it is known.

    It is that of the same entity, or of the only series there. An estimate is no outcome, and
    grade C is no more drawn here than elsewhere.
    """
    if chart.outcome is None:
        return None
    dataset = library.datasets[chart.outcome]
    entity = one.entity if one.entity in dataset.series else next(iter(dataset.series))
    targets = {row.period for row in one.observations}
    rows = tuple(
        row
        for row in dataset.series[entity]
        if row.period in targets
        and row.value is not None
        and row.status is None
        and row.grade != "C"
    )
    key, colour = f"{dataset.id}/{entity}", library.colour(entity)
    return Series(key, dataset.name, dataset, entity, colour, rows)


def told(chart: Chart, library: Library) -> tuple[Series, ...]:
    """All the series whose numbers a chart shows: those that it draws, and what came of them."""
    series = selected(chart, library)
    came = outcomes(series[0], chart, library) if series else None
    return (*series, came) if came and came.observations else series

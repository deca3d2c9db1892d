"""Rows that compare things: which observations they take, and what stands in each.

For kinds whose series are rows: dots, pairs, waterfall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from explainer.facts.model import Chart, Library, Observation, SeriesRef, Text
from explainer.kinds.descriptions import amount, marked
from explainer.kinds.kind import Candidate
from explainer.kinds.series import Series, between, one_series, references
from explainer.kinds.tables import NOTHING, cell_text
from explainer.language.locales import Locale
from explainer.language.periods import Period

ROWS_LIMIT = 20  # a longer list is a table


def two_periods(chart: Chart) -> tuple[Period, ...]:
    """Return the periods that a chart takes by name, annual totals included: none, one or two."""
    if chart.first is None or chart.last is None:
        return ()
    return (chart.first,) if chart.first == chart.last else (chart.first, chart.last)


def selected_rows(
    chart: Chart,
    library: Library,
    periods: Sequence[Period],
    *,
    latest: bool,
    by_entity: bool = False,
) -> tuple[Series, ...]:
    """Return the series of a chart whose rows are those of `periods`, or between its `from` and
    `to` when there are none; with `latest`, only the last known of each.

    A series is called by its entity where its dataset gives several rows, or `by_entity`.
    """
    found = []
    for ref, entity in references(chart, library):
        dataset = library.datasets[ref.dataset]
        if periods:
            rows = tuple(row for row in dataset.series[entity] if row.period in periods)
        else:
            rows = between(chart, dataset, entity)
        named = by_entity or _gives_several(ref, chart, library)
        one = one_series(chart, library, ref, entity, rows, by_entity=named)
        found.append(replace(one, observations=_latest(one.observations)) if latest else one)
    return tuple(found)


def _gives_several(ref: SeriesRef, chart: Chart, library: Library) -> bool:
    alike = [one for one in chart.series if one.dataset == ref.dataset]
    return len(alike) > 1 or (ref.entity is None and len(library.datasets[ref.dataset].series) > 1)


def _latest(rows: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The last row that has a number, or the last one, which says why it has none."""
    dated = sorted(rows, key=lambda row: (row.period, row.issued or date.min))
    return tuple(([row for row in dated if row.numbers] or dated)[-1:])


@dataclass(frozen=True)
class Mark:
    """One value of a row and whose it is; `row` is None when the dataset has no such cell."""

    series: Series
    row: Observation | None

    @property
    def known(self) -> bool:
        """Whether there is a number to draw."""
        return self.row is not None and bool(self.row.numbers)

    @property
    def size(self) -> Decimal:
        """The value in the chart's unit, or the upper end of a range; only of what is known."""
        assert self.row is not None, "only what is known has a size"
        return self.row.ends[-1]


def mark_cells(mark: Mark, locale: Locale, *, dated: bool) -> tuple[str, ...]:
    """Return the value of a mark as a cell of a table, and with `dated` its period as another."""
    row = mark.row
    text = cell_text(row, locale)
    when = locale.period(row.period) if row is not None else NOTHING
    return (text, when) if dated else (text,)


def mark_words(mark: Mark, locale: Locale, *, dated: bool) -> str:
    """Return a value or a range, what it is when it is no outcome, and when it was."""
    row = mark.row
    assert row is not None, "only what is known is told"
    return marked(amount(row, mark.series.dataset.unit, locale), row, locale, dated=dated)


# -- what is refused ----------------------------------------------------------------------------


def no_numbers(one: Candidate) -> Iterator[str]:
    """Some row has a number."""
    if not any(row.numbers for series in one.series for row in series.observations):
        yield "has nothing to draw; change from and to, or find a second source for grade C"


def bad_names(names: Sequence[Text]) -> Iterator[str]:
    """Rows are not too many, and no two have the same name."""
    if len(names) > ROWS_LIMIT:
        yield f"has {len(names)} rows; draw {ROWS_LIMIT} at most, or make two charts"
    yield from (doubled_name(name) for name, count in Counter(names).items() if count > 1)


def doubled_name(name: Text) -> str:
    """Return what is wrong with two rows of one name."""
    return f'has two rows called "{name.fr}"; give each a label'


def one_row(names: Sequence[Text]) -> Iterator[str]:
    """There is something to compare."""
    if len(names) < 2:
        yield "has one row; write its number in a sentence"

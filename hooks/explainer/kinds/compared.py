"""Series set against themselves: each value as its change on the year, or as a multiple of the
first. So lines show what a title says that speaks of growth: levels hide it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from explainer.facts.fields import Field, one_of
from explainer.facts.model import RATE, Chart, Dataset, Library, Observation
from explainer.kinds import series, tables
from explainer.kinds.descriptions import course
from explainer.kinds.series import Series, change_on_year
from explainer.language.locales import Locale
from explainer.language.numbers import of_percent, rounded
from explainer.language.units import PERCENT, Unit, made

YEAR, FIRST = "year", "first"
OPTION = Field(
    "compare",
    one_of((YEAR, FIRST)),
    "à quoi est rapportée chaque valeur : à celle d'un an plus tôt (`year`), en pourcentage, ou à la première (`first`)",  # noqa: E501
    "what each value is set against: that of a year before (`year`), in per cent, or the first one (`first`)",  # noqa: E501
)
TIMES = made(
    "times", "times", {"fr": "multiple", "en": "multiple"}, short={"fr": "× {}", "en": "× {}"}
)


def selected(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Return the series of a chart over time, compared as it asks."""
    found = series.selected(chart, library)
    how = chart.options.get("compare")
    if how == YEAR:
        return tuple(_on_year(one) for one in found)
    return tuple(_on_first(one) for one in found) if how == FIRST else found


def table(chart: Chart, library: Library, locale: Locale) -> tables.Table:
    """Return the numbers as they are drawn, one row a period."""
    if not chart.options.get("compare"):
        return tables.table_by_period(chart, library, locale)
    drawn = selected(chart, library)
    labels = (locale.typeset(one.label[locale.code]) for one in drawn)
    rows = tuple(tables.rows_by_period(drawn, locale))
    return tables.Table((locale.word("period"), *labels), rows)


def describe(chart: Chart, library: Library, locale: Locale) -> str:
    """Return the courses of the lines as they are drawn."""
    drawn = selected(chart, library)
    return locale.typeset(" ".join(course(one, len(drawn) > 1, locale) for one in drawn))


def _on_year(one: Series) -> Series:
    def compared(row: Observation) -> Observation:
        change = change_on_year(one.dataset, one.entity, row)
        value = None if change is None else rounded(change, max(1, of_percent(change)))
        return _with(row, value)

    rows = tuple(map(compared, one.observations))
    return replace(one, dataset=_of_rates(one.dataset, PERCENT), observations=rows)


def _on_first(one: Series) -> Series:
    first = next((row.value for row in one.observations if row.value), None)

    def compared(row: Observation) -> Observation:
        if first is None or row.value is None:
            return _with(row, None)
        return _with(row, rounded(row.value / first, 2))

    rows = tuple(map(compared, one.observations))
    return replace(one, dataset=_of_rates(one.dataset, TIMES), observations=rows)


def _of_rates(dataset: Dataset, unit: Unit) -> Dataset:
    return replace(dataset, unit=unit, kind=RATE)


def _with(row: Observation, value: Decimal | None) -> Observation:
    return replace(row, value=value, low=None, high=None)

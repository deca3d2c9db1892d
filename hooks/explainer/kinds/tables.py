"""The numbers of a chart as rows of localised text, for HTML templates and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from explainer.facts.figures import localised
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds.series import Series, announcements, left_out, periods_of, selected
from explainer.language.locales import Locale
from explainer.language.numbers import decimals
from explainer.language.periods import Period
from explainer.language.units import Unit

NOTHING = "–"  # what a cell says that has no number


@dataclass(frozen=True)
class Table:
    """Column heads (the first is the rows' own), then rows: a head and one text per column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def cell_text(row: Observation | None, locale: Locale) -> str:
    """Return one cell: the number without its unit and with the decimals that it was written with,
    or a range; in words what is not published or not verified, an en dash for what is missing
    otherwise."""
    if row is None or row.missing:
        return NOTHING
    if row.absence:
        return locale.word(row.absence)
    if row.is_range:
        text = locale.affixless_span(row.low, row.high)
    else:
        assert row.value is not None
        text = locale.number(row.value, decimals(row.value))
    marks = [locale.interval(*row.interval)] if row.interval else []
    marks += remarks(row, locale)
    if row.basis and row.basis != "close":
        marks.append(locale.word(row.basis))
    return f"{text} ({', '.join(marks)})" if marks else text


def remarks(row: Observation, locale: Locale) -> list[str]:
    """Return what a number is when it is no outcome, and until when it was counted."""
    found = [locale.word(row.status)] if row.status else []
    if row.until:
        found.append(locale.word("counted_until", locale.date(row.until, short=True)))
    return found


def absent(row: Observation, library: Library, locale: Locale) -> str:
    """Return why a cell holds no number, as a mark says it after a colon."""
    if row.missing:
        return locale.word("missing_because", localised(row.missing, library, locale))
    return locale.word(row.absence)


def with_unit(label: str, unit: Unit, locale: Locale) -> str:
    """Return the head of a column whose unit is not that of its neighbours."""
    return f"{label} ({unit.forms(locale.code).name})"


def table_by_period(chart: Chart, library: Library, locale: Locale) -> Table:
    """Return the numbers of a chart as it is read: one row a period, one column a series; where
    they were given at different dates, one row a date of issue."""
    series = selected(chart, library)
    if any(row.issued for one in series for row in one.observations):
        said = (both for one in series for both in announcements(one))
        rows = (row for both in said for row in rows_by_issue(*both, locale))
        return Table(issue_heads(locale), tuple(rows))
    labels = (locale.typeset(one.label[locale.code]) for one in series)
    return Table(
        (locale.word("period"), *labels),
        tuple(rows_by_period(series, locale)),
    )


def rows_by_period(
    series: tuple[Series, ...], locale: Locale, *, holes: bool = True
) -> Iterator[tuple[str, ...]]:
    """Yield one row a period; with `holes`, those of which no series says anything, though one
    should, together in one row."""
    runs = [some for one in series for some in left_out(one)] if holes else []
    lacking = {period for some in runs for period in some}
    known = periods_of(series)
    for is_known, some in groupby(sorted(lacking | {*known}), lambda period: period in known):
        for periods in [(period,) for period in some] if is_known else [tuple(some)]:
            cells = (cell_text(one.at(periods[0]), locale) for one in series)
            yield locale.run(periods), *cells


def issue_heads(locale: Locale) -> tuple[str, str, str]:
    """Return the heads of a table by date of issue."""
    return locale.word("issued"), locale.word("period"), locale.word("value")


def rows_by_issue(
    target: Period, said: Sequence[Observation], locale: Locale
) -> Iterator[tuple[str, str, str]]:
    """Yield one row for each thing that was said of a target."""
    for row in said:
        day = locale.date(row.issued) if row.issued else ""
        yield day, locale.period(target), cell_text(row, locale)

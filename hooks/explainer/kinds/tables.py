"""The numbers of a chart as rows of localised text, for HTML templates and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from explainer.facts.figures import localised
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds.series import Series, announcements, periods_of, selected
from explainer.language.locales import Locale
from explainer.language.numbers import MAX_DIGITS, decimals
from explainer.language.periods import Period
from explainer.language.units import Unit


@dataclass(frozen=True)
class Table:
    """Column heads (the first is the rows' own), then rows: a head and one text per column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def digits_of(series: tuple[Series, ...]) -> int:
    """The decimals that all cells of a table share, so that they align: the finest known."""
    return digits_of_rows(row for one in series for row in one.observations)


def digits_of_rows(rows: Iterable[Observation]) -> int:
    """The same for rows of any series."""
    known = (decimals(number) for row in rows for number in row.numbers)
    return min(max(known, default=0), MAX_DIGITS)


def cell_text(row: Observation | None, digits: int, locale: Locale) -> str:
    """Return one cell: the number without its unit, or a range; in words what is not published or
    not verified, an en dash for what is missing otherwise."""
    if row is None or row.missing:
        return "–"
    if row.absence:
        return locale.word(row.absence)
    if row.is_range:
        text = locale.affixless_span(row.low, row.high, digits)
    else:
        assert row.value is not None
        text = locale.number(row.value, digits)
    marks = [locale.word(row.status)] if row.status else []
    if row.basis and row.basis != "close":
        marks.append(locale.word(row.basis))
    return f"{text} ({', '.join(marks)})" if marks else text


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
    digits = digits_of(series)
    if any(row.issued for one in series for row in one.observations):
        said = (both for one in series for both in announcements(one))
        rows = (row for both in said for row in rows_by_issue(*both, digits, locale))
        return Table(issue_heads(locale), tuple(rows))
    labels = (locale.typeset(one.label[locale.code]) for one in series)
    return Table(
        (locale.word("period"), *labels),
        tuple(
            (
                locale.period(period),
                *(cell_text(one.at(period), digits, locale) for one in series),
            )
            for period in periods_of(series)
        ),
    )


def issue_heads(locale: Locale) -> tuple[str, str, str]:
    """Return the heads of a table by date of issue."""
    return locale.word("issued"), locale.word("period"), locale.word("value")


def rows_by_issue(
    target: Period, said: Sequence[Observation], digits: int, locale: Locale
) -> Iterator[tuple[str, str, str]]:
    """Yield one row for each thing that was said of a target."""
    for row in said:
        day = locale.date(row.issued) if row.issued else ""
        yield day, locale.period(target), cell_text(row, digits, locale)

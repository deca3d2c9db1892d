"""The numbers of a chart or a dataset as rows of localised text, for HTML templates and CSV."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.locales import MAX_DIGITS, Locale, decimals
from explainer.model import Chart, Library, Observation
from explainer.series import Series, periods_of, selected


@dataclass(frozen=True)
class Table:
    """Column heads (the first is the rows' own), then rows: a head and one text per column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def digits_of(series: tuple[Series, ...]) -> int:
    """The decimals that all cells of a table share, so that they align: the finest known."""
    known = (decimals(n) for one in series for row in one.observations for n in row.numbers)
    return min(max(known, default=0), MAX_DIGITS)


def cell_text(row: Observation | None, digits: int, locale: Locale) -> str:
    """Return one cell: the number without its unit, a range, or an en dash for what is missing."""
    if row is None or row.missing:
        return "–"
    if row.is_range:
        return locale.affixless_span(row.low, row.high, digits)
    assert row.value is not None
    text = locale.number(row.value, digits)
    marks = [locale.word(row.status)] if row.status else []
    if row.basis and row.basis != "close":
        marks.append(locale.word(row.basis))
    return f"{text} ({', '.join(marks)})" if marks else text


def chart_table(chart: Chart, library: Library, locale: Locale) -> Table:
    """Return the numbers of a chart as it is read: one row a period, one column a series.

    A chart of ranges has one row for each date of issue; heads hold the words of `locale`.
    """
    series = selected(chart, library)
    digits = digits_of(series)
    labels = tuple(locale.typeset(one.label[locale.code]) for one in series)
    if any(row.issued for one in series for row in one.observations):
        rows = tuple(
            (
                locale.date(row.issued) if row.issued else "",
                locale.period(row.period),
                cell_text(row, digits, locale),
            )
            for one in series
            for row in sorted(one.observations, key=lambda row: row.issued or row.period.start)
        )
        return Table((locale.word("issued"), locale.word("period"), locale.word("value")), rows)
    periods = periods_of(series)
    return Table(
        (locale.word("period"), *labels),
        tuple(
            (
                locale.period(period),
                *(cell_text(one.at(period), digits, locale) for one in series),
            )
            for period in periods
        ),
    )

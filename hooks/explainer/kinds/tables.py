"""The numbers of a chart or a dataset as rows of localised text, for HTML templates and CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.facts.model import Chart, Library, Observation
from explainer.kinds.compared import ROW_KINDS, Mark, Step, dots_of, end_names, pairs_of, steps_of
from explainer.kinds.joins import Cell, Cloud, Grid, cloud_of, grid_of
from explainer.kinds.series import Series, announced, named_periods, outcomes, periods_of, selected
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
    known = (decimals(n) for one in series for row in one.observations for n in row.numbers)
    return min(max(known, default=0), MAX_DIGITS)


def cell_text(row: Observation | None, digits: int, locale: Locale) -> str:
    """Return one cell: the number without its unit, a range, or an en dash for what is missing."""
    if row is None or row.missing:
        return "–"
    if row.is_range:
        text = locale.affixless_span(row.low, row.high, digits)
    else:
        assert row.value is not None
        text = locale.number(row.value, digits)
    marks = [locale.word(row.status)] if row.status else []
    if row.basis and row.basis != "close":
        marks.append(locale.word(row.basis))
    return f"{text} ({', '.join(marks)})" if marks else text


def chart_table(chart: Chart, library: Library, locale: Locale) -> Table:
    """Return the numbers of a chart as it is read: one row a period, one column a series.

    A chart of ranges has one row for each date of issue and one for what came, and one that
    compares has the rows of its drawing; heads hold the words of `locale`.
    """
    if chart.kind in ROW_KINDS:
        return _compared(chart, library, locale)
    if chart.kind == "scatter":
        return _cloud(cloud_of(chart, library), locale)
    if chart.kind == "heatmap":
        return _grid(grid_of(chart, library), locale)
    series = selected(chart, library)
    digits = digits_of(series)
    labels = tuple(locale.typeset(one.label[locale.code]) for one in series)
    if chart.kind == "ranges" or any(row.issued for one in series for row in one.observations):
        heads = (locale.word("issued"), locale.word("period"), locale.word("value"))
        return Table(heads, tuple(_issued(series, chart, library, locale)))
    periods = periods_of(series)
    if chart.kind == "panels":
        return _panels(series, periods, locale)
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


def _issued(
    series: tuple[Series, ...], chart: Chart, library: Library, locale: Locale
) -> Iterator[tuple[str, ...]]:
    """One row an announcement, by target, then what came, in its own decimals."""
    digits = digits_of(series)
    for one in series:
        came = outcomes(one, chart, library)
        for target, rows in announced(one):
            period = locale.period(target)
            for row in rows:
                day = locale.date(row.issued) if row.issued else ""
                yield day, period, cell_text(row, digits, locale)
            known = came.at(target) if came else None
            if came and known:
                outcome = locale.word("outcome").capitalize()
                yield outcome, period, cell_text(known, digits_of((came,)), locale)


def _panels(series: tuple[Series, ...], periods: tuple[Period, ...], locale: Locale) -> Table:
    """One column a panel, each in its own unit and decimals; heads name units that differ."""
    several = len({one.dataset.unit.id for one in series}) > 1
    labels = [locale.typeset(one.label[locale.code]) for one in series]
    if several:
        labels = [
            _with_unit(label, one.dataset.unit, locale)
            for label, one in zip(labels, series, strict=True)
        ]
    digits = [digits_of((one,)) for one in series]
    return Table(
        (locale.word("period"), *labels),
        tuple(
            (
                locale.period(period),
                *(
                    cell_text(one.at(period), some, locale)
                    for one, some in zip(series, digits, strict=True)
                ),
            )
            for period in periods
        ),
    )


def _with_unit(label: str, unit: Unit, locale: Locale) -> str:
    return f"{label} ({unit.forms(locale.code).name})"


def _cloud(cloud: Cloud, locale: Locale) -> Table:
    """One row a point, with its period, or the period of each measure beside it."""
    dated = any(point.period for point in cloud.points)
    names = [
        _with_unit(locale.typeset(name[locale.code]), dataset.unit, locale)
        for name, dataset in ((cloud.x_name, cloud.x), (cloud.y_name, cloud.y))
    ]
    rows = []
    for point in cloud.points:
        cells = [locale.typeset(point.label[locale.code])]
        if point.period:
            cells.append(locale.period(point.period))
        for axis, row in (("x", point.x), ("y", point.y)):
            text = cell_text(row, cloud.digits(axis), locale)
            cells.append(text if dated else f"{text} ({locale.period(row.period)})")
        rows.append(tuple(cells))
    heads = [locale.word("name"), *([locale.word("period")] if dated else []), *names]
    return Table(tuple(heads), tuple(rows))


def _grid(grid: Grid, locale: Locale) -> Table:
    """The cells of a heatmap, one row a period and one column a series."""

    def text(cell: Cell | None) -> str:
        if cell is None or cell.value is None:
            return "–"
        written = locale.number(cell.value, grid.digits, sign=grid.signed)
        basis = cell.row.basis if cell.row else None
        return f"{written} ({locale.word(basis)})" if basis not in (None, "close") else written

    return Table(
        (
            locale.word("period"),
            *(locale.typeset(one.label[locale.code]) for one in grid.series),
        ),
        tuple(
            (
                locale.period(period),
                *(text(grid.cells.get((one.key, period))) for one in grid.series),
            )
            for period in grid.periods
        ),
    )


def _compared(chart: Chart, library: Library, locale: Locale) -> Table:
    """The rows of a kind that compares, in the order of its drawing."""
    digits = digits_of(selected(chart, library))
    periods = named_periods(chart)

    def cells(mark: Mark, dated: bool) -> tuple[str, ...]:
        row = mark.row
        text = cell_text(row, digits, locale)
        when = locale.period(row.period) if row is not None else "–"
        return (text, when) if dated else (text,)

    if chart.kind == "dots":
        return Table(
            (locale.word("name"), locale.word("value"), locale.word("period")),
            tuple(
                (locale.typeset(mark.series.label[locale.code]), *cells(mark, True))
                for mark in dots_of(chart, library)
            ),
        )
    if chart.kind == "pairs":
        dated = len(periods) < 2
        heads = [(name, locale.word("period")) for name in end_names(chart, library, locale)]
        return Table(
            (locale.word("name"), *(head for both in heads for head in both[: 1 + dated])),
            tuple(
                (
                    locale.typeset(pair.name[locale.code]),
                    *(text for mark in pair.ends for text in cells(mark, dated)),
                )
                for pair in pairs_of(chart, library)
            ),
        )
    steps = steps_of(chart, library)
    if len(periods) == 1:
        return Table(
            (locale.word("step"), locale.word("value")),
            tuple((step.label(locale), _effect(step, digits, locale)) for step in steps),
        )
    return Table(
        (locale.word("step"), *map(locale.period, periods), locale.word("effect")),
        tuple(_both(step, digits, locale) for step in steps[1:]),
    )


def _effect(step: Step, digits: int, locale: Locale) -> str:
    """What a step is in one period: a total as it is, a part with its sign."""
    text = locale.number(step.amount, digits, sign=step.role != "total")
    return f"{text} ({locale.word(step.status)})" if step.status else text


def _both(step: Step, digits: int, locale: Locale) -> tuple[str, ...]:
    """What a step is in both periods, and what the change does to the total."""
    assert step.before is not None, "steps between two periods know both"
    assert step.after is not None, "steps between two periods know both"
    effect = step.after - step.before if step.role == "total" else step.amount
    status = f" ({locale.word(step.status)})" if step.status else ""
    return (
        locale.typeset(step.name[locale.code]) if step.name else locale.word("total"),
        locale.number(step.before, digits),
        locale.number(step.after, digits) + status,
        locale.number(effect, digits, sign=True),
    )

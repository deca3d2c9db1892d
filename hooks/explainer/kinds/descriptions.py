"""A chart in words: what a reader who cannot see it needs to know, made from the data.

For each series: where it begins and ends, its lowest and highest point, and what is missing. The
sentences are built from values and words, so that they hold the same numbers as the drawing.
"""

from __future__ import annotations

from decimal import Decimal

from explainer.facts.figures import write_figures
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds.compared import ROW_KINDS, Mark, dots_of, end_names, pairs_of, steps_of
from explainer.kinds.joins import Cloud, Grid, cloud_of, grid_of
from explainer.kinds.series import Series, announced, outcomes, selected
from explainer.kinds.tables import digits_of
from explainer.language.locales import Locale
from explainer.language.numbers import MAX_DIGITS, decimals
from explainer.language.periods import Period
from explainer.language.units import Unit


def describe(chart: Chart, library: Library, locale: Locale) -> str:
    """Return the description of a chart in one language, some sentences of plain text."""
    if chart.kind in ROW_KINDS:
        return locale.typeset(_compared(chart, library, locale))
    if chart.kind in ("scatter", "heatmap"):
        return locale.typeset(_joined(chart, library, locale))
    series = selected(chart, library)
    digits = digits_of(series)
    if chart.kind == "ranges":
        return " ".join(_ranges(one, chart, library, locale) for one in series)
    several = len(series) > 1
    if chart.kind == "steps":
        return locale.typeset(" ".join(_steps(one, several, locale) for one in series))
    if chart.kind == "panels":
        parts = [_course(one, several, digits_of((one,)), locale) for one in series]
        return locale.typeset(" ".join([locale.words["own_scale"], *parts]))
    parts = [_course(one, several, digits, locale) for one in series]
    if chart.events:
        events = "; " if locale.code == "en" else " ; "
        listed = events.join(
            f"{locale.period(event.at)}, {write_figures(event.text[locale.code], library, locale)}"
            for event in sorted(chart.events, key=lambda event: event.at)
        )
        parts.append(f"{locale.words['events']}{locale.words['colon']}{listed}.")
    return locale.typeset(" ".join(parts))


def _course(one: Series, named: bool, digits: int, locale: Locale) -> str:
    rows = [row for row in one.observations if row.value is not None]
    unit = one.dataset.unit
    head = f"{one.label[locale.code]}{locale.words['colon']}" if named else ""

    def point(row: Observation) -> str:
        assert row.value is not None, "only rows with a value are told"
        return _marked(locale.short(row.value, unit, digits), row, locale)

    first, last = rows[0], rows[-1]
    low = min(rows, key=lambda row: row.value or 0)
    high = max(rows, key=lambda row: row.value or 0)
    if len(rows) == 1:
        text = f"{point(first)}."
    else:
        text = locale.words["course"].format(point(first), point(last))
        ends = [
            locale.words[word].format(point(row))
            for word, row in (("lowest", low), ("highest", high))
            if row not in (first, last)
        ]
        text += (", " + ", ".join(ends) if ends else "") + "."
    gaps = [locale.period(row.period) for row in one.observations if row.missing]
    if gaps:
        text += " " + locale.words["gaps"].format(locale.listed(gaps))
    text = head + text
    return text[0].upper() + text[1:]


def _ranges(one: Series, chart: Chart, library: Library, locale: Locale) -> str:
    parts = []
    colon, semicolon = locale.words["colon"], locale.words["semicolon"]
    unit, missing = one.dataset.unit, locale.words["missing"].lower()
    came = outcomes(one, chart, library)
    for target, said in announced(one):
        steps = ", ".join(
            (_amount(row, unit, locale) if row.numbers else missing)
            + (f" ({locale.date(row.issued)})" if row.issued else "")
            for row in said
        )
        text = f"{locale.words['target'].format(locale.period(target))}{colon}{steps}"
        known = came.at(target) if came else None
        if known is not None:
            text += f"{semicolon}{locale.words['outcome']}{colon}{_amount(known, unit, locale)}"
        parts.append(locale.typeset(text + "."))
    return " ".join(parts)


def _amount(row: Observation, unit: Unit, locale: Locale) -> str:
    """A value with its own decimals, or a range."""
    if row.value is None:
        return locale.span(row.low, row.high, unit, short=True)
    return locale.short(row.value, unit)


def _steps(one: Series, named: bool, locale: Locale) -> str:
    """Each value of a series with the period from which it holds, in order."""
    rows = sorted(one.observations, key=lambda row: row.period)
    told = []
    for row in rows:
        if row.value is not None:
            digits = min(decimals(row.value), MAX_DIGITS)
            value = locale.short(row.value, one.dataset.unit, digits)
            told.append(_marked(value, row, locale))
    text = ", ".join(told[:-1])
    text = locale.words["then"].format(text, told[-1]) if text else told[-1]
    gaps = [locale.period(row.period) for row in rows if row.missing]
    tail = " " + locale.words["gaps"].format(locale.listed(gaps)) if gaps else ""
    head = f"{one.label[locale.code]}{locale.words['colon']}" if named else ""
    return f"{head}{text}.{tail}"


def _joined(chart: Chart, library: Library, locale: Locale) -> str:
    if chart.kind == "scatter":
        return _cloud(cloud_of(chart, library), locale)
    return _grid(grid_of(chart, library), locale)


def _cloud(cloud: Cloud, locale: Locale) -> str:
    """What runs across and up, each point with both values, who lacks one of them."""
    names = (cloud.x_name[locale.code], cloud.y_name[locale.code])
    told = []
    for point in cloud.points:
        values = []
        for axis, row in (("x", point.x), ("y", point.y)):
            amount = _amount(row, cloud.x.unit if axis == "x" else cloud.y.unit, locale)
            values.append(_marked(amount, row, locale, dated=False))
        when = f" ({locale.period(point.period)})" if point.period else ""
        told.append(f"{point.label[locale.code]}{when}, {locale.listed(values)}")
    semicolon = "; " if locale.code == "en" else " ; "
    text = f"{locale.words['across_up'].format(*names)} {semicolon.join(told)}."
    if cloud.without:
        lacking = locale.listed([name[locale.code] for name in cloud.without])
        text += " " + locale.words["one_missing"].format(lacking)
    return text


def _grid(grid: Grid, locale: Locale) -> str:
    """For each row, the first and last cell, the lowest and highest, and what is missing."""

    def point(value: Decimal, period: Period) -> str:
        number = locale.short(value, grid.unit, grid.digits, sign=grid.signed)
        return f"{number} ({locale.period(period)})"

    parts = []
    for one in grid.series:
        cells = [(period, grid.cells.get((one.key, period))) for period in grid.periods]
        known = [(cell.value, period) for period, cell in cells if cell and cell.value is not None]
        text = point(*known[0])
        if len(known) > 1:
            ends = (known[0], known[-1])
            text = locale.words["course"].format(*(point(*end) for end in ends))
            for word, far in (("lowest", min(known)), ("highest", max(known))):
                if far[0] not in (ends[0][0], ends[1][0]):
                    text += f", {locale.words[word].format(point(*far))}"
        gaps = [locale.period(period) for period, cell in cells if not cell or cell.value is None]
        tail = " " + locale.words["gaps"].format(locale.listed(gaps)) if gaps else ""
        parts.append(f"{one.label[locale.code]}{locale.words['colon']}{text}.{tail}")
    return " ".join(parts)


def _compared(chart: Chart, library: Library, locale: Locale) -> str:
    """The rows of a kind that compares, read in the order of its drawing."""
    colon = locale.words["colon"]
    missing: list[str] = []
    rows: list[str] = []
    if chart.kind == "dots":
        head = locale.words["largest_first"]
        for mark in dots_of(chart, library):
            name = mark.series.label[locale.code]
            if mark.known:
                rows.append(f"{name}, {_cell(mark, locale, dated=True)}")
            else:
                missing.append(name)
    elif chart.kind == "pairs":
        ends = end_names(chart, library, locale)
        head = locale.words["for_each"].format(*ends)
        for pair in pairs_of(chart, library):
            name = pair.name[locale.code]
            told = [_cell(mark, locale, dated=False) for mark in pair.ends if mark.known]
            missing += [
                name if not told else f"{name} ({end})"
                for end, mark in zip(ends, pair.ends, strict=True)
                if not mark.known
            ][: 1 if not told else 2]
            if len(told) == 2:
                rows.append(f"{name}, {locale.words['then'].format(*told)}")
            elif told:
                end = ends[0] if pair.ends[0].known else ends[1]
                rows.append(f"{name}, {told[0]} ({end})")
    else:
        head = locale.words["top_down"]
        for step in steps_of(chart, library):
            amount = locale.short(
                step.amount,
                library.datasets[chart.series[0].dataset].unit,
                min(decimals(step.amount), MAX_DIGITS),
                sign=step.role != "total",
            )
            status = f" ({locale.words[step.status]})" if step.status else ""
            rows.append(f"{step.label(locale)}, {amount}{status}")
    semicolon = "; " if locale.code == "en" else " ; "
    text = f"{head}{colon}{semicolon.join(rows)}."
    if missing:
        text += " " + locale.words["gaps"].format(locale.listed(missing))
    return text


def _cell(mark: Mark, locale: Locale, *, dated: bool) -> str:
    """A value or a range, what it is when it is no outcome, and when it was."""
    row = mark.row
    assert row is not None, "only what is known is told"
    return _marked(_amount(row, mark.series.dataset.unit, locale), row, locale, dated=dated)


def _marked(text: str, row: Observation, locale: Locale, *, dated: bool = True) -> str:
    """An amount with what it is when it is no outcome, and when it was."""
    words = [locale.words[row.status]] if row.status else []
    words += [locale.period(row.period)] if dated else []
    return f"{text} ({', '.join(words)})" if words else text

"""A chart in words: what a reader who cannot see it needs to know, made from the data.

For each series: where it begins and ends, its lowest and highest point, and what is missing. The
sentences are built from values and words, so that they hold the same numbers as the drawing.
"""

from __future__ import annotations

from explainer.figures import write_figures
from explainer.locales import Locale
from explainer.model import Chart, Library, Observation
from explainer.series import Series, outcome_of, selected
from explainer.tables import digits_of


def describe(chart: Chart, library: Library, locale: Locale) -> str:
    """Return the description of a chart in one language, some sentences of plain text."""
    series = selected(chart, library)
    digits = digits_of(series)
    if any(row.is_range for one in series for row in one.observations):
        return " ".join(_ranges(one, chart, library, locale) for one in series)
    several = len(series) > 1
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
        return f"{locale.short(row.value, unit, digits)} ({locale.period(row.period)})"

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
    targets = sorted({row.period for row in one.observations if row.numbers})
    for target in targets:
        said = [row for row in one.observations if row.period == target and row.numbers]
        steps = ", ".join(
            f"{locale.span(row.low, row.high, one.dataset.unit, short=True)}"
            + (f" ({locale.date(row.issued)})" if row.issued else "")
            for row in said
        )
        text = (
            f"{locale.words['target'].format(locale.period(target))}{locale.words['colon']}{steps}"
        )
        known = outcome_of(chart, library, target)
        if known is not None and known.value is not None:
            came = locale.short(known.value, one.dataset.unit)
            text += f"; {locale.words['outcome']}{locale.words['colon']}{came}"
        parts.append(locale.typeset(text + "."))
    return " ".join(parts)

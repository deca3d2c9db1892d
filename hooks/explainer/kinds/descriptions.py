"""A chart in words: what a reader who cannot see it needs to know, made from the data.

For each series: where it begins and ends, its lowest and highest point, and what is missing. The
sentences are built from values and words, so that they hold the same numbers as the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable

from explainer.facts.model import Chart, Library, Observation
from explainer.kinds.series import Series, left_out, selected
from explainer.kinds.tables import remarks
from explainer.language.locales import Locale
from explainer.language.units import Unit


def describe_courses(chart: Chart, library: Library, locale: Locale) -> str:
    """Return the courses of all series of a chart over time, some sentences of plain text."""
    series = selected(chart, library)
    several = len(series) > 1
    return locale.typeset(" ".join(course(one, several, locale) for one in series))


def course(one: Series, named: bool, locale: Locale) -> str:
    """Return from where to where a series goes, its extremes in between, and its gaps."""
    rows = [row for row in one.observations if row.value is not None]
    unit = one.dataset.unit

    def point(row: Observation) -> str:
        assert row.value is not None, "only rows with a value are told"
        return marked(locale.exact(row.value, unit), row, locale)

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
    text = headed(one, named, locale) + text + gaps(lost_periods(one, locale), locale)
    return text[0].upper() + text[1:]


def headed(one: Series, named: bool, locale: Locale) -> str:
    """Return the name of a series and a colon, where there are several."""
    return f"{one.label[locale.code]}{locale.words['colon']}" if named else ""


def lost_periods(one: Series, locale: Locale) -> list[str]:
    """Return the names of the periods whose value is missing, and of those that are absent."""
    lost = [(row.period, locale.period(row.period)) for row in one.observations if row.absence]
    for some in left_out(one):
        # Two of them are two items of the list.
        parts = [some] if len(some) > 2 else [(period,) for period in some]
        lost += [(part[0], locale.run(part)) for part in parts]
    return [name for _, name in sorted(lost)]


def missing_periods(rows: Iterable[Observation], locale: Locale) -> list[str]:
    """Return the names of the periods whose value is missing."""
    return [locale.period(row.period) for row in rows if row.absence]


def gaps(names: list[str], locale: Locale) -> str:
    """Return a sentence that names what is missing, behind a space; nothing when nothing is."""
    return " " + locale.words["gaps"].format(locale.listed(names)) if names else ""


def amount(row: Observation, unit: Unit, locale: Locale) -> str:
    """Return a value with its own decimals, or a range."""
    if row.value is None:
        return locale.span(row.low, row.high, unit, short=True)
    return locale.exact(row.value, unit)


def marked(text: str, row: Observation, locale: Locale, *, dated: bool = True) -> str:
    """Return an amount with what it is when it is no outcome, and when it was."""
    words = [locale.interval(*row.interval)] if row.interval else []
    words += remarks(row, locale)
    words += [locale.period(row.period)] if dated else []
    return f"{text} ({', '.join(words)})" if words else text


def parted(items: Iterable[str], locale: Locale) -> str:
    """Return items parted by semicolons."""
    return locale.words["semicolon"].join(items)

"""What stands behind a figure of a sentence, in a few lines: a popover shows them when a reader
points at the figure.

Its name and value, or how it was computed; the producer, and through whom the number was read; how
sure it is. The row of data, to which the figure leads, says all.
"""

from __future__ import annotations

from explainer.facts.cells import Cell
from explainer.facts.euros import EURO, IN_EUROS
from explainer.facts.explanations import plain_words
from explainer.facts.model import Library, Source
from explainer.facts.values import Value
from explainer.language.locales import Locale

_MOST_CELLS = 6  # named in a calculation: beyond, nobody reads them
_MOST_SOURCES = 2
SEPARATOR = "|"


def lines_behind(value: Value, library: Library, locale: Locale) -> list[str]:
    """Return what is said of a figure: a name, then how it is known."""
    cells = tuple({cell.address: cell for cell in value.cells}.values())
    if value.operation in ("", IN_EUROS):
        lines = [_cell(cells[0], locale, library)]
    else:
        name = locale.word("derived").capitalize()
        if len(cells) > _MOST_CELLS:
            lines = [f"{name} ({locale.word('of_numbers', str(len(cells)))})"]
        else:
            lines = [f"{name}{locale.words['colon']}{plain_words(value, library, locale)}"]
    if value.unit.measure == EURO != cells[0].dataset.unit.measure:
        lines.append(locale.word("in_euros"))
    lines += _credit(cells, library, locale)
    return [line.replace(SEPARATOR, "/") for line in lines]


def _cell(cell: Cell, locale: Locale, library: Library) -> str:
    """The series and period of a cell, and its number as it stands in the data."""
    code, row = locale.code, cell.observation
    name = [locale.typeset(cell.dataset.name[code])]
    if len(cell.dataset.series) > 1:
        name.append(locale.typeset(library.entities[cell.entity].name[code]))
    name.append(locale.period(row.period))
    unit = cell.dataset.unit
    exact = (
        locale.exact(row.value, unit)
        if row.value is not None
        else locale.span(row.low, row.high, unit, short=True)
    )
    basis = f", {locale.word(row.basis)}" if row.basis else ""
    return f"{', '.join(name)}{locale.words['colon']}{exact}{basis}"


def _credit(cells: tuple[Cell, ...], library: Library, locale: Locale) -> list[str]:
    """The producers, then through whom they were read, and the grade of the weakest cell."""
    found: dict[str, None] = {}
    for cell in cells:
        for document in library.documents(cell.observation)[:_MOST_SOURCES]:
            found.setdefault(_named(document, locale))
    shown = list(found)[:_MOST_SOURCES]
    if len(found) > len(shown):
        shown.append("…")
    grade = max((cell.observation.grade or "A" for cell in cells), default="")
    lines = []
    if shown:
        lines.append(
            f"{locale.word('source')}{locale.words['colon']}{locale.words['semicolon'].join(shown)}"
        )
    if grade:
        lines.append(f"{locale.word('grade')} {locale.word(grade)}")
    return lines


def _named(document: Source, locale: Locale) -> str:
    publisher = document.reporter(locale.code)
    when = f", {locale.period(document.published)}" if document.published else ""
    return locale.typeset(f"{publisher}{when}")

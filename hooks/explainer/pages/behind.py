"""What stands behind a figure of a sentence: where it leads, and a few lines that a popover shows
when a reader points at the figure.

Its name and value, or how it was computed; the producer, and through whom the number was read; how
sure it is. The row of data, to which the figure leads, says all. What is computed from several
numbers never leads to one of them, as if that were it; and what our own projection comes to rests
on no document: it leads to its assumptions.
"""

from __future__ import annotations

from decimal import Decimal

from explainer.facts.addresses import Told, cell_page, data_page, told_scenario
from explainer.facts.cells import Cell
from explainer.facts.euros import EURO, IN_EUROS
from explainer.facts.explanations import plain_words
from explainer.facts.formulas import cell_made_like, value_of
from explainer.facts.model import Library, Source
from explainer.facts.values import Value
from explainer.language.locales import Locale
from explainer.language.numbers import decimals, rounded

_MOST_CELLS = 6  # named in a calculation: beyond, nobody reads them
_MOST_TERMS = 8  # of a sum
_MOST_DECIMALS = 2  # of a term
_MOST_SOURCES = 2
SEPARATOR = "|"


def leads_to(value: Value, library: Library) -> tuple[str, Told | None]:
    """Return the page of data to which a figure leads: the cell that it is, or that computes just
    that; of several cells, what shows them all, or the dataset of the first. And where the
    assumptions are told on which it rests, if it is what a projection comes to."""
    projected = _projected(value, library)
    told = None
    if projected and projected.projected:
        asked = projected.projected.asked
        told = told_scenario(projected.projected.projection, asked.scenario)
    cells = _distinct(value)
    if len(cells) == 1 and value.operation in ("", IN_EUROS):
        return cell_page(cells[0]), told
    found = cell_made_like(value, library)
    if found:
        return cell_page(found), told
    bearing = [one for one in value.operands if one.cells]
    if len(bearing) == 1:  # a pace, or a number of times something
        return leads_to(bearing[0], library)
    if len(cells) == 1:
        return cell_page(cells[0]), told
    first = cells[0].dataset
    alone = {(cell.dataset.id, cell.entity) for cell in cells} == {(first.id, cells[0].entity)}
    several = len(first.series) > 1
    return data_page(first.id, f"series-{cells[0].entity}" if alone and several else ""), told


def lines_behind(value: Value, library: Library, locale: Locale) -> list[str]:
    """Return what is said of a figure: a name, then how it is known."""
    cells = _distinct(value)
    lines: list[str] = []
    made: Value | None = value
    if value.operation in ("", IN_EUROS):
        lines.append(_cell(cells[0], locale, library))
        made = value_of(cells[0], library) if cells[0].observation.formula else None
    projected = _projected(value, library)
    if projected:
        words = plain_words(projected, library, locale)
        lines.append(f"{locale.word('ours')}{locale.words['colon']}{words}")
    elif made and made.operation:
        lines += _calculation(made, library, locale)
    if value.unit.measure == EURO != cells[0].dataset.unit.measure:
        lines.append(locale.word("in_euros"))
    lines += _credit(cells, value, library, locale)
    return [line.replace(SEPARATOR, "/") for line in lines]


def _projected(value: Value, library: Library) -> Value | None:
    """The output of a projection that a figure is, or that the formula of its cell asks for."""
    if not value.operation and value.cells and value.cells[0].observation.formula:
        value = value_of(value.cells[0], library)
    return value if value.projected else None


def _rests_on_ours(value: Value) -> bool:
    """Whether a projection of ours is in it, however deep."""
    if value.projected or any(cell.observation.is_ours for cell in value.cells):
        return True
    return any(_rests_on_ours(one) for one in value.operands)


def _distinct(value: Value) -> tuple[Cell, ...]:
    return tuple({cell.address: cell for cell in value.cells}.values())


def _calculation(value: Value, library: Library, locale: Locale) -> list[str]:
    """How a figure was computed: a sum as `Amazon 54.21 + Alphabet 44.92`, else in words."""
    terms = _terms(value, library, locale)
    if terms:
        return terms
    name, colon = locale.word("derived").capitalize(), locale.words["colon"]
    cells = _distinct(value)
    if len(cells) > _MOST_CELLS and not _of_sums(value):
        return [f"{name} ({locale.word('of_numbers', str(len(cells)))})"]
    return [f"{name}{colon}{plain_words(value, library, locale, brief=True)}"]


def _of_sums(value: Value) -> bool:
    """Whether each part is few numbers, or numbers of one dataset, which are told as one."""
    return all(
        len(one.cells) < 3 or len({cell.dataset.id for cell in one.cells}) == 1
        for one in value.operands
    )


def _terms(value: Value, library: Library, locale: Locale) -> list[str]:
    """The terms of a sum or mean of one dataset, the largest first; those of an entity together, if
    there are several entities and periods."""
    dataset = value.cells[0].dataset
    entities = {cell.entity for cell in value.cells}
    periods = {cell.observation.period for cell in value.cells}
    plain = all(not one.operation and one.amount is not None for one in value.operands)
    if value.operation not in ("sum", "mean") or not plain:
        return []
    if any(cell.dataset.id != dataset.id for cell in value.cells):
        return []
    mean = value.operation == "mean"
    named: dict[str, list[Decimal]] = {}
    for one in value.operands:
        (cell,) = one.cells
        name = library.entities[cell.entity].name[locale.code] if len(entities) > 1 else ""
        assert one.amount is not None
        shown = one.amount if cell.observation.value is None else cell.observation.value
        named.setdefault(name or locale.period(cell.observation.period), []).append(shown)
    twice = max(map(len, named.values())) > 1
    if not 1 < len(named) <= _MOST_TERMS or (twice and (mean or len(entities) == 1)):
        return []
    amounts = {name: sum(ones, Decimal(0)) for name, ones in named.items()}
    if len(entities) > 1:
        amounts = dict(sorted(amounts.items(), key=lambda one: -one[1]))
    known = min(_MOST_DECIMALS, max(map(decimals, amounts.values())))
    terms = " + ".join(
        f"{locale.typeset(name)} {locale.number(rounded(amount, known), known)}"
        for name, amount in amounts.items()
    )
    total = sum(amounts.values(), Decimal(0)) / (len(amounts) if mean else 1)
    result = locale.short(rounded(total, known), dataset.unit, known)
    many = locale.word("mean_of" if mean else "sum_of", str(len(value.cells)))
    what = [locale.typeset(dataset.name[locale.code])]
    if len(entities) == 1 and len(dataset.series) > 1:
        what.append(locale.typeset(library.entities[value.cells[0].entity].name[locale.code]))
    what.append(locale.run(sorted(periods, key=lambda one: one.start)))
    return [
        f"{many}{locale.words['colon']}{', '.join(what)}",
        f"({terms}) ÷ {len(amounts)} = {result}" if mean else f"{terms} = {result}",
    ]


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


def _credit(cells: tuple[Cell, ...], value: Value, library: Library, locale: Locale) -> list[str]:
    """The producers, then through whom they were read, and the grade of the weakest cell. What our
    projection comes to has no producer, and is no surer than what we chose."""
    ours = _rests_on_ours(value)
    read = () if value.projected else [one for one in cells if not one.observation.is_ours]
    found: dict[str, None] = {}
    for cell in read:
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
    if ours:
        lines.append(locale.word("ours_graded", grade or "A"))
    elif grade:
        lines.append(f"{locale.word('grade')} {locale.word(grade)}")
    return lines


def _named(document: Source, locale: Locale) -> str:
    publisher = document.reporter(locale.code)
    when = f", {locale.period(document.published)}" if document.published else ""
    return locale.typeset(f"{publisher}{when}")

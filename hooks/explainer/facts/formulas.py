"""Cells that are computed from other cells, by the formulas that stand in the data.

    formula: difference hyperscalers.capex to hyperscalers.operating_cash_flow
    formula: sum meta.capex@2026-Q1..2026-Q2
    formula: straight-line firms.capex@2025 over firms.life@2025 from 2026-01, digits 2

The language is that of `figures`. A cell becomes an observation with a value, as if it had been
typed: all that reads data reads it, and a change of one operand moves everything that rests on it.
The value is exact, and shown to as many decimals as the least precise of its operands unless the
formula says `digits`; what is computed from it in turn takes the exact one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from explainer.errors import Problem
from explainer.facts.cells import Address, Cell, FigureError, Here, Uncomputed, Unreadable
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import FLOW, STOCK, STRAIGHT_LINE, Dataset, Library, Observation
from explainer.facts.shapes import Shapes, by_shape, shape
from explainer.facts.values import Value
from explainer.language.numbers import rounded
from explainer.numerals import MOST_DIGITS

_MOST_TOLD = 6  # cells of a circle that a sentence names beside its first
_SCALED = ("product", "quotient", STRAIGHT_LINE)  # whose result may be of another size
# The first of them that an operand has is the result's.
_WEAKEST = ("scenario", "aim", "promised", "announced", "signed", "forecast", "estimate")


def with_formulas(library: Library) -> tuple[Library, list[Problem]]:
    """Return a library whose formulas are computed, and what is wrong in them. Files of cells that
    could not be computed are among the `unread`."""
    cells = [cell for one in library.datasets.values() for cell in _with_formula(one)]
    if not cells:
        return library, []
    computed: dict[Address, Observation] = {}
    shapes: Shapes = {}
    problems: list[Problem] = []
    for cell in cells:
        if cell.address not in computed:
            problems += _compute(cell, library, computed, shapes)
    datasets = {id: _filled(one, computed) for id, one in library.datasets.items()}
    lost = {cell.dataset.where.file for cell in cells if computed[cell.address].value is None}
    unread = library.unread | lost | {problem.where.file for problem in problems}
    library = replace(library, datasets=datasets, unread=unread, computed_as=by_shape(shapes))
    return library, problems


def cell_made_like(value: Value, library: Library) -> Cell | None:
    """Return the cell of the data whose formula computes what a value is, if there is one."""

    def of_formula(cell: Cell) -> str:
        return shape(value_of(cell, library), of_formula)

    found = library.computed_as.get(shape(value, of_formula))
    if found is None:
        return None
    id, entity, key = found
    dataset = library.datasets[id]
    return next(Cell(dataset, entity, row) for row in dataset.series[entity] if row.key == key)


def value_of(cell: Cell, library: Library) -> Value:
    """Return what the formula of a computed cell comes to, with its operands."""
    assert cell.observation.formula
    return _value(cell, cell.observation.formula, library, {})[0]


def _with_formula(dataset: Dataset) -> Iterator[Cell]:
    for entity, rows in dataset.series.items():
        for row in rows:
            if row.formula:
                yield Cell(dataset, entity, row)


def _filled(dataset: Dataset, computed: Mapping[Address, Observation]) -> Dataset:
    """The dataset with what its formulas came to; one that failed has no value, and is told."""
    if not any(row.formula for rows in dataset.series.values() for row in rows):
        return dataset
    series = {
        entity: tuple(
            computed.get((dataset.id, entity, row.key), row) if row.formula else row for row in rows
        )
        for entity, rows in dataset.series.items()
    }
    return replace(dataset, series=series)


def _compute(
    cell: Cell, library: Library, computed: dict[Address, Observation], shapes: Shapes
) -> Iterator[Problem]:
    """Compute a cell, and before it those that it needs. A stack and not recursion: a chain of
    formulas may be as long as a series."""
    stack = [cell]
    while stack:
        last = stack[-1]
        try:
            computed[last.address] = _observation(last, library, computed, shapes)
            stack.pop()
        except Uncomputed as needed:
            waiting = [one.address for one in stack]
            if needed.cell.address in waiting:
                circle = stack[waiting.index(needed.cell.address) :]
                yield _circle(circle)
                _give_up(circle, computed)
                return
            stack.append(needed.cell)
        except Unreadable:
            _give_up([last], computed)
            stack.pop()
        except FigureError as error:
            yield Problem(last.observation.where, f"formula: {error}")
            _give_up([last], computed)
            stack.pop()


def _circle(cells: list[Cell]) -> Problem:
    names = [f'"{cell.name}"' for cell in cells]
    if len(names) == 1:
        said = f"{names[0]} is computed from itself"
    else:
        others = names[1:]
        if len(others) > _MOST_TOLD:
            others = [*others[:_MOST_TOLD], f"{len(others) - _MOST_TOLD} more"]
        said = f"{names[0]} needs {', which needs '.join([*others, names[0]])}"
    return Problem(
        cells[0].observation.where, f"formula: {said}; give one of them a value or another formula"
    )


def _give_up(cells: list[Cell], computed: dict[Address, Observation]) -> None:
    """Note that cells could not be computed, which was told: what needs them is silent."""
    for cell in cells:
        computed[cell.address] = cell.observation


def _value(
    cell: Cell, formula: str, library: Library, computed: Mapping[Address, Observation]
) -> tuple[Value, int | None]:
    """What a formula comes to, and the digits that it asks for."""
    expression, _, option = formula.partition(",")
    here = Here(cell, computed)
    value = evaluate(tokens_of(expression), library, here)
    if not option.strip():
        return value, None
    word, _, number = option.strip().partition(" ")
    if word != "digits" or number.strip() not in [str(one) for one in range(7)]:
        raise FigureError(
            f'"{option.strip()}" is unknown in a formula; write digits and 0 to 6, or leave it out'
        )
    return value, int(number)


def _observation(
    cell: Cell, library: Library, computed: Mapping[Address, Observation], shapes: Shapes
) -> Observation:
    """The observation of a cell whose formula can be computed; its shape is noted."""
    row, dataset = cell.observation, cell.dataset
    assert row.formula
    value, digits = _value(cell, row.formula, library, computed)
    if value.amount is None:
        raise FigureError("it comes to a range; add .low or .high")
    if not _fits(value, dataset):
        raise FigureError(
            f"it comes to {value.unit.id}, and the dataset counts {dataset.unit.id}; "
            "take other cells or another unit"
        )
    if dataset.number_kind == FLOW and _is_stock(value):
        raise FigureError(
            f'it comes to what there is at the end of a period, and "{dataset.id}" counts flows; '
            "write kind: stock in its file, or take a difference"
        )
    known = value.known if digits is None else digits
    shown = rounded(value.amount, known) if value.amount else Decimal(0)
    if len(shown.as_tuple().digits) > MOST_DIGITS:
        raise FigureError(
            f"it comes to a number of more than {MOST_DIGITS} digits; take a larger unit, or ask "
            "for fewer decimals with digits"
        )
    if value.amount and not shown and value.operation in _SCALED:
        raise FigureError(
            f"it comes to {value.amount:.2g}, of which {known} decimals show nothing; ask for more "
            "with digits, or take a smaller unit"
        )
    rows = [one.observation for one in value.cells]
    shapes[cell.address] = shape(value, lambda one: shapes.get(one.address, ""))
    return replace(
        row,
        value=shown,
        exact=value.amount,
        grade=max(one.grade for one in rows),
        inherited_sources=tuple(dict.fromkeys(id for one in rows for id in one.originals)),
        inherited_relays=tuple(dict.fromkeys(id for one in rows for id in one.relays)),
        **_inherited(row, rows, chosen=_is_chosen(value)),
    )


def _fits(value: Value, dataset: Dataset) -> bool:
    """Whether a value may stand in a dataset; points may stand among percentages."""
    same = value.unit.counts_like(dataset.unit)
    return same or (value.unit.measure == "points" and dataset.unit.is_percent)


def _is_stock(value: Value) -> bool:
    """Whether a value is what there is at the end of a period, as its cells are."""
    plain = value.operation in ("", "sum", "mean") and not any(o.computed for o in value.operands)
    return plain and {cell.dataset.number_kind for cell in value.cells} == {STOCK}


def _is_chosen(value: Value) -> bool:
    """Whether a number that we chose is in it, however deep."""
    if value.projected:
        return value.projected.chosen
    return any(_is_chosen(one) for one in value.operands)


def _inherited(row: Observation, operands: Sequence[Observation], chosen: bool) -> dict[str, Any]:
    """What a result has of its operands: it is no surer, and no more complete, than they are. What
    rests on a number that we chose is a scenario."""
    said = {one.status for one in operands}
    weakest = "scenario" if chosen else next((one for one in _WEAKEST if one in said), None)
    status = row.status or weakest
    days: list[date] = [one.until for one in operands if one.until]
    until = row.until or min(days, default=None)
    if until and not row.period.start <= until < row.period.end:
        until = row.until
    return {"status": status, "until": until}

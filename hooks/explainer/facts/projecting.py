"""What the engine of `explainer.projection` comes to with the inputs of a scenario.

    formula: project payback.needed with central

An output by year is that of the cell's own period. Inputs that are expressions rest on cells, and
so does the result; one that is a number is ours to choose, and makes the result a scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Any, Protocol

from explainer.errors import did_you_mean
from explainer.facts.cells import Cell, FigureError, Here, Unreadable
from explainer.facts.model import Library
from explainer.facts.projection_model import OF_A_CLASS, Projection, Scenario
from explainer.language.units import PERCENT, YEARS, Unit
from explainer.projection import engine

BY_YEAR = ("spent", "depreciation", "to-cover", "needed")
OF_A_VINTAGE = ("vintage-needed", "lifetime", "payback", "return")
HOW = '"project" takes an output and a scenario; write it like project payback.needed with central'
_PRECISION = Context(prec=28)  # of the engine: amounts are exact, powers and roots to 28 digits


class Found(Protocol):
    """What an expression came to, see `expressions.Value`."""

    @property
    def amount(self) -> Decimal | None: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def cells(self) -> tuple[Cell, ...]: ...


Evaluate = Callable[[str], Found]


@dataclass(frozen=True)
class Projected:
    """One output: its amount and unit, what it rests on, and whether any input was chosen by us."""

    amount: Decimal
    unit: Unit
    cells: tuple[Cell, ...]
    chosen: bool
    scenario: Scenario
    projection: Projection


def projected(
    tokens: Sequence[str], library: Library, here: Here | None, evaluate: Evaluate
) -> Projected:
    """Return an output of a scenario; raises FigureError."""
    if len(tokens) != 3 or tokens[1] != "with" or "." not in tokens[0]:
        raise FigureError(HOW)
    id, _, output = tokens[0].partition(".")
    projection = _one(library.projections, id, "projection")
    scenario = _one(projection.scenarios, tokens[2], "scenario")
    if output not in (*BY_YEAR, *OF_A_VINTAGE):
        known = (*BY_YEAR, *OF_A_VINTAGE)
        raise FigureError(f'output "{output}" is unknown{did_you_mean(output, known)}')
    values = inputs_of(projection, scenario, library, evaluate)
    try:
        result = _run(values.frozen)
    except ArithmeticError:
        raise FigureError(
            f'"{projection.id}" cannot be computed with "{scenario.id}": a life or a margin is '
            "nothing, or all is taxed; take other inputs"
        ) from None
    unit, amount = _taken(result, output, projection, library, here)
    return Projected(amount, unit, values.cells, values.chosen, scenario, projection)


def _one(known: Mapping[str, Any], id: str, what: str) -> Any:
    if id not in known:
        raise FigureError(f'{what} "{id}" is unknown{did_you_mean(id, known)}')
    return known[id]


@dataclass(frozen=True)
class Values:
    """The inputs of the engine, as pairs that can be told apart from others; the cells on which
    they rest; whether any was chosen by us."""

    frozen: tuple[tuple[str, Any], ...]
    cells: tuple[Cell, ...]
    chosen: bool


def inputs_of(
    projection: Projection, scenario: Scenario, library: Library, evaluate: Evaluate
) -> Values:
    """Return the inputs of a scenario, rates as fractions."""
    cells: list[Cell] = []
    unit = library.units.get(projection.unit)

    def amount_of(expression: str, what: str, wanted: Unit | None) -> Decimal:
        found = evaluate(expression)
        if found.amount is None:
            raise FigureError(f"{what} comes to a range; add .low or .high")
        if wanted is None or not found.unit.counts_like(wanted):
            raise FigureError(f"{what} comes to {found.unit.id}; take cells of its unit")
        cells.extend(found.cells)
        return found.amount

    spending = tuple(amount_of(one, "spending", unit) for one in projection.spending)
    numbers, chosen = {}, False
    for name in projection.asked:
        if name not in scenario.values or name not in projection.inputs:
            raise Unreadable(name)  # which `checking` tells
        value = scenario.values[name]
        one = projection.inputs[name]
        unit = library.units.get(one.unit)
        if isinstance(value, str):
            number = amount_of(value, name, unit)
        else:
            number, chosen = value, True
        numbers[name] = number / 100 if unit and unit.is_percent else number

    def by_class(of: str) -> tuple[Decimal, ...]:
        return tuple(numbers[f"{one}-{of}"] for one in projection.classes)

    share, life, lead, residual = map(by_class, OF_A_CLASS)
    inputs = {
        "zero": Decimal(0), "first": projection.first, "years": projection.years,
        "spending": spending, "shares": share, "lives": life, "leads": lead, "residuals": residual,
        "growth": numbers["growth"], "ai_share": numbers["ai-share"],
        **{name: numbers[name] for name in ("ramp", "margin", "tax", "return", "revenue")},
    }  # fmt: skip
    return Values(
        tuple(inputs.items()), tuple({one.address: one for one in cells}.values()), chosen
    )


@lru_cache(maxsize=64)
def _run(frozen: tuple[tuple[str, Any], ...]) -> Any:
    with localcontext(_PRECISION):
        return engine.project(dict(frozen))


def _taken(
    result: Any, output: str, projection: Projection, library: Library, here: Here | None
) -> tuple[Unit, Decimal]:
    if output in BY_YEAR:
        if here is None or here.cell.observation.period.kind != "year":
            raise FigureError(f'"{output}" is told by year, in the formula of a cell of one')
        year = here.cell.observation.period.year
        for row in result["years"]:
            if row["year"] == year:
                return library.units[projection.unit], row[output.replace("-", "_")]
        last = projection.first + projection.years - 1
        raise FigureError(f'"{projection.id}" runs from {projection.first} to {last}')
    amount = result["vintage"][output.removeprefix("vintage-")]
    if output == "payback":
        if amount < 0:
            raise FigureError("what was spent never comes back; write it as missing, with a reason")
        years = (one for one in library.units.values() if one.measure == YEARS and not one.power)
        return next(years), amount
    return PERCENT, amount * 100

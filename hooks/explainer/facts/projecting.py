"""What the engine of `explainer.projection` comes to with the inputs of a scenario.

    formula: project payback.needed with central
    formula: project payback.needed with central but margin from prudent
    formula: project payback.needed with central for meta in 2030

An output by year is that of the cell's own period, or of the year that is named; `but` takes one
input from another scenario, `for` counts the spending of one of those who spend. Inputs that are
expressions rest on cells, and so does the result; one that is a number is ours to choose, and makes
the result a scenario.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Any, Protocol

from explainer.errors import did_you_mean
from explainer.facts.cells import Cell, FigureError, Here, Unreadable
from explainer.facts.model import Library
from explainer.facts.projection_model import OF_A_CLASS, Projection, Scenario, Setting
from explainer.language.units import COUNT, PERCENT, YEARS, Unit
from explainer.projection import engine

BY_YEAR = ("spent", "depreciation", "to-cover", "needed", "balance", "balance-today")
PER_PAYER = "per-payer"  # the revenue needed of a year, by month and customer
OF_A_VINTAGE = ("vintage-needed", "lifetime", "payback", "return")
OUTPUTS = (*BY_YEAR, PER_PAYER, *OF_A_VINTAGE)
HOW = '"project" takes an output and a scenario; write it like project payback.needed with central'
A_YEAR = re.compile("[12][0-9]{3}")
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
class Asked:
    """An output of a scenario, with one input (`but`) from another (`like`), or with the spending
    of one alone (`spender`), where that is asked for; `given` is what goes into the engine then.
    `year` is that which is named."""

    output: str
    scenario: Scenario
    given: Scenario
    year: int | None = None
    but: str = ""
    like: Scenario | None = None
    spender: str = ""


@dataclass(frozen=True)
class Projected:
    """One output: its amount and unit, what it rests on, and whether any input was chosen by us;
    and what was asked for."""

    amount: Decimal
    unit: Unit
    cells: tuple[Cell, ...]
    chosen: bool
    projection: Projection
    asked: Asked


def projected(
    tokens: Sequence[str], library: Library, here: Here | None, evaluate: Evaluate
) -> Projected:
    """Return an output of a scenario; raises FigureError."""
    if len(tokens) < 3 or tokens[1] != "with" or "." not in tokens[0]:
        raise FigureError(HOW)
    id, _, output = tokens[0].partition(".")
    try:
        projection = _one(library.projections, id, "projection")
        scenario = _one(projection.scenarios, tokens[2], "scenario")
    except FigureError:
        if library.may_lack("projections"):
            raise Unreadable(id) from None  # which was told where it stands
        raise
    if output not in OUTPUTS:
        raise FigureError(f'output "{output}" is unknown{did_you_mean(output, OUTPUTS)}')
    asked = _asked(tokens[3:], Asked(output, scenario, scenario), projection)
    year = asked.year
    if year is None and here is not None and here.cell.observation.period.kind == "year":
        year = here.cell.observation.period.year
    values = inputs_of(projection, asked.given, library, evaluate)
    try:
        result = _run(values.frozen)
    except ArithmeticError:
        raise FigureError(
            f'"{projection.id}" cannot be computed with "{scenario.id}": a life or a margin is '
            "nothing, or all is taxed; take other inputs"
        ) from None
    if output == PER_PAYER:
        unit, needed = _taken(result, "needed", projection, library, year)
        unit, amount, payers = _shared(needed, unit, projection, library, evaluate)
        values = replace(values, cells=(*values.cells, *payers))
    else:
        unit, amount = _taken(result, output, projection, library, year)
    return Projected(amount, unit, values.cells, values.chosen, projection, asked)


def _asked(tokens: Sequence[str], asked: Asked, projection: Projection) -> Asked:
    """What is asked of a scenario with the words behind its name."""
    scenario = asked.scenario
    rest = list(tokens)
    if rest[:1] == ["but"]:
        if len(rest) < 4 or rest[2] != "from":
            raise FigureError('write "but" like but margin from prudent')
        id = rest[1]
        if id.endswith("-share") and id != "ai-share":
            raise FigureError(f'"{id}" cannot be changed alone: shares come to 100; take another')
        if id not in projection.asked:
            raise FigureError(f'input "{id}" is unknown{did_you_mean(id, projection.asked)}')
        like = _one(projection.scenarios, rest[3], "scenario")
        other = projection.values_of(like)
        if id not in other:
            raise Unreadable(id)  # which `checking` tells
        given = replace(scenario, values={**projection.values_of(scenario), id: other[id]})
        asked = replace(asked, given=given, but=id, like=like)
        rest = rest[4:]
    if rest[:1] == ["for"] and len(rest) > 1:
        spending = projection.spending_of(scenario)
        if rest[1] not in spending:
            close = did_you_mean(rest[1], spending)
            raise FigureError(f'"{rest[1]}" spends nothing in "{projection.id}"{close}')
        given = replace(asked.given, spending={rest[1]: spending[rest[1]]})
        asked = replace(asked, given=given, spender=rest[1])
        rest = rest[2:]
    if rest[:1] == ["in"] and len(rest) > 1 and A_YEAR.fullmatch(rest[1]):
        asked = replace(asked, year=int(rest[1]))
        rest = rest[2:]
    if rest:
        raise FigureError(f'"{" ".join(rest)}" is not understood; {HOW}')
    return asked


def _shared(
    needed: Decimal, unit: Unit, projection: Projection, library: Library, evaluate: Evaluate
) -> tuple[Unit, Decimal, tuple[Cell, ...]]:
    """What is needed in a year, by month and by each of those who pay, in whole money."""
    if not projection.payers:
        raise FigureError(f'"{projection.id}" has no payers; add them to data/projections.yml')
    payers = evaluate(projection.payers)
    if payers.amount is None or payers.unit.measure != COUNT or payers.amount <= 0:
        raise FigureError("payers come to no number of customers; take a cell that counts them")
    whole = [one for one in library.units.values() if one.measure == unit.measure and not one.power]
    if not whole:
        raise FigureError(f"there is no unit of single {unit.measure}; add one to data/units.yml")
    return (
        whole[0],
        needed.scaleb(unit.power) / payers.amount.scaleb(payers.unit.power) / 12,
        payers.cells,
    )


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

    chosen = False

    def amount_of(setting: Setting, what: str, wanted: Unit | None) -> Decimal:
        nonlocal chosen
        if isinstance(setting, Decimal):
            chosen = True
            return setting
        found = evaluate(setting)
        if found.amount is None:
            raise FigureError(f"{what} comes to a range; add .low or .high")
        if wanted is None or not found.unit.counts_like(wanted):
            raise FigureError(f"{what} comes to {found.unit.id}; take cells of its unit")
        cells.extend(found.cells)
        return found.amount

    spent = [
        [amount_of(one, "spending", unit) for one in row]
        for row in projection.spending_of(scenario).values()
    ]
    if len({len(row) for row in spent}) != 1 or not spent[0]:
        raise Unreadable("spending")  # which `checking` tells
    spending = tuple(sum(year) for year in zip(*spent, strict=True))
    numbers = {}
    given = projection.values_of(scenario)
    for name in projection.asked:
        if name not in given or name not in projection.inputs:
            raise Unreadable(name)  # which `checking` tells
        value = given[name]
        one = projection.inputs[name]
        unit = library.units.get(one.unit)
        number = amount_of(value, name, unit)
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
    result: Any, output: str, projection: Projection, library: Library, year: int | None
) -> tuple[Unit, Decimal]:
    if output in BY_YEAR:
        if year is None:
            raise FigureError(f'"{output}" is told by year; say which, like in 2030')
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

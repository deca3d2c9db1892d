"""What is wrong in projections: inputs that the engine does not have, or does not ask for, values
beyond their ends, shares that are no whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from explainer.errors import Problem, did_you_mean
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.facts.projection_model import Projection, Scenario


def problems_of(library: Library) -> Iterator[Problem]:
    """Yield everything that is wrong in the projections."""
    for projection in library.projections.values():
        yield from _units(projection, library)
        yield from _inputs(projection)
        for scenario in projection.scenarios.values():
            yield from _scenario(scenario, projection, library)


def _units(projection: Projection, library: Library) -> Iterator[Problem]:
    if library.may_lack("units"):
        return
    for where, unit in (
        (projection.where, projection.unit),
        *((one.where, one.unit) for one in projection.inputs.values()),
    ):
        if unit not in library.units:
            yield Problem(where, f'unit "{unit}" is unknown{did_you_mean(unit, library.units)}')


def _inputs(projection: Projection) -> Iterator[Problem]:
    """There is an input for each thing that the engine asks for, and no other."""
    for id in projection.asked:
        if id not in projection.inputs:
            yield Problem(
                projection.where, f'projection "{projection.id}" has no input "{id}"; add it'
            )
    for id, one in projection.inputs.items():
        if id not in projection.asked:
            yield Problem(
                one.where,
                f'input "{id}" is asked for by nobody{did_you_mean(id, projection.asked)}',
            )


def _scenario(scenario: Scenario, projection: Projection, library: Library) -> Iterator[Problem]:
    name = f'scenario "{scenario.id}" of "{projection.id}"'
    known: dict[str, Decimal] = {}
    for id in scenario.values:
        if id not in projection.asked:
            close = did_you_mean(id, projection.asked)
            yield Problem(scenario.where, f'{name} has "{id}", which is unknown{close}')
    for id in projection.asked:
        if id not in scenario.values:
            yield Problem(scenario.where, f'{name} has no "{id}"; add a number or an expression')
            continue
        try:
            number = _number(scenario.values[id], library)
        except Unreadable:
            continue
        except FigureError as error:
            yield Problem(scenario.where, f"{name}, {id}: {error}")
            continue
        known[id] = number
        one = projection.inputs.get(id)
        if one and not one.low <= number <= one.high:
            yield Problem(
                scenario.where,
                f"{name}, {id} is {number}, and runs from {one.low} to {one.high}; "
                "write a number between them, or move an end",
            )
    shares = [known.get(f"{one}-share") for one in projection.classes]
    total = sum((share for share in shares if share is not None), Decimal(0))
    if None not in shares and total != 100:
        yield Problem(
            scenario.where, f"{name}: the shares of its classes come to {total} and not to 100"
        )


def _number(value: Decimal | str, library: Library) -> Decimal:
    if isinstance(value, Decimal):
        return value
    found = evaluate(tokens_of(value), library)
    if found.amount is None:
        raise FigureError("it comes to a range; add .low or .high")
    return found.amount

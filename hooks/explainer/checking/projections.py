"""What is wrong in projections: inputs that the engine does not have, or does not ask for, values
beyond their ends, shares that are no whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from explainer.errors import Problem, did_you_mean
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.facts.projection_model import Input, Projection, Scenario, Setting, Stand


def problems_of(library: Library) -> Iterator[Problem]:
    """Yield everything that is wrong in the projections."""
    for projection in library.projections.values():
        yield from _units(projection, library)
        yield from _inputs(projection, library)
        yield from _told(projection, library)
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


def _inputs(projection: Projection, library: Library) -> Iterator[Problem]:
    """There is an input for each thing that the engine asks for, and no other; who stands on it is
    known, and stands where a reader can go."""
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
        for stand in one.stands:
            yield from _stand(stand, one, library)


def _stand(stand: Stand, one: Input, library: Library) -> Iterator[Problem]:
    name = f'a stand of input "{one.id}"'
    if stand.who not in library.entities and not library.may_lack("entities"):
        close = did_you_mean(stand.who, library.entities)
        yield Problem(stand.where, f'{name} is of "{stand.who}", who is no entity{close}')
    try:
        found = evaluate(tokens_of(stand.value), library)
        number = _number(stand.value, library)
    except Unreadable:
        return
    except FigureError as error:
        yield Problem(stand.where, f"{name}: {error}")
        return
    unit = library.units.get(one.unit)
    if unit and not found.unit.counts_like(unit):
        yield Problem(
            stand.where,
            f"{name} comes to {found.unit.id}, and the input counts {unit.id}; "
            "take cells of its unit",
        )
    elif not one.low <= number <= one.high:
        yield Problem(
            stand.where,
            f"{name} comes to {number}, and the input runs from {one.low} to {one.high}; "
            "move an end, or leave it out",
        )


def _told(projection: Projection, library: Library) -> Iterator[Problem]:
    """What stands beside the scenarios can be read; all who spend are told for as many years."""
    last = projection.first + projection.years - 1
    if projection.shown and not projection.first <= projection.shown <= last:
        yield Problem(
            projection.where,
            f'"{projection.id}" shows {projection.shown}, and runs from {projection.first} to '
            f"{last}; show one of its years",
        )
    asked = [(projection.where, one) for one in (projection.today, projection.payers) if one]
    for scenario in projection.scenarios.values():
        asked += [(scenario.where, one) for one in (scenario.published, scenario.found) if one]
    for where, expression in asked:
        try:
            found = evaluate(tokens_of(expression), library)
        except Unreadable:
            continue
        except FigureError as error:
            yield Problem(where, str(error))
            continue
        if expression in (projection.today, projection.payers) and found.amount is None:
            yield Problem(where, f'"{expression}" comes to a range; add .low or .high')
    owners: list[Projection | Scenario] = [projection]
    owners += [one for one in projection.scenarios.values() if one.spending]
    for owner in owners:
        spending = owner.spending
        for who in spending:
            if who not in library.entities and not library.may_lack("entities"):
                close = did_you_mean(who, library.entities)
                yield Problem(
                    owner.where, f'"{who}" spends in "{owner.id}" and is no entity{close}'
                )
        lengths = {len(row) for row in spending.values()}
        if len(lengths) != 1 or lengths == {0}:
            told = ", ".join(f"{id} {len(row)}" for id, row in spending.items()) or "nobody"
            yield Problem(
                owner.where,
                f'spending of "{owner.id}" is told for different numbers of years ({told}); '
                "write one setting a year for each who spends",
            )


def _scenario(scenario: Scenario, projection: Projection, library: Library) -> Iterator[Problem]:
    name = f'scenario "{scenario.id}" of "{projection.id}"'
    known: dict[str, Decimal] = {}
    if scenario.like is not None:
        other = projection.scenarios.get(scenario.like)
        if other is None or other.like is not None or other is scenario:
            plain = [id for id, one in projection.scenarios.items() if one.like is None]
            close = did_you_mean(scenario.like, plain)
            yield Problem(
                scenario.where,
                f'{name} is like "{scenario.like}", which is no scenario that says all its inputs'
                f"{close}",
            )
            return
    given = projection.values_of(scenario)
    for id in scenario.values:
        if id not in projection.asked:
            close = did_you_mean(id, projection.asked)
            yield Problem(scenario.where, f'{name} has "{id}", which is unknown{close}')
    for id in projection.asked:
        if id not in given:
            yield Problem(scenario.where, f'{name} has no "{id}"; add a number or an expression')
            continue
        try:
            number = _number(given[id], library)
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


def _number(value: Setting, library: Library) -> Decimal:
    if isinstance(value, Decimal):
        return value
    found = evaluate(tokens_of(value), library)
    if found.amount is None:
        raise FigureError("it comes to a range; add .low or .high")
    return found.amount

"""What the formula of a cell asks of a projection, taken apart: for those who set several such
cells beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.facts.projection_model import Projection, Scenario

_ASKED = re.compile(
    r"project (?P<id>\S+)\.(?P<output>\S+) with (?P<scenario>\S+)"
    r"(?: but (?P<changed>\S+) from (?P<other>\S+))?"
)


@dataclass(frozen=True)
class Asked:
    """An output of a scenario, with one input, `changed` to that of the `other` scenario."""

    projection: Projection
    output: str
    scenario: Scenario
    changed: str = ""
    other: Scenario | None = None


def asked_of(formula: str | None, library: Library) -> Asked | None:
    """Return what a formula asks of a projection; none if it asks for anything else, or for the
    part of one who spends, or cannot be computed."""
    words = " ".join((formula or "").partition(",")[0].split())
    match = _ASKED.fullmatch(words)
    projection = library.projections.get(match["id"]) if match else None
    if match is None or projection is None:
        return None
    known = projection.scenarios
    if match["scenario"] not in known or (match["other"] and match["other"] not in known):
        return None
    return Asked(
        projection,
        match["output"],
        known[match["scenario"]],
        match["changed"] or "",
        known[match["other"]] if match["other"] else None,
    )


def behind(formulas: Iterable[str | None], library: Library) -> list[object]:
    """Return the projections that formulas ask, and all that stands behind their inputs: whoever
    draws the results may tell the value of an input and the name of a scenario."""
    asked = [one for one in (asked_of(formula, library) for formula in formulas) if one]
    found: list[object] = []
    for projection in {one.projection.id: one.projection for one in asked}.values():
        found += [projection, *(library.units.get(i.unit) for i in projection.inputs.values())]
        found += [library.entities.get(id) for id in projection.scenarios]
        settings = {v for one in projection.scenarios.values() for v in one.values.values()}
        for setting in sorted(one for one in settings if isinstance(one, str)):
            found += [cell.dataset for cell in evaluate(tokens_of(setting), library).cells]
    return found

"""On what a number of a projection rests: on accounts, on arithmetic, on somebody's estimate, or on
our own choice. A result is no surer than the weakest of its inputs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from explainer.facts.cells import Cell
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.facts.projection_model import Projection, Scenario, Setting

# From the surest to the weakest.
FILED, DERIVED, PUBLISHED, CHOSEN = "filed", "derived", "published", "chosen"
BASES = (FILED, DERIVED, PUBLISHED, CHOSEN)
SIGNS = {FILED: "●", DERIVED: "◐", PUBLISHED: "○", CHOSEN: "◇"}
_OWN = ("release", "filing", "slides", "transcript", "official")  # documents of whom it is about


def weakest(bases: Iterable[str]) -> str:
    """Return the weakest of some bases."""
    return max(bases, key=BASES.index, default=FILED)


def basis_of_cell(cell: Cell, library: Library) -> str:
    """Return on what a cell rests."""
    row = cell.observation
    if row.status == "scenario":
        return CHOSEN
    sources = [library.sources[id] for id in row.originals if id in library.sources]
    own = bool(sources) and all(one.kind in _OWN for one in sources)
    if row.status or row.issued or not own:
        return PUBLISHED
    return DERIVED if row.formula or row.derived else FILED


def basis_of(value: Setting, library: Library) -> str:
    """Return on what an input rests; raises FigureError."""
    if isinstance(value, Decimal):
        return CHOSEN
    found = evaluate(tokens_of(value), library)
    own = weakest(basis_of_cell(cell, library) for cell in found.cells)
    return weakest((own, DERIVED)) if found.computed else own


def basis_of_scenario(projection: Projection, scenario: Scenario, library: Library) -> str:
    """Return on what the results of a scenario rest: the weakest of its inputs."""
    spending = [one for row in projection.spending_of(scenario).values() for one in row]
    given = projection.values_of(scenario)
    inputs = [given[id] for id in projection.asked if id in given]
    return weakest(basis_of(one, library) for one in (*spending, *inputs))

"""What is wrong with sites: those that no entity is, cells that do not exist, more power in service
than was planned, states that nobody can look up."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from explainer.checking.ledgers import figures_of, opened, rests_on, typed
from explainer.errors import Problem, did_you_mean
from explainer.facts.cells import Cell, FigureError, Unreadable, cell_of
from explainer.facts.model import Library, Site
from explainer.language.units import Unit

_CELLS = ("planned", "running", "cost")


def problems_of(library: Library, flawed: Collection[str] = ()) -> Iterator[Problem]:
    """Yield everything that is wrong with the sites; what may follow from a dataset among the
    `flawed` is not told."""
    for site in library.sites.values():
        yield from _entity(site, library)
        yield from _cells(site, library, flawed)
        ids = (*((site.source,) if site.source else ()), *site.checked_via)
        yield from opened(ids, site.where, f'site "{site.id}"', library)
        for name in ("who", "place", "note"):
            text = getattr(site, name)
            if text:
                yield from figures_of(text, name, library, flawed)
                yield from typed(text, name, library)


def _entity(site: Site, library: Library) -> Iterator[Problem]:
    known = library.entities.get(site.id)
    sites = [id for id, entity in library.entities.items() if entity.kind == "site"]
    if known is None:
        if not library.may_lack("entities"):
            yield Problem(
                site.where,
                f'site "{site.id}" is no entity{did_you_mean(site.id, sites) or "; add it"}'
                " (data/entities.yml, kind: site, has its name and its owner)",
            )
    elif known.kind != "site":
        yield Problem(
            site.where,
            f'site "{site.id}" is the id of a {known.kind}; write that of an entity of kind: site',
        )


def _cells(site: Site, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    """The cells exist, and what runs is not more than what is planned."""
    found: dict[str, Cell] = {}
    for name in _CELLS:
        reference = getattr(site, name)
        if reference is None:
            continue
        try:
            cell, end = cell_of(reference, library)
        except Unreadable:
            continue
        except FigureError as error:
            if not rests_on(reference, flawed):
                yield Problem(site.where, f'site "{site.id}": {name}: {error}')
            continue
        if end:
            yield Problem(
                site.where,
                f'site "{site.id}": {name}: "{reference}" is one end of a range; '
                f"write the cell, without .{end}",
            )
        found[name] = cell
    planned, running = found.get("planned"), found.get("running")
    if planned and running and not library.may_lack("units"):
        yield from _running(site, planned, running)


def _running(site: Site, planned: Cell, running: Cell) -> Iterator[Problem]:
    (measure, power), (other, tens) = planned.dataset.unit.basis, running.dataset.unit.basis
    if measure != other:
        yield Problem(
            site.where,
            f'site "{site.id}" plans {planned.dataset.unit.id} and runs '
            f"{running.dataset.unit.id}; name cells of one measure",
        )
        return
    some = [n.scaleb(tens) for n in running.observation.numbers]
    whole = [n.scaleb(power) for n in planned.observation.numbers]
    if some and whole and max(some) > max(whole):
        yield Problem(
            site.where,
            f'site "{site.id}" runs {_told(running)}, and only {_told(planned)} are planned; '
            "mend one of the two cells, or name a later one",
        )


def _told(cell: Cell) -> str:
    unit: Unit = cell.dataset.unit
    return f"{max(cell.observation.numbers)} {unit.id} ({cell.name})"

"""What a map shows, before any drawing: sites, where they are, and the cells that they name.

A site without a planned power has an empty cell in its place: it is drawn, told and downloaded like
the others, and says that its power is not verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from explainer.drawing.atlas import SCOPES, Scope
from explainer.facts.cells import Cell, FigureError, cell_of
from explainer.facts.model import Chart, Library, Observation, Site, Text
from explainer.kinds.descriptions import amount
from explainer.kinds.series import Series, as_drawn
from explainer.language.locales import LOCALES, Locale

_IN_BRACKETS = re.compile(r" \([^()]*\)$")  # where it is, which the map shows


@dataclass(frozen=True)
class Place:
    """A site of a map, and what its cells say: its planned power first, drawn as `series`."""

    site: Site
    series: Series
    running: Cell | None
    cost: Cell | None

    @property
    def row(self) -> Observation:
        """What is known of its planned power."""
        return self.series.observations[0]

    @property
    def rows(self) -> list[Observation]:
        """What is known of its power, planned and running."""
        return [self.row, *([self.running.observation] if self.running else [])]

    @property
    def power(self) -> Decimal:
        """Its planned power in watts, the most where it is a range; zero where none is known."""
        return max(self.row.numbers, default=Decimal(0)).scaleb(self.series.dataset.unit.basis[1])

    def power_in(self, locale: Locale) -> str:
        """Its planned power in a language; nothing where none is known."""
        unit = self.series.dataset.unit
        return amount(self.row, unit, locale) if self.row.numbers else ""


def area_of(chart: Chart) -> str:
    """Return the part of the Earth that a map shows."""
    return str(chart.options.get("area", "world"))


def places_of(chart: Chart, library: Library) -> tuple[Place, ...]:
    """Return the sites of a map, the largest first; those whose place is not published as well,
    none of grade C. Cells that cannot be read are left out: checks tell of them."""
    scope = SCOPES[area_of(chart)]
    found = [
        _place(chart, library, site) for site in _asked_for(chart, library) if _held(scope, site)
    ]
    return tuple(sorted(found, key=lambda place: (-place.power, place.site.id)))


def beyond(chart: Chart, library: Library) -> tuple[list[str], list[str]]:
    """Return the ids of the sites of a map's country that lie outside its frame, and the areas that
    hold them."""
    scope = SCOPES[area_of(chart)]
    sites = [
        site
        for site in _asked_for(chart, library)
        if site.country in scope.countries and not _held(scope, site)
    ]
    areas = [area for area, one in SCOPES.items() if all(_held(one, site) for site in sites)]
    return [site.id for site in sites], sorted(areas)


def _asked_for(chart: Chart, library: Library) -> Iterator[Site]:
    """The sites that a map may show, wherever they are."""
    owner = chart.options.get("owner")
    for id, site in library.sites.items():
        if not chart.series or site.grade == "C" or id not in library.entities:
            continue
        if owner in (None, library.entities[id].owner):
            yield site


def _held(scope: Scope, site: Site) -> bool:
    lat, lon = (None if one is None else float(one) for one in (site.lat, site.lon))
    return scope.holds(site.country, lat, lon)


def cell_named(reference: str | None, library: Library) -> Cell | None:
    """Return the cell that a site names, if it can be read."""
    if reference is None:
        return None
    try:
        return cell_of(reference, library)[0]
    except FigureError:
        return None


def _place(chart: Chart, library: Library, site: Site) -> Place:
    planned = cell_named(site.planned, library)
    if planned:
        series = _series(planned, library, site)
    else:
        dataset = library.datasets[chart.series[0].dataset]
        row = Observation(site.date, site.where, not_verified=True)
        series = _series(Cell(dataset, site.id, row), library, site)
    running, cost = (cell_named(one, library) for one in (site.running, site.cost))
    return Place(site, series, running, cost)


def _series(cell: Cell, library: Library, site: Site) -> Series:
    row, dataset = as_drawn(cell.observation), cell.dataset
    name, colour = library.entities[site.id].name, library.colour(site.id)
    french, english = (_IN_BRACKETS.sub("", name[code]) for code in ("fr", "en"))
    label = Text(french, english, name.where)
    return Series(f"{dataset.id}/{site.id}", label, dataset, cell.entity, colour, (row,))


def drawn_series(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Return what is planned at each site, a series each."""
    return tuple(place.series for place in places_of(chart, library))


def told_series(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Return the same, each with a note of where the site is and how far it is; then the series of
    what is in service and of costs."""
    found: list[Series] = []
    others: list[Series] = []
    for place in places_of(chart, library):
        row = replace(place.row, note=_noted(place))
        found.append(replace(place.series, observations=(row,)))
        cells = filter(None, (place.running, place.cost))
        others += [_series(cell, library, place.site) for cell in cells]
    return (*found, *others)


def _noted(place: Place) -> Text:
    """Where a site is and how far it is, before what its cell notes: for files."""
    site, texts = place.site, {}
    for code, locale in LOCALES.items():
        spot = [where_in(site, locale)]
        spot += [f"{site.lat}, {site.lon}"] if site.lat is not None else []
        notes = [one[code] for one in (site.note, place.row.note) if one]
        said = [site.who[code], *spot, status_in(site, locale)]
        texts[code] = " ".join(["; ".join(said) + ".", *notes])
    return Text(texts["fr"], texts["en"], site.where)


def where_in(site: Site, locale: Locale) -> str:
    """Return the place of a site with its country, in a language."""
    return f"{site.place[locale.code]} ({locale.country(site.country)})"


def status_in(site: Site, locale: Locale) -> str:
    """Return how far a site is, and when that was so: `en chantier (juil. 2026)`."""
    return f"{locale.word(f'site:{site.status}')} ({locale.period(site.date)})"

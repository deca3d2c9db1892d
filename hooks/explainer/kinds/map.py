"""Sites on the ground: a circle each, as large as the power that is planned there.

How far a site is shows in its fill, which the key says in a word. Circles step aside for each
other; the largest have their names, others a number that the list below explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from explainer.drawing import theme
from explainer.drawing.atlas import SCOPES
from explainer.drawing.lazy_altair import alt
from explainer.drawing.measuring import width_of
from explainer.errors import Problem
from explainer.facts.cells import Cell
from explainer.facts.fields import ID, Field, one_of
from explainer.facts.model import SITE_STATUSES, Chart, Library
from explainer.kinds import refusals
from explainer.kinds.descriptions import amount, parted
from explainer.kinds.ground import ground, signs
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.pixels import at_pixels, words
from explainer.kinds.places import (
    Place,
    area_of,
    beyond,
    cell_named,
    drawn_series,
    places_of,
    status_in,
    told_series,
    where_in,
)
from explainer.kinds.plot import Plot, Row
from explainer.kinds.sited import (
    Mark,
    frame_of,
    laid_out,
    largest_power,
    listed_below,
    named,
)
from explainer.kinds.tables import NOTHING, Table
from explainer.language.locales import Locale

_KEY = 6.0  # radius of a sign of the key
_LARGEST_KEY = 17.0  # of its circles


def draw(plot: Plot) -> alt.LayerChart:
    """Return the ground, the circles, their names, the key above and the list below."""
    area = area_of(plot.chart)
    scope, places = SCOPES[area], places_of(plot.chart, plot.library)
    plot.padding = {"left": 8, "right": 8, "top": 8, "bottom": 8}
    frame = frame_of(plot, scope)
    tall = frame.tall
    marks, radius = laid_out(plot, places, scope, frame)
    names = named(plot, marks, tall)
    below = listed_below(plot, places, names, tall + 8)
    key = _key(plot, places, radius)
    deep = max(row["py"] + row["radius"] for row in key) + 8
    for row in key:
        row["py"] -= deep
    plot.padding["top"] += round(deep)
    plot.rows_height = max([tall, *(round(row["py"]) + 10 for row in below)])
    colour = _colour(plot, places)
    size = plot.layout.font_size
    return plot.finish(
        *ground(area, frame),
        *_ways(marks, names.leads),
        *signs([_row(plot, mark) for mark in marks], colour),
        *_aligned(names.words, size - 1),
        *signs(key, theme.SOFT),
        *words([row | {"px": row["px"] + row["radius"]} for row in key], dx=6, fontSize=size - 1),
        *words(below, fontSize=size - 1, fill=theme.SOFT),
    )


def _colour(plot: Plot, places: Sequence[Place]) -> str:
    """The owner's where the map is of one alone; else that of no company."""
    if plot.chart.options.get("owner"):
        return plot.own_colours()[places[0].series.key]
    return theme.MEASURES[1]


def _row(plot: Plot, mark: Mark) -> Row:
    site = mark.place.site
    return {
        "px": round(mark.at[0], 1),
        "py": round(mark.at[1], 1),
        "radius": mark.radius,
        "status": site.status,
        "known": bool(mark.place.power),
        "tip": _tip(plot, mark.place),
    }


def _ways(marks: Sequence[Mark], leads: Sequence[Row]) -> list[Any]:
    """Thin lines from places to circles that had to leave them, and from names to circles."""
    astray = [mark for mark in marks if mark.is_astray]
    lines = [
        *leads,
        *({"px": m.home[0], "py": m.home[1], "px2": m.at[0], "py2": m.at[1]} for m in astray),
    ]
    if not lines:
        return []
    style: dict[str, Any] = {"color": theme.SOFT, "strokeWidth": 0.8, "aria": False}
    found = [at_pixels(lines, x2="px2", y2="py2").mark_rule(**style)]
    if astray:
        dots = at_pixels([{"px": mark.home[0], "py": mark.home[1]} for mark in astray])
        found.append(dots.mark_point(size=6, filled=True, fill=theme.SOFT, aria=False))
    return found


def _aligned(rows: Sequence[Row], size: int) -> list[Any]:
    """The names, each towards its circle, since their width is only guessed."""
    found: list[Any] = []
    for side in ("left", "center", "right"):
        some = [
            {name: row[name] for name in row if name != "align"}
            for row in rows
            if row["align"] == side
        ]
        found += words(some, halo=True, tips=True, fontSize=size, align=side)
    return found


# -- words --------------------------------------------------------------------------------------


def _tip(plot: Plot, place: Place) -> str:
    """What a circle says: name and power, how far the site is and where, its cost, the grade."""
    site, locale = place.site, plot.locale
    power = place.power_in(locale) or locale.word("not_verified")
    head = f"{plot.label(place.series)}{locale.words['colon']}{power}"
    said = [f"{locale.typeset(site.who[locale.code])}, {where_in(site, locale)}"]
    said.append(status_in(site, locale))
    for word, cell in (("running_power", place.running), ("site_cost", place.cost)):
        if cell:
            name = locale.word(word)
            name = name[0].lower() + name[1:]
            said.append(f"{name}{locale.words['colon']}{_amount(cell, locale)}")
    return plot.sentence(place.series, place.row, head, locale.words["semicolon"].join(said))


def _amount(cell: Cell, locale: Locale) -> str:
    return amount(cell.observation, cell.dataset.unit, locale)


def _key(plot: Plot, places: Sequence[Place], radius: float) -> list[Row]:
    """The signs of statuses that are there, of a power that is not known, and of two sizes, as they
    flow over lines from the top left of the drawing."""
    locale = plot.locale
    said = {place.site.status for place in places}
    items = [
        (locale.word(f"site:{status}"), status, True, _KEY)
        for status in SITE_STATUSES
        if status in said
    ]
    if not all(place.power for place in places):
        items.append((locale.word("site_unknown"), "building", False, _KEY))
    first_size = len(items)
    items += [(text, "building", True, size) for text, size in _sizes(plot, places, radius)]
    widths = [2 * one[3] + 22 + width_of(one[0], plot.layout.font_size - 1) for one in items]
    rows: list[Row] = []
    x, y, tall = 0.0, 0.0, 0.0
    for number, (text, status, known, size) in enumerate(items):
        wide = widths[number]
        together = sum(widths[number:]) if number == first_size else wide  # sizes stay side by side
        if x and x + together - 14 > plot.width:
            x, y, tall = 0.0, y + tall + 4, 0.0
        tall = max(tall, 2 * size, plot.layout.font_size + 2)
        rows.append({"px": x + size, "py": y, "radius": size, "status": status, "known": known})
        rows[-1] |= {"text": text, "tip": "", "line": y}
        x += wide
    for row in rows:  # on one line, all stand at one height
        same = [one["radius"] for one in rows if one["line"] == row["line"]]
        row["py"] = row["line"] + max(*same, plot.layout.font_size / 2)
    return [{name: row[name] for name in row if name != "line"} for row in rows]


def _sizes(plot: Plot, places: Sequence[Place], radius: float) -> list[tuple[str, float]]:
    """Two round powers and the radii of their circles."""
    most = largest_power(places)
    unit = plot.unit
    found: list[tuple[str, float]] = []
    for power in range(12, -1, -1):
        for digit in (5, 2, 1):
            watts = digit * 10.0**power
            size = radius * (watts / most) ** 0.5
            apart = not found or size <= found[-1][1] * 0.5
            if watts <= most and 3 <= size <= _LARGEST_KEY and apart and len(found) < 2:
                value = (Decimal(digit).scaleb(power - unit.basis[1])).normalize()
                found.append((plot.exact(Decimal(f"{value:f}")), size))
    return found


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """One row a site, as wide as what is known of it."""
    rows = []
    for place in places_of(chart, library):
        site = place.site
        rows.append(
            (
                locale.typeset(place.series.label[locale.code]),
                locale.typeset(site.who[locale.code]),
                locale.typeset(where_in(site, locale)),
                place.power_in(locale) or locale.word("not_verified"),
                _amount(place.running, locale) if place.running else NOTHING,
                _amount(place.cost, locale) if place.cost else NOTHING,
                locale.word(f"site:{site.status}"),
                locale.period(site.date),
            )
        )
    heads = ("site", "run_by", "place", "planned_power", "running_power", "site_cost")
    return Table(
        (*map(locale.word, heads), locale.word("site_status"), locale.word("site_date")),
        tuple(rows),
    )


_TOLD = 6  # sites that are told one by one where there are more


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """How many sites there are in each state, then the largest one by one; the table has all."""
    places = places_of(chart, library)
    told = places if len(places) <= _TOLD + 2 else places[:_TOLD]
    said = []
    for place in told:
        name, where = locale.typeset(place.series.label[locale.code]), where_in(place.site, locale)
        parts = [] if where.startswith(name) else [name]
        power = place.power_in(locale) or locale.word("site_unknown")
        said.append(", ".join((*parts, where, power, status_in(place.site, locale))))
    count = Counter(place.site.status for place in places)
    states = [
        f"{locale.word(f'site:{state}')}, {count[state]}" for state in SITE_STATUSES if count[state]
    ]
    lines = [
        locale.word("sites_counted", str(len(places)), parted(states, locale)),
        f"{locale.words['largest_first']}{locale.words['colon']}{parted(said, locale)}.",
    ]
    if len(told) < len(places):
        lines.append(locale.word("others_in_table"))
    return locale.typeset("\n".join(lines))


# -- what is refused ----------------------------------------------------------------------------

NAME_LIMIT = 26  # characters of a site's name: what a phone's map has room for


def _owner(one: Candidate) -> Iterator[str]:
    owner, library = one.chart.options.get("owner"), one.library
    if owner and owner not in library.entities and not library.may_lack("entities"):
        yield f'shows the sites of "{owner}", which is unknown; write an id of entities.yml'


def _sites(one: Candidate) -> Iterator[str]:
    """There are sites to draw, and the cells of their power are among the chart's datasets."""
    library, places = one.library, places_of(one.chart, one.library)
    if library.may_lack("sites"):
        return
    if not any(place.site.lat is not None for place in places):
        yield (
            "shows no site of which the place is known; change area or owner, or add sites to "
            "data/sites.yml"
        )
    datasets = {ref.dataset for ref in one.chart.series}
    for place in places:
        cell = cell_named(place.site.planned, library)
        if cell and cell.dataset.id not in datasets:
            yield (
                f'shows the site "{place.site.id}", whose power stands in "{cell.dataset.id}"; '
                "add that dataset to series"
            )
    for id in sorted(datasets):
        if places and all(place.series.dataset.id != id for place in places):
            yield f'has "{id}" in series, of which no site takes its power; take it out'


def _beyond(one: Candidate) -> Iterator[str]:
    """A map of a country leaves none of its sites out in silence."""
    sites, areas = beyond(one.chart, one.library)
    if sites:
        names = ", ".join(f'"{id}"' for id in sites)
        wider = f", or take another area: {', '.join(areas)}" if areas else ""
        yield (
            f"has area: {area_of(one.chart)}, beyond which these sites of it lie: {names}; mend "
            f"their lat and lon in data/sites.yml if they are wrong{wider}"
        )


def _one_scale(one: Candidate) -> Iterator[str]:
    """Circles compare: megawatts with gigawatts, not with dollars."""
    measures = {series.dataset.unit.basis[0]: series.dataset.unit.id for series in one.series}
    if len(measures) > 1:
        units = ", ".join(sorted(measures.values()))
        yield f"mixes units {units}, which no circle can compare; draw one measure per map"


def _below_zero(one: Candidate) -> Iterator[Problem]:
    for series in one.series:
        row = series.observations[0]
        if any(number < 0 for number in row.numbers):
            yield Problem(
                row.where,
                f'chart "{one.chart.id}" draws {min(row.numbers)} as a circle, which has no size '
                "below zero; mend the number",
            )


def _names(one: Candidate) -> Iterator[str]:
    for series in one.series:
        yield from refusals.long_name(series.label, "a site", NAME_LIMIT)


KIND = Kind(
    fr="des sites sur une carte, avec leur puissance et leur état",
    en="sites on a map, with their power and how far they are",
    draw=draw,
    options=(
        Field(
            "area",
            one_of(SCOPES),
            "la partie du monde, le monde entier par défaut",
            "the part of the world, all of it unless told",
        ),
        Field(
            "owner",
            ID,
            "ne montrer que les sites d'une entreprise, à sa couleur",
            "to show only the sites of one company, in its colour",
        ),
    ),
    refuse_options=(_owner, refusals.highlight),
    refuse=(_sites, _beyond, _one_scale, _below_zero, _names),
    select=drawn_series,
    shown=told_series,
    table=_table,
    describe=_describe,
    keys="list",
    one_definition=False,
    one_colour=True,
)

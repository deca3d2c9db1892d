"""Colours of companies that can be told from the page by everyone, and from those beside which a
chart draws them. There are not enough colours for all companies to differ from all others.

How people see who lack one kind of cone is simulated after Machado, Oliveira and Fernandes (2009),
severity 1; distances are Euclidean in OKLab, times 100. Whoever chose badly is told a free colour.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

from explainer.errors import Problem
from explainer.facts.model import Entity, Library
from explainer.kinds import kind_of

GROUNDS = {"light": "#fffdf8", "dark": "#14171c"}  # of the paper on which charts lie
CONTRAST = 3  # with the page, at least
APART = 10  # at least
SIGHTS: Mapping[str, tuple[tuple[float, ...], ...]] = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "who sees no red (protanopia)": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "who sees no green (deuteranopia)": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "who sees no blue (tritanopia)": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_STEPS = range(0, 256, 15)  # of each part of a colour, when a free one is looked for
_Triple = tuple[float, ...]


def problems_of(library: Library) -> Iterator[Problem]:
    """Yield the colours that cannot be told from the page, or from one that is drawn with them and
    stands before."""
    beside = _neighbours(library)
    for scheme in GROUNDS:
        seen: dict[str, str] = {}
        for entity in library.entities.values():
            if entity.colour:
                colour = getattr(entity.colour, scheme)
                near = {id: other for id, other in seen.items() if id in beside[entity.id]}
                fault = _fault(colour, near, scheme)
                if fault:
                    free = _free_for(entity, scheme, library, beside[entity.id])
                    yield _told(entity, f'colour.{scheme} "{colour}" {fault}', free)
                seen[entity.id] = colour


def _neighbours(library: Library) -> Mapping[str, set[str]]:
    """With whom some chart draws each coloured entity."""
    found: dict[str, set[str]] = defaultdict(set)
    for chart in library.charts.values():
        if kind_of(chart).one_colour:
            continue
        drawn = set()
        for ref in chart.series:
            dataset = library.datasets.get(ref.dataset)
            for id in (ref.entity,) if ref.entity else dataset.series if dataset else ():
                entity = library.entities.get(id or "")
                drawn.add(entity.owner if entity and entity.owner and not entity.colour else id)
        for id in drawn:
            found[id or ""] |= {other for other in drawn - {id} if other}
    return found


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG counts it, from 1 to 21."""
    lights = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_linear(one), _linear(other))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def distance(one: str, other: str, sight: str) -> float:
    """Return how far two colours lie apart in a sight; black and white are 100 apart."""
    return 100 * math.dist(_seen(one, sight), _seen(other, sight))


def _fault(colour: str, others: Mapping[str, str], scheme: str) -> str:
    """What is wrong with a colour, as the end of a sentence; nothing if all is well."""
    found = contrast(colour, GROUNDS[scheme])
    if found < CONTRAST:
        return f"has a contrast of {found:.1f} with the page, and {CONTRAST} is the least"
    for sight in SIGHTS:
        for id, other in others.items():
            if distance(colour, other, sight) < APART:
                return f"is too near that of {id} ({other}), drawn beside it, for {sight}"
    return ""


def _free_for(entity: Entity, scheme: str, library: Library, beside: set[str]) -> str:
    """A colour that is free for a company: far from all others, or from those drawn beside it."""
    others = {
        one.id: getattr(one.colour, scheme)
        for one in library.entities.values()
        if one.colour and one is not entity
    }
    near = {id: other for id, other in others.items() if id in beside}
    wanted = getattr(entity.colour, scheme)
    return _free(wanted, others, scheme) or _free(wanted, near, scheme)


def _told(entity: Entity, fault: str, free: str) -> Problem:
    remedy = f'take "{free}", which is free' if free else "leave it out, none is free"
    return Problem(entity.where, f'entity "{entity.id}": {fault}; {remedy}')


def _free(wanted: str, others: Mapping[str, str], scheme: str) -> str:
    """The colour nearest to the one that was wanted with which nothing is wrong."""
    tried = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in product(_STEPS, repeat=3))
    nearest = sorted(tried, key=lambda one: distance(one, wanted, "everybody"))
    return next((one for one in nearest if not _fault(one, others, scheme)), "")


@cache
def _linear(colour: str) -> _Triple:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


@cache
def _seen(colour: str, sight: str) -> _Triple:
    """A colour as somebody sees it, in OKLab."""
    rgb = tuple(min(max(c, 0), 1) for c in _times(SIGHTS[sight], _linear(colour)))
    return _times(_LAB, tuple(max(c, 0) ** (1 / 3) for c in _times(_CONES, rgb)))


def _times(matrix: tuple[_Triple, ...], vector: _Triple) -> _Triple:
    return tuple(sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)

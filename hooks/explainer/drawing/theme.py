"""Fonts, colours and sizes of every drawing, as one Vega-Lite config.

Colours are CSS variables with their light value behind: `var(--ink, #1b1f24)`. They pass through
Vega into the SVG, so one drawing serves light, dark, print and forced colours; `plain` replaces
them where no style sheet reaches, as in a file that somebody downloads.
"""

from __future__ import annotations

import re
from typing import Any

from explainer.facts.model import Colour, Library

FONT = "Facture Sans"
# Where it is not there, what is as wide or narrower, so that no text leaves its place: on Windows
# and a Mac, on a Linux with office programs, on one without.
FAMILIES = (
    f"{FONT}, IBM Plex Sans, Arial, Liberation Sans, Helvetica, DejaVu Sans Condensed, sans-serif"
)
INK = "var(--ink, #1b1f24)"
SOFT = "var(--ink-soft, #555c64)"
GRID = "var(--grid, #dedbd2)"
GROUND = "var(--ground, #fffdf8)"
REST = "var(--rest, #8d9096)"  # the series that a chart is not about
UP = "var(--up, #1d7a74)"
DOWN = "var(--down, #b5402c)"
# The first measure of a company bears its colour; the others have these, in this order. They are
# far from each other and from the company colours that they may meet, in all kinds of sight.
MEASURES = (
    "var(--measure-2, #c05a12)",
    "var(--measure-3, #1b8a90)",
    "var(--measure-4, #5b2a75)",
)

# What a series means, the same on the whole site: cash that comes in, that goes out, what is left,
# what is counted as a cost, what is only promised.
MEANINGS = {
    "in": "var(--in, #0098b6)",
    "out": "var(--out, #de6756)",
    "left": "var(--left, #1d5000)",
    "cost": "var(--cost, #ac3667)",
    "promised": "var(--promised, #7b55b4)",
}

FAR = 4000  # two colours that are so far are easily told apart, by `apart`

_VARIABLE = re.compile(r"var\(--[a-z0-9-]+, (#[0-9a-f]{6})\)")


def entity_colour(entity: str, colour: Colour | None) -> str:
    """Return the CSS colour of an entity, or the grey of those that have none."""
    return f"var(--c-{entity}, {colour.light})" if colour else REST


def apart(one: str, other: str) -> int:
    """Return how far two CSS colours are on the light ground, roughly."""
    return sum((a - b) ** 2 for a, b in zip(_rgb(one), _rgb(other), strict=True))


def _rgb(colour: str) -> tuple[int, ...]:
    hexes = plain(colour).removeprefix("#")
    return tuple(int(hexes[i : i + 2], 16) for i in (0, 2, 4))


def plain(text: str) -> str:
    """Return a specification or drawing with the light colours in place of the variables."""
    return _VARIABLE.sub(r"\1", text)


def config(size: int) -> dict[str, Any]:
    """Return the Vega-Lite config for a base font size in pixels.

    `aria` is off for axes and titles: Vega words them in English in every language. The drawing
    as a whole gets its localised title and description in `render`.
    """
    return {
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "aria": False,
            "domain": False,
            "ticks": False,
            "title": None,
            "gridColor": GRID,
            "gridWidth": 1,
            "labelColor": SOFT,
            "labelFont": FONT,
            "labelFontSize": size,
            "labelPadding": 6,
            "labelLimit": 0,
        },
        "axisX": {"grid": False, "domain": True, "domainColor": SOFT, "labelPadding": 9},
        "legend": {"aria": False},
        "title": {"aria": False},
        "text": {"font": FONT, "fontSize": size, "fill": INK},
        "bar": {"continuousBandSize": 8},
        "line": {"strokeWidth": 2.5, "strokeJoin": "round", "strokeCap": "round"},
    }


def stylesheet(library: Library) -> str:
    """Return the CSS that gives each entity its colour on the light and on the dark ground.

    The dark ones stand twice: for readers who chose, and for those whose system did. Paper is
    light whatever was chosen.
    """
    entities = [(entity.id, entity.colour) for entity in library.entities.values() if entity.colour]
    light = "".join(f"--c-{id}:{colour.light};" for id, colour in entities)
    dark = "".join(f"--c-{id}:{colour.dark};" for id, colour in entities)
    return (
        f":root{{{light}}}\n"
        f"@media screen{{[data-md-color-scheme=slate]{{{dark}}}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-md-color-scheme]){{{dark}}}}}\n"
    )

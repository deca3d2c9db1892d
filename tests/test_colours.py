"""Company colours can be told apart by everyone, on both grounds, and measures from them.

Colour vision deficiencies are simulated after Machado, Oliveira and Fernandes (2009), severity 1;
distances are Euclidean in OKLab, times 100.
"""

from __future__ import annotations

import itertools
import math
import re

import pytest

from explainer.drawing import theme
from explainer.facts.model import Library
from tests.conftest import ROOT

GROUNDS = {"light": "#fffdf8", "dark": "#14171c"}
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Triple = tuple[float, ...]


def linear(colour: str) -> Triple:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def times(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    return tuple(sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)


def oklab(rgb: Triple) -> Triple:
    lms = times(
        (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        ),
        rgb,
    )
    roots = tuple(max(c, 0) ** (1 / 3) for c in lms)
    return times(
        (
            (0.2104542553, 0.7936177850, -0.0040720468),
            (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660),
        ),
        roots,
    )


def distance(one: str, other: str, sight: str) -> float:
    a, b = (
        oklab(tuple(min(max(c, 0), 1) for c in times(SIGHTS[sight], linear(colour))))
        for colour in (one, other)
    )
    return 100 * math.dist(a, b)


def contrast(one: str, other: str) -> float:
    lights = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def companies(library: Library, scheme: str) -> dict[str, str]:
    return {
        entity.id: getattr(entity.colour, scheme)
        for entity in library.entities.values()
        if entity.colour
    }


def test_the_arithmetic() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert distance("#000000", "#ffffff", "normal") == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("scheme", list(GROUNDS))
def test_companies_stand_out_and_apart(scheme: str, real_library: Library) -> None:
    colours = companies(real_library, scheme)
    assert len(colours) >= 7
    for id, colour in colours.items():
        assert contrast(colour, GROUNDS[scheme]) >= 3, id
    for one, other in itertools.combinations(colours, 2):
        for sight in SIGHTS:
            assert distance(colours[one], colours[other], sight) >= 10, (one, other, sight)


def variables(scheme: str) -> dict[str, str]:
    """The colours that the style sheet gives to the drawings, by scheme."""
    css = (ROOT / "overrides" / "assets" / "css" / "site.css").read_text(encoding="utf-8")
    root = css[css.index(":root") :]
    light = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", root[: root.index("}")]))
    if scheme == "light":
        return light
    dark = css[css.index('[data-md-color-scheme="slate"]') :]
    return light | dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", dark[: dark.index("}")]))


@pytest.mark.parametrize("scheme", list(GROUNDS))
def test_measures_up_and_down_and_greys(scheme: str, real_library: Library) -> None:
    found = variables(scheme)
    assert found["ground"] == GROUNDS[scheme]
    for name in ("rest", "up", "down", "measure-2", "measure-3", "measure-4"):
        assert contrast(found[name], GROUNDS[scheme]) >= 3, name
    for name in ("ink", "ink-soft"):
        assert contrast(found[name], GROUNDS[scheme]) >= 4.5, name
    measures = [companies(real_library, scheme)["meta"]]
    measures += [found[f"measure-{n}"] for n in (2, 3, 4)]
    for one, other in itertools.combinations(measures, 2):
        for sight in SIGHTS:
            assert distance(one, other, sight) >= 8, (one, other, sight)


def test_what_files_use_is_what_the_page_uses() -> None:
    """The plain colours of the downloads are those of the light page."""
    light = variables("light")
    source = (ROOT / "hooks" / "explainer" / "drawing" / "theme.py").read_text(encoding="utf-8")
    found = re.findall(r"var\(--([a-z0-9-]+), (#[0-9a-f]{6})\)", source)
    assert found
    for name, colour in found:
        if not name.startswith("c-"):
            assert light[name] == colour, name
    assert theme.plain(theme.INK) == light["ink"]

"""Company colours can be told apart by everyone, on both grounds, and measures from them."""

from __future__ import annotations

import colorsys
import itertools
import re
from pathlib import Path

import pytest

from explainer.checking.colours import GROUNDS, SIGHTS, contrast, distance
from explainer.checking.data import problems_of
from explainer.drawing import theme
from explainer.facts.model import Library
from explainer.load import read_library
from tests.conftest import ROOT


def companies(library: Library, scheme: str) -> dict[str, str]:
    return {
        entity.id: getattr(entity.colour, scheme)
        for entity in library.entities.values()
        if entity.colour and entity.kind != "scenario"
    }


def scenarios(library: Library, scheme: str) -> dict[str, str]:
    """They are drawn beside each other, and never beside companies."""
    return {
        entity.id: getattr(entity.colour, scheme)
        for entity in library.entities.values()
        if entity.colour and entity.kind == "scenario"
    }


def test_the_arithmetic() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert distance("#000000", "#ffffff", "everybody") == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("scheme", list(GROUNDS))
def test_companies_stand_out_and_apart(scheme: str, real_library: Library) -> None:
    colours = companies(real_library, scheme)
    assert len(colours) >= 7
    for id, colour in colours.items():
        assert contrast(colour, GROUNDS[scheme]) >= 3, id
    for one, other in itertools.combinations(colours, 2):
        for sight in SIGHTS:
            assert distance(colours[one], colours[other], sight) >= 10, (one, other, sight)


def lightness(colour: str) -> float:
    """How light a colour is, from 0 to 100: what those who see no colour tell apart."""
    return distance("#000000", colour, "everybody")


def hue(colour: str) -> float:
    """The hue of a colour in degrees."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0] * 360


def test_companies_keep_their_hue_and_none_is_black(real_library: Library) -> None:
    light, dark = (companies(real_library, scheme) for scheme in GROUNDS)
    for id in light:
        apart = abs(hue(light[id]) - hue(dark[id])) % 360
        assert min(apart, 360 - apart) <= 45, (id, apart)
        assert lightness(light[id]) >= 35, id
    for colours in (light, dark):
        assert contrast(colours["microsoft"], colours["oracle"]) >= 1.5


@pytest.mark.parametrize("scheme", list(GROUNDS))
def test_what_a_series_means_has_a_colour_of_its_own(scheme: str) -> None:
    found = [variables(scheme)[name] for name in theme.MEANINGS]
    for colour in found:
        assert contrast(colour, GROUNDS[scheme]) >= 3
    for one, other in itertools.combinations(found, 2):
        for sight in SIGHTS:
            assert distance(one, other, sight) >= 10, (one, other, sight)


@pytest.mark.parametrize("scheme", list(GROUNDS))
def test_scenarios_stand_out_and_apart(scheme: str, real_library: Library) -> None:
    colours = scenarios(real_library, scheme)
    assert set(colours) >= {"prudent", "central", "optimistic", "at-today"}
    for id, colour in colours.items():
        assert contrast(colour, GROUNDS[scheme]) >= 3, id
    # The second measure of one of them, as on a chart of what it would take and what covers wear.
    measure = variables(scheme)["measure-4"]
    for one, other in itertools.combinations(colours, 2):
        for sight in SIGHTS:
            assert distance(colours[one], colours[other], sight) >= 10, (one, other, sight)
    for id in ("central", "at-today"):
        for sight in SIGHTS:
            assert distance(colours[id], measure, sight) >= 10, (id, sight)


def variables(scheme: str) -> dict[str, str]:
    """The colours that the style sheets give to the drawings, by scheme: those of the page, and of
    the paper on which a chart lies.
    """
    css, charts = (
        (ROOT / "overrides" / "assets" / "css" / name).read_text(encoding="utf-8")
        for name in ("ground.css", "charts.css")
    )
    dark = [(css, '[data-md-color-scheme="slate"]')] if scheme == "dark" else []
    found: dict[str, str] = {}
    for text, start in ((css, ":root"), *dark, (charts, ".chart {")):
        block = text[text.index(start) :]
        block = block[: block.index("}")]
        found |= re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6}|var\(--[a-z-]+\))", block)
    meant = {name: found.get(value[6:-1], value) for name, value in found.items()}
    return {name: value for name, value in meant.items() if value.startswith("#")}


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


@pytest.mark.parametrize(
    ("colour", "sentence"),
    [
        ('{light: "#fef0e0", dark: "#fc9826"}', 'entity "globex": colour.light "#fef0e0" has a contrast of 1.1 with the page, and 3 is the least; take "#'),
        ('{light: "#975114", dark: "#331a00"}', 'entity "globex": colour.dark "#331a00" has a contrast of 1.1 with the page, and 3 is the least; take "#'),
        ('{light: "#3053b5", dark: "#fc9826"}', 'entity "globex": colour.light "#3053b5" is too near that of acme (#2f50b7), drawn beside it, for everybody; take "#'),
        ('{light: "#0000b4", dark: "#fc9826"}', 'entity "globex": colour.light "#0000b4" is too near that of acme (#2f50b7), drawn beside it, for who sees no red (protanopia); take "#'),
    ],
)  # fmt: skip
def test_whoever_chose_badly_is_told_a_free_colour(
    colour: str, sentence: str, project: Path
) -> None:
    """And with that one all is well."""
    path = project / "data/entities.yml"
    text = path.read_text(encoding="utf-8")
    old = '{light: "#975114", dark: "#fc9826"}'
    assert old in text
    path.write_text(text.replace(old, colour), encoding="utf-8")
    library, _ = read_library(project / "data")
    (told,) = [one for one in problems_of(library) if "colour" in one.message]
    assert told.message.startswith(sentence)
    assert told.where.file == "data/entities.yml"
    bad, free = re.findall('"(#[0-9a-f]{6})"', told.message)
    path.write_text(path.read_text(encoding="utf-8").replace(bad, free), encoding="utf-8")
    library, _ = read_library(project / "data")
    assert [one.message for one in problems_of(library) if "colour" in one.message] == []

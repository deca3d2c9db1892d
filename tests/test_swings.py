"""Charts of swings: what becomes of a result when one assumption changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.facts.model import Chart, Library
from explainer.kinds.specification import build
from explainer.kinds.swings import swings_of
from explainer.language.locales import LOCALES
from explainer.load import read_library
from tests.made_charts import (
    EN,
    FR,
    chart,
    description_of,
    is_legible,
    matches_golden,
    pick,
    plain,
    refused,
    svg,
    table_of,
    texts,
    tips,
)
from tests.test_projecting import DATASET, changed, ovens

__all__ = ["ovens"]  # a fixture is found by its name here

SCENARIOS = """\
    cold:
      name: {fr: Tiède, en: Cold}
      like: central
      values: {margin: 25, growth: -50, tax: 20}
    hot:
      name: {fr: Chaud, en: Hot}
      like: central
      values: {margin: 80, growth: -100}
"""
CELLS = {
    "plain": "needed with central",
    "cold-margin": "needed with central but margin from cold",
    "hot-margin": "needed with central but margin from hot",
    "cold-growth": "needed with central but growth from cold",
    "third-margin": "needed with central but margin from cold",
    "other-result": "spent with central but margin from cold",
    "around-hot": "needed with hot",
    "no-projection": "",
}


@pytest.fixture
def bakery(ovens: Path) -> Library:  # the fixture
    """The small project with ovens, some of which somebody sees otherwise."""
    path = ovens / "data/projections.yml"
    path.write_text(path.read_text(encoding="utf-8") + SCENARIOS, encoding="utf-8")
    rows = "".join(
        f"  {id}:\n    - {{period: 2026, "
        + (f"formula: 'project rent.{asked}, digits 1'" if asked else "value: 3, source: acme-2025")
        + "}\n"
        for id, asked in CELLS.items()
    )
    (ovens / "data/datasets/rent.swings.yml").write_text(
        DATASET[: DATASET.index("  acme:")] + rows, encoding="utf-8"
    )
    entities = ovens / "data/entities.yml"
    names = "".join(f"{id}:\n  kind: scenario\n  name: {id.title()}\n" for id in CELLS)
    entities.write_text(entities.read_text(encoding="utf-8") + names, encoding="utf-8")
    library, problems = read_library(ovens / "data")
    assert problems == []
    return library


def swings(*ids: str, **more: str) -> Chart:
    years = {"start": "2026", "stop": "2026"} | more
    return chart("swings", *(pick("rent.swings", id) for id in ids), **years)


FOUR = ("plain", "cold-growth", "cold-margin", "hot-margin")


def test_the_widest_first_whatever_the_order_of_the_file(bakery: Library) -> None:
    middle, found = swings_of(swings(*FOUR), bakery)
    assert middle.series.entity == "plain"
    assert [one.input for one in found] == ["margin", "growth"]
    assert [end.series.entity for end in found[0].ends] == ["hot-margin", "cold-margin"]
    assert found[0].ends[0].size < middle.size < found[0].ends[1].size


def test_each_end_says_the_result_and_the_assumption(bakery: Library) -> None:
    one = swings(*FOUR)
    is_legible(one, bakery)
    wide = texts(svg(one, bakery))
    for said in ("margin (50 %)", "28,5 Md$ (25 %)", "(80 %) 8,9 Md$", "Tiède", "Chaud"):
        assert said in wide
    assert "Central (scénario) : 14,2 Md$" in wide
    phone = texts(svg(one, bakery, "en", NARROW))
    for said in ("margin (50%)", "from 80% to 25%", "$28.5bn", "$8.9bn"):
        assert said in phone
    assert "$28.5bn (25%)" not in phone


def test_each_mark_says_whose_assumption_and_what_stands_in_the_middle(bakery: Library) -> None:
    said = tips(svg(swings(*FOUR), bakery))
    assert any(
        tip.startswith(
            "margin, Tiède, 25 % : 28,5 Md$ (scénario)|Central, margin (50 %) : 14,2 Md$"
        )
        for tip in said
    ), said
    narrow = tips(svg(swings(*FOUR), bakery, "fr", NARROW))
    assert sum(tip.startswith("Plain") for tip in narrow) == 1


def test_in_rows_and_in_words(bakery: Library) -> None:
    one = swings(*FOUR)
    table = table_of(one, bakery, FR)
    assert table.heads == ("Hypothèse", "Scénario", "Valeur prise", "Valeur")
    assert [plain(" / ".join(row)) for row in table.rows] == [
        " / Central /  / 14,2 (scénario)",
        "margin / Chaud / 80 % / 8,9 (scénario)",
        "margin / Tiède / 25 % / 28,5 (scénario)",
        "growth / Tiède / -50 % / 14,2 (scénario)".replace("-", "−"),
    ]
    assert plain(description_of(one, bakery, EN)).startswith(
        "Central: $14.2bn. From the widest to the narrowest: "
        "margin (50%), from $8.9bn (80%) to $28.5bn (25%); growth (−100%), $14.2bn (−50%)."
    )


@pytest.mark.parametrize(
    ("ids", "years", "said"),
    [
        (FOUR, {"start": "2025"}, "compares results of one period; give it as from and as to"),
        (
            (*FOUR, "no-projection"),
            {},
            (
                'draws "rent.swings/no-projection", which no projection gives; take a cell with a '
                "formula like project payback.needed with central but margin from prudent"
            ),
        ),
        (
            FOUR[1:],
            {},
            (
                "has 0 results in the middle; draw one cell whose formula changes no input, like "
                "project payback.needed with central"
            ),
        ),
        (
            (*FOUR, "around-hot"),
            {},
            (
                "has 2 results in the middle; draw one cell whose formula changes no input, like "
                "project payback.needed with central"
            ),
        ),
        (
            ("plain",),
            {},
            "changes no input; add cells whose formula has but, like but margin from prudent",
        ),
        (
            (*FOUR, "other-result"),
            {},
            (
                'draws "rent.swings/other-result", which is about spent with central, around needed '
                "with central; draw one output of one scenario"
            ),
        ),
        ((*FOUR, "third-margin"), {}, 'has 3 results for "margin"; a bar has two ends'),
    ],
)
def test_what_is_refused(
    bakery: Library, ids: tuple[str, ...], years: dict[str, str], said: str
) -> None:
    assert said in refused(swings(*ids, **years), bakery)


def test_a_highlight_means_nothing_here(bakery: Library) -> None:
    one = replace(swings(*FOUR), highlight=("plain",))
    assert refused(one, bakery) == ["has highlight, which means nothing in a swings; take it out"]


def test_the_middle_moves_with_the_data(bakery: Library, ovens: Path) -> None:
    changed(ovens, "values: {margin: 25, growth", "values: {margin: 40, growth")
    library, problems = read_library(ovens / "data")
    assert problems == []
    wide = texts(svg(swings(*FOUR), library, "en"))
    assert "$17.8bn (40%)" in wide


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize("code", ["fr", "en"])
def test_golden(
    code: str, layout: LayoutSize, bakery: Library, request: pytest.FixtureRequest
) -> None:
    spec = build(swings(*FOUR), bakery, LOCALES[code], layout)
    matches_golden(f"bakery-swings.{code}.{layout.name}", spec, request)

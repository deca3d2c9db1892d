"""Projections: inputs from data and choices of ours, to cells that figures and charts can take."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from explainer.checking.data import problems_of
from explainer.facts.basis import basis_of, basis_of_scenario, weakest
from explainer.facts.cells import Cell, FigureError
from explainer.facts.explanations import plain_explanation
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.figures import write_figures
from explainer.facts.model import Library
from explainer.facts.projecting import inputs_of
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.dataset_block import dataset_block
from explainer.pages.inline import figure_element, with_assumptions
from explainer.projection import engine

PROJECTION = """\
rent:
  name: {fr: Ce que des fours doivent rapporter, en: What ovens have to bring back}
  unit: usd-bn
  first: 2025
  years: 6
  spending: {acme: [acme.capex/acme@2025]}
  classes: [ovens, walls]
  inputs:
INPUTS
  scenarios:
    central:
      name: {fr: Central, en: Central}
      values: {growth: -100, ai-share: 100, ramp: 0, margin: 50, tax: 0, return: 0, revenue: 1, ovens-share: 60, ovens-life: 5, ovens-lead: 0.5, ovens-residual: 0, walls-share: 40, walls-life: 5, walls-lead: 0.5, walls-residual: 0}
"""
ENDS = {
    "growth": ("percent", -100, 50), "ai-share": ("percent", 0, 100), "ramp": ("years", 0, 5), "margin": ("percent", 1, 100),
    "tax": ("percent", 0, 50), "return": ("percent", 0, 30), "revenue": ("count", 0, 5),
}  # fmt: skip
CLASS = {
    "share": ("percent", 0, 100),
    "life": ("years", 1, 40),
    "lead": ("years", 0, 5),
    "residual": ("percent", 0, 100),
}
DATASET = """\
name: {fr: Recettes nécessaires, en: Revenue needed}
definition: {fr: Ce qui doit revenir., en: What has to come back.}
scope: {fr: Un essai., en: A trial.}
unit: usd-bn
kind: flow
frequency: year
cutoff: 2026-03-01
grade: A
series:
  acme:
    - {period: 2025, formula: project rent.needed with central}
    - {period: 2026, formula: project rent.needed with central}
    - {period: 2027, formula: project rent.depreciation with central}
"""


@pytest.fixture
def ovens(project: Path) -> Path:
    """The small project with a projection of ovens, and a dataset of what it comes to."""
    of_classes = {f"{one}-{of}": CLASS[of] for one in ("ovens", "walls") for of in CLASS}
    lines = [
        f"    {id}: {{name: {{fr: {id}, en: {id}}}, meaning: {{fr: Un essai., en: A trial.}}, unit: {unit}, low: {low}, high: {high}}}"
        for id, (unit, low, high) in {**ENDS, **of_classes}.items()
    ]
    (project / "data/projections.yml").write_text(
        PROJECTION.replace("INPUTS", "\n".join(lines)), encoding="utf-8"
    )
    (project / "data/datasets/rent.needed.yml").write_text(DATASET, encoding="utf-8")
    units = project / "data/units.yml"
    text = units.read_text(encoding="utf-8")
    if "\nyears:" not in text:
        text += 'years:\n  measure: years\n  name: {fr: années, en: years}\n  short: {fr: "{} ans", en: "{} years"}\n'
        units.write_text(text, encoding="utf-8")
    return project


def changed(project: Path, old: str, new: str) -> None:
    path = project / "data/projections.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_output_is_a_cell_like_any_other(ovens: Path) -> None:
    """35.62 spent in the middle of 2025 works for five years from 2026: 7.124 a year wear out, and
    twice that has to be sold."""
    library, problems = read_library(ovens / "data")
    assert problems == []
    assert list(problems_of(library)) == []
    rows = library.datasets["rent.needed"].series["acme"]
    assert [str(row.value) for row in rows] == ["0", "14", "7"]
    assert rows[1].exact == Decimal("14.248")
    assert {row.status for row in rows} == {"scenario"}
    assert [row.grade for row in rows] == ["A", "A", "A"]
    assert rows[1].originals == ("acme-2025",)
    assert write_figures("{{ rent.needed@2026 }}", library, LOCALES["en"]) == "$14\u00a0billion"
    assert (
        write_figures("{{ project rent.lifetime with central }}", library, LOCALES["en"]) == "200%"
    )
    cell = Cell(library.datasets["rent.needed"], "acme", rows[1])
    assert plain_explanation(cell, library, LOCALES["en"]) == (
        "revenue needed according to the model “What ovens have to bring back”, "
        "assumptions “Central”"
    )


def test_a_cell_of_the_data_moves_what_is_projected(ovens: Path) -> None:
    path = ovens / "data/datasets/acme.capex.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("35.62", "50.00"), encoding="utf-8")
    library, problems = read_library(ovens / "data")
    assert problems == []
    assert str(library.datasets["rent.needed"].series["acme"][1].value) == "20"


def test_what_rests_on_data_alone_is_no_scenario(ovens: Path) -> None:
    """All inputs are cells: the result has their status and their grade."""
    dataset = (ovens / "data/datasets/fx.rates.yml").read_text(encoding="utf-8")
    assert dataset
    path = ovens / "data/projections.yml"
    text = path.read_text(encoding="utf-8")
    units = {"percent": "p", "years": "y", "count": "c"}
    known: dict[str, dict[str, str]] = {one: {} for one in units.values()}
    head, _, values = text.rpartition("values: {")
    for pair in values.rstrip("}\n").split(", "):
        id, number = pair.split(": ")
        unit = (ENDS | {f"{c}-{of}": CLASS[of] for c in ("ovens", "walls") for of in CLASS})[id][0]
        known[units[unit]][id] = number
    settings = []
    for unit, short in units.items():
        rows = "".join(
            f"    - {{period: {2000 + index}, value: {number}, source: acme-2025, grade: B}}\n"
            for index, number in enumerate(known[short].values())
        )
        body = (
            DATASET.partition("series:")[0]
            .replace("unit: usd-bn", f"unit: {unit}")
            .replace("kind: flow", "kind: stock")
        )
        (ovens / f"data/datasets/t.{short}.yml").write_text(
            f"{body}series:\n  acme:\n{rows}", encoding="utf-8"
        )
        settings += [f"{id}: t.{short}@{2000 + index}" for index, id in enumerate(known[short])]
    path.write_text(f"{head}values: {{{', '.join(settings)}}}\n", encoding="utf-8")
    library, problems = read_library(ovens / "data")
    assert problems == []
    row = library.datasets["rent.needed"].series["acme"][1]
    assert (str(row.value), row.status, row.grade) == ("14", None, "B")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("margin: 50, ", "", 'scenario "central" of "rent" has no "margin"; add a number or an expression'),
        ("margin: 50, ", "margin: 50, marge: 50, ", 'scenario "central" of "rent" has "marge", which is unknown; did you mean "margin"?'),
        ("margin: 50, ", "margin: 0, ", 'scenario "central" of "rent", margin is 0, and runs from 1 to 100; write a number between them, or move an end'),
        ("margin: 50, ", "margin: acme.guidance@2026, ", 'scenario "central" of "rent", margin: it comes to a range; add .low or .high'),
        ("margin: 50, ", "margin: acme.nothing@2026, ", 'scenario "central" of "rent", margin: dataset "acme.nothing" is unknown'),
        ("ovens-share: 60", "ovens-share: 50", 'scenario "central" of "rent": the shares of its classes come to 90 and not to 100'),
        ("classes: [ovens, walls]", "classes: [ovens, roofs]", 'projection "rent" has no input "roofs-share"; add it'),
        ("classes: [ovens, walls]", "classes: []", "classes is an empty list; write at least one class of asset"),
        ("classes: [ovens, walls]", "classes: [ovens, ovens]", 'classes has "ovens" twice; take one of them out'),
        ("low: 1, high: 100}", "low: 1, high: 100, step: 0}", 'input "margin" is changed by 0; write a step above 0, and no more than 99'),
        ("low: 1, high: 100}", "low: 1, high: 100, step: -1}", 'input "margin" is changed by -1; write a step above 0, and no more than 99'),
        ("  years: 6\n", "  years: 6\n  today: acme.guidance@2026\n", '"acme.guidance@2026" comes to a range; add .low or .high'),
        ("first: 2025", "first: 20.5", "first is 20.5; write a whole number from 1700 to 2199"),
        ("years: 6", "years: 6\n  shown: 2040", '"rent" shows 2040, and runs from 2025 to 2030; show one of its years'),
        ("years: 6", "years: 600", "years is 600; write a whole number from 1 to 60"),
        ("spending: {acme: [acme.capex/acme@2025]}", "spending: {acme: [fx.rates@2025-Q1]}", "formula: spending comes to usd-per-eur; take cells of its unit"),
        ("unit: usd-bn", "unit: usd-billion", 'unit "usd-billion" is unknown'),
        ("low: -100, high: 50", "low: 50, high: -100", 'input "growth" runs from 50 to -100; exchange them'),
    ],
)  # fmt: skip
def test_what_a_projection_refuses(old: str, new: str, sentence: str, ovens: Path) -> None:
    changed(ovens, old, new)
    library, problems = read_library(ovens / "data")
    told = [*problems, *problems_of(library)]
    assert any(one.message.startswith(sentence) for one in told), [one.message for one in told]
    assert all(one.where.line for one in told)


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("project rent.needed", '"project" takes an output and a scenario; write it like project payback.needed with central'),
        ("project rant.needed with central", 'projection "rant" is unknown; did you mean "rent"?'),
        ("project rent.needed with centrale", 'scenario "centrale" is unknown; did you mean "central"?'),
        ("project rent.need with central", 'output "need" is unknown; did you mean "needed"?'),
        ("project rent.payback with central", "it comes to years, and the dataset counts usd-bn; take other cells or another unit"),
    ],
)  # fmt: skip
def test_a_formula_that_asks_wrongly(formula: str, sentence: str, ovens: Path) -> None:
    path = ovens / "data/datasets/rent.needed.yml"
    text = path.read_text(encoding="utf-8").replace(
        "period: 2026, formula: project rent.needed with central",
        f"period: 2026, formula: {formula}",
    )
    path.write_text(text, encoding="utf-8")
    _, problems = read_library(ovens / "data")
    assert [one.message for one in problems] == [f"formula: {sentence}"]


def test_a_year_beyond_the_projection(ovens: Path) -> None:
    path = ovens / "data/datasets/rent.needed.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("period: 2027", "period: 2035"), encoding="utf-8"
    )
    _, problems = read_library(ovens / "data")
    assert [one.message for one in problems] == ['formula: "rent" runs from 2025 to 2030']


PRUDENT = """\
    prudent:
      name: {fr: Prudent, en: Prudent}
      like: central
      values: {margin: 25}
"""


@pytest.fixture
def two(ovens: Path) -> Path:
    """The same with a second scenario, like the first but for its margin."""
    path = ovens / "data/projections.yml"
    path.write_text(path.read_text(encoding="utf-8") + PRUDENT, encoding="utf-8")
    return ovens


def told(project: Path) -> list[str]:
    library, problems = read_library(project / "data")
    return [one.message for one in [*problems, *problems_of(library)]]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("rent.needed with central in 2026", "$14 billion"),
        ("rent.needed with prudent in 2026", "$28 billion"),  # half the margin, twice the revenue
        ("rent.needed with central but margin from prudent in 2026", "$28 billion"),
        ("rent.needed with central for acme in 2026", "$14 billion"),
        ("rent.balance with central in 2025", "−$36 billion"),  # paid, and not yet at work
        ("rent.balance with central in 2027", "−$21 billion"),  # two years of five
        (
            "rent.balance-today with central in 2028",
            "$18 billion",
        ),  # half of what was paid, each year
    ],
)
def test_what_is_asked_of_a_scenario(asked: str, written: str, two: Path) -> None:
    library, problems = read_library(two / "data")
    assert problems == []
    text = write_figures(f"{{{{ project {asked} }}}}", library, LOCALES["en"])
    assert text.replace("\u00a0", " ") == written


def test_what_each_customer_would_pay_a_month(two: Path) -> None:
    """14.248 billion shared by ten million, by month, in whole dollars."""
    changed(two, "  years: 6\n", "  years: 6\n  payers: t.customers/acme@2025\n")
    body = DATASET.partition("series:")[0].replace("usd-bn", "million").replace("flow", "stock")
    (two / "data/datasets/t.customers.yml").write_text(
        f"{body}series:\n  acme:\n    - {{period: 2025, value: 10, source: acme-2025}}\n",
        encoding="utf-8",
    )
    units = two / "data/units.yml"
    text = units.read_text(encoding="utf-8")
    for id, more in (("million", "measure: count\n  power: 6\n  name: {fr: millions, en: millions}\n  short: {fr: '{} M', en: '{}m'}"), ("usd", "measure: USD\n  name: {fr: dollars, en: dollars}")):  # fmt: skip
        if f"\n{id}:" not in text:
            text += f"{id}:\n  {more}\n"
    units.write_text(text, encoding="utf-8")
    library, problems = read_library(two / "data")
    assert problems == []
    asked = "{{ project rent.per-payer with central in 2026 }}"
    assert write_figures(asked, library, LOCALES["en"]).startswith("$119")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("rent.needed with central", '"needed" is told by year; say which, like in 2030'),
        ("rent.needed with central but margin", 'write "but" like but margin from prudent'),
        ("rent.needed with central but marge from prudent in 2026", 'input "marge" is unknown; did you mean "margin"?'),
        ("rent.needed with central but ovens-share from prudent in 2026", '"ovens-share" cannot be changed alone: shares come to 100; take another'),
        ("rent.needed with central for acne in 2026", '"acne" spends nothing in "rent"; did you mean "acme"?'),
        ("rent.needed with central in 26", '"in 26" is not understood; "project" takes an output and a scenario'),
        ("rent.per-payer with central in 2026", '"rent" has no payers; add them to data/projections.yml'),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly(asked: str, sentence: str, two: Path) -> None:
    library, _ = read_library(two / "data")
    with pytest.raises(FigureError, match="^" + re.escape(sentence)):
        write_figures(f"{{{{ project {asked} }}}}", library, LOCALES["en"])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("like: central", "like: centrale", 'scenario "prudent" of "rent" is like "centrale", which is no scenario that says all its inputs'),
        ("like: central", "like: prudent", 'scenario "prudent" of "rent" is like "prudent", which is no scenario that says all its inputs'),
        ("values: {margin: 25}", "values: {margin: 25}\n      published: acme.capex@2025", 'scenario "prudent" does somebody\'s calculation again and has no found; add it, or take the others out (published, found, question, comparison)'),
        ("values: {margin: 25}", "values: {margin: 25}\n      spending: {acme: [1, 2], builder: [1]}", 'spending of "prudent" is told for different numbers of years (acme 2, builder 1)'),
        ("{acme: [acme.capex/acme@2025]}", "{acme: []}", 'spending of "rent" is told for different numbers of years (acme 0)'),
        ("  years: 6\n", "  years: 6\n  today: acme.capex@1850\n", '"acme.capex@1850" has no observation; this series has 2025 only'),
        ("low: 1, high: 100}", "low: 1, high: 100, stands: [{who: nobody, value: acme.capex@2025}]}", 'a stand of input "margin" is of "nobody", who is no entity'),
        ("low: 1, high: 100}", "low: 1, high: 100, stands: [{who: acme, value: acme.capex@2025}]}", 'a stand of input "margin" comes to usd-bn, and the input counts percent; take cells of its unit'),
        ("low: 1, high: 100}", "low: 1, high: 20, stands: [{who: acme, value: ratio acme.capex@2025 to acme.capex@2025}]}", 'a stand of input "margin" comes to 100, and the input runs from 1 to 20; move an end, or leave it out'),
    ],
)  # fmt: skip
def test_what_a_second_scenario_or_a_stand_refuses(
    old: str, new: str, sentence: str, two: Path
) -> None:
    changed(two, old, new)
    found = told(two)
    assert any(one.startswith(sentence) for one in found), found


@pytest.mark.parametrize(
    ("scenario", "published", "found"),
    [
        ("sequoia-2023", "200", "200"),
        ("sequoia-2024", "600", "600"),
        ("bain", "2000", "2000"),
        ("kupperman", "160", "160"),
        ("kupperman-short", "320 to 480", "349"),  # his three kinds of asset, within his range
        ("jpmorgan", "650", "653"),  # with the one margin, in whole per cent, that comes nearest
        ("morgan-stanley", "1100", "409"),  # sales foreseen; ours is what its spending asks for
        ("mckinsey", "5200", "2047"),  # a spending; ours is the revenue that it asks for in 2030
    ],
)
def test_published_calculations_done_again(
    scenario: str, published: str, found: str, real_library: Library
) -> None:
    """Ours beside theirs, from the data; why two of them differ is told beside them."""
    one = real_library.projections["payback"].scenarios[scenario]
    assert one.published
    assert one.found
    assert one.comparison
    theirs = evaluate(tokens_of(one.published), real_library)
    ours = evaluate(tokens_of(one.found), real_library)
    ends = [theirs.amount] if theirs.amount is not None else [theirs.low, theirs.high]
    assert " to ".join(f"{end:f}" for end in ends if end is not None) == published
    assert f"{ours.amount:f}" == found


def test_no_whole_margin_comes_nearer_to_what_j_p_morgan_found(real_library: Library) -> None:
    projection = real_library.projections["payback"]
    scenario = projection.scenarios["jpmorgan"]
    wanted = evaluate(tokens_of(scenario.published or ""), real_library).amount
    assert wanted

    def distance(margin: int) -> Decimal:
        values = {**projection.values_of(scenario), "margin": Decimal(margin)}

        def found(one: str) -> Any:
            return evaluate(tokens_of(one), real_library)

        given = inputs_of(projection, replace(scenario, values=values), real_library, found)
        p = dict(given.frozen)
        found_with: Decimal = p["spending"][0] * engine.revenue_needed(p)
        return abs(found_with - wanted)

    assert min(range(60, 90), key=distance) == scenario.values["margin"] == 73


def test_on_what_inputs_and_results_rest(real_library: Library) -> None:
    projection = real_library.projections["payback"]
    central = projection.scenarios["central"]
    rests = {id: basis_of(one, real_library) for id, one in projection.values_of(central).items()}
    assert rests["tax"] == "chosen"
    assert rests["margin"] == rests["ai-share"] == "published"
    assert basis_of("payback.spending/meta@2025", real_library) == "derived"
    assert basis_of("hyperscalers.capex/meta@2025", real_library) == "filed"
    assert basis_of("payback.spending/meta@2026", real_library) == "published"  # what it foresees
    assert basis_of_scenario(projection, central, real_library) == "chosen"
    assert weakest(["filed", "published", "derived"]) == "published"


@pytest.mark.parametrize(
    ("code", "ours", "never"),
    [
        ("en", ("Our calculation: revenue needed", "grade A at worst"), ("Source", "Reliability")),
        ("fr", ("Calcul de ce site", "fiabilité A au plus bas"), ("Source", "Fiabilité")),
    ],
)
@pytest.mark.parametrize("body", ["rent.needed@2026", "project rent.needed with central in 2026"])
def test_what_is_projected_is_ours_and_leads_to_its_assumptions(
    body: str, code: str, ours: tuple[str, ...], never: tuple[str, ...], ovens: Path
) -> None:
    """Nobody published it: no document of an input stands behind it, nor the grade of one."""
    library, _ = read_library(ovens / "data")
    figure = figure_element(body, library, LOCALES[code])
    behind = str(figure.get("data-behind")).replace("\u00a0", " ")
    for words in ours:
        assert words in behind
    for words in never:
        assert words not in behind
    told = {("assumptions", "rent"): "calculation.md"}
    root = ElementTree.Element("p")
    root.append(figure)
    with_assumptions(root, told)
    assert figure.get("href") == "/calculation.md#rent-with-central"
    assert not [name for name in figure.attrib if name not in ("class", "href", "data-behind")]


def test_without_a_page_of_assumptions_it_leads_to_its_row(ovens: Path) -> None:
    library, _ = read_library(ovens / "data")
    root = ElementTree.Element("p")
    root.append(figure_element("rent.needed@2026", library, LOCALES["en"]))
    with_assumptions(root, {})
    assert root[0].get("href") == "/verify/data/rent.needed.md#acme-2026"


def test_a_ratio_of_what_is_projected_has_the_documents_of_the_rest_alone(ovens: Path) -> None:
    library, _ = read_library(ovens / "data")
    body = "ratio rent.needed@2026 to firms.capex/globex@2025-Q1"
    behind = str(figure_element(body, library, LOCALES["en"]).get("data-behind"))
    assert "Source: Globex" in behind
    assert "Acme," not in behind.partition("Source")[2]
    assert "Neither measured nor published" in behind
    assert "Reliability" not in behind


def test_the_page_of_its_dataset_gives_it_no_grade(ovens: Path) -> None:
    library, _ = read_library(ovens / "data")
    html = dataset_block(library.datasets["rent.needed"], library, LOCALES["en"]).whole()
    assert "Neither measured nor published" in html
    assert "grade--" not in html
    read = dataset_block(library.datasets["acme.capex"], library, LOCALES["en"]).whole()
    assert "grade--A" in read

"""What a projection rests on, calculations done again and amounts spread over lives, as pages show
them, and how computed cells lead there."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from markdown import Markdown

from explainer.checking.data import problems_of as data_problems
from explainer.checking.pages import problems_of
from explainer.facts.cells import FigureError
from explainer.facts.model import Library
from explainer.facts.spreads import spread_of
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.dataset_block import dataset_block
from explainer.pages.generated import told_on
from explainer.pages.markdown_extension import Build, ExplainerExtension
from tests.test_projecting import ovens  # noqa: F401  # a fixture

BOTH = pytest.mark.parametrize("code", ["fr", "en"])
TOLD = {
    ("assumptions", "payback"): "industry/payback.md",
    ("calculations", "payback"): "industry/payback.md",
}


def page(library: Library, code: str, text: str) -> str:
    build = Build(library, LOCALES[code])
    return Markdown(extensions=[ExplainerExtension(build=build)]).convert(text)


def row(html: str, id: str) -> str:
    """A part of a table, as it is read: its words, with no tags."""
    found = re.search(rf'<(tr|tbody) id="{re.escape(id)}">.*?</\1>', html, re.DOTALL)
    assert found, id
    return said(found[0])


def said(html: str) -> str:
    """Words without tags, with ordinary spaces."""
    text = unescape(re.sub(r"<[^>]*>", " ", html)).replace("\u202f", " ").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text).strip()


# -- assumptions ---------------------------------------------------------------------------------------


def test_each_input_says_its_value_and_what_it_rests_on(real_library: Library) -> None:
    html = page(real_library, "en", "::: assumptions payback")
    assert row(html, "payback-margin").startswith("Margin What is left of a dollar")
    assert row(html, "payback-margin").endswith(
        "50% ○ published 25% ○ published 67% ○ published 50% ○ published"
    )
    assert row(html, "payback-chips-life").endswith(
        "5 years ○ published 3 years ○ published 6 years ○ published 5.5 years ● filed"
    )
    assert row(html, "payback-growth").endswith(
        "0% ◇ our choice 10% ◇ our choice −10% ◇ our choice 0% ◇ our choice"
    )
    assert row(html, "payback-ramp").endswith(
        "2 years ◇ our choice 3 years ◇ our choice 1 year ◇ our choice 2 years ◇ our choice"
    )


def test_what_is_the_same_in_all_scenarios_is_said_once(real_library: Library) -> None:
    html = page(real_library, "fr", "::: assumptions payback")
    assert row(html, "payback-buildings-lead").endswith("1,5 an ◇ notre choix · identique partout")


def test_spending_is_told_year_by_year_for_all_together(real_library: Library) -> None:
    html = page(real_library, "fr", "::: assumptions payback")
    told = row(html, "payback-spending")
    spending = real_library.datasets["payback.spending"].series
    total = sum((rows[-1].value or Decimal(0) for rows in spending.values()), Decimal(0))
    assert [*re.findall(r"\b20\d\d\b", told)] == ["2023", "2024", "2025", "2026"]
    assert told.endswith(f"2026 {total.normalize():f} Md$ ○ publié".replace(".", ","))
    assert "2023 147,23 Md$ ◐ calculé" in told
    assert [
        re.findall(rf'href="/verify/data/payback.spending.md#[a-z]+-{year}"', html) != []
        for year in range(2023, 2027)
    ] == [True] * 4, "each sum leads to a row of what it adds up"


@BOTH
def test_what_rests_on_data_leads_there_and_what_we_chose_leads_nowhere(
    code: str, real_library: Library
) -> None:
    html = page(real_library, code, "::: assumptions payback")
    links = re.findall(r'class="figure"[^>]* href="([^"]*)"', html)
    assert "/verify/data/useful_life.servers.md#meta-2025-01" in links
    # The mean of two ends of one range rests on one cell.
    assert "/verify/data/debate.payback_life.md#datacentre-chips-2025-08" in links
    tax = re.search(r'<tr id="payback-tax">.*?</tr>', html, re.DOTALL)
    assert tax
    assert "<a" not in tax[0]


def test_a_result_is_no_surer_than_its_weakest_input(real_library: Library) -> None:
    html = page(real_library, "en", "::: assumptions payback")
    foot = said(html.partition("<tfoot>")[2].partition("</tfoot>")[0])
    assert foot.endswith("assumptions. " + " ".join(["◇ our choice"] * 4))
    for sign in ("● filed :", "◐ computed :", "○ published :", "◇ our choice :"):
        assert sign in said(html), "each sign is explained"


# -- calculations --------------------------------------------------------------------------------------


def test_their_number_stands_beside_ours(real_library: Library) -> None:
    html = page(real_library, "fr", "::: calculations payback")
    told = row(html, "payback-with-kupperman-short")
    assert told.startswith("Kupperman, septembre 2025 La même, si les puces")
    assert " 320 à 480 Md$ 349 Md$ ◇ notre choix Comparaison : Dans sa fourchette." in told
    assert "Marge : 25 % ○ publié" in told, "what we took from them"
    assert "/verify/data/debate.revenue_needed.md#kupperman-2025-09" in html
    assert "/verify/data/payback.reproduced.md#kupperman-2025-09" in html
    again = real_library.projections["payback"].done_again
    assert html.count("<tbody id=") == len(again) == 8


def test_an_amount_of_no_year_is_given_none(real_library: Library) -> None:
    """J.P. Morgan's is invested over years, and is counted from the first only to be added up."""
    html = page(real_library, "en", "::: calculations payback")
    assert "Spending: $5,000bn" in row(html, "payback-with-jpmorgan")
    assert "Spending 2026: $750bn" in row(html, "payback-with-morgan-stanley")


def test_what_nobody_buys_is_not_told(real_library: Library) -> None:
    """Sequoia's calculation has no power plant of its own."""
    html = page(real_library, "en", "::: calculations payback")
    assert "Life of chips" in row(html, "payback-with-sequoia-2024")
    assert "Life of power" not in row(html, "payback-with-sequoia-2024")
    assert "Life of power" in row(html, "payback-with-kupperman-short")


# -- a computed cell leads to its inputs -----------------------------------------------------------------


def test_a_computed_cell_leads_to_its_assumptions(real_library: Library) -> None:
    dataset = real_library.datasets["payback.needed"]
    html = dataset_block(dataset, real_library, LOCALES["en"], TOLD).html
    assert 'href="/industry/payback.md#payback-with-central">Central</a>' in html
    assert 'href="/industry/payback.md#payback-assumptions">see its assumptions</a>' in html


def test_one_that_takes_an_input_from_elsewhere_says_so(real_library: Library) -> None:
    dataset = real_library.datasets["payback.swing_prudent"]
    html = dataset_block(dataset, real_library, LOCALES["fr"], TOLD).html
    assert (
        "recettes nécessaires selon le modèle « Ce qu’il faudrait que ça rapporte », hypothèses "
        "« Central », mais « Marge » comme dans « Sévère »"
    ) in said(html)
    assert 'href="/industry/payback.md#payback-margin">Marge</a>' in html


def test_a_calculation_done_again_leads_to_its_row(real_library: Library) -> None:
    dataset = real_library.datasets["payback.reproduced"]
    html = dataset_block(dataset, real_library, LOCALES["en"], TOLD).html
    assert 'href="/industry/payback.md#payback-with-bain">Bain, 2025</a>”, in 2033' in html


def test_without_such_a_page_it_is_text(real_library: Library) -> None:
    dataset = real_library.datasets["payback.needed"]
    html = dataset_block(dataset, real_library, LOCALES["en"]).html
    assert "assumptions “Central”" in html
    assert "see its assumptions" not in html


# -- an amount spread over lives -------------------------------------------------------------------------


@BOTH
def test_the_table_of_a_spread_holds_without_a_script(code: str, real_library: Library) -> None:
    html = page(real_library, code, "::: spread example.depreciation")
    body = said(html.partition("<tbody>")[2].partition("</tbody>")[0])
    known = real_library.datasets["example.depreciation"].series["life-four"]
    first = f"{known[0].value:.2f}"
    assert body.startswith("2026 " + (first.replace(".", ",") if code == "fr" else first))
    assert "2032" in body
    lives = ("4 ans", "5,5 ans", "6 ans") if code == "fr" else ("4 years", "5.5 years", "6 years")
    head = said(html.partition("<thead>")[2].partition("</thead>")[0])
    assert [one for one in lives if one in head] == [*lives]
    assert 'href="/verify/data/useful_life.servers.md#meta-2025-01"' in html
    assert 'href="/verify/data/example.depreciation.md#life-six-2032"' in html
    assert "style=" not in html, "which the policy of a page forbids"


def test_a_dataset_that_spreads_nothing_is_refused(real_library: Library) -> None:
    with pytest.raises(FigureError, match=r'^"payback\.needed" spreads nothing over lives; write'):
        spread_of(real_library.datasets["payback.needed"], real_library)


# -- what is refused -------------------------------------------------------------------------------------


def told(project: Path, line: str, page: str = "docs/en/index.md") -> list[str]:
    """What is wrong in the small project when both home pages end with a line."""
    for code in ("fr", "en"):
        path = project / page.replace("/en/", f"/{code}/")
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    library, problems = read_library(project / "data")
    assert problems == []
    return [
        one.message
        for one in problems_of(project / "docs", library)
        if one.where.file.startswith("docs/en")
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("::: assumptions rents", 'projection "rents" is unknown; did you mean "rent"?'),
        ("::: calculations rents", 'projection "rents" is unknown; did you mean "rent"?'),
        ("::: assumption rent", '"::: assumption rent" is not a directive; did you mean "assumptions"?'),
        ("::: calculations rent", '"::: calculations rent" has nothing to show; add a scenario with published: to data/projections.yml'),
        ("::: spread rent.need", 'dataset "rent.need" is unknown; did you mean "rent.needed"?'),
        ("::: spread rent.needed", '"::: spread rent.needed": "rent.needed" spreads nothing over lives; write series of years in it whose cells are all straight-line of one amount, each over its own life'),
    ],
)  # fmt: skip
def test_a_directive_that_shows_nothing(line: str, sentence: str, ovens: Path) -> None:  # noqa: F811
    assert told(ovens, line) == [sentence]


def test_one_place_for_what_links_lead_to(ovens: Path) -> None:  # noqa: F811
    assert told(ovens, "::: assumptions rent") == []
    (again,) = told(ovens, "::: assumptions rent", "docs/en/understand/capex.md")
    assert re.fullmatch(
        r'"::: assumptions rent" stands at docs/en/index.md:\d+ too; keep one, where links lead',
        again,
    )
    pages = told_on(ovens / "docs", LOCALES["en"])
    assert pages == {("assumptions", "rent"): "index.md"}


def test_who_spends_is_known(ovens: Path) -> None:  # noqa: F811
    path = ovens / "data/projections.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("spending: {acme:", "spending: {acmee:"), encoding="utf-8")
    library, _ = read_library(ovens / "data")
    assert [one.message for one in data_problems(library)] == [
        '"acmee" spends in "rent" and is no entity; did you mean "acme"?'
    ]

"""Where a figure of a sentence leads, and what its popover says: a sum is no one of its terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.dataset_block import dataset_block
from explainer.pages.inline import figure_element

TOGETHER = """\
name: {fr: Achats ensemble, en: Purchases together}
definition: {fr: Somme des achats., en: Sum of purchases.}
scope: {fr: Deux entreprises., en: Two companies.}
unit: usd-bn
kind: flow
frequency: quarter
cutoff: 2026-02-15
grade: B
series:
  acme:
    - {period: 2025-Q2, formula: "sum firms.capex/*"}
"""
PAGE = "/verify/data/firms.capex.md"
ROW = "/verify/data/firms.together.md#acme-2025-Q2"


@pytest.fixture
def together(project: Path) -> Library:
    """The small project with a dataset that adds up two companies."""
    (project / "data/datasets/firms.together.yml").write_text(TOGETHER, encoding="utf-8")
    library, problems = read_library(project / "data")
    assert not problems
    return library


def leads(body: str, library: Library) -> str:
    return str(figure_element(body, library, LOCALES["en"]).get("href"))


def said(body: str, library: Library, code: str = "en") -> list[str]:
    text = str(figure_element(body, library, LOCALES[code]).get("data-behind"))
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2019", "'").split("|")


@pytest.mark.parametrize(
    ("body", "href"),
    [
        ("firms.capex/acme@2025-Q4", f"{PAGE}#acme-2025-Q4"),
        ("sum firms.capex/*@2025-Q2", ROW),
        ("sum firms.capex/globex@2025-Q2 firms.capex/acme@2025-Q2", ROW),
        ("pace sum firms.capex/*@2025-Q2 by day", ROW),
        ("quotient (sum firms.capex/*@2025-Q2) by 2", ROW),
        ("sum firms.capex/*@2025-Q1", PAGE),
        ("mean firms.capex/*@2025-Q2", PAGE),
        ("ratio firms.capex/acme@2025-Q2 to sum firms.capex/*@2025-Q2", PAGE),
        ("change firms.capex/acme@2025-Q1 to 2025-Q2", f"{PAGE}#series-acme"),
        ("sum firms.capex/acme@2025-Q1..2025-Q2", f"{PAGE}#series-acme"),
        ("pace firms.capex/acme@2025-Q4 by day", f"{PAGE}#acme-2025-Q4"),
    ],
)
def test_what_is_computed_never_leads_to_one_of_its_cells(
    body: str, href: str, together: Library
) -> None:
    assert leads(body, together) == href


def test_the_section_to_which_a_series_leads_is_on_the_page(together: Library) -> None:
    block = dataset_block(together.datasets["firms.capex"], together, LOCALES["en"])
    assert 'id="series-acme"' in block.whole()
    other = dataset_block(together.datasets["firms.together"], together, LOCALES["en"])
    assert 'id="acme-2025-Q2"' in other.whole()


def test_a_sum_tells_its_terms_the_largest_first(together: Library) -> None:
    body = "sum firms.capex/*@2025-Q2"
    name, terms, *_ = said(body, together)
    assert name == "Sum of 2 values: Capital expenditure, Q2 2025"
    assert terms == "Acme 2.25 + Globex 1.10 = $3.35bn"
    name, terms, *_ = said(body, together, "fr")
    assert name == "Somme de 2 valeurs : Dépenses d'investissement, T2 2025"
    assert terms == "Acme 2,25 + Globex 1,10 = 3,35 Md$"


def test_a_name_of_a_dataset_asks_for_no_article(together: Library) -> None:
    text = said("change firms.capex/acme@2025-Q1 to 2025-Q2", together, "fr")[0]
    assert "variation de « Dépenses d'investissement », Acme, T1 2025" in text

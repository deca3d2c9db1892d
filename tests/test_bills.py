"""Bills: what readers see adds up in both languages, each amount leads to its row, a stamp is a word."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.pages.bill_block import bill_block


def drawn(id: str, library: Library, code: str) -> Element:
    return ElementTree.fromstring(bill_block(library.bills[id], library, LOCALES[code]).html)


def text_of(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split(" ")).strip()


def number(text: str) -> Decimal:
    """A number as readers take it, whichever language wrote it."""
    plain = text.replace("\u202f", "").replace("\u2212", "-")
    return Decimal(plain.replace(",", ".") if "," in plain[-3:-1] else plain.replace(",", ""))


@pytest.mark.parametrize("code", LOCALES)
def test_a_bill_is_a_table_with_a_caption_and_named_rows(library: Library, code: str) -> None:
    bill = drawn("acme", library, code)
    caption = text_of(bill.find("table/caption"))
    assert {"fr": "La facture d’Acme", "en": "Acme’s bill"}[code] in caption
    assert {"fr": "En milliards de dollars", "en": "In billions of dollars"}[code] in caption
    rows = bill.findall(".//tr[@class='bill__row']")
    assert [row[0].get("scope") for row in rows] == ["row"] * 4
    first = {"fr": "payé premier trimestre", "en": "paid first quarter"}[code]
    assert " ".join(text_of(rows[0][0]).split()) == first
    assert bill.find(".//th[@scope='rowgroup']") is not None


def test_each_amount_leads_to_its_row(library: Library) -> None:
    bill = drawn("acme", library, "en")
    links = [one.get("href") for one in bill.iter("a") if one.get("class") == "figure"]
    assert links[:2] == [
        "/verify/data/firms.capex.md#acme-2025-Q1",
        "/verify/data/firms.capex.md#acme-2025-Q2",
    ]
    labels = [one.get("href") for one in bill.findall(".//th//a")]
    assert labels == ["/understand/capex.md"]


def test_lines_that_do_not_add_up_say_so_and_those_that_do_have_a_total(library: Library) -> None:
    halves = {"fr": "À ne pas additionner", "en": "Do not add these amounts"}
    for code, words in halves.items():
        first, second = drawn("acme", library, code).findall("table/tbody")
        assert words not in text_of(first)
        assert words in text_of(second)
        assert "Total" in text_of(first)
        assert "Total" not in text_of(second)


def test_a_stamp_is_a_word_in_a_place_of_its_own(library: Library) -> None:
    bill = drawn("acme", library, "fr")
    stamps = [(one.get("class"), one.text) for one in bill.iter("span") if one.text in STAMPED]
    assert stamps == [
        ("stamp stamp--paid", "payé"),
        ("stamp stamp--paid", "payé"),
        ("stamp stamp--promised", "promis"),
        ("stamp stamp--unjustified stamp--large", "à justifier"),
    ]
    large = bill.find(".//tr[@class='bill__stamped']/td")
    assert text_of(large) == "à justifier"


STAMPED = ("payé", "promis", "à justifier")


def test_figures_stand_one_below_the_other(library: Library) -> None:
    """What a number lacks at its right is written unseen; nobody reads a digit that is not known."""
    cells = drawn("acme", library, "en").findall(".//tr[@class='bill__row']/td")
    assert [text_of(cell) for cell in cells] == ["1.50", "2.25", "0.8", "19.37"]
    pads = [one.get("data-pad") for cell in cells for one in cell.iter("span")]
    assert pads == [None, None, "0", None]


def test_whole_numbers_end_at_the_edge_where_no_decimals_stand_under_them(
    real_library: Library,
) -> None:
    *_, last = drawn("home", real_library, "en").findall("table/tbody")
    assert [text_of(one) for one in last.findall(".//tr[@class='bill__row']/td")][-1] == "110"
    assert not [one for one in last.iter() if one.get("data-pad")]


@pytest.mark.parametrize("code", LOCALES)
def test_what_readers_add_up_comes_to_the_total(real_library: Library, code: str) -> None:
    totals = 0
    for id in real_library.bills:
        for group in drawn(id, real_library, code).findall("table/tbody"):
            rows = [row for row in group if "bill__row" in str(row.get("class"))]
            found = [row for row in rows if "bill__total" in str(row.get("class"))]
            if found:
                totals += 1
                *lines, total = (number(text_of(row[1])) for row in rows)
                assert sum(lines) == total, id
    assert totals >= 6


def test_companies_keep_their_colours(real_library: Library) -> None:
    bill = drawn("home", real_library, "en")
    fills = [one.get("fill") for one in bill.iter("path")]
    spenders = ("amazon", "alphabet", "microsoft", "meta", "oracle")
    colours = [real_library.entities[id].colour for id in spenders]
    assert fills == [colour.light for colour in colours if colour]


def test_a_colour_that_few_lines_have_is_not_shown(library: Library) -> None:
    lines = library.bills["acme"].groups[0].lines
    assert [one.entity for one in lines] == ["acme", None]
    assert not [*drawn("acme", library, "en").iter("path")]


def test_every_company_with_a_page_of_its_own_has_a_bill(real_library: Library) -> None:
    companies = [
        "meta",
        "alphabet",
        "microsoft",
        "amazon",
        "oracle",
        "nvidia",
        "openai",
        "coreweave",
    ]
    assert set(companies) <= real_library.bills.keys()
    for id in companies:
        assert not re.search(
            r"style=", bill_block(real_library.bills[id], real_library, LOCALES["en"]).html
        )

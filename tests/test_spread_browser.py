"""An amount spread over lives that a reader types: what is computed, what is refused, by keyboard,
without JavaScript."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from explainer.language.locales import LOCALES
from explainer.language.typography import NBSP
from explainer.projection import engine
from tests.accessibility import faults

pytestmark = pytest.mark.browser

PAGES = {"fr": "understand/capex/", "en": "en/understand/capex/"}
BOTH = pytest.mark.parametrize("code", ["fr", "en"])
# What is in the table: a list of cells for each row.
_TABLE = "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(one => one.innerText.trim()))"


def calculator(page: Any) -> Any:
    """The block, once its script is there."""
    block = page.locator(".spread")
    block.locator("input").first.focus()
    block.locator("input[aria-invalid=false]").first.wait_for()
    return block


def table(block: Any) -> list[list[str]]:
    rows: list[list[str]] = block.locator("table").evaluate(_TABLE)
    return rows


def typed(block: Any, *values: str) -> None:
    for field, value in zip(block.locator("input").all(), values, strict=False):
        field.fill(value)


@BOTH
def test_it_computes_what_the_engine_does(code: str, open_page: Any) -> None:
    """In the reader's own way to write numbers, with lives that are no whole years."""
    block = calculator(open_page(PAGES[code]))
    values = [Decimal("1234.5"), Decimal(3), Decimal("7.5"), Decimal(1)]
    locale = LOCALES[code]
    typed(block, *(locale.number(one) for one in values))
    columns = []
    for life in values[1:]:
        p: dict[str, Any] = {
            "zero": 0.0, "first": 2026, "years": 8, "spending": [float(values[0])], "growth": -1.0,
            "ai_share": 1.0, "shares": [1.0], "lives": [float(life)], "leads": [0.0],
            "residuals": [0.0], "ramp": 0.0, "margin": 1.0, "tax": 0.0, "return": 0.0, "revenue": 0.0,
        }  # fmt: skip
        columns.append([row["depreciation"] for row in engine.project(p)["years"]])
    expected = [
        [str(year), *(locale.number(Decimal(str(one[n])), 2) if one[n] else "0" for one in columns)]
        for n, year in enumerate(range(2026, 2034))
    ]
    assert table(block) == expected
    total = locale.number(values[0], 2)
    assert block.locator("tfoot td").all_inner_texts() == [total] * 3
    heads = block.locator("thead th > span:first-child").all_inner_texts()
    years = ("3 ans", "7,5 ans", "1 an") if code == "fr" else ("3 years", "7.5 years", "1 year")
    assert heads == [one.replace(" ", NBSP) for one in years]
    assert block.locator("tbody a").count() == 0, "what a reader chose is no cell of ours"
    longest = max(one for column in columns for one in column)
    width = block.locator("tbody rect").first.get_attribute("width")
    assert float(width) == pytest.approx(columns[0][0] / longest * 100)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        *(("fr", text) for text in ("", "0", "-3", "\u22123", "abc", "1.234,5", "12.5", "1e999", "99999", "<b>1</b>", "1,2,3", "0x10")),
        *(("en", text) for text in ("", "0", "-3", "abc", "1.234,5", "12,5", "1e999", "99,999", "Infinity")),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_told_and_the_last_good_table_stays(
    code: str, text: str, open_page: Any
) -> None:
    block = calculator(open_page(PAGES[code]))
    typed(block, "100")
    before = table(block)
    typed(block, text)
    field = block.locator("input").first
    assert field.get_attribute("aria-invalid") == "true"
    told = block.locator(f"[id='{field.get_attribute('aria-describedby')}']").inner_text()
    begin = (
        "Écrivez un montant de 0,1 à 10" if code == "fr" else "Write an amount from 0.1 to 10,000"
    )
    assert told.startswith(begin)
    assert table(block) == before
    typed(block, "200")
    assert field.get_attribute("aria-invalid") == "false"
    assert table(block) != before


@pytest.mark.parametrize("text", ["0", "-1", "0.5", "21", "x", "", "1e3"])
def test_a_life_is_of_one_to_twenty_years(text: str, open_page: Any) -> None:
    block = calculator(open_page(PAGES["en"]))
    before = table(block)
    typed(block, "30.116", text)
    assert "Write from 1 to 20 years, such as 4." in block.inner_text()
    assert table(block) == before


def test_by_keyboard_and_back_to_the_start(open_page: Any) -> None:
    page = open_page(PAGES["en"])
    block = calculator(page)
    before = block.locator("table").inner_html()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("60")
    page.keyboard.press("Tab")
    assert block.locator("[role=status]").inner_text() == "Table recomputed for 60."
    assert block.locator("tfoot td").first.inner_text() == "60.00"
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert block.locator("table").inner_html() == before, "with its links to the data"


@BOTH
def test_without_javascript_the_table_is_whole_and_offers_nothing(
    code: str, open_page: Any
) -> None:
    block = open_page(PAGES[code], 360, java_script_enabled=False).locator(".spread")
    assert not block.locator("input").first.is_visible()
    assert not block.locator("button").is_visible()
    rows = block.locator("tbody tr")
    assert rows.count() == 7
    assert rows.first.locator("a").count() == 3
    assert block.locator("tbody svg").first.bounding_box()["width"] > 30


def test_its_scripts_come_when_somebody_comes_near(open_page: Any) -> None:
    page = open_page(PAGES["en"])
    page.wait_for_load_state("networkidle")
    asked = [url.rpartition("/")[2] for url in page.requests]
    assert not {"spread.js", "engine.js", "numbers.js"} & {*asked}
    calculator(page)
    asked = [url.rpartition("/")[2] for url in page.requests]
    assert {"spread.js", "engine.js", "numbers.js"} <= {*asked}
    assert page.trouble == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_with_a_mistake_on_show(width: int, scheme: str, open_page: Any) -> None:
    page = open_page(PAGES["fr"], width, scheme)
    block = calculator(page)
    typed(block, "zut", "5", "40")
    assert faults(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""The ledgers and the terms in Chromium: without scripts, by keyboard, on a phone, on paper."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from explainer.facts.model import VERDICTS
from tests.accessibility import faults
from tests.conftest import Site

pytestmark = pytest.mark.browser

PAGES = (
    "verify/claims/", "verify/corrections/", "understand/timeline/", "understand/glossary/",
    "understand/capex/", "verify/data/acme.moves/",
)  # fmt: skip
ROOTS = ("", "en/")


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_at_any_size_in_any_light(
    address: str, root: str, open_small: Any
) -> None:
    page = open_small(root + address)
    # What axe finds wrong hangs on the width or, for colours, on the light, and on neither twice.
    for width, scheme in ((360, "light"), (1280, "dark"), (1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if page.locator(".term").count():
            page.locator(".term").first.click()
            assert page.locator(".definition:popover-open").is_visible()
        if (width == 360) is (scheme == "light"):
            assert faults(page) == ""
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.trouble == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize("root", ROOTS)
def test_the_filter_by_verdict_needs_no_script(root: str, open_small: Any) -> None:
    page = open_small(f"{root}verify/claims/", 360, java_script_enabled=False)
    claims = page.locator(".claim:visible")
    every = claims.count()
    assert every >= len(VERDICTS)
    page.locator('.jump a[href="#verdict-disputed"]').click()
    assert claims.count() == page.locator(".claim--verdict-disputed").count() == 1
    assert page.locator(".jump").is_visible()
    thick = "e => getComputedStyle(e).textDecorationThickness"
    assert page.locator('.jump a[href="#verdict-disputed"]').evaluate(thick) == "2px"
    page.locator('.jump a[href="#claims"]').click()
    assert claims.count() == every


def test_a_mark_leads_to_its_claim_among_all_of_them(open_small: Any) -> None:
    page = open_small("understand/capex/")
    page.locator(".mark--claim").first.click()
    page.wait_for_url("**/verify/claims/#acme-quarter")
    assert page.locator("h2:target").inner_text().startswith("Acme a dépensé")
    assert page.locator(".claim:visible").count() == page.locator(".claim").count()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("root", ROOTS)
def test_a_definition_opens_without_a_script(root: str, width: int, open_small: Any) -> None:
    page = open_small(f"{root}understand/capex/", width, java_script_enabled=False)
    terms = page.locator(".term")
    assert terms.count() == 3
    for index in range(terms.count()):
        terms.nth(index).click()
        note = page.locator(".definition:visible")
        assert note.count() == 1, "the one before has closed"
        box, word = note.bounding_box(), terms.nth(index).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 900
        if width > 1000:
            near = min(
                abs(box["y"] - word["y"] - word["height"]),
                abs(box["y"] + box["height"] - word["y"]),
            )
            assert near < 20, "beside its word"
    page.keyboard.press("Escape")
    assert page.locator(".definition:visible").count() == 0


def test_a_definition_by_keyboard(open_small: Any) -> None:
    page = open_small("understand/capex/")
    page.locator(".term").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".definition:visible").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.definition') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "term"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/understand/glossary/#capex")


def test_a_screen_reader_meets_the_definition_after_its_word(open_small: Any) -> None:
    page = open_small("en/understand/capex/")
    lede = page.locator(".lede")
    assert 'button "capital expenditure"' in lede.aria_snapshot()
    assert "note" not in lede.aria_snapshot()
    page.locator(".term").first.click()
    said = lede.aria_snapshot()
    assert said.index('button "capital expenditure"') < said.index("note") < said.index("reached")


def test_on_paper_a_term_is_a_word_and_nothing_is_filtered(open_small: Any) -> None:
    page = open_small("understand/capex/")
    page.locator(".term").first.click()
    page.emulate_media(media="print")
    assert page.locator(".definition:visible").count() == 0
    line = "e => getComputedStyle(e).textDecorationLine"
    assert page.locator(".term").first.evaluate(line) == "none"
    page = open_small("verify/claims/#verdict-disputed")
    page.emulate_media(media="print")
    assert page.locator(".claim:visible").count() == page.locator(".claim").count()


@pytest.mark.parametrize("root", ROOTS)
def test_the_timeline_without_a_script(root: str, open_small: Any) -> None:
    page = open_small(f"{root}understand/timeline/", 360, java_script_enabled=False)
    assert page.locator(".event:visible").count() == 5
    assert not page.locator(".filters").is_visible()
    page.locator('.jump a[href="#2026"]').click()
    assert page.locator("h2:target").inner_text().startswith("2026")


@pytest.mark.parametrize(
    ("root", "many", "one", "none"),
    [
        ("", "4 événements", "1 événement", "Aucun événement"),
        ("en/", "4 events", "1 event", "No event"),
    ],
)
def test_the_timeline_is_filtered(
    root: str, many: str, one: str, none: str, open_small: Any
) -> None:
    page = open_small(f"{root}understand/timeline/")
    who, kind = page.locator(".filters select").all()
    status = page.locator(".filters [role=status]")
    who.select_option("acme")
    assert status.inner_text() == many
    kind.select_option("deal")
    assert status.inner_text() == one
    assert page.locator(".event:visible").count() == 1
    assert page.locator(".ledger__group:visible").count() == 1, "a year without events is away"
    assert page.locator(".jump li:visible").count() == 1
    assert page.url.endswith("?who=acme&kind=deal")
    page.reload()
    assert page.locator(".event:visible").count() == 1, "the address keeps the choice"
    who.select_option("globex")
    kind.select_option("spending")
    assert status.inner_text() == none
    page.locator(".filters button").click()  # the way out
    assert who.input_value() == kind.input_value() == ""
    assert not page.locator(".filters button").is_visible()
    assert page.locator(".event:visible").count() == 5
    assert page.url.endswith("/understand/timeline/")


def test_an_address_with_an_unknown_name_shows_all(open_small: Any) -> None:
    page = open_small("understand/timeline/?who=nobody")
    assert page.locator(".event:visible").count() == 5
    assert page.locator(".filters select").first.input_value() == ""


@pytest.mark.parametrize(("root", "word"), [("", "amortissement"), ("en/", "depreciation")])
def test_a_word_is_found_in_the_glossary(root: str, word: str, open_small: Any) -> None:
    page = open_small(f"{root}understand/glossary/")
    entries = page.locator(".entry:visible")
    every = entries.count()
    field = page.locator(".finder input")
    field.fill(word.upper())
    assert 0 < entries.count() < every
    assert word in entries.first.inner_text().lower()
    assert str(entries.count()) in page.locator(".finder [role=status]").inner_text()
    field.fill("no such word")
    assert entries.count() == 0
    field.fill("")
    assert entries.count() == every


def test_scripts_stay_small(open_small: Any, small_site: Site) -> None:
    page = open_small("understand/timeline/")
    page.wait_for_load_state("networkidle")
    scripts = [url for url in page.requests if url.endswith(".js")]
    assert [url.rsplit("/", 1)[1] for url in scripts] == ["site.js", "timeline.js"]
    paths = [small_site.folder / url.removeprefix(small_site.url) for url in scripts]
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) < 3000
    assert "timeline.js" not in open_small("verify/claims/").content()

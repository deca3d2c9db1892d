"""The frame of a page in Chromium: menu, answer, margin, popovers of figures, where pages lead."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import ROOT, Site, until

pytestmark = pytest.mark.browser

ROOTS = ("", "en/")
STORIES = tuple(
    f"{root}{path.relative_to(ROOT / 'docs' / 'fr').with_suffix('')}/"
    for path in sorted((ROOT / "docs" / "fr").rglob("*.md"))
    if "::: chart" in path.read_text("utf-8")
    and path.parent.name in ("industry", "meta", "understand")
    for root in ROOTS
)
SHOWN = ".behind:popover-open"


@pytest.mark.parametrize("address", STORIES)
def test_the_first_picture_is_soon_there_on_a_phone(address: str, look_at: Any) -> None:
    """The bill of the page, or else its first chart."""
    page = look_at(address, 360)
    top = page.locator("article :is(.bill, .chart__drawing)").first.evaluate(
        "e => e.getBoundingClientRect().y"
    )
    assert top < 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("root", "label", "stamp", "edition"),
    [("", "L\u2019essentiel", "Oui", "min de lecture"), ("en/", "In short", "Yes", "min read")],
)
def test_a_page_answers_first(  # noqa: PLR0917  # pytest gives them by name  # noqa: PLR0917
    root: str, label: str, stamp: str, edition: str, width: int, scheme: str, look_at: Any
) -> None:
    page = look_at(f"{root}meta/risky-bet/", width, scheme, java_script_enabled=False)
    box = page.locator("article > .short")
    assert box.locator(".short__label").text_content() == label
    verdict = box.locator("p").last
    assert verdict.locator(".short__stamp").text_content() == stamp
    assert verdict.evaluate("e => getComputedStyle(e).fontWeight") == "600"
    line = page.locator("article > .edition")
    assert "2026" in line.inner_text()
    assert edition in line.inner_text()
    assert line.locator("a[href$='#new']").count() == 1
    title, answer = (page.locator(one).bounding_box() for one in ("article > h1", ".short"))
    assert 0 <= answer["y"] - title["y"] - title["height"] < 40


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("root", ROOTS)
def test_nothing_moves_when_the_typeface_comes(root: str, width: int, open_page: Any) -> None:
    """What stands in until then is as wide and as high."""
    heads = "() => [...document.querySelectorAll('h1, h2, footer')].map(e => e.offsetTop)"
    page = open_page(root, width)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 2
    after = page.evaluate(heads)
    page.route("**/*.woff2", lambda route: route.abort())
    page.reload()
    before = page.evaluate(heads)
    page.unroute("**/*.woff2")
    page.trouble.clear()
    assert len(after) > 4
    assert before == pytest.approx(after, rel=0.02, abs=30)


def test_a_page_of_facts_has_no_stamp(look_at: Any) -> None:
    page = look_at("industry/spending/")
    assert page.locator(".short__verdict").count() == 1
    assert page.locator(".short__stamp").count() == 0


@pytest.mark.parametrize("root", ROOTS)
def test_a_note_stands_in_the_margin_where_there_is_one(root: str, look_at: Any) -> None:
    page = look_at(f"{root}meta/risky-bet/", 1280)
    note = page.locator("article > .margin").last
    after = page.locator("article > .margin + *").last
    beside, text = note.bounding_box(), after.bounding_box()
    assert beside["x"] >= text["x"] + text["width"]
    assert abs(beside["y"] - text["y"]) < 40
    assert beside["x"] + beside["width"] <= 1280 - 40
    page.set_viewport_size({"width": 360, "height": 900})
    above, below = note.bounding_box(), after.bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    assert above["width"] > 300


@pytest.mark.parametrize(("root", "grade"), [("", "Fiabilité"), ("en/", "Reliability")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_figure_tells_what_is_behind_it(
    root: str, grade: str, scheme: str, open_page: Any, site: Site
) -> None:
    page = open_page(f"{root}meta/risky-bet/", color_scheme=scheme)
    figure = page.locator("article p a.figure").first
    assert figure.evaluate("e => getComputedStyle(e).textDecorationColor") == "rgba(0, 0, 0, 0)"
    figure.hover()
    page.wait_for_selector(SHOWN)
    assert figure.evaluate("e => getComputedStyle(e).textDecorationColor") != "rgba(0, 0, 0, 0)"
    said = page.locator(SHOWN).inner_text()
    assert "784" in said
    assert "2026" in said
    assert "Source" in said
    assert grade in said
    page.locator(f"{SHOWN} a").click()
    page.wait_for_load_state()
    assert page.url.startswith(f"{site.url}{root}verify/data/meta.fcf/#")
    assert page.locator("tr:target").count() == 1


def test_keys_open_what_is_behind_a_figure_and_lead_into_it(open_page: Any) -> None:
    page = open_page("en/meta/risky-bet/")
    page.keyboard.press("Tab")  # whoever uses keys sees where the focus is
    page.locator("article p a.figure").first.focus()
    assert page.locator(SHOWN).count() == 1
    assert page.evaluate("document.activeElement.className").startswith("figure")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.behind')")
    page.keyboard.press("Escape")
    assert page.locator(SHOWN).count() == 0


def test_a_finger_opens_it_before_it_leads_away(open_page: Any) -> None:
    page = open_page("meta/risky-bet/", 360, has_touch=True)
    here = page.url
    page.locator("article p a.figure").first.tap()
    page.wait_for_selector(SHOWN)
    assert page.url == here
    page.locator(f"{SHOWN} a").tap()
    page.wait_for_url("**/verify/data/meta.fcf/**")


def test_without_a_script_a_figure_is_a_link(look_at: Any) -> None:
    page = look_at("meta/risky-bet/", java_script_enabled=False)
    href = page.locator("article p a.figure").first.get_attribute("href")
    assert "verify/data/meta.fcf/#" in href


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("root", "sections", "sibling"),
    [
        (
            "",
            "Qui dépense|Avec quel argent|Ce qu\u2019il faudrait que ça rapporte",
            "Les laboratoires",
        ),
        ("en/", "Who spends|With whose money|What would have to come back", "Can the labs pay"),
    ],
)
def test_the_menu_follows_the_three_promises(
    root: str, sections: str, sibling: str, scripts: bool, open_page: Any
) -> None:
    page = open_page(f"{root}meta/risky-bet/", java_script_enabled=scripts)
    links = page.locator(".sections > ul:first-child > li > a")
    assert [one.inner_text() for one in links.all()][:3] == sections.split("|")
    tops = {round(one.bounding_box()["y"]) for one in links.all()}
    assert len(tops) == 1, "one row"
    other = page.locator(".sections__pages a", has_text=sibling)
    assert not other.is_visible()
    links.nth(1).hover()
    assert other.is_visible()
    page.mouse.move(640, 800)
    assert not other.is_visible()
    links.nth(1).focus()
    assert other.is_visible()
    assert page.locator(".sections__here a[aria-current=page]").count() == 1


@pytest.mark.parametrize("root", ROOTS)
def test_on_a_phone_the_menu_groups_all_titles(root: str, open_page: Any) -> None:
    page = open_page(f"{root}meta/risky-bet/", 360, java_script_enabled=False)
    assert not page.locator(".menu nav").is_visible()
    page.locator(".menu summary").click()
    assert page.locator(".menu .tree__section:visible").count() >= 6
    assert page.locator(".menu a[aria-current=page]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("root", ROOTS)
def test_the_first_page_of_a_section_lists_the_others(root: str, look_at: Any) -> None:
    page = look_at(f"{root}industry/spending/")
    items = page.locator("section[aria-labelledby=in-section] li")
    titles = [one.inner_text() for one in items.locator("a").all()]
    menu = [one.inner_text() for one in page.locator(".sections__here a").all()]
    assert titles == menu[1:]
    assert all(
        len(one.inner_text()) > len(title) + 40
        for one, title in zip(items.all(), titles, strict=True)
    )
    other = look_at(f"{root}industry/recipients/")
    assert other.locator("section[aria-labelledby=in-section]").count() == 0


@pytest.mark.parametrize("root", ROOTS)
def test_cards_lead_on_by_the_name_of_their_page(root: str, open_page: Any) -> None:
    page = open_page(f"{root}meta/risky-bet/")
    cards = page.locator("section[aria-labelledby=read-next] li a")
    assert cards.count() == 3
    name = cards.first.inner_text()
    cards.first.click()
    page.wait_for_load_state()
    assert page.locator("h1").evaluate("e => e.firstChild.data.trim()") == name


def test_pages_made_from_data_say_where_they_stand(look_at: Any) -> None:
    page = look_at("charts/capex-since-2019/")
    assert page.locator(".kicker a").count() >= 1
    page = look_at("en/verify/data/meta.capex/")
    assert page.locator(".kicker").inner_text().lower().startswith("verify")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_way_through_a_page_marks_where_one_is(width: int, open_page: Any) -> None:
    page = open_page("en/meta/risky-bet/", width)
    contents = page.locator(".contents")
    heading = page.locator("article > h2").nth(2)
    heading.evaluate("e => scrollTo(0, e.getBoundingClientRect().y + scrollY - 20)")
    name = heading.evaluate("e => e.firstChild.data.trim()")
    until(page, "name => document.querySelector('.contents__here').textContent == name", arg=name)
    assert contents.bounding_box()["y"] < 5, "it stays at hand"
    contents.locator("summary").click()
    assert contents.locator("[aria-current]").inner_text() == name
    page.keyboard.press("Escape")
    contents.locator(".contents__top").click()
    until(page, "scrollY == 0")

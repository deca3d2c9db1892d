"""The built site in headless Chromium: with and without scripts, light and dark, phone and desk."""

from __future__ import annotations

from typing import Any

import pytest

from tests.accessibility import faults
from tests.conftest import ROOT, Site

pytestmark = pytest.mark.browser

PAGES = tuple(
    root + path.relative_to(ROOT / "docs" / "fr").as_posix()[:-3].removesuffix("index")
    for path in sorted((ROOT / "docs" / "fr").rglob("*.md"))
    for root in ("", "en/")
)
DATA = ("verify/data/", "verify/data/hyperscalers.capex/", "en/verify/data/meta.capex_guidance/")
# One of each kind that is made from data, in both languages.
MADE = tuple(
    root + page
    for page in (*DATA[:2], "charts/capex-since-2019/", "embed/capex-since-2019/", "404.html")
    for root in ("", "en/")
    if root + page != "en/404.html"  # there is one for both
)
STORIES = tuple(page for page in PAGES if "meta/" in page or "industry/" in page)


# -- what is asked of a page while it is open ------------------------------------------------------


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest) -> str:
    """The address of a page. As a fixture of the module it is set once for all the tests that ask
    for it: they run one after the other, and the page need not be opened for each."""
    return str(request.param)


@pytest.mark.parametrize("address", PAGES + DATA, indirect=True)
def test_nothing_is_wider_than_the_screen(address: str, look_at: Any) -> None:
    page = look_at(address)
    for width in (1280, 1920, 768, 640, 320, 360):  # 640 is 1280 at a zoom of 200 %
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("address", PAGES + MADE, indirect=True)
def test_axe_finds_nothing_on_any_page(address: str, width: int, scheme: str, look_at: Any) -> None:
    assert faults(look_at(address, width, scheme)) == ""


# After the others: by then, whatever a page may ask for it has asked for.
@pytest.mark.parametrize("address", PAGES + DATA, indirect=True)
def test_no_request_leaves_the_site_and_no_error(address: str, look_at: Any, site: Site) -> None:
    page = look_at(address)
    page.wait_for_load_state("networkidle")
    assert page.requests
    assert [url for url in page.requests if not url.startswith(site.url)] == []
    assert page.trouble == []
    assert page.context.cookies() == []


# Of each figure, the sizes of the drawings that are seen, and the rows of the table that is.
_DRAWINGS = """all => all.map(one => [...one.querySelectorAll('svg[role=img]')]
    .filter(svg => svg.checkVisibility({visibilityProperty: true}))
    .map(svg => { const box = svg.getBoundingClientRect(); return [box.width, box.height]; }))"""
_ROWS = """all => all.map(one => [...one.querySelectorAll('table')]
    .filter(table => table.checkVisibility({visibilityProperty: true}))
    .reduce((sum, table) => sum + table.tBodies[0].rows.length, 0))"""

# Opens the table of each figure as a click does, and tells whether the click would have met it.
_OPEN = """all => all.map(one => {
    const summary = one.querySelector('.chart__data > summary');
    summary.scrollIntoView({block: 'center', behavior: 'instant'});
    const box = summary.getBoundingClientRect();
    const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    met?.closest('summary, a, button')?.click(); // a sign in it knows no click
    return summary.contains(met) && summary.parentElement.open;
})"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", STORIES, indirect=True)
def test_charts_and_tables_without_javascript(address: str, width: int, look_at: Any) -> None:
    page = look_at(address, width, java_script_enabled=False)
    figures = page.locator("figure.chart")
    drawings = figures.evaluate_all(_DRAWINGS)
    assert drawings
    for sizes in drawings:
        ((across, down),) = sizes  # one drawing at a time, the wide or the narrow
        assert across > 200
        assert down > 80
    assert figures.evaluate_all(_OPEN) == [True] * figures.count(), "nothing lies over it"
    assert all(rows > 0 for rows in figures.evaluate_all(_ROWS))
    figures.evaluate_all(
        "all => all.forEach(one => one.querySelector('.chart__data').open = false)"
    )


# -- what readers do -------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "kind"), [(360, "narrow"), (1280, "wide")])
def test_the_drawing_fits_the_screen(width: int, kind: str, open_page: Any) -> None:
    page = open_page("meta/risky-bet/", width)
    assert page.locator(f".chart__{kind} svg:visible").count() > 0
    text = page.locator(f".chart__{kind} svg:visible text").first
    assert text.evaluate("e => e.getBoundingClientRect().height") > 8


def test_colours_follow_the_scheme(open_page: Any) -> None:
    fills = {
        scheme: open_page("", color_scheme=scheme)
        .locator("figure.chart .chart__wide svg [data-tip]")
        .first.evaluate("e => getComputedStyle(e).fill")
        for scheme in ("light", "dark")
    }
    assert fills["light"] != fills["dark"]


def test_a_reader_may_choose_the_other_scheme(open_page: Any) -> None:
    page = open_page("", color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(ground)
    page.locator("[data-scheme]").click()
    assert page.evaluate(ground) != before
    page.reload()
    assert page.evaluate(ground) != before


def test_the_font_of_the_page_is_ours(open_page: Any) -> None:
    page = open_page("")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.fonts.check('16px \"Facture Sans\"')")
    assert "Facture Sans" in page.evaluate("getComputedStyle(document.body).fontFamily")


def test_the_switch_and_back(open_page: Any, site: Site) -> None:
    page = open_page("meta/race/")
    page.locator("a.language").click()
    page.wait_for_url(site.url + "en/meta/race/")
    page.locator("a.language").click()
    page.wait_for_url(site.url + "meta/race/")
    chart = page.locator("figure[id]").first.get_attribute("id")
    page.goto(f"{site.url}meta/race/#{chart}")
    page.locator("a.language").click()
    page.wait_for_url(f"{site.url}en/meta/race/#{chart}")  # at the same chart


def test_a_figure_leads_to_its_row(open_page: Any) -> None:
    page = open_page("en/meta/risky-bet/")
    figure = page.locator("article p a.figure").first
    text = figure.inner_text()
    assert any(sign in text for sign in "$%")
    figure.click()
    page.wait_for_load_state()
    row = page.locator("tr:target")
    assert row.count() == 1
    assert row.locator("a[href^=http]").count() >= 1


@pytest.mark.parametrize(
    ("root", "query", "expected"),
    [("", "investissement", "fr"), ("", "depenses", "fr"), ("en/", "guidance", "en")],
)
def test_search_finds_pages_of_its_language(
    root: str, query: str, expected: str, open_page: Any, site: Site
) -> None:
    page = open_page(root)
    page.locator("[data-search]").click()
    page.locator("dialog input[type=search]").fill(query)
    page.wait_for_selector("dialog ol a")
    hrefs = page.locator("dialog ol a").evaluate_all("links => links.map(a => a.href)")
    assert hrefs
    english = [href.startswith(site.url + "en/") for href in hrefs]
    assert all(english) if expected == "en" else not any(english)
    assert page.trouble == []


def test_an_unknown_address_finds_its_way_home(open_page: Any, site: Site) -> None:
    page = open_page("meta/nowhere/at-all/")
    assert page.locator('section[lang="fr"]').is_visible()
    assert page.locator('section[lang="en"]').is_visible()
    page.locator('section[lang="en"] a').first.click()
    page.wait_for_url(site.url + "en/")


@pytest.mark.parametrize("address", ["", "en/meta/risky-bet/", "verify/data/meta.capex/"])
def test_everything_can_be_reached_with_a_keyboard(address: str, open_page: Any) -> None:
    page = open_page(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")

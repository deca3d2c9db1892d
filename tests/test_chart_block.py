"""The chart block in Chromium: what it says by mouse, finger and keys, to whom, and in a frame."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.accessibility import CONTRAST, faults
from tests.conftest import ROOT, Site, until

pytestmark = pytest.mark.browser

CHARTS = sorted(path.stem for path in (ROOT / "data" / "charts").glob("*.yml"))
WORDS = {
    "fr": {
        "root": "",
        "first": "Meta, T2\u00a02026\u00a0: 31,08\u00a0Md$",
        "year": "+83\u202f% sur un an",
        "source": "Relevé dans des pages qui le relaient (fiabilité B). Source\u00a0: Meta, communiqué, 29\u00a0juil. 2026",
    },
    "en": {
        "root": "en/",
        "first": "Meta, Q2\u00a02026: $31.08bn",
        "year": "+83% on the year",
        "source": "Read in pages that relay it (grade B). Source: Meta, release, 29\u00a0Jul 2026",
    },
}


def last_bar(page: Any) -> Any:
    return page.locator("#meta-capex svg:visible [data-tip]").last


def tip(page: Any) -> str:
    return str(page.locator(".marked .tip").inner_text())


@pytest.mark.parametrize("code", list(WORDS))
def test_pointing_at_a_mark(code: str, open_page: Any) -> None:
    words = WORDS[code]
    page = open_page(f"{words['root']}charts/meta-capex/")
    last_bar(page).hover()
    text = tip(page)
    assert text.split("\n")[0] == words["first"]
    assert words["year"] in text
    assert words["source"] in text
    page.keyboard.press("Escape")
    assert not page.locator(".marked .tip").is_visible()


@pytest.mark.parametrize("code", list(WORDS))
def test_touching_a_mark(code: str, open_page: Any) -> None:
    words = WORDS[code]
    page = open_page(f"{words['root']}charts/meta-capex/", 360, has_touch=True, is_mobile=True)
    bar = last_bar(page)
    bar.scroll_into_view_if_needed()
    bar.tap()
    assert tip(page).split("\n")[0] == words["first"]
    box = page.locator(".marked .tip").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.locator("h1").tap()
    assert not page.locator(".marked .tip").is_visible()


@pytest.mark.parametrize("code", list(WORDS))
def test_stepping_with_the_keys(code: str, open_page: Any) -> None:
    words = WORDS[code]
    page = open_page(f"{words['root']}charts/meta-capex/")
    drawing = page.locator("#meta-capex .chart__drawing")
    drawing.focus()
    page.keyboard.press("End")
    assert tip(page).split("\n")[0] == words["first"]
    spoken = page.locator("[role=status].voice").inner_text()
    assert spoken.startswith(words["first"])
    assert words["source"] in spoken
    page.keyboard.press("ArrowLeft")
    assert tip(page).split("\n")[0] != words["first"]
    page.keyboard.press("Home")
    assert "2024" in tip(page).split("\n")[0]
    page.keyboard.press("Escape")
    assert not page.locator(".marked .tip").is_visible()


def test_arrows_change_series(open_page: Any) -> None:
    page = open_page("en/charts/meta-revenue-costs/")
    page.locator(".chart__drawing").focus()
    page.keyboard.press("End")
    assert tip(page).split("\n")[0] == "Q2\u00a02026", "both series of a period are told together"
    this = page.locator(".marked .tip .is-this")
    first = this.inner_text()
    page.keyboard.press("ArrowUp")
    above = this.inner_text()
    assert [above.split(":")[0], first.split(":")[0]] == ["Costs and expenses", "Revenue"]
    assert page.locator(".marked .tip li").all_inner_texts() == [above, first]
    page.keyboard.press("ArrowDown")
    assert this.inner_text() == first


@pytest.mark.parametrize("width", [360, 1280])
def test_a_mark_tells_its_period_and_covers_none_of_it(width: int, open_page: Any) -> None:
    page = open_page("en/charts/capex-since-2019/", width)
    drawing = page.locator(".chart__drawing")
    drawing.focus()
    page.keyboard.press("End")
    lines = page.locator(".marked .tip li").all_inner_texts()
    assert [line.split(":")[0] for line in lines] == [
        "Oracle",
        "Meta",
        "Microsoft",
        "Alphabet",
        "Amazon",
    ]
    assert "Total: $181.5" in tip(page)
    box = page.locator(".marked .tip").bounding_box()
    for mark in page.locator("svg:visible [data-at='Q2\u00a02026']").all():
        one = mark.bounding_box()
        apart_x = one["x"] >= box["x"] + box["width"] or box["x"] >= one["x"] + one["width"]
        apart_y = one["y"] >= box["y"] + box["height"] or box["y"] >= one["y"] + one["height"]
        assert apart_x or apart_y


def test_copying_and_sharing(open_page: Any) -> None:
    page = open_page("en/charts/meta-capex/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    actions = page.locator("#meta-capex .chart__actions")
    actions.locator("summary", has_text="Share").click()
    copy = actions.locator("button[data-copy$=address]")
    copy.click()
    expect(copy).to_have_text("Copied")  # not asked by a script, which the page's policy forbids
    assert page.evaluate("navigator.clipboard.readText()").endswith("/en/charts/meta-capex/")
    actions.locator("summary", has_text="Embed").click()
    actions.locator("button[data-copy$=snippet]").click()
    expect(actions.locator("button[data-copy$=snippet]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe")


def test_pointing_at_a_name_brings_its_series_forward(open_page: Any) -> None:
    page = open_page("charts/meta-revenue-costs/")
    page.wait_for_load_state("networkidle")
    page.locator(".chart__wide svg text[data-series='1']").first.hover()
    back = page.locator(".chart__wide svg .is-back")
    assert back.count() > 0
    assert back.evaluate_all("all => all.every(one => one.dataset.series == '0')")
    opacity = back.first.evaluate("one => Number(getComputedStyle(one).opacity)")
    assert opacity < 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "en/",
        "meta/risky-bet/",
        "en/meta/race/",
        "charts/capex-since-2019/",
        "en/charts/meta-capex-guidance/",
        "embed/meta-capex/",
        "en/embed/meta-events/",
        "verify/data/meta.capex/",
    ],
)
def test_axe_finds_nothing_in_either_light(address: str, open_page: Any) -> None:
    page = open_page(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert faults(page) == ""
    page.emulate_media(color_scheme="dark")
    assert faults(page, CONTRAST) == "", "nothing else changes with the light"


@pytest.mark.parametrize("code", list(WORDS))
def test_the_accessibility_tree_holds_title_description_and_table(
    code: str, open_page: Any
) -> None:
    page = open_page(f"{WORDS[code]['root']}meta/risky-bet/", java_script_enabled=False)
    figure = page.locator("#meta-capex-cash-flow")
    image = figure.get_by_role("img")
    assert image.count() == 1
    snapshot = figure.aria_snapshot()
    title = figure.locator(".chart__title").inner_text()
    assert title.replace("\u00a0", " ") in snapshot.replace("\u00a0", " ")
    assert ("Barres" if code == "fr" else "Grouped bars") in snapshot
    description = figure.locator("svg:visible desc").first.text_content()
    assert "31,08" in description if code == "fr" else "31.08" in description
    figure.locator(".chart__data > summary").click()
    table = figure.get_by_role("table")
    assert table.count() == 1
    assert table.get_by_role("columnheader").count() == 3
    assert table.get_by_role("rowheader").count() >= 10


@pytest.mark.parametrize("code", list(WORDS))
def test_the_actions_are_there_and_open(code: str, open_page: Any) -> None:
    page = open_page(f"{WORDS[code]['root']}charts/meta-capex/", 360)
    actions = page.locator("#meta-capex .chart__actions")
    expected = (
        ["Sources, méthode", "Tableau", "Télécharger", "Intégrer", "Citer", "Partager"]
        if code == "fr"
        else ["Sources, method", "Table", "Download", "Embed", "Cite", "Share"]
    )
    found = [text.strip() for text in actions.locator("summary").all_inner_texts()]
    assert found == expected
    for summary in actions.locator("summary").all():
        summary.click()
    actions.locator("summary").nth(2).click()  # one is open at a time
    assert actions.locator("a[download]:visible").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_story_builds_its_chart_as_it_is_read(open_page: Any) -> None:
    """Bars of the last chapter are pale before its words are there; without motion they are not."""
    page = open_page("en/industry/spending/", 360)
    last = page.locator(".story svg:visible [data-chapter='5']").last
    first = page.locator(".story svg:visible [data-chapter='1']").first
    opacity = "one => Number(getComputedStyle(one).opacity)"
    page.locator(".story__chapters > li").first.scroll_into_view_if_needed()
    assert first.evaluate(opacity) == 1
    assert last.evaluate(opacity) < 0.3
    page.locator(".story__chapters > li").last.evaluate(
        "one => one.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    expect(last).to_have_css("opacity", "1")
    assert page.locator(".story > .chart__drawing").bounding_box()["y"] >= 0, "it stays in view"
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("scrollTo(0, 0)")
    assert last.evaluate(opacity) == 1


class _Host(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder served from another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("width", [340, 600, 760])
@pytest.mark.parametrize("code", list(WORDS))
def test_the_snippet_in_a_page_of_another_origin(
    code: str, width: int, elsewhere: tuple[Path, str], open_page: Any, site: Site
) -> None:
    """The frame is as tall as what it holds, speaks its language, and needs no script for that."""
    root = WORDS[code]["root"]
    snippet = open_page(f"{root}charts/meta-capex/").locator(".chart__snippet").text_content()
    assert f'src="{site.url}{root}embed/meta-capex/"' in snippet
    assert f'lang="{code}"' in snippet
    folder, url = elsewhere
    page_html = "<!doctype html><html lang=de><title>x</title><body style='margin:0'>"
    (folder / "index.html").write_text(page_html + snippet, encoding="utf-8")
    without = snippet[: snippet.index("<script")]
    (folder / "plain.html").write_text(page_html + without, encoding="utf-8")
    page = open_page("404.html", width)
    for name, slack in (("index.html", 4), ("plain.html", 330)):
        page.goto(url + name)
        frame = page.frame_locator("iframe")
        frame.locator("figure").wait_for()
        assert frame.locator("html").get_attribute("lang") == code
        inside = frame.locator("html").evaluate(
            "one => document.fonts.ready.then(() => one.offsetHeight)"
        )
        until(
            page,  # the script hears of the height after a while
            "([low, high]) => { const now = document.querySelector('iframe').clientHeight;"
            " return low <= now && now <= high }",
            arg=[inside, inside + slack],
        )


@pytest.mark.parametrize(
    ("query", "scheme", "dark"),
    [("", "light", False), ("?theme=dark", "light", True), ("?theme=light", "dark", False)],
)
def test_an_embed_is_dark_or_light_as_asked(
    query: str, scheme: str, dark: bool, open_page: Any
) -> None:
    page = open_page(f"embed/meta-capex/{query}", color_scheme=scheme)
    ink = page.locator("h1").evaluate("one => getComputedStyle(one).color")
    assert (sum(int(n) for n in ink[4:-1].split(",")[:3]) > 380) is dark


# Texts that leave their drawing, and pairs that cover each other (a halo is not a text).
_TROUBLE = """() => [...document.querySelectorAll('figure.chart svg')].flatMap(svg => {
    const frame = svg.getBoundingClientRect(), chart = svg.closest('figure').id;
    if (!frame.width) return [];
    const all = [...svg.querySelectorAll('text')].filter(text =>
        text.textContent.trim() && getComputedStyle(text).stroke == 'none');
    const boxes = all.map(text => text.getBoundingClientRect());
    const found = [];
    all.forEach((text, i) => {
        const a = boxes[i];
        if (a.left < frame.left - 1 || a.right > frame.right + 1
            || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
            found.push(chart + ': cut: ' + text.textContent);
        for (let j = i + 1; j < all.length; j++) {
            const b = boxes[j];
            const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (x > 1 && y > a.height / 4)
                found.push(chart + ': collision: ' + text.textContent + ' / ' + all[j].textContent);
        }
    });
    return found;
})"""


# The pages of all charts one below the other: a page takes longer to open than to look at.
_ALL = """async charts => {
    const pages = await Promise.all(charts.map(async chart => {
        const page = await fetch(`../${chart}/`).then(answer => answer.text());
        const body = page.slice(page.indexOf('</head>'));  // its style is for its own policy
        return new DOMParser().parseFromString(body, 'text/html').querySelector('main');
    }));
    document.querySelector('main').replaceWith(...pages);
    await document.fonts.ready;
}"""


@pytest.mark.parametrize("root", ["", "en/"])
def test_no_label_is_cut_or_covered_at_any_width(root: str, open_page: Any) -> None:
    page = open_page(f"{root}charts/{CHARTS[0]}/")
    page.evaluate(_ALL, CHARTS)
    for width in (320, 360, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        shown = "all => all.filter(svg => svg.checkVisibility()).length"
        assert page.locator("figure.chart svg[role=img]").evaluate_all(shown) == len(CHARTS)
        assert page.evaluate(_TROUBLE) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width

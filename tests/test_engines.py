"""What readers touch, in Firefox and in WebKit, in both languages.

The other browser tests run in Chromium, at every push; these run once a week: `make test-browsers`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import SUB_PATH, Site, served
from tests.engines import Engine, firefox, webkit

pytestmark = [pytest.mark.engines, pytest.mark.browser]

ROOTS = ("", "en/")
STORY, CHART = "meta/risky-bet/", "capex-since-2019"
DRAWING = "[...document.querySelectorAll('.chart__drawing')].find((one) => one.checkVisibility())"
MARK = f"{DRAWING}.querySelector('[data-tip]')"
TIP = "document.querySelector('.marked:not([hidden]) .tip')"


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One browser after the other."""
    with request.param(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    """Where the site is served."""
    with served(site.folder.parent) as port:
        yield f"http://127.0.0.1:{port}/{SUB_PATH}/"


@pytest.fixture
def seen(engine: Engine, address: str) -> Iterator[Engine]:
    """The browser, in which nothing goes wrong while a test looks at pages."""
    yield engine
    assert engine.run("return window.trouble ?? []") == []
    engine.open(address)
    engine.run("localStorage.clear()")


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("page", [STORY, f"charts/{CHART}/", f"embed/{CHART}/"])
def test_a_mark_says_its_value_to_the_mouse(
    page: str, root: str, seen: Engine, address: str
) -> None:
    seen.open(f"{address}{root}{page}")
    seen.wait(MARK)
    seen.point(MARK)
    said = seen.wait(f"{TIP}?.innerText")
    assert seen.run(f"return {MARK}.dataset.tip.split('|')[0]") in said


@pytest.mark.parametrize("root", ROOTS)
def test_marks_are_stepped_through_by_keys(root: str, seen: Engine, address: str) -> None:
    seen.open(f"{address}{root}{STORY}")
    seen.run(f"{DRAWING}.focus()")
    seen.type("ArrowRight")
    first = seen.wait(f"{TIP}?.innerText")
    seen.type("ArrowRight")
    assert seen.wait(f"{TIP}?.innerText") != first
    assert seen.run("return document.querySelector('.voice').textContent")
    seen.type("Escape")
    assert seen.wait(f"!{TIP}")


@pytest.mark.parametrize(("root", "query"), [("", "depenses"), ("en/", "guidance")])
def test_the_search_answers_in_its_language(
    root: str, query: str, seen: Engine, address: str
) -> None:
    seen.open(address + root)
    seen.click("document.querySelector('[data-search]')")
    seen.wait("document.querySelector('dialog[open] input') === document.activeElement")
    seen.type(query)
    hrefs = seen.wait(
        "[...document.querySelectorAll('dialog ol a')].map((one) => one.href).join(' ')"
    ).split()
    assert {href.startswith(f"{address}en/") for href in hrefs} == {root == "en/"}
    seen.type("Escape")
    seen.wait("!document.querySelector('dialog[open]')")


@pytest.mark.parametrize("root", ROOTS)
def test_the_language_is_switched_on_the_same_page(root: str, seen: Engine, address: str) -> None:
    seen.open(f"{address}{root}{STORY}")
    seen.click("document.querySelector('a.language')")
    there = f"{address}{'' if root else 'en/'}{STORY}"
    seen.wait(f"location.href == '{there}' && document.readyState == 'complete'")
    assert seen.run("return document.documentElement.lang") == ("fr" if root else "en")


@pytest.mark.parametrize("root", ROOTS)
def test_the_scheme_is_switched_and_kept(root: str, seen: Engine, address: str) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    seen.open(address + root)
    before = seen.run(f"return {ground}")
    seen.click("document.querySelector('[data-scheme]')")
    after = seen.wait(f"{ground} != '{before}' && {ground}")
    seen.open(f"{address}{root}{STORY}")
    assert seen.run(f"return {ground}") == after


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_a_definition_opens_and_closes(by: str, root: str, seen: Engine, address: str) -> None:
    seen.open(f"{address}{root}{STORY}")
    term = "document.querySelector('.term')"
    if by == "mouse":
        seen.click(term)
    else:
        seen.run(f"{term}.focus()")
        seen.type("Enter")
    seen.wait("document.querySelector('.definition:popover-open')?.checkVisibility()")
    seen.type("Escape")
    seen.wait("!document.querySelector('.definition:popover-open')")


@pytest.mark.parametrize("root", ROOTS)
def test_the_timeline_is_filtered(root: str, seen: Engine, address: str) -> None:
    seen.open(f"{address}{root}understand/timeline/")
    count = "[...document.querySelectorAll('.event')].filter((one) => one.checkVisibility()).length"
    every = seen.wait(count)
    seen.run(
        "const one = document.querySelector('.filters select'); one.selectedIndex = 1;"
        "one.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    assert 0 < seen.run(f"return {count}") < every
    assert seen.run("return location.search")
    assert str(seen.run(f"return {count}")) in seen.run(
        "return document.querySelector('.filters [role=status]').textContent"
    )


@pytest.mark.parametrize("root", ROOTS)
def test_a_chart_is_drawn_for_wide_and_for_narrow_places(
    root: str, seen: Engine, address: str
) -> None:
    seen.open(f"{address}{root}{STORY}")
    shown = (
        "['wide', 'narrow'].filter((kind) => [...document.querySelectorAll(`.chart__${kind} svg`)]"
        ".some((one) => one.checkVisibility() && one.getBoundingClientRect().height > 80)).join()"
    )
    assert seen.wait(shown) == "wide"
    seen.run(
        "document.querySelectorAll('figure.chart').forEach((one) => { one.style.width = '340px'; })"
    )
    seen.wait(f"{shown} == 'narrow'")


@pytest.mark.parametrize("root", ROOTS)
def test_the_table_of_a_chart_opens(root: str, seen: Engine, address: str) -> None:
    seen.open(f"{address}{root}{STORY}")
    rows = "[...document.querySelectorAll('figure.chart td')].filter((one) => one.checkVisibility({visibilityProperty: true})).length"
    assert seen.run(f"return {rows}") == 0
    seen.click("document.querySelector('figure.chart summary')")
    seen.wait(rows)


def test_an_embed_tells_its_height(seen: Engine, address: str) -> None:
    seen.open(f"{address}embed/{CHART}/")
    # At the top of its window, a page is its own parent.
    seen.run("addEventListener('message', (one) => { window.told = one.data.height; })")
    seen.run("document.body.style.paddingBottom = '50px'")
    assert seen.wait("window.told") > 200


def test_a_mistake_in_a_page_is_noticed(engine: Engine, address: str) -> None:
    engine.open(address)
    engine.run("document.body.append(Object.assign(new Image(), {src: '//other.example/'}))")
    (told,) = engine.wait("window.trouble.length && window.trouble")[:1]
    assert told.startswith(("securitypolicyviolation", "error"))

"""The search: what its index holds, and what readers are led to.

`search/fr.yml` and `search/en.yml` are what readers type, each with the page that has to be among the
first three.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.pages.search import Found, index_of, made_entry, sections
from tests.conftest import ROOT, Site, copy_of_the_site
from tests.test_editing import Preview

ROOTS = {"fr": "", "en": "en/"}
MOST = 100_000  # bytes on the wire for the first search
ALL = [*LOCALES.values()]


def questions(code: str) -> dict[str, str]:
    text = (ROOT / f"tests/search/{code}.yml").read_text(encoding="utf-8")
    asked: dict[str, str] = yaml.safe_load(text)
    assert len(asked) >= 40
    return asked


def indexed(site: Path, code: str) -> dict[str, str]:
    """What the index of a language says, by the place where it stands."""
    found: dict[str, str] = {}
    docs = json.loads((site / f"search/{code}.json").read_text(encoding="utf-8"))["docs"]
    for _, place, _, text, *more in docs:
        found[place] = text
        for id, _, words in more[0] if more else ():
            found[f"{place}#{id}" if id else place] = words
    return found


def index(library: Library, code: str, found: list[Found]) -> Any:
    return json.loads(index_of(library, LOCALES[code], ALL, found))


# -- what it holds ---------------------------------------------------------------------------------


STORY = """<h1 id="t">Title</h1><p>Acme spends.</p>
<figure class="chart chart--bars wide" id="acme"><figcaption>Drawn words</figcaption></figure>
<figure class="bill margin"><table><tr><td>Billed words</td></tr></table></figure>
<div class="table"><table><tr><td>Tabled words</td></tr></table></div>
<h2 id="why">Why <em>so</em> much</h2><figure class="quotation"><p>Quoted &amp; said</p></figure>"""


def test_stories_are_held_whole_without_charts_bills_and_tables(library: Library) -> None:
    found = sections("en/story/x/", "Title", STORY, "In short")
    _, place, title, text, parts, *_ = index(library, "en", found)["docs"][0]
    assert (place, title, text) == ("en/story/x/", "Title", "In short")
    assert parts == [["", "", "Acme spends."], ["why", "Why so much", "Quoted &amp; said"]]


def test_each_language_has_an_index_of_its_own(library: Library) -> None:
    found = [
        *sections("story/x/", "Le titre", "<p>Mots</p>", "Bref"),
        *sections("en/story/x/", "The title", "<p>Words</p>", "Short"),
    ]
    (french,), (english,) = (index(library, code, found)["docs"] for code in ("fr", "en"))
    assert french[1:3] == ["story/x/", "Le titre"]
    assert english[1:3] == ["en/story/x/", "The title"]
    assert "The title" in french[5], "who knows it by its English name finds it"
    assert "Le titre" in english[5]


@pytest.mark.parametrize(
    ("place", "kind"),
    [("charts/acme-bars/", "Graphique"), ("verify/data/firms.capex/", "Jeu de données"), ("companies/acme/", "Entreprise")],
)  # fmt: skip
def test_what_is_made_from_data_has_one_short_entry(
    place: str, kind: str, library: Library
) -> None:
    found = made_entry(place, "Acme", "What is counted. Then what one need not know.")
    made = index(library, "fr", found)
    assert [one[1:] for one in made["docs"]] == [[place, "Acme", "What is counted."]]
    assert made["kinds"][made["docs"][0][0]] == kind


def test_terms_and_claims_are_entries_of_their_own(small_site: Site) -> None:
    for code, root in ROOTS.items():
        text = (small_site.folder / f"search/{code}.json").read_text(encoding="utf-8")
        kinds = {place: kind for kind, place, *_ in json.loads(text)["docs"]}
        names = json.loads(text)["kinds"]
        assert names[kinds[f"{root}understand/glossary/#capex"]] in ("Définition", "Definition")
        assert "v" in names[kinds[f"{root}verify/claims/#acme-quarter"]] + "v"
        assert not [place for place in kinds if "#letter-" in place or "#false-" in place]


def test_a_term_is_understood_in_both_languages(library: Library) -> None:
    for code in LOCALES:
        same = index(library, code, [])["same"]
        assert any({"dépenses d'investissement", "capital expenditure"} <= {*one} for one in same)


def test_the_first_search_is_light(site: Site) -> None:
    script = gzip.compress((site.folder / "assets/js/search.js").read_bytes())
    for code in LOCALES:
        whole = (site.folder / f"search/{code}.json").read_bytes()
        weight = len(gzip.compress(whole)) + len(script)
        assert weight <= MOST, f"{code}: {weight}"
        story = site.folder / ROOTS[code] / "industry/spending/index.html"
        cited = re.findall(r'chart__citation"[^>]*>([^<]+)<', story.read_text(encoding="utf-8"))
        assert cited
        said = "\n".join(indexed(site.folder, code).values())
        assert not [one for one in cited if one in said], "citations are not for the search"
        assert f"{site.url}{ROOTS[code]}charts/" not in said
    assert not (site.folder / "search/search_index.json").exists()


def test_every_place_that_it_leads_to_is_there(site: Site) -> None:
    for code in LOCALES:
        for place in indexed(site.folder, code):
            address, _, anchor = place.partition("#")
            html = (site.folder / address / "index.html").read_text(encoding="utf-8")
            assert not anchor or re.search(rf'\sid="{re.escape(anchor)}"', html), place


# -- what it answers -------------------------------------------------------------------------------


def opened(page: Any) -> Any:
    page.locator("[data-search]").click()
    return page.locator("dialog input[type=search]")


ASK = """async (query) => {
  const input = document.querySelector("dialog.search input");
  const list = document.querySelector("dialog.search ol");
  const before = document.createElement("li");
  list.replaceChildren(before);
  input.value = query;
  input.dispatchEvent(new Event("input"));
  while (before.isConnected) await new Promise((done) => setTimeout(done, 10));
  return [...list.querySelectorAll("a")].map((one) => one.href);
}"""


def ask(page: Any, query: str, root: str) -> list[str]:
    """The pages to which a search leads, in order, without language and last slash."""
    pages = [href.removeprefix(root).partition("#")[0] for href in page.evaluate(ASK, query)]
    return [one.strip("/") or "index" for one in pages]


def unanswered(page: Any, code: str, root: str) -> dict[str, list[str]]:
    opened(page)
    missed = {}
    for query, wanted in questions(code).items():
        first = ask(page, query, root + ROOTS[code])[:3]
        if wanted not in first:
            missed[f"{query} → {wanted}"] = first
    return missed


@pytest.mark.browser
@pytest.mark.parametrize("code", ROOTS)
def test_readers_are_led_where_they_want_to_go(code: str, open_page: Any, site: Site) -> None:
    page = open_page(ROOTS[code] + "industry/energy/")
    assert unanswered(page, code, site.url) == {}
    assert page.trouble == []


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    shown = Preview(copy_of_the_site(tmp_path / "copy"))
    yield shown
    shown.process.terminate()
    shown.process.wait()


@pytest.mark.build
@pytest.mark.browser
def test_the_preview_leads_there_too(preview: Preview, browser: Any) -> None:
    """At the root of a server, where the other test has a sub-path; all is asked on one page of each
    language, which brings its index once."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    while "Serving on" not in preview.said:
        assert preview.process.poll() is None, preview.said
        page.wait_for_timeout(200)
    for code, root in ROOTS.items():
        page.goto(f"{preview.url}{root}about/", timeout=120_000)
        assert unanswered(page, code, preview.url) == {}
    indexes = [url for url in asked if "/search/" in url]
    assert indexes == [f"{preview.url}search/{code}.json" for code in ROOTS]
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("root", "query", "wanted"),
    [
        ("", "nvida", "companies/nvidia"),  # a letter missing
        ("", "nvvidia", "companies/nvidia"),  # one too many
        ("", "nvodia", "companies/nvidia"),  # another
        ("", "nviida", "companies/nvidia"),  # two in each other's place
        ("", "l'electricité", "industry/energy"),
        ("", "L’ÉLECTRICITÉ", "industry/energy"),
        ("", "d’obligation", "industry/financing"),
        ("en/", "bubbles", "industry/wall-street"),
        ("en/", "Nvidia's", "companies/nvidia"),
    ],
)
def test_letters_accents_elision_and_plurals_do_not_matter(
    root: str, query: str, wanted: str, look_at: Any, site: Site
) -> None:
    page = look_at(root + "industry/energy/")
    if not page.locator("dialog.search[open]").count():
        opened(page)
    assert wanted in ask(page, query, site.url + root)[:3]


@pytest.mark.browser
@pytest.mark.parametrize(("root", "query"), [("", "zzxqj"), ("en/", "?!")])
def test_what_is_nowhere_finds_nothing(root: str, query: str, open_page: Any, site: Site) -> None:
    page = open_page(root)
    opened(page)
    assert ask(page, query, site.url) == []


@pytest.mark.browser
@pytest.mark.parametrize(("root", "query"), [("", "dépenses Nvidia"), ("en/", "Nvidia revenue")])
def test_pages_come_before_data(root: str, query: str, open_page: Any, site: Site) -> None:
    page = open_page(root)
    opened(page)
    led = ask(page, query, site.url + root)
    data = [one.startswith(("verify/data/", "charts/")) for one in led]
    assert data == sorted(data)
    assert any(data)
    assert not all(data)


# -- how it is used --------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("root", ROOTS.values())
def test_keys_do_it_all(root: str, open_page: Any, site: Site) -> None:
    page = open_page(root + "about/")
    assert not [one for one in page.requests if "search" in one], "nothing before it opens"
    page.keyboard.press("/")
    field = page.locator("dialog.search[open] input:focus")
    field.wait_for()
    assert field.input_value() == ""
    page.keyboard.type("nvidia")
    links = page.locator("dialog.search ol a")
    links.first.wait_for()

    def at() -> int:
        return int(
            page.evaluate("[...document.querySelectorAll('dialog.search ol a')].indexOf(document.activeElement)")
        )  # fmt: skip

    steps = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        steps.append(at())
    assert steps == [0, 1, 0, -1, -1, 0], "the field stands before the first"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")  # once, with something typed
    assert page.locator("dialog.search[open]").count() == 0
    page.keyboard.press("/")
    page.locator("dialog.search[open]").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{root}companies/nvidia/")
    assert page.trouble == []


@pytest.mark.browser
def test_a_slash_that_somebody_types_is_typed(open_page: Any) -> None:
    page = open_page("understand/glossary/")
    page.locator("input[name=term]").click()
    page.keyboard.press("/")
    assert page.locator("dialog.search[open]").count() == 0
    assert page.locator("input[name=term]").input_value() == "/"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("root", "query", "marked"),
    [("", "electricite", "électricité"), ("", "l'amortissement", "amortissement"), ("en/", "bonds", "bond")],
)  # fmt: skip
def test_results_show_the_words_around_what_was_sought(
    root: str, query: str, marked: str, open_page: Any, site: Site
) -> None:
    page = open_page(root)
    opened(page)
    ask(page, query, site.url)
    marks = [one.lower() for one in page.locator("dialog.search li mark").all_inner_texts()]
    assert any(marked in one for one in marks)
    texts = page.locator("dialog.search li p:last-child").all_inner_texts()
    assert all(len(one) < 200 for one in texts)
    assert all(one.strip() for one in texts[:3])
    assert not any(re.search(r"&\w+;|<", one) for one in texts)

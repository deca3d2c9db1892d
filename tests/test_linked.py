"""What pages say of themselves to programs: JSON-LD that is parsed, whose addresses exist and which
says nothing more than the page; feeds and Markdown that pages name; how the site is cited."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from markupsafe import escape

from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.pages.linked_data import breadcrumbs, written
from explainer.pages.notes import with_notes
from tests.conftest import ROOT, Site
from tests.published import Page
from tests.test_for_programs import answered

MOST = 3_000  # bytes more, gzipped, on an ordinary page
_LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# Long lists: these pages are read for them.
LISTS = ("understand/glossary", "verify/claims", "verify/promises", "verify/data/", "charts/")
ROOTS = {"fr": "", "en": "en/"}
# Of what is there for programs.
KINDS = ("application/ld+json", "text/markdown", "application/atom+xml", "application/feed+json")
Thing = dict[str, Any]


@cache
def linked(site: Site) -> dict[str, list[Thing]]:
    """What pages say, by their path."""
    found = {}
    for path in sorted(site.folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(site.folder).as_posix()
        parts = _LINKED.findall(text)
        if "embed" in name.split("/") or name == "404.html" or 'http-equiv="refresh"' in text:
            assert parts == [], name
            continue
        if path.name != "index.html":  # a page to keep, or to host elsewhere
            continue
        assert len(parts) == 1, name
        body = json.loads(parts[0])
        assert body["@context"] == "https://schema.org"
        found[name] = body["@graph"]
    return found


def addresses(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        for value in thing.values():
            yield from addresses(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from addresses(value)
    elif isinstance(thing, str) and thing.startswith("http"):
        yield thing


def of_type(things: list[Thing], kind: str) -> list[Thing]:
    return [one for one in things if one["@type"] == kind]


def check_all(site: Site) -> dict[str, list[Thing]]:
    """Every page says what it is, and each address of ours in that is answered."""
    found = linked(site)
    known: dict[str, bool] = {}
    for name, things in found.items():
        text = (site.folder / name).read_text(encoding="utf-8")
        first = things[0]
        canonical = re.search(r'<link rel="canonical" href="([^"]+)"', text)
        assert canonical
        assert first["url"] == canonical[1], name
        lang = re.search(r'<html lang="(\w+)"', text)
        assert lang
        assert first["inLanguage"] == lang[1]
        title = html.unescape(re.findall(r"<title>(.*?)</title>", text)[0])
        assert str(first.get("headline", first.get("name", ""))) in title or first["@type"] in (
            "Dataset", "WebSite",
        ), name  # fmt: skip
        for address in addresses(things):
            if address.startswith(site.url):
                if address not in known:
                    known[address] = answered(site, address)
                assert known[address], (name, address)
            else:
                assert "localhost" not in address, (name, address)
        way = of_type(things, "BreadcrumbList")
        assert bool(way) == (first["@type"] != "WebSite"), name
        for one in way:
            steps = one["itemListElement"]
            assert [step["position"] for step in steps] == [*range(1, len(steps) + 1)]
            assert steps[-1]["item"] == first["url"]
            assert len({step["item"] for step in steps}) == len(steps), name
    return found


def check_ledgers(site: Site, library: Library, root: str) -> None:
    found = linked(site)
    terms = of_type(found[f"{root}understand/glossary/index.html"], "DefinedTermSet")[0]
    assert len(terms["hasDefinedTerm"]) == len(library.glossary)
    reviews = of_type(found[f"{root}verify/claims/index.html"], "ClaimReview")
    assert len(reviews) == len(library.claims) > 0
    for one in reviews:
        assert one["reviewRating"].keys() == {"@type", "alternateName"}, "a word, and no number"
        assert one["claimReviewed"]
        assert "{{" not in json.dumps(one)


def check_data(site: Site, library: Library, root: str) -> None:
    found = linked(site)
    for id, dataset in library.datasets.items():
        (said,) = of_type(found[f"{root}verify/data/{id}/index.html"], "Dataset")
        assert said["identifier"] == id
        assert len(said["distribution"]) == 3
        assert said["license"].startswith("https://creativecommons.org/licenses/by/4.0")
        rows = [row for some in dataset.series.values() for row in some if row.numbers]
        if rows:
            first = min(row.period.start for row in rows)
            last = max(row.period.end for row in rows)
            assert said["temporalCoverage"] == f"{first}/{last}"
        pages = {
            library.sources[one].url
            for some in dataset.series.values()
            for row in some
            for one in (*row.originals, *row.relays)
        }
        assert set(said.get("isBasedOn", ())) == pages - {None}


@pytest.mark.parametrize("root", ["", "en/"])
def test_the_small_site_says_what_its_pages_are(
    root: str, small_site: Site, library: Library
) -> None:
    found = check_all(small_site)
    assert found[f"{root}index.html"][0]["@type"] == "WebSite"
    check_ledgers(small_site, library, root)
    check_data(small_site, library, root)
    (chart, _) = found[f"{root}charts/acme-bars/index.html"]
    assert chart["@type"] == "Dataset"
    assert chart["creator"][0]["@type"] == "Organization"
    assert len(chart["distribution"]) == 3
    assert chart["image"].endswith("/acme-bars.png")


@pytest.mark.parametrize("root", ["", "en/"])
def test_the_site_says_what_its_pages_are(root: str, site: Site, real_library: Library) -> None:
    found = check_all(site)
    check_ledgers(site, real_library, root)
    check_data(site, real_library, root)
    story = found[f"{root}industry/financing/index.html"][0]
    assert story["@type"] == "Article"
    assert story["dateModified"] >= "2026-07-05"
    assert story["image"].endswith(".png")
    assert story["isPartOf"]["@type"] == "WebSite"
    way = of_type(found[f"{root}verify/data/meta.capex/index.html"], "BreadcrumbList")[0]
    assert [one["item"].removeprefix(site.url) for one in way["itemListElement"]] == [
        root, f"{root}verify/", f"{root}verify/data/", f"{root}verify/data/meta.capex/",
    ]  # fmt: skip
    package = of_type(found[f"{root}verify/reuse/index.html"], "Dataset")[0]
    assert package["distribution"][0]["contentUrl"] == f"{site.url}data/package.zip"


def added(code: str) -> re.Pattern[str]:
    """What pages say beside what is read on a screen: to programs, to paper, to who takes it away."""
    copy = re.escape(str(escape(LOCALES[code].word("archived"))))
    parts = (
        _LINKED.pattern,
        r'<link rel="alternate" type="[^>]+>',  # feeds, the page in Markdown
        r'<p><a href="[^"]*feed\.xml".*?</p>',
        r'<p class="pdf">.*?</p>',
        r'<sup class="note">.*?</sup>',
        r'<div class="endnotes".*?</div>',
        rf' \(<a href="[^"]+" rel="noopener" hreflang="\w+">{copy}</a>\)',
    )
    return re.compile("|".join(f"(?:{part})" for part in parts), re.DOTALL)


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def more_than(text: str, code: str) -> tuple[int, int]:
    """How many bytes, gzipped, a page carries beside what is read on a screen, and how many files
    that loads."""
    bare = added(code).sub("", text)
    more = set(Page(text).resources) - set(Page(bare).resources)
    return packed(text) - packed(bare), len(more)


@pytest.mark.parametrize("code", ROOTS)
def test_what_is_not_read_on_a_screen_is_light_and_loads_nothing(code: str, site: Site) -> None:
    """Linked data, feeds, twins in Markdown, notes on paper, a PDF (linked when it is printed), copies
    of documents and their style together, on each page that is no long list."""
    pdf = '<p class="pdf"><a href="name-of-the-page.pdf" type="application/pdf">PDF</a></p>'
    css = (ROOT / "overrides/assets/css/print.css").read_text(encoding="utf-8")
    style = packed("".join(re.findall(r"[^{}]*\.(?:note|endnotes|pdf)\b[^{}]*{[^{}]*}", css)))
    looked_at = 0
    for name in linked(site):
        of_english = name.startswith("en/")
        if of_english != (code == "en") or any(part in name for part in LISTS):
            continue
        text = (site.folder / name).read_text(encoding="utf-8")
        text = text.replace("</article>", f"{pdf}</article>")
        for sign in (pdf, *(f'type="{kind}"' for kind in KINDS)):
            assert sign in text, f"{name}: {sign}"
            assert sign not in added(code).sub("", text), f"{name}: {sign}"
        more, files = more_than(text, code)
        assert more + style <= MOST, f"{name}: {more} bytes, and {style} of style"
        assert not files, name
        looked_at += 1
    assert looked_at > 30


def test_what_would_weigh_or_load_more_is_seen() -> None:
    """The measure itself: it finds 4 kB of linked data, and a picture in a note."""
    noise = "".join(f"{number * 7919 % 1000003:x}" for number in range(2000))
    heavy = (
        f'<html><body><script type="application/ld+json">{noise}</script><p>Words</p></body></html>'
    )
    assert more_than(heavy, "fr")[0] > MOST
    loading = '<html><body><p class="pdf"><img src="a.png"></p><p>Words</p></body></html>'
    assert more_than(loading, "fr")[1] == 1


def test_pages_name_their_feeds_and_their_twin_in_markdown(small_site: Site) -> None:
    for root in ("", "en/"):
        for name in (f"{root}index.html", f"{root}understand/capex/index.html"):
            text = (small_site.folder / name).read_text(encoding="utf-8")
            links = dict(
                re.findall(r'<link rel="alternate" type="([^"]+)".*? href="([^"]+)"', text)
            )
            page = small_site.url + name.removesuffix("index.html")
            assert links["text/markdown"] == f"{page}index.md"
            assert links["application/atom+xml"] == f"{small_site.url}{root}feed.xml"
            assert links["application/feed+json"] == f"{small_site.url}{root}feed.json"
            assert all(answered(small_site, address) for address in links.values())
            assert re.search(r'<a href="[./]*feed\.xml" type="application/atom', text)


def test_no_text_ends_the_script_that_holds_it() -> None:
    said = written([{"@type": "Thing", "name": "</script><script>alert(1)//\u2028"}])
    assert "<" not in said
    assert "\u2028" not in said
    assert json.loads(said)["@graph"][0]["name"] == "</script><script>alert(1)//\u2028"
    assert breadcrumbs([("Home", "https://bill.example/")]) == []


def test_it_is_told_how_to_cite_the_site(real_library: Library) -> None:
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert said["cff-version"] == "1.2.0"
    edition = real_library.edition
    assert edition
    assert said["version"] == str(said["date-released"]) == str(edition.closed), (
        "CITATION.cff names another edition than data/editions.yml; write its day there too"
    )
    assert {"CC-BY-4.0", "MIT"} == set(said["license"])
    assert said["authors"] == [{"name": "The AI Bill contributors"}]
    assert "The AI Bill contributors" in Path(ROOT / "LICENSE").read_text(encoding="utf-8")


def test_on_paper_links_have_notes_each_address_once() -> None:
    html = (
        '<p><a href="https://daily.example/x?a=1&amp;b=2">The Daily</a> says '
        '<a class="figure" href="../../verify/data/acme.capex/#acme-2025-Q3">19</a> and '
        '<a href="../../verify/data/acme.capex/#acme-2025-Q4">20</a>; '
        '<a href="../other/">elsewhere</a>, <a href="#here">here</a>.</p>'
    )
    body, notes = with_notes(html, "https://bill.example/en/a/b/", "https://bill.example/")
    assert notes == [
        "https://daily.example/x?a=1&b=2",
        "https://bill.example/en/verify/data/acme.capex/",
    ]
    assert re.sub(r"<sup.*?</sup>", "", body) == html
    assert re.findall(r'</a><sup class="note">(\d)</sup>', body) == ["1", "2", "2"]

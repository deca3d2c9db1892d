"""Nobody publishes what a reader should not see: the last look at finished pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from explainer.pages.finished import problems_of
from last_look import LastLook
from tests.conftest import SUB_PATH, Site, mkdocs, small_source

PUBLISHED = "https://example.org/ai-bill/"
# What stands in a page, and the sentence.
FAULTS = {
    "::: chart nothing": ("<p>::: chart nothing</p>", 'readers see ":::"'),
    "braces": ("<p>Acme {{ acme.capex</p>", 'readers see "{{"'),
    "the mark of a merge": ("<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p>", 'readers see "<<<<<<<"'),
    "None for a value": ("<td> None </td>", 'readers see "None" in place of a value'),
    "nan for a value": ("<p><a href='/x/'>nan</a></p>", 'readers see "nan" in place of a value'),
    "undefined in an attribute": ('<p lang="undefined">x</p>', 'lang="undefined" on <p>'),
    "an address of nothing": ('<a href="None/chart.csv">x</a>', '"None/chart.csv" is no address'),
    "an admonition": ("<p>!!! note</p>", 'readers see "!!!"'),
    "a tab": ('<p>=== "One"</p>', 'readers see "=== ""'),
    "a fold": ("<p>??? note</p>", 'readers see "???"'),
    "a box to tick": ("<li>[ ] to do</li>", 'readers see "[ ]"'),
    "stars": ("<p>**Acme</p>", 'readers see "**"'),
    "a call for a footnote": ("<p>Acme[^1]</p>", 'readers see "[^1]"'),
    "a link": ("<p>[Acme](acme.md</p>", 'readers see "]("'),
    "attributes": ("<p>Acme {: .lede</p>", 'readers see "{:"'),
    "an entity": ("<p>Acme&amp;nbsp;SA</p>", 'readers see "&nbsp;"'),
    "a tag as text": ("<p>&lt;b&gt;Acme</p>", 'readers see "<b>"'),
    "a mark of ours": ("<p>\ue000wide acme-bars\ue000</p>", 'readers see "U+E000"'),
    "a token of Markdown": ("<p>klzzwxh:0003</p>", 'readers see "klzzwxh"'),
    "a doubled id": ('<p id="a">x</p><p id="a">y</p>', 'the id "a" stands twice'),
    "a tag in an attribute": (
        '<span title="<a class=figure>19</a>">x</span>',
        'title="<a class=figure>19</a>" holds a tag',
    ),
    "a figure in an attribute": ('<span title="{{ a }}">x</span>', 'readers see "{{"'),
    "a heading in a table": ("<table><tr><th><h2>x</h2></th></tr></table>", "stands in <th>"),
    "a heading in a button": ("<button><h3>x</h3></button>", "stands in <button>"),
    "a level left out": ("<h2>x</h2><h4>y</h4>", "a heading of level 4 follows one of level 2"),
    "an empty heading": ("<h2> </h2>", "a heading says nothing"),
    "a heading of its anchor alone": (
        '<h2><a class="headerlink" href="#x" title="Link">#</a></h2>',
        "a heading says nothing",
    ),
    "a link without words": ('<a href="/x/"></a>', 'the link to "/x/" has no words'),
    "a button without words": ("<button><svg></svg></button>", "a button has no words"),
    "a picture without words": ('<img src="x.png">', 'the picture "x.png" has no text'),
    "a tag left open": ("<div><p>x</p>", '"<div>" is not ended'),
    "an end of nothing": ("<p>x</p></section>", '"</section>" ends what never began'),
    "this machine": ('<a href="http://127.0.0.1:8000/x/">x</a>', "the machine that built the page"),
    "this machine, by name": (
        '<link href="http://localhost/x">',
        "the machine that built the page",
    ),
}


def told(html: str, site: str = PUBLISHED, source: str = "") -> list[str]:
    page = f"<html><head></head><body>{html}</body></html>"
    return [str(one) for one in problems_of(page, "docs/en/x.md", source, site)]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_nobody_should_publish_is_told(fault: str) -> None:
    html, sentence = FAULTS[fault]
    assert any(sentence in one for one in told(html)), told(html)


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code>::: chart x {{ y }} **</code></pre><p><code>[ ] None</code> and <kbd>**</kbd></p>",
        '<meta http-equiv="Content-Security-Policy" content="style-src \'sha256-7++a**Q=\'">',
        '<script>let a = {b: {c: "None"}}; // **</script><style>a{b{}}</style>',
        "<h1>One</h1><h2>Two</h2><h3>Three</h3><h2>Four</h2><summary><h3>Five</h3></summary>",
        '<a href="/x/" aria-label="Acme"></a><a href="/x/"><img src="x" alt="Acme"></a><a id="y"></a>',
        '<img src="x" alt=""><p>None of them is undefined.</p><ul><li>One<li>Two</ul>',
        '<iframe srcdoc="<p>x</p>"></iframe><p title="a < b">2 * 3 * 4, a_b_c, 12 : 30, (see [1])</p>',
    ],
)
def test_what_is_right_is_left_alone(html: str) -> None:
    assert told(html) == []


def test_a_preview_leads_to_this_machine() -> None:
    assert told('<a href="http://127.0.0.1:8000/x/">x</a>', "http://127.0.0.1:8000/") == []


def test_the_line_is_that_of_the_source() -> None:
    assert told("<p>**Acme</p>", source="---\ntitle: x\n---\n\n**Acme\n") == [
        'docs/en/x.md:5: readers see "**", which was not understood; mend it, or put it in `code`'
    ]


def test_a_drawing_is_looked_at_too() -> None:
    long = "<path/>" * 400
    (one,) = told(f"<svg><text>NaN</text>{long}</svg>")
    assert 'a drawing says "NaN' in one
    assert told(f"<svg><text>19</text>{long}</svg>") == []


@pytest.mark.parametrize("name", ["site", "small_site"])
def test_the_site_has_nothing_of_it(name: str, request: pytest.FixtureRequest) -> None:
    """Embeds and pages to take away included, which are no pages of MkDocs."""
    site: Site = request.getfixturevalue(name)
    found = [
        str(problem)
        for path in sorted(site.folder.rglob("*.html"))
        for problem in problems_of(path.read_text("utf-8"), path.name, "", site.url)
    ]
    assert found == []


def test_a_preview_shows_the_page_and_says_why_it_would_not_be_published(
    caplog: pytest.LogCaptureFixture,
) -> None:
    look = LastLook(is_preview=True)
    html = "<html><body><p>**Acme</p></body></html>"
    assert look.template(html, "404.html", PUBLISHED) == html
    assert 'overrides/404.html:1: readers see "**"' in caplog.text
    look.end()
    strict = LastLook(is_preview=False)
    assert strict.template(html, "404.html", PUBLISHED) == ""
    assert strict.template("<urlset>**", "sitemap.xml", PUBLISHED) == "<urlset>**"
    with pytest.raises(PluginError, match="readers see"):
        strict.end()


@pytest.mark.build
def test_a_build_with_a_fault_fails_and_leaves_the_last_good_page(tmp_path: Path) -> None:
    """Strict or not; all faults at once; and again, though nothing else has changed."""
    root, site = small_source(tmp_path / "source"), tmp_path / SUB_PATH
    assert mkdocs(root, site).returncode == 0
    before = (site / "index.html").read_bytes()
    for code in ("fr", "en"):
        page = root / "docs" / code / "index.md"
        page.write_text(
            page.read_text(encoding="utf-8") + '\n<img src="x.png">\n\n**Acme\n',
            encoding="utf-8",
        )
    for _ in range(2):
        built = mkdocs(root, site)
        assert built.returncode == 1
        assert "Traceback" not in built.stderr
        line = len((root / "docs/fr/index.md").read_text("utf-8").splitlines())
        assert f'docs/fr/index.md:{line - 2}: the picture "x.png" has no text' in built.stderr
        assert f'docs/en/index.md:{line}: readers see "**"' in built.stderr
        assert (site / "index.html").read_bytes() == before

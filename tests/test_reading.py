"""Checks read a page as the site does: what they pass is drawn, what would be published is told."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
import yaml
from mkdocs.utils import meta

from explainer.checking import markdown_source
from explainer.checking.icons import Icons
from explainer.checking.markdown_reading import reading_of
from explainer.checking.markdown_source import page_of
from explainer.checking.marked_tree import EXTENSIONS
from explainer.checking.pages import problems_of as page_problems
from explainer.checking.pages import unshown
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages import finished
from explainer.pages.markdown_extension import Build
from tests.conftest import ROOT

FRONT = "---\ntitle: Acme\ndescription: Acme and Globex, two companies that build data centres.\n---\n\n"
CHART, FIGURE = "::: chart acme-bars", "{{ firms.capex/acme@2025-Q4 }}"
# Where somebody may put a directive or a figure, or what they may do to it. The line of the sign
# counts from 1; `X` stands for it.
PLACES = {
    "alone": "X",
    "after a no-break space": "\u00a0X",
    "after a narrow no-break space": "\u202fX",
    "after a zero-width space": "\u200bX",
    "after a space": " X",
    "after a tab": "\tX",
    "after four spaces": "    X",
    "in a list": "- X",
    "in a numbered list": "1. X",
    "under an item": "- Acme\n\n    X",
    "deep in lists": "- a\n    - b\n        - c\n\n            X",
    "in a quotation": "> X",
    "in a quotation in a list": "- > X",
    "in a table": "| a | b |\n|---|---|\n| X | c |",
    "in a table's head": "| X | b |\n|---|---|\n| a | c |",
    "in a footnote": "Acme[^1].\n\n[^1]: X",
    "under a footnote": "Acme[^1].\n\n[^1]: Acme\n\n    X",
    "in a footnote that nobody calls": "Acme.\n\n[^1]: X",
    "in a box": "!!! note\n    X",
    "in a box after a line": "!!! note\n\n    Acme\n\n    X\n\nGlobex",
    "in a box in a list": "- Acme\n\n    !!! note\n        X",
    "in a list in a box": "!!! note\n    - Acme\n\n        X",
    "in a box in a box": "??? note\n    !!! tip\n        X",
    "in the title of a box": '!!! note "X"\n    Acme',
    "in the title of a folded box": '??? note "X"\n    Acme',
    "in a box that is none": "!!! note\nX",
    "in a box that is indented": "Acme\n\n    !!! note\n        X",
    "in a tab": '=== "Acme"\n\n    X\n\n=== "Globex"\n\n    Globex',
    "in the name of a tab": '=== "X"\n\n    Acme',
    "in a tab without quotes": "=== Acme\n\n    X",
    "in a card": '<div class="grid cards" markdown>\n\n- Acme\n\n    X\n\n</div>',
    "in a definition": "Acme\n:   X",
    "in a mark": "==X==",
    "in a note": "Acme (1).\n{ .annotate }\n\n1. X",
    "in a fence in a box": "!!! note\n    ```\n    X\n    ```",
    "in a fence that is indented": "Acme\n\n    ```\n    X\n    ```",
    "in a block of HTML": "<div>\nX\n</div>",
    "in a paragraph of HTML": "<p>X</p>",
    "in a block that Markdown reads": "<div markdown>\n\nX\n\n</div>",
    "in details that Markdown reads": "<details markdown><summary>a</summary>\n\nX\n\n</details>",
    "in a block in a block": '<div markdown="1">\n<section>\nX\n</section>\n</div>',
    "in HTML in a line": "Acme <span>X</span>.",
    "in a comment": "<!-- X -->",
    "in a comment of lines": "<!--\nX\n-->",
    "in a comment in a line": "Acme <!-- X --> and.",
    "after a comment in code": "`<!--`\n\nX",
    "in a comment without end": "<!-- Acme\n\nX",
    "in an attribute of HTML": '<div title="X">a</div>',
    "in an attribute in a line": 'Acme <span title="X">a</span>.',
    "in attributes": 'Acme\n{: title="X" }',
    "in the title of a link": '[Acme](index.md "X")',
    "in the address of a link": "[Acme](X)",
    "in the words of a link": "[X](index.md)",
    "in the words of a picture": "![X](a.png)",
    "in a reference": '[Acme][a]\n\n[a]: index.md "X"',
    "in a reference that nobody uses": '[a]: index.md "X"',
    "in an address": "<https://example.org/X>",
    "in bold": "**X**",
    "in a heading": "## X",
    "in an underlined heading": "X\n---",
    "in code": "`X`",
    "in a fence": "```\nX\n```",
    "in a fence of waves": "~~~ text\nX\n~~~",
    "in a fence in a list": "- a\n\n    ```\n    X\n    ```",
    "in a fence without end": "```\nX",
    "in a fence that another ends": "````\nX\n```",
    "in preformatted HTML": "<pre>X</pre>",
    "in the middle of a line": "Acme X and Globex",
    "at the end of a paragraph": "Acme\nX",
    "escaped": "\\X",
    "twice": "X X",
    "before a figure": "X {{ firms.capex/acme@2025-Q4 }}",
}
ODD = {
    "no space": ":::chart acme-bars",
    "a no-break space inside": ":::\u00a0chart acme-bars",
    "a no-break space before the id": "::: chart\u00a0acme-bars",
    "four colons": ":::: chart acme-bars",
    "spaces between colons": ": : : chart acme-bars",
    "full-width colons": "：：： chart acme-bars",
    "capitals": "::: Chart acme-bars",
    "more words": "::: chart acme-bars now",
    "nothing": ":::",
    "three braces": "{{{ firms.capex/acme@2025-Q4 }}}",
    "a figure of two lines": "{{ firms.capex/acme\n@2025-Q4 }}",
    "one brace": "{{ firms.capex/acme@2025-Q4 }",
    "a figure in a figure": "{{ sum {{ firms.capex/acme@2025-Q4 }} }}",
    "code in a figure": "{{ `firms.capex/acme@2025-Q4` }}",
    "a bar in a table": "| a |\n|---|\n| {{ firms.capex/acme@2025-Q4 | c }} |",
    "the marks of a merge": "<<<<<<< HEAD\nAcme\n=======\nGlobex\n>>>>>>> other",
    "an inner fence": "```\n::: chart acme-bars\n```\n\n```\n",
}


def sentences(body: str, project: Path) -> list[str]:
    for code in LOCALES:
        page = project / "docs" / code / "index.md"
        page.write_text(FRONT + body + "\n", encoding="utf-8")
    library, _ = read_library(project / "data")
    return [
        str(problem)
        for problem in (
            *page_problems(project / "docs", library),
            *unshown(project / "docs", library),
        )
        if problem.where.file == "docs/en/index.md" and " has no twin" not in problem.message
    ]


def rendered(body: str, library: Library, icons: Icons | None = None) -> str:
    build = Build(library, LOCALES["en"], icons=icons or Icons())
    extensions = ["explainer.pages.markdown_extension", *EXTENSIONS, "toc"]
    configs = {"explainer.pages.markdown_extension": {"build": build}}
    return markdown.markdown(body, extensions=extensions, extension_configs=configs)


@pytest.mark.parametrize("sign", [CHART, FIGURE, "### Acme"], ids=["block", "figure", "heading"])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_told_is_understood(
    place: str, sign: str, project: Path, library: Library
) -> None:
    _either(PLACES[place].replace("X", sign), project, library)


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_told_or_understood(odd: str, project: Path, library: Library) -> None:
    _either(ODD[odd], project, library)


def _either(body: str, project: Path, library: Library) -> None:
    """Either there is a sentence with the right line, or the page shows what it should."""
    told = sentences(body, project)
    if told:
        lines = [int(one.split(":")[1]) for one in told]
        first = FRONT.count("\n") + 1
        assert all(first <= line <= first + body.count("\n") + 1 for line in lines), told
        return
    html = rendered(body, library)
    page = f"<html><body>{html}</body></html>"
    if "### Acme" in body and any(
        "###" in str(one) for one in finished.problems_of(page, "", "", "")
    ):
        return  # seen at the end
    signs = [one for one in finished.problems_of(page, "x", "", "/") if "readers see" in str(one)]
    assert signs == [], html
    without = re.sub(r"<!--.*?-->|<pre>.*?</pre>|<code>.*?</code>", "", html, flags=re.DOTALL)
    reading = reading_of(body)
    assert without.count("<figure") == len(reading.directives), html
    assert without.count("<data") >= len(reading.figures), html
    assert len(re.findall(r"<h[1-6]", re.sub(r"<figure.*", "", without, flags=re.DOTALL))) == len(
        reading.headings
    ), html


SENTENCES = {
    "\u00a0X": '"\u00a0::: chart acme-bars" has a no-break space (U+00A0) in it; write ordinary spaces',
    "> X": "stands in a quotation; begin the line with :::",
    "Acme[^1].\n\n[^1]: Acme\n\n    X": "stands in a footnote; begin the line with :::",
    "    X": "is indented; begin the line with :::",
    "<div>\nX\n</div>": "stands in raw HTML, which is left as it is; add markdown to its first tag",
    "```\nX": "the fence that begins here has no end; write the same ``` or ~~~ alone",
    "<!-- Acme\n\nX": "a comment begins here and has no end; write -->",
    "Acme X": "is shown as it is; write it alone on its line",
    "<<<<<<< HEAD\nX": '"<<<<<<< HEAD" is left from a merge; keep one of the two versions',
    "X\u2028": 'the line has a line break (U+2028) after "::: chart acme-bars"',
    "X\ue000": 'the line has a private-use character (U+E000) after "::: chart acme-bars"; take it out',
    "> ## Acme": 'heading "> ## Acme" stands in a quotation',
    "<h2>Acme</h2>": '"<h2>Acme</h2>" is a heading in raw HTML, which menus do not find',
}


@pytest.mark.parametrize("body", SENTENCES)
def test_the_sentence_has_a_remedy(body: str, project: Path) -> None:
    told = " ".join(sentences(body.replace("X", CHART), project))
    assert SENTENCES[body] in told


def test_headings_are_those_of_the_site() -> None:
    body = "Acme\n====\n\n##Globex\n\n```\n# no\n```\n\n<!-- # no -->\n\nOne\n---\n\n    # no\n"
    page = page_of(FRONT + body, "docs/en/x.md")
    assert [(one.title, one.level, one.line) for one in page.sections[2:]] == [
        ("Acme", 1, 6),
        ("Globex", 2, 9),
        ("One", 2, 17),
    ]
    assert not [text for section in page.sections for _, text in section.prose if "=" in text]


def test_fences_are_those_of_the_site() -> None:
    """Found in one pass; Python-Markdown's own expression takes minutes on what never ends."""
    from markdown.extensions.fenced_code import FencedBlockPreprocessor

    text = "a\n```\n~~~\n```\n~~~ x\n````\n~~~\n\n````py\n```\n````  \n```x y\n~~~~\n~~~\n~~~~\n"
    theirs = set()
    for match in FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text):
        first = text.count("\n", 0, match.start()) + 1
        theirs |= {*range(first, first + match[0].count("\n") + 1)}
    assert reading_of(text).fenced == theirs


def test_front_matter_is_what_mkdocs_takes_for_it() -> None:
    assert meta.YAML_RE.pattern == markdown_source.FRONT_MATTER.pattern
    text = "---  \ntitle: A\n...\t\n\n\n# B\n"
    fields, body, line = markdown_source.split(text)
    assert (body.lstrip("\n"), yaml.safe_load(fields or "")) == meta.get_data(text)
    assert line == 4


def test_the_extensions_are_those_of_the_site() -> None:
    """Ours and the table of contents aside, which reading does without."""
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("markdown_extensions:")[2]
    named = set(re.findall(r"^  - ([\w.]+)", lines.partition("\nhooks:")[0], re.MULTILINE))
    by_mkdocs = {"toc", "tables", "fenced_code"}
    assert {*EXTENSIONS, "explainer.pages.markdown_extension", "toc"} == named | by_mkdocs


FRONTS = {
    "---\n- a\n---\n": "2: the front matter is a list; write fields",
    "---\n---\n": "",
    "---\n\n---\n": "1: the front matter is empty; write title: … and description: … in it",
    "---\ntitle: 2025\ndescription: D\n---\n": '2: title "2025" is read by YAML as a number; write',
    "---\ntitle: 2025-10-29\ndescription: D\n---\n": '2: title "2025-10-29" is read by YAML as a date',
    "---\ntitle: yes\ndescription: D\n---\n": '2: title "yes" is read by YAML as true or false',
    "---\ntitle: !!python/name:os.system x\ndescription: D\n---\n": "2: title",
    "---\ntitle: A\ntitle: B\ndescription: D\n---\n": '3: field "title" stands twice',
    "---\ntitle: A\ndescription: D\nhide: [toc]\n---\n": '4: the front matter has an unknown field "hide"',
    "---\ntitle: A\ndescription: D\ntemplate: 404.html\n---\n": "4: the front matter has an unknown field",
    "---\ntitle: A\ndescription: D\n---\u00a0\n\nA\n": "4: the front matter ends with --- alone",
    "---\ntitle: A\ndescription: D\n----\n\nA\n": "4: the front matter ends with --- alone",
    "--- # x\ntitle: A\ndescription: D\n---\n": "1: the front matter begins with --- alone",
    "---\ntitle: A\ndescription: D\n---": "4: nothing follows the front matter; write the page",
    "---\ntitle: A\ndescription: D\n\nA\n": "1: the front matter has no end; write --- alone",
    "title: A\ndescription: D\n\nA\n": "1: the page has no front matter; begin it with ---",
    "\n---\ntitle: A\ndescription: D\n---\n": "1: the page has no front matter; begin it with ---",
    "---\n\ttitle: A\n---\n": "2: this is not YAML",
    "---\ntitle: {{ a }}\ndescription: D\n---\n": "2: ",
    "---\ntitle: A {{ a\ndescription: D\n---\n": "2: title: a figure begins or ends without",
    "---\ntitle: [A]\ndescription: D\n---\n": "2: title is a list; write a single value",
    "\ufeff\ufeff---\ntitle: A\n---\n": "1: the line has a byte-order mark (U+FEFF); take it out",
}


@pytest.mark.parametrize("text", FRONTS)
def test_front_matter_that_mkdocs_reads_otherwise_has_a_sentence(text: str, project: Path) -> None:
    page = project / "docs" / "en" / "index.md"
    page.write_text(text, encoding="utf-8")
    library, _ = read_library(project / "data")
    told = [str(one) for one in page_problems(project / "docs", library)]
    assert any(one.startswith(f"docs/en/index.md:{FRONTS[text]}") for one in told), told


def test_the_bytes_before_a_page_are_no_sign(project: Path) -> None:
    for path in (project / "docs").rglob("*.md"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    library, _ = read_library(project / "data")
    assert [*page_problems(project / "docs", library)] == []

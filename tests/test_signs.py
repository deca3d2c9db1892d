"""The signs of Material: each is part of a page, in both languages, or is refused with a reason."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from explainer.checking import theme
from explainer.checking.icons import Icons
from explainer.checking.markdown_source import page_of, prose_of
from explainer.checking.pages import problems_of as page_problems
from explainer.checking.settings import problems_of as settings_problems
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.generated import shown_on
from explainer.pages.search import sections
from tests.accessibility import CONTRAST, faults
from tests.conftest import ROOT, Site
from tests.test_reading import CHART, FIGURE, FRONT, rendered, sentences

# By the pages of Material's reference: what is typed, and what it becomes, or what is said of it
# (after "!").
REFERENCE = {
    "admonitions": [
        ("!!! note\n    Acme", r'<div class="box box--note">\s*<p class="box__title">Note</p>'),
        ('!!! note "Acme & co"\n    x', r'<p class="box__title">Acme &amp; co</p>'),
        ('!!! note ""\n    Acme', r'<div class="box box--note">\s*<p>Acme</p>'),
        ("!!! note\n    !!! tip\n        Acme", r'box--note">.*box--tip">.*Acme'),
        ("??? warning\n    Acme", r'<details class="box box--warning">\s*<summary class="box__title">'),
        ("???+ warning\n    Acme", r'<details class="box box--warning" open="open">'),
        ("!!! note inline end\n    Acme", '!"inline" does nothing on a box'),
        ("!!! hint\n    Acme", '!box "hint" is unknown; write one of: abstract, bug,'),
        ("!!! note\nAcme", "!has nothing in it; begin the lines of the box with 4 spaces"),
        ('!!! note "Acme\n    x', "!is shown as it is; write !!! note"),
        ("/// note\nAcme\n///", "!is a block that this site does not know"),
    ],
    "annotations": [
        ("Acme (1).\n{ .annotate }\n\n1. A **company**.", r'Acme<button aria-label="Note 1" class="call" data-search-exclude="true" popovertarget="note-1-1" type="button">1</button>\.</p>\s*<ol class="notes">\s*<li id="note-1-1" popover="auto">A <strong>company</strong>'),
        ('!!! note annotate "Acme (1)"\n    x\n\n1. A company.', r'Acme<button .*</p>.*<ol class="notes">'),
        ("Acme (1) and (2).\n{ .annotate }\n\n1. One.", "!asks for notes, and it calls (1), (2) and 1 note follows"),
        ("Acme (1).\n{ .annotate }\n\nGlobex.", "!no numbered list follows it"),
        ("Acme.\n{ .annotate }\n\n1. One.", "!no note is called in it"),
        ('<div class="annotate" markdown>\n\nAcme (1).\n\n</div>', "!asks for notes in raw HTML"),
    ],
    "buttons": [
        ("[Acme](index.md){ .md-button .md-button--primary }", r'<a class="md-button md-button--primary" href="index.md">Acme</a>'),
    ],
    "code blocks": [
        ('```yaml title="a & b" linenums="7" hl_lines="2"\na\nb\n```', r'<p class="code__title">a &amp; b</p><pre><code class="language-yaml"><span class="code__line" data-line="7">a</span>\n<mark class="code__line" data-line="8">b</mark>'),
        ('``` { .yaml hl_lines="1-2" }\na\nb\n```', r'<code class="language-yaml"><mark class="code__line">a</mark>\n<mark'),
        ("- Acme\n\n    ```\n    a\n      b\n    ```", r"<li>\s*<p>Acme</p>\s*<pre><code>a\n  b\n</code></pre>"),
        ("```yaml linenos=1\na\n```", '!"linenos="1"" does nothing on code'),
        ('```yaml hl_lines="3"\na\n```', '!"hl_lines="3"" does nothing on code'),
        ("``` { .yaml .annotate }\na\n```", '!".annotate" does nothing on code'),
        ("Acme\n\n    ```\n    a\n    ```", "!is indented and belongs to no list, box or tab"),
        ("`#!python a`", "!names a language of code in a line"),
        ("--8<-- \"a.md\"", "!takes text from another file"),
    ],
    "content tabs": [
        ('=== "A"\n\n    a\n\n=== "B"\n\n    b\n\nc', r'<div aria-label="Tabs" class="tabs" role="group"><input checked="checked" id="tabs-1-1" name="tabs-1" type="radio"><label for="tabs-1-1">A</label>\s*<div class="tab">\s*<p>a</p>\s*</div>\s*<input id="tabs-1-2" name="tabs-1" type="radio"><label for="tabs-1-2">B</label>'),
        ('=== "A"\n\n    a\n\n===! "B"\n\n    b', r'name="tabs-1".*name="tabs-2"'),
        ('=== "A"\n\n    a\n\n===+ "B"\n\n    b', r'<input checked="checked" id="tabs-1-2"'),
        ("=== A\n\n    a", '!write === "A name"'),
        ('=== "A {{ firms.capex/acme@2025-Q4 }}"\n\nb', "!has nothing in it; begin the lines of the tab with 4 spaces"),
    ],
    "data tables": [("| a | b |\n|---|--:|\n| c | d |", r'<td class="align-right">d</td>')],
    "diagrams": [("```mermaid\ngraph LR\n```", "!is a diagram, which needs a script from elsewhere; draw a chart")],
    "footnotes": [("Acme[^1].\n\n[^1]: A company.", r'<a class="footnote-ref" href="#fn:1">1</a>')],
    "formatting": [
        ("==a== ^^b^^ ~~c~~ H~2~O x^2^", r"<mark>a</mark> <ins>b</ins> <del>c</del> H<sub>2</sub>O x<sup>2</sup>"),
        ("==a {{ firms.capex/acme@2025-Q4 }}==", r'<mark>a <a class="figure"'),
        ("++ctrl+shift+k++", r'<span class="keys"><kbd>Ctrl</kbd>\+<kbd>Shift</kbd>\+<kbd>K</kbd></span>'),
        ("++ctlr+k++", '!key "ctlr" is unknown; did you mean "ctrl"?'),
        ("a {++b++} c", "!is a note of a reviewer"),
    ],
    "grids": [
        ('<div class="grid cards" markdown>\n\n- **Acme**\n\n    ---\n\n    b\n\n</div>', r'<div class="grid cards">\s*<ul>\s*<li>\s*<p><strong>Acme</strong></p>\s*<hr>\s*<p>b</p>'),
        ('<div class="grid" markdown>\n\nAcme\n{ .card }\n\n</div>', r'<p class="card">Acme</p>'),
    ],
    "icons, emojis": [
        ("a :material-factory:{ .lg } b", r'a <svg aria-hidden="true" class="icon lg" viewBox="0 0 24 24"><path d="[^"]+"></path></svg> b'),
        ("[:octicons-link-external-16: Acme](index.md)", r'<a href="index.md"><svg .*</svg> Acme</a>'),
        (":material-factry:", '!icon ":material-factry:" is unknown; did you mean "material-factory"?'),
        ("a :smile: b", '!":smile:" is an emoji by its name, which would load from another site'),
    ],
    "images": [
        ('![Acme](a.png "b"){ width="300" loading=lazy }', r'<img alt="Acme" loading="lazy" src="a.png" title="b" width="300">'),
        ('<figure markdown="span">\n![Acme](a.png)\n<figcaption>b</figcaption>\n</figure>', r"<figure>\s*<img .*<figcaption>b</figcaption>"),
        ("![Acme](a.png){ align=left }", "!a picture stands across the text"),
        ("![Acme](a.png#only-light)", "!shows a picture on one ground only"),
    ],
    "lists": [
        ("Acme\n\n:   A company.", r"<dl>\s*<dt>Acme</dt>\s*<dd>\s*<p>A company"),
        ("1. a\n\n    - b", r"<ol>\s*<li>\s*<p>a</p>\s*<ul>\s*<li>b"),
        ("- [x] Acme", "!is a box to tick, which says nothing to a screen reader"),
    ],
    "math": [
        ("$$\nx\n$$", "!begins a formula, which needs a script from elsewhere"),
        (r"a \(x_1\) b", "!begins a formula"),
        ("a $x^2$ b", "!begins a formula"),
        ("```math\nx\n```", "!is a formula"),
    ],
    "tooltips": [
        ('[Acme](index.md "A company")', r'<a href="index.md" title="A company">Acme</a>'),
        ("Acme.\n\n*[Acme]: A company", "!write the term in data/glossary.yml"),
    ],
    "others": [
        ("[TOC]", "!is not needed: the parts of a page stand beside it"),
        ('[=50% "a"]', "!is a bar of progress"),
        ("[[Acme]]", "!is a link of a wiki"),
        (">! Acme", "!hides text; write ??? note"),
        ("a\n{ .no-copy }", "!asks for a button on code"),
    ],
}  # fmt: skip
CASES = [(name, *case) for name, cases in REFERENCE.items() for case in cases]
PAGES = {code: (ROOT / "docs" / code / "toolbox.md").read_text("utf-8") for code in LOCALES}


def test_the_list_is_that_of_the_reference() -> None:
    assert list(REFERENCE) == [
        "admonitions", "annotations", "buttons", "code blocks", "content tabs", "data tables",
        "diagrams", "footnotes", "formatting", "grids", "icons, emojis", "images", "lists", "math",
        "tooltips", "others",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "expected"), CASES, ids=range(len(CASES)))
def test_each_sign_is_understood_or_refused(
    name: str, typed: str, expected: str, project: Path, library: Library
) -> None:
    told = sentences(typed, project)
    if expected.startswith("!"):
        assert any(expected[1:] in one for one in told), told
        first = FRONT.count("\n") + 1
        lines = {int(one.split(":")[1]) for one in told}
        assert all(first <= line <= first + typed.count("\n") for line in lines), told
    else:
        assert [one for one in told if "a.png" not in one] == []  # there is no such picture
        assert re.search(expected, rendered(typed, library), re.DOTALL)


def test_in_code_each_of_them_is_left_alone(project: Path, library: Library) -> None:
    body = "\n\n".join(f"````\n{typed}\n````" for _, typed, _ in CASES)
    assert sentences(body, project) == []
    assert set(re.findall(r"<[^>]*>", rendered(body, library))) == {
        "<pre>",
        "<code>",
        "</code>",
        "</pre>",
    }


INSIDE = {
    "a box": "!!! note\n    X",
    "a tab": '=== "A"\n\n    X',
    "a card": '<div class="grid cards" markdown>\n\n- Acme\n\n    X\n\n</div>',
    "a list": "- Acme\n\n    X",
    "an item": "- X",
    "a box in a list": "- Acme\n\n    ??? note\n        X",
    "a definition": "Acme\n\n:   X",
}


@pytest.mark.parametrize("place", INSIDE)
def test_figures_and_charts_stand_inside(place: str, project: Path, library: Library) -> None:
    for sign, made in ((CHART, "<figure"), (f"Acme: {FIGURE}.", "<data")):
        body = INSIDE[place].replace("X", sign)
        assert sentences(body, project) == []
        assert rendered(body, library).count(made) == 1
        assert "{{" not in rendered(body, library)
    page = page_of(FRONT + INSIDE[place].replace("X", CHART), "docs/en/x.md")
    assert page.shown("chart") == ["acme-bars"]


def test_what_is_inside_is_compared_with_the_other_language(project: Path) -> None:
    """As anything else: a figure, a chart or a number that only one of them has is told."""
    bodies = {
        "fr": "!!! note\n    Acme.",
        "en": f"!!! note\n    {FIGURE}, 42 machines.\n\n    {CHART}",
    }
    for code, body in bodies.items():
        (project / "docs" / code / "index.md").write_text(FRONT + body + "\n", encoding="utf-8")
    library, _ = read_library(project / "data")
    told = " ".join(str(one) for one in page_problems(project / "docs", library))
    assert f"cites {FIGURE[3:-3]}, which" in told
    assert "acme-bars" in told, told
    assert '"42" is typed and not bound to data' in told


@pytest.mark.parametrize("sign", ["!!! note", '=== "Acme"', "- Acme\n\n    ???+ tip"])
def test_headings_stand_outside(sign: str, project: Path) -> None:
    indent = "    " * (1 + sign.count("\n    "))
    (told,) = sentences(f"{sign}\n\n{indent}## Acme", project)
    assert "where menus and the other language do not find it" in told


def test_titles_and_keys_are_in_the_language_of_the_page(library: Library) -> None:
    import markdown

    from explainer.pages.markdown_extension import Build

    name = "explainer.pages.markdown_extension"
    french = markdown.markdown(
        '!!! warning\n    Acme\n\n=== "A"\n\n    ++shift+enter++\n\nAcme (1).\n{ .annotate }\n\n1. a',
        extensions=[name, "attr_list"],
        extension_configs={name: {"build": Build(library, LOCALES["fr"])}},
    )
    for words in (
        'box__title">Attention<',
        'aria-label="Onglets"',
        "<kbd>Maj</kbd>+<kbd>Entrée</kbd>",
    ):
        assert words in french


def test_a_term_is_explained_in_a_box_and_not_in_its_title(library: Library) -> None:
    html = rendered('!!! note "Capital expenditure"\n    Capital expenditure.', library)
    assert html.count('class="term"') == 1
    assert '<p class="box__title">Capital expenditure</p>' in html


def test_ids_are_not_doubled(library: Library) -> None:
    tabs = '=== "A"\n\n    a\n\n=== "B"\n\n    b\n\nc\n\n'
    notes = "Acme (1).\n{ .annotate }\n\n1. a\n\nc\n\n"
    ids = re.findall(r'\bid="([^"]+)"', rendered(tabs * 2 + notes * 2, library))
    assert len(ids) == len(set(ids)) == 6


def test_what_a_copy_editor_sees_is_words_alone() -> None:
    for typed, read in {
        '!!! note "Acme est là"': "Acme est là",
        "??? note": "",
        '    === "Acme"': "Acme",
        "CO~2~ et ==m^2^==": "CO2 et m2",
        "Acme (1) dépense.": "Acme dépense.",
        "[Acme](a.md){ .md-button }": "Acme",
    }.items():
        assert prose_of(typed) == read
    assert "ctrl" not in prose_of("Les touches ++ctrl+k++")
    assert "factory" not in prose_of(":material-factory: Acme")


def test_the_search_finds_what_is_in_boxes_and_tabs(library: Library) -> None:
    typed = '## Acme {#acme}\n\n!!! note\n    H~2~O\n\n=== "Globex"\n\n    ==Ini==tech (1)\n    { .annotate }\n\n    1. Hooli'
    *_, found = sections("x/", "X", rendered(typed, library).replace('id="acme-', 'id="'))
    text = found["text"]
    assert "H2O" in text
    for word in ("Globex", "Initech", "Hooli"):
        assert word in text


# -- icons ------------------------------------------------------------------------------------------


def test_a_site_has_icons_of_its_own_which_come_first(tmp_path: Path) -> None:
    (tmp_path / "material").mkdir()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="x()"><script>x</script><g id="a"><path d="M0 0"/></g></svg>'
    (tmp_path / "material" / "factory.svg").write_text(drawing)
    icon = Icons(tmp_path).element("material-factory")
    assert icon is not None
    assert icon.get("viewBox") == "0 0 1 1"
    assert [one.tag for one in icon.iter()] == ["svg", "g", "path"]
    assert not any("onload" in one.attrib or "id" in one.attrib for one in icon.iter())


def test_an_icon_may_lie_in_a_folder() -> None:
    assert Icons().element("fontawesome-solid-bolt") is not None
    assert Icons().element("fontawesome-solid") is None


@pytest.fixture
def no_material(monkeypatch: pytest.MonkeyPatch) -> None:
    """Material for MkDocs is not installed."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "material" else find(name)
    )


@pytest.mark.usefixtures("no_material")
def test_without_material_an_icon_is_refused_with_a_sentence(project: Path) -> None:
    told = " ".join(sentences("a :material-factory: b", project))
    assert 'icon ":material-factory:" is not in overrides/.icons, and Material' in told


@pytest.mark.usefixtures("no_material")
def test_the_site_itself_needs_no_material(real_library: Library) -> None:
    told = [str(one) for one in page_problems(ROOT / "docs", real_library)]
    assert told == []
    icons = theme.icons_of(ROOT)
    used = set(re.findall(r":((?:material|octicons)-[\w-]+):", "".join(PAGES.values())))
    assert used
    assert all(icons.path(name) for name in used)


# -- mkdocs.yml ---------------------------------------------------------------------------------------


SETTINGS = {
    "theme:\n  palette: {scheme: slate}\n": "2: theme.palette does nothing here: colours are in",
    "theme:\n  features:\n    - navigation.tabs\n": "2: theme.features does nothing here: the frame",
    "theme:\n  icon:\n    repo: fontawesome/brands/git\n": "3: theme.icon.repo does nothing here: the frame has words",
    "theme:\n  icon:\n    admonition:\n      hint: octicons/tag-16\n": '4: box "hint" is unknown; write one of: abstract, bug,',
    "theme:\n  icon:\n    admonition:\n      note: octicons/tga-16\n": '4: icon ":octicons-tga-16:" is unknown; did you mean',
    "plugins:\n  - search\n": '2: the plugin "search" does nothing here: the site has its own',
    "plugins:\n  - material/blog:\n      x: 1\n": '2: the plugin "material/blog" does nothing here: the site comes out',
    "plugins:\n  - social\n  - privacy\n": '3: the plugin "privacy" does nothing here: pages load nothing',
    "markdown_extensions:\n  - admonition\n": '2: the extension "admonition" is not needed',
    "markdown_extensions:\n  - pymdownx.arithmatex:\n      generic: true\n": '2: the extension "pymdownx.arithmatex" makes pages otherwise than they are checked',
}  # fmt: skip


@pytest.mark.parametrize("text", SETTINGS)
def test_what_mkdocs_yml_asks_of_material_in_vain(text: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    told = [str(one) for one in settings_problems(tmp_path)]
    assert any(one.startswith(f"mkdocs.yml:{SETTINGS[text]}") for one in told), told
    assert all("; " in one for one in told), "there is a remedy"


def test_boxes_have_the_icons_that_theme_icon_names(tmp_path: Path, library: Library) -> None:
    text = "theme:\n  icon:\n    admonition:\n      note: octicons/tag-16\n"
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert settings_problems(tmp_path) == []
    html = rendered("!!! note\n    a\n\n!!! tip\n    b", library, theme.icons_of(tmp_path))
    assert re.search(r'<p class="box__title"><svg [^>]*>.*</svg>Note</p>', html)
    assert html.count("<svg") == 1


@pytest.mark.parametrize("field", ["tags", "hide", "icon", "status", "template", "search"])
def test_fields_of_material_in_the_front_matter(field: str, project: Path) -> None:
    page = project / "docs" / "en" / "index.md"
    page.write_text(page.read_text("utf-8").replace("---\n", f"---\n{field}: x\n", 1), "utf-8")
    library, _ = read_library(project / "data")
    told = [str(one) for one in page_problems(project / "docs", library)]
    assert f'docs/en/index.md:2: field "{field}" does nothing here: ' in told[0]


# -- the toolbox: a page that shows every sign --------------------------------------------------------


def samples(text: str) -> list[tuple[str, str]]:
    """What is typed in each sample of the page, and what stands beside it."""
    found = []
    for sample in text.split('<div class="sample" data-search-exclude markdown>\n\n')[1:]:
        fence, _, after = sample.partition("markdown\n")
        typed, _, beside = after.partition(f"\n{fence}\n\n")
        end = beside.index("\n\n</div>", len(typed) - 1)
        found.append((typed, beside[:end]))
    return found


@pytest.mark.parametrize("code", LOCALES)
def test_what_the_toolbox_shows_is_what_it_says(code: str) -> None:
    assert len(samples(PAGES[code])) >= 18
    for typed, beside in samples(PAGES[code]):
        assert beside == typed
    rows = re.findall(r"^`(\{\{.*?\}\})`\n:   (.*)$", PAGES[code], re.MULTILINE)
    assert len(rows) >= 20
    for typed, beside in rows:
        assert beside == typed


def test_the_toolbox_has_the_same_samples_in_both_languages() -> None:
    french, english = (samples(PAGES[code]) for code in ("fr", "en"))
    shape = [[re.findall(r"^\W+", line) for line in typed.split("\n")] for typed, _ in french]
    assert shape == [
        [re.findall(r"^\W+", line) for line in typed.split("\n")] for typed, _ in english
    ]


def test_the_toolbox_shows_all_that_there_is() -> None:
    from explainer.checking.boxes import KINDS
    from explainer.checking.pages import KINDS as DIRECTIVES

    for text in PAGES.values():
        for kind in KINDS:
            assert f"`{kind}`" in text
        for directive in set(DIRECTIVES) - {"page"}:  # which charts' own pages have
            assert f"::: {directive}" in text
        for sign in ("!!! ", "???", "???+", "===", "==", "^^", "~~", "++", ".md-button", "{ .annotate }", "[^", ":material-", "grid cards", 'class="grid"', "hl_lines", "linenums", "title="):  # fmt: skip
            assert any(sign in typed for typed, _ in samples(text)), sign


# -- in a browser --------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("address", ["", "en/"])
def test_lines_of_a_list_stand_equally_far_apart(address: str, look_at: Any) -> None:
    """A term is a button in a line, and no block that would push the line down."""
    page = look_at(address)
    terms = page.locator("main :is(li, dd) > .term")
    assert terms.count() >= 1
    margins = "found => [...new Set(found.map(one => getComputedStyle(one).margin))]"
    assert terms.evaluate_all(margins) == ["0px"]


@pytest.mark.browser
def test_tabs_are_chosen_with_the_keyboard_and_without_a_script(look_at: Any) -> None:
    page = look_at("en/toolbox/", java_script_enabled=False)
    tabs = page.locator(".sample .tabs")
    assert tabs.locator(".tab:visible").count() == 1
    tabs.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    assert tabs.locator(".tab").nth(1).is_visible()
    assert not tabs.locator(".tab").first.is_visible()
    page.keyboard.press("ArrowLeft")
    tabs.locator("label").nth(1).click()
    assert tabs.locator(".tab").nth(1).is_visible()
    tabs.locator("label").first.click()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_notes_and_folded_boxes_open_without_a_script(width: int, look_at: Any) -> None:
    page = look_at("toolbox/", width, java_script_enabled=False)
    call = page.locator(".call").first
    note = page.locator("#note-1-1")
    assert not note.is_visible()
    call.focus()
    page.keyboard.press("Enter")
    assert note.is_visible()
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    assert not note.is_visible()
    folded = page.locator("details.box").first
    folded.locator("summary").click()
    assert folded.locator("p").first.is_visible()
    folded.locator("summary").click()


@pytest.mark.browser
def test_on_paper_nothing_is_folded_away(look_at: Any) -> None:
    page = look_at("toolbox/")
    page.emulate_media(media="print")
    for locator in (".tab", ".notes > li", "details.box > :not(summary)"):
        found = page.locator(locator)
        assert found.count() > 0
        for n in range(found.count()):
            assert found.nth(n).bounding_box()["height"] > 10, locator
    page.emulate_media(media="null")


@pytest.mark.browser
def test_axe_finds_nothing_with_all_of_it_open(open_page: Any) -> None:
    page = open_page("toolbox/", 320)
    page.locator("details.box").first.locator("summary").click()
    page.locator(".sample .tabs label").nth(1).click()
    page.locator(".call").first.click()
    assert page.locator("#note-1-1").is_visible()
    assert faults(page) == ""
    page.emulate_media(color_scheme="dark")
    assert page.locator("#note-1-1").is_visible()
    assert faults(page, CONTRAST) == "", "nothing else changes with the light"


def test_only_pages_with_signs_hold_their_style(site: Site) -> None:
    def has_it(page: str) -> bool:
        style = (site.folder / page / "index.html").read_text("utf-8").partition("</style>")[0]
        return ".tabs>input" in style

    assert has_it("toolbox")
    for page in (
        "meta/risky-bet",
        "en/industry/spending",
        "verify/claims",
        "verify/data/meta.capex",
    ):
        assert not has_it(page)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_pages_of_charts_do_not_name_the_toolbox(code: str) -> None:
    """Its samples stay out of the search too, see `samples`."""
    library = read_library(ROOT / "data")[0]
    shown = shown_on(ROOT / "docs", library, LOCALES[code])
    assert "free-cash-flow-bridge" in page_of(PAGES[code], "toolbox.md").shown("chart")
    assert "free-cash-flow-bridge" in shown, "it is drawn"
    assert [id for id, pages in shown.items() for path, _ in pages if path == "toolbox.md"] == []

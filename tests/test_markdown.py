"""The two directives in Markdown, and what they leave alone."""

from __future__ import annotations

import re

import markdown
import pytest

from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.pages.markdown_extension import Build


def render(text: str, library: Library, code: str = "fr") -> str:
    build = Build(library, LOCALES[code])
    return markdown.markdown(
        text,
        extensions=[
            "explainer.pages.markdown_extension",
            "tables",
            "toc",
            "fenced_code",
            "attr_list",
        ],
        extension_configs={"explainer.pages.markdown_extension": {"build": build}},
    )


def test_a_figure_is_data_in_a_link_to_its_observation(library: Library) -> None:
    html = render("Acme a dépensé {{ firms.capex/acme@2025-Q4 }}.", library)
    assert html == (
        '<p>Acme a dépensé <a class="figure" data-behind="'
        "Dépenses d\u2019investissement, Acme, T4\u00a02025\u00a0: 19,37\u00a0Md$"
        "|Source\u00a0: Acme, 28\u00a0janv. 2026"
        "|Fiabilité A\u00a0: document de l\u2019émetteur lu directement"
        '" href="/verify/data/firms.capex.md#acme-2025-Q4">'
        '<data value="19370000000">19,37\u00a0milliards de dollars</data></a>.</p>'
    )


def test_a_day_is_a_time_element(library: Library) -> None:
    html = render("Le {{ date 2025-10-29 }}.", library)
    assert '<time datetime="2025-10-29">29\u00a0octobre 2025</time>' in html


@pytest.mark.parametrize("code", ["`{{ firms.capex@1 }}`", "```\n{{ x }}\n::: chart y\n```"])
def test_code_is_left_alone(code: str, library: Library) -> None:
    html = render(code, library)
    assert "{{" in html
    assert "<data" not in html
    assert "<figure" not in html


def test_a_heading_has_its_value_but_no_link(library: Library) -> None:
    html = render("## Acme : {{ firms.capex/acme@2025-Q4, short }}", library)
    assert "<h2" in html
    assert "19,37\u00a0Md$" in html
    assert "<a " not in html


def test_the_address_of_a_heading_does_not_move_with_its_figure(library: Library) -> None:
    figure = "{{ firms.capex/acme@2025-Q4, short }}"
    html = render(
        f"## Acme dépense {figure} par *an*\n\n## Acme dépense par an\n\n## {figure}\n\n"
        f"## Acme dépense {figure} par an\n\n## À {figure} {{: #ici }}\n\n## Le R&D",
        library,
    )
    assert re.findall(r'<h2 id="(.*?)"', html) == [
        "acme-depense-par-an",
        "acme-depense-par-an_2",
        "figure",
        "acme-depense-par-an_1",
        "ici",
        "le-rd",
    ]


def test_the_table_of_contents_keeps_the_spaces_of_headings(library: Library) -> None:
    build = Build(library, LOCALES["fr"])
    md = markdown.Markdown(
        extensions=["explainer.pages.markdown_extension", "toc", "attr_list"],
        extension_configs={
            "explainer.pages.markdown_extension": {"build": build},
            "toc": {"permalink": "#"},
        },
    )
    figure = "{{ change firms.capex/acme@2025-Q1 to 2025-Q2 }}"
    md.convert(f"# A\n\n## Acme : {figure} & *plus*\n\n## B {{: data-toc-label='C d' }}")
    (top,) = md.toc_tokens  # type: ignore[attr-defined]
    assert [entry["name"] for entry in top["children"]] == [
        "Acme\u00a0: 50\u202f% &amp; plus",
        "C d",
    ]


def test_a_figure_inside_a_link_keeps_one_link(library: Library) -> None:
    html = render("[voir {{ firms.capex/acme@2025-Q4, short }}](page.md)", library)
    assert html.count("<a ") == 1
    assert 'href="page.md"' in html
    assert "19,37\u00a0Md$" in html


def test_figures_stand_in_tables(library: Library) -> None:
    html = render("| a | b |\n|---|---|\n| x | {{ firms.capex/acme@2025-Q4, short }} |", library)
    assert "<td><a class" in html


def test_tables_are_aligned_by_a_class(library: Library) -> None:
    html = render("| a | b |\n|---|--:|\n| x | y |", library)
    assert '<td class="align-right">y</td>' in html
    assert "style=" not in html


def test_a_chart_is_a_figure_with_two_drawings_and_a_table(library: Library) -> None:
    html = render("Avant.\n\n::: chart acme-bars\n\nAprès.", library)
    assert html.index("Avant") < html.index("<figure") < html.index("Après")
    assert len(re.findall(r'<svg[^>]* role="img"', html)) == 2
    assert "<table>" in html
    assert "Graphique 1" in html
    assert "stash" not in html
    assert "wzxhzdk" not in html


def test_a_chart_needs_no_blank_lines_around_it(library: Library) -> None:
    html = render("Avant.\n::: chart acme-bars\nAprès.", library)
    assert "<p>Avant.</p>" in html
    assert "<p>Après.</p>" in html
    assert html.count("<figure") == 1


def test_charts_are_numbered_and_ids_are_unique(library: Library) -> None:
    html = render("::: chart acme-bars\n\n::: chart firms-lines\n\n::: chart acme-bars", library)
    assert re.findall(r"Graphique (\d)", html) == ["1", "2", "3"]
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {"acme-bars", "firms-lines", "acme-bars-3"} & set(ids) >= {"acme-bars", "firms-lines"}


def test_typography_is_set_in_text_and_not_in_code(library: Library) -> None:
    html = render("L'« IA » : `l'IA ?` **vraiment** ?", library)
    assert "L’«\u202fIA\u202f»\u00a0:" in html
    assert "<code>l'IA ?</code>" in html
    assert "</strong>\u202f?" in html


def test_punctuation_after_a_figure_is_set_as_after_a_word(library: Library) -> None:
    figure = "{{ firms.capex/acme@2025-Q4, short }}"
    html = render(f"Acme : {figure} ; « {figure} » : {figure} ?", library)
    assert re.findall(r"</a>([^<]*)", html) == ["\u202f; «\u202f", "\u202f»\u00a0: ", "\u202f?"]
    assert "</a>’s" in render(f"{figure}'s", library, "en")


def test_no_language_leaks_into_the_other(library: Library) -> None:
    french = render("::: chart firms-lines", library, "fr")
    english = render("::: chart firms-lines", library, "en")
    for word in ("Chart", "Source:", "Scope", "How to read", "bar", "axis", "n/a", "Download"):
        assert not re.search(rf">[^<]*\b{re.escape(word)}\b", french), word
    for word in ("Graphique", "Champ", "Lecture", "Télécharger", "T1", "milliards"):
        assert word not in english


def test_text_from_data_never_becomes_markup(project_with_markup: Library) -> None:
    html = render("::: chart acme-bars\n\n::: dataset firms.capex", project_with_markup)
    assert "<script" not in html
    assert "<img" not in html
    assert "<em>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("code", "words"),
    [("fr", "Retour à l\u2019appel de la note 1"), ("en", "Back to where note 1 is called")],
)
def test_a_note_leads_back_in_the_language_of_the_page(
    code: str, words: str, library: Library
) -> None:
    build = Build(library, LOCALES[code])
    html = markdown.markdown(
        "Un mot[^1].\n\n[^1]: Une note.",
        extensions=["explainer.pages.markdown_extension", "footnotes"],
        extension_configs={"explainer.pages.markdown_extension": {"build": build}},
    )
    assert f'title="{words}"' in html
    assert "Jump" not in html

"""What a copy editor marks, and what he leaves to the build; spelling in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.checking import proofreading, spelling, words
from explainer.checking.markdown_source import prose_of
from explainer.checking.proofreading import Passage
from explainer.errors import DataError, Where
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.load import read_library
from tests.conftest import ROOT


def passage(code: str, text: str) -> Passage:
    return Passage(Where("docs/x.md", 1), code, prose_of(text))


def marked(code: str, text: str, library: Library) -> list[str]:
    found = proofreading.problems_of([passage(code, text)], library)
    return [problem.message for problem in found if problem.where.file == "docs/x.md"]


def misspelled(code: str, text: str, library: Library) -> list[str]:
    found = spelling.problems_of(Path("none"), [passage(code, text)], library)
    return [problem.message.split('"')[1] for problem in found]


@pytest.mark.parametrize(
    ("code", "text", "instead"),
    [
        ("fr", "Un billion de dollars.", "milliard"),
        ("fr", "Deux trillions.", "1 000 milliards"),
        ("fr", "Environ 12 G$ par an.", "Md$"),
        ("fr", "Environ 12 B$ par an.", "Md$"),
        ("fr", "La dépréciation des serveurs.", "amortissement"),
        ("fr", "Les revenus de Meta.", "chiffre d'affaires"),
        ("fr", "Le revenu publicitaire.", "chiffre d'affaires"),
        ("fr", "L'économie digitale.", "numérique"),
        ("fr", "Un data center.", "centre de données"),
        ("fr", "Son backlog.", "carnet de commandes"),
        ("fr", "Le free cash-flow.", "flux de trésorerie disponible"),
        ("fr", "Le résultat opérationnel.", "résultat d'exploitation"),
        ("fr", "L'année fiscale.", "exercice"),
        ("fr", "La 2ème fois.", "2e"),
        ("fr", "Elle dit \"oui\".", "« … »"),
        ("fr", "Elle dit “oui”.", "« … »"),
        ("fr", "Une chose: la suite.", "add one"),
        ("fr", "La hausse de {{ change a@2024 to 2025, bare }}% par an.", "add one"),
        ("fr", "Oui , non.", "take it out"),
        ("fr", "Oui,non.", "add one"),
        ("fr", "Oui .", "take it out"),
        ("fr", "Oui  non.", "write one"),
        ("fr", "Vraiment ?!", "one mark"),
        ("fr", "Et...", "…"),
        ("fr", "( oui)", "take it out"),
        ("fr", "Le le mot.", "keep one"),
        ("fr", "« Oui.", "add it"),
        ("fr", "Oui ».", "add it"),
        ("en", "Three milliards.", "billion"),
        ("en", "A data center.", "data centre"),
        ("en", "Two datacentres.", "data centre"),
        ("en", "A program of purchases.", "programme"),
        ("en", "Ten percent.", "per cent"),
        ("en", "It says « yes ».", "“ … ”"),
        ("en", "One thing : the rest.", "take it out"),
        ("en", "Really ?", "take it out"),
    ],
)  # fmt: skip
def test_what_is_marked(code: str, text: str, instead: str, library: Library) -> None:
    messages = marked(code, text, library)
    assert messages
    assert all(instead in message for message in messages)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        # The build sets these by itself.
        ("fr", "Quoi ? Oui ! Ceci ; cela : « oui » et l'autre, à 12 %."),
        ("fr", "Quoi? Oui! Ceci; cela."),
        ("en", "It's \"fine\", isn't it? Yes; it's fine: 'tis."),
        # Words that only look like false friends.
        ("fr", "Ils sont revenus. Un amortissement, un milliard, des empreintes."),
        ("fr", "Nous nous arrêtons là."),
        ("en", "A billion, a computer program, data-centre sites, a programme."),
        ("en", "What it had had."),
        # Not prose.
        ("fr", "Voir `data center` et [le site](https://data.center/revenus?a=b)."),
        ("fr", 'Dit <q lang="en">the backlog</q>.'),
        ("fr", "| a  |  b |"),
        ("fr", "{: .lede }"),
        ("fr", "À 10:30, 1,5 et 2,5 ; a/b ; etc."),
        ("en", "At 10:30, 1,500 and 2.5; a/b (see below)."),
    ],
)  # fmt: skip
def test_what_is_not(code: str, text: str, library: Library) -> None:
    assert marked(code, text, library) == []


def test_a_quotation_may_run_over_lines_of_a_page(library: Library) -> None:
    read = [passage("fr", "Elle dit « oui,"), passage("fr", "puis non ».")]
    assert list(proofreading.problems_of(read, library)) == []


def test_what_is_marked_is_not_marked_again_for_its_spelling(library: Library) -> None:
    assert misspelled("en", "A data center of Acme.", library) == []


def test_a_word_is_accepted_where_it_is_right(project: Path) -> None:
    with (project / "data" / "accepted.yml").open("a", encoding="utf-8") as accepted:
        accepted.write(
            "- {check: wording, case: revenus des ménages, reason: Those are incomes.}\n"
        )
    library, problems = read_library(project / "data")
    assert problems == []
    assert marked("fr", "Les revenus des ménages.", library) == []
    assert len(marked("fr", "Les revenus des entreprises.", library)) == 1


@pytest.mark.parametrize(
    ("code", "text", "wrong"),
    [
        ("fr", "L'investissment d'Acme, qu'Acme paie aujourd'hui.", ["investissment"]),
        ("fr", "Des semi-conducteurs, un surcoût ; l’amortissement jusqu’ici.", []),
        ("fr", "Le prix, selon d'Dupontel et Jean-Dupontel.", ["Dupontel"]),
        ("fr", "Les puces H100 et les GPU à 12 MWh, IA comprise.", []),
        ("fr", "Écrire à quelqu.un@exampel.org ou voir exampel.org.", []),
        ("en", "Acme's capitalization, Globex' centre.", ["capitalization"]),
        ("en", "The color of its labor.", ["color", "labor"]),
        ("en", "Annualised capitalisation of data-centre programmes.", []),
        ("en", "Don't; it isn't; the firms' and Acme's GPUs.", []),
    ],
)  # fmt: skip
def test_spelling(code: str, text: str, wrong: list[str], library: Library) -> None:
    assert misspelled(code, text, library) == wrong


def test_a_word_on_a_list_is_right_in_its_language(project: Path, library: Library) -> None:
    words = project / "data" / "words"
    words.mkdir()
    (words / "names.txt").write_text("Dupontel\n", encoding="utf-8")
    (words / "en.txt").write_text("hyperscaler\n", encoding="utf-8")
    speller = spelling.Speller(project / "data", library)
    for code in LOCALES:
        assert speller.unknown("Dupontel", code) is None
        assert speller.unknown("dupontel", code) == "dupontel"
    assert speller.unknown("Hyperscaler", "en") is None
    assert speller.unknown("hyperscaler", "fr") == "hyperscaler"


def test_an_unknown_word_is_told_once_with_its_other_places(library: Library) -> None:
    read = [passage("fr", "Dupontel"), passage("fr", "Dupontel et Dupontel")]
    (problem,) = spelling.problems_of(Path("none"), read, library)
    assert "(it stands in 2 other places too)" in problem.message


def test_the_site_reads_well(real_library: Library) -> None:
    """Every line of every list is used and in no dictionary, and no word is on no list."""
    read = [*proofreading.passages(ROOT / "docs", real_library), *words.passages()]
    problems = [
        *proofreading.problems_of(read, real_library),
        *spelling.problems_of(ROOT / "data", read, real_library),
    ]
    assert str(DataError(problems)) == ""


def test_dictionaries_come_with_their_licences() -> None:
    for code in LOCALES:
        for name in (f"{code}.aff", f"{code}.dic", f"{code}.LICENSE.txt"):
            assert (Path(spelling.__file__).parent / "dictionaries" / name).exists()

"""The words of the site itself: both languages say as much, nothing is asked for in vain, and every
mistake in their files ends in a sentence with its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from explainer.__main__ import draw, main, problems_in
from explainer.checking import words as checks
from explainer.editing import speaking as edits
from explainer.forms import speaking as forms
from explainer.language import words
from explainer.language.locales import LOCALES, named
from explainer.language.typography import typeset
from explainer.pages.poster import templates
from tests.conftest import ROOT, mkdocs, small_source

FR, EN = (f"{words.SHOWN}/{code}.yml" for code in ("fr", "en"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(words.FOLDER, tmp_path / "words"))


def told(folder: Path) -> list[str]:
    return sorted(str(problem) for problem in words.read(folder)[1])


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def line_of(file: Path, start: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def test_nothing_is_wrong() -> None:
    assert checks.problems_of() == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "menu: Menu\n",
            "menu:\n",
            "menu is empty; write what the site says here",
        ),
        ("menu: Menu\n", 'menu: " "\n', "menu is empty; write what the site says here"),
        ("menu: Menu\n", "menu: [Menu]\n", "menu is a list; write a single value"),
        (
            "menu: Menu\n",
            "menu: no\n",
            'menu "no" is read by YAML as true or false; write it in quotes',
        ),
        (
            'target: "Pour {}"',
            'target: "Pour {quand}"',
            "target has braces that are neither {} nor {site}; write one of these",
        ),
    ],
)
def test_a_word_that_is_none(old: str, new: str, sentence: str, folder: Path) -> None:
    line = line_of(folder / "fr.yml", old.strip())
    replace(folder / "fr.yml", old, new)
    assert told(folder) == [f"{FR}:{line}: {sentence}"]


def test_a_word_in_one_language_only(folder: Path) -> None:
    line = line_of(folder / "fr.yml", "menu:")
    replace(folder / "en.yml", "menu: Menu\n", "")
    assert told(folder) == [f'{EN}:1: word "menu" is missing, which {FR}:{line} has; add it']


def test_a_word_that_stands_twice(folder: Path) -> None:
    line = line_of(folder / "en.yml", "menu:")
    replace(folder / "en.yml", "menu: Menu\n", "menu: Menu\nmenu: List\n")
    assert told(folder) == [
        f'{EN}:{line + 1}: field "menu" stands twice, first on line {line}; keep one of them'
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("''", "is empty; write what the site says here"),
        ("", "is empty; write what the site says here"),
        ("'{'", "has braces that are neither {} nor {site}; write one of these"),
        ("[Menu]", "is a list; write a single value"),
    ],
)
def test_a_word_that_is_refused_is_not_called_missing(
    folder: Path, text: str, sentence: str
) -> None:
    replace(folder / "fr.yml", "menu: Menu\n", f"menu: {text}\n")
    found, problems = words.read(folder)
    told = [str(problem) for problem in [*problems, *checks.problems_of(found)]]
    assert told == [f"{FR}:{line_of(folder / 'fr.yml', 'menu:')}: menu {sentence}"]


def test_a_word_with_a_place_for_data_in_one_language_only(folder: Path) -> None:
    replace(folder / "fr.yml", 'target: "Pour {}"', "target: Pour plus tard")
    here, there = (line_of(folder / f"{code}.yml", "target:") for code in ("fr", "en"))
    assert told(folder) == [
        f'{FR}:{here}: word "target" has no place for data and its twin at {EN}:{there} has {{}}; write the same in both'
    ]


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    """The twin's words are not told one by one as missing."""
    (folder / "fr.yml").write_bytes("menu: Détail\n".encode("latin-1"))
    assert told(folder) == [f"{FR}:1: the file is not UTF-8; save it as UTF-8"]
    (folder / "fr.yml").write_text("menu: 'Menu\n", encoding="utf-8")
    assert "this is not YAML" in told(folder)[0]
    (folder / "fr.yml").write_text("- menu\n", encoding="utf-8")
    assert told(folder) == [f"{FR}:1: the file is a list; write fields, like name: value"]
    (folder / "fr.yml").unlink()
    assert told(folder) == [f"{FR}:1: the file is missing; put it back"]


def test_a_word_that_nobody_asks_for_and_one_that_somebody_does(folder: Path) -> None:
    for code in ("fr", "en"):
        file = folder / f"{code}.yml"
        replace(file, "menu: Menu\n", "menus: Menus\n")
        replace(file, "kind:\n", "kind:\n  leaflet: tract\n")
    found, problems = words.read(folder)
    assert problems == []
    missing, *useless = [str(problem) for problem in checks.problems_of(found)]
    assert missing.startswith(
        f'{FR}:1: word "menu" is missing, which overrides/partials/header.html:'
    )
    assert missing.endswith('asks for; add it to both languages; did you mean "menus"?')
    assert [sentence.partition(": ")[2] for sentence in useless] == [
        'nobody asks for the word "menus"; take it out of both languages',
        'nobody asks for the word "kind:leaflet"; take it out of both languages',
    ]


def test_a_mistake_ends_a_check_and_a_drawing_in_its_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(folder / "en.yml", "menu: Menu\n", "")
    _, problems = words.read(folder)
    monkeypatch.setattr(checks, "PROBLEMS", problems)
    assert main(ROOT) == 1
    assert draw(ROOT, 1, 1) == 1
    assert capsys.readouterr().out.splitlines() == [str(problem) for problem in problems] * 2


def test_a_mistake_ends_a_build_in_its_sentence(tmp_path: Path) -> None:
    root = small_source(tmp_path / "root")
    file = root / "hooks" / "explainer" / "language" / "words" / "fr.yml"
    file.write_text(file.read_text(encoding="utf-8") + "menu: 'Menu\n", encoding="utf-8")
    last = len(file.read_text(encoding="utf-8").splitlines())
    built = mkdocs(root, tmp_path / "site", PYTHONPATH=str(root / "hooks"))
    assert built.returncode == 1
    assert f"{FR}:{last + 1}: this is not YAML: " in built.stderr
    assert "Traceback" not in built.stderr
    assert built.stderr.count(f"{FR}:") == 1


@pytest.mark.parametrize("code", ["fr", "en"])
def test_words_are_set_as_print(code: str) -> None:
    for key, word in words.WORDS[code].items():
        assert typeset(word.text, code) == word.text, key
    assert LOCALES["fr"].words["colon"] == "\u00a0: "
    assert LOCALES["fr"].words["missing_short"] == "n.\u202fd."


def test_a_word_may_bear_the_name_of_a_method() -> None:
    template = templates().from_string("{{ words.copy }}, {{ words.keys }}")
    assert template.render(words={"copy": "Copier", "keys": "Touches"}) == "Copier, Touches"


def test_words_name_the_site() -> None:
    site = named({"fr": "Le {prix} de l'eau", "en": "The Price of {Water}"})
    assert site["fr"].word("see_on_site") == "Voir sur Le {prix} de l’eau"
    assert site["fr"].word("credit", "x").startswith("Le {prix} de l’eau, licence")
    assert {locale.site_key for locale in site.values()} == {"price-of-water"}


@pytest.mark.parametrize("room", [edits, forms], ids=["editing", "forms"])
@pytest.mark.parametrize(
    ("code", "text", "message"),
    [
        ("fr", "Ce formulère : --accept nom, acme.", '"formulère" is in no French dictionary'),
        (
            "en",
            "This frm: make new WHAT=chart, see data/words/en.yml.",
            '"frm" is in no English dictionary',
        ),
    ],
)
def test_sentences_to_editors_are_spelled_right(
    room: Any, code: str, text: str, message: str, *, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, unreadable = room.sentences()
    key, old = next(iter(said[code].items()))
    changed = {**said, code: {**said[code], key: words.Word(text, old.where)}}
    monkeypatch.setattr(room, "sentences", lambda: (changed, unreadable))
    (found,) = [str(one) for one in problems_in(project)[1]]
    assert found.startswith(f"{old.where}: {message}")

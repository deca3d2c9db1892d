"""`new`: things are added by their verb, in their canonical form, and nothing is written over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from explainer.__main__ import problems_in
from explainer.editing import adding, speaking
from explainer.editing.menus import home, sections, with_page
from explainer.editing.running import Opened, arguments, edit
from explainer.errors import Problem
from explainer.refresh import writing

DAY = date(2026, 5, 4)
SOURCE = (
    "--title",
    "Report: 2025",
    "--publisher",
    "Acme",
    "--kind",
    "filing",
    "--published",
    "2026-02-12",
    "--url",
    "https://example.org/a",
)
PAGE = (
    "--title-fr", "Titre", "--title-en", "Title",
    "--description-fr", "Ce que nous savons de l'entreprise Acme, et ce que nous n'en savons pas.",
    "--description-en", "What we know of the company Acme, and what nobody has said about it.",
)  # fmt: skip


def run(
    root: Path,
    *words: str,
    answers: Sequence[str] | None = None,
    checked: bool = False,
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """How a verb ended and what it said; `answers` are typed in its terminal, if there is one."""
    said: list[str] = []
    left: Iterator[str] = iter(answers or ())

    def ask(prompt: str) -> str:
        said.append(prompt)
        for answer in left:
            said.append(f"{answer}\n")
            return answer
        raise EOFError

    def check(folder: Path) -> Sequence[Problem]:
        return problems_in(folder)[1] if checked else ()

    opened = Opened(said.append, ask if answers is not None else None, check, DAY)
    verb, *rest = words
    status = edit(verb, ["--folder", str(root), *rest], environment or {}, opened)
    return status, "".join(said).replace("\u202f", " ").replace("\u00a0", " ")


def state(root: Path) -> dict[str, str]:
    """All files of a project, by name."""
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def added(root: Path, before: Mapping[str, str]) -> dict[str, str]:
    """What was put behind each file, or the whole of a new one; nothing else may have changed."""
    found = {}
    for name, text in state(root).items():
        if text != before.get(name):
            assert text.startswith(before.get(name, ""))
            found[name] = text.removeprefix(before.get(name, ""))
    return found


@pytest.fixture
def project(project: Path) -> Path:
    (project / "mkdocs.yml").write_text(
        "site_name: Acme\nnav:\n  - index.md # first\n  - Comprendre: [understand/capex.md]\n",
        encoding="utf-8",
    )
    return project


THINGS = {
    "company": (
        ("new", "company", "initech", "--name", "Initech", "--ticker", "INI", "--fiscal-year-end", "06-30", "--colour-light", "#123456", "--colour-dark", "#abcdef"),
        "data/entities.yml",
        'initech:\n  kind: company\n  name: Initech\n  ticker: INI\n  fiscal_year_end: 06-30\n  colour: {light: "#123456", dark: "#abcdef"}\n',
    ),
    "entity": (
        ("new", "entity", "centre", "--kind", "site", "--name-fr", "Centre", "--name-en", "Middle", "--owner", "acme"),
        "data/entities.yml",
        "centre:\n  kind: site\n  name: {fr: Centre, en: Middle}\n  owner: acme\n",
    ),
    "source": (
        ("new", "source", "initech-2025-report", *SOURCE),
        "data/sources/initech.yml",
        '# yaml-language-server: $schema=../schemas/sources.json\ninitech-2025-report:\n  title: "Report: 2025"\n  publisher: Acme\n  kind: filing\n  published: 2026-02-12\n  url: https://example.org/a\n',
    ),
    "dataset": (
        ("new", "dataset", "acme.staff", "--unit", "count", "--kind", "stock", "--frequency", "year", "--grade", "B", "--from", "2024", "--to", "2025", "--entities", "acme, globex", "--name-fr", "Effectifs", "--name-en", "Staff", "--definition-fr", "Salariés.", "--definition-en", "Employees.", "--scope-fr", "Monde.", "--scope-en", "World."),
        "data/datasets/acme.staff.yml",
        ("# yaml-language-server: $schema=../schemas/dataset.json\nname: {fr: Effectifs, en: Staff}\ndefinition: {fr: Salariés., en: Employees.}\nscope: {fr: Monde., en: World.}\nunit: count\nkind: stock\nfrequency: year\ncutoff: 2026-05-04\ngrade: B\nseries:\n"
        "  acme:\n    - {period: 2024, not_verified: true}\n    - {period: 2025, not_verified: true}\n  globex:\n    - {period: 2024, not_verified: true}\n    - {period: 2025, not_verified: true}\n"),
    ),
    "chart": (
        ("new", "chart", "acme-lines", "--kind", "lines", "--series", "firms.capex/acme; acme.capex", "--from", "2025-Q1", "--highlight", "acme", "--title-fr", "no", "--title-en", "yes", "--subtitle-fr", "a", "--subtitle-en", "b", "--alt-fr", "c", "--alt-en", "d", "--how-to-read-fr", "{{ acme.capex@2025 }}", "--how-to-read-en", "f"),
        "data/charts/acme-lines.yml",
        '# yaml-language-server: $schema=../schemas/chart.json\nkind: lines\nseries:\n  - {dataset: firms.capex, entity: acme}\n  - {dataset: acme.capex}\ntitle: {fr: "no", en: "yes"}\nsubtitle: {fr: a, en: b}\nalt: {fr: c, en: d}\nhow_to_read: {fr: "{{ acme.capex@2025 }}", en: f}\nfrom: 2025-Q1\nhighlight: [acme]\n',
    ),
    "event": (
        ("new", "event", "--date", "2026-04-30", "--kind", "results", "--entities", "acme globex", "--text-fr", "Un fait.", "--text-en", "A fact.", "--source", "acme-2025"),
        "data/timeline.yml",
        "- date: 2026-04-30\n  kind: results\n  text: {fr: Un fait., en: A fact.}\n  entities: [acme, globex]\n  source: acme-2025\n",
    ),
    "term": (
        ("new", "terme", "sample", "--term-fr", "témoin", "--term-en", "sample", "--definition-fr", "Un exemple.", "--definition-en", "An example.", "--forms-fr", "témoins; un témoin", "--see", "capex"),
        "data/glossary.yml",
        "sample:\n  term: {fr: témoin, en: sample}\n  definition: {fr: Un exemple., en: An example.}\n  forms_fr: [témoins, un témoin]\n  see: [capex]\n",
    ),
    "claim": (
        ("new", "claim", "acme-rose", "--claim-fr", "a", "--claim-en", "b", "--said-who", "Acme", "--said-when", "2025-04-30", "--said-told-fr", "c", "--said-told-en", "d", "--said-source", "acme-2025", "--verdict", "accurate", "--reason-fr", "e", "--reason-en", "f", "--figures", "acme.capex@2025; firms.capex/acme@2025-Q4, short", "--since-fr", "g", "--since-en", "h"),
        "data/claims.yml",
        'acme-rose:\n  claim: {fr: a, en: b}\n  said:\n    - who: Acme\n      when: 2025-04-30\n      told: {fr: c, en: d}\n      source: acme-2025\n  verdict: accurate\n  reason: {fr: e, en: f}\n  figures: [acme.capex@2025, "firms.capex/acme@2025-Q4, short"]\n  since: {fr: g, en: h}\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_is_added_in_its_canonical_form_and_nothing_else_changes(
    thing: str, project: Path
) -> None:
    words, file, text = THINGS[thing]
    before = state(project)
    status, said = run(project, *words)
    assert status == 0, said
    assert f"Written: {file}\n" in said
    assert "Next: " in said
    assert added(project, before) == {file: text}
    if file not in before:
        assert writing.canonical(text) == text


@pytest.mark.parametrize("thing", [thing for thing in THINGS if thing != "event"])
def test_nothing_is_written_over(thing: str, project: Path) -> None:
    words, file, _ = THINGS[thing]
    assert run(project, *words)[0] == 0
    before = state(project)
    status, said = run(project, *words)
    assert status == 1
    assert f"“{words[2]}” exists already, at {file}" in said
    assert "nothing is written over" in said
    assert state(project) == before


def test_what_is_written_passes_the_checks_or_what_is_left_is_named(project: Path) -> None:
    status, said = run(project, *THINGS["company"][0], checked=True)
    assert (status, "Data and pages: no problem." in said) == (0, True)
    status, said = run(
        project,
        "new",
        "dataset",
        "initech.capex",
        "--unit",
        "usd-bn",
        "--frequency",
        "quarter",
        "--grade",
        "A",
        "--from",
        "2025-Q1",
        "--to",
        "2025-Q2",
        checked=True,
    )
    assert status == 0
    left = said.partition("Still to be filled in or mended:\n")[2].split("\nNext: ")[0]
    assert [line.partition(" is empty; write a value")[0] for line in left.split("\n")] == [
        f"  data/datasets/initech.capex.yml:{line}: {name}.{code}"
        for line, name in ((2, "name"), (3, "definition"), (4, "scope"))
        for code in ("fr", "en")
    ]
    assert state(project)["data/datasets/initech.capex.yml"].count('""') == 6
    # A dataset that is still being written hides nothing, and can be drawn already.
    status, said = run(
        project, "new", "chart", "initech-bars", "--kind", "bars", "--series", "initech.capex"
    )
    assert status == 0, said


def test_a_page_is_added_in_both_languages_and_gets_its_line_in_the_menus(project: Path) -> None:
    status, said = run(
        project,
        "new",
        "page",
        "understand/acme",
        *PAGE,
        "--charts",
        "acme-bars, firms-lines",
        "--lede-fr",
        "Une phrase.",
        "--lede-en",
        "A sentence.",
        checked=True,
    )
    assert status == 0, said
    assert "Data and pages: no problem." in said, said
    assert (project / "docs/fr/understand/acme.md").read_text("utf-8") == (
        "---\ntitle: Titre\ndescription: \"Ce que nous savons de l'entreprise Acme, et ce que nous n'en savons pas.\"\n---\n\n"
        "# Titre\n\n!!! short fact\n    Une phrase.\n\n::: chart acme-bars\n\n::: chart firms-lines\n"
    )
    assert (
        (project / "docs/en/understand/acme.md")
        .read_text("utf-8")
        .startswith("---\ntitle: Title\ndescription: ")
    )
    assert (
        (project / "mkdocs.yml")
        .read_text("utf-8")
        .endswith(
            "nav:\n  - index.md # first\n  - Comprendre: [understand/capex.md, understand/acme.md]\n"
        )
    )


NAV = "nav:\n  # what is new\n  - index.md # first\n  - Meta: # the story\n      - meta/a.md\n      # a comment\n      - meta/b.md\n\n  - Industry:\n      - industry/c.md # made\nplugins: []\n"


@pytest.mark.parametrize(
    ("text", "page", "after"),
    [
        (NAV, "meta/new.md", "      - meta/b.md\n      - meta/new.md\n"),
        (NAV, "industry/new.md", "      - industry/c.md # made\n      - industry/new.md\n"),
        (NAV, "new.md", "  - index.md # first\n  - new.md\n"),
        (NAV, "other/new.md", "  - index.md # first\n  - other/new.md\n"),
        ("nav: [a/b.md]\n", "a/new.md", "nav: [a/b.md, a/new.md]\n"),
        ("nav:\n  - A:\n      - a/b.md", "a/new.md", "      - a/b.md\n      - a/new.md"),
        ("nav:\n- Title: a/b.md\n- c.md\n", "d.md", "- c.md\n- d.md\n"),
    ],
)  # fmt: skip
def test_a_line_in_the_menus_changes_no_other(text: str, page: str, after: str) -> None:
    found = sections(text, "mkdocs.yml", [])
    result = with_page(text, home(found, page), page)
    assert after in result
    assert any(page in one.pages for one in sections(result, "mkdocs.yml", []))
    lines = [line for line in result.split("\n") if line.strip() != f"- {page}"]
    assert "\n".join(lines).replace(f", {page}", "") == text


REFUSED = {
    "nothing that can be added": (
        ("new", "dataste"),
        "“dataste” is nothing that can be added; did you mean “dataset”? There are: dataset, chart, claim, company, entity, event, page, source, term.\n",
    ),
    "no id": (
        ("new", "term", "Trésor", "--lang", "fr"),
        "« Trésor » ne peut pas être un id : écrivez des minuscules sans accent, des chiffres, des points et des traits d’union, 80 au plus, avec une lettre ou un chiffre aux deux bouts.\n",
    ),
    "unknown unit": (
        ("new", "dataset", "acme.x", "--unit", "usd-b", "--frequency", "year", "--grade", "A", "--from", "2024", "--to", "2025"),
        "unit “usd-b” does not exist; did you mean “usd-bn”? There are: usd, usd-bn, usd-m, usd-per-eur, count, eur, eur-bn, eur-m, gw, million, mw, percent, twh, years. How to add a unit: “Add a unit” in data/README.md.\n",
    ),
    "unknown unit, in French": (
        ("new", "dataset", "acme.x", "--unit", "écu", "--frequency", "year", "--grade", "A", "--from", "2024", "--to", "2025", "--lang", "fr"),
        "unit : « écu » n’existe pas ; il y a : count, eur, eur-bn, eur-m, gw, million, mw, percent, twh, usd, usd-bn, usd-m, usd-per-eur, years. Pour ajouter une unité : « Ajouter une unité » dans data/LISEZMOI.md.\n",
    ),
    "all together": (
        ("new", "dataset", "acme.capex", "--unit", "usd-bn", "--frequency", "yearly", "--cutoff", "4 May", "--from", "2024", "--to", "2025", "--colour", "red"),
        ("“acme.capex” exists already, at data/datasets/acme.capex.yml:1; nothing is written over: choose another id, or edit that one.\n"
        "frequency “yearly” does not fit; did you mean “year”? There are: year, day, half, irregular, month, quarter.\n"
        "cutoff “4 May” does not fit; write it like 2025-10-29.\n"
        "grade is needed: The usual grade of its observations. Write --grade … (GRADE=… with make), or run it in a terminal, where it is asked.\n"
        "“colour” is nothing that can be said here; there are: cutoff, definition-en, definition-fr, entities, family, frequency, from, grade, kind, name-en, name-fr, producer, scope-en, scope-fr, to, unit.\n"),
    ),
    "periods of another step": (
        ("new", "dataset", "acme.x", "--unit", "usd-bn", "--frequency", "quarter", "--grade", "A", "--from", "2025", "--to", "2024"),
        "2025 to 2024 is no span by “quarter”; write two periods of that step, the earlier one first.\n",
    ),
    "unknown entity of a chart": (
        ("new", "chart", "x", "--kind", "bars", "--series", "firms.capex/initech"),
        "“initech” is not in firms.capex; there are: acme, globex.\n",
    ),
    "no address": (
        ("new", "source", "acme-x", "--title", "a", "--publisher", "b", "--kind", "press", "--url", "example.org"),
        "url “example.org” does not fit; write an address that begins with https://.\n",
    ),
    "out of the project": (
        ("new", "page", "../../etc/passwd", *PAGE),
        "“../../etc/passwd.md” cannot be a page's name: write letters from a to z in lower case, digits, - and _, as in industry/acme.md.\n",
    ),
    "no such section": (
        ("new", "page", "a", *PAGE, "--section", "Comprendr"),
        "the menus have no section “Comprendr”; did you mean “Comprendre”? There are: Comprendre. Another one is added in nav and nav_translations of mkdocs.yml.\n",
    ),
    "too many words": (
        ("new", "event", "a", "b", "--text-fr"),
        "--text-fr has no value; write one after it.\n“b” stands there too many; put texts in quotes, and say what it is: --name-en “…”.\n",
    ),
    "an event with an id": (("new", "event", "a"), "An event has no id; leave “a” out.\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_told_in_one_sentence_each_and_nothing_is_written(
    case: str, project: Path
) -> None:
    words, sentences = REFUSED[case]
    before = state(project)
    status, said = run(project, *words)
    assert (status, said.replace("page’s", "page's")) == (1, sentences)
    assert state(project) == before


def test_data_that_cannot_be_read_are_mended_first(project: Path) -> None:
    path = project / "data/entities.yml"
    path.write_text(path.read_text("utf-8") + "odd:\n  kind: thing\n", encoding="utf-8")
    status, said = run(project, "new", "company", "initech", "--name", "Initech", "--lang", "fr")
    assert status == 1
    assert said.startswith("Réparez d’abord ce que make check dit de data/ :\ndata/entities.yml:")


def test_a_file_that_cannot_be_added_to_is_left_alone(project: Path) -> None:
    (project / "data/timeline.yml").write_text("[]\n", encoding="utf-8")
    status, said = run(project, *THINGS["event"][0])
    assert (status, said) == (
        1,
        "data/timeline.yml cannot be added to as it is written; write each of its items on lines of its own, as data/README.md shows, then try again.\n",
    )
    assert (project / "data/timeline.yml").read_text("utf-8") == "[]\n"


def test_all_files_are_written_or_none(project: Path) -> None:
    """A page of which one language cannot be written leaves the other, and the menus, as they were."""
    (project / "docs/en/industry").write_text("in the way", encoding="utf-8")
    before = state(project)
    with pytest.raises(OSError, match="industry"):
        run(project, "new", "page", "industry/acme", *PAGE)
    assert state(project) == before


@pytest.mark.parametrize("verb", ["new", "import"])
def test_help_is_given_in_both_languages(verb: str, project: Path) -> None:
    for code, word in (("fr", "puis"), ("en", "then")):
        status, said = run(project, verb, "--help", "--lang", code)
        assert status == 0
        assert said.startswith(verb)
        assert word in said


# -- in a terminal -----------------------------------------------------------------------------------


def test_in_a_terminal_it_asks_lists_what_there_is_and_asks_again(project: Path) -> None:
    answers = [
        "graphique",
        "acme-bars",
        "acme-deux",
        "acme.capx",
        "acme.capex",
        "bar",
        "bars",
        "Un",
        "One",
        "",
        "",
        "",
        "",
    ]
    status, said = run(project, "new", "--lang", "fr", answers=answers)
    assert status == 0, said
    asked = [line.partition("> ")[0] for line in said.split("\n") if "> " in line]
    assert asked == [
        "what",
        "id",
        "id",
        "series",
        "series",
        "kind",
        "kind",
        "title-fr",
        "title-en",
        "subtitle-fr",
        "subtitle-en",
        "alt-fr",
        "alt-en",
    ]
    assert "« acme-bars » existe déjà, dans data/charts/acme-bars.yml:1" in said
    assert "vouliez-vous dire « acme.capex » ?" in said
    assert "  acme.capex, acme.guidance, acme.moves, firms.capex, flows, fx.rates" in said
    assert "  heatmap: des choses par périodes, avec la valeur dans chaque case\n" in said
    assert "Ensuite : mettez « ::: chart »" in said
    assert (
        'title: {fr: Un, en: One}\nsubtitle: {fr: "", en: ""}\n'
        in state(project)["data/charts/acme-deux.yml"]
    )


@pytest.mark.parametrize("answers", [["company", "initech"], ["company", "initech", "", " ", "\t"]])
def test_who_stops_answering_leaves_nothing_behind(answers: list[str], project: Path) -> None:
    before = state(project)
    status, said = run(project, "new", answers=answers)
    assert status == 1
    assert said.endswith("No answer to name; nothing is written. Run it again when you know it.\n")
    assert state(project) == before


def test_many_ids_are_not_all_listed(project: Path) -> None:
    lines = "".join(f"firm-{n:03}:\n  kind: company\n  name: Firm\n" for n in range(60))
    path = project / "data/entities.yml"
    path.write_text(path.read_text("utf-8") + lines, encoding="utf-8")
    said = run(project, "new", "entity", "x", "--kind", "site", "--name", "X", "--owner", "firm-9")[
        1
    ]
    assert said.count("firm-") == 42  # what was typed, what was meant, and forty
    assert " … and 27 others" in said


# -- languages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "environment", "code"),
    [
        (None, {"LANG": "fr_FR.UTF-8"}, "fr"),
        (None, {"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        (None, {"LC_MESSAGES": "fr_BE"}, "fr"),
        ("fr", {"LANG": "de_DE"}, "fr"),
        ("en", {"LANG": "fr_FR"}, "en"),
        (None, {}, "en"),
    ],
)
def test_it_speaks_the_language_of_whoever_asks(
    given: str | None, environment: dict[str, str], code: str
) -> None:
    assert speaking.language(given, environment) == code


def test_the_sentences_are_the_same_in_both_languages_and_none_is_in_vain() -> None:
    words, problems = speaking.sentences()
    assert problems == []
    code = "".join(path.read_text("utf-8") for path in speaking.FOLDER.parent.glob("*.py"))
    made = {f"next:{thing}" for thing in (*adding.THINGS, "import")} | {
        f"ask:id_{thing}" for thing in adding.THINGS
    }
    made |= {f"language:{one}" for one in ("fr", "en")} | {
        f"step:{one}" for one in ("year", "half", "quarter", "month")
    }
    for key in words["fr"]:
        group = key.rpartition(":")[0]
        asked = re.search(rf"""["']{key}["']""", code) or key in made
        assert asked or re.search(rf"""f["']{group}:\{{""", code), key


def test_arguments_are_given_as_options_or_as_make_passes_them() -> None:
    words = [
        "chart",
        "x",
        "--title-fr",
        "a b",
        "--kind=bars",
        "TITLE_EN=c=d",
        "--alt-fr",
        "--note-fr",
    ]
    assert arguments(words) == (
        ["chart", "x"],
        {"title-fr": "a b", "kind": "bars", "title-en": "c=d"},
        ["alt-fr", "note-fr"],
    )

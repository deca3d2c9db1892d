"""Issue forms, from GitHub's event to the files of the small project: what is written, what is
answered and in which language, and that nothing of what is typed is trusted."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from explainer.__main__ import main, problems_in
from explainer.facts.model import SOURCE_KINDS
from explainer.forms import speaking, templates
from explainer.forms.replies import TOLD, refused
from explainer.forms.running import form
from explainer.load import read_library
from tests.conftest import ROOT

EVENTS = ROOT / "tests" / "forms"
GOOD, WRONG, HOSTILE = (json.loads((EVENTS / f"{name}.json").read_text("utf-8")) for name in ("good", "wrong", "hostile"))  # fmt: skip
# What the checks say of the good event, before their own words.
IN_FRENCH = [
    "Le nombre est très loin de celui de l’année d’avant : vérifiez la virgule et l’unité.",
]
CAPEX = "data/datasets/firms.capex.yml"


@pytest.fixture
def root(project: Path) -> Path:
    """The small project, with the forms of the repository."""
    folder = project / templates.FOLDER
    shutil.copytree(ROOT / templates.FOLDER, folder)
    return project


def body(kind: str, /, **answers: str) -> str:
    """What GitHub makes of a form that was filled in."""
    (template,) = [one for one in templates.read(ROOT) if f"{one.form}-{one.code}" == kind]
    return "\n\n".join(
        f"### {one.label}\n\n{answers.get(one.id) or '_No response_'}" for one in template.questions
    )


def event(text: str | None, event: Any = GOOD, **issue: Any) -> dict[str, Any]:
    """The event of an issue that says something."""
    found: dict[str, Any] = json.loads(json.dumps(event))
    found["issue"].update({"body": text, **issue})
    return found


QUARTER = {
    "dataset": "firms.capex", "entity": "acme", "period": "2026-Q1", "value": "21.5", "source": "acme-2025",
}  # fmt: skip
NUMBER = {
    "dataset": "firms.capex", "entity": "acme", "period": "2025-Q2", "old": "2.25", "new": "2.52",
    "reason_fr": "Deux chiffres étaient inversés.", "reason_en": "Two digits were exchanged.", "source": "acme-2025",
}  # fmt: skip
DOCUMENT = {
    "title": "Acme, first quarter", "publisher": "Acme", "date": "2026-04-28", "kind": "release", "url": "https://acme.example/q1",
}  # fmt: skip


def plain(text: str) -> str:
    """A text without the spaces that typography sets."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


class Run:
    """A form that was read: what was answered and what changed, line by line."""

    def __init__(self, root: Path, event: object, **environment: str) -> None:
        data = root / "data"
        before = {path: path.read_text("utf-8") for path in data.rglob("*.yml")}
        file = root / "event.json"
        file.write_text(event if isinstance(event, str) else json.dumps(event), encoding="utf-8")
        said: list[str] = []
        folder = root / "replies"
        self.status = form(
            root, file, environment, said.append, check=problems_in, replies_to=folder
        )
        self.said = "".join(said)
        self.answer, self.body, self.held = (
            path.read_text("utf-8") if path.exists() else ""
            for path in (folder / f"{name}.md" for name in ("answer", "body", "held"))
        )
        self.sentences = [plain(line[2:]) for line in self.answer.splitlines() if line[:2] == "- "]
        self.new: list[str] = []
        self.changed: list[str] = []
        for path in sorted(data.rglob("*.yml")):
            text, old = path.read_text("utf-8"), before.get(path, "")
            if text != old:
                self.changed.append(path.relative_to(root).as_posix())
                lines = old.splitlines()
                self.new += [line.strip() for line in text.splitlines() if line not in lines]


# -- three events as GitHub sends them -------------------------------------------------------------


def test_a_good_form_becomes_data_that_hold(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(root, GOOD)
    assert run.status == 0
    assert run.new == [
        "cutoff: 2026-04-30",
        "- {period: 2026-Q1, value: 21.50, source: acme-2026-04-28-release, grade: B, note: {fr: Avant reclassement., en: Before reclassification.}}",
        "# yaml-language-server: $schema=../schemas/sources.json",
        "# Documents that came by the repository's forms.",
        "acme-2026-04-28-release:",
        "title: Acme reports first quarter 2026",
        "publisher: Acme",
        "kind: release",
        "published: 2026-04-28",
        "url: https://acme.example/2026-q1",
    ]
    assert run.sentences[:3] == [
        "`firms.capex/acme@2026-Q1` : `21,50 Md$`",
        "Nouvelle source `acme-2026-04-28-release` : `Acme reports first quarter 2026`",
        "Les données de `firms.capex` sont arrêtées au 30 avril 2026.",
    ]
    assert plain(run.body).startswith("Closes #12\n\nRempli par quelqu’un de l’extérieur")
    main(root)  # the answer has told all that the checks will say
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if line.startswith("data/")] == [
        line.partition(" `")[2].strip("`") for line in run.sentences[3:]
    ]
    assert [line.partition(" `")[0] for line in run.sentences[3:]] == IN_FRENCH


def test_a_wrong_form_is_answered_in_its_language_all_at_once(root: Path) -> None:
    run = Run(root, WRONG)
    assert (run.status, run.changed, run.body) == (0, [], "")
    assert run.answer.startswith("<!-- form -->\nThis form cannot become a proposal yet:\n")
    assert run.sentences == [
        "“Dataset”: `firms.capx` is no dataset; did you mean `firms.capex`?",
        "“Period”: `2025-Q5` is not a period; write it like 2025, 2025-H1, 2025-Q3, 2025-10 or 2025-10-29.",
        "“What the page shows”: `1,234` can be read in two ways; write `1.234` if the comma parts decimals, or `1234` if it parts thousands.",
        "“What it should show”: `21.5 billion` is not a number alone; write digits and a point, like 19.37, without a unit.",
        "“Why, in English” has no answer; fill it in.",
        "“Original document”: `ftp://acme.example/a` is not an address; copy the browser’s, which begins with https:// or http://.",
        "“Page where you read it”: `https://nowhere.example/page` is not among our sources; first add that page with the form “Add a source”.",
    ]


def active(markdown: str) -> str:
    """What GitHub would render of a text or act on: all that is not code on a line."""
    assert all(line.count("`") % 2 == 0 for line in markdown.splitlines())
    return re.sub(r"`[^`\n]*`", "", markdown.replace("<!-- form -->", ""))


def test_a_hostile_form_is_neither_rendered_nor_run_and_calls_nobody(root: Path) -> None:
    run = Run(root, HOSTILE)
    assert (run.status, run.changed) == (0, [])
    assert len(run.sentences) == 12  # one for each answer
    rest = active(run.answer)
    for sign in ("<", "@", "](", "${", "::", "$(", "#", "torvalds", "evil"):
        assert sign not in rest, sign
    for line in (*run.answer.splitlines(), *run.said.splitlines()):
        assert not re.match(r"\s*::", line)
        assert "##[" not in line
        assert "\u202e" not in line
    assert run.said == "Issue 14, quarter-en: 12 to mend, nothing written.\n"
    assert list(root.parent.rglob("pwned")) == []


# -- what is asked and answered --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "answers", "sentence"),
    [
        # an answer as such
        ("quarter-fr", {**QUARTER, "value": ""}, "« Valeur » est sans réponse ; remplissez-la."),
        ("quarter-en", {**QUARTER, "value": ""}, "“Value” has no answer; fill it in."),
        ("quarter-fr", {**QUARTER, "value": "9" * 10_000_000}, "« Valeur » compte 10000000 caractères ; écrivez-en 80 au plus."),
        ("quarter-en", {**QUARTER, "note_en": "a" * 601, "note_fr": "b"}, "“Note in English” has 601 characters; write at most 600."),
        ("quarter-en", {**QUARTER, "value": "1\n\n### Value\n\n2"}, "The question “Value” stands twice; keep one of them."),
        ("quarter-fr", {**QUARTER, "value": "1\n2"}, "« Valeur » occupe plusieurs lignes ; écrivez-en une seule."),
        ("quarter-en", {**QUARTER, "entity": "ac\x00me"}, "“Series” holds a character that is invisible or a command (U+0000); type the answer again."),
        ("source-en", {**DOCUMENT, "kind": "rumour"}, "“Kind of document”: `rumour` is not in the list; take one of the answers offered, word for word."),
        ("source-en", {**DOCUMENT, "title": "Hello @torvalds"}, "“Title of the document” holds `(at)torvalds`, which our texts do not admit; write plain words, without address, code or mention."),
        ("source-fr", {**DOCUMENT, "kind": "release (communiqué)", "title": "Un <b>titre</b>"}, "« Titre du document » contient `<`, que nos textes n’admettent pas ; écrivez des mots simples, sans adresse, code ni mention."),
        ("source-en", {**DOCUMENT, "title": "A `title`"}, "“Title of the document” holds `ˋ`, which our texts do not admit; write plain words, without address, code or mention."),
        ("source-en", {**DOCUMENT, "title": "::set-output name=a::b"}, "“Title of the document” holds `::`, which our texts do not admit; write plain words, without address, code or mention."),
        ("source-en", {**DOCUMENT, "title": "Of ${{ secrets.X }}"}, "“Title of the document” holds `${`, which our texts do not admit; write plain words, without address, code or mention."),
        # numbers
        ("quarter-fr", {**QUARTER, "value": "1,234"}, "« Valeur » : `1,234` se lit de deux façons ; écrivez `1.234` si la virgule sépare les décimales, ou `1234` si elle sépare les milliers."),
        ("quarter-fr", {**QUARTER, "value": "21,5 Md$"}, "« Valeur » : `21,5 Md$` n’est pas un nombre seul ; écrivez des chiffres et un point, comme 19.37, sans unité (elle est connue : milliards de dollars courants)."),
        ("quarter-en", {**QUARTER, "value": "1e400"}, "“Value”: `1e400` is not a number alone; write digits and a point, like 19.37, without a unit (it is known: billions of current US dollars)."),
        ("quarter-en", {**QUARTER, "value": "NaN"}, "“Value”: `NaN` is not a number alone; write digits and a point, like 19.37, without a unit (it is known: billions of current US dollars)."),
        ("quarter-en", {**QUARTER, "value": "12 to 11"}, "“Value”: in `12 to 11`, the first number is not the smaller one; exchange them."),
        ("quarter-en", {**QUARTER, "value": "1.1234567"}, "“Value”: `1.1234567` has too many digits; write at most 15, 6 of them decimals."),
        # places
        ("quarter-fr", {**QUARTER, "dataset": "firms.capec"}, "« Jeu de données » : `firms.capec` n’est pas un jeu de données ; vouliez-vous dire `firms.capex` ?"),
        ("quarter-en", {**QUARTER, "entity": "north"}, "“Series”: `north` is no series of `firms.capex`; there are: `acme`, `globex`."),
        ("quarter-fr", {**QUARTER, "period": "demain"}, "« Période » : `demain` n’est pas une période ; écrivez-la comme 2025, 2025-H1, 2025-Q3, 2025-10 ou 2025-10-29."),
        ("quarter-fr", {**QUARTER, "period": "2026-02"}, "« Période » : `2026-02` ne convient pas, car la périodicité de `firms.capex` est trimestrielle ; écrivez une période de ce pas."),
        ("quarter-en", {**QUARTER, "period": "2026-Q3"}, "“Period”: `2026-Q3` had not begun on 30 April 2026; wait until there is a number."),
        ("quarter-en", {**QUARTER, "period": "2016-Q1"}, "“Period”: `2016-Q1` comes before the beginning of the series (2025-01-01); what precedes it is added in the file, as data/README.md says."),
        ("quarter-en", {**QUARTER, "dataset": "acme.guidance", "period": "2026"}, "“Dataset”: `acme.guidance` keeps guidance, each range with the day on which it was given; that is added in the file, as data/README.md says."),
        ("quarter-fr", {**QUARTER, "period": "2025-Q4"}, "« Période » : `firms.capex/acme@2025-Q4` a déjà un nombre, `19,37 Md$` ; s’il est faux, prenez le formulaire « Corriger un nombre »."),
        # documents
        ("quarter-en", {**QUARTER, "source": ""}, "A number does not come without its document; fill in as well: “Original document”."),
        ("quarter-en", {**QUARTER, "source": "acme-2024"}, "“Original document”: `acme-2024` is the id of none of our sources; give the address of the document, or the id of a source; did you mean `acme-2025`?"),
        ("quarter-en", {**QUARTER, "source": "https://acme.example/new", "title": "New"}, "This document is not among our sources yet; fill in as well: “Who publishes it”, “Date of the document”, “Kind of document”."),
        ("quarter-fr", {**QUARTER, "source": "javascript:alert(1)"}, "« Document d’origine » : `javascript:alert(1)` n’est pas une adresse ; copiez celle du navigateur, qui commence par https:// ou http://."),
        ("quarter-en", {**QUARTER, "source": "https://x@acme.example/q1"}, "“Original document”: `https://x(at)acme.example/q1` is not an address; copy the browser’s, which begins with https:// or http://."),
        ("quarter-en", {**QUARTER, "source": "globex-2025"}, "“Original document”: `globex-2025` has no address where a reader can go; name the page where you read it as well."),
        ("source-en", {**DOCUMENT, "url": "https://acme.example/2025/"}, "We have this document already, under the id `acme-2025`; nothing is to be added, name it by that id or by its address in answer to “Address of the document”."),
        ("source-en", {**DOCUMENT, "date": "2027-01-01"}, "“Date of the document”: `2027-01-01` comes after 2026-04-30, the day of this form; mend the date."),
        ("quarter-fr", {**QUARTER, "note_fr": "Provisoire."}, "« Note en anglais » est sans réponse, et la note existe dans l’autre langue ; écrivez les deux, ou aucune."),
        # corrections
        ("number-en", {**NUMBER, "old": "2.4"}, "“What the page shows”: `firms.capex/acme@2025-Q2` holds `2.25`, and not `2.4`; look at the series and the period."),
        ("number-fr", {**NUMBER, "new": "2.250"}, "« Ce qu’elle devrait afficher » : `firms.capex/acme@2025-Q2` contient déjà `2.25` ; rien n’est à corriger."),
        ("number-en", {**NUMBER, "period": "2026-Q1"}, "“Period”: `firms.capex/acme@2026-Q1` does not exist; for a number that is missing, take “Add a quarter”; did you mean `2025-Q1`?"),
        ("number-fr", {**NUMBER, "entity": "globex", "period": "2025-Q3"}, "« Période » : `firms.capex/globex@2025-Q3` n’a pas de nombre à corriger ; prenez le formulaire « Ajouter un trimestre »."),
    ],
)  # fmt: skip
def test_the_sentence(kind: str, answers: dict[str, str], sentence: str, root: Path) -> None:
    run = Run(root, event(body(kind, **answers)))
    assert run.sentences == [sentence]
    assert (run.status, run.changed, run.body) == (0, [], "")


def test_what_one_reading_has_is_taken_for_it(root: Path) -> None:
    run = Run(root, event(body("quarter-fr", **{**QUARTER, "period": "T1 2026", "entity": "Acme", "value": "1 234,50"})))  # fmt: skip
    assert "- {period: 2026-Q1, value: 1234.50, source: acme-2025, grade: B}" in run.new


def test_a_range_and_a_silence(root: Path) -> None:
    ends = Run(root, event(body("quarter-en", **{**QUARTER, "value": "20.5 to 22"})))
    assert "- {period: 2026-Q1, low: 20.5, high: 22, source: acme-2025, grade: B}" in ends.new
    silent = {**QUARTER, "entity": "globex", "value": "Not published", "source": ""}
    assert "- {period: 2026-Q1, not_published: true}" in Run(root, event(body("quarter-en", **silent))).new  # fmt: skip


def test_a_cell_without_a_number_gets_it_and_a_comment_stays(root: Path) -> None:
    path = root / CAPEX
    text = path.read_text("utf-8").replace("not published}}\n", "not published}} # asked in May\n")
    path.write_text(text, encoding="utf-8")
    answers = {**QUARTER, "entity": "globex", "period": "2025-Q3", "value": "1.30", "read_on": "https://daily.example/capex"}  # fmt: skip
    run = Run(root, event(body("quarter-en", **answers)))
    assert "- {period: 2025-Q3, value: 1.30, source: acme-2025, checked_via: [daily-page], grade: B} # asked in May" in run.new  # fmt: skip


def test_a_correction_is_listed_with_a_role_and_what_is_computed_follows(root: Path) -> None:
    path = root / CAPEX
    text = path.read_text("utf-8").replace("period: 2025, value: 35.62, source: acme-2025", "period: 2025, formula: sum firms.capex@2025")  # fmt: skip
    path.write_text(text, encoding="utf-8")
    run = Run(root, event(body("number-fr", **{**NUMBER, "role": "journaliste"})))
    assert "- {period: 2025-Q2, value: 2.52, source: acme-2025, grade: B}" in run.new
    (first, second, third) = yaml.safe_load((root / "data/corrections.yml").read_text("utf-8"))[1:]
    assert (first["old"], first["new"], str(first["date"])) == (2.25, 2.52, "2026-04-30")
    assert first["reason"] == {"fr": NUMBER["reason_fr"], "en": NUMBER["reason_en"]}
    assert first["reported_by"] == {"fr": "un journaliste", "en": "a journalist"}
    assert (second["period"], second["old"], second["new"]) == ("2025", 35.6, 35.9)
    assert (third["dataset"], third["entity"]) == ("flows", "acme-north"), "a sum of the same cells"
    assert (third["period"], third["old"], third["new"]) == ("2025", 35.6, 35.9)
    again = Run(root, event(body("number-en", **{**NUMBER, "period": "2025", "old": "35.9", "new": "36"})))  # fmt: skip
    assert again.sentences == ["“Period”: `firms.capex/acme@2025` is computed from other cells; correct those, which its page names."]  # fmt: skip


def test_a_reason_in_one_language_is_left_to_an_editor(root: Path) -> None:
    run = Run(root, event(body("number-en", **{**NUMBER, "reason_fr": ""})))
    assert "reason: {fr: Le document cité donne un autre nombre., en: The document named gives another number.}" in run.new  # fmt: skip
    assert "`Two digits were exchanged.`" in run.body


def test_a_source_alone(root: Path) -> None:
    french = {**DOCUMENT, "title": "Acme : comptes, 2026", "lang": "fr (French)"}
    run = Run(root, event(body("source-en", **french)))
    assert run.changed == ["data/sources/forms.yml"]
    source = read_library(root / "data")[0].sources["acme-2026-04-28-release"]
    assert (source.title, source.lang, source.url) == (french["title"], "fr", DOCUMENT["url"])
    other = {**french, "url": "https://acme.example/q1-b"}
    assert "acme-2026-04-28-release-2:" in Run(root, event(body("source-en", **other))).new


@pytest.mark.parametrize(
    "title", ["no", "2026", "1e5", "a: b # c", "- {period: 2026-Q1}", "&a *b", "!!python/object", "'", '"', "% of it"]
)  # fmt: skip
def test_what_yaml_would_take_for_something_else_is_a_title(title: str, root: Path) -> None:
    Run(root, event(body("source-en", **{**DOCUMENT, "title": title})))
    path = root / "data/sources/forms.yml"
    if path.exists():
        assert read_library(root / "data")[0].sources["acme-2026-04-28-release"].title == title


# -- who asks --------------------------------------------------------------------------------------


def test_our_own_people_are_told_apart(root: Path) -> None:
    filled = body("quarter-en", **QUARTER)
    run = Run(root, event(filled, author_association="MEMBER"))
    assert (
        "- {period: 2026-Q1, value: 21.5, source: acme-2025}" in run.new
    )  # the dataset's grade, A
    assert "Filled in by somebody who may write into this repository." in run.body
    correction = body("number-en", **NUMBER)
    ours = Run(root, event(correction, author_association="OWNER"))
    assert "reported_by: {fr: la rédaction, en: the editors}" in ours.new


def test_a_form_edited_by_somebody_else_is_no_longer_its_authors(root: Path) -> None:
    edited = event(body("quarter-en", **QUARTER), author_association="MEMBER")
    edited.update(action="edited", sender={"login": "helper", "id": 8})
    run = Run(root, edited)
    assert "grade: B" in run.new[1]
    assert "The form has since been changed by somebody other than its author." in run.body
    assert "Filled in by somebody from outside" in run.body


def test_strangers_may_be_answered_alone(root: Path) -> None:
    filled = body("quarter-fr", **QUARTER)
    run = Run(root, event(filled), FORMS="own")
    assert (run.changed, run.body) == ([], "")
    assert "quelqu’un du projet le reprendra" in run.answer
    assert Run(root, event(filled, author_association="OWNER"), FORMS="own").changed == [CAPEX]


# -- what is no form -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (event("A wrong number on the page of Meta."), 0, "Issue 12 has not the questions of a form. Nothing is read.\n"),
        (event("### Page\n\nx\n\n### What it says\n\ny"), 0, "Issue 12 has not the questions of a form. Nothing is read.\n"),
        (event(None), 0, "Issue 12 has not the questions of a form. Nothing is read.\n"),
        (event("x", state="closed"), 0, "The issue is closed. Nothing is read; open it again to have it read.\n"),
        (event("x", pull_request={}), 0, "The event is about a pull request, and no form. Nothing is read.\n"),
        ({**GOOD, "action": "labeled"}, 0, "The issue was neither of these: opened, edited, reopened. Nothing is read.\n"),
        ({"ref": "refs/heads/main", "commits": []}, 1, "The event is about no issue; give this verb events of issues.\n"),
        (event("x", number="12; touch pwned"), 1, "The issue has no number or no date; it is no event of GitHub's.\n"),
        (event("x", created_at="2026-13-45T00:00:00Z"), 1, "The date of the issue is none; it is no event of GitHub's.\n"),
        ([1], 1, "The event is no JSON object; it is none of GitHub's.\n"),
        ("{", 1, "The event is no JSON; it is none of GitHub's.\n"),
        ("[" * 200_000, 1, "The event is no JSON; it is none of GitHub's.\n"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_said(given: object, status: int, said: str, root: Path) -> None:
    run = Run(root, given)
    assert (run.status, run.said, run.changed, run.answer) == (status, said, [], "")


def test_a_form_that_lost_its_questions_is_answered(root: Path) -> None:
    filled = body("quarter-fr", **QUARTER)
    emptied = event("Bonjour")
    emptied.update(action="edited", changes={"body": {"from": filled}})
    assert Run(root, emptied).sentences == ["Les questions du formulaire ont disparu ; remettez-les, ou ouvrez un nouveau formulaire."]  # fmt: skip
    less = filled.replace("### Valeur\n\n21.5\n\n", "")
    assert Run(root, event(less)).sentences == ["La question « Valeur » a disparu ; remettez-la, ou ouvrez un nouveau formulaire."]  # fmt: skip
    more = Run(root, event(f"Bonjour @tous\n\n{filled}"))
    assert more.sentences == ["Il y a du texte avant la première question ; mettez-le sous une question, ou dans un autre message."]  # fmt: skip


def test_a_file_that_cannot_be_written_by_machine_is_left(root: Path) -> None:
    path = root / CAPEX
    text = path.read_text("utf-8").replace("{fr: Chiffre provisoire.,", "{fr: Chiffre provisoire., # why\n       ")  # fmt: skip
    path.write_text(text, encoding="utf-8")
    run = Run(root, event(body("quarter-en", **QUARTER)))
    assert run.changed == []
    assert run.sentences[0] == "What the form says cannot be written into the data as it stands; leave it so, a person will read it."  # fmt: skip


def test_without_its_forms_a_repository_says_so(root: Path) -> None:
    (root / templates.FOLDER / "quarter-fr.yml").unlink()
    run = Run(root, GOOD)
    assert (run.status, run.said) == (1, ".github/ISSUE_TEMPLATE/quarter-fr.yml:1: the form is missing or is none; put it back as it was\n")  # fmt: skip


# -- both languages --------------------------------------------------------------------------------


def test_both_forms_ask_the_same() -> None:
    found = {(one.form, one.code): one for one in templates.read(ROOT)}
    for kind in templates.FORMS:
        french, english = found[kind, "fr"], found[kind, "en"]
        asked = [{one.id: (one.required, len(one.options)) for one in form.questions} for form in (french, english)]  # fmt: skip
        if kind == templates.NUMBER:  # the reason is asked for in the language of the form
            for of, own in zip(asked, ("fr", "en"), strict=True):
                assert of.pop(f"reason_{own}") == (True, 0)
            asked = [{id: one for id, one in of.items() if "reason" not in id} for of in asked]
        assert asked[0] == asked[1]
        for one_form in (french, english):
            labels = [one.label for one in one_form.questions]
            assert len(set(labels)) == len(labels)
            assert templates.recognised(body(f"{kind}-{one_form.code}"), found.values()) == one_form
            for one in one_form.questions:
                if one.id == "kind":
                    assert tuple(option.split()[0] for option in one.options) == SOURCE_KINDS


def test_every_sentence_is_said_in_both_languages_and_none_in_vain() -> None:
    sentences, problems = speaking.sentences()
    assert problems == []
    code = "".join(path.read_text("utf-8") for path in speaking.FOLDER.parent.glob("*.py"))
    for key in sentences["fr"]:
        kind = key.removeprefix("check:") if key.startswith("check:") else ""
        known = kind in (*TOLD, "spelling", "other") or key in ("reread_note", "reread_derived")
        assert f'"{key}"' in code or known, key
    assert {f"check:{kind}" for kind in TOLD} <= set(sentences["fr"]), "each check has its words"


@pytest.mark.parametrize(
    ("said", "french"),
    [
        (
            'x.yml:3: 21 stands a year after 1, or accept "jump" of "a@2025" in data/accepted.yml with a reason',
            "Le nombre est très loin",
        ),
        (
            'x.yml:3: "capex", or accept "wording" of the words around it in data/accepted.yml with a reason',
            "Une tournure",
        ),
        (
            'x.yml:3: "chffre" is in no French dictionary; did you mean "chiffre"?',
            "Un mot n’est dans aucun dictionnaire",
        ),
        ("x.yml:3: anything else", "Quelqu’un du projet regardera ceci"),
        ('x.yml:3: or accept "nothing" of what was typed', "Quelqu’un du projet regardera ceci"),
    ],
)
def test_what_checks_say_in_english_is_told_in_french_first(said: str, french: str) -> None:
    answer = refused(speaking.Voice("fr"), [], [said]).answer
    (line,) = [one for one in answer.splitlines() if "x.yml" in one]
    assert line.startswith(f"- {french}")
    assert line.endswith(f"{said}`")

"""What one language says and the other does not is told, with file and line of both sides; and a
section whose twin moved on is known to be stale."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.__main__ import main, review
from explainer.checking import parity, reviews
from explainer.checking.data import problems_of as data_problems
from explainer.checking.markdown_source import page_of, prose_of
from explainer.checking.twins import in_euros
from explainer.errors import DataError
from explainer.facts.model import Library
from explainer.load import read_library
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS / "fr").as_posix() for path in (DOCS / "fr").rglob("*.md"))
BOTH = pytest.mark.parametrize("code", ["fr", "en"])


STORY = {
    "fr": """\
---
title: Acme
description: Ce qu'Acme a investi, qui paie, et ce que l'on ignore encore.
---

# Acme

Au {{ period 2025-Q4, long }}, Acme a investi {{ firms.capex/acme@2025-Q4 }}.

## Des machines

Elle promet d'en faire autant d'ici 2028, soit {{ change firms.capex/acme@2025-Q3 to 2025-Q4 }} de plus.

## Qui paie

Ses clients : {{ ratio firms.capex/acme@2025-Q4 to acme.capex@2025 }} de l'année.

## Ce que l'on ignore

La suite.
""",
    "en": """\
---
title: Acme
description: What Acme invested, who pays, and what is not known as yet.
---

# Acme

In the {{ period 2025-Q4, long }} Acme invested {{ firms.capex/acme@2025-Q4 }}.

## Machines

It pledges as much by 2028, or {{ change firms.capex/acme@2025-Q3 to 2025-Q4 }} more.

## Who pays

Its customers: {{ ratio firms.capex/acme@2025-Q4 to acme.capex@2025 }} of the year.

## What is not known

The rest.
""",
}


@pytest.fixture
def site(project: Path) -> Path:
    """The small project with a story in both languages."""
    for code, text in STORY.items():
        (project / "docs" / code / "story.md").write_text(text, encoding="utf-8")
    assert main(project) == 0
    return project


def change(root: Path, code: str, page: str, old: str, new: str) -> int:
    """Change the first occurrence in a page of one language; return its line."""
    path = root / "docs" / code / page
    text = path.read_text(encoding="utf-8")
    place = text.index(old)
    path.write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")
    return text[:place].count("\n") + 1


def said(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the check says is wrong (`make check` runs it), which it must not let pass."""
    assert main(root) == 1
    lines = capsys.readouterr().out.splitlines()
    return [line for line in lines if line.startswith("docs/")]


def names_both(line: str) -> bool:
    return all(re.search(rf"docs/{code}/[\w./-]+\.md:\d+", line) for code in ("fr", "en"))


def test_the_site_says_the_same_in_both_languages(real_library: Library) -> None:
    assert str(DataError(parity.problems_of(DOCS, real_library))) == ""


# -- one slip, one sentence ------------------------------------------------------------------------


@BOTH
def test_a_figure_deleted_from_one_language(
    code: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = "{{ change firms.capex/acme@2025-Q3 to 2025-Q4 }}"
    line = change(site, code, "story.md", figure, {"fr": "beaucoup", "en": "a lot"}[code])
    (problem,) = said(site, capsys)
    other = {"fr": "en", "en": "fr"}[code]
    assert names_both(problem)
    assert problem.startswith(f"docs/{other}/story.md:{line}: section ")
    assert "cites change firms.capex/acme@2025-Q3 to firms.capex/acme@2025-Q4, which" in problem


@BOTH
def test_a_number_changed_by_hand_in_one_language(
    code: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = change(site, code, "story.md", "2028", "2030")
    (problem,) = said(site, capsys)
    years = {"fr": ("2030", "2028"), "en": ("2028", "2030")}[code]
    assert problem == (
        f'docs/fr/story.md:{line}: section "Des machines" says "{years[0]}" where '
        f'docs/en/story.md:{line} says "{years[1]}"; say the same in both'
    )


@BOTH
def test_a_figure_written_over_by_hand_in_one_language(
    code: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = "{{ firms.capex/acme@2025-Q4 }}"
    typed = {"fr": "19,37 milliards de dollars", "en": "$19.37 billion"}[code]
    line = change(site, code, "story.md", figure, typed)
    (problem,) = said(site, capsys)
    assert names_both(problem)
    assert re.match(rf'docs/{code}/story.md:{line}: "19[.,]37" is typed', problem)
    assert f"write {figure}, as docs/" in problem


@BOTH
def test_a_heading_dropped_in_one_language(
    code: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = {"fr": "Qui paie", "en": "Who pays"}
    line = change(site, code, "story.md", f"## {title[code]}\n\n", "")
    (problem,) = said(site, capsys)
    other, before = {"fr": ("en", "Des machines"), "en": ("fr", "Machines")}[code]
    assert problem == (
        f'docs/{other}/story.md:{line}: heading "{title[other]}" has no twin; add it after section '
        f'"{before}" at docs/{code}/story.md:10, or take it out here'
    )


@pytest.mark.parametrize("page", PAGES)
@BOTH
def test_any_slip_on_any_page_is_told(code: str, page: str, real_library: Library) -> None:
    """Each figure and each heading taken out, each typed number changed: none goes unnoticed."""
    texts = {code: (DOCS / code / page).read_text(encoding="utf-8") for code in ("fr", "en")}
    text = texts[code]
    fences_and_code = r"(?ms)^(?P<fence>`{3,}).*?^(?P=fence)$|`[^`\n]*`"
    shown = re.sub(fences_and_code, lambda m: re.sub(r"[^\n]", "_", m[0]), text)
    typed = re.sub(r"\{\{[^{}]*\}\}|\]\([^)]*\)|<[^>]*>", lambda m: "_" * len(m[0]), shown)
    slips = [
        (match.span(), "")
        for match in re.finditer(r"\{\{([^{}]*)\}\}|(?m:^##+ .*\n)", shown)
        if not (match[1] and in_euros(match[1]))  # each language's own
    ]
    slips += [
        (match.span(), str(int(match[0]) + 1))
        for match in re.finditer(r"(?<![\w.])(?:19|20)\d\d\b(?!\w)", typed)
    ]
    for (start, end), instead in slips[:: max(1, len(slips) // 12)]:
        slip = texts | {code: text[:start] + instead + text[end:]}
        pages = [page_of(slip[one], f"docs/{one}/{page}") for one in ("fr", "en")]
        found, _ = parity._twins((pages[0], pages[1]), frozenset(), real_library)
        assert found, text[start:end]
        assert any(names_both(str(problem)) for problem in found), found


# -- what is no difference -------------------------------------------------------------------------


def write(root: Path, french: str, english: str) -> list[str]:
    """Add a section to the small project in both languages; return what parity says."""
    from explainer.load import read_library

    for code, text in (("fr", french), ("en", english)):
        path = root / "docs" / code / "index.md"
        path.write_text(path.read_text(encoding="utf-8") + f"\n## X\n\n{text}\n", encoding="utf-8")
    library, problems = read_library(root / "data")
    assert problems == []
    return [problem.message for problem in parity.problems_of(root / "docs", library)]


@pytest.mark.parametrize(
    ("french", "english"),
    [
        # Options are each language's own business, and so is the order inside a section.
        ("{{ firms.capex/acme@2025-Q4, short }}", "{{ firms.capex/acme@2025-Q4, digits 1 }}"),
        (
            "{{ firms.capex/acme@2025-Q4 }} puis {{ firms.capex/acme@2025-Q3 }}",
            "{{ firms.capex/acme@2025-Q3 }} then {{ firms.capex/acme@2025-Q4 }}",
        ),
        # The same figure, in short and in full.
        ("{{ acme.capex@2025 }}", "{{ acme.capex/acme@2025 }}"),
        (
            "{{ change firms.capex/acme@2025-Q3 to 2025-Q4 }}",
            "{{ change firms.capex/acme@2025-Q3 to firms.capex/acme@2025-Q4 }}",
        ),
        # Years, days, quarters, ordinals, names, notes and lists are no quantities.
        ("Depuis 2019, au T3 2025 et au S1 2026.", "Since 2019, in Q3 2025 and H1 2026."),
        ("Le 1er novembre 2025 et le 29 octobre.", "On 1 November 2025 and 29 October."),
        ("Le 2e trimestre, la 1re fois.", "The second quarter, the first time."),
        ("La puce H100, GPT-5 et le CO2.", "That chip, GPT-5 and CO2."),
        ("1. Un[^1]\n2. Deux\n\n[^1]: Une note.", "1. One[^1]\n2. Two\n\n[^1]: A note."),
        ("Dans les années 2020, depuis l'été 2025.", "In the 2020s, since mid-2025."),
        # A year may be named once more in one language.
        ("En 2025. En 2025 encore.", "In 2025. Again that year."),
        # Code, addresses, attributes and comments are not prose.
        ("`x = 12`{: .a-3 } <!-- 45 -->", "`x = 13` <!-- 46\n47 -->"),
        ("[lien](a/12.md) <span data-n='4'>x</span>", "[link](a/12.md) <span>x</span>"),
    ],
)  # fmt: skip
def test_what_may_differ(french: str, english: str, project: Path) -> None:
    assert write(project, french, english) == []


@pytest.mark.parametrize("number", ["12", "1,5", "4 200", "12 %", "19,4 Md$", "3000000"])
def test_a_number_in_prose_is_refused(number: str, project: Path) -> None:
    messages = write(project, f"Elle en a {number}.", "It has some.")
    assert len(messages) == 1
    assert "is typed and not bound to data" in messages[0]


def test_a_number_may_be_allowed_on_a_page(project: Path) -> None:
    file = project / "data" / "numbers.yml"
    allowed = (
        "- {{text: {{fr: article 6, en: section 6}}, page: {}, reason: The number of a law.}}\n"
    )
    file.write_text(allowed.format("index.md"), encoding="utf-8")
    assert write(project, "L'article 6 le dit.", "As section 6 says.") == []
    file.write_text(allowed.format("other.md"), encoding="utf-8")
    assert len(write(project, "", "")) == 3  # refused twice, and allowed for nothing


def test_markup_is_not_prose() -> None:
    line = "- **Un [mot](page.md)** et `du code` {{ meta.capex@2025 }}.{: .lede } <b>Fin</b>[^1]"
    assert prose_of(line) == "Un mot et \ufffc \ufffc. Fin"
    assert prose_of("| a  |   b |") == "| a | b |"
    assert prose_of("|---|--:|") == ""


# -- reviews ---------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(project: Path) -> Path:
    """The small project, whose pages are recorded as saying the same in both languages."""
    (project / "TRANSLATION.md").write_text("", encoding="utf-8")
    assert review(project, "docs/en") == 0
    return project


def states(root: Path) -> dict[str, list[str]]:
    return {code: reviews.stale(root / "docs", code, "index.md") for code in ("fr", "en")}


def test_a_section_is_stale_when_only_its_twin_changed(
    reviewed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert states(reviewed) == {"fr": [], "en": []}
    assert main(reviewed) == 0
    assert "stale" not in capsys.readouterr().out
    change(reviewed, "fr", "index.md", "Comme ceci", "Ou comme ceci")
    assert states(reviewed) == {"fr": [], "en": ["Acme and Globex"]}
    assert main(reviewed) == 0  # a warning, not an error
    said = capsys.readouterr().out
    assert (
        'docs/en/index.md:6: section "Acme and Globex" is stale: it is as it was before its twin '
        "docs/fr/index.md:6 changed; bring it up to date if need be, "
        "then run make reviewed PAGE=docs/fr/index.md\n"
    ) in said
    assert "TRANSLATION.md:1: the list was out of date and is rewritten; commit it\n" in said
    report = (reviewed / "TRANSLATION.md").read_text(encoding="utf-8")
    assert "| `index.md` | Acme et Globex | Acme and Globex | English is stale |" in report
    assert review(reviewed, "docs/fr/index.md") == 0
    assert states(reviewed) == {"fr": [], "en": []}
    assert "Nothing to read again" in (reviewed / "TRANSLATION.md").read_text(encoding="utf-8")


def test_sections_may_move_be_added_and_change_together(
    reviewed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for code, old, new in (
        ("fr", "## Tous les graphiques", "## Avant\n\nOui.\n\n## Tous les graphiques"),
        ("en", "## All the charts", "## Before\n\nYes.\n\n## All the charts"),
    ):
        change(reviewed, code, "index.md", old, new)
    assert states(reviewed) == {"fr": [], "en": []}
    capsys.readouterr()
    assert main(reviewed) == 0
    said = capsys.readouterr().out
    assert 'not read in both languages since both changed: section "Avant"' in said
    assert said.count("make reviewed") == 1


def test_spaces_and_line_ends_make_nothing_stale(reviewed: Path) -> None:
    path = reviewed / "docs" / "fr" / "index.md"
    path.write_text(path.read_text(encoding="utf-8").replace("\n\n", "\n\n\n") + "\n\n", "utf-8")
    assert states(reviewed) == {"fr": [], "en": []}


def test_a_page_that_was_never_recorded_is_told_once_reviews_began(
    reviewed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for code in ("fr", "en"):
        front, _, _ = STORY[code].partition("\n# ")
        (reviewed / "docs" / code / "two.md").write_text(f"{front}\n# Acme\n", encoding="utf-8")
    capsys.readouterr()
    assert main(reviewed) == 0
    assert "docs/fr/two.md:1: the page was never recorded" in capsys.readouterr().out
    assert states(reviewed) == {"fr": [], "en": []}
    assert review(reviewed, "docs/fr") == 0  # a folder at once
    recorded = capsys.readouterr().out.count("Recorded: ")
    assert recorded == len(list((reviewed / "docs" / "fr").rglob("*.md"))) > 1


def test_a_project_that_records_no_review_hears_of_none(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(project) == 0
    assert "review" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["docs/fr/idnex.md", "index.md", "docs/de/index.md", "data"])
def test_only_a_page_with_a_twin_can_be_recorded(
    name: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(project, name) == 1
    assert f'"{name}" is no page with a twin' in capsys.readouterr().out
    assert not (project / "data" / "reviews.yml").exists()


def test_pages_with_other_headings_cannot_be_recorded(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, "en", "index.md", "## All", "### All")
    assert review(project, "docs/fr/index.md") == 1
    assert "have not the same headings; run make check" in capsys.readouterr().out


def test_the_command_records_from_the_shell(project: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "explainer", "reviewed", "docs/fr/index.md", str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout == "Recorded: docs/fr/index.md and docs/en/index.md say the same.\n"
    lines = (project / "data" / "reviews.yml").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"  - [0-9a-f]{8} [0-9a-f]{8} # Tous les graphiques", lines[-1])


def test_what_is_recorded_of_the_site_is_of_its_pages() -> None:
    assert set(reviews._recorded(ROOT)) <= set(PAGES)


def test_an_amount_in_euros_may_stand_in_french_only(site: Path) -> None:
    figure = "{{ firms.capex/acme@2025-Q4 }}"
    euros = figure.replace(" }}", ", euros }}")
    change(site, "fr", "story.md", figure, f"{figure} (environ {euros})")
    assert main(site) == 0
    change(site, "fr", "story.md", figure, euros)  # in place of its dollars, it hides them
    assert main(site) == 1


def test_a_name_with_a_number_may_be_allowed_in_a_chart(project: Path) -> None:
    """S&P 500 in the title of a chart, once data/numbers.yml allows it; no page need say it too."""
    chart = project / "data/charts/acme-bars.yml"
    text = chart.read_text(encoding="utf-8")
    text = re.sub(
        r"title: .*", 'title: {fr: "Acme dans le S&P 500, avec des H100", en: "Acme in the S&P 500, with H100 chips"}', text, count=1,
    )  # fmt: skip
    chart.write_text(text, encoding="utf-8")
    library, problems = read_library(project / "data")
    assert problems == []
    told = [one.message for one in data_problems(library) if "typed" in one.message]
    assert len(told) == 2, "once in each language; an H100 is a name by itself"
    assert all(one.split(": ")[1].startswith('"500" is typed') for one in told)
    (project / "data/numbers.yml").write_text(
        "- {text: S&P 500, reason: The name of an index.}\n", encoding="utf-8"
    )
    library, problems = read_library(project / "data")
    assert problems == []
    assert [one for one in data_problems(library) if "typed" in one.message] == []
    assert main(project) == 0

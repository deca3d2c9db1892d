"""What the site holds. That both languages say the same is the business of test_parity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.facts.figures import FIGURE, write_figure
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS / "fr").as_posix() for path in (DOCS / "fr").rglob("*.md"))


def source(code: str, page: str) -> str:
    return (DOCS / code / page).read_text(encoding="utf-8")


EXPECTED = (
    "index.md",
    "meta/risky-bet.md",
    "meta/race.md",
    "meta/future.md",
    "meta/data-centres.md",
    "industry/spending.md",
    "industry/recipients.md",
    "industry/labs.md",
    "industry/financing.md",
    "industry/payback.md",
    "industry/wall-street.md",
    "industry/energy.md",
    "industry/france-europe.md",
    "companies/index.md",
    "understand/index.md",
    "understand/capex.md",
    "understand/glossary.md",
    "understand/timeline.md",
    "verify/index.md",
    "verify/claims.md",
    "verify/promises.md",
    "verify/method.md",
    "verify/reuse.md",
    "verify/corrections.md",
    "about.md",
    "accessibility.md",
    "legal.md",
    "contribute.md",
    "toolbox.md",
)
STORIES = [page for page in EXPECTED if page.split("/")[0] in ("meta", "industry")]


def test_a_page_for_those_who_write_is_reached_from_contribute_alone() -> None:
    """The footer and the menu are for readers."""
    assert "toolbox.md" not in (ROOT / "mkdocs.yml").read_text("utf-8")
    for code in ("fr", "en"):
        assert "(toolbox.md)" in (ROOT / "docs" / code / "contribute.md").read_text("utf-8")


def test_every_page_of_the_brief_is_there() -> None:
    assert set(EXPECTED) == set(PAGES)


@pytest.mark.parametrize("page", STORIES)
@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_story_can_be_read_in_a_few_minutes(code: str, page: str, real_library: Library) -> None:
    """Between 350 and 950 words of prose, with charts, and the finding first. The page that makes a
    calculation has it to explain as well."""
    text = source(code, page)
    prose = text.split("---\n", 2)[2]
    prose = re.sub(r"^:::.*$|\{:[^}]*\}", "", prose, flags=re.MULTILINE)
    prose = FIGURE.sub("19", prose)
    words = re.findall(r"\w[\w'’-]*", prose)
    most = 1700 if page == "industry/payback.md" else 950
    assert 350 <= len(words) <= most, len(words)
    assert "\n!!! short " in text.split("\n## ")[0]
    assert text.count("::: chart ") >= 2


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_page_has_one_name(code: str, page: str) -> None:
    """Menus and cards bear the title, which is what the heading says."""
    text = source(code, page)
    title = re.search(r"^title: \"?(.*?)\"?$", text, re.MULTILINE)
    heading = re.search(r"^# (.*)$", text, re.MULTILINE)
    assert title
    assert heading
    assert heading[1] == title[1]


def test_there_are_enough_charts_of_enough_kinds(real_library: Library) -> None:
    text = "".join(source("fr", page) for page in PAGES)
    shown = {id for id in real_library.charts if f"::: chart {id}\n" in f"{text}\n"}
    assert len(shown) >= 32
    assert len({real_library.charts[id].kind for id in shown}) >= 10


def test_the_ledgers_are_whole(real_library: Library) -> None:
    assert len(real_library.claims) == 10
    assert len(real_library.timeline) >= 80
    assert len(real_library.glossary) >= 60
    traps = [term for term in real_library.glossary.values() if term.false_friend]
    assert len(traps) >= 5


def test_the_verdict_of_each_claim_comes_from_data(real_library: Library) -> None:
    """Each claim rests on figures of the data, all of which can be opened."""
    for claim in real_library.claims.values():
        assert claim.figures, claim.id
        for body in claim.figures:
            written = write_figure(body, real_library, LOCALES["fr"])
            assert written.value is not None, body
            for cell in written.value.cells:
                documents = real_library.documents(cell.observation)
                assert any(document.url for document in documents), body


def test_each_claim_is_marked_where_it_is_made(real_library: Library) -> None:
    for code in LOCALES:
        text = "".join(source(code, page) for page in PAGES)
        for id in real_library.claims:
            assert f"{{{{ claim {id} }}}}" in text, id


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", ["fr", "en"])
def test_no_page_is_a_placeholder(code: str, page: str) -> None:
    text = source(code, page)
    for word in ("TODO", "FIXME", "lorem ipsum", "coming soon", "bientôt disponible", "à venir)"):
        assert word.lower() not in text.lower(), word


def test_every_dataset_can_be_opened(real_library: Library) -> None:
    """Rule 2 of the facts: nothing is shown that rests on pages without an address alone."""
    for dataset in real_library.datasets.values():
        for rows in dataset.series.values():
            for row in rows:
                if row.numbers:
                    documents = real_library.documents(row)
                    assert any(document.url for document in documents), row.where
                    assert row.grade in ("A", "B", "C")


def test_the_five_companies_are_whole_since_2019(real_library: Library) -> None:
    series = real_library.datasets["hyperscalers.capex"].series
    assert set(series) == {"alphabet", "amazon", "microsoft", "meta", "oracle"}
    for rows in series.values():
        quarters = [row for row in rows if row.period.kind == "quarter"]
        assert str(quarters[0].period) == "2019-Q1"
        assert [row.period for row in quarters] == list(
            quarters[0].period.through(quarters[-1].period)
        )


def test_paths_have_no_language_in_them() -> None:
    """static-i18n takes any two-letter folder of docs/ for a language, and hides it."""
    folders = {path.name for path in DOCS.iterdir() if path.is_dir()}
    assert folders == {"fr", "en", "assets"}
    assert Path(ROOT / "overrides" / "assets" / "fonts").is_dir()

"""French and English say the same thing: same pages, headings, charts and figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.figures import FIGURE, write_figure
from explainer.locales import LOCALES
from explainer.markdown import DIRECTIVE
from explainer.model import Library
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS / "fr").as_posix() for path in (DOCS / "fr").rglob("*.md"))
# What a figure rests on; its options (digits, short, sign …) are each language's own business.
_REFERENCE = re.compile(r"[a-z0-9._-]+(?:/(?:[a-z0-9._-]+|\*))?@[^\s,]+")


def source(code: str, page: str) -> str:
    return (DOCS / code / page).read_text(encoding="utf-8")


def sections(text: str) -> list[str]:
    return re.split(r"^#+ .*$", text, flags=re.MULTILINE)


def test_the_first_pages_are_there() -> None:
    assert {"index.md", "meta/risky-bet.md", "meta/race.md", "meta/future.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_twins_have_the_same_skeleton(page: str) -> None:
    french, english = source("fr", page), source("en", page)
    levels = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in (french, english)]
    assert levels[0] == levels[1]
    charts = [DIRECTIVE.findall(text) for text in (french, english)]
    assert charts[0] == charts[1]
    for text in (french, english):
        front = text.split("---")[1]
        assert "title:" in front
        assert "description:" in front


@pytest.mark.parametrize("page", PAGES)
def test_twins_cite_the_same_cells_section_by_section(page: str) -> None:
    french, english = sections(source("fr", page)), sections(source("en", page))
    for index, pair in enumerate(zip(french, english, strict=True)):
        cells = [
            sorted(ref for body in FIGURE.findall(text) for ref in _REFERENCE.findall(body))
            for text in pair
        ]
        assert cells[0] == cells[1], f"section {index} of {page}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_amount_in_the_prose_comes_from_data(code: str, page: str) -> None:
    """No bare amount of money, percentage or decimal number: they are all figures."""
    text = FIGURE.sub("", source(code, page))
    text = re.sub(r"\]\([^)]*\)|<[^>]+>|`[^`]*`", "", text)
    found = re.findall(
        r"\d[\d  ,.]*\s*(?:%|\$|€|Md|milliard|million|billion|trillion|GW|bn\b)|[$€]\s*\d|\d[.,]\d",
        text,
    )
    assert found == []


@pytest.mark.parametrize("page", PAGES)
def test_no_false_friend_in_french(page: str) -> None:
    text = source("fr", page)
    for word in (r"\bbillions?\b", r"\btrillions?\b", r"\bB\$", r"\bG\$", r"\bdépréciation\b", r"\bdigital", r"\brevenus\b"):  # fmt: skip
        assert not re.search(word, text, re.IGNORECASE), word


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", ["fr", "en"])
def test_descriptions_fit_a_search_result(code: str, page: str, real_library: Library) -> None:
    match = re.search(r"^description: *(.+)$", source(code, page), re.MULTILINE)
    assert match
    text = FIGURE.sub(
        lambda figure: write_figure(figure["body"], real_library, LOCALES[code]).text,
        match[1].strip("\"'"),
    )
    assert 50 <= len(text) <= 170, text


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
    assert Path(DOCS / "assets" / "fonts").is_dir()

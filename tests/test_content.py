"""What the site holds. That both languages say the same is the business of test_parity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.figures import FIGURE, write_figure
from explainer.locales import LOCALES
from explainer.model import Library
from explainer.outline import page_of
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS / "fr").as_posix() for path in (DOCS / "fr").rglob("*.md"))


def source(code: str, page: str) -> str:
    return (DOCS / code / page).read_text(encoding="utf-8")


def test_the_first_pages_are_there() -> None:
    assert {"index.md", "meta/risky-bet.md", "meta/race.md", "meta/future.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_title(page: str) -> None:
    for code in LOCALES:
        assert "title" in page_of(source(code, page), page).keys


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

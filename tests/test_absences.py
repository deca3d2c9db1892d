"""Why a cell holds no number: not published and not verified are two things, and said as such."""

from __future__ import annotations

import csv
import io
import json

import pytest

from explainer.facts.cells import FigureError
from explainer.facts.figures import write_figure
from explainer.facts.model import Entity, Library
from explainer.language.locales import named
from explainer.pages.chart_text import ChartText
from explainer.pages.dataset_block import dataset_block
from explainer.pages.downloads import chart_json, dataset_files
from tests.made_charts import (
    HERE,
    SOURCES,
    cell,
    chart,
    dataset,
    plain,
    quarters,
    svg,
    table_of,
    text,
    tips,
)

ROWS = [
    *quarters(["1.5"]),
    cell("2025-Q2", not_published=True),
    cell("2025-Q3", not_verified=True),
    cell("2025-Q4", missing="aucun montant"),
]
CHART = chart("bars", "one")
LIBRARY = Library(
    {"acme": Entity("acme", "company", text("Acme"), HERE)},
    SOURCES,
    {"one": dataset("one", {"acme": ROWS})},
    {CHART.id: CHART},
)
LOCALES = named({"fr": "Un site", "en": "A site"})
WORDS = {"fr": ("non publié", "non vérifié"), "en": ("not published", "not verified")}
both = pytest.mark.parametrize("code", ["fr", "en"])


@both
def test_a_dataset_s_page_says_which(code: str) -> None:
    html = dataset_block(LIBRARY.datasets["one"], LIBRARY, LOCALES[code]).html
    for word in WORDS[code]:
        assert html.count(f"<td>{word.capitalize()}</td>") == 1
    assert html.count("aucun montant") == 1  # a note beside its row
    assert html.count('class="grade ') == 1  # what is not there has no grade


@both
def test_a_chart_says_which_in_its_table_and_its_marks(code: str) -> None:
    rows = table_of(CHART, LIBRARY, LOCALES[code]).rows
    assert [row[1] for row in rows[1:]] == [*WORDS[code], "–"]
    told = [plain(tip) for tip in tips(svg(CHART, LIBRARY, code))]
    own = {"fr": "non disponible : aucun montant", "en": "not available: aucun montant"}[code]
    for word in (*WORDS[code], own):
        assert sum(tip.partition("\n")[0].endswith(word) for tip in told) == 1, told


def test_files_say_which_in_a_column_of_their_own() -> None:
    files = dataset_files(LIBRARY.datasets["one"], LIBRARY, LOCALES["en"])
    tables = {name: content for name, content in files.items() if name.endswith(".csv")}
    assert len(tables) == 2
    for name, content in tables.items():
        delimiter = ";" if "excel" in name else ","
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter)
        found = [(row["status"], row["note"], row["grade"]) for row in rows]
        assert found[1:] == [
            ("not_published", "", ""),
            ("not_verified", "", ""),
            ("missing", "aucun montant", ""),
        ]
    drawn = chart_json(ChartText(CHART, LIBRARY, LOCALES["en"]), "https://a.example")
    for content in (drawn, files["en/data/one.json"]):
        rows = json.loads(content)["series"][0]["observations"]
        said = [row.get("status") for row in rows]
        assert said == [None, "not_published", "not_verified", "missing"]
        assert [row.get("grade") for row in rows] == ["B", None, None, None]


def test_a_figure_of_such_a_cell_is_refused() -> None:
    with pytest.raises(FigureError, match=r'"one@2025-Q3" is missing in .*: not verified; take'):
        write_figure("one@2025-Q3", LIBRARY, LOCALES["fr"])

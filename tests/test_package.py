"""The package of all data: valid, complete, the same numbers as the pages, in every form."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from frictionless import Package

from explainer.facts.model import Library
from explainer.kinds.series import between, references
from explainer.language.locales import named
from explainer.pages.package import ARCHIVE, FOLDER, WORKBOOK, package_files, package_paths

LOCALES = named({"fr": "La facture de l'IA", "en": "The AI Bill"})
SITE = "https://bill.example/"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def files(real_library: Library) -> Mapping[str, bytes]:
    return dict(package_files(real_library, LOCALES, SITE))


@pytest.fixture(scope="module")
def rows(files: Mapping[str, bytes]) -> Mapping[str, Rows]:
    return {
        Path(path).stem: list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        for path, content in files.items()
        if path.endswith(".csv")
    }


def test_a_build_writes_all_of_it(files: Mapping[str, bytes]) -> None:
    assert sorted(files) == sorted(package_paths())


def test_frictionless_finds_nothing_wrong(files: Mapping[str, bytes], tmp_path: Path) -> None:
    for path, content in files.items():
        (tmp_path / Path(path).name).write_bytes(content)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == 6
    # and would: a dataset that no table knows
    text = (
        (tmp_path / "observations.csv").read_text("utf-8").replace("meta.capex,", "meta.cpex,", 1)
    )
    (tmp_path / "observations.csv").write_text(text, encoding="utf-8")
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_it_speaks_both_languages(files: Mapping[str, bytes]) -> None:
    told = json.loads(files[f"{FOLDER}/datapackage.json"])
    assert (told["title"], told["title@fr"]) == ("The AI Bill", "La facture de l’IA")
    assert told["languages"] == ["en", "fr"]
    for resource in told["resources"]:
        assert resource["description"] != resource["description@fr"]
        for field in resource["schema"]["fields"]:
            assert field["description"], field
            assert field["description@fr"], field


def test_all_observations_are_there_and_equal(
    real_library: Library, rows: Mapping[str, Rows]
) -> None:
    expected = [
        (id, entity, str(row.period), row.value, row.low, row.high)
        for id, dataset in real_library.datasets.items()
        for entity, observations in dataset.series.items()
        for row in observations
    ]
    found = [
        (
            row["dataset"],
            row["entity"],
            row["period"],
            *(Decimal(row[name]) if row[name] else None for name in ("value", "low", "high")),
        )
        for row in rows["observations"]
    ]
    assert found == expected
    assert str(found) == str(expected), "83.0 is not 83"


def test_a_chart_is_drawn_again_from_the_package_alone(
    real_library: Library, rows: Mapping[str, Rows]
) -> None:
    """The table `charts` says which series, and from which day to which."""
    frequency = {row["id"]: row["frequency"] for row in rows["datasets"]}
    for id in ("capex-since-2019", "meta-capex", "exchange-rates"):
        chart = real_library.charts[id]
        found = [
            [
                row["value"]
                for row in rows["observations"]
                if (row["dataset"], row["entity"]) == (series["dataset"], series["entity"])
                and series["first_day"] <= row["period_start"] <= series["last_day"]
                and ("Q" in row["period"]) == (frequency[series["dataset"]] == "quarter")
            ]
            for series in rows["charts"]
            if series["chart"] == id
        ]
        drawn = [
            [
                "" if row.value is None else f"{row.value:f}"
                for row in between(chart, real_library.datasets[ref.dataset], entity)
            ]
            for ref, entity in references(chart, real_library)
        ]
        assert found == drawn, id
        assert sum(map(len, drawn)) > 9


def test_archive_and_workbook_hold_the_same(
    files: Mapping[str, bytes], rows: Mapping[str, Rows]
) -> None:
    with zipfile.ZipFile(io.BytesIO(files[ARCHIVE])) as archive:
        names = set(archive.namelist())
        assert {"README.fr.md", "README.en.md", "datapackage.json"} <= names
        for name in names & {Path(path).name for path in files}:
            assert archive.read(name) == files[f"{FOLDER}/{name}"]
        assert "Toutes les données" in archive.read("README.fr.md").decode()
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]))
    assert book.sheetnames == ["definitions", *rows]
    for name, expected in rows.items():
        sheet = book[name]
        assert sheet.max_row == len(expected) + 1, name
    heads = [cell.value for cell in book["observations"][1]]
    sheet = book["observations"]
    number = next(n for n, row in enumerate(rows["observations"], 2) if row["value"] == "31.08")
    cells = dict(zip(heads, (cell.value for cell in sheet[number]), strict=True))
    assert cells["value"] == 31.08
    assert isinstance(cells["period_start"], datetime)
    assert cells["period_start"].date() == date.fromisoformat(
        rows["observations"][number - 2]["period_start"]
    )


def test_no_cell_of_the_workbook_is_a_formula_and_nothing_runs(
    files: Mapping[str, bytes], rows: Mapping[str, Rows]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            assert all(cell.hyperlink is None for cell in row)
    numbers = {"value", "low", "high", "position"}
    for table in rows.values():
        for one in table:
            for name, text in one.items():
                if name not in numbers:
                    assert text[:1] not in tuple("=+-@＝＋－＠"), (name, text)


def test_the_same_data_give_the_same_bytes(
    real_library: Library, files: Mapping[str, bytes]
) -> None:
    assert dict(package_files(real_library, LOCALES, SITE)) == files

"""The same numbers as a table, as CSV and in words."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

from markupsafe import Markup

from explainer.errors import Where
from explainer.facts.model import Library, Text
from explainer.language.locales import LOCALES
from explainer.pages.chart_text import ChartText
from explainer.pages.columns import TableCell, aligned
from explainer.pages.downloads import chart_csv, chart_downloads, dataset_files
from tests.made_charts import description_of, table_of

FR, EN = LOCALES["fr"], LOCALES["en"]


def test_a_table_reads_as_the_chart(library: Library) -> None:
    table = table_of(library.charts["firms-grouped"], library, FR)
    assert table.heads == ("Période", "Acme", "Globex")
    assert table.rows == (
        ("T1\u00a02025", "1,50", "0,78"),
        ("T2\u00a02025", "2,25", "1,10"),
        ("T3\u00a02025", "12,5", "–"),
        ("T4\u00a02025", "19,37", "–"),
    )


def test_a_table_of_ranges_has_a_row_for_each_date_of_issue(library: Library) -> None:
    table = table_of(library.charts["acme-ranges"], library, EN)
    assert table.heads == ("Issued", "Period", "Value")
    assert table.rows == (
        ("29\u00a0January 2025", "2025", "30–34"),
        ("30\u00a0July 2025", "2025", "33–36"),
        ("Actual", "2025", "35.62"),
        ("28\u00a0January 2026", "2026", "≥\u00a040"),
    )


def test_a_move_says_how_it_was_measured(library: Library) -> None:
    rows = table_of(library.charts["acme-moves"], library, FR).rows
    assert rows[2] == ("30\u00a0oct. 2025", "−6 (après la clôture)")
    assert rows[3][1] == "–"


def test_decimal_signs_line_up_and_no_zero_is_written() -> None:
    """What a number lacks at its right is beside it, for a style sheet that writes it unseen."""
    french = ["−11", "4,20", "1\u202f600,5", "–"]
    assert [(cell.text, cell.pad) for cell in aligned(french, "fr")] == [
        ("−11", ",00"),
        ("4,20", ""),
        ("1\u202f600,5", "0"),
        ("–", ",00"),
    ]
    assert [cell.pad for cell in aligned(["1,600", "30–34.5", "≥\u00a040"], "en")] == [
        ".0",
        "",
        ".0",
    ]
    assert [cell.pad for cell in aligned(["600", "27", "–"], "en")] == ["", "", ""]
    assert aligned(["T3\u00a02025", "Llama 3.1"], "en") == [
        TableCell("T3\u00a02025"),
        TableCell("Llama 3.1"),
    ]


def test_what_stands_behind_a_number_does_not_move_it() -> None:
    cells = aligned(["6 (estimate)", "4.2", "5 (announced)"], "en")
    room = Markup("(announced)&#10;(estimate)")
    assert cells == [
        TableCell("6", ".0", "(estimate)", room),
        TableCell("4.2", " ", "", room),
        TableCell("5", ".0", "(announced)", room),
    ]
    alike = aligned(["6 (estimate)", "4.2"], "en")
    assert alike == [TableCell("6", ".0", "(estimate)"), TableCell("4.2", " (estimate)")]


def test_csv_in_the_international_convention(library: Library) -> None:
    raw = chart_csv(ChartText(library.charts["firms-grouped"], library, EN), french=False)
    assert b"\r\n" in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert [row["value"] for row in rows if row["entity"] == "Acme"] == [
        "1.50",
        "2.25",
        "12.5",
        "19.37",
    ]
    assert rows[0]["source_url"] == "https://acme.example/2025"
    assert rows[6] | {"value": "", "note": "not published", "grade": ""} == rows[6]


def test_csv_in_the_french_convention(library: Library) -> None:
    raw = chart_csv(ChartText(library.charts["firms-grouped"], library, FR), french=True)
    text = raw.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows[3]["value"] == "19,37"
    assert Decimal(rows[3]["value"].replace(",", ".")) == Decimal("19.37")


def test_a_csv_with_accents_says_how_its_letters_are_written(library: Library) -> None:
    """Else a spreadsheet reads "bénéfice" as "bÃ©nÃ©fice"; plain letters need no mark."""
    entities = {
        **library.entities,
        "acme": replace(library.entities["acme"], name=Text("Acmé", "Acmé", Where("x.yml", 1))),
    }
    accented = replace(library, entities=entities)
    for files, marked in ((library, False), (accented, True)):
        raw = dataset_files(files.datasets["firms.capex"], files, EN)["en/data/firms.capex.csv"]
        assert raw.startswith(b"\xef\xbb\xbf") is marked
        assert ("Acmé" in raw.decode("utf-8-sig")) is marked


def test_a_dataset_csv_holds_the_annual_total_and_grade_c(library: Library) -> None:
    files = dataset_files(library.datasets["firms.capex"], library, EN)
    text = files["en/data/firms.capex.csv"].decode()
    assert "2025,2025-01-01,2025-12-31,,35.62" in text
    assert ",2.00,,,usd-bn,,,C," in text


def test_file_names_say_what_language_and_date(library: Library) -> None:
    files = chart_downloads(ChartText(library.charts["acme-bars"], library, FR))
    assert files["csv_rfc"].name == "acme-bars_fr_2026-03-01.csv"
    assert files["csv_local"].name == "acme-bars_fr_2026-03-01_excel-fr.csv"
    assert files["png"].name == "acme-bars_fr_2026-03-01.png"
    assert len({file.path for file in files.values()}) == len(files)


def test_a_spreadsheet_runs_nothing(project_with_markup: Library, library: Library) -> None:
    from explainer.pages.downloads import inert

    assert inert("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert inert("Acme") == "Acme"


def test_a_description_tells_course_extremes_and_gaps(library: Library) -> None:
    text = description_of(library.charts["firms-grouped"], library, FR)
    assert text == (
        "Acme\u00a0: de 1,50\u00a0Md$ (T1\u00a02025) à 19,37\u00a0Md$ (T4\u00a02025). "
        "Globex\u00a0: de 0,78\u00a0Md$ (T1\u00a02025) à 1,10\u00a0Md$ (T2\u00a02025). "
        "Non disponible\u00a0: T3\u00a02025 et T4\u00a02025."
    )
    text = description_of(library.charts["acme-ranges"], library, EN)
    assert text == (
        "For 2025: $30–\u206034bn (29\u00a0January 2025), $33–\u206036bn (30\u00a0July 2025); "
        "actual: $35.62bn. For 2026: at least $40bn (28\u00a0January 2026)."
    )


def test_a_description_tells_the_events(library: Library) -> None:
    text = description_of(library.charts["acme-events"], library, FR)
    assert "Record de 19,37\u00a0Md$" in text
    assert "{{" not in text

"""`import`: tables of others, with all their habits, become datasets; what is doubtful is told."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from explainer.editing.amounts import amount
from explainer.editing.grids import LARGEST
from explainer.editing.spans import span
from explainer.load import read_library
from explainer.refresh import writing
from tests.conftest import ROOT
from tests.test_adding import run, state

FILES = ROOT / "tests" / "files"


# -- what one cell says ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,5", "1234.5"), ("1\u00a0234,5", "1234.5"), ("1\u202f234.5", "1234.5"), ("1'234.5", "1234.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"), ("1\u202f234\u202f567", "1234567"), ("83.0", "83.0"), ("0,452", "0.452"), (",5", "0.5"),
        ("(12)", "-12"), ("\u221212", "-12"), ("\u201312", "-12"), ("12-", "-12"), ("(1 234,5)", "-1234.5"), ("+3", "3"), ("-$5", "-5"), ("€(3)", "-3"),
        ("12 %", "12"), ("12,5\u202f%", "12.5"), ("$3.2bn", "3.2"), ("3,2 Md€", "3.2"), ("US$ 12", "12"), ("3,2 milliards de dollars", "3.2"),
        ("14.2 (e)", "14.2"), ("14.2 p", "14.2"), ("14,2\u00b9", "14.2"), ("12 [1]", "12"), ("12*", "12"), ("12 \u2020", "12"), ("12 (1)", "12"), ("7 b", "7"), ("2.5e3", "2500"),
        ("\uff11\uff12", "12"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_was_meant(text: str, number: str) -> None:
    found = amount(text)
    assert found
    assert not found.ambiguous
    assert str(found.value(".")) == number


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("1,234", "1.234", "1234"),
        ("1.234", "1234", "1.234"),
        ("$12,500", "12.500", "12500"),
        ("(1,234)", "-1.234", "-1234"),
    ],
)
def test_a_number_that_may_be_two_is_both(text: str, comma: str, point: str) -> None:
    found = amount(text)
    assert found
    assert (str(found.value(",")), str(found.value("."))) == (comma, point)
    assert not found.sign


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n.d.",
        "nd",
        "N/A",
        "#N/A",
        "–",
        "—",
        "-",
        "..",
        "…",
        ":",
        "n.c.",
        "null",
        "NaN",
        "non communiqué",
    ],
)
def test_no_number_is_told_from_a_word(text: str) -> None:
    found = amount(text)
    assert found
    assert found.absent


@pytest.mark.parametrize(
    "text",
    ["Acme", "T3 2025", "12 34", "1.2.3", "1,23,4", "12 apples", "3-4", "10/2025", "$", "12 345 6"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert amount(text) is None


def test_a_number_tells_its_unit() -> None:
    for text, currency, power, percent in [
        ("3,2 Md€", "EUR", 9, False),
        ("$5 M", "USD", 6, False),
        ("12 %", "", None, True),
        ("4 bn USD", "USD", 9, False),
    ]:
        found = amount(text)
        assert found
        assert (found.currency, found.power, found.percent) == (currency, power, percent), text


@pytest.mark.parametrize(
    ("texts", "period"),
    [
        (["T3 2025", "Q3 2025", "Q3-25", "3T25", "3Q25", "2025Q3", "2025-Q3", "2025 T3", "Q3'25", "3e trimestre 2025", "troisième trimestre 2025", "third quarter of 2025", "3rd Quarter 2025", "juil.-sept. 2025", "Jul-Sep 2025", "T3/2025", "Q3 2025*"], "2025-Q3"),
        (["S1 2025", "H1 2025", "1H25", "1er semestre 2025", "2025-H1", "first half of 2025"], "2025-H1"),
        (["sept. 2025", "septembre 2025", "Sep-25", "09/2025", "2025-09", "2025M09", "2025/09", "September 2025"], "2025-09"),
        (["30/09/2025", "9/30/2025", "30.09.2025", "2025-09-30", "30 septembre 2025", "Sep 30, 2025", "2025-09-30 00:00:00"], "2025-09-30"),
        (["2025", "2025e", "2025 (p)", "FY2025", "exercice 2025"], "2025"),
        (["1er octobre 2025", "October 1st, 2025"], "2025-10-01"),
    ],
)  # fmt: skip
def test_a_period_is_read_however_it_is_written(texts: list[str], period: str) -> None:
    for text in texts:
        found = span(text)
        assert found, text
        assert str(found.period) == period, text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Total",
        "T5 2025",
        "1234",
        "20251",
        "31/02/2025",
        "13/13/2025",
        "2023/24",
        "12",
        "Q3",
        "may",
        "0000",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert span(text) is None


# -- whole tables ------------------------------------------------------------------------------------


def rows(project: Path, id: str) -> list[str]:
    """The rows of a dataset as they were written, each after the entity's name."""
    text = state(project)[f"data/datasets/{id}.yml"]
    assert writing.canonical(text) == text
    found, entity = [], ""
    for line in text.partition("series:\n")[2].split("\n"):
        entity = (
            line.strip().rstrip(":") if line.startswith("  ") and line.endswith(":") else entity
        )
        if line.startswith("    - {period: "):
            found.append(f"{entity} " + line.removeprefix("    - {period: ").removesuffix("}"))
    return found


def imported(
    project: Path, content: str | bytes, *words: str, name: str = "table.csv"
) -> tuple[int, str]:
    """Import a table into acme.new, in billions of dollars unless told."""
    file = project / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    unit = () if "--unit" in words else ("--unit", "usd-bn")
    try:
        return run(project, "import", str(file), "acme.new", "--grade", "B", *unit, *words)
    finally:
        file.unlink()


WIDE = (
    "Dépenses d’investissement\r\n\r\n;2024;;;;2025;\r\n;T1;T2;T3;T4;T1;T2\r\n"
    "Acme;1\u202f234,5;1,5 (e);n.d.;–;2,25\u00b9;(12)\r\nGlobex;3;4;5;6;7;8\r\nTotal;1 237,5;5,5;;;9,25;-4\r\nSource : comptes\r\n"
)
WIDE_ROWS = [
    "acme 2024-Q1, value: 1234.5", "acme 2024-Q2, value: 1.5", "acme 2024-Q3, not_verified: true", "acme 2024-Q4, not_verified: true", "acme 2025-Q1, value: 2.25", "acme 2025-Q2, value: -12",
    "globex 2024-Q1, value: 3", "globex 2024-Q2, value: 4", "globex 2024-Q3, value: 5", "globex 2024-Q4, value: 6", "globex 2025-Q1, value: 7", "globex 2025-Q2, value: 8",
]  # fmt: skip
TABLES: dict[str, tuple[str | bytes, list[str]]] = {
    "years above quarters, periods across": (WIDE, WIDE_ROWS),
    "the same in UTF-16": (WIDE.encode("utf-16"), WIDE_ROWS),
    "the same as Windows writes it": (WIDE.replace("\u202f", "\u00a0").replace("\u00b9", "*").encode("cp1252"), WIDE_ROWS),
    "one entity a line, long": (
        'Entity,Code,Year,Capex\nAcme,ACM,2021,"1,234"\nAcme,ACM,2022,"2,345.5"\nGlobex,GLX,2021,12\nGlobex,GLX,2022,..\n',
        ["acme 2021, value: 1234", "acme 2022, value: 2345.5", "globex 2021, value: 12", "globex 2022, not_verified: true"],
    ),
    "copied from a sheet": ("Trimestre\tAcme\tGlobex\nQ3-25\t1,5\t2\nT4 2025\t\t3\n1T26\t4\t\n", ["acme 2025-Q3, value: 1.5", "acme 2025-Q4, not_verified: true", "acme 2026-Q1, value: 4", "globex 2025-Q3, value: 2", "globex 2025-Q4, value: 3"]),
    "a table in Markdown": ("| Quarter | Acme |\n|---|---:|\n| Q1 2025 | 1.5 |\n| Q2 2025 | 2.50 |\n", ["acme 2025-Q1, value: 1.5", "acme 2025-Q2, value: 2.50"]),
    "two rows of heads": (",Acme,,\nQuarter,Capex,Notes,x\nQ1 2025,1.5,first,\nQ2 2025,2.5,,\nTotal,4,,\n", ["acme 2025-Q1, value: 1.5", "acme 2025-Q2, value: 2.5"]),
    "years and quarters in columns": ("Year;Quarter;Acme\n2024;Q3;1,5\n;Q4;2,5\n2025;Q1;3,5\n", ["acme 2024-Q3, value: 1.5", "acme 2024-Q4, value: 2.5", "acme 2025-Q1, value: 3.5"]),
    "ends of quarters": ("Date;Acme\n31/03/2025;1,5\n30/06/2025;2\n30/09/2025;3\n", ["acme 2025-Q1, value: 1.5", "acme 2025-Q2, value: 2", "acme 2025-Q3, value: 3"]),
    "days of which one order alone ends quarters": ("Date;Acme\n06/30/2025;1,5\n09/30/2025;2\n", ["acme 2025-Q2, value: 1.5", "acme 2025-Q3, value: 2"]),
    "beginnings of years": ("Date;Acme\n01/01/2024;1,5\n01/01/2025;2\n", ["acme 2024, value: 1.5", "acme 2025, value: 2"]),
    "amounts in their own powers of ten": ("Quarter;Acme\nQ1 2025;1,5 Md$\nQ2 2025;950 M$\n", ["acme 2025-Q1, value: 1.5", "acme 2025-Q2, value: 0.950"]),
    "years whose amounts look like years": ("Année;Acme\n2023;2019\n2024;2020,5\n2025;2021\n", ["acme 2023, value: 2019", "acme 2024, value: 2020.5", "acme 2025, value: 2021"]),
    "a cell that stands twice and says the same": ("Quarter;Acme\nQ1 2025;1,5\nQ1 2025;1,5\nQ2 2025;2\n", ["acme 2025-Q1, value: 1.5", "acme 2025-Q2, value: 2"]),
    "amounts that look more like years than the years": ("Entity,Year,Capex\nAcme,2023,1950\nAcme,2024,2010\nGlobex,2023,1990\nGlobex,2024,2020\n", ["acme 2023, value: 1950", "acme 2024, value: 2010", "globex 2023, value: 1990", "globex 2024, value: 2020"]),
    "heads of several parts, across": ("Name;Unit;;Q1 2025;Q2 2025\nAcme;usd;;1;2\nGlobex;usd;;3;4\n", ["acme 2025-Q1, value: 1", "acme 2025-Q2, value: 2", "globex 2025-Q1, value: 3", "globex 2025-Q2, value: 4"]),
    "a unit in brackets": ("Year;Acme (bn);Globex (bn)\n2024;1;2\n2025;1;2\n", ["acme 2024, value: 1", "acme 2025, value: 1", "globex 2024, value: 2", "globex 2025, value: 2"]),
    "a quoted cell of two lines": ('Year;"Acme\n"\n2024;1\n2025;"2"\n', ["acme 2024, value: 1", "acme 2025, value: 2"]),
    "an annual total beside its quarters": ("Quarter;Acme\nQ1 2025;1\nQ2 2025;2\nQ3 2025;3\nQ4 2025;4\n2025;10\n", ["acme 2025, value: 10", "acme 2025-Q1, value: 1", "acme 2025-Q2, value: 2", "acme 2025-Q3, value: 3", "acme 2025-Q4, value: 4"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_a_table_is_understood(case: str, project: Path) -> None:
    content, wanted = TABLES[case]
    status, said = imported(project, content)
    assert status == 0, said
    assert rows(project, "acme.new") == wanted
    assert said.startswith("Understood: ")


def test_what_was_understood_is_shown_with_what_was_left_out(project: Path) -> None:
    said = imported(project, WIDE, "--lang", "fr")[1]
    assert said.startswith(
        "Compris : 2 série(s), 6 périodes (dans une ligne), en usd-bn.\n\n"
        "           Acme  Globex\n2024-Q1  1234.5       3\n2024-Q2     1.5       4\n2024-Q3       –       5\n"
        "2024-Q4       –       6\n2025-Q1    2.25       7\n2025-Q2     -12       8\n\n"
        "- Laissés de côté, car ce ne sont pas des nombres par période : « Total », « Source : comptes ».\n"
        "- Les marques à côté des nombres sont laissées de côté : table.csv:5 « 1,5 (e) », table.csv:5 « 2,25\u00b9 »."
    )


EPOCH = {
    "epoch-nvidia-cumulative.csv": (
        ("--unit", "count", "--columns", "Number of units (median)=acme; Number of units (5th percentile)=acme:low; Number of units (95th percentile)=acme:high"),
        17, "acme 2022-Q1, value: 212120, low: 163481, high: 276445", "acme 2026-Q1, value: 10814257, low: 9277232, high: 12459439",
    ),
    "epoch-nvidia-quarterly-revenue.csv": (("--unit", "usd-bn", "--columns", "dc_revenue=acme"), 15, "acme 2022-Q1, value: 3.75", "acme 2025-Q3, value: 51.2"),
    "epoch-broadcom-quarterly-revenue.csv": (("--unit", "usd-bn", "--columns", "XPU Revenue (Billions)=acme"), 12, "acme 2022-Q4, value: 0.536", "acme 2025-Q3, value: 4.308"),
}  # fmt: skip


@pytest.mark.parametrize("name", EPOCH)
def test_files_of_others_are_understood(name: str, project: Path) -> None:
    """Stocks with their interval, fiscal years of two companies: each quarter where its days lie."""
    words, count, first, last = EPOCH[name]
    status, said = run(
        project,
        "import",
        str(FILES / name),
        "acme.new",
        "--grade",
        "B",
        "--source",
        "acme-2025",
        *words,
    )
    assert status == 0, said
    found = rows(project, "acme.new")
    assert (len(found), found[0], found[-1]) == (
        count,
        f"{first}, source: acme-2025",
        f"{last}, source: acme-2025",
    )
    assert "?" not in said.partition("\n")[0]


# -- doubts ------------------------------------------------------------------------------------------

DOUBTS = {
    "unit": (
        "Quarter;Acme\nQ1 2025;12 %\nQ2 2025;1,2 Md€\n",
        "? [unit] Cells are in per cent, and the unit is usd-bn: table.csv:2 “12 %”.\n? [unit] Cells are in another currency than usd-bn: table.csv:3 “1,2 Md€”.\n",
    ),
    "cells": ("Quarter;Acme\nQ1 2025;1,5\nQ2 2025;about two\nQ3 2025;3\n", "? [cells] table.csv:3: “about two” is no number; accepted, the cell is not verified.\n"),
    "periods": ("Quarter;Acme\nQ1 2025;1,5\nQ5 2025;2\nQ3 2025;3\n", "? [periods] table.csv:3: “Q5 2025” is no period, and numbers stand beside it; accepted, the line is left out.\n"),
    "fiscal": ("Quarter;North\nFY25Q1;1,5\nFY25Q2;2\n", "? [fiscal] Periods are of a fiscal year, and the table does not give their days: table.csv:2 “FY25Q1”, table.csv:3 “FY25Q2”; give the company its fiscal_year_end in data/entities.yml, which places quarters; accepted, they are taken for the calendar's.\n"),
    "columns": ("Quarter;Acme;Initech\nQ1 2025;1,5;2\nQ2 2025;2;3\n", "? [columns] Columns that bear no entity's name: “Initech”; accepted, they are left out; or say whose they are in --columns.\n"),
    "signs": ("Quarter;Acme\nQ1 2025;1,5\nQ2 2025;2.5\n", "? [signs] Acme: a comma parts decimals in some cells and a point in others: table.csv:2 “1,5”, table.csv:3 “2.5”; accepted, each is read as it stands.\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_is_told_by_its_name_and_nothing_is_written_until_it_is_accepted(
    name: str, project: Path
) -> None:
    content, sentences = DOUBTS[name]
    before = state(project)
    status, said = imported(project, content)
    assert status == 1
    assert sentences in said.replace("’", "'")
    assert said.endswith(
        f"Nothing is written because of doubts: {name}. Mend the file, or accept them: --accept {name} (ACCEPT={name} with make).\n"
    )
    assert state(project) == before
    assert imported(project, content, "--accept", name)[0] == 0
    assert rows(project, "acme.new")


def test_units_that_heads_name_are_held_against_the_one_that_was_said(project: Path) -> None:
    content = "Quarter;Acme\n(in millions)\nQ1 2025;1500\nQ2 2025;1600\n"
    status, said = imported(project, "In millions of dollars;\n" + content)
    assert status == 1
    assert (
        "“In millions of dollars” names another power of ten than usd-bn; take the unit of the table."
        in said
    )
    assert imported(project, "In millions of dollars;\n" + content, "--unit", "usd-m")[0] == 0


def test_shares_are_no_percentages(project: Path) -> None:
    status, said = imported(
        project, "Year;Acme\n2023;0,1\n2024;0,2\n2025;0,3\n", "--unit", "percent"
    )
    assert status == 1
    assert (
        "? [unit] The unit is percent and all numbers lie between 0 and 1: shares rather than per cent?"
        in said
    )


AMBIGUOUS = 'Quarter,Acme\nQ1 2025,"1,234"\nQ2 2025,"2,345"\n'


def test_what_may_be_two_numbers_is_decided_by_the_column_then_the_table_then_the_editor(
    project: Path,
) -> None:
    status, said = imported(project, AMBIGUOUS)
    assert status == 1
    assert said.endswith(
        "Say which parts decimals, comma or point: table.csv:2 “1,234”, table.csv:3 “2,345”. Write --decimal … (DECIMAL=… with make), or run it in a terminal, where it is asked.\n"
    )
    for sign, first in (("comma", "1.234"), ("point", "1234")):
        assert imported(project, AMBIGUOUS, "--decimal", sign)[0] == 0
        assert rows(project, "acme.new")[0] == f"acme 2025-Q1, value: {first}"
        (project / "data/datasets/acme.new.yml").unlink()
    for last, first in (('"0,5"', "1.234"), ("0.5", "1234"), ('"1,234,567"', "1234")):
        status, said = imported(project, f"{AMBIGUOUS}Q3 2025,{last}\n")
        assert status == 0, said
        assert rows(project, "acme.new")[0] == f"acme 2025-Q1, value: {first}"
        assert "as others in the column or the table show: table.csv:2 “1,234”" in said
        (project / "data/datasets/acme.new.yml").unlink()
    beside = 'Quarter,Acme,Globex\nQ1 2025,"1,234",0.5\nQ2 2025,"2,345",0.25\n'
    assert imported(project, beside)[0] == 0
    assert rows(project, "acme.new")[0] == "acme 2025-Q1, value: 1234"


def test_in_a_terminal_what_is_doubtful_is_asked(project: Path) -> None:
    file = project / "table.csv"
    file.write_text(f"{AMBIGUOUS}Q3 2025,perhaps\n", encoding="utf-8")
    answers = [
        "usd-bn",
        "",
        "coma",
        "comma",
        "Nom",
        "Name",
        *[""] * 4,
        "flow",
        "",
        "",
        "B",
        "acme-2025",
        "cells",
    ]
    status, said = run(project, "import", str(file), "acme.new", answers=answers)
    assert status == 0, said
    assert "“coma” does not fit; did you mean “comma”?" in said
    assert rows(project, "acme.new") == [
        "acme 2025-Q1, value: 1.234, source: acme-2025",
        "acme 2025-Q2, value: 2.345, source: acme-2025",
        "acme 2025-Q3, not_verified: true",
    ]


def test_days_that_may_be_two_are_asked(project: Path) -> None:
    content = "Date;Acme\n01/02/2025;1,5\n03/04/2025;2,5\n"
    status, said = imported(project, content, "--lang", "fr")
    assert status == 1
    assert (
        "day-first (le jour) ou month-first (le mois) : table.csv:2 « 01/02/2025 », table.csv:3 « 03/04/2025 »."
        in said
    )
    assert imported(project, content, "--dates", "day-first", "--frequency", "day")[0] == 0
    assert rows(project, "acme.new") == [
        "acme 2025-02-01, value: 1.5",
        "acme 2025-04-03, value: 2.5",
    ]


def test_too_many_digits_are_rounded_only_when_that_is_said(project: Path) -> None:
    content = "Quarter;Acme\nQ1 2025;0,12345678\nQ2 2025;2\n"
    status, said = imported(project, content)
    assert status == 1
    assert (
        "table.csv:2: “0,12345678” has too many digits once it is in the unit; say how many decimals to keep: --digits 2.\n"
        in said
    )
    assert imported(project, content, "--digits", "2")[0] == 0
    assert rows(project, "acme.new") == ["acme 2025-Q1, value: 0.12", "acme 2025-Q2, value: 2"]


# -- many entities, a line each ----------------------------------------------------------------------

MANY = "System,Organization,Publication date,Cost,Size\n" + "".join(
    f'"Gizmo {n}",Initech,{2015 + n // 6}-{1 + n % 6:02}-{1 + n % 28:02},{n}.{n % 10},{n * 3 if n % 4 else ""}\n'
    for n in range(1, 63)
)
AS_MANY = ("--names", "System", "--new", "product", "--columns", "Cost")
TEXTS = (
    *("--name-fr", "Coût", "--name-en", "Cost", "--definition-fr", "Coût.", "--definition-en", "Cost."),
    *("--scope-fr", "Tous.", "--scope-en", "All.", "--kind", "flow", "--source", "acme-2025"),
)  # fmt: skip
ENTITIES = "data/entities.yml"


def new_lines(project: Path, before: dict[str, str]) -> list[str]:
    """The lines that were put behind the entities; nothing else of the file may have changed."""
    after = state(project)[ENTITIES]
    assert after.startswith(before[ENTITIES])
    assert writing.canonical(after) == after
    return after.removeprefix(before[ENTITIES]).splitlines()


def test_a_table_of_62_brings_62_entities_a_line_each(project: Path) -> None:
    before = state(project)
    status, said = imported(project, MANY, *AS_MANY, *TEXTS)
    assert status == 0, said
    lines = new_lines(project, before)
    assert lines == [f"gizmo-{n}: {{kind: product, name: Gizmo {n}}}" for n in range(1, 63)]
    found = rows(project, "acme.new")
    assert (len(found), found[0], found[-1]) == (
        62,
        "gizmo-1 2015-02-02, value: 1.1, source: acme-2025",
        "gizmo-62 2025-03-07, value: 62.2, source: acme-2025",
    )
    assert said.startswith("Understood: 62 series")
    assert all(f"  + {line}\n" in said for line in lines), "what is added is shown"
    assert "62 new lines in data/entities.yml, each of kind product" in said
    library, problems = read_library(project / "data")
    assert "gizmo-7" in library.datasets["acme.new"].series
    assert library.entities["gizmo-7"].name.fr == library.entities["gizmo-7"].name.en == "Gizmo 7"
    assert problems == []

    once = state(project)
    status, said = imported(project, MANY, *AS_MANY)
    assert status == 0
    assert "acme.new holds all of it already; nothing is written." in said
    assert state(project) == once
    more = MANY + "Gizmo 63,Initech,2025-09-01,7,\n"
    assert imported(project, more, *AS_MANY, "--source", "acme-2025")[0] == 0
    assert new_lines(project, once) == ["gizmo-63: {kind: product, name: Gizmo 63}"]


def test_without_a_word_of_their_kind_no_entity_is_added(project: Path) -> None:
    before = state(project)
    status, said = imported(project, MANY, "--names", "System", "--columns", "Cost")
    assert status == 1
    assert "No line bears the name of an entity (Gizmo 1, Gizmo 10," in said
    assert "say of which kind they are: --new company, place" in said
    assert state(project) == before


def test_an_entity_that_is_there_is_never_written_over(project: Path) -> None:
    content = "Firm;Year;Cost\nACME;2023;1\nHooli;2023;2\nGlobex;2024;3\nHooli;2024;4\n"
    before = state(project)
    status, said = imported(project, content, "--names", "Firm", "--new", "company")
    assert status == 0, said
    assert new_lines(project, before) == ["hooli: {kind: company, name: Hooli}"]
    assert rows(project, "acme.new") == [
        "acme 2023, value: 1",
        "hooli 2023, value: 2",
        "hooli 2024, value: 4",
        "globex 2024, value: 3",
    ]


ONE_PERIOD = "Countries\n\nPays;Country;Low;Mid;High\nAllemagne;Germany;1;1,5;2\nCôte d'Ivoire;Ivory Coast;n.d.;n.d.;n.d.\nPérou;Peru;3;3,5;4\nSource : comptes\n"


def test_names_in_both_languages_one_period_and_the_ends_of_intervals(project: Path) -> None:
    before = state(project)
    status, said = imported(
        project,
        ONE_PERIOD,
        *("--names", "Pays;Country", "--new", "place", "--period", "2024"),
        *("--columns", "Mid; Low=low; High=high"),
    )
    assert status == 0, said
    assert new_lines(project, before) == [
        "germany: {kind: place, name: {fr: Allemagne, en: Germany}}",
        "ivory-coast: {kind: place, name: {fr: Côte d'Ivoire, en: Ivory Coast}}",
        "peru: {kind: place, name: {fr: Pérou, en: Peru}}",
    ]
    assert rows(project, "acme.new") == [
        "germany 2024, value: 1.5, low: 1, high: 2",
        "ivory-coast 2024, not_verified: true",
        "peru 2024, value: 3.5, low: 3, high: 4",
    ]


def test_heads_are_names_less_the_unit_that_they_share(project: Path) -> None:
    before = state(project)
    wide = "Year;Gizmo (bn);Gadget 2 (bn)\n2023;1;2\n2024;3;4\n"
    status, said = imported(project, wide, "--new", "product")
    assert status == 0, said
    assert new_lines(project, before) == [
        "gizmo: {kind: product, name: Gizmo}",
        "gadget-2: {kind: product, name: Gadget 2}",
    ]
    (project / "data/datasets/acme.new.yml").unlink()
    before = state(project)
    across = "Name;Place;2023;2024\nDoodad (May);Ohio;1;2\nDoodad (June);Ohio;3;4\n"
    status, said = imported(project, across, "--new", "product", "--names", "Name")
    assert status == 0, said
    assert new_lines(project, before) == [
        "doodad-may: {kind: product, name: Doodad (May)}",
        "doodad-june: {kind: product, name: Doodad (June)}",
    ]


def test_names_without_a_number_are_left_out_and_told(project: Path) -> None:
    before = state(project)
    content = "Name;Year;Cost\nGizmo;2023;1\nWidget;2023;\nGadget;2023;3\n"
    status, said = imported(project, content, "--names", "Name", "--new", "product")
    assert status == 0, said
    assert [one.partition(":")[0] for one in new_lines(project, before)] == ["gizmo", "gadget"]
    assert "No number stands beside these names, which are left out: Widget." in said


TABLE_OF = "Name;Year;Cost\n{};2023;1\nGizmo;2023;2\nGadget;2024;3\n"
NEW_DOUBTS = {
    "a name that may be one that is there": ("Glob-ex", "product", "“Glob-ex” may be globex, which is there;"),
    "a name that begins like one of its kind": ("Acme Corporation", "company", "“Acme Corporation” may be acme, which is there;"),
    "a sum": ("Total", "product", "They read like sums of others, not like entities: “Total”;"),
    "a place with one name": ("Peru", "place", "Entities of kind place often have another name in the other language,"),
}  # fmt: skip


@pytest.mark.parametrize("case", NEW_DOUBTS)
def test_what_may_be_no_new_entity_is_a_doubt(case: str, project: Path) -> None:
    name, kind, sentence = NEW_DOUBTS[case]
    words = ("--names", "Name", "--new", kind)
    before = state(project)
    status, said = imported(project, TABLE_OF.format(name), *words)
    assert status == 1
    assert f"? [new] {sentence}" in said
    assert state(project) == before
    assert imported(project, TABLE_OF.format(name), *words, "--accept", "new")[0] == 0
    assert len(new_lines(project, before)) == 3


def test_names_that_differ_by_a_number_are_no_doubt(project: Path) -> None:
    content = "Name;Year;Cost\nGizmo 3.1-405B;2023;1\nGizmo 3.1-70B;2023;2\n"
    status, said = imported(project, content, "--names", "Name", "--new", "product")
    assert status == 0, said
    (project / "data/datasets/acme.new.yml").unlink()
    again = content.replace("405B", "8B")
    status, said = imported(project, again, "--names", "Name", "--new", "product")
    assert status == 0, said
    assert state(project)[ENTITIES].count("name: Gizmo 3.1") == 3


def test_names_that_nobody_adds_are_a_doubt(project: Path) -> None:
    content = "Name;Year;Cost\nAcme;2023;1\nHooli;2023;2\n"
    before = state(project)
    status, said = imported(project, content, "--names", "Name")
    assert status == 1
    assert (
        "? [columns] Names that no entity bears: Hooli; accepted, they are left out; or add them, a line each in data/entities.yml, with --new and their kind, like --new company.\n"
        in said
    )
    assert imported(project, content, "--names", "Name", "--accept", "columns")[0] == 0
    assert state(project)[ENTITIES] == before[ENTITIES]
    assert rows(project, "acme.new") == ["acme 2023, value: 1"]


def test_a_very_long_name_is_told_by_its_beginning(project: Path) -> None:
    content = f"Name;Year;Cost\n{'Abc' * 900};2023;1\nHooli;2023;2\n"
    status, said = imported(project, content, "--names", "Name", "--new", "company")
    assert status == 1
    assert "AbcAbc" in said
    assert max(map(len, said.splitlines())) < 400


NOT_ADDED = {
    "one name in two ways": (TABLE_OF.format("gizmo!"), (), "“gizmo!”, “Gizmo” differ by their signs alone, and would both be gizmo; write the name in one way in the table, or add one of them by hand under another id (make new WHAT=entity)."),
    "a name without letters": (TABLE_OF.format("文心"), (), "“文心” makes no id, which is of letters from a to z and digits, 80 at most; add it by hand (make new WHAT=entity), then import again."),
    "a kind that is none": (TABLE_OF.format("Widget"), ("--new", "model"), "“model” does not fit; there are: company, group, organisation, place, product, scenario, site."),
    "a column that is not there": (TABLE_OF.format("Widget"), ("--names", "Nane"), "the table has no column “Nane”; there are: Cost, Name, Year."),
    "three columns of names": (TABLE_OF.format("Widget"), ("--names", "a;b;c"), "Names stand in one column, or in two, the French and the English; write one or two, parted by a semicolon."),
    "a period that is none": (TABLE_OF.format("Widget"), ("--period", "2024-Q5"), "period “2024-Q5” does not fit; write it like 2025, 2025-H1, 2025-Q3, 2025-10 or 2025-10-29."),
    "several columns of numbers": (MANY, ("--names", "System"), "columns is needed: Which column holds the numbers? There are: “Cost”, “Size”. For an interval, several: median; lowest=low; highest=high. Write --columns … (COLUMNS=… with make), or run it in a terminal, where it is asked."),
    "an end that is none": (MANY, ("--names", "System", "--columns", "Cost; Size=top"), "“top” is no end of an interval, or stands twice; write a column alone, and column=low and column=high for the ends."),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_ADDED)
def test_what_cannot_be_added_is_told_in_one_sentence(case: str, project: Path) -> None:
    content, words, sentence = NOT_ADDED[case]
    given = dict(zip(words[::2], words[1::2], strict=True))
    given = {"--names": "Name", "--new": "product", **given}
    before = state(project)
    status, said = imported(project, content, *(one for pair in given.items() for one in pair))
    assert status == 1
    assert said.endswith(f"\n{sentence}\n") or said == f"{sentence}\n", said
    assert state(project) == before


def test_in_a_terminal_the_kind_of_new_entities_is_asked(project: Path) -> None:
    file = project / "table.csv"
    file.write_text("Name;Year;Cost\nGizmo;2023;1\nGadget;2023;2\n", encoding="utf-8")
    before = state(project)
    answers = ["usd-bn", "modle", "product", "Nom", "Name", *[""] * 4, "flow", "", "", "B", ""]
    status, said = run(project, "import", str(file), "acme.new", answers=answers)
    assert status == 0, said
    assert "Names that no entity bears: of which kind are they?" in said
    assert new_lines(project, before) == [
        "gizmo: {kind: product, name: Gizmo}",
        "gadget: {kind: product, name: Gadget}",
    ]


# -- files that cannot be read -----------------------------------------------------------------------


def workbook(sheets: dict[str, str], **parts: str) -> bytes:
    """A workbook of some sheets, each given as the XML of its rows."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in enumerate(sheets, 1)
        )
        file.writestr("xl/workbook.xml", f"<workbook {space}><sheets>{names}</sheets></workbook>")
        places = "".join(
            f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        file.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{places}</Relationships>")
        for n, text in enumerate(sheets.values(), 1):
            file.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f"<worksheet {space}><sheetData>{text}</sheetData></worksheet>",
            )
        for name, text in parts.items():
            file.writestr(f"xl/{name}.xml", text.replace("SPACE", space))
    return out.getvalue()


STYLES = '<styleSheet SPACE><numFmts><numFmt numFmtId="164" formatCode="[$-40C]mmm\\ yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs></styleSheet>'
STRINGS = '<sst SPACE><si><t>Acme</t></si><si><r><t>Glo</t></r><r><t>bex</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si></sst>'


def serial(day: date) -> int:
    return (day - date(1899, 12, 30)) // timedelta(days=1)


def test_a_workbook_is_read_as_a_person_sees_it(project: Path) -> None:
    """Days by their style, shared texts less what stands raised, numbers without the computer's noise."""
    cells = "".join(
        f'<row r="{n + 5}"><c r="B{n + 5}" s="{style}"><v>{serial(day)}</v></c><c r="C{n + 5}"><v>{value}</v></c><c r="E{n + 5}" t="str"><f>A1</f><v>n.d.</v></c></row>'
        for n, (day, style, value) in enumerate(
            [
                (date(2025, 3, 31), 1, "8.2899999999999991"),
                (date(2025, 6, 30), 3, "1E-3"),
                (date(2025, 9, 30), 1, "13.5"),
            ]
        )
    )
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>A title</t></is></c></row><row r="4"><c r="C4" t="s"><v>0</v></c><c r="E4" t="s"><v>1</v></c></row>'
    extra = '<row r="8"><c r="B8" s="1"><v>46022</v></c><c r="C8" t="e"><v>#N/A</v></c><c r="E8"><v>2</v></c></row>'
    content = workbook(
        {"Data": head + cells + extra, "Empty": ""}, styles=STYLES, sharedStrings=STRINGS
    )
    status, said = imported(project, content, name="table.xlsx")
    assert status == 0, said
    assert rows(project, "acme.new") == [
        "acme 2025-Q1, value: 8.29", "acme 2025-Q2, value: 0.001", "acme 2025-Q3, value: 13.5",
        "globex 2025-Q1, not_verified: true", "globex 2025-Q2, not_verified: true", "globex 2025-Q3, not_verified: true", "globex 2025-Q4, value: 2",
    ]  # fmt: skip


def test_a_percentage_of_a_workbook_is_one(project: Path) -> None:
    row = '<row r="{0}"><c r="A{0}"><v>{1}</v></c><c r="B{0}" s="2"><v>{2}</v></c></row>'
    text = (
        '<row r="1"><c r="B1" t="s"><v>0</v></c></row>'
        + row.format(2, 2024, 0.125)
        + row.format(3, 2025, 0.07)
    )
    content = workbook({"Data": text}, styles=STYLES, sharedStrings=STRINGS)
    assert imported(project, content, "--unit", "percent", name="table.xlsx")[0] == 0
    assert rows(project, "acme.new") == ["acme 2024, value: 12.5", "acme 2025, value: 7"]


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
BROKEN = {
    "empty": (b"", "table.csv is empty."),
    "only spaces": (b" ;;\n\n", "table.csv is empty."),
    "bytes": (bytes(range(256)) * 8, "table.csv is no text and no workbook; save the table as CSV or XLSX."),
    "10 MB": (b"a" * 10_000_000, f"table.csv has 10000000 bytes, and a table has {LARGEST} at most; keep the rows and columns that are needed."),
    "a PDF": (b"%PDF-1.7\n\x00", "table.csv is a PDF; copy the table into a sheet and save it as CSV."),
    "a picture": (b"\x89PNG\r\n\x1a\n", "table.csv is a picture; type the table into a sheet and save it as CSV."),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "table.csv is a workbook of the old kind (XLS); save it as XLSX or CSV."),
    "half a workbook": (workbook({"A": ROW})[:-40], "table.csv is a broken workbook, or none; open it and save it again as XLSX or CSV."),
    "a workbook that grows": (workbook({"A": ROW}, sharedStrings=BOMB), "table.csv is a broken workbook, or none; open it and save it again as XLSX or CSV."),
    "another archive": (workbook({"A": ROW}).replace(b"xl/workbook.xml", b"xl/workbook.xmm"), "table.csv is packed, and no XLSX workbook; save the table as XLSX or CSV."),
    "two sheets": (workbook({"A": ROW, "B": ROW}), "table.csv has several sheets (A, B); say which: --sheet …"),
    "an open quotation mark": (b'Year;Acme\n2023;1\n2024;"2\n2025;3\n', "table.csv:3: a quotation mark is not closed; mend it, or save the table again as CSV."),
    "no periods": (b"a,b\nx,1\ny,2\n", "table.csv:1: neither a row nor a column holds periods (found: “a”, “b”); give the table one, like 2025, Q3 2025, Sept. 2025 or 30/09/2025."),
    "no numbers": (b"Quarter,b\nQ1 2025,x\nQ2 2025,y\n", "table.csv:1: there are periods and no column of numbers beside them (found: “Quarter”, “b”); look at the file."),
    "two values for one cell": (b"Quarter;Acme\nQ1 2025;1\n1T25;2\nQ2 2025;3\n", "Acme has two values for 2025-Q1: table.csv:2 “1”, table.csv:3 “2”; keep one."),
    "columns of nobody": (
        b"Quarter;a;b\nQ1 2025;1;2\nQ2 2025;1;2\n",
        "No column bears the name of an entity (“a”, “b”); say whose each is, the others are left out: --columns and, in quotes, a=acme (=acme:low or =acme:high for the ends of an interval).",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(case: str, project: Path) -> None:
    content, sentence = BROKEN[case]
    before = state(project)
    status, said = imported(project, content)
    assert status == 1
    table, _, last = said.rstrip("\n").rpartition("\n")
    assert last == sentence
    assert not table or table.startswith("Understood: ")
    assert state(project) == before


def test_all_errors_of_a_run_are_told_together(project: Path) -> None:
    status, said = run(
        project,
        "import",
        str(project / "nowhere.csv"),
        "Acme.capex",
        "--unit",
        "usd",
        "--grade",
        "D",
        "--source",
        "nobody",
        "--lang",
        "fr",
    )
    assert status == 1
    assert re.findall(r"nowhere\.csv n’existe pas|« Acme\.capex » ne peut pas être un id|grade : « D » ne convient pas|source : « nobody » n’existe pas", said) == [
        "nowhere.csv n’existe pas", "« Acme.capex » ne peut pas être un id", "grade : « D » ne convient pas", "source : « nobody » n’existe pas",
    ]  # fmt: skip
    assert said.count("\n") == 4


@pytest.mark.parametrize("number", ["Infinity", "1e999", "9" * 400])
def test_numbers_without_end_end_in_a_sentence(number: str, project: Path) -> None:
    status, said = imported(project, f"Quarter;Acme\nQ1 2025;{number}\nQ2 2025;2\nQ3 2025;2\n")
    assert status == 1
    assert "Traceback" not in said

"""`import` into a dataset that is there: what is new is added, what is published stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.language.periods import Period, of_fiscal_year
from explainer.load import read_library
from explainer.refresh import writing
from tests.conftest import ROOT
from tests.test_adding import run, state
from tests.test_importing import rows

CAPEX = "data/datasets/firms.capex.yml"
KNOWN = "Quarter;Acme\nQ3 2025;12,5\nQ4 2025;19,4\n"


def brought(project: Path, content: str, *words: str, id: str = "firms.capex") -> tuple[int, str]:
    """Import a table into a dataset."""
    file = project / "table.csv"
    file.write_text(content, encoding="utf-8")
    try:
        return run(project, "import", str(file), id, *words)
    finally:
        file.unlink()


def commented(project: Path) -> str:
    """The dataset with comments of an editor, as they may stand."""
    path = project / CAPEX
    text = path.read_text(encoding="utf-8")
    text = text.replace("cutoff:", "# Read twice.\ncutoff:")
    text = text.replace(
        "2025-Q2, value: 2.25, source: acme-2025}",
        "2025-Q2, value: 2.25, source: acme-2025}  # odd",
    )
    path.write_text(text, encoding="utf-8")
    return text


def test_new_periods_are_added_and_all_else_stays(project: Path) -> None:
    before = commented(project)
    status, said = brought(
        project,
        "Quarter;Acme;Globex\nQ2 2025;2,25;1,1\nQ3 2025;12,5;1,3\nQ1 2026;21,50;n.d.\nQ2 2026;22;3\n",
        "--source", "acme-2025", "--grade", "B",
    )  # fmt: skip
    assert status == 0, said
    assert said.startswith(
        "Understood: 2 series, 4 periods (in a column), in usd-bn.\n\n"
        "            Acme  Globex\n2025-Q2   2.25 =   1.1 =\n2025-Q3   12.5 =   1.3 +\n"
        "2026-Q1  21.50 +     – +\n2026-Q2     22 +     3 +\n\n"
        "+ is added (5), = is there already (3), ≠ differs (0).\n"
    )
    after = state(project)[CAPEX]
    lines = before.splitlines()
    assert [line for line in after.splitlines() if line not in lines] == [
        "cutoff: 2026-05-04",
        "    - {period: 2026-Q1, value: 21.50, source: acme-2025, grade: B}",
        "    - {period: 2026-Q2, value: 22, source: acme-2025, grade: B}",
        "    - {period: 2025-Q3, value: 1.3, source: acme-2025, grade: B}",
        "    - {period: 2026-Q1, not_verified: true}",
        "    - {period: 2026-Q2, value: 3, source: acme-2025, grade: B}",
    ]
    assert [line for line in lines if line not in after.splitlines()] == [
        "cutoff: 2026-03-01",
        "    - {period: 2025-Q3, missing: {fr: non publié, en: not published}}",
    ]
    assert writing.canonical(after) == after
    assert [row.split(",")[0] for row in rows(project, "firms.capex")][3:7] == [
        "acme 2025-Q4", "acme 2026-Q1", "acme 2026-Q2", "acme 2025",
    ]  # fmt: skip


def test_what_is_there_already_is_passed_over(project: Path) -> None:
    """To the digits that both show; the cut-off date stays too, since nothing is written."""
    before = state(project)
    status, said = brought(project, KNOWN)
    assert (status, state(project)) == (0, before)
    assert said.endswith("firms.capex holds all of it already; nothing is written.\n")


DIFFERS = (
    f"{CAPEX}:13: firms.capex/acme@2025-Q4 is published with value: 19.37, and the table says value: 19.73. If the "
    "table is right, write value: 19.73 there, and say so at the end of data/corrections.yml: - {date: 2026-05-04, "
    "dataset: firms.capex, entity: acme, period: 2025-Q4, old: 19.37, new: 19.73, reason: {fr: …, en: …}, "
    "reported_by: {fr: …, en: …}}. If it is wrong, mend the table."
)


def test_a_number_that_differs_leads_to_its_correction(project: Path) -> None:
    before = state(project)
    status, said = brought(project, "Quarter;Acme\nQ4 2025;19,73\nQ1 2026;21,5\n")
    assert (status, state(project)) == (1, before)
    assert "2025-Q4  19.73 ≠\n2026-Q1   21.5 +\n" in said
    assert said.endswith(f"\n{DIFFERS}\n")
    said = brought(project, "Quarter;Acme\nQ4 2025;19,73\n", "--lang", "fr")[1]
    assert f"{CAPEX}:13 : firms.capex/acme@2025-Q4 est publié avec value: 19.37" in said.replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        ("Month;Acme\nMarch 2025;1\nApril 2025;2\n", (), "firms.capex/acme@2025-03 is of another step than firms.capex (quarter); leave it out, or import it into a dataset of its own."),
        ("Quarter;Acme\nQ1 2026;2\n", ("--unit", "count"), "“count” does not fit; there are: usd-bn."),
        ("Quarter;Acme\nQ1 2026;2\n", ("--grade", "D"), "“D” does not fit; there are: A, B, C."),
        ("Quarter;Acme\nQ1 2026;2\n", ("--name-fr", "Nom"), "“name-fr” is nothing that can be said here; did you mean “names”? There are: names, accept,"),
        ("Quarter;Acme\nQ1 2026;2\n", ("--cutoff", "May"), "cutoff “May” does not fit; write it like 2025-10-29."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(
    content: str, words: tuple[str, ...], sentence: str, project: Path
) -> None:
    before = state(project)
    status, said = brought(project, content, "--entity", "acme", *words)
    assert (status, state(project)) == (1, before)
    assert sentence in said


def test_what_is_computed_is_not_written_over(project: Path) -> None:
    path = project / CAPEX
    text = path.read_text(encoding="utf-8")
    row = "{period: 2025, value: 35.62, source: acme-2025}"
    assert row in text
    formula = '{period: 2025, formula: "sum firms.capex/acme@2025"}'
    path.write_text(text.replace(row, formula), encoding="utf-8")
    status, said = brought(project, "Year;Acme\n2025;35\n2024;30\n")
    assert status == 1
    assert "is computed and comes to value: 35.6, and the table says value: 35; look at" in said


def test_guidance_is_added_by_hand(project: Path) -> None:
    guidance = next(
        id for id, one in read_library(project / "data")[0].datasets.items()
        if any(row.issued for rows in one.series.values() for row in rows)
    )  # fmt: skip
    status, said = brought(
        project, "Year;Acme\n2025;35\n2024;30\n", "--entity", "acme", id=guidance
    )
    assert status == 1
    assert f"{guidance} keeps guidance, each range with the day on which it was given" in said


# -- fiscal quarters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["FY2026 Q3", "Q3 FY26", "3Q FY2026", "FY26Q3", "3QFY26", "FY2026-Q3", "T3 exercice 2026"],
)
def test_a_fiscal_quarter_stands_where_most_of_its_months_do(text: str, project: Path) -> None:
    """Globex's year ends in June: its third quarter is the calendar's first."""
    status, said = brought(
        project,
        f"Quarter;Globex\n{text};2,5\n",
        "--grade",
        "B",
        "--unit",
        "usd-bn",
        id="globex.new",
    )
    assert status == 0, said
    assert (
        f"- Periods of a fiscal year stand where most of their days lie: {text} → 2026-Q1.\n"
        in said
    )
    assert rows(project, "globex.new") == ["globex 2026-Q1, value: 2.5"]


@pytest.mark.parametrize(
    ("year_end", "named", "period"),
    [
        ("12-31", "2026-Q3", "2026-Q3"),
        ("12-31", "2026", "2026"),
        ("06-30", "2026-Q1", "2025-Q3"),
        ("09-30", "2026-Q4", "2026-Q3"),
        ("05-31", "2027-Q1", "2026-Q3"),
        ("01-31", "2026-Q4", "2025-Q4"),
        ("01-03", "2026-Q4", "2025-Q4"),
        ("02-28", "2026-Q4", "2026-Q1"),
        ("06-30", "2026", None),
    ],
)
def test_the_rule(year_end: str, named: str, period: str | None) -> None:
    found = of_fiscal_year(Period.parse(named), year_end)
    assert found == (period and Period.parse(period))


def test_a_company_without_its_fiscal_year_is_a_doubt(project: Path) -> None:
    path = project / "data" / "entities.yml"
    path.write_text(path.read_text("utf-8").replace("  fiscal_year_end: 06-30\n", ""), "utf-8")
    status, said = brought(
        project, "Quarter;Globex\nFY26 Q3;2\n", "--grade", "B", "--unit", "usd-bn", id="globex.new"
    )
    assert status == 1
    assert "? [fiscal] Periods are of a fiscal year" in said
    assert "give the company its fiscal_year_end in data/entities.yml" in said


NOTED = {  # what the notes of the project's companies say, and a quarter by which it can be held
    "microsoft": ("calendar Q1 is the third fiscal quarter, calendar Q3 the first of the next", "2026-Q3", "2026-Q1", "2027-Q1", "2026-Q3"),
    "oracle": ("August 2026 is Q3 2026", "2027-Q1", "2026-Q3", "2026-Q4", "2026-Q2"),
    "nvidia": ("the calendar quarter that holds most of their months", "2026-Q4", "2025-Q4", "2027-Q1", "2026-Q1"),
}  # fmt: skip


def test_what_companies_notes_say_is_the_rule() -> None:
    entities = read_library(ROOT / "data")[0].entities
    noted = {id: one for id, one in entities.items() if one.fiscal_note}
    assert set(noted) == set(NOTED)
    for id, one in noted.items():
        said, *quarters = NOTED[id]
        assert one.fiscal_note
        assert one.fiscal_year_end
        assert said in one.fiscal_note.en, id
        for named, period in zip(quarters[::2], quarters[1::2], strict=True):
            assert str(of_fiscal_year(Period.parse(named), one.fiscal_year_end)) == period, id

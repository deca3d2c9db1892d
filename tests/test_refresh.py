"""Filings read by machine, from the services to the files of the small project: what is proposed,
what is written, what is told, and that a run that stops half-way changes nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from explainer.__main__ import main
from explainer.checking.data import problems_of as data_problems
from explainer.load import read_library
from explainer.refresh.running import format_all, refresh
from explainer.refresh.service import Service
from tests import services
from tests.conftest import ROOT
from tests.services import Answer, Services
from tests.test_refresh_facts import EDGAR, fact

TODAY = date(2026, 5, 4)
FEEDS = """# What is read by machine
- {dataset: firms.capex, entity: acme, concepts: [Purchases]}
- {dataset: firms.capex, entity: globex, concepts: [Purchases, PurchasesOfOld], plus: [Leases], derived: {fr: achats plus loyers, en: purchases plus leases}}
- {dataset: fx.rates, entity: acme, rates: EXR/Q.USD.EUR.SP00.A}
"""
RATES = (
    "KEY,TIME_PERIOD,OBS_VALUE\r\n"
    "EXR.Q.USD.EUR.SP00.A,2024-Q4,1.0681\r\n"
    "EXR.Q.USD.EUR.SP00.A,2025-Q1,1.05234\r\n"
    "EXR.Q.USD.EUR.SP00.A,2025-Q2,1.1378\r\n"
    "EXR.Q.USD.EUR.SP00.A,2025-Q3,1.1681\r\n"
)
ACME = {
    "Purchases": [
        fact("2025-01-01", "2025-03-31", 1504, "2025-04-27"),
        fact("2025-01-01", "2025-06-30", 3750, "2025-07-27"),
        fact("2025-01-01", "2025-09-30", 16254, "2025-10-27"),
        fact("2025-01-01", "2025-12-31", 35620, "2026-02-01", form="10-K"),
        fact(
            "2025-01-01",
            "2025-12-31",
            35700,
            "2026-04-27",
            form="10-K/A",
            accn="0000000001-26-042701",
        ),
        fact("2026-01-01", "2026-03-31", 21000, "2026-04-27"),
    ]
}
GLOBEX = {
    "Purchases": [
        fact("2025-07-01", "2025-09-30", 1400, "2025-10-20"),
        fact("2025-10-01", "2025-12-31", 1900, "2026-01-20"),
    ],
    "PurchasesOfOld": [fact("2025-01-01", "2025-03-31", 781, "2025-04-20")],
    "Leases": [
        fact("2025-01-01", "2025-03-31", 0, "2025-04-20"),
        fact("2025-07-01", "2025-09-30", 100, "2025-10-20"),
        fact("2025-10-01", "2025-12-31", 104, "2026-01-20"),
    ],
}


def record(cik: int, concepts: dict[str, list[dict[str, Any]]]) -> bytes:
    table = {name: {"units": {"USD": facts}} for name, facts in concepts.items()}
    return json.dumps({"cik": cik, "entityName": "Acme", "facts": {"us-gaap": table}}).encode()


@pytest.fixture
def served() -> Iterator[Services]:
    with services.running() as found:
        found.record(1, record(1, ACME))
        found.record(2, record(2, GLOBEX))
        found.rates("EXR/Q.USD.EUR.SP00.A", RATES)
        yield found


@pytest.fixture
def fed(project: Path) -> Path:
    """The small project, whose companies have a number at the SEC."""
    entities = project / "data" / "entities.yml"
    text = entities.read_text(encoding="utf-8")
    for number, name in ((1, "Acme"), (2, "Globex")):
        text = text.replace(f"  name: {name}\n", f"  name: {name}\n  cik: {number}\n")
    entities.write_text(text, encoding="utf-8")
    (project / "data" / "refresh.yml").write_text(FEEDS, encoding="utf-8")
    return project


class Run:
    """One run, and what it said."""

    def __init__(self, root: Path, served: Services, **options: Any) -> None:
        self.said: list[str] = []

        def quick(contact: str, folder: Path) -> Service:
            return Service(contact, folder, sleep=lambda _: None)

        environment = options.pop("environment", served.environment())
        today = options.pop("today", TODAY)
        self.status = refresh(root, environment, today, self.said.append, service=quick, **options)
        self.text = "".join(self.said)

    def part(self, title: str) -> list[str]:
        """The lines of a part of the report."""
        _, found, rest = self.text.partition(f"## {title} (")
        assert found, self.text
        return [line for line in rest.split("\n## ")[0].splitlines()[1:] if line]


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "data").rglob("*"))
        if path.is_file()
    }


def rows(root: Path, dataset: str = "firms.capex") -> list[str]:
    text = (root / "data" / "datasets" / f"{dataset}.yml").read_text(encoding="utf-8")
    return [line.strip().removeprefix("- ") for line in text.splitlines() if "{period" in line]


def test_a_run_writes_what_filings_say(fed: Path, served: Services) -> None:
    """Quarters out of longer times, final zeros, a sum, a year told anew, a quarter on 30 June's
    calendar, a new row in its place; B and C become A, and what was read elsewhere goes."""
    assert Run(fed, served).status == 0
    half = "premier semestre de l'exercice moins premier trimestre"
    nine = "neuf premiers mois de l'exercice moins les six premiers"
    assert rows(fed) == [
        "{period: 2025-Q1, value: 1.504, source: acme-2025q1-10q}",
        f"{{period: 2025-Q2, value: 2.246, source: acme-2025q2-10q, derived: {{fr: {half}, en: first half of the fiscal year less its first quarter}}}}",
        f"{{period: 2025-Q3, value: 12.504, source: acme-2025q3-10q, derived: {{fr: {nine}, en: first nine months of the fiscal year less the first six}}}}",
        "{period: 2025-Q4, value: 19.366, source: acme-2025q4-10k, derived: {fr: exercice moins ses neuf premiers mois, en: fiscal year less its first nine months}, note: {fr: Chiffre provisoire., en: Provisional figure.}}",
        "{period: 2026-Q1, value: 21.000, source: acme-2026q1-10q}",
        (
            "{period: 2025, value: 35.700, source: acme-2025q4-10ka, note: {fr: "
            '"D\'abord publié à 35,620, dans le document déposé le 1er février 2026 ; retraité depuis.", en: '
            '"First stated as 35.620, in the document filed on 1 February 2026; restated since."}}'
        ),
        "{period: 2025-Q1, value: 0.781, source: globex-2025q1-10q, derived: {fr: achats plus loyers, en: purchases plus leases}}",
        "{period: 2025-Q2, value: 1.10, source: globex-2025, checked_via: [daily-page], grade: B}",
        "{period: 2025-Q3, value: 1.500, source: globex-2025q3-10q, derived: {fr: achats plus loyers, en: purchases plus leases}}",
        "{period: 2025-Q4, value: 2.004, source: globex-2025q4-10q, derived: {fr: achats plus loyers, en: purchases plus leases}}",
    ]
    assert rows(fed, "fx.rates") == [
        "{period: 2025-Q1, value: 1.0523, source: ecb-exr-q-usd-eur-sp00-a}",
        "{period: 2025-Q2, value: 1.1378, source: ecb-exr-q-usd-eur-sp00-a}",
        "{period: 2025-Q3, value: 1.1681, source: ecb-exr-q-usd-eur-sp00-a}",
        "{period: 2025-Q4, value: 1.16, source: acme-2025}",
    ]
    text = (fed / "data/datasets/firms.capex.yml").read_text(encoding="utf-8")
    assert "cutoff: 2026-04-27\n" in text, "nothing later was read: now something was"


def test_what_was_published_and_changes_becomes_a_correction(fed: Path, served: Services) -> None:
    before = (fed / "data/corrections.yml").read_text(encoding="utf-8")
    Run(fed, served)
    text = (fed / "data/corrections.yml").read_text(encoding="utf-8")
    assert text == before + (
        "- date: 2026-05-04\n"
        "  dataset: firms.capex\n"
        "  entity: acme\n"
        '  period: "2025"\n'
        "  old: 35.62\n"
        "  new: 35.700\n"
        '  reason: {fr: "L\'entreprise a retraité ce montant, dans son 10-K/A déposé le 27 avril 2026.", '
        'en: "The company has restated this amount, in its 10-K/A filed on 27 April 2026."}\n'
        "  reported_by: {fr: la lecture automatique des comptes déposés, en: the automatic reading of company filings}\n"
        "- date: 2026-05-04\n"
        "  dataset: fx.rates\n"
        "  entity: acme\n"
        "  period: 2025-Q2\n"
        "  old: 1.13\n"
        "  new: 1.1378\n"
        "  reason: {fr: La moyenne publiée par la Banque centrale européenne est une autre., "
        "en: The mean that the European Central Bank publishes is another one.}\n"
        "  reported_by: {fr: la lecture automatique des comptes déposés, en: the automatic reading of company filings}\n"
    )


@pytest.mark.parametrize("later", [TODAY, date(2026, 5, 11)])
def test_a_cell_that_is_corrected_twice(later: date, fed: Path, served: Services) -> None:
    """The first was true in its time: only the last must say what the cell says. On one day, the
    two are one."""
    Run(fed, served)
    anew = fact("2025-01-01", "2025-12-31", 35750, "2026-05-01", form="10-K/A")
    served.record(1, record(1, {"Purchases": [*ACME["Purchases"], anew]}))
    Run(fed, served, today=later)
    library, problems = read_library(fed / "data")
    assert problems == []
    found = [one for one in library.corrections if one.dataset == "firms.capex"]
    assert [(str(one.old), str(one.new)) for one in found] == (
        [("35.62", "35.750")] if later == TODAY else [("35.700", "35.750"), ("35.62", "35.700")]
    )
    assert [one for one in data_problems(library) if "corrections" in one.where.file] == []


def test_each_filing_is_a_source(fed: Path, served: Services) -> None:
    Run(fed, served)
    text = (fed / "data/sources/filings.yml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../schemas/sources.json\n# Documents that"
    )
    assert (
        "acme-2025q4-10ka:\n"
        '  title: "Acme Form 10-K/A, year ended 31 December 2025 (SEC 0000000001-26-042701)"\n'
        "  publisher: Acme\n"
        "  kind: filing\n"
        "  published: 2026-04-27\n"
        "  url: https://www.sec.gov/Archives/edgar/data/1/000000000126042701/0000000001-26-042701-index.htm\n"
    ) in text
    assert text.count("  kind: filing\n") == 9
    assert "  url: https://data.ecb.europa.eu/data/datasets/EXR/EXR.Q.USD.EUR.SP00.A\n" in text


def test_a_document_that_is_a_source_already_is_not_made_again(fed: Path, served: Services) -> None:
    sources = fed / "data/sources/acme.yml"
    text = sources.read_text(encoding="utf-8").replace(
        "https://acme.example/2025",
        "https://www.sec.gov/Archives/edgar/data/1/000000000125042700/acme-2025.htm",
    )
    sources.write_text(text, encoding="utf-8")
    Run(fed, served)
    assert rows(fed)[0] == "{period: 2025-Q1, value: 1.504, source: acme-2025}"


def test_the_data_hold_and_a_second_run_proposes_nothing(
    fed: Path, served: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    Run(fed, served)
    library, problems = read_library(fed / "data")
    assert problems == []
    assert library.datasets["firms.capex"].first("acme", library.corrections[0].period)
    assert main(fed) in {0, 1}
    assert "has no source" not in capsys.readouterr().out
    before = files(fed)
    again = Run(fed, served)
    assert again.status == 0
    assert files(fed) == before
    assert "| 12 | agreed already |" in again.text
    assert "## Files" not in again.text


def test_the_report_counts_and_names_each_change(fed: Path, served: Services) -> None:
    run = Run(fed, served, report_to=fed / "report.md")
    assert (fed / "report.md").read_text(encoding="utf-8") == run.text
    assert "Read: Acme, Globex, EXR/Q.USD.EUR.SP00.A. 12 cells have a reading.\n" in run.text
    assert run.text.count("\n| 0 |") == 2
    different = run.part("Different: look at each")
    assert different[0].startswith("Ours is replaced, and a correction says so. To keep ours")
    assert different[3:] == [
        (
            "| `firms.capex/acme@2025` | 35.62 | 35.700 | 10-K/A of 2026-04-27, [0000000001-26-042701]"
            "(https://www.sec.gov/Archives/edgar/data/1/000000000126042701/0000000001-26-042701-index.htm), "
            "`acme-2025q4-10ka` | index.md, verify/data/firms.capex |"
        ),
        (
            "| `fx.rates/acme@2025-Q2` | 1.13 | 1.1378 | EXR/Q.USD.EUR.SP00.A, `ecb-exr-q-usd-eur-sp00-a` "
            "| verify/data/fx.rates |"
        ),
    ]
    assert len(run.part("New")) == 2 + 2
    assert len(run.part("Filled")) == 2 + 1
    assert run.part("Notes to reread: they were written about an older number") == [
        "- `firms.capex/acme@2025-Q4`: Provisional figure."
    ]
    assert "stays as first told" in run.part("Left out of the records")[0]
    assert "- data/datasets/firms.capex.yml" in run.part("Files")


def test_a_dry_run_tells_the_same_and_writes_nothing(fed: Path, served: Services) -> None:
    before = files(fed)
    dry = Run(fed, served, dry_run=True)
    assert files(fed) == before
    assert Run(fed, served).text == dry.text


def test_comments_order_and_zeros_stay(fed: Path, served: Services) -> None:
    """What no filing speaks of is, character by character, what it was."""
    path = fed / "data/datasets/firms.capex.yml"
    text = path.read_text(encoding="utf-8")
    lines = text.replace("series:\n", "# By quarter\nseries: # two\n").replace(
        "grade: B}\n    - {period: 2025-Q3",
        "grade: B} # look again\n    # Not published?\n    - {period: 2025-Q3",
    )
    path.write_text(lines, encoding="utf-8")
    Run(fed, served)
    after = path.read_text(encoding="utf-8")
    assert "# By quarter\nseries: # two\n" in after
    assert (
        "    - {period: 2025-Q2, value: 1.10, source: globex-2025, checked_via: [daily-page], grade: B} # look again\n"
        "    # Not published?\n"
        "    - {period: 2025-Q3, value: 1.500, "
    ) in after
    assert [line for line in after.splitlines() if line.startswith("scope")] == [
        line for line in text.splitlines() if line.startswith("scope")
    ]


# -- cells that are not for machines ---------------------------------------------------------------


def replaced(root: Path, file: str, old: str, new: str) -> None:
    path = root / "data" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_comments_behind_fields_that_go_stay(fed: Path, served: Services) -> None:
    replaced(
        fed,
        "datasets/firms.capex.yml",
        "    - {period: 2025-Q1, value: 0.78, source: globex-2025, checked_via: [daily-page], grade: B}\n",
        "    - period: 2025-Q1\n"
        "      value: 0.78\n"
        "      source: globex-2025 # its own\n"
        "      checked_via: [daily-page] # read there\n"
        "      grade: B # for now\n"
        "    # above the second quarter\n",
    )
    assert Run(fed, served).status == 0
    text = (fed / "data/datasets/firms.capex.yml").read_text(encoding="utf-8")
    for comment in ("# its own", "# read there", "# for now", "# above the second quarter"):
        assert f"{comment}\n" in text


def test_a_comment_that_would_be_lost_stops_the_run(fed: Path, served: Services) -> None:
    replaced(
        fed,
        "datasets/firms.capex.yml",
        "{period: 2025-Q1, value: 1.50,",
        "{period: 2025-Q1, # not yet audited\n       value: 1.50,",
    )
    before = files(fed)
    run = Run(fed, served)
    assert run.status == 1
    assert run.text == (
        'Nothing is written. data/datasets/firms.capex.yml: the comment "# not yet audited" would '
        "be lost; put it above its line, or at its end\n"
    )
    said: list[str] = []
    assert format_all(fed, said.append) == 1
    assert 'the comment "# not yet audited" would be lost' in said[0]
    assert files(fed) == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it is empty; make check says what is wrong"),
        ("# nothing yet\n", "it is empty; make check says what is wrong"),
        ("[" * 3000, "its brackets have no end; make check says what is wrong"),
    ],
)
def test_what_cannot_be_formatted_has_its_sentence(text: str, sentence: str, fed: Path) -> None:
    (fed / "data/datasets/firms.capex.yml").write_text(text, encoding="utf-8")
    said: list[str] = []
    assert format_all(fed, said.append) == 1
    assert said == [f"data/datasets/firms.capex.yml: {sentence}\n"]


def test_periods_that_an_editor_settled_are_left(fed: Path, served: Services) -> None:
    replaced(fed, "refresh.yml", "[Purchases]}", '[Purchases], leave: ["2025"], from: 2025-Q3}')
    Run(fed, served)
    found = rows(fed)
    assert found[1] == "{period: 2025-Q2, value: 2.25, source: acme-2025}"
    assert found[2].startswith("{period: 2025-Q3, value: 12.504,")
    assert "{period: 2025, value: 35.62, source: acme-2025}" in found


def test_an_estimate_gets_its_outcome_without_a_correction(fed: Path, served: Services) -> None:
    replaced(fed, "datasets/firms.capex.yml", "value: 12.5,", "value: 11.9, status: estimate,")
    run = Run(fed, served)
    assert rows(fed)[2].startswith(
        "{period: 2025-Q3, value: 12.504, source: acme-2025q3-10q, derived"
    )
    assert "firms.capex/acme@2025-Q3` | 11.9 | 12.504" in "\n".join(run.part("Filled"))


def test_a_formula_is_never_filled(fed: Path, served: Services) -> None:
    replaced(
        fed,
        "datasets/firms.capex.yml",
        "value: 12.5, source: acme-2025",
        "formula: firms.capex@2025-Q2",
    )
    run = Run(fed, served)
    assert rows(fed)[2] == "{period: 2025-Q3, formula: firms.capex@2025-Q2}"
    (left,) = run.part("Left alone")
    assert left.startswith(
        "- `firms.capex/acme@2025-Q3`: the cell is a formula, which comes to 2.25"
    )


def test_a_formula_that_comes_to_something_else_than_was_filed_is_told(
    fed: Path, served: Services
) -> None:
    replaced(
        fed,
        "datasets/firms.capex.yml",
        "{period: 2025, value: 35.62, source: acme-2025}",
        "{period: 2025, formula: sum firms.capex@2025}",
    )
    (left,) = Run(fed, served).part("Left alone")
    assert left == (
        "- `firms.capex/acme@2025`: the cell is a formula, which comes to 35.6, and 35.700 was "
        "read: look at both"
    )


@pytest.mark.parametrize("absence", ["not_published", "not_verified"])
def test_a_cell_that_was_not_published_or_not_verified_is_filled(
    absence: str, fed: Path, served: Services
) -> None:
    replaced(
        fed,
        "datasets/firms.capex.yml",
        "missing: {fr: non publié, en: not published}",
        f"{absence}: true",
    )
    run = Run(fed, served)
    assert run.status == 0
    assert len(run.part("Filled")) == 2 + 1
    assert rows(fed)[-2].startswith("{period: 2025-Q3, value: 1.500, source: globex-2025q3-10q, ")


def test_a_formula_that_moves_with_what_was_read_is_corrected_too(
    fed: Path, served: Services
) -> None:
    """A formula of a formula as well; the page that shows the last is one on which to look."""
    (fed / "data/datasets/acme.half.yml").write_text(
        (fed / "data/datasets/acme.capex.yml")
        .read_text(encoding="utf-8")
        .replace("Dépenses d'Acme", "Part d'Acme")
        .replace("Acme spending", "Share of Acme")
        .replace(
            "- {period: 2025, value: 35.62, source: acme-2025}",
            "- {period: 2024, formula: acme.half@2025}\n"
            "    - {period: 2025, formula: firms.capex@2025}\n"
            "    - {period: 2023, formula: firms.capex@2025-Q1}",
        ),
        encoding="utf-8",
    )
    for code in ("fr", "en"):
        page = fed / "docs" / code / "understand/capex.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(text + "\n{{ acme.half@2024 }}\n", encoding="utf-8")
    run = Run(fed, served)
    assert run.part("Formulas that move: a correction says so") == [
        "- `acme.half/acme@2024`: 35.62 becomes 35.700",
        "- `acme.half/acme@2025`: 35.62 becomes 35.700",
    ]
    (different,) = [one for one in run.part("Different: look at each") if "acme@2025`" in one]
    assert "understand/capex.md" in different
    library, problems = read_library(fed / "data")
    assert problems == []
    corrected = {(one.dataset, str(one.period)): one for one in library.corrections}
    assert str(corrected["acme.half", "2024"].new) == "35.700"
    assert corrected["acme.half", "2025"].reason.fr.startswith("Ce nombre se calcule à partir")
    assert ("acme.half", "2023") not in corrected
    again = Run(fed, served)
    assert "Formulas that move" not in again.text
    assert "## Files" not in again.text


def test_more_digits_of_a_corrected_number_are_no_other_number(fed: Path, served: Services) -> None:
    path = fed / "data/corrections.yml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "- date: 2026-02-21\n  dataset: firms.capex\n  entity: acme\n  period: 2025-Q1\n"
        "  old: 1.60\n  new: 1.50\n  reason: {fr: Un chiffre avait été inversé., en: Two digits had "
        "been exchanged.}\n  reported_by: {fr: un lecteur, en: a reader}\n",
        encoding="utf-8",
    )
    run = Run(fed, served)
    assert rows(fed)[0] == "{period: 2025-Q1, value: 1.504, source: acme-2025q1-10q}"
    assert "data/corrections.yml" not in "".join(
        run.part("To look at before merging: what checks say")
    )


def test_a_range_is_never_filled(fed: Path, served: Services) -> None:
    replaced(fed, "datasets/firms.capex.yml", "value: 12.5,", "low: 12, high: 13,")
    summed = "formula: sum firms.capex/acme@2025-Q1..2025-Q4"  # which no range can be part of
    replaced(fed, "flows.yml", summed, "value: 35.62\n    source: acme-2025")
    run = Run(fed, served)
    assert rows(fed)[2] == "{period: 2025-Q3, low: 12, high: 13, source: acme-2025}"
    assert run.part("Left alone") == ["- `firms.capex/acme@2025-Q3`: the cell is a range"]


def test_a_printed_number_is_not_replaced_by_what_rounding_leaves(
    fed: Path, served: Services
) -> None:
    """A company may print 2.247 for a quarter that two filings compute as 2.246."""
    replaced(fed, "datasets/firms.capex.yml", "value: 2.25,", "value: 2.247,")
    run = Run(fed, served)
    assert rows(fed)[1] == "{period: 2025-Q2, value: 2.247, source: acme-2025}"
    assert run.part("Left alone") == [
        "- `firms.capex/acme@2025-Q2`: 2.246 was computed, which is 2.247 but for what rounding leaves"
    ]


def test_nothing_is_added_before_a_series_begins(fed: Path, served: Services) -> None:
    Run(fed, served)
    assert not any("2024-Q4" in row for row in rows(fed, "fx.rates"))


# -- what goes wrong -------------------------------------------------------------------------------


def test_a_company_whose_record_cannot_be_had_is_told_and_the_others_are_read(
    fed: Path, served: Services
) -> None:
    del served.answers["/companyfacts/CIK0000000001.json"]
    run = Run(fed, served)
    assert run.status == 0
    (told,) = run.part("Could not be read")
    assert told.startswith("- Acme: http://127.0.0.1:")
    assert told.endswith("/companyfacts/CIK0000000001.json answers 404 (Not Found)")
    assert rows(fed)[0] == "{period: 2025-Q1, value: 1.50, source: acme-2025}"
    assert "globex-2025q3-10q" in rows(fed)[7]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (record(2, ACME), "the record that came for Acme (CIK 1) is that of CIK 2; nothing of it is used: look at its cik in data/entities.yml"),
        (record(1, ACME)[:500], "the record of Acme is cut short or is no record of facts; nothing of it is used"),
    ],
)  # fmt: skip
def test_the_wrong_record(content: bytes, sentence: str, fed: Path, served: Services) -> None:
    served.record(1, content)
    run = Run(fed, served)
    assert run.part("Could not be read") == [f"- Acme: {sentence}"]
    assert rows(fed)[0] == "{period: 2025-Q1, value: 1.50, source: acme-2025}"


def test_a_service_that_asks_to_be_left_alone_is_not_asked_for_the_next_company(
    fed: Path, served: Services
) -> None:
    served.faults = [Answer(429) for _ in range(4)]
    run = Run(fed, served)
    first, second = run.part("Could not be read")
    assert "was asked too often (429), 4 times; run it again later" in first
    assert (
        second == "- Globex: not asked for, since nothing more is asked of the service in this run"
    )
    assert len([one for one in served.asked if "companyfacts" in one.path]) == 4
    assert run.status == 0, "the rates were read"


def test_when_nothing_can_be_read_nothing_is_written(fed: Path, served: Services) -> None:
    served.answers.clear()
    before = files(fed)
    run = Run(fed, served)
    assert run.status == 1
    assert files(fed) == before
    assert len(run.part("Could not be read")) == 3


def test_what_a_record_says_calls_nobody_in_the_report(fed: Path, served: Services) -> None:
    odd = fact(
        "2026-01-01", "2026-03-31", "`@everyone` [x](https://example.org) <b>\n# x", "2026-04-28"
    )
    served.record(1, record(1, {"Purchases": [*ACME["Purchases"], odd]}))
    run = Run(fed, served)
    told = next(line for line in run.part("Left out of the records") if "is no amount" in line)
    assert "\\`(at)everyone\\` \\[x\\](https://exam" in told


def test_a_concept_that_a_company_does_not_file(fed: Path, served: Services) -> None:
    replaced(fed, "refresh.yml", "[Purchases]", "[PurchasesOfNothing]")
    run = Run(fed, served)
    assert run.part("Left out of the records") == [
        "- Acme has no PurchasesOfNothing in USD; firms.capex stays as it is"
    ]


@pytest.mark.parametrize("moment", ["write", "replace"])
def test_a_run_that_stops_half_way_changes_nothing(
    moment: str, fed: Path, served: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(fed)
    name = {"write": "write_text", "replace": "replace"}[moment]
    real, calls = getattr(Path, name), []

    def fails(self: Path, *given: Any, **more: Any) -> Any:
        if self.name.endswith(".new"):
            calls.append(self)
            if len(calls) == (3 if moment == "write" else 2):
                raise OSError(28, "No space left on device")
        return real(self, *given, **more)

    monkeypatch.setattr(Path, name, fails)
    with pytest.raises(OSError, match="No space left"):
        Run(fed, served)
    monkeypatch.undo()
    assert files(fed) == before


def test_data_with_a_mistake_are_not_touched(fed: Path, served: Services) -> None:
    replaced(fed, "datasets/firms.capex.yml", "value: 2.25,", "value: 2,25,")
    before = files(fed)
    run = Run(fed, served)
    assert run.status == 1
    assert run.text.startswith('data/datasets/firms.capex.yml:11: value "2,25" is not a number')
    assert files(fed) == before
    assert served.asked == []


def test_a_company_without_a_cik_is_told_before_anything_is_asked(
    fed: Path, served: Services
) -> None:
    replaced(fed, "entities.yml", "  cik: 1\n", "")
    run = Run(fed, served)
    assert (run.status, run.text) == (
        1,
        'data/refresh.yml:2: entity "acme" has no cik; add it in data/entities.yml:2, or take the feed out\n',
    )
    assert served.asked == []


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"CONTACT": ""},
            (
                "CONTACT is not set; the services want to know who reads them: write it like "
                "CONTACT=name@example.org make refresh\n"
            ),
        ),
        (
            {"COMPANY_FACTS": "http://data.sec.gov/api"},
            'the address "http://data.sec.gov/api" does not begin with https://; write one that does\n',
        ),
        (
            {"EXCHANGE_RATES": "data-api.ecb.europa.eu"},
            'the address "data-api.ecb.europa.eu" does not begin with https://; write one that does\n',
        ),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_asked(
    environment: dict[str, str], sentence: str, fed: Path, served: Services
) -> None:
    run = Run(fed, served, environment={**served.environment(), **environment})
    assert (run.status, run.text) == (1, sentence)
    assert served.asked == []


def test_a_project_that_reads_nothing(project: Path, served: Services) -> None:
    assert Run(project, served).text == (
        "data/refresh.yml names nothing to read; add a line, as data/README.md says\n"
    )


# -- from the shell --------------------------------------------------------------------------------


def explainer(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "explainer", *words],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "PYTHONPATH": str(ROOT / "hooks"), **environment},
    )


def test_from_the_shell(fed: Path, served: Services) -> None:
    before = files(fed)
    done = explainer("refresh", fed, "--dry-run", **served.environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# Filings read by machine\n")
    assert files(fed) == before
    done = explainer("refresh", fed)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("CONTACT is not set")


def test_nothing_but_writing_loads_ruamel() -> None:
    """Whoever checks, builds or serves needs no more than before."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, explainer.__main__; print('ruamel.yaml' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"


# -- the site's own data ---------------------------------------------------------------------------


def test_the_site_says_what_the_filings_of_three_companies_say(
    tmp_path: Path, served: Services
) -> None:
    """Their recorded answers propose nothing: all that they say stands in data/ already."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    served.answers.clear()
    for path in EDGAR.glob("*.json"):
        served.record(int(path.stem.removeprefix("CIK")), path.read_bytes())
    run = Run(tmp_path, served)
    assert run.status == 0
    assert "Read: Meta, Alphabet, Microsoft. " in run.text
    assert "## Files" not in run.text, run.text
    agreed = int(run.text.partition(" | agreed already |")[0].rpartition("| ")[2])
    assert agreed >= 90


# -- one canonical way of writing ------------------------------------------------------------------


def test_files_of_data_are_written_in_one_way(project: Path) -> None:
    path = project / "data/datasets/firms.capex.yml"
    canonical = path.read_text(encoding="utf-8")
    messy = "# The head stays\n" + canonical.replace("    - {period", "  -   { period").replace(
        "value: 1.50, source: acme-2025}", "value:  1.50,   source: acme-2025 }   # stays"
    ).replace("2.25, source: acme-2025}", "2.25,\n      source: acme-2025}")
    path.write_text(messy, encoding="utf-8")
    said: list[str] = []
    assert format_all(project, said.append) == 0
    assert said == ["Written: data/datasets/firms.capex.yml\n"]
    text = re.sub(" +# stays", " # stays", path.read_text(encoding="utf-8"))  # in its column
    assert text == "# The head stays\n" + canonical.replace(
        "value: 1.50, source: acme-2025}", "value: 1.50, source: acme-2025} # stays"
    )
    assert format_all(project, said.append) == 0
    assert len(said) == 1, "a second time changes nothing"


def test_the_site_s_own_files_are_written_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    said: list[str] = []
    assert format_all(tmp_path, said.append) == 0
    assert said == [], "run make format"


def test_a_file_that_is_no_yaml_is_left_as_it_is(project: Path) -> None:
    path = project / "data/timeline.yml"
    text = path.read_text(encoding="utf-8") + "- {date: 'never\n"
    path.write_text(text, encoding="utf-8")
    said: list[str] = []
    assert format_all(project, said.append) == 1
    assert path.read_text(encoding="utf-8") == text
    assert said[0].startswith("data/timeline.yml: line ")
    assert said[0].endswith(" is not YAML; make check says what is wrong\n")

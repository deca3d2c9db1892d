"""Amounts out of filings: quarters from what is told for longer times, by the latest filing, and a
sentence for each fact that cannot be used."""

from __future__ import annotations

import contextlib
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.language.periods import Period
from explainer.refresh import company_facts, exchange_rates
from explainer.refresh.company_facts import CompanyRecord, Span
from explainer.refresh.service import NotHad

EDGAR = Path(__file__).parent / "edgar"
PURCHASES = "PaymentsToAcquirePropertyPlantAndEquipment"


def recorded(cik: int, company: str, year_end: str, *wanted: str) -> CompanyRecord:
    content = (EDGAR / f"CIK{cik:010}.json").read_bytes()
    return company_facts.read(content, cik, company, year_end, wanted)


def fact(start: str, end: str, value: Any, filed: str, **more: Any) -> dict[str, Any]:
    """A fact in millions, told by a filing of a day."""
    value = value * 10**6 if isinstance(value, int) else value
    accession = f"0000000001-{filed[2:4]}-{filed[5:7]}{filed[8:]}00"
    given = {
        "start": start,
        "end": end,
        "val": value,
        "filed": filed,
        "accn": accession,
        "form": "10-Q",
    }
    return {**given, **more}


def made(*facts: dict[str, Any], year_end: str = "12-31", concept: str = "X") -> CompanyRecord:
    content = json.dumps(
        {"cik": 1, "facts": {"us-gaap": {concept: {"units": {"USD": list(facts)}}}}}
    )
    return company_facts.read(content.encode(), 1, "Acme", year_end, {concept})


def millions(record: CompanyRecord, concept: str = "X") -> dict[str, float]:
    found = record.amounts(concept, "USD")
    return {str(period): float(one.value / 10**6) for period, one in sorted(found.items())}


# -- the records of three companies ----------------------------------------------------------------


def test_quarters_of_a_cash_flow_told_from_the_first_of_january() -> None:
    found = millions(recorded(1326801, "Meta", "12-31", PURCHASES), PURCHASES)
    assert [found[f"2025-Q{n}"] for n in (1, 2, 3, 4)] == [12941, 16538, 18829, 21383]
    assert sum(found[f"2025-Q{n}"] for n in (1, 2, 3, 4)) == found["2025"] == 69691


def test_an_amount_told_anew_counts_and_what_was_told_first_is_kept() -> None:
    """In 2024 Meta took what it had sold off the purchases of 2023."""
    record = recorded(1326801, "Meta", "12-31", PURCHASES)
    found = record.amounts(PURCHASES, "USD")
    second = found[Period.parse("2023-Q2")]
    assert second.value == 6_134_000_000
    assert (second.filing.accession, str(second.filing.filed)) == (
        "0001326801-24-000069",
        "2024-08-01",
    )
    assert second.before is not None
    assert second.before[0] == 6_216_000_000
    assert str(second.before[1].filed) == "2023-07-27"
    assert [float(found[Period.parse(f"2023-Q{n}")].value) / 1e6 for n in (1, 2, 3, 4)] == [
        6823, 6134, 6496, 7592,
    ]  # fmt: skip
    assert found[Period.parse("2023")].value == 27_045_000_000


def test_a_year_that_ends_in_june() -> None:
    """Microsoft tells three months; the fourth quarter is the year less nine months."""
    record = recorded(789019, "Microsoft", "06-30", PURCHASES)
    found = record.amounts(PURCHASES, "USD")
    last = found[Period.parse("2026-Q2")]
    assert last.value == 35_802_000_000
    assert last.filing.form == "10-K"
    assert last.difference == ((12, Decimal(115_948_000_000)), (9, Decimal(80_146_000_000)))
    assert found[Period.parse("2025-Q3")].difference is None
    assert found[Period.parse("2026")].value == 115_948_000_000  # to 30 June 2026


def test_a_concept_that_has_changed_is_never_mixed_with_another() -> None:
    old, new = "RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues"
    record = recorded(1652044, "Alphabet", "12-31", old, new)
    assert "2025-Q2" not in millions(record, old)
    assert "2023-Q1" not in millions(record, new)
    assert millions(record, new)["2026-Q2"] == 119796
    assert millions(record, old)["2023-Q4"] == 86310


def test_a_proxy_statement_is_no_account() -> None:
    """Meta's of April 2026 repeats the net income of three years."""
    record = recorded(1326801, "Meta", "12-31", "NetIncomeLoss")
    found = record.amounts("NetIncomeLoss", "USD")[Period.parse("2025")]
    assert found.value == 60_458_000_000
    assert found.filing.accession == "0001628280-26-003942"
    assert found.filing.url == (
        "https://www.sec.gov/Archives/edgar/data/1326801/000162828026003942/0001628280-26-003942-index.htm"
    )


# -- years that end otherwise ----------------------------------------------------------------------


def test_a_year_that_ends_in_may() -> None:
    record = made(
        fact("2025-06-01", "2025-08-31", 10, "2025-09-11"),
        fact("2025-06-01", "2025-11-30", 30, "2025-12-11"),
        fact("2025-06-01", "2026-02-28", 60, "2026-03-11"),
        fact("2025-06-01", "2026-05-31", 100, "2026-06-20", form="10-K"),
        year_end="05-31",
    )
    assert millions(record) == {
        "2025-Q3": 10, "2025-Q4": 20, "2026": 100, "2026-Q1": 30, "2026-Q2": 40,
    }  # fmt: skip


def test_a_year_that_ends_on_the_last_sunday_of_january() -> None:
    record = made(
        fact("2025-01-27", "2025-04-27", 10, "2025-05-28"),
        fact("2025-01-27", "2025-07-27", 30, "2025-08-27"),
        fact("2025-01-27", "2025-10-26", 60, "2025-11-19"),
        fact("2025-01-27", "2026-01-25", 100, "2026-02-25", form="10-K"),
        year_end="01-31",
    )
    assert millions(record) == {
        "2025-Q1": 10, "2025-Q2": 20, "2025-Q3": 30, "2025-Q4": 40, "2026": 100,
    }  # fmt: skip


def test_a_year_of_53_weeks_is_taken_and_told() -> None:
    record = made(
        fact("2022-01-31", "2022-10-30", 60, "2022-11-19"),
        fact("2022-01-31", "2023-02-05", 100, "2023-02-25", form="10-K"),
        year_end="01-31",
    )
    assert millions(record) == {"2022-Q4": 40, "2023": 100}
    assert record.notes == [
        "Acme, X, 2022-01-31 to 2023-02-05: this year has 53 weeks, and one quarter 14; it is taken as it is"
    ]


def test_a_quarter_lies_where_most_of_its_months_do() -> None:
    """On whatever day it ends: one rule for all companies, and none of them is named."""
    for year in range(2000, 2040):
        for month, quarter in ((2, 1), (5, 2), (8, 3), (11, 4)):  # Oracle's
            end = date(year, month + 1, 1) - timedelta(days=1)
            assert Span(end - timedelta(days=90), end).quarter() == Period("quarter", year, quarter)
        for day in range(25, 32):  # Nvidia's fourth
            end = date(year, 1, day)
            assert Span(end - timedelta(days=90), end).quarter() == Period("quarter", year - 1, 4)


def test_twelve_months_up_to_some_other_day_are_no_year() -> None:
    """Amazon tells them in each quarterly report."""
    record = made(
        fact("2024-07-01", "2025-06-30", 400, "2025-08-01"),
        fact("2024-10-01", "2025-09-30", 440, "2025-10-31"),
        fact("2025-07-01", "2025-09-30", 110, "2025-10-31"),
    )
    assert millions(record) == {"2025-Q3": 110}


# -- what was told anew, and what does not add up --------------------------------------------------


def test_a_quarter_is_not_cut_out_of_an_old_amount_and_a_new_one() -> None:
    """In April the first quarter is told anew, on another basis; the half will be in July."""
    early = [
        fact("2023-01-01", "2023-03-31", 10, "2023-04-27"),
        fact("2023-01-01", "2023-06-30", 30, "2023-07-27"),
        fact("2023-01-01", "2023-03-31", 7, "2024-04-25"),
    ]
    april = made(*early)
    assert millions(april) == {"2023-Q1": 7, "2023-Q2": 20}
    assert april.notes == [
        (
            "Acme, X: 2023-01-01 to 2023-03-31 was told anew in 0000000001-24-042500, and what it is "
            "compared with was not yet; the quarter to 2023-06-30 stays as first told"
        )
    ]
    july = made(*early, fact("2023-01-01", "2023-06-30", 26, "2024-08-01"))
    assert millions(july) == {"2023-Q1": 7, "2023-Q2": 19}
    assert july.notes == []


def test_a_period_told_several_times_is_that_of_the_filing_since_which_it_stands() -> None:
    record = made(
        fact("2023-01-01", "2023-03-31", 10, "2023-04-27"),
        fact("2023-01-01", "2023-03-31", 10, "2024-04-25"),
        fact("2023-01-01", "2023-03-31", 10, "2025-04-25"),
    )
    found = record.amounts("X", "USD")[Period.parse("2023-Q1")]
    assert str(found.filing.filed) == "2023-04-27"
    assert found.before is None


def test_computed_quarters_that_do_not_add_up_to_their_year_are_not_used() -> None:
    facts = [
        fact("2025-01-01", "2025-03-31", 10, "2025-04-27"),
        fact("2025-04-01", "2025-06-30", 11, "2025-07-27"),
        fact("2025-07-01", "2025-09-30", 12, "2025-10-27"),
        fact("2025-01-01", "2025-09-30", 43, "2025-10-27"),
        fact("2025-01-01", "2025-12-31", 60, "2026-02-01", form="10-K"),
    ]
    record = made(*facts)
    assert millions(record) == {"2025": 60, "2025-Q1": 10, "2025-Q2": 11, "2025-Q3": 12}
    assert record.notes == [
        (
            "Acme, X: the quarters of 2025-01-01 to 2025-12-31 add up to 50,000,000 and the year is "
            "60,000,000; quarters that were computed are not used"
        )
    ]
    facts[3] = fact("2025-01-01", "2025-09-30", 34, "2025-10-27")  # but for what rounding leaves
    assert millions(made(*facts))["2025-Q4"] == 26


def test_a_quarter_that_is_told_is_taken_before_one_that_is_computed() -> None:
    record = made(
        fact("2025-01-01", "2025-03-31", 10, "2025-04-27"),
        fact("2025-04-01", "2025-06-30", 11, "2025-07-27"),
        fact("2025-01-01", "2025-06-30", 25, "2025-07-27"),
    )
    assert millions(record) == {"2025-Q1": 10, "2025-Q2": 11}
    assert record.notes == [
        (
            "Acme, X, 2025-04-01 to 2025-06-30: the filing says 11,000,000, and what two filings leave "
            "between them is 15,000,000; the first is taken"
        )
    ]


# -- bad input -------------------------------------------------------------------------------------

GOOD = fact("2025-01-01", "2025-03-31", 10, "2025-04-27")


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (
            fact("2025-04-01", "2025-06-30", "n/a", "2025-07-27"),
            'Acme, X, 2025-04-01 to 2025-06-30, in 0000000001-25-072700: the value "n/a" is no amount; it is left out',
        ),
        (
            fact("2025-04-01", "2025-06-30", None, "2025-07-27"),
            'Acme, X, 2025-04-01 to 2025-06-30, in 0000000001-25-072700: the value "None" is no amount; it is left out',
        ),
        (
            fact("2025-04-01", "2025-06-30", 10**30, "2025-07-27"),
            'Acme, X, 2025-04-01 to 2025-06-30, in 0000000001-25-072700: the value "1000000000000000000000000000000000000" is no amount; it is left out',
        ),
        (
            fact("0001-01-01", "0001-03-31", 1, "0001-04-27"),
            "Acme, X: a fact of 0000000001-01-042700 has no days, no date of filing or no accession number that can be read; it is left out",
        ),
        (
            fact("2025-04-01", "2025-06-31", 1, "2025-07-27"),
            "Acme, X: a fact of 0000000001-25-072700 has no days, no date of filing or no accession number that can be read; it is left out",
        ),
        (
            fact("2025-06-30", "2025-04-01", 1, "2025-07-27"),
            "Acme, X: a fact of 0000000001-25-072700 has no days, no date of filing or no accession number that can be read; it is left out",
        ),
        (
            fact("2025-04-01", "2025-06-30", 1, "2025-07-27", accn="../../etc"),
            "Acme, X: a fact of ../../etc has no days, no date of filing or no accession number that can be read; it is left out",
        ),
    ],
)
def test_a_fact_that_cannot_be_used_is_left_out_alone(bad: dict[str, Any], sentence: str) -> None:
    record = made(GOOD, bad)
    assert millions(record) == {"2025-Q1": 10}
    assert record.notes == [sentence]


_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=12)
    | st.sampled_from(["2025-01-01", "2025-03-31", "2025-12-31", "0001-01-01", "9999-12-31", "10-K"])
    | st.sampled_from(["0000000001-25-000001", 5 * 10**9, 10**40, 1.5, "NaN"])
)  # fmt: skip
_FACTS = st.lists(
    st.dictionaries(
        st.sampled_from(["start", "end", "filed", "accn", "form", "val", "fy", "frame"]), _SCALARS
    )
    | _SCALARS,
    max_size=6,
)


@given(st.lists(st.sampled_from([GOOD, {**GOOD, "end": "2025-12-31"}]), max_size=2), _FACTS)
def test_whatever_stands_in_a_record_ends_in_amounts_or_in_a_sentence(
    good: list[dict[str, Any]], odd: list[Any]
) -> None:
    record = made(*good, *odd)
    for amount in record.amounts("X", "USD").values():
        assert amount.value == amount.value.to_integral_value() or amount.value.is_finite()
    assert all(note.startswith("Acme, X") for note in record.notes)


@given(st.recursive(_SCALARS, lambda one: st.lists(one) | st.dictionaries(st.sampled_from(["cik", "facts", "us-gaap", "X", "units", "USD"]), one)))  # fmt: skip
def test_whatever_comes_is_a_record_or_none(content: Any) -> None:
    with contextlib.suppress(NotHad):
        company_facts.read(json.dumps(content).encode(), 1, "Acme", "12-31", {"X"})


def test_two_facts_that_disagree_in_one_filing() -> None:
    record = made(
        GOOD,
        fact("2025-04-01", "2025-06-30", 11, "2025-07-27"),
        fact("2025-04-01", "2025-06-30", 12, "2025-07-27"),
    )
    assert millions(record) == {"2025-Q1": 10}
    assert record.notes == [
        (
            "Acme, X, 2025-04-01 to 2025-06-30: 0000000001-25-072700 says 11,000,000 and 12,000,000; "
            "neither is used: look into the filing"
        )
    ]


@pytest.mark.parametrize(
    "content",
    [
        (EDGAR / "CIK0001326801.json").read_bytes()[:5000],
        b"",
        b"[]",
        b"null",
        b'{"cik": 1}',
        b'{"cik": 1, "facts": {"us-gaap": []}}',
        b'{"cik": 1, "facts": {"us-gaap": {"X": {"units": 3}}}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_cut_short_or_is_no_record(content: bytes) -> None:
    with pytest.raises(NotHad) as error:
        company_facts.read(content, 1, "Acme", "12-31", {"X"})
    assert str(error.value) == (
        "the record of Acme is cut short or is no record of facts; nothing of it is used"
    )


def test_the_record_of_another_company() -> None:
    with pytest.raises(NotHad) as error:
        company_facts.read(
            (EDGAR / "CIK0000789019.json").read_bytes(), 1326801, "Meta", "12-31", {PURCHASES}
        )
    assert str(error.value) == (
        "the record that came for Meta (CIK 1326801) is that of CIK 789019; nothing of it is used: "
        "look at its cik in data/entities.yml"
    )


# -- exchange rates --------------------------------------------------------------------------------

SERIES = "EXR/Q.USD.EUR.SP00.A"
TABLE = """KEY,FREQ,TIME_PERIOD,OBS_VALUE,OBS_STATUS
EXR.Q.USD.EUR.SP00.A,Q,2025-Q1,1.0523031746,A
EXR.Q.USD.EUR.SP00.A,Q,2025-Q2,1.13379,A
EXR.Q.USD.EUR.SP00.A,Q,2025-Q3,,H
"""


def test_means_of_exchange_rates() -> None:
    found, notes = exchange_rates.read(TABLE.encode(), SERIES)
    assert found == {
        Period.parse("2025-Q1"): Decimal("1.0523031746"),
        Period.parse("2025-Q2"): Decimal("1.13379"),
    }
    assert notes == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("EXR.Q.USD.EUR.SP00.A,Q,2025-Q4,high,A", '"high" of "2025-Q4" is no rate of a quarter'),
        ("EXR.Q.USD.EUR.SP00.A,Q,2025-Q5,1.1,A", '"1.1" of "2025-Q5" is no rate of a quarter'),
        ("EXR.Q.USD.EUR.SP00.A,Q,2025,1.1,A", '"1.1" of "2025" is no rate of a quarter'),
        ("EXR.Q.USD.EUR.SP00.A,Q,2025-Q4,-1,A", '"-1" of "2025-Q4" is no rate of a quarter'),
        ("EXR.Q.USD.EUR.SP00.A,Q,2025-Q4,NaN,A", '"NaN" of "2025-Q4" is no rate of a quarter'),
    ],
)
def test_a_line_that_is_no_rate_is_left_out_alone(line: str, sentence: str) -> None:
    found, notes = exchange_rates.read(f"{TABLE}{line}\n".encode(), SERIES)
    assert len(found) == 2
    assert notes == [f"{SERIES}: {sentence}; the line is left out"]


def test_two_rates_of_one_quarter() -> None:
    line = "EXR.Q.USD.EUR.SP00.A,Q,2025-Q1,1.2,A\n"
    found, notes = exchange_rates.read(f"{TABLE}{line}".encode(), SERIES)
    assert list(found) == [Period.parse("2025-Q2")]
    assert notes == [f"{SERIES}: 2025-Q1 has two rates; neither is used"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is no table of rates; nothing of it is used"),
        ("<html></html>", "is no table of rates; nothing of it is used"),
        (TABLE[:60], "is cut short; nothing of it is used"),
        (TABLE.rstrip("\n"), "is cut short; nothing of it is used"),
        (
            TABLE.replace("USD", "GBP"),
            "holds EXR.Q.GBP.EUR.SP00.A; nothing of it is used",
        ),
    ],
)
def test_a_table_that_is_another_or_none(content: str, sentence: str) -> None:
    with pytest.raises(NotHad) as error:
        exchange_rates.read(content.encode(), SERIES)
    assert str(error.value) == f"what came for {SERIES} {sentence}"

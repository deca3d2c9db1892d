"""Periods parse, order, step and refuse."""

from __future__ import annotations

import pytest

from explainer.language.periods import Period


@pytest.mark.parametrize(
    "text", ["2025", "2025-H1", "2025-Q3", "2025-10", "2025-10-29", "2024-02-29"]
)
def test_a_period_is_written_as_it_was_read(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-Q5", 'period "2025-Q5" does not exist: quarters run from Q1 to Q4'),
        ("2025-H3", 'period "2025-H3" does not exist: halves run from H1 to H2'),
        ("2025-13", 'period "2025-13" does not exist: months run from 01 to 12'),
        ("2025-02-30", 'period "2025-02-30" does not exist: no such day in the calendar'),
        ("T3 2025", 'period "T3 2025" is not understood; write it like'),
        ("25-Q3", 'period "25-Q3" is not understood; write it like'),
    ],
)
def test_a_period_that_does_not_exist_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="period") as refused:
        Period.parse(text)
    assert str(refused.value).startswith(message)


def test_periods_are_in_the_order_of_the_calendar() -> None:
    texts = ["2024", "2024-Q4", "2025", "2025-H1", "2025-Q1", "2025-01-30", "2025-Q3"]
    assert [str(p) for p in sorted(map(Period.parse, reversed(texts)))] == texts


def test_a_span_counts_over_the_new_year() -> None:
    span = Period.parse("2024-Q3").through(Period.parse("2025-Q2"))
    assert [str(p) for p in span] == ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2"]
    with pytest.raises(ValueError, match="not a span"):
        Period.parse("2025-Q2").through(Period.parse("2024-Q3"))


def test_a_year_has_parts() -> None:
    assert [str(p) for p in Period.parse("2025").parts("quarter")] == [
        "2025-Q1",
        "2025-Q2",
        "2025-Q3",
        "2025-Q4",
    ]
    assert str(Period.parse("2025-Q1").year_before()) == "2024-Q1"

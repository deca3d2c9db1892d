"""What accounts must obey, held against the data of the site: parts make their wholes, and published
calculations can be done again from their assumptions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from explainer.facts.model import Library

HUNDREDTH = Decimal("0.01")
LINES = "meta.costs_by_line"


def cell(library: Library, dataset: str, entity: str, period: str) -> Decimal | None:
    rows = library.datasets[dataset].series[entity]
    return next((row.value for row in rows if str(row.period) == period), None)


def needed(library: Library, dataset: str, entity: str, period: str) -> Decimal:
    value = cell(library, dataset, entity, period)
    assert value is not None, f"{dataset}/{entity}@{period}"
    return value


def periods(library: Library, dataset: str, entity: str) -> list[str]:
    rows = library.datasets[dataset].series[entity]
    return [str(row.period) for row in rows if row.value is not None]


def total(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0))


def test_four_lines_make_all_of_metas_costs(real_library: Library) -> None:
    compared = 0
    for period in periods(real_library, LINES, "meta-general-administrative"):
        whole = cell(real_library, "meta.total_costs", "meta", period)
        if whole is not None:
            lines = real_library.datasets[LINES].series
            parts = total(needed(real_library, LINES, line, period) for line in lines)
            assert abs(parts - whole) <= HUNDREDTH, period
            compared += 1
    assert compared >= 16


def test_research_is_the_same_wherever_it_stands(real_library: Library) -> None:
    """Once as a line of all costs, once as a dataset of its own."""
    line = "meta-research-development"
    for row in real_library.datasets["meta.rd"].series["meta"]:
        there = cell(real_library, LINES, line, str(row.period))
        if row.value is not None and there is not None:
            half = Decimal(1).scaleb(int(row.value.as_tuple().exponent)) / 2
            assert abs(row.value - there) <= half, row.period


@pytest.mark.parametrize("segment", ["family-of-apps", "reality-labs"])
def test_pay_and_the_rest_make_the_costs_of_a_segment(real_library: Library, segment: str) -> None:
    for period in periods(real_library, "meta.segment_other_costs", segment):
        pay, rest, whole = (
            needed(real_library, dataset, segment, period)
            for dataset in ("meta.segment_pay", "meta.segment_other_costs", "meta.segment_costs")
        )
        assert abs(pay + rest - whole) <= 2 * HUNDREDTH, period


def test_equipment_is_the_greater_part_of_metas_depreciation(real_library: Library) -> None:
    for period in periods(real_library, "meta.depreciation_equipment", "meta"):
        equipment = needed(real_library, "meta.depreciation_equipment", "meta", period)
        whole = needed(real_library, "meta.depreciation", "meta", period)
        assert Decimal("0.9") * whole < equipment <= whole, period


@pytest.mark.parametrize(("who", "period"), [("sequoia", "2023-09"), ("sequoia", "2024-06-20")])
def test_sequoias_sum_can_be_done_again(real_library: Library, who: str, period: str) -> None:
    """Chip sales over the chips' share of the cost, over what the margin leaves for it."""
    chips, share, margin, said = (
        needed(real_library, f"debate.{name}", who, period)
        for name in ("payback_spending", "payback_chip_share", "payback_margin", "revenue_needed")
    )
    assert chips / (share / 100) / (1 - margin / 100) == said


def test_kuppermans_sum_can_be_done_again(real_library: Library) -> None:
    """What was built over its life, over the share of revenue that covers depreciation."""
    cost, share, said = (
        needed(real_library, f"debate.{name}", "kupperman", "2025-08")
        for name in ("payback_depreciation", "payback_margin", "revenue_needed")
    )
    assert cost / (share / 100) == said
    kinds = real_library.datasets["debate.payback_cost_split"].series
    assert total(rows[0].value or Decimal(0) for rows in kinds.values()) == 100


def test_what_is_missing_of_what_is_needed_is_what_the_author_says(real_library: Library) -> None:
    for who, period in (("sequoia", "2023-09"), ("bain", "2025-09-23")):
        said, assumed, missing = (
            needed(real_library, f"debate.{name}", who, period)
            for name in ("revenue_needed", "payback_revenue_assumed", "revenue_gap")
        )
        assert said - assumed == missing, who


def test_quarters_before_2019_make_the_years(real_library: Library) -> None:
    earlier = real_library.datasets["hyperscalers.capex_earlier"].series
    compared = 0
    for company, rows in earlier.items():
        for year in ("2015", "2016", "2017", "2018"):
            quarters = [row.value for row in rows if str(row.period).startswith(year)]
            known = [value for value in quarters if value is not None]
            if len(known) == 4:
                whole = needed(real_library, "hyperscalers.capex_yearly", company, year)
                assert abs(total(known) - whole) <= HUNDREDTH / 2, (company, year)
                compared += 1
    assert compared == 15

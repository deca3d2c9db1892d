"""What `industry/payback.md` says in words, and no cell can say, holds for the data of today. When
it fails, data have moved: read the page again, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal

from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.kinds.swings import swings_of
from tests.conftest import ROOT


def amount(library: Library, expression: str) -> Decimal:
    found = evaluate(tokens_of(expression), library).amount
    assert found is not None
    return found


def test_sales_nearly_pay_for_2026_and_no_more(real_library: Library) -> None:
    sold = amount(real_library, "ai.generative_sales/world@2026-06-25")
    pace = amount(real_library, "ai.generative_run_rate/world@2026-06-25.low")
    needed = {
        year: amount(real_library, f"payback.needed/central@{year}")
        for year in (2026, 2027, 2028, 2030)
    }
    assert sold < needed[2026] < pace
    assert needed[2026] < needed[2027] < needed[2028] < needed[2030]
    spent = [amount(real_library, f"payback.ai_spending/central@{y}") for y in range(2026, 2031)]
    assert len(set(spent)) == 1  # "if spending no longer rises"


def test_a_hundred_dollars_sell_less_than_half_of_what_it_takes(real_library: Library) -> None:
    needed = amount(real_library, "payback.lifetime_sales/at-needed@2026")
    for today in ("at-today", "world-run-rate"):
        assert amount(real_library, f"payback.lifetime_sales/{today}@2026") < needed / 2


def test_the_stake_comes_back_only_with_optimistic_assumptions(real_library: Library) -> None:
    returns = {
        one: amount(real_library, f"payback.vintage_return/{one}@2026")
        for one in ("prudent", "central", "optimistic")
    }
    assert returns["prudent"] < returns["central"] < 0 < returns["optimistic"]
    assert amount(real_library, "payback.balance/at-today@2033") < 0
    assert amount(real_library, "payback.balance/at-needed@2033") > 0


def test_margin_moves_most_and_the_life_of_chips_little(real_library: Library) -> None:
    middle, found = swings_of(real_library.charts["payback-swings"], real_library)
    widths = {one.input: one.width(middle.size) for one in found}
    order = [one.input for one in found]
    assert order[:2] == ["margin", "ai-share"]
    assert widths["margin"] > 3 * widths["ai-share"]  # "nothing else comes near"
    assert widths["chips-life"] < middle.size / 10
    twice = amount(real_library, "payback.swing_prudent/input-margin@2030")
    assert abs(twice - 2 * middle.size) <= 1
    # "a slower ramp lowers the sum of 2030", and shorter lives bring the bill forward
    assert amount(real_library, "payback.swing_prudent/input-ramp@2030") < middle.size
    short = "project payback.needed with central but chips-life from prudent in 2027"
    assert amount(real_library, short) > amount(real_library, "payback.needed/central@2027")


def test_morgan_stanley_stands_between_central_and_prudent(real_library: Library) -> None:
    expected = amount(real_library, "debate.ai_revenue_forecast/morgan-stanley@2028")
    assert amount(real_library, "payback.needed/central@2028") < expected
    assert expected < amount(real_library, "payback.needed/prudent@2028")
    assert amount(real_library, "debate.ai_revenue_forecast/morgan-stanley@2025") > amount(
        real_library, "ai.generative_sales/world@2026-06-25"
    )


def test_anthropic_has_signed_for_eight_years_of_sales(real_library: Library) -> None:
    """The page of the labs says so in words, as its own calculation."""
    years = "ratio anthropic.obligations@2026-09-28 to anthropic.run_rate@2026-07"
    assert round(amount(real_library, years) / 100) == 8


def test_the_third_question_is_reached_from_the_others() -> None:
    for code in ("fr", "en"):
        for name in ("index", "about", "industry/spending", "industry/financing",
                     "industry/wall-street", "understand/capex"):  # fmt: skip
            text = (ROOT / "docs" / code / f"{name}.md").read_text(encoding="utf-8")
            assert re.search(r"payback\.md[),\]]", text), (code, name)

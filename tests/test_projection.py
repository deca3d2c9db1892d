"""What spending has to bring back: the engine against cases worked by hand, and against what a
browser makes of the same file."""

from __future__ import annotations

import json
import random
from decimal import Decimal, localcontext
from typing import Any

import pytest

from explainer.language.numbers import WIDE
from explainer.projection import engine
from explainer.projection.javascript import Untranslated, engine_script, translated


def inputs(kind: type[Any] = Decimal, **values: object) -> dict[str, Any]:
    """One class of asset over five years, paid as it goes to work, with no tax and no interest,
    unless told; numbers in words are read in a kind of number."""
    given: dict[str, object] = {
        "first": 2026, "years": 8, "spending": ["100"], "growth": "0", "ai_share": "1",
        "shares": ["1"], "lives": ["5"], "leads": ["0"], "residuals": ["0"],
        "ramp": "0", "margin": "0.5", "tax": "0", "return": "0", "revenue": "0.5",
    } | values  # fmt: skip
    read = {
        name: [kind(one) for one in value]
        if isinstance(value, list)
        else kind(value)
        if isinstance(value, str)
        else value
        for name, value in given.items()
    }
    return read | {"zero": kind(0)}


def test_a_dollar_brings_back_itself_over_its_life() -> None:
    """Five years, half of revenue kept: two dollars in all, four tenths a year."""
    p = inputs()
    assert engine.revenue_needed(p) == Decimal("0.4")
    assert engine.lifetime_revenue(p, Decimal("0.4")) == 2


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({"tax": "0.25"}, "0.4"),  # depreciation shelters all of it
        ({"ramp": "2"}, "0.5"),  # two years of growth are one of full use: four years in all
        ({"residuals": ["0.2"]}, "0.32"),  # a fifth comes back by itself
        ({"lives": ["2.5"]}, "0.8"),
        ({"shares": ["0.5", "0.5"], "lives": ["5", "10"], "leads": ["0", "0"], "residuals": ["0", "0"]}, "0.3"),  # a quarter is left
        ({"margin": "1", "return": "0.21", "lives": ["1"]}, "1.1"),  # half a year at 21 % is a tenth
        ({"margin": "1", "return": "0.21", "lives": ["1"], "leads": ["0.5"]}, "1.21"),  # and half a year more before it works
    ],
)  # fmt: skip
def test_what_is_needed_by_hand(given: dict[str, Any], needed: str) -> None:
    with localcontext(WIDE):
        found = engine.revenue_needed(inputs(**given))
    assert abs(found - Decimal(needed)) < Decimal("1e-40")


@pytest.mark.parametrize(
    ("given", "years"),
    [
        ({"revenue": "0.5", "margin": "0.8"}, "2.5"),
        ({"revenue": "0.5", "margin": "0.8", "ramp": "2"}, "3.5"),  # a year of full use late
        ({"revenue": "0.5", "margin": "0.4"}, "5"),  # to the day
        ({"revenue": "0.5", "margin": "0.39"}, "-1"),  # never
        ({"revenue": "0.6", "margin": "0.5", "tax": "0.5"}, "4"),  # 0.3 less a tax of 0.05
        ({"revenue": "2", "margin": "1", "lives": ["0.75"]}, "0.5"),  # within a year that is no year
    ],
)  # fmt: skip
def test_payback_by_hand(given: dict[str, Any], years: str) -> None:
    p = inputs(**given)
    assert engine.payback(p, p["revenue"]) == Decimal(years)


@pytest.mark.parametrize(
    ("given", "rate"),
    [
        ({"revenue": "1.1", "margin": "1", "lives": ["1"]}, "0.21"),  # a tenth in half a year
        ({"revenue": "0.2", "margin": "1"}, "0"),
        ({"revenue": "0", "margin": "1"}, "-0.9"),  # beyond what is looked for
        ({"revenue": "9", "margin": "1", "lives": ["1"]}, "10"),
    ],
)
def test_the_internal_rate_of_return_by_hand(given: dict[str, Any], rate: str) -> None:
    p = inputs(**given)
    assert abs(engine.internal_return(p, p["revenue"]) - Decimal(rate)) < Decimal("1e-20")


@pytest.mark.parametrize("seed", range(20))
def test_at_the_revenue_needed_the_return_is_the_cost_of_capital(seed: int) -> None:
    p = drawn(random.Random(seed))
    needed = engine.revenue_needed(p)
    assert engine.internal_return(p, needed) == pytest.approx(p["return"], abs=1e-9)
    assert engine.net_present_value(p, needed, p["return"]) == pytest.approx(0, abs=1e-9)


def test_years_add_up_to_what_was_spent() -> None:
    """Spent in the middle of 2026 and at work half a year later: nothing in 2026, then four equal
    years, exactly; spending stops and so do its costs."""
    p = inputs(lives=["4"], leads=["0.5"], spending=["100"], growth="-1")
    years = engine.project(p)["years"]
    assert [row["year"] for row in years] == list(range(2026, 2034))
    assert [row["depreciation"] for row in years] == [0, 25, 25, 25, 25, 0, 0, 0]
    assert [row["to_cover"] for row in years] == [0, 50, 50, 50, 50, 0, 0, 0]
    assert [row["needed"] for row in years] == [0, 50, 50, 50, 50, 0, 0, 0]
    assert [row["spent"] for row in years] == [100, 0, 0, 0, 0, 0, 0, 0]


def test_spending_is_known_then_grown_and_part_of_it_is_ai() -> None:
    p = inputs(spending=["100", "200"], growth="0.1", ai_share="0.5", years=4)
    assert [row["spent"] for row in engine.project(p)["years"]] == [50, 100, 110, 121]


def test_the_published_example_of_capex_atlas() -> None:
    """`examples/googl-2025fy/analysis.atlas.json` of jman4162/capex-atlas (August 2026): ten
    thousand million spent on servers of six years, used at 40, 70 and then 85 %, a yield of 75 %, a
    margin of 55 %, upkeep of 8 % of revenue that no tax falls on, tax of 21 %, discounted at 9 %.

    Where definitions agree we come to its figures, to the last digit: depreciation in each year,
    revenue and cash in each year of full use, revenue over the life. Upkeep is taken out of our
    margin, before tax at what it costs after; full use is its 85 %; our ramp, which is a straight
    line, is as long as brings the same over the first two years.

    They do not agree on three things. It charges no tax in a year of loss, and we give back a fifth
    of the loss, since whoever spends has other profit: 3.5 million here. It counts the year of
    spending as year nought, whole, so that its payback is a year less than ours (3.444 against
    4.443; a thousandth of it is the tax). And it discounts the first year's cash not at all, and
    each at a year's end: 14.1 % a year and 1,196 million against our 11.5 % and 706, with cash in
    the middle of years of work. Paid half a year after work begins, ours would be 14.0 % and 1,178:
    what is left is our ramp, which brings less in the first year and more in the second.
    """
    with localcontext(WIDE):
        tax, full, spent = Decimal("0.21"), Decimal("0.75") * Decimal("0.85"), 10**10
        use = (Decimal("0.4") + Decimal("0.7") + 4 * Decimal("0.85")) / Decimal("0.85")
        p = inputs(lives=["6"], tax="0.21", growth="-1") | {
            "return": Decimal("0.09"),
            "margin": Decimal("0.55") - Decimal("0.08") / (1 - tax),
            "ramp": 2 * (6 - use),
        }
        rows = engine.flows(p, full)
        cash = [row["cash"] * spent for row in rows]
        assert [round(row["depreciation"] * spent, 6) for row in rows] == [
            Decimal("1666666666.666667")
        ] * 6
        assert [row["revenue"] * spent for row in rows[2:]] == [6375000000] * 4
        assert [round(one, 6) for one in cash[2:]] == [Decimal(2609937500)] * 4
        assert (
            sum(row["revenue"] for row in rows) * spent == 3000000000 + 5250000000 + 4 * 6375000000
        )
        theirs = -8590000000 + 2211125000 + 4 * Decimal(2609937500)
        assert round(sum(cash) - spent - theirs, 6) == 3500000
        payback = engine.payback(p, full)
        earlier = 3500000 / Decimal(2609937500)  # the tax given back, in years
        published = Decimal("3.444071936588519840034483584377020")
        assert abs(payback + earlier - 1 - published) < Decimal("1e-30")
        assert round(engine.internal_return(p, full), 3) == Decimal("0.115")
        assert round(engine.net_present_value(p, full, Decimal("0.09")) * spent / 10**6) == 706
        late = p | {"leads": [Decimal("-0.5")]}
        assert round(engine.internal_return(late, full), 3) == Decimal("0.140")  # and theirs 0.141
        worth = engine.net_present_value(late, full, Decimal("0.09"))
        assert round(worth * spent * Decimal("1.09").sqrt() / 10**6) == 1178  # and theirs 1,196


def drawn(chance: random.Random) -> dict[str, Any]:
    """Inputs drawn at random, within what a reader may ask for."""
    chips = chance.uniform(0.2, 0.8)
    power = chance.uniform(0, 1 - chips)
    return inputs(
        float,
        first=2023,
        years=chance.randint(1, 15),
        spending=[str(chance.uniform(10, 900)) for _ in range(chance.randint(1, 5))],
        growth=str(chance.uniform(-0.5, 0.6)),
        ai_share=str(chance.uniform(0.05, 1)),
        shares=[str(chips), str(1 - chips - power), str(power)],
        lives=[str(chance.choice([2, 3, 4, 5.5, 6, chance.uniform(1.5, 12)])), "30", str(chance.uniform(8, 20))],
        leads=[str(chance.uniform(0, 1)), str(chance.uniform(0, 3)), str(chance.uniform(0, 2))],
        residuals=[str(chance.uniform(0, 0.2)), str(chance.uniform(0, 0.5)), "0"],
        ramp=str(chance.choice([0, 1, chance.uniform(0, 4)])),
        margin=str(chance.uniform(0.05, 0.95)),
        tax=str(chance.uniform(0, 0.35)),
        revenue=str(chance.uniform(0, 2)),
        **{"return": str(chance.uniform(0, 0.25))},
    )  # fmt: skip


def numbers_of(value: Any) -> list[float]:
    """All numbers in what the engine returns, in order."""
    if isinstance(value, dict):
        return [one for key in sorted(value) for one in numbers_of(value[key])]
    if isinstance(value, list):
        return [one for inner in value for one in numbers_of(inner)]
    return [float(value)]


@pytest.mark.browser
def test_a_browser_comes_to_the_same(browser: Any) -> None:
    """On 600 inputs, to one part in a thousand million."""
    chance = random.Random(7)
    grid = [drawn(chance) for _ in range(600)]
    page = browser.new_page()
    page.goto("about:blank")
    script = (
        f"(grid) => {{ {engine_script()} return grid.map((p) => JSON.stringify(project(p))); }}"
    )
    found = [json.loads(one) for one in page.evaluate(script, grid)]
    page.close()
    for p, theirs in zip(grid, found, strict=True):
        ours = engine.project(p)
        assert numbers_of(theirs) == pytest.approx(numbers_of(ours), rel=1e-9, abs=1e-12)


def test_floats_and_decimals_agree() -> None:
    chance = random.Random(11)
    for _ in range(5):
        p = drawn(chance)
        exact = {
            name: [Decimal(str(one)) for one in value] if isinstance(value, list)
            else Decimal(str(value)) if isinstance(value, float) else value
            for name, value in p.items()
        }  # fmt: skip
        with localcontext(WIDE):
            ours = engine.project(exact)
        assert numbers_of(engine.project(p)) == pytest.approx(numbers_of(ours), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("import os", "line 1: Import has no translation"),
        ("def f(a):\n    return [x for x in a]", "line 2: ListComp has no translation"),
        ("def f(a):\n    while a:\n        a = a - 1", "line 2: While has no translation"),
        ("def f(a):\n    return a // 2", "line 2: BinOp has no translation"),
        ("def f(a):\n    return 0.5", "line 2: Constant has no translation"),
        ("def f(a):\n    return 1 < a < 2", "line 2: Compare has no translation"),
    ],
)
def test_what_cannot_be_translated_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(Untranslated, match="^" + sentence.replace(".", r"\.")):
        translated(source)

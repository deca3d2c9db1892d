"""What money that was spent has to bring back: vintages of spending, their costs and their cash.

A vintage is what is spent in one year. It is made of classes of asset (chips, buildings, power),
each with its share of the price, its life, the years from payment to work, and what it is worth at
the end. It works as long as its first class lives; what lives longer is then counted at what it has
not yet lost. Revenue grows to full use in a straight line, a margin of it is left after running
costs, tax is paid on what is left after depreciation.

Amounts are in any one unit, rates are fractions (a tenth is 0.1), times are years. A year's
spending is taken as paid in the middle of the year.

This is the reference, and the browser runs the same: `javascript` translates this file, so it keeps
to a small part of Python (see there), with no constant but whole numbers. Every function takes
floats or decimals, whichever the inputs are.
"""

from __future__ import annotations

from typing import Any

Number = Any  # Decimal or float, one of them throughout
Inputs = Any  # see `project`

YEARS_FOLLOWED = 40  # of a vintage; lives are shorter
ROUNDS = 120  # of halving, when a root is sought: more than either kind of number can tell apart


def overlap(start: Number, end: Number, first: Number, last: Number) -> Number:
    """Return how long two stretches of time have in common."""
    return max(first - first, min(end, last) - max(start, first))


def use_until(age: Number, ramp: Number) -> Number:
    """Return the years of full use that a vintage has had at an age, with its ramp of use."""
    if age <= 0:
        return age - age
    if ramp <= 0:
        return age
    if age < ramp:
        return age * age / (2 * ramp)
    return age - ramp / 2


def mean_lead(p: Inputs) -> Number:
    """Return the years from payment to work of the whole, by the shares of its classes."""
    total = p["zero"]
    for c in range(len(p["shares"])):
        total += p["shares"][c] * p["leads"][c]
    return total


def yearly_depreciation(p: Inputs, c: int) -> Number:
    """Return what a class loses each year of its life, of one unit spent."""
    return p["shares"][c] * (1 - p["residuals"][c]) / p["lives"][c]


def worth_at_end(p: Inputs) -> Number:
    """Return what is left of one unit when the vintage stops working: residual and book values."""
    life = p["lives"][0]
    total = p["zero"]
    for c in range(len(p["shares"])):
        lost = min(life / p["lives"][c], 1 + p["zero"])
        total += p["shares"][c] * (1 - (1 - p["residuals"][c]) * lost)
    return total


def flows(p: Inputs, revenue: Number) -> Any:
    """Return a vintage of one unit by year of work: `length` of the year (the last may be shorter),
    `revenue`, `running` costs, `depreciation`, `tax` and `cash`, when full use brings `revenue`."""
    life = p["lives"][0]
    rows = []
    for age in range(YEARS_FOLLOWED):
        begin = p["zero"] + age
        length = overlap(p["zero"], life, begin, begin + 1)
        if length > 0:
            end = begin + length
            sold = revenue * (use_until(end, p["ramp"]) - use_until(begin, p["ramp"]))
            lost = p["zero"]
            for c in range(len(p["shares"])):
                years = overlap(p["zero"], p["lives"][c], begin, end)
                lost += yearly_depreciation(p, c) * years
            kept = sold * p["margin"]
            tax = (kept - lost) * p["tax"]
            rows.append(
                {
                    "age": begin,
                    "length": length,
                    "revenue": sold,
                    "running": sold - kept,
                    "depreciation": lost,
                    "tax": tax,
                    "cash": kept - tax,
                }
            )
    return rows


def paid_at_work(p: Inputs, rate: Number) -> Number:
    """Return what one unit has cost on the day it goes to work, at a cost of capital."""
    total = p["zero"]
    for c in range(len(p["shares"])):
        total += p["shares"][c] * (1 + rate) ** p["leads"][c]
    return total


def net_present_value(p: Inputs, revenue: Number, rate: Number) -> Number:
    """Return what one unit brings beyond its cost, on the day it goes to work."""
    return worth_of(p, flows(p, revenue), rate)


def worth_of(p: Inputs, rows: Any, rate: Number) -> Number:
    """Return the same of a vintage by year of work, as `flows` tells it."""
    total = p["zero"]
    for i in range(len(rows)):
        middle = rows[i]["age"] + rows[i]["length"] / 2
        total += rows[i]["cash"] / (1 + rate) ** middle
    total += worth_at_end(p) / (1 + rate) ** p["lives"][0]
    return total - paid_at_work(p, rate)


def revenue_needed(p: Inputs) -> Number:
    """Return the yearly revenue at full use with which one unit earns the cost of capital.

    The value grows in a straight line with revenue, so that two points give the root exactly.
    """
    without = net_present_value(p, p["zero"], p["return"])
    one = net_present_value(p, 1 + p["zero"], p["return"])
    return without / (without - one)


def lifetime_revenue(p: Inputs, revenue: Number) -> Number:
    """Return all that one unit sells in its life."""
    return revenue * use_until(p["lives"][0], p["ramp"])


def payback(p: Inputs, revenue: Number) -> Number:
    """Return after how many years of work one unit has brought back what was paid for it, in cash
    and undiscounted; -1 if it never does."""
    left = p["zero"]
    for c in range(len(p["shares"])):
        left += p["shares"][c]
    rows = flows(p, revenue)
    for i in range(len(rows)):
        if rows[i]["cash"] >= left:
            return rows[i]["age"] + rows[i]["length"] * left / rows[i]["cash"]
        left -= rows[i]["cash"]
    return p["zero"] - 1


def internal_return(p: Inputs, revenue: Number) -> Number:
    """Return the rate at which one unit is worth exactly what it costs, from -90 % to 1,000 % a
    year; the nearer end if the root lies beyond. Found by halving, to the last digits."""
    low = p["zero"] - (9 + p["zero"]) / 10
    high = p["zero"] + 10
    rows = flows(p, revenue)
    if worth_of(p, rows, low) <= 0:
        return low
    if worth_of(p, rows, high) >= 0:
        return high
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        if middle == low:  # no number lies between them
            return middle
        if middle == high:
            return middle
        if worth_of(p, rows, middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def spending(p: Inputs, index: int) -> Number:
    """Return what is spent on AI in a year: known so far, then grown year by year."""
    known = len(p["spending"])
    if index < known:
        return p["spending"][index] * p["ai_share"]
    last = p["spending"][known - 1] * p["ai_share"]
    return last * (1 + p["growth"]) ** (index - known + 1)


def balance(p: Inputs, vintage: int, revenue: Number) -> Any:
    """Return what a vintage has brought in, less what it cost, by the end of each calendar year, in
    cash and undiscounted, when a year of full use brings `revenue` for each unit spent."""
    amount = spending(p, vintage)
    work = (2 * vintage + 1 + p["zero"]) / 2 + mean_lead(p)
    rows = flows(p, revenue)
    left = p["zero"]
    found = []
    for t in range(p["years"]):
        begin = p["zero"] + t
        if t == vintage:
            left -= amount
        for i in range(len(rows)):
            start = work + rows[i]["age"]
            years = overlap(start, start + rows[i]["length"], begin, begin + 1)
            left += amount * rows[i]["cash"] * years / rows[i]["length"]
        found.append(left)
    return found


def project(p: Inputs) -> Any:
    """Return what all vintages together come to, by calendar year, and one of them.

    `p` holds the inputs: `zero` (in the kind of number that is wanted), `first` (the year of the
    first of the known `spending`), `years` (how many are told), `ai_share`, `growth`, the lists
    `shares`, `lives`, `leads`, `residuals` by class, `ramp`, `margin`, `tax`, `return`, and
    `revenue` (what one unit brings in a year of full use today).

    `years` has for each year `spent`, `depreciation`, `to_cover` (the revenue that pays for it) and
    `needed` (the revenue that earns the cost of capital), and of the vintage of the last known year
    `balance` (at the revenue needed) and `balance_today` (at today's). `vintage` has `needed` and
    `lifetime` (of one unit, at the cost of capital), and at today's revenue `payback` and
    `return`.
    """
    needed = revenue_needed(p)
    lead = mean_lead(p)
    life = p["lives"][0]
    last = len(p["spending"]) - 1
    left = balance(p, last, needed)
    left_today = balance(p, last, p["revenue"])
    rows = []
    for t in range(p["years"]):
        begin = p["zero"] + t
        lost = p["zero"]
        sold = p["zero"]
        for v in range(t + 1):
            amount = spending(p, v)
            paid = (2 * v + 1 + p["zero"]) / 2
            for c in range(len(p["shares"])):
                start = paid + p["leads"][c]
                years = overlap(start, start + p["lives"][c], begin, begin + 1)
                lost += amount * yearly_depreciation(p, c) * years
            start = paid + lead
            young = min(life, max(p["zero"], begin - start))
            old = min(life, max(p["zero"], begin + 1 - start))
            used = use_until(old, p["ramp"]) - use_until(young, p["ramp"])
            sold += amount * needed * used
        rows.append(
            {
                "year": p["first"] + t,
                "spent": spending(p, t),
                "depreciation": lost,
                "to_cover": lost / p["margin"],
                "needed": sold,
                "balance": left[t],
                "balance_today": left_today[t],
            }
        )
    return {
        "years": rows,
        "vintage": {
            "needed": needed,
            "lifetime": lifetime_revenue(p, needed),
            "payback": payback(p, p["revenue"]),
            "return": internal_return(p, p["revenue"]),
        },
    }

"""What a bill says: groups of lines, each with an amount, and totals that are their sums.

Like `model`, which gathers bills in a Library.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.errors import Where
from explainer.facts.bilingual import Text

# How far an amount has come; the last stands where somebody has yet to say what it is for.
STAMPS = ("paid", "planned", "signed", "promised", "unknown", "unjustified")
# The status that a cell bears, if it bears one, under each stamp that says how far money has come;
# a flow of money is of a kind with the same names.
STATUSES_UNDER = {
    "paid": ("estimate",),
    "planned": ("estimate", "forecast", "announced", "aim", "scenario"),
    "signed": ("signed",),
    "promised": ("promised",),
}


@dataclass(frozen=True)
class BillLine:
    """One line: what it is for, and an amount as a figure writes it (`acme.capex@2025, digits 1`).

    `entity` gives it the colour of whoever pays, `page` leads to a page of the site, like
    `industry/spending`.
    """

    label: Text
    amount: str
    where: Where = field(compare=False, repr=False)
    entity: str | None = None
    stamp: str | None = None
    page: str | None = None


@dataclass(frozen=True)
class BillGroup:
    """Lines under a title. `total` is a figure that must be their sum; `together` is false where
    adding them up would mean nothing, which readers are then told."""

    lines: tuple[BillLine, ...]
    where: Where = field(compare=False, repr=False)
    title: Text | None = None
    total: str | None = None
    total_label: Text | None = None
    together: bool = True
    stamp: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Bill:
    """One bill: its title, what its amounts are in, and its groups of lines. Texts may hold
    `{{ figures }}`."""

    id: str
    title: Text
    subtitle: Text
    groups: tuple[BillGroup, ...]
    where: Where = field(compare=False, repr=False)
    note: Text | None = None

"""What data/companies/ says: which series the page of a company takes from the data.

The page itself is a template, the same for all companies: see `company_pages`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.errors import Where
from explainer.facts.bilingual import Text

# What a company may have one series of.
MEASURES = (
    "spending", "share", "left", "revenue", "sales", "cloud", "depreciation", "backlog", "leases",
    "outcome", "moves",
)  # fmt: skip
# Those that a page says it lacks.
MISSED = tuple(name for name in MEASURES if name not in ("outcome", "sales"))
# What a page of a company may show as a block of its own: `::: company meta/moves`.
PARTS = (
    "facts", "guidance", "debt", "promises", "moves", "events", "quotes", "claims", "datasets"
)  # fmt: skip


@dataclass(frozen=True)
class CompanyPage:
    """What the page of a company is made of; `id` is the company's. A series is named as in a text,
    `firms.capex/acme`. `not_published` are the measures that the company does not publish."""

    id: str
    intro: Text
    where: Where = field(compare=False, repr=False)
    spending: str | None = None
    share: str | None = None
    left: str | None = None
    revenue: str | None = None
    sales: str | None = None
    cloud: str | None = None
    depreciation: str | None = None
    backlog: str | None = None
    leases: str | None = None
    outcome: str | None = None
    moves: str | None = None
    guidance: tuple[str, ...] = ()
    debt: tuple[str, ...] = ()
    facts: tuple[Text, ...] = ()
    not_published: tuple[str, ...] = ()

    def series(self, measure: str) -> str | None:
        """The series of a measure, if the company has one."""
        found: str | None = getattr(self, measure)
        return found

    @property
    def all_series(self) -> dict[str, str]:
        """The series that it names, each by where it stands."""
        found = {name: self.series(name) for name in MEASURES}
        lists = {
            f"{name} {n}": one
            for name in ("guidance", "debt")
            for n, one in enumerate(getattr(self, name), 1)
        }
        return {name: one for name, one in found.items() if one} | lists

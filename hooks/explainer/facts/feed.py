"""What is read by machine: which line of whose accounts, or which rates, for which series."""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.errors import Where
from explainer.facts.bilingual import Text
from explainer.language.periods import Period

SIGNS = ("as-filed", "reversed")


@dataclass(frozen=True)
class Feed:
    """Where a machine reads a series: `concepts` of a company's accounts, the first that knows the
    period, with others in `plus`; or `rates`, a series of the European Central Bank.

    `derived` says what a sum adds up; `left` are the periods whose cells an editor settled
    otherwise.
    """

    dataset: str
    entity: str
    where: Where = field(compare=False, repr=False)
    concepts: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    rates: str | None = None
    sign: str = "as-filed"
    derived: Text | None = None
    first: Period | None = None
    last: Period | None = None
    left: tuple[Period, ...] = ()

"""What was publicly pledged, and how far each pledge has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from explainer.errors import Where
from explainer.facts.bilingual import Text
from explainer.language.periods import Period

# The last step that is known, the furthest first.
PROMISE_STATUSES = ("under-way", "sited", "announced", "delayed", "reduced", "withdrawn")
SURE = ("A", "B")  # the grades of what is shown without "reported by"
STAGES = ("sited", "signed", "paid")  # of the money, from a place on a map to a payment


@dataclass(frozen=True)
class Step:
    """How far a pledge has come in one respect: `told` in words, and how much of it where that is
    known: `figures` of the data, which add up, or a `value` in the pledge's unit."""

    stage: str
    told: Text
    where: Where = field(compare=False, repr=False)
    date: Period | None = None
    figures: tuple[str, ...] = ()
    value: Decimal | None = None
    source: str | None = None
    checked_via: tuple[str, ...] = ()


@dataclass(frozen=True)
class Promise:
    """One pledge: who, what for, how much, by when. Its amount is a `figure` of the data, or stands
    here with its `unit`. `not_added` says why it is in no total; `read` is when that was
    last looked up."""

    id: str
    who: Text
    what: Text
    status: str
    announced: Period
    read: Period
    where: Where = field(compare=False, repr=False)
    place: Text | None = None
    by: Text | None = None
    figure: str | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    steps: tuple[Step, ...] = ()
    since: Text | None = None
    not_added: Text | None = None
    source: str | None = None
    checked_via: tuple[str, ...] = ()
    grade: str = "B"

    def at(self, stage: str) -> Step | None:
        """What is known of a stage, if anything."""
        return next((step for step in self.steps if step.stage == stage), None)

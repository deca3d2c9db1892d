"""What the files of ledgers say, and what editors accept: claims, quotations, events,
terms, corrections.

Like `model`, which gathers them in a Library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from explainer.errors import Where
from explainer.facts.bilingual import Text
from explainer.language.periods import Period

VERDICTS = ("accurate", "rounded", "inexact", "needs-context", "disputed", "outdated")
MILESTONE = "milestone"  # an event that is shown large
MOST_QUOTED = 25  # words of somebody else
# What stands at a site: nothing yet, works, a part that runs, all of it, works given up.
SITE_STATUSES = ("planned", "building", "partly-running", "running", "stopped")
SPOTS = ("site", "locality", "municipality")  # of what the coordinates are
EVENT_KINDS = (
    "results", "spending", "deal", "pledge", "financing", "product", "people", "market", "policy",
    "study",
)  # fmt: skip


@dataclass(frozen=True)
class Correction:
    """A value that we changed: old and new in the dataset's unit, and why. `reported_by` is a
    role, never a name."""

    date: date
    dataset: str
    entity: str
    period: Period
    old: Decimal
    new: Decimal
    reason: Text
    reported_by: Text
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True)
class Saying:
    """Who made a claim, and when: `told` is what was said, in our words; `words` are the exact ones
    in their language, none as long as nobody read them. If the day is not known, it is between
    `when` and `latest`."""

    who: Text
    when: Period
    told: Text
    where: Where = field(compare=False, repr=False)
    latest: Period | None = None
    words: str | None = None
    lang: str = "en"
    source: str | None = None
    checked_via: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A claim of the founding story, and what we found: `said` is who made it, `figures` are what
    stands behind it, written as in a text (`acme.capex@2025-Q3`); `since` is what has happened
    since; `entities` are those whom it is about."""

    id: str
    claim: Text
    said: tuple[Saying, ...]
    verdict: str
    reason: Text
    figures: tuple[str, ...]
    since: Text
    where: Where = field(compare=False, repr=False)
    entities: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quotation:
    """Somebody's exact words, who they are, when and where they said them. `words` are in `lang`,
    `translation` is ours, into the other language; `context` tells, in our words, what they
    answered or what else they said."""

    id: str
    speaker: Text
    role: Text
    date: Period
    occasion: Text
    words: str
    lang: str
    translation: str
    where: Where = field(compare=False, repr=False)
    context: Text | None = None
    entities: tuple[str, ...] = ()
    source: str | None = None
    checked_via: tuple[str, ...] = ()
    grade: str = "B"

    @property
    def other(self) -> str:
        """The language of the translation."""
        return "en" if self.lang == "fr" else "fr"


@dataclass(frozen=True)
class Milestone:
    """A dated event of the timeline. Its text may hold `{{ figures }}`; the few that matter most
    are a MILESTONE."""

    date: Period
    kind: str
    text: Text
    where: Where = field(compare=False, repr=False)
    entities: tuple[str, ...] = ()
    weight: str | None = None
    source: str | None = None
    checked_via: tuple[str, ...] = ()
    grade: str = "B"

    @property
    def originals(self) -> tuple[str, ...]:
        """The document of origin, if there is one."""
        return (self.source,) if self.source else ()

    @property
    def relays(self) -> tuple[str, ...]:
        """The pages where it was read."""
        return self.checked_via


@dataclass(frozen=True)
class Term:
    """A word that readers may not know. `forms` are the other ways in which pages write it,
    `false_friend` is the trap between the two languages, `see` leads to other terms."""

    id: str
    term: Text
    definition: Text
    where: Where = field(compare=False, repr=False)
    forms_fr: tuple[str, ...] = ()
    forms_en: tuple[str, ...] = ()
    false_friend: Text | None = None
    see: tuple[str, ...] = ()

    def forms(self, language: str) -> tuple[str, ...]:
        """The ways in which pages write the term, the term itself first."""
        return (self.term[language], *{"fr": self.forms_fr, "en": self.forms_en}[language])


@dataclass(frozen=True)
class Acceptance:
    """One case of a check with judgement that an editor looked at and accepted, and why.

    `case` names it as the check does: a cell (`acme.capex/acme@2025-Q3`), a dataset or a chart.
    """

    check: str
    case: str
    reason: str
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True)
class TypedNumber:
    """A number that pages may type by hand, as it stands in its words, and why; on one page
    (a path under docs/fr), or on all."""

    text: Text
    reason: str
    where: Where = field(compare=False, repr=False)
    page: str | None = None


@dataclass(frozen=True)
class Edition:
    """A state of the site that was published: nothing later than `closed` is in it, and `next`
    says what comes in the one after it; `changes` is the page that tells what is new. `before` is
    how sure its numbers were when the work on it began: of each family of datasets, how many cells
    were at grade A, of how many."""

    closed: date
    next: Text
    where: Where = field(compare=False, repr=False)
    changes: str = ""
    before: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """A place where something is built: its id is that of an entity, which has its name and owner.

    `planned`, `running` and `cost` name cells (`acme.power/north@2025-07`), so that no amount
    stands twice. Without `lat` and `lon` its place is not published. `status` held on `date`.
    """

    id: str
    who: Text
    place: Text
    country: str
    status: str
    date: Period
    where: Where = field(compare=False, repr=False)
    lat: Decimal | None = None
    lon: Decimal | None = None
    spot: str | None = None
    planned: str | None = None
    running: str | None = None
    cost: str | None = None
    note: Text | None = None
    source: str | None = None
    checked_via: tuple[str, ...] = ()
    grade: str = "B"

    @property
    def originals(self) -> tuple[str, ...]:
        """The document of origin, if there is one."""
        return (self.source,) if self.source else ()

    @property
    def relays(self) -> tuple[str, ...]:
        """The pages where it was read."""
        return self.checked_via

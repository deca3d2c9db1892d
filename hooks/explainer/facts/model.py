"""What the data files say, as frozen values. Types and one-line lookups, nothing else.

Names are those of the YAML files. Texts exist in both languages or not at all. What stands in the
ledgers is told in `ledger_model`; all of it is taken from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from explainer.errors import Where
from explainer.facts.bilingual import Text
from explainer.facts.bill_model import Bill
from explainer.facts.company_model import CompanyPage
from explainer.facts.feed import Feed
from explainer.facts.flow_model import FLOWS, Flow
from explainer.facts.ledger_model import (
    EVENT_KINDS,
    MILESTONE,
    MOST_QUOTED,
    SITE_STATUSES,
    SPOTS,
    VERDICTS,
    Acceptance,
    Claim,
    Correction,
    Edition,
    Milestone,
    Quotation,
    Saying,
    Site,
    Term,
    TypedNumber,
)
from explainer.facts.projection_model import Projection
from explainer.facts.promise_model import Promise
from explainer.facts.releases import Redirect, Release, SoughtAs
from explainer.language.periods import Period
from explainer.language.units import Unit

__all__ = [  # what is told elsewhere and taken from here, beside what is told here
    "EVENT_KINDS", "MILESTONE", "MOST_QUOTED", "SITE_STATUSES", "SPOTS", "VERDICTS", "Acceptance",
    "Claim", "Correction", "Edition", "Milestone", "Quotation", "Saying", "Site", "Term", "Text",
    "TypedNumber",
]  # fmt: skip

ENTITY_KINDS = ("company", "site", "product", "place", "organisation", "group", "scenario")
SOURCE_KINDS = (
    "release", "filing", "slides", "transcript", "official", "press", "analysis", "web",
)  # fmt: skip
# Of several pages on which one thing was read, those nearest to who knows it are named first:
# authorities and issuers, newsrooms, those who compile, and last whatever else the web repeats.
_NEAREST = ("official", "filing", "release", "slides", "transcript", "press", "analysis", "web")
# What a number counts: what happened in a period, what there is at its end, a share of something, a
# price, a level against a base. Only flows add up over time; the last three never add up.
FLOW, STOCK, RATE, PRICE, INDEX = "flow", "stock", "rate", "price", "index"
NUMBER_KINDS = (FLOW, STOCK, RATE, PRICE, INDEX)
# The operation of a formula that spreads an amount over a life.
STRAIGHT_LINE = "straight-line"
FREQUENCIES = ("quarter", "half", "year", "month", "day", "irregular")
GRADES = ("A", "B", "C")
BASES = ("close", "after-hours", "intraday")
STATUSES = ("estimate", "forecast", "announced", "signed", "promised", "aim", "scenario")
COLUMN, ACROSS = WIDTHS = ("column", "wide")  # of a chart on a page: the text's, or all of it
EACH = "each"  # those whom a series is about produce its figures
ABSENCES = ("missing", "not_published", "not_verified")


@dataclass(frozen=True)
class Colour:
    """An entity's colour as `#rrggbb` on the light and on the dark ground."""

    light: str
    dark: str


@dataclass(frozen=True)
class Entity:
    """Whoever or whatever a series is about. `fiscal_year_end` is `MM-DD`; `cik` is its number at
    the SEC, which keeps its filings."""

    id: str
    kind: str
    name: Text
    where: Where = field(compare=False, repr=False)
    ticker: str | None = None
    cik: int | None = None
    fiscal_year_end: str | None = None
    fiscal_note: Text | None = None
    colour: Colour | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Family:
    """What several datasets are about, when that is no entity."""

    id: str
    name: Text
    where: Where = field(compare=False, repr=False)


def rank_of(kind: str) -> int:
    """Where a kind of page stands among several that say the same; unknown ones come last."""
    return _NEAREST.index(kind) if kind in _NEAREST else len(_NEAREST)


@dataclass(frozen=True)
class Source:
    """A document or page where a figure was read. `published` may be a day, month or year;
    `archived` is the address of a copy that stays; `relays` is the document or news outlet that the
    page names as where its figures come from."""

    id: str
    title: str
    publisher: Text
    kind: str
    where: Where = field(compare=False, repr=False)
    published: Period | None = None
    url: str | None = None
    lang: str = "en"
    archived: str | None = None
    relays: Text | None = None

    def reporter(self, code: str) -> str:
        """Who says so, in brackets of a sentence: the publisher without brackets of its own."""
        return self.publisher[code].split(" (")[0]


@dataclass(frozen=True)
class Observation:
    """One cell: a value, a range, or the reason why there is neither.

    `value`, `low` and `high` are in the dataset's unit; together they are a central value and its
    interval. `missing` is a reason of the cell's own; what is not published and what is not
    verified are said everywhere in the same words. `until` is the day to which a period was counted
    that is not over. `issued` is the day on which a company gave a range; `basis` says how a share
    move was measured.

    A cell with a `formula` is computed from others when all files are read, see `formulas`: it has
    the weakest of their grades then, `inherited` documents, and `exact`, its value before rounding.
    """

    period: Period
    where: Where = field(compare=False, repr=False)
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    missing: Text | None = None
    not_published: bool = False
    not_verified: bool = False
    issued: date | None = None
    basis: str | None = None
    status: str | None = None
    source: str | None = None
    checked_via: tuple[str, ...] = ()
    grade: str = "B"
    derived: Text | None = None
    note: Text | None = None
    until: date | None = None
    formula: str | None = None
    exact: Decimal | None = None
    inherited_sources: tuple[str, ...] = ()
    inherited_relays: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[Period, date | None]:
        """What tells this observation from the others of its series."""
        return self.period, self.issued

    @property
    def is_ours(self) -> bool:
        """Whether it is what a projection of ours came to, or rests on one, or was spread by us
        over a life that we chose: nobody published it."""
        formula = self.formula or ""
        return STRAIGHT_LINE in formula or (bool(formula) and self.status == "scenario")

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers that stand here: none, one, or the two ends of a range."""
        return tuple(n for n in (self.value, self.low, self.high) if n is not None)

    @property
    def originals(self) -> tuple[str, ...]:
        """The documents of origin, each once: its own, or those of what it was computed from."""
        return (self.source,) if self.source else self.inherited_sources

    @property
    def relays(self) -> tuple[str, ...]:
        """The pages where its numbers were read, each once."""
        return self.checked_via or self.inherited_relays

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """The same without an interval: a value, or the ends of a range."""
        return self.numbers if self.value is None else (self.value,)

    @property
    def standing(self) -> str | None:
        """What it is when it is no outcome: its status, or a period that is `unfinished`."""
        return self.status or ("unfinished" if self.until else None)

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The ends around a central value, if they are known."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return self.low, self.high

    @property
    def is_range(self) -> bool:
        """Whether there are ends and nothing between them."""
        return self.value is None and (self.low is not None or self.high is not None)

    @property
    def absence(self) -> str:
        """Which of ABSENCES holds; empty where there is a number."""
        return next((name for name in ABSENCES if getattr(self, name)), "")


@dataclass(frozen=True)
class Dataset:
    """One measure: what is counted, in what unit, and its observations by entity. `producer` is
    whose figures they are where an observation names no document: a name, or EACH."""

    id: str
    name: Text
    definition: Text
    scope: Text
    unit: Unit
    frequency: str
    cutoff: date
    grade: str
    series: Mapping[str, tuple[Observation, ...]]
    where: Where = field(compare=False, repr=False)
    family: str | None = None
    kind: str | None = None
    producer: Text | str | None = None

    @property
    def number_kind(self) -> str | None:
        """What its numbers are, as far as that is told, or certain of the unit."""
        if self.kind:
            return self.kind
        return RATE if self.unit.is_percent else PRICE if self.unit.is_rate else None

    @property
    def about(self) -> str:
        """The family or entity that it is about: unless told, the first part of its id."""
        return self.family or self.id.partition(".")[0]

    def takes(self, period: Period) -> bool:
        """Whether a period is of its step; the total of a year stands beside its parts."""
        total = period.kind == "year" and self.frequency in ("quarter", "half", "month")
        return total or self.frequency in (period.kind, "irregular")

    def first(self, entity: str, period: Period) -> Observation | None:
        """The first observation of a period, if there is one."""
        return next(iter(self.at(entity, period)), None)

    def at(self, entity: str, period: Period) -> Sequence[Observation]:
        """All observations of a period: more than one where a company gave it several times."""
        return self._by_period[entity].get(period, ())

    @cached_property
    def _by_period(self) -> Mapping[str, Mapping[Period, Sequence[Observation]]]:
        found: dict[str, dict[Period, list[Observation]]] = {}
        for entity, rows in self.series.items():
            periods = found.setdefault(entity, {})
            for row in rows:
                periods.setdefault(row.period, []).append(row)
        return found

    def anchor(self, entity: str, observation: Observation) -> str:
        """The fragment that leads to one observation on the dataset's page."""
        issued = f"-{observation.issued}" if observation.issued else ""
        return f"{entity}-{observation.period}{issued}"


@dataclass(frozen=True)
class SeriesRef:
    """One line of a chart's `series`: a dataset, and one of its entities or all of them.

    `options` hold by name what only some kinds of chart ask of a series.
    """

    dataset: str
    where: Where = field(compare=False, repr=False)
    entity: str | None = None
    label: Text | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """One chart: what it draws and what it says. Texts may hold `{{ figures }}`.

    `options` hold by name what only some kinds have, see `explainer.kinds`.
    """

    id: str
    kind: str
    series: tuple[SeriesRef, ...]
    title: Text
    subtitle: Text
    alt: Text
    where: Where = field(compare=False, repr=False)
    how_to_read: Text | None = None
    note: Text | None = None
    scope: Text | None = None
    first: Period | None = None
    last: Period | None = None
    highlight: tuple[str, ...] = ()
    width: str = COLUMN
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Library:
    """All the data of the site. `unread` names files that had a problem and may lack something."""

    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    datasets: Mapping[str, Dataset]
    charts: Mapping[str, Chart]
    corrections: tuple[Correction, ...] = ()
    claims: Mapping[str, Claim] = field(default_factory=dict)
    quotations: Mapping[str, Quotation] = field(default_factory=dict)
    timeline: tuple[Milestone, ...] = ()
    glossary: Mapping[str, Term] = field(default_factory=dict)
    accepted: tuple[Acceptance, ...] = ()
    numbers: tuple[TypedNumber, ...] = ()
    refresh: tuple[Feed, ...] = field(default=(), repr=False)  # no page shows it
    units: Mapping[str, Unit] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)
    projections: Mapping[str, Projection] = field(default_factory=dict)
    bills: Mapping[str, Bill] = field(default_factory=dict)
    companies: Mapping[str, CompanyPage] = field(default_factory=dict)
    company_templates: Mapping[str, str] = field(default_factory=dict)  # by language
    company_charts: tuple[str, ...] = ()  # which each company has, as far as it has the data
    editions: tuple[Edition, ...] = ()
    releases: tuple[Release, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    search: tuple[SoughtAs, ...] = field(default=(), repr=False)  # no page shows it
    sites: Mapping[str, Site] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    computed_as: Mapping[str, Any] = field(default_factory=dict)  # see `facts.shapes`
    unread: frozenset[str] = frozenset()

    def may_lack(self, folder: str, id: str = "") -> bool:
        """Whether something absent may only be so because its file could not be read."""
        prefix = f"data/{folder}" + (f"/{id}.yml" if id else "")
        if (folder, id) == ("datasets", FLOWS):  # which have a file of their own
            prefix = f"data/{FLOWS}.yml"
        return any(file.startswith(prefix) for file in self.unread)

    @property
    def edition(self) -> Edition | None:
        """The newest edition, if there is any."""
        return max(self.editions, key=lambda one: one.closed, default=None)

    def colour(self, entity: str) -> Colour | None:
        """The entity's colour, or its owner's, if that one is known."""
        found = self.entities[entity]
        if found.colour is None and found.owner:
            owner = self.entities.get(found.owner)
            return owner.colour if owner else None
        return found.colour

    def producer(self, dataset: Dataset, entity: str) -> Text | None:
        """Whose figures a dataset holds of somebody, where no document is named."""
        if isinstance(dataset.producer, Text) or dataset.producer is None:
            return dataset.producer
        owner = self.entities[entity].owner
        return self.entities[owner if owner and owner in self.entities else entity].name

    def documents(self, observation: Observation | Milestone | Site) -> tuple[Source, ...]:
        """The original document, then the pages where the figure was read.

        Those that are known, which all are in a build: `checking` tells of the others.
        """
        ids = dict.fromkeys((*observation.originals, *self.ranked(observation.relays)))
        return tuple(self.sources[id] for id in ids if id in self.sources)

    def ranked(self, pages: Iterable[str]) -> list[str]:
        """Pages where something was read, the most respectable kind first; else as they stand."""
        known = [id for id in pages if id in self.sources]
        return sorted(known, key=lambda id: rank_of(self.sources[id].kind))

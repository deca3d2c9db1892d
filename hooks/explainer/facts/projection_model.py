"""A projection: what goes into the engine of `explainer.projection`, and the sets of inputs that
are followed. Everything about its subject is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from explainer.errors import Where
from explainer.facts.bilingual import Text

# What the engine asks for: of the whole, and of each class of asset.
OF_THE_WHOLE = ("growth", "ai-share", "ramp", "margin", "tax", "return", "revenue")
OF_A_CLASS = ("share", "life", "lead", "residual")
Setting = Decimal | str  # a number of ours, or an expression that takes it from the data


@dataclass(frozen=True)
class Stand:
    """Where someone stands on an input: an expression that names what they published."""

    who: str
    value: str
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True)
class Input:
    """One input: what it means, in what unit, and between which ends a reader may set it, if the
    reader may (`control`). `stands` are those who published a number of their own."""

    id: str
    name: Text
    meaning: Text
    unit: str
    low: Decimal
    high: Decimal
    where: Where = field(compare=False, repr=False)
    step: Decimal = Decimal(1)
    control: bool = False
    stands: tuple[Stand, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One set of inputs. A number is ours to choose; a text is an expression of the language of
    figures, and rests on cells. What a scenario does not say is as in the one that it is `like`;
    `spending` takes the place of the projection's.

    One that does somebody's calculation again names the number that they `published`, the cell in
    which ours stands (`found`), what they asked (`question`) and why the two are, or are not, the
    same (`comparison`).
    """

    id: str
    name: Text
    values: Mapping[str, Setting]
    where: Where = field(compare=False, repr=False)
    like: str | None = None
    spending: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)
    published: str | None = None
    found: str | None = None
    question: Text | None = None
    comparison: Text | None = None


@dataclass(frozen=True)
class Projection:
    """`spending` are settings by who spends, one a year from `first` on; `years` is how many
    are followed, and `shown` the one whose results are told first; `classes` are those of asset,
    the one whose life is that of a vintage first.
    `today` is what comes in now, `payers` among how many what is needed is shared: expressions."""

    id: str
    name: Text
    unit: str
    first: int
    years: int
    spending: Mapping[str, tuple[Setting, ...]]
    classes: tuple[str, ...]
    inputs: Mapping[str, Input]
    scenarios: Mapping[str, Scenario]
    where: Where = field(compare=False, repr=False)
    today: str | None = None
    payers: str | None = None
    shown: int | None = None

    @property
    def told(self) -> int:
        """The year whose results are told first: the last, unless said."""
        return self.shown or self.first + self.years - 1

    def values_of(self, scenario: Scenario) -> Mapping[str, Setting]:
        """Return all values of a scenario, those of the one that it is like included."""
        like = self.scenarios.get(scenario.like or "")
        return {**(like.values if like else {}), **scenario.values}

    def spending_of(self, scenario: Scenario) -> Mapping[str, tuple[Setting, ...]]:
        """Return what is spent in a scenario, by who spends it."""
        return scenario.spending or self.spending

    @property
    def ours(self) -> tuple[Scenario, ...]:
        """The scenarios that do nobody's calculation again."""
        return tuple(one for one in self.scenarios.values() if not one.published)

    @property
    def done_again(self) -> tuple[Scenario, ...]:
        """Those that do one."""
        return tuple(one for one in self.scenarios.values() if one.published)

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of all inputs."""
        return (*OF_THE_WHOLE, *(f"{one}-{of}" for one in self.classes for of in OF_A_CLASS))

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


@dataclass(frozen=True)
class Input:
    """One input: what it means, in what unit, and between which ends a reader may set it."""

    id: str
    name: Text
    meaning: Text
    unit: str
    low: Decimal
    high: Decimal
    where: Where = field(compare=False, repr=False)
    step: Decimal = Decimal(1)


@dataclass(frozen=True)
class Scenario:
    """One set of inputs. A number is ours to choose; a text is an expression of the language of
    figures, and rests on cells."""

    id: str
    name: Text
    values: Mapping[str, Decimal | str]
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True)
class Projection:
    """`spending` are expressions, one a year from `first` on; `years` is how many are followed;
    `classes` are those of asset, the one whose life is that of a vintage first."""

    id: str
    name: Text
    unit: str
    first: int
    years: int
    spending: tuple[str, ...]
    classes: tuple[str, ...]
    inputs: Mapping[str, Input]
    scenarios: Mapping[str, Scenario]
    where: Where = field(compare=False, repr=False)

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of all inputs."""
        return (*OF_THE_WHOLE, *(f"{one}-{of}" for one in self.classes for of in OF_A_CLASS))

"""What a projection rests on: each input in each scenario of ours, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from explainer.facts.addresses import cell_page, told_input, told_scenario
from explainer.facts.basis import BASES, SIGNS, basis_of, basis_of_scenario, weakest
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.facts.projection_model import Projection, Scenario, Setting
from explainer.language.locales import Locale
from explainer.language.units import Unit
from explainer.pages.block import Block, rendered
from explainer.pages.inline import figure_element


def assumptions_block(projection: Projection, library: Library, locale: Locale) -> Block:
    """Return the table of inputs: one row each, a column for each scenario of ours."""
    table = _Inputs(projection, library, locale)
    code, ours = locale.code, projection.ours
    html = rendered(
        "assumptions.html",
        locale,
        id=f"{projection.id}-assumptions",
        caption=locale.word("assumptions_of", locale.typeset(projection.name[code])),
        scenarios=[
            {
                "id": told_scenario(projection, one).anchor,
                "name": locale.typeset(one.name[code]),
                "weakest": table.basis(basis_of_scenario(projection, one, library)),
            }
            for one in ours
        ],
        spending_id=told_input(projection, "spending").anchor,
        spending=table.spending_of_each(ours),
        rows=[
            {
                "id": told_input(projection, id).anchor,
                "name": locale.typeset(given.name[code]),
                "meaning": locale.typeset(given.meaning[code]),
                "same": bool(ours[1:]) and not any(table.differs(id, one, ours[0]) for one in ours),
                "cells": [
                    {**table.value(id, each), "differs": table.differs(id, each, ours[0])}
                    for each in ours
                ],
            }
            for id, given in projection.inputs.items()
        ],
        in_bold=locale.word("in_bold", locale.typeset(ours[0].name[code])) if ours[1:] else "",
        legend=[
            {**table.basis(one), "meaning": locale.word(f"basis_means:{one}")} for one in BASES
        ],
    )
    return Block(html)


def inputs_of(
    projection: Projection, scenario: Scenario, library: Library, locale: Locale
) -> list[dict[str, Any]]:
    """Return the inputs of one scenario, with their names, values and bases; those of a class of
    which nothing is bought say nothing, and are left out."""
    table = _Inputs(projection, library, locale)
    years = table.spending(scenario)
    found: list[dict[str, Any]] = [
        {**one, "name": locale.word("spending"), "year": one["year"] if years[1:] else ""}
        for one in years
    ]
    given = projection.values_of(scenario)
    none = [f"{one}-" for one in projection.classes if given[f"{one}-share"] == 0]
    return found + [
        {"name": locale.typeset(one.name[locale.code]), "year": "", **table.value(id, scenario)}
        for id, one in projection.inputs.items()
        if not id.startswith(tuple(none))
    ]


def expression_element(expression: str, options: str, library: Library, locale: Locale) -> Markup:
    """Return what an expression comes to, in a link to the row that it rests on: its cell, or the
    first of them."""
    cells = evaluate(tokens_of(expression), library).cells
    weak = any(one.observation.grade == "C" for one in cells)
    body = ", ".join(filter(None, (expression, options, "reported" if weak else "")))
    element = figure_element(body, library, locale)
    for link in element.iter("a"):
        if link.get("class") == "figure":
            link.set("href", cell_page(cells[0]))
    return Markup(ElementTree.tostring(element, encoding="unicode"))


@dataclass(frozen=True)
class _Inputs:
    """Writes the inputs of a projection in a language."""

    projection: Projection
    library: Library
    locale: Locale

    def basis(self, basis: str) -> dict[str, str]:
        """The sign and the word of a basis."""
        return {"basis": basis, "sign": SIGNS[basis], "word": self.locale.word(f"basis:{basis}")}

    def value(self, id: str, scenario: Scenario) -> dict[str, Any]:
        """The value of an input, and on what it rests."""
        setting = self.projection.values_of(scenario)[id]
        unit = self.library.units[self.projection.inputs[id].unit]
        return self._written(setting, unit, basis_of(setting, self.library))

    def differs(self, id: str, scenario: Scenario, first: Scenario) -> bool:
        """Whether a scenario says otherwise than the first."""
        values = self.projection.values_of
        return values(scenario)[id] != values(first)[id]

    def spending_of_each(self, scenarios: Sequence[Scenario]) -> list[list[dict[str, Any]]]:
        """What is spent in each scenario by year; once, where it is the same in all."""
        told: list[Mapping[str, tuple[Setting, ...]]] = []
        for one in scenarios:
            spending = self.projection.spending_of(one)
            if spending not in told:
                told.append(spending)
        different = scenarios if told[1:] else scenarios[:1]
        return [self.spending(one) for one in different]

    def spending(self, scenario: Scenario) -> list[dict[str, Any]]:
        """What all together spend in each year, but those before the first in which they do."""
        by_year = zip(*self.projection.spending_of(scenario).values(), strict=True)
        unit = self.library.units[self.projection.unit]
        return [
            {"year": str(year), **self._sum(settings, unit)}
            for year, settings in enumerate(by_year, self.projection.first)
            if any(settings)
        ]

    def _sum(self, settings: Sequence[Setting], unit: Unit) -> dict[str, Any]:
        expressions = [one for one in settings if isinstance(one, str)]
        basis = weakest(basis_of(one, self.library) for one in settings)
        numbers = [one for one in settings if isinstance(one, Decimal)]
        if not expressions:
            return self._written(sum(numbers, Decimal(0)), unit, basis)
        if len(expressions) > 1:
            whole = f"sum {' '.join(f'({one})' for one in expressions)}"
        else:
            (whole,) = expressions
        return self._written(whole, unit, basis)

    def _written(self, setting: Setting, unit: Unit, basis: str) -> dict[str, Any]:
        """Money in short; years and what else is counted with its noun."""
        if isinstance(setting, str):
            options = "short" if unit.is_money else ""
            text: str = expression_element(setting, options, self.library, self.locale)
        else:
            write = self.locale.short if unit.is_money else self.locale.long
            text = write(setting, unit)
        return {"value": text, **self.basis(basis)}

"""Calculations that others have published, done again by a projection."""

from __future__ import annotations

from markupsafe import Markup

from explainer.facts.addresses import told_scenario
from explainer.facts.basis import SIGNS, basis_of_scenario
from explainer.facts.bilingual import Text
from explainer.facts.model import Library
from explainer.facts.projection_model import Projection, Scenario
from explainer.language.locales import Locale
from explainer.pages.assumptions_block import expression_element, inputs_of
from explainer.pages.block import Block, rendered
from explainer.pages.inline import rich_text


def calculations_block(projection: Projection, library: Library, locale: Locale) -> Block:
    """Return the table of published calculations: theirs, ours, and what with."""
    name = locale.typeset(projection.name[locale.code])
    html = rendered(
        "calculations.html",
        locale,
        caption=locale.word("calculations_of", name),
        rows=[_row(projection, one, library, locale) for one in projection.done_again],
    )
    return Block(html)


def _row(
    projection: Projection, scenario: Scenario, library: Library, locale: Locale
) -> dict[str, object]:
    code = locale.code

    def number(expression: str | None) -> Markup:
        return expression_element(expression, "short", library, locale) if expression else Markup()

    def text(one: Text | None) -> Markup:
        return rich_text(one[code], library, locale) if one else Markup()

    basis = basis_of_scenario(projection, scenario, library)
    name = locale.typeset(scenario.name[code])
    return {
        "id": told_scenario(projection, scenario).anchor,
        "name": name,
        "question": text(scenario.question),
        "theirs": number(scenario.published),
        "ours": number(scenario.found),
        "basis": basis,
        "sign": SIGNS[basis],
        "word": locale.word(f"basis:{basis}"),
        "comparison": text(scenario.comparison),
        "inputs_name": locale.word("assumptions_of", name),
        "inputs": inputs_of(projection, scenario, library, locale),
    }

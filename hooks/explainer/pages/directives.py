"""The blocks that directives ask for, but charts, which are drawn and numbered."""

from __future__ import annotations

from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.assumptions_block import assumptions_block
from explainer.pages.bill_block import bill_block
from explainer.pages.block import Block
from explainer.pages.calculations_block import calculations_block
from explainer.pages.company_block import companies_block, company_block
from explainer.pages.dataset_block import ToldOn, catalogue_block, dataset_block
from explainer.pages.explorer_block import explorer_block
from explainer.pages.grades_block import grades_block
from explainer.pages.ledgers import BLOCKS
from explainer.pages.promises_block import promises_block
from explainer.pages.quote_block import quote_block
from explainer.pages.reuse_block import examples_block, package_block
from explainer.pages.spread_block import spread_block

_OF_PROJECTIONS = {
    "assumptions": assumptions_block,
    "calculations": calculations_block,
    "explorer": explorer_block,
}
_WITH_ID = {"company": company_block, "quote": quote_block}
_ALONE = {
    **BLOCKS,
    "companies": companies_block,
    "promises": promises_block,
    "grades": grades_block,
    "datasets": catalogue_block,
}


def block_of(
    kind: str, id: str, library: Library, locale: Locale, told_on: ToldOn, *, site: str
) -> Block | None:
    """Return the block of `::: kind id`; none if there is no such directive. `site` is the address
    of the site."""
    found: Block | None = None
    if kind in _WITH_ID:
        found = _WITH_ID[kind](id, library, locale)
    elif kind == "bill" and id in library.bills:
        found = bill_block(library.bills[id], library, locale)
    elif kind == "dataset" and id in library.datasets:
        found = dataset_block(library.datasets[id], library, locale, told_on)
    elif kind == "examples" and id in library.datasets:
        found = examples_block(id, library, locale, site)
    elif kind == "package" and not id:
        found = package_block(locale, site)
    elif kind == "spread" and id in library.datasets:
        found = spread_block(library.datasets[id], library, locale)
    elif kind in _OF_PROJECTIONS and id in library.projections:
        found = _OF_PROJECTIONS[kind](library.projections[id], library, locale)
    elif kind in _ALONE and not id:
        found = _ALONE[kind](library, locale)
    return found

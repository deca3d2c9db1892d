"""A bill on a page: paper with a torn edge, in the margin beside the text where there is room.

It is a table with a caption, so that a screen reader says which amount belongs to what; leaders,
the torn edge and the tilt of a stamp are the style sheet's.
"""

from __future__ import annotations

from explainer.facts.bill_model import Bill
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.bill_text import bill_text
from explainer.pages.block import Block, rendered


def bill_block(bill: Bill, library: Library, locale: Locale) -> Block:
    """Return a bill as a block of a page."""
    text = bill_text(bill, library, locale)
    numbered = sum(1 for group in text.groups if group.title) > 1
    return Block(rendered("bill.html", locale, bill=text, numbered=numbered))

"""Somebody's words in a page: as they were said, with our translation, and where they were read."""

from __future__ import annotations

from typing import Any

from explainer.facts.model import Library, Quotation
from explainer.language.locales import LOCALES, Locale
from explainer.pages.block import Block, rendered
from explainer.pages.inline import rich_text
from explainer.pages.ledgers import documents_by_role


def quote_block(id: str, library: Library, locale: Locale) -> Block:
    """Return the block of one quotation."""
    words = quote_words(library.quotations[id], library, locale)
    return Block(rendered("quote.html", locale, quote=words))


def quote_words(one: Quotation, library: Library, locale: Locale) -> dict[str, Any]:
    """Return what a template says of a quotation, in the language of the page."""
    code = locale.code
    before, after = locale.words["quoted"].split("{}")
    translated = one.lang != code
    return {
        "words": LOCALES[one.lang].typeset(one.words),
        "lang": one.lang if translated else "",
        "translation": locale.typeset(one.translation) if translated else "",
        "marks": (before, after),
        "speaker": locale.typeset(one.speaker[code]),
        "role": rich_text(one.role[code], library, locale),
        "occasion": rich_text(one.occasion[code], library, locale),
        "date": locale.period(one.date, long=True),
        "context": rich_text(one.context[code], library, locale) if one.context else "",
        "documents": documents_by_role((one.source,), one.checked_via, "read_in", library, locale),
    }

"""The amounts of a bill as they are shown: what stands in its columns, and what adds up there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from explainer.facts.bill_model import Bill, BillGroup
from explainer.facts.figures import Written, write_figure
from explainer.facts.model import Library
from explainer.language.locales import LOCALES, Locale
from explainer.language.typography import MINUS


def body_of(amount: str) -> str:
    """Return an amount as the body of a figure: the number alone, for the unit is told once."""
    return f"{amount}, bare"


def written(amount: str, library: Library, locale: Locale) -> Written:
    """Return an amount in a language; raises FigureError. One of grade C is written too: a check
    refuses it in a sentence of its own."""
    return write_figure(f"{body_of(amount)}, reported", library, locale)


def amounts_of(bill: Bill) -> Iterator[tuple[BillGroup, str]]:
    """Yield the amounts of a bill, those of lines and totals, in order."""
    for group in bill.groups:
        for line in group.lines:
            yield group, line.amount
        if group.total:
            yield group, group.total


def shown(amount: str, library: Library) -> Decimal | None:
    """Return the number that readers see, None where they see a range or words."""
    text = written(amount, library, LOCALES["en"]).text
    try:
        return Decimal(text.replace(",", "").replace(MINUS, "-"))
    except InvalidOperation:
        return None

"""Numbers as editors type them: which are read, and what was meant by another one."""

from __future__ import annotations

import re
import unicodedata

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def number_meant(value: str) -> str:
    """Return what to write instead of something that is no number, as the end of a sentence.

    A comma parts decimals in French and thousands in English: where both can be meant, both are
    offered, since a wrong one would be wrong by a thousand.
    """
    # Digits of other scripts and widths become ours.
    text = unicodedata.normalize("NFKC", value).replace("\u2212", "-")
    text = re.sub(r"[\s_]", "", text)
    grouped = re.fullmatch(r"\+?(-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?)", text)
    thousands = grouped[1].replace(",", "") if grouped else ""
    decimals = re.sub(r"^\+?(-?)0+(?=[0-9])", r"\1", text.replace(",", "."))
    if not NUMBER.fullmatch(decimals):
        decimals = ""
    if thousands and decimals:
        return f"write {decimals} if the comma parts decimals, or {thousands} if it parts thousands"
    number = thousands or decimals
    return f"write {number}" if number else "write digits and a point, like 19.37"

"""Numbers that a text types by hand and that nothing vouches for.

Years, days, ordinals and names (H100, GPT-5) are no quantities; others may be allowed by an editor,
in data/numbers.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from explainer.facts.figures import FIGURE
from explainer.facts.model import TypedNumber

DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_MONTH = (
    r"(?:jan|fe|fé|mar|apr|avr|ma[iy]|jui|jun|jul|ao|aug|sep|oct|nov|dec|déc)[a-zéû]*\b(?!['’-])"
)
# Part of a name: H100, GPT-5, CO2; not mid-2025, not Q3.
NAME = re.compile(r"(?<!\w)(?![TQSH][1-4]\b)[^\W\d_]+[-‑]?(?!(?:19|20)\d\d\b)\d[\w.]*")
# Numbers that are no quantities, and need no data behind them.
ORDINAL = re.compile(rf"\b\d+(?:er|re|ers|e|es|st|nd|rd|th)\b(?!\s+{_MONTH})")
_UNBOUND = re.compile(
    ORDINAL.pattern
    + r"|(?<![\d.,$€])\b(?:19|20)\d\d(?:s\b|\b)(?![.,]\d)(?!\s*(?:%|\$|€))"  # a year
    r"|\b[TQSH][1-4]\b"  # a quarter, a half
    rf"|\b\d{{1,2}}(?:er|st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?\s+(?:of\s+)?{_MONTH}"  # a day
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:er|st|nd|rd|th)?\b"
    r"|" + NAME.pattern,
    re.IGNORECASE,
)


def without_allowed(
    text: str, code: str, allowed: Iterable[TypedNumber]
) -> tuple[str, list[TypedNumber]]:
    """Return a text less the numbers that an editor allowed, and which of them it had."""
    used = []
    for one in allowed:
        known = one.text[code]
        if known in text:  # a pattern for each of a long list takes seconds
            text, count = re.subn(rf"(?<!\w){re.escape(known)}(?!\w)", " ", text)
            if count:
                used.append(one)
    return text, used


def bare_numbers(text: str, code: str = "en", allowed: Iterable[TypedNumber] = ()) -> list[str]:
    """Return the numbers of a text that are no figures, and that nobody vouches for."""
    everywhere = (one for one in allowed if one.page is None)
    rest, _ = without_allowed(FIGURE.sub(" ", text), code, everywhere)
    return DIGITS.findall(_UNBOUND.sub(" ", rest))

"""Signs that no key has, and plain typing set as print: `typeset("Quoi ? 12 %", "fr")`.

Editors type plain spaces, straight quotes and apostrophes. French puts U+202F before `; ! ?` and
inside « », U+00A0 before the colon; English curls its quotes.
"""

from __future__ import annotations

import re
from functools import lru_cache

NBSP, NARROW, MINUS, DASH, JOINER = "\u00a0", "\u202f", "\u2212", "\u2013", "\u2060"

_FRENCH = (
    (re.compile(r"[ \u00a0\u202f]*([;!?])(?![\w/&=])"), NARROW + r"\1"),
    (re.compile(r"(?<=[\w\)»%€$’\u2019])[ \u00a0\u202f]+:(?=\s|$)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NARROW),
    (re.compile(r"[ \u00a0\u202f]*»"), NARROW + "»"),
    (re.compile(r"(?<=\d)[ \u00a0\u202f]+%"), NARROW + "%"),
    (re.compile(r"(?<=\w)'(?=\w|\s?«|$)"), "’"),  # or before a link
)
_ENGLISH = (
    (re.compile(r"(?<=\w)'"), "’"),
    (re.compile(r"'(?=\d\ds\b)"), "’"),
    (re.compile(r'(?<![\w.,;:!?…)’])"(?=\S)'), "“"),
    (re.compile(r'"'), "”"),
)


@lru_cache(maxsize=8192)  # templates and tables say the same words
def typeset(text: str, code: str) -> str:
    """Return plain typing as printed text: U+202F before `; ! ?` and inside « », U+00A0 before
    `:`, typographic apostrophes and quotes. Text already right is returned unchanged."""
    for pattern, replacement in _FRENCH if code == "fr" else _ENGLISH:
        text = pattern.sub(replacement, text)
    return text

"""Notes of a passage, as in Material: `(1)` calls the first item of the list right under it.

    Acme spent more (1) than it had.      !!! note annotate "Acme (1)"
    { .annotate }                             …

    1. Its cash fell.                     1. A company.

`pages.signs` makes a button of each call, and of its item what the button shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

CALL = re.compile(r"\((\d{1,2})\)")
LITERAL = ("code", "pre", "kbd", "svg")


def is_annotated(element: Element) -> bool:
    """Whether a passage has notes."""
    return "annotate" in (element.get("class") or "").split()


def calls_in(element: Element) -> Iterator[int]:
    """Yield the notes that a passage calls, in order."""
    if element.tag in LITERAL:
        return
    yield from (int(number) for number in CALL.findall(element.text or ""))
    for child in element:
        yield from calls_in(child)
        yield from (int(number) for number in CALL.findall(child.tail or ""))


def unanswered(element: Element, after: Element | None) -> str:
    """Return what is wrong between a passage and its notes, which should come after; or nothing."""
    called = list(calls_in(element))
    if not called:
        return "no note is called in it; write (1) where the first belongs"
    if after is None or after.tag != "ol":
        return "no numbered list follows it; write its notes there, 1. …"
    if sorted(set(called)) != list(range(1, len(after) + 1)) or len(called) != len(set(called)):
        numbers = ", ".join(f"({number})" for number in called)
        follow = "1 note follows" if len(after) == 1 else f"{len(after)} notes follow"
        return f"it calls {numbers} and {follow}; call each of them once"
    return ""

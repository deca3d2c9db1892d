"""Columns of numbers in a page: decimal signs stand one below the other, and no zero is written.

Behind a number that has fewer decimals than another of its column, a style sheet writes what it
lacks, unseen (`data-pad`): neither a copy, a search nor a screen reader gets digits that nobody
measured. It holds for any font, without a script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from explainer.kinds.tables import NOTHING
from explainer.language.typography import DASH, MINUS, NARROW, NBSP

_NONE = Markup()
_SIGNS: Mapping[str, tuple[str, str]] = {"fr": (NARROW, ","), "en": (",", ".")}


@dataclass(frozen=True)
class TableCell:
    """One cell: its number, or whatever it says; `pad` is what a number lacks at its right.

    `said` stands in brackets behind the number. Where a column has several of these, `room` holds
    them all, a line each: behind each number is room for the widest.
    """

    text: str
    pad: str = ""
    said: str = ""
    room: Markup = _NONE


def in_columns(rows: Sequence[Sequence[str]], code: str) -> list[tuple[TableCell, ...]]:
    """Return the rows of a table in a language as cells whose numbers can be lined up."""
    columns = [aligned(column, code) for column in zip(*rows, strict=True)]
    return list(zip(*columns, strict=True))


def aligned(texts: Sequence[str], code: str) -> list[TableCell]:
    """Return the cells of one column."""
    thousands, point = _SIGNS[code]
    one = rf"[+{MINUS}]?\d[\d{thousands}]*(?:{re.escape(point)}(?P<{{}}>\d+))?"
    number = re.compile(
        rf"(?P<number>(?:[≤≥]{NBSP})?{one.format('first')}(?:{DASH}{one.format('last')})?)"
        r"(?: (?P<said>\(.*\)))?"
    )
    found = [number.fullmatch(text) for text in texts]
    known = [match for match in found if match]
    most = max((len(_decimals(match)) for match in known), default=0)
    words = sorted({match["said"] for match in known if match["said"]})
    # As a reference, since a line's end in an attribute is a space to a reader of XML.
    room = Markup("&#10;").join(words) if len(words) > 1 else _NONE

    def cell(text: str, match: re.Match[str] | None) -> TableCell:
        if match is None and text != NOTHING:
            return TableCell(text)
        behind = _decimals(match) if match else ""
        pad = "" if behind or not most else point
        pad += "0" * (most - len(behind))
        said = match["said"] or "" if match else ""
        if not said and words:
            pad += " " if room else f" {words[0]}"
        return TableCell(match["number"] if match else text, pad, said, room)

    return [cell(*both) for both in zip(texts, found, strict=True)]


def _decimals(match: re.Match[str]) -> str:
    """Those of the number that ends last."""
    is_range = DASH in match["number"]
    return match["last" if is_range else "first"] or ""

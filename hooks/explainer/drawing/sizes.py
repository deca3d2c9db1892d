"""The sizes in which charts are drawn, and how text is broken into lines."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from explainer.facts.model import ACROSS


@dataclass(frozen=True)
class LayoutSize:
    """The outside of a drawing, in CSS pixels, and its base font size."""

    name: str
    width: int
    height: int
    font_size: int

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"


FULL = LayoutSize("full", 1080, 480, 14)  # over both columns of a page, for charts that ask for it
WIDE = LayoutSize("wide", 700, 400, 13)
NARROW = LayoutSize("narrow", 330, 420, 12)


def layouts(width: str) -> tuple[LayoutSize, ...]:
    """Return the sizes in which a chart of a width is drawn for its page, the widest first."""
    return (FULL, WIDE, NARROW) if width == ACROSS else (WIDE, NARROW)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text at ordinary spaces only: textwrap leaves no-break spaces whole."""
    return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False) or [text]

"""The two sizes in which each chart is drawn, and how text is broken into lines."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass


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


WIDE = LayoutSize("wide", 700, 400, 13)
NARROW = LayoutSize("narrow", 330, 330, 12)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text at ordinary spaces only: textwrap leaves no-break spaces whole."""
    return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False) or [text]

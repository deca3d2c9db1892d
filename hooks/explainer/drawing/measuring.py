"""How wide a text is in the font of drawings, for what we lay out ourselves."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageFont

from explainer.drawing.render import FONTS


@lru_cache(maxsize=4)
def _font(weight: int) -> ImageFont.FreeTypeFont:
    path = str(FONTS / f"facture-sans-{weight}.ttf")
    return ImageFont.truetype(path, 100, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, size: float, weight: int = 400) -> float:
    """Return the width of a text in pixels."""
    return _font(weight).getlength(text) * size / 100


def lines_of(text: str, room: float, size: float, weight: int = 400) -> list[str]:
    """Break a text at ordinary spaces into lines that fit; a word that is wider stands alone."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size, weight) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines

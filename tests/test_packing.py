"""A packed picture is the same picture: every pixel, its transparency included."""

from __future__ import annotations

import io
from itertools import product

import pytest
import vl_convert
from PIL import Image

from explainer.drawing.packing import Colour, packed
from explainer.drawing.render import png
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.pages.chart_text import ChartText
from explainer.pages.poster import poster_svg


def pixels(picture: bytes) -> tuple[tuple[int, int], bytes]:
    image = Image.open(io.BytesIO(picture)).convert("RGBA")
    return image.size, image.tobytes()


def made_of(colours: list[Colour], width: int = 64) -> bytes:
    image = Image.new("RGBA", (width, -(-len(colours) // width)))
    image.putdata(colours)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("id", ["acme-bars", "sites-scatter"])
def test_a_poster_keeps_its_pixels_in_half_the_bytes(id: str, library: Library) -> None:
    svg = poster_svg(ChartText(library.charts[id], library, LOCALES["fr"]), "https://x.example/")
    raw = bytes(vl_convert.svg_to_png(svg, scale=2))
    small = png(svg, 2)
    assert pixels(small) == pixels(raw)
    assert len(small) < len(raw) / 2
    assert Image.open(io.BytesIO(small)).mode == "P"


@pytest.mark.parametrize(
    "colours",
    [
        [(255, 255, 255, 255)],
        [(0, 0, 0, 0), (0, 0, 0, 255), (7, 7, 7, 128)],
        [(n, n, n, 255) for n in range(256)],
        [(1, 2, 3, n) for n in range(256)],
        [(r * 51, g * 51, b * 51, 255) for r, g, b in product(range(6), repeat=3)],
        [(r * 85, g * 85, b * 85, a * 85) for r, g, b, a in product(range(4), repeat=4)],
        [(n % 256, n // 256, 0, 255) for n in range(257)],
    ],
    ids=["one", "transparent", "greys", "veils", "cube", "cube with veils", "one too many"],
)
def test_any_picture_keeps_its_pixels(colours: list[Colour]) -> None:
    raw = made_of(colours * 3)
    assert pixels(packed(raw)) == pixels(raw)

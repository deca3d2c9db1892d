"""A specification to an SVG that a page can hold. The only module that imports vl_convert.

The SVG contract, kept here so that no caller can forget it:

- text is text, in the site's own font, whose file is registered: without it the layout would
  depend on the fonts of the machine; the root names it, and what takes its place elsewhere;
- data are inline (`allowed_base_urls=[]`: an unreachable `data.url` would otherwise draw an empty
  chart without an error);
- ids are counted anew in each drawing, since Vega counts them across the process;
- the root is one image with a title and a description in the page's language; what Vega words in
  English (`aria-roledescription`) is removed, and each mark's lines move to `data-tip`, parted by
  bars, where a script finds them and a screen reader does not read forty of them;
- width and height give way to a viewBox, so that the page decides the size.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from itertools import product
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from explainer.drawing.theme import FAMILIES, FONT
from explainer.errors import Problem, Where
from explainer.language.locales import LOCALES
from explainer.language.units import Unit

VL_VERSION = "6.4"
FONTS = Path(__file__).parent / "fonts"
WEIGHTS = 400, 600
_FORMATS = {"ttf": b"\0\1\0\0", "woff2": b"wOF2"}  # to draw with, to travel in an SVG
# A tenth of a pixel is enough; Vega's sixteen digits are a third of a drawing's weight.
_DROPPED = ("role", "aria-roledescription", "aria-hidden", "class", "pointer-events")
_LENGTHS = ("d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height")
_LONG = re.compile(r"-?\d+\.\d+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
# In a cleaned drawing: no text holds these characters, which are nobody's.
_ID, _TITLE, _DESCRIPTION = "\ue010", "\ue011", "\ue012"

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


def font_problems() -> list[Problem]:
    """Return what is wrong with the fonts of drawings: without one, another takes its place, and
    labels run into each other."""
    problems = []
    for weight, (end, magic) in product(WEIGHTS, _FORMATS.items()):
        path = FONTS / f"facture-sans-{weight}.{end}"
        try:
            whole = path.read_bytes()[:4] == magic and path.stat().st_size > 10_000
        except OSError as error:
            why = "missing" if isinstance(error, FileNotFoundError) else "not readable"
        else:
            why = "" if whole else "damaged"
        if why:
            file = "/".join(path.parts[-5:])  # hooks/explainer/drawing/fonts/…
            message = f"this font, which all drawings need, is {why}; bring it back with"
            problems.append(Problem(Where(file, 1), f"{message} `git checkout {file}`"))
    return problems


@lru_cache(maxsize=1)
def _vl_convert() -> ModuleType:
    """vl-convert, imported when something must be drawn, and knowing the site's font."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


@lru_cache(maxsize=1)
def font_faces() -> str:
    """Return a style sheet that holds the font itself, for an SVG that travels alone."""
    return "".join(
        f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:url(data:font/woff2;base64,"
        f"{base64.b64encode((FONTS / f'facture-sans-{weight}.woff2').read_bytes()).decode()})}}"
        for weight in WEIGHTS
    )


def drawn(spec: str, code: str, unit: Unit) -> str:
    """Return a specification (JSON text) as Vega draws it, by the rules of a language and unit.

    The same specification, language and unit give the same text everywhere.
    """
    text: str = _vl_convert().vegalite_to_svg(
        spec,
        vl_version=VL_VERSION,
        format_locale=LOCALES[code].d3(unit),
        allowed_base_urls=[],
    )
    return text


def png(drawing: str, scale: int) -> bytes:
    """Return an SVG document as PNG, `scale` pixels to each of its own."""
    from explainer.drawing.packing import packed  # and Pillow with it, which few processes need

    return packed(bytes(_vl_convert().svg_to_png(drawing, scale=scale)))


def card(drawing: str) -> bytes:
    """Return an SVG document as a small PNG of its own size."""
    from explainer.drawing.packing import flattened

    return flattened(bytes(_vl_convert().svg_to_png(drawing, scale=1)))


def _one_decimal(match: re.Match[str]) -> str:
    return f"{round(float(match[0]), 1) + 0.0:.1f}".removesuffix(".0")


def cleaned(raw: str, code: str) -> str:
    """Return what Vega drew in the language `code` as a page can hold it, but for its names.

    Marks stand for the prefix of every id, the title and the description: the same drawing is on
    several pages under several ids, and only `for_page` knows them.
    """
    root = ElementTree.fromstring(raw)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.set("viewBox", root.get("viewBox") or f"0 0 {width} {height}")
    root.attrib.pop("class", None)
    root.set("font-family", FAMILIES)
    root.set("role", "img")
    root.set("lang", code)
    root.set("id", _ID)
    root.set("aria-labelledby", f"{_ID}-title")
    root.set("aria-describedby", f"{_ID}-desc")
    ids = [one.attrib["id"] for one in root.iter() if one is not root and "id" in one.attrib]
    named = {id: f"{_ID}-{number}" for number, id in enumerate(dict.fromkeys(ids), 1)}
    for element in root.iter():
        tip = element.attrib.pop("aria-label", None)
        if tip and element.get("aria-roledescription"):
            series, _, lines = tip.partition("|")
            series, _, at = series.partition("@")
            element.set("data-series", series)
            if at:
                element.set("data-at", at)
            if lines:
                element.set("data-tip", lines)
        for name in _DROPPED:
            if element is not root:
                element.attrib.pop(name, None)
        if element.get("font-family") == FONT:
            del element.attrib["font-family"]  # said once, with what takes its place
        if "id" in element.attrib and element is not root:
            element.set("id", named[element.attrib["id"]])
        for name, value in element.attrib.items():
            if "url(#" in value:
                element.set(name, _REFERENCE.sub(lambda match: f"url(#{named[match[1]]})", value))
            elif name in _LENGTHS:
                element.set(name, _LONG.sub(_one_decimal, value))
    words = [ElementTree.Element(f"{{{_SVG}}}{name}") for name in ("title", "desc")]
    for element, name, mark in zip(words, ("title", "desc"), (_TITLE, _DESCRIPTION), strict=True):
        element.set("id", f"{_ID}-{name}")
        element.text = mark
    root[0:0] = words
    return ElementTree.tostring(root, encoding="unicode")


def for_page(drawing: str, id: str, title: str, description: str) -> str:
    """Return a cleaned drawing with its names in place: an SVG element that a page can hold.

    `id` prefixes every id inside it; `title` and `description` are plain text.
    """
    named = drawing.replace(_ID, id).replace(_TITLE, escape(title))
    return named.replace(_DESCRIPTION, escape(description))

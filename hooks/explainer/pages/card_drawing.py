"""How a card looks: title at the left, torn paper at the right, with a bill or a chart on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from explainer.drawing import theme
from explainer.drawing.measuring import lines_of, width_of
from explainer.language.locales import Locale
from explainer.pages.bill_text import BillText, GroupText, LineText, Stamp
from explainer.pages.poster import inside, templates

WIDTH, HEIGHT = 1200, 630  # what those who show cards ask for
_GROUND, _PAPER, _INK, _SOFT, _FAINT, _BRAND = (
    "#f6f3ea", "#fffdf8", "#1b1f24", "#555c64", "#8d9096", "#b3261e",
)  # fmt: skip
# The colours of stamps, as in bills.css
_STAMPS = {
    "paid": "#1d5c57", "planned": "#2a48a8", "signed": "#7d3f05", "promised": "#5f3a92",
    "unknown": _SOFT, "unjustified": _BRAND,
}  # fmt: skip
_EDGE, _FOOT = 60, 578  # from the left; the lowest line of text
_TOOTH = 12
_VIEW = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
_ROW = 37
_SIZES = (66, 58, 50, 44, 38, 32)  # of a title
_SCALES = (1.35, 1.25, 1.15, 1.05, 0.95, 0.88)  # of a bill


@dataclass
class _Layer:
    """What is put on a card, in coordinates of its own."""

    transform: str = ""
    texts: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def write(
        self, text: str, x: float, y: float, size: float, weight: int = 400, **more: Any
    ) -> None:
        given = {"text": text, "x": round(x, 1), "y": round(y, 1), "size": size, "weight": weight}
        self.texts.append({**given, "fill": _INK, "anchor": "", "spacing": 0, **more})

    def draw(self, d: str, stroke: str, width: float, dash: str = "") -> None:
        self.shapes.append({"d": d, "fill": "", "stroke": stroke, "width": width, "dash": dash})

    def rule(self, x: float, y: float, to: float, width: float) -> None:
        self.draw(f"M{x:.1f} {y:.1f}H{to:.1f}", _INK, width)

    def dashes(self, ends: tuple[float, float], y: float, width: float, dash: str) -> None:
        self.draw(f"M{ends[0]:.1f} {y:.1f}H{ends[1]:.1f}", _FAINT, width, dash)


def bill_card(title: str, bill: BillText | None, foot: str, locale: Locale) -> str:
    """Return the card of a page whose bill is shown, as an SVG document."""
    left, right = 626, 1160
    layers = [_titled(title, "", foot, left, locale)]
    bottom = 0.0
    if bill:
        written = [_billed(bill, right - left, scale) for scale in _SCALES]
        whole = [(layer, end) for layer, end, fits in written if fits]
        layer, bottom = whole[0] if whole else written[-1][:2]
        layer.transform = f"translate({left},0) {layer.transform}"
        layers.append(layer)
    return _svg(title, locale, layers, _paper(left, right, bottom))


def chart_card(title: str, subtitle: str, drawing: str, foot: str, locale: Locale) -> str:
    """Return the card of a page whose chart is shown; `drawing` is its narrow one."""
    left, right, bottom = 560, 1160, HEIGHT - 32
    found = _VIEW.search(drawing)
    assert found, "our drawings have a viewBox"
    width, height = float(found[1]), float(found[2])
    room = right - left - 48, bottom - 50
    scale = min(room[0] / width, room[1] / height)
    placed = {
        "x": f"{left + 24 + (room[0] - width * scale) / 2:.1f}",
        "y": f"{26 + (room[1] - height * scale) / 2:.1f}",
        "scale": f"{scale:.3f}",
        "inner": Markup(theme.plain(inside(drawing))),  # our own drawing, whose texts are escaped
    }
    layers = [_titled(title, subtitle, foot, left, locale)]
    return _svg(title, locale, layers, _paper(left, right, bottom), placed)


def _svg(
    title: str,
    locale: Locale,
    layers: list[_Layer],
    paper: str,
    drawing: dict[str, Any] | None = None,
) -> str:
    return (
        templates()
        .get_template("card.svg")
        .render(
            width=WIDTH,
            height=HEIGHT,
            lang=locale.code,
            font=theme.FAMILIES,
            ground=_GROUND,
            title=title,
            paper={"path": paper, "colour": _PAPER},
            layers=layers,
            drawing=drawing,
        )
    )


def _paper(left: int, right: int, bottom: float) -> str:
    """The outline of the paper, which hangs from the top and is torn at its foot."""
    teeth = round((right - left) / _TOOTH / 2)
    step = (right - left) / teeth
    edge = "".join(
        f"L{right - (n + 0.5) * step:.1f} {bottom + _TOOTH:.1f}"
        f"L{right - (n + 1) * step:.1f} {bottom:.1f}"
        for n in range(teeth)
    )
    return f"M{left} 0H{right}V{bottom:.1f}{edge}Z"


def _titled(title: str, subtitle: str, foot: str, paper: int, locale: Locale) -> _Layer:
    """The site's name, the title as large as there is room, and what stands at the foot."""
    layer, room = _Layer(), paper - _EDGE - 44
    layer.rule(_EDGE, 62, paper - 44, 4)
    layer.write(locale.site_name, _EDGE, 106, 30, 600, fill=_BRAND)
    under = lines_of(subtitle, room, 24) if subtitle else []
    size, lines = _SIZES[-1], [title]
    for size in _SIZES:
        lines = lines_of(title, room, size, 600)
        wide = max(width_of(line, size, 600) for line in lines)
        if wide <= room and len(lines) * size * 1.12 + len(under) * 32 <= 385:
            break
    y = 118.0
    for line in lines:
        y += size * 1.12
        layer.write(line, _EDGE, y, size, 600, spacing=round(-size * 0.015, 2))
    y += 12
    for line in under:
        y += 32
        layer.write(line, _EDGE, y, 24, fill=_SOFT)
    layer.write(foot, _EDGE, _FOOT, 24, fill=_SOFT)
    return layer


def _billed(bill: BillText, width: float, scale: float) -> tuple[_Layer, float, bool]:
    """Write a bill as many times as large; return it, where its paper ends, and whether all of it
    could be written out. What there is no room for is left out, group by group."""
    layer = _Layer(f"scale({scale})")
    left, right, most = 30.0, width / scale - 30, (HEIGHT - 24) / scale
    room, y = right - left, 24.0
    for line in lines_of(bill.title.upper(), room - 20, 25, 600):
        y += 32
        layer.write(line, (left + right) / 2, y, 25, 600, anchor="middle", spacing=1)
    y += 4
    subtitle = bill.subtitle[:1].upper() + bill.subtitle[1:]
    for line in lines_of(subtitle, room, 20):
        y += 27
        layer.write(line, (left + right) / 2, y, 20, fill=_SOFT, anchor="middle")
    fits = True
    for n, group in enumerate(bill.groups):
        if n and y + _height(group) > most:
            fits = False
            break
        y, whole = _grouped(layer, group, left, right, y)
        fits = fits and whole
    end = (y + 24) * scale
    return layer, min(end, HEIGHT - 16), fits and end <= HEIGHT - 24


def _height(group: GroupText) -> float:
    said = 34 * (bool(group.title) + (not group.together)) + 60 * bool(group.stamp)
    return 42 + said + _ROW * len(group.lines) + 60 * bool(group.total)


def _grouped(
    layer: _Layer, group: GroupText, left: float, right: float, y: float
) -> tuple[float, bool]:
    """Write a group from a height on; return where it ends, and whether no name was cut short."""
    y += 20
    layer.dashes((left, right), y, 1.5, "5 4")
    y += 8
    if group.title:
        y += 30
        layer.write(group.title.upper(), left, y, 19, 600, spacing=0.8)
        y += 3
    whole = True
    for line in group.lines:
        y += _ROW
        whole = _lined(layer, line, (left, right), y) and whole
    if group.total:
        y += 15
        layer.rule(left, y, right, 3)
        y += 34
        _lined(layer, group.total, (left, right), y, total=True)
        y += 13
        layer.rule(left, y, right, 3)
    if not group.together:
        y += 32
        layer.write(group.notes[0], left, y, 18, fill=_SOFT)
    if group.stamp:
        y += 58
        _stamped(layer, group.stamp, right, y)
        y += 8
    return y, whole


def _lined(
    layer: _Layer, line: LineText, ends: tuple[float, float], y: float, *, total: bool = False
) -> bool:
    """Write one line: a stamp or a colour, what, leaders, how much. Return whether what it is for
    could be written out."""
    size, weight = (31, 600) if total else (25, 400)
    x, end = ends[0], ends[1] - width_of(line.amount.pad, size, 600)
    amount = width_of(line.amount.text, size, 600)
    if line.stamp:
        word, colour = line.stamp.word.upper(), _STAMPS[line.stamp.id]
        wide = width_of(word, 16, 600) + 14 + len(word) * 0.6
        layer.draw(f"M{x:.1f} {y - 18:.1f}h{wide:.1f}v23h-{wide:.1f}z", colour, 1.8)
        layer.write(word, x + 7, y - 1, 16, 600, fill=colour, spacing=0.6)
        x += wide + 10
    if line.colour:
        layer.shapes.append({"d": f"M{x:.1f} {y - 17:.1f}h17v17h-17z", "fill": line.colour})
        x += 27
    label, room = line.label, end - amount - x - 12
    while width_of(label, size, weight) > room and " " in label:
        label = label.rpartition(" ")[0].rstrip(",") + "…"
    layer.write(label, x, y, size, weight)
    x += width_of(label, size, weight) + 10
    if end - amount - 10 - x > 12:
        layer.dashes((x, end - amount - 10), y - 2, 2, "2 4")
    layer.write(line.amount.text, end, y, size, 600, anchor="end")
    return label == line.label


def _stamped(layer: _Layer, stamp: Stamp, right: float, y: float) -> None:
    word, colour = stamp.word.upper(), _STAMPS[stamp.id]
    wide = width_of(word, 27, 600) + 34 + len(word) * 2
    box = f"M{right - wide:.1f} {y - 34:.1f}H{right:.1f}V{y + 12:.1f}H{right - wide:.1f}z"
    layer.draw(box, colour, 4)
    layer.write(word, right - wide + 17, y - 1, 27, 600, fill=colour, spacing=2)

"""How a money map is drawn: frames, streams with a point at the end, boxes, labels, and the key."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.measuring import width_of
from explainer.drawing.sizes import wrapped
from explainer.facts.flow_model import FLOW_KINDS, PAID, PROMISED, SIGNED
from explainer.kinds.flow_layout import Stream
from explainer.kinds.flow_parts import Money, Parts
from explainer.kinds.flow_sketch import FRAME, MARK, THIN, Label, Sketch
from explainer.kinds.labels import Box
from explainer.kinds.pixels import at_pixels, words
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.tables import absent

_LOOPS = theme.MEASURES[:2]  # the colours of what comes round, in order
_DASHES: dict[str, list[float]] = {SIGNED: [8, 4], PROMISED: [1.5, 4.5]}
# How opaque the body of a stroke is, out of a loop and in one.
_BODIES = {PAID: (0.36, 0.85), SIGNED: (0.16, 0.3), PROMISED: (0.08, 0.16)}
_FULL = 8.0  # pixels: what is paid is full as long as it is no wider


def drawn(plot: Plot, parts: Parts) -> alt.LayerChart:
    """Return the whole map, the key below it."""
    plot.padding = {"left": 8, "right": 8, "top": 10, "bottom": 8}
    sketch = Sketch(plot, parts)
    key, deep = _key(plot, parts, sketch.height + 24)
    plot.rows_height = round(sketch.height)
    plot.padding["bottom"] = 24 + deep
    by_loop = {
        inside: sorted(
            (one for one in sketch.map.streams if (parts.loop_of(one.id) is not None) is inside),
            key=lambda one: -one.width,
        )
        for inside in (False, True)
    }
    return plot.finish(
        *_frames(sketch),
        *_strokes(sketch, by_loop[False]),
        *_strokes(sketch, by_loop[True]),
        *_boxes(sketch),
        *_labels(sketch),
        *key,
    )


def _colour(loop: int | None) -> str:
    return theme.REST if loop is None else _LOOPS[loop % len(_LOOPS)]


def _frames(sketch: Sketch) -> list[Any]:
    rows = [_ends(sketch.frame((one.party, *one.holds), FRAME)) for one in sketch.parts.frames]
    if not rows:
        return []
    return [_rectangles(rows, fill=theme.GRID, fillOpacity=0.35, stroke=theme.SOFT)]


def _strokes(sketch: Sketch, streams: Sequence[Stream]) -> list[Any]:
    """Bodies, the lines along their middle that tell how sure each is, and the points."""
    rows: list[Row] = []
    for one in streams:
        money = sketch.moneys[one.id]
        line, point = sketch.path(one)
        loop = sketch.parts.loop_of(one.id)
        body = _BODIES[money.flow.kind][loop is not None]
        wide = round(one.width, 1)
        thin = wide <= (_FULL if money.flow.kind == PAID else THIN)
        rows.append(
            {"line": line, "point": point, "kind": money.flow.kind, "colour": _colour(loop)}
            | {"tip": f"{sketch.plot.number_of(money.series)}|", "thin": thin}
            | {"wide": wide, "body": body, "head": 1.0 if thin or loop is not None else 0.55}
            | {"core": wide if thin else 1.8 if loop is None else 2.6}
        )
    found: list[Any] = []
    bodies = [row for row in rows if not row["thin"]]
    if bodies:
        found.append(_shapes(bodies, "line", width="wide", opacity="body"))
    for kind in FLOW_KINDS:
        some = [row for row in rows if row["kind"] == kind and (row["thin"] or kind != PAID)]
        if some:
            found.append(_shapes(some, "line", width="core", **_dashed(kind)))
    return [*found, *([_shapes(rows, "point", filled=True, opacity="head")] if rows else [])]


def _boxes(sketch: Sketch) -> list[Any]:
    """A box for each party, in its colour, and all names."""
    boxes: list[Row] = []
    names: list[Row] = []
    library, size = sketch.plot.library, sketch.sizes.name
    for id, place in sketch.map.places.items():
        box = sketch.box(place)
        if id not in sketch.framed:
            colour = library.colour(id)
            stroke = theme.entity_colour(id, colour) if colour else theme.SOFT
            boxes.append(_ends(box) | {"colour": stroke})
        x, y = box.middle
        lines = sketch.names[id]
        for number, line in enumerate(lines):
            down = (number - (len(lines) - 1) / 2) * (size + 3)
            names.append({"px": x, "py": y + down, "text": line})
    base = _rectangles(boxes, fill=theme.GROUND, strokeWidth=1.6)
    return [
        base.encode(stroke=alt.Stroke("colour:N", scale=None, legend=None)),
        *words(names, align="center", fontSize=size, fontWeight=600),
    ]


def _labels(sketch: Sketch) -> list[Any]:
    """Amounts over the word for how sure they are (on a phone, their dashes and the key tell it);
    those of loops bear their number.

    A plate in the colour of the ground lies under each and breaks the line that it tells of, unless
    a body without a line in its middle is its ground.
    """
    size = sketch.sizes.label
    amounts: list[Row] = []
    kinds: list[Row] = []
    marks: list[Row] = []
    plates: list[Row] = []
    for one in sketch.labels():
        x, y = one.box.middle
        shift = 0.0 if one.loop is None else MARK / 2 + 2
        alone = sketch.sizes.down
        high, low = y if alone else y - size / 2 - 1, y + size / 2 + 1.5
        amounts.append({"px": x + shift, "py": high, "text": one.amount, "tip": _tip(sketch, one)})
        if not alone:
            kinds.append({"px": x, "py": low, "text": one.kind})
        if one.loop is not None:
            left = x + shift - width_of(one.amount, size, 600) / 2 - MARK / 2 - 3
            marks.append({"px": left, "py": high, "loop": one.loop})
        if not (one.inside and one.money.flow.kind == PAID):
            plates.append(_ends(one.box))
    style: dict[str, Any] = {"align": "center", "fontSize": size}
    return [
        *([_rectangles(plates, fill=theme.GROUND, strokeWidth=0)] if plates else []),
        *words(kinds, **style | {"fontSize": size - 1}),
        *words(amounts, tips=True, fontWeight=600, **style),
        *_marks(marks),
    ]


def _tip(sketch: Sketch, one: Label) -> str:
    """What a flow says: who pays whom how much, how sure that is, over what time."""
    plot, parts, money = sketch.plot, sketch.parts, one.money
    row, locale = money.row, plot.locale
    ends = (money.flow.payer, money.flow.payee)
    names = " → ".join(parts.name(id, locale) for id in ends)
    said = one.amount
    if row.value is not None:
        said = locale.exact(row.value, plot.unit)
    elif not row.numbers:
        said = absent(row, plot.library, locale)
    about = ", ".join((*parts.words(money, locale), locale.period(row.period)))
    head = f"{names}{locale.words['colon']}{said}"
    return plot.sentence(money.series, row, head, instead=about)


# -- the key --------------------------------------------------------------------------------------


def _key(plot: Plot, parts: Parts, top: float) -> tuple[list[Any], int]:
    """What the strokes mean and which loops there are, below the map; and how deep that is."""
    size, line = plot.layout.font_size - 1, plot.layout.font_size + 8
    moneys: Sequence[Money] = parts.moneys
    kinds = [kind for kind in FLOW_KINDS if any(one.flow.kind == kind for one in moneys)]
    signs: list[Row] = []
    texts: list[Row] = []
    x, y = 0.0, top
    for kind in kinds:
        text = plot.locale.word(f"money_key:{kind}")
        wide = 34 + width_of(text, size)
        if x and x + wide > plot.width:
            x, y = 0.0, y + line
        signs.append({"px": x, "py": y, "px2": x + 26, "kind": kind})
        texts.append({"px": x + 34, "py": y, "text": text})
        x += wide + 22
    ways: list[Row] = []
    marks: list[Row] = []
    for number, some in enumerate(parts.loops):
        way = wrapped(parts.way(some, plot.locale), int(plot.width / (size * 0.6)))
        for index, piece in enumerate(way):
            y += line - 4 if index else line
            ways.append({"px": 22.0, "py": y, "text": piece})
        marks.append({"px": 8.0, "py": ways[-len(way)]["py"], "loop": number})
    found: list[Any] = []
    for kind in kinds:
        sign = at_pixels([row for row in signs if row["kind"] == kind], x2="px2")
        style: dict[str, Any] = {"strokeWidth": 6 if kind == PAID else 2.4, **_dashed(kind)}
        found.append(sign.mark_rule(color=theme.SOFT, aria=False, **style))
    found += words(texts, fontSize=size)
    found += words(ways, fontSize=size, fontWeight=600)
    return [*found, *_marks(marks)], round(y - top + line / 2 + 4)


def _marks(rows: Sequence[Row]) -> list[Any]:
    """The number of a loop on a disc of its colour, at `px`, `py`."""
    if not rows:
        return []
    rows = [row | {"colour": _colour(row["loop"]), "text": str(row["loop"] + 1)} for row in rows]
    area = math.pi * (MARK / 2) ** 2
    disc = at_pixels(rows).mark_point(filled=True, opacity=1, size=area, aria=False)
    style: dict[str, Any] = {"align": "center", "fontSize": 10, "fontWeight": 600, "dy": 0.5}
    return [
        disc.encode(fill=alt.Fill("colour:N", scale=None, legend=None)),
        *words(rows, fill=theme.GROUND, **style),
    ]


# -- shapes ----------------------------------------------------------------------------------------


def _dashed(kind: str) -> dict[str, Any]:
    dash = {"strokeDash": _DASHES[kind]} if kind in _DASHES else {}
    return {"strokeCap": "round" if kind == PROMISED else "butt", **dash}


def _shapes(
    rows: Sequence[Row],
    shape: str,
    *,
    filled: bool = False,
    width: str = "",
    opacity: str = "",
    **style: Any,
) -> Any:
    """Paths as they are: a point of size 4 is drawn at the scale of its shape."""
    base = inline(list(rows)).mark_point(size=4, filled=filled, opacity=1, **style)
    colour, clear = (alt.Fill, alt.FillOpacity) if filled else (alt.Stroke, alt.StrokeOpacity)
    given: dict[str, Any] = {
        "x": alt.value(0),
        "y": alt.value(0),
        "shape": alt.Shape(f"{shape}:N", scale=None, legend=None),
        "description": alt.Description("tip:N"),
        "fill" if filled else "stroke": colour("colour:N", scale=None, legend=None),
    }
    if width:
        given["strokeWidth"] = alt.StrokeWidth(f"{width}:Q", scale=None, legend=None)
    if opacity:
        name = "fillOpacity" if filled else "strokeOpacity"
        given[name] = clear(f"{opacity}:Q", scale=None, legend=None)
    return base.encode(**given)


def _ends(box: Box) -> Row:
    return {"px": box.left, "py": box.top, "px2": box.right, "py2": box.bottom}


def _rectangles(rows: Sequence[Row], **style: Any) -> Any:
    return at_pixels(rows, x2="px2", y2="py2").mark_rect(aria=False, cornerRadius=2, **style)

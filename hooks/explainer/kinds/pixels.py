"""For kinds that place their marks by the pixel: channels, words, lines, what is missing.

Pixels count from the top left of the plot, as everywhere in a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.series import Series
from explainer.kinds.ticks import exact, tick_decimals

# A halo keeps words apart from the lines that they cross.
HALO = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}


def pixel(channel: str, field: str) -> Any:
    """Return an x, y, x2 or y2 channel that takes pixels as they are."""
    if channel.endswith("2"):
        return {"x2": alt.X2, "y2": alt.Y2}[channel](f"{field}:Q")
    made = {"x": alt.X, "y": alt.Y}[channel]
    return made(f"{field}:Q", scale=None, axis=None)


def at_pixels(rows: Sequence[Row], **fields: str) -> alt.Chart:
    """Return a chart of rows placed by their fields `px` and `py`, and others if named."""
    named = {"x": "px", "y": "py"} | fields
    return inline(list(rows)).encode(**{name: pixel(name, field) for name, field in named.items()})


def words(
    rows: Sequence[Row], *, halo: bool = False, tips: bool = False, **style: Any
) -> list[Any]:
    """Return texts (field `text`) at `px`, `py`; with `tips`, each says its field `tip`.

    With a halo, the texts stand twice: below, in the colour of the ground.
    """
    if not rows:
        return []
    style = {"baseline": "middle", "align": "left", "fill": theme.INK} | style
    base = at_pixels(rows).encode(text=alt.Text("text:N"))
    found: list[Any] = []
    if halo:
        found.append(base.mark_text(**style | HALO | {"fill": theme.GROUND}, aria=False))
    if tips:
        return [*found, base.mark_text(**style).encode(description=alt.Description("tip:N"))]
    return [*found, base.mark_text(**style, aria=False)]


def rules(rows: Sequence[Row], *, flat: bool = True, **style: Any) -> list[Any]:
    """Return lines from `px`, `py` to `px2` (flat) or to `py2`."""
    if not rows:
        return []
    end = {"x2": "px2"} if flat else {"y2": "py2"}
    drawn: dict[str, Any] = {"color": theme.GRID, "strokeWidth": 1, "aria": False} | style
    return [at_pixels(rows, **end).mark_rule(**drawn)]


def of_its_unit(plot: Plot, one: Series) -> Plot:
    """Return the plot as a series needs it whose unit is its own."""
    return replace(plot, unit=one.dataset.unit)


def number_width(text: str, size: float) -> float:
    """Return how wide a bold number is: its digits are wider than the mean letter."""
    narrow, wide = "\u00a0\u202f.,", "%MW$€"
    return size * sum(0.3 if c in narrow else 0.97 if c in wide else 0.63 for c in text)


def missing(
    plot: Plot,
    gaps: Sequence[Row],
    ends: tuple[float, float],
    size: int,
    lines: Iterable[tuple[float, float]] = (),
) -> list[Any]:
    """Return a stroke for each missing value (at `px`, `py`, with its `tip`), and the word for it.

    The word stands once for those that are too near each other, between both `ends`, and above
    what passes there: `lines` are pixels of it.
    """
    if not gaps:
        return []
    text = plot.locale.word("missing_short")
    half = plot.text_width(text, size) / 2
    lines = list(lines)
    said: list[Row] = []
    for gap in sorted(gaps, key=lambda gap: float(gap["px"])):
        x = min(max(gap["px"], ends[0] + half), ends[1] - half)
        if not said or x - said[-1]["px"] > 2 * half + 2:
            foot = gap["py"] - 5
            near = [y for at, y in lines if abs(at - x) < half + 5 and y > foot - size - 6]
            said.append({"px": x, "py": min([foot, *near]) - 3 - size / 2, "text": text})
    strokes = at_pixels([gap | {"py": gap["py"] - 4, "py2": gap["py"] + 4} for gap in gaps])
    strokes = strokes.encode(y2=pixel("y2", "py2"), description=alt.Description("tip:N"))
    return [
        strokes.mark_rule(color=theme.SOFT, strokeWidth=1.5),
        *words(said, halo=True, align="center", fontSize=size, fill=theme.SOFT),
    ]


def bare_ticks(plot: Plot, ticks: Sequence[float]) -> dict[float, str]:
    """Return ticks in one precision and without their unit, which stands elsewhere, unless they
    are written in a larger one."""
    labels = plot.tick_labels(list(ticks))
    if any(plot.unit.for_size(abs(exact(tick))) is not plot.unit for tick in ticks):
        return labels
    digits = max(map(tick_decimals, ticks))
    return {tick: plot.locale.number(exact(tick), digits) if tick else "0" for tick in labels}


def key_of_names(plot: Plot, room: float) -> list[Row]:
    """Return the names of all series as they flow over lines of so many pixels, from 0, 0 on.
    Those that stand back for others come last; as many as have room share one square of their
    common colour."""
    colours, focus = plot.colours(), plot.chart.highlight
    shown = [one for one in plot.series if not focus or one.entity in focus]
    behind = [one for one in plot.series if one not in shown]
    named = [(one, plot.label(one)) for one in (*shown, *behind[:1])]
    for one in behind[1:]:
        longer = f"{named[-1][1]}, {plot.label(one)}"
        if 16 + plot.text_width(longer) > room:
            named.append((one, plot.label(one)))
        else:
            named[-1] = (named[-1][0], longer)
    x, y = 0, 0
    rows: list[Row] = []
    for one, text in named:
        wide = 16 + plot.text_width(text) + 12
        if x and x + wide > room:
            x, y = 0, y + plot.layout.font_size + 8
        rows.append(
            {"px": x, "py": y, "colour": colours[one.key]}
            | {"text": text, "tip": f"{plot.number_of(one)}|"}
        )
        x += wide
    return rows


def named_squares(rows: Sequence[Row]) -> list[Any]:
    """Return the same drawn, each name behind a square of its colour."""
    if not rows:
        return []
    squares = at_pixels(rows).mark_square(size=64, opacity=1)
    squares = squares.encode(
        color=alt.Color("colour:N", scale=None), description=alt.Description("tip:N")
    )
    return [squares, *words(rows, tips=True, dx=9)]

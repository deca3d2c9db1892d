"""From one total to another by its parts, one row a step: what was added, what was taken away.

Totals begin at zero, and each part where the one above it ended. The sign says the direction and
colour repeats it; what the parts leave of a total is grey and has its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import altair as alt

from explainer.drawing import theme
from explainer.kinds.compared import Step, steps_of
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.rows import (
    beside,
    boxes,
    pixels,
    place,
    row_colours,
    scale,
    zero_line,
)
from explainer.language.numbers import MAX_DIGITS, decimals

_HALF = 9  # half the height of a bar


def draw(plot: Plot) -> alt.LayerChart:
    """Return the bars of a waterfall, from the first total at the top to the last."""
    steps = steps_of(plot.chart, plot.library)
    words = [plot.locale.word(step.status) if step.status else "" for step in steps]
    names = [step.label(plot.locale) for step in steps]
    plot.padding["top"] = 6
    middles, named = place(plot, names, words, [step.role == "total" for step in steps])
    rows: list[Row] = []
    texts: list[Row] = []
    for step, name, y, word in zip(steps, names, middles, words, strict=True):
        low, high = sorted((float(step.start), float(step.end)))
        words_beside = {"words": word} if word and not plot.frame.narrow else {}
        rows.append(
            {
                "x": low,
                "x2": high,
                "y": y - _HALF,
                "y2": y + _HALF,
                "colour": _colour(plot, step),
                "sure": step.status is None,
                "tip": _tip(plot, step, name),
            }
        )
        texts.append({"x": high, "y": y, "text": amount_text(plot, step), **words_beside})
    x = scale(
        plot,
        min(0.0, *(row["x"] for row in rows)),
        max(0.0, *(row["x2"] for row in rows)),
        texts,
    )
    return plot.finish(
        *_bars(rows, x),
        # On a phone the line is in pieces: where no bar touches it, one would only cross words.
        zero_line(plot, [y for y, row in zip(middles, rows, strict=True) if _meets_zero(row)], x),
        *_links(plot, steps, rows, names, x),
        *beside(texts, x, "right"),
        *named,
    )


def amount_text(plot: Plot, step: Step) -> str:
    """Return a total as it is, a part with its sign."""
    digits = min(decimals(step.amount), MAX_DIGITS)
    return plot.short(step.amount, digits, sign=step.role != "total")


def _colour(plot: Plot, step: Step) -> str:
    if step.role == "rest":
        return theme.REST
    if step.role == "total":
        return row_colours(plot)[step.marks[0].series.key] if step.marks else theme.SOFT
    return theme.DOWN if step.amount < 0 else theme.UP


def _tip(plot: Plot, step: Step, name: str) -> str:
    """`Recherche et développement : +5,55 Md$`, then what it was and is, grade and source."""
    locale = plot.locale
    if step.period is not None:
        whole = locale.typeset(step.name[locale.code]) if step.name else locale.word("total")
        name = f"{whole}, {name}"
    status = f" ({locale.word(step.status)})" if step.status else ""
    head = f"{name}{locale.words['colon']}{amount_text(plot, step)}{status}"
    if not step.marks:
        said = locale.word("rest_is") if step.role == "rest" else locale.word("sum_of_parts")
        return f"{len(plot.series)}|{head.replace('|', '/')}|{said}"
    mark = step.marks[-1]
    assert mark.row is not None, "only what is known is drawn"
    if step.role == "total":
        return plot.sentence(mark.series, mark.row, head)
    cells = [
        f"{plot.short(one.size, min(decimals(one.size), MAX_DIGITS))} "
        f"({locale.period(one.row.period)})"
        for one in step.marks
        if one.row is not None
    ]
    course = locale.word("course", *cells) if len(cells) == 2 else None
    return plot.sentence(mark.series, mark.row, head, course)


def _bars(rows: list[Row], x: alt.X) -> list[Any]:
    found: list[Any] = []
    for sure in (True, False):
        some = [
            {key: row[key] for key in ("x", "x2", "y", "y2", "colour", "tip")}
            for row in rows
            if row["sure"] is sure
        ]
        if some:
            style: dict[str, Any] = {} if sure else {"fillOpacity": 0.25, "strokeDash": [4, 2]}
            found.append(boxes(some, x, "tip", **style))
    return found


def _meets_zero(row: Row) -> bool:
    return bool(row["x"] <= 0 <= row["x2"])


def _links(
    plot: Plot, steps: tuple[Step, ...], rows: list[Row], names: Sequence[str], x: alt.X
) -> list[Any]:
    """Thin lines from where a bar ends to the bar below, which begins there; on a phone not those
    that would cross the name in between."""
    first, last = x["scale"]["domain"]
    edge = 12 - plot.padding["left"]
    links = []
    for step, name, (above, below) in zip(steps, names[1:], pairwise(rows), strict=False):
        at = float(step.end)
        pixel = (at - first) / (last - first) * plot.width
        if not plot.frame.narrow or pixel > edge + plot.text_width(name) + 4:
            links.append({"x": at, "y": above["y2"], "y2": below["y"]})
    if not links:
        return []
    return [
        inline(links)
        .mark_rule(color=theme.SOFT, strokeWidth=1, aria=False)
        .encode(x=x, y=pixels("y"), y2=alt.Y2("y2:Q"))
    ]

"""What is written at bars: values and totals over them, and the word for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.rows import missing_tip
from explainer.kinds.series import STEPPED, Series, left_out, periods_of
from explainer.language.numbers import few
from explainer.language.periods import Period

BETWEEN, BESIDE = 0.22, 0.1  # of a period's place: the gap to the next one, and at both ends


def sums(plot: Plot, x: alt.X) -> list[Any]:
    """What the last stack comes to, over it."""
    sums = totals(plot)
    at = max(sums, key=Period.parse)
    size = plot.layout.font_size
    row = {"x": at, "y": float(sums[at]), "text": _label(plot, sums[at])}
    base = inline([row]).mark_text(dy=-7, fontSize=size, fontWeight=600, aria=False)
    return [base.encode(x=x, y=alt.Y("y:Q"), text=alt.Text("text:N"))]


def totals(plot: Plot) -> dict[str, Decimal]:
    """What a stack comes to, by period."""
    found: dict[str, Decimal] = {}
    for one in plot.series:
        for row in one.observations:
            if row.value is not None:
                at = str(row.period)
                found[at] = found.get(at, Decimal(0)) + row.value
    return found


def of_total(plot: Plot, total: Decimal) -> str:
    """The total of a stack, as each of its bars tells it."""
    return f"{plot.locale.word('total')}{plot.locale.words['colon']}{plot.exact(total)}"


def values(plot: Plot, drawn: list[Row], spans: list[Row], x: alt.X) -> list[alt.Chart]:
    """Write the values above the bars where they all fit, else above the last bar alone."""
    texts = [_label(plot, row["value"]) for row in drawn]
    at = [plot.periods.index(Period.parse(row["x"])) for row in drawn]
    steps = min((b - a for a, b in pairwise(at) if b > a), default=1)
    room = steps * plot.width / max(1, len(plot.periods))
    size = plot.layout.font_size - 1
    fit = max((plot.text_width(text, size) for text in texts), default=0) <= room
    ends = {row["x"]: (row["y"], row["y2"]) for row in spans}  # beyond which values stand
    rows = [
        {"x": row["x"], "y": ends.get(row["x"], (row["y"],) * 2)[row["y"] >= 0], "text": text}
        for row, text in zip(drawn, texts, strict=True)
        if fit or row is drawn[-1]
    ]
    for row in drawn:
        del row["value"]
    return [
        inline([row for row in rows if (row["y"] < 0) is below])
        .mark_text(dy=12 if below else -7, fontSize=size, fontWeight=600, aria=False)
        .encode(x=x, y=alt.Y("y:Q"), text=alt.Text("text:N"))
        for below in (False, True)
        if any((row["y"] < 0) is below for row in rows)
    ]


def _label(plot: Plot, value: Decimal) -> str:
    """The number alone, since the axis has its unit, unless it is written in a larger one."""
    if plot.unit.for_size(abs(value)) is not plot.unit:
        return plot.rough(value)
    return plot.locale.number(value, few(value))


def gaps(
    plot: Plot, rows: list[Row], x: alt.X, offset: dict[str, Any], *, stacked: bool
) -> list[alt.Chart]:
    """A missing cell is a word at the foot, never an empty place that looks like zero.

    It is set upright, like the bar that is not there, where its place is narrower than the word.
    """
    words = [
        {"series": row["series"], "x": row["x"], "y": 0.0, "tip": row["tip"]}
        for row in rows
        if row["y"] is None
    ]
    for row in rows:
        row.pop("value", None)
    word, size = plot.locale.word("missing_short"), plot.layout.font_size - 2
    place = plot.width / (len(plot.periods) - BETWEEN + 2 * BESIDE)
    place *= (1 - BETWEEN) / (len(plot.series) if offset else 1)
    words += _absent(plot, stacked=stacked, together=size > place)
    if not words:
        return []
    style: dict[str, Any] = {"dy": -7}
    # A point or a space takes half of what a letter does.
    width = sum(plot.text_width(c, size) * (1 if c.isalpha() else 0.5) for c in word)
    if width + 2 > place:
        style = {"angle": 270, "align": "left", "baseline": "middle", "dx": 4}
    return [
        inline(words)
        .mark_text(fontSize=size, fill=theme.SOFT, **style)
        .encode(
            x=x,
            y=alt.Y("y:Q"),
            text=alt.value(word),
            description=alt.Description("tip:N"),
            **offset,
        )
    ]


def _beyond(one: Series, periods: Sequence[Period]) -> tuple[tuple[Period, ...], ...]:
    """The periods before the first of a series and after its last in which others are drawn: its
    bars lack there as they do in its midst."""
    if one.dataset.frequency not in STEPPED:
        return ()
    known = periods_of((one,))
    before = tuple(at for at in periods if at.start < known[0].start)
    after = tuple(at for at in periods if at.start > known[-1].start)
    return tuple(some for some in (before, after) if some)


def _absent(plot: Plot, *, stacked: bool, together: bool) -> list[Row]:
    """What stands in the places of periods that data lack, and of those of which a whole stack is
    missing: a word for each, or, where a place has no room for it, one for all that follow each
    other, in their middle (`together`)."""
    found: dict[str | tuple[str, str], Row] = {}
    for one in plot.series[:1] if stacked else plot.series:
        lacking = left_out(one) if stacked else (*left_out(one), *_beyond(one, plot.periods))
        runs = lacking if together else [(at,) for some in lacking for at in some]
        missing = [(row.period,) for row in one.observations if stacked and row.absence]
        for some in (*runs, *missing):
            when = plot.locale.run(some)
            at = str(some[len(some) // 2])
            place = at if together else (at, one.key)
            name = when if stacked or place in found else f"{plot.label(one)}, {when}"
            tip = missing_tip(plot, one, None, name)
            found[place] = {"series": one.key, "x": at, "y": 0.0, "tip": tip}
    return [*found.values()]

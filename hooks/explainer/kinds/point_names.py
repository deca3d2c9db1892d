"""Names beside points: whole where there is room, shorter or none where it is crowded."""

from __future__ import annotations

from typing import Any

from explainer.drawing import theme
from explainer.kinds.cited import cited_rows
from explainer.kinds.labels import Box, Label, lead, place
from explainer.kinds.pixels import at_pixels, words
from explainer.kinds.plot import Plot, Row
from explainer.kinds.points import Points

RADIUS = 6.0  # pixels, of a point


def names_of(plot: Plot, points: Points, places: list[Box]) -> list[Any]:
    """Return a name beside each point, with a line to it where it had to step aside; those that
    the title speaks of come first, and bold.

    Where an entity has several points its name stands above too, and each point has its period
    with it, or its period alone, if there is room; what the title speaks of, its name at least.
    Where some are highlighted, the others are told by marks and tables alone.
    """
    locale, size = plot.locale, plot.layout.font_size - (1 if points.several_each else 0)
    marks = [box.wider(RADIUS) for box in places]
    room = Box(2, 2, plot.width + plot.padding["right"] - 6, plot.height - 2)
    names = [locale.typeset(point.label[locale.code]) for point in points.points]
    periods = [locale.period(one.period) if one.period else "" for one in points.points]
    dated = points.several_each and all(periods)
    full = [f"{one}, {when}" for one, when in zip(names, periods, strict=True)] if dated else names
    rows_cited = cited_rows(plot)
    cited = {
        number
        for number, point in enumerate(points.points)
        if any(row is point.x or row is point.y for row in rows_cited)
    }
    near, far = (3.0,), (3.0, 14.0, 26.0, 40.0, 60.0)
    ways = [(full, cited, near), (names, cited, near), (full, cited, far)] if dated else []
    lit = plot.chart.highlight
    every = {one for one, point in enumerate(points.points) if not lit or point.entity in lit}
    ways += [(full, every, near)] if dated else [(full, every, far)]
    ways += [(periods, every, near)] if dated and not lit else []
    found: dict[int, tuple[str, Box]] = {}
    for texts, some, distances in ways:
        here = sorted(some - set(found))
        weight = 1.06 if some is cited else 1.0  # of bold letters
        labels = [
            Label(texts[one], marks[one], plot.text_width(texts[one], size) * weight, size + 2)
            for one in here
        ]
        taken = [*marks, *(box for _, box in found.values())]
        placed = place(labels, taken, room, far=distances, clear=4 if dated else 0)
        found |= {
            one: (texts[one], box) for one, box in zip(here, placed, strict=True) if box is not None
        }
    rows: dict[bool, list[Row]] = {True: [], False: []}
    leads: list[Row] = []
    for one, (text, box) in sorted(found.items()):
        series = next(it for it in plot.series if it.entity == points.points[one].entity)
        number = plot.number_of(series) if points.several_each else 0
        row = {"px": box.left, "py": box.middle[1], "text": text, "tip": f"{number}|"}
        rows[one in cited].append(row)
        line = lead(box, places[one], RADIUS + 8)
        leads += [line] if line else []
    drawn: list[Any] = []
    if leads:
        lines = at_pixels(leads, x2="px2", y2="py2")
        drawn.append(lines.mark_rule(color=theme.SOFT, strokeWidth=1, aria=False))
    for bold, some_rows in rows.items():
        drawn += words(
            some_rows, halo=True, tips=True, fontSize=size, **({"fontWeight": 600} if bold else {})
        )
    return drawn

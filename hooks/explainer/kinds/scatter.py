"""Things by two measures: a point each, named beside it; a value known as a range is a line.

The scales start at zero where that leaves half of the plot to the points; a logarithmic one says
so. What is an estimate, only announced or no move at the close is hollow, a range of it dashed; the
foot says in words what hollow is, and who lacks one of the two measures.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.sizes import wrapped
from explainer.facts.fields import BOTH, Field, one_of, whole_list
from explainer.facts.model import Chart, Library, Observation, Text
from explainer.kinds import status
from explainer.kinds.descriptions import amount, marked, parted
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.labels import Box
from explainer.kinds.pixels import at_pixels, key_of_names, named_squares, words
from explainer.kinds.plot import Plot, Row
from explainer.kinds.point_names import names_of
from explainer.kinds.points import Point, Points, can_join, measures_of, points_of
from explainer.kinds.refusals import long_name
from explainer.kinds.series import Series
from explainer.kinds.tables import Table, cell_text, with_unit
from explainer.kinds.value_scale import Scale, two_axes
from explainer.language.locales import Locale

_DOT = 90  # the area of a point


def draw(plot: Plot) -> alt.LayerChart:
    """Return the points, their names, and the names of both scales."""
    points = points_of(plot.chart, plot.library)
    named = replace(plot, series=_bearers(plot, points))
    plot.padding = {"left": 12, "right": 18, "top": 8, "bottom": 8}
    down, across = _scale(plot, points, "y"), _scale(plot, points, "x")
    plot.padding["left"] = 18 + max(map(plot.text_width, down.labels.values()))
    half = max(map(plot.text_width, across.labels.values())) / 2
    plot.padding["right"] = max(18, math.ceil(half) + 2)
    line = plot.layout.font_size + 4
    names = {axis: _name(plot, points, axis) for axis in ("x", "y")}
    keyed = key_of_names(named, plot.layout.width - 26) if points.several_each else []
    deep = keyed[-1]["py"] + line + 8 if keyed else 0
    plot.padding["top"] = 10 + deep + len(names["y"]) * line + 12
    foot = _foot(plot, points)
    plot.padding["bottom"] = 26 + len(names["x"]) * line + len(foot) * line + 8
    height = 300 if plot.layout.narrow else 330
    plot.rows_height = height
    named = replace(plot, series=named.series)  # in the room that is left now
    scales = {"x": across.over(plot.width), "y": down.over(-height)}
    places = [_at(point, scales) for point in points.points]
    left, top = 12 - plot.padding["left"], -plot.padding["top"] + 10
    heads = [
        {"px": left, "py": top + deep + (index + 0.5) * line, "text": text}
        for index, text in enumerate(names["y"])
    ]
    ends = [
        {"px": plot.width, "py": height + 30 + (i + 0.5) * line - 2} | {"text": text}
        for i, text in enumerate(names["x"])
    ]
    below = [
        {"px": left, "py": height + 32 + (len(names["x"]) + i + 0.5) * line, "text": text}
        for i, text in enumerate(foot)
    ]
    hollow = below[:1] if _hollow_words(plot, points) else []
    for row in hollow:
        row["px"] = left + 14
    size = plot.layout.font_size
    key = [row | {"px": left + 4 + row["px"], "py": top + 8 + row["py"]} for row in keyed]
    return plot.finish(
        *two_axes(plot, scales["x"], scales["y"]),
        *named_squares(key),
        *words(heads, fontWeight=600, fontSize=size - 1),
        *words(ends, fontWeight=600, fontSize=size - 1, align="right"),
        *_hollows([row | {"px": left + 5} for row in hollow]),
        *words(below, fontSize=size - 1, fill=theme.SOFT),
        *_marks(named, points, places),
        *names_of(named, points, places),
    )


def _scale(plot: Plot, points: Points, axis: str) -> Scale:
    rows: list[Observation] = [getattr(point, axis) for point in points.points]
    return Scale.of(plot, rows, getattr(points, axis).unit, log=axis in _log(plot.chart))


def _log(chart: Chart) -> tuple[str, ...]:
    """The axes that are logarithmic."""
    axes: tuple[str, ...] = chart.options.get("log", ())
    return axes


def _bearers(plot: Plot, points: Points) -> tuple[Series, ...]:
    """A series for each entity, whose colour and number its points bear."""
    labels = {point.entity: point.label for point in points.points}
    return tuple(
        Series(id, labels[id], points.y, id, plot.library.colour(id), ()) for id in points.entities
    )


# -- words --------------------------------------------------------------------------------------


def _name(plot: Plot, points: Points, axis: str) -> list[str]:
    """The name of a scale, on as many lines as it needs."""
    name: Text = getattr(points, f"{axis}_name")
    text = plot.locale.typeset(name[plot.locale.code])
    if axis in _log(plot.chart):
        text = f"{text} ({plot.locale.word('log_scale')})"
    return _lines(plot, text)


def _lines(plot: Plot, text: str) -> list[str]:
    return wrapped(text, int((plot.layout.width - 26) / ((plot.layout.font_size - 1) * 0.56)))


def _foot(plot: Plot, points: Points) -> list[str]:
    """Below: what a hollow point is, and who lacks one of the measures."""
    hollow = _hollow_words(plot, points)
    found = [", ".join(hollow)] if hollow else []
    if points.without:
        names = plot.locale.listed(
            [plot.locale.typeset(name[plot.locale.code]) for name in points.without]
        )
        found += _lines(plot, plot.locale.word("one_missing", names))
    return found


def _hollow_words(plot: Plot, points: Points) -> list[str]:
    """What hollow points are, each in a word."""
    rows = [row for point in points.points for row in (point.x, point.y)]
    said = {row.standing for row in rows if row.standing}
    found = ["no_outcome"] if said == {"estimate", "announced"} else sorted(said)
    found += ["not_close"] if any(row.basis not in (None, "close") for row in rows) else []
    return [plot.locale.word(one) for one in found]


def _hollows(rows: list[Row]) -> list[Any]:
    """The mark that a line of the foot explains."""
    if not rows:
        return []
    style: dict[str, Any] = {"fill": theme.GROUND, "stroke": theme.SOFT, "strokeWidth": 1.6}
    return [at_pixels(rows).mark_point(size=60, opacity=1, aria=False, **style)]


# -- marks --------------------------------------------------------------------------------------


def _at(point: Point, scales: dict[str, Scale]) -> Box:
    xs = [scales["x"].at(float(number)) for number in point.x.ends]
    ys = [scales["y"].at(float(number)) for number in point.y.ends]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _is_hollow(point: Point) -> bool:
    rows = (point.x, point.y)
    return any(row.standing is not None or row.basis not in (None, "close") for row in rows)


def _marks(plot: Plot, points: Points, places: list[Box]) -> list[Any]:
    colours = plot.colours() if points.several_each else plot.own_colours()  # else names tell apart
    rows: list[Row] = []
    for point, box in zip(points.points, places, strict=True):
        one = next(one for one in plot.series if one.entity == point.entity)
        x, y = box.middle
        rows.append(
            {
                "px": x,
                "py": y,
                "left": box.left,
                "right": box.right,
                "top": box.top,
                "bottom": box.bottom,
                "entity": point.entity,
                "period": str(point.period or ""),
                "colour": colours[one.key],
                "ground": theme.GROUND if _is_hollow(point) else colours[one.key],
                "firm": not _is_hollow(point),
                "tip": _tip(plot, points, point, one),
            }
        )
    found: list[Any] = []
    style: dict[str, Any] = {"strokeWidth": 5, "strokeCap": "round", "opacity": 0.75}
    flat = [row for row in rows if row["right"] > row["left"]]
    upright = [row for row in rows if row["bottom"] > row["top"]]
    colour = alt.Color("colour:N", scale=None, legend=None)
    for some, named in (
        (flat, {"x": "left", "x2": "right"}),
        (upright, {"y": "top", "y2": "bottom"}),
    ):
        for firm in (True, False):
            these = [row for row in some if row["firm"] is firm]
            if these:
                dash = {} if firm else status.DASHED
                line = at_pixels(these, **named).mark_rule(**{**style, **dash})
                found.append(line.encode(color=colour, description=alt.Description("tip:N")))
    dots = [row for row in rows if row not in flat and row not in upright]
    if dots:
        point_ = at_pixels(dots).mark_point(size=_DOT, opacity=1, strokeWidth=1.6)
        found.append(
            point_.encode(
                fill=alt.Fill("ground:N", scale=None, legend=None),
                stroke=alt.Stroke("colour:N", scale=None, legend=None),
                description=alt.Description("tip:N"),
            )
        )
    return found


def _tip(plot: Plot, points: Points, point: Point, one: Series) -> str:
    """Both values on the first line, then what each rests on."""
    when = f", {plot.locale.period(point.period)}" if point.period else ""
    values = [_value(plot, points, point, axis) for axis in ("x", "y")]
    words_ = plot.locale.words
    head = f"{plot.label(one)}{when}{words_['colon']}{words_['semicolon'].join(values)}"
    number = plot.number_of(one) if points.several_each else 0
    lines = [head]
    for row in (point.x, point.y):
        lines += [line for line in plot.sentence(one, row, "").split("|")[2:] if line not in lines]
    return f"{number}|" + "|".join(lines)


def _value(plot: Plot, points: Points, point: Point, axis: str) -> str:
    row: Observation = getattr(point, axis)
    unit = getattr(points, axis).unit
    marks = plot.remarks(row, unit)
    if point.period is None:
        marks.insert(0, plot.locale.period(row.period))
    elif row.period != point.period:  # the day of a move
        marks.append(plot.locale.period(row.period))
    tail = f" ({', '.join(marks)})" if marks else ""
    if row.is_range:
        return plot.locale.span(row.low, row.high, unit, short=True) + tail
    assert row.value is not None, "a point has a value or a range"
    return plot.locale.exact(row.value, unit) + tail


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """One row a point, with its period, or the period of each measure beside it."""
    points = points_of(chart, library)
    dated = any(point.period for point in points.points)
    names = [
        with_unit(locale.typeset(name[locale.code]), dataset.unit, locale)
        for name, dataset in ((points.x_name, points.x), (points.y_name, points.y))
    ]
    rows = []
    for point in points.points:
        cells = [locale.typeset(point.label[locale.code])]
        cells += [locale.period(point.period)] if point.period else []
        for row in (point.x, point.y):
            text = cell_text(row, locale)
            cells.append(text if dated else f"{text} ({locale.period(row.period)})")
        rows.append(tuple(cells))
    heads = [locale.word("name"), *([locale.word("period")] if dated else []), *names]
    return Table(tuple(heads), tuple(rows))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """What runs across and up, each point with both values, who lacks one of them."""
    points = points_of(chart, library)
    told = []
    for point in points.points:
        rows = ((point.x, points.x.unit), (point.y, points.y.unit))
        values = [marked(amount(*one, locale), one[0], locale, dated=False) for one in rows]
        when = f" ({locale.period(point.period)})" if point.period else ""
        told.append(f"{point.label[locale.code]}{when}, {locale.listed(values)}")
    names = (points.x_name[locale.code], points.y_name[locale.code])
    text = f"{locale.words['across_up'].format(*names)} {parted(told, locale)}."
    if points.without:
        lacking = locale.listed([name[locale.code] for name in points.without])
        text += " " + locale.words["one_missing"].format(lacking)
    return locale.typeset(text)


# -- what is refused ----------------------------------------------------------------------------

POINTS = (3, 24)  # fewer are better told as rows, more have no room for their names
POINT_LIMIT = 30  # characters of a point's name
AXIS_LIMIT = 60  # of the name of a scale: two lines on a phone
SPREAD_LIMIT = 1_000  # times: beyond, the low points lie on each other


def _two_measures(one: Candidate) -> Iterator[str]:
    ids = measures_of(one.chart)
    if (axes := one.chart.options.get("axes")) and len(axes) != 2:
        yield f"names {len(axes)} axes; a scatter has two, the one below and the one on the left"
    if len(ids) != 2:
        yield (
            f"is a scatter of {len(ids)} dataset{'s' if len(ids) > 1 else ''}; "
            "give two, the first runs across and the second up"
        )
        return
    x, y = (one.library.datasets[id] for id in ids)
    if not can_join(x, y):
        yield (
            f'cannot join "{x.id}" by {x.frequency} and "{y.id}" by {y.frequency}; '
            "give two datasets of one frequency, or share moves with data by quarter"
        )


def _points(one: Candidate) -> Iterator[str]:
    """There are some points, not too many, and all can be named and told apart."""
    points = points_of(one.chart, one.library)
    (least, most), count = POINTS, len(points.points)
    if count < least:
        known = f"knows both measures of {count} point{'' if count == 1 else 's'}"
        yield f"{known}; draw {least} at least, or write kind: pairs"
    elif count > most:
        yield f"has {count} points; draw {most} at most: change from and to, or name entities"
    for text in (points.x_name, points.y_name):
        yield from long_name(text, "an axis", AXIS_LIMIT)
    for text in {point.entity: point.label for point in points.points}.values():
        yield from long_name(text, "a point", POINT_LIMIT)
    if points.several_each and not one.chart.highlight:
        for entity in points.entities:
            if one.library.colour(entity) is None:
                yield (
                    f'draws several points of some, and "{entity}" has no colour; '
                    "add a colour, or a highlight to the chart"
                )


def _scales(one: Candidate) -> Iterator[str]:
    """Both scales can hold their values, ranges with both ends."""
    points = points_of(one.chart, one.library)
    for axis, dataset in (("x", points.x), ("y", points.y)):
        rows: list[Observation] = [getattr(point, axis) for point in points.points]
        half = next((row for row in rows if row.is_range and len(row.numbers) < 2), None)
        if half:
            yield (
                f"cannot draw a range with one end ({half.where}); give both, or write kind: dots"
            )
        numbers = [number for row in rows for number in row.numbers]
        if not numbers:
            continue
        is_log, sizes = axis in _log(one.chart), [abs(number) for number in numbers if number]
        if is_log and min(numbers) <= 0:
            yield f"has log: [{axis}], but {dataset.id} holds {min(numbers)}; take it out"
        if not is_log and sizes and max(sizes) > SPREAD_LIMIT * min(sizes):
            yield f"draws {min(sizes)} beside {max(sizes)} on one scale; add log: [{axis}]"


KIND = Kind(
    fr="des choses selon deux mesures",
    en="things by two measures",
    draw=draw,
    options=(
        Field(
            "log",
            whole_list(one_of(("x", "y"))),
            "les axes logarithmiques",
            "the axes that are logarithmic",
        ),
        Field("axes", whole_list(BOTH), "ce que mesure chaque axe", "what each axis measures"),
    ),
    refuse_options=(_two_measures,),
    refuse=(_points, _scales),
    table=_table,
    describe=_describe,
    one_definition=False,
)

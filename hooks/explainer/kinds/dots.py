"""One value for each thing, the largest first or as its file says: a dot at the end of a thin line
from zero.

What is no outcome is hollow, on a dashed line, and says in a word what it is, or a key does where
that is the same of all; what is signed is half filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.facts.fields import Field, one_of
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds import notes, refusals, status
from explainer.kinds.descriptions import gaps, parted
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.marks import (
    Mark,
    bad_names,
    mark_cells,
    mark_words,
    no_numbers,
    one_row,
    selected_rows,
    two_periods,
)
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.rows import (
    all_whole,
    beside,
    boxes,
    given,
    missing_tip,
    pixels,
    place,
    round_dots,
    row_colours,
    scale,
    value_text,
    zero_line,
)
from explainer.kinds.series import Series
from explainer.kinds.tables import Table, remarks
from explainer.language.locales import Locale
from explainer.language.periods import YEAR, Period

LARGEST, GIVEN = "largest", "file"
SIGNED = "signed"


def draw(plot: Plot) -> alt.LayerChart:
    """Return the dots of a chart. Values of several periods bear each its own."""
    marks = dots_of(plot.chart, plot.library)
    dated = len({mark.row.period for mark in marks if mark.row and mark.known}) > 1
    shared = _shared([mark for mark in marks if mark.known])
    plot.key = plot.locale.word(shared) if shared else ""
    words = [_words(plot, mark, dated, shared) for mark in marks]
    names = [plot.label(mark.series) for mark in marks]
    plot.padding["top"] = 6 + (notes.LIFT if notes.line_of(plot.chart) else 0)
    middles, named = place(plot, names, words, [False] * len(marks))
    plot.padding["bottom"] += 20 if plot.key else 0
    colours = row_colours(plot)
    rows: list[Row] = []
    texts: list[Row] = []
    whole = all_whole(mark.row for mark in marks if mark.row and mark.known)
    for mark, y, word in zip(marks, middles, words, strict=True):
        row = mark.row
        if row is None or not mark.known:
            tip = missing_tip(plot, mark.series, row, plot.label(mark.series))
            none = plot.locale.word("missing_short")
            texts.append({"x": 0.0, "y": y, "text": none, "tip": tip})
            continue
        ends = sorted(map(float, row.ends))
        low, high = map(float, row.interval or (ends[0], ends[-1]))
        colour = colours[mark.series.key]
        sure = row.standing is None and not row.is_range  # a bound is no outcome either
        rows.append(
            {
                "x": ends[-1],
                "first": ends[0],
                "y": y,
                "colour": colour,
                "fill": colour if sure or row.standing == SIGNED else theme.GROUND,
                "pale": row.standing == SIGNED,
                "sure": sure or row.standing == SIGNED,
                "range": row.is_range and len(ends) > 1,
                "low": low,
                "high": high,
                "tip": _tip(plot, mark, row),
                "name": f"{plot.number_of(mark.series)}|",
            }
        )
        text: Row = {"x": high, "y": y, "text": value_text(plot, row, whole=whole)}
        if word and not plot.layout.narrow:
            text["words"] = word
        if ends[-1] < 0:
            text |= {"x": low, "side": "left"}
        texts.append(text)
    low = min(0.0, *(row["low"] for row in rows))
    high = max(0.0, *(row["high"] for row in rows), *notes.held(plot))
    x = scale(plot, low, high, texts)
    return plot.finish(
        zero_line(plot, middles, x),
        *notes.upright(plot, x, middles),  # below values, whose halo breaks it
        *_stems(rows, x),
        *_dots(rows, x),
        *beside(texts, x, "right"),
        *beside(texts, x, "left"),
        *named,
        *status.key(plot, line=True),
    )


def _shared(marks: Sequence[Mark]) -> str:
    """What all values are, if it is the same and no outcome: said once, and not in each row."""
    said = {mark.row.standing or "" for mark in marks if mark.row}
    plain = not any(mark.row and (mark.row.until or mark.row.basis) for mark in marks)
    return said.pop() if len(said) == 1 and len(marks) > 1 and plain else ""


def _words(plot: Plot, mark: Mark, dated: bool, shared: str) -> str:
    """What a value is and when it was, where that differs: `annoncé, oct. 2025`."""
    row = mark.row
    if row is None or not mark.known:
        return ""
    basis = row.basis if row.basis != "close" else None
    words = [] if shared else remarks(row, plot.locale)
    words += [plot.locale.word(basis)] if basis else []
    if dated and not _says_year(plot.label(mark.series), row.period):
        words.append(plot.locale.period(row.period))
    return ", ".join(words)


def _says_year(label: str, period: Period) -> bool:
    """Whether a name says of itself which year its value is of: `moyenne 2020-2024`."""
    return period.kind == YEAR and str(period) in re.findall(r"\d+", label)


def _tip(plot: Plot, mark: Mark, row: Observation) -> str:
    if not row.is_range:
        return plot.tip(mark.series, row)
    head = f"{plot.label(mark.series)}, {plot.locale.period(row.period)}"
    said = f"{value_text(plot, row)}{plot.tail(row, plot.unit)}"
    return plot.sentence(mark.series, row, f"{head}{plot.locale.words['colon']}{said}")


def _stems(rows: list[Row], x: alt.X) -> list[Any]:
    """The lines from zero to where the value begins, and the pale span of a range."""
    found: list[Any] = []
    colour = given("colour", alt.Stroke)
    for sure in (True, False):
        some = [
            {key: row[key] for key in ("first", "y", "colour", "name")}
            for row in rows
            if row["sure"] is sure
        ]
        if some:
            dash: dict[str, Any] = {} if sure else {"strokeDash": [4, 3]}
            found.append(
                inline([{**row, "x": row["first"]} for row in some])
                .mark_rule(strokeWidth=2, **dash)
                .encode(
                    x=x,
                    x2=alt.datum(0),
                    y=pixels("y"),
                    stroke=colour,
                    description=alt.Description("name:N"),
                )
            )
    spans = [
        {"x": row["first"], "x2": row["x"], "colour": row["colour"], "name": row["name"]}
        | {"y": row["y"] - 5, "y2": row["y"] + 5}
        for row in rows
        if row["range"]
    ]
    found += _whiskers(rows, x)
    if spans:
        found.append(boxes(spans, x, "name", fillOpacity=0.28, strokeDash=[4, 2]))
    return found


def _whiskers(rows: list[Row], x: alt.X) -> list[Any]:
    """The interval around each value that has one: a pale bar on the line."""
    some = [
        {"x": row["low"], "x2": row["high"], "colour": row["colour"], "name": row["name"]}
        | {"y": row["y"] - 4, "y2": row["y"] + 4}
        for row in rows
        if row["low"] < row["high"] and not row["range"]
    ]
    return [boxes(some, x, "name", fillOpacity=0.28, strokeOpacity=0)] if some else []


def _dots(rows: list[Row], x: alt.X) -> list[Any]:
    dots = [{key: row[key] for key in ("x", "y", "colour", "fill", "tip", "pale")} for row in rows]
    starts = [{**dot, "x": row["first"]} for dot, row in zip(dots, rows, strict=True)]
    ranges = [dot for dot, row in zip(starts, rows, strict=True) if row["range"]]
    return [
        round_dots([{**dot, "tip": dot["tip"] if some is dots else _name(dot)} for dot in some], x)
        for some in (ranges, dots)
        if some
    ]


def _name(dot: Row) -> str:
    """The number of a mark's series alone: its other end has the words."""
    number, _, _ = str(dot["tip"]).partition("|")
    return f"{number}|"


def _select(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Of each series one row: of the period that is both `from` and `to`, or the latest known."""
    periods = two_periods(chart)
    return selected_rows(chart, library, periods if len(periods) == 1 else (), latest=True)


def dots_of(chart: Chart, library: Library) -> tuple[Mark, ...]:
    """Return the marks of a chart of dots, the largest first unless it asks for its file's order,
    what is missing last."""
    marks = [
        Mark(one, one.observations[-1] if one.observations else None)
        for one in _select(chart, library)
    ]
    known = [mark for mark in marks if mark.known]
    if chart.options.get("order") != GIVEN:
        known.sort(key=lambda mark: mark.size, reverse=True)
    return (*known, *(mark for mark in marks if not mark.known))


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    rows = (
        (
            locale.typeset(mark.series.label[locale.code]),
            *mark_cells(mark, locale, dated=True),
        )
        for mark in dots_of(chart, library)
    )
    return Table((locale.word("name"), locale.word("value"), locale.word("period")), tuple(rows))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    rows, missing = [], []
    for mark in dots_of(chart, library):
        name = mark.series.label[locale.code]
        if mark.known:
            rows.append(f"{name}, {mark_words(mark, locale, dated=True)}")
        else:
            missing.append(name)
    given = chart.options.get("order") == GIVEN
    head = f"{locale.words['top_down' if given else 'largest_first']}{locale.words['colon']}"
    return locale.typeset(f"{head}{parted(rows, locale)}.{gaps(missing, locale)}")


def _rows(one: Candidate) -> Iterator[str]:
    nothing = list(no_numbers(one))
    names = [mark.series.label for mark in dots_of(one.chart, one.library)]
    yield from nothing or (*one_row(names), *bad_names(names))


KIND = Kind(
    fr="une valeur par chose, la plus grande d'abord",
    en="one value for each thing, the largest first",
    draw=draw,
    options=(
        Field(
            "order",
            one_of((LARGEST, GIVEN)),
            "dans quel ordre : le plus grand d'abord, ou comme le fichier",
            "in which order: the largest first, or as in the file",
        ),
        notes.LINE,
    ),
    refuse_options=(notes.unfit_line,),
    select=_select,
    refuse=(
        refusals.several_units,
        refusals.long_names,
        _rows,
    ),
    table=_table,
    describe=_describe,
    keys="list",
)

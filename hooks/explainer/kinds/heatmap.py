"""A grid of series by periods with the value in each cell; colour only repeats what is written.

Changes are told by their sign as well as by their colour. A phone has no room for a row of periods:
there they run down, and the series across.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from babel.dates import format_date

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.measuring import width_of
from explainer.drawing.sizes import wrapped
from explainer.facts.fields import Field, one_of
from explainer.facts.model import Chart, Library
from explainer.kinds import refusals
from explainer.kinds.descriptions import gaps, headed
from explainer.kinds.grid import Cell, Grid, grid_of, is_change
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.pixels import at_pixels, number_width, pixel, words
from explainer.kinds.plot import Plot, Row
from explainer.kinds.results import is_of_moves
from explainer.kinds.series import Series
from explainer.kinds.tables import NOTHING, Table, remarks
from explainer.language.locales import LOCALES, Locale
from explainer.language.numbers import enough, rounded
from explainer.language.periods import DAY, MONTH, YEAR, Period

LEVEL = theme.MEASURES[2]  # of values that go neither up nor down
_USUAL = 0.9  # of the cells: beyond, all are as deep, so that a few do not pale the rest
TINT = 0.5  # of a cell's colour, at most: ink on it keeps a contrast of 4.5 on both grounds
_PALE = 0.07
_GAP = 2
_CELL = {"full": 44, "wide": 36, "narrow": 34}
_FOOT = 26


_Head = tuple[str, ...]  # the lines of a row's or column's name


def draw(plot: Plot) -> alt.LayerChart:
    """Return the grid: series down and periods across, or the other way round on a phone."""
    grid = grid_of(plot.chart, plot.library)
    narrow = plot.layout.narrow
    series: list[_Head] = [
        tuple(wrapped(plot.label(one), 12)) if narrow else (plot.label(one),) for one in grid.series
    ]
    periods = [_period(plot, grid, period) for period in grid.periods]
    down, across = (periods, series) if narrow else (series, periods)
    size = plot.layout.font_size
    widest = max(width_of(line, size) for head in down for line in head)
    plot.padding = {
        "left": 24 + math.ceil(widest),
        "right": 8 if narrow else 14,
        "top": 0,
        "bottom": 4,
    }
    wide, tall = plot.width / len(across), _CELL[plot.layout.name]
    heads, deep = _across(plot, across, wide)
    plot.padding["top"] = deep + 6
    starred = any(_star(cell) for cell in grid.cells.values() if cell.value is not None)
    plot.rows_height = tall * len(down) + (_FOOT if starred else 0)
    names = [
        {"px": -10, "py": (index + 0.5) * tall, "text": " ".join(head), "tip": f"{index}|"}
        for index, head in enumerate(down)
    ]
    found = words(names, tips=True, align="right")
    found += heads
    found += _cells(plot, grid, wide, tall)
    if starred:
        foot = {"px": 12 - plot.padding["left"], "py": tall * len(down) + _FOOT - 8}
        text = f"* {plot.locale.word('not_close')}"
        found += words([foot | {"text": text}], fontSize=size - 1, fill=theme.SOFT)
    return plot.finish(*found)


def _period(plot: Plot, grid: Grid, period: Period) -> _Head:
    """`T3 2025` on one line in a column of periods; in a row, the year only where it begins."""
    text = plot.locale.period(period)
    if plot.layout.narrow or period.kind == YEAR:
        return (text,)
    part = text.split("\u00a0")[0]
    if period.kind == MONTH:
        part = format_date(period.start, "MMM", locale=plot.locale.territory)
    return (str(period.year) if period.number == 1 or period == grid.periods[0] else "", part)


def _across(plot: Plot, heads: list[_Head], wide: float) -> tuple[list[Any], int]:
    """The heads of the columns, and their height: flat, a little smaller if that is enough, on two
    levels, or at a slant."""
    base, size = plot.layout.font_size, float(plot.layout.font_size)
    line = base + 3
    widths = [max(width_of(text, base) for text in head) for head in heads]
    if (part := (wide - 3) / max(widths)) < 1 and base * part >= base - 2:
        size, widths = base * part, [width * part for width in widths]
    deep = max(len(head) for head in heads)
    levels = 1 if max(widths) <= wide - 2 else 2
    edge = plot.width + plot.padding["right"] - 2  # the last head may lean inwards from here
    middles = [min((index + 0.5) * wide, edge - width / 2) for index, width in enumerate(widths)]
    fits = all(
        middles[i + levels] - middles[i] >= (widths[i] + widths[i + levels]) / 2
        for i in range(len(heads) - levels)
    )
    rows: list[Row]
    if not fits:  # they come down from the left, where the names of the rows leave room
        whole = [" ".join(filter(None, head)) for head in heads]
        rows = [
            {"px": (index + 0.5) * wide + 3, "py": -5, "text": text}
            for index, text in enumerate(whole)
        ]
        return words(rows, align="right", angle=45), round(
            max(map(plot.text_width, whole)) * 0.71
        ) + line
    rows = [
        {
            "px": middles[index],
            # The last line of a head stands on its level; those of the other level one block up.
            "py": -(len(head) - 1 - at) * line - line / 2 - (index % levels) * deep * line,
            "text": text,
        }
        for index, head in enumerate(heads)
        for at, text in enumerate(head)
        if text
    ]
    return words(rows, align="center", fontSize=round(size, 1)), levels * deep * line


def _star(cell: Cell) -> bool:
    """Whether a move is something else than a close."""
    return cell.row is not None and cell.row.basis not in (None, "close")


def _cells(plot: Plot, grid: Grid, wide: float, tall: int) -> list[Any]:
    narrow = plot.layout.narrow
    texts, size = _texts(plot, grid, wide)
    sizes = sorted(abs(cell.value) for cell in grid.cells.values() if cell.value) or [Decimal(1)]
    most = sizes[int(len(sizes) * _USUAL)]
    rows: list[Row] = []
    for i, one in enumerate(grid.series):
        for j, period in enumerate(grid.periods):
            cell = grid.cells.get((one.key, period)) or Cell(None, None)
            column, row = (i, j) if narrow else (j, i)
            left, top = column * wide, row * tall
            rows.append(
                {
                    "px": left + _GAP / 2,
                    "px2": left + wide - _GAP / 2,
                    "py": top + _GAP / 2,
                    "py2": top + tall - _GAP / 2,
                    "middle": left + wide / 2,
                    "centre": top + tall / 2,
                    "text": texts.get((one.key, period), plot.locale.word("missing_short")),
                    "series": one.key,
                    "period": str(period),
                    "value": _drawn_value(cell),
                    "side": _side(cell, grid.signed),
                    "depth": _depth(cell, most),
                    "tip": _tip(plot, one, period, cell, row),
                    "sure": not _star(cell),
                }
            )
    style = {"fontSize": size, "fontWeight": 600 if grid.signed else 400}
    return _drawn(plot, rows, style)


def _texts(plot: Plot, grid: Grid, wide: float) -> tuple[dict[tuple[str, Period], str], int]:
    """What the cells say, and the size of their letters: with the unit where all have room for
    it, else the number alone, without decimals, or smaller."""
    size = plot.layout.font_size
    known = {key: cell for key, cell in grid.cells.items() if cell.value is not None}
    found: dict[tuple[str, Period], str] = {}
    for least, unit in ((False, True), (False, False), (True, True), (True, False)):
        found = {}
        for key, cell in known.items():
            assert cell.value is not None, "only known cells are written"
            text = _said(grid, cell.value, plot.locale, least=least, unit=unit)
            found[key] = text + ("*" if _star(cell) else "")
        if max(number_width(text, size) for text in found.values()) <= wide - 4:
            return found, size
    return found, size - 1


def _said(grid: Grid, value: Decimal, locale: Locale, *, least: bool, unit: bool) -> str:
    """What a cell says: few decimals, or the `least` that tell it, and its unit if there is room;
    what is written in a larger unit always has that."""
    if grid.unit.for_size(abs(value)) is not grid.unit:
        return locale.rough(value, grid.unit, grid.signed)
    digits = 0 if grid.computed else enough(value, 0 if least else 1)
    text = locale.number(value, digits, grid.signed)
    return locale.affix(text, grid.unit) if unit else text


def _drawn_value(cell: Cell) -> float | None:
    return None if cell.value is None else float(rounded(cell.value, enough(cell.value)))


def _side(cell: Cell, signed: bool) -> str:
    if cell.value is None:
        return "missing"
    if not signed or cell.value == 0:
        return "level"
    return "down" if cell.value < 0 else "up"


def _depth(cell: Cell, most: Decimal) -> float:
    """How deep the colour is: by the square root, and no deeper than what is `most`."""
    if not cell.value:
        return 0.0
    return round(_PALE + (TINT - _PALE) * math.sqrt(min(Decimal(1), abs(cell.value) / most)), 3)


def _tip(plot: Plot, one: Series, period: Period, cell: Cell, row: int) -> str:
    """The lines of a cell, behind the number of the row that it stands in."""
    if cell.row is None:
        head = f"{plot.label(one)}, {plot.locale.period(period)}"
        text = plot.locale.word("missing_short")
        return f"{row}|{head}{plot.locale.words['colon']}{text}"
    first, head, *lines = plot.tip(one, cell.row).split("|")
    if cell.row.period != period:  # the day of a move: of which results?
        lines.insert(0, plot.locale.word("results_of", plot.locale.period(period)))
    if is_change(plot.chart) and cell.value is None and cell.row.value is not None:
        lines.insert(0, plot.locale.word("no_year_before"))
    at = first.partition("@")[2] if cell.row.period == period else ""
    return "|".join((f"{row}{at and '@'}{at}", head, *lines))


def _drawn(plot: Plot, rows: list[Row], written: dict[str, Any]) -> list[Any]:
    known = [row for row in rows if row["side"] != "missing"]
    lost = [row for row in rows if row["side"] == "missing"]
    side = alt.Scale(domain=["up", "down", "level"], range=[theme.UP, theme.DOWN, LEVEL])
    ends = {"x2": "px2", "y2": "py2"}
    found: list[Any] = []
    for sure in (True, False):
        some = [row for row in known if row["sure"] is sure]
        if not some:
            continue
        style: dict[str, Any] = {} if sure else {"strokeWidth": 1.2, "strokeDash": [4, 2]}
        rect = at_pixels(some, **ends).mark_rect(**style)
        rect = rect.encode(
            fill=alt.Fill("side:N", scale=side, legend=None),
            fillOpacity=alt.FillOpacity("depth:Q", scale=None, legend=None),
            description=alt.Description("tip:N"),
        )
        if not sure:
            rect = rect.encode(stroke=alt.Stroke("side:N", scale=side, legend=None))
        found.append(rect)
    if lost:
        empty = at_pixels(lost, **ends).mark_rect(
            fillOpacity=0, fill=theme.GROUND, stroke=theme.GRID, strokeWidth=1
        )
        found.append(empty.encode(description=alt.Description("tip:N")))
    middle = {"x": pixel("x", "middle"), "y": pixel("y", "centre")}
    for some, style in (
        (known, written),
        (lost, {"fill": theme.SOFT, "fontSize": plot.layout.font_size - 2}),
    ):
        if some:
            found += [layer.encode(**middle) for layer in words(some, align="center", **style)]
    return found


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """One row a period and one column a series."""
    grid = grid_of(chart, library)

    def text(cell: Cell | None) -> str:
        if cell is None or cell.value is None:
            return NOTHING
        written = locale.number(cell.value, grid.digits(cell.value), sign=grid.signed)
        row = cell.row
        if row is None:
            return written
        marks = [locale.interval(*row.interval)] if row.interval and not grid.computed else []
        marks += remarks(row, locale)
        marks += [locale.word(row.basis)] if row.basis and row.basis != "close" else []
        return f"{written} ({', '.join(marks)})" if marks else written

    labels = (locale.typeset(one.label[locale.code]) for one in grid.series)
    rows = (
        (locale.period(period), *(text(grid.cells.get((one.key, period))) for one in grid.series))
        for period in grid.periods
    )
    return Table((locale.word("period"), *labels), tuple(rows))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """For each row, the first and last cell, the lowest and highest, and what is missing."""
    grid = grid_of(chart, library)

    def point(value: Decimal, period: Period) -> str:
        number = (
            locale.short(value, grid.unit, grid.digits(value), grid.signed)
            if grid.computed
            else locale.exact(value, grid.unit, grid.signed)
        )
        return f"{number} ({locale.period(period)})"

    parts = []
    for one in grid.series:
        cells = [(period, grid.cells.get((one.key, period))) for period in grid.periods]
        known = [(cell.value, period) for period, cell in cells if cell and cell.value is not None]
        text = point(*known[0])
        if len(known) > 1:
            ends = (known[0], known[-1])
            text = locale.words["course"].format(*(point(*end) for end in ends))
            for word, far in (("lowest", min(known)), ("highest", max(known))):
                if far[0] not in (ends[0][0], ends[1][0]):
                    text += f", {locale.words[word].format(point(*far))}"
        lost = [locale.period(period) for period, cell in cells if not cell or cell.value is None]
        parts.append(f"{headed(one, True, locale)}{text}.{gaps(lost, locale)}")
    return locale.typeset(" ".join(parts))


# -- what is refused ----------------------------------------------------------------------------

PERIODS = (2, 16)  # more columns leave a cell no room for its value
NAME_LIMIT = 18  # characters of a row's name, which a phone turns into a column's
PHONE, DIGIT = 235, 7  # pixels: of all the columns there, and of a digit


def _frequency(one: Candidate) -> Iterator[str]:
    datasets = [one.library.datasets[id] for id in {ref.dataset for ref in one.chart.series}]
    steps = sorted({dataset.frequency for dataset in datasets})
    if len(steps) > 1:
        yield f"mixes data by {' and by '.join(steps)}; draw one frequency in a heatmap"
    elif "irregular" in steps:
        yield "is a heatmap of irregular data, which have no columns; write kind: steps or panels"
    elif steps == [DAY] and not all(map(is_of_moves, datasets)):
        yield "is a heatmap of data by day that are no share moves; write kind: lines"
    if not is_change(one.chart):
        return
    if any(dataset.unit.is_percent for dataset in datasets):
        yield "shows the change of percentages, which would mislead; take show out"
    elif DAY in steps:
        yield (
            "shows the change on the year of data by day, which have no value a year before; "
            "take show out"
        )


def _columns(one: Candidate) -> Iterator[str]:
    grid = grid_of(one.chart, one.library)
    if not any(row.numbers for series in one.series for row in series.observations):
        return  # told already
    if is_change(one.chart) and not grid.periods:
        yield "shows the change on the year, and no value has one a year before; take show out"
        return
    least, most = PERIODS
    if len(one.series) < 2:
        yield "draws one row in a heatmap; write kind: bars or diverging"
    if len(grid.periods) < least:
        yield "has fewer than two columns in a heatmap; write kind: dots, or change from and to"
    elif len(grid.periods) > most:
        yield f"has {len(grid.periods)} columns; draw {most} at most: change from and to"
    if is_change(one.chart):
        for series in one.series:
            cells = (cell for (key, _), cell in grid.cells.items() if key == series.key)
            if all(cell.value is None for cell in cells):
                yield f'knows no change on the year for "{series.key}"; take the series out'
    for series in one.series:
        yield from refusals.long_name(series.label, "a row", NAME_LIMIT)
    values = [cell.value for cell in grid.cells.values() if cell.value is not None]
    texts = [_said(grid, value, LOCALES["fr"], least=True, unit=False) for value in values]
    longest = max(texts, key=len)
    if len(longest) * DIGIT * len(one.series) > PHONE:
        yield (
            f'writes "{longest}" in cells that have no room for it on a phone; '
            "draw fewer series, or a larger unit"
        )


KIND = Kind(
    fr="des choses par périodes, avec la valeur dans chaque case",
    en="things by periods, with the value in each cell",
    draw=draw,
    options=(
        Field(
            "show",
            one_of(("value", "change")),
            "les valeurs, ou leur variation sur un an",
            "the values, or their change on the year",
        ),
    ),
    refuse_options=(refusals.highlight, _frequency),
    refuse=(
        refusals.several_units,
        refusals.too_many_series,
        refusals.nothing_to_draw,
        refusals.ranges,
        _columns,
    ),
    table=_table,
    describe=_describe,
)

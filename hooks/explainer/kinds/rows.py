"""Drawings that lie: a row for each thing, its name beside it or above, its marks on one scale.

On a wide drawing names stand on the left and words after the values; on a phone both stand on a
line of their own above the marks, which then have the whole width. Heights are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.sizes import wrapped
from explainer.facts.model import Observation
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.series import Series
from explainer.kinds.tables import absent
from explainer.kinds.ticks import nice_ticks
from explainer.language.numbers import trimmed

GAP = 8  # from a mark to the text beside it
_NAMES_WIDTH = 186  # of the column of names on a wide drawing; longer ones take two lines
_LINE = 16
_HALO: dict[str, Any] = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}


def value_text(plot: Plot, row: Observation, *, whole: bool = False) -> str:
    """Return a cell as it stands beside its mark: a value or a range, with few decimals; with
    `whole`, without zeros behind a whole number."""
    if row.value is None:
        return plot.locale.span(row.low, row.high, plot.unit, short=True)
    return plot.rough(trimmed(row.value) if whole else row.value)


def all_whole(rows: Iterable[Observation]) -> bool:
    """Whether values that stand side by side are whole numbers, so that none needs a `1.0`."""
    return all(number == number.to_integral_value() for row in rows for number in row.numbers)


def missing_tip(plot: Plot, one: Series, row: Observation | None, name: str) -> str:
    """Return what a mark says that has no number: why, when that is known."""
    said = plot.locale.word("missing")
    if row and row.absence:
        said = absent(row, plot.library, plot.locale)
    return f"{plot.number_of(one)}|{name}{plot.locale.words['colon']}{said.replace('|', '/')}"


def row_colours(plot: Plot) -> dict[str, str]:
    """Return the CSS colour of each series: its entity's, or grey when another is in focus.

    Names tell the rows apart, so colours need not: where one entity has none, all are alike.
    """
    focus = plot.chart.highlight
    found = {}
    for one in plot.series:
        bearer = plot.library.entities[one.entity]
        owner = bearer.id if bearer.colour else bearer.owner or bearer.id
        found[one.key] = theme.entity_colour(owner, one.colour)
        if focus and one.entity not in focus:
            found[one.key] = theme.REST
    if not focus and any(one.colour is None for one in plot.series):
        return dict.fromkeys(found, theme.SOFT)
    return found


def place(
    plot: Plot, names: Sequence[str], words: Sequence[str], bold: Sequence[bool]
) -> tuple[list[float], list[Any]]:
    """Make room for the rows; return the middle of each row's marks, and the layers of names.

    `words` are what a phone writes on the line of a name, at its right end, or all below it where
    one of them has no room there.
    """
    size = plot.layout.font_size
    texts: list[Row] = []
    middles: list[float] = []
    y = 0.0
    if plot.layout.narrow:
        edge = 12 - plot.padding["left"]
        fits = all(
            plot.text_width(word) <= plot.layout.width - 24 - plot.text_width(name) - 12
            for name, word in zip(names, words, strict=True)
            if word
        )
        for name, word, strong in zip(names, words, bold, strict=True):
            y += _LINE / 2 + 2
            texts.append({"x": edge, "y": y, "text": name, "bold": strong})
            if word:
                y += 0 if fits else _LINE
                x = plot.width + plot.padding["right"] - 12 if fits else edge
                texts.append({"x": x, "y": y, "text": word, "soft": "right" if fits else "left"})
            middles.append(y + 22)
            y += 42
    else:
        lines = [wrapped(name, int(_NAMES_WIDTH / (size * 0.52))) for name in names]
        widest = max(plot.text_width(line) for some in lines for line in some)
        plot.padding["left"] = 20 + widest
        for some, strong in zip(lines, bold, strict=True):
            height = 32 if len(some) == 1 else 14 + _LINE * len(some)
            middle = y + height / 2
            for index, line in enumerate(some):
                at = middle + (index - (len(some) - 1) / 2) * _LINE
                texts.append({"x": -10, "y": at, "text": line, "bold": strong})
            middles.append(middle)
            y += height
    plot.rows_height = round(y)
    return middles, _names(plot, texts)


def _names(plot: Plot, texts: Sequence[Row]) -> list[Any]:
    """The names, and on a phone the words on their lines; a halo parts them from what is behind."""
    found: list[Any] = []
    for soft, bold in ((None, False), (None, True), ("left", False), ("right", False)):
        some = [
            {"x": row["x"], "y": row["y"], "text": row["text"]}
            for row in texts
            if row.get("soft") == soft and row.get("bold", False) is bold
        ]
        align = soft or ("left" if plot.layout.narrow else "right")
        style: dict[str, Any] = {"align": align, "baseline": "middle", "aria": False}
        style |= {"fontWeight": 600} if bold else {}
        style |= {"fill": theme.SOFT} if soft else {}
        found += [
            inline(some)
            .mark_text(**style, **more)
            .encode(x=pixels_x("x"), y=pixels("y"), text=alt.Text("text:N"))
            for more in (_HALO, {})
            if some
        ]
    return found


def beside(texts: Sequence[Row], x: alt.X, side: str) -> list[Any]:
    """Return the texts on the `left` or `right` of their marks.

    Rows have `x`, `y`, `text`, and `side` or none for the right; `words`, in brackets on the far
    side of the text; `tip`, where the text is all there is of a mark, in a softer ink.
    """
    dx = GAP if side == "right" else -GAP
    style: dict[str, Any] = {"align": "left" if side == "right" else "right", "dx": dx}
    style["baseline"] = "middle"
    here = [row for row in texts if row.get("side", "right") == side]
    whole = [_at(row, _whole(row)) for row in here]
    inked = [_at(row, _whole(row)) for row in here if "tip" not in row]
    told = [_at(row, _whole(row)) | {"tip": row["tip"]} for row in here if "tip" in row]
    silent: dict[str, Any] = {"aria": False}
    layers: list[tuple[list[Row], dict[str, Any]]] = [
        (whole, _HALO | silent),
        (inked, silent),
        (told, {"fill": theme.SOFT}),
    ]
    return [
        inline(rows)
        .mark_text(**style, **more)
        .encode(
            x=x,
            y=pixels("y"),
            text=alt.Text("text:N"),
            **({} if "aria" in more else {"description": alt.Description("tip:N")}),
        )
        for rows, more in layers
        if rows
    ]


def _whole(row: Row) -> str:
    words = row.get("words")
    if not words:
        return str(row["text"])
    if row.get("side") == "left":
        return f"({words}) {row['text']}"
    return f"{row['text']} ({words})"


def _at(row: Row, text: str) -> Row:
    return {"x": row["x"], "y": row["y"], "text": text}


def scale(plot: Plot, low: float, high: float, texts: Sequence[Row]) -> alt.X:
    """Return the scale of values from `low` to `high`, wider where a text needs the room; `texts`
    are those that `beside` writes."""
    first, last = low, high
    limit = plot.width * 0.62
    for _ in range(60):  # each widening moves the texts a little: it settles in a few rounds
        unit = (last - first) / plot.width or 1.0
        wanted_low, wanted_high = first, last
        for row in texts:
            room = min(limit, plot.text_width(_whole(row)) + GAP + 4) * unit
            if row.get("side", "right") == "left":
                wanted_low = min(wanted_low, row["x"] - room)
            else:
                wanted_high = max(wanted_high, row["x"] + room)
        if wanted_high - last < unit / 10 and first - wanted_low < unit / 10:
            break
        first, last = wanted_low, wanted_high
    ticks = _ticks(plot, (first, last), (low, high))
    return alt.X(
        "x:Q",
        scale=alt.Scale(domain=[first, last], nice=False, zero=False),
        axis=plot.value_axis(ticks, grid=True, domain=False, labelFlush=False),
        title=None,
    )


def _ticks(plot: Plot, drawn: tuple[float, float], known: tuple[float, float]) -> list[float]:
    """Round values where there is something to measure, fewer when their labels would touch."""
    (first, last), (low, high) = drawn, known
    unit = (last - first) / plot.width or 1.0
    last = min(last, high + (high - low) * 0.06)  # beyond, a line would only cross words
    for count in (3, 2, 1) if plot.layout.narrow else (4, 3, 2, 1):
        ticks = nice_ticks(low, high, count)
        labels = plot.tick_labels(ticks)
        half = {tick: plot.text_width(text) / 2 for tick, text in labels.items()}
        edges = 4 - plot.padding["left"], plot.width + plot.padding["right"] - 4
        ticks = [
            tick
            for tick in ticks
            if first <= tick <= last
            and edges[0] <= (tick - first) / unit - half[tick]
            and (tick - first) / unit + half[tick] <= edges[1]
        ]
        apart = (ticks[1] - ticks[0]) / unit if len(ticks) > 1 else plot.width
        if 2 * max((half[tick] for tick in ticks), default=0.0) + 14 <= apart:
            return ticks
    return [0.0] if first <= 0 <= last else []


def zero_line(plot: Plot, middles: Sequence[float], x: alt.X) -> Any:
    """Return the line at zero, from which what has a length is measured; on a phone it leaves out
    the lines of names, which begin there, and the rows that are not among `middles`."""
    rows: list[Row] = [{"x": 0, "y": 0, "y2": plot.height}]
    if plot.layout.narrow:
        rows = [{"x": 0, "y": y - 10, "y2": y + 10} for y in middles]
    base = inline(rows).mark_rule(color=theme.SOFT, aria=False)
    return base.encode(x=x, y=pixels("y"), y2=alt.Y2("y2:Q"))


def round_dots(rows: list[Row], x: alt.X) -> Any:
    """Return rows as dots in the colour and the fill that they name; `tip` is their words, and
    what is `pale` has a pale fill."""
    told = [{"depth": 0.4 if row.get("pale") else 1} | row for row in rows]
    for row in told:
        row.pop("pale", None)
    return (
        inline(told)
        .mark_point(shape="circle", size=95, strokeWidth=2, opacity=1)
        .encode(
            x=x,
            y=pixels("y"),
            **_painted("fill"),
            fillOpacity=alt.FillOpacity("depth:Q", scale=None, legend=None),
            description=alt.Description("tip:N"),
        )
    )


def boxes(rows: list[Row], x: alt.X, words: str, **style: Any) -> Any:
    """Return rows as bars from `x`, `y` to `x2`, `y2`; `words` is the field of their words."""
    return (
        inline(rows)
        .mark_bar(strokeWidth=1.2, **style)
        .encode(
            x=x,
            x2=alt.X2("x2:Q"),
            y=pixels("y"),
            y2=alt.Y2("y2:Q"),
            **_painted("colour"),
            description=alt.Description(f"{words}:N"),
        )
    )


def _painted(fill: str) -> dict[str, Any]:
    return {"fill": given(fill, alt.Fill), "stroke": given("colour", alt.Stroke)}


def pixels(field: str) -> alt.Y:
    """Return a height in pixels from the top of the plot."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def pixels_x(field: str) -> alt.X:
    """Return a place in pixels from the left of the plot."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def given(field: str, channel: type[Any]) -> Any:
    """Return a channel whose values are CSS colours or numbers already, in `field`."""
    return channel(f"{field}:N", scale=None, legend=None)

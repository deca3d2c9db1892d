"""What is written into a drawing beside its numbers: notes at a period, a line at a value.

A note stands over what is drawn at its period, and a thin line leads down to it. Where there are
more than a phone has room for, it has their numbers, and the page lists the words below.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.sizes import wrapped
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.fields import BOTH, PERIOD, Field, Record, a, list_of, one_of
from explainer.facts.figures import write_figures
from explainer.facts.model import Chart, Library, Text
from explainer.facts.projection_records import SETTING
from explainer.kinds.kind import Candidate
from explainer.kinds.pixels import rules, words
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.series import axis_of
from explainer.language.periods import Period

_WORDS_WIDTH = {"full": 26, "wide": 20, "narrow": 17}  # characters of a line of a note
LIFT = 18  # pixels that the name of an upright line takes above the rows
_FEW = 2  # notes whose words a phone has room for
_CLEAR = 6  # pixels between a note and what is under it
_WORDS = 14  # the height of words that stand on a bar


@dataclass(frozen=True)
class Note:
    """A text at a period."""

    at: Period
    text: Text
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True)
class Line:
    """A value that others are held against: a number, or a figure of what the chart draws."""

    at: Decimal | str
    label: Text
    where: Where = field(compare=False, repr=False)


_NOTE = Record(
    "note",
    "note",
    Note,
    (
        Field("at", PERIOD, "une période du graphique", "a period of the chart", required=True),
        Field("text", BOTH, "ce qu'il y a à en dire", "what there is to say of it", required=True),
    ),
)
_LINE = Record(
    "line",
    "line",
    Line,
    (
        Field(
            "at",
            SETTING,
            "la valeur : un nombre, ou un chiffre d'une série dessinée, comme payback.today@2026",
            "the value: a number, or a figure of a series of the chart, like payback.today@2026",
            required=True,
        ),
        Field("label", BOTH, "ce qu'elle est", "what it is", required=True),
    ),
)
LINE = Field(
    "line",
    a(_LINE),
    "une ligne de repère, à une valeur, avec son nom",
    "a reference line at a value, with its name",
)
MEANS = Field(
    "means",
    one_of(tuple(theme.MEANINGS)),
    "ce qu'est la série, et sa couleur : ce qui entre, sort, reste, un coût, une promesse",
    "what the series is, and its colour: what comes in, goes out, is left, a cost, a promise",
)
NOTES = Field(
    "notes",
    list_of(a(_NOTE)),
    "des textes au-dessus de ce qui est dessiné à leur période",
    "texts over what is drawn at their period",
)


def notes_of(chart: Chart) -> list[Note]:
    """Return the notes of a chart in order of time."""
    return sorted(chart.options.get("notes", ()), key=lambda note: note.at)


def captions(chart: Chart) -> tuple[Text, ...]:
    """Return what a page lists beside a narrow drawing."""
    notes = notes_of(chart)
    return tuple(note.text for note in notes) if len(notes) > _FEW else ()


def line_of(chart: Chart) -> Line | None:
    """Return the reference line of a chart, if it has one."""
    found: Line | None = chart.options.get("line")
    return found


def held(plot: Plot) -> list[float]:
    """Return what a scale must hold for the line's sake."""
    line = line_of(plot.chart)
    return [_height(line, plot.library)] if line else []


def _height(line: Line, library: Library) -> float:
    """The value of a line; a figure was looked at by `unfit_line`."""
    if isinstance(line.at, Decimal):
        return float(line.at)
    amount = evaluate(tokens_of(line.at), library).amount
    assert amount is not None
    return float(amount)


def unfit_line(one: Candidate) -> Iterator[Problem]:
    """A line at a figure holds what is drawn against it: so it is of a dataset of the chart, whose
    unit and documents the chart has."""
    line = line_of(one.chart)
    if line is None or isinstance(line.at, Decimal):
        return
    try:
        value = evaluate(tokens_of(line.at), one.library)
    except Unreadable:
        return  # which is told where it stands
    except FigureError as error:
        yield Problem(line.where, f"at: {error}")
        return
    drawn = [ref.dataset for ref in one.chart.series]
    other = next((cell.dataset.id for cell in value.cells if cell.dataset.id not in drawn), None)
    if value.amount is None:
        yield Problem(line.where, "at: it comes to a range; add .low or .high")
    elif other:
        yield Problem(
            line.where,
            f'at: the chart does not draw "{other}"; take a figure of '
            f'"{drawn[0]}", or add that dataset to the series',
        )
    elif not value.unit.counts_like(one.library.datasets[drawn[0]].unit):
        yield Problem(
            line.where, f"at: it comes to {value.unit.id}; take a figure in the unit of the chart"
        )


def level(plot: Plot, *, clear: bool = False) -> list[Any]:
    """Return the reference line across a plot of values that go up, its name over its left end; or,
    to be `clear` of what is drawn, over the end from which that is further."""
    line = line_of(plot.chart)
    if line is None:
        return []
    base = inline([{"y": _height(line, plot.library), "text": _said(plot, line.label)}])
    right = clear and _is_freer_at_right(plot, _height(line, plot.library))
    x = alt.value(plot.width - 4 if right else 4)
    at = {"y": alt.Y("y:Q"), "x": x, "text": alt.Text("text:N")}
    style: dict[str, Any] = {
        "align": "right" if right else "left",
        "baseline": "bottom",
        "dy": -3,
        "fontWeight": 600,
    }
    halo: dict[str, Any] = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}
    rule = base.mark_rule(color=theme.INK, strokeWidth=1.2, strokeDash=[6, 3], aria=False)
    return [
        rule.encode(y=alt.Y("y:Q")),
        *(base.mark_text(**style, **more, aria=False).encode(**at) for more in (halo, {})),
    ]


def _is_freer_at_right(plot: Plot, at: float) -> bool:
    """Whether what is drawn stays further from a value in the last third of the periods than in
    the first. A point that stands on the line is what the line tells of."""
    third = max(1, len(plot.periods) // 3)

    def distance(periods: Sequence[Period]) -> float:
        values = [
            float(row.value)
            for one in plot.series
            for row in one.observations
            if row.period in periods and row.value is not None
        ]
        return min((abs(value - at) for value in values if value != at), default=0.0)

    return distance(plot.periods[-third:]) > distance(plot.periods[:third])


def upright(plot: Plot, x: alt.X, middles: list[float]) -> list[Any]:
    """Return the line through rows that lie, its name over it; `x` is their scale. On a phone it
    leaves out the lines of names."""
    line = line_of(plot.chart)
    if line is None:
        return []
    rows: list[Row] = [{"y": 0.0, "y2": float(plot.height)}]
    if plot.layout.narrow:
        rows = [{"y": y - 13, "y2": y + 13} for y in middles]
    place = {"x": _height(line, plot.library), "text": _said(plot, line.label)}
    rule: dict[str, Any] = {"color": theme.INK, "strokeWidth": 1.2, "strokeDash": [6, 3]}
    style: dict[str, Any] = {"align": "center", "baseline": "bottom", "fontWeight": 600}
    return [
        inline([row | {"x": place["x"]} for row in rows])
        .mark_rule(**rule, aria=False)
        .encode(x=x, y=alt.Y("y:Q", scale=None, axis=None), y2=alt.Y2("y2:Q")),
        inline([place])
        .mark_text(**style, aria=False)
        .encode(x=x, y=alt.value(-4), text=alt.Text("text:N")),
    ]


def _said(plot: Plot, text: Text) -> str:
    written = write_figures(text[plot.locale.code], plot.library, plot.locale)
    return plot.locale.typeset(written)


def over(
    plot: Plot,
    tops: Mapping[Period, float],
    ticks: list[float],
    pixel: Callable[[Period], float],
    *,
    clear: float = _CLEAR,
    worded: Collection[Period] = (),
) -> list[Any]:
    """Return the notes over what is drawn, and keep room for them: `tops` are values, `pixel` says
    where a period stands. `clear` pixels over each top are taken, and a line more where it has
    words already."""
    texts = [_text(plot, index + 1, note) for index, note in enumerate(notes_of(plot.chart))]
    names = plot.padding["top"] if plot.above else 4  # what the top is taken up with
    for _ in range(3):  # what is kept above takes from the height, and so moves the tops
        heights = _heights(plot, tops, ticks)
        heights |= {period: heights[period] - _WORDS for period in worded if period in heights}
        placed = _placed(plot, texts, heights, pixel, clear)
        lack = -min((top for _, top, _, _ in placed), default=0.0) - plot.padding["top"] + names
        if lack <= 0:
            break
        plot.padding["top"] += round(lack)
    size = plot.layout.font_size
    found: list[Any] = []
    rows, leads = [], []
    for text, (x, top, foot, left) in zip(texts, placed, strict=True):
        for index, line in enumerate(text):
            rows.append({"px": left, "py": top + (index + 0.5) * (size + 2), "text": line})
        bottom = top + len(text) * (size + 2)
        if foot - bottom > 8:
            leads.append({"px": x, "py": bottom + 2, "py2": foot - 2})
    found += rules(leads, flat=False, color=theme.SOFT)
    return found + words(rows, halo=True, fontSize=size - 0.5)


def _text(plot: Plot, number: int, note: Note) -> list[str]:
    if plot.layout.narrow and captions(plot.chart):
        return [str(number)]
    return wrapped(_said(plot, note.text), _WORDS_WIDTH[plot.layout.name])


def _heights(plot: Plot, tops: Mapping[Period, float], ticks: list[float]) -> dict[Period, float]:
    scale = plot.height / (ticks[-1] - ticks[0])
    return {period: (ticks[-1] - value) * scale for period, value in tops.items()}


def _placed(
    plot: Plot,
    texts: list[list[str]],
    heights: Mapping[Period, float],
    pixel: Callable[[Period], float],
    clear: float,
) -> list[tuple[float, float, float, float]]:
    """For each note the pixel of its period, its own top, that of what it is about, and its left
    end: over all that is drawn where its words are, and over other notes."""
    size = plot.layout.font_size
    found: list[tuple[float, float, float, float]] = []
    taken: list[tuple[float, float, float]] = []  # left, right, top
    for note, text in zip(notes_of(plot.chart), texts, strict=True):
        x = pixel(note.at)
        width = max(plot.text_width(line, size) for line in text)
        left = min(max(x - width / 2, 0.0), plot.width - width)
        right = left + width
        foot = heights.get(note.at, 0.0) - clear
        under = [y for p, y in heights.items() if left - 8 <= pixel(p) <= right + 8]
        bottom = min([foot, *(y - clear for y in under)]) - 4
        bottom = min([bottom, *(top - 4 for a, b, top in taken if a < right + 8 and left < b + 8)])
        top = bottom - len(text) * (size + 2)
        taken.append((left, right, top))
        found.append((x, top, foot, left))
    return found


def elsewhere(one: Candidate) -> Iterator[Problem]:
    """Notes stand at periods of the chart."""
    known = axis_of(one.series)
    for note in notes_of(one.chart):
        if note.at not in known:
            yield Problem(
                note.where,
                f'note "{note.at}" is not a period of the chart'
                f"{did_you_mean(str(note.at), [str(period) for period in known])}",
            )

"""What moves a result most: a row for each input of a projection, a bar from the result with one
scenario's value of it to that with another's, the widest first.

A line stands where the scenario in the middle is. Each end says the result and, in brackets, the
value that was taken; a name has that of the middle. A phone tells the values on the line of the
name, so that bars keep their width. There is no axis, since each end bears its number.

The chart's cells are formulas, such as `project payback.needed with central but margin from
prudent`: inputs, values and scenarios are read from them, so that nobody types them again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.facts.asked import Asked, asked_of
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Chart, Library, Observation
from explainer.facts.projection_model import Scenario
from explainer.kinds import refusals
from explainer.kinds.descriptions import amount, parted
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.marks import ROWS_LIMIT, selected_rows, two_periods
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.rows import beside, boxes, pixels, pixels_x, place, scale
from explainer.kinds.series import Series
from explainer.kinds.tables import Table, cell_text
from explainer.language.locales import Locale

_HALF = 9  # half the height of a bar
_KEY = 22  # height of a line of the key


@dataclass(frozen=True)
class End:
    """One result: the cell, what it asked, and whose value of the input it took."""

    series: Series
    row: Observation
    asked: Asked

    @property
    def size(self) -> Decimal:
        assert self.row.value is not None, "only what is known is drawn"
        return self.row.value

    @property
    def other(self) -> Scenario:
        assert self.asked.other is not None, "the ends of a row took an input from elsewhere"
        return self.asked.other


@dataclass(frozen=True)
class Swing:
    """The results of one input, the smallest first."""

    input: str
    ends: tuple[End, ...]

    def width(self, middle: Decimal) -> Decimal:
        sizes = [middle, *(end.size for end in self.ends)]
        return max(sizes) - min(sizes)


def ends_of(series: tuple[Series, ...], library: Library) -> list[End]:
    """Return the cells that ask something of a projection, in the order of the file."""
    found = []
    for one in series:
        for row in one.observations:
            asked = asked_of(row.formula, library)
            if asked and row.value is not None:
                found.append(End(one, row, asked))
    return found


def swings_of(chart: Chart, library: Library) -> tuple[End, tuple[Swing, ...]]:
    """Return the result in the middle, and those of each input, the widest first."""
    ends = ends_of(_select(chart, library), library)
    middle = next(end for end in ends if end.asked.other is None)
    rows = [
        Swing(id, tuple(sorted((e for e in ends if e.asked.changed == id), key=lambda e: e.size)))
        for id in dict.fromkeys(end.asked.changed for end in ends if end.asked.changed)
    ]
    return middle, tuple(sorted(rows, key=lambda one: one.width(middle.size), reverse=True))


def taken(scenario: Scenario, id: str, asked: Asked, library: Library, locale: Locale) -> str:
    """Return the value of an input in a scenario, as on a chart: `25 %`, `3 ans`."""
    setting = asked.projection.values_of(scenario)[id]
    unit = library.units[asked.projection.inputs[id].unit]
    if isinstance(setting, Decimal):
        return locale.rough(setting, unit)
    number = evaluate(tokens_of(setting), library).amount
    assert number is not None, "a range is no input"
    return locale.rough(number, unit)


def draw(plot: Plot) -> alt.LayerChart:
    """Return the bars, under a key that names the scenarios."""
    middle, swings = swings_of(plot.chart, plot.library)
    names = [_name(swing, middle, plot.library, plot.locale) for swing in swings]
    words = [_words(plot, swing) if plot.layout.narrow else "" for swing in swings]
    middles, named = place(plot, names, words, [False] * len(names))
    colours = _colours(plot, swings)
    key = _key(plot, middle, colours)
    centre = float(middle.size)
    bars: list[Row] = []
    texts: list[Row] = []
    for swing, name, y in zip(swings, names, middles, strict=True):
        for end in swing.ends:
            low, high = sorted((float(end.size), centre))
            bars.append(
                {
                    "x": low,
                    "x2": high,
                    "y": y - _HALF,
                    "y2": y + _HALF,
                    "colour": colours[end.other.id],
                    "tip": _tip(plot, end, middle, name),
                }
            )
            last = end is swing.ends[-1] and (len(swing.ends) > 1 or float(end.size) >= centre)
            text = plot.rough(end.size)
            texts.append({"x": high, "y": y, "text": text})
            if not plot.layout.narrow:
                texts[-1]["words"] = _value(plot, end)
            if not last:
                texts[-1] |= {"x": low, "side": "left"}
    edges = [bar[end] for bar in bars for end in ("x", "x2")]
    x = scale(plot, min(edges), max(edges), texts).axis(None)
    plot.padding["bottom"] = 10
    style: dict[str, Any] = {"fillOpacity": 0.45, "strokeDash": [4, 2]}  # none of it is an outcome
    return plot.finish(
        boxes(bars, x, "tip", **(style if middle.row.standing else {})),
        _line(plot, middle, centre, middles, x),
        *beside(texts, x, "left"),
        *beside(texts, x, "right"),
        *named,
        *key,
    )


def _name(swing: Swing, middle: End, library: Library, locale: Locale) -> str:
    """`Marge (50 %)`: an input and its value in the middle."""
    one = middle.asked.projection.inputs[swing.input]
    value = taken(middle.asked.scenario, swing.input, middle.asked, library, locale)
    return f"{locale.typeset(one.name[locale.code])} ({value})"


def _value(plot: Plot, end: End) -> str:
    return taken(end.other, end.asked.changed, end.asked, plot.library, plot.locale)


def _words(plot: Plot, swing: Swing) -> str:
    """The values of the ends, in the order of the drawing: `de 67 % à 25 %`."""
    values = [_value(plot, end) for end in swing.ends]
    return plot.locale.word("course", *values) if len(values) == 2 else values[0]


def _colours(plot: Plot, swings: tuple[Swing, ...]) -> dict[str, str]:
    """The colour of each scenario that lends a value: that of the entity of its name, if there is
    one, or a measure's."""
    found: dict[str, str] = {}
    for end in (end for swing in swings for end in swing.ends):
        id = end.other.id
        own = plot.library.colour(id) if id in plot.library.entities else None
        spare = theme.MEASURES[len(found) % len(theme.MEASURES)]
        found.setdefault(id, theme.entity_colour(id, own) if own else spare)
    return found


def _key(plot: Plot, middle: End, colours: dict[str, str]) -> list[Any]:
    """The middle and the scenarios around it by their names, above; sets the upper padding."""
    scenarios = middle.asked.projection.scenarios
    status = middle.row.standing
    words = f" ({plot.locale.word(status)})" if status else ""
    name = plot.locale.typeset(middle.asked.scenario.name[plot.locale.code])
    told = f"{name}{words}{plot.locale.words['colon']}{plot.rough(middle.size)}"
    texts = [(told, theme.INK, True)]
    texts += [
        (plot.locale.typeset(scenarios[id].name[plot.locale.code]), colour, False)
        for id, colour in colours.items()
    ]
    edge = 18 - plot.padding["left"]
    x, y, rows = edge, 0, list[Row]()
    for text, colour, line in texts:
        width = 26 + plot.text_width(text)
        if x > edge and x + width > plot.layout.width - plot.padding["left"]:
            x, y = edge, y + _KEY
        rows.append({"px": x, "py": y, "text": text, "fill": colour, "line": line})
        x += width
    plot.padding["top"] = 12 + y + _KEY
    for row in rows:
        row["py"] += 12 - plot.padding["top"]
        row |= {"py1": row["py"] - 7, "py2": row["py"] + 7}
    squares = inline([row for row in rows if not row["line"]])
    lines = inline([row for row in rows if row["line"]])
    return [
        lines.mark_rule(stroke=theme.INK, strokeWidth=2, aria=False).encode(
            x=pixels_x("px"), y=pixels("py1"), y2=alt.Y2("py2:Q")
        ),
        squares.mark_square(size=90, opacity=1, aria=False).encode(
            x=pixels_x("px"),
            y=pixels("py"),
            fill=alt.Fill("fill:N", scale=None, legend=None),
        ),
        inline(rows)
        .mark_text(align="left", baseline="middle", dx=10, aria=False)
        .encode(x=pixels_x("px"), y=pixels("py"), text=alt.Text("text:N")),
    ]


def _line(plot: Plot, middle: End, centre: float, middles: list[float], x: alt.X) -> Any:
    """The middle, through the bars and not through the names that a phone has above them."""
    tip = plot.tip(middle.series, middle.row)
    spans = [(y - _HALF - 2, y + _HALF + 2) for y in middles]
    if not plot.layout.narrow:
        spans = [(0.0, float(plot.height))]
    # Told once: the other pieces only say of which series they are.
    tips = [tip, *[f"{plot.number_of(middle.series)}|"] * (len(spans) - 1)]
    rows = [
        {"x": centre, "y": top, "y2": end, "tip": words}
        for (top, end), words in zip(spans, tips, strict=True)
    ]
    return (
        inline(rows)
        .mark_rule(stroke=theme.INK, strokeWidth=2)
        .encode(x=x, y=pixels("y"), y2=alt.Y2("y2:Q"), description=alt.Description("tip:N"))
    )


def _tip(plot: Plot, end: End, middle: End, name: str) -> str:
    """`Marge 25 % (Prudent) : 2 370 Md$ (scénario)`, then the middle."""
    locale = plot.locale
    what = end.asked.projection.inputs[end.asked.changed].name[locale.code]
    value = _value(plot, end)
    scenario = end.other.name[locale.code]
    said = f"{plot.exact(end.size)}{plot.tail(end.row, plot.unit)}"
    head = locale.typeset(f"{what}, {scenario}, {value}{locale.words['colon']}{said}")
    centre = locale.typeset(middle.asked.scenario.name[locale.code])
    told = f"{centre}, {name}{locale.words['colon']}{plot.exact(middle.size)}"
    return plot.sentence(end.series, end.row, head, told)


def _select(chart: Chart, library: Library) -> tuple[Series, ...]:
    return selected_rows(chart, library, two_periods(chart), latest=False, by_entity=True)


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """The middle, then a row for each end."""
    middle, swings = swings_of(chart, library)

    def scenario(one: Scenario) -> str:
        return locale.typeset(one.name[locale.code])

    rows = [("", scenario(middle.asked.scenario), "", cell_text(middle.row, locale))]
    rows += [
        (
            locale.typeset(end.asked.projection.inputs[swing.input].name[locale.code]),
            scenario(end.other),
            taken(end.other, swing.input, end.asked, library, locale),
            cell_text(end.row, locale),
        )
        for swing in swings
        for end in swing.ends
    ]
    heads = ("assumption", "swing_scenario", "swing_taken", "value")
    return Table(tuple(locale.word(head) for head in heads), tuple(rows))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """The result in the middle, then for each input the ends of its bar and their values."""
    middle, swings = swings_of(chart, library)
    colon = locale.words["colon"]
    unit = middle.series.dataset.unit
    told = []
    for swing in swings:
        ends = [
            f"{amount(end.row, unit, locale)} "
            f"({taken(end.other, swing.input, end.asked, library, locale)})"
            for end in swing.ends
        ]
        course = locale.words["course"].format(*ends) if len(ends) == 2 else locale.listed(ends)
        told.append(f"{_name(swing, middle, library, locale)}, {course}")
    centre = middle.asked.scenario.name[locale.code]
    head = f"{centre}{colon}{amount(middle.row, unit, locale)}. {locale.words['widest_first']}"
    return locale.typeset(f"{head}{colon}{parted(told, locale)}.")


# -- what is refused ----------------------------------------------------------------------------


def _one_year(one: Candidate) -> Iterator[str]:
    if len(two_periods(one.chart)) != 1:
        yield "compares results of one period; give it as from and as to"


def _formulas(one: Candidate) -> Iterator[str]:
    """One cell is the middle, and each of the others changes one input of it."""
    ends = ends_of(one.series, one.library)
    found = {end.series.key for end in ends}
    for series in one.series:
        if series.key not in found:
            yield (
                f'draws "{series.key}", which no projection gives; take a cell with a formula '
                "like project payback.needed with central but margin from prudent"
            )
    middles = [end for end in ends if end.asked.other is None]
    if ends and len(middles) != 1:
        yield (
            f"has {len(middles)} results in the middle; draw one cell whose formula changes no "
            "input, like project payback.needed with central"
        )
    inputs = {end.asked.changed for end in ends if end.asked.changed}
    if len(middles) == 1:
        yield from _about_one(middles[0], ends)
        if not inputs:
            yield "changes no input; add cells whose formula has but, like but margin from prudent"
    if len(inputs) > ROWS_LIMIT:
        yield f"has {len(inputs)} rows; draw {ROWS_LIMIT} at most, or make two charts"


def _about_one(middle: End, ends: list[End]) -> Iterator[str]:
    """All ask for the same output of the same scenario, and an input has two ends at most."""
    wanted = middle.asked
    counts: dict[str, int] = {}
    for end in ends:
        asked = end.asked
        counts[asked.changed] = counts.get(asked.changed, 0) + 1
        same = (asked.projection, asked.output, asked.scenario.id)
        if same != (wanted.projection, wanted.output, wanted.scenario.id):
            yield (
                f'draws "{end.series.key}", which is about {asked.output} with '
                f"{asked.scenario.id}, around {wanted.output} with {wanted.scenario.id}; "
                "draw one output of one scenario"
            )
    for id, count in counts.items():
        if id and count > 2:
            yield f'has {count} results for "{id}"; a bar has two ends'


KIND = Kind(
    fr="ce que devient un résultat calculé quand une hypothèse change",
    en="what becomes of a computed result when one assumption changes",
    draw=draw,
    select=_select,
    refuse_options=(_one_year, refusals.highlight),
    refuse=(refusals.several_units, _formulas),
    table=_table,
    describe=_describe,
    keys="list",
    one_definition=False,
)

"""For each series, a bar from its lowest value to its highest, and a dot at the last one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from explainer.drawing.lazy_altair import alt
from explainer.errors import Where
from explainer.facts.fields import Field, one_of
from explainer.facts.model import Chart, Library, Text
from explainer.kinds import refusals
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.plot import Plot, Row
from explainer.kinds.rows import beside, boxes, place, round_dots, row_colours, scale
from explainer.kinds.series import Series, selected
from explainer.kinds.tables import Table
from explainer.language.locales import Locale
from explainer.language.numbers import decimals

HERE = Where("explainer/kinds/extents.py", 1)
LOWEST = Text("Au plus bas", "Lowest", HERE)
HIGHEST = Text("Au plus haut", "Highest", HERE)
DOT = {"last": Text("Dernier", "Latest", HERE), "first": Text("Premier", "Earliest", HERE)}


def _dot(chart: Chart) -> str:
    """Which value is the dot."""
    dot: str = chart.options.get("dot", "last")
    return dot


def _values(one: Series, chart: Chart) -> tuple[Decimal, Decimal, Decimal]:
    """The lowest, the highest, and that of the dot."""
    known = [row.value for row in one.observations if row.value is not None]
    return min(known), max(known), known[-1 if _dot(chart) == "last" else 0]


def draw(plot: Plot) -> alt.LayerChart:
    """Return one row a series, in the order of the file."""
    names = [plot.label(one) for one in plot.series]
    plot.padding["top"] = 8
    middles, named = place(plot, names, [""] * len(names), [False] * len(names))
    colours, bars, dots, texts = row_colours(plot), list[Row](), list[Row](), list[Row]()
    for one, name, y in zip(plot.series, names, middles, strict=True):
        low, high, dot = _values(one, plot.chart)
        said = f"{name}{plot.locale.words['colon']}{plot.locale.span(low, high, plot.unit, short=True)}"
        painted = {"colour": colours[one.key], "fill": colours[one.key], "y": y}
        tip = f"{plot.number_of(one)}|{said}"
        bar = {"x": float(low), "x2": float(high), "y": y - 3, "y2": y + 3, "tip": tip}
        bars.append(painted | bar)
        dots.append(painted | {"x": float(dot), "tip": tip})
        texts.append({"x": float(high), "y": y, "text": plot.rough(dot)})
    x = scale(plot, 0.0, max(row["x2"] for row in bars), texts)
    return plot.finish(
        boxes(bars, x, "tip", fillOpacity=0.3),
        round_dots(dots, x),
        *beside(texts, x, "right"),
        *named,
    )


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    series = selected(chart, library)
    heads = (LOWEST, HIGHEST, DOT[_dot(chart)])
    rows = (
        (
            locale.typeset(one.label[locale.code]),
            *(locale.number(value, decimals(value)) for value in _values(one, chart)),
        )
        for one in series
    )
    return Table((locale.word("name"), *(head[locale.code] for head in heads)), tuple(rows))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    told = []
    for one in selected(chart, library):
        low, high, _ = _values(one, chart)
        course = locale.words["course"].format(
            locale.short(low, one.dataset.unit), locale.short(high, one.dataset.unit)
        )
        told.append(f"{one.label[locale.code]}{locale.words['colon']}{course}.")
    return locale.typeset(" ".join(told))


def _alone(one: Candidate) -> Iterator[str]:
    if len(one.series) < 2:
        yield "compares one series with nothing; write kind: lines"


KIND = Kind(
    fr="l'étendue de chaque série, et sa dernière valeur",
    en="how far each series goes, and its latest value",
    draw=draw,
    options=(
        Field("dot", one_of(tuple(DOT)), "quelle valeur est un point", "which value is a dot"),
    ),
    refuse=(*refusals.ON_ONE_AXIS, _alone),
    table=_table,
    describe=_describe,
    keys="list",
)

"""From one total to another by its parts, one row a step: what was added, what was taken away.

Totals begin at zero, and each part where the one above it ended. The sign says the direction and
colour repeats it; what the parts leave of a total is grey and has its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.facts.fields import BOTH, Field, one_of
from explainer.facts.model import Chart, Library, Text
from explainer.kinds import refusals
from explainer.kinds.descriptions import parted
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.marks import bad_names, two_periods
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.rows import beside, boxes, pixels, place, row_colours, scale, zero_line
from explainer.kinds.tables import Table
from explainer.kinds.waterfall_steps import Step, as_known, role_of, select_all, steps_of
from explainer.language.locales import LOCALES, Locale
from explainer.language.numbers import decimals

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
        words_beside = {"words": word} if word and not plot.layout.narrow else {}
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
    return plot.locale.short(step.told, plot.unit, sign=step.role != "total")


def _colour(plot: Plot, step: Step) -> str:
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
    said = plot.exact(step.told, sign=step.role != "total")
    head = f"{name}{locale.words['colon']}{said}{status}"
    if not step.marks:
        said = locale.word("rest_is") if step.role == "rest" else locale.word("sum_of_parts")
        return f"{len(plot.series)}|{head.replace('|', '/')}|{said}"
    mark = step.marks[-1]
    assert mark.row is not None, "only what is known is drawn"
    if step.role == "total":
        return plot.sentence(mark.series, mark.row, head)
    cells = [
        f"{plot.exact(one.size)} ({locale.period(one.row.period)})"
        for one in step.marks
        if one.row is not None
    ]
    course = locale.word("course", *cells) if len(cells) == 2 else ""
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
        if not plot.layout.narrow or pixel > edge + plot.text_width(name) + 4:
            links.append({"x": at, "y": above["y2"], "y2": below["y"]})
    if not links:
        return []
    return [
        inline(links)
        .mark_rule(color=theme.SOFT, strokeWidth=1, aria=False)
        .encode(x=x, y=pixels("y"), y2=alt.Y2("y2:Q"))
    ]


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """The steps of one period, or what each was in both and what that does to the total."""
    steps, periods = steps_of(chart, library), two_periods(chart)
    if len(periods) == 1:
        return Table(
            (locale.word("step"), locale.word("value")),
            tuple((step.label(locale), _effect(step, locale)) for step in steps),
        )
    return Table(
        (locale.word("step"), *map(locale.period, periods), locale.word("effect")),
        tuple(_both(step, locale) for step in steps[1:]),
    )


def _effect(step: Step, locale: Locale) -> str:
    """What a step is in one period: a total as it is, a part with its sign."""
    text = locale.number(step.told, decimals(step.told), sign=step.role != "total")
    return f"{text} ({locale.word(step.status)})" if step.status else text


def _both(step: Step, locale: Locale) -> tuple[str, ...]:
    """What a step is in both periods, and what the change does to the total."""
    assert step.before is not None, "steps between two periods know both"
    assert step.after is not None, "steps between two periods know both"
    before, after = step.before, step.after
    if not step.marks:  # a sum of the parts, or what they leave
        before, after = step.known(before), step.known(after)
    effect = as_known(after - before, before, after) if step.role == "total" else step.told
    status = f" ({locale.word(step.status)})" if step.status else ""
    return (
        locale.typeset(step.name[locale.code]) if step.name else locale.word("total"),
        locale.number(before, decimals(before)),
        locale.number(after, decimals(after)) + status,
        locale.number(effect, decimals(effect), sign=True),
    )


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    unit = library.datasets[chart.series[0].dataset].unit
    rows = []
    for step in steps_of(chart, library):
        amount = locale.exact(step.told, unit, sign=step.role != "total")
        status = f" ({locale.words[step.status]})" if step.status else ""
        rows.append(f"{step.label(locale)}, {amount}{status}")
    head = f"{locale.words['top_down']}{locale.words['colon']}"
    return locale.typeset(f"{head}{parted(rows, locale)}.")


# -- what is refused ----------------------------------------------------------------------------

SMALL_LIMIT = 50  # times: beyond, the parts are thinner than their lines


def _totals(one: Candidate) -> Iterator[str]:
    """There are periods, a total that the parts make, and parts."""
    chart, periods = one.chart, two_periods(one.chart)
    if not periods:
        yield "is a waterfall without from and to; give two periods, or twice the same one"
        return
    roles = [ref.options.get("role", "plus") for ref in chart.series]
    totals = roles.count("total")
    if totals == len(roles) and (len(periods) == 2 or totals < 2):
        yield "has no part between its totals; add a series"
        return
    if len(periods) == 1:
        if roles[-1] != "total":
            yield "ends without a total; add role: total to the last series, which its parts make"
        return
    if totals > 1:
        yield f"has {totals} totals from one period to another; keep one, which changes"
    if any(one.library.datasets[ref.dataset].unit.is_percent for ref in chart.series):
        yield "adds up changes of percentages, which are not percentages; draw amounts"
    several = len({ref.dataset for ref in chart.series}) > 1
    if not totals and (several or "minus" in roles):
        yield "has no total; add role: total to the series that its parts make"
    elif not totals and chart.options.get("rest"):
        yield "has rest, but its total is the sum of its series; take rest out"


def _cells(one: Candidate) -> Iterator[str]:
    """All cells are known, and the parts make the totals, or what is left has a name."""
    lost = [
        (series, period)
        for series in one.series
        for period in two_periods(one.chart)
        if not (row := series.at(period)) or not row.numbers
    ]
    for series, period in lost:
        remedy = (
            "take other periods"
            if role_of(series) == "total"
            else "take the part out and name the rest, or take other periods"
        )
        yield f'needs "{series.key}" of {period}, which is not known; {remedy}'
    if not lost:
        yield from _steps(one)


def _steps(one: Candidate) -> Iterator[str]:
    steps = steps_of(one.chart, one.library)
    rest: Text | None = one.chart.options.get("rest")
    yield from bad_names([series.label for series in one.series] + ([rest] if rest else []))
    rests = [step for step in steps if step.role == "rest"]
    if rest and not rests:
        yield "has rest, but its parts make its totals; take rest out"
    for code in LOCALES:
        if rest and len(rest[code]) > refusals.LABEL_LIMIT:
            yield (
                f'names its rest "{rest[code]}" ({code}); '
                f"write {refusals.LABEL_LIMIT} characters at most"
            )
    whole = max(abs(step.amount) for step in steps if step.role == "total")
    part = max((abs(step.amount) for step in steps if step.role != "total"), default=whole)
    if whole > SMALL_LIMIT * part:
        yield f"has parts of {part} at most beside a total of {whole}: they would vanish; draw dots"
    yield from (
        f"has parts that make {step.start} and not {step.end}: {step.amount} is left; "
        "add rest, which names it, or the parts that lack"
        for step in rests
        if step.name is None
    )


KIND = Kind(
    fr="d'un total à un autre par ses parties",
    en="from one total to another by its parts",
    draw=draw,
    options=(
        Field(
            "rest",
            BOTH,
            "le nom de ce que les parties laissent d'un total",
            "the name of what the parts leave of a total",
        ),
    ),
    series_options=(
        Field(
            "role",
            one_of(("total", "plus", "minus")),
            "un total, ou ce qui s'ajoute ou se retire",
            "a total, or what is added or taken away",
        ),
    ),
    select=select_all,
    refuse_options=(_totals, refusals.highlight),
    refuse=(
        refusals.several_units,
        refusals.never_added,
        refusals.ranges,
        refusals.long_names,
        refusals.vanishing_values,
        _cells,
    ),
    table=_table,
    describe=_describe,
    keys="list",
    one_definition=False,
)

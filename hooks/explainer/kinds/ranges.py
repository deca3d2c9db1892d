"""Guidance by date of issue against what came: one row an announcement, by target.

A range is dashed and pale, an amount a pale dot, and a bound alone a bar whose other end is open;
an outcome is a solid line through them. All are named: never colour alone. What was
announced and could not be read keeps its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.measuring import width_of
from explainer.errors import Problem, did_you_mean
from explainer.facts.fields import ID, Field
from explainer.facts.model import Chart, Library, Observation
from explainer.kinds import refusals
from explainer.kinds.descriptions import amount
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.plot import Plot, Row, inline
from explainer.kinds.rows import missing_tip, pixels
from explainer.kinds.series import Series, announcements, references, selected
from explainer.kinds.spans import bars, lines, texts
from explainer.kinds.tables import Table, cell_text, issue_heads, rows_by_issue
from explainer.kinds.ticks import nice_ticks
from explainer.language.locales import Locale

_HEAD, _ROW = 26, 25  # heights: the line that names a target, and a row below it
_NARROW_ROW = 38  # on a phone the words stand over their bar, which then has the whole width
_NARROW_WORDS = 22  # a row of words alone
_CUT = 18  # height of the words that say where the scale begins
_REACH = 0.2  # of the drawn values: how far a bar goes on at its open end


def draw(plot: Plot) -> alt.LayerChart:
    """Return the ranges. Each target period has a head line with its outcome, when known."""
    one = plot.series[0]
    came = _outcomes(one, plot.chart, plot.library)
    heads: list[Row] = []
    spans: list[Row] = []
    found: list[Row] = []
    y = 0
    reach = _reach(one, came)
    for target, rows in announcements(one):
        top = y
        heads.append({"y": y + 13, "text": plot.locale.word("target", plot.locale.period(target))})
        y += _HEAD
        for row in rows:
            spans.append(_span(plot, row, y, reach))
            y += spans[-1]["height"]
        known = came.at(target) if came else None
        if known is not None:
            found.append(_outcome(plot, one, known, (top + 4, y - 2, top + 13)))
            for span in spans:
                if span["y"] > top and span["kind"] != "missing":
                    # Its label stands clear of the outcome's line.
                    span["end"] = max(span["end"], found[-1]["x"])
        y += 6
    plot.rows_height = y
    plot.padding["top"] = 8 + _CUT
    if not plot.layout.narrow:
        plot.padding["left"] = 14 + max(plot.text_width(span["date"]) for span in spans)
    x, ends = _scale(plot, spans, found)
    narrow = plot.layout.narrow
    return plot.finish(
        *bars(spans, x, plot.colours()[one.key]),
        *lines(found, x),
        *(_plates(plot, spans) if narrow else []),
        *_words(plot, heads, spans, _sided(plot, found, ends), x),
        *texts(
            [{"y": -_CUT / 2 - 2, "text": plot.locale.word("cut_scale")}],
            alt.value(12 - plot.padding["left"]),
            fill=theme.SOFT,
        ),
    )


def _reach(one: Series, came: Series | None) -> float:
    """How far a bar that has one end goes on at the other, in data units."""
    rows = (*one.observations, *(came.observations if came else ()))
    known = [float(number) for row in rows for number in row.numbers]
    return (max(known) - _below(min(known))) * _REACH


def _below(low: float) -> float:
    """Where the scale begins: these are spans and not bars, so near the lowest and not at zero."""
    return low - abs(low) * 0.25


def _span(plot: Plot, row: Observation, top: int, reach: float) -> Row:
    """One announcement: its kind (`range`, `value`, `low` or `high` alone, `missing`), where its
    bar begins and ends, and its words."""
    low, high = row.low, row.high
    kind = "range" if low is not None and high is not None else "low" if high is None else "high"
    if row.value is not None and not row.interval:
        kind, low, high = "value", row.value, row.value
    date = plot.locale.date(row.issued, short=True) if row.issued else ""
    narrow = plot.layout.narrow
    span: Row = {
        "kind": kind,
        "y": top + (19 if narrow else 4),
        "y2": top + (31 if narrow else 21),
        "date": date,
        "height": _NARROW_ROW if narrow else _ROW,
    }
    colon = plot.locale.words["colon"]
    name = f"{plot.locale.word('guidance')} {plot.locale.period(row.period)}"
    if not row.numbers:
        none = plot.locale.word("missing_short")
        tip = missing_tip(plot, plot.series[0], row, f"{date}, {name}")
        over = f"{date}{colon}{none}"
        height = _NARROW_WORDS if narrow else _ROW
        return span | {
            "kind": "missing", "text": none, "over": over, "tip": tip, "height": height
        }  # fmt: skip
    if row.value is None:
        text = plot.locale.span(row.low, row.high, plot.unit, short=True)
    else:
        interval = f" ({plot.locale.interval(*row.interval, plot.unit)})" if row.interval else ""
        text = plot.locale.short(row.value, plot.unit) + interval
    first = float(low) if low is not None else float(row.numbers[0]) - reach
    last = float(high) if high is not None else float(row.numbers[0]) + reach
    return span | {
        "x": first,
        "x2": last,
        "end": last,
        "text": text,
        "over": f"{date}{colon}{text}",
        "tip": plot.sentence(plot.series[0], row, f"{date}, {name}{colon}{text}"),
    }


def _outcome(plot: Plot, one: Series, known: Observation, at: tuple[int, int, int]) -> Row:
    """What came: a line from the first to the second height, named at the third."""
    assert known.value is not None, "only a known outcome is drawn"
    came = plot.locale.short(known.value, plot.unit)
    text = f"{plot.locale.word('outcome')} {came}"
    head = f"{plot.locale.period(known.period)}{plot.locale.words['colon']}{text}"
    return {
        "x": float(known.value),
        "y": at[0],
        "y2": at[1],
        "middle": at[2],
        "text": text,
        "tip": plot.sentence(one, known, head),
    }


def _scale(plot: Plot, spans: list[Row], outcomes: list[Row]) -> tuple[alt.X, tuple[float, float]]:
    """The scale and its two ends; on the right it leaves room for the longest label."""
    drawn = [span for span in spans if span["kind"] != "missing"]
    edges = [span[end] for span in drawn for end in ("x", "x2")] + [row["x"] for row in outcomes]
    low, high = _below(min(edges)), max(edges)
    high = high if high > low else low + 1
    if not plot.layout.narrow:
        room = 20 + max(plot.text_width(row["text"]) for row in drawn + outcomes)
        high += (high - low) * room / (plot.width - room)
    ticks = nice_ticks(low, high, 4 if plot.layout.narrow else 6)
    half = max(map(plot.text_width, plot.tick_labels(ticks).values())) / 2 + 4
    unit = (high - low) / plot.width
    left, right = (max(0, half - plot.padding[side]) * unit for side in ("left", "right"))
    channel = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=plot.value_axis(
            [tick for tick in ticks if low + left <= tick <= high - right],
            grid=True, domain=False, labelFlush=False,
        ),
        title=None,
    )  # fmt: skip
    return channel, (low, high)


def _plates(plot: Plot, spans: list[Row]) -> list[Any]:
    """On a phone, the ground under the words over each bar, which breaks what passes there."""
    rows = [{"y": span["y"] - 17, "y2": span["y"] - 1} for span in spans]
    left = 12 - plot.padding["left"]
    widest = max(width_of(span["over"], plot.layout.font_size) for span in spans)
    plate = inline(rows).mark_rect(fill=theme.GROUND, aria=False)
    ends = {"x": alt.value(left - 2), "x2": alt.value(left + widest + 6)}
    return [plate.encode(**ends, y=pixels("y"), y2=alt.Y2("y2:Q"))]


def _sided(plot: Plot, outcomes: list[Row], ends: tuple[float, float]) -> list[Row]:
    """What came, told on the right of its line or, where there is no room, on the left."""
    (low, high), edge = ends, plot.width + plot.padding["right"] - 4
    found = []
    for row in outcomes:
        at = (row["x"] - low) / (high - low) * plot.width
        wide = width_of(row["text"], plot.layout.font_size, 600)
        found.append(row | {"side": "right" if at + 6 + wide <= edge else "left"})
    return found


def _words(
    plot: Plot, heads: list[Row], spans: list[Row], outcomes: list[Row], x: alt.X
) -> list[Any]:
    narrow = plot.layout.narrow
    edge = alt.value(12 - plot.padding["left"])
    rows = [
        {
            "x": span.get("end"),
            "y": span["y"] - 9 if narrow else (span["y"] + span["y2"]) / 2,
            "text": span["over" if narrow else "text"],
            "date": span["date"],
            "tip": span["tip"],
            "known": span["kind"] != "missing",
            "dot": span["kind"] == "value" and span["end"] == span["x"],
        }
        for span in spans
    ]
    known = [row for row in rows if row["known"]]
    missing = [row for row in rows if not row["known"]]
    came = {
        side: [
            {"x": row["x"], "y": row["middle"], "text": row["text"]}
            for row in outcomes
            if row["side"] == side
        ]
        for side in ("right", "left")
    }
    found = texts(heads, edge, fontWeight=600)
    # A halo keeps words apart from the grid and the lines that they cross.
    halo: dict[str, Any] = {"stroke": theme.GROUND, "strokeWidth": 4, "strokeJoin": "round"}
    soft: dict[str, Any] = {"fill": theme.SOFT}
    for more in (halo, {}):
        if narrow:
            found += texts(known, edge, **soft, **more)
        else:
            found += texts([row for row in known if not row["dot"]], x, dx=6, **more)
            found += texts([row for row in known if row["dot"]], x, dx=13, **more)
        found += texts(came["right"], x, dx=6, fontWeight=600, **more)
        found += texts(came["left"], x, dx=-6, fontWeight=600, align="right", **more)
    # Here the word is all there is of the mark, and tells why.
    found += texts(missing, edge if narrow else alt.value(6), **soft, **halo)
    found += texts(missing, edge if narrow else alt.value(6), tells=True, **soft)
    if not narrow:
        dates = [{"y": row["y"], "text": row["date"]} for row in rows]
        found += texts(dates, alt.value(-8), align="right", **soft)
    return found


def _outcomes(one: Series, chart: Chart, library: Library) -> Series | None:
    """What came of guidance, from the chart's `outcome` dataset, as far as it is known.

    It is that of the same entity, or of the only series there. An estimate is no outcome, and
    grade C is no more drawn here than elsewhere.
    """
    if "outcome" not in chart.options:
        return None
    dataset = library.datasets[chart.options["outcome"]]
    entity = one.entity if one.entity in dataset.series else next(iter(dataset.series))
    targets = {row.period for row in one.observations}
    rows = tuple(
        row
        for row in dataset.series[entity]
        if row.period in targets
        and row.value is not None
        and row.standing is None
        and row.grade != "C"
    )
    key, colour = f"{dataset.id}/{entity}", library.colour(entity)
    return Series(key, dataset.name, dataset, entity, colour, rows)


def _shown(chart: Chart, library: Library) -> tuple[Series, ...]:
    """The announcements, and what came of them."""
    series = selected(chart, library)
    came = _outcomes(series[0], chart, library) if series else None
    return (*series, came) if came and came.observations else series


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    """One row an announcement, by target, then what came."""
    rows: list[tuple[str, ...]] = []
    series = selected(chart, library)
    for one in series:
        came = _outcomes(one, chart, library)
        for target, said in announcements(one):
            period = locale.period(target)
            rows += rows_by_issue(target, said, locale)
            known = came.at(target) if came else None
            if came and known:
                outcome = locale.word("outcome").capitalize()
                rows.append((outcome, period, cell_text(known, locale)))
    return Table(issue_heads(locale), tuple(rows))


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """For each target, what was said and when, and what came."""
    parts = []
    colon, semicolon = locale.words["colon"], locale.words["semicolon"]
    missing = locale.words["missing"].lower()
    for one in selected(chart, library):
        unit, came = one.dataset.unit, _outcomes(one, chart, library)
        for target, said in announcements(one):
            steps = ", ".join(
                (amount(row, unit, locale) if row.numbers else missing)
                + (f" ({locale.date(row.issued)})" if row.issued else "")
                for row in said
            )
            text = f"{locale.words['target'].format(locale.period(target))}{colon}{steps}"
            known = came.at(target) if came else None
            if known is not None:
                text += f"{semicolon}{locale.words['outcome']}{colon}{amount(known, unit, locale)}"
            parts.append(locale.typeset(text + "."))
    return " ".join(parts)


def _several(one: Candidate) -> Iterator[str]:
    drawn = len(references(one.chart, one.library))
    if drawn > 1:
        yield f"draws {drawn} series of ranges; make one chart for each"


def _outcome_fits(one: Candidate) -> Iterator[Problem | str]:
    """What came is known under its id, in the same unit, and of the same company."""
    chart, library = one.chart, one.library
    id = chart.options.get("outcome")
    if id is None or library.may_lack("datasets", id):
        return
    if id not in library.datasets:
        message = f'outcome "{id}" is unknown{did_you_mean(id, library.datasets)}'
        yield Problem(chart.where, message)
        return
    came = library.datasets[id]
    drawn = [entity for _, entity in references(chart, library)]
    unit = library.datasets[chart.series[0].dataset].unit
    if came.unit != unit or not (len(came.series) == 1 or set(drawn) <= set(came.series)):
        yield (
            f"needs an outcome in {unit.id}, of {' and '.join(drawn)} or of one series; "
            f'"{id}" is not'
        )


KIND = Kind(
    fr="ce qui a été annoncé, à chaque date, et ce qu'il en est advenu",
    en="what was announced, at each date, and what came",
    draw=draw,
    options=(
        Field(
            "outcome",
            ID,
            "le jeu de données qui dit ce qu'il en est advenu",
            "the dataset that tells what came of them",
        ),
    ),
    refuse_options=(_several, _outcome_fits),
    refuse=(
        refusals.several_units,
        refusals.too_many_series,
        refusals.nothing_to_draw,
        refusals.long_names,
        refusals.missing_colours,
    ),
    shown=_shown,
    table=_table,
    describe=_describe,
    keys="list",
)

"""Two values for each thing, joined by a line: two periods, or two datasets such as what was
announced and what is firm.

The first end is a ring, the second a dot, and a key names them. What is no outcome says so in a
word, and its line is dashed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.facts.fields import BOTH, Field, whole_list
from explainer.facts.model import Chart, Library, Text
from explainer.kinds import notes, refusals
from explainer.kinds.descriptions import amount, gaps, parted
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.marks import (
    Mark,
    bad_names,
    doubled_name,
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
    given,
    missing_tip,
    pixels,
    pixels_x,
    place,
    round_dots,
    row_colours,
    scale,
    value_text,
)
from explainer.kinds.series import Series
from explainer.kinds.tables import Table
from explainer.language.locales import LOCALES, Locale

_KEY = 22  # height of a line of the key


@dataclass(frozen=True)
class Pair:
    """One thing at both ends of a chart of pairs."""

    name: Text
    ends: tuple[Mark, Mark]


@dataclass(frozen=True)
class _Ends:
    """What both ends are called, and what all the values of one have in common."""

    names: tuple[str, str]
    status: tuple[str | None, str | None]


def draw(plot: Plot) -> alt.LayerChart:
    """Return the pairs of a chart, under a key that names both ends."""
    pairs = pairs_of(plot.chart, plot.library)
    ends = _ends(plot, pairs)
    names = [plot.locale.typeset(pair.name[plot.locale.code]) for pair in pairs]
    lines = [_line_of_words(plot, pair, ends) for pair in pairs]
    middles, named = place(plot, names, lines, [False] * len(pairs))
    colours = row_colours(plot)
    alike = set(colours.values())
    key = _key(plot, ends, next(iter(alike)) if len(alike) == 1 else theme.INK)
    dots: list[Row] = []
    texts: list[Row] = []
    told = [mark for pair in pairs for mark in pair.ends if mark.known]
    whole = all_whole(mark.row for mark in told if mark.row)
    values = [float(mark.size) for mark in told]
    values += notes.held(plot)
    low, high = min(values), max(values)
    low = low if low > high / 2 else min(0.0, low)  # a length is not measured: it may start later
    high = max(high, 0.0)
    for pair, name, y in zip(pairs, names, middles, strict=True):
        for end, side in enumerate(_sides(pair)):
            mark = pair.ends[end]
            if mark.row is not None and mark.known:
                x = float(mark.size)
                dot = {"x": x, "y": y, "end": end, "colour": colours[pair.ends[0].series.key]}
                dots.append(dot | {"tip": _tip(plot, mark, name, ends.names[end])})
                text: Row = {"text": value_text(plot, mark.row, whole=whole)}
                words = _words(plot, mark, end, ends)
                text |= {"words": words} if words and not plot.layout.narrow else {}
            else:
                other = pair.ends[1 - end]
                x = float(other.size) if other.known else low
                tip = missing_tip(plot, mark.series, mark.row, f"{name}, {ends.names[end]}")
                text = {"text": plot.locale.word("missing_short"), "tip": tip}
            if side:
                texts.append({"x": x, "y": y, "side": side, **text})
    x_scale = scale(plot, low, high, texts)
    return plot.finish(
        *notes.upright(plot, x_scale, middles),  # below values, whose halo breaks it
        *_lines(pairs, middles, colours, x_scale),
        _dots(dots, x_scale),
        *beside(texts, x_scale, "left"),
        *beside(texts, x_scale, "right"),
        *named,
        *key,
    )


def _ends(plot: Plot, pairs: tuple[Pair, ...]) -> _Ends:
    known = [[pair.ends[end] for pair in pairs if pair.ends[end].known] for end in (0, 1)]
    said = [{mark.row.standing for mark in marks if mark.row} for marks in known]
    shared = [next(iter(one)) if len(one) == 1 else None for one in said]
    names = end_names(plot.chart, plot.library, plot.locale)
    return _Ends(names, (shared[0], shared[1]))


def _sides(pair: Pair) -> tuple[str, str]:
    """On which side of the pair each end is told: the smaller on the left; one word is enough
    where both are the same, or both missing."""
    first, second = pair.ends
    if first.known and second.known:
        if first.size == second.size:
            return "", "right"
        return ("left", "right") if first.size < second.size else ("right", "left")
    return ("left", "right") if first.known or second.known else ("", "right")


def _words(plot: Plot, mark: Mark, end: int, ends: _Ends) -> str:
    """What a value is when it is no outcome, where the key does not tell it for all."""
    status = mark.row.standing if mark.row is not None and mark.known else None
    return plot.locale.word(status) if status and status != ends.status[end] else ""


def _line_of_words(plot: Plot, pair: Pair, ends: _Ends) -> str:
    """What a phone writes on the line of a name: the words of both ends, once when they agree."""
    words = [_words(plot, mark, end, ends) for end, mark in enumerate(pair.ends)]
    known = [word for word, mark in zip(words, pair.ends, strict=True) if mark.known]
    if len(set(known)) < 2:
        return known[0] if known else ""
    colon = plot.locale.words["colon"]
    return ", ".join(
        f"{name}{colon}{word}" for name, word in zip(ends.names, words, strict=True) if word
    )


def _tip(plot: Plot, mark: Mark, name: str, end: str) -> str:
    """`Acme, T2 2026 : 61 Md$`, or `Globex, annoncé, févr. 2025 : 20 Md€`."""
    row = mark.row
    assert row is not None, "only what is known is told"
    when = plot.locale.period(row.period)
    head = ", ".join(dict.fromkeys((name, end, when)))
    said = f"{amount(row, plot.unit, plot.locale)}{plot.tail(row, plot.unit)}"
    return plot.sentence(mark.series, row, f"{head}{plot.locale.words['colon']}{said}")


def _key(plot: Plot, ends: _Ends, ink: str) -> list[Any]:
    """A ring and a dot with the names of the ends, above the plot; sets its upper padding."""
    texts = []
    for name, status in zip(ends.names, ends.status, strict=True):
        word = plot.locale.word(status) if status else ""
        told = not word or word.casefold() in name.casefold()
        texts.append(name if told else f"{name} ({word})")
    left = 18 - plot.padding["left"]
    step = plot.text_width(texts[0]) + 44
    beside_first = step + plot.text_width(texts[1]) + 30 <= plot.layout.width
    height = _KEY if beside_first else 2 * _KEY
    lift = notes.LIFT if notes.line_of(plot.chart) else 0
    plot.padding["top"] = 12 + height + lift
    top = -height + 4 - lift
    at = (left + step, top) if beside_first else (left, top + _KEY)
    rows = [
        {"px": left, "py": top, "text": texts[0], "fill": theme.GROUND},
        {"px": at[0], "py": at[1], "text": texts[1], "fill": ink},
    ]
    base = inline(rows).encode(x=pixels_x("px"), y=pixels("py"))
    return [
        base.mark_point(
            shape="circle", size=80, strokeWidth=2, opacity=1, stroke=ink, aria=False
        ).encode(fill=given("fill", alt.Fill)),
        base.mark_text(align="left", baseline="middle", dx=10, aria=False).encode(
            text=alt.Text("text:N")
        ),
    ]


def _lines(
    pairs: tuple[Pair, ...], middles: list[float], colours: dict[str, str], x: alt.X
) -> list[Any]:
    found: list[Any] = []
    for sure in (True, False):
        some = [
            {"x": float(first.size), "x2": float(second.size), "y": y}
            | {"colour": colours[first.series.key]}
            for (first, second), y in zip((pair.ends for pair in pairs), middles, strict=True)
            if first.known
            and second.known
            and (first.row is not None and second.row is not None)
            and (first.row.standing is None and second.row.standing is None) is sure
        ]
        if some:
            dash: dict[str, Any] = {} if sure else {"strokeDash": [4, 3]}
            found.append(
                inline(some)
                .mark_rule(strokeWidth=3, strokeOpacity=0.55, aria=False, **dash)
                .encode(x=x, x2=alt.X2("x2:Q"), y=pixels("y"), stroke=given("colour", alt.Stroke))
            )
    return found


def _dots(dots: list[Row], x: alt.X) -> Any:
    rows = [
        {
            "x": dot["x"],
            "y": dot["y"],
            "tip": dot["tip"],
            "colour": dot["colour"],
            "fill": dot["colour"] if dot["end"] else theme.GROUND,
        }
        for dot in sorted(dots, key=lambda dot: bool(dot["end"]))
    ]
    return round_dots(rows, x)


def _select(chart: Chart, library: Library) -> tuple[Series, ...]:
    """With two periods, both rows of each series; else its latest, and two datasets are ends."""
    periods = two_periods(chart)
    alone = len(periods) < 2
    return selected_rows(chart, library, periods, latest=alone, by_entity=alone)


def pairs_of(chart: Chart, library: Library) -> tuple[Pair, ...]:
    """Return the rows of a chart of pairs, those that reach furthest first.

    With two periods, a row is a series. With two datasets, a row is what bears the same name in
    both, which is the entity's or a label. What has no number at all stands last.
    """
    series = _select(chart, library)
    periods = two_periods(chart)
    if len(periods) == 2:
        first, last = periods
        rows = [
            Pair(one.label, (Mark(one, one.at(first)), Mark(one, one.at(last)))) for one in series
        ]
    else:
        rows = [_across(name, series) for name in dict.fromkeys(one.label for one in series)]
    return tuple(sorted(rows, key=_reach, reverse=True))


def end_names(chart: Chart, library: Library, locale: Locale) -> tuple[str, str]:
    """Return what the two ends of a chart of pairs are called: as its file says, or by their
    periods, or by their datasets."""
    periods = two_periods(chart)
    ends: tuple[Text, ...] = chart.options.get("ends", ())
    if ends:
        names = [locale.typeset(text[locale.code]) for text in ends]
    elif len(periods) == 2:
        names = [locale.period(period) for period in periods]
    else:
        ids = dict.fromkeys(pick.dataset for pick in chart.series)
        names = [locale.typeset(library.datasets[id].name[locale.code]) for id in ids]
    return names[0], names[-1]


def _across(name: Text, series: Sequence[Series]) -> Pair:
    """A row of two datasets; the end that one of them lacks has the series of the other."""
    here = [one for one in series if one.label == name]
    marks = []
    for id in dict.fromkeys(one.dataset.id for one in series):
        one = next((one for one in here if one.dataset.id == id), None)
        cell = one.observations[-1] if one and one.observations else None
        marks.append(Mark(one or here[0], cell))
    return Pair(name, (marks[0], marks[-1]))


def _reach(pair: Pair) -> tuple[bool, Decimal]:
    known = [mark.size for mark in pair.ends if mark.known]
    return bool(known), max(known, default=Decimal(0))


def _table(chart: Chart, library: Library, locale: Locale) -> Table:
    dated = len(two_periods(chart)) < 2
    heads = [(name, locale.word("period")) for name in end_names(chart, library, locale)]
    rows = (
        (
            locale.typeset(pair.name[locale.code]),
            *(text for mark in pair.ends for text in mark_cells(mark, locale, dated=dated)),
        )
        for pair in pairs_of(chart, library)
    )
    return Table(
        (locale.word("name"), *(head for both in heads for head in both[: 1 + dated])), tuple(rows)
    )


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """What each thing was at both ends, in the order of the drawing."""
    ends = end_names(chart, library, locale)
    rows, missing = [], []
    for pair in pairs_of(chart, library):
        name = pair.name[locale.code]
        told = [mark_words(mark, locale, dated=False) for mark in pair.ends if mark.known]
        lost = [end for end, mark in zip(ends, pair.ends, strict=True) if not mark.known]
        if len(told) == 2:
            rows.append(f"{name}, {locale.words['then'].format(*told)}")
        elif told:
            rows.append(f"{name}, {told[0]} ({ends[0] if pair.ends[0].known else ends[1]})")
            missing.append(f"{name} ({lost[0]})")
        else:
            missing.append(name)
    head = f"{locale.words['for_each'].format(*ends)}{locale.words['colon']}"
    return locale.typeset(f"{head}{parted(rows, locale)}.{gaps(missing, locale)}")


# -- what is refused ----------------------------------------------------------------------------


def _two_ends(one: Candidate) -> Iterator[str]:
    ends = one.chart.options.get("ends", ())
    if ends and len(ends) != 2:
        yield f"names {len(ends)} ends; a pair has two"
    datasets = {ref.dataset for ref in one.chart.series}
    if len(two_periods(one.chart)) < 2 and len(datasets) != 2:
        yield (
            f"has {len(datasets)} dataset{'s' if len(datasets) > 1 else ''} and no two periods "
            "to compare; give from and to, or two datasets"
        )


def _rows(one: Candidate) -> Iterator[str]:
    nothing = list(no_numbers(one))
    if nothing:
        yield from nothing
        return
    pairs = pairs_of(one.chart, one.library)
    names = [pair.name for pair in pairs]
    if not any(pair.ends[0].known and pair.ends[1].known for pair in pairs):
        yield "has no row with both values; change from and to, or the series"
    if len(two_periods(one.chart)) < 2:
        doubled = Counter((series.dataset.id, series.label) for series in one.series)
        yield from (doubled_name(name) for (_, name), count in doubled.items() if count > 1)
    yield from (*one_row(names), *bad_names(names))


def _end_names(one: Candidate) -> Iterator[str]:
    """The names of the ends are short, and not the same."""
    for code in LOCALES:
        names = end_names(one.chart, one.library, LOCALES[code])
        if names[0] == names[1]:
            yield f'calls both ends "{names[0]}" ({code}); add ends, which names them'
        for name in names:
            if len(name) > refusals.LABEL_LIMIT:
                yield (
                    f'names an end "{name}" ({code}), {len(name)} characters; '
                    f"add ends, which names both in {refusals.LABEL_LIMIT} at most"
                )


KIND = Kind(
    fr="deux valeurs par chose : avant et après, promis et ferme",
    en="two values for each thing: then and now, promised and firm",
    draw=draw,
    options=(
        Field("ends", whole_list(BOTH), "le nom des deux bouts", "what both ends are called"),
        notes.LINE,
    ),
    select=_select,
    refuse_options=(_two_ends, notes.unfit_line),
    refuse=(
        refusals.several_units,
        refusals.ranges,
        refusals.long_names,
        _rows,
        _end_names,
    ),
    table=_table,
    describe=_describe,
    keys="list",
    one_definition=False,
)

"""Rules of the kinds of chart that compare things: dots, pairs and waterfall.

Part of `checks`, which calls both functions and puts the chart's name before each sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from explainer.facts.model import Chart, Library, Text
from explainer.kinds.compared import ROW_KINDS, dots_of, end_names, pairs_of, steps_of
from explainer.kinds.series import Series, named_periods
from explainer.language.locales import LOCALES

ROWS_LIMIT = 20  # a longer list is a table
LABEL_LIMIT = 40  # characters: what a phone's drawing holds on one line
SMALL_LIMIT = 50  # times: beyond, the parts of a waterfall are thinner than its lines


def options(chart: Chart, library: Library) -> Iterator[str]:
    """Yield what is wrong in the options of a chart of any kind, in sentences without a subject."""
    if chart.kind != "waterfall" and any(pick.role for pick in chart.series):
        yield "has role, which is for kind: waterfall; take it out or change the kind"
    if chart.ends and len(chart.ends) != 2:
        yield f"names {len(chart.ends)} ends; a pair has two"
    if not chart.series:
        return
    if chart.kind == "pairs":
        yield from _pair_options(chart)
    if chart.kind == "waterfall":
        yield from _waterfall_options(chart, library)


def _pair_options(chart: Chart) -> Iterator[str]:
    datasets = {pick.dataset for pick in chart.series}
    if len(named_periods(chart)) < 2 and len(datasets) != 2:
        yield (
            f"has {len(datasets)} dataset{'s' if len(datasets) > 1 else ''} and no two periods "
            "to compare; give from and to, or two datasets"
        )


def _waterfall_options(chart: Chart, library: Library) -> Iterator[str]:
    periods = named_periods(chart)
    if not periods:
        yield "is a waterfall without from and to; give two periods, or twice the same one"
        return
    if chart.highlight:
        yield "has highlight, which means nothing in a waterfall; take it out"
    picks = list(chart.series)
    totals = [pick for pick in picks if pick.role == "total"]
    if len(totals) == len(picks) and (len(periods) == 2 or len(totals) < 2):
        yield "has no part between its totals; add a series"
        return
    if len(periods) == 1:
        if picks[-1].role != "total":
            yield "ends without a total; add role: total to the last series, which its parts make"
        return
    if len(totals) > 1:
        yield f"has {len(totals)} totals from one period to another; keep one, which changes"
    if any(library.datasets[pick.dataset].unit.is_percent for pick in picks):
        yield "adds up changes of percentages, which are not percentages; draw amounts"
    if not totals and (
        len({pick.dataset for pick in picks}) > 1 or any(pick.role == "minus" for pick in picks)
    ):
        yield "has no total; add role: total to the series that its parts make"
    elif not totals and chart.rest:
        yield "has rest, but its total is the sum of its series; take rest out"


def drawing(series: Sequence[Series], chart: Chart, library: Library) -> Iterator[str]:
    """Yield what keeps a chart of a kind that compares from being drawn, in sentences without a
    subject. Its options have been found right."""
    if chart.kind not in ROW_KINDS:
        return
    if chart.kind == "waterfall":
        yield from _waterfall(series, chart, library)
        return
    if not any(row.numbers for one in series for row in one.observations):
        yield "has nothing to draw; change from and to, or find a second source for grade C"
        return
    if chart.kind == "dots":
        rows = [mark.series.label for mark in dots_of(chart, library)]
    else:
        pairs = pairs_of(chart, library)
        rows = [pair.name for pair in pairs]
        if not any(pair.ends[0].known and pair.ends[1].known for pair in pairs):
            yield "has no row with both values; change from and to, or the series"
        yield from _ends(chart, library)
        if len(named_periods(chart)) < 2:
            doubled = Counter((one.dataset.id, one.label) for one in series)
            yield from (_twice(name) for (_, name), count in doubled.items() if count > 1)
    if len(rows) < 2:
        yield "has one row; write its number in a sentence"
    yield from _names(rows)


def _names(rows: Sequence[Text]) -> Iterator[str]:
    if len(rows) > ROWS_LIMIT:
        yield f"has {len(rows)} rows; draw {ROWS_LIMIT} at most, or make two charts"
    yield from (_twice(name) for name, count in Counter(rows).items() if count > 1)


def _twice(name: Text) -> str:
    return f'has two rows called "{name.fr}"; give each a label'


def _ends(chart: Chart, library: Library) -> Iterator[str]:
    """The names of the ends are short, and not the same."""
    for code in ("fr", "en"):
        names = end_names(chart, library, LOCALES[code])
        if names[0] == names[1]:
            yield f'calls both ends "{names[0]}" ({code}); add ends, which names them'
        for name in names:
            if len(name) > LABEL_LIMIT:
                yield (
                    f'names an end "{name}" ({code}), {len(name)} characters; '
                    f"add ends, which names both in {LABEL_LIMIT} at most"
                )


def _waterfall(series: Sequence[Series], chart: Chart, library: Library) -> Iterator[str]:
    """All cells are known, and the parts make the totals, or what is left has a name."""
    missing = False
    for one in series:
        for period in named_periods(chart):
            row = one.at(period)
            if row is None or not row.numbers:
                missing = True
                yield (
                    f'needs "{one.key}" of {period}, which is not known; '
                    + (
                        "take other periods"
                        if one.role == "total"
                        else "take the part out and name the rest, or take other periods"
                    )
                )
    if missing:
        return
    steps = steps_of(chart, library)
    yield from _names([one.label for one in series] + ([chart.rest] if chart.rest else []))
    rests = [step for step in steps if step.role == "rest"]
    if chart.rest and not rests:
        yield "has rest, but its parts make its totals; take rest out"
    for code in ("fr", "en") if chart.rest else ():
        name = chart.rest[code] if chart.rest else ""
        if len(name) > LABEL_LIMIT:
            yield f'names its rest "{name}" ({code}); write {LABEL_LIMIT} characters at most'
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

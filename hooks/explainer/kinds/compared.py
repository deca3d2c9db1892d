"""What stands in each row of the kinds that compare things: dots, pairs and waterfall.

Drawings, tables, descriptions and checks of these kinds start here, so that they show the same
rows in the same order, and the same differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from explainer.facts.model import Chart, Library, Observation, Text
from explainer.kinds.series import Series, named_periods, selected
from explainer.language.locales import Locale
from explainer.language.numbers import decimals
from explainer.language.periods import Period

ROW_KINDS = ("dots", "pairs", "waterfall")


@dataclass(frozen=True)
class Mark:
    """One value of a row and whose it is; `row` is None when the dataset has no such cell."""

    series: Series
    row: Observation | None

    @property
    def known(self) -> bool:
        """Whether there is a number to draw."""
        return self.row is not None and bool(self.row.numbers)

    @property
    def size(self) -> Decimal:
        """The value in the chart's unit, or the upper end of a range; only of what is known."""
        assert self.row is not None, "only what is known has a size"
        return self.row.numbers[-1]


@dataclass(frozen=True)
class Pair:
    """One thing at both ends of a chart of pairs."""

    name: Text
    ends: tuple[Mark, Mark]


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall, from `start` to `end` on the scale; a total begins at zero.

    `role` is `total`, `plus`, `minus` or `rest`. `name` is absent where a total is the sum of the
    parts, and where a rest has no name (which `checks` refuses). `period` is that of a total, when
    the chart goes from one period to another. `before` and `after` are what a part was in both.
    `cells` are those from which a rest, or a sum, was computed.
    """

    role: str
    start: Decimal
    end: Decimal
    name: Text | None = None
    period: Period | None = None
    marks: tuple[Mark, ...] = ()
    before: Decimal | None = None
    after: Decimal | None = None
    cells: tuple[Mark, ...] = ()

    @property
    def amount(self) -> Decimal:
        """What the bar is long; negative where it goes down."""
        return self.end - self.start

    @property
    def status(self) -> str | None:
        """The first status among its cells: what is no outcome is drawn as such."""
        cells = self.marks or self.cells
        said = (mark.row.status for mark in cells if mark.row is not None)
        return next((status for status in said if status), None)

    def label(self, locale: Locale) -> str:
        """Return what the bar is called, typeset: its period, its name, or the word for a sum."""
        if self.period is not None:
            return locale.period(self.period)
        return locale.typeset(self.name[locale.code]) if self.name else locale.word("total")


def dots_of(chart: Chart, library: Library) -> tuple[Mark, ...]:
    """Return the marks of a chart of dots, the largest first, what is missing last."""
    marks = [
        Mark(one, one.observations[-1] if one.observations else None)
        for one in selected(chart, library)
    ]
    known = sorted((mark for mark in marks if mark.known), key=lambda mark: mark.size, reverse=True)
    return (*known, *(mark for mark in marks if not mark.known))


def pairs_of(chart: Chart, library: Library) -> tuple[Pair, ...]:
    """Return the rows of a chart of pairs, those that reach furthest first.

    With two periods, a row is a series. With two datasets, a row is what bears the same name in
    both, which is the entity's or a label. What has no number at all stands last.
    """
    series = selected(chart, library)
    periods = named_periods(chart)
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
    periods = named_periods(chart)
    if chart.ends:
        names = [locale.typeset(text[locale.code]) for text in chart.ends]
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


def steps_of(chart: Chart, library: Library) -> tuple[Step, ...]:
    """Return the bars of a waterfall, in order.

    Between two periods: the total then, the change of each part, the total now; without a total
    of its own, the sum of the parts is one. In one period: totals and parts in the order of the
    file. Wherever the parts do not make the next total, a step of role `rest` makes up for it.
    All cells must be known, which `checks` sees to.
    """
    series = selected(chart, library)
    periods = named_periods(chart)
    if len(periods) == 2:
        return tuple(_between(chart, series, periods[0], periods[1]))
    return tuple(_within(chart, series, periods[0]))


def _within(chart: Chart, series: Sequence[Series], period: Period) -> Iterator[Step]:
    at, parts = Decimal(0), list[Mark]()
    for one in series:
        mark = Mark(one, one.at(period))
        if one.role != "total":
            yield Step(one.role, at, at + _signed(mark), one.label, marks=(mark,))
            at, parts = at + _signed(mark), [*parts, mark]
            continue
        if parts and _is_off(mark.size - at, [*parts, mark]):
            yield Step("rest", at, mark.size, chart.rest, cells=(*parts, mark))
        yield Step("total", Decimal(0), mark.size, one.label, marks=(mark,))
        at, parts = mark.size, [mark]


def _between(chart: Chart, series: Sequence[Series], first: Period, last: Period) -> Iterator[Step]:
    both = [(Mark(one, one.at(first)), Mark(one, one.at(last))) for one in series]
    parts = [marks for marks in both if marks[0].series.role != "total"]
    totals = next((marks for marks in both if marks[0].series.role == "total"), ())
    name = totals[0].series.label if totals else None
    sums = [sum((_signed(marks[end]) for marks in parts), Decimal(0)) for end in (0, 1)]
    before, after = [total.size for total in totals] if totals else sums
    then, now = (tuple(marks[end] for marks in parts) for end in (0, 1))
    yield Step("total", Decimal(0), before, name, first, totals[:1], before, after, then)
    at = before
    for marks in parts:
        one, change = marks[0].series, _signed(marks[1]) - _signed(marks[0])
        yield Step(one.role, at, at + change, one.label, None, marks, marks[0].size, marks[1].size)
        at += change
    cells = (*totals, *then, *now)
    if _is_off(after - at, cells):
        amounts = before - sums[0], after - sums[1]
        yield Step("rest", at, after, chart.rest, None, (), *amounts, cells)
    yield Step("total", Decimal(0), after, name, last, totals[1:], before, after, now)


def _signed(mark: Mark) -> Decimal:
    """What a part adds to the total."""
    return -mark.size if mark.series.role == "minus" else mark.size


def _is_off(difference: Decimal, marks: Sequence[Mark]) -> bool:
    """Whether a difference is more than the rounding of the cells can make."""
    rounding = sum((Decimal(5).scaleb(-decimals(mark.size) - 1) for mark in marks), Decimal(0))
    return abs(difference) > rounding

"""The steps from one total to another: what a waterfall draws, tabulates and tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from explainer.facts.model import Chart, Library, Text
from explainer.kinds.marks import Mark, selected_rows, two_periods
from explainer.kinds.series import Series
from explainer.language.locales import Locale
from explainer.language.numbers import decimals, enough, rounded, trimmed
from explainer.language.periods import Period


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall, from `start` to `end` on the scale; a total begins at zero.

    `role` is `total`, `plus`, `minus` or `rest`. `name` is absent where a total is the sum of the
    parts, and where a rest has no name (which is refused). `period` is that of a total, when
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
    def told(self) -> Decimal:
        """The amount with the decimals that are known: those of its cell, or those of the least
        precise where it is computed from several."""
        return self.known(self.amount)

    def known(self, computed: Decimal) -> Decimal:
        """A number that is computed from its cells, as precise as the least precise of them."""
        return as_known(computed, *(cell.size for cell in self.marks or self.cells))

    @property
    def status(self) -> str | None:
        """The first status among its cells: what is no outcome is drawn as such."""
        cells = self.marks or self.cells
        said = (mark.row.standing for mark in cells if mark.row is not None)
        return next((status for status in said if status), None)

    def label(self, locale: Locale) -> str:
        """Return what the bar is called, typeset: its period, its name, or the word for a sum."""
        if self.period is not None:
            return locale.period(self.period)
        return locale.typeset(self.name[locale.code]) if self.name else locale.word("total")


def as_known(computed: Decimal, *numbers: Decimal) -> Decimal:
    """Return a sum or difference of numbers with the decimals of the least precise, or as many as
    its first digit needs."""
    known = min(map(decimals, numbers))
    return rounded(computed, max(known, enough(trimmed(computed), 0)))


def select_all(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Return the series of a waterfall with the rows of both its periods."""
    return selected_rows(chart, library, two_periods(chart), latest=False)


def role_of(one: Series) -> str:
    """Return what a series is: `total`, or a part that adds (`plus`) or takes away (`minus`)."""
    role: str = one.options.get("role", "plus")
    return role


def steps_of(chart: Chart, library: Library) -> tuple[Step, ...]:
    """Return the bars of a waterfall, in order.

    Between two periods: the total then, the change of each part, the total now; without a total
    of its own, the sum of the parts is one. In one period: totals and parts in the order of the
    file. Wherever the parts do not make the next total, a step of role `rest` makes up for it.
    All cells must be known, which the kind refuses otherwise.
    """
    series = select_all(chart, library)
    periods = two_periods(chart)
    if len(periods) == 2:
        return tuple(_between(chart, series, periods[0], periods[1]))
    return tuple(_within(chart, series, periods[0]))


def _within(chart: Chart, series: Sequence[Series], period: Period) -> Iterator[Step]:
    at, parts = Decimal(0), list[Mark]()
    for one in series:
        mark = Mark(one, one.at(period))
        if role_of(one) != "total":
            yield Step(role_of(one), at, at + _signed(mark), one.label, marks=(mark,))
            at, parts = at + _signed(mark), [*parts, mark]
            continue
        if parts and _is_off(mark.size - at, [*parts, mark]):
            yield Step("rest", at, mark.size, chart.options.get("rest"), cells=(*parts, mark))
        yield Step("total", Decimal(0), mark.size, one.label, marks=(mark,))
        at, parts = mark.size, [mark]


def _between(chart: Chart, series: Sequence[Series], first: Period, last: Period) -> Iterator[Step]:
    both = [(Mark(one, one.at(first)), Mark(one, one.at(last))) for one in series]
    parts = [marks for marks in both if role_of(marks[0].series) != "total"]
    totals = next((marks for marks in both if role_of(marks[0].series) == "total"), ())
    name = totals[0].series.label if totals else None
    sums = [sum((_signed(marks[end]) for marks in parts), Decimal(0)) for end in (0, 1)]
    before, after = [total.size for total in totals] if totals else sums
    then, now = (tuple(marks[end] for marks in parts) for end in (0, 1))
    yield Step("total", Decimal(0), before, name, first, totals[:1], before, after, then)
    at = before
    for marks in parts:
        one, change = marks[0].series, _signed(marks[1]) - _signed(marks[0])
        yield Step(
            role_of(one), at, at + change, one.label, None, marks, marks[0].size, marks[1].size
        )
        at += change
    cells = (*totals, *then, *now)
    if _is_off(after - at, cells):
        amounts = before - sums[0], after - sums[1]
        yield Step("rest", at, after, chart.options.get("rest"), None, (), *amounts, cells)
    yield Step("total", Decimal(0), after, name, last, totals[1:], before, after, now)


def _signed(mark: Mark) -> Decimal:
    """What a part adds to the total."""
    return -mark.size if role_of(mark.series) == "minus" else mark.size


def _is_off(difference: Decimal, marks: Sequence[Mark]) -> bool:
    """Whether a difference is more than the rounding of the cells can make."""
    rounding = sum((Decimal(5).scaleb(-decimals(mark.size) - 1) for mark in marks), Decimal(0))
    return abs(difference) > rounding

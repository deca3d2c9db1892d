"""Checks that may be wrong: each finds what is most often a slip, and is silenced for one case.

What `data` and `charts` refuse is always wrong. What is told here may be right after all: a company
did spend four times as much as a year before. Then an editor says so in data/accepted.yml, with a
reason; an acceptance that no longer silences anything is itself told, so that the list stays true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from explainer.checking.drawings import Finding, empty_cells, few_numbers, title_not_drawn
from explainer.checking.grades import rests_on_one_page
from explainer.checking.unbound import bare_numbers
from explainer.errors import Problem, did_you_mean
from explainer.facts.dependencies import Memo
from explainer.facts.model import FLOW, Dataset, Library, Observation, Text
from explainer.kinds import kind_of
from explainer.kinds.series import references
from explainer.language.numbers import decimals
from explainer.language.periods import DAY, QUARTER, YEAR

JUMP = 4  # times: a quarter this far above, or below, the same quarter a year before
GRACE = timedelta(days=31)  # fiscal quarters may end, and be published, a month before ours do
FILE = "data/accepted.yml"


def _cell(dataset: Dataset, entity: str, row: Observation) -> str:
    issued = f"#{row.issued}" if row.issued else ""
    return f"{dataset.id}/{entity}@{row.period}{issued}"


def _rows(library: Library) -> Iterator[tuple[Dataset, str, Observation]]:
    for dataset in library.datasets.values():
        for entity, rows in dataset.series.items():
            for row in rows:
                yield dataset, entity, row


def annual_total(library: Library) -> Iterator[Finding]:
    """The quarters of a year add up to the total that is stated for it, within rounding.

    Asked of flows alone: the year of a stock is what there is at its end, that of a rate a mean.
    """
    for dataset, entity, total in _rows(library):
        if dataset.number_kind not in (FLOW, None) or total.formula:
            continue
        if total.period.kind != YEAR or total.value is None or dataset.frequency == YEAR:
            continue
        if dataset.frequency not in ("quarter", "half", "month"):
            continue
        inside = set(total.period.parts(dataset.frequency))
        parts = [row for row in dataset.series[entity] if row.period in inside and not row.issued]
        values = [row.value for row in parts if row.value is not None]
        if len(values) < len(inside):
            continue
        # Each number may be half of its last decimal away from the truth.
        slack = sum((_half_step(n) for n in (*values, total.value)), Decimal(0))
        found = sum(values, Decimal(0))
        if abs(found - total.value) > slack:
            yield Finding(
                total.where,
                _cell(dataset, entity, total),
                f"the total of {total.period} is {total.value} and its parts add up to {found}; "
                "mend one of them",
            )


def _half_step(number: Decimal) -> Decimal:
    return Decimal(1).scaleb(-decimals(number)) / 2


def jump(library: Library) -> Iterator[Finding]:
    """A quarter is not many times, or a small part of, the same quarter a year before."""
    for dataset, entity, row in _rows(library):
        if row.period.kind != QUARTER or row.value is None or dataset.unit.is_percent or row.until:
            continue
        known = dataset.first(entity, row.period.year_before())
        if known is None or known.value is None or known.value <= 0 or row.value <= 0:
            continue
        low, high = sorted((row.value, known.value))
        if high > JUMP * low:
            yield Finding(
                row.where,
                _cell(dataset, entity, row),
                f"{row.value} stands a year after {known.value} ({known.where}), more than "
                f"{JUMP} times {'more' if row.value > known.value else 'less'}; "
                "look for a slipped decimal or another unit",
            )


def repeated(library: Library) -> Iterator[Finding]:
    """The same number of three figures or more does not stand in two quarters that follow."""
    for dataset in library.datasets.values():
        if dataset.frequency != QUARTER or dataset.unit.is_percent:
            continue
        for entity, rows in dataset.series.items():
            quarters = [row for row in rows if row.period.kind == QUARTER and row.value is not None]
            for before, row in pairwise(quarters):
                digits = len(row.value.as_tuple().digits) if row.value is not None else 0
                typed = not (row.issued or row.formula)  # what is computed is no copy
                if row.value == before.value and digits >= 3 and typed:
                    yield Finding(
                        row.where,
                        _cell(dataset, entity, row),
                        f"{row.value} stands in {before.period} and again in {row.period}; "
                        "look for a line copied and not changed",
                    )


def older_source(library: Library) -> Iterator[Finding]:
    """A document does not tell an outcome before it has happened."""
    for dataset, entity, row in _rows(library):
        if row.status or row.issued or not row.numbers or row.period.kind == DAY:
            continue
        for id in filter(None, (row.source, *row.checked_via)):
            source = library.sources.get(id)
            if source is None or source.published is None:
                continue
            if source.published.end + GRACE < _end(row, entity, library):
                yield Finding(
                    row.where,
                    _cell(dataset, entity, row),
                    f'source "{id}" of {source.published} is older than its figure of '
                    f"{row.period}; name the right document, or add status: forecast",
                )
                break


def _end(row: Observation, entity: str, library: Library) -> date:
    """The last day of an observation; a year of figures may be a fiscal one, which ends sooner."""
    if row.until:
        return row.until
    bearer = library.entities.get(entity)
    if row.period.kind != YEAR or bearer is None or not bearer.fiscal_year_end:
        return row.period.end
    month, day = map(int, bearer.fiscal_year_end.split("-"))
    return date(row.period.year, month, day)


def past_forecast(library: Library) -> Iterator[Finding]:
    """A forecast whose period is over, when the dataset was read, has its outcome beside it.

    An estimate may be of the past: nobody will ever count it.
    """
    for dataset, entity, row in _rows(library):
        # In an irregular dataset the period is often the day of the forecast, not its target.
        if row.status != "forecast" or row.issued or dataset.frequency == "irregular":
            continue
        if row.period.end + timedelta(days=120) >= dataset.cutoff:
            continue  # the outcome may not be published yet
        outcomes = [
            one
            for one in dataset.series[entity]
            if one.period == row.period and one.status != "forecast"
        ]
        if not outcomes:
            yield Finding(
                row.where,
                _cell(dataset, entity, row),
                f"the forecast of {row.period} was still the newest when data were read on "
                f"{dataset.cutoff}; add the outcome, or write status: estimate if nobody will "
                "ever count it",
            )


def part_of_one(library: Library) -> Iterator[Finding]:
    """Things that are counted one by one come in whole numbers: half a chip is a slip."""
    for dataset, entity, row in _rows(library):
        if not dataset.unit.whole or row.formula:
            continue
        odd = [one for one in row.numbers if one.scaleb(dataset.unit.power) % 1]
        if odd:
            yield Finding(
                row.where,
                _cell(dataset, entity, row),
                f"{odd[0]} {dataset.unit.id} is no whole number of what is counted; mend it, or "
                "count in a unit that has whole: false",
            )


def copied_number(library: Library) -> Iterator[Finding]:
    """No number of a cell stands typed in the words of another, or of a dataset: it would not move
    with it.

    A number is taken for that of a cell when it has three figures or more and the cell is about
    the same entity, or four or more; and when it has four or more and is the cell's in thousands,
    millions or the like, of the same thing about the same entity.
    """
    known = _Known(library)
    for id, dataset in library.datasets.items():
        for name in ("definition", "scope"):
            text: Text = getattr(dataset, name)
            for typed, there in known.typed_in(text, dataset, tuple(dataset.series)):
                message = f'{name} says "{typed}", which is {there}; write {{{{ {there} }}}}'
                yield Finding(text.where, f"{id}/{name}", message)
    for dataset, entity, row in _rows(library):
        for name in ("note", "missing", "derived"):
            words: Text | None = getattr(row, name)
            for typed, there in known.typed_in(words, dataset, (entity,), row) if words else ():
                yield Finding(
                    row.where,
                    _cell(dataset, entity, row),
                    f'{name} says "{typed}", which is {there}; write {{{{ {there} }}}}, '
                    "or a formula instead of the value",
                )


class _Known:
    """The numbers of all cells, by their figures: 30.125 and 30125 have the same."""

    def __init__(self, library: Library) -> None:
        self.cells: dict[tuple[int, ...], list[tuple[Decimal, Dataset, str, Observation, str]]] = {}
        for dataset, entity, row in _rows(library):
            for end in ("value", "low", "high"):
                number = getattr(row, end)
                if number is not None:
                    number = abs(number).normalize()
                    name = _cell(dataset, entity, row) + ("" if end == "value" else f".{end}")
                    one = number, dataset, entity, row, name
                    self.cells.setdefault(number.as_tuple().digits, []).append(one)

    def typed_in(
        self, text: Text, dataset: Dataset, entities: Sequence[str], row: Observation | None = None
    ) -> Iterator[tuple[str, str]]:
        """Yield numbers that are typed in a text, each with the name of the likeliest cell."""
        for typed in bare_numbers(text.en):
            number = Decimal(re.sub(r"[^\d.]", "", typed)).normalize()
            figures = number.as_tuple().digits
            if len(figures) < 3:
                continue
            alike = []
            for value, other, entity, cell, name in self.cells.get(figures, ()):
                ours, like = entity in entities, other.unit.counts_like(dataset.unit)
                same = value == number and (ours or len(figures) > 3)
                power = value.adjusted() - number.adjusted()
                scaled = ours and len(figures) > 3 and other.unit.measure == dataset.unit.measure
                if cell is not row and (same or (scaled and power % 3 == 0)):
                    # The likeliest first: of the same period, in the same unit.
                    alike.append((row is None or cell.period != row.period, not like, name))
            if alike:
                yield typed, min(alike)[2]


def one_page(library: Library) -> Iterator[Finding]:
    """A figure of grade B rests on two sites, or on a page that relays a named document or
    outlet."""
    for dataset, entity, row in _rows(library):
        if row.grade != "B" or not row.numbers or row.formula:
            continue
        if rests_on_one_page(row, library):
            pages = " and ".join(f'"{id}"' for id in row.checked_via or (row.source,))
            yield Finding(
                row.where,
                _cell(dataset, entity, row),
                f"the figure of {row.period} has grade B and rests on one site, {pages}, which "
                "relays no named document or news outlet; add a second page, or write grade: C",
            )


def mixed_definitions(library: Library) -> Iterator[Finding]:
    """Companies on one axis are measured by one definition, that of one dataset."""
    for chart in library.charts.values():
        if not kind_of(chart).one_definition:
            continue
        ids = {ref.dataset for ref in chart.series}
        if not all(id in library.datasets for id in ids):
            continue  # told already
        if len({library.datasets[id].unit.id for id in ids}) > 1:
            continue  # refused by the kind
        bearers: dict[str, set[str]] = {}
        for ref, entity in references(chart, library):
            bearers.setdefault(ref.dataset, set()).add(entity)
        different = len({entity for found in bearers.values() for entity in found}) > 1
        if len(bearers) > 1 and different:
            yield Finding(
                chart.where,
                chart.id,
                f'chart "{chart.id}" draws different companies by different definitions on one '
                f"axis: {', '.join(sorted(bearers))}; take one dataset, or kind: panels",
            )


CHECKS: Mapping[str, Callable[[Library], Iterator[Finding]]] = {
    "annual-total": annual_total,
    "jump": jump,
    "part-of-one": part_of_one,
    "copied-number": copied_number,
    "empty-cells": empty_cells,
    "few-numbers": few_numbers,
    "title-not-drawn": title_not_drawn,
    "mixed-definitions": mixed_definitions,
    "older-source": older_source,
    "one-page": one_page,
    "past-forecast": past_forecast,
    "repeated": repeated,
}
# What a chart shows is looked at when all else is right: it may lack what a mistake has taken.
_OF_DRAWINGS = ("empty-cells", "few-numbers", "title-not-drawn")
_OF_CHARTS = ("mixed-definitions", *_OF_DRAWINGS)
_OF_ALL = ("copied-number",)  # each of the others is of one dataset

Names = tuple[str, ...]


def _found(table: str, id: str, left: Names, library: Library) -> list[tuple[str, Finding]]:
    """What the checks of a dataset or of a chart find in one, but for those `left` aside."""
    alone: dict[str, Any] = {table: {id: getattr(library, table)[id]}}
    others = (name for name in CHECKS if name not in (*_OF_ALL, *left))
    names = (name for name in others if (name in _OF_CHARTS) == (table == "charts"))
    narrowed = replace(library, **alone)
    return [(name, one) for name in names for one in CHECKS[name](narrowed)]


def _all_found(left: Names, library: Library, memo: Memo) -> Iterator[tuple[str, Finding]]:
    for table in ("datasets", "charts"):
        for id in getattr(library, table):
            look = partial(_found, table, id, left)
            yield from memo.recalled(("judged", table, id), left, library, look)
    for name in _OF_ALL:
        yield from ((name, one) for one in CHECKS[name](library))


# The check of words, in `proofreading`, looks its acceptances up itself.
ELSEWHERE = ("wording",)


def _told(name: str, one: Finding) -> Problem:
    text = f'{one.message}, or accept "{name}" of "{one.case}" in {FILE} with a reason'
    return Problem(one.where, text)


def notices_of(library: Library) -> Iterator[Problem]:
    """Yield what might be better in charts of sound data and nobody accepted: it stops nothing."""
    accepted = {(one.check, one.case) for one in library.accepted}
    for name in _OF_DRAWINGS:
        for one in CHECKS[name](library):
            if (name, one.case) not in accepted:
                yield _told(name, one)


def problems_of(library: Library, *, sound: bool, memo: Memo | None = None) -> Iterator[Problem]:
    """Yield what the checks found and nobody accepted, and what was accepted for nothing.

    Of data that are not `sound`, what charts show is left for when they are.
    With a memo, datasets and charts that are what they were are not looked through again.
    """
    memo, left = memo or Memo(), () if sound else _OF_DRAWINGS
    accepted = {(one.check, one.case): one for one in library.accepted}
    silenced = set()
    for name, one in _all_found(left, library, memo):
        if (name, one.case) in accepted:
            silenced.add((name, one.case))
        elif name not in _OF_DRAWINGS:
            yield _told(name, one)
    for key, acceptance in accepted.items():
        if acceptance.check in ELSEWHERE:
            continue
        if acceptance.check not in CHECKS:
            choices = (*CHECKS, *ELSEWHERE)
            yield Problem(
                acceptance.where,
                f'check "{acceptance.check}" is unknown{did_you_mean(acceptance.check, choices)}',
            )
        elif key not in silenced and acceptance.check not in left and not library.unread:
            yield Problem(
                acceptance.where,
                f'"{acceptance.check}" finds nothing in "{acceptance.case}"; '
                "take the acceptance out",
            )

"""What is wrong with bills: amounts that cannot be shown together, totals that are not the sum, and
stamps that say another thing than the data, which charts draw.

A reader adds up what stands there. So a total is held to the numbers as they are shown, and not to
those behind them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from explainer.checking.ledgers import figures_of, rests_on, typed
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.bill_model import STAMPS, STATUSES_UNDER, Bill, BillGroup, BillLine
from explainer.facts.bills import shown, written
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.figures import rests_on_grade_c
from explainer.facts.model import Library
from explainer.facts.texts import texts_in
from explainer.language.locales import LOCALES
from explainer.language.units import Unit


def problems_of(bill: Bill, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong in a bill; what may only follow from a dataset among the `flawed` is not
    told."""
    if not any(group.lines for group in bill.groups):
        yield Problem(bill.where, f'bill "{bill.id}" has no line; add one to a group')
    for where, name, text in texts_in(bill):
        for problem in (*figures_of(text, name, library, flawed), *typed(text, name, library)):
            yield Problem(where, problem.message)
    amounts = _Amounts(library, flawed)
    for group in bill.groups:
        wrong: list[Problem] = []
        for line in group.lines:
            of_amount = [*amounts.problems_of(line.amount, "amount", line.where)]
            wrong += of_amount
            if not (of_amount or rests_on(line.amount, flawed)):
                yield from _stamp(line, library)
            unknown = bool(line.entity) and line.entity not in library.entities
            if line.entity and unknown and not library.may_lack("entities"):
                close = did_you_mean(line.entity, library.entities)
                yield Problem(line.where, f'entity "{line.entity}" is unknown{close}')
        if group.total:
            wrong += amounts.problems_of(group.total, "total", group.where)
            bodies = [*(line.amount for line in group.lines), group.total]
            if not wrong and not any(rests_on(one, flawed) for one in bodies):
                yield from _sum(group, library)
        yield from wrong


@dataclass
class _Amounts:
    """Looks at the amounts of a bill, one after the other."""

    library: Library
    flawed: Collection[str]
    unit: Unit | None = None  # of the first

    def problems_of(self, amount: str, name: str, where: Where) -> Iterator[Problem]:
        """Yield what is wrong with an amount: it is a number, of the unit of those before it."""
        told = f'{name} "{amount}"'
        if "{" in amount or "}" in amount:
            yield Problem(where, f"{told} has braces; write it without them")
            return
        try:
            figure = written(amount, self.library, LOCALES["en"])
        except Unreadable:
            return
        except FigureError as error:
            if not rests_on(amount, self.flawed):
                yield Problem(where, f"{told}: {error}")
            return
        if figure.value is None:
            yield Problem(
                where, f"{told} is no number of the data; write one, like acme.capex@2025-Q3"
            )
            return
        if rests_on_grade_c(figure):
            message = f"{told} rests on grade C; a bill needs grade A or B: take the line out"
            yield Problem(where, message)
        unit = figure.value.unit
        self.unit = self.unit or unit
        if not unit.counts_like(self.unit):
            yield Problem(
                where,
                f"{told} is in {unit.id}, and the amounts before it are in {self.unit.id}; "
                "take figures of one unit, or make two bills",
            )


def _stamp(line: BillLine, library: Library) -> Iterator[Problem]:
    """A stamp says of an amount what the data say: one status, one word, in bills and charts."""
    if line.stamp and (found := unlike(line.stamp, STAMPS, line.amount, library)):
        yield Problem(line.where, f'the line is stamped "{line.stamp}", and {found}')


def _sum(group: BillGroup, library: Library) -> Iterator[Problem]:
    """The total is the sum of the lines, as both are shown."""
    assert group.total
    try:
        total = shown(group.total, library)
        lines = [(line, shown(line.amount, library)) for line in group.lines]
    except Unreadable:
        return
    for line, number in lines:
        if number is None:
            yield Problem(
                line.where,
                f'amount "{line.amount}" is not one number, and the group has a total; take one '
                "end of the range, or write together: false in place of the total",
            )
    known = [number for _, number in lines if number is not None]
    if total is None:
        yield Problem(group.where, f'total "{group.total}" is not one number; write their sum')
    elif len(known) == len(lines) and sum(known, Decimal()) != total:
        yield Problem(
            group.where,
            f"the total is {total} and the lines above it, as they are shown, add up to "
            f"{sum(known, Decimal())}; mend one of them, show other decimals (digits 2), or write "
            "together: false in place of the total",
        )


def pages_of(library: Library, there: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the lines that lead to no page; `there` are the pages of the site by address."""
    for bill in library.bills.values():
        for line in (line for group in bill.groups for line in group.lines):
            if line.page and line.page not in there:
                meant = did_you_mean(line.page, there) or "; write the address of a page"
                yield Problem(line.where, f'page "{line.page}" does not exist{meant}')


def unlike(stamp: str, known: Iterable[str], amount: str, library: Library) -> str:
    """Return which cell behind an amount has another status than a stamp of those `known`, and
    the remedy, as the end of a sentence; nothing if there is none."""
    try:
        figure = written(amount, library, LOCALES["en"])
    except (FigureError, Unreadable):
        return ""
    for cell in figure.value.cells if figure.value else ():
        status = cell.observation.status
        if status and status not in STATUSES_UNDER.get(stamp, (status,)):
            under = [one for one in known if status in STATUSES_UNDER.get(one, ())]
            here = f" ({' or '.join(under)} here)" if under else ""
            return (
                f"{cell.name} has status: {status} ({cell.observation.where}); find out which is "
                f"true, and write it in both{here}"
            )
    return ""

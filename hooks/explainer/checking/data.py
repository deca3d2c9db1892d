"""Rules that need more than one file: ids that exist, units that agree, sources that can be opened.

Each rule yields Problems; none raises, so that one run tells them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from explainer.checking import (
    bills,
    charts,
    colours,
    companies,
    feeds,
    flows,
    ledgers,
    names,
    projections,
    promises,
    sites,
)
from explainer.checking.warnings import problems_of as judged
from explainer.errors import Problem, did_you_mean
from explainer.facts.dependencies import Memo
from explainer.facts.model import Correction, Dataset, Library, Observation
from explainer.facts.texts import texts_in
from explainer.language.numbers import decimals, rounded


def problems_of(library: Library, memo: Memo | None = None) -> Iterator[Problem]:
    """Yield everything that is wrong between the files.

    With a memo, datasets and charts that are what they were are not looked through again.
    """
    memo = memo or Memo()
    for entity in library.entities.values():
        known = entity.owner in library.entities or library.may_lack("entities")
        if entity.owner and not known:
            yield Problem(
                entity.where,
                f'owner "{entity.owner}" is unknown{did_you_mean(entity.owner, library.entities)}',
            )
    yield from colours.problems_of(library)
    flawed = set()
    for dataset in library.datasets.values():
        look = partial(_of_dataset, dataset.id)
        found = memo.recalled(("dataset", dataset.id), library.unread, library, look)
        if found or dataset.where.file in library.unread:
            flawed.add(dataset.id)
        yield from found
    sound = not (flawed or library.unread)
    for id in library.charts:
        given = library.unread, frozenset(flawed)
        look = partial(_of_chart, id, flawed)
        found = memo.recalled(("chart", id), given, library, look)
        sound = sound and not found
        yield from found
    for id in library.bills:
        given = library.unread, frozenset(flawed)
        look = partial(_of_bill, id, flawed)
        yield from memo.recalled(("bill", id), given, library, look)
    for correction in _last(library.corrections):
        yield from _correction(correction, library)
    yield from feeds.problems_of(library)
    yield from ledgers.problems_of(library, flawed)
    yield from flows.problems_of(library)
    yield from promises.problems_of(library, flawed)
    yield from projections.problems_of(library)
    yield from sites.problems_of(library, flawed)
    yield from companies.problems_of(library, flawed)
    yield from names.problems_of(library)
    yield from judged(library, sound=sound, memo=memo)


def _of_dataset(id: str, library: Library) -> list[Problem]:
    return list(_dataset(library.datasets[id], library))


def _of_chart(id: str, flawed: set[str], library: Library) -> list[Problem]:
    return list(charts.problems_of(library.charts[id], library, flawed))


def _of_bill(id: str, flawed: set[str], library: Library) -> list[Problem]:
    return list(bills.problems_of(library.bills[id], library, flawed))


def _last(corrections: Iterable[Correction]) -> Iterable[Correction]:
    """The last correction of each cell: those before it were true in their time."""
    cells: dict[object, Correction] = {}
    for one in corrections:  # the newest first
        cells.setdefault((one.dataset, one.entity, one.period), one)
    return cells.values()


def _still(value: Decimal | None, new: Decimal) -> bool:
    """Whether a cell holds what it was corrected to: more digits of it are no other number."""
    return value is not None and rounded(value, decimals(new)) == new


def _correction(one: Correction, library: Library) -> Iterator[Problem]:
    """A correction names a cell that exists and still holds what it was corrected to."""
    dataset = library.datasets.get(one.dataset)
    if dataset is None:
        if not library.may_lack("datasets", one.dataset):
            yield Problem(
                one.where,
                f'dataset "{one.dataset}" is unknown{did_you_mean(one.dataset, library.datasets)}',
            )
        return
    rows = dataset.series.get(one.entity, ())
    found = [row for row in rows if row.period == one.period and row.value is not None]
    name = f"{one.dataset}/{one.entity}@{one.period}"
    if not found and dataset.where.file not in library.unread:
        yield Problem(one.where, f'"{name}" has no value; name a cell that has one')
    elif found and not _still(found[0].value, one.new):
        yield Problem(
            one.where,
            f'"{name}" is {found[0].value} in {found[0].where} and not {one.new}; '
            "add a correction for the new change, or mend the cell",
        )


def _dataset(dataset: Dataset, library: Library) -> Iterator[Problem]:
    family, known = dataset.family, (*library.families, *library.entities)
    unsure = library.may_lack("families") or library.may_lack("entities")
    if family and family not in known and not unsure:
        message = f'family "{family}" is unknown{did_you_mean(family, known)}'
        yield Problem(dataset.where, message)
    for where, name, text in texts_in(dataset):
        for problem in ledgers.figures_of(text, name, library):
            yield replace(problem, where=where)
    if not dataset.series:
        yield Problem(dataset.where, f'dataset "{dataset.id}" has no series; add one')
    for entity, rows in dataset.series.items():
        if entity not in library.entities and not library.may_lack("entities"):
            where = rows[0].where if rows else dataset.where
            yield Problem(
                where, f'entity "{entity}" is unknown{did_you_mean(entity, library.entities)}'
            )
        if not rows and dataset.where.file not in library.unread:
            yield Problem(
                dataset.where,
                f'series "{entity}" of "{dataset.id}" is empty; add an observation or remove it',
            )
        yield from _order(rows)
        for row in rows:
            yield from _observation(row, dataset, library)


def _order(rows: Iterable[Observation]) -> Iterator[Problem]:
    seen: dict[object, Observation] = {}
    for row in rows:
        if row.key in seen:
            first = seen[row.key].where.line
            yield Problem(
                row.where,
                f'period "{row.period}" stands twice, first on line {first}; keep one of them',
            )
        seen[row.key] = row


def _observation(row: Observation, dataset: Dataset, library: Library) -> Iterator[Problem]:
    kind = row.period.kind
    total = kind == "year" and dataset.frequency in ("quarter", "half", "month")
    if dataset.frequency not in (kind, "irregular") and not total:
        yield Problem(
            row.where,
            f'period "{row.period}" is a {kind} in a dataset by {dataset.frequency}; '
            f"write a {dataset.frequency}, or frequency: irregular",
        )
    if row.period.start > dataset.cutoff and row.value is not None and row.status is None:
        yield Problem(
            row.where,
            f'period "{row.period}" begins after the cut-off date {dataset.cutoff}; '
            "move cutoff, or add status: forecast",
        )
    yield from _ends(row)
    yield from _until(row, dataset)
    documents = []
    for id in (*((row.source,) if row.source else ()), *row.checked_via):
        if id in library.sources:
            documents.append(library.sources[id])
        elif not library.may_lack("sources"):
            yield Problem(row.where, f'source "{id}" is unknown{did_you_mean(id, library.sources)}')
    some_unknown = len(documents) < bool(row.source) + len(row.checked_via)
    unsure = some_unknown or library.may_lack("sources")
    needed = not row.absence and not row.formula and not unsure
    if needed and not any(document.url for document in documents):
        yield Problem(
            row.where,
            f'the figure of "{row.period}" has no source with an address; '
            "add a source or a checked_via that has a url, or write not_verified: true in place of "
            "the number",
        )


def _ends(row: Observation) -> Iterator[Problem]:
    """The ends of a range are in order, and a central value lies between them."""
    if row.low is not None and row.high is not None and row.low > row.high:
        yield Problem(row.where, f"low {row.low} is above high {row.high}; exchange them")
        return
    if row.low is None or row.high is None or row.value is None:
        return
    if not row.low <= row.value <= row.high:
        yield Problem(
            row.where,
            f"value {row.value} is not between low {row.low} and high {row.high}, its interval; "
            "mend one of them",
        )


def _until(row: Observation, dataset: Dataset) -> Iterator[Problem]:
    """A period that is not over was counted until a day in it, which was over when data were
    read."""
    if row.until is None:
        return
    if not row.numbers and not row.formula:
        yield Problem(
            row.where,
            f"until {row.until} stands where there is no number; leave it out, or add the number",
        )
    if not row.period.start <= row.until < row.period.end:
        yield Problem(
            row.where,
            f"until {row.until} is not a day of {row.period} before its last; "
            "write the last day that was counted, or leave until out",
        )
    elif row.until > dataset.cutoff:
        yield Problem(
            row.where,
            f"until {row.until} is later than the cut-off date {dataset.cutoff}; "
            "move cutoff, or write the last day that was counted",
        )

"""A table that goes into a dataset that is there: what is new, what is the same, what differs.

What is published changes by its correction alone: a number that differs is told, never written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from explainer.editing.speaking import Stop, Voice
from explainer.facts.model import ABSENCES, Dataset, Observation
from explainer.facts.records import OBSERVATION
from explainer.language.numbers import decimals
from explainer.language.periods import Period
from explainer.refresh import entries, writing
from explainer.refresh.service import NotHad

Numbers = Mapping[str, Mapping[Period, Mapping[str, str]]]  # by entity, period and end; none: {}
Becomes = dict[tuple[str, Period], str]
NEW, FILLED, SAME, OTHER = "new", "filled", "same", "other"
MARKS = {NEW: "+", FILLED: "+", SAME: "=", OTHER: "≠"}  # as the table shows them
_FIELDS = [one.name for one in OBSERVATION.fields]


def compared(dataset: Dataset, numbers: Numbers) -> Becomes:
    """Return what becomes of each cell of a table."""
    return {
        (entity, period): _becomes(_row(dataset, entity, period), cells)
        for entity, periods in numbers.items()
        for period, cells in periods.items()
    }


def _becomes(row: Observation | None, cells: Mapping[str, str]) -> str:
    if row is None:
        return NEW
    if not cells:
        return SAME
    if not row.numbers and not row.formula:
        return FILLED
    return SAME if all(_same(getattr(row, end), text) for end, text in cells.items()) else OTHER


def _row(dataset: Dataset, entity: str, period: Period) -> Observation | None:
    rows = dataset.at(entity, period) if entity in dataset.series else ()
    return next((one for one in rows if not one.issued), None)


def _same(held: Decimal | None, text: str) -> bool:
    """Whether a number says what is held, to the digits that both show."""
    found = Decimal(text)
    return held is not None and abs(found - held) <= (
        Decimal(1).scaleb(-min(decimals(found), decimals(held))) / 2
    )


def problems(
    dataset: Dataset, numbers: Numbers, becomes: Becomes, today: date, voice: Voice
) -> Iterator[str]:
    """Yield what stands against putting a table into a dataset."""
    if any(row.issued for rows in dataset.series.values() for row in rows):
        yield voice("joined:guidance", id=dataset.id)
        return
    for (entity, period), one in becomes.items():
        cell = f"{dataset.id}/{entity}@{period}"
        if not dataset.takes(period):
            step = dataset.frequency
            yield voice("joined:other_step", cell=cell, id=dataset.id, step=step)
        elif one == OTHER:
            row = _row(dataset, entity, period)
            assert row, "what differs is there"
            found = " ".join(f"{end}: {text}" for end, text in numbers[entity][period].items())
            held = " ".join(
                f"{end}: {number}"
                for end in ("value", "low", "high")
                if (number := getattr(row, end)) is not None
            )
            values = {"where": row.where, "cell": cell, "held": held or "–", "found": found}
            old, new = row.value, numbers[entity][period].get("value")
            if row.formula:
                yield voice("joined:computed", **values)
            elif old is None or new is None or row.interval:
                yield voice("joined:range", **values)
            else:
                entry = (
                    f"- {{date: {today}, dataset: {dataset.id}, entity: {entity}, "
                    f"period: {period}, "
                    f"old: {old}, new: {new}, reason: {{fr: …, en: …}}, "
                    "reported_by: {fr: …, en: …}}"
                )
                yield voice("joined:differs", **values, entry=entry)


def notes(dataset: Dataset, becomes: Becomes, voice: Voice) -> Iterator[str]:
    """Yield what an editor should look at: notes that were written when there was no number."""
    for (entity, period), one in becomes.items():
        row = _row(dataset, entity, period)
        if one == FILLED and row and row.note:
            cell = f"{dataset.id}/{entity}@{period}"
            yield voice("joined:note", cell=cell, word=row.note[voice.code])


def joined(
    path: Path,
    numbers: Numbers,
    becomes: Becomes,
    *,
    row: Mapping[str, Any],
    today: date,
    voice: Voice,
) -> str:
    """Return the text of a dataset with what is new in its place, each cell with the fields of
    `row` beside its number, and its cut-off day today."""
    text = path.read_text(encoding="utf-8")
    root = writing.read(text)
    for (entity, period), one in sorted(becomes.items()):
        if one not in (NEW, FILLED):
            continue
        at = entries.row_of(root["series"].setdefault(entity, []), period)
        cells = numbers[entity][period]
        said = {**dict.fromkeys(ABSENCES), **cells, **row} if cells else {"not_verified": "true"}
        for name, value in said.items():
            writing.put(at, name, value, _FIELDS)
    entries.read_until(root, today)
    try:
        return writing.rewritten(root, text)
    except NotHad:
        raise Stop([voice("cannot_append", file=f"data/datasets/{path.name}")]) from None

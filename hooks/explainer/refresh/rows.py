"""A cell of data/ beside what was read for it: what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from explainer.facts.model import Dataset, Library, Observation
from explainer.language.numbers import decimals
from explainer.language.periods import Period
from explainer.refresh.readings import Reading, Texts

# What becomes of a cell. AGREED: the cell says all of it already. RAISED: they agree, and the cell
# gets the exact number, the grade and the document. FILLED: it had no number, or an estimate.
# NEW: there was no cell. CHANGED: they disagree. LEFT: the cell is not one of a number read.
AGREED, RAISED, FILLED, NEW, CHANGED, LEFT = "agreed", "raised", "filled", "new", "changed", "left"
WRITTEN = (NEW, FILLED, RAISED, CHANGED)


@dataclass(frozen=True)
class Cell:
    """A place for a number."""

    dataset: str
    entity: str
    period: Period

    def __str__(self) -> str:
        return f"{self.dataset}/{self.entity}@{self.period}"


@dataclass(frozen=True)
class Proposal:
    """What becomes of a cell. `source` is the id of the document, `row` what stands there now."""

    cell: Cell
    becomes: str
    reading: Reading
    source: str
    row: Observation | None = None
    why: str = ""  # it is left

    @property
    def old(self) -> Decimal | None:
        return self.row.value if self.row else None

    @property
    def note_to_reread(self) -> Texts | None:
        """A note that was written about an older number, and may not be true of this one."""
        if self.row and self.row.note and self.becomes in WRITTEN:
            return {"fr": self.row.note.fr, "en": self.row.note.en}
        return None


@dataclass(frozen=True)
class Moved:
    """A formula that comes to another number, since a cell that it rests on has another one."""

    cell: Cell
    old: Decimal
    new: Decimal


def moved(before: Library, after: Library) -> list[Moved]:
    """Return the published formulas that come to another number, to the digits that both show."""
    found = []
    for dataset in before.datasets.values():
        for entity, rows in dataset.series.items():
            now = {row.key: row.value for row in after.datasets[dataset.id].series[entity]}
            for row in rows:
                old, new = row.value, now.get(row.key)
                if row.formula and not row.issued and old is not None and new is not None:
                    half = Decimal(1).scaleb(-min(decimals(old), decimals(new))) / 2
                    if abs(new - old) > half:
                        found.append(Moved(Cell(dataset.id, entity, row.period), old, new))
    return found


def judged(
    cell: Cell, row: Observation | None, reading: Reading, source: str, filings: frozenset[str]
) -> Proposal:
    """Return what becomes of a cell; `filings` are the documents of companies and banks."""
    if row is None:
        return Proposal(cell, NEW, reading, source)
    if row.formula or row.low is not None or row.high is not None:
        why = f"the cell is a {'formula' if row.formula else 'range'}"
        if row.formula and row.value is not None and _apart(row.value, reading):
            why += f", which comes to {row.value}, and {reading.value} was read: look at both"
        return Proposal(cell, LEFT, reading, source, row, why)
    if row.value is None or row.status or row.until:
        return Proposal(cell, FILLED, reading, source, row)
    if _apart(row.value, reading) and not _apart(row.value, reading, reading.slack):
        why = f"{reading.value} was computed, which is {row.value} but for what rounding leaves"
        return Proposal(cell, LEFT, reading, source, row, why)
    if _apart(row.value, reading):
        return Proposal(cell, CHANGED, reading, source, row)
    whole = decimals(row.value) >= decimals(reading.value)
    own = row.source in filings and not row.checked_via
    settled = whole and row.grade == "A" and own
    return Proposal(cell, AGREED if settled else RAISED, reading, source, row)


def _apart(value: Decimal, reading: Reading, slack: Decimal = Decimal(0)) -> bool:
    """Whether a number is another one than was read, to the digits that both show."""
    shown = min(decimals(value), decimals(reading.value))
    return abs(reading.value - value) > Decimal(1).scaleb(-shown) / 2 + slack


def in_range(period: Period, dataset: Dataset, entity: str) -> bool:
    """Whether a period lies in a series that there is: nothing is added before its beginning."""
    rows = dataset.series.get(entity, ())
    return bool(rows) and period.start >= min(row.period.start for row in rows)

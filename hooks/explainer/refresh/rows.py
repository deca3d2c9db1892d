"""A cell of data/ beside what was read for it: what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from explainer.facts.model import Dataset, Observation
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


def judged(
    cell: Cell, row: Observation | None, reading: Reading, source: str, filings: frozenset[str]
) -> Proposal:
    """Return what becomes of a cell; `filings` are the documents of companies and banks."""
    if row is None:
        return Proposal(cell, NEW, reading, source)
    if row.formula or row.low is not None or row.high is not None:
        why = f"the cell is a {'formula' if row.formula else 'range'}"
        return Proposal(cell, LEFT, reading, source, row, why)
    if row.value is None or row.status or row.until:
        return Proposal(cell, FILLED, reading, source, row)
    shown = min(decimals(row.value), decimals(reading.value))
    apart, half = abs(reading.value - row.value), Decimal(1).scaleb(-shown) / 2
    if half < apart <= half + reading.slack:
        why = f"{reading.value} was computed, which is {row.value} but for what rounding leaves"
        return Proposal(cell, LEFT, reading, source, row, why)
    if apart > half:
        return Proposal(cell, CHANGED, reading, source, row)
    whole = decimals(row.value) >= decimals(reading.value)
    own = row.source in filings and not row.checked_via
    settled = whole and row.grade == "A" and own
    return Proposal(cell, AGREED if settled else RAISED, reading, source, row)


def in_range(period: Period, dataset: Dataset, entity: str) -> bool:
    """Whether a period lies in a series that there is: nothing is added before its beginning."""
    rows = dataset.series.get(entity, ())
    return bool(rows) and period.start >= min(row.period.start for row in rows)

"""All that would change in data/: what becomes of each cell, and the files as they would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from explainer.checking.feeds import filer
from explainer.facts.feed import Feed
from explainer.facts.model import ABSENCES, Library
from explainer.facts.records import OBSERVATION
from explainer.language.locales import LOCALES
from explainer.language.periods import Period
from explainer.refresh import entries, filings, writing
from explainer.refresh.company_facts import Filing
from explainer.refresh.filings import Documents
from explainer.refresh.readings import Reading, Texts, plain, restated
from explainer.refresh.rows import CHANGED, WRITTEN, Cell, Moved, Proposal, in_range, judged
from explainer.refresh.service import NotHad

_FIELDS = [one.name for one in OBSERVATION.fields]
_FILINGS_ABOUT = "# Documents that `make refresh` has read. Titles hold their number at the SEC.\n"


def proposed(
    library: Library,
    readings: Iterable[tuple[Feed, Mapping[Period, Reading]]],
    documents: Documents,
) -> list[Proposal]:
    """Return what becomes of each cell that was read; of several readings, the first counts."""
    found: dict[Cell, Proposal] = {}
    for feed, by_period in readings:
        dataset = library.datasets[feed.dataset]
        rows = {row.period: row for row in dataset.series.get(feed.entity, ()) if not row.issued}
        for period, reading in by_period.items():
            cell = Cell(feed.dataset, feed.entity, period)
            if cell in found or not in_range(period, dataset, feed.entity):
                continue
            if isinstance(reading.document, Filing):
                entity = filer(library.entities[feed.entity], library)
                source = documents.of_filing(reading.document, entity)
            else:
                source = documents.of_rates(reading.document)
            known = frozenset(documents.filings)
            found[cell] = judged(cell, rows.get(period), reading, source, known)
    return list(found.values())


def files(
    library: Library, data: Path, proposals: list[Proposal], documents: Documents, today: date
) -> dict[Path, str]:
    """Return the text of each file that would change."""
    changes = [one for one in proposals if one.becomes in WRITTEN]
    found = {}
    for id in dict.fromkeys(one.cell.dataset for one in changes):
        path = data / "datasets" / f"{id}.yml"
        inside = [one for one in changes if one.cell.dataset == id]
        try:
            found[path] = _dataset(entries.text_of(path) or "", inside, library.datasets[id].grade)
        except NotHad as error:
            raise NotHad(f"data/datasets/{path.name}: {error}") from None
    used = {one.source for one in changes}
    made = {id: fields for id, fields in documents.made.items() if id in used}
    if made:
        path = data / filings.FILE
        found[path] = entries.with_sources(entries.text_of(path), made, _FILINGS_ABOUT)
    corrected = [one for one in changes if one.becomes == CHANGED]
    if corrected:
        path = data / entries.CORRECTIONS
        found[path] = entries.with_corrections(
            entries.text_of(path),
            (_entry(one.cell, one.old, one.reading.value, reason(one), today) for one in corrected),
        )
    return found


def with_moved(
    found: Mapping[Path, str], moved: Iterable[Moved], data: Path, today: date
) -> dict[Path, str]:
    """Return the same files, with a correction for each formula that comes to another number."""
    path = data / entries.CORRECTIONS
    made = [_entry(one.cell, one.old, one.new, _said("filed_moved"), today) for one in moved]
    text = found.get(path) or entries.text_of(path)
    return {**found, path: entries.with_corrections(text, made)} if made else dict(found)


def _dataset(text: str, proposals: list[Proposal], grade: str) -> str:
    root = writing.read(text)
    for one in proposals:
        rows = root["series"][one.cell.entity]
        row = entries.row_of(rows, one.cell.period)
        for name, value in _fields(row, one, grade):
            writing.put(row, name, value, _FIELDS)
    entries.read_until(root, max(_read_on(one.reading) for one in proposals))
    return writing.rewritten(root, text)


def _fields(row: Any, one: Proposal, grade: str) -> Iterator[tuple[str, Any]]:
    """The fields of a row as they become; None takes one out."""
    reading = one.reading
    yield "value", writing.plain(str(reading.value))
    for absence in ABSENCES:
        yield absence, None
    yield "status", None
    yield "until", None
    yield "source", one.source
    yield "checked_via", None
    yield "grade", None if grade == "A" else "A"
    yield "derived", writing.in_both(reading.derived) if reading.derived else None
    note = restated(reading)
    if note:
        before = {code: str(text) for code, text in row.get("note", {}).items()}
        yield "note", writing.in_both(_joined(before, note))


def _joined(before: Texts, after: Texts) -> Texts:
    return {
        code: text if text in before.get(code, "") else f"{before.get(code, '')} {text}".strip()
        for code, text in after.items()
    }


def _read_on(reading: Reading) -> date:
    """The first day on which a number could be read."""
    document = reading.document
    return document.filed if isinstance(document, Filing) else reading.period.end


def _entry(cell: Cell, old: Decimal | None, new: Decimal, why: Texts, today: date) -> Any:
    """A correction by what filings say."""
    assert old is not None, "a number has changed"
    return entries.correction(cell, (old, new), why, _said("filed_reader"), today)


def reason(one: Proposal) -> Texts:
    """Why a published number changes: the company told another one, or had told another one."""
    document = one.reading.document
    if not isinstance(document, Filing):
        return _said("filed_rate")
    before = one.reading.before
    retold = before and one.row and before[0] == one.row.value
    return {
        code: plain(
            locale.word("filed_anew", document.form, locale.date(document.filed))
            if retold
            else locale.word("filed_otherwise", document.form, locale.date(document.filed))
        )
        for code, locale in LOCALES.items()
    }


def _said(key: str) -> Texts:
    return {code: plain(locale.word(key)) for code, locale in LOCALES.items()}

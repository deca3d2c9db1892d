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
from explainer.refresh import filings, writing
from explainer.refresh.company_facts import Filing
from explainer.refresh.filings import Documents
from explainer.refresh.readings import Reading, Texts, plain, restated
from explainer.refresh.rows import CHANGED, WRITTEN, Cell, Moved, Proposal, in_range, judged
from explainer.refresh.service import NotHad

_FIELDS = [one.name for one in OBSERVATION.fields]
CORRECTIONS = "corrections.yml"
_HEAD = "# yaml-language-server: $schema={}\n"
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
            found[path] = _dataset(_text(path) or "", inside, library.datasets[id].grade)
        except NotHad as error:
            raise NotHad(f"data/datasets/{path.name}: {error}") from None
    used = {one.source for one in changes}
    made = {id: fields for id, fields in documents.made.items() if id in used}
    if made:
        found[data / filings.FILE] = _with_sources(data / filings.FILE, made)
    corrected = [one for one in changes if one.becomes == CHANGED]
    if corrected:
        path = data / CORRECTIONS
        entries = [
            _entry(one.cell, one.old, one.reading.value, reason(one), today) for one in corrected
        ]
        found[path] = _with_corrections(_text(path), entries)
    return found


def with_moved(
    found: Mapping[Path, str], moved: Iterable[Moved], data: Path, today: date
) -> dict[Path, str]:
    """Return the same files, with a correction for each formula that comes to another number."""
    path = data / CORRECTIONS
    entries = [_entry(one.cell, one.old, one.new, _said("filed_moved"), today) for one in moved]
    text = found.get(path) or _text(path)
    return {**found, path: _with_corrections(text, entries)} if entries else dict(found)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _dataset(text: str, proposals: list[Proposal], grade: str) -> str:
    root = writing.read(text)
    for one in proposals:
        rows = root["series"][one.cell.entity]
        row = next((row for row in rows if _is(row, one.cell)), None)
        if row is None:
            row = writing.in_braces({"period": writing.scalar(str(one.cell.period))})
            rows.insert(_place(rows, one.cell.period), row)
        for name, value in _fields(row, one, grade):
            writing.put(row, name, value, _FIELDS)
    last = max(_read_on(one.reading) for one in proposals)
    if date.fromisoformat(root["cutoff"]) < last:
        root["cutoff"] = str(last)
    return writing.rewritten(root, text)


def _is(row: Any, cell: Cell) -> bool:
    return str(row["period"]) == str(cell.period) and "issued" not in row


def _place(rows: Any, period: Period) -> int:
    """Where a row goes: behind the last one of its kind that comes before it; years come last."""
    at = 0
    for index, row in enumerate(rows):
        known = Period.parse(str(row["period"]))
        if known.kind == period.kind:
            if known < period:
                at = index + 1
        elif period.kind == "year":
            at = max(at, index + 1)
    return at


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


def _with_sources(path: Path, made: Mapping[str, Mapping[str, object]]) -> str:
    if not path.exists():
        head = _HEAD.format("../schemas/sources.json") + _FILINGS_ABOUT
        return head + writing.written(_sources(made))
    text = path.read_text(encoding="utf-8")
    root = writing.read(text)
    root.update(_sources(made))
    return writing.rewritten(root, text)


def _sources(made: Mapping[str, Mapping[str, object]]) -> Any:
    return writing.group(
        {
            id: writing.group(
                {
                    name: writing.in_both(value) if isinstance(value, dict) else _value(name, value)
                    for name, value in fields.items()
                }
            )
            for id, fields in made.items()
        }
    )


def _value(name: str, value: object) -> Any:
    return str(value) if name in ("url", "published") else writing.scalar(str(value))


def _entry(cell: Cell, old: Decimal | None, new: Decimal, why: Texts, today: date) -> Any:
    """A correction."""
    return writing.group(
        {
            "date": str(today),
            "dataset": cell.dataset,
            "entity": cell.entity,
            "period": writing.scalar(str(cell.period)),
            "old": str(old),
            "new": str(new),
            "reason": writing.in_both(why),
            "reported_by": writing.in_both(_said("filed_reader")),
        }
    )


def _with_corrections(text: str | None, entries: list[Any]) -> str:
    if text is None:
        return _HEAD.format("schemas/corrections.json") + writing.written(entries)
    root = writing.read(text)
    for entry in entries:
        known = next((one for one in root if _same_day(one, entry)), None)
        if known is None:
            root.append(entry)
        else:  # a second change on one day is one change
            known["new"], known["reason"] = entry["new"], entry["reason"]
    return writing.rewritten(root, text)


def _same_day(one: Any, other: Any) -> bool:
    return all(str(one[key]) == str(other[key]) for key in ("date", "dataset", "entity", "period"))


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

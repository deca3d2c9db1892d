"""What is put into the text of a data file by machine: a row in its place, sources, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from explainer.language.periods import Period
from explainer.refresh import writing
from explainer.refresh.readings import Texts
from explainer.refresh.rows import Cell

CORRECTIONS = "corrections.yml"
_HEAD = "# yaml-language-server: $schema={}\n"


def text_of(path: Path) -> str | None:
    """Return what a file holds, if it is there."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def row_of(rows: Any, period: Period) -> Any:
    """Return the row of a period, made in its place where there is none; guidance is none."""
    for row in rows:
        if str(row["period"]) == str(period) and "issued" not in row:
            return row
    made = writing.in_braces({"period": writing.scalar(str(period))})
    rows.insert(_place(rows, period), made)
    return made


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


def read_until(dataset: Any, day: date) -> None:
    """Move the cut-off date of a dataset to a day, if that is later."""
    if date.fromisoformat(str(dataset["cutoff"])) < day:
        dataset["cutoff"] = str(day)


def with_sources(text: str | None, made: Mapping[str, Mapping[str, object]], about: str) -> str:
    """Return a file of sources with new ones at its end; `about` is a new file's first comment."""
    if text is None:
        return _HEAD.format("../schemas/sources.json") + about + writing.written(_sources(made))
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


def correction(
    cell: Cell, change: tuple[Decimal, Decimal], why: Texts, reported_by: Texts, day: date
) -> Any:
    """Return an entry of the list of corrections; `change` is the old number and the new one."""
    old, new = change
    return writing.group(
        {
            "date": str(day),
            "dataset": cell.dataset,
            "entity": cell.entity,
            "period": writing.scalar(str(cell.period)),
            "old": str(old),
            "new": str(new),
            "reason": writing.in_both(why),
            "reported_by": writing.in_both(reported_by),
        }
    )


def with_corrections(text: str | None, made: Iterable[Any]) -> str:
    """Return the list of corrections with entries at its end; a second change of a cell on one day
    is one change."""
    if text is None:
        return _HEAD.format("schemas/corrections.json") + writing.written(list(made))
    root = writing.read(text)
    for entry in made:
        known = next((one for one in root if _same_day(one, entry)), None)
        if known is None:
            root.append(entry)
        else:
            known["new"], known["reason"] = entry["new"], entry["reason"]
    return writing.rewritten(root, text)


def _same_day(one: Any, other: Any) -> bool:
    return all(str(one[key]) == str(other[key]) for key in ("date", "dataset", "entity", "period"))

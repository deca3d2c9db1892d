"""The data as they would be: whether they say what was meant and no more, and what checks say."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from explainer.errors import Problem
from explainer.facts.model import Library
from explainer.forms.changes import Change

Check = Callable[[Path], tuple[Library, list[Problem]]]
_READ = ("data", "docs", "mkdocs.yml")


def tried(root: Path, found: Mapping[Path, str], check: Check) -> tuple[Library, list[Problem]]:
    """Return the data as they would be with new texts of files, and all that is wrong then."""
    with tempfile.TemporaryDirectory() as folder:
        for name in _READ:
            if (root / name).is_dir():
                shutil.copytree(root / name, Path(folder) / name)
            elif (root / name).exists():
                shutil.copy(root / name, folder)
        for path, text in found.items():
            file = Path(folder) / path.relative_to(root)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return check(Path(folder))


def holds(change: Change, before: Library, after: Library) -> bool:
    """Whether the new data say what a form said, and all else is as it was: what was typed has
    become values, and has not begun anything of its own."""
    rest = {id: one for id, one in after.sources.items() if id not in change.made}
    same = rest == before.sources and after.entities == before.entities
    same = same and after.datasets.keys() == before.datasets.keys() and not after.unread
    for id, fields in change.made.items():
        source = after.sources.get(id)
        said = source and (source.title, source.publisher["fr"], source.url, str(source.published))
        same = same and said == tuple(
            fields[name] for name in ("title", "publisher", "url", "published")
        )
    if not (same and change.cell):
        return same
    at = change.cell
    rows = after.datasets[at.dataset].series[at.entity]
    row = next((one for one in rows if one.period == at.period and not one.issued), None)
    if row is None:
        return False
    numbers = {name: getattr(row, name) for name in ("value", "low", "high")}
    meant = {name: change.set_fields.get(name) for name in numbers}
    same = all(numbers[name] == (text and Decimal(text)) for name, text in meant.items())
    others = [one for one in rows if one.key != row.key and not one.formula]
    were = before.datasets[at.dataset].series[at.entity]
    return same and others == [one for one in were if one.key != row.key and not one.formula]

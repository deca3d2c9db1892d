"""The files of data/ as a Library. What may stand in them is declared in `records`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from explainer.errors import Problem, Where
from explainer.facts import records
from explainer.facts.fields import Record
from explainer.facts.model import Library
from explainer.language.units import Unit
from explainer.yaml_nodes import ID, Node, Refused, composed

# The files that hold many records by id, and those that hold a list; all but the first two may be
# absent. Folders hold one record a file, named by it, except sources/, whose files hold many.
BY_ID = {
    "units": records.UNIT,
    "entities": records.ENTITY,
    "families": records.FAMILY,
    "claims": records.CLAIM,
    "glossary": records.TERM,
}
LISTS = {
    "corrections": records.CORRECTION,
    "timeline": records.MILESTONE,
    "accepted": records.ACCEPTANCE,
    "numbers": records.TYPED_NUMBER,
}
FOLDERS = ("datasets", "charts")
_ELSEWHERE = re.compile(  # read by others, or by people
    r"(README|LISEZMOI)\.md|reviews\.yml|words(/(names|fr|en)\.txt)?|schemas(/[a-z]+\.json)?"
)


def read_library(root: Path) -> tuple[Library, list[Problem]]:
    """Return what the YAML files under `root` (the data/ folder) say, and what is wrong in them.

    Reading goes on after a problem, so that one run tells them all. `Library.unread` names the
    files that have one: `checks` then keeps silent on what may be missing because of it.
    """
    reader = _Reader(root)
    for name in ("units", "entities"):
        if not (root / f"{name}.yml").exists():
            reader.note(root / f"{name}.yml", "the file is missing; create it")
    found: dict[str, Any] = {
        **{name: reader.by_id(root / f"{name}.yml", record) for name, record in BY_ID.items()},
        **{name: reader.listed(root / f"{name}.yml", record) for name, record in LISTS.items()},
        "sources": reader.sources(root / "sources"),
    }
    whole = not reader.problems_in(root / "units.yml")
    for name, record in folders(found["units"].values(), whole).items():
        found[name] = reader.folder(root / name, record)
    found["corrections"] = tuple(
        sorted(found["corrections"], key=lambda one: one.date, reverse=True)
    )
    found["timeline"] = tuple(sorted(found["timeline"], key=lambda one: one.date))
    reader.strangers([*BY_ID, *LISTS], [*FOLDERS, "sources"])
    unread = frozenset(problem.where.file for problem in reader.problems)
    return Library(**found, unread=unread), reader.problems


def folders(units: Iterable[Unit], whole: bool = True) -> dict[str, Record]:
    """Return what each folder holds; datasets count in units, see `records.dataset`."""
    return {"datasets": records.dataset(tuple(units), whole), "charts": records.CHART}


def read_units(root: Path) -> Mapping[str, Unit]:
    """Return the units alone, less those that have a problem."""
    return _Reader(root).by_id(root / "units.yml", records.UNIT)


class _Reader:
    """Reads files and gathers what is wrong in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def note(self, path: Path, message: str) -> None:
        self.problems.append(Problem(Where(self._shown(path), 1), message))

    def problems_in(self, path: Path) -> list[Problem]:
        return [one for one in self.problems if one.where.file == self._shown(path)]

    def strangers(self, files: list[str], folders: list[str]) -> None:
        """Note what nobody reads: an editor may think that it counts."""
        read = re.compile(rf"({'|'.join(files)})\.yml|({'|'.join(folders)})(/[^/]+\.yml)?")
        unknown: set[Path] = set()
        for path in (*sorted(self.root.glob("*")), *sorted(self.root.glob("*/*"))):
            name = path.relative_to(self.root).as_posix()
            known = read.fullmatch(name) or _ELSEWHERE.fullmatch(name)
            if known and path.is_dir() == ("." not in name):
                continue
            if path.parent not in unknown and not (
                path.name.startswith(".") or path.name.endswith("~")
            ):
                self.note(path, "nothing reads this; name it and place it as data/README.md says")
            unknown.add(path)

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root.parent).as_posix()

    def _read(self, path: Path, read: Callable[[Node, Record], Any], record: Record) -> Any:
        if not path.exists():
            return None
        found, problems = _found(path.read_bytes(), self._shown(path), read, record)
        self.problems += problems
        return found

    def by_id(self, path: Path, record: Record) -> dict[str, Any]:
        return self._read(path, _by_id, record) or {}

    def listed(self, path: Path, record: Record) -> tuple[Any, ...]:
        return self._read(path, _listed, record) or ()

    def folder(self, path: Path, record: Record) -> dict[str, Any]:
        found = {}
        for file in _files(path):
            if not ID.fullmatch(file.stem):
                self.note(
                    file,
                    "the file's name is the id; write lower-case letters, digits, points, hyphens",
                )
                continue
            one = self._read(file, _named, record)
            if one is not None:
                found[file.stem] = one
        return found

    def sources(self, path: Path) -> dict[str, Any]:
        """The sources of all lists; an id is unique among them all."""
        found: dict[str, Any] = {}
        for file in _files(path):
            for id, source in self.by_id(file, records.SOURCE).items():
                if id in found:
                    self.problems.append(
                        Problem(
                            source.where,
                            f'source "{id}" stands also at {found[id].where}; '
                            "rename one of them or keep one",
                        )
                    )
                found[id] = source
        return found


# By content: under `make serve` a file that says what it said is not read again.
@lru_cache(maxsize=4096)
def _found(
    content: bytes, file: str, read: Callable[[Node, Record], Any], record: Record
) -> tuple[Any, tuple[Problem, ...]]:
    """Return what a file says, None if it cannot be read, and what is wrong in it."""
    problems: list[Problem] = []
    node = composed(content, file, problems)
    found = None
    with contextlib.suppress(Refused):
        found = read(node, record) if node else None
    return found, tuple(problems)


def _by_id(node: Node, record: Record) -> dict[str, Any]:
    return node.keyed(lambda id, inner: record.read(inner, id))


def _listed(node: Node, record: Record) -> tuple[Any, ...]:
    return node.each(record.read)


def _named(node: Node, record: Record) -> Any:
    return record.read(node, Path(node.file).stem)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yml") if path.is_file())

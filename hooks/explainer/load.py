"""The files of data/ as a Library. What may stand in them is declared in `records`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from explainer import records
from explainer.errors import Problem, Where
from explainer.model import Library
from explainer.nodes import ID, Node, Refused, composed
from explainer.records import Record

# The files that hold many records by id, and those that hold a list; all but the first may be
# absent. Folders hold one record a file, named by it, except sources/, whose files hold many.
BY_ID = {"entities": records.ENTITY, "claims": records.CLAIM, "glossary": records.TERM}
LISTS = {
    "corrections": records.CORRECTION,
    "timeline": records.MILESTONE,
    "accepted": records.ACCEPTANCE,
    "numbers": records.TYPED_NUMBER,
}
FOLDERS = {"datasets": records.DATASET, "charts": records.CHART}


def read_library(root: Path) -> tuple[Library, list[Problem]]:
    """Return what the YAML files under `root` (the data/ folder) say, and what is wrong in them.

    Reading goes on after a problem, so that one run tells them all. `Library.unread` names the
    files that have one: `checks` then keeps silent on what may be missing because of it.
    """
    reader = _Reader(root)
    found: dict[str, Any] = {
        **{name: reader.by_id(root / f"{name}.yml", record) for name, record in BY_ID.items()},
        **{name: reader.listed(root / f"{name}.yml", record) for name, record in LISTS.items()},
        **{name: reader.folder(root / name, record) for name, record in FOLDERS.items()},
        "sources": reader.sources(root / "sources"),
    }
    if not (root / "entities.yml").exists():
        reader.note(root / "entities.yml", "the file is missing; create it")
    found["corrections"] = tuple(
        sorted(found["corrections"], key=lambda one: one.date, reverse=True)
    )
    found["timeline"] = tuple(sorted(found["timeline"], key=lambda one: one.date))
    unread = frozenset(problem.where.file for problem in reader.problems)
    return Library(**found, unread=unread), reader.problems


class _Reader:
    """Reads files and gathers what is wrong in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def note(self, path: Path, message: str) -> None:
        self.problems.append(Problem(Where(self._shown(path), 1), message))

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root.parent).as_posix()

    def _node(self, path: Path) -> Node | None:
        return composed(path, self._shown(path), self.problems) if path.exists() else None

    def by_id(self, path: Path, record: Record) -> dict[str, Any]:
        node = self._node(path)
        if node is None:
            return {}
        try:
            return node.keyed(lambda id, inner: record.read(inner, id))
        except Refused:
            return {}

    def listed(self, path: Path, record: Record) -> tuple[Any, ...]:
        node = self._node(path)
        if node is None:
            return ()
        try:
            return node.each(record.read)
        except Refused:
            return ()

    def folder(self, path: Path, record: Record) -> dict[str, Any]:
        found = {}
        for file in sorted(path.glob("*.y*ml")):
            if not ID.fullmatch(file.stem) or file.suffix != ".yml":
                self.note(
                    file,
                    "the file's name is the id; write lower-case letters, digits, points, "
                    "hyphens, and .yml at the end",
                )
                continue
            node = self._node(file)
            try:
                if node is not None:
                    found[file.stem] = record.read(node, file.stem)
            except Refused:
                continue
        return found

    def sources(self, path: Path) -> dict[str, Any]:
        """The sources of all lists; an id is unique among them all."""
        found: dict[str, Any] = {}
        for file in sorted(path.glob("*.yml")):
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

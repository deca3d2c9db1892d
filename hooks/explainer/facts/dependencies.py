"""Data that note what is read of them, so that what was made from them can be kept.

A page that was made from some datasets, entities and sources need not be made again while these say
the same, whatever else an editor has changed. What they say is told by a hash, which lives as long
as a file in .cache: so what one build made is right or not for another that knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from explainer.digests import digest
from explainer.facts.model import Library

TABLES = ("entities", "sources", "datasets", "charts", "claims", "units", "families", "projections")
T = TypeVar("T")
Key = tuple[str, str | None]  # a table and an id; a whole table under no id
Dependencies = dict[Key, str]  # what was read, and what it said


@dataclass
class DependencyTracker:
    """What was read of a library."""

    seen: set[Key] = field(default_factory=set)

    def of(self, library: Library) -> Library:
        """Return the same library, of which everything that is read is noted here.

        What is no table is not tracked: see `untracked`.
        """
        tables: dict[str, Any] = {
            name: _Table(name, getattr(library, name), self.seen) for name in TABLES
        }
        return replace(library, **tables)

    def take(self) -> set[Key]:
        """Return what was read since the last time."""
        taken = set(self.seen)
        self.seen.clear()
        return taken


class _Table(Mapping[str, T]):
    def __init__(self, name: str, items: Mapping[str, T], seen: set[Key]) -> None:
        self._name, self._items, self._seen = name, items, seen

    def __getitem__(self, id: str) -> T:
        if id is not None:  # as one asks for the owner of who has none
            self._seen.add((self._name, id))
        return self._items[id]

    def __iter__(self) -> Iterator[str]:
        self._seen.add((self._name, None))
        return iter(self._items)

    def __len__(self) -> int:
        self._seen.add((self._name, None))
        return len(self._items)


def state_of(library: Library, key: Key) -> str:
    """Return a hash of what a library says in one place; nothing if it says nothing there."""
    known: dict[Key, str] = vars(library).setdefault("_said", {})
    if key not in known:
        name, id = key
        table = getattr(library, name)
        if id is not None:
            known[key] = state_of_item(table[id]) if id in table else ""
        else:
            known[key] = digest(
                *(part for id in table for part in (id, state_of(library, (name, id))))
            )
    return known[key]


def state_of_item(item: Any) -> str:
    """Return a hash of what an item says, by its words: 19.5 and 19.50 are equal and not written
    alike, and lines do not count.

    It is noted in the item itself, which is never changed, and kept with it: see `load`.
    """
    noted = vars(item)
    if "_said" not in noted:
        noted["_said"] = digest(repr(item))
    return str(noted["_said"])


def whole() -> set[Key]:
    """Return the places of all tables, for what is made from all data."""
    return {(name, None) for name in TABLES}


def snapshot(seen: Iterable[Key], library: Library) -> Dependencies:
    """Return what a library says in the places that were read."""
    return {key: state_of(library, key) for key in seen}


def unchanged(seen: Dependencies, library: Library) -> bool:
    """Whether another library says the same in all that was read."""
    return all(state_of(library, key) == before for key, before in seen.items())


def without_tables(library: Library) -> Library:
    """Return what of a library is not watched, alone."""
    tables: dict[str, Any] = {name: {} for name in TABLES}
    return replace(library, **tables)


def untracked(library: Library) -> str:
    """Return what is not watched as text: when it is another one, pages are not right any more."""
    return repr(without_tables(library))


class Memo:
    """What was found in some text with some data, known as long as both say the same.

    Only that nothing was wrong is remembered: a problem has a line, and may have moved since.
    """

    def __init__(self, known: dict[object, tuple[str, Dependencies, Any]] | None = None) -> None:
        self._before = known or {}
        self.known: dict[object, tuple[str, Dependencies, Any]] = {}  # of what was asked for since

    def recalled(
        self, key: tuple[object, ...], given: object, library: Library, find: Callable[[Library], T]
    ) -> T:
        """Return what `find` finds in the data; `given` is all else on which that depends."""
        now = digest(repr(given))
        last = self.known.get(key) or self._before.get(key)
        if last and last[0] == now and unchanged(last[1], library):
            self.known[key] = last
            found: T = last[2]
            return found
        tracker = DependencyTracker()
        found = find(tracker.of(library))
        problems = found[0] if isinstance(found, tuple) else found
        if problems:
            self.known.pop(key, None)
            self._before.pop(key, None)
        else:
            self.known[key] = now, snapshot(tracker.seen, library), found
        return found

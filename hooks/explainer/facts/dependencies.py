"""Data that note what is read of them, so that what was made from them can be kept.

A page that was made from some datasets, entities and sources need not be made again while these are
the same, whatever else an editor has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from explainer.facts.model import Library

TABLES = ("entities", "sources", "datasets", "charts", "claims", "units", "families")
T = TypeVar("T")
Seen = dict[tuple[str, str | None], Any]  # by table and id; a whole table under no id


@dataclass
class Reading:
    """What was read of a library."""

    seen: Seen = field(default_factory=dict)

    def of(self, library: Library) -> Library:
        """Return the same library, of which everything that is read is noted here.

        What is no table is not watched: see `unwatched`.
        """
        tables: dict[str, Any] = {
            name: _Table(name, getattr(library, name), self.seen) for name in TABLES
        }
        return replace(library, **tables)

    def take(self) -> Seen:
        """Return what was read since the last time."""
        taken = dict(self.seen)
        self.seen.clear()
        return taken


class _Table(Mapping[str, T]):
    def __init__(self, name: str, items: Mapping[str, T], seen: Seen) -> None:
        self._name, self._items, self._seen = name, items, seen

    def __getitem__(self, id: str) -> T:
        if id is not None:  # as one asks for the owner of who has none
            self._seen[self._name, id] = self._items.get(id)
        return self._items[id]

    def __iter__(self) -> Iterator[str]:
        self._seen[self._name, None] = self._items
        return iter(self._items)

    def __len__(self) -> int:
        self._seen[self._name, None] = self._items
        return len(self._items)


def is_same(seen: Seen, library: Library) -> bool:
    """Whether another library, `merged` with the first, says the same in all that was read."""
    for (name, id), before in seen.items():
        table = getattr(library, name)
        if id is not None:
            if table.get(id) is not before:
                return False
        elif list(table) != list(before) or any(table[id] is not before[id] for id in table):
            return False
    return True


def without_tables(library: Library) -> Library:
    """Return what of a library is not watched, alone."""
    tables: dict[str, Any] = {name: {} for name in TABLES}
    return replace(library, **tables)


def unwatched(library: Library) -> str:
    """Return what is not watched as text: when it is another one, pages are not right any more."""
    return repr(without_tables(library))


def merged(new: Library, old: Library) -> Library:
    """Return new data with the very objects of the old ones wherever they say the same.

    A file that was not touched gives the same objects by itself, see `load`.
    """
    tables: dict[str, Any] = {}
    for name in TABLES:
        before, now = getattr(old, name), getattr(new, name)
        tables[name] = {
            id: before[id] if id in before and _alike(before[id], one) else one
            for id, one in now.items()
        }
    return replace(new, **tables)


def _alike(one: object, other: object) -> bool:
    """By their words, since 19.5 and 19.50 are equal and not written alike."""
    return one is other or repr(one) == repr(other)


class Memory:
    """What was found in some text with some data, known as long as both say the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[object, Seen, Any]] = {}

    def recalled(
        self, key: tuple[object, ...], given: object, library: Library, find: Callable[[Library], T]
    ) -> T:
        """Return what `find` finds in the data; `given` is all else on which that depends."""
        last = self._known.get(key)
        if last and last[0] == given and is_same(last[1], library):
            found: T = last[2]
            return found
        reading = Reading()
        found = find(reading.of(library))
        self._known[key] = given, reading.seen, found
        return found

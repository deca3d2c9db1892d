"""The texts of the data that readers see, wherever they stand: every `Text` inside a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from explainer.errors import Where
from explainer.facts.model import Library, Text


def texts_of(library: Library) -> Iterator[tuple[Where, str, Text]]:
    """Yield every text of the data, see `texts_in`; names of units too, once each."""
    yield from texts_in(library)
    for unit in library.units.values():
        if unit.where:
            yield unit.where, "name", Text(unit.fr.name, unit.en.name, unit.where)


def texts_in(value: object, name: str = "") -> Iterator[tuple[Where, str, Text]]:
    """Yield every text inside a value of the model: where it stands, the name of its field, and
    itself. `name` is that of the value."""
    if isinstance(value, Text):
        yield value.where, name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_in(inner, str(key))
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts_in(inner, name)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in _carriers(type(value)):
            yield from texts_in(getattr(value, one), one)


@lru_cache
def _carriers(kind: type) -> tuple[str, ...]:
    """The fields of a class that may hold texts, at any depth."""
    assert is_dataclass(kind)
    types = get_type_hints(kind)
    return tuple(one.name for one in fields(kind) if _carries(types[one.name]))


def _carries(kind: Any) -> bool:
    if isinstance(kind, type) and is_dataclass(kind):
        return kind is Text or bool(_carriers(kind))
    return kind is Any or any(_carries(inner) for inner in get_args(kind))

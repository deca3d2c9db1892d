"""Entities that a table brings with it: each gets a line of its own in data/entities.yml.

They are added only when an editor says of which kind they are, all that would be added is shown,
and an entity that is there already is never written over: its name leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from explainer.editing.adding import THINGS, Desk, appended
from explainer.editing.asking import plain
from explainer.editing.layout import TOTALS, Column
from explainer.editing.readings import Doubts
from explainer.facts.fields import LANGUAGES, NAME
from explainer.facts.model import Entity
from explainer.refresh import writing
from explainer.yaml_nodes import flaw_of_id

_ALIKE = 0.9  # of their letters: two names that may be one
_TWO_NAMES = ("place", "organisation", "group", "scenario")  # often another in the other language
Newcomers = dict[str, Any]  # the fields of each entity by its id, as they are written


def newcomers(
    columns: Iterable[Column], kind: str, desk: Desk, told: Doubts
) -> tuple[dict[str, str], Newcomers]:
    """Return the ids of new entities by the head of their columns, and their lines. What cannot be
    is noted as a problem, what may be a mistake as a doubt."""
    voice = desk.voice
    fits = desk.answers(THINGS["entity"]).fits("name", NAME)
    ids: dict[str, str] = {}
    spelled: dict[str, tuple[str, ...]] = {}
    flaws = desk.clerk.problems
    for column in columns:
        names = tuple(one for one in column.names if one)
        id = plain(names[-1]).replace(" ", "-") if names else ""
        if not names:
            continue  # a line that names nobody is told with those that are left out
        if flaw_of_id(id):
            flaws.append(voice("new:no_id", word=names[-1]))
        elif names != spelled.setdefault(id, names):
            two = _quoted((spelled[id][-1], names[-1]), told)
            flaws.append(voice("new:spelled", list=two, id=id))
        elif flaw := next(filter(None, map(fits, names)), ""):
            flaws.append(flaw)
        else:
            ids[column.head] = id
    found = {id: spelled[id] for id in dict.fromkeys(ids.values())}
    _doubts(found, kind, desk.library.entities, told)
    return ids, {id: _line(kind, names) for id, names in found.items()}


def _line(kind: str, names: tuple[str, ...]) -> Any:
    if len(set(names)) > 1:
        both = writing.in_both(dict(zip(LANGUAGES, names, strict=True)))
        return writing.in_braces({"kind": kind, "name": both})
    return writing.in_braces({"kind": kind, "name": writing.scalar(names[0])})


def shown(lines: Newcomers, told: Doubts) -> str:
    """Return the lines as they will stand in data/entities.yml, and note what they are."""
    if not lines:
        return ""
    told.note("new:note", number=len(lines), kind=next(iter(lines.values()))["kind"])
    text = writing.written(writing.group(lines))
    return "".join(f"  + {line}\n" for line in text.splitlines())


def with_them(desk: Desk, lines: Newcomers) -> dict[Any, str]:
    """Return data/entities.yml with the lines at its end, by its path; nothing if there are none.

    Nothing else of the file changes.
    """
    path = desk.root / "data" / "entities.yml"
    return {path: appended(desk, path, writing.group(lines))} if lines else {}


# -- doubts ----------------------------------------------------------------------------------------


def _doubts(
    found: Mapping[str, tuple[str, ...]],
    kind: str,
    entities: Mapping[str, Entity],
    told: Doubts,
) -> None:
    for names in found.values():
        for id in _alike(names, kind, entities):
            told.doubt("new", "doubt:alike", word=names[-1], id=id)
    sums = [one[-1] for one in found.values() if plain(one[-1]).split()[0] in TOTALS]
    if sums:
        told.doubt("new", "doubt:sums", list=_quoted(sums, told))
    if kind in _TWO_NAMES and any(len(names) == 1 for names in found.values()):
        told.doubt("new", "doubt:one_name", kind=kind)


def _alike(names: Iterable[str], kind: str, entities: Mapping[str, Entity]) -> Iterator[str]:
    """Entities that may be what the names mean: called almost so, or, when they are of the same
    kind, by the first words of it. Names that differ by a number are two: Grok 3, Grok 4."""
    ours = {plain(one) for one in names}
    for id, entity in entities.items():
        theirs = {plain(one) for one in (id, entity.name.fr, entity.name.en)}
        if any(
            _close(one, other) or (entity.kind == kind and _begins(one, other))
            for one in ours
            for other in theirs
        ):
            yield id


def _close(one: str, other: str) -> bool:
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    letters = (one.replace(" ", ""), other.replace(" ", ""))
    return SequenceMatcher(None, *letters).ratio() >= _ALIKE


def _begins(one: str, other: str) -> bool:
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _quoted(texts: Iterable[str], told: Doubts) -> str:
    return ", ".join(map(told.quoted, texts))

"""Whose the columns of a table are: each belongs to an entity, and to one end of its interval."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from explainer.editing.adding import THINGS, Desk
from explainer.editing.asking import parts, plain

ENDS = ("value", "low", "high")
Whose = dict[tuple[str, str], str]  # the head of a column by entity and end


def whose(heads: Sequence[str], id: str, desk: Desk) -> Whose:
    """Return the columns that go into a dataset; what cannot be told is noted as a problem."""
    clerk, voice, entities = desk.clerk, desk.voice, desk.library.entities
    named = matched(desk, heads)
    quoted = ", ".join(voice("quoted", word=one) for one in heads)
    if "columns" in clerk.given or (len(heads) > 1 and clerk.ask and not named):
        about = voice("ask:columns", list=quoted)
        answer = clerk.value("columns", about, lambda text: _flaw(desk, text, heads))
        return _by_answer(answer or "", heads)
    if len(heads) == 1:
        there = desk.library.datasets.get(id)
        alone = there and len(there.series) == 1
        first = next(iter(there.series)) if there and alone else id.partition(".")[0]
        entity = clerk.value(
            "entity",
            voice("ask:entity", list=quoted),
            desk.answers(THINGS["dataset"]).known_check("entity", "entities"),
            default=named.get(heads[0]) or (first if first in entities else None),
            known=entities,
        )
        return {(entity, "value"): heads[0]} if entity else {}
    if not named:
        clerk.problems.append(voice("no_columns", list=quoted, first=heads[0]))
    found: Whose = {}
    for head, entity in named.items():
        if found.setdefault((entity, "value"), head) != head:
            clerk.problems.append(voice("two_columns", entity=entity))
    return found


def matched(desk: Desk, heads: Iterable[str]) -> dict[str, str]:
    """Return the entity of each head that is, or of which one part is, its name, id or symbol."""
    names: dict[str, str] = {}
    for id, entity in desk.library.entities.items():
        for name in (id, entity.name.fr, entity.name.en, entity.ticker or ""):
            if name:
                names.setdefault(plain(name), id)
    found = {}
    for head in heads:
        texts = (head, *head.split(" – "), re.sub(r"\s*\([^()]*\)", "", head))
        ids = {names[plain(text)] for text in texts if plain(text) in names}
        if len(ids) == 1:
            found[head] = ids.pop()
    return found


def _split(text: str) -> list[tuple[str, str, str]]:
    """What `head=entity:end; …` says: head, entity, end."""
    found = []
    for one in parts(text):
        head, _, answer = one.rpartition("=")
        entity, _, end = answer.strip().partition(":")
        found.append((head.strip() or entity, entity.strip(), end.strip() or ENDS[0]))
    return found


def _flaw(desk: Desk, text: str, heads: Sequence[str]) -> str:
    """What is wrong with an answer, as a sentence; nothing if it is right."""
    voice = desk.voice
    check = desk.answers(THINGS["dataset"]).known_check("columns", "entities")
    known = {plain(head) for head in heads}
    taken = set()
    for head, entity, end in _split(text):
        if plain(head) not in known:
            return voice("unknown_column", word=head, choices=voice.choose(head, heads))
        if flaw := check(entity):
            return flaw
        if end not in ENDS:
            return voice("unknown_end", word=end)
        if (entity, end) in taken:
            return voice("two_columns", entity=entity)
        taken.add((entity, end))
    return ""


def _by_answer(text: str, heads: Sequence[str]) -> Whose:
    by_name = {plain(head): head for head in heads}
    return {(entity, end): by_name[plain(head)] for head, entity, end in _split(text)}

"""Whose the columns of a table are: each belongs to an entity, and to one end of its interval.

Where a column tells whose the numbers of each line are, the others are measures: one of them is
taken, or one for each end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from explainer.editing.adding import THINGS, Desk
from explainer.editing.asking import parts, plain
from explainer.editing.layout import Column, Table

ENDS = ("value", "low", "high")
Whose = dict[tuple[str, str], str]  # the head of a column by entity and end


def whose(table: Table, id: str, desk: Desk, named: Mapping[str, str]) -> Whose:
    """Return the columns that go into a dataset: those whose head is `named` an entity's, unless
    an editor says more. What cannot be told is noted as a problem."""
    clerk, voice = desk.clerk, desk.voice
    heads = [one.head for one in table.columns]
    measures = list(dict.fromkeys(one.measure for one in table.columns if one.measure))
    quoted = ", ".join(voice("quoted", word=one) for one in measures or heads)
    unknown = len(heads) > 1 and clerk.ask and not named and not table.long
    if measures or "columns" in clerk.given or unknown:
        about = voice("ask:measures" if measures else "ask:columns", list=quoted)
        answer = clerk.value("columns", about, lambda text: _flaw(desk, text, heads, measures))
        ends = _ends(answer or "", measures)
        if not ends:
            return _by_answer(answer, heads)
    else:
        ends = {"": ENDS[0]}
    if len(heads) == 1 and not table.long:
        return _alone(heads[0], id, desk, named)
    if not named and not ("new" in clerk.given and clerk.problems):
        if table.long:
            names = {one.names[0] for one in table.columns}
            clerk.problems.append(voice("no_names", list=voice.listed(names)))
        else:
            clerk.problems.append(voice("no_columns", list=quoted, first=heads[0]))
    return _by_measure(table.columns, ends, named, desk)


def _alone(head: str, id: str, desk: Desk, named: Mapping[str, str]) -> Whose:
    """The one column that there is: its entity is that of its head, or of the dataset, or asked."""
    entities, voice = desk.library.entities, desk.voice
    there = desk.library.datasets.get(id)
    alone = there and len(there.series) == 1
    first = next(iter(there.series)) if there and alone else id.partition(".")[0]
    entity = desk.clerk.value(
        "entity",
        voice("ask:entity", list=voice("quoted", word=head)),
        desk.answers(THINGS["dataset"]).known_check("entity", "entities"),
        default=named.get(head) or (first if first in entities else None),
        known=entities,
    )
    return {(entity, ENDS[0]): head} if entity else {}


def matched(desk: Desk, table: Table, *, exactly: bool) -> dict[str, str]:
    """Return the entity of each head that is its name, id or symbol; or, unless `exactly`, of which
    one part is."""
    called: dict[str, str] = {}
    for id, entity in desk.library.entities.items():
        for name in (id, entity.name.fr, entity.name.en, entity.ticker or ""):
            if name:
                called.setdefault(plain(name), id)
    found = {}
    for column in table.columns:
        head = column.head
        loosely = (head, *head.split(" – "), re.sub(r"\s*\([^()]*\)", "", head))
        texts = column.names if exactly else loosely
        ids = {called[plain(text)] for text in texts if plain(text) in called}
        if len(ids) == 1:
            found[head] = ids.pop()
    return found


def _by_measure(
    columns: Sequence[Column], ends: Mapping[str, str], named: Mapping[str, str], desk: Desk
) -> Whose:
    """The columns of some measures, each an end of the interval of whoever it is named after."""
    found: Whose = {}
    for one in columns:
        if one.head in named and one.measure in ends:
            key = named[one.head], ends[one.measure]
            if found.setdefault(key, one.head) != one.head:
                desk.clerk.problems.append(desk.voice("two_columns", entity=key[0]))
    return found


def _ends(text: str, measures: Sequence[str]) -> dict[str, str]:
    """What `measure; measure=low; …` says: the end of each; nothing, if it names anything else."""
    known = {plain(one): one for one in measures}
    found = {}
    for one in parts(text):
        head, is_said, end = one.rpartition("=")
        measure = known.get(plain(head if is_said else one))
        if measure is None:
            return {}
        found[measure] = end.strip() if is_said else ENDS[0]
    return found


def _split(text: str) -> list[tuple[str, str, str]]:
    """What `head=entity:end; …` says: head, entity, end."""
    found = []
    for one in parts(text):
        head, _, answer = one.rpartition("=")
        entity, _, end = answer.strip().partition(":")
        found.append((head.strip() or entity, entity.strip(), end.strip() or ENDS[0]))
    return found


def _flaw(desk: Desk, text: str, heads: Sequence[str], measures: Sequence[str]) -> str:
    """What is wrong with an answer, as a sentence; nothing if it is right."""
    voice = desk.voice
    if ends := list(_ends(text, measures).values()):
        odd = [one for one in ends if one not in ENDS or ends.count(one) > 1]
        return voice("odd_end", word=odd[0]) if odd else ""
    check = desk.answers(THINGS["dataset"]).known_check("columns", "entities")
    known = {plain(head) for head in heads}
    taken = set()
    for head, entity, end in _split(text):
        if plain(head) not in known:
            choices = voice.choose(head, measures or heads)
            return voice("unknown_column", word=head, choices=choices)
        if flaw := check(entity):
            return flaw
        if end not in ENDS:
            return voice("unknown_end", word=end)
        if (entity, end) in taken:
            return voice("two_columns", entity=entity)
        taken.add((entity, end))
    return ""


def _by_answer(text: str | None, heads: Sequence[str]) -> Whose:
    by_name = {plain(head): head for head in heads}
    return {(entity, end): by_name[plain(head)] for head, entity, end in _split(text or "")}

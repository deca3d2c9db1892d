"""A record of data/ from an editor's answers, in the form in which it is written.

What is asked, which answers are right and what they mean come from the declarations of `records`:
a field that is declared there can be given here. Texts may be left for later; whatever else must
be there is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from explainer.editing.asking import Check, Clerk, parts
from explainer.errors import Problem
from explainer.facts import fields
from explainer.facts.fields import Field, FieldType, Record
from explainer.facts.load import FOLDERS
from explainer.facts.model import Library
from explainer.refresh import writing
from explainer.yaml_nodes import Node, Refused

# What an id names, by the name of its field; and the verb that adds one.
_REFERS = {
    "unit": "units",
    "entity": "entities",
    "entities": "entities",
    "owner": "entities",
    "highlight": "entities",
    "source": "sources",
    "sources": "sources",
    "checked_via": "sources",
    "dataset": "datasets",
    "see": "glossary",
    "family": "families",
}
_TEXTS = (fields.TEXT, fields.BOTH, fields.NAME)
# How a value is written, where it is no text; and that it stands without quotes.
_HOW = (
    (fields.DAY, "how:day"),
    (fields.PERIOD, "how:period"),
    (fields.MONTH_DAY, "how:month_day"),
    (fields.URL, "how:url"),
    (fields.NUMBER, "how:number"),
    (fields.ID, "how:id"),
    (fields.CIK, "how:number"),
    (fields.YES, "how:truth"),
    (fields.MARK, "how:truth"),
)


@dataclass
class Answers:
    """Asks for records: `wanted` are the fields that need not be there and are asked for in a
    terminal, `defaults` what is taken for an answer that is left out, `chosen` what is told of each
    choice. `later` says that texts may be left empty: not those without which nothing else is read.
    """

    clerk: Clerk
    library: Library
    wanted: frozenset[str] = frozenset()
    defaults: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    later: bool = True

    def record(
        self, record: Record, prefix: str = "", without: Iterable[str] = ()
    ) -> dict[str, Any]:
        """Return the fields of a record, less some, as they are written. Those that cannot be given
        on a line (lists of groups) are left for the file, unless they must be there."""
        found: dict[str, Any] = {}
        for one in record.fields:
            key = _key(prefix + one.name)
            if one.name in without:
                continue
            value = self._group(one, key) if one.type.refers else self._value(one, key)
            if value is not None:
                found[one.name] = value
        return found

    def _group(self, one: Field, key: str) -> Any:
        if not (one.required or self.clerk.has(key)):
            return None
        values = self.record(one.type.refers[0], f"{key}-")
        flat = all(isinstance(value, str) for value in values.values())
        if one.type.schema.get("type") == "array":
            return [writing.in_braces(values) if flat else writing.group(values)]
        return writing.in_braces(values)

    def _value(self, one: Field, key: str) -> Any:
        if one.type is fields.BOTH:
            return self._both(one, key)
        if one.type is fields.NAME and (self.clerk.has(f"{key}-fr") or self.clerk.has(f"{key}-en")):
            return self._both(one, key)
        if one.type.schema.get("type") == "array":
            given_on_a_line = "type" in one.type.schema["items"]
            return self._list(one, key) if given_on_a_line else None
        text = self.later and one.type in _TEXTS
        answer = self.clerk.value(
            key,
            self._about(one, key),
            self._check(key, one.name, one.type),
            needed=one.required and not text,
            wanted=one.required or key in self.wanted,
            default=self.defaults.get(key, "" if text and one.required else None),
            known=() if key in self.chosen else self._known(one.name) or _choices(one.type),
        )
        return _written(answer, one.type) if answer is not None else None

    def _both(self, one: Field, key: str) -> Any:
        texts = {}
        for code in fields.LANGUAGES:
            language = self.clerk.voice(f"language:{code}")
            texts[code] = self.clerk.value(
                f"{key}-{code}",
                self._about(one, key, f" ({language})"),
                self._check(f"{key}-{code}", one.name, fields.TEXT),
                needed=False,
                wanted=one.required or key in self.wanted,
                default=self.defaults.get(f"{key}-{code}", "" if one.required else None),
            )
        if not any(texts.values()) and not one.required:
            return None
        return writing.in_both({code: text or "" for code, text in texts.items()})

    def _list(self, one: Field, key: str) -> Any:
        known = self._known(one.name)
        items = one.type.schema["items"]
        item = next((one for one in (fields.ID, fields.PERIOD) if items == one.schema), fields.TEXT)
        signs = ";" if item is fields.TEXT else ";, "

        def check(text: str) -> str:
            flaws = (self._check(key, one.name, item)(each) for each in parts(text, signs))
            return next((flaw for flaw in flaws if flaw), "")

        answer = self.clerk.value(
            key,
            self._about(one, key),
            check,
            needed=one.required,
            wanted=one.required or key in self.wanted,
            known=known,
        )
        found = [_written(each, item) for each in parts(answer or "", signs)]
        return writing.in_brackets(found) if found else None

    def _about(self, one: Field, key: str, behind: str = "") -> str:
        """A question: what the guide says of the field, with what is told of each choice."""
        about = one.fr if self.clerk.voice.code == "fr" else one.en
        lines = [f"{about[0].upper()}{about[1:]}{behind}.".replace("`", "")]
        lines += [f"  {name}: {what}" for name, what in self.chosen.get(key, {}).items()]
        return "\n".join(lines) if self.clerk.ask else lines[0]

    def _known(self, name: str) -> tuple[str, ...]:
        group = _REFERS.get(name)
        return tuple(ids_of(self.library, group)) if group else ()

    def _check(self, key: str, name: str, kind: FieldType) -> Check:
        group = _REFERS.get(name)
        if group:
            return self.known_check(key, group)
        return self.fits(key, kind)

    def known_check(self, key: str, group: str) -> Check:
        """Return what tells that an id is none, which there are, and how one is added."""
        voice = self.clerk.voice

        def check(answer: str) -> str:
            ids = ids_of(self.library, group)
            drafts = group in FOLDERS and self.library.may_lack(group, answer)
            if answer in ids or drafts:
                return ""
            how = voice(f"add:{group}")
            choices = voice.choose(answer, ids)
            return voice("unknown_id", key=key, word=answer, choices=choices, how=how)

        return check

    def fits(self, key: str, kind: FieldType) -> Check:
        """Return what tells that an answer is not one that a field takes."""
        voice = self.clerk.voice

        def check(answer: str) -> str:
            problems: list[Problem] = []
            mark = yaml.Mark("", 0, 0, 0, "", 0)
            style = '"' if kind in _TEXTS or "pattern" in kind.schema else None
            tag = "tag:yaml.org,2002:str"
            node = yaml.ScalarNode(tag, answer, mark, mark, style=style)
            try:
                kind.read(Node(node, key, "", problems))
            except Refused:
                choices = _choices(kind)
                name = next((name for one, name in _HOW if one is kind), "how:text")
                how = voice("how:colour" if kind is fields.COLOUR else name)
                if choices:
                    how = voice.choose(answer, choices)
                return voice("does_not_fit", key=key, word=answer, how=how)
            return ""

        return check


def ids_of(library: Library, group: str) -> Iterable[str]:
    """Return the ids that something may name."""
    if group == "families":
        return (*library.families, *library.entities)
    if group == "entities":  # what stands in data/flows.yml goes by an id too, and owns nothing
        return [id for id, one in library.entities.items() if one.kind != "flow"]
    found: Mapping[str, Any] = getattr(library, group)
    return found


def _choices(kind: FieldType) -> tuple[str, ...]:
    return tuple(map(str, kind.schema.get("enum", ())))


def _key(name: str) -> str:
    return name.replace("_", "-")


def _written(answer: str, kind: FieldType) -> Any:
    plain = _choices(kind) or any(one is kind for one, _ in _HOW)
    return answer if plain else writing.scalar(answer)

"""What a field of data/ is made of: how a value is written and read, and how fields make a record.

`records` declares with these what may stand in each file. A type says the same twice, to the loader
and as JSON Schema to editors' programs, so that both accept the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from explainer.facts.model import Text
from explainer.language.periods import Period
from explainer.yaml_nodes import Group, Node, Refused

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class FieldType:
    """How a value is written: `read` takes it from its node, `schema` says the same to editors.

    `refers` names the record that the value is made of, if any.
    """

    read: Callable[[Node], Any]
    schema: Schema
    refers: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Field:
    """One field of a record. `fr` and `en` say what it means; `attribute` is its name in the
    model when that differs."""

    name: str
    type: FieldType
    fr: str
    en: str
    required: bool = False
    attribute: str = ""


@dataclass(frozen=True, eq=False)
class Record:
    """A group of fields, and what they make. `name` is how sentences call one: `entity "{id}"`.

    `check` sees the names that were written and the values that were read, and refuses what no
    single field can.
    """

    id: str
    name: str
    make: Callable[..., Any]
    fields: tuple[Field, ...]
    check: Callable[[Node, frozenset[str], Mapping[str, Any]], None] | None = None
    placed: bool = True  # whether the model keeps where it stands
    one_of: tuple[tuple[str, ...], ...] = field(default=())  # names of which one group is needed
    given: str = ""  # all but a file and our code on which depends what is read

    def read(self, node: Node, id: str | None = None) -> Any:
        """Return what a node says; note every problem in it, and give up when one is fatal."""
        group = Group(node, self.name.format(id=id))
        values: dict[str, Any] = {} if id is None else {"id": id}
        for one in self.fields:
            ask = group.get if one.required else group.optional
            values[one.attribute or one.name] = ask(one.name, one.type.read)
        group.close()
        if self.check:
            self.check(node, frozenset(group.fields), values)
        if any(values[one.attribute or one.name] is None for one in self.fields if one.required):
            raise Refused
        if self.placed:
            values["where"] = node.where
        return self.make(**{key: value for key, value in values.items() if value is not None})


# -- how values are written ------------------------------------------------------------------

LANGUAGES = {"fr": "French", "en": "English"}


def both(node: Node) -> Text:
    """Return a text in both languages."""
    if not node.is_group:
        raise node.refuse(f"{node.name} is {node.shown()}; write it as {{fr: …, en: …}}")
    group = Group(node)
    found = {code: group.optional(code, Node.text) for code in LANGUAGES}
    for code, language in LANGUAGES.items():
        if code not in group.fields:
            node.refuse(f"{node.name} has no {language} text; add {code}: …")
    group.close()
    french, english = found.values()
    if french is None or english is None:
        raise Refused
    return Text(french, english, node.where)


def name(node: Node) -> Text:
    """Return a text in both languages; a proper name may be given once."""
    if isinstance(node.node, yaml.ScalarNode):
        value = node.text()
        return Text(value, value, node.where)
    return both(node)


def period(node: Node) -> Period:
    """Return a period."""
    try:
        return Period.parse(node.raw())
    except ValueError as error:
        raise node.refuse(
            str(error) if node.name == "period" else str(error).replace("period", node.name, 1)
        ) from None


_TEXT: Schema = {"type": "string", "minLength": 1}
_BOTH: Schema = {
    "type": "object",
    "properties": {
        "fr": {"type": "string", "minLength": 1, "description": "En français"},
        "en": {"type": "string", "minLength": 1, "description": "In English"},
    },
    "required": ["fr", "en"],
    "additionalProperties": False,
}
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$"}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

TEXT = FieldType(Node.text, _TEXT)
BOTH = FieldType(both, _BOTH)
NAME = FieldType(name, {"anyOf": [_TEXT, _BOTH]})
NUMBER = FieldType(Node.number, {"type": "number"})
PERIOD = FieldType(
    period,
    {
        "type": ["string", "integer"],  # YAML takes 2025 for a number
        "pattern": r"^\d{4}(-H[12]|-Q[1-4]|-\d{2}(-\d{2})?)?$",
    },
)
DAY = FieldType(Node.day, _DAY)
MONTH_DAY = FieldType(Node.month_day, {"type": "string", "pattern": r"^\d{2}-\d{2}$"})
URL = FieldType(Node.url, {"type": "string", "pattern": "^https?://[^\\s\"'<>]+$"})
COLOUR = FieldType(Node.colour, {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})
ID = FieldType(Node.id, _ID)


def one_of(choices: Iterable[str]) -> FieldType:
    """One of some words."""
    known = tuple(choices)
    return FieldType(lambda node: node.choice(known), {"enum": list(known)})


def list_of(item: FieldType) -> FieldType:
    """A list of values of one type, as a tuple."""
    return FieldType(
        lambda node: node.each(item.read),
        {"type": "array", "items": item.schema},
        item.refers,
    )


def whole_list(item: FieldType) -> FieldType:
    """A list in which no item may be refused: half of it would say something else."""
    return FieldType(
        lambda node: tuple(item.read(one) for one in node.list()),
        {"type": "array", "items": item.schema},
        item.refers,
    )


def by_id(item: FieldType) -> FieldType:
    """A mapping of ids to values of one type."""
    return FieldType(
        lambda node: node.keyed(lambda _, inner: item.read(inner)),
        {
            "type": "object",
            "propertyNames": _ID,
            "additionalProperties": item.schema,
        },
        item.refers,
    )


def a(record: Record) -> FieldType:
    """A record inside another."""
    return FieldType(record.read, {"$ref": f"#/$defs/{record.id}"}, (record,))

"""What a field of data/ is made of: how a value is written and read, and how fields make a record.

`records` declares with these what may stand in each file. A type says the same twice, to the loader
and as JSON Schema to editors' programs, so that both accept the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from explainer.characters import IN_A_LINE, IN_LINES
from explainer.errors import did_you_mean
from explainer.facts.model import Text
from explainer.language.locales import countries
from explainer.language.periods import Period
from explainer.numerals import MOST_DIGITS
from explainer.yaml_nodes import (
    AN_ID,
    LONGEST_ID,
    LONGEST_TEXT,
    YEAR,
    YEARS,
    Group,
    Node,
    Refused,
)

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
    found = {
        code: group.read(code, lambda one: replace(one, name=f"{node.name}.{one.name}").text())
        for code in LANGUAGES
    }
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


def mark(node: Node) -> bool:
    """Return true: a mark that is not meant is left out."""
    value = node.raw()
    if value != "true":
        raise node.refuse(f'{node.name} is "{value}"; write true, or take the line out')
    return True


def pattern(whole: str) -> Schema:
    """The schema of a text that matches as a whole; `$` alone would let a last line break pass."""
    return {"type": "string", "pattern": f"^(?:{whole})$(?!\\n)"}


# Something to read, and no character that `Node.raw` refuses: but those beyond U+FFFF, which
# patterns of editors cannot name.
_SIGN = f"[^{IN_A_LINE}]"
_TEXT: Schema = {
    **pattern(rf"[ \n]*(?=.*\S){_SIGN}+[ \n]*"),
    "maxLength": LONGEST_TEXT,
}


def in_both(text: Schema) -> Schema:
    """The schema of a text in both languages, which may be given once."""
    return {"anyOf": [text, _both(text)]}


def _both(text: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {
            "fr": {**text, "description": "En français"},
            "en": {**text, "description": "In English"},
        },
        "required": ["fr", "en"],
        "additionalProperties": False,
    }


_ID: Schema = {**pattern(AN_ID), "maxLength": LONGEST_ID}
_MONTH_DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_DAY = "(?:(?:1[7-9]|2[01])(?:0[48]|[2468][048]|[13579][26])|2000)-02-29"
_DAY = f"{YEAR}-{_MONTH_DAY}|{_LEAP_DAY}"
# What a script reads as a number without loss.
_MOST = 10**MOST_DIGITS - 1

TEXT = FieldType(Node.text, _TEXT)
BOTH = FieldType(both, _both(_TEXT))
NAME = FieldType(name, in_both(_TEXT))
MARK = FieldType(mark, {"const": True})
NUMBER = FieldType(Node.number, {"type": "number", "minimum": -_MOST, "maximum": _MOST})
PERIOD = FieldType(
    period,
    {
        **pattern(rf"{YEAR}(?:-H[12]|-Q[1-4]|-(?:0[1-9]|1[0-2]))?|{_DAY}"),
        "type": ["string", "integer"],  # YAML takes 2025 for a number
        "minimum": YEARS[0],
        "maximum": YEARS[-1],
    },
)
DAY = FieldType(Node.day, pattern(_DAY))
MONTH_DAY = FieldType(Node.month_day, pattern(f"{_MONTH_DAY}|02-29"))
URL = FieldType(
    Node.url,
    {**pattern(rf"""\s*https?://[^\s"'<>{IN_LINES}]+\s*"""), "maxLength": LONGEST_TEXT},
)
YES = FieldType(Node.yes_or_no, {"type": "boolean"})
COLOUR = FieldType(Node.colour, pattern(r"\s*#[0-9a-fA-F]{6}\s*"))
ID = FieldType(Node.id, _ID)


def cik(node: Node) -> int:
    """Return the number under which the SEC keeps a company's filings."""
    value = node.raw()
    if not re.fullmatch("[1-9][0-9]{0,9}", value):
        digits = re.sub("[^0-9]", "", value).lstrip("0")
        like = digits if 0 < len(digits) <= 10 else "1326801"
        raise node.refuse(f'{node.name} "{value}" is no CIK; write its digits, like {like}')
    return int(value)


def concept(node: Node) -> str:
    """Return the name of a line of accounts as filings write it."""
    value = node.text()
    if not re.fullmatch(_CONCEPT, value):
        raise node.refuse(
            f'{node.name} "{value}" is no concept; write it as filings do, like NetIncomeLoss'
        )
    return value


def rates(node: Node) -> str:
    """Return the name of a series of exchange rates of the European Central Bank."""
    value = node.text()
    if not re.fullmatch(_RATES, value):
        raise node.refuse(
            f'{node.name} "{value}" is no series of quarters or years; '
            "write it like EXR/Q.USD.EUR.SP00.A"
        )
    return value


def degrees(most: int) -> FieldType:
    """Degrees of latitude or longitude, up to `most` on both sides of zero."""

    def read(node: Node) -> Any:
        value = node.number()
        if abs(value) > most:
            raise node.refuse(
                f"{node.name} {value} is not on the Earth; write degrees from -{most} to {most}"
            )
        return value

    return FieldType(read, {"type": "number", "minimum": -most, "maximum": most})


def country(node: Node) -> str:
    """Return the ISO code of a country."""
    value = node.raw()
    if value not in countries():
        close = did_you_mean(value.upper(), countries())
        remedy = close or "; write two capitals, like FR"
        raise node.refuse(f'{node.name} "{value}" is no code of a country{remedy}')
    return value


_CONCEPT = "(?:[a-z][a-z-]*:)?[A-Z][A-Za-z0-9]*"
_RATES = "EXR/[AQ]\\.[A-Z]{3}\\.EUR\\.SP00\\.A"
COUNTRY = FieldType(country, {"enum": sorted(countries())})
CIK = FieldType(cik, {"type": "integer", "minimum": 1, "maximum": 10**10 - 1})


def path(node: Node) -> str:
    """The address of a page: `industry/spending`, without language and last slash."""
    text = str(node.text())
    if not re.fullmatch(_PATH, text, re.ASCII):
        raise node.refuse(
            f'{node.name} "{text}" is no path of a page; write it like industry/spending, without '
            f"language, first and last slash, in at most four steps of {LONGEST_ID} characters"
        )
    return text


_STEP = rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST_ID - 1}}}"  # as long as an id, which names a folder
_PATH = rf"{_STEP}(?:/{_STEP}){{0,3}}"
PATH = FieldType(path, pattern(_PATH))
CONCEPT = FieldType(concept, pattern(_CONCEPT))
RATES = FieldType(rates, pattern(_RATES))


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


def records_by_id(record: Record) -> FieldType:
    """A mapping of ids to records that bear them."""
    return FieldType(
        lambda node: node.keyed(lambda id, inner: record.read(inner, id)),
        {
            "type": "object",
            "propertyNames": _ID,
            "additionalProperties": {"$ref": f"#/$defs/{record.id}"},
        },
        (record,),
    )


def a(record: Record) -> FieldType:
    """A record inside another."""
    return FieldType(record.read, {"$ref": f"#/$defs/{record.id}"}, (record,))

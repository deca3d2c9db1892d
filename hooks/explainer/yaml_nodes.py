"""YAML nodes that know their place, and read themselves into values or say what is wrong.

YAML is composed into nodes, never constructed into Python objects: so each value keeps its line,
a number stays the decimal that was written (83.0 is not 83), nothing in a file can run code, and
what YAML 1.1 would quietly turn into something else (`NO` into false, `12:30` into 750, a doubled
key into its last value) is refused with a sentence.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import yaml

from explainer.characters import refused
from explainer.errors import Problem, Where, did_you_mean
from explainer.files import decoded
from explainer.numerals import NUMBER, flaw_of_length, number_meant

T = TypeVar("T")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster
# What YAML 1.2 takes for a number, and 1.1 for a number or a text.
_NUMBERS_OF_YAML = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
YEARS = range(1700, 2200)  # outside, a slip is more likely, and far outside the calendar ends
YEAR = "(?:1[7-9]|2[01])[0-9]{2}"  # one of these
AN_ID = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?"
LONGEST_ID = 80  # it becomes the name of files, with a language, a date and an end
LONGEST_TEXT = 4000
_MOST_NODES = 100_000  # in a file, aliases written out
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SURPRISES = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:null": "an empty value",
}
_TAGS = tuple(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)


class Refused(Exception):
    """A value was refused and the problem noted; what encloses it goes on with the rest."""


@dataclass(frozen=True)
class Node:
    """A YAML node that knows its file and what it is called, and notes what is wrong with it."""

    node: yaml.nodes.Node
    name: str
    file: str
    problems: list[Problem]
    optional: bool = False  # whether the line may be left out

    @property
    def where(self) -> Where:
        return Where(self.file, self.node.start_mark.line + 1)

    def refuse(self, message: str) -> Refused:
        self.problems.append(Problem(self.where, message))
        return Refused()

    @property
    def is_group(self) -> bool:
        """Whether fields stand here, and neither a value nor a list."""
        return isinstance(self.node, yaml.MappingNode)

    def shown(self) -> str:
        """How a sentence names what stands here instead of what was asked for."""
        if isinstance(self.node, yaml.ScalarNode):
            return f'"{self.node.value}"'
        return "a list" if isinstance(self.node, yaml.SequenceNode) else "a group of fields"

    def raw(self) -> str:
        """The characters of a plain value, before YAML guesses a type."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.refuse(f"{self.name} is {self.shown()}; write a single value")
        value = str(self.node.value)
        if self.node.tag not in (_TAGS[:1] if self.node.style else _TAGS):
            raise self.refuse(f'{self.name} has the tag "{self.node.tag}"; take it out')
        if len(value) > LONGEST_TEXT:
            raise self.refuse(
                f"{self.name} has {len(value)} characters; write at most {LONGEST_TEXT}"
            )
        found = refused(value.strip(" \n"))
        if found:
            raise self.refuse(f"{self.name} {found[1]}")
        return value

    def text(self) -> str:
        """A text; what YAML takes for a number, a truth value or a void is not."""
        value = self.word().strip()
        numeric = self.node.tag.endswith((":int", ":float")) or _NUMBERS_OF_YAML.fullmatch(value)
        if self._is_plain and numeric:
            as_what = "a number in base 60" if ":" in value else "a number"
            raise self.refuse(
                f'{self.name} "{value}" is read by YAML as {as_what}; write it in quotes'
            )
        return value

    def word(self) -> str:
        """What names a thing, character by character; it may be of digits alone."""
        value = self.raw()
        if self._is_plain and value.strip() and self.node.tag in _SURPRISES:
            raise self.refuse(
                f'{self.name} "{value}" is read by YAML as {_SURPRISES[self.node.tag]}; '
                "write it in quotes"
            )
        if not value.strip():
            instead = ", or take the line out" if self.optional else ""
            raise self.refuse(f"{self.name} is empty; write a value{instead}")
        return value

    @property
    def _is_plain(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and not self.node.style

    def choice(self, choices: Iterable[str]) -> str:
        value = self.word()
        if value not in choices:
            raise self.refuse(f'{self.name} "{value}" is unknown{did_you_mean(value, choices)}')
        return value

    def yes_or_no(self) -> bool:
        """Return true or false; nothing that only YAML 1.1 takes for one of them (yes, on)."""
        value = self.raw()
        if value not in ("true", "false") or not self._is_plain:
            raise self.refuse(f'{self.name} is "{value}"; write true or false')
        return value == "true"

    def number(self) -> Decimal:
        value = self.raw()
        quoted = isinstance(self.node, yaml.ScalarNode) and bool(self.node.style)
        if NUMBER.fullmatch(value) and not quoted:
            flaw = flaw_of_length(value)
            if flaw:
                raise self.refuse(f"{self.name} {flaw}")
            return Decimal(value)
        what = "is in quotes" if quoted and NUMBER.fullmatch(value) else "is not a number"
        raise self.refuse(f'{self.name} "{value}" {what}; {number_meant(value)}')

    def day(self) -> date:
        value, what = self.raw(), "is not a day"
        with contextlib.suppress(ValueError):
            if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                day = date.fromisoformat(value)
                if day.year in YEARS:
                    return day
                what = f"has a year outside {YEARS[0]} to {YEARS[-1]}"
        raise self.refuse(f'{self.name} "{value}" {what}; write it like 2025-10-29')

    def month_day(self) -> str:
        """A day of any year, as 12-31."""
        value = self.raw()
        with contextlib.suppress(ValueError):
            if re.fullmatch("[0-9]{2}-[0-9]{2}", value):
                date.fromisoformat(f"2024-{value}")
                return value
        raise self.refuse(f'{self.name} "{value}" is not a month and day; write it like 12-31')

    def url(self) -> str:
        value = self.text()
        if not re.fullmatch(r"https?://[^\s\"'<>]+", value):
            raise self.refuse(
                f'{self.name} "{value}" is not an address; write one that begins with '
                "http:// or https://, or leave the line out"
            )
        return value

    def colour(self) -> str:
        value = self.text()
        if not _COLOUR.fullmatch(value):
            raise self.refuse(f'{self.name} "{value}" is not a colour; write it like "#2f50b7"')
        return value.lower()

    def id(self, known: str = "an id") -> str:
        self.text()
        value = self.raw()
        flaw = flaw_of_id(value, known)
        if flaw:
            raise self.refuse(f'{self.name} "{value}" {flaw}')
        return value

    def each(self, read: Callable[[Node], T]) -> tuple[T, ...]:
        """Read each item of a list; one that is refused is left out, the others are read."""
        found = []
        for item in self.list():
            try:
                found.append(read(item))
            except Refused:
                continue
        return tuple(found)

    def keyed(self, read: Callable[[str, Node], T]) -> dict[str, T]:
        """Read each field of a mapping whose names are ids, likewise."""
        found = {}
        for name, node in self.items():
            try:
                flaw = flaw_of_id(name)
                if flaw:
                    raise node.refuse(f'"{name}" {flaw}')
                found[name] = read(name, node)
            except Refused:
                continue
        return found

    def list(self) -> list[Node]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refuse(
                f"{self.name} is {self.shown()}; write a list, each item after a hyphen"
            )
        return [Node(item, self.name, self.file, self.problems) for item in self.node.value]

    def items(self) -> Iterator[tuple[str, Node]]:
        """The fields of a mapping by key; a key that stands twice is refused."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse(f"{self.name} is {self.shown()}; write fields, like name: value")
        seen: dict[str, int] = {}
        before: tuple[yaml.nodes.Node, yaml.nodes.Node] | None = None
        rest: list[str] = []  # of a number that was written with commas
        for key, value in self.node.value:
            here = Node(key, "field name", self.file, self.problems)
            if before and _is_rest_of_number(before[1], key, value):
                # {value: 19,37}: YAML takes the comma for the end of the value.
                rest.append(key.value)
                continue
            self._refuse_commas(before, rest)
            before, rest = (key, value), []
            try:
                name = here.word()
            except Refused:
                continue
            if name in seen:
                here.refuse(
                    f'field "{name}" stands twice, first on line {seen[name]}; keep one of them'
                )
                continue
            seen[name] = here.where.line
            yield name, Node(value, name, self.file, self.problems)
        self._refuse_commas(before, rest)

    def _refuse_commas(
        self, field: tuple[yaml.nodes.Node, yaml.nodes.Node] | None, rest: Sequence[str]
    ) -> None:
        """Note a number that was written with commas, if there is a rest of one."""
        if field and rest:
            key, whole = field
            said = ",".join([whole.value, *rest])
            Node(key, "", self.file, self.problems).refuse(
                f'{key.value} "{said}" is not a number; {number_meant(said)}'
            )


def flaw_of_id(id: str, known: str = "an id") -> str:
    """Return what is wrong with an id, as the end of a sentence about it; nothing if it is one."""
    if len(id) > LONGEST_ID:
        return f"has {len(id)} characters; write at most {LONGEST_ID}"
    if not re.fullmatch(AN_ID, id):
        return (
            f"is not {known}; write lower-case letters, digits, points, hyphens, "
            "a letter or digit at both ends"
        )
    return ""


def _is_rest_of_number(
    whole: yaml.nodes.Node, key: yaml.nodes.Node, value: yaml.nodes.Node
) -> bool:
    """Whether a field is what remains of a number written with a comma."""
    return (
        isinstance(key, yaml.ScalarNode)
        and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", key.value) is not None
        and not value.value
        and isinstance(whole, yaml.ScalarNode)
        and NUMBER.fullmatch(whole.value) is not None
    )


class Group:
    """The fields of one mapping, each asked for once; those that nobody asked for are errors."""

    def __init__(self, field: Node, name: str | None = None) -> None:
        self.field = field
        self.name = name or field.name
        self.fields = dict(field.items())
        self.asked: list[str] = []

    def optional(self, name: str, read: Callable[[Node], T]) -> T | None:
        return self.read(name, lambda node: read(replace(node, optional=True)))

    def get(self, name: str, read: Callable[[Node], T]) -> T | None:
        if name not in self.fields:
            self.asked.append(name)
            self.field.refuse(f'{self.name} has no "{name}"; add it')
            return None
        return self.read(name, read)

    def read(self, name: str, read: Callable[[Node], T]) -> T | None:
        """Return what a field says; None, and nothing told, when it is not there."""
        self.asked.append(name)
        if name not in self.fields:
            return None
        try:
            return read(self.fields[name])
        except Refused:
            return None

    def close(self) -> None:
        for name, field in self.fields.items():
            if name == "<<":
                field.refuse(
                    f"{self.name} takes fields from elsewhere (<<), which nobody would find here; "
                    "write them out"
                )
            elif name not in self.asked:
                field.refuse(
                    f'{self.name} has an unknown field "{name}"{did_you_mean(name, self.asked)}'
                )


def composed(content: bytes, file: str, problems: list[Problem]) -> Node | None:
    """Return what a file holds; None, and a problem noted, when it cannot be read."""
    text = decoded(content, file, problems)
    if text is None:
        return None
    node = composed_text(text, "the file", file, problems)
    if node is None and not any(problem.where.file == file for problem in problems):
        problems.append(Problem(Where(file, 1), "the file is empty; fill it or delete it"))
    return node


def composed_text(text: str, name: str, file: str, problems: list[Problem]) -> Node | None:
    """Return what some YAML of a file says, under a name; None when it is broken or empty."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        start = getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or "it cannot be read"
        if "another document" in reason:
            message = "a second document begins here; a file holds one: take the line --- out"
            problems.append(Problem(Where(file, mark.line + 1 if mark else 1), message))
            return None
        if mark and start and start.line != mark.line:
            reason += f", in what begins on line {start.line + 1}"
        problems.append(
            Problem(
                Where(file, mark.line + 1 if mark else 1),
                f"this is not YAML: {reason}; check quotes, colons and indentation",
            )
        )
        return None
    # Aliases of aliases make a file that fits on a screen longer than any disk.
    if node and "*" in text and not _weighs_little(node):
        message = (
            f"with its aliases (*) written out, it holds more than {_MOST_NODES} values; "
            "write them out, and split the file"
        )
        problems.append(Problem(Where(file, 1), message))
        return None
    return Node(node, name, file, problems) if node else None


def _weighs_little(root: yaml.nodes.Node) -> bool:
    """Whether there are few values in a tree, counted as often as they are reached."""
    reached, waiting = 0, [root]
    while waiting:
        node = waiting.pop()
        reached += 1
        if reached > _MOST_NODES:  # or endless: an alias may stand inside what it names
            return False
        if isinstance(node, yaml.MappingNode):
            waiting += (part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return True

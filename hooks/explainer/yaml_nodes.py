"""YAML nodes that know their place, and read themselves into values or say what is wrong.

YAML is composed into nodes, never constructed into Python objects: so each value keeps its line,
a number stays the decimal that was written (83.0 is not 83), nothing in a file can run code, and
what YAML 1.1 would quietly turn into something else (`NO` into false, `12:30` into 750, a doubled
key into its last value) is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

import yaml

from explainer.errors import Problem, Where, did_you_mean

T = TypeVar("T")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SURPRISES = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:null": "an empty value",
}


class Refused(Exception):
    """A value was refused and the problem noted; what encloses it goes on with the rest."""


@dataclass(frozen=True)
class Node:
    """A YAML node that knows its file and what it is called, and notes what is wrong with it."""

    node: yaml.nodes.Node
    name: str
    file: str
    problems: list[Problem]

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
        return str(self.node.value)

    def text(self) -> str:
        """A text; what YAML 1.1 takes for a truth value, a void or a number of minutes is not."""
        value = self.raw()
        plain = isinstance(self.node, yaml.ScalarNode) and not self.node.style
        if plain and value.strip() and self.node.tag in _SURPRISES:
            raise self.refuse(
                f'{self.name} "{value}" is read by YAML as {_SURPRISES[self.node.tag]}; '
                "write it in quotes"
            )
        if plain and self.node.tag.endswith(":int") and ":" in value:
            raise self.refuse(
                f'{self.name} "{value}" is read by YAML as a number in base 60; write it in quotes'
            )
        if not value.strip():
            raise self.refuse(f"{self.name} is empty; write a value or remove the line")
        return value.strip()

    def choice(self, choices: Iterable[str]) -> str:
        value = self.text()
        if value not in choices:
            raise self.refuse(f'{self.name} "{value}" is unknown{did_you_mean(value, choices)}')
        return value

    def number(self) -> Decimal:
        value = self.raw()
        quoted = isinstance(self.node, yaml.ScalarNode) and bool(self.node.style)
        if _NUMBER.fullmatch(value) and not quoted:
            return Decimal(value)
        candidate = re.sub(r"[\s_\u00a0\u202f]", "", value).replace("\u2212", "-")
        candidate = candidate.replace(",", ".") if candidate.count(",") == 1 else candidate
        remedy = (
            f"write {candidate}"
            if _NUMBER.fullmatch(candidate)
            else "write digits and a point, like 19.37"
        )
        what = "is in quotes" if quoted and _NUMBER.fullmatch(value) else "is not a number"
        raise self.refuse(f'{self.name} "{value}" {what}; {remedy}')

    def day(self) -> date:
        value = self.raw()
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.refuse(
                f'{self.name} "{value}" is not a day; write it like 2025-10-29'
            ) from None

    def month_day(self) -> str:
        """A day of any year, as 12-31."""
        value = self.raw()
        try:
            date.fromisoformat(f"2024-{value}")
        except ValueError:
            raise self.refuse(
                f'{self.name} "{value}" is not a month and day; write it like 12-31'
            ) from None
        return value

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
        value = self.text()
        if not ID.fullmatch(value):
            raise self.refuse(
                f'{self.name} "{value}" is not {known}; '
                "write lower-case letters, digits, points, hyphens"
            )
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
                if not ID.fullmatch(name):
                    raise node.refuse(
                        f'"{name}" is not an id; write lower-case letters, digits, points, hyphens'
                    )
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
        for key, value in self.node.value:
            here = Node(key, "field name", self.file, self.problems)
            if before and _is_decimals(before[1], key, value):
                # {value: 19,37}: YAML takes the comma for the end of the value.
                name, whole = before[0].value, before[1].value
                here.refuse(
                    f'{name} "{whole},{key.value}" is not a number; write {whole}.{key.value}'
                )
                continue
            before = key, value
            try:
                name = here.text()
            except Refused:
                continue
            if name in seen:
                here.refuse(
                    f'field "{name}" stands twice, first on line {seen[name]}; keep one of them'
                )
                continue
            seen[name] = here.where.line
            yield name, Node(value, name, self.file, self.problems)


def _is_decimals(whole: yaml.nodes.Node, key: yaml.nodes.Node, value: yaml.nodes.Node) -> bool:
    """Whether a field is what remains of a number written with a comma."""
    return (
        isinstance(key, yaml.ScalarNode)
        and key.value.isdigit()
        and not value.value
        and isinstance(whole, yaml.ScalarNode)
        and _NUMBER.fullmatch(whole.value) is not None
    )


class Group:
    """The fields of one mapping, each asked for once; those that nobody asked for are errors."""

    def __init__(self, field: Node, name: str | None = None) -> None:
        self.field = field
        self.name = name or field.name
        self.fields = dict(field.items())
        self.asked: list[str] = []

    def optional(self, name: str, read: Callable[[Node], T]) -> T | None:
        self.asked.append(name)
        if name not in self.fields:
            return None
        try:
            return read(self.fields[name])
        except Refused:
            return None

    def get(self, name: str, read: Callable[[Node], T]) -> T | None:
        if name not in self.fields:
            self.asked.append(name)
            self.field.refuse(f'{self.name} has no "{name}"; add it')
            return None
        return self.optional(name, read)

    def close(self) -> None:
        for name, field in self.fields.items():
            if name not in self.asked:
                field.refuse(
                    f'{self.name} has an unknown field "{name}"{did_you_mean(name, self.asked)}'
                )


def composed(content: bytes, file: str, problems: list[Problem]) -> Node | None:
    """Return what a file holds; None, and a problem noted, when it cannot be read."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        problems.append(Problem(Where(file, 1), "the file is not UTF-8; save it as UTF-8"))
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
    return Node(node, name, file, problems) if node else None

"""YAML files to a Library. The only module that reads data/.

YAML is composed into nodes, never constructed into Python objects: so each value keeps its line,
a number stays the decimal that was written (83.0 is not 83), nothing in a file can run code, and
what YAML 1.1 would quietly turn into something else (`NO` into false, `12:30` into 750, a doubled
key into its last value) is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml

from explainer.errors import Problem, Where, did_you_mean
from explainer.locales import UNITS
from explainer.model import (
    BASES,
    CHART_KINDS,
    ENTITY_KINDS,
    FREQUENCIES,
    GRADES,
    LAYOUTS,
    SOURCE_KINDS,
    STATUSES,
    Chart,
    Colour,
    Correction,
    Dataset,
    Entity,
    Event,
    Library,
    Observation,
    Pick,
    Source,
    Text,
)
from explainer.periods import Period

T = TypeVar("T")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SURPRISES = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:null": "an empty value",
}


class _Refused(Exception):
    """A value was refused and the problem noted; what encloses it goes on with the rest."""


@dataclass(frozen=True)
class _Field:
    """A YAML node that knows its file and what it is called, and notes what is wrong with it."""

    node: yaml.Node
    name: str
    file: str
    problems: list[Problem]

    @property
    def where(self) -> Where:
        return Where(self.file, self.node.start_mark.line + 1)

    def refuse(self, message: str) -> _Refused:
        self.problems.append(Problem(self.where, message))
        return _Refused()

    def _shown(self) -> str:
        if isinstance(self.node, yaml.ScalarNode):
            return f'"{self.node.value}"'
        return "a list" if isinstance(self.node, yaml.SequenceNode) else "a group of fields"

    def raw(self) -> str:
        """The characters of a plain value, before YAML guesses a type."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.refuse(f"{self.name} is {self._shown()}; write a single value")
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

    def period(self) -> Period:
        try:
            return Period.parse(self.raw())
        except ValueError as error:
            raise self.refuse(
                str(error) if self.name == "period" else str(error).replace("period", self.name, 1)
            ) from None

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
        if not _ID.fullmatch(value):
            raise self.refuse(
                f'{self.name} "{value}" is not {known}; '
                "write lower-case letters, digits, points, hyphens"
            )
        return value

    def both(self, same_allowed: bool = False) -> Text:
        """A text in both languages; a proper name may be given once."""
        if same_allowed and isinstance(self.node, yaml.ScalarNode):
            value = self.text()
            return Text(value, value, self.where)
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse(f"{self.name} is {self._shown()}; write it as {{fr: …, en: …}}")
        group = _Group(self)
        french, english = group.get("fr", _Field.text), group.get("en", _Field.text)
        group.close()
        if french is None or english is None:
            raise _Refused
        return Text(french, english, self.where)

    def list(self) -> list[_Field]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refuse(
                f"{self.name} is {self._shown()}; write a list, each item after a hyphen"
            )
        return [_Field(item, self.name, self.file, self.problems) for item in self.node.value]

    def items(self) -> Iterator[tuple[str, _Field]]:
        """The fields of a mapping by key; a key that stands twice is refused."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse(f"{self.name} is {self._shown()}; write fields, like name: value")
        seen: dict[str, int] = {}
        before: tuple[yaml.Node, yaml.Node] | None = None
        for key, value in self.node.value:
            here = _Field(key, "field name", self.file, self.problems)
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
            except _Refused:
                continue
            if name in seen:
                here.refuse(
                    f'field "{name}" stands twice, first on line {seen[name]}; keep one of them'
                )
                continue
            seen[name] = here.where.line
            yield name, _Field(value, name, self.file, self.problems)


def _is_decimals(whole: yaml.Node, key: yaml.Node, value: yaml.Node) -> bool:
    """Whether a field is what remains of a number written with a comma."""
    return (
        isinstance(key, yaml.ScalarNode)
        and key.value.isdigit()
        and not value.value
        and isinstance(whole, yaml.ScalarNode)
        and _NUMBER.fullmatch(whole.value) is not None
    )


class _Group:
    """The fields of one mapping, each asked for once; those that nobody asked for are errors."""

    def __init__(self, field: _Field, name: str | None = None) -> None:
        self.field = field
        self.name = name or field.name
        self.fields = dict(field.items())
        self.asked: list[str] = []

    def optional(self, name: str, read: Callable[[_Field], T]) -> T | None:
        self.asked.append(name)
        if name not in self.fields:
            return None
        try:
            return read(self.fields[name])
        except _Refused:
            return None

    def get(self, name: str, read: Callable[[_Field], T]) -> T | None:
        if name not in self.fields:
            self.asked.append(name)
            language = {"fr": "French", "en": "English"}.get(name)
            self.field.refuse(
                f"{self.name} has no {language} text; add {name}: …"
                if language
                else f'{self.name} has no "{name}"; add it'
            )
            return None
        return self.optional(name, read)

    def close(self) -> None:
        for name, field in self.fields.items():
            if name not in self.asked:
                field.refuse(
                    f'{self.name} has an unknown field "{name}"{did_you_mean(name, self.asked)}'
                )


def _composed(path: Path, file: str, problems: list[Problem]) -> _Field | None:
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError:
        problems.append(Problem(Where(file, 1), "the file is not UTF-8; save it as UTF-8"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        start = getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or "it cannot be read"
        if mark and start and start.line != mark.line:
            reason += f", in what begins on line {start.line + 1}"
        problems.append(
            Problem(
                Where(file, mark.line + 1 if mark else 1),
                f"this is not YAML: {reason}; check quotes, colons and indentation",
            )
        )
        return None
    if node is None:
        problems.append(Problem(Where(file, 1), "the file is empty; fill it or delete it"))
        return None
    return _Field(node, "the file", file, problems)


def _filled(cls: Callable[..., T], required: Mapping[str, Any], optional: Mapping[str, Any]) -> T:
    """Build a value, or give up when a required field was refused or is missing."""
    if any(value is None for value in required.values()):
        raise _Refused
    return cls(**required, **{key: value for key, value in optional.items() if value is not None})


def _entity(id: str, field: _Field) -> Entity:
    group = _Group(field, f'entity "{id}"')
    required = {
        "id": id,
        "kind": group.get("kind", lambda f: f.choice(ENTITY_KINDS)),
        "name": group.get("name", lambda f: f.both(same_allowed=True)),
        "where": field.where,
    }
    optional = {
        "ticker": group.optional("ticker", _Field.text),
        "fiscal_year_end": group.optional("fiscal_year_end", _Field.month_day),
        "fiscal_note": group.optional("fiscal_note", _Field.both),
        "colour": group.optional("colour", _colour),
        "owner": group.optional("owner", _Field.id),
    }
    group.close()
    return _filled(Entity, required, optional)


def _colour(field: _Field) -> Colour:
    group = _Group(field)
    required = {name: group.get(name, _Field.colour) for name in ("light", "dark")}
    group.close()
    return _filled(Colour, required, {})


def _source(id: str, field: _Field) -> Source:
    group = _Group(field, f'source "{id}"')
    required = {
        "id": id,
        "title": group.get("title", _Field.text),
        "publisher": group.get("publisher", _Field.text),
        "kind": group.get("kind", lambda f: f.choice(SOURCE_KINDS)),
        "where": field.where,
    }
    optional = {
        "published": group.optional("published", _Field.period),
        "url": group.optional("url", _Field.url),
        "lang": group.optional("lang", _Field.text),
    }
    group.close()
    return _filled(Source, required, optional)


def _observation(field: _Field, grade: str) -> Observation:
    group = _Group(field, "observation")
    required = {"period": group.get("period", _Field.period), "where": field.where}
    optional = {
        "value": group.optional("value", _Field.number),
        "low": group.optional("low", _Field.number),
        "high": group.optional("high", _Field.number),
        "missing": group.optional("missing", _Field.both),
        "issued": group.optional("issued", _Field.day),
        "basis": group.optional("basis", lambda f: f.choice(BASES)),
        "status": group.optional("status", lambda f: f.choice(STATUSES)),
        "source": group.optional("source", _Field.id),
        "checked_via": group.optional(
            "checked_via", lambda f: tuple(item.id() for item in f.list())
        ),
        "grade": group.optional("grade", lambda f: f.choice(GRADES)) or grade,
        "derived": group.optional("derived", _Field.both),
        "note": group.optional("note", _Field.both),
    }
    group.close()
    given = {"value", "low", "high", "missing"} & group.fields.keys()
    if not given:
        raise field.refuse(
            'observation has no "value", no "low" or "high", and no reason why it is "missing"; '
            "add one of them"
        )
    if all(optional[name] is None for name in given):
        raise _Refused
    if len(given) > 1 and given != {"low", "high"}:
        raise field.refuse(
            f"observation has {' and '.join(sorted(given))} together; "
            "keep a value, a range (low, high) or missing"
        )
    return _filled(Observation, required, optional)


def _dataset(id: str, field: _Field) -> Dataset:
    group = _Group(field, f'dataset "{id}"')
    grade = group.get("grade", lambda f: f.choice(GRADES))

    def series(field: _Field) -> dict[str, tuple[Observation, ...]]:
        return {
            entity: tuple(_each(rows.list(), lambda row: _observation(row, grade or "B")))
            for entity, rows in _each_item(field)
        }

    required = {
        "id": id,
        **{name: group.get(name, _Field.both) for name in ("name", "definition", "scope")},
        "unit": group.get("unit", lambda f: UNITS[f.choice(UNITS)]),
        "frequency": group.get("frequency", lambda f: f.choice(FREQUENCIES)),
        "cutoff": group.get("cutoff", _Field.day),
        "grade": grade,
        "series": group.get("series", series),
        "where": field.where,
    }
    group.close()
    return _filled(Dataset, required, {})


def _chart(id: str, field: _Field) -> Chart:
    group = _Group(field, f'chart "{id}"')
    required = {
        "id": id,
        "kind": group.get("kind", lambda f: f.choice(CHART_KINDS)),
        "series": group.get("series", lambda f: tuple(_each(f.list(), _pick))),
        **{
            name: group.get(name, _Field.both)
            for name in ("title", "subtitle", "alt", "how_to_read")
        },
        "where": field.where,
    }
    optional = {
        "note": group.optional("note", _Field.both),
        "scope": group.optional("scope", _Field.both),
        "first": group.optional("from", _Field.period),
        "last": group.optional("to", _Field.period),
        "layout": group.optional("layout", lambda f: f.choice(LAYOUTS)),
        "highlight": group.optional("highlight", lambda f: tuple(item.id() for item in f.list())),
        "outcome": group.optional("outcome", _Field.id),
        "events": group.optional("events", lambda f: tuple(_each(f.list(), _event))),
    }
    group.close()
    return _filled(Chart, required, optional)


def _pick(field: _Field) -> Pick:
    group = _Group(field, "series")
    required = {"dataset": group.get("dataset", _Field.id), "where": field.where}
    optional = {
        "entity": group.optional("entity", _Field.id),
        "label": group.optional("label", lambda f: f.both(same_allowed=True)),
    }
    group.close()
    return _filled(Pick, required, optional)


def _event(field: _Field) -> Event:
    group = _Group(field, "event")
    required = {
        "at": group.get("at", _Field.period),
        "text": group.get("text", _Field.both),
        "where": field.where,
    }
    group.close()
    return _filled(Event, required, {})


def _correction(field: _Field) -> Correction:
    group = _Group(field, "correction")
    required = {
        "date": group.get("date", _Field.day),
        "dataset": group.get("dataset", _Field.id),
        "entity": group.get("entity", _Field.id),
        "period": group.get("period", _Field.period),
        "old": group.get("old", _Field.number),
        "new": group.get("new", _Field.number),
        "reason": group.get("reason", _Field.both),
        "reported_by": group.get("reported_by", _Field.both),
        "where": field.where,
    }
    group.close()
    return _filled(Correction, required, {})


def _each(fields: Iterable[_Field], read: Callable[[_Field], T]) -> Iterator[T]:
    """Read each item; one that is refused is left out, the others are still looked at."""
    for field in fields:
        try:
            yield read(field)
        except _Refused:
            continue


def _each_item(field: _Field) -> Iterator[tuple[str, _Field]]:
    for name, value in field.items():
        if not _ID.fullmatch(name):
            value.refuse(
                f'"{name}" is not an id; write lower-case letters, digits, points, hyphens'
            )
            continue
        yield name, value


def read_library(root: Path) -> tuple[Library, list[Problem]]:
    """Return what the YAML files under `root` (the data/ folder) say, and what is wrong in them.

    Reading goes on after a problem, so that one run tells them all. `Library.unread` names the
    files that have one: `checks` then keeps silent on what may be missing because of it.
    """
    problems: list[Problem] = []

    def shown(path: Path) -> str:
        return path.relative_to(root.parent).as_posix()

    def one_file(path: Path, read: Callable[[str, _Field], T]) -> dict[str, T]:
        found = _composed(path, shown(path), problems)
        if found is None:
            return {}
        try:
            return dict(_keyed(_each_item(found), read))
        except _Refused:
            return {}

    def folder(name: str, read: Callable[[str, _Field], T]) -> dict[str, T]:
        values: dict[str, T] = {}
        for path in sorted((root / name).glob("*.y*ml")):
            if not _ID.fullmatch(path.stem) or path.suffix != ".yml":
                problems.append(
                    Problem(
                        Where(shown(path), 1),
                        "the file's name is the id; write lower-case letters, digits, points, "
                        "hyphens, and .yml at the end",
                    )
                )
                continue
            found = _composed(path, shown(path), problems)
            if found is not None:
                values.update(_keyed([(path.stem, found)], read))
        return values

    entities_file = root / "entities.yml"
    entities: dict[str, Entity] = {}
    if entities_file.exists():
        entities = one_file(entities_file, _entity)
    else:
        problems.append(Problem(Where(shown(entities_file), 1), "the file is missing; create it"))

    sources: dict[str, Source] = {}
    for path in sorted((root / "sources").glob("*.yml")):
        for id, source in one_file(path, _source).items():
            if id in sources:
                problems.append(
                    Problem(
                        source.where,
                        f'source "{id}" stands also at {sources[id].where}; '
                        "rename one of them or keep one",
                    )
                )
            sources[id] = source

    datasets, charts = folder("datasets", _dataset), folder("charts", _chart)
    corrections = _corrections(root / "corrections.yml", shown, problems)
    unread = frozenset(problem.where.file for problem in problems)
    return Library(entities, sources, datasets, charts, corrections, unread), problems


def _corrections(
    path: Path, shown: Callable[[Path], str], problems: list[Problem]
) -> tuple[Correction, ...]:
    """The corrections, latest first; there may be none, and then no file."""
    found = _composed(path, shown(path), problems) if path.exists() else None
    if found is None:
        return ()
    try:
        rows = list(_each(found.list(), _correction))
    except _Refused:
        return ()
    return tuple(sorted(rows, key=lambda row: row.date, reverse=True))


def _keyed(
    items: Iterable[tuple[str, _Field]], read: Callable[[str, _Field], T]
) -> Iterator[tuple[str, T]]:
    for id, field in items:
        try:
            yield id, read(id, field)
        except _Refused:
            continue

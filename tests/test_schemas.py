"""Editors are told by JSON Schema what the loader will say: neither more nor less."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from ruamel.yaml import YAML

from explainer.checking import schemas
from explainer.errors import Problem
from explainer.facts import fields, records
from explainer.facts.fields import FieldType
from explainer.yaml_nodes import Refused, composed_text
from tests.conftest import ROOT
from tests.test_errors import CASES, broken

DATA = ROOT / "data"


def validator(path: Path, data: Path) -> Any:
    name = schemas.schema_of(path, data).rpartition("/")[2]
    schema = json.loads((DATA / schemas.FOLDER / name).read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema)


def read(path: Path) -> Any:
    """A file as an editor reads it: YAML 1.2 has no dates, and `no` is a word."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        letter: [(tag, rule) for tag, rule in rules if "timestamp" not in tag]
        for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def test_what_make_schemas_writes_is_committed() -> None:
    """Schemas, head lines and the guides' tables follow from the model: no drift."""
    stale = [
        path.relative_to(ROOT).as_posix()
        for path, text in schemas.wanted(DATA).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run make schemas"


def test_every_schema_is_one_and_explains_each_field() -> None:
    for name, text in schemas.files(DATA).items():
        schema = json.loads(text)
        jsonschema.Draft7Validator.check_schema(schema)
        assert "/" in schema["title"], name
        for record in schema["$defs"].values():
            for field in record["properties"].values():
                english, french = field["description"].split("\n\n")
                assert english != french
                assert field["title"]


@pytest.mark.parametrize("folder", ["", "datasets", "charts", "sources"])
def test_every_file_of_the_site_holds(folder: str) -> None:
    files = [path for path in schemas.data_files(DATA) if path.parent == DATA / folder]
    assert files
    for path in files:
        errors = [error.message for error in validator(path, DATA).iter_errors(read(path))]
        assert errors == [], path


# What only the loader can see: other files, order, arithmetic, and how YAML was typed.
_FIELD_CASES = (
    "colour-by-name", "decimal-comma-in-quotes", "unknown-field", "unknown-frequency",
    "unknown-grade", "unknown-kind-of-chart", "unknown-kind-of-entity", "unknown-unit",
    "one-language-only", "text-without-languages", "number-in-quotes", "period-in-words",
    "address-that-is-a-script", "neither-value-nor-missing", "fiscal-year-in-words",
    "accepted-without-reason", "number-with-unit", "quarter-that-does-not-exist",
)  # fmt: skip


@pytest.mark.parametrize("name", _FIELD_CASES)
def test_what_the_loader_refuses_in_a_field_is_underlined_in_the_editor(
    name: str, project: Path
) -> None:
    case = next(case for case in CASES if case.stem == name)
    broken(case, project)
    data = project / "data"
    refused = [
        path
        for path in schemas.data_files(data)
        if list(validator(path, data).iter_errors(read(path)))
    ]
    said = case.with_suffix(".txt").read_text(encoding="utf-8")
    assert refused
    for path in refused:
        assert path.relative_to(project).as_posix() in said


def test_the_command_writes_what_is_missing(project: Path) -> None:
    data = project / "data"
    dataset = data / "datasets" / "acme.capex.yml"
    changed = schemas.write(data)
    assert dataset in changed
    head = dataset.read_text(encoding="utf-8").splitlines()[0]
    assert head == "# yaml-language-server: $schema=../schemas/dataset.json"
    assert (dataset.parent / head.partition("=")[2]).resolve().exists()
    assert schemas.write(data) == []


# -- the loader and the schemas, value by value ----------------------------------------------------

TYPES: dict[str, FieldType] = {
    "text": fields.TEXT, "both": fields.BOTH, "name": fields.NAME, "number": fields.NUMBER,
    "period": fields.PERIOD, "day": fields.DAY, "month and day": fields.MONTH_DAY,
    "address": fields.URL, "colour": fields.COLOUR, "id": fields.ID,
    "choice": fields.one_of(("a", "estimate")), "list": fields.list_of(fields.NUMBER),
    "whole list": fields.whole_list(fields.ID), "by id": fields.by_id(fields.TEXT),
    **{one.name: one.type for one in records.UNIT.fields if one.name in ("power", "short")},
}  # fmt: skip
# As they are typed in a file.
ODD = r"""
a|"a"|''|""|" "|" a "|"a\n"|"a\nb"|"\ta"|"a\tb"|"a\u0008"|"a\u0085"|"\u2028a"|"a\u202e"|"\ue000"
"\ufffd"|"\ufeff"|"\U0001f600"|"\u00a0"|"\u00a0a"|a b|A|acme.capex|-a|a-|.a|a.|"a\n\n"|"true"|1|1.5
-1|0|-0|null|~|true|False|.inf|-.inf|9999999999999999|999999999999999|1e999|１.５|٣|"1"|1,5|1 000
2025|"2025"|2025-Q3|2025-Q5|2025-H1|2025-H3|2025-10|2025-13|2025-00|2025-10-29|2025-02-30|2024-02-29
2023-02-29|1900-02-29|2000-02-29|2025-04-31|20260301|2026-W01|2026-W01-1|9999|1699|1700|2199|2200
2025-10-29T00:00:00|２０２５|"2025\n"|" 2025"|2025-1-1|0001-01-01|9999-12-31|12-31|02-29|02-30|13-01
1-1|"12-31\n"|１２-31|04-31|http://a.example|https://a.example/é?x=1#y|ftp://a|javascript:alert(1)
"http://a b"|"http://a\n"|"http://a\u202e"|HTTP://a|http://|" http://a "|"http://a\u0008"|"#2f50b7"
"#2F50B7"|"#2f50b"|"#2f50b7\n"|" #2f50b7"|"#２f50b7"|red|{fr: a, en: b}|{fr: a}|{fr: a, en: 1}
{fr: a, en: ""}|{fr: a, en: b, de: c}|{fr: "a\nb", en: b}|{a: b}|{A: b}|{a: 1}|{}|[]|[1]|[1, a]|[a]
[A]|[a, a]|[[1]]|[null]|{a: {b: c}}|3|9|9.0|"9"|4|"{} GW"|"{}{}"|"{"|"GW"|{fr: "{} a", en: "{} b"}
{fr: "a", en: "{} b"}|!!str true|&x a|"2025-10-29"|estimate|"estimate"|Estimate|"estimate "
"""
# How a value was typed, which an editor's program does not see: signs and forms of a number, and
# what YAML 1.1 takes for another thing than YAML 1.2.
ONLY_TYPED = r"""
+1|01|0x1F|0o17|1e3|1_000|.5|5.|.nan|0.1234567|yes|no|on|12:30|{fr: yes, en: b}|2025.0|0000|!!int "5"
"""


def typed(values: str) -> list[str]:
    return [value for line in values.strip().split("\n") for value in line.split("|")]


def accepted(kind: FieldType, value: str) -> tuple[bool, bool]:
    """Whether the loader accepts a value, and whether the schema does."""
    problems: list[Problem] = []
    node = composed_text(f"x: {value}", "the file", "x.yml", problems)
    assert node
    with contextlib.suppress(Refused):
        kind.read(dict(node.items())["x"])
    try:
        seen = YAML(typ="safe", pure=True).load(f"x: {value}")["x"]
    except ValueError:  # it takes what is no day of the calendar for one
        seen = value
    seen = value if isinstance(seen, date) else seen  # as editors do
    return not problems, jsonschema.Draft7Validator(dict(kind.schema)).is_valid(seen)


@pytest.mark.parametrize("kind", TYPES)
def test_the_loader_and_the_schema_accept_the_same_values(kind: str) -> None:
    differ = [value for value in typed(ODD) if len(set(accepted(TYPES[kind], value))) > 1]
    assert differ == []


@pytest.mark.parametrize("kind", TYPES)
def test_what_a_schema_refuses_the_loader_refuses_however_it_is_typed(kind: str) -> None:
    for value in typed(ONLY_TYPED):
        by_loader, by_schema = accepted(TYPES[kind], value)
        assert by_schema or not by_loader, value

"""Editors are told by JSON Schema what the loader will say: neither more nor less."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from explainer.checking import schemas
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

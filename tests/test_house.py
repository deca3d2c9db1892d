"""The plan of the house: nine rooms, imports that only run down, modules that a newcomer finds."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "hooks" / "explainer"
# From the ground up: a room may import from those before it.
STAIR = (
    "characters", "errors", "unexpected", "digests", "files", "numerals", "yaml_nodes", "language", "projection", "facts",
    "drawing", "kinds", "load", "checking", "pages", "refresh", "forms", "editing",
)  # fmt: skip
ROOMS = tuple(name for name in STAIR if (PACKAGE / name).is_dir())
LONGEST = 400  # lines; beyond, a file is asking to be two nouns
SCRIPTS = ("drawing.fonts.make", "drawing.maps.make")  # run by hand


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package, a room by its own name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        if name not in ("__init__", *SCRIPTS):
            yield name.removesuffix(".__init__"), path


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports when it runs, wherever it does so."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for_types |= {inner for one in node.body for inner in ast.walk(one)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node not in for_types:
            assert node.level == 0, f"{path}: the package is imported by its name"
            if (node.module or "").partition(".")[0] == "explainer":
                base = (node.module or "").removeprefix("explainer").removeprefix(".")
                for one in node.names:
                    whole = f"{base}.{one.name}".removeprefix(".")
                    found.add(whole if _is_module(whole) else base)
    return found


def _is_module(name: str) -> bool:
    path = PACKAGE / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


@cache
def reading_order(room: str) -> list[str]:
    """The modules of a room in the order in which its docstring says to read them."""
    text = importlib.import_module(f"explainer.{room}").__doc__ or ""
    words = re.findall(r"`(\w+)`", text.partition("Read in this order")[2])
    inside = {path.stem for path in (PACKAGE / room).glob("*.py")} - {"__init__"}
    return [name for name in dict.fromkeys(words) if name in inside]


def test_rooms_import_from_those_above_alone() -> None:
    for name, path in modules():
        room = name.partition(".")[0]
        if room == "__main__":
            continue
        for other in imported(path):
            below = other.partition(".")[0]
            assert below in STAIR, f"{name} imports {other}"
            assert STAIR.index(below) <= STAIR.index(room), f"{name} imports {other}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_read_from_its_first_module_to_its_last(room: str) -> None:
    """Its docstring names each module, and each imports only from those named before it."""
    order = reading_order(room)
    if room == "kinds":  # the kinds themselves come last, and are found by themselves
        kinds = importlib.import_module("explainer.kinds").KINDS
        rest = [name for name in kinds if name not in order]
        at = order.index("specification")
        order = [*order[:at], *sorted(rest, key=lambda name: name == "events"), *order[at:]]
    inside = {path.stem for path in (PACKAGE / room).glob("*.py")} - {"__init__"}
    assert set(order) == inside
    for name in order:
        for other in imported(PACKAGE / room / f"{name}.py"):
            if other.startswith(f"{room}."):
                before = other.partition(".")[2]
                assert order.index(before) < order.index(name), f"{name} imports {before}"


def test_each_room_says_what_it_is_for_and_who_may_import_it() -> None:
    for room in ROOMS:
        text = importlib.import_module(f"explainer.{room}").__doc__ or ""
        assert "\nImport it from " in text, room
        assert "Read in this order" in text, room


def test_only_the_bridge_knows_the_site_generator() -> None:
    for name, path in modules():
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:from|import) mkdocs", code, re.MULTILINE), name


def test_no_file_is_longer_than_a_few_screens() -> None:
    files = [*(path for _, path in modules()), *(ROOT / "hooks").glob("*.py")]
    long = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_no_room_but_one_asks_which_kind_a_chart_is() -> None:
    for name, path in modules():
        if not name.startswith("kinds"):
            assert "chart.kind" not in path.read_text(encoding="utf-8"), name

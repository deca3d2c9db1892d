"""The bridge's hold on what is not ours: listed in one place, and told when it changes."""

from __future__ import annotations

import ast
import importlib.metadata
import re

import pytest

from grips import LEANED_ON, REPLACED, WRITTEN_FOR, Grip, source_of
from tests.conftest import ROOT

GRIPS = (*REPLACED, *LEANED_ON)
BRIDGE = sorted((ROOT / "hooks").glob("*.py"))


@pytest.mark.parametrize("package", WRITTEN_FOR)
def test_the_versions_are_those_that_the_bridge_was_written_for(package: str) -> None:
    assert importlib.metadata.version(package) == WRITTEN_FOR[package], (
        f"{package} is another: see which tests below fail, then write its version in hooks/grips.py"
    )


@pytest.mark.parametrize("grip", GRIPS, ids=lambda grip: grip.name)
def test_nothing_has_changed_that_the_bridge_holds(grip: Grip) -> None:
    assert source_of(grip.name) == grip.source, (
        f"{grip.name} has changed: read it beside hooks/{grip.held_by} ({grip.why}), mend that, "
        "then write the new hash in hooks/grips.py"
    )


def test_every_hold_is_listed() -> None:
    """What the bridge puts in the place of something, and what it uses that bears an underscore."""
    listed = {re.split(r"[:.]", grip.name)[-1] for grip in GRIPS}
    listed |= {"LiveReloadServer", "server_bind"}  # of a server that LiveReloadServer.serve binds
    fields = {"_content"}  # a field that `File.generated` sets
    found = set()
    for path in BRIDGE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Call):
                call = ast.unparse(node.value)
                if re.fullmatch(r"vars\(\w+\)", call) and isinstance(node.slice, ast.Constant):
                    found.add(str(node.slice.value))
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "utils":
                        found.add(target.attr)
            elif isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr):
                owner = ast.unparse(node.value)
                if owner not in ("self", "_run", "page") and not owner.startswith("self."):
                    found.add(node.attr)
    assert found - fields <= listed
    assert len(found) >= 6


def test_each_file_that_holds_something_is_there() -> None:
    for grip in GRIPS:
        for name in grip.held_by.split(", "):
            assert (ROOT / "hooks" / name).exists(), grip

"""The guide's verbs, run as they stand there: a company, twelve quarters, a chart and a page in both
languages are added to the small project, and the site builds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.__main__ import main
from explainer.refresh import writing
from tests.conftest import ROOT, mkdocs, small_source
from tests.test_guide import GUIDES, steps

_SECTION = re.compile(
    r"^## (?:Add things by their verb|Ajouter par un verbe)\n.*?(?=^## )", re.MULTILINE | re.DOTALL
)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def section(code: str) -> str:
    """What a guide says of the verbs."""
    found = _SECTION.search(GUIDES[code].read_text(encoding="utf-8"))
    assert found
    return found[0]


def with_make(root: Path) -> Path:
    """A project in which `make` finds this Python, and installs nothing."""
    shutil.copy(ROOT / "Makefile", root)
    binaries = root / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "bill").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m bill "$@"\n', encoding="utf-8"
    )
    (binaries / "bill").chmod(0o755)
    for name in ("requirements.txt", "pyproject.toml", ".venv/.ready"):
        (root / name).touch()
    return root


def make(command: str, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell where `make` is, as an editor does who is no terminal."""
    # What `make test ARGS=…` was given is not for this make.
    outer = {"MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "ARGS"}
    inherited = {name: value for name, value in os.environ.items() if name not in outer}
    variables = {**inherited, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(
        ["sh", "-e", "-c", command],
        cwd=root, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.build
def test_the_guide_s_verbs_add_a_company_twelve_quarters_a_chart_and_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_make(small_source(tmp_path / "small"))
    for _, file, body in steps(section("en")):
        (root / file).write_text(body, encoding="utf-8")
    before = (root / "mkdocs.yml").read_text(encoding="utf-8")
    for commands in _COMMANDS.findall(section("en")):
        done = make(commands, root)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Data and pages: no problem." in done.stdout
    for _, file, _ in steps(section("en")):
        (root / file).unlink()
    many = (root / "data/entities.yml").read_text(encoding="utf-8")
    assert many.endswith("temoin-trois: {kind: product, name: Témoin Trois}\n")
    data = (root / "data/datasets/temoin.capex.yml").read_text(encoding="utf-8")
    assert "    - {period: 2025-Q2, value: 2.10, source: temoin-2025-report}\n" in data
    assert data.count("- {period: ") == 12
    for path in (root / "data").rglob("*.yml"):
        if "temoin" in path.name:
            assert writing.canonical(path.read_text("utf-8")) == path.read_text("utf-8")
    after = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert after == before.replace("  - index.md\n", "  - index.md\n  - industry/temoin.md\n")
    assert main(root) == 0, capsys.readouterr().out
    built = mkdocs(root, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    for page, number in (("industry/temoin", "2,34"), ("en/industry/temoin", "2.34")):
        html = (tmp_path / "site" / page / "index.html").read_text(encoding="utf-8")
        assert 'id="temoin-capex"' in html
        assert number in html


def test_both_guides_run_the_same_verbs() -> None:
    french, english = (_COMMANDS.findall(section(code)) for code in ("fr", "en"))
    assert french == english
    assert len(french) == 3


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_passes_on_what_is_said_to_it_and_nothing_else(tmp_path: Path) -> None:
    """A text with spaces, quotes and a back-tick arrives as it is; the environment says nothing."""
    root = with_make(small_source(tmp_path / "small"))
    odd = """make new WHAT=company ID=odd NAME='It'"'"'s `date` "5"' LANG=fr"""
    done = make(odd, root, TICKER="from the environment")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Écrit : data/entities.yml" in done.stdout.replace("\u00a0", " ")
    text = (root / "data/entities.yml").read_text(encoding="utf-8")
    assert text.endswith('odd:\n  kind: company\n  name: "It\'s `date` \\"5\\""\n')

"""The workflow's own commands: what is read becomes one pull request, and the next week the same one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import services
from tests.conftest import ROOT
from tests.services import Services
from tests.test_refresh import ACME, FEEDS, GLOBEX, RATES, record
from tests.test_refresh_facts import fact
from tests.test_workflows import jobs, run_line

_GH = """#!/bin/sh
echo "gh $*" >> "$GH_LOG"
case "$*" in "pr list"*) cat "$GH_OPEN" ;; esac
for word in "$@"; do if [ "$word" = .proposal/body.md ]; then cp "$word" "$GH_BODY"; fi; done
"""


@pytest.fixture
def served() -> Iterator[Services]:
    with services.running() as found:
        found.record(1, record(1, ACME))
        found.record(2, record(2, GLOBEX))
        found.rates("EXR/Q.USD.EUR.SP00.A", RATES)
        yield found


def git(cwd: Path, *words: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    done = subprocess.run(
        ["git", *identity, *words], cwd=cwd, capture_output=True, text=True, check=True
    )
    return done.stdout


class Week:
    """A repository on GitHub, as far as the workflow knows it."""

    def __init__(self, folder: Path, project: Path, served: Services) -> None:
        self.folder, self.served = folder, served
        entities = project / "data" / "entities.yml"
        text = entities.read_text(encoding="utf-8")
        for number, name in ((1, "Acme"), (2, "Globex")):
            text = text.replace(f"  name: {name}\n", f"  name: {name}\n  cik: {number}\n")
        entities.write_text(text, encoding="utf-8")
        (project / "data" / "refresh.yml").write_text(FEEDS, encoding="utf-8")
        shutil.copy(ROOT / "Makefile", project)
        for name in ("requirements.txt", "pyproject.toml"):
            (project / name).touch()
        git(project, "init", "--quiet", "--initial-branch=main")
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message", "Before")
        git(project, "clone", "--quiet", "--bare", ".", str(folder / "github"))
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(_GH, encoding="utf-8")
        (folder / "bin" / "gh").chmod(0o755)
        (folder / "open").write_text("", encoding="utf-8")

    def run(self, number: int) -> list[str]:
        """Run both jobs; return what was asked of gh."""
        reader, writer = (self.folder / f"{name}-{number}" for name in ("reader", "writer"))
        for checkout in (reader, writer):
            git(self.folder, "clone", "--quiet", "github", str(checkout))
        (reader / ".ready").touch()  # the newest: all is installed
        work = jobs("refresh.yml")
        read = run_line(
            work["read"],
            reader,
            GIT_DIR=str(reader / ".git"),
            GITHUB_STEP_SUMMARY=str(self.folder / "summary"),
            **self.served.environment(),
        )
        assert read.returncode == 0, read.stdout + read.stderr
        shutil.copytree(reader / "proposal", writer / ".proposal")
        log = self.folder / f"log-{number}"
        log.touch()
        path = f"{self.folder / 'bin'}:/usr/bin:/bin"
        wrote = run_line(
            work["propose"],
            writer,
            GIT_DIR=str(writer / ".git"),
            PATH=path,
            GH_LOG=str(log),
            GH_OPEN=str(self.folder / "open"),
            GH_BODY=str(self.folder / "body"),
        )
        assert wrote.returncode == 0, wrote.stdout + wrote.stderr
        return log.read_text(encoding="utf-8").splitlines()


def test_one_pull_request_is_opened_and_then_brought_up_to_date(
    tmp_path: Path, project: Path, served: Services
) -> None:
    week = Week(tmp_path, project, served)
    first = week.run(1)
    assert first[-1] == (
        "gh pr create --head refresh --title Filings read by machine --body-file .proposal/body.md"
    )
    body = (tmp_path / "body").read_text(encoding="utf-8")
    assert body.startswith("# Filings read by machine\n")
    changed = git(tmp_path / "github", "diff", "--name-only", "main", "refresh").split()
    assert "data/datasets/firms.capex.yml" in changed
    assert "data/sources/filings.yml" in changed
    assert all(name.startswith("data/") for name in changed)

    (tmp_path / "open").write_text("5\n", encoding="utf-8")
    served.record(1, record(1, {"Purchases": [*ACME["Purchases"], fact("2026-04-01", "2026-06-30", 25000, "2026-07-27")]}))  # fmt: skip
    second = week.run(2)
    assert second[-1] == "gh pr edit refresh --body-file .proposal/body.md"
    assert git(tmp_path / "github", "rev-list", "--count", "main..refresh") == "1\n"
    rows = git(tmp_path / "github", "show", "refresh:data/datasets/firms.capex.yml")
    assert "{period: 2026-Q2, value: 25.000," in rows


def test_a_week_without_news_opens_nothing(tmp_path: Path, project: Path, served: Services) -> None:
    week = Week(tmp_path, project, served)
    week.run(1)
    git(tmp_path / "github", "branch", "--force", "main", "refresh")  # merged
    assert week.run(2) == []


def test_who_may_write_runs_no_code_of_ours() -> None:
    text = (ROOT / ".github" / "workflows" / "refresh.yml").read_text(encoding="utf-8")
    workflow: dict[str, Any] = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    read, propose = workflow["jobs"]["read"], workflow["jobs"]["propose"]
    assert read["permissions"] == {"contents": "read"}
    assert propose["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert "secrets." not in text
    (command,) = [step["run"] for step in propose["steps"] if "run" in step]
    for word in ("make", "python", "pip", "npm", "${{"):
        assert word not in command

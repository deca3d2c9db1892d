"""The workflow's own commands, on events of issues: a form becomes one draft pull request and one
answer, and the next time the same ones. The job that may write believes nothing that it is handed."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from explainer.forms import templates
from tests.conftest import PROJECT, ROOT
from tests.test_forms import GOOD, HOSTILE, QUARTER, WRONG, body, event
from tests.test_refresh_workflow import git
from tests.test_workflows import jobs, run_line

# What is asked of it, one call a line; it knows the open pull request and our earlier comment.
_GH = """#!/bin/sh
echo "gh $*" | tr '\\n' ' ' | sed 's/ *$//' >> "$GH_LOG"
echo >> "$GH_LOG"
case "$*" in
  "pr list"*) cat "$GH/open" ;;
  "api --paginate"*) cat "$GH/earlier" ;;
esac
if [ -e .proposal/reply.md ]; then cp .proposal/reply.md "$GH/reply"; fi
if [ -e .proposal/text.md ]; then cp .proposal/text.md "$GH/text"; fi
"""
_BOT = "41898282+github-actions[bot]@users.noreply.github.com"


class Forms:
    """A repository on GitHub, as far as the workflow knows it."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder, self.runs = folder, 0
        shutil.copytree(ROOT / templates.FOLDER, project / templates.FOLDER)
        shutil.copy(ROOT / "Makefile", project)
        for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
            (project / name).touch()
        git(project, "init", "--quiet", "--initial-branch=main")
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message", "Before")
        git(project, "clone", "--quiet", "--bare", ".", str(folder / "github"))
        (folder / "gh").mkdir()
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(_GH, encoding="utf-8")
        (folder / "bin" / "gh").chmod(0o755)
        self.knows()

    def knows(self, *, pulls: str = "", earlier: str = "") -> None:
        (self.folder / "gh" / "open").write_text(pulls, encoding="utf-8")
        (self.folder / "gh" / "earlier").write_text(earlier, encoding="utf-8")

    def read(self, event: object) -> Path:
        """Run the job that reads; return what it hands over."""
        self.runs += 1
        reader = self.folder / f"reader-{self.runs}"
        git(self.folder, "clone", "--quiet", "github", str(reader))
        for name in (".ready", ".ready-dev"):  # the newest: all is installed
            (reader / name).touch()
        file = self.folder / "event.json"
        file.write_text(json.dumps(event), encoding="utf-8")
        done = run_line(
            jobs("forms.yml")["read"],
            reader,
            GIT_DIR=str(reader / ".git"),
            GITHUB_EVENT_PATH=str(file),
            GITHUB_STEP_SUMMARY=str(self.folder / "summary"),
            FORMS="",
            MAKEFLAGS=f" -- BIN={Path(sys.executable).parent} READY=.ready DEV=.ready-dev",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return reader / "proposal"

    def write(self, proposal: Path, number: int, fails: str = "") -> list[str]:
        """Run the job that writes; return what was asked of gh."""
        self.runs += 1
        writer = self.folder / f"writer-{self.runs}"
        git(self.folder, "clone", "--quiet", "github", str(writer))
        shutil.copytree(proposal, writer / ".proposal")
        log = self.folder / f"log-{self.runs}"
        log.touch()
        done = run_line(
            jobs("forms.yml")["propose"],
            writer,
            GIT_DIR=str(writer / ".git"),
            PATH=f"{self.folder / 'bin'}:/usr/bin:/bin",
            GITHUB_REPOSITORY="owner/name",
            NUMBER=str(number),
            GH_LOG=str(log),
            GH=str(self.folder / "gh"),
        )
        assert fails in done.stderr
        assert bool(done.returncode) is bool(fails), done.stdout + done.stderr
        return log.read_text(encoding="utf-8").splitlines()

    def told(self, name: str) -> str:
        return (self.folder / "gh" / name).read_text(encoding="utf-8")

    def github(self, *words: str) -> str:
        return git(self.folder / "github", *words)


@pytest.fixture
def forms(tmp_path: Path, project: Path) -> Forms:
    return Forms(tmp_path, project)


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Forms, Path]:
    """A repository that a refused patch leaves as it is, and what the job that reads hands over."""
    folder = tmp_path_factory.mktemp("proposed")
    forms = Forms(folder, Path(shutil.copytree(PROJECT, folder / "project")))
    return forms, forms.read(event(body("quarter-en", **QUARTER)))


def test_a_form_becomes_a_draft_and_then_the_same_one(forms: Forms) -> None:
    first = forms.write(forms.read(GOOD), 12)
    assert first[2] == "gh pr create --draft --head form-12 --title Form of issue 12 --body-file .proposal/text.md"  # fmt: skip
    assert first[-1] == "gh issue comment 12 --body-file .proposal/reply.md"
    assert forms.told("text").startswith("Closes #12\n")
    assert forms.told("reply").startswith("<!-- form -->\nMerci.")
    changed = forms.github("diff", "--name-only", "main", "form-12").split()
    assert changed == ["data/datasets/firms.capex.yml", "data/sources/forms.yml"]
    assert forms.github("log", "-1", "--format=%ae %s", "form-12") == f"{_BOT} What the form of issue 12 says\n"  # fmt: skip

    forms.knows(pulls="5\n", earlier="99\n")
    edited = event(GOOD["issue"]["body"].replace("21,50", "2,75"), {**GOOD, "action": "edited"})
    second = forms.write(forms.read(edited), 12)
    assert second[2] == "gh pr edit form-12 --body-file .proposal/text.md"
    assert second[-1] == "gh api --method PATCH repos/owner/name/issues/comments/99 --field body=@.proposal/reply.md --silent"  # fmt: skip
    assert forms.github("rev-list", "--count", "main..form-12") == "1\n"
    assert "value: 2.75," in forms.github("show", "form-12:data/datasets/firms.capex.yml")

    third = forms.write(forms.read(event(edited["issue"]["body"].replace("2,75", "1,234"))), 12)
    assert third[2] == "gh pr close form-12"
    assert "`1,234` se lit de deux façons" in forms.told("reply")


@pytest.mark.parametrize(("given", "number"), [(WRONG, 13), (HOSTILE, 14)])
def test_what_is_wrong_is_answered_and_pushes_nothing(
    given: dict[str, Any], number: int, forms: Forms
) -> None:
    asked = forms.write(forms.read(given), number)
    assert asked == [
        "gh auth setup-git",
        f"gh pr list --head form-{number} --state open --json number --jq .[].number",
        asked[2],
        f"gh issue comment {number} --body-file .proposal/reply.md",
    ]
    assert asked[2].startswith(f"gh api --paginate repos/owner/name/issues/{number}/comments --jq")
    assert forms.github("branch", "--format=%(refname:short)") == "main\n"
    assert list(forms.folder.rglob("pwned")) == []


def test_an_issue_that_is_no_form_is_left_alone(forms: Forms) -> None:
    assert forms.write(forms.read(event("### A number\n\nis wrong")), 12) == []
    summary = (forms.folder / "summary").read_text(encoding="utf-8")
    assert "Issue 12 has not the questions of a form. Nothing is read.\n" in summary


def test_a_branch_on_which_somebody_works_is_theirs(forms: Forms) -> None:
    forms.write(forms.read(GOOD), 12)
    mine = forms.folder / "mine"
    git(forms.folder, "clone", "--quiet", "--branch", "form-12", "github", str(mine))
    git(mine, "commit", "--quiet", "--allow-empty", "--message", "By hand")
    git(mine, "push", "--quiet")
    forms.write(forms.read(event(GOOD["issue"]["body"].replace("21,50", "2,75"))), 12)
    assert "quelqu’un a déjà repris la proposition à la main" in forms.told("reply")
    assert forms.github("log", "-1", "--format=%s", "form-12") == "By hand\n"


@pytest.mark.parametrize(
    "script",
    [
        "echo evil > Makefile",
        "mkdir -p .github/workflows && echo evil > .github/workflows/evil.yml",
        "echo evil > data/evil.py",
        "ln -s /etc/passwd data/link.yml",
        "chmod +x data/entities.yml",
        "rm data/entities.yml",
        "git mv data/entities.yml data/moved.yml",
    ],
)
def test_a_patch_of_more_than_data_is_refused(
    script: str, proposed: tuple[Forms, Path], tmp_path: Path
) -> None:
    forms, read = proposed
    proposal = Path(shutil.copytree(read, tmp_path / "proposal"))
    evil = tmp_path / "evil"
    git(forms.folder, "clone", "--quiet", "github", str(evil))
    job = {"steps": [{"run": f"{script}\ngit add --all\ngit diff --cached --binary > ../patch"}]}
    assert run_line(job, evil, GIT_DIR=str(evil / ".git")).returncode == 0
    shutil.copy(tmp_path / "patch", proposal / "data.patch")
    asked = forms.write(proposal, 12, fails="The patch touches more than files of data/: it is refused.")  # fmt: skip
    assert len(asked) == 2
    assert forms.github("branch", "--format=%(refname:short)") == "main\n"


def test_who_may_write_runs_no_code_of_ours_and_no_command_holds_what_is_typed() -> None:
    text = (ROOT / ".github" / "workflows" / "forms.yml").read_text(encoding="utf-8")
    workflow: dict[str, Any] = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    read, propose = workflow["jobs"]["read"], workflow["jobs"]["propose"]
    assert read["permissions"] == {"contents": "read"}
    assert propose["permissions"] == {
        "contents": "write", "pull-requests": "write", "issues": "write",
    }  # fmt: skip
    assert "secrets." not in text
    for job in (read, propose):
        (step,) = [step for step in job["steps"] if "run" in step]
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"  # a command of a pipe that fails is noticed
        for value in step["env"].values():
            assert value in ("${{ vars.FORMS }}", "${{ github.token }}", "${{ github.event.issue.number }}")  # fmt: skip
    command = next(step["run"] for step in propose["steps"] if "run" in step)
    for word in ("make", "python", "pip", "npm"):
        assert word not in command

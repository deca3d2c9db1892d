"""The workflows' own commands, run here: the drawing shared over machines gives one build's bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from explainer.drawing.cache import DRAWINGS
from tests.conftest import REPOSITORY, ROOT, SMALL, Site, small_source

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(name: str) -> dict[str, Any]:
    text = (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["jobs"]
    return found


_OF_MAKE = ("ARGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS")  # what `make test` hands on


def run_line(
    job: dict[str, Any], cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the first command of a job, as GitHub's runners do, with our Python."""
    command, *_ = [step["run"] for step in job["steps"] if "run" in step]
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command],
        cwd=cwd,
        env={
            **{name: text for name, text in os.environ.items() if name not in _OF_MAKE},
            "MAKEFLAGS": f" -- BIN={Path(sys.executable).parent} READY=.ready",
            "GIT_DIR": str(ROOT / ".git"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def parts(shards: str, folder: Path) -> list[str]:
    """What the plan of a deployment says for a number of shards."""
    output = folder / f"output-{shards}"
    planned = run_line(jobs("deploy.yml")["plan"], folder, SHARDS=shards, GITHUB_OUTPUT=str(output))
    assert planned.returncode == 0, planned.stderr
    found: list[str] = json.loads(output.read_text(encoding="utf-8").removeprefix("parts="))
    return found


@pytest.mark.build
def test_a_deployment_shared_over_machines_publishes_the_same_site(
    small_site: Site, tmp_path: Path
) -> None:
    """Two machines draw half the charts each, a third has their drawings and builds."""
    deploy, address = jobs("deploy.yml"), SMALL.rstrip("/")
    merged = machine(tmp_path / "merged")
    for part in parts("2", tmp_path):
        one = machine(tmp_path / f"machine-{part[0]}")
        drawn = run_line(deploy["draw"], one, BASE_URL=address, PART=part)
        assert re.search(r"^Drawn: (\d+) of (\d+) charts\.$", drawn.stdout, re.MULTILINE), drawn
        shutil.copytree(one / DRAWINGS, merged / DRAWINGS, dirs_exist_ok=True)
    drawings = files_in(merged / DRAWINGS)
    built = run_line(deploy["build"], merged, BASE_URL=address, REPOSITORY=REPOSITORY)
    assert built.returncode == 0, built.stderr
    new = {size_of(path) for path in files_in(merged / DRAWINGS) - drawings}
    assert new <= {(1200, 630)}, "the build had nothing left to draw but cards of pages"
    for path in sorted(files_in(small_site.folder)):
        if path.suffix != ".gz":
            twin = merged / "site" / path.relative_to(small_site.folder)
            assert twin.read_bytes() == path.read_bytes(), path.name


def machine(folder: Path) -> Path:
    """A checkout of the small project in which all is installed and nothing has been drawn."""
    shutil.copy(ROOT / "Makefile", small_source(folder, drawn=False))
    for name in ("requirements.txt", "pyproject.toml", ".ready"):  # the last is the newest
        (folder / name).touch()
    return folder


def size_of(drawing: Path) -> tuple[int, int]:
    """Width and height of a picture that is kept."""
    content = drawing.read_bytes()
    width, height = struct.unpack(">II", content.partition(b"IHDR")[2][:8])
    return width, height


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_one_machine_draws_by_itself_and_a_wrong_number_is_told(tmp_path: Path) -> None:
    assert parts("1", tmp_path) == []
    assert parts("12", tmp_path)[-1] == "12/12"
    for wrong in ("0", "two", "-1", "1000", "2; true"):
        planned = run_line(
            jobs("deploy.yml")["plan"], tmp_path, SHARDS=wrong, GITHUB_OUTPUT=str(tmp_path / "none")
        )
        assert planned.returncode == 1
        assert planned.stderr == (
            f'The repository variable SHARDS is "{wrong}"; write a number from 1 to 59.\n'
        )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_commands_of_workflows_exist(path: Path) -> None:
    """Each `make` of a workflow is a verb of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for job in jobs(path.name).values():
        for step in job["steps"]:
            for verb in re.findall(r"\bmake ([a-z-]+)", step.get("run", "")):
                assert verb in verbs, f"{path.name}: make {verb}"


def test_ci_runs_every_gate() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("make ")] == [
        "make check", "make test", "make audit", "make portable",
    ]  # fmt: skip

"""Every mistake that an editor can make gets one sentence with file, line and remedy.

tests/errors/<case>.yml lists edits to a copy of the small project; <case>.txt holds the exact
message. No case may end in a traceback, and no problem may hide another.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

import main as bridge
from explainer import __main__ as checks
from explainer.checking.data import problems_of as data_problems
from explainer.checking.pages import problems_of as page_problems
from explainer.errors import DataError, Problem
from explainer.facts.model import Library
from explainer.load import read_library
from serving import Serving
from tests.conftest import PROJECT, ROOT, copy_of_the_site, mkdocs

CASES = sorted((ROOT / "tests" / "errors").glob("*.yml"))


def broken(case: Path, project: Path) -> None:
    for edit in yaml.safe_load(case.read_text(encoding="utf-8")):
        path = project / edit["file"]
        if "replace" not in edit:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(edit["with"], encoding="utf-8")
            continue
        text = path.read_text(encoding="utf-8")
        assert text.count(edit["replace"]) == 1, f"{case.name}: {edit['replace']!r} not found once"
        path.write_text(text.replace(edit["replace"], edit["with"]), encoding="utf-8")


def mended(case: Path, project: Path) -> None:
    """Make the project whole again, with the files and the times that it had."""
    files = {edit["file"] for edit in yaml.safe_load(case.read_text(encoding="utf-8"))}
    for file in files:
        if (PROJECT / file).exists():
            shutil.copy2(PROJECT / file, project / file)
        else:
            (project / file).unlink(missing_ok=True)
    for folder in {folder for file in files for folder in Path(file).parents}:
        if not (PROJECT / folder).exists():
            shutil.rmtree(project / folder, ignore_errors=True)


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Callable[[], str]]]:
    """The small project under `mkdocs serve`, and a function that says what is wrong in it now."""
    folder = Path(shutil.copytree(PROJECT, tmp_path_factory.mktemp("previewed") / "project"))
    moments = itertools.count()

    def told() -> str:
        library, problems = bridge._library(folder, ((str(next(moments)), 0, 0),))
        return str(
            DataError([*problems, *page_problems(folder / "docs", library, bridge._memo(folder))])
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bridge._run, "serving", Serving())
        assert told() == ""
        yield folder, told


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """What a check finds in data and pages, which a preview looks at too; other things it leaves."""
    found: list[Problem] = []

    def read(folder: Path) -> tuple[Library, list[Problem]]:
        library, problems = read_library(folder)
        found.extend(problems)
        return library, problems

    def noted(look: Callable[..., Iterable[Problem]], *given: Any) -> list[Problem]:
        problems = [*look(*given)]
        found.extend(problems)
        return problems

    monkeypatch.setattr(checks, "read_library", read)
    monkeypatch.setattr(checks, "data_problems", partial(noted, data_problems))
    monkeypatch.setattr(checks, "page_problems", partial(noted, page_problems))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_sentence(
    case: Path,
    previewed: tuple[Path, Callable[[], str]],
    looked_at: list[Problem],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A preview says the same, though it looks at what has changed alone; and it sees what is
    mended."""
    folder, told = previewed
    try:
        broken(case, folder)
        status, printed = checks.main(folder), capsys.readouterr().out
        in_the_preview = told()
    finally:
        mended(case, folder)
    assert status == 1
    assert printed == case.with_suffix(".txt").read_text(encoding="utf-8")
    assert in_the_preview == str(DataError(looked_at))
    assert told() == ""


def test_a_page_that_is_not_utf_8(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = project / "docs" / "fr" / "index.md"
    page.write_bytes(page.read_bytes() + "\nété\n".encode("latin-1"))
    assert checks.main(project) == 1
    lines = len(page.read_bytes().splitlines())
    assert capsys.readouterr().out == (
        f"docs/fr/index.md:{lines}: the page is not UTF-8; save it as UTF-8\n"
    )


def test_there_are_many_cases_and_each_names_a_place() -> None:
    assert len(CASES) >= 50
    for case in CASES:
        for line in case.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
            file, number, sentence = line.split(":", 2)
            assert file.startswith(("data/", "docs/", "mkdocs.yml")), line
            assert int(number) >= 1
            assert len(sentence) > 20


def test_the_small_project_is_whole(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.main(project) == 0
    assert "no problem" in capsys.readouterr().out


def test_files_that_editors_leave_are_passed_over(project: Path) -> None:
    for name in ("data/datasets/firms.capex.yml~", "data/.DS_Store", "docs/fr/.index.md.swp"):
        (project / name).write_text("not for us", encoding="utf-8")
    assert checks.main(project) == 0


@pytest.mark.build
def test_a_build_stops_with_all_the_sentences_and_writes_no_page(tmp_path: Path) -> None:
    """`mkdocs build` on the real site: exit status, one sentence each, no traceback, no site."""
    root = copy_of_the_site(tmp_path / "copy")
    dataset = root / "data" / "datasets" / "meta.capex.yml"
    text = dataset.read_text(encoding="utf-8")
    assert "value: 19.37" in text
    dataset.write_text(text.replace("value: 19.374", "value: 19,37"), encoding="utf-8")
    page = root / "docs" / "en" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n::: chrt nothing\n", encoding="utf-8")
    built = mkdocs(root, tmp_path / "site")
    assert built.returncode != 0
    assert 'value "19,37" is not a number; write 19.37' in built.stderr
    assert '"::: chrt nothing" is not a directive; did you mean "chart"?' in built.stderr
    assert "Traceback" not in built.stderr
    assert not list((tmp_path / "site").rglob("*.html"))


def test_the_command_says_it_from_the_shell(project: Path) -> None:
    (project / "data" / "entities.yml").unlink()
    chart_text = subprocess.run(
        [sys.executable, "-m", "explainer", str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert chart_text.returncode == 1
    assert chart_text.stdout == "data/entities.yml:1: the file is missing; create it\n"
    assert chart_text.stderr == ""

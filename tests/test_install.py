"""What a first start installs, what checks and tests need on top, and the verbs that stand before both.

On Linux with Python 3.11, the wheels of requirements.txt came to 69,084,572 bytes on 28 November 2026, of which
vl-convert 33.5 million, Babel 10.2, Material 9.3 and Pillow 7.1; mkdocs-material's own list would add 2.6.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import bill
from explainer.__main__ import VERBS as OF_DATA
from explainer.checking import spelling
from explainer.drawing.cache import DRAWINGS
from explainer.errors import Problem, Where
from tests.conftest import ROOT, small_source
from tests.test_house import PACKAGE, SCRIPTS

LIGHT, FULL = "requirements.txt", "requirements-dev.txt"
HOUSE = {path.stem for path in (ROOT / "hooks").iterdir()} | {"explainer", "tests", "bench"}
WITHOUT = {"hunspell"}  # what the package does without, and says so
ALTAIR_HAS_IT = {"jsonschema"}  # tests import it, and whoever shows the site needs it as well
PROGRAMS = {"check-jsonschema", "chunspell", "mypy", "ruff", "yamllint", "zizmor"}
MOST_BYTES = 70_000_000  # that a first start downloads
OF_LIGHT = (
    "serve",
    "build",
    "draw PART=1/4",
    "reviewed PAGE=x",
    "schemas",
    "grades",
    "release",
    "refresh",
    "sources",
    "format",
)
OF_FULL = ("setup", "check", "test", "quick", "golden", "audit", "test-browsers", "bench")


# -- two locks -------------------------------------------------------------------------------------


@cache
def locked(name: str) -> dict[str, str]:
    """What a lock pins: by the name of a package, its version and hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==(\S+)([^\n]*\n(?: +--hash=\S+.*\n)+)", text, re.MULTILINE)
    assert len(found) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)), (
        "each line is pinned and has hashes"
    )
    return {
        package: " ".join([version, *re.findall(r"sha256:\w+", rest)])
        for package, version, rest in found
    }


def imports(*paths: Path) -> set[str]:
    """The packages of others that files import, wherever they do so."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                found.add(f"{node.module}".partition(".")[0])
            elif isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
    return found - sys.stdlib_module_names - HOUSE


def packages_of(names: set[str]) -> set[str]:
    """The packages that bring what is imported under these names, as locks write them."""
    brought = metadata.packages_distributions()
    return {re.sub(r"[-_.]+", "-", one).lower() for name in names for one in brought.get(name, ())}


@cache
def served() -> set[str]:
    """What the code imports to serve, build and check."""
    scripts = {PACKAGE / (script.replace(".", "/") + ".py") for script in SCRIPTS}
    return imports(*({*(ROOT / "hooks").rglob("*.py")} - scripts)) - WITHOUT


@cache
def only_tested() -> set[str]:
    """What nothing but tests and measurements import."""
    return imports(*(ROOT / "tests").glob("*.py"), *(ROOT / "bench").glob("*.py")) - served()


def test_all_that_the_code_imports_is_in_the_light_lock() -> None:
    assert {"altair", "babel", "markdown", "mkdocs", "ruamel", "vl_convert", "yaml"} <= served()
    assert {name for name in served() if not packages_of({name}) & set(locked(LIGHT))} == set()


def test_nothing_that_tests_alone_import_is_in_the_light_lock() -> None:
    assert {"hypothesis", "playwright", "pytest"} <= only_tested()
    heavy = packages_of(only_tested() - ALTAIR_HAS_IT) | PROGRAMS
    assert heavy & set(locked(LIGHT)) == set()
    assert heavy - set(locked(FULL)) == set()


@pytest.mark.build
def test_a_first_start_downloads_little() -> None:
    """No lock tells sizes: what is installed is packed again, as its wheel was."""
    with ThreadPoolExecutor() as pool:
        sizes = dict(zip(locked(LIGHT), pool.map(packed, locked(LIGHT)), strict=True))
    assert sizes["vl-convert-python"] > 30_000_000, "the files are there to be packed"
    assert sum(sizes.values()) < MOST_BYTES, sizes


def packed(package: str) -> int:
    """The bytes of a wheel with the files of a package, about; none of one for another system."""
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return 0
    paths = [Path(str(file.locate())) for file in files if file.suffix != ".pyc"]
    return sum(
        len(zlib.compress(path.read_bytes())) + 200 for path in paths if path.is_file()
    )  # 200 bytes of heads a file


def test_what_is_never_loaded_is_named_by_material_alone() -> None:
    """Whoever reads the list finds what would be missed: nothing that our code imports."""
    lines = (ROOT / "tools" / "never-loaded.txt").read_text(encoding="utf-8").splitlines()
    named = {line for line in lines if line and not line.startswith("#")}
    asked = metadata.requires("mkdocs-material") or []
    assert named <= {re.split(r"[^\w-]", one)[0].lower() for one in asked}
    assert not named & packages_of(served())
    assert not named & set(locked(LIGHT))
    assert named <= set(locked(FULL)), "tests run with all that Material asks for"


def test_the_full_lock_holds_the_light_one_as_it_is() -> None:
    """Else `make test` would try other versions than those that `make build` publishes with."""
    assert locked(LIGHT).items() <= locked(FULL).items()


def test_locks_say_nothing_of_where_packages_come_from() -> None:
    for name in (LIGHT, FULL):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"://|index-url|find-links|file:", text), name
    assert not (ROOT / "uv.lock").exists()


def test_each_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    lines = text.splitlines()
    for one in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        (at,) = [number for number, line in enumerate(lines) if f'"{one}"' in line]
        assert "#" in lines[at] or lines[at - 1].lstrip().startswith("#"), one


@pytest.mark.parametrize(
    ("verbs", "full"),
    [*((verb, False) for verb in OF_LIGHT), *((verb, True) for verb in OF_FULL)],
    ids=lambda value: str(value).partition(" ")[0],
)
def test_a_verb_installs_what_it_needs(verbs: str, full: bool, tmp_path: Path) -> None:
    told = make("--dry-run", f"VENV={tmp_path / 'none'}", "UV=", *verbs.split())
    assert f"-r {LIGHT}" in told
    assert (f"-r {FULL}" in told) == full


def test_uv_is_used_where_there_is_one(tmp_path: Path) -> None:
    told = make("--dry-run", f"VENV={tmp_path / 'none'}", "UV=/opt/uv", "setup")
    assert told.count("/opt/uv pip install") == 3
    assert "-m pip" not in told
    told = make("--dry-run", f"VENV={tmp_path / 'none'}", "UV=", "setup")
    assert told.count("-m pip install") == 3


def make(*words: str) -> str:
    done = subprocess.run(
        ["make", *words], cwd=ROOT, capture_output=True, text=True, check=False, env=no_make()
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def no_make() -> dict[str, str]:
    """An environment that knows nothing of the `make test` that may run us."""
    return {"PATH": str(Path(shutil.which("make") or "/usr/bin/make").parent) + ":/usr/bin:/bin"}


# -- with the light lock alone ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has what the light lock names, and nothing else.

    It borrows the files from ours: nothing is downloaded.
    """
    folder = tmp_path_factory.mktemp("light")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name in locked(LIGHT):
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:  # one for another system
            continue
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            link = packages / top
            if not link.is_symlink():
                link.symlink_to(Path(str(metadata.distribution(name).locate_file(top))).resolve())
    (packages / "house.pth").write_text(str(ROOT / "hooks"), encoding="utf-8")
    return folder / "bin" / "python"


def ran(
    python: Path, *words: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, *words], cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.build
def test_the_light_lock_builds_a_site(light: Path, tmp_path: Path) -> None:
    root = small_source(tmp_path / "copy")
    assert ran(light, "-c", "import pytest", cwd=root).returncode == 1
    made = ran(light, "-m", "bill", "build", cwd=root)
    assert made.returncode == 0, made.stdout + made.stderr
    for page in ("index.html", "en/index.html"):
        assert "<svg" in (root / "site" / page).read_text(encoding="utf-8")


def test_the_light_lock_draws(light: Path, tmp_path: Path) -> None:
    """Pictures to take away too, of which nothing was drawn before."""
    root = small_source(tmp_path / "copy", drawn=False)
    made = ran(light, "-m", "bill", "draw", "1/28", cwd=root)
    assert made.stdout == "Drawn: 2 of 32 charts.\n", made.stderr
    kept = [path.read_bytes() for path in (root / DRAWINGS).rglob("*") if path.is_file()]
    assert any(b"\x89PNG" in one for one in kept)
    assert any(b"<svg" in one for one in kept)


def test_the_light_lock_checks_and_says_what_it_did_not_look_at(light: Path, project: Path) -> None:
    said = ran(light, "-m", "bill", "check", cwd=project)
    assert said.stderr == ""
    assert said.stdout.splitlines()[-3:] == [
        spelling.NOT_CHECKED,
        "Data and pages: no problem (9 datasets, 16 charts).",
        (
            "Code and workflows were not checked: check-jsonschema, mypy, ruff, yamllint and zizmor are "
            "not installed. `make setup`, or `pip install --require-hashes -r requirements-dev.txt`, "
            "brings them."
        ),
    ]
    assert said.returncode == 0


def test_a_mistake_is_told_and_fails_with_the_light_lock_too(light: Path, project: Path) -> None:
    (project / "data" / "units.yml").write_text("- no\n", encoding="utf-8")
    said = ran(light, "-m", "bill", "check", cwd=project)
    assert said.returncode == 1
    assert re.search(r"^data/units\.yml:1: ", said.stdout, re.MULTILINE)
    assert "Traceback" not in said.stdout + said.stderr


@pytest.mark.parametrize("verb", ["test", "quick", "golden"])
def test_tests_say_what_they_need(light: Path, verb: str, tmp_path: Path) -> None:
    said = ran(light, "-m", "bill", verb, cwd=tmp_path)
    assert (said.returncode, said.stdout, said.stderr) == (
        1,
        "",
        (
            "The tests need pytest, which is not installed. `make setup`, or `pip install "
            "--require-hashes -r requirements-dev.txt`, brings it.\n"
        ),
    )


def test_data_files_are_written_with_the_light_lock(light: Path, project: Path) -> None:
    said = ran(light, "-m", "bill", "format", cwd=project)
    assert (said.returncode, said.stderr) == (0, "")


# -- the verbs -------------------------------------------------------------------------------------


def test_bill_alone_lists_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert called() == 0
    listed = re.findall(r"^  bill (\w+) +\S", capsys.readouterr().out, re.MULTILINE)
    assert set(listed) == {*bill.VERBS, *OF_DATA}
    assert listed[:3] == ["serve", "build", "check"]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("sreve", '"sreve" is no verb; did you mean "serve"?'),
        ("refesh", '"refesh" is no verb; did you mean "refresh"?'),
        ("--grades", '"--grades" is no verb; did you mean "grades"?'),
        ("xyz", '"xyz" is no verb; `bill help` lists them'),
    ],
)
def test_a_verb_that_nobody_knows(
    word: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(word) == 2
    assert capsys.readouterr() == ("", f"{sentence}\n")


def test_the_package_has_its_own_verbs(project: Path) -> None:
    said = ran(Path(sys.executable), "-m", "explainer", "chekc", cwd=project)
    assert (said.returncode, said.stderr) == (2, '"chekc" is no verb; did you mean "check"?\n')
    for words in ((), ("check",), (".",), ("check", ".")):
        said = ran(Path(sys.executable), "-m", "explainer", *words, cwd=project)
        assert (said.returncode, said.stderr) == (0, ""), words
        assert said.stdout.startswith("Data and pages: no problem"), words


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["draw", "5/4"], 'bill draw: error: "5/4" is not a part; write it like 1/4'),
        (["draw"], "bill draw: error: the following arguments are required: part"),
        (["reviewed"], "bill reviewed: error: the following arguments are required: page"),
        (["format", "--dry-run"], "bill format: error: unrecognized arguments: --dry-run"),
    ],
)
def test_words_that_a_verb_does_not_take(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        called(*words)
    assert capsys.readouterr().err.splitlines()[-1] == sentence


def called(*words: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["bill", *words])
        return bill.main()


def test_verbs_that_files_name_exist() -> None:
    """In the Makefile, the workflows, the editor's tasks and the guides."""
    texts = [
        ROOT / "Makefile", *ROOT.glob("*.md"), *(ROOT / "data").glob("*.md"),
        *(ROOT / ".github").rglob("*.yml"), *(ROOT / ".vscode").glob("*.json"),
    ]  # fmt: skip
    named = {
        verb
        for path in texts
        for verb in re.findall(
            r"(?:bin/|\)/|Scripts\\+|`|run: )bill (\w+)", path.read_text(encoding="utf-8")
        )
    }
    assert {"serve", "build", "check", "refresh"} <= named
    assert named <= {*bill.VERBS, *OF_DATA, "verb"}
    verbs = re.findall(
        r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {*bill.VERBS, *OF_DATA} <= set(verbs), "make has them too"


# -- in an editor's program ------------------------------------------------------------------------


def settings(name: str) -> Any:
    """A file of settings that may hold comments on lines of their own."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


def test_what_is_wrong_shows_in_its_file() -> None:
    (pattern,) = [
        task["problemMatcher"]["pattern"]
        for task in settings(".vscode/tasks.json")["tasks"]
        if task["problemMatcher"]
    ]
    for file in ("data/charts/capex.yml", "docs/fr/meta/risky-bet.md", "mkdocs.yml"):
        found = re.match(pattern["regexp"], str(Problem(Where(file, 12), "mend: this")))
        assert found is not None, file
        assert [found[pattern[part]] for part in ("file", "line", "message")] == [
            file, "12", "mend: this",
        ]  # fmt: skip


def test_tasks_are_the_same_on_every_system() -> None:
    for task in settings(".vscode/tasks.json")["tasks"]:
        elsewhere = task["windows"]["command"].removeprefix(".venv\\Scripts\\bill ")
        assert task["command"].removeprefix("make ").replace("ARGS=", "") == elsewhere


def test_a_codespace_shows_the_site_by_itself() -> None:
    container = settings(".devcontainer/devcontainer.json")
    assert container["postAttachCommand"] == "make serve"
    assert container["forwardPorts"] == [8000]
    recommended = settings(".vscode/extensions.json")["recommendations"]
    assert container["customizations"]["vscode"]["extensions"] == recommended

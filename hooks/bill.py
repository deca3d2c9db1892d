"""`bill verb`: what is done with this project, under the same names on every system.

The Makefile calls it. Where there is no make, it is typed in the project's folder: `bill serve` in
an active virtual environment, else by its path, `.venv/bin/bill` or `.venv\\Scripts\\bill`.

With nothing but requirements.txt installed, all works but the tests; a check then says what it did
not look at. Workers that draw import this file: whatever a verb needs is imported by that verb.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

BROUGHT = "`make setup`, or `pip install --require-hashes -r requirements-dev.txt`, brings"


def serve(words: list[str]) -> int:
    """show the site at http://127.0.0.1:8000 and follow changes to pages and data"""
    return _mkdocs("serve", *words)


def build(words: list[str]) -> int:
    """build the site into site/, where any warning is an error"""
    return _mkdocs("build", "--strict", "--clean", "--site-dir", "site", *words)


def check(words: list[str]) -> int:
    """say what is wrong in data, both languages of pages and their spelling, code, workflows"""
    from explainer.__main__ import run

    status = run(["check", *words])
    if words:  # of another folder, data and pages alone
        return status
    missing = set()
    for name, *options in _code_checks():
        program = shutil.which(name, path=sysconfig.get_path("scripts"))
        if program:
            sys.stdout.flush()
            status |= subprocess.run([program, *options], check=False).returncode and 1
        else:
            missing.add(name)
    if missing:
        *others, last = sorted(missing)
        names = f"{', '.join(others)} and {last} are" if others else f"{last} is"
        sys.stdout.write(
            f"Code and workflows were not checked: {names} not installed. "
            f"{BROUGHT} {'them' if others else 'it'}.\n"
        )
    return status


def test(words: list[str]) -> int:
    """run every test, those in a browser included"""
    return _pytest("-n", "auto", "--dist", "worksteal", *words)


def quick(words: list[str]) -> int:
    """run the tests that need no built site and no browser"""
    return test(["-m", "not browser and not build", *words])


def golden(words: list[str]) -> int:
    """rewrite tests/golden/ from what the code draws now; read the diff before committing it"""
    return _pytest("--update-golden", "-m", "not browser and not audit", *words)


def pdf(words: list[str]) -> int:
    """print the stories of a built site as PDF, and link them: pdf site"""
    from explainer.pages.printing import pdf as print_all

    return print_all(Path(words[0] if words else "site"), sys.stdout.write)


def offline(words: list[str]) -> int:
    """pack a built site as an archive that opens from a disk, and link it: offline site"""
    from explainer.pages.offline import offline as pack_all

    return pack_all(Path(words[0] if words else "site"), sys.stdout.write)


VERBS: dict[str, Callable[[list[str]], int]] = {
    verb.__name__: verb for verb in (serve, build, check, pdf, offline, test, quick, golden)
}


def _mkdocs(*words: str) -> NoReturn:
    from mkdocs.__main__ import cli

    cli.main(words, prog_name="bill")


def _pytest(*words: str) -> int:
    if not importlib.util.find_spec("pytest"):
        sys.stderr.write(f"The tests need pytest, which is not installed. {BROUGHT} it.\n")
        return 1
    return subprocess.run([sys.executable, "-m", "pytest", *words], check=False).returncode


def _code_checks() -> Iterator[tuple[str, ...]]:
    """Yield the commands that look at everything but the sense of data and pages."""
    from explainer.checking import schemas

    yield "ruff", "check", "--quiet"
    yield "ruff", "format", "--check", "--quiet"
    yield ("mypy",)
    data, by_schema = Path("data"), defaultdict(list)
    for path in schemas.data_files(data):
        by_schema[schemas.FOLDER + "/" + Path(schemas.schema_of(path, data)).name].append(str(path))
    for schema, paths in by_schema.items():
        yield "check-jsonschema", "--quiet", "--schemafile", str(data / schema), *paths
    yield "yamllint", "--strict", "data", ".github", "mkdocs.yml"
    yield "zizmor", "--offline", "--quiet", ".github"
    workflows = map(str, sorted(Path(".github", "workflows").glob("*.yml")))
    yield "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows
    yield "check-jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"
    dependabot = str(Path(".github", "dependabot.yml"))
    yield "check-jsonschema", "--builtin-schema", "vendor.dependabot", dependabot
    forms = map(str, sorted(Path(".github", "ISSUE_TEMPLATE").glob("*-*.yml")))
    yield "check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", *forms


def main() -> int:
    """Do what the command line asks for; return the exit status."""
    verb, *words = sys.argv[1:] or ["help"]
    try:
        if verb in VERBS:
            return VERBS[verb](words)
        from explainer.__main__ import VERBS as OF_DATA
        from explainer.__main__ import run
        from explainer.errors import did_you_mean

        if verb in OF_DATA:
            return run([verb, *words])
        about = OF_DATA | {name: one.__doc__ or "" for name, one in VERBS.items()}
        if verb not in ("help", "-h", "--help"):
            meant = did_you_mean(verb, about) or "; `bill help` lists them"
            sys.stderr.write(f'"{verb}" is no verb{meant}\n')
            return 2
        for name in (*VERBS, *(name for name in OF_DATA if name not in VERBS)):
            sys.stdout.write(f"  bill {name:<9} {about[name]}\n")
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

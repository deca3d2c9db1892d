"""A build keeps what the last one made, as long as it is right; its site is that of a build from
nothing, whatever was changed in between."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from explainer.drawing.cache import Cache
from explainer.pages.manifest import Manifest, ManifestEntry, written
from tests.conftest import ROOT, SMALL, small_source
from tests.processes import run_python

PAGE = "docs/fr/understand/capex.md"
DATASET = "data/datasets/firms.capex.yml"
HOOKS = ROOT / "hooks"
TEMPLATE = HOOKS / "explainer/pages/templates/dataset.html"


def built(
    root: Path, site: Path, *options: str, url: str = SMALL
) -> subprocess.CompletedProcess[str]:
    own = {"SITE_URL": url}
    if TEMPLATE.read_bytes() != (root / "hooks" / TEMPLATE.relative_to(HOOKS)).read_bytes():
        own["PYTHONPATH"] = str(root / "hooks")  # else its code is ours, which is imported already
    return run_python("mkdocs", "build", "--site-dir", site, *options, cwd=root, **own)


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.suffix != ".gz"
    }


def times(site: Path) -> dict[str, int]:
    return {
        path.relative_to(site).as_posix(): path.stat().st_mtime_ns
        for path in site.rglob("*")
        if path.is_file()
    }


def replaced(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def nothing(root: Path, site: Path) -> None:
    pass


def value(root: Path, site: Path) -> None:
    replaced(root, DATASET, "value: 19.37", "value: 19.73")
    replaced(root, DATASET, ": 35.62", ": 35.98")


def words(root: Path, site: Path) -> None:
    replaced(root, PAGE, "n'en disaient rien", "n'en disaient pas un mot")
    replaced(root, PAGE, 'title: "Des dépenses', 'title: "Les dépenses')
    replaced(root, "data/charts/acme-bars.yml", "Acme investit", "Acme dépense")
    replaced(root, "data/glossary.yml", "La part du prix", "Une part du prix")


def frame(root: Path, site: Path) -> None:
    replaced(root, "overrides/partials/footer.html", "</footer>", "<p>New.</p></footer>")
    replaced(root, "overrides/assets/css/text.css", "}", "}\n")


def setting(root: Path, site: Path) -> None:
    replaced(root, "mkdocs.yml", 'permalink: "#"', 'permalink: "¶"')


def code(root: Path, site: Path) -> None:
    file = TEMPLATE.relative_to(ROOT).as_posix()
    replaced(root, file, '"dataset__cutoff">', '"dataset__cutoff">~')


def less(root: Path, site: Path) -> None:
    """A chart is deleted, a page is renamed."""
    (root / "data/charts/acme-moves.yml").unlink()
    accepted = "- {check: few-numbers, case: acme-moves, reason: An example of its kind.}\n"
    replaced(root, "data/accepted.yml", accepted, "")
    replaced(root, "data/bills/acme.yml", "page: understand/capex", "page: understand/why")
    for page in (root / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"^::: chart acme-moves$", "", text, flags=re.MULTILINE)
        page.write_text(text.replace("understand/capex.md", "understand/why.md"), encoding="utf-8")
    for language in ("fr", "en"):
        folder = root / "docs" / language / "understand"
        (folder / "capex.md").rename(folder / "why.md")
    replaced(root, "mkdocs.yml", "understand/capex.md", "understand/why.md")


def by_hand(root: Path, site: Path) -> None:
    """Somebody works in the site, and the folder of records is damaged."""
    with (site / "index.html").open("a", encoding="utf-8") as file:
        file.write("<!-- mine -->")
    page = site / "verify/data/firms.capex/index.html"
    before = page.stat()
    page.write_bytes(page.read_bytes().replace(b"Acme", b"Emca"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))  # the same size, the same time
    next(site.glob("assets/data/acme-bars_fr_*.png")).unlink()
    shutil.rmtree(site / "charts/firms-lines")
    (site / "stray/deep").mkdir(parents=True)
    (site / "stray/deep/file.html").write_text("old")


def damaged(root: Path, site: Path) -> None:
    for path in (root / ".cache/records").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7] + b"garbage")


CHANGES: dict[str, Callable[[Path, Path], None]] = {
    "nothing": nothing,
    "a value": value,
    "words": words,
    "a template": frame,
    "the site": by_hand,
    "a chart and a page less": less,
    "records": damaged,
    "a setting": setting,
    "code": code,  # the last: from then on, each build has to import it
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = small_source(tmp_path_factory.mktemp("keeping") / "source")
    first = built(source, source.parent / "site")
    assert first.returncode == 0, first.stderr
    return source


@pytest.mark.build
def test_what_is_right_is_not_written_again(root: Path) -> None:
    site = root.parent / "site"
    before = times(site)
    replaced(root, "data/datasets/acme.moves.yml", "value: -11.33", "value: -11.35")
    assert built(root, site).returncode == 0
    now = times(site)
    again = {path for path in now if now[path] != before.get(path)}
    assert "verify/data/acme.moves/index.html" in again
    assert "verify/data/firms.capex/index.html" in now.keys() - again
    assert "charts/acme-bars/index.html" in now.keys() - again
    assert not any("acme-bars_" in path for path in again), "a picture, or what goes with it"


@pytest.mark.build
def test_another_address_and_another_folder(root: Path, tmp_path: Path) -> None:
    site = root.parent / "site"
    assert built(root, site, url="https://other.example/").returncode == 0
    assert built(root, tmp_path / "fresh", url="https://other.example/").returncode == 0
    assert contents(site) == contents(tmp_path / "fresh")


@pytest.mark.build
def test_what_was_warned_of_is_said_again(root: Path) -> None:
    """A page with a broken link is not kept, nor one whose link has lost its anchor."""
    site = root.parent / "site"
    page = root / "docs/fr/index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\n[Perdu](nowhere.md)\n", encoding="utf-8")
    for _ in range(2):
        again = built(root, site, "--strict")
        assert again.returncode != 0
        assert "nowhere.md" in again.stderr
    page.write_text(text, encoding="utf-8")
    assert built(root, site, "--strict").returncode == 0


@pytest.mark.build
@pytest.mark.parametrize("change", CHANGES)
def test_a_second_build_makes_what_a_first_one_makes(
    change: str, root: Path, tmp_path: Path
) -> None:
    """One change after the other, on the same site."""
    site = root.parent / "site"
    CHANGES[change](root, site)
    again = built(root, site)
    assert again.returncode == 0, again.stderr
    (tmp_path / "root/.cache").mkdir(parents=True)
    for name in ("data", "docs", "hooks", "overrides", "mkdocs.yml", ".cache/drawings"):
        (tmp_path / "root" / name).symlink_to(root / name)
    first = built(tmp_path / "root", tmp_path / "site")
    assert first.returncode == 0, first.stderr
    made, expected = contents(site), contents(tmp_path / "site")
    assert made.keys() == expected.keys()
    assert [path for path in made if made[path] != expected[path]] == []


def test_of_two_builds_at_once_the_last_alone_is_believed(tmp_path: Path) -> None:
    cache, site = Cache(tmp_path / "cache"), tmp_path / "site"
    first = Manifest(cache, site, "0" * 64)
    second = Manifest(cache, site, "0" * 64)
    name = "page", "fr", "index.md"
    for records in (first, second):
        records.keep(name, ManifestEntry("", {}, {"a": written(site / "a", b"text")}))
    second.end()
    assert Manifest(cache, site, "0" * 64).before(name)
    third = Manifest(cache, site, "0" * 64)
    second.end()
    assert third.before(name)
    assert Manifest(cache, site, "0" * 64).before(name) is None, "it was forgotten"
    first.end()
    assert Manifest(cache, site, "1" * 64).before(name) is None

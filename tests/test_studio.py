"""Drawings are made once, kept by content, and never wrong: whatever happens to a build."""

from __future__ import annotations

import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from explainer.cache import Cache, digest
from explainer.frames import NARROW, WIDE
from explainer.locales import LOCALES
from explainer.markdown import Build
from explainer.model import Library
from explainer.pages import Parcel, start_drawing
from explainer.pictures import at_hand, draw_all, drawing, poster_png
from explainer.studio import DrawingFailed, Job, Studio
from explainer.texts import Said
from tests.conftest import copy_of_the_site, mkdocs

SITE = "https://example.org/"


def said(library: Library, studio: Studio, chart: str = "acme-bars") -> Said:
    return Said(library.charts[chart], library, LOCALES["fr"], studio)


class Counting(Studio):
    """A studio that counts what it had to make."""

    drawn = 0

    def _kept(self, key, make, job):  # type: ignore[no-untyped-def]
        def counted() -> bytes:
            self.drawn += 1
            return bytes(make())

        return super()._kept(key, counted, job)


def test_nothing_is_drawn_twice(library: Library) -> None:
    studio = Counting()
    for _ in range(3):
        one = said(library, studio)
        drawing(one, WIDE, "a")
        drawing(one, WIDE, "b")
        drawing(one, NARROW, "a")
    assert studio.drawn == 4  # two specifications, two drawings


def test_a_second_build_draws_nothing(library: Library, tmp_path: Path) -> None:
    first = Studio(Cache(tmp_path))
    draw_all(said(library, first), SITE)
    second = Counting(Cache(tmp_path))
    assert at_hand(said(library, second), SITE)
    draw_all(said(library, second), SITE)
    assert second.drawn == 0
    assert second.made == first.made


def test_only_what_changed_is_drawn_again(project: Path, library: Library, tmp_path: Path) -> None:
    from explainer.load import read_library

    kept = Cache(tmp_path / "kept")
    for id in library.charts:
        draw_all(said(library, Studio(kept), id), SITE)
    path = project / "data" / "datasets" / "acme.moves.yml"
    path.write_text(path.read_text().replace("value: 4.2", "value: 4.7"), encoding="utf-8")
    changed, problems = read_library(project / "data")
    assert problems == []
    missing = {id for id in changed.charts if not at_hand(said(changed, Studio(kept), id), SITE)}
    assert missing == {"acme-moves"}


def test_a_comment_or_a_word_elsewhere_draws_nothing(
    project: Path, library: Library, tmp_path: Path
) -> None:
    from explainer.load import read_library

    kept = Cache(tmp_path / "kept")
    draw_all(said(library, Studio(kept)), SITE)
    path = project / "data" / "datasets" / "firms.capex.yml"
    path.write_text("# a comment moves every line\n" + path.read_text(), encoding="utf-8")
    changed, _ = read_library(project / "data")
    assert at_hand(said(changed, Studio(kept)), SITE)


def test_a_damaged_file_is_told_and_drawn_again(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    right = Studio(Cache(tmp_path))
    draw_all(said(library, right), SITE)
    for number, path in enumerate(path for path in tmp_path.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        path.write_bytes([raw[: len(raw) // 2], raw[:-1] + b"x", b""][number % 3])
    with caplog.at_level(logging.WARNING):
        again = Studio(Cache(tmp_path))
        draw_all(said(library, again), SITE)
    assert again.made == right.made
    assert "damaged" in caplog.text


def test_a_full_disk_costs_the_cache_and_not_the_build(
    library: Library,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("explainer.cache.tempfile.mkstemp", full)
    with caplog.at_level(logging.WARNING):
        studio = Studio(Cache(tmp_path))
        draw_all(said(library, studio), SITE)
    assert len(studio.made) == 5
    messages = [record.message for record in caplog.records if "cannot be kept" in record.message]
    assert messages == [f"Drawings cannot be kept in {tmp_path}: No space left on device."]


def test_old_files_go_and_the_folder_stays_small(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [digest(str(n)) for n in range(10)]
    for age, key in enumerate(keys):
        cache.put(key, b"x" * 936)  # 1,000 bytes with its hash
        path = cache._path(key)
        os.utime(path, (time.time() - age * 100, time.time() - age * 100))
    cache.prune(max_age=750, max_size=10**9)
    assert [cache.get(key) is not None for key in keys] == [True] * 8 + [False] * 2
    for age, key in enumerate(keys[:8]):
        os.utime(cache._path(key), (time.time() - age * 100, time.time() - age * 100))
    cache.prune(max_age=10**9, max_size=3000)
    assert [cache.get(key) is not None for key in keys] == [True] * 3 + [False] * 7


def test_workers_make_what_one_process_makes(library: Library) -> None:
    alone = Studio()
    for id in library.charts:
        for code in LOCALES:
            draw_all(
                Said(library.charts[id], library, LOCALES[code], alone),
                f"{SITE}{LOCALES[code].root}charts/{id}/",
            )
    studio = Studio(workers=2)
    shown: dict[str, list[tuple[str, str]]] = {id: [] for id in library.charts}
    builds = [Build(library, locale, SITE, shown, studio) for locale in LOCALES.values()]
    start_drawing(builds)
    for build in builds:
        for id in library.charts:
            poster_png(build.said(id), build.addresses.chart(id))
            drawing(build.said(id), NARROW, "x")
    made = studio.made
    studio.close()
    assert made == alone.made


def test_a_chart_that_fails_names_itself(library: Library) -> None:
    studio = Studio(workers=2)
    studio.start([Job("no-such-chart", "fr")], Parcel(library, SITE))
    with pytest.raises(DrawingFailed, match="no-such-chart"):
        studio.end()
    studio.close()


def test_halves_drawn_apart_and_merged_make_the_same_site(tmp_path: Path) -> None:
    """How the drawing is shared over machines: two draw half the charts each, a third builds."""
    url = "https://example.org/ai-bill/"
    whole = copy_of_the_site(tmp_path / "whole")
    assert mkdocs(whole, tmp_path / "site-whole", SITE_URL=url).returncode == 0
    merged = copy_of_the_site(tmp_path / "merged")
    for part in ("1/2", "2/2"):
        machine = copy_of_the_site(tmp_path / f"machine-{part[0]}")
        drawn = subprocess.run(
            [sys.executable, "-m", "explainer", "--draw", part, str(machine)],
            env={**os.environ, "SITE_URL": url},
            capture_output=True,
            text=True,
            check=True,
        )
        assert drawn.stdout == "Drawn: 10 of 20 charts.\n"
        shutil.copytree(machine / ".cache", merged / ".cache", dirs_exist_ok=True)
    kept = {path.relative_to(merged) for path in (merged / ".cache").rglob("*") if path.is_file()}
    assert mkdocs(merged, tmp_path / "site-merged", SITE_URL=url).returncode == 0
    after = {path.relative_to(merged) for path in (merged / ".cache").rglob("*") if path.is_file()}
    assert after == kept, "the build had nothing left to draw"
    for path in sorted((tmp_path / "site-whole").rglob("*")):
        if path.is_file() and path.suffix != ".gz":
            twin = tmp_path / "site-merged" / path.relative_to(tmp_path / "site-whole")
            assert twin.read_bytes() == path.read_bytes(), path.name


def test_killed_builds_leave_nothing_wrong(tmp_path: Path) -> None:
    """Ten builds are killed at random moments; the next one draws exactly what a clean one draws."""
    root = copy_of_the_site(tmp_path / "copy")
    clean = mkdocs(root, tmp_path / "clean")
    assert clean.returncode == 0, clean.stderr
    shutil.rmtree(root / ".cache")
    chance = random.Random(20261124)
    for _ in range(10):
        build = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(tmp_path / "cut")],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.3, 4))
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
    after = mkdocs(root, tmp_path / "after")
    assert after.returncode == 0, after.stderr
    assert "damaged" not in after.stderr
    for path in sorted((tmp_path / "clean").rglob("*")):
        if path.is_file() and path.suffix in (".html", ".svg", ".png"):
            twin = tmp_path / "after" / path.relative_to(tmp_path / "clean")
            assert twin.read_bytes() == path.read_bytes(), path.name

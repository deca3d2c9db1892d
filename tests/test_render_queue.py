"""Drawings are made once, kept by content, and never wrong: whatever happens to a build."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from explainer.digests import digest
from explainer.drawing.cache import DRAWINGS, Cache
from explainer.drawing.sizes import NARROW, WIDE
from explainer.errors import Where
from explainer.facts.dependencies import DependencyTracker
from explainer.facts.figures import write_figures
from explainer.facts.model import Library, Text
from explainer.facts.texts import texts_in
from explainer.kinds.specification import build
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.chart_text import ChartText
from explainer.pages.generated import (
    ChartMaker,
    files_of_chart,
    files_of_dataset,
    start_drawing,
    was_written,
    write,
)
from explainer.pages.markdown_extension import Build
from explainer.pages.poster import draw_all, drawing, drawings_at_hand, poster_svg
from explainer.pages.render_queue import FOR_PAGES, DrawingFailed, Job, RenderQueue
from tests.conftest import REPOSITORY, ROOT, SMALL, Site, mkdocs, small_source
from tests.processes import start_python

SITE = "https://example.org/"
OTHER = Text("autre", "other", Where("", 0))


def chart_text(library: Library, queue: RenderQueue, chart: str = "acme-bars") -> ChartText:
    return ChartText(library.charts[chart], library, LOCALES["fr"], queue)


class Counting(RenderQueue):
    """A queue that counts what it had to make."""

    drawn = 0

    def _kept(self, key, make, job, task):  # type: ignore[no-untyped-def]
        def counted() -> bytes:
            self.drawn += 1
            return bytes(make())

        return super()._kept(key, counted, job, task)


def at_hand(one: ChartText) -> bool:
    poster = one.queue.png_key(poster_svg(one, SITE))
    return drawings_at_hand(one) and one.queue.has(poster)


def unwritten(build: Build, chart: str) -> list[tuple[str, bytes]]:
    """The files of a chart that no worker has written."""
    return (
        [] if was_written(build, Job(chart, build.locale.code)) else [*files_of_chart(build, chart)]
    )


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_drawn_twice(library: Library) -> None:
    queue = Counting()
    for _ in range(3):
        one = chart_text(library, queue)
        drawing(one, WIDE, "a")
        drawing(one, WIDE, "b")
        drawing(one, NARROW, "a")
    assert queue.drawn == 4  # two specifications, two drawings


def test_a_second_build_draws_nothing(library: Library, tmp_path: Path) -> None:
    draw_all(chart_text(library, RenderQueue(Cache(tmp_path))), SITE)
    first = contents(tmp_path)
    assert len(first) == 5  # two specifications, two drawings, a poster
    second = Counting(Cache(tmp_path))
    assert at_hand(chart_text(library, second))
    draw_all(chart_text(library, second), SITE)
    assert second.drawn == 0
    assert contents(tmp_path) == first


def test_what_is_kept_on_disk_is_not_held_in_memory(library: Library, tmp_path: Path) -> None:
    queue = RenderQueue(Cache(tmp_path))
    draw_all(chart_text(library, queue), SITE)
    assert queue.made == {}


def test_only_what_changed_is_drawn_again(project: Path, library: Library, tmp_path: Path) -> None:
    kept = Cache(tmp_path / "kept")
    for id in library.charts:
        draw_all(chart_text(library, RenderQueue(kept), id), SITE)
    path = project / "data" / "datasets" / "acme.moves.yml"
    path.write_text(path.read_text().replace("value: 4.2", "value: 4.7"), encoding="utf-8")
    changed, problems = read_library(project / "data")
    assert problems == []
    missing = {
        id for id in changed.charts if not at_hand(chart_text(changed, RenderQueue(kept), id))
    }
    on_it = {
        chart.id
        for chart in changed.charts.values()
        if any(pick.dataset == "acme.moves" for pick in chart.series)
    }
    assert missing == on_it
    assert "acme-bars" not in on_it


def test_a_comment_or_a_word_elsewhere_draws_nothing(
    project: Path, library: Library, tmp_path: Path
) -> None:
    kept = Cache(tmp_path / "kept")
    draw_all(chart_text(library, RenderQueue(kept)), SITE)
    path = project / "data" / "datasets" / "firms.capex.yml"
    path.write_text("# a comment moves every line\n" + path.read_text(), encoding="utf-8")
    changed, _ = read_library(project / "data")
    assert at_hand(chart_text(changed, RenderQueue(kept)))


TOLD = {"sources": "title", "units": "measure", "flows": "kind", "sites": "place"}


@pytest.mark.parametrize("name", ["library", "real_library"])
def test_whatever_a_drawing_reads_is_in_its_key(name: str, request: pytest.FixtureRequest) -> None:
    """Else a kept drawing could be out of date: here each thing that was read is changed in turn."""
    library: Library = request.getfixturevalue(name)
    for chart in library.charts.values():
        tracker = DependencyTracker()
        for layout in (WIDE, NARROW):
            build(chart, tracker.of(library), LOCALES["fr"], layout, validate=False)
        key = RenderQueue().spec_key(chart, library, "fr", WIDE)
        seen = tracker.take()
        for _, _, text in texts_in(chart.options):  # their figures are in the key as written
            write_figures(text.fr, tracker.of(library), LOCALES["fr"])
        for table, id in seen - tracker.take():
            before = getattr(library, table)
            if id is None:  # all of them: one less is another drawing
                after = dict(list(before.items())[:-1])
            else:
                told = TOLD.get(table, "name")
                after = {**before, id: replace(before[id], **{told: OTHER})}
            tables: dict[str, Any] = {table: after}
            other = replace(library, **tables)
            assert RenderQueue().spec_key(chart, other, "fr", WIDE) != key, (
                f"{chart.id}: {table} {id}"
            )


def test_a_damaged_file_is_told_and_drawn_again(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    draw_all(chart_text(library, RenderQueue(Cache(tmp_path))), SITE)
    right = contents(tmp_path)
    for number, path in enumerate(path for path in tmp_path.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        path.write_bytes([raw[: len(raw) // 2], raw[:-1] + b"x", b""][number % 3])
    with caplog.at_level(logging.WARNING):
        draw_all(chart_text(library, RenderQueue(Cache(tmp_path))), SITE)
    assert contents(tmp_path) == right
    assert "damaged" in caplog.text


def test_without_shared_memory_one_core_draws_all(
    library: Library,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(*args: object, **kwargs: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(RenderQueue, "_open", missing)
    queue = RenderQueue(Cache(tmp_path), workers=2)
    job = chart_text(library, queue).job
    with caplog.at_level(logging.WARNING):
        queue.wake()
        queue.start([job], [], lambda *_: None)
    assert queue.workers == 0
    assert not queue.has_done(job, FOR_PAGES)
    (message,) = [record.message for record in caplog.records]
    assert message.startswith("No processes can be started to draw (No such file or directory)")
    assert "/dev/shm" in message


def test_a_full_disk_costs_the_cache_and_not_the_build(
    library: Library,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("explainer.drawing.cache.tempfile.mkstemp", full)
    with caplog.at_level(logging.WARNING):
        queue = RenderQueue(Cache(tmp_path))
        draw_all(chart_text(library, queue), SITE)
    assert len(queue.made) == 5
    messages = [record.message for record in caplog.records if "can be kept" in record.message]
    told = f"Nothing can be kept in {tmp_path} (No space left on device): the next build makes all"
    assert messages == [f"{told} again. Free the disk, or make the folder yours to write."]


def test_old_files_go_and_the_folder_stays_small(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [digest(str(n)) for n in range(10)]
    hours = 3600

    def used(keys: list[str]) -> None:
        for age, key in enumerate(keys):
            when = time.time() - age * hours
            os.utime(cache._path(key), (when, when))

    for key in keys:
        cache.put(key, b"x" * 936)  # 1,000 bytes with its hash
    used(keys)
    cache.prune(max_age=7.5 * hours, max_size=10**9)
    assert [cache.get(key) is not None for key in keys] == [True] * 8 + [False] * 2
    used(keys[:8])
    cache.prune(max_age=100 * hours, max_size=3000)
    assert [cache.get(key) is not None for key in keys] == [True] * 3 + [False] * 7
    # A build that needs more than that finds it all the next time.
    cache.prune(max_age=100 * hours, max_size=1000)
    assert [cache.get(key) is not None for key in keys] == [True] * 3 + [False] * 7


@pytest.mark.build
def test_workers_make_what_one_process_makes(
    library: Library, small_site: Site, tmp_path: Path
) -> None:
    shown: dict[str, list[tuple[str, str]]] = {id: [] for id in library.charts}
    drawn = []
    # The drawings of the small site were made by workers.
    for queue in (RenderQueue(), RenderQueue(Cache(ROOT / DRAWINGS), workers=2)):
        builds = [Build(library, locale, SMALL, shown, queue) for locale in LOCALES.values()]
        site = tmp_path / str(queue.workers)
        start_drawing(builds, site=site)
        drawn.append([drawing(one.chart_text(id), NARROW, "x") for one in builds for id in shown])
        left = [
            *(file for one in builds for id in one.charts for file in unwritten(one, id)),
            *(
                file
                for one in builds
                for id in library.datasets
                for file in files_of_dataset(one, id)
            ),
        ]
        embeds = [path for path, _ in left if "embed/" in path]
        assert len(embeds) == (0 if queue.workers else 2 * len(shown)), "workers write the rest"
        write(site, left)
        queue.close()
    assert drawn[0] == drawn[1]
    alone, together = contents(tmp_path / "0"), contents(tmp_path / "2")
    assert len(alone) > 9 * 2 * len(library.charts)
    assert {path.relative_to(tmp_path / "0"): made for path, made in alone.items()} == {
        path.relative_to(tmp_path / "2"): made for path, made in together.items()
    }


def test_a_chart_that_fails_names_itself(library: Library) -> None:
    queue = RenderQueue(workers=2)
    queue.start([Job("no-such-chart", "fr")], [], ChartMaker(library, SITE, LOCALES))
    with pytest.raises(DrawingFailed, match="no-such-chart"):
        queue.end()
    queue.close()


def test_drawing_goes_on_when_a_worker_is_killed(
    library: Library,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when memory runs out: the job that it had is lost, and nothing says so."""
    monkeypatch.setattr("explainer.pages.render_queue.SILENCE", 1)
    monkeypatch.setattr("explainer.pages.render_queue._work", _dies)
    queue = RenderQueue(Cache(tmp_path), workers=2)
    shown: dict[str, list[tuple[str, str]]] = {"acme-bars": []}
    one = Build(library, LOCALES["fr"], SITE, shown, queue)
    start_drawing([one], site=tmp_path / "site")
    assert "<svg" in drawing(one.chart_text("acme-bars"), WIDE, "x")
    assert "do not answer" in caplog.text
    written = dict(unwritten(one, "acme-bars"))
    files = [path.rpartition("/")[2] for path in written if "/acme-bars_" in path]
    endings = {name.partition(".")[2] for name in files}
    assert endings == {"bib", "csv", "html", "json", "png", "ris", "svg", "vl.json"}
    queue.end()


def _dies(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.build
@pytest.mark.parametrize("moment", ["starting", "drawing"])
def test_ctrl_c_ends_everything(moment: str, tmp_path: Path) -> None:
    """A terminal sends SIGINT to the build and to its workers; none stays, none complains."""
    root = small_source(tmp_path / "root", drawn=False)
    (tmp_path / "temporary").mkdir()
    # What a shell runs in the background ignores SIGINT, and so would what the tests start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    build = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(tmp_path / "site")],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(tmp_path / "temporary")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    seen = tmp_path / "temporary" if moment == "starting" else root / ".cache"
    pattern = "explainer-*/*" if moment == "starting" else "drawings/*/*"
    for _ in range(600):
        if any(seen.glob(pattern)):
            break
        time.sleep(0.05)
    os.killpg(build.pid, signal.SIGINT)
    chart_text, _ = build.communicate(timeout=30)
    assert build.returncode == 1, chart_text
    assert "Traceback" not in chart_text
    for _ in range(100):  # workers were told to end; give the system the time to do it
        if not members(build.pid):
            break
        time.sleep(0.1)
    assert members(build.pid) == []
    assert list((tmp_path / "temporary").iterdir()) == []


def members(group: int) -> list[str]:
    """The commands of the living processes of a group."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    lines = [line.split(None, 2) for line in listed.splitlines()]
    return [args for pgid, state, args in lines if int(pgid) == group and state[0] != "Z"]


@pytest.mark.build
@pytest.mark.parametrize("terminal", [True, False])
def test_it_is_told_how_far_drawing_is(terminal: bool, small_site: Site, tmp_path: Path) -> None:
    """On a line of its own that others write over; where there is no terminal, in a few lines."""
    root = small_source(tmp_path / "root", drawn=False)
    for number, path in enumerate((ROOT / DRAWINGS).glob("*/*")):
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:  # gone meanwhile
            # To make some of the drawings is quick.
            if number % 4 or not file.read(68).endswith(b"<svg"):
                (root / DRAWINGS / path.parent.name).mkdir(parents=True, exist_ok=True)
                (root / DRAWINGS / path.parent.name / path.name).symlink_to(path)
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path / "site")]
    ran = subprocess.run(
        ["script", "-qec", shlex.join(command), "/dev/null"] if terminal else command,
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
    )
    told = re.findall(r"Drawing: \d+ of \d+(?:\r\n|\r|\n)", ran.stdout.decode())
    total = told[0].split()[-1]
    if terminal:
        assert told[0] == f"Drawing: 1 of {total}\r"
        assert len(told) == int(total)
    else:
        assert len(told) == 4
    assert told[-1].rstrip() == f"Drawing: {total} of {total}"
    assert told[-1].endswith("\n")


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.build
def test_killed_builds_leave_nothing_wrong(small_site: Site, tmp_path: Path) -> None:
    """Ten builds are killed at random moments; the next one draws exactly what a clean one draws.

    Some share the drawing with workers, some do it alone.
    """
    root = small_source(tmp_path / "copy", drawn=False)
    chance = random.Random(20261124)
    for number in range(10):
        cores = {0} if number % 5 else None
        enough = len(files_in(root / DRAWINGS)) + chance.randint(1, 10)
        command = "mkdocs", "build", "-q", "--site-dir", tmp_path / "cut"
        build = start_python(*command, cwd=root, cores=cores)
        while build.is_alive() and len(files_in(root / DRAWINGS)) < enough:
            time.sleep(0.03)
        assert build.pid
        assert build.is_alive(), "it was not killed"
        os.killpg(build.pid, signal.SIGKILL)
        build.join()
    after = mkdocs(root, tmp_path / "after", REPOSITORY=REPOSITORY)
    assert after.returncode == 0, after.stderr
    assert "damaged" not in after.stderr + after.stdout
    for path in sorted(small_site.folder.rglob("*")):
        if path.is_file() and path.suffix in (".html", ".svg", ".png"):
            twin = tmp_path / "after" / path.relative_to(small_site.folder)
            assert twin.read_bytes() == path.read_bytes(), path.name

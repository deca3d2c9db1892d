"""Where charts are drawn: each once, from a cache by content, by all cores at a time.

Callers ask for a specification, an SVG or a PNG and get it; how it came to be is this module's
business. `start` looks through the charts of both languages as soon as the data are read, and
sends those that have something missing to worker processes; pages are read meanwhile, and whoever
asks for a drawing waits for its chart alone.

Workers are spawned, never forked: vl-convert hangs in a fork. They are daemons, so that Ctrl-C
ends them with the build, and stay from one rebuild of `make serve` to the next.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.cache import Cache, digest
from explainer.figures import write_figures
from explainer.frames import Frame
from explainer.locales import LOCALES, Locale
from explainer.model import Chart, Library
from explainer.render import drawn, png

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

log = logging.getLogger("explainer.studio")

SCALE = 2  # pixels of a PNG to each of its own
LIFE = 150  # charts that a worker draws before it is replaced
FEW = 3  # charts that are worth another worker
MANY = 12  # charts to draw from which on it is worth saying how far one is
HERE = Path(__file__).parent


class DrawingFailed(Exception):
    """A chart could not be drawn; the message names it."""


@dataclass(frozen=True)
class Job:
    """A chart in one language: what one worker draws at a time."""

    chart: str
    code: str


# What a worker needs: given a job and a studio, it draws the job and returns what the studio made.
Parcel = Callable[[Job, "Studio"], dict[str, bytes]]


@lru_cache(maxsize=1)
def _ourselves() -> str:
    """A hash of what draws: our code, our fonts, and the versions of Altair and vl-convert."""
    files = sorted(path for kind in ("*.py", "*.ttf", "*.svg") for path in HERE.rglob(kind))
    return digest(
        version("altair"),
        version("vl-convert-python"),
        *(part for path in files for part in (path.name, path.read_bytes())),
    )


def _inputs(chart: Chart, library: Library, code: str) -> str:
    """Everything of the data that a specification depends on, as text."""
    ids = [pick.dataset for pick in chart.series] + ([chart.outcome] if chart.outcome else [])
    datasets = [library.datasets[id] for id in dict.fromkeys(ids)]
    entities = {entity for one in datasets for entity in one.series}
    owners = {library.entities[entity].owner for entity in entities} - {None}
    sources = {
        source.id: source
        for one in datasets
        for rows in one.series.values()
        for row in rows
        for source in library.documents(row)[:1]
    }
    events = [write_figures(e.text[code], library, LOCALES[code]) for e in chart.events]
    bearers = [repr(library.entities[id]) for id in sorted(entities | {o for o in owners if o})]
    return "\n".join([repr(chart), *map(repr, datasets), *bearers, repr(sources), repr(events)])


@dataclass
class Studio:
    """What was drawn in this process, what is kept on disk, and what workers are drawing."""

    cache: Cache = field(default_factory=Cache)
    workers: int = 0
    validate: bool = True  # Altair's own check of each specification: for tests, see `charts.build`
    _made: dict[str, bytes] = field(default_factory=dict, repr=False)
    _used: set[str] = field(default_factory=set, repr=False)
    _jobs: dict[Job, AsyncResult[dict[str, bytes]]] = field(default_factory=dict, repr=False)
    _pool: Pool | None = field(default=None, repr=False)
    _keys: dict[tuple[int, str, str], str] = field(default_factory=dict, repr=False)
    _done: int = 0
    _parcel: Path | None = None

    # -- what callers ask for ------------------------------------------------------------------

    def spec(self, chart: Chart, library: Library, locale: Locale, frame: Frame) -> str:
        """Return the Vega-Lite specification of a chart as JSON text."""

        def make() -> bytes:
            from explainer.charts import build  # Altair is slow to import, and often not needed

            built = build(chart, library, locale, frame, validate=self.validate)
            return json.dumps(built, ensure_ascii=False, sort_keys=True).encode()

        key = self.spec_key(chart, library, locale.code, frame)
        return self._kept(key, make, Job(chart.id, locale.code)).decode()

    def svg(self, spec: str, job: Job, unit: str) -> str:
        """Return a specification as Vega draws it."""
        key = self.svg_key(spec, job, unit)
        return self._kept(key, lambda: drawn(spec, job.code, unit).encode(), job).decode()

    def png(self, svg: str, job: Job) -> bytes:
        """Return an SVG document as PNG at twice its size."""
        key = self.png_key(svg)
        made = self._kept(key, lambda: png(svg, SCALE), job)
        if self.cache.folder and not self.cache.is_full:  # asked for once: no need to hold it
            self._made.pop(key, None)
        return made

    def spec_key(self, chart: Chart, library: Library, code: str, frame: Frame) -> str:
        """Under what a specification is kept: everything that it depends on, hashed."""
        # A chart is asked for many times in a build; its data are hashed once.
        name = (id(library), chart.id, code)
        if name not in self._keys:
            self._keys[name] = digest("spec", _ourselves(), _inputs(chart, library, code), code)
        return digest(self._keys[name], frame.name)

    def svg_key(self, spec: str, job: Job, unit: str) -> str:
        """Under what a drawing is kept."""
        return digest("svg", _ourselves(), spec, job.code, unit)

    def png_key(self, svg: str) -> str:
        """Under what a PNG is kept."""
        return digest("png", _ourselves(), svg, str(SCALE))

    def has(self, key: str) -> bool:
        """Whether something is at hand, in memory or on disk; what is on disk is then in memory."""
        if key not in self._made:
            found = self.cache.get(key)
            if found is None:
                return False
            self._made[key] = found
        return True

    def _kept(self, key: str, make: Callable[[], bytes], job: Job) -> bytes:
        self._used.add(key)
        if key not in self._made and job in self._jobs:
            self._collect(job)
        if not self.has(key):
            try:
                self._made[key] = make()
            except Exception as error:
                raise _failed(job, error) from error
            self.cache.put(key, self._made[key])
        return self._made[key]

    # -- ahead of the pages --------------------------------------------------------------------

    def start(self, missing: Sequence[Job], parcel: Parcel) -> None:
        """Send jobs to the workers, which read the parcel from a file that is written once.

        With one core, nothing is sent, and drawings are made when they are asked for.
        """
        if self.workers < 2 or not missing:
            return
        with tempfile.NamedTemporaryFile(prefix="explainer-", suffix=".pickle", delete=False) as f:
            pickle.dump(parcel, f)
        self._parcel = Path(f.name)
        self._done = 0
        pool = self._pool or self._open(len(missing))
        for job in missing:
            self._jobs[job] = pool.apply_async(
                _work,
                (self._parcel, job, self.cache.folder),
                callback=lambda _: self._progress(len(missing)),
            )

    def _open(self, jobs: int) -> Pool:
        # A worker takes about as long to start as three charts to draw; pages need a core too.
        count = min(self.workers, max(1, jobs // FEW))
        context = multiprocessing.get_context("spawn")
        # Memory grows a little with each PNG: a worker makes room for another in time.
        self._pool = context.Pool(count, _ignore_interrupts, maxtasksperchild=LIFE)
        return self._pool

    def _collect(self, job: Job) -> None:
        """Wait for a worker's chart and take over what it drew."""
        result = self._jobs.pop(job)
        try:
            self._made.update(result.get())
        except DrawingFailed:
            raise
        except Exception as error:
            raise _failed(job, error) from error

    def _progress(self, total: int) -> None:
        self._done += 1
        if total < MANY:
            return
        if sys.stderr.isatty():
            end = "\n" if self._done == total else ""
            sys.stderr.write(f"\rDrawing charts: {self._done} of {total}{end}")
            sys.stderr.flush()
        elif self._done % max(1, total // 4) == 0 or self._done == total:
            log.info("Drawing charts: %s of %s", self._done, total)

    @property
    def made(self) -> dict[str, bytes]:
        """Everything at hand in this process, by key."""
        return dict(self._made)

    # -- after them ----------------------------------------------------------------------------

    def end(self) -> None:
        """Finish a build: forget what it did not use, throw away what is old on disk."""
        for job in list(self._jobs):
            self._collect(job)
        self._made = {key: made for key, made in self._made.items() if key in self._used}
        self._used.clear()
        self._keys.clear()
        if self._parcel:
            self._parcel.unlink(missing_ok=True)
            self._parcel = None
        self.cache.prune()

    def close(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.terminate()
            self._pool = None


def _failed(job: Job, error: Exception) -> DrawingFailed:
    """Whatever it was, the editor must hear which chart it was."""
    first = str(error).strip().split("\n")[0]
    return DrawingFailed(
        f"data/charts/{job.chart}.yml:1: the chart could not be drawn ({job.code}): {first}; "
        "this is a mistake in the code, please report it with the file"
    )


def all_cores() -> int:
    """Return how many workers to use: the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ignore_interrupts() -> None:
    """Ctrl-C is the parent's to answer: it ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@lru_cache(maxsize=1)
def _opened(parcel: Path) -> Parcel:
    opened: Parcel = pickle.loads(parcel.read_bytes())  # our own parent wrote it
    return opened


def _work(parcel: Path, job: Job, folder: Path | None) -> dict[str, bytes]:
    """Draw all that a chart needs in one language; return by key what is not kept on disk."""
    cache = Cache(folder)
    made = _opened(parcel)(job, Studio(cache, validate=False))
    return made if cache.folder is None or cache.is_full else {}

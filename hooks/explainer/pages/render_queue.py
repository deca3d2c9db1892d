"""Where charts are drawn: each once, from a cache by content, by all cores at a time.

Callers ask for a specification, an SVG or a PNG and get it; how it came to be is this module's
business. As soon as the data are read, `start` sends charts to worker processes: first for the
drawings that pages need and that are missing, then for the files of each chart, which are theirs to
write. Pages are read meanwhile, and whoever asks for a drawing waits for its chart alone.

What can be kept on disk is not held in memory. Workers are spawned, never forked: vl-convert hangs
in a fork. They are daemons: Ctrl-C ends them with the build, and a rebuild leaves them to the next.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import logging
import math
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import resource_tracker
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.digests import digest, ourselves
from explainer.drawing.cache import Cache
from explainer.drawing.render import card, cleaned, drawn, png
from explainer.drawing.sizes import LayoutSize
from explainer.facts.asked import behind
from explainer.facts.figures import write_figures
from explainer.facts.model import Chart, Library
from explainer.facts.texts import texts_in
from explainer.kinds import shown_series
from explainer.kinds.specification import build
from explainer.language.locales import LOCALES, Locale
from explainer.language.units import PERCENT, Unit
from explainer.unexpected import told

if TYPE_CHECKING:
    from multiprocessing.pool import Pool

log = logging.getLogger("explainer.pages.render_queue")

SCALE = 2  # pixels of a PNG to each of its own
LIFE = 300  # tasks that a worker does before it is replaced
FEW = 8  # charts that are worth another worker: it starts in the time that they take
MANY = 12  # charts to draw from which on it is worth saying how far one is
SILENCE = 30  # seconds without any drawing after which workers are given up


class DrawingFailed(Exception):
    """A chart could not be drawn; the message names it."""


@dataclass(frozen=True)
class Job:
    """A chart in one language, by its id; or the card of a page, by the path of its Markdown."""

    chart: str
    code: str
    is_card: bool = False


TASKS = FOR_PAGES, FOR_FILES = "for pages", "for files"  # of each job: what pages need comes first

# What a worker needs: given a job, a task and a queue, it does that; the queue keeps drawings.
# What it returns is kept in the queue of whoever sent it, see `results`.
Worker = Callable[[Job, str, "RenderQueue"], object]


def _inputs(chart: Chart, library: Library, code: str) -> str:
    """Everything of the data that a specification depends on, as text."""
    shown = shown_series(chart, library)
    datasets = list({one.dataset.id: one.dataset for one in shown}.values())
    entities = {one.entity for one in shown}.union(*(one.series for one in datasets))
    flows = [library.flows[id] for id in sorted(entities & library.flows.keys())]
    entities.update(party for flow in flows for party in (flow.payer, flow.payee))
    on_a_map = entities & library.sites.keys()  # which looks at all sites
    sites = {id: library.sites[id] for id in sorted(library.sites) if on_a_map}
    entities.update(sites.keys() & library.entities.keys())
    owners = {library.entities[entity].owner for entity in entities} - {None}
    sources = {
        source.id: source
        for one in datasets
        for rows in one.series.values()
        for row in rows
        for source in library.documents(row)
    }
    texts = [
        write_figures(text[code], library, LOCALES[code])
        for _, _, text in texts_in(chart.options)  # which a drawing may hold
    ]
    formulas = [row.formula for one in datasets for rows in one.series.values() for row in rows]
    projected = map(repr, behind(formulas, library))
    bearers = [repr(library.entities[id]) for id in sorted(entities | {o for o in owners if o})]
    records = map(repr, (chart, *datasets, *flows, sites, sources, texts))
    return "\n".join((*records, *bearers, *projected))


@dataclass
class RenderQueue:
    """What is kept on disk, what workers are drawing, and what could not be kept."""

    cache: Cache = field(default_factory=Cache)
    workers: int = 0
    patient: bool = True  # whether to wait for what workers are drawing; else it is drawn here
    # Altair's own check of each specification: for tests, see `specification.build`
    validate: bool = True
    made: dict[str, bytes] = field(default_factory=dict, repr=False)  # by key, not on disk
    _used: set[str] = field(default_factory=set, repr=False)
    results: dict[Job, object] = field(default_factory=dict, repr=False)  # of tasks for files
    _tasks: dict[tuple[Job, str], AsyncResult[tuple[dict[str, bytes], object]]] = field(
        default_factory=dict, repr=False
    )
    _pool: Pool | None = field(default=None, repr=False)
    _size: int = 0
    _keys: dict[tuple[int, str, str], tuple[Library, str]] = field(default_factory=dict, repr=False)
    _done: int = 0
    _pruned: bool = False
    _payloads: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)

    # -- what callers ask for ------------------------------------------------------------------

    def spec(self, chart: Chart, library: Library, locale: Locale, layout: LayoutSize) -> str:
        """Return the Vega-Lite specification of a chart as JSON text."""

        def make() -> bytes:
            built = build(chart, library, locale, layout, validate=self.validate)
            return json.dumps(built, ensure_ascii=False, sort_keys=True).encode()

        key = self.spec_key(chart, library, locale.code, layout)
        return self._kept(key, make, Job(chart.id, locale.code), FOR_PAGES).decode()

    def svg(self, spec: str, job: Job, unit: Unit) -> str:
        """Return a specification as a drawing that only lacks its names: see `render.for_page`."""

        def make() -> bytes:
            return cleaned(drawn(spec, job.code, unit), job.code).encode()

        return self._kept(self.svg_key(spec, job, unit), make, job, FOR_PAGES).decode()

    def png(self, svg: str, job: Job) -> bytes:
        """Return an SVG document as PNG at twice its size."""
        return self._kept(self.png_key(svg), lambda: png(svg, SCALE), job, FOR_FILES)

    def card(self, svg: str, job: Job) -> bytes:
        """Return a card as PNG."""
        return self._kept(digest("card", ourselves(), svg), lambda: card(svg), job, FOR_FILES)

    def spec_key(self, chart: Chart, library: Library, code: str, layout: LayoutSize) -> str:
        """Under what a specification is kept: everything that it depends on, hashed."""
        # A chart is asked for many times in a build; its data are hashed once. The library is kept
        # with the hash, so that no other can take its identity.
        name = (id(library), chart.id, code)
        if name not in self._keys:
            key = digest("spec", ourselves(), _inputs(chart, library, code), code)
            self._keys[name] = library, key
        return digest(self._keys[name][1], layout.name)

    def svg_key(self, spec: str, job: Job, unit: Unit) -> str:
        """Under what a drawing is kept."""
        return digest("svg", ourselves(), spec, job.code, repr(unit))

    def png_key(self, svg: str) -> str:
        """Under what a PNG is kept."""
        return digest("png", ourselves(), svg, str(SCALE))

    def has(self, key: str) -> bool:
        """Whether something is at hand, in memory or on disk."""
        return key in self.made or self.cache.has(key)

    def _kept(self, key: str, make: Callable[[], bytes], job: Job, task: str) -> bytes:
        self._used.add(key)
        if self.patient and (job, task) in self._tasks and not self.has(key):
            self._collect(job, task)
        found = self.made.get(key) or self.cache.get(key)
        if found is None:
            try:
                found = make()
            except Exception as error:
                raise _failed(job, error) from error
            if not self.cache.put(key, found):
                self.made[key] = found
        return found

    # -- ahead of the pages --------------------------------------------------------------------

    def start(self, drawings: Sequence[Job], files: Sequence[Job], worker: Worker) -> None:
        """Send charts to the workers, which read the worker from a file written once: those whose
        drawings are missing, and those whose files are to be made.

        Without workers, nothing is sent, and all is made when it is asked for.
        """
        tasks = [*((job, FOR_PAGES) for job in drawings), *((job, FOR_FILES) for job in files)]
        if not self.workers or not tasks:
            return
        try:
            self._payloads = self._payloads or tempfile.TemporaryDirectory(prefix="explainer-")
            with tempfile.NamedTemporaryFile(dir=self._payloads.name, delete=False) as file:
                pickle.dump(worker, file)
            pool = self._open(len(drawings))
        except OSError as error:
            self._do_without(error)
            return
        self._done = 0

        def one_more(result: object) -> None:
            if isinstance(result, DrawingFailed) and not self.patient:
                log.error("%s", result)  # whoever does not wait would not hear of it
            self._progress(len(tasks) if len(drawings) > MANY / 2 else 0)

        for job, task in tasks:
            self._tasks[job, task] = pool.apply_async(
                _work,
                (Path(file.name), job, task, self.cache.folder),
                callback=one_more,
                error_callback=one_more,
            )

    def wake(self) -> None:
        """Start all workers before there is anything to draw, so that nobody waits for them."""
        if not self.workers:
            return
        try:
            self._open(self.workers * FEW).map_async(_wake, range(self.workers), chunksize=1)
        except OSError as error:
            self._do_without(error)

    def _do_without(self, error: OSError) -> None:
        """Go on with one core: there is no shared memory, or no room for temporary files."""
        self.close()
        self.workers = 0
        log.warning(
            "No processes can be started to draw (%s): one core draws all, which takes longer. "
            "Look whether /dev/shm is there, and whether it and %s have room.",
            error.strerror,
            os.environ.get("TMPDIR", "/tmp"),
        )

    def has_done(self, job: Job, task: str) -> bool:
        """Wait for a task that was sent to a worker; return whether it is done."""
        return (job, task) in self._tasks and self._collect(job, task)

    def _open(self, drawings: int) -> Pool:
        # Pages need a core too: few charts are drawn by one worker while pages are read.
        size = min(self.workers, max(1, drawings // FEW))
        if self._pool and size > self._size:
            self.close()
        if not self._pool:
            context = multiprocessing.get_context("spawn")
            with _uninterrupted():
                # Memory grows a little with each PNG: a worker makes room for another in time.
                self._pool = context.Pool(size, _begin, maxtasksperchild=LIFE)
                atexit.register(self._pool.terminate)
            self._size = size
        return self._pool

    def _collect(self, job: Job, task: str) -> bool:
        """Wait for a worker's task, and take over what it could not keep on disk."""
        result = self._tasks.pop((job, task))
        while not result.ready():
            done = self._done
            result.wait(SILENCE)
            if not result.ready() and self._done == done:
                log.warning("The processes that draw do not answer; drawing goes on without them.")
                self.close()
                return False
        try:
            made, came = result.get()
            self.made.update(made)
            if task == FOR_FILES:
                self.results[job] = came
        except DrawingFailed:
            raise
        except Exception as error:
            raise _failed(job, error) from error
        return True

    def _progress(self, total: int) -> None:
        self._done += 1
        if total < MANY:
            return
        if sys.stderr.isatty():
            end = "\n" if self._done == total else "\r"  # whatever comes next is written over it
            sys.stderr.write(f"Drawing: {self._done} of {total}{end}")
            sys.stderr.flush()
        elif self._done % math.ceil(total / 4) == 0 or self._done == total:
            log.info("Drawing: %s of %s", self._done, total)

    # -- after them ----------------------------------------------------------------------------

    def end(self) -> None:
        """Finish a build: forget what it did not use, throw away what is old on disk."""
        failed: DrawingFailed | None = None
        for job, task in [*self._tasks]:
            if not (self.patient or self._tasks[job, task].ready()):
                continue
            try:
                self._collect(job, task)
            except DrawingFailed as error:
                failed = failed or error
        self.made = {key: made for key, made in self.made.items() if key in self._used}
        self._used.clear()
        self._keys.clear()
        self.results.clear()
        if self._payloads and not self._tasks:
            self._payloads.cleanup()
            self._payloads = None
        if not self._pruned:  # once is enough for `make serve`
            self.cache.prune()
            self._pruned = True
        if failed:
            raise failed

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        self._tasks.clear()
        if self._pool:
            self._pool.terminate()
            self._pool = None


def _failed(job: Job, error: Exception) -> DrawingFailed:
    """Whatever it was, the editor must hear what it was about."""
    if isinstance(error, OSError):  # a full disk, say
        return DrawingFailed(told(error, f"drawing {job.chart}"))
    first = str(error).strip().split("\n")[0]
    file = f"docs/{job.code}/{job.chart}" if job.is_card else f"data/charts/{job.chart}.yml"
    what = "card" if job.is_card else "chart"
    return DrawingFailed(
        f"{file}:1: the {what} could not be drawn ({job.code}): {first}; "
        "this is a mistake in the code, please report it with the file"
    )


def worker_count(spared: int = 0) -> int:
    """Return how many workers to use: as many as this process has cores, but for those that are
    spared; none where there is one core."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return cores - spared if cores > 1 else 0


def _begin() -> None:
    """A worker lives as long as its parent, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is wrong with the cache is told by the parent, once.
    logging.getLogger("explainer").setLevel(logging.ERROR)
    parent = multiprocessing.parent_process()
    assert parent, "a worker has one"

    def end_with_it() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=end_with_it, daemon=True).start()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """The same for processes that are about to start: they hear nothing from the beginning."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # which would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@lru_cache(maxsize=1)
def _opened(worker: Path) -> Worker:
    opened: Worker = pickle.loads(worker.read_bytes())  # our own parent wrote it
    return opened


def _wake(_: int) -> None:
    importlib.import_module("altair")  # which is slow
    drawn('{"data": {"values": [{}]}, "mark": "point"}', "en", PERCENT)  # so is a first drawing


def _work(
    worker: Path, job: Job, task: str, folder: Path | None
) -> tuple[dict[str, bytes], object]:
    """Do a task; return by key what could not be kept on disk, and what came of it."""
    queue = RenderQueue(Cache(folder), validate=False)
    came = _opened(worker)(job, task, queue)
    return queue.made, came

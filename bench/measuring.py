"""What parts of the benchmark share: a server, a browser, the middle of some measures, a plot."""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from explainer.drawing.sizes import WIDE
from explainer.drawing.theme import plain
from explainer.errors import Where
from explainer.facts.load import read_units
from explainer.facts.model import Chart, Dataset, Entity, Library, Observation, SeriesRef, Text
from explainer.language.locales import LOCALES
from explainer.language.periods import Period
from explainer.pages.chart_text import ChartText
from explainer.pages.poster import drawing
from sites import ROOT

ROUNDS = 5
# Those that are measured.
PAGES = ("", "meta/risky-bet/", "en/meta/race/", "charts/capex-since-2019/", "verify/data/")


def median(measure: Callable[[], float], times: int = ROUNDS) -> float:
    """Return the middle of some measures."""
    return statistics.median(measure() for _ in range(times))


class _Gzipped(SimpleHTTPRequestHandler):
    """Serves files as a real server does: gzipped, but for what is compressed already."""

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix != ".woff2":
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder on the loopback address; give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Gzipped, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def plot(name: str, rows: dict[str, float]) -> str:
    """Draw figures by our own kind of horizontal bars; return the Markdown that shows them."""
    where = Where("bench/run.py", 1)
    day = Period.parse("2026-01-01")
    ids = [f"row-{index:02}" for index in range(len(rows))]
    words = {id: Text(label, label, where) for id, label in zip(ids, rows, strict=True)}
    alt = Text(name, name, where)
    dataset = Dataset(
        id=name,
        name=alt,
        definition=alt,
        scope=alt,
        unit=read_units(ROOT / "data")["count"],
        frequency="day",
        cutoff=day.start,
        grade="A",
        series={
            id: (Observation(day, where, value=Decimal(f"{value:.1f}"), grade="A"),)
            for id, value in zip(ids, rows.values(), strict=True)
        },
        where=where,
    )
    chart = Chart(name, "diverging", (SeriesRef(name, where),), alt, alt, alt, where)
    entities = {id: Entity(id, "product", text, where) for id, text in words.items()}
    library = Library(entities, {}, {name: dataset}, {name: chart})
    chart_text = ChartText(chart, library, LOCALES["en"])
    file = ROOT / "bench" / "plots" / f"{name}.svg"
    file.parent.mkdir(exist_ok=True)
    file.write_text(plain(drawing(chart_text, WIDE, name)) + "\n", encoding="utf-8")
    words_of = ", ".join(f"{label}: {value:.1f}" for label, value in rows.items())
    return f"![{words_of}](plots/{name}.svg)"

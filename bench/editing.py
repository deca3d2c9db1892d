"""What an editor waits for under `mkdocs serve`: the part `editing` of `make bench`."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from measuring import ROUNDS, chromium, median, plot
from sites import copy_of_the_site, table, verdict

FIRST, SEEN = 10, 2  # seconds at most: to the first page, and from saving to seeing
_PORT = 8765


def editing(folder: Path) -> str:
    """From nothing to the first page, and from saving a file to seeing it."""
    root = copy_of_the_site(folder / "serve")
    with chromium() as browser:
        page = browser.new_page()
        start = time.perf_counter()
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mkdocs",
                "serve",
                "--quiet",
                "--dev-addr",
                f"127.0.0.1:{_PORT}",
            ],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            # Where the port is taken at once, an answer comes when there is something to show.
            while server.poll() is None and not _listens():
                time.sleep(0.1)
            page.goto(f"http://127.0.0.1:{_PORT}/", timeout=120_000)
            page.locator("figure.chart svg[role=img]").first.wait_for(state="attached")
            first = time.perf_counter() - start
            page.goto(f"http://127.0.0.1:{_PORT}/meta/risky-bet/")
            _wait_until_quiet(root / ".cache" / "drawings")
            dataset = root / "data" / "datasets" / "meta.capex.yml"
            prose = root / "docs" / "fr" / "meta" / "risky-bet.md"
            rows = [
                ["a value, to the chart", f"{median(lambda: _value(page, dataset)):.1f}"],
                ["a sentence, to the page", f"{median(lambda: _sentence(page, prose)):.1f}"],
            ]
        finally:
            server.terminate()
            server.wait()
    worst = max(float(row[1]) for row in rows)
    picture = plot("editing", {row[0].capitalize(): float(row[1]) for row in rows})
    return (
        "## Editing\n\n"
        f"From `mkdocs serve` with nothing drawn to the home page with its charts: {first:.1f} "
        f"seconds ({verdict(first, FIRST)}). The rest is drawn behind it.\n\n"
        + table([f"(f) seconds from saving to seeing, median of {ROUNDS}", ""], rows)
        + f"\n\n{picture}\n\nSeconds, {verdict(worst, SEEN)}. What is looked at is made at once; "
        "other pages and files when they are asked for, which then takes about as long."
    )


def _listens() -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", _PORT)) == 0


def _wait_until_quiet(drawings: Path) -> None:
    """Wait until nothing more is drawn, which would slow down what is measured."""
    before = -1
    while before != (now := sum(1 for path in drawings.rglob("*") if path.is_file())):
        before = now
        time.sleep(3)


_COUNT = iter(range(10, 100))
_LETTERS = str.maketrans("0123456789", "abcdefghij")  # a number typed by hand would be a problem


def _value(page: Any, dataset: Path) -> float:
    new = f"33.{next(_COUNT)}"
    text = dataset.read_text(encoding="utf-8")
    changed = re.sub(r"(period: 2026-Q2, value: )[\d.]+", rf"\g<1>{new}", text)
    start = time.perf_counter()
    dataset.write_text(changed, encoding="utf-8")
    page.locator(f"#meta-capex [data-tip*='{new.replace('.', ',')}']").first.wait_for(
        state="attached", timeout=60_000
    )
    return time.perf_counter() - start


def _sentence(page: Any, prose: Path) -> float:
    word = f"mot{next(_COUNT)}".translate(_LETTERS)
    start = time.perf_counter()
    prose.write_text(prose.read_text(encoding="utf-8") + f"\n{word}\n", encoding="utf-8")
    page.get_by_text(word).first.wait_for(state="attached", timeout=60_000)
    return time.perf_counter() - start

"""`make bench`: measure the site and write bench/RESULTS.md.

Nothing here is a test: what depends on a clock or a machine is measured and written down, with the
machine beside it. Sizes are of what crosses the wire, gzipped as a server would.
"""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PAGES = ("", "meta/risky-bet/", "en/meta/race/", "charts/capex-since-2019/", "verify/data/")
KINDS = ("html", "css", "js", "font", "other")
# The budget of a content page, in bytes: everything but fonts; fonts; our own JavaScript.
BUDGET = {"page": 95_000, "fonts": 32_000, "js": 4_096}
_TYPES = {"document": "html", "stylesheet": "css", "script": "js", "font": "font"}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def _keep(answers: list[Any], answer: Any) -> None:
    answers.append(answer)


def build(site: Path) -> None:
    """Build the site into `site`, as `make build` does."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )


def weights(site: Path, chromium: str) -> dict[str, Counter[str]]:
    """Return the gzipped bytes of each page by kind, and its number of requests.

    Chromium loads each page with an empty cache; every answer that it gets is counted.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found: dict[str, Counter[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for address in PAGES:
            page = browser.new_context().new_page()
            answers: list[Any] = []
            page.on("response", partial(_keep, answers))
            page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
            page.wait_for_load_state("networkidle")
            counted: Counter[str] = Counter()
            for answer in answers:
                kind = _TYPES.get(answer.request.resource_type, "other")
                body = answer.body()
                # woff2 is compressed already: a server sends it as it is
                counted[kind] += len(body) if kind == "font" else len(gzip.compress(body, 9))
                counted["requests"] += 1
            found[address] = counted
            page.context.close()
        browser.close()
    server.shutdown()
    return found


def our_javascript() -> dict[str, int]:
    """Return the gzipped size of each script of ours, whether a page loads it or not."""
    folder = ROOT / "docs" / "assets" / "js"
    return {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in folder.glob("*.js")}


def report(sizes: dict[str, Counter[str]], scripts: dict[str, int]) -> str:
    """Return RESULTS.md: the machine, the table of bytes by kind, and a short reading."""
    rows = [
        f"| page | {' | '.join(KINDS)} | without fonts | requests |",
        f"|---|{'--:|' * (len(KINDS) + 2)}",
    ]
    for address, counted in sizes.items():
        without = sum(counted[kind] for kind in KINDS if kind != "font")
        cells = [f"{counted[kind]:,}" for kind in KINDS]
        rows.append(f"| `/{address}` | {' | '.join(cells)} | {without:,} | {counted['requests']} |")
    heaviest = max(
        sum(counted[kind] for kind in KINDS if kind != "font") for counted in sizes.values()
    )
    fonts = max(counted["font"] for counted in sizes.values())
    script_rows = [f"| `{name}` | {size:,} |" for name, size in sorted(scripts.items())]
    script = max(counted["js"] for counted in sizes.values())
    held = [
        ("heaviest page without fonts", heaviest, BUDGET["page"]),
        ("fonts of a page", fonts, BUDGET["fonts"]),
        ("JavaScript of a page", script, BUDGET["js"]),
    ]
    verdicts = [
        f"| {name} | {size:,} | {limit:,} | {'held' if size <= limit else 'BROKEN'} |"
        for name, size, limit in held
    ]
    lines = "\n".join
    return f"""# Measured

Made by `make bench`; bytes are gzipped (level 9), fonts as they are.

Machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()}; \
Python {platform.python_version()}, MkDocs {version("mkdocs")}, Altair {version("altair")}, \
vl-convert {version("vl-convert-python")}.

## What a page weighs

{lines(rows)}

A page's charts are in its HTML, each drawn twice, wide and narrow, with the words of every mark.
`search.js` is loaded when a reader opens the search, `embed.js` in embeds only.

| script | bytes |
|---|--:|
{lines(script_rows)}

| budget | measured | at most | |
|---|--:|--:|---|
{lines(verdicts)}
"""


def main() -> None:
    """Measure and write the report beside this file."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(site)
        text = report(weights(site, chromium), our_javascript())
    (ROOT / "bench" / "RESULTS.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()

"""When a reader on a slow phone sees text and the first chart; beside another site if there is one.

`BEFORE=folder python bench/run.py reader` measures the built site in that folder too, in turn with
this one in each round, since a machine has its slow minutes: two runs are not compared.
"""

from __future__ import annotations

import os
import statistics
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from measuring import PAGES, ROUNDS, chromium, plot, served
from sites import build, copy_of_the_site, table, verdict

# What Chrome's own tools call "slow 4G", and a phone four times slower than this machine.
SLOW_4G = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWDOWN = 4
AT_MOST = 0.8  # of the time that the first chart took before
# Runs before the page: notes when its first chart is painted. A drawing that has its place before a
# frame is painted is in that frame, and a message sent then arrives right after it; to wait for the
# next frame would add one, which first text, measured by the browser, has not.
_WATCH = """(function look() {
    const svg = [...document.querySelectorAll('figure.chart svg')]
        .find(one => one.getBoundingClientRect().height);
    if (!svg) return requestAnimationFrame(look);
    const after = new MessageChannel();
    after.port1.onmessage = () => { window.firstChart = performance.now(); };
    after.port2.postMessage(0);
})();"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')"


def reader(folder: Path) -> str:
    """First text, first chart and the work of the main thread, page by page."""
    site = folder / "site-weights"
    if not site.exists():
        build(copy_of_the_site(folder / "reader"), site)
    before = os.environ.get("BEFORE")
    shown: dict[str, float] = {}
    rows, ratios, worst = [], [], 0.0
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        urls = [stack.enter_context(served(Path(one))) for one in (site, before) if one]
        for address in PAGES[:4]:
            found: list[list[tuple[float, float, float]]] = [[] for _ in urls]
            for _ in range(ROUNDS):
                for url, times in zip(urls, found, strict=True):
                    times.append(_seen(browser, url + address))
            (paint, chart, work), *old = [
                tuple(statistics.median(part) for part in zip(*times, strict=True))
                for times in found
            ]
            worst = max(worst, chart / paint)
            cells = [f"{paint:.0f}", f"{chart:.0f}", f"{chart / paint:.2f}", f"{work:.0f}"]
            if old:
                ratios.append(chart / old[0][1])
                cells += [f"{old[0][1]:.0f}", f"{ratios[-1]:.2f}"]
            rows.append([f"`/{address}`", *cells])
            shown[f"/{address}"] = chart / 1000
    heads = ["(e) milliseconds", "first text", "first chart", "ratio", "main thread"]
    heads += ["first chart before", "of that"] if ratios else []
    against = (
        f"\n\nThe first chart comes at {statistics.median(ratios):.2f} of its time before, at the "
        f"median of pages ({verdict(statistics.median(ratios), AT_MOST)})."
        if ratios
        else ""
    )
    return (
        "## On a slow phone\n\n"
        f"Slow 4G, CPU {SLOWDOWN} times slower, cold cache, 360 px, median of {ROUNDS}.\n\n"
        + table(heads, rows)
        + f"\n\nSeconds to the first chart:\n\n{plot('reader', shown)}\n\n"
        f"First chart over first text, at worst: {worst:.2f}. The chart is in the HTML and needs "
        f"no script; text is there while what stands between them is still on its way.{against}"
    )


def _seen(browser: Browser, address: str) -> tuple[float, float, float]:
    """Milliseconds to the first text and to the first chart, and those that the main thread works;
    the page's own policy stays, though not for what measures."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.add_init_script(_WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_4G})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    session.send("Performance.enable")
    page.goto(address, wait_until="load")
    page.wait_for_function("window.firstChart")
    page.wait_for_function(f"{_PAINTED}.length")
    paint = page.evaluate(f"{_PAINTED}[0].startTime")
    told: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    work = next(one["value"] for one in told if one["name"] == "TaskDuration") * 1000
    chart = page.evaluate("firstChart")
    context.close()
    return paint, chart, work

"""What the explorer of a projection weighs once it is touched, and how soon it follows a reader."""

from __future__ import annotations

import gzip
import statistics
from functools import partial
from pathlib import Path
from typing import Any

from measuring import ROUNDS, chromium, served
from sites import build, copy_of_the_site, table, verdict

ADDRESS = "industry/payback/"
SLOWDOWN = 4  # a phone four times slower than this machine
WEIGHT, DELAY = 15_000, 50  # bytes and milliseconds, at most
# Moves each slider through its range; tells how long each step takes until it has been painted.
_MOVED = """async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = done;
        after.port2.postMessage(0);
    }));
    const took = [];
    for (const rail of document.querySelectorAll(".explorer__knobs [type=range]")) {
        const [low, high, before] = [+rail.min, +rail.max, rail.value];
        for (let step = 0; step <= 12; step++) {
            await painted();
            rail.value = low + ((high - low) * step) / 12;
            const start = performance.now();
            rail.dispatchEvent(new Event("input"));
            document.body.offsetHeight;
            const made = performance.now();
            await painted();
            took.push([made - start, performance.now() - start]);
        }
        rail.value = before;
        rail.dispatchEvent(new Event("input"));
    }
    return took;
}"""


def _keep(answers: list[Any], answer: Any) -> None:
    answers.append(answer)


def exploring(folder: Path) -> str:
    """The explorer's weight and its delay."""
    site = folder / "site-weights"
    if not site.exists():
        build(copy_of_the_site(folder / "exploring"), site)
    rows = []
    with chromium() as browser, served(site) as url:
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        answers: list[Any] = []
        page.goto(url + ADDRESS)
        page.wait_for_load_state("networkidle")
        page.on("response", partial(_keep, answers))
        page.locator(".explorer").scroll_into_view_if_needed()
        page.wait_for_selector(".must__idle:not(:empty)")
        for button in page.locator(".explorer__actions button").all()[1:]:
            with page.expect_download():
                button.click()
        sizes = {
            answer.url.rpartition("/")[2]: len(gzip.compress(answer.body(), 9))
            for answer in answers
            if answer.url.startswith(url)
        }
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        rounds = [page.evaluate(_MOVED) for _ in range(ROUNDS)]
        page.context.close()
    rows = [[f"`{name}`", f"{size:,}"] for name, size in sizes.items()]
    touched = sum(size for name, size in sizes.items() if not name.endswith((".css", "_files.js")))
    # Of each step the fastest round: whatever else a machine does slows it down.
    made, painted = (
        [min(one[at] for one in step) for step in zip(*rounds, strict=True)] for at in (0, 1)
    )
    delays = [
        [name, f"{statistics.median(some):.0f}", f"{max(some):.0f}", told]
        for name, some, told in (
            ("until all is made and laid out", made, ""),
            ("until it is painted", painted, verdict(max(painted), DELAY)),
        )
    ]
    return f"""## The explorer

{table(["loaded when it is touched", "bytes"], rows)}

Script, engine and definition: {touched:,} bytes ({verdict(touched, WEIGHT)}); with the style \
sheet, and what makes files, which comes when one is asked for: {sum(sizes.values()):,}.

{table([f"milliseconds a step, CPU {SLOWDOWN} times slower", "median", "worst", "target"], delays)}

Each slider is moved through its range, {len(made)} steps in all; of each step, the fastest of \
{ROUNDS} rounds."""

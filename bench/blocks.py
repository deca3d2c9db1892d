"""How much of a chart's block is drawing, on a phone: what a reader scrolls past to see it."""

from __future__ import annotations

import statistics
from pathlib import Path

from measuring import chromium, served
from sites import ROOT, build, copy_of_the_site, table

WIDTH = 360  # pixels of the screen
LEAST = 65  # per cent of a block, at the median
_SHARES = """all => all.map(one => {
    const drawing = one.querySelector('.chart__drawing').getBoundingClientRect();
    return [one.id, drawing.height / one.getBoundingClientRect().height * 100];
})"""


def blocks(folder: Path) -> str:
    """The share of drawing in each chart's block, on the pages of stories, closed as they come."""
    site = folder / "site-blocks"
    build(copy_of_the_site(folder / "blocks"), site)
    rows = []
    for code, root in (("fr", ""), ("en", "en/")):
        found = shares(site, root)
        middle = statistics.median(found.values())
        worst = sorted(found, key=lambda id: found[id])[:5]
        told = ", ".join(f"`{id}` {found[id]:.0f}%" for id in worst)
        rows.append(
            [
                code,
                str(len(found)),
                f"{middle:.0f}%",
                "held" if middle >= LEAST else "NOT HELD",
                told,
            ]
        )
    heads = ["", "charts", "median", f"target: at least {LEAST}%", "the least"]
    return (
        "## What a chart's block shows\n\n"
        + table(heads, rows)
        + f"\n\nHeight of the drawing over that of the whole block, title, source and actions "
        f"included, on a screen {WIDTH} pixels wide, for every chart on the pages of stories."
    )


def shares(site: Path, root: str) -> dict[str, float]:
    """Return the share of drawing, in per cent, of each chart on the pages of a language."""
    docs = ROOT / "docs" / "fr"
    found: dict[str, float] = {}
    with chromium() as browser, served(site) as url:
        page = browser.new_page(viewport={"width": WIDTH, "height": 800})
        for path in sorted(docs.rglob("*.md")):
            if "::: chart " not in path.read_text(encoding="utf-8") or path.stem == "toolbox":
                continue
            name = path.relative_to(docs).as_posix()[:-3].removesuffix("index")
            page.goto(f"{url}{root}{name}{'/' if name and not name.endswith('/') else ''}")
            page.evaluate("document.fonts.ready")
            found |= dict(page.locator("figure.chart").evaluate_all(_SHARES))
    return found

"""`make bench`: measure the site and write bench/RESULTS.md.

Nothing here is a test: what depends on a clock or a machine is measured and written down, with the
machine beside it, and judged as a ratio of two things measured in the same run. Bytes are what
crosses the wire, gzipped as a server would.

`python bench/run.py weights` runs one part alone; the parts are those of `PARTS`, in that order.
"""

from __future__ import annotations

import gzip
import multiprocessing
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from blocks import blocks
from editing import editing
from explainer.drawing.render import drawn, png
from explainer.drawing.sizes import NARROW, WIDE
from explainer.facts.model import Library
from explainer.kinds.series import unit_of
from explainer.language.locales import LOCALES
from explainer.language.units import Unit
from explainer.load import read_library
from explainer.pages.chart_text import ChartText
from explainer.pages.poster import poster_svg, spec
from explainer.pages.render_queue import SCALE, worker_count
from exploring import exploring
from lighthouse import lighthouse
from measuring import PAGES, ROUNDS, chromium, plot, served
from reading import reader
from rebuilding import rebuilding
from sites import ROOT, build, copy_of_the_site, synthetic, table, verdict

SITE = "http://127.0.0.1:8000/"
KINDS = ("html", "css", "js", "font", "other")
# The budget of a content page, in bytes: everything but fonts; fonts; our own JavaScript.
BUDGET = {"page": 60_000, "fonts": 32_000, "js": 4_096}
SIZES = (15, 150, 750)  # charts of the synthetic sites: four drawings and two pages each
_TYPES = {"document": "html", "stylesheet": "css", "script": "js", "font": "font"}


# -- the parts -------------------------------------------------------------------------------


def cold(folder: Path) -> str:
    """The whole site from nothing, against its bare parts."""
    root = copy_of_the_site(folder / "cold")
    bare = copy_of_the_site(folder / "bare")
    for page in (bare / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"^::: chart .*$", "", text, flags=re.MULTILINE), encoding="utf-8")
    library, _ = read_library(ROOT / "data")
    for code in LOCALES:  # the pages of charts remain too, with words alone
        (bare / "docs" / code / "charts").mkdir()
        for chart in library.charts.values():
            named = (library.datasets[id] for id in dict.fromkeys(p.dataset for p in chart.series))
            told = [f"{one.definition[code]} {one.scope[code]}" for one in named]
            words = re.sub(r"\d+", "", "\n\n".join([chart.alt[code].split("{{")[0], *told]))
            page = bare / "docs" / code / "charts" / f"{chart.id}.md"
            page.write_text(
                f"---\ntitle: Page\ndescription: {'words ' * 10}\n---\n\n# Page\n\n{words}\n",
                encoding="utf-8",
            )

    def from_nothing() -> float:
        shutil.rmtree(root / ".cache", ignore_errors=True)
        return build(root, folder / "site")["wall"]

    dataset = root / "data" / "datasets" / "meta.capex.yml"
    values = iter(range(10, 100))

    def after_one_value() -> float:
        text = dataset.read_text(encoding="utf-8")
        new = f"value: 31.{next(values)}"
        text = re.sub(r"(period: 2026-Q2, )value: 31\.\d\d", rf"\g<1>{new}", text)
        dataset.write_text(text, encoding="utf-8")
        return build(root, folder / "site")["wall"]

    # In rounds, since a machine has its slow minutes: what is compared was measured side by side.
    svg, pictures = drawings(library)
    measures: tuple[Callable[[], float], ...] = (
        from_nothing,
        lambda: build(bare, folder / "site-bare")["wall"],
        lambda: drawn_by_all_cores(svg, pictures),
        lambda: build(root, folder / "site")["wall"],
        after_one_value,
    )
    rounds = [[measure() for measure in measures] for _ in range(ROUNDS)]
    columns = [*zip(*rounds, strict=True)]
    medians, fastest = [*map(statistics.median, columns)], [*map(min, columns)]
    over_parts, over_pages = (
        [took[0] / (took[1] + took[2]) for took in (medians, fastest)],
        [took[4] / took[1] for took in (medians, fastest)],
    )
    labels = (
        "(a) the site from nothing",
        "the same pages without charts",
        f"vl-convert alone: {len(svg)} SVG and {len(pictures)} PNG",
        "built again, nothing changed",
        "(b) built again, one value changed",
    )
    rows = [
        [name, f"{middle:.1f}", f"{best:.1f}", ""]
        for name, middle, best in zip(labels, medians, fastest, strict=True)
    ]
    rows += [
        [name, *(f"{ratio:.2f}" for ratio in ratios), verdict(ratios[1], limit)]
        for name, ratios, limit in (
            ("(a) over the sum of the parts", over_parts, 1.25),
            ("(b) over the pages without charts", over_pages, 1.3),
        )
    ]
    picture = plot("building", dict(zip(labels, fastest, strict=True)))
    return (
        "## Building\n\n"
        + table([f"seconds, of {ROUNDS} rounds", "median", "fastest", "target"], rows)
        + f"\n\nSeconds, the fastest:\n\n{picture}\n\n"
        "Whatever else a machine does slows a build down and never speeds it up: the fastest round "
        "is nearest to what the work takes, and what is compared with the targets. "
        "Drawing fills all cores while pages are read and written on one of them; what is left "
        "over the parts is the start of the workers, each of which imports Altair and starts "
        "vl-convert. After one value, one worker starts, draws, and writes the files of charts "
        "while pages are made; what is left over the pages alone is what charts are in them: "
        "tables, descriptions, and pages of their own."
    )


def drawings(library: Library) -> tuple[list[tuple[str, str, Unit]], list[str]]:
    """Return every specification of the site with its language and unit, and every poster."""
    specs: list[tuple[str, str, Unit]] = []
    posters = []
    for chart in library.charts.values():
        for code, locale in LOCALES.items():
            chart_text = ChartText(chart, library, locale)
            specs += [(spec(chart_text, f), code, unit_of(chart, library)) for f in (WIDE, NARROW)]
            posters.append(poster_svg(chart_text, SITE))
    return specs, posters


def _one(task: tuple[str, str, Unit] | str) -> int:
    return len(png(task, SCALE) if isinstance(task, str) else drawn(*task))


def drawn_by_all_cores(specs: list[tuple[str, str, Unit]], posters: list[str]) -> float:
    """Return the seconds that vl-convert alone takes, its start included, with all cores."""
    tasks: list[tuple[str, str, Unit] | str] = [*specs, *posters]
    start = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(worker_count() or 1) as pool:
        pool.map(_one, tasks, chunksize=1)
    return time.perf_counter() - start


def scale(folder: Path) -> str:
    """Synthetic sites of three sizes: what a drawing costs in time and memory."""
    rows = []
    per: dict[int, float] = {}
    for charts in SIZES:
        root = synthetic(folder / f"synthetic-{charts}", charts)
        used = build(root, folder / "site-synthetic")
        shutil.rmtree(folder / "site-synthetic")
        count = charts * 4
        per[count] = used["cpu"] / count * 1000
        rows.append(
            [
                f"{count:,} drawings, {charts * 2:,} pages",
                f"{used['wall']:.1f}",
                f"{used['cpu']:.1f}",
                f"{used['wall'] / count * 1000:.0f}",
                f"{per[count]:.0f}",
                f"{used['memory']:.0f}",
            ]
        )
        wall = used["wall"] / count
    first, last = per[SIZES[0] * 4], per[SIZES[-1] * 4]
    picture = plot("scale", {f"{count:,} drawings": cost for count, cost in per.items()})
    limit = 600 / wall
    heads = ["(c)", "wall s", "CPU s", "wall ms a drawing", "CPU ms a drawing", "peak MB a process"]
    return (
        "## At any size\n\n"
        + table(heads, rows)
        + f"\n\nMilliseconds of CPU a drawing:\n\n{picture}\n\n"
        f"CPU a drawing at the largest over the smallest: {last / first:.2f} "
        f"({verdict(last / first, 1.1)}). A drawing here pays for its part of everything: "
        "specification, SVG, the PNG of its poster, its chart's page, embed and files.\n\n"
        "### Beyond one machine\n\n"
        f"At {wall * 1000:.0f} ms of wall time a drawing, a runner like this one builds about "
        f"{limit:,.0f} drawings ({limit / 4:,.0f} charts in two languages) from nothing in ten "
        "minutes; with the cache of an earlier run it draws only what changed. Beyond that the "
        "drawing is shared over a matrix: each job runs `bill draw 1/4` (2/4 …) "
        "with the `SITE_URL` of the build and keeps `.cache/drawings`; the build job merges the "
        "folders, whose files never clash since they are named by content, and draws nothing. "
        "`deploy.yml` does it where the repository variable `SHARDS` is 2 or more, and "
        "`tests/test_workflows.py` runs its commands and finds the same bytes."
    )


def weights(folder: Path) -> str:
    """What pages weigh on the wire, by kind."""
    site = folder / "site-weights"
    build(copy_of_the_site(folder / "weights"), site)
    sizes: dict[str, Counter[str]] = {}
    with chromium() as browser, served(site) as url:
        for address in PAGES:
            page = browser.new_context().new_page()
            answers: list[Any] = []
            page.on("response", partial(_keep, answers))
            page.goto(url + address)
            page.wait_for_load_state("networkidle")
            counted: Counter[str] = Counter()
            sizes[address] = counted
            for answer in answers:
                kind = _TYPES.get(answer.request.resource_type, "other")
                body = answer.body()
                counted[kind] += len(body) if kind == "font" else len(gzip.compress(body, 9))
                counted["requests"] += 1
            page.context.close()
    without = {a: sum(c[kind] for kind in KINDS if kind != "font") for a, c in sizes.items()}
    rows = [
        [
            f"`/{address}`",
            *(f"{counted[kind]:,}" for kind in KINDS),
            f"{without[address]:,}",
            str(counted["requests"]),
        ]
        for address, counted in sizes.items()
    ]
    held = [
        ("heaviest page without fonts", max(without.values()), BUDGET["page"]),
        ("fonts of a page", max(c["font"] for c in sizes.values()), BUDGET["fonts"]),
        ("JavaScript of a page", max(c["js"] for c in sizes.values()), BUDGET["js"]),
    ]
    picture = plot("weights", {f"/{a}": size / 1000 for a, size in without.items()})
    budgets = [[name, f"{size:,}", verdict(size, limit)] for name, size, limit in held]
    scripts = [
        [f"`{path.name}`", f"{len(gzip.compress(path.read_bytes(), 9)):,}"]
        for path in sorted((ROOT / "overrides" / "assets" / "js").glob("*.js"))
    ]
    return f"""## What a page weighs

{table(["(d) bytes", *KINDS, "without fonts", "requests"], rows)}

Kilobytes without fonts:

{picture}

A page's charts are in its HTML, each drawn twice, wide and narrow, with the words of every mark.
`search.js` is loaded when a reader opens the search, `embed.js` in embeds only.

{table(["script", "bytes"], scripts)}

{table(["budget", "measured", "target"], budgets)}"""


def _keep(answers: list[Any], answer: Any) -> None:
    answers.append(answer)


PARTS: dict[str, Callable[[Path], str]] = {
    "cold": cold,
    "rebuilding": rebuilding,
    "scale": scale,
    "weights": weights,
    "reader": reader,
    "blocks": blocks,
    "exploring": exploring,
    "lighthouse": lighthouse,
    "editing": editing,
}


def main(names: list[str]) -> None:
    """Measure the parts named, or all, and put them in the report beside this file.

    Each part is written as soon as it is measured, and the others stay as they were.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    head = (
        "# Measured\n\nMade by `make bench`; ratios compare two things of the same run.\n\n"
        f"Machine: {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}; Python {platform.python_version()}, MkDocs {version('mkdocs')}, "
        f"Altair {version('altair')}, vl-convert {version('vl-convert-python')}."
    )
    file = ROOT / "bench" / "RESULTS.md"
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    sections = dict(re.findall(r"<!-- (\w+) -->\n(.*?)\n<!-- end -->", known, re.DOTALL))
    with tempfile.TemporaryDirectory() as folder:
        for name in names or PARTS:
            sys.stderr.write(f"{name}…\n")
            sections[name] = PARTS[name](Path(folder))
            parts = [f"<!-- {n} -->\n{sections[n]}\n<!-- end -->" for n in PARTS if n in sections]
            file.write_text("\n\n".join([head, *parts]) + "\n", encoding="utf-8")
            sys.stdout.write(f"{sections[name]}\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])

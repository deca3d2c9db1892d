"""What one value changed costs on a large site: the part `rebuilding` of `make bench`.

`python bench/rebuilding.py 60` tries it with 60 pages.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from sites import build, synthetic, table, verdict

PAGES = 300  # a language, with two charts each
ROUNDS = 5
LIMIT = 3


def rebuilding(folder: Path, pages: int = PAGES) -> str:
    """One value changed on a large site, over the same pages without charts."""
    root = synthetic(folder / "large", pages, 2)
    bare = synthetic(folder / "large-bare", pages, 2, bare=True)
    site, bare_site = folder / "site-large", folder / "site-large-bare"
    dataset = root / "data" / "datasets" / "d7.yml"
    first = build(root, site)
    rounds = []
    for number in range(ROUNDS):
        shutil.rmtree(bare / ".cache", ignore_errors=True)
        shutil.rmtree(bare_site, ignore_errors=True)
        pages_alone = build(bare, bare_site)
        nothing = build(root, site)
        text = dataset.read_text(encoding="utf-8")
        changed = re.sub(r"(period: 2024-Q1, value: )[\d.]+", rf"\g<1>{41 + number}.25", text)
        dataset.write_text(changed, encoding="utf-8")
        # In rounds, since a machine has its slow minutes.
        rounds.append((pages_alone, build(bare, bare_site), nothing, build(root, site)))
    fastest = [
        {kind: min(one[kind] for one in column) for kind in ("wall", "cpu")}
        for column in zip(*rounds, strict=True)
    ]
    names = (
        f"the same {2 * pages:,} pages without charts, from nothing",
        "these built again, nothing changed",
        "built again, nothing changed",
        "built again, one value changed",
    )
    rows = [["from nothing", f"{first['wall']:.1f}", f"{first['cpu']:.1f}", ""]]
    rows += [
        [name, f"{one['wall']:.1f}", f"{one['cpu']:.1f}", ""]
        for name, one in zip(names, fastest, strict=True)
    ]
    ratios = [fastest[3][kind] / fastest[0][kind] for kind in ("wall", "cpu")]
    rows.append(
        [
            "one value over the pages without charts from nothing",
            *(f"{ratio:.2f}" for ratio in ratios),
            verdict(ratios[1], LIMIT),
        ]
    )
    heads = ["(g) seconds, the fastest", "wall", "CPU", "target, of CPU"]
    return (
        "## What a build keeps\n\n"
        f"{2 * pages:,} pages in two languages, {2 * pages:,} charts of as many datasets, and so "
        f"{8 * pages:,} more pages and {48 * pages:,} files to take away.\n\n"
        + table(heads, rows)
        + f"\n\nOf {ROUNDS} rounds, measured side by side. A page, and the files of a chart or a "
        "dataset, are made again when what they were made from has changed, and only then."
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        found = rebuilding(Path(scratch), int(sys.argv[1]) if sys.argv[1:] else PAGES)
        sys.stdout.write(f"{found}\n")

"""What is measured: the site itself, sites that are made up, and how long a build of one takes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from explainer.language.locales import LOCALES

ROOT = Path(__file__).parent.parent


def copy_of_the_site(target: Path) -> Path:
    """Copy what a build needs, without what was kept from earlier builds."""
    for name in ("data", "docs", "hooks", "overrides"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / name, target / name, ignore=ignored)
    shutil.copy(ROOT / "mkdocs.yml", target)
    return target


def build(root: Path, site: Path) -> dict[str, float]:
    """Build a site; return its wall and CPU seconds, and the largest process' memory in MB.

    The build runs under a Python of its own, which alone knows what its children used.
    """
    script = (
        "import json,resource,subprocess,sys,time;t=time.perf_counter();"
        "subprocess.run(sys.argv[1:],check=True);w=time.perf_counter()-t;"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps([w,u.ru_utime+u.ru_stime,u.ru_maxrss/1024]))"
    )
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    answer = subprocess.run(
        [sys.executable, "-c", script, *mkdocs],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    wall, cpu, memory = json.loads(answer.stdout.splitlines()[-1])
    return {"wall": wall, "cpu": cpu, "memory": memory}


def synthetic(root: Path, pages: int, charts: int = 1, *, bare: bool = False) -> Path:
    """Make a site of as many pages a language, each with as many charts, each of which has a
    dataset of 60 quarters; a bare one has the same pages and no data."""
    for name in ("hooks", "overrides", "docs/assets"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    head, _, tail = config.partition("nav:\n")
    rest = tail[tail.index("\nplugins:") :]
    (root / "mkdocs.yml").write_text(f"{head}nav:\n  - index.md\n  - A:\n      - p0.md\n{rest}")
    for part in ("sources", "datasets", "charts"):
        (root / "data" / part).mkdir(parents=True)
    shutil.copy(ROOT / "data" / "units.yml", root / "data")
    (root / "data" / "entities.yml").write_text(
        'acme:\n  kind: company\n  name: Acme\n  colour: {light: "#2f50b7", dark: "#3583f8"}\n'
    )
    (root / "data" / "sources" / "acme.yml").write_text(
        "acme:\n  title: T\n  publisher: Acme\n  kind: release\n  url: https://acme.example/\n"
    )
    both = "{fr: Mot, en: Word}"
    described = "Words enough that search engines have something to show."
    kinds = ("kind: lines", "kind: bars\nlayout: plain")
    for n in () if bare else range(pages * charts):
        cells = "".join(
            f"    - {{period: {2010 + i // 4}-Q{i % 4 + 1}, value: {(n * 7 + i * 3) % 40 + 30}.5, "
            "source: acme}\n"
            for i in range(60)
        )
        (root / "data" / "datasets" / f"d{n}.yml").write_text(
            f"name: {both}\ndefinition: {both}\nscope: {both}\nunit: usd-bn\nfrequency: quarter\n"
            f"cutoff: 2026-01-01\ngrade: A\nseries:\n  acme:\n{cells}"
        )
        (root / "data" / "charts" / f"c{n}.yml").write_text(
            f"{kinds[n % 2]}\nseries:\n  - {{dataset: d{n}}}\ntitle: {both}\nsubtitle: {both}\n"
            f"how_to_read: {both}\nalt: {both}\n"
        )
    for n in range(pages):
        body = "".join(
            "Value and words.\n\nMore words.\n\n"
            if bare
            else f"{{{{ d{k}@2024-Q4 }}}} and words.\n\n::: chart c{k}\n\nMore words.\n\n"
            for k in range(n * charts, (n + 1) * charts)
        )
        for code in LOCALES:
            page = root / "docs" / code / f"p{n}.md"
            page.parent.mkdir(exist_ok=True)
            page.write_text(f"---\ntitle: Page\ndescription: {described}\n---\n\n# Page\n\n{body}")
    for code in LOCALES:
        (root / "docs" / code / "index.md").write_text(
            f"---\ntitle: Home\ndescription: {described}\n---\n\n# Home\n"
        )
    return root


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table, its first column to the left and numbers to the right."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def verdict(found: float, limit: float) -> str:
    """Say whether a measure is within its limit."""
    return f"at most {limit:,}: {'held' if found <= limit else 'NOT HELD'}"

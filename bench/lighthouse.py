"""What Lighthouse says of a page, as it is seen on a phone: scores of 0 to 100, and why not 100.

Lighthouse is npm's, pinned in tools/package-lock.json; `make audit` and `make bench` install it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measuring import served
from sites import ROOT, build, copy_of_the_site, table

# The four pages that stand for all, and the least score of each kind.
PAGES = ("", "meta/risky-bet/", "charts/capex-since-2019/", "verify/data/meta.capex/")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
_PROGRAM = ROOT / "tools" / "node_modules" / "lighthouse" / "cli" / "index.js"
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


@dataclass(frozen=True)
class Report:
    """What Lighthouse found on a page: scores, and what took points away in each of the kinds."""

    scores: dict[str, int]
    reasons: dict[str, list[str]]

    def faults(self) -> list[str]:
        """Return one sentence for each score that is too low; nothing if all is well."""
        return [
            f"{kind} {self.scores[kind]}, at least {least}: {'; '.join(self.reasons[kind])}"
            for kind, least in LEAST.items()
            if self.scores[kind] < least
        ]


def lighthouse(folder: Path) -> str:
    """What Lighthouse says of four pages, on its simulated phone."""
    site = folder / "site-weights"
    if not site.exists():
        build(copy_of_the_site(folder / "lighthouse"), site)
    with served(site) as url:
        found = {address: report(url + address).scores for address in PAGES}
    rows = [[f"`/{page}`", *(str(of[kind]) for kind in LEAST)] for page, of in found.items()]
    rows.append(["at least", *map(str, LEAST.values())])
    held = all(of[kind] >= least for of in found.values() for kind, least in LEAST.items())
    pinned = json.loads((ROOT / "tools" / "package.json").read_text(encoding="utf-8"))
    version = pinned["devDependencies"]["lighthouse"]
    return (
        "## Lighthouse\n\n"
        + table([f"Lighthouse {version}, mobile", *LEAST], rows)
        + f"\n\n{'Held' if held else 'NOT HELD'}. `make audit` fails where a score is lower."
    )


def report(url: str) -> Report:
    """Look at a page, and again if the only fault is its speed: a busy machine takes points away.

    Raises RuntimeError if Lighthouse itself fails.
    """
    for _ in range(3):
        found = _once(url)
        if all(found.scores[kind] >= LEAST[kind] or kind != "performance" for kind in LEAST):
            break
    return found


def _once(url: str) -> Report:
    kinds = ",".join(LEAST)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    ran = subprocess.run(
        ["node", _PROGRAM, url, "--quiet", "--output=json", f"--only-categories={kinds}",
         f"--chrome-flags={_FLAGS}", "--no-enable-error-reporting"],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    if ran.returncode != 0 or not ran.stdout:
        raise RuntimeError(f"Lighthouse could not look at {url}: {ran.stderr.strip()}")
    found = json.loads(ran.stdout)
    trouble = found.get("runtimeError", {}).get("message")
    if trouble:
        raise RuntimeError(f"Lighthouse could not look at {url}: {trouble}")
    scores, reasons = {}, {}
    for kind in LEAST:
        category = found["categories"][kind]
        scores[kind] = round((category["score"] or 0) * 100)
        audits = [found["audits"][one["id"]] for one in category["auditRefs"] if one["weight"]]
        reasons[kind] = [
            f"{one['id']} ({one['title']})"
            for one in audits
            if one["score"] is not None and one["score"] < 1
        ]
    return Report(scores, reasons)

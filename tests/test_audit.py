"""The finished site before two checkers that are not Python: Nu (HTML) and Lighthouse.

`make audit` installs what they need, Java and Node among it, and runs these tests alone.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lighthouse import PAGES, Report, report
from measuring import served
from tests.conftest import ROOT, SUB_PATH, Site

pytestmark = [pytest.mark.audit, pytest.mark.build]

TOOLS = ROOT / "tools"
NU = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def html_errors(folder: Path, allowed: str) -> list[str]:
    """What Nu finds wrong in the pages of a folder, and lines of the list that allow nothing."""
    ran = subprocess.run(
        # The stack is for drawings: thousands of elements, each in the last.
        ["java", "-Xss8m", "-jar", NU, "--skip-non-html", "--format", "json", "--stdout", folder],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stdout, ran.stderr
    rules = [line.partition("  # ") for line in allowed.splitlines() if line[:1] not in ("#", "")]
    assert all(reason.strip() for _, _, reason in rules), "each line says why"
    met, told = set(), []
    for message in json.loads(ran.stdout)["messages"]:
        text = message["message"]
        by = next((rule for rule, _, _ in rules if re.fullmatch(rule, text)), None)
        if by:
            met.add(by)
        else:
            page = message.get("url", "").rpartition(f"{folder.name}/")[2]
            told.append(f"{page}:{message.get('lastLine', 0)}: {text}")
    return told + [f"allowed, and never said: {rule}" for rule, _, _ in rules if rule not in met]


@pytest.mark.parametrize("which", ["site", "small_site"])
def test_html_is_right_on_every_page(which: str, request: pytest.FixtureRequest) -> None:
    found: Site = request.getfixturevalue(which)
    allowed = (TOOLS / "nu-allowed.txt").read_text(encoding="utf-8")
    assert html_errors(found.folder, allowed) == []


def test_wrong_html_is_told_and_an_idle_allowance_too(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="fr"><title>T</title>\n<table><tr><th><h1>T</h1></table>',
        encoding="utf-8",
    )
    heading = "The element “h1” must not appear as a descendant of the “th” element."
    assert html_errors(tmp_path, "") == [f"index.html:2: {heading}"]
    assert html_errors(tmp_path, f"{re.escape(heading)}  # why\nNever\\.  # why") == [
        "allowed, and never said: Never\\."
    ]


@pytest.fixture(scope="module")
def look(site: Site) -> Callable[[str], Report]:
    """A function that shows a page of the site to Lighthouse."""

    def look(address: str) -> Report:
        with served(site.folder.parent) as url:
            return report(f"{url}{SUB_PATH}/{address}")

    return look


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_lighthouse_has_nothing_to_say(address: str, look: Callable[[str], Report]) -> None:
    assert look(address).faults() == []


@pytest.mark.browser
def test_lighthouse_tells_what_is_planted(tmp_path: Path) -> None:
    page = '<!doctype html><html><meta name="robots" content="noindex"><a href="#a">a</a><br><a href="#b">b</a>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with served(tmp_path) as url:
        told = " ".join(report(url).faults())
    for fault in ("accessibility", "html-has-lang", "document-title", "seo", "is-crawlable"):
        assert fault in told

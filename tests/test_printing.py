"""Stories as PDF, and the link that comes with the file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from explainer.pages.printing import pdf, stories
from tests import chromium
from tests.conftest import Site


@pytest.mark.skipif(not chromium.path(), reason="Chromium is not at hand")
def test_stories_are_printed_tagged_and_linked(
    small_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Path(shutil.copytree(small_site.folder, tmp_path / "site"))
    monkeypatch.setenv("CHROMIUM", chromium.path() or "")
    found = [path.relative_to(site).as_posix() for path, _ in stories(site)]
    assert "understand/capex/index.html" in found
    assert not any(name.startswith(("charts/", "verify/data/")) for name in found)
    for path in (*site.rglob("glossary/index.html"), *site.rglob("timeline/index.html")):
        path.unlink()  # two are enough
    for path in (*site.rglob("claims/index.html"), *site.rglob("corrections/index.html")):
        path.unlink()
    said: list[str] = []
    for _ in range(2):  # a second time changes nothing but the files
        assert pdf(site, said.append) == 0
    for root, words in (("", "Cette page en PDF"), ("en/", "This page as PDF")):
        page = (site / root / "understand/capex/index.html").read_text(encoding="utf-8")
        assert re.findall(r'<p class="pdf"><a href="([^"]+)"[^>]*>([^<]+)', page) == [
            ("capex.pdf", words)
        ]
        content = (site / root / "understand/capex/capex.pdf").read_bytes()
        assert content.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in content, "tagged"
        assert b"/Outlines" in content


def test_without_a_browser_or_a_site_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert pdf(tmp_path, said.append) == 1
    assert said == [
        "A PDF is printed by Chromium or Chrome: install one, or name it with CHROMIUM\n"
    ]
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert pdf(tmp_path, said.append) == 1
    assert said[1].endswith("holds no story; build the site first, as with bill build\n")

"""The site as an archive that opens from a disk."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from explainer.pages.offline import offline, with_pages_named
from tests.conftest import Site


@pytest.fixture(scope="module")
def unpacked(small_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the small site, made twice, and unpacked."""
    folder = tmp_path_factory.mktemp("offline")
    site = Path(shutil.copytree(small_site.folder, folder / "site"))
    for root in ("", "en/"):  # the page that links the archive
        shutil.copytree(site / root / "verify/claims", site / root / "verify/reuse")
    said: list[str] = []
    assert offline(site, said.append) == 0
    first = (site / "offline.zip").read_bytes()
    for root, words in (
        ("", "Tout le site en une archive"),
        ("en/", "The whole site as one archive"),
    ):
        page = (site / root / "verify/reuse/index.html").read_text(encoding="utf-8")
        ((to, text),) = re.findall(r'<p class="pdf"><a href="([^"]+)">([^<]+)', page)
        assert text.startswith(words)
        assert (site / root / "verify/reuse" / to).resolve() == site / "offline.zip"
    assert offline(site, said.append) == 0
    assert abs(len((site / "offline.zip").read_bytes()) - len(first)) < 500, "not itself again"
    assert re.fullmatch(r"Packed: \d+ files in offline\.zip\.\n", said[0])
    with zipfile.ZipFile(site / "offline.zip") as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_every_link_names_a_file(unpacked: Path) -> None:
    pages = [*unpacked.rglob("*.html")]
    assert len(pages) > 20
    broken = {
        f"{page.relative_to(unpacked)}: {to}"
        for page in pages
        for to in re.findall(r' (?:href|src)="([^"#?:]+)["#]', page.read_text(encoding="utf-8"))
        if not to.endswith("offline.zip") and not (page.parent / to).is_file()
    }
    assert sorted(broken)[:5] == []


@pytest.mark.browser
def test_it_is_read_from_a_disk(unpacked: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((unpacked / "en" / "index.html").as_uri())
    assert page.locator("figure.chart svg:visible").first.bounding_box()["height"] > 80
    page.locator("main a[href$='index.html']:visible").first.click()
    assert page.url.startswith("file://")
    assert page.locator("h1").is_visible()


def test_links_of_every_form() -> None:
    to = ("../b/#row", ".", "../..", "x.css", "#here", "https://a.example/b/")
    html = "".join(f'<a href="{one}">' for one in to)
    assert re.findall('href="([^"]*)"', with_pages_named(html)) == [
        "../b/index.html#row",
        "./index.html",
        "../../index.html",
        "x.css",
        "#here",
        "https://a.example/b/",
    ]


def test_without_a_site_it_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    assert offline(tmp_path, said.append) == 1
    assert said[0].endswith("holds no site; build it first, as with bill build\n")

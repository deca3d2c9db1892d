"""Every figure shown can be followed to where it was read: one click to its row, which leads to the
document and to the pages where it was checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.conftest import ROOT, Site
from tests.published import COMPUTED

PAGES = sorted(
    path.relative_to(ROOT / "docs" / "fr").as_posix().removesuffix(".md").removesuffix("index")
    for path in (ROOT / "docs" / "fr").rglob("*.md")
)
REPORTED = {"fr": "selon ", "en": "as reported by "}


@dataclass
class Row:
    """An observation on a dataset's page."""

    grade: str = ""
    links: list[str] = field(default_factory=list)


class Rows(HTMLParser):
    """The observations of a dataset's page, by anchor."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: dict[str, Row] = {}
        self.row: Row | None = None
        self.grading = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "tr":
            self.row = self.rows.setdefault(found["id"] or "", Row()) if found.get("id") else None
        elif self.row is not None and tag == "a" and found.get("hreflang"):
            self.row.links.append(found.get("href") or "")
        self.grading = "grade" in (found.get("class") or "").split()

    def handle_data(self, data: str) -> None:
        if self.grading and self.row is not None:
            self.row.grade = data.strip()
            self.grading = False


class Figures(HTMLParser):
    """The figures of a page: where each leads, its words, and what is behind it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.address: str | None = None
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and "figure" in (found.get("class") or "").split():
            self.address, self.text = found.get("href"), ""
            self.behind = found.get("data-behind") or ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.address is not None:
            self.found.append((self.address, self.text, self.behind))
            self.address = None


@pytest.fixture(scope="module")
def rows(site: Site) -> dict[str, dict[str, Row]]:
    """The observations of every dataset's page, by path under the site."""
    return {
        path.parent.relative_to(site.folder).as_posix(): Rows(path.read_text("utf-8")).rows
        for path in sorted(site.folder.rglob("verify/data/*/index.html"))
    }


def figures(site: Site, page: Path) -> list[tuple[str, str, str, str]]:
    """Where each figure of a page leads (path, anchor), its words, and what is behind it."""
    address = site.url + page.parent.relative_to(site.folder).as_posix() + "/"
    found = []
    for href, text, behind in Figures(page.read_text(encoding="utf-8")).found:
        target = urlsplit(urljoin(address, href))
        path = target.path.removeprefix(urlsplit(site.url).path).strip("/")
        found.append((path, unquote(target.fragment), text, behind))
    return found


def test_every_figure_leads_to_its_row_and_the_row_to_a_document(
    site: Site, rows: dict[str, dict[str, Row]]
) -> None:
    followed = 0
    for code, root in (("fr", ""), ("en", "en/")):
        for name in PAGES:
            page = site.folder / root / name / "index.html"
            for path, anchor, text, behind in figures(site, page):
                row = rows.get(path, {}).get(anchor)
                if row is None and re.match(COMPUTED, behind):  # it is no row's, and says how
                    html = (site.folder / path / "index.html").read_text(encoding="utf-8")
                    assert not anchor or f'id="{anchor}"' in html, f"{text}: {path}#{anchor}"
                    continue
                assert row is not None, f"{root}{name}: {text} leads to {path}#{anchor}"
                assert row.links, f"{path}#{anchor} has no document that can be opened"
                if row.grade == "C":
                    assert REPORTED[code] in text, f"{root}{name}: {text} is grade C, unmarked"
                followed += 1
    assert followed > 500


def test_no_document_is_linked_without_an_address(rows: dict[str, dict[str, Row]]) -> None:
    for path, found in rows.items():
        for anchor, row in found.items():
            for link in row.links:
                assert urlsplit(link).scheme in ("http", "https"), f"{path}#{anchor}: {link}"
                assert urlsplit(link).netloc, f"{path}#{anchor}: {link}"


def test_the_data_are_as_many_as_they_look(rows: dict[str, dict[str, Row]]) -> None:
    """Both languages show the same rows, with the same documents."""
    french = {path: found for path, found in rows.items() if not path.startswith("en/")}
    assert len(french) > 100
    for path, found in french.items():
        english = rows[f"en/{path}"]
        assert found.keys() == english.keys()
        for anchor, row in found.items():
            assert (row.grade, row.links) == (english[anchor].grade, english[anchor].links)

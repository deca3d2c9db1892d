"""What programs read: feeds, pages as Markdown, llms.txt, robots.txt. Every address in them exists."""

from __future__ import annotations

import json
import re
from datetime import datetime
from xml.etree import ElementTree

import pytest

from explainer.facts.model import Library
from tests.conftest import Site

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGES = (("fr", ""), ("en", "en/"))
each_language = pytest.mark.parametrize(("code", "root"), LANGUAGES)


def answered(site: Site, address: str) -> bool:
    """Whether the built site has what stands at an address, and the place in it."""
    path, _, fragment = address.removeprefix(site.url).partition("#")
    assert not path.startswith("http"), address
    file = site.folder / path
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file():
        return False
    return not fragment or file.suffix != ".html" or f'id="{fragment}"' in file.read_text("utf-8")


@each_language
def test_the_feeds_are_valid_and_say_the_same(
    code: str, root: str, site: Site, real_library: Library
) -> None:
    feed = ElementTree.parse(site.folder / root / "feed.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == code
    found = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(ids)) == len(ids) > 20
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in found]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    for entry, day in zip(found, days, strict=True):
        datetime.fromisoformat(day)
        assert entry.findtext(f"{ATOM}title")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert answered(site, link.get("href") or ""), link.get("href")
    other = json.loads((site.folder / root / "feed.json").read_text("utf-8"))
    assert other["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in other["items"]] == ids
    titles = [item["title"] for item in other["items"]]
    corrected = real_library.corrections[0]
    name = real_library.datasets[corrected.dataset].name[code].replace("'", "’")
    assert any(title.startswith(name) and " → " in title for title in titles), "old → new"
    edition = {"fr": "Édition du 10 octobre 2026", "en": "Edition of 10 October 2026"}[code]
    assert edition in [" ".join(title.split()) for title in titles]


@each_language
def test_each_page_has_a_twin_in_markdown_with_its_figures_written_out(
    code: str, root: str, site: Site
) -> None:
    folder = site.folder / root
    pages = [
        page
        for page in folder.rglob("index.html")
        if not {"embed", "en"} & set(page.relative_to(folder).parts)
        and 'http-equiv="refresh"' not in page.read_text("utf-8")
    ]
    assert len(pages) > 300
    for page in pages:
        text = page.with_name("index.md").read_text("utf-8")
        assert text.startswith("# "), page
        bare = re.sub(r"`[^`]*`|^(```+|~~~+).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
        if "toolbox" not in page.parts:
            for sign in ("{{", "}}", "::: ", "!!! ", "{:", "<div"):
                assert sign not in bare, (page, sign)
    story = (folder / "industry/financing/index.md").read_text("utf-8")
    assert {"fr": "59 milliards de dollars", "en": "$59 billion"}[code] in " ".join(story.split())


@each_language
def test_every_address_in_the_lists_for_programs_exists(code: str, root: str, site: Site) -> None:
    lists = (site.folder / root / "llms.txt").read_text("utf-8")
    links = re.findall(r"\]\((http[^)]+)\)", lists)
    assert len(links) > 20
    assert all(answered(site, link) for link in links), links
    for name in ("industry/financing", "understand/capex"):
        text = (site.folder / root / name / "index.md").read_text("utf-8")
        ours = [link for link in re.findall(r"https?://[^\s)]+", text) if link.startswith(site.url)]
        assert len(ours) > 3
        assert [link for link in ours if not answered(site, link)] == []


def test_robots_are_told_where_the_map_is(site: Site) -> None:
    text = (site.folder / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {site.url}sitemap.xml" in text
    assert "Disallow" not in text

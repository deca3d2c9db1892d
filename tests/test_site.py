"""The built site, served under a sub-path: links, languages, weight of nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from explainer.checking.markdown_source import page_of
from explainer.drawing.sizes import layouts
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from tests.conftest import ROOT, SMALL, Site, mkdocs, small_source
from tests.published import (
    COMPUTED,
    Page,
    broken_links,
    loaded_from_elsewhere,
    overweight,
    pages,
    without_policy,
)

PAGES = sorted((ROOT / "docs" / "fr").rglob("*.md"))


def address_of(path: Path) -> str:
    inside = path.relative_to(ROOT / "docs" / "fr").as_posix()
    return f"{inside.removesuffix('.md')}/".removesuffix("index/")


STORIES = tuple(map(address_of, PAGES))
WITH_CHARTS = tuple(
    address_of(path) for path in PAGES if "\n::: chart" in path.read_text(encoding="utf-8")
)
LANGUAGES = (("fr", ""), ("en", "en/"))


def page(site: Site, address: str) -> str:
    return (site.folder / address / "index.html").read_text(encoding="utf-8")


def test_each_page_exists_in_both_languages_and_says_so(site: Site) -> None:
    for code, root in LANGUAGES:
        for address in STORIES:
            assert Page(page(site, root + address)).lang == code
    for name, found in pages(site):
        expected = "en" if name.startswith("en/") or "_en_" in name else "fr"
        assert found.lang == expected, name


def test_the_edition_stands_at_the_foot_of_each_page_and_on_the_method_s(
    site: Site, small_site: Site, real_library: Library
) -> None:
    edition = real_library.edition
    assert edition is not None
    for code, root in LANGUAGES:
        day = LOCALES[code].date(edition.closed)
        for address in STORIES:
            foot = page(site, root + address).partition('<footer class="colophon">')[2]
            assert f"{day}. {LOCALES[code].typeset(edition.next[code])}</p>" in foot, address
        method = page(site, f"{root}verify/method/").partition("<footer")[0]
        assert f'<time datetime="{edition.closed}">{day}</time>' in method
    assert "colophon__edition" not in page(small_site, "")  # which has none


def test_a_page_leads_to_another_once(site: Site) -> None:
    """What it lists as its section's, it does not tell again to read next."""
    both = 0
    for _, root in LANGUAGES:
        for address in STORIES:
            lists = page(site, root + address).split('<section class="leads cards"')[1:]
            both += len(lists) > 1
            found = [
                href
                for one in lists
                for href in re.findall(r'<li><a href="([^"]+)"', one.partition("</section>")[0])
            ]
            assert len(found) == len(set(found)), root + address
    assert both > 4


def test_no_internal_link_is_broken(site: Site, small_site: Site) -> None:
    """Every link of every page, in both languages, with its fragment."""
    assert broken_links(site) == []
    assert broken_links(small_site) == []


def test_ids_are_unique_on_each_page(site: Site) -> None:
    for name, found in pages(site):
        doubled = {id for id in found.ids if found.ids.count(id) > 1}
        assert doubled == set(), name


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    assert loaded_from_elsewhere(site) == []


def test_no_page_is_heavier_than_its_budget(site: Site) -> None:
    assert overweight(site) == []


def test_every_page_begins_with_its_policy(site: Site) -> None:
    assert without_policy(site) == []


def test_the_switch_leads_to_the_same_page(site: Site) -> None:
    for code, root in LANGUAGES:
        other, other_root = ("en", "en/") if code == "fr" else ("fr", "")
        for address in (*STORIES, "verify/data/", "verify/data/meta.capex/"):
            html = page(site, root + address)
            switch = re.search(rf'<a class="language" href="([^"]+)" hreflang="{other}"', html)
            assert switch, root + address
            assert urljoin(site.url + root + address, switch[1]) == site.url + other_root + address
            for lang, prefix in LANGUAGES:
                assert (
                    f'<link rel="alternate" hreflang="{lang}" href="{site.url}{prefix}{address}">'
                    in html
                )


def test_the_404_speaks_both_languages(site: Site) -> None:
    html = (site.folder / "404.html").read_text(encoding="utf-8")
    assert re.search(r'<section lang="fr">.*n’existe pas', html, re.DOTALL)
    assert re.search(r'<section lang="en">.*does not exist', html, re.DOTALL)


def test_every_figure_leads_to_its_observation(site: Site) -> None:
    """One click: from a number in a sentence to the row that holds it, its source beside it. What is
    computed from several rows, and is none itself, leads to where they stand and lists them."""
    count = 0
    for _, root in LANGUAGES:
        for address in STORIES:
            html = page(site, root + address)
            for behind, href in re.findall(
                r'<a class="figure" data-behind="([^"]*)"[^>]* href="([^"]+)"', html
            ):
                target = urljoin(site.url + root + address, href)
                path, _, anchor = target.removeprefix(site.url).partition("#")
                there = page(site, path)
                row = re.search(rf'<tr id="{re.escape(anchor)}">.*?</tr>', there, re.DOTALL)
                if not row or not path.startswith(f"{root}verify/data/"):
                    assert re.match(COMPUTED, behind), href
                    assert not anchor or f'id="{anchor}"' in there, href
                    continue
                assert re.search(r'<a href="https?://', row[0]), href
                count += 1
    assert count > 60


@pytest.mark.parametrize(("code", "root"), LANGUAGES)
def test_charts_are_in_the_html_in_their_own_language(
    code: str, root: str, site: Site, real_library: Library
) -> None:
    for address in WITH_CHARTS:
        html = page(site, root + address)
        drawings = re.findall(r'<svg[^>]* role="img".*?</svg>', html, re.DOTALL)
        source = ROOT / "docs" / code / f"{address}index.md"
        if not source.is_file():
            source = ROOT / "docs" / code / f"{address.rstrip('/')}.md"
        shown = page_of(source.read_text("utf-8"), source.name).shown("chart")
        expected = [
            f"{id}-{layout.name}"
            for id in shown
            for layout in layouts(real_library.charts[id].width)
        ]
        assert re.findall(r' role="img"[^>]* id="([^"]+)"', "".join(drawings)) == expected
        text = re.sub(r"<[^>]+>", "|", "".join(drawings))
        tips = "|".join(re.findall(r'data-tip="([^"]+)"', "".join(drawings)))
        if code == "fr":
            assert not re.search(r"\$\d|\dbn\b|\bQ[1-4]\b|\d\.\d|\d%", text + tips)
            assert re.search(r"Md[$€]|\u202f%", text + tips)
        else:
            assert not re.search(r"Md\$|\bT[1-4]\b|\d,\d{1,2}\b(?!\d)|\u202f%", text + tips)


def test_french_groups_with_a_narrow_no_break_space(site: Site) -> None:
    """Chart, table, sentence and description alike; here on the page of a count in thousands."""
    html = page(site, "verify/data/meta.headcount/")
    assert "78\u202f865" in html
    assert "78,865" in page(site, "en/verify/data/meta.headcount/")


def test_no_marker_is_left_in_a_page(site: Site) -> None:
    for path in site.folder.rglob("*.html"):
        html = re.sub(
            r"<(script|style|code)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        for marker in ("{{", "}}", ":::", "wzxhzdk", "klzzwxh", "\x02", "stash0token", "\ue000"):
            assert marker not in html, f"{path}: {marker!r}"


def test_titles_and_descriptions_have_their_values(site: Site) -> None:
    for _, root in LANGUAGES:
        for address in STORIES:
            html = page(site, root + address)
            title = re.search(r"<title>(.*?)</title>", html)
            description = re.search(r'<meta name="description" content="(.*?)"', html)
            assert title
            assert description
            assert "{{" not in title[1] + description[1]
            assert "'" not in title[1]
            menus = re.sub(r"<main\b.*</main>", "", html, flags=re.DOTALL)
            assert not re.search(r"<li><a href=[^>]*>[^<]*'", menus), "short titles"


@pytest.mark.build
def test_a_site_takes_the_place_of_the_last_and_a_mistake_leaves_it(tmp_path: Path) -> None:
    root, site = small_source(tmp_path / "root"), tmp_path / "site"
    old, hidden = site / "old" / "index.html", site / ".git" / "config"
    for path in (old, hidden, site / "index.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before", encoding="utf-8")
    built = mkdocs(root, site)
    assert built.returncode == 0, built.stderr
    assert not old.parent.exists()
    assert hidden.read_text(encoding="utf-8") == "before"
    good = (site / "index.html").read_text(encoding="utf-8")
    assert "<html" in good
    again = mkdocs(root, tmp_path / "again")
    assert again.returncode == 0, again.stderr
    made, fresh = (
        {path.relative_to(folder) for path in folder.rglob("*") if path.parent.name != ".git"}
        for folder in (site, tmp_path / "again")
    )
    assert made - fresh == {Path(".git")}
    assert fresh <= made
    (root / "data" / "entities.yml").unlink()
    assert mkdocs(root, site).returncode != 0
    assert (site / "index.html").read_text(encoding="utf-8") == good


@pytest.mark.build
def test_a_preview_has_no_files_of_charts_and_offers_none(tmp_path: Path) -> None:
    root = small_source(tmp_path / "source")
    built = mkdocs(root, tmp_path / "site", PREVIEW="true")
    assert built.returncode == 0, built.stderr
    made = Site(tmp_path / "site", SMALL)
    assert "<svg" in page(made, "charts/acme-bars")
    assert not list(made.folder.rglob("*.png"))
    assert not (made.folder / "embed").exists()
    for name, found in pages(made):
        html = (made.folder / name).read_text(encoding="utf-8")
        assert "og:image" not in html, name
        for link in found.links:
            assert "/embed/" not in link, name
            if link.endswith((".csv", ".json")):
                path = urljoin(made.url + name, link).removeprefix(made.url)
                assert (made.folder / path).is_file(), link

"""Addresses last: no cut-off date is part of one, and what is gone leads on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from explainer import __main__ as checks
from explainer.errors import Where
from explainer.facts.model import Library
from explainer.facts.releases import Redirect, Release
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.downloads import dataset_files
from explainer.pages.generated import chart_paths, dataset_paths
from explainer.pages.lasting import redirect_pages, release_entry
from explainer.pages.markdown_extension import Build
from tests.conftest import Site, mkdocs, small_source

FR, EN = LOCALES["fr"], LOCALES["en"]
SMALL = "http://small.localhost/ai-bill/"
HERE = Where("data/redirects.yml", 1)


def later(library: Library) -> Library:
    """The same data, read two months later."""
    datasets = {id: replace(one, cutoff=date(2027, 1, 31)) for id, one in library.datasets.items()}
    return replace(library, datasets=datasets)


def all_paths(library: Library) -> Iterator[str]:
    for locale in (FR, EN):
        build = Build(library, locale)
        for id in library.charts:
            yield from chart_paths(build, id)
        for id in library.datasets:
            yield from dataset_paths(build, id)


def test_a_new_cut_off_date_changes_no_address_of_the_site(real_library: Library) -> None:
    before, after = list(all_paths(real_library)), list(all_paths(later(real_library)))
    assert "data/meta.capex.csv" in before
    assert "en/charts/capex-since-2019/capex-since-2019.png" in before
    assert "assets/data/meta.capex_en_2026-10-10.csv" in before, "the old address answers"
    assert after == before


def test_no_two_files_share_an_address(real_library: Library) -> None:
    paths = list(all_paths(real_library))
    assert len(set(paths)) == len(paths)


def test_rows_bear_ids_days_and_an_address_even_when_only_a_relay_is_known(
    library: Library,
) -> None:
    files = dataset_files(library.datasets["firms.capex"], library, FR)
    rows = list(csv.DictReader(io.StringIO(files["data/firms.capex.csv"].decode("utf-8-sig"))))
    quarter = next(row for row in rows if row["period"] == "2025-Q3")
    assert (quarter["entity_id"], quarter["entity"]) == ("acme", "Acme")
    assert (quarter["period_start"], quarter["period_end"]) == ("2025-07-01", "2025-09-30")
    for row in rows:
        if row["checked_via"]:
            assert row["source_url"], row
    told = json.loads(files["data/firms.capex.json"])
    assert told["id"] == "firms.capex"
    assert told["language"] == "fr"
    first = told["series"][0]["observations"][0]
    assert {"period", "start", "end", "sources"} <= set(first)


def test_what_had_another_id_is_found_under_both(library: Library) -> None:
    moved = replace(
        library,
        redirects=(
            Redirect("charts/acme-pie", "charts/acme-bars", HERE),
            Redirect("verify/data/firms.old", "verify/data/firms.capex", HERE),
        ),
        releases=(Release(date(2025, 1, 1), HERE, charts={"acme-pie": date(2024, 12, 1)}),),
    )
    build = Build(moved, EN)
    assert {
        "en/charts/acme-bars/acme-bars.csv",
        "en/charts/acme-pie/acme-pie.csv",
        "assets/data/acme-pie_en_2024-12-01.csv",
        "en/embed/acme-pie/index.html",
    } <= set(chart_paths(build, "acme-bars"))
    assert "en/data/firms.old.json" in dataset_paths(build, "firms.capex")
    assert set(redirect_pages(build)) == {
        "en/charts/acme-pie/index.html",
        "en/verify/data/firms.old/index.html",
    }


def test_a_release_notes_what_is_new_and_only_that(tmp_path: Path, library: Library) -> None:
    root = small_source(tmp_path / "source")
    (root / "data/releases.yml").unlink()
    edition = '- {closed: 2026-03-01, next: {fr: "Rien.", en: "Nothing."}}\n'
    (root / "data/editions.yml").write_text(edition, encoding="utf-8")
    assert checks.run(["release", str(root)]) == 0
    written = (root / "data/releases.yml").read_text(encoding="utf-8")
    assert "- day: 2026-03-01" in written
    assert "understand/capex" in written
    assert "acme-bars: 2026-03-01" in written
    again = read_library(root / "data")[0]
    assert release_entry(root / "docs", Build(again, FR)) == ""
    newer = later(again)
    assert "firms.capex: 2027-01-31" in release_entry(root / "docs", Build(newer, FR))
    assert "pages:" not in release_entry(root / "docs", Build(newer, FR))


@pytest.mark.build
def test_removing_a_chart_asks_for_a_redirect_which_then_leads_readers_on(tmp_path: Path) -> None:
    root = small_source(tmp_path / "source")
    (root / "data/releases.yml").write_text(
        "- {day: 2026-03-01, charts: {acme-pie: 2026-03-01}}\n", encoding="utf-8"
    )
    problems = [str(one) for one in checks.problems_in(root)[1]]
    assert problems == [
        (
            'data/releases.yml:1: the site had a page at "charts/acme-pie", and has none now; readers '
            "have the address: add - {from: charts/acme-pie, to: …} to data/redirects.yml, with the "
            "page that takes its place"
        )
    ]
    (root / "data/redirects.yml").write_text(
        "- {from: charts/acme-pie, to: understand/capex}\n", encoding="utf-8"
    )
    assert checks.problems_in(root)[1] == []
    built = mkdocs(root, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    site = Site(tmp_path / "site", SMALL)
    for code, root_of in (("fr", ""), ("en", "en/")):
        for old in ("charts/acme-pie", "embed/acme-pie"):
            html = (site.folder / f"{root_of}{old}/index.html").read_text(encoding="utf-8")
            assert f'lang="{code}"' in html
            assert 'http-equiv="refresh" content="0; url=../../understand/capex/"' in html
            address = f"{SMALL}{root_of}understand/capex/"
            assert f'rel="canonical" href="{address}"' in html
            assert f'<a href="../../understand/capex/">{address}</a>' in html
            assert (site.folder / root_of / "understand/capex/index.html").exists()
    sitemap = (site.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert "acme-pie" not in sitemap

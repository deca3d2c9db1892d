"""Every file that a reader takes away exists, opens, and says the same numbers as the page."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert

from explainer.drawing import theme
from explainer.drawing.sizes import WIDE, layouts
from explainer.facts.model import Library
from explainer.kinds import shown_series
from explainer.language.locales import named
from explainer.pages.chart_text import ChartText
from explainer.pages.citations import bibtex, full_citation, ris, short_citation
from explainer.pages.downloads import CHART_ENDS, chart_downloads
from explainer.pages.poster import drawing, poster_file, poster_svg
from tests.conftest import ROOT, Site
from tests.made_charts import table_of

CHARTS = sorted(path.stem for path in (ROOT / "data" / "charts").glob("*.yml"))
CODES = ("fr", "en")
LOCALES = named({"fr": "La facture de l'IA", "en": "The AI Bill"})
Speaker = Callable[[str, str], ChartText]
each = pytest.mark.parametrize(("id", "code"), [(id, code) for id in CHARTS for code in CODES])


@pytest.fixture(scope="session")
def chart_text(real_library: Library) -> Speaker:
    @cache
    def one(id: str, code: str) -> ChartText:
        return ChartText(real_library.charts[id], real_library, LOCALES[code])

    return one


def content(site: Site, one: ChartText, kind: str) -> bytes:
    return (site.folder / chart_downloads(one)[kind].path).read_bytes()


@each
def test_every_file_is_offered_on_the_page_and_exists(
    id: str, code: str, site: Site, chart_text: Speaker
) -> None:
    one = chart_text(id, code)
    html = (site.folder / one.locale.root / "charts" / id / "index.html").read_text()
    for file in chart_downloads(one).values():
        assert (site.folder / file.path).stat().st_size > 100
        assert f'<a download="{file.name}" href="{file.path.rpartition("/")[2]}">' in html


@each
def test_csv_and_json_hold_the_cells_of_the_chart(
    id: str, code: str, site: Site, chart_text: Speaker
) -> None:
    one = chart_text(id, code)
    expected = [
        (str(row.period), str(row.issued or ""), row.value, row.low, row.high)
        for series in shown_series(one.chart, one.library)
        for row in series.observations
    ]

    def number(text: str) -> Decimal | None:
        return Decimal(text.replace(",", ".")) if text else None

    for kind, delimiter in (("csv_rfc", ","), ("csv_local", ";")):
        text = content(site, one, kind).decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        assert [
            (
                row["period"],
                row["issued"],
                number(row["value"]),
                number(row["low"]),
                number(row["high"]),
            )
            for row in rows
        ] == expected
    body = json.loads(content(site, one, "json"))
    found = [
        (row["period"], row.get("issued", ""), row.get("value"), row.get("low"), row.get("high"))
        for series in body["series"]
        for row in series["observations"]
    ]
    assert found == [
        (period, issued, *(None if n is None else float(n) for n in numbers))
        for period, issued, *numbers in expected
    ]
    assert body["language"] == code
    assert body["title"] == one.title
    assert body["licence"].startswith("https://creativecommons.org/")
    for series in body["series"]:
        for row in series["observations"]:
            if "value" in row:
                assert any(source["url"] for source in row["sources"])


@each
def test_the_table_on_the_page_says_the_same(
    id: str, code: str, site: Site, chart_text: Speaker
) -> None:
    one = chart_text(id, code)
    html = (site.folder / one.locale.root / "charts" / id / "index.html").read_text()
    cells = re.findall(r"<td>(.*?)</td>", html.split("<tbody>")[1].split("</tbody>")[0])
    cells = [re.sub("<[^>]*>", "", cell) for cell in cells]
    table = table_of(one.chart, one.library, one.locale)
    assert cells == [cell for row in table.rows for cell in row[1:]]


@each
def test_pictures_carry_their_words(id: str, code: str, site: Site, chart_text: Speaker) -> None:
    one = chart_text(id, code)
    raw = content(site, one, "svg").decode()
    root = ElementTree.fromstring(raw)
    words = " ".join(
        text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text") if text.text
    )
    squeezed = words.replace(" ", "")
    for text in (one.title, one.subtitle, one.sources, one.cutoff, "CC BY 4.0"):
        assert text.replace(" ", "") in squeezed, text
    assert f"{one.locale.root}charts/{id}/" in squeezed
    assert "var(" not in raw
    assert "data-tip" not in raw
    png = content(site, one, "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))


@each
def test_the_specification_draws_without_us(
    id: str, code: str, site: Site, chart_text: Speaker
) -> None:
    one = chart_text(id, code)
    raw = content(site, one, "vl").decode()
    spec = json.loads(raw)
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
    assert spec["usermeta"]["title"] == one.title
    assert "var(" not in raw
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
    assert svg.count("<path") > 1


@each
def test_the_pinned_page_asks_for_nothing(
    id: str, code: str, site: Site, chart_text: Speaker
) -> None:
    one = chart_text(id, code)
    html = content(site, one, "html").decode()
    assert f'<html lang="{code}">' in html
    assert one.title in html.replace("&amp;", "&").replace("&#39;", "'").replace("&#34;", '"')
    assert one.cutoff in html
    assert not re.search(r"<script|<link rel=\"stylesheet|<img|@import|url\(http", html)
    assert html.count("<svg") == len(layouts(one.chart.width))
    assert "<table" in html


def test_references_put_the_producers_first(chart_text: Speaker) -> None:
    one = chart_text("meta-capex", "fr")
    address = "https://example.org/charts/meta-capex/"
    entry = bibtex(one, address)
    assert entry.startswith("@misc{ai-bill-meta-capex-fr,\n  author = {{Meta}},")
    assert "language = {french}" in entry
    assert f"url = {{{address}}}" in entry
    lines = ris(one, address).split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[1] == "AU  - Meta"
    assert lines[-2] == "ER  - "
    full = full_citation(one, address)
    assert full.startswith("Meta, chiffres relevés dans ")
    assert " (2026). Dépenses d’investissement de Meta" in full
    assert full.endswith(address)
    assert "données arrêtées au 10\u00a0octobre 2026" in full
    assert short_citation(one, address).startswith("Meta, chiffres relevés dans ")
    assert "\u202f; La facture de l’IA, 2026, " in short_citation(one, address)
    assert any(line.startswith("N1  - Meta, chiffres relevés dans ") for line in lines)
    assert "note = {Meta, chiffres relevés dans " in entry
    english = full_citation(chart_text("meta-capex", "en"), address)
    assert "Data gathered by The AI Bill, data as of 10\u00a0October 2026." in english


def test_bibtex_escapes_what_tex_would_read(library: Library) -> None:
    from explainer.pages.citations import _escaped

    assert _escaped("R&D at 100% {x}_y") == (r"R\&D at 100\% \textbraceleft{}x\textbraceright{}\_y")


def test_a_poster_escapes_its_words(project_with_markup: Library) -> None:
    one = ChartText(project_with_markup.charts["acme-bars"], project_with_markup, LOCALES["en"])
    root = ElementTree.fromstring(poster_svg(one, "https://example.org/"))
    assert not [e for e in root.iter() if e.tag.endswith(("script", "img", "}image"))]


def test_a_picture_that_travels_has_its_font_and_what_takes_its_place(library: Library) -> None:
    """No text names the font alone: others would show it in the first that they find."""
    one = ChartText(library.charts["firms-grouped"], library, LOCALES["fr"])
    raw = poster_file(one, "https://example.org/")
    assert raw.count("@font-face") == 2
    assert raw.count("url(data:font/woff2;base64,") == 2
    families = re.findall(r'font-family="([^"]*)"', raw)
    assert len(families) == 1
    assert [name.strip(" '") for name in families[0].split(",")][-2:] == [
        "DejaVu Sans Condensed",
        "sans-serif",
    ]
    drawn = drawing(one, WIDE, "x")
    assert re.findall(r'font-family="([^"]*)"', drawn) == families
    assert theme.FONT in drawn[: drawn.index("<title")]


@pytest.mark.browser
@pytest.mark.parametrize("font", ["", "Liberation Sans", "DejaVu Sans"])
def test_no_text_of_a_picture_leaves_its_frame_in_another_font(
    font: str, library: Library, browser: Any
) -> None:
    page = browser.new_page()
    for code in ("fr", "en"):
        for id, chart in library.charts.items():
            raw = poster_file(ChartText(chart, library, LOCALES[code]), "https://example.org/")
            if font:
                raw = re.sub("<style>.*?</style>", "", raw)
                raw = re.sub('font-family="[^"]*"', f'font-family="{font}, DejaVu Sans"', raw)
            page.set_content(f"<body style='margin:0'>{raw}")
            out = page.evaluate(
                """() => { const frame = document.querySelector('svg').getBoundingClientRect()
                return [...document.querySelectorAll('text')].filter(text => {
                  const box = text.getBoundingClientRect()
                  return box.left < frame.left - 1 || box.right > frame.right + 1
                }).map(text => text.textContent) }"""
            )
            assert out == [], (id, code)
    page.close()


def test_the_kinds_of_files() -> None:
    assert set(CHART_ENDS) == {
        "png", "svg", "csv_rfc", "csv_local", "json", "vl", "bib", "ris", "html",
    }  # fmt: skip

"""Cards: every page has a picture to be shared with, of the right size, light, in its language."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from PIL import Image

from explainer.drawing.measuring import lines_of, width_of
from explainer.facts.model import Library
from explainer.language.locales import LOCALES, named
from explainer.pages.cards import Card, card_of, card_path, card_png, card_svg, cards_on
from explainer.pages.chart_text import ChartText
from explainer.pages.render_queue import RenderQueue
from tests.conftest import ROOT, Site

HEAVIEST = 120_000
NAMES = named({"fr": "La facture de l’IA", "en": "The AI Bill"})
_META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">')


def said(svg: str) -> str:
    """All that can be read on a card, in order."""
    texts = (
        one.text or "" for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}text")
    )
    return " ".join(texts)


def pictured(site: Site) -> int:
    """How many pages have a picture; each of them is what its tags say."""
    count = 0
    for path in sorted(site.folder.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        name = path.relative_to(site.folder).as_posix()
        if 'rel="canonical"' not in html or 'property="og:title"' not in html:
            continue  # frames, pages that lead on, 404
        tags = dict(_META.findall(html))
        code = "en" if name.startswith("en/") else "fr"
        address = tags["og:image"]
        assert address.startswith(f"{site.url}{LOCALES[code].root}cards/"), name
        picture = site.folder / address.removeprefix(site.url)
        raw = picture.read_bytes()
        size = Image.open(io.BytesIO(raw)).size
        assert size == (1200, 630) == (int(tags["og:image:width"]), int(tags["og:image:height"]))
        assert len(raw) < HEAVIEST, f"{picture.name}: {len(raw)}"
        assert tags["og:image:alt"]
        assert tags["twitter:card"] == "summary_large_image"
        count += 1
    return count


def test_every_page_of_both_languages_has_its_card(site: Site) -> None:
    pages = {code: len(list((ROOT / "docs" / code).rglob("*.md"))) for code in LOCALES}
    assert pictured(site) > sum(pages.values())  # and those that are made from data
    for code in LOCALES:
        for path in (ROOT / "docs" / code).rglob("*.md"):
            own = card_path(path.relative_to(ROOT / "docs" / code).as_posix(), LOCALES[code])
            assert (site.folder / own).is_file(), own


def test_a_site_without_a_bill_on_its_home_page_has_cards_too(small_site: Site) -> None:
    assert pictured(small_site) > 10


@pytest.mark.parametrize("code", LOCALES)
def test_a_card_speaks_the_language_of_its_page(real_library: Library, code: str) -> None:
    locale, other = NAMES[code], NAMES["en" if code == "fr" else "fr"]
    seen = 0
    for card in cards_on(ROOT / "docs", real_library, locale).values():
        if card.chart:
            continue  # its words are those of the chart, which is looked at elsewhere
        text = said(card_svg(card, real_library, locale, {}))
        assert card.title in text, card.path
        assert locale.site_name in text
        assert other.site_name not in text.replace(card.title, "")
        seen += 1
    assert seen > 15


def test_a_card_shows_the_bill_of_its_page_or_that_of_its_front_matter(library: Library) -> None:
    front = "---\ntitle: Acme\ndescription: x\n{}---\n\n# Acme\n\n{}\n"
    locale = NAMES["en"]
    own = card_of("a.md", front.format("", "::: chart acme-bars\n\n::: bill acme"), library, locale)
    named_one = card_of("a.md", front.format("bill: acme\n", ""), library, locale)
    drawn = card_of("a.md", front.format("", "::: chart acme-bars"), library, locale, "acme")
    bare = card_of("a.md", front.format("", "Nothing."), library, locale, "acme")
    assert (own.bill, named_one.bill, bare.bill) == ("acme", "acme", "acme")
    assert (drawn.bill, drawn.chart) == ("", "acme-bars")
    text = said(card_svg(own, library, locale, {}))
    assert "ACME’S BILL" in text
    assert "3.75" in text
    assert "PAID" in text


def test_a_card_with_a_chart_holds_the_chart_and_its_measure(library: Library) -> None:
    locale = NAMES["fr"]
    chart = ChartText(library.charts["acme-bars"], library, locale, RenderQueue(validate=False))
    svg = card_svg(Card("a.md", "Acme", chart="acme-bars"), library, locale, {"acme-bars": chart})
    assert chart.subtitle in said(svg)
    assert "var(--" not in svg
    raw = card_png(svg, chart.job, chart.queue)
    assert Image.open(io.BytesIO(raw)).size == (1200, 630)
    assert len(raw) < HEAVIEST


def test_another_number_is_another_card(library: Library) -> None:
    card, locale = Card("a.md", "Acme", bill="acme"), NAMES["en"]
    dataset = library.datasets["firms.capex"]
    rows = dataset.series["acme"]
    changed = tuple(
        replace(row, value=Decimal("7.00")) if str(row.period) == "2025-Q4" else row for row in rows
    )
    series = {**dataset.series, "acme": changed}
    datasets = {**library.datasets, "firms.capex": replace(dataset, series=series)}
    before = card_svg(card, library, locale, {})
    after = card_svg(card, replace(library, datasets=datasets), locale, {})
    assert "19.37" in said(before)
    assert "19.37" not in said(after)


def test_a_long_title_stays_on_its_side(library: Library) -> None:
    title = "Ce que cinq entreprises américaines ont payé de terrains, de bâtiments, de machines"
    svg = card_svg(Card("a.md", title, bill="acme"), library, NAMES["fr"], {})
    assert title in said(svg)
    for one in ElementTree.fromstring(svg).iter():
        if one.tag.endswith("}text") and one.get("x") == "60":
            size, weight = float(one.get("font-size", 0)), int(one.get("font-weight", 400))
            assert 60 + width_of(one.text or "", size, weight) < 626


def test_text_breaks_where_it_has_no_room_and_keeps_numbers_whole() -> None:
    lines = lines_of("182 milliards en trois mois", 300, 50, 600)
    assert " ".join(lines) == "182 milliards en trois mois"
    assert len(lines) == 3
    assert lines_of("12\u202f%", 1, 50) == ["12\u202f%"]

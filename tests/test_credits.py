"""A chart's source line: producers first, then who compiled what was not read in their documents."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from explainer.facts.addresses import Addresses
from explainer.facts.model import EACH, Entity, Library, Observation, Source
from explainer.language.locales import named
from explainer.pages.block import cited
from explainer.pages.chart_block import chart_block
from explainer.pages.chart_text import ChartText
from explainer.pages.downloads import chart_json
from tests.made_charts import HERE, cell, chart, dataset, plain, svg, text, tips

LOCALES = named({"fr": "Un site", "en": "A site"})


def source(id: str, publisher: str, kind: str) -> Source:
    return Source(id, id, text(publisher), kind, HERE, url=f"https://{id}.example")


SOURCES = {
    one.id: one
    for one in (
        source("release", "Acme", "release"),
        source("filing", "Globex (filing, via a mirror)", "filing"),
        source("bank", "Central Bank", "official"),
        source("tracker", "The Tracker", "analysis"),
        source("ledger", "Ledger (copy)", "analysis"),
        source("daily", "The Daily", "press"),
        source("blog", "A Blog", "web"),
        replace(source("unlinked", "Acme", "filing"), url=None),
        *(source(f"firm{n}", f"Firm {n}", "filing") for n in range(6)),
        *(source(f"page{n}", f"Page {n}", "analysis") for n in range(9)),
    )
}


def row(period: str, original: str | None, *via: str, grade: str = "B") -> Observation:
    return replace(cell(period, "1.5", checked_via=via, grade=grade), source=original)


def credited(code: str, producer: Any = None, **series: list[Observation]) -> ChartText:
    data = replace(dataset("one", series), producer=producer)
    entities = {id: Entity(id, "company", text(id.title()), HERE) for id in series}
    if "phone" in entities:
        entities["phone"] = Entity("phone", "product", text("Phone"), HERE, owner="acme")
        entities["acme"] = Entity("acme", "company", text("Acme"), HERE)
    one = chart("lines", "one")
    library = Library(entities, SOURCES, {"one": data}, {one.id: one})
    return ChartText(one, library, LOCALES[code])


def says(code: str, *args: Any, **series: list[Observation]) -> str:
    return plain(credited(code, *args, **series).sources)


def test_a_document_that_was_read_is_credited_alone() -> None:
    acme = [row("2025-Q1", "release", "tracker", grade="A")]
    assert says("en", acme=acme) == "Acme."


def test_who_compiled_comes_after_the_producer() -> None:
    acme = [row("2025-Q1", "release", "tracker", "ledger"), row("2025-Q2", "release", "tracker")]
    assert says("en", acme=acme) == "Acme, figures read in The Tracker and Ledger."
    assert says("fr", acme=acme) == "Acme, chiffres relevés dans The Tracker et Ledger."


def test_several_companies_are_named_together() -> None:
    series = {
        "acme": [row("2025-Q1", "release", "tracker")],
        "globex": [row("2025-Q1", "filing", "daily")],
    }
    end = "figures read in The Daily and The Tracker."
    assert says("en", **series) == f"Acme and Globex (results and filings), {end}"
    assert says("fr", **series).startswith("Acme et Globex (résultats et documents déposés), ")
    series["bank"] = [row("2025-Q1", "bank")]
    assert says("en", **series) == f"company filings and Central Bank, {end}"


def test_more_than_five_companies_are_not_named() -> None:
    series = {f"firm{n}": [row("2025-Q1", f"firm{n}", "tracker")] for n in range(6)}
    assert says("en", **series) == "company filings, read in The Tracker."
    del series["firm5"]
    one = credited("en", **series)
    assert plain(one.credit.brief).startswith("Firm 0, Firm 1, Firm 2, Firm 3 and Firm 4, figures ")


def test_the_most_respectable_page_is_named_first() -> None:
    """Authorities, newsrooms, compilers, and then the web, however many figures each has."""
    acme = [
        row("2025-Q1", "release", "blog", "tracker", "daily", "bank"),
        row("2025-Q2", "release", "blog", "tracker"),
        row("2025-Q3", "release", "blog"),
    ]
    one = credited("en", acme=acme)
    assert one.credit.compilers == ("Central Bank", "The Daily", "The Tracker", "A Blog")
    first = one.library.documents(acme[0])
    assert [page.id for page in first] == ["release", "bank", "daily", "tracker", "blog"]


def test_in_a_line_pages_without_a_newsroom_are_counted() -> None:
    acme = [row("2025-Q1", "release", "tracker", "blog")]
    assert plain(credited("en", acme=acme).credit.brief) == "Acme, figures read in 2 publications"
    brief = plain(credited("fr", acme=acme).credit.brief)
    assert brief == "Acme, chiffres relevés dans 2 publications"
    acme = [row("2025-Q1", "release", "tracker", "blog", "daily")]
    brief = plain(credited("en", acme=acme).credit.brief)
    assert brief == "Acme, figures read in The Daily and 2 others"
    alone = [row("2025-Q1", None, "blog", "tracker")]
    assert plain(credited("en", acme=alone).credit.brief) == "The Tracker and A Blog"


def test_a_producer_whose_document_has_an_address_comes_first() -> None:
    series = {
        "acme": [row("2025-Q1", "unlinked"), row("2025-Q2", "unlinked")],
        "globex": [row("2025-Q1", "filing")],
    }
    assert says("en", **series) == "Globex and Acme (results and filings)."


def test_newspapers_report() -> None:
    assert (
        says("en", acme=[row("2025-Q1", "release", "daily")]) == "Acme, figures read in The Daily."
    )


def test_a_relay_is_not_alone_where_the_dataset_knows_the_producer() -> None:
    acme = [row("2025-Q1", None, "daily")]
    assert says("en", acme=acme) == "The Daily."
    assert (
        says("en", text("Stock exchange"), acme=acme)
        == "Stock exchange, figures read in The Daily."
    )
    assert says("en", EACH, acme=acme) == "Acme, figures read in The Daily."
    assert says("en", EACH, phone=acme) == "Acme, figures read in The Daily."


def test_a_producer_is_not_its_own_relay() -> None:
    assert says("en", acme=[row("2025-Q1", "release", "release")]) == "Acme."


@pytest.mark.parametrize(("code", "end"), [("en", "and 4 others."), ("fr", "et 4 autres.")])
def test_many_names_are_counted_and_lead_to_their_page(code: str, end: str) -> None:
    pages = [f"page{n}" for n in range(6)]
    one = credited(code, acme=[row("2025-Q1", "release", *pages)])
    assert plain(one.sources).endswith(f"Page 0, Page 1 {end}")
    addresses = Addresses("https://a.example/", LOCALES[code])
    html = chart_block(one, addresses, number=1, id="odd").html
    assert f'<a href="/verify/data/one.md">{end.split(" ", 1)[1].removesuffix(".")}</a>.' in plain(
        html
    )


def test_what_has_no_number_credits_nobody() -> None:
    rows = [row("2025-Q1", "release", "tracker"), cell("2025-Q2", not_verified=True)]
    assert says("en", acme=rows) == "Acme, figures read in The Tracker."


def test_a_mark_names_the_producer_and_where_the_figure_was_read() -> None:
    one = credited("en", EACH, acme=[row("2025-Q1", None, "daily"), row("2025-Q2", "release")])
    told = tips(svg(one.chart, one.library, "en"))
    assert any("Source: Acme, figure read in The Daily" in tip for tip in told)


def test_files_name_both() -> None:
    one = credited("en", acme=[row("2025-Q1", "release", "tracker")])
    body = json.loads(chart_json(one, "https://a.example"))
    assert (body["producers"], body["compiled_by"]) == (["Acme"], ["The Tracker"])
    assert body["source"] == "Acme, figures read in The Tracker."


@pytest.mark.parametrize(
    ("code", "end"), [("en", " (from SEC filings)"), ("fr", " (origine : SEC filings)")]
)
def test_a_page_says_what_it_relays(code: str, end: str) -> None:
    page = replace(SOURCES["tracker"], relays=text("SEC filings"))
    assert plain(cited(page, original=False, locale=LOCALES[code])["when"]) == end


@pytest.mark.parametrize(
    ("code", "brief", "whole"),
    [
        ("fr", "Un site (calcul)", "Chiffres de départ : Alphabet, Amazon, Meta"),
        ("en", "A site (calculation)", "Inputs: Alphabet, Amazon, Meta"),
    ],
)
def test_what_this_site_computed_is_credited_to_this_site(
    code: str, brief: str, whole: str, real_library: Library
) -> None:
    """Nobody else has said it: whoever embeds the drawing must not spread that they have."""
    locale = LOCALES[code]
    for id, others in (("payback-balance", []), ("payback-needed", ["Exponential View"])):
        told = ChartText(real_library.charts[id], real_library, locale)
        assert told.credit.producers == (brief, *others)
        assert whole in plain(told.sources)
        assert told.how_made == locale.word("how_computed_text")
    for id in ("example-paid-and-counted", "example-purchases-and-costs"):  # spread over a life
        told = ChartText(real_library.charts[id], real_library, locale)
        assert told.credit.producers == (brief, "Meta")
    published = ChartText(real_library.charts["capex-since-2019"], real_library, locale)
    assert brief not in published.sources
    assert published.how_made == locale.word("how_made_text")

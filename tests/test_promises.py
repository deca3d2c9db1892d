"""The ledger of pledges: what is known, what is not, and what is added up."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from explainer.facts.model import Library
from explainer.facts.promise_model import PROMISE_STATUSES, STAGES
from explainer.facts.worth import pledged, reached, totals
from explainer.language.locales import LOCALES
from explainer.pages.promise_files import promise_files
from explainer.pages.promises_block import promises_block

CODES = ("fr", "en")
each_language = pytest.mark.parametrize("code", CODES)


def entry(html: str, id: str) -> str:
    found = html[html.index(f'<h3 id="{id}"') :]
    return found[: found.index("</section>")]


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@each_language
def test_each_pledge_has_an_anchor_and_all_its_stages(code: str, real_library: Library) -> None:
    html = promises_block(real_library, LOCALES[code]).whole()
    for id in real_library.promises:
        for stage in STAGES:
            assert LOCALES[code].word(f"stage:{stage}") in entry(html, id)


@each_language
def test_what_is_not_known_is_said_to_be_unknown(code: str, library: Library) -> None:
    html = promises_block(library, LOCALES[code]).whole()
    assert entry(html, "globex-5").count(LOCALES[code].word("promise_unknown")) == len(STAGES)
    words = words_of(entry(html, "acme-40"))
    assert LOCALES[code].word("promise_no_amount") in words  # of what is signed
    assert {"fr": "3,75 Md$", "en": "$3.75bn"}[code] in words  # of what is spent: two quarters


def test_a_bar_has_the_parts_that_are_known_and_no_other(library: Library) -> None:
    html = promises_block(library, LOCALES["en"]).whole()
    parts = re.findall(
        r'<rect class="pledge__(\w+)" x="(\d+)" y="0" width="(\d+)"', entry(html, "acme-40")
    )
    assert parts == [("paid", "0", "94"), ("sited", "94", "656")]
    assert "<rect" not in entry(html, "north-power")


def test_what_others_contain_is_not_added_nor_are_currencies_or_power(library: Library) -> None:
    found = {one.unit.id: one for one in totals(library.promises.values(), library)}
    assert {id: one.pledged for id, one in found.items()} == {"usd-bn": 40, "eur-bn": 6}
    assert found["usd-bn"].paid == Decimal("3.75")


@each_language
def test_the_page_begins_with_what_all_come_to(code: str, library: Library) -> None:
    html = promises_block(library, LOCALES[code]).whole()
    summary = words_of(html[html.index("pledges__sum") : html.index("</p>")])
    sums = {"fr": ("40 Md$", "6 Md€", "3,75 Md$"), "en": ("$40bn", "€6bn", "$3.75bn")}[code]
    assert all(
        one in summary.replace("\u202f", " ") or one.replace(" ", "\u00a0") in summary
        for one in sums
    )


@pytest.mark.parametrize(("code", "rough"), [("fr", "environ 685 Md$"), ("en", "about $685bn")])
def test_a_sum_of_rough_pledges_is_rough(code: str, rough: str, real_library: Library) -> None:
    """Its digits would claim to know what "at least", "about" and "of all kinds" add up to."""
    html = promises_block(real_library, LOCALES[code]).whole()
    summary = words_of(html[html.index("pledges__sum") : html.index("</p>")])
    assert rough in summary.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_page_counts_as_the_ledger_does(real_library: Library) -> None:
    """It says in words that of twenty-eight none has published what is spent."""
    promises = real_library.promises.values()
    steps = [(one.at("paid"), pledged(one, real_library).unit) for one in promises]
    known = [step for step, unit in steps if step and reached(step, unit, real_library)]
    assert (len(promises), len(known)) == (28, 0)


def test_a_loan_for_one_site_is_not_what_is_signed_for_all(real_library: Library) -> None:
    html = entry(promises_block(real_library, LOCALES["en"]).whole(), "stargate-500")
    assert "Signed: amount unknown" in words_of(html)
    assert "Saline, Michigan" in words_of(html)


def test_what_is_known_stands_in_a_line_and_the_rest_opens(real_library: Library) -> None:
    html = entry(promises_block(real_library, LOCALES["en"]).whole(), "microsoft-wisconsin")
    seen, _, folded = html.partition("<details")
    assert "At a named site: $7.3bn · Signed: unknown · Spent: amount unknown" in words_of(seen)
    assert "Company statement" in folded
    assert "No sum paid is published" in words_of(folded)
    assert "Company statement" not in seen


@each_language
def test_a_filter_leads_to_each_status_that_there_is(code: str, library: Library) -> None:
    html = promises_block(library, LOCALES[code]).whole()
    led = set(re.findall(r'href="#status-([\w-]+)"', html))
    assert led == {one.status for one in library.promises.values()}
    assert all(f'<h2 id="status-{one}"' in html for one in led)


def test_the_style_sheet_knows_every_status() -> None:
    from tests.conftest import ROOT

    css = (ROOT / "overrides" / "assets" / "css" / "pledges.css").read_text(encoding="utf-8")
    assert set(re.findall(r"#status-([\w-]+):target", css)) == set(PROMISE_STATUSES)


def test_an_amount_of_the_data_is_not_typed_again(real_library: Library) -> None:
    """Whoever corrects a cell corrects the pledge."""
    dataset = real_library.datasets["meta.pledges"]
    (row,) = dataset.series["meta"]
    other = replace(dataset, series={"meta": (replace(row, value=Decimal(700)),)})
    mended = replace(real_library, datasets={**real_library.datasets, "meta.pledges": other})
    assert pledged(mended.promises["meta-600"], mended).most == 700
    assert "$700bn" in promises_block(mended, LOCALES["en"]).whole()


def test_no_more_is_known_than_was_pledged(real_library: Library) -> None:
    for one in real_library.promises.values():
        worth = pledged(one, real_library)
        for step in one.steps:
            known = reached(step, worth.unit, real_library)
            assert known is None or known.most <= worth.most, one.id


def test_all_pledges_leave_as_csv(library: Library) -> None:
    files = promise_files(library, LOCALES["fr"])
    assert list(files) == ["verify/promises.csv", "verify/promises_excel-fr.csv"]
    first, second = files.values()
    rows = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == list(library.promises)
    assert rows[0]["paid_amount"] == "3.75"
    assert rows[0]["signed_amount"] == ""
    assert rows[1]["added"] == "no"
    french = list(csv.DictReader(io.StringIO(second.decode("utf-8-sig")), delimiter=";"))
    assert french[0]["paid_amount"] == "3,75"

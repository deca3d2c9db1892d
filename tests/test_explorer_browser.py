"""The explorer of a projection in headless Chromium, on the page of the site that shows it."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.model import Library
from explainer.facts.projecting import inputs_of
from explainer.facts.projection_model import Projection
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.projection import engine
from tests.accessibility import CONTRAST, faults
from tests.conftest import ROOT, Site, until

pytestmark = pytest.mark.browser

PAGE = "industry/payback/"
ROOTS = {"fr": "", "en": "en/"}
Open = Callable[..., Any]


@lru_cache(maxsize=1)
def _library() -> Library:
    return read_library(ROOT / "data")[0]


def projection() -> Projection:
    return _library().projections["payback"]


SCENARIOS = tuple(projection().scenarios)


@pytest.fixture
def explore(open_page: Open) -> Open:
    """A function that opens the explorer, in a language, with what an address says."""

    def opened(code: str = "fr", search: str = "", **options: Any) -> Any:
        page = open_page(f"{ROOTS[code]}{PAGE}{search}", **options)
        page.locator(".explorer").scroll_into_view_if_needed()
        page.wait_for_selector(".bill__amount:not(:empty)")
        return page

    return opened


def needed(page: Any) -> str:
    return str(page.locator(".bill__amount").inner_text())


def knob(page: Any, id: str) -> Any:
    return page.locator(f"#payback-set-{id}")


def write(page: Any, id: str, text: str) -> None:
    """Type into a field, and leave it."""
    knob(page, id).fill(text)
    knob(page, id).press("Tab")


def inputs(scenario: str, **changed: Any) -> dict[str, Any]:
    """The inputs of the engine as Python makes them."""
    one = projection().scenarios[scenario]

    def value(expression: str) -> Any:
        found = evaluate(tokens_of(expression), _library())
        row = found.cells[0].observation if not found.operation else None
        exact = row.exact if row and row.exact is not None else found.amount
        return replace(found, amount=exact)

    given = dict(inputs_of(projection(), one, _library(), value).frozen)
    given = {
        name: [float(n) for n in number]
        if isinstance(number, tuple)
        else float(number)
        if isinstance(number, Decimal)
        else number
        for name, number in given.items()
    }
    return given | changed


def taken(page: Any, button: int, folder: Path) -> Path:
    with page.expect_download(timeout=120_000) as download:  # machines may be busy
        page.locator(".explorer__actions button").nth(button).click()
    target = folder / str(download.value.suggested_filename)
    download.value.save_as(target)
    return target


# -- what is computed ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_browser_tells_what_python_computes(code: str, explore: Open, tmp_path: Path) -> None:
    """Each scenario, by its CSV to the last digits, and by what the bill says."""
    page, locale = explore(code), LOCALES[code]
    for scenario in SCENARIOS:
        page.locator("#payback-scenario").select_option(scenario)
        file = taken(page, 1, tmp_path)
        text = file.read_bytes().decode("utf-8-sig")
        marked = code == "fr" or not text.isascii()
        assert file.read_bytes().startswith(b"\xef\xbb\xbf") == marked
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if code == "fr" else ","))
        assert text.count("\r\n") == len(rows) + 1
        assert file.name.endswith("_excel-fr.csv") == (code == "fr")
        assert all(row["name"] for row in rows if row["kind"] == "input")

        def number(row: dict[str, str]) -> float:
            return float(row["value"].replace(",", ".") if code == "fr" else row["value"])

        ours = engine.project(inputs(scenario))
        for year in ours["years"]:
            theirs = {
                row["id"]: number(row)
                for row in rows
                if row["kind"] == "result" and row["period"] == str(year["year"])
            }
            assert theirs == pytest.approx(
                {key: value for key, value in year.items() if key != "year"}, rel=1e-9, abs=1e-9
            )
        vintage = {row["id"]: number(row) for row in rows if row["kind"] == "vintage"}
        assert vintage == pytest.approx(ours["vintage"], rel=1e-9, abs=1e-9)
        told = int(page.locator("#payback-year").input_value())
        amount = ours["years"][told]["needed"]
        unit = _library().units["usd-bn"]
        digits = 0 if amount >= 10 else 1
        assert needed(page) == locale.short(Decimal(amount), unit, digits)
        assert f"payback={scenario}" in rows[-1]["name"] or scenario == SCENARIOS[0]


def test_the_page_of_data_says_the_same(explore: Open) -> None:
    """The main results of our scenarios are cells of the dataset to which the bill leads."""
    page = explore("en")
    cells = _library().datasets["payback.needed"].series
    unit = _library().units["usd-bn"]
    for scenario in ("central", "prudent", "optimistic", "as-meta-depreciates"):
        page.locator("#payback-scenario").select_option(scenario)
        (row,) = (row for row in cells[scenario] if row.period.year == projection().told)
        assert row.value is not None
        assert needed(page) == LOCALES["en"].short(row.value, unit)
    assert (
        page.locator(".bill__foot a")
        .first.get_attribute("href")
        .endswith("/en/verify/data/payback.needed/")
    )


def test_what_must_be_true_is_true(explore: Open) -> None:
    """Each answer holds when the engine runs with it, and not a tenth beyond."""
    page = explore("fr", "?payback=optimistic&within=5")
    names = {"margin": "margin", "revenue": "revenue", "ramp": "ramp"}
    found = {}
    page.wait_for_selector(".must li")
    for line in page.locator(".must li").all():
        text = line.locator("span").inner_text()
        match = re.search(r"(au moins|au plus) ([\d ,]+)", text.replace("\u202f", " "))
        if match:
            value = float(match[2].strip().replace(" ", "").replace(",", "."))
            found[line.get_attribute("data-key")] = match[1], value
    assert {"margin", "revenue"} <= found.keys()
    for id, (which, value) in found.items():
        if id not in names:
            continue

        def years(at: float, id: str = id) -> float:
            p = inputs("optimistic", **{names[id]: at if id == "ramp" else at / 100})
            return float(engine.payback(p, p["revenue"]))

        assert 0 <= years(value) <= 5
        beyond = years(value - 0.1 if which == "au moins" else value + 0.1)
        assert beyond < 0 or beyond > 5
    page.locator(".must li[data-key=margin] button").click()
    assert float(knob(page, "margin").input_value().replace(",", ".")) == found["margin"][1]
    assert "jamais" not in page.locator("[data-key=back] b").inner_text()


def test_the_shares_of_what_is_bought_stay_a_whole(explore: Open, tmp_path: Path) -> None:
    page = explore("en")
    write(page, "chips-share", "70")
    text = taken(page, 1, tmp_path).read_bytes().decode("utf-8-sig")
    values = {row["id"]: row["value"] for row in csv.DictReader(io.StringIO(text))}
    assert [float(values[f"{one}-share"]) for one in ("chips", "buildings", "power")] == (
        pytest.approx([70, 10, 20])  # they were 15 and 30 of 45
    )


def test_sales_of_all_are_not_held_against_one(explore: Open) -> None:
    page = explore("en", "?spending=meta")
    assert "Meta alone" in page.locator("[data-key=today]").inner_text()
    assert page.locator("[data-key=gap]").count() == 0
    spent = [
        evaluate(tokens_of(str(one)), _library()).amount for one in projection().spending["meta"]
    ]
    p = inputs("central", spending=[float(one or 0) for one in spent])
    amount = engine.project(p)["years"][projection().told - projection().first]["needed"]
    assert needed(page) == LOCALES["en"].short(Decimal(amount), _library().units["usd-bn"], 0)


def test_what_the_reader_chose_says_so(explore: Open) -> None:
    page = explore("en")
    assert "our choice" in page.locator(".bill__foot").first.inner_text()
    write(page, "margin", "40")
    head = page.locator(".knob:has(#payback-set-margin) .knob__head")
    assert "◆ your choice" in head.inner_text()
    assert "◆ your choice" in page.locator(".bill__foot").first.inner_text()
    write(page, "margin", "50")  # as it was
    assert "published" in head.inner_text()
    assert urlsplit(page.url).query == ""


# -- the address -----------------------------------------------------------------------------------


def test_an_address_says_it_in_both_languages(explore: Open, site: Site) -> None:
    page = explore("fr")
    write(page, "margin", "42,5")
    write(page, "chips-life", "6")
    said = {"payback": "central", "margin": "42.5", "chips-life": "6"}
    assert dict(parse_qsl(urlsplit(page.url).query)) == said
    french = needed(page)
    page.locator("a.language").click()
    page.wait_for_url(f"{site.url}en/{PAGE}?*")
    page.locator(".explorer").scroll_into_view_if_needed()
    page.wait_for_selector(".bill__amount:not(:empty)")
    assert dict(parse_qsl(urlsplit(page.url).query)) == said
    assert knob(page, "margin").input_value() == "42.5"
    digits = partial(re.sub, r"\D", "")
    assert digits(needed(page)) == digits(french)


def test_back_and_forward(explore: Open) -> None:
    page = explore("en")
    first = needed(page)
    write(page, "margin", "40")
    second = needed(page)
    write(page, "return", "12")
    assert len({first, second, needed(page)}) == 3
    page.go_back()
    until(page, "t => document.querySelector('.bill__amount').innerText == t", arg=second)
    page.go_back()
    until(page, "t => document.querySelector('.bill__amount').innerText == t", arg=first)
    assert knob(page, "margin").input_value() == "50"
    page.go_forward()
    until(page, "t => document.querySelector('.bill__amount').innerText == t", arg=second)


@pytest.mark.parametrize(
    ("search", "id", "shown"),
    [
        ("?margin=<script>window.hacked=1</script>", "margin", "<script>window.hacked=1</script>"),
        ("?margin=1e999", "margin", "1e999"),
        ("?margin=NaN", "margin", "NaN"),
        ("?margin=100", "margin", "100"),
        ("?margin=40&margin=50", "margin", "40 & 50"),
        ("?margin=", "margin", ""),
        ("?margin=40,5", "margin", "40,5"),
        ("?chips-life=0", "chips-life", "0"),
        ("?chips-life=-3", "chips-life", "-3"),
        ("?chips-life=Infinity", "chips-life", "Infinity"),
        ("?within=0", "within", "0"),
    ],
)
def test_an_absurd_number_in_an_address_is_told_at_its_field(
    search: str, id: str, shown: str, explore: Open
) -> None:
    page = explore("en", search)
    assert needed(page) == needed_by_central(page)
    field = knob(page, id)
    assert field.get_attribute("aria-invalid") == "true"
    assert field.input_value() == shown
    assert page.locator(f"#payback-set-{id}-wrong").inner_text().startswith("Write a number from")
    assert page.evaluate("window.hacked") is None
    assert page.trouble == []


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("?payback=__proto__", "“__proto__”"),
        ("?payback=constructor&spending=toString", "“constructor”"),
        ("?spending=<img src=x onerror=window.hacked=1>", "“<img src=x onerror=window.hacked=1>”"),
        ("?year=1850", "“1850”"),
        ("?year=2030&year=2031", "“2030 & 2031”"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_told(search: str, told: str, explore: Open) -> None:
    page = explore("en", search)
    assert told in page.locator(".explorer__notice").inner_text()
    assert needed(page) == needed_by_central(page)
    assert page.locator(".explorer img, .explorer script").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.trouble == []


def needed_by_central(page: Any) -> str:
    amount = engine.project(inputs("central"))["years"][projection().told - projection().first]
    code = page.evaluate("document.documentElement.lang")
    return LOCALES[code].short(Decimal(amount["needed"]), _library().units["usd-bn"], 0)


def test_other_parameters_of_an_address_stay(explore: Open) -> None:
    page = explore("en", "?__proto__=1&from=paper")
    write(page, "margin", "40")
    assert dict(parse_qsl(urlsplit(page.url).query)) == {
        "__proto__": "1", "from": "paper", "payback": "central", "margin": "40",
    }  # fmt: skip


# -- what readers type -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        (
            "fr",
            {
                "margin": ("", "abc", "100", "1.234,5", "50.5"),
                "chips-life": ("0", "−2", "∞"),
                "within": ("0", "Infinity"),
            },
        ),
        ("en", {"margin": ("1.234,5", "50,5", "100%", "<b>40</b>"), "chips-life": ("1e3", "-0")}),
    ],
)
def test_what_a_field_does_not_take(
    code: str, texts: dict[str, tuple[str, ...]], explore: Open
) -> None:
    page = explore(code)
    for id, ones in texts.items():
        field, told = knob(page, id), page.locator(f"#payback-set-{id}-wrong")
        before = needed(page)
        for text in ones:
            write(page, id, text)
            assert field.get_attribute("aria-invalid") == "true", text
            assert told.get_attribute("id") in field.get_attribute("aria-describedby").split()
            assert re.match("Écrivez un nombre de|Write a number from", told.inner_text())
            assert field.input_value() == text
            assert needed(page) == before, "the last good result stays"
        write(page, id, {"margin": "60", "chips-life": "4", "within": "8"}[id])
        assert field.get_attribute("aria-invalid") is None
        assert told.is_hidden()
        assert (needed(page) == before) == (id == "within")


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [("fr", "37,5", "37,5"), ("fr", " 40 ", "40"), ("en", "37.5", "37.5"), ("en", "+40", "40")],
)
def test_numbers_are_typed_as_readers_write_them(
    code: str, text: str, shown: str, explore: Open
) -> None:
    page = explore(code)
    write(page, "margin", text)
    assert knob(page, "margin").input_value() == shown
    assert float(page.locator(".knob:has(#payback-set-margin) [type=range]").input_value()) == (
        pytest.approx(float(shown.replace(",", ".")), abs=0.5)
    )


# -- how it is used --------------------------------------------------------------------------------


def test_at_rest_nothing_of_it_is_loaded(open_page: Open, site: Site) -> None:
    page = open_page(PAGE)
    page.wait_for_load_state("networkidle")
    asked = [url for url in page.requests if "explorer" in url or url.endswith(".json")]
    assert asked == []
    page.locator(".explorer").scroll_into_view_if_needed()
    page.wait_for_selector(".bill__amount:not(:empty)")
    page.wait_for_load_state("networkidle")
    assert [url for url in page.requests if not url.startswith(site.url)] == []
    assert page.trouble == []


def test_without_javascript_a_sentence_says_so(open_page: Open) -> None:
    for code, words in (("fr", "demande JavaScript"), ("en", "needs JavaScript")):
        page = open_page(ROOTS[code] + PAGE, java_script_enabled=False)
        place = page.locator(".explorer")
        assert words in place.inner_text()
        assert place.locator("button:visible, input:visible").count() == 0


def test_a_script_that_does_not_come_is_told_and_asked_for_again(open_page: Open) -> None:
    page = open_page("about/")
    page.route("**/payback.*.json", lambda route: route.abort())
    page.goto(page.url.replace("about/", PAGE))
    page.locator(".explorer").scroll_into_view_if_needed()
    page.wait_for_selector(".explorer [role=status]:not(:empty)")
    assert "réessayer" in page.locator(".explorer [role=status]").inner_text()
    page.unroute("**/payback.*.json")
    page.locator(".explorer__open button").click()
    page.wait_for_selector(".bill__amount:not(:empty)")


def test_all_by_keyboard(explore: Open) -> None:
    page = explore("en")
    page.locator("#payback-scenario").focus()
    page.keyboard.press("ArrowDown")
    assert "payback=prudent" in page.url
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.type || ''"))
        if not page.evaluate("!!document.activeElement.closest('.explorer')"):
            break
    ids = {f"payback-set-{one.id}" for one in projection().inputs.values() if one.control}
    assert ids | {"payback-spending", "payback-year", "payback-set-within", "range"} <= seen
    rail = page.locator(".knob:has(#payback-set-margin) [type=range]")
    rail.focus()
    before = needed(page)
    page.keyboard.press("ArrowRight")
    assert needed(page) != before
    assert rail.get_attribute("aria-valuetext").endswith("%")
    assert "margin=" in page.url
    until(page, "document.querySelector('.explorer > .voice').innerText")
    assert needed(page) in page.locator(".explorer > .voice").inner_text()


def test_no_more_than_nine_are_asked(explore: Open) -> None:
    page = explore("fr")
    assert page.locator(".explorer__knobs :is(select, [type=range])").count() <= 9
    assert page.locator(".explorer__knobs fieldset").count() == 4


def test_the_link_is_copied(explore: Open) -> None:
    page = explore("en", "?margin=40")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".explorer__actions button").first.click()
    page.wait_for_selector(".explorer__actions [role=status]:not(:empty)")
    copied = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    assert dict(parse_qsl(copied.query)) == {"payback": "central", "margin": "40"}
    assert copied.fragment == "payback-explorer"


def test_the_bill_as_a_picture(explore: Open, tmp_path: Path) -> None:
    page = explore("fr", "?payback=prudent&margin=40")
    file = taken(page, 2, tmp_path)
    content = file.read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    assert width == 1080
    assert 1000 < height < 2400
    assert len(content) > 30_000, "it has words on it"
    assert file.name.startswith("payback_fr_")


def test_every_result_leads_to_its_source(explore: Open, site: Site) -> None:
    page = explore("en")
    lines = page.locator(".bill dl > div")
    assert lines.count() >= 5
    for line in lines.all():
        assert re.search("[●◐○◇◆] ", line.inner_text())
        assert line.locator("a").count() == 1
    hrefs = page.locator(".explorer a[href]").evaluate_all("all => all.map(one => one.href)")
    for href in dict.fromkeys(hrefs):
        path, _, anchor = href.removeprefix(site.url).partition("#")
        target = (site.folder / path / "index.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in target, href


@pytest.mark.parametrize("code", ["fr", "en"])
def test_axe_finds_nothing_at_any_size_in_any_light(code: str, explore: Open) -> None:
    page = explore(code, "?payback=bain&margin=xx", width=360)
    page.locator(".explorer summary").click()
    page.wait_for_selector(".explorer table")
    page.wait_for_selector(".must__idle:not(:empty)")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.emulate_media(color_scheme="light")
        assert faults(page) == "", (width, "light")
        page.emulate_media(color_scheme="dark")
        assert faults(page, CONTRAST) == "", (width, "dark: nothing else changes with the light")

"""The contract of the two languages: what a reader sees, character by character."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from explainer.facts.load import read_units
from explainer.language.locales import LOCALES
from explainer.language.periods import Period
from explainer.language.typography import typeset
from explainer.language.units import made
from explainer.language.words import WORDS
from tests.conftest import ROOT

FR, EN = LOCALES["fr"], LOCALES["en"]
UNITS = read_units(ROOT / "data")
USD = UNITS["usd-bn"]


def d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        ("1234.5", "1\u202f234,5", "1,234.5"),
        ("-12", "\u221212", "\u221212"),
        ("83.0", "83,0", "83.0"),
        ("1234567", "1\u202f234\u202f567", "1,234,567"),
        ("19.375", "19,38", "19.38"),
    ],
)
def test_numbers(value: str, fr: str, en: str) -> None:
    assert FR.number(d(value)) == fr
    assert EN.number(d(value)) == en


@pytest.mark.parametrize(
    ("value", "unit", "fr", "en"),
    [
        ("19.37", "usd-bn", "19,37\u00a0Md$", "$19.37bn"),
        ("-0.78", "usd-bn", "\u22120,78\u00a0Md$", "\u2212$0.78bn"),
        ("12", "percent", "12\u202f%", "12%"),
        ("-12", "percent", "\u221212\u202f%", "\u221212%"),
        ("109", "eur-bn", "109\u00a0Md€", "€109bn"),
        ("2", "gw", "2\u00a0GW", "2\u00a0GW"),
        ("900", "million", "900\u00a0M", "900m"),
    ],
)
def test_on_a_chart(value: str, unit: str, fr: str, en: str) -> None:
    assert FR.short(d(value), UNITS[unit]) == fr
    assert EN.short(d(value), UNITS[unit]) == en


@pytest.mark.parametrize(
    ("value", "unit", "fr", "en"),
    [
        ("19.37", "usd-bn", "19,37\u00a0milliards de dollars", "$19.37\u00a0billion"),
        ("1.5", "usd-bn", "1,5\u00a0milliard de dollars", "$1.5\u00a0billion"),
        ("2", "usd-bn", "2\u00a0milliards de dollars", "$2\u00a0billion"),
        ("0.78", "usd-bn", "780\u00a0millions de dollars", "$780\u00a0million"),
        ("1200", "usd-bn", "1\u202f200\u00a0milliards de dollars", "$1.2\u00a0trillion"),
        ("1890", "usd-bn", "1\u202f890\u00a0milliards de dollars", "$1.89\u00a0trillion"),
        ("-15.93", "usd-bn", "\u221215,93\u00a0milliards de dollars", "\u2212$15.93\u00a0billion"),
        ("1", "eur-bn", "1\u00a0milliard d’euros", "€1\u00a0billion"),
        ("499", "usd", "499\u00a0dollars", "$499"),
        ("900", "million", "900\u00a0millions", "900\u00a0million"),
        ("1000", "million", "1\u00a0milliard", "1\u00a0billion"),
        ("78400", "count", "78\u202f400", "78,400"),
        ("1", "gw", "1\u00a0gigawatt", "1\u00a0gigawatt"),
        ("1.0", "gw", "1,0\u00a0gigawatt", "1.0\u00a0gigawatt"),
        ("5", "gw", "5\u00a0gigawatts", "5\u00a0gigawatts"),
        ("12", "percent", "12\u202f%", "12%"),
    ],
)
def test_in_a_sentence(value: str, unit: str, fr: str, en: str) -> None:
    assert FR.long(d(value), UNITS[unit]) == fr
    assert EN.long(d(value), UNITS[unit]) == en


def test_a_currency_is_known_by_its_code() -> None:
    """Its symbol and names need not be told; a symbol of letters is kept apart."""
    name = {"fr": "x", "en": "x"}
    pounds, thousands = made("p", "GBP", name, 9), made("t", "EUR", name, 3)
    francs = made("f", "CHF", name, 9)
    assert (FR.short(d("3.2"), pounds), EN.short(d("3.2"), pounds)) == ("3,2\u00a0Md£", "£3.2bn")
    assert FR.long(d("3.2"), pounds) == "3,2\u00a0milliards de livres sterling"
    assert EN.long(d("-3.2"), pounds) == "\u2212£3.2\u00a0billion"
    assert (FR.short(d("12"), thousands), EN.short(d("12"), thousands)) == ("12\u00a0k€", "€12k")
    assert (FR.long(d("12.5"), thousands), EN.long(d("12.5"), thousands)) == (
        "12\u202f500\u00a0euros",
        "€12,500",
    )
    assert FR.long(d("1200"), thousands) == "1,2\u00a0million d’euros"
    assert (FR.short(d("2"), francs), EN.short(d("2"), francs)) == (
        "2\u00a0Md\u00a0CHF",
        "CHF\u00a02bn",
    )
    assert EN.long(d("2"), francs) == "CHF\u00a02\u00a0billion"


def test_another_measure_says_how_it_is_written() -> None:
    name = {"fr": "x", "en": "x"}
    short = {"fr": "{} hL", "en": "{} hL"}
    nouns = {"fr": ("hectolitre", "hectolitres"), "en": ("hectolitre", "hectolitres")}
    for power, fr, en in (
        (0, "1,5\u00a0hectolitre", "1.5\u00a0hectolitres"),
        (3, "1\u202f500\u00a0hectolitres", "1,500\u00a0hectolitres"),
        (6, "1,5\u00a0million d’hectolitres", "1.5\u00a0million hectolitres"),
    ):
        unit = made("h", "hL", name, power, short=short, nouns=nouns)
        assert (FR.long(d("1.5"), unit), EN.long(d("1.5"), unit)) == (fr, en)
        assert FR.short(d("1.5"), unit) == "1,5\u00a0hL"
    rent = made("r", "EUR/m2", name, short={"fr": "{} €/m²", "en": "€{}/m²"})
    assert (FR.long(d("14.2"), rent), EN.long(d("14.2"), rent)) == ("14,2\u00a0€/m²", "€14.2/m²")
    assert not rent.is_rate
    assert made("x", "GBP/EUR", name, short=short).is_rate


def test_french_never_says_billion() -> None:
    for exponent in range(16):
        text = FR.long(d("1").scaleb(exponent), UNITS["usd"])
        assert "billion" not in text
        assert "trillion" not in text


@pytest.mark.parametrize(
    ("low", "high", "fr", "en"),
    [
        ("70", "72", "70\u00a0à\u00a072\u00a0milliards de dollars", "$70–\u206072\u00a0billion"),
        (
            "900",
            "1200",
            "900\u00a0à\u00a01\u202f200\u00a0milliards de dollars",
            "$900\u00a0billion to $1.2\u00a0trillion",
        ),
        ("40", None, "au moins 40\u00a0milliards de dollars", "at least $40\u00a0billion"),
        (None, "95", "au plus 95\u00a0milliards de dollars", "up to $95\u00a0billion"),
    ],
)
def test_ranges(low: str | None, high: str | None, fr: str, en: str) -> None:
    first, last = (None if end is None else d(end) for end in (low, high))
    assert FR.span(first, last, USD) == fr
    assert EN.span(first, last, USD) == en


def test_the_ends_of_a_range_stay_on_one_line() -> None:
    """In a sentence, in short and bare: nothing between both numbers lets a line break."""
    for how in ({}, {"short": True}, {"bare": True}):
        assert "195\u00a0à\u00a0205" in FR.span(d("195"), d("205"), USD, **how)
        assert "195–\u2060205" in EN.span(d("195"), d("205"), USD, **how)
    assert EN.span(d("195"), d("205"), USD, bare=True) == "195–\u2060205"


@pytest.mark.parametrize(
    ("word", "step", "fr", "en"),
    [
        ("nearly", "20", "près de 20\u00a0milliards de dollars", "nearly $20\u00a0billion"),
        ("over", "1", "plus de 19\u00a0milliards de dollars", "more than $19\u00a0billion"),
        ("about", "5", "environ 20\u00a0milliards de dollars", "about $20\u00a0billion"),
        ("about", "0.1", "environ 19,4\u00a0milliards de dollars", "about $19.4\u00a0billion"),
    ],
)
def test_rounding_says_that_it_rounds(word: str, step: str, fr: str, en: str) -> None:
    assert FR.approximate(d("19.37"), USD, word, d(step)) == fr
    assert EN.approximate(d("19.37"), USD, word, d(step)) == en


def test_rounding_can_leave_the_unit_out() -> None:
    assert FR.approximate(d("19.37"), USD, "nearly", d("20"), bare=True) == "près de 20"
    assert EN.approximate(d("1234.5"), USD, "over", d("100"), bare=True) == "more than 1,200"


def test_a_word_that_would_be_false_is_refused() -> None:
    with pytest.raises(ValueError, match='exactly 20, not "nearly" it'):
        FR.approximate(d("20"), USD, "nearly", d("5"))
    with pytest.raises(ValueError, match="leaves 0"):
        FR.approximate(d("2"), USD, "about", d("50"))


@pytest.mark.parametrize(
    ("period", "long", "fr", "en"),
    [
        ("2025-Q3", False, "T3\u00a02025", "Q3\u00a02025"),
        ("2025-Q3", True, "troisième trimestre 2025", "third quarter of 2025"),
        ("2025-H1", False, "S1\u00a02025", "H1\u00a02025"),
        ("2025-H1", True, "premier semestre 2025", "first half of 2025"),
        ("2025", True, "2025", "2025"),
        ("2025-10", False, "octobre 2025", "October 2025"),
        ("2025-10-29", True, "29\u00a0octobre 2025", "29\u00a0October 2025"),
        ("2025-11-01", True, "1er\u00a0novembre 2025", "1\u00a0November 2025"),
    ],
)
def test_periods(period: str, long: bool, fr: str, en: str) -> None:
    assert FR.period(Period.parse(period), long) == fr
    assert EN.period(Period.parse(period), long) == en


def test_dates_do_not_depend_on_the_machine() -> None:
    assert FR.date(date(2025, 10, 29), short=True) == "29\u00a0oct. 2025"
    assert EN.date(date(2025, 10, 29), short=True) == "29\u00a0Oct 2025"


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("Qui paie ? L'IA !", "Qui paie\u202f? L’IA\u202f!"),
        ("Lecture : ici ; là", "Lecture\u00a0: ici\u202f; là"),
        ("l'« année »", "l’«\u202fannée\u202f»"),
        ("12 % de plus", "12\u202f% de plus"),
        ("déjà\u202f!", "déjà\u202f!"),
        ("https://exemple.org/?a=1", "https://exemple.org/?a=1"),
        ("à 12:30", "à 12:30"),
    ],
)
def test_french_typography(plain: str, printed: str) -> None:
    assert typeset(plain, "fr") == printed
    assert typeset(printed, "fr") == printed


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ('Meta\'s "year of efficiency".', "Meta’s “year of efficiency”."),
        ('("so far")', "(“so far”)"),
        ("Why? Because: it pays!", "Why? Because: it pays!"),
    ],
)
def test_english_typography(plain: str, printed: str) -> None:
    assert typeset(plain, "en") == printed
    assert typeset(printed, "en") == printed


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["fr"].keys() == WORDS["en"].keys()
    for key in WORDS["fr"]:
        assert WORDS["fr"][key].text.count("{}") == WORDS["en"][key].text.count("{}"), key


@pytest.mark.parametrize("unit", list(UNITS))
def test_vega_writes_as_we_do(unit: str) -> None:
    """The d3 locale handed to Vega gives the same characters as `short`."""
    import vl_convert

    for locale in (FR, EN):
        spec = {
            "data": {"values": [{"v": 1234.5}]},
            "mark": "text",
            "encoding": {"text": {"field": "v", "type": "quantitative", "format": "$,.1f"}},
        }
        svg = vl_convert.vegalite_to_svg(
            spec, vl_version="6.4", format_locale=locale.d3(UNITS[unit]), allowed_base_urls=[]
        )
        assert f">{locale.short(d('1234.5'), UNITS[unit])}</text>" in svg

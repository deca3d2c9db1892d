"""Numbers as others type them: `1 234,5`, `1,234.5`, `(12)`, `12 %`, `$3.2bn`, `n.d.`, `14.2 (e)`.

A cell says what it holds, and where a comma or a point may part decimals or thousands, both
readings: the rest of its column decides, see `readings`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

COMMA, POINT = ",", "."
ABSENT = {
    "", "-", "\u2013", "\u2014", "\u2212", ".", "..", "...", "\u2026", ":", "?", "x", "*",
    "nd", "n.d", "n.d.", "na", "n.a", "n.a.", "n/a", "#n/a", "#n/d", "n/d", "nc", "n.c.", "n/c",
    "ns", "n.s.", "so", "s.o.", "s/o", "null", "none", "nan", "nil", "tbd", "non disponible",
    "non communiqué", "not available", "not disclosed",
}  # fmt: skip
# A power of ten behind a number, by its abbreviation or its word.
POWERS = {
    **dict.fromkeys(("k", "millier", "milliers", "thousand", "thousands"), 3),
    **dict.fromkeys(("m", "mn", "mio", "mm", "million", "millions"), 6),
    **dict.fromkeys(
        ("b", "bn", "md", "mds", "mrd", "milliard", "milliards", "billion", "billions"), 9
    ),
    **dict.fromkeys(("tn", "trillion", "trillions"), 12),
}
CURRENCIES = {
    **dict.fromkeys(("us$", "$us", "$", "usd", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("€", "eur", "euro", "euros"), "EUR"),
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "chf": "CHF",
}
_SIGNS = "|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True)))
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b\ufeff]+")
_RAISED = re.compile(
    r"[\u00b9\u00b2\u00b3\u2070-\u2079*\u2020\u2021\u00a7]+|\[[a-z0-9]{1,3}\]", re.IGNORECASE
)
_MARK = re.compile(r"(?<=\d)\s*\(\s*([a-z]{1,2}|\d{1,2})\s*\)$|(?<=\d)\s+([a-z])$", re.IGNORECASE)
_WORD = re.compile(r"(?<=[\d)])\s*([a-zé]+)\.?$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Amount:
    """What a cell says. `values` has the number for each sign that may part its decimals: one sign
    where it is certain (`sign`), the same number for both where there is nothing to decide."""

    text: str
    values: dict[str, Decimal]
    sign: str = ""  # the sign that certainly parts decimals here
    absent: bool = False
    percent: bool = False
    currency: str = ""
    power: int | None = None
    marks: str = ""  # of a footnote, left out

    @property
    def ambiguous(self) -> bool:
        """Whether the number depends on what parts decimals."""
        return len(set(self.values.values())) > 1

    def value(self, sign: str) -> Decimal:
        """The number, with a sign that parts decimals."""
        return self.values.get(sign) or next(iter(self.values.values()))


def amount(raw: str) -> Amount | None:
    """Return what a cell says; None where it is no number and no word for none."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", raw)).strip()
    if text.casefold() in ABSENT:
        return Amount(raw, {}, absent=True)
    marks = "".join(_RAISED.findall(text))
    text = _RAISED.sub("", text).strip()
    if text.casefold() in ABSENT:
        return Amount(raw, {}, absent=True, marks=marks)
    bare = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2013", "-")
    percent = bare.endswith(("%", "pct")) or bare.startswith("%")
    bare = re.sub(r"%|pct$", "", bare).strip()
    bare, currency = _currency(bare)
    bare, power = _power(bare)
    if power is None and (mark := _MARK.search(bare)):
        marks += mark[0].strip()
        bare = bare[: mark.start()].strip()
    if not currency:
        bare, currency = _currency(bare)
    negative = bool(re.fullmatch(r"\(.*\)|-.*|.*-", bare))
    bare = re.sub(r"^[(+-]\s*|[)-]$", "", bare).strip()
    if not currency:
        bare, currency = _currency(bare)
    found, sign = _values(bare.strip())
    if not found:
        return None
    values = {one: -value if negative else value for one, value in found.items()}
    return Amount(raw, values, sign, False, percent, currency, power, marks)


def _currency(text: str) -> tuple[str, str]:
    """A text without the currency at one of its ends, and that currency."""
    found = re.match(rf"([(+-]?\s*)({_SIGNS})\s*(?=[\d(+-])", text, re.IGNORECASE)
    if found:
        return found[1] + text[found.end() :], CURRENCIES[found[2].lower()]
    found = re.search(rf"(?<=[\d)a-z ])\s*(?:de |d'|of )?({_SIGNS})$", text, re.IGNORECASE)
    if found:
        return text[: found.start()].strip(), CURRENCIES[found[1].lower()]
    return text, ""


def _power(text: str) -> tuple[str, int | None]:
    found = _WORD.search(text)
    if found and text[found.start() :] == " b":  # of statistics: a break in the series
        return text, None
    power = POWERS.get(found[1].lower()) if found else None
    return (text[: found.start()].strip(), power) if found and power else (text, None)


def _values(text: str) -> tuple[dict[str, Decimal], str]:
    """The number for each sign that may part decimals, and that sign where it is certain."""
    text = text.replace("\u2019", "'")
    if re.search("[ ']", text):
        if not _GROUPED.fullmatch(text):
            return {}, ""
        text = re.sub("[ ']", "", text)
        if "," in text or "." in text:
            return _one(text, COMMA if "," in text else POINT)
    if re.fullmatch(r"\d+(?:\.\d+)?e[+-]?\d{1,2}", text, re.IGNORECASE):
        return _one(format(Decimal(text), "f"), POINT)
    if not re.fullmatch(r"\d*(?:[.,]\d+)*", text) or not re.search(r"\d", text):
        return {}, ""
    return _parted(text, re.findall("[.,]", text))


def _parted(text: str, signs: Sequence[str]) -> tuple[dict[str, Decimal], str]:
    """The same for digits among which some signs stand."""
    if not signs:
        return dict.fromkeys((COMMA, POINT), Decimal(text)), ""
    last = signs[-1]
    other = POINT if last == COMMA else COMMA
    if len(set(signs)) == 2:  # the last parts decimals, the others parted thousands
        whole = text.rpartition(last)[0]
        grouped = re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+", whole)
        return _one(text.replace(other, ""), last) if grouped else ({}, "")
    thousands = re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{last}\d{{3}})+", text)
    found = {other: Decimal(text.replace(last, ""))} if thousands else {}
    if len(signs) > 1:
        return found, other if found else ""
    decimals, sign = _one(text, last)
    return {**decimals, **found}, "" if found else sign


def _one(text: str, sign: str) -> tuple[dict[str, Decimal], str]:
    number = text.replace(sign, POINT)
    return {sign: Decimal(f"0{number}" if number.startswith(POINT) else number)}, sign


def signs(amounts: Iterable[Amount]) -> set[str]:
    """Return the signs that certainly part decimals among some cells."""
    return {one.sign for one in amounts if one.sign}

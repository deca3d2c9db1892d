"""How one language writes numbers, money, periods, dates and the site's own words.

`LOCALES["fr"]` and `LOCALES["en"]` are the only places where a value becomes text: sentences,
tables, charts, descriptions and French CSV all ask here, so that they cannot disagree. Babel gives
CLDR's separators, plurals and month names; what CLDR does not know (Md$, `1er`, the true minus,
"près de") stands here. `Locale.d3` hands Vega the same rules.

The contract is the table "French and English, exactly" of CONTRIBUTING.md; tests hold to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

import babel
from babel.dates import format_date

from explainer.language.numbers import (
    MAX_DIGITS,
    decimals,
    digits_of,
    enough,
    few,
    is_singular,
    rounded,
    trimmed,
)
from explainer.language.periods import DAY, HALF, MONTH, QUARTER, YEAR, Period
from explainer.language.typography import DASH, JOINER, MINUS, NARROW, NBSP, typeset
from explainer.language.units import Unit, before_number
from explainer.language.words import WORDS

# French stops at the milliard: 10^12 is "1 200 milliards", never "billion" nor "trillion".
_SCALES: Mapping[str, Sequence[tuple[int, str, str]]] = {
    "fr": ((9, "milliard", "milliards"), (6, "million", "millions")),
    "en": ((12, "trillion", "trillion"), (9, "billion", "billion"), (6, "million", "million")),
}

_ORDINALS = {
    "fr": ("premier", "deuxième", "troisième", "quatrième"),
    "en": ("first", "second", "third", "fourth"),
}


@dataclass(frozen=True)
class Locale:
    """One language of a site. `code` is `fr` or `en`; `territory` chooses its CLDR dates.

    `site_name` is what the site is called in this language, `site_key` a short name of it that is
    the same in all languages: see `named`.
    """

    code: str
    territory: str
    words: Mapping[str, str] = field(repr=False, compare=False)
    site_name: str = ""
    site_key: str = ""

    @property
    def root(self) -> str:
        """Where this language begins in the site: French at its root, English under en/."""
        return "" if self.code == "fr" else f"{self.code}/"

    # -- numbers -----------------------------------------------------------------------------

    def number(self, value: Decimal, digits: int | None = None, sign: bool = False) -> str:
        """Return the number alone: `1 234,5` (U+202F) in French, `1,234.5` in English."""
        shown = enough(value) if digits is None else digits
        value = rounded(value, shown)
        text = digits_of(abs(value), shown, self.code)
        if value < 0:
            return MINUS + text
        return "+" + text if sign and value > 0 else text

    def short(
        self, value: Decimal, unit: Unit, digits: int | None = None, sign: bool = False
    ) -> str:
        """Return the number with its unit as on a chart: `19,37 Md$`, `$19.37bn`, `−12 %`.

        Money of a million units and more goes over to a larger unit: `$2.5m`, not `$2,500,000`.
        """
        larger = unit.for_size(abs(value))
        if larger is not unit:
            value = trimmed(value.scaleb(unit.power - larger.power))
        return self.affix(self.number(value, digits, sign), larger)

    def exact(self, value: Decimal, unit: Unit, sign: bool = False) -> str:
        """Return the same with all the decimals that the number was written with, and no other; in
        a larger unit only where that leaves nothing out: `$2.5m`, but `$2,512,345`."""
        larger = unit.for_size(abs(value))
        if larger is not unit:
            scaled = trimmed(value.scaleb(unit.power - larger.power))
            if decimals(scaled) <= MAX_DIGITS:
                return self.affix(self.number(scaled, decimals(scaled), sign), larger)
        return self.affix(self.number(value, decimals(value), sign), unit)

    def rough(self, value: Decimal, unit: Unit, sign: bool = False) -> str:
        """Return the same as it stands beside a mark, with few decimals and never more than the
        number was written with."""
        larger = unit.for_size(abs(value))
        if larger is not unit:
            value = trimmed(value.scaleb(unit.power - larger.power))
        return self.affix(self.number(value, few(value), sign), larger)

    def affix(self, number: str, unit: Unit) -> str:
        """Put the short unit around a number already written; the sign stays outermost."""
        forms = unit.forms(self.code)
        mark, digits = (number[0], number[1:]) if number[0] in f"{MINUS}+" else ("", number)
        after = forms.after
        if forms.plural and after.strip() == forms.plural and self._is_one(digits):
            after = after.replace(forms.plural, forms.singular)
        return f"{mark}{forms.before}{digits}{after}"

    def _is_one(self, digits: str) -> bool:
        """Whether a number takes a noun in the singular: below two in French, one in English."""
        if self.code == "fr":
            return digits.split(",", maxsplit=1)[0] in ("0", "1")
        return digits == "1"

    def long(
        self, value: Decimal, unit: Unit, digits: int | None = None, sign: bool = False
    ) -> str:
        """Return the number in full words: `19,37 milliards de dollars`, `$19.37 billion`."""
        forms = unit.forms(self.code)
        if not forms.plural and not unit.is_money and unit.power < 6:
            return self.short(value, unit, digits, sign)
        power = unit.power
        if power == 3:  # no language has a noun for thousands: they are written in full
            value = (value if digits is None else rounded(value, digits)).scaleb(3)
            power, digits = 0, None
        if power < 6 and not (unit.is_money and abs(value) >= 10**6):
            number = self.number(value, digits, sign)
            if self.code == "en" and unit.is_money:
                return self._english_money(number, unit)
            noun = forms.singular if is_singular(value, self.code) else forms.plural
            return f"{number}{NBSP}{noun}"
        scale, one, many = self._scale(abs(value).scaleb(power))
        scaled = value.scaleb(power - scale)
        if digits is None:
            # Scaling down adds decimals that say nothing more: 1,890 billion is 1.89 trillion.
            scaled = rounded(scaled, enough(scaled))
            if scale > power:
                scaled = trimmed(scaled)
        else:
            scaled = rounded(scaled, digits)
        number = self.number(scaled, digits, sign)
        text = f"{number}{NBSP}{one if is_singular(scaled, self.code) else many}"
        if self.code == "en":
            if unit.is_money:
                return self._english_money(text, unit)
            return f"{text} {forms.plural}" if forms.plural else text
        return f"{text} {_de(forms.plural)}" if forms.plural else text

    @staticmethod
    def _english_money(text: str, unit: Unit) -> str:
        mark, rest = (text[0], text[1:]) if text[0] in f"{MINUS}+" else ("", text)
        return f"{mark}{before_number(unit.symbol)}{rest}"

    def _scale(self, base: Decimal) -> tuple[int, str, str]:
        scales = _SCALES[self.code]
        return next((scale for scale in scales if base >= 10 ** scale[0]), scales[-1])

    def span(
        self,
        low: Decimal | None,
        high: Decimal | None,
        unit: Unit,
        *,
        short: bool = False,
        bare: bool = False,
        digits: int | None = None,
    ) -> str:
        """Return a range: `70 à 72 milliards de dollars`, `$70–72 billion`, `au moins 40 Md$`.

        Both ends stay on one line: no-break spaces in French, a word joiner behind the dash, where
        a line could break, in English.
        """

        def write(end: Decimal) -> str:
            return self._in_form(end, unit, short, bare, digits)

        if low is None or high is None:
            known = high if low is None else low
            assert known is not None, "a range has a low or a high"
            return self.words["at_most" if low is None else "at_least"].format(write(known))
        first, last, whole = self.number(low, digits), self.number(high, digits), write(high)
        if last not in whole:  # the long form moved to another power of ten: each end in full
            return f"{write(low)} {self.words['to']} {whole}"
        if self.code == "fr":
            return f"{first}{NBSP}à{NBSP}{whole}"
        return whole.replace(last, f"{first}{DASH}{JOINER}{last}", 1)

    def _in_form(
        self, value: Decimal, unit: Unit, short: bool, bare: bool, digits: int | None = None
    ) -> str:
        """An amount as `long` writes it, or as `short` does, or the number alone."""
        if bare:
            return self.number(value, digits)
        return (self.short if short else self.long)(value, unit, digits)

    def interval(self, low: Decimal, high: Decimal, unit: Unit | None = None) -> str:
        """Return the interval around a value: `7 413 à 9 782`, `7,413–9,782`. The value bears the
        `unit`, if there is one; an end that is written in a larger one bears that."""
        if unit and unit.for_size(abs(high)) is not unit:
            return f"{self.exact(low, unit)} {self.words['to']} {self.exact(high, unit)}"
        ends = [self.number(end, decimals(end)) for end in (low, high)]
        return f"{NBSP}à{NBSP}".join(ends) if self.code == "fr" else f"{DASH}{JOINER}".join(ends)

    def affixless_span(self, low: Decimal | None, high: Decimal | None) -> str:
        """Return a range without its unit, as it was written, for a table cell: `70–72`, `≥ 40`."""
        if low is None or high is None:
            known = high if low is None else low
            assert known is not None, "a range has a low or a high"
            return f"{'≤' if low is None else '≥'}{NBSP}{self.number(known, decimals(known))}"
        return f"{self.number(low, decimals(low))}{DASH}{self.number(high, decimals(high))}"

    def approximate(
        self,
        value: Decimal,
        unit: Unit,
        word: str,
        step: Decimal,
        *,
        short: bool = False,
        bare: bool = False,
    ) -> str:
        """Return a rounded figure that says so: `près de 20 milliards de dollars`, `près de 20`.

        `word` is `about` (nearest multiple of `step`), `nearly` (the next one above) or `over`
        (the one below). Raises ValueError when the word would be false, as "nearly 20" for 20.
        """
        mode = {"about": ROUND_HALF_UP, "nearly": ROUND_CEILING, "over": ROUND_FLOOR}[word]
        size = rounded(abs(value) / step, 0, mode) * step
        if word != "about" and size == abs(value):
            raise ValueError(
                f'the figure is exactly {abs(value)}, not "{word}" it; leave the word out'
            )
        if size == 0:
            raise ValueError(f"rounding to {step} leaves 0; choose a smaller step")
        size = size if value >= 0 else -size
        return self.words[word].format(self._in_form(trimmed(size), unit, short, bare))

    # -- time --------------------------------------------------------------------------------

    def date(self, day: date, short: bool = False) -> str:
        """Return `29 octobre 2025`, `1er novembre 2025`, `29 October 2025`; `29 oct. 2025`."""
        month = format_date(day, "MMM y" if short else "MMMM y", locale=self.territory)
        number = "1er" if self.code == "fr" and day.day == 1 else str(day.day)
        return f"{number}{NBSP}{month}"

    def period(self, period: Period, long: bool = False) -> str:
        """Return `T3 2025` or `troisième trimestre 2025`; `Q3 2025`, `third quarter of 2025`."""
        if period.kind == YEAR:
            return str(period.year)
        if period.kind == DAY:
            return self.date(period.start, short=not long)
        if period.kind == MONTH:
            return format_date(period.start, "MMMM y", locale=self.territory)
        if not long:
            letter = {"fr": {QUARTER: "T", HALF: "S"}, "en": {QUARTER: "Q", HALF: "H"}}
            return f"{letter[self.code][period.kind]}{period.number}{NBSP}{period.year}"
        ordinal = _ORDINALS[self.code][period.number - 1]
        if self.code == "fr":
            noun = "trimestre" if period.kind == QUARTER else "semestre"
            return f"{ordinal} {noun} {period.year}"
        return f"{ordinal} {period.kind} of {period.year}"

    def month(self, period: Period) -> str:
        """Return a month in short, for an axis: `oct. 2024`, `Oct 2024`."""
        return format_date(period.start, "MMM y", locale=self.territory)

    def run(self, periods: Sequence[Period]) -> str:
        """Return the name of periods that follow each other: `2021 à 2023`."""
        if len(periods) < 3:
            return self.listed([self.period(period) for period in periods])
        return f"{self.period(periods[0])} {self.words['to']} {self.period(periods[-1])}"

    def within_year(self, period: Period) -> str:
        """Return a period without its year: `29 octobre`, `octobre`, `T3`, nothing for a year."""
        if period.kind == YEAR:
            return ""
        if period.kind == DAY:
            return self.date(period.start).rpartition(" ")[0]
        return re.sub(rf"[ {NBSP}](?:of )?{period.year}$", "", self.period(period))

    # -- words -------------------------------------------------------------------------------

    def word(self, key: str, *values: str) -> str:
        """Return one of the site's own words with its values in place."""
        return self.words[key].format(*values) if values else self.words[key]

    def listed(self, items: Sequence[str]) -> str:
        """Return `a, b et c` or `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.words['and']} {items[-1]}"

    def country(self, code: str) -> str:
        """Return the name of a country, by its ISO code."""
        return str(babel.Locale.parse(self.territory).territories[code])

    def of(self, name: str) -> str:
        """Return `d'Oracle`, `de Meta`; `Oracle's`: plainly typed, as an editor would."""
        if self.code == "fr":
            return f"d'{name}" if name[0].lower() in "aàâeéèêiîoôuy" else f"de {name}"
        return f"{name}'" if name.endswith("s") else f"{name}'s"

    def typeset(self, text: str) -> str:
        """Return `text` with this language's spaces, quotes and apostrophes."""
        return typeset(text, self.code)

    # -- Vega --------------------------------------------------------------------------------

    def d3(self, unit: Unit) -> dict[str, object]:
        """Return the d3 format locale under which `$,.1f` writes this unit as `short` does."""
        forms = unit.forms(self.code)
        return {
            "decimal": "," if self.code == "fr" else ".",
            "thousands": NARROW if self.code == "fr" else ",",
            "grouping": [3],
            "currency": [forms.before, forms.after],
            "minus": MINUS,
            "percent": f"{NARROW}%" if self.code == "fr" else "%",
        }


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The ISO codes of all countries and territories."""
    others = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # what CLDR knows beside them
    known = map(str, babel.Locale.parse("en").territories)
    return frozenset(code for code in known if re.fullmatch("[A-Z]{2}", code)) - others


def _de(noun: str) -> str:
    """`de dollars`, `d’euros`. An h is taken for mute, as in hectares, hours and inhabitants."""
    return f"d’{noun}" if noun[0] in "aàâeéèêiîoôuhœ" else f"de {noun}"


def named(names: Mapping[str, str]) -> Mapping[str, Locale]:
    """Return the languages, by code, of a site that is called so in each."""
    key = re.sub(r"^(the|an?) ", "", names.get("en", "").lower())
    key = re.sub(r"[^a-z0-9]+", "-", key).strip("-") or "site"
    return {
        code: _named(code, territory, typeset(names.get(code, ""), code), key)
        for code, territory in (("fr", "fr_FR"), ("en", "en_GB"))
    }


def _named(code: str, territory: str, name: str, key: str) -> Locale:
    safe = name.replace("{", "{{").replace("}", "}}")  # `word` formats what has a hole
    words = {
        key: word.text.replace("{site}", safe if "{}" in word.text else name)
        for key, word in WORDS[code].items()
    }
    return Locale(code, territory, words, name, key)


LOCALES = named({})  # of no site in particular: for checks, and for all that does not name it

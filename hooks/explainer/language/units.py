"""What numbers count, and the signs and words that each language puts around them.

Units are data (data/units.yml), read into these values. What every site would write alike is known
here: the symbol and the names of a currency, by its ISO code from Babel, and the percent sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

import babel
from babel.numbers import get_currency_name, get_currency_symbol

from explainer.errors import Where
from explainer.language.typography import NARROW, NBSP, typeset

POWERS = (0, 3, 6, 9)  # those that have a short form; French has none beyond the milliard
_SCALES = {
    "fr": {0: "", 3: "k", 6: "M", 9: "Md"},
    "en": {0: "", 3: "k", 6: "m", 9: "bn"},
}
_PERCENT = "percent"
_PREFIXES = {"k": 3, "M": 6, "G": 9, "T": 12}  # of measures that are written with one
_WITH_PREFIX = ("W", "Wh")
COUNT, YEARS = "count", "years"  # measures of things counted one by one, and of lives


@dataclass(frozen=True)
class Forms:
    """How one language writes a unit: its name in a heading, what is put before and after a number
    in the short form, the noun after a number in full words (if there is none, the short form)."""

    name: str
    before: str = ""
    after: str = ""
    singular: str = ""
    plural: str = ""


@dataclass(frozen=True)
class Unit:
    """What a number counts: 10 to the power `power` of `measure` (USD, GW, a person).

    `symbol` is that of a currency, and empty for all else. `prices` is the year of constant money.
    `whole` says that half of one does not exist.
    """

    id: str
    measure: str
    fr: Forms
    en: Forms
    power: int = 0
    symbol: str = ""
    prices: int | None = None
    whole: bool = False
    where: Where | None = field(default=None, compare=False, repr=False)

    def forms(self, code: str) -> Forms:
        """How a language writes it."""
        return self.fr if code == "fr" else self.en

    def counts_like(self, other: Unit) -> bool:
        """Whether numbers of both may be added and compared: dollars of 2021 are not today's."""
        mine = self.measure, self.power, self.prices
        return mine == (other.measure, other.power, other.prices)

    @property
    def basis(self) -> tuple[str, int]:
        """What is counted without its prefix, and the power of ten: watts and 9 of gigawatts."""
        prefix, bare = self.measure[:1], self.measure[1:]
        if bare in _WITH_PREFIX and prefix in _PREFIXES:
            return bare, self.power + _PREFIXES[prefix]
        return self.measure, self.power

    @property
    def is_money(self) -> bool:
        return bool(self.symbol)

    def for_size(self, size: Decimal) -> Unit:
        """The unit in which to write an amount of so many: a larger one of the same money from a
        million on, if it is written as its currency is known to be; else this one."""
        if size < 10**6 or not self.is_money or self.power == POWERS[-1]:
            return self
        return _larger(self, size.adjusted() + self.power)

    @property
    def is_percent(self) -> bool:
        """Asked by value and not by identity: workers have units of their own."""
        return self.measure == _PERCENT

    @property
    def is_rate(self) -> bool:
        """Whether it is a price of one currency in another, for which zero means nothing."""
        return "/" in self.measure and all(part in currencies() for part in self.measure.split("/"))


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The ISO codes of all currencies."""
    return frozenset(babel.Locale.parse("en").currencies)


def is_known(measure: str) -> bool:
    """Whether the short form of a measure is known without being told."""
    return measure == _PERCENT or measure in currencies()


def made(
    id: str,
    measure: str,
    name: Mapping[str, str],
    power: int = 0,
    *,
    short: Mapping[str, str] | None = None,
    nouns: Mapping[str, tuple[str, str]] | None = None,
    prices: int | None = None,
    whole: bool | None = None,
    where: Where | None = None,
) -> Unit:
    """Return a unit from what an editor writes, by language: a name as plainly typed, a short form
    like `{} GW`, a singular and a plural. What is known of the measure may be left out."""
    symbol = get_currency_symbol(measure, "en") if measure in currencies() else ""

    def forms(code: str) -> Forms:
        if short:
            before, _, after = _glued(short[code], code).partition("{}")
        else:
            before, after = _known(measure, symbol, power, code)
        singular, plural = nouns[code] if nouns else _names(measure, code) if symbol else ("", "")
        title, one, many = (typeset(text, code) for text in (name[code], singular, plural))
        return Forms(title, before, after, one, many)

    all_whole = measure == COUNT if whole is None else whole
    return Unit(id, measure, forms("fr"), forms("en"), power, symbol, prices, all_whole, where)


@lru_cache(maxsize=256)
def _larger(unit: Unit, reach: int) -> Unit:
    power = max(power for power in (unit.power, *POWERS[2:]) if unit.power <= power <= reach)

    def forms(code: str) -> Forms:
        before, after = _known(unit.measure, unit.symbol, power, code)
        return replace(unit.forms(code), before=before, after=after)

    as_known = all(
        (unit.forms(code).before, unit.forms(code).after)
        == _known(unit.measure, unit.symbol, unit.power, code)
        for code in ("fr", "en")
    )
    if power == unit.power or not as_known:
        return unit
    return replace(unit, power=power, fr=forms("fr"), en=forms("en"))


def before_number(symbol: str) -> str:
    """A currency's symbol as it stands before a number: `$`, and `CHF` with a space."""
    return symbol + NBSP if symbol[-1:].isalpha() else symbol


def _known(measure: str, symbol: str, power: int, code: str) -> tuple[str, str]:
    """What stands before and after a number in the short form of a currency, or of percent."""
    if measure == _PERCENT:
        return "", f"{NARROW}%" if code == "fr" else "%"
    scale = _SCALES[code][power]
    if code == "en":
        return before_number(symbol), scale
    apart = NBSP if scale and symbol[0].isalpha() else ""
    return "", f"{NBSP}{scale}{apart}{symbol}"


def _names(measure: str, code: str) -> tuple[str, str]:
    one, many = (get_currency_name(measure, count, locale=code) for count in (1, 2))
    return one, many


def _glued(text: str, code: str) -> str:
    """A short form with no space where a line could break."""
    return (text.replace(" %", f"{NARROW}%") if code == "fr" else text).replace(" ", NBSP)


# In what shares and changes are computed; a site that has percentages in its data names its own.
PERCENT = made(_PERCENT, _PERCENT, {"fr": "pourcentage", "en": "per cent"})
# A number by which something is multiplied or divided.
PURE = made("count", COUNT, {"fr": "nombre", "en": "number"}, short={"fr": "{}", "en": "{}"})
# By what percentages differ: from 38 % to 39 % is one point, and 2.6 %.
POINTS = made(
    "points",
    "points",
    {"fr": "points de pourcentage", "en": "percentage points"},
    short={"fr": "{} pt", "en": "{} pt"},
    nouns={"fr": ("point", "points"), "en": ("percentage point", "percentage points")},
)

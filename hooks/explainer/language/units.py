"""What numbers count, and the signs and words that each language puts around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.language.typography import NARROW, NBSP


@dataclass(frozen=True)
class Unit:
    """What a number counts: 10 to the power `exponent` of `measure` (a currency, GW, a person)."""

    id: str
    measure: str
    exponent: int = 0

    @property
    def is_money(self) -> bool:
        return self.measure in ("USD", "EUR")

    @property
    def is_percent(self) -> bool:
        """Asked by value and not by identity: workers have units of their own."""
        return self.measure == "percent"

    @property
    def is_rate(self) -> bool:
        """Whether it is a price of one thing in another, for which zero means nothing."""
        return self.measure == "USD/EUR"


UNITS: Mapping[str, Unit] = {
    unit.id: unit
    for unit in (
        Unit("usd-bn", "USD", 9),
        Unit("usd-m", "USD", 6),
        Unit("usd", "USD"),
        Unit("eur-bn", "EUR", 9),
        Unit("eur-m", "EUR", 6),
        Unit("eur", "EUR"),
        Unit("percent", "percent"),
        Unit("count", "count"),
        Unit("million", "count", 6),
        Unit("gw", "GW"),
        Unit("mw", "MW"),
        Unit("twh", "TWh"),
        Unit("years", "years"),
        Unit("usd-per-eur", "USD/EUR"),
    )
}
PERCENT = UNITS["percent"]

# Affixes of the short form, by unit: before and after the number.
SHORT: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "fr": {
        "usd-bn": ("", f"{NBSP}Md$"),
        "usd-m": ("", f"{NBSP}M$"),
        "usd": ("", f"{NBSP}$"),
        "eur-bn": ("", f"{NBSP}Md€"),
        "eur-m": ("", f"{NBSP}M€"),
        "eur": ("", f"{NBSP}€"),
        "percent": ("", f"{NARROW}%"),
        "count": ("", ""),
        "million": ("", f"{NBSP}M"),
        "gw": ("", f"{NBSP}GW"),
        "mw": ("", f"{NBSP}MW"),
        "twh": ("", f"{NBSP}TWh"),
        "years": ("", f"{NBSP}ans"),
        "usd-per-eur": ("", f"{NBSP}$/€"),
    },
    "en": {
        "usd-bn": ("$", "bn"),
        "usd-m": ("$", "m"),
        "usd": ("$", ""),
        "eur-bn": ("€", "bn"),
        "eur-m": ("€", "m"),
        "eur": ("€", ""),
        "percent": ("", "%"),
        "count": ("", ""),
        "million": ("", "m"),
        "gw": ("", f"{NBSP}GW"),
        "mw": ("", f"{NBSP}MW"),
        "twh": ("", f"{NBSP}TWh"),
        "years": ("", f"{NBSP}years"),
        "usd-per-eur": ("$", "/€"),
    },
}

# Words of the long form: (singular, plural) by measure, and by power of ten.
MEASURES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "fr": {
        "USD": ("dollar", "dollars"),
        "EUR": ("euro", "euros"),
        "count": ("", ""),
        "GW": ("gigawatt", "gigawatts"),
        "MW": ("mégawatt", "mégawatts"),
        "TWh": ("térawattheure", "térawattheures"),
        "years": ("an", "ans"),
        "USD/EUR": ("dollar pour un euro", "dollar pour un euro"),
    },
    "en": {
        "USD": ("dollar", "dollars"),
        "EUR": ("euro", "euros"),
        "count": ("", ""),
        "GW": ("gigawatt", "gigawatts"),
        "MW": ("megawatt", "megawatts"),
        "TWh": ("terawatt-hour", "terawatt-hours"),
        "years": ("year", "years"),
        "USD/EUR": ("dollar to the euro", "dollars to the euro"),
    },
}

"""Numbers alone, with no unit: how they are rounded, how many decimals they have, how each language
writes their digits, and when a language takes them for one or for many. CLDR's rules, by Babel."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

import babel
from babel.numbers import format_decimal

MAX_DIGITS = 2  # decimals shown where nobody asks for another precision, but see `enough`


# Data have 15 digits at most; what is computed from them may have more than Python's usual 28.
WIDE = Context(prec=100)


def rounded(value: Decimal, digits: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """Return `value` with `digits` decimals, halves away from zero as readers expect."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=mode, context=WIDE)


def decimals(value: Decimal) -> int:
    """How many decimals `value` was written with: 83.0 has one, 83 none."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def enough(value: Decimal, most: int = MAX_DIGITS) -> int:
    """How many decimals tell `value`: those it was written with, `most` at most; of a small one
    as many as two of its digits need (0.00012), or one where `most` is less than two."""
    first = -value.adjusted() if value else 0  # the place of its first digit
    return min(decimals(value), max(most, first + (1 if most >= MAX_DIGITS else 0)))


def few(value: Decimal) -> int:
    """How many decimals a label beside its mark has: one from 1 on."""
    return enough(value, 1 if abs(value) >= 1 else MAX_DIGITS)


def of_percent(value: Decimal) -> int:
    """How many decimals a computed percentage has: none from 10 on, else one."""
    return 0 if abs(value) >= 10 else 1


def trimmed(value: Decimal) -> Decimal:
    """Return `value` without trailing zeros, and without turning 20 into 2E+1."""
    value = value.normalize()
    return rounded(value, 0) if decimals(value) == 0 else value


@lru_cache(maxsize=8192)  # pages, tables and marks say the same numbers
def digits_of(value: Decimal, digits: int, code: str) -> str:
    """Return a number without its sign: `1 234,5` (U+202F) in French, `1,234.5` in English."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    with localcontext(WIDE):
        return format_decimal(value, format=pattern, locale=code)


def is_singular(value: Decimal, code: str) -> bool:
    """Whether a noun after `value` is singular: in French below 2 (1,5 milliard), in English for 1.

    CLDR's third French form, "many", begins at a million and never meets our scaled numbers.
    """
    return _plural(code)(trimmed(abs(value))) == "one"


@lru_cache
def _plural(code: str) -> babel.plural.PluralRule:
    return babel.Locale.parse(code).plural_form

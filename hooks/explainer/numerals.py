"""Numbers as editors type them: which are read, and what was meant by another one."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


MOST_DIGITS = 15  # so many a spreadsheet and a script keep, and a drawing is made of
MOST_DECIMALS = 6


def flaw_of_length(value: str) -> str:
    """Return what is wrong with the length of a number, as the end of a sentence about it, with the
    unit that would shorten it; nothing if it is short enough."""
    whole, _, after = value.lstrip("-").partition(".")
    digits = len(whole) + len(after)
    if digits <= MOST_DIGITS and len(after) <= MOST_DECIMALS:
        return ""
    told = (
        f"has {digits} digits, {len(after)} of them decimals; write at most {MOST_DIGITS}, "
        f"{MOST_DECIMALS} of them decimals"
    )
    if len(whole) <= MOST_DIGITS - MOST_DECIMALS:
        return f"{told}: leave out what nobody measured, or take a smaller unit"
    power = 3 * -(-(len(whole) - 6) // 3)  # so that six digits are left at most
    return (
        f"{told}: divide by 10^{power} and take a unit that counts so many at a time, as usd-bn "
        'does of usd; see "Add a unit" in data/README.md'
    )


def readings(value: str) -> tuple[str, str]:
    """Return what something typed is as a number of ours: with commas that part decimals, and with
    commas that part thousands; empty where it cannot be read so."""
    text = re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", value).replace("\u2212", "-"))
    grouped = re.fullmatch(r"\+?(-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?)", text)
    thousands = grouped[1].replace(",", "") if grouped else ""
    decimals = re.sub(r"^\+?(-?)0+(?=[0-9])", r"\1", text.replace(",", "."))
    return decimals if NUMBER.fullmatch(decimals) else "", thousands


def number_meant(value: str) -> str:
    """Return what to write instead of something that is no number, as the end of a sentence.

    A comma parts decimals in French and thousands in English: where both can be meant, both are
    offered, since a wrong one would be wrong by a thousand.
    """
    # Digits of other scripts and widths become ours.
    text = unicodedata.normalize("NFKC", value).replace("\u2212", "-")
    text = re.sub(r"[\s_]", "", text)
    power = re.fullmatch(r"\+?(-?[0-9]+(?:\.[0-9]+)?)[eE]([+-]?[0-9]{1,2})", text)
    if power:
        written = f"{Decimal(power[1]).scaleb(int(power[2])):f}"
        return f"it {flaw}" if (flaw := flaw_of_length(written)) else f"write {written}"
    decimals, thousands = readings(text)
    if thousands and decimals:
        return f"write {decimals} if the comma parts decimals, or {thousands} if it parts thousands"
    number = thousands or decimals
    return f"write {number}" if number else "write digits and a point, like 19.37"

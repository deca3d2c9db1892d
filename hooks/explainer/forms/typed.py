"""Numbers, periods, days, addresses as people type them: what has one reading is taken for it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from explainer.facts.model import Dataset
from explainer.forms.answers import Answers
from explainer.forms.speaking import quoted
from explainer.language.periods import Period
from explainer.numerals import NUMBER, flaw_of_length, readings
from explainer.yaml_nodes import YEARS

_NOT_PUBLISHED = {
    "non publié", "non publiée", "pas publié", "non communiqué",
    "not published", "unpublished", "not disclosed",
}  # fmt: skip
_RANGE = re.compile(
    r"(?:de |from |between |entre )?(\S.*?)\s*(?: à | to | et | and |\.\.|–)\s*(\S.*)"
)
_NAMED = re.compile(
    r"(?:([TQSH])([1-4])[ -]?([0-9]{4})|([0-9]{4})[ -]?([TQSH])([1-4]))", re.IGNORECASE
)
# What a browser shows in its address bar, less what a text of ours could not hold.
_ADDRESS = re.compile(
    r"https?://(?=[^/]*\.)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9/?#._~:@!$&()*+,;=%-]*)?"
)


@dataclass(frozen=True)
class Amount:
    """What a cell may hold: a number, a range, or the word that it is not published."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def not_published(self) -> bool:
        return self.value is None and self.low is None


def amount(answers: Answers, id: str, dataset: Dataset | None) -> Amount | None:
    """Return what a cell should hold."""
    text = answers.text(id)
    if not text:
        return None
    if text.casefold() in _NOT_PUBLISHED:
        return Amount()
    ends = _RANGE.fullmatch(text)
    if not ends:
        value = number(answers, id, dataset)
        return None if value is None else Amount(value)
    low, high = (_number(answers, id, end, dataset) for end in ends.groups())
    if low is None or high is None:
        return None
    if low >= high:
        answers.refuse(id, "ends", found=quoted(text))
        return None
    return Amount(low=low, high=high)


def number(answers: Answers, id: str, dataset: Dataset | None) -> Decimal | None:
    """Return the number that was typed, if it can be read in one way alone."""
    text = answers.text(id)
    return _number(answers, id, text, dataset) if text else None


def _number(answers: Answers, id: str, text: str, dataset: Dataset | None) -> Decimal | None:
    decimals, thousands = readings(text.removeprefix("+"))
    found = {one for one in (decimals, thousands) if NUMBER.fullmatch(one)}
    if len(found) == 2:
        answers.refuse(id, "two_readings", found=quoted(text), one=decimals, other=thousands)
    elif not found:
        unit = dataset.unit.forms(answers.voice.code).name if dataset else ""
        there = answers.voice("in_unit", unit=unit) if unit else ""
        answers.refuse(id, "no_number", found=quoted(text), unit=there)
    elif flaw_of_length(min(found)):
        answers.refuse(id, "digits", found=quoted(text))
    else:
        return Decimal(found.pop())
    return None


def period(answers: Answers, id: str) -> Period | None:
    """Return the period that was typed, `T3 2025` and `Q3 2025` being 2025-Q3."""
    text = answers.text(id)
    if named := _NAMED.fullmatch(text):
        letter, count, year = named.groups()[:3] if named[1] else (named[5], named[6], named[4])
        text = f"{year}-{'Q' if letter in 'TQtq' else 'H'}{count}"
    with suppress(ValueError):
        return Period.parse(text)
    if text:
        answers.refuse(id, "no_period", found=quoted(text))
    return None


def day(answers: Answers, id: str, latest: date) -> date | None:
    """Return the day that was typed, if it is none of a time to come."""
    text = answers.text(id)
    found = None
    with suppress(ValueError):
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            found = date.fromisoformat(text)
    if text and (found is None or found.year not in YEARS):
        answers.refuse(id, "no_day", found=quoted(text))
        return None
    if found and found > latest:
        answers.refuse(id, "later", found=quoted(text), day=str(latest))
        return None
    return found


def address(answers: Answers, id: str) -> str:
    """Return the address that was typed; nothing if it is none that a reader can be sent to."""
    text = answers.text(id)
    if text and not _ADDRESS.fullmatch(text):
        answers.refuse(id, "no_address", found=quoted(text))
        return ""
    return text

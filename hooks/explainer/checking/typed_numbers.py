"""Numbers that pages and texts type by hand: those that data vouch for, those that editors allow.

Years, days, ordinals and names need no data behind them; the two languages must agree on them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from explainer.checking.markdown_source import Mention, Section, prose_of
from explainer.checking.twins import Side, normal, surplus
from explainer.checking.unbound import DIGITS, NAME, ORDINAL, bare_numbers, without_allowed
from explainer.errors import Problem
from explainer.facts.cells import FigureError
from explainer.facts.figures import write_figure
from explainer.facts.model import Library, TypedNumber
from explainer.facts.texts import texts_in
from explainer.language.locales import LOCALES

NUMBERS = "data/numbers.yml"  # where editors allow numbers that cannot come from data


class TypedNumbers:
    """Numbers in prose that are not bound to data, and those that an editor allowed."""

    def __init__(self, library: Library) -> None:
        self.allowed = library.numbers
        self.used: set[TypedNumber] = set()

    def bare(self, line: str, side: Side) -> list[str]:
        """Return the numbers of a line that nobody vouches for."""
        here = f"/{side.code}/"
        allowed = (
            one
            for one in self.allowed
            if one.page is None or side.page.file.endswith(f"{here}{one.page}")
        )
        rest, used = without_allowed(line, side.code, allowed)
        self.used.update(used)
        return bare_numbers(rest)

    def problems_of(
        self, side: Side, twin: Side | None, library: Library, bound: list[str]
    ) -> Iterator[Problem]:
        """Yield what is typed in a section; note the figures that should stand there in `bound`."""
        for number, line in side.section.prose:
            for found in self.bare(line, side):
                mention = _bound(found, side.code, twin, library) if twin else None
                if twin and mention:
                    bound.append(normal(mention.text, library))
                    remedy = f"{{{{ {mention.text.strip()} }}}}, as {twin.at(mention.line)} does"
                else:
                    there = f" (its twin is {twin})" if twin else ""
                    remedy = f"a figure, like {{{{ acme.capex@2025-Q3 }}}}, or words{there}"
                yield Problem(
                    side.at(number),
                    f'"{found}" is typed and not bound to data; write {remedy}, '
                    f"or allow it in {NUMBERS} with a reason",
                )


def allowed_for_nothing(library: Library, used: Collection[TypedNumber]) -> Iterator[Problem]:
    """What is allowed and neither a page nor a text of the data says."""
    said = [text for record in (library.charts, library.claims) for _, _, text in texts_in(record)]
    said += [text for _, _, text in texts_in(library.timeline)]
    for one in library.numbers:
        if one in used or library.unread:
            continue
        if not any(one.text[code] in text[code] for text in said for code in LOCALES):
            texts = " or ".join(dict.fromkeys(f'"{one.text[code]}"' for code in LOCALES))
            yield Problem(one.where, f"no page says {texts}; take the line out")


def _bound(number: str, code: str, twin: Side, library: Library) -> Mention | None:
    """The figure of the twin that comes to a number, if any does."""
    for mention in twin.section.figures:
        try:
            written = write_figure(mention.text, library, LOCALES[code]).text
        except FigureError:
            continue
        if number in DIGITS.findall(written):
            return mention
    return None


@dataclass(frozen=True)
class Number:
    """A number that is typed: its line, how it is written, and how both languages know it.

    That is by its significant digits: `1 200` and `1.2` are the same, since French counts
    milliards where English has trillions.
    """

    line: int
    written: str

    @property
    def known(self) -> str:
        return _significant(self.written)


def _significant(number: str) -> str:
    return re.sub(r"\D", "", number).strip("0") or "0"


def numbers_in(section: Section) -> list[Number]:
    """The numbers typed in a section; not ordinals and names, for which there may be words."""
    return [
        Number(line, digits)
        for line, text in section.prose
        for digits in DIGITS.findall(NAME.sub(" ", ORDINAL.sub(" ", text)))
    ]


def compare_numbers(french: Side, english: Side, typed: TypedNumbers) -> Iterator[Problem]:
    """Years, days and accepted numbers are the same in both languages."""
    refused = {
        _significant(number)
        for side in (french, english)
        for _, line in side.section.prose
        for number in typed.bare(line, side)
    }
    found = {side.code: numbers_in(side.section) for side in (french, english)}
    bodies = {
        side.code: [figure.text for figure in side.section.figures] for side in (french, english)
    }
    pairs, alone = uneven(found, bodies)
    for one, other in pairs:
        if not {one.known, other.known} & refused:
            yield Problem(
                french.at(one.line),
                f'{french.section} says "{one.written}" where {english.at(other.line)} says '
                f'"{other.written}"; say the same in both',
            )
    for code, one in alone:
        side, twin = (french, english) if code == "fr" else (english, french)
        if one.known not in refused:
            yield Problem(
                side.at(one.line),
                f'{side.section} says "{one.written}", which {twin} does not; '
                "say it in both, or in neither",
            )


def uneven(
    found: Mapping[str, Sequence[Number]], figures: Mapping[str, Sequence[str]]
) -> tuple[list[tuple[Number, Number]], list[tuple[str, Number]]]:
    """Compare numbers of French and English: those that stand one for the other, those alone.

    To name a year once more than the other language does is style, and no difference.
    """
    spare = {
        "fr": surplus(found["fr"], found["en"], lambda one: one.known),
        "en": surplus(found["en"], found["fr"], lambda one: one.known),
    }
    pairs = list(zip(spare["fr"], spare["en"], strict=False))
    alone = []
    for code, other in (("fr", "en"), ("en", "fr")):
        known = {one.known for one in found[other]}
        for body in figures[other]:
            known |= {_significant(part) for part in re.findall(r"\d+", body)}
        rest = spare[code][len(pairs) :]
        alone += [(code, one) for one in rest if one.known not in known]
    return pairs, alone


@lru_cache(maxsize=8192)  # under `make serve` most texts say what they said
def numbers_in_text(text: str) -> list[Number]:
    return numbers_in(Section("", 0, 0, prose=[(0, prose_of(text))]))

"""What a copy editor marks in French and in English: false friends, house words, spaces, quotes.

Only what the build cannot mend is told. It sets narrow spaces, curly quotes and apostrophes by
itself (`locales.typeset`); it cannot know whether “ ” in French was meant, nor what a billion is.
A word that is right where it stands is accepted by the words around it, under the check `wording`
of data/accepted.yml, with a reason. Spelling is in `spelling`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from explainer.checking.markdown_source import HOLE, page_of, prose_of, source_of
from explainer.checking.page_files import pages_in
from explainer.checking.typed_numbers import NUMBERS
from explainer.errors import Problem, Where
from explainer.facts import company_pages
from explainer.facts.model import Library
from explainer.facts.texts import texts_of
from explainer.language.locales import LOCALES

CHECK = "wording"
_TRAPS = "false_friend"  # the field of a glossary's term that quotes what not to write
_QUOTED = re.compile(r'«[^»]*»|“[^”]*”|"[^"]*"')


@dataclass(frozen=True)
class Passage:
    """A line of a page or a text of the data, in one language and without its markup."""

    where: Where
    code: str
    text: str
    field: str = ""  # of a text of the data, like `title`

    def says(self, message: str) -> Problem:
        return Problem(
            self.where, f"{self.field}.{self.code}: {message}" if self.field else message
        )


@dataclass(frozen=True)
class _Rule:
    """A pattern, what is wrong with it, and what to write."""

    pattern: re.Pattern[str]
    message: str


def _words(*rules: tuple[str, str, str]) -> tuple[_Rule, ...]:
    """Words, why not, and what to write instead."""
    return tuple(
        _Rule(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), f"{why}; write {instead}")
        for pattern, why, instead in rules
    )


def _signs(*rules: tuple[str, str]) -> tuple[_Rule, ...]:
    return tuple(_Rule(re.compile(pattern), message) for pattern, message in rules)


_WORDS = {
    "fr": _words(
        (r"billions?", "is a million millions in French", "milliard"),
        (r"trillions?", "is no amount of money in French", "1 000 milliards"),
        (r"(?:B|G|MM|Mrds?|Mds)[ \u00a0\u202f]?\$", "is not French", "Md$ or milliards de dollars"),
        (r"dépréciations?", "is a sudden loss of value in French", "amortissement"),
        (
            r"(?<!sont )(?<!étaient )(?<!seront )revenus",
            "is what people live on in French",
            "chiffre d'affaires, ventes or recettes",
        ),
        (
            r"revenus? (?:nets?|annuels?|trimestriels?|publicitaires?)",
            "is what people live on in French",
            "chiffre d'affaires, ventes or recettes; résultat net for net income",
        ),
        (r"digita(?:l|le|les|ux)|digitalis\w+", "is of the fingers in French", "numérique"),
        (r"data[ -]?cent(?:er|re)s?", "is English", "centre de données"),
        (r"backlogs?", "is English", "carnet de commandes"),
        (r"guidances?", "is English", "prévision"),
        (r"(?:free[ -])?cash[ -]?flows?", "is English", "flux de trésorerie disponible"),
        (r"run[ -]rates?", "is English", "rythme annualisé"),
        (r"market caps?", "is English", "capitalisation boursière"),
        (r"années? fiscales?", "is a tax year in French", "exercice"),
        (
            r"(?:revenus?|résultats?|profits?|bénéfices?|pertes?) opérationnel(?:le)?s?",
            "is English in French words",
            "résultat d'exploitation, or perte d'exploitation",
        ),
        (r"\d+(?:ère|ème)s?", "is not how French shortens an ordinal", "1re, 2e"),
    ),
    "en": _words(
        (r"milliards?", "is French", "billion"),
        (r"data[ -]?centers?|datacentres?", "is not the house's spelling", "data centre"),
        (r"(?<!computer )programs?", "is American", "programme"),
        (r"percent", "is American", "per cent, or a figure with %"),
    ),
}
_BOTH = _signs(
    (r"[ \u00a0\u202f]+,(?!\d)", "has a space before the comma; take it out"),
    (r"(?<=\w)[ \u00a0\u202f]+\.(?=\s|$)", "has a space before the full stop; take it out"),
    (r"(?<=[^\W\d]),(?=[^\W\d])", "has no space after the comma; add one"),
    (r"(?<=\S) {2,}(?=\S)", "has two spaces; write one"),
    (r"[!?]{2,}", "says it twice; write one mark"),
    (r"\.{3,}", "is three dots; write …"),
    (r"(?<=\()[ \u00a0]|(?<=[^ |])[ \u00a0]\)", "has a space inside a bracket; take it out"),
    (r"(?<=[\w \u00a0])--(?=[\w \u00a0])", "is two hyphens; write – or a comma"),
    (r"(?i)\b(?!nous |vous |that |had )([^\W\d_]+) \1\b", "says a word twice; keep one"),
)
_SIGNS = {
    "fr": _signs(
        (r'[“”„"]|<<|>>', "is no French quotation mark; write « … »"),
        (rf"(?<=[\w»)%$€{HOLE}]):(?=\s|$)", "has no space before the colon; add one"),
        (rf"(?<=[\d{HOLE}])%", "has no space before the sign; add one"),
    ),
    "en": _signs(
        (r"[«»„]|<<|>>", "is no English quotation mark; write “ … ”"),
        (
            rf"(?<=[\w)%{HOLE}])[ \u00a0\u202f]+[;:!?](?=\s|$)",
            "has a space before the mark; take it out",
        ),
    ),
}


def passages(docs: Path, library: Library) -> Iterator[Passage]:
    """Yield all that readers read, in order: pages, then texts of the data."""
    for code in LOCALES:
        for path in pages_in(docs / code):
            file = path.relative_to(docs.parent).as_posix()
            for section in page_of(source_of(path), file).sections:
                for line, text in section.prose:
                    yield Passage(Where(file, line), code, text)
        if template := library.company_templates.get(code):
            read = page_of(
                company_pages.HOLE.sub(HOLE, template), company_pages.template_file(code)
            )
            for section in read.sections:
                yield from (Passage(Where(read.file, n), code, text) for n, text in section.prose)
    for where, field, both in texts_of(library):
        is_a_name = where.file == "data/entities.yml" and field == "name"
        is_a_name |= field == "publisher" and both.fr == both.en  # apart, they say more than a name
        if not is_a_name and where.file != NUMBERS:
            for code in LOCALES:
                text = _QUOTED.sub(HOLE, both[code]) if field == _TRAPS else both[code]
                yield Passage(where, code, prose_of(text), field)
    for one in library.quotations.values():  # the words themselves are not ours to mend
        yield Passage(one.where, one.other, prose_of(one.translation), "translation")


# Whether a text may hold any of the words: one look at each of its words, not one for each rule.
_ANY_WORD = {
    code: re.compile(
        rf"(?<!\w)(?:{'|'.join(rule.pattern.pattern for rule in rules)})", re.IGNORECASE
    )
    for code, rules in _WORDS.items()
}


# Whether a text may hold any of the words: one look at each of its words, not one for each rule.
_ANY_WORD = {
    code: re.compile(
        rf"(?<!\w)(?:{'|'.join(rule.pattern.pattern for rule in rules)})", re.IGNORECASE
    )
    for code, rules in _WORDS.items()
}


def problems_of(read: Sequence[Passage], library: Library) -> Iterator[Problem]:
    """Yield what a copy editor would mark in passages."""
    accepted = [one for one in library.accepted if one.check == CHECK]
    used = set()
    for passage in read:
        spans = []
        for one in accepted:
            for match in re.finditer(re.escape(one.case), passage.text, re.IGNORECASE):
                spans.append(match.span())
                used.add(one)
        for match, message in _faults(passage.text, passage.code, passage.field == _TRAPS):
            if not any(start < match.end() and match.start() < end for start, end in spans):
                yield passage.says(f'"{_around(match)}" {message}')
    yield from _unpaired(read)
    for one in accepted:
        if one not in used and not library.unread:
            yield Problem(
                one.where, f'no page and no text says "{one.case}"; take the acceptance out'
            )


def without_faults(text: str, code: str) -> str:
    """Return a text less the words that are told here, however they are spelled."""
    if _ANY_WORD[code].search(text):
        for rule in _WORDS[code]:
            text = rule.pattern.sub(HOLE, text)
    return text


@lru_cache(maxsize=1 << 14)
def _faults(text: str, code: str, is_trap: bool) -> tuple[tuple[re.Match[str], str], ...]:
    """What the rules find in a text, each with its message; many a text is looked at often."""
    may_be_right = (
        f', or accept "{CHECK}" of the words around it in data/accepted.yml with a reason'
    )
    rules = [(rule, "") for rule in (*_BOTH, *_SIGNS[code])]
    if not is_trap and _ANY_WORD[code].search(text):
        rules[:0] = ((rule, may_be_right) for rule in _WORDS[code])
    return tuple(
        (match, rule.message + remedy)
        for rule, remedy in rules
        for match in rule.pattern.finditer(text)
    )


def _around(match: re.Match[str]) -> str:
    """What was found, with its neighbours when it is only signs."""
    if re.search(r"\w", match[0]):
        return match[0]
    start, end = match.span()
    before = re.search(r"\S*$", match.string[max(0, start - 12) : start])
    after = re.match(r"\S*", match.string[end : end + 12])
    found = f"{before[0] if before else ''}{match[0]}{after[0] if after else ''}"
    return found.replace(HOLE, "{{ … }}")


def _unpaired(read: Sequence[Passage]) -> Iterator[Problem]:
    """Quotation marks that do not come in pairs, in a text or down a page."""

    def whole(passage: Passage) -> object:
        return (passage.where, passage.field) if passage.field else passage.where.file

    for _, passages in groupby(read, whole):
        last: Passage | None = None  # where a quotation was opened and not closed
        told: Passage | None = None
        for passage in passages:
            for mark in re.findall({"fr": "[«»]", "en": "[“”]"}[passage.code], passage.text):
                if (mark in "«“") == (last is not None):
                    found = last or passage
                    if found is not told:  # once for a line
                        yield found.says(f"{mark} has no other mark to make a pair; add it")
                    told = found
                last = passage if mark in "«“" else None
        if last:
            mark = {"fr": "«", "en": "“"}[last.code]
            yield last.says(f"{mark} has no other mark to make a pair; add it")

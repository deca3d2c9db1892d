"""Spelling, by Hunspell: words that are in no dictionary and on no list of ours.

The dictionaries lie in dictionaries/, so that every machine has the same: French is Grammalecte's,
English is SCOWL's British one, which knows `capitalisation` and not `capitalization`. What they do
not know and is right stands in data/words/, one word a line: names.txt for both languages, fr.txt,
en.txt. Names of entities and publishers need no line, and may have one. A line that serves nothing
is told.

Slower than the other checks, and in need of a library that only development has: so `bill check`
asks for it, and no build does. Where the library is missing, `bill check` says so and goes on.
"""

from __future__ import annotations

import difflib
import importlib.util
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from explainer.checking.proofreading import Passage, without_faults
from explainer.errors import Problem, Where
from explainer.facts.model import Library
from explainer.files import text_of
from explainer.language.locales import LOCALES

NOT_CHECKED = (
    "Spelling was not checked: chunspell is not installed. `make setup`, or `pip install "
    "--require-hashes -r requirements-dev.txt`, brings it, but on a Mac with an Intel processor; "
    "the checks of a pull request look at spelling in any case."
)
LISTS = {"names": ("fr", "en"), "fr": ("fr",), "en": ("en",)}
_FOLDER = Path(__file__).parent / "dictionaries"
_LANGUAGES = {"fr": "French", "en": "English"}
_WORD = re.compile(r"\w+(?:['’‑-]\w+)*")
# Each looks from the beginning of its run of signs alone: from each of them, it would take minutes.
_ADDRESS = re.compile(
    r"(?<!\S)\S+@\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|fr|eu|ai|io|gov)\b"
)
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
_UNITS = frozenset({"Md", "kWh", "MWh", "GWh", "TWh"})  # too few to be words of any list
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s?$")
LONGEST = 60  # letters of what may be a word, with all that it is joined to
_LETTERS = "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûü"


def is_possible() -> bool:
    """Whether the library that knows dictionaries is installed."""
    return importlib.util.find_spec("hunspell") is not None


class Speller:
    """What is spelled right in each language, for one site."""

    def __init__(self, data: Path, library: Library) -> None:
        self.lists = {name: _list(data / "words" / f"{name}.txt") for name in LISTS}
        named = [entity.name for entity in library.entities.values()]
        named += [source.publisher for source in library.sources.values()]
        names = [name[code] for name in named for code in LOCALES]
        names += [entity.ticker for entity in library.entities.values() if entity.ticker]
        self.names = {word for name in names for word in _parts(name)}
        self.used: set[str] = set()

    def unknown(self, word: str, code: str) -> str | None:
        """Return what is not known of a word, without what it is joined to (`d'Acme`, `Acme's`);
        None when all of it is."""
        if len(word) > LONGEST:
            return word
        if self._is_listed(word, code) or self.needs_no_list(word, code):
            return None
        bare = _POSSESSIVE.sub("", word) if code == "en" else _ELISION.sub("", word, count=1)
        if bare != word:
            return self.unknown(bare, code)
        parts = [part for part in word.split("-") if part]
        if len(parts) > 1:
            return next((found for part in parts if (found := self.unknown(part, code))), None)
        return word

    def needs_no_list(self, word: str, code: str) -> bool:
        """Whether a word is right without any list of ours."""
        return word in self.names or is_known(word, code)

    def _is_listed(self, word: str, code: str) -> bool:
        for name, codes in LISTS.items():
            if code in codes:
                for form in (word, word.lower()):
                    if form in self.lists[name]:
                        self.used.add(f"{name}/{form}")
                        return True
        return False

    def remedy(self, word: str, code: str) -> str:
        """What to do with a word that is not known."""
        if len(word) > LONGEST:
            return "part it, or put it in `code`"
        close = self._one_slip_away(word, code) if word[1:].islower() else []
        add = f"add it to data/words/{code if word.islower() else 'names'}.txt"
        return (
            f'did you mean "{close[0]}"? If it is right, {add}' if close else f"mend it, or {add}"
        )

    def _one_slip_away(self, word: str, code: str) -> list[str]:
        """Return the words that one letter too many, too few, wrong or exchanged makes this one,
        the nearest first.

        Hunspell suggests more, but gives up after some time: what it says would depend on how busy
        the machine is.
        """
        parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        slips = {a + b[1:] for a, b in parts if b}
        slips |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
        slips |= {a + letter + b[1:] for a, b in parts if b for letter in _LETTERS}
        slips |= {a + letter + b for a, b in parts for letter in _LETTERS}
        known = sorted(slip for slip in slips - {word} if slip and _is_word(slip, code))
        return difflib.get_close_matches(word, known, n=1, cutoff=0.8)


def is_known(word: str, code: str) -> bool:
    """Return whether a word is right on every site."""
    return word in _UNITS or _ACRONYM.fullmatch(word) is not None or _is_word(word, code)


def problems_of(data: Path, read: Sequence[Passage], library: Library) -> Iterator[Problem]:
    """Yield the words of passages that are misspelled, each at its first place, and lines of our
    lists that are out of order or serve nothing."""
    speller = Speller(data, library)
    found: dict[tuple[str, str], list[Passage]] = {}
    known = set[tuple[str, str]]()
    for passage in read:
        for word in _words_in(passage.text, passage.code):
            if (word, passage.code) in known:
                continue
            unknown = speller.unknown(word, passage.code)
            if not unknown:
                known.add((word, passage.code))
            else:
                found.setdefault((passage.code, unknown), []).append(passage)
    for (code, word), places in found.items():
        shown = word if len(word) <= LONGEST else f"{word[:LONGEST]}…"
        more = len(places) - 1
        others = f" (it stands in {_counted(more, 'other place')} too)" if more else ""
        yield places[0].says(
            f'"{shown}" is in no {_LANGUAGES[code]} dictionary{others}; '
            f"{speller.remedy(word, code)}"
        )
    for name, codes in LISTS.items():
        yield from _about_list(name, codes, speller, whole=not library.unread)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number > 1 else "")


def _about_list(
    name: str, codes: Sequence[str], speller: Speller, *, whole: bool
) -> Iterator[Problem]:
    file = f"data/words/{name}.txt"
    before = ""
    for word, line in speller.lists[name].items():
        where = Where(file, line)
        if before and _order(word) <= _order(before):
            yield Problem(where, f'"{word}" stands after "{before}"; keep the list in order')
        before = word
        # What is the name of an entity by now may stay: whoever added it has not to look here.
        if all(is_known(word, code) for code in codes):
            yield Problem(where, f'"{word}" is known without the list; take the line out')
        elif f"{name}/{word}" not in speller.used and whole:
            yield Problem(where, f'no page and no text says "{word}"; take the line out')


@lru_cache(maxsize=1 << 14)
def _words_in(text: str, code: str) -> tuple[str, ...]:
    """The words to look up in a text."""
    return tuple(_words_of(without_faults(text, code)))


def _words_of(text: str) -> Iterator[str]:
    for match in _WORD.finditer(_ADDRESS.sub(" ", text)):
        word = match[0].replace("’", "'").replace("‑", "-")
        if len(word) > 1 and not re.search(r"[\d_]", word):
            yield word


def _parts(name: str) -> Iterator[str]:
    """The words of a name, whole and in parts."""
    for word in _words_of(name):
        yield word
        yield from (part for part in re.split(r"[-']", word) if len(part) > 1)


def _list(path: Path) -> dict[str, int]:
    """The words of a list with their lines."""
    text = text_of(path, path.name, []) if path.exists() else ""  # `facts.load` tells what is wrong
    lines = (text or "").split("\n")
    return {line.strip(): number for number, line in enumerate(lines, 1) if line.strip()}


def _order(word: str) -> tuple[str, str]:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), word


@lru_cache
def _dictionary(code: str) -> Any:
    from hunspell import Hunspell

    return Hunspell(code, hunspell_data_dir=str(_FOLDER))


@lru_cache(maxsize=1 << 16)
def _is_word(word: str, code: str) -> bool:
    return bool(_dictionary(code).spell(word))

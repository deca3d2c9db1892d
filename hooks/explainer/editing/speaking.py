"""What the verbs say to an editor, in the language in which they were asked.

The sentences are in words/fr.yml and words/en.yml beside this file, read as the site's own words
are: the same keys and the same holes in both, typeset.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer.characters import shown
from explainer.errors import Problem
from explainer.language.words import Words, read

FOLDER = Path(__file__).parent / "words"
SHOWN = "hooks/explainer/editing/words"
HOLE = re.compile(r"\{[a-z]+\}")
_MOST = 40  # ids listed at once
_TYPED = ("word", "id", "name", "found", "head", "unit")  # holes for what somebody wrote
_LONGEST = 90  # characters of it: the beginning is enough to find it


class Stop(Exception):
    """All that stands against doing what was asked, one sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(self.problems))


def sentences() -> tuple[Mapping[str, Words], list[Problem]]:
    """Return the sentences of each language by key, and what is wrong in their files."""
    return read(FOLDER, SHOWN, HOLE)


@dataclass(frozen=True)
class Voice:
    """One of the two languages."""

    code: str
    words: Words

    @classmethod
    def of(cls, code: str) -> Voice:
        """Return a language's voice."""
        return cls(code, sentences()[0][code])

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a sentence, its holes filled, on one line fit for a terminal."""
        text = self.words[key].text
        said = {name: _brief(name, str(value)) for name, value in values.items()}
        return shown(HOLE.sub(lambda hole: said[hole[0][1:-1]], text))

    def choose(self, word: str, known: Iterable[str]) -> str:
        """Return what to write instead of a word, as the end of a sentence: the nearest of what is
        known, and the whole of it, or as much as fits."""
        choices = list(dict.fromkeys(known))
        close = difflib.get_close_matches(word.casefold(), choices, n=1, cutoff=0.6)
        meant = self("did_you_mean", word=close[0]) if close else ""
        if not choices:
            return ""
        return meant + self("these" if meant else "there_are", list=self.listed(choices, word))

    def listed(self, choices: Iterable[str], near: str = "") -> str:
        """Return ids on a line, those that begin like `near` first; of many, how many are left."""
        first = near[:3]
        ids = sorted(choices, key=lambda one: (not (first and one.startswith(first)), one))
        text = ", ".join(ids[:_MOST])
        return text + (self("and_others", number=len(ids) - _MOST) if len(ids) > _MOST else "")


def _brief(name: str, value: str) -> str:
    is_long = name in _TYPED and len(value) > _LONGEST
    return f"{value[: _LONGEST - 1]}…" if is_long else value


def language(asked: str | None, environment: Mapping[str, str]) -> str:
    """Return fr or en: what was asked for, or the language of the terminal."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    found = asked or next((name for name in names if name), "")
    return "fr" if found.lower().startswith("fr") else "en"

"""What a form is answered, in its language.

The sentences are in words/fr.yml and words/en.yml beside this file, read as the site's own words
are: the same keys and the same holes in both, typeset.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from explainer.characters import shown
from explainer.errors import Problem
from explainer.language.words import Words, read
from explainer.refresh.readings import plain

FOLDER = Path(__file__).parent / "words"
SHOWN = "hooks/explainer/forms/words"
HOLE = re.compile(r"\{[a-z]+\}")
_LONGEST = 80  # characters that a sentence quotes
_FEW = 14  # choices that are listed


@lru_cache(maxsize=1)
def sentences() -> tuple[Mapping[str, Words], list[Problem]]:
    """Return the sentences of each language by key, and what is wrong in their files."""
    return read(FOLDER, SHOWN, HOLE)


def quoted(text: str, longest: int = _LONGEST) -> str:
    """Return what others have written as code on one line: it leads nowhere, calls nobody, and is
    neither rendered nor run."""
    line = " ".join(shown(text[: 4 * longest]).split())
    line = line if len(line) <= longest else line[:longest].rstrip() + "…"
    line = re.sub(
        r"@(?!\d{4}\b)", "(at)", line.replace("`", "\u02cb")
    )  # a period stands behind one
    return f"`{line or ' '}`"


@dataclass(frozen=True)
class Voice:
    """One of the two languages."""

    code: str

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a sentence, its holes filled."""
        text = sentences()[0][self.code][key].text
        said = HOLE.sub(lambda hole: str(values[hole[0][1:-1]]), text)
        return said.removesuffix(".") if said.endswith("?.") else said

    def meant(self, word: str, known: Iterable[str]) -> str:
        """Return what to write instead of a word, as the end of a sentence: the nearest of what is
        known, or all of it where that is little; else nothing."""
        choices = sorted(known)
        close = difflib.get_close_matches(word.casefold(), choices, n=1, cutoff=0.6)
        if close:
            return self("did_you_mean", word=quoted(close[0]))
        if 0 < len(choices) <= _FEW:
            return self("one_of", list=", ".join(map(quoted, choices)))
        return ""


def both(key: str) -> dict[str, str]:
    """Return a sentence in both languages, plainly typed, for data."""
    return {code: plain(Voice(code)(key)) for code in ("fr", "en")}

"""What goes wrong in a file that an editor wrote, told in one sentence each.

One family, one branch: a `DataError` carries every `Problem` of a run, so that an editor mends
them all at once instead of meeting them one by one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.characters import shown


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file: path relative to the project, and line counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where, what was found, what to write instead; one line for a terminal."""

    where: Where
    message: str

    def __str__(self) -> str:
        return shown(f"{self.where}: {self.message}")


class DataError(Exception):
    """All the problems of a run, sorted by file and line, one to a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ` did you mean "x"?`, or the choices when they are few, or nothing."""
    known = sorted(choices)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f'; did you mean "{close[0]}"?'
    if 0 < len(known) <= 14:
        return f"; write one of: {', '.join(known)}"
    return ""

"""Whoever asks an editor: each thing once, of the arguments, or else in the terminal.

What is wrong is gathered, so that one run tells it all; in a terminal it is asked again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from explainer.editing.speaking import Stop, Voice

Check = Callable[[str], str]  # what is wrong with an answer, as a sentence; nothing if it is right
TRIES = 5


@dataclass
class Clerk:
    """`given` holds the arguments by name; `ask` reads a line of the terminal, if there is one."""

    voice: Voice
    given: Mapping[str, str]
    say: Callable[[str], object]
    ask: Callable[[str], str] | None = None
    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def has(self, prefix: str) -> bool:
        """Whether an argument bears a name, or one that begins with it and a hyphen."""
        return any(name == prefix or name.startswith(f"{prefix}-") for name in self.given)

    def value(
        self,
        key: str,
        about: str,
        check: Check = lambda _: "",
        *,
        needed: bool = True,
        wanted: bool = True,
        default: str | None = None,
        known: Iterable[str] = (),
    ) -> str | None:
        """Return an answer, or the default, or None where there is none.

        `needed`: without it nothing can be done, and that is told. `wanted`: it is asked for in a
        terminal. `known` are the choices to show there.
        """
        self.asked.append(key)
        if key in self.given:
            answer = self.given[key].strip()
            if not answer and not needed:
                return default
            flaw = check(answer) if answer else self._needed(key, about)
            if flaw:
                self.problems.append(flaw)
            return None if flaw else answer
        if self.ask and wanted:
            least = needed and default is None
            return self._asked(key, about, check, default, known, least=least)
        if needed and default is None:
            self.problems.append(self._needed(key, about))
        return default

    def _needed(self, key: str, about: str) -> str:
        variable = key.upper().replace("-", "_")
        return self.voice("needed", key=key, about=about, variable=variable)

    def needs(self, key: str, about: str) -> None:
        """Note that an argument is missing."""
        self.problems.append(self._needed(key, about))

    def _asked(
        self,
        key: str,
        about: str,
        check: Check,
        default: str | None,
        known: Iterable[str],
        *,
        least: bool,
    ) -> str | None:
        """An answer from the terminal; `least` says that there must be one."""
        assert self.ask
        choices = self.voice.listed(known)
        self.say(f"\n{about}\n" + (f"  {choices}\n" if choices else ""))
        for _ in range(TRIES):
            try:
                answer = self.ask(f"{key}{f' [{default}]' if default else ''}> ").strip()
            except EOFError:
                break
            if not answer and not least:
                return default
            flaw = check(answer) if answer else self.voice("again", key=key)
            if not flaw:
                return answer
            self.say(f"{flaw}\n")
        raise Stop([self.voice("no_answer", key=key)])

    def close(self) -> None:
        """Raise Stop if anything was wrong, or given and asked by nobody."""
        for name in self.given:
            if name not in self.asked:
                choices = self.voice.choose(name, self.asked)
                self.problems.append(self.voice("unknown_argument", key=name, choices=choices))
        if self.problems:
            raise Stop(self.problems)


def plain(text: str) -> str:
    """Return a text without accents, case and signs, to compare names by."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def parts(text: str, signs: str = ";") -> list[str]:
    """Return the items of a list typed on one line."""
    return [one for item in re.split(f"[{signs}]", text) if (one := item.strip())]

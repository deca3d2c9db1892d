"""`python -m explainer new …` and `python -m explainer import …`, from their words to their end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from explainer.editing.adding import Check, Errand, new
from explainer.editing.asking import Clerk
from explainer.editing.importing import import_table
from explainer.editing.speaking import Stop, Voice, language, sentences
from explainer.errors import DataError

_NAMED = {"new": ("what", "id"), "import": ("file", "id")}  # what may stand without a name
VERBS = tuple(_NAMED)
_VARIABLE = re.compile(r"([A-Z][A-Z_]*)=(.*)", re.DOTALL)  # as make passes them on
_OPTION = re.compile(r"--([a-z][a-z-]*)(?:=(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Opened:
    """The terminal and the project: what says a text, reads a line (if there is anybody to ask),
    and returns all that is wrong under a folder; and the day."""

    say: Callable[[str], object]
    ask: Callable[[str], str] | None
    check: Check
    today: date


def edit(verb: str, words: Sequence[str], environment: Mapping[str, str], errand: Opened) -> int:
    """Do what an editor asks for; return the exit status."""
    say = errand.say
    if problems := sentences()[1]:
        say(f"{DataError(problems)}\n")
        return 1
    named, given, odd = arguments(words)
    voice = Voice.of(language(given.pop("lang", None), environment))
    if {"-h", "--help"} & {*words}:
        say(voice(f"usage:{verb}") + "\n")
        return 0
    root = Path(given.pop("folder", "."))
    try:
        asked = [given.pop(name, "") for name in _NAMED[verb]]
        asked = [one or (named.pop(0) if named else "") for one in asked]
        _none_left(odd, named, voice)
        clerk = Clerk(voice, given, say, errand.ask)
        if errand.ask:
            say(voice("begin") + "\n")
        do = import_table if verb == "import" else new
        return do(Errand(root, clerk, errand.today, errand.check), *asked)
    except Stop as stop:
        say("".join(f"{problem}\n" for problem in stop.problems))
    return 1


def _none_left(odd: Sequence[str], named: Sequence[str], voice: Voice) -> None:
    lacking = [voice("no_value", key=one) for one in odd]
    too_many = [voice("left_over", word=one) for one in named]
    if lacking or too_many:
        raise Stop([*lacking, *too_many])


def arguments(words: Sequence[str]) -> tuple[list[str], dict[str, str], list[str]]:
    """Return what stands by itself, what is given by name (`--name-fr …` or `NAME_FR=…`), and the
    options that lack a value."""
    named, given, odd = list[str](), dict[str, str](), list[str]()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if variable := _VARIABLE.fullmatch(word):
            given[variable[1].lower().replace("_", "-")] = variable[2]
        elif option := _OPTION.fullmatch(word):
            if option[2] is None and (not rest or _OPTION.fullmatch(rest[0])):
                odd.append(option[1])
            else:
                given[option[1]] = option[2] if option[2] is not None else rest.pop(0)
        else:
            named.append(word)
    return named, given, odd

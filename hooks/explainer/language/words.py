"""What the site itself says, read from words/fr.yml and words/en.yml: the words around the data.

YAML beside the code rather than gettext: a text is found by what it is for (`see_also`), not by an
English sentence that stops matching when somebody mends it; an editor opens one file, sees all that
a language says, and changes it with no tool and nothing to compile; and a mistake ends in the same
sentences, with file and line, as a mistake in data/. Plurals are few, and units bear their own.

The files are read once, when the package is imported; what is wrong in them is in `PROBLEMS`, and
whoever begins something (a check, a build) tells it before asking for any word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer.errors import Problem, Where
from explainer.files import content_of
from explainer.language.typography import typeset
from explainer.yaml_nodes import Node, Refused, composed

LANGUAGES = ("fr", "en")
FOLDER = Path(__file__).parent / "words"
SHOWN = "hooks/explainer/language/words"  # how sentences name the folder
_HOLE = re.compile(r"\{\}|\{site\}|#")  # where the data, the site's name or a script go


@dataclass(frozen=True)
class Word:
    """One text of one language, typeset, and where it stands."""

    text: str
    where: Where


Words = Mapping[str, Word]


def read(
    folder: Path = FOLDER, shown: str = SHOWN, holes: re.Pattern[str] = _HOLE
) -> tuple[dict[str, Words], list[Problem]]:
    """Return the words of each language by key, and what is wrong in their files. `shown` is how
    sentences name the folder, `holes` what its texts leave to be filled in.

    A key inside a group bears its name: `verdict:` with `accurate:` under it is `verdict:accurate`.
    """
    problems: list[Problem] = []
    files = {code: f"{shown}/{code}.yml" for code in LANGUAGES}
    found: dict[str, Words] = {
        code: _read(folder, code, files[code], holes, problems) for code in LANGUAGES
    }
    flawed = {problem.where.file for problem in problems}
    for code, other in (("fr", "en"), ("en", "fr")):
        mine, twin = found[code], found[other]
        for key, word in mine.items():
            if key not in twin:
                if files[other] not in flawed:  # else it may stand there and not be read
                    message = f'word "{key}" is missing, which {word.where} has; add it'
                    problems.append(Problem(Where(files[other], 1), message))
                continue
            mine_has, twin_has = (sorted(holes.findall(one.text)) for one in (word, twin[key]))
            if code == "fr" and mine_has != twin_has:
                message = (
                    f'word "{key}" has {_counted(holes, word)} and its twin at {twin[key].where} '
                    f"has {_counted(holes, twin[key])}; write the same in both"
                )
                problems.append(Problem(word.where, message))
    return found, problems


def _read(
    folder: Path, code: str, file: str, holes: re.Pattern[str], problems: list[Problem]
) -> Words:
    path = folder / f"{code}.yml"
    if not os.path.lexists(path):
        problems.append(Problem(Where(file, 1), "the file is missing; put it back"))
        return {}
    content = content_of(path, file, problems)
    node = composed(content, file, problems) if content is not None else None
    words: dict[str, Word] = {}
    try:
        if node:
            _gather(node, "", code, holes, words)
    except Refused:  # noted: the file is no group of fields
        pass
    return words


def _gather(
    node: Node, group: str, code: str, holes: re.Pattern[str], words: dict[str, Word]
) -> None:
    for key, inner in node.items():
        if inner.is_group and not group:
            _gather(inner, f"{key}:", code, holes, words)
            continue
        try:
            words[group + key] = Word(typeset(_text(inner, holes), code), inner.where)
        except Refused:
            continue


def _text(node: Node, holes: re.Pattern[str]) -> str:
    """A text as it was written, the spaces around it included: some words are punctuation."""
    if not node.raw().strip():
        raise node.refuse(f"{node.name} is empty; write what the site says here")
    node.text()
    text = node.raw()
    if re.search(r"[{}]", holes.sub("", text)):
        raise node.refuse(
            f"{node.name} has braces that are neither {{}} nor {{site}}; write one of these"
        )
    return text


def _counted(holes: re.Pattern[str], word: Word) -> str:
    return " and ".join(holes.findall(word.text)) or "no place for data"


WORDS, PROBLEMS = read()

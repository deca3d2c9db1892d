"""What would keep Markdown busy for minutes, told before anything reads it.

Python-Markdown looks from each sign for its other half, to the end of the block: its work grows
with the signs of a block times its length, and for tags left open with the length of the page. That
is counted here, not timed, so that a page is right or wrong on every machine. A page of prose comes
to a thousandth of what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.errors import Problem, Where

WORK = 30_000_000  # signs times characters: about half a second
LINE = 10_000  # characters
PAGE = 500_000
DEPTH = 12  # lists and quotations, one in another
SLOW = 8  # brackets are looked through in Python, and by several rules
_SIGN = re.compile(r"[\[!*_`\\&({<]")
_OPEN_TAG = re.compile(r"<(?![^<>\n]{0,1000}>)")
_DEEP = re.compile(r"[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*+")
_LEVEL = re.compile(r">|[-*+](?=\s)|\d+[.)](?=\s)| {4}|\t")


def problems_of(text: str, file: str) -> Iterator[Problem]:
    """Yield what is too long, too deep or too full of signs to be read."""
    if len(text) > PAGE:
        yield Problem(
            Where(file, 1),
            f"the page has {len(text)} characters; part it in pages of at most {PAGE}",
        )
        return
    work, worst, most = 0, 1, 0
    for first, block in _blocks(text):
        for number, line in enumerate(block, first):
            if len(line) > LINE:
                yield Problem(
                    Where(file, number),
                    f"the line has {len(line)} characters; break it after a sentence, "
                    f"at most {LINE} a line",
                )
                return
            depth = len(_LEVEL.findall(_begin(line)))
            if depth > DEPTH:
                yield Problem(
                    Where(file, number),
                    f"{depth} lists or quotations stand one in another; write at most {DEPTH}",
                )
                return
        joined = "\n".join(block)
        mine = len(_SIGN.findall(joined)) * len(joined) + SLOW * _bracketed(joined)
        work += mine
        if mine > most:
            worst, most = first, mine
    opened = [match.start() for match in _OPEN_TAG.finditer(text)]
    if len(opened) * len(text) > WORK:
        yield Problem(
            Where(file, text.count("\n", 0, opened[0]) + 1),
            f"the page has {len(opened)} < without their >, which takes Markdown too long to read; "
            "write > after each tag, or put what is no tag between lines of ```",
        )
    elif work > WORK:
        yield Problem(
            Where(file, worst),
            "what begins here has so many signs of Markdown ([, *, `, < …) and no empty line that "
            "it takes too long to read; part it with empty lines, or put it between lines of ```",
        )


def _bracketed(block: str) -> int:
    """Return how far it is from each [ to its ], or to the end of the block, all together."""
    far, opened = 0, list[int]()
    for match in re.finditer(r"[\[\]]", block):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            far += match.start() - opened.pop()
    return far + sum(len(block) - start for start in opened)


def _begin(line: str) -> str:
    found = _DEEP.match(line)
    return found[0] if found else ""


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of lines that are not empty, each with the number of its first."""
    first, block = 1, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            if not block:
                first = number
            block.append(line)
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block

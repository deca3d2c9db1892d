"""A page's Markdown source as a copy editor sees it: front matter, sections, lines of prose.

Lines keep their numbers, since what is said of a page names a line. A line of prose comes without
its markup: what is not words (figures, code, addresses) is one `HOLE`, so that the spacing around
it can still be judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from explainer.facts.figures import FIGURE

HOLE = "\ufffc"  # stands for a figure or code in a line of prose
SAID = ("title", "short", "kicker", "description")  # what readers see of the front matter
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_KEY = re.compile(r"^([A-Za-z_][\w-]*):(?=\s|$)[ \t]*(.*)$")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_DIRECTIVE = re.compile(r"^\s*:::")
_LINK = re.compile(r"!?\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_BEGINNING = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+|\[\^[^\]]+\]:\s*|:\s+)*"
)
# What is not prose, and what stands in its place.
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<(\w+)[^>]*\blang=[^>]*>.*?</\1>"), HOLE),  # said to be in another language
    (re.compile(r"<https?://[^>]*>|\bhttps?://[^\s)>\]]+|\bwww\.[^\s)>\]]+"), HOLE),
    (re.compile(r"</?[A-Za-z][^>]*>"), ""),
    (re.compile(r"\{[:#.][^{}]*\}"), ""),  # attributes
    (re.compile(r"\[\^[^\]]+\]"), ""),  # a call for a footnote
    (re.compile(r"!?\[([^\]]*)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"^\s*\[[^\]]+\]:\s+\S+.*$"), ""),  # where a link leads
    (re.compile(r"^[\s|:-]*-[\s|:-]*$"), ""),  # the line under a table's head
    (re.compile(r"[ \t]*(?<!\\)\|[ \t]*"), " | "),
    (re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|~~"), ""),
    (re.compile(r"&nbsp;"), "\u00a0"),
    (re.compile(r"&\w+;|\\"), ""),
)


@dataclass(frozen=True)
class Mention:
    """A figure, as it is between its braces, or a directive, and its line."""

    line: int
    text: str


@dataclass
class Section:
    """What stands under one heading; `level` 0 is the front matter, or what precedes any heading.

    `links` are the addresses that it leads to, in order.
    """

    title: str
    level: int
    line: int
    source: list[str] = field(default_factory=list)
    prose: list[tuple[int, str]] = field(default_factory=list)
    figures: list[Mention] = field(default_factory=list)
    directives: list[Mention] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f'section "{self.title}"' if self.level else self.title


@dataclass(frozen=True)
class Page:
    """One page: the front matter (with the line of each key), then its sections in order."""

    file: str
    keys: dict[str, int]
    sections: tuple[Section, ...]


def pages_in(folder: Path) -> list[Path]:
    """Return the pages of a folder and of those in it, in order."""
    return sorted(path for path in folder.rglob("*.md") if path.is_file())


def source_of(path: Path) -> str:
    """What a page says; bytes that are no UTF-8 become U+FFFD, which `pages` tells."""
    return path.read_text(encoding="utf-8-sig", errors="replace")


def outside_fences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not in a fence, each with its number."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            yield number, line


def without_code(line: str, hole: str = "") -> str:
    """Return a line whose inline code is taken out."""
    return _CODE.sub(hole, line)


def prose_of(line: str) -> str:
    """Return the words of a line: no markup, and a hole where a figure or code stands."""
    line = without_code(line, HOLE)
    line = FIGURE.sub(HOLE, line)
    line = _BEGINNING.sub("", line)
    line = _LINK.sub(r"\1", line)
    for pattern, instead in _MARKUP:
        line = pattern.sub(instead, line)
    return line.strip()


@lru_cache(maxsize=512)  # several checks look at the same pages
def page_of(text: str, file: str) -> Page:
    """Take a page apart."""
    keys: dict[str, int] = {}
    front = Section("the front matter", 0, 1)
    sections = [front, Section("the opening", 0, 1)]
    lines = text.split("\n")
    end = 0
    if lines[0].rstrip() == "---":
        closing = (n for n, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "..."))
        end = next(closing, 0) or next((n for n, line in enumerate(lines, 1) if not line), 0)
    comment = False
    for number, line in outside_fences(text):
        if number < end:
            _front(number, line, front, keys)
        elif number > end:
            shown, comment = _uncommented(line, comment)
            heading = _HEADING.match(shown)
            if heading:
                title = prose_of(shown).replace(HOLE, "…")
                sections.append(Section(title, len(heading[1]), number))
            _body(number, shown, sections[-1])
    starts = [section.line for section in sections[2:]] + [len(lines) + 1]
    for section, after in zip(sections[2:], starts[1:], strict=True):
        section.source = lines[section.line - 1 : after - 1]
    sections[1].source = lines[end : starts[0] - 1]
    sections[1].line = end + 1
    front.source = lines[: end - 1] if end else []
    return Page(file, keys, tuple(sections))


def _front(number: int, line: str, front: Section, keys: dict[str, int]) -> None:
    found = _KEY.match(line)
    if found:
        keys.setdefault(found[1], number)
    value = found[2] if found else line.strip()
    said = bool(keys) and list(keys)[-1] in SAID
    if not said or value.startswith("#"):
        return
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    elif value in (">", "|", ">-", "|-"):
        return
    front.figures += [Mention(number, body["body"]) for body in FIGURE.finditer(value)]
    front.prose.append((number, FIGURE.sub(HOLE, value).strip()))


def _uncommented(line: str, inside: bool) -> tuple[str, bool]:
    """Return a line without its HTML comments, and whether one goes on."""
    if inside:
        _, mark, line = line.partition("-->")
        if not mark:
            return "", True
    line = re.sub(r"<!--.*?-->", "", line)
    before, mark, _ = line.partition("<!--")
    return before, bool(mark)


def _body(number: int, line: str, section: Section) -> None:
    if _DIRECTIVE.match(line):
        section.directives.append(Mention(number, " ".join(line.split())))
        return
    bare = without_code(line)
    section.figures += [Mention(number, match["body"]) for match in FIGURE.finditer(bare)]
    section.links += [match[2] for match in _LINK.finditer(bare)]
    prose = prose_of(line)
    if prose:
        section.prose.append((number, prose))

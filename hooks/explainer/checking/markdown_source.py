"""A page's Markdown source as a copy editor sees it: front matter, sections, lines of prose.

Front matter is what MkDocs takes for it. Headings, figures, directives, fences and comments are
those that Python-Markdown finds (`markdown_reading`); only the words of a line are found here.

Lines keep their numbers, since what is said of a page names a line. A line of prose comes without
its markup: what is not words (figures, code, addresses) is one `HOLE`, so that the spacing around
it can still be judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import yaml

from explainer.checking import limits
from explainer.checking.boxes import BEGUN
from explainer.checking.icons import ICON
from explainer.checking.inline_signs import KEYS
from explainer.checking.markdown_reading import Sign, reading_of
from explainer.facts.figures import FIGURE
from explainer.yaml_nodes import composed_text

HOLE = "\ufffc"  # stands for a figure or code in a line of prose
SAID = ("title", "description")  # what readers see of the front matter
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
# As MkDocs finds it; a test holds the two together.
FRONT_MATTER = re.compile(r"^-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
FIELDS_END = re.compile(r"\s*(?:-{3,}|\.{3,})\W*")  # what seems to end it
_UNDERLINE = re.compile(r"[ \t>]*=+[ \t]*")
_LINK = re.compile(r"!?\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_BEGINNING = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+|\[\^[^\]]+\]:\s*|:\s+)*"
)
# What is not prose, and what stands in its place.
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<(\w+)[^>]*\blang=[^>]*>.*?</\1>"), HOLE),  # said to be in another language
    (re.compile(r"<https?://[^>]*>|\bhttps?://[^\s)>\]]+|\bwww\.[^\s)>\]]+"), HOLE),
    (re.compile(r"</?[A-Za-z][^>]*>"), ""),
    (re.compile(r"\{[:#. ][^{}]*\}"), ""),  # attributes
    (BEGUN, r"\1"),
    (KEYS, HOLE),
    (ICON, HOLE),
    (re.compile(r" ?\(\d\)"), ""),  # a call for a note
    (re.compile(r"==|\^\^"), ""),
    (re.compile(r"(?<=\w)([~^])(\w+)\1"), r"\2"),  # H~2~O is a word
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
    """One page: the front matter (its texts, and the line of each key), then its sections in order;
    `next` are the pages that it leads to at its end.

    `is_whole` is false where it cannot be read to its end, since a fence has none, say, or
    it is not UTF-8.
    """

    file: str
    keys: dict[str, int]
    front: dict[str, str]
    sections: tuple[Section, ...]
    is_whole: bool = True
    next: list[str] = field(default_factory=list)

    @property
    def figures(self) -> list[Mention]:
        return [one for section in self.sections for one in section.figures]

    def shown(self, kind: str) -> list[str]:
        """The ids of the blocks of a kind, in order; an empty text for one that has none."""
        words = [one.text.split() for section in self.sections for one in section.directives]
        return [" ".join(one[2:]) for one in words if one[1:2] == [kind]]


def source_of(path: Path) -> str:
    """What a page says; bytes that are no UTF-8 become U+FFFD, which `pages` tells."""
    return path.read_text(encoding="utf-8-sig", errors="replace")


def split(text: str) -> tuple[str | None, str, int]:
    """Return the fields above a page (None if it has none that can be read), its body, and the line
    on which that begins."""
    found = FRONT_MATTER.match(text)
    if not found and text.startswith("---"):  # what ends it is not right: told
        end = text.find("\n\n") + 1
        return None, text[end:], text.count("\n", 0, end) + 1
    if not found:
        return None, text, 1
    return found[1], text[found.end() :], text.count("\n", 0, found.end()) + 1


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


@lru_cache(maxsize=2048)  # several checks look at the same pages
def page_of(text: str, file: str) -> Page:
    """Take a page apart."""
    fields, body, first = split(text)
    front = Section("the front matter", 0, 1)
    opening = Section("the opening", 0, first)
    page = Page(file, {}, {}, (front, opening))
    if fields is not None:
        front.source = ["---", *fields.rstrip("\n").split("\n")]
        _front(fields, page)
    if "\ufffd" in text or any(limits.problems_of(text, file)):
        return replace(page, is_whole=False)
    reading = reading_of(body, first)
    has_end = fields is not None or not text.startswith("---")
    if not has_end or reading.open_fences or reading.failure:
        return replace(page, is_whole=False)
    lines = body.split("\n")
    headings = {one.line: one.level for one in reading.headings}
    directives = {one.line for one in (*reading.directives, *reading.astray) if one.is_block}
    sections = [front, opening]
    comment = False
    for number, line in enumerate(lines, first):
        if number in reading.fenced:
            continue
        shown, comment = _uncommented(line, comment, number in reading.comments)
        if number in headings:
            title = prose_of(shown.lstrip("# ")).replace(HOLE, "…")
            sections.append(Section(title, headings[number], number))
        elif number - 1 in headings and _UNDERLINE.fullmatch(shown):
            continue
        if number not in directives:
            _words_of(number, shown, sections[-1])
    starts = [section.line for section in sections[1:]] + [first + len(lines)]
    for section, after in zip(sections[1:], starts[1:], strict=True):
        section.source = lines[section.line - first : after - first]
        inside = range(section.line, after)
        for sign in (*reading.figures, *reading.directives, *reading.astray):
            if sign.line in inside:
                _mention(sign, section)
    return replace(page, sections=tuple(sections))


def _mention(sign: Sign, section: Section) -> None:
    """Add a sign to its section; those that went astray too, which are told once and for all."""
    if sign.is_block:
        words = sign.text.partition(":::")[2].split()
        section.directives.append(Mention(sign.line, " ".join((":::", *words))))
    elif sign.is_figure:
        section.figures.append(Mention(sign.line, sign.text))


def _front(fields: str, page: Page) -> None:
    """Read the fields above a page, as far as they can be read; `pages` tells what is wrong."""
    node = composed_text("\n" + fields, "", page.file, [])
    for key, value in node.node.value if node and node.is_group else ():
        if key.value == "next" and isinstance(value, yaml.SequenceNode):
            page.keys.setdefault("next", key.start_mark.line + 1)
            page.next.extend(str(one.value) for one in value.value)
        if not all(isinstance(one, yaml.ScalarNode) for one in (key, value)):
            continue
        line = key.start_mark.line + 1
        if page.keys.setdefault(key.value, line) != line:
            continue  # told
        page.front[key.value] = text = value.value.strip()
        if key.value in SAID and text:
            line = value.start_mark.line + 1
            front = page.sections[0]
            front.figures += [Mention(line, body["body"]) for body in FIGURE.finditer(text)]
            front.prose += [(line, FIGURE.sub(HOLE, one).strip()) for one in text.split("\n")]


def _uncommented(line: str, inside: bool, begins: bool) -> tuple[str, bool]:
    """Return a line without its HTML comments, and whether one goes on."""
    if inside:
        _, mark, line = line.partition("-->")
        if not mark:
            return "", True
    if not begins:
        return line, False
    shown = []
    while line:
        before, mark, line = line.partition("<!--")
        shown.append(before)
        _, end, line = line.partition("-->")
        if mark and not end:
            return "".join(shown), True
    return "".join(shown), False


def _words_of(number: int, line: str, section: Section) -> None:
    section.links += [match[2] for match in _LINK.finditer(without_code(line))]
    prose = prose_of(line)
    if prose:
        section.prose.append((number, prose))

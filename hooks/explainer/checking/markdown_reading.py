"""A page as Python-Markdown reads it: which headings it makes, where figures and directives land.

There is one reader of Markdown, and it keeps no lines. So each sign that may mean something to us
(`:::`, `{{`, `}}`, `#`, the line above `===`, `<!--`) gets a mark that nobody can type; the page is
converted with the extensions of the site; and where a mark lies in the tree tells what became of
its sign, and the mark tells its line. No second grammar of lists, quotations, code and raw HTML can
then disagree with the one that makes the page.

The block of a directive is found by the same code here and in `pages.markdown_extension`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from explainer.checking.marked_tree import Places, mark_of, places_of

_COLONS = "[:：﹕∶︓꞉˸]"
_SIGNS = re.compile(
    rf"(?P<directive>(?:{_COLONS}\s?){{2}}{_COLONS}(?!\w*//))"
    r"|(?P<foreign>^[ >]*(?:(?:!!!|\?\?\?\+?) |=== \"|[-*+] +\[[ xX]\] )|\{:(?=[^}\n]*\{\{))"
    r"|(?P<heading>^(?:\[\^[^\]\n]{0,80}\]:|[^\w#\n]|\d)*+#{1,6})"
    r"|(?P<html><[hH][1-6]\b[^<>\n]{0,300}>)"
    r"|(?P<opening>\{{2,})|(?P<closing>\}{2,})"
    r"|(?P<comment><!--)|(?P<end>-->)",
    re.MULTILINE,
)
_HEADING = re.compile(r"\W*#{1,6}\s")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_ATTRIBUTES = re.compile(r"(?:[ \t]*\{[^{}\n]*\})?[ \t]*$")
_OURS = re.compile("[\ue000-\uf8ff]")  # which `misread` refuses
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*")


@dataclass(frozen=True)
class Sign:
    """Something of a page that means something to us. `place` is empty where it becomes what it
    should; else it names where it landed: `text`, `attribute`, `html`, `indented`, `vanished`,
    `lines`, `signs`, or what a sentence calls it (`a list`). `level` is that of the heading that it
    makes or stands in."""

    line: int
    kind: str
    text: str
    place: str = ""
    level: int = 0
    indent: bool = False  # whether its line begins with a space

    @property
    def is_block(self) -> bool:
        return self.kind == "directive"

    @property
    def is_figure(self) -> bool:
        return self.kind in ("opening", "closing", "braces")


@dataclass(frozen=True)
class Reading:
    """What Python-Markdown makes of the body of a page, in the order of its source.

    `fenced` are the lines in fences, `comments` those where a comment begins; `open_fences` begin
    on their line and never end, and then nothing else is known.
    """

    figures: tuple[Sign, ...] = ()
    directives: tuple[Sign, ...] = ()
    headings: tuple[Sign, ...] = ()
    astray: tuple[Sign, ...] = ()
    fenced: frozenset[int] = frozenset()
    comments: frozenset[int] = frozenset()
    open_fences: tuple[int, ...] = ()
    failure: str = ""  # what Python-Markdown stopped with, if it did


@lru_cache(maxsize=2048)  # several checks look at the same pages
def reading_of(body: str, first: int = 1) -> Reading:
    """Return what Python-Markdown makes of the body of a page, whose first line has a number."""
    lines = _OURS.sub("", body).expandtabs(4).split("\n")
    fenced, unended = _fences(lines)
    inside = frozenset(first + n for n in fenced)
    if unended:
        return Reading(fenced=inside, open_fences=tuple(first + n for n in unended))
    signs: list[Sign] = []
    marked = "\n".join(_marked(lines, fenced, first, signs))
    if not signs:
        return Reading(fenced=inside)
    try:
        places = places_of(marked)
    except Exception as error:  # noqa: BLE001  # whatever it is, the site would stop with it
        return Reading(fenced=inside, failure=f"{type(error).__name__}: {error}".strip(": "))
    return _told(signs, places, inside)


def _fences(lines: Sequence[str]) -> tuple[set[int], list[int]]:
    """Return the indices of lines in fences, those that begin and end one included, and of those
    that begin one without end: as `FencedBlockPreprocessor` finds them, in one pass."""
    ends: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.startswith(("```", "~~~")):
            ends.setdefault(line.rstrip(" "), []).append(number)
    inside: set[int] = set()
    unended: list[int] = []
    after = -1
    for number, line in enumerate(lines):
        mark = _FENCE.fullmatch(line) if number > after else None
        if not mark:
            continue
        known = ends.get(mark[1], [])
        while known and known[0] <= number:
            known.pop(0)
        if known:
            after = known[0]
            inside.update(range(number, after + 1))
        else:
            unended.append(number)
    return inside, unended


def _marked(
    lines: Sequence[str], fenced: Collection[int], first: int, signs: list[Sign]
) -> Iterator[str]:
    """Yield lines with their marks, and note the sign of each."""

    def mark(number: int, kind: str, text: str) -> str:
        signs.append(Sign(first + number, kind, text, indent=lines[number][:1] == " "))
        return mark_of(len(signs))

    for number, line in enumerate(lines):
        if number in fenced:
            yield line
            continue

        def sign(match: re.Match[str], number: int = number, line: str = line) -> str:
            kind, found = str(match.lastgroup), match[0]
            if kind == "directive" and match.start() > line.find(found):
                return found  # the first of a line tells enough
            of_line = kind in ("directive", "heading", "html", "foreign")
            made = mark(number, kind, line.strip(" ") if of_line else _shown(match))
            if kind in ("closing", "end"):
                return made + found
            odd = kind == "opening" and len(found) > 2
            return (mark(number, "braces", found) if odd else "") + found + made

        new = _SIGNS.sub(sign, line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if following and line.strip() and _UNDERLINE.fullmatch(following):
            tail = _ATTRIBUTES.search(new)
            at = tail.start() if tail else len(new)
            new = new[:at] + mark(number, "heading", line.strip()) + new[at:]
        yield new


def _shown(match: re.Match[str]) -> str:
    """The figure that may begin at some braces."""
    end = match.string.find("}}", match.end())
    return match.string[match.start() : end + 2] if end >= 0 else match[0]


def _told(signs: Sequence[Sign], places: Places, fenced: frozenset[int]) -> Reading:
    """Tell signs that became what they should from those that went astray."""
    good: dict[str, list[Sign]] = {"opening": [], "directive": [], "heading": []}
    astray: list[Sign] = []
    comments = {
        sign.line
        for number, sign in enumerate(signs, 1)
        if sign.kind == "comment" and places.found.get(number, ("",))[0] == "comment"
    }
    for number, sign in enumerate(signs, 1):
        place, level = places.found.get(number, ("vanished", 0))
        now = replace(sign, place=place, level=level)
        if sign.kind == "comment":
            if place == "text" or number in places.unended:
                astray.append(now)
        elif sign.kind == "heading":
            if not level and place in ("text", "html") and _HEADING.match(sign.text):
                astray.append(now)
            elif level:
                now = replace(now, place=places.headings.get(number, ""))
                good["heading"].append(now)
                astray += [now] if now.place else []
        elif place in ("code", "comment") or sign.kind == "end":
            continue
        elif sign.kind in good and not place:
            good[sign.kind].append(replace(now, text=places.bodies.get(number, sign.text)))
        elif sign.kind != "closing" or place == "text":  # else its opening is told
            astray.append(now)
    return Reading(
        tuple(good["opening"]),
        tuple(good["directive"]),
        tuple(dict.fromkeys(good["heading"])),  # one may have # before and --- under it
        tuple(astray),
        fenced,
        frozenset(comments),
    )

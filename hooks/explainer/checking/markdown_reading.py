"""A page as Python-Markdown reads it: which headings it makes, where figures and directives land.

There is one reader of Markdown, and it keeps no lines. So each sign that may mean something to us
(`:::`, `{{`, `}}`, `#`, `!!!`, the line above `===`, `<!--` …) gets a mark that nobody can type;
the page is converted with the extensions of the site; and where a mark lies in the tree tells what
became of its sign, and the mark tells its line. No second grammar of lists, quotations, code and
raw HTML can then disagree with the one that makes the page.

The block of a directive is found by the same code here and in `pages.markdown_extension`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from explainer.checking import boxes, foreign
from explainer.checking.fences import Fence, fences_of
from explainer.checking.icons import ICON
from explainer.checking.inline_signs import KEYS
from explainer.checking.marked_tree import Places, mark_of, places_of

_COLONS = "[:：﹕∶︓꞉˸]"
_SIGNS = re.compile(
    rf"(?P<directive>(?:{_COLONS}\s?){{2}}{_COLONS}(?!\w*//))"
    rf"|(?P<box>{boxes.MEANT})"
    rf"|{foreign.PATTERN}"
    r"|(?P<foreign>\{:(?=[^}\n]*\{\{))"
    r"|(?P<heading>^(?:\[\^[^\]\n]{0,80}\]:|[^\w#\n]|\d)*+#{1,6})"
    r"|(?P<html><[hH][1-6]\b[^<>\n]{0,300}>)"
    r"|(?P<opening>\{{2,})|(?P<closing>\}{2,})"
    r"|(?P<comment><!--)|(?P<end>-->)"
    rf"|(?P<icon>{ICON.pattern.replace('(', '(?:', 1)})"
    rf"|(?P<keys>{KEYS.pattern.replace('(', '(?:', 1)})",
    re.MULTILINE,
)
_OF_LINE = ("directive", "heading", "html", "foreign", "box")
_ANNOTATED = re.compile(r" *\{:? *[^{}\n]*\.annotate\b[^{}\n]*\} *")
_HEADING = re.compile(r"\W*#{1,6}\s")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_ATTRIBUTES = re.compile(r"(?:[ \t]*\{[^{}\n]*\})?[ \t]*$")
_OURS = re.compile("[\ue000-\uf8ff]")  # which `misread` refuses


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
    boxes: tuple[Sign, ...] = ()  # and tabs
    icons: tuple[Sign, ...] = ()
    keys: tuple[Sign, ...] = ()
    astray: tuple[Sign, ...] = ()
    fenced: frozenset[int] = frozenset()
    fences: tuple[tuple[int, Fence], ...] = ()  # each with its line
    comments: frozenset[int] = frozenset()
    open_fences: tuple[int, ...] = ()
    failure: str = ""  # what Python-Markdown stopped with, if it did


@lru_cache(maxsize=2048)  # several checks look at the same pages
def reading_of(body: str, first: int = 1) -> Reading:
    """Return what Python-Markdown makes of the body of a page, whose first line has a number."""
    lines = _OURS.sub("", body).expandtabs(4).split("\n")
    fences, unended = fences_of(lines)
    fenced = {n for one in fences for n in range(one.first, one.last + 1)}
    inside = frozenset(first + n for n in fenced)
    if unended:
        return Reading(fenced=inside, open_fences=tuple(first + n for n in unended))
    signs: list[Sign] = []
    indented = {one.first: " " * one.indent for one in fences if one.indent}
    marked = "\n".join(_marked(lines, fenced, indented, first, signs))
    begun = tuple((first + one.first, one) for one in fences)
    if not signs:
        return Reading(fenced=inside, fences=begun)
    try:
        places = places_of(marked)
    except Exception as error:  # noqa: BLE001  # whatever it is, the site would stop with it
        return Reading(fenced=inside, failure=f"{type(error).__name__}: {error}".strip(": "))
    return replace(_told(signs, places, inside), fences=begun)


def _marked(
    lines: Sequence[str],
    fenced: Collection[int],
    indented: Mapping[int, str],
    first: int,
    signs: list[Sign],
) -> Iterator[str]:
    """Yield lines with their marks, and note the sign of each."""

    def mark(number: int, kind: str, text: str) -> str:
        signs.append(Sign(first + number, kind, text, indent=lines[number][:1] == " "))
        return mark_of(len(signs))

    for number, line in enumerate(lines):
        if number in fenced:
            if number in indented:  # a line of its own, of which nothing is left on the page
                yield f"{indented[number]}{mark(number, 'fence', line.strip(' '))}\n"
            yield line
            continue

        def sign(match: re.Match[str], number: int = number, line: str = line) -> str:
            kind, found = str(match.lastgroup), match[0]
            if kind == "directive" and match.start() > line.find(found):
                return found  # the first of a line tells enough
            of_line = kind in _OF_LINE or (kind.startswith("foreign_") and not match.start())
            text = line.strip(" ") if of_line else _shown(match).strip(" ")
            if kind == "box":
                text = text[text.index(found.lstrip(" >-*+0123456789.)")) :]
            made = mark(number, kind, text)
            if kind in ("closing", "end"):
                return made + found
            odd = kind == "opening" and len(found) > 2
            return (mark(number, "braces", found) if odd else "") + found + made

        new = _SIGNS.sub(sign, line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _ANNOTATED.fullmatch(following) and line.strip():
            new += mark(number, "annotated", following.strip())
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
    good: dict[str, list[Sign]] = {
        kind: [] for kind in ("opening", "directive", "heading", "box", "icon", "keys")
    }
    astray: list[Sign] = []
    comments = {
        sign.line
        for number, sign in enumerate(signs, 1)
        if sign.kind == "comment" and places.found.get(number, ("",))[0] == "comment"
    }
    for number, sign in enumerate(signs, 1):
        place, level = places.found.get(number, ("vanished", 0))
        now = replace(sign, place=place, level=level)
        if sign.kind == "heading":
            if not level and place in ("text", "html") and _HEADING.match(sign.text):
                astray.append(now)
            elif level:
                now = replace(now, place=places.headings.get(number, ""))
                good["heading"].append(now)
                astray += [now] if now.place else []
        elif lost := _astray(now, number, places):
            astray.append(lost)
        elif sign.kind in good and place not in ("code", "comment"):
            text = places.bodies.get(number, sign.text)
            if sign.kind == "directive":  # which may be the first thing of an item
                text = text[text.index(":::") :]
            good[sign.kind].append(replace(now, text=text))
    return Reading(
        tuple(good["opening"]),
        tuple(good["directive"]),
        tuple(dict.fromkeys(good["heading"])),  # one may have # before and --- under it
        boxes=tuple(good["box"]),
        icons=tuple(good["icon"]),
        keys=tuple(good["keys"]),
        astray=tuple(astray),
        fenced=fenced,
        comments=frozenset(comments),
    )


def _astray(now: Sign, number: int, places: Places) -> Sign | None:
    """The sign as it is told, if it did not become what it should."""
    kind, _, name = now.kind.partition("_")
    if kind == "comment":
        is_astray = now.place == "text" or number in places.unended
    elif name:
        is_astray = foreign.is_told(name, now.place)
    elif now.place in ("code", "comment") or kind == "end":
        is_astray = False
    elif kind == "annotated":
        flaw = places.annotated.get(number, "")
        return replace(now, place=flaw) if flaw else None
    elif kind in ("icon", "keys"):
        is_astray = now.place != "text"
    elif kind == "fence":
        is_astray = now.place == "indented"
    elif kind == "closing":
        is_astray = now.place == "text"  # else its opening is told
    else:
        is_astray = bool(now.place)
    return now if is_astray else None

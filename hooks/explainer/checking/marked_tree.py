"""Where marks land when Python-Markdown has made a tree of a page: see `markdown_reading`.

What finds directives is here too, since `pages.markdown_extension` finds them by the same code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from itertools import zip_longest
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.checking import boxes, inline_signs
from explainer.checking.annotations import is_annotated, unanswered
from explainer.checking.boxes import BOX, TAB, Boxes, is_box
from explainer.checking.fences import Fences
from explainer.facts.figures import FIGURE

# What mkdocs.yml names, less what makes anchors, and what MkDocs adds by itself.
EXTENSIONS = ("tables", "fenced_code", "attr_list", "md_in_html", "footnotes", "def_list")
# After code (190) and before links (170); before anything else of a block; boxes before code that
# is indented (80), fences before HTML (20).
FIGURES_FIRST, DIRECTIVES_FIRST, BOXES_FIRST, FENCES_FIRST = 175, 95, 105, 26
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_DIRECTIVE = r"^:::{mark}[ \t]*(?P<kind>[a-z]+)?(?:[ \t]+(?P<id>\S+))?[ \t]*$"
DIRECTIVE = re.compile(_DIRECTIVE.format(mark=""), re.MULTILINE)
# A mark is a number in characters of private use, which `pages` refuses in a source.
_MARK = re.compile("\ue000([\ue010-\ue019]+)\ue001")
_MARKED_DIRECTIVE = re.compile(_DIRECTIVE.format(mark=_MARK.pattern), re.MULTILINE)
_DIGITS = str.maketrans("0123456789", "".join(chr(0xE010 + n) for n in range(10)))
_NUMBERS = {0xE010 + n: str(n) for n in range(10)}

_LITERAL = ("code", "pre", "kbd", "samp", "script", "style", "textarea")
# What a block may stand in: elements with the attribute `markdown`.
_AROUND = ("div", "section", "article", "aside", "details", "figure", "main")
_LISTS = ("ul", "ol", "li", "dl", "dd", BOX, TAB)  # which may hold blocks, and no headings
_NAMES = {
    BOX: "a box",
    TAB: "a tab",
    "li": "a list",
    "blockquote": "a quotation",
    "td": "a table",
    "th": "a table",
    "dd": "a list",
    "footnote": "a footnote",
}


class Directives(BlockProcessor):
    """`::: chart id` and its kin become blocks; text around the line stays text."""

    pattern = DIRECTIVE

    def test(self, parent: Element, block: str) -> bool:
        return self.pattern.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = self.pattern.search(block)
        assert match, "test() found one"
        before, after = block[: match.start()].rstrip(), block[match.end() :]
        if before:
            self.parser.parseBlocks(parent, [before])
        parent.append(self.made(match))
        if after.strip():
            blocks.insert(0, after.lstrip("\n"))

    def made(self, match: re.Match[str]) -> Element:
        """Return what a directive becomes."""
        raise NotImplementedError


class _Directives(Directives):
    pattern = _MARKED_DIRECTIVE

    def made(self, match: re.Match[str]) -> Element:
        element = Element("directive")
        element.text = AtomicString(match[0])
        return element


class _Boxes(Boxes):
    pattern = boxes.pattern(f"(?:{_MARK.pattern})?")

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.found: dict[int, Element] = {}

    def made(self, parent: Element, match: re.Match[str]) -> Element:
        box = super().made(parent, match)
        for number in numbers_of(match[0])[:1]:
            self.found[number] = box
        return box


class _Figures(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # Python-Markdown's own name and result
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element, int, int]:
        element = Element("figure-in-text")
        element.text = AtomicString(m["body"])
        return element, m.start(0), m.end(0)


class _Look(Treeprocessor):
    """Notes the places of all marks, and leaves nothing to write."""

    def __init__(self, md: Markdown, boxes: _Boxes) -> None:
        super().__init__(md)
        self.places = Places(md)
        self.boxes = boxes

    def run(self, root: Element) -> None:
        self.places = Places(self.md)
        self.places.look(root)
        self.places.look_at_boxes(root, self.boxes.found)
        self.boxes.found = {}
        root.clear()


class _Reader(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Figures(FIGURE.pattern, md), "figures", FIGURES_FIRST)
        md.parser.blockprocessors.register(_Directives(md.parser), "directives", DIRECTIVES_FIRST)
        boxes = _Boxes(md)
        md.parser.blockprocessors.register(boxes, "boxes", BOXES_FIRST)
        md.preprocessors.register(Fences(md), "fences", FENCES_FIRST)
        inline_signs.register(md)
        md.treeprocessors.register(_Look(md, boxes), "look", -1)
        md.postprocessors.deregister("raw_html")


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    return Markdown(extensions=[*EXTENSIONS, _Reader()])


def mark_of(number: int) -> str:
    """Return the mark of a sign."""
    return f"\ue000{str(number).translate(_DIGITS)}\ue001"


def numbers_of(text: str) -> list[int]:
    """Return the numbers of the marks in a text."""
    return [int(digits.translate(_NUMBERS)) for digits in _MARK.findall(text)]


def places_of(text: str) -> Places:
    """Return where the marks of a text land; raises what Python-Markdown raises."""
    md = _markdown()
    md.reset()
    md.convert(text)
    look = md.treeprocessors["look"]
    assert isinstance(look, _Look)
    return look.places


@dataclass
class Places:
    """Where each mark lies in a tree, by its number: a place, and the level of the heading that it
    stands in. `unended` are comments that begin and never end."""

    md: Markdown
    found: dict[int, tuple[str, int]] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)  # what those stand in
    bodies: dict[int, str] = field(default_factory=dict)  # what figures say
    unended: set[int] = field(default_factory=set)
    annotated: dict[int, str] = field(default_factory=dict)  # what is wrong with their notes

    def look(self, root: Element) -> None:
        todo: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
        while todo:
            element, around = todo.pop()
            inside = (*around, _name(element))
            for value in element.attrib.values():
                self.note(value or "", "attribute")
            self._text(element.text, inside)
            for child in element:
                todo.append((child, inside))
                self._text(child.tail, inside)
        for raw in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(raw, str) and "\ue000" in raw:
                _Raw(self).read(raw)

    def look_at_boxes(self, root: Element, found: Mapping[int, Element]) -> None:
        """Note which boxes hold something, and whether notes are there for whoever calls them."""
        own = {element: number for number, element in found.items()}
        for number, box in found.items():
            inside = [one for one in box if "__" not in (one.get("class") or "")]
            said = inside or (box.text or "").strip()
            self.found[number] = "" if said else "empty", 0
        for parent in root.iter():
            for element, after in zip_longest(list(parent), list(parent)[1:]):
                flaw = is_annotated(element) and unanswered(element, after)
                if flaw:
                    marks = numbers_of("".join(element.itertext()))
                    for number in [own[element]] if element in own else marks:
                        self.annotated[number] = flaw

    def _text(self, text: str | None, around: Sequence[str]) -> None:
        if not text or "\ue000" not in text:
            return
        level = next((int(tag[1]) for tag in around if tag in HEADINGS), 0)
        if around[-1] == "directive":
            places = [tag for tag in around[1:-1] if tag not in (*_AROUND, *_LISTS)]
            self.note(text, _outermost(places), level)
        elif around[-1] == "figure-in-text":
            # What has been taken out of it already, code say, left a token of Python-Markdown.
            whole = "lines" if "\n" in text else "signs" if "\x02" in text else ""
            self.note(text, whole, level)
            self.bodies[numbers_of(text)[0]] = _MARK.sub("", text)
        elif "code" in around:
            self.note(text, "indented" if "pre" in around else "code")
        elif level:
            at = next(n for n, tag in enumerate(around) if tag in HEADINGS)
            place = _outermost([tag for tag in around[1:at] if tag not in _AROUND])
            self.note(text, "text", level, heading=place)
        else:
            self.note(text, "text")

    def note(self, text: str, place: str, level: int = 0, heading: str | None = None) -> None:
        for number in numbers_of(text):
            self.found[number] = place, level
            if heading is not None:
                self.headings[number] = heading


def _name(element: Element) -> str:
    if element.get("class") == "footnote":
        return "footnote"
    return str(element.get("class")).split("-")[0].split()[0] if is_box(element) else element.tag


def _outermost(tags: Sequence[str]) -> str:
    if not tags:
        return ""
    known = [_NAMES[tag] for tag in tags if tag in _NAMES]
    return known[0] if known else "another block"


class _Raw(HTMLParser):
    """Where marks lie in raw HTML, which Markdown leaves as it is."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self.places = places
        self.literal: list[str] = []

    def read(self, raw: str) -> None:
        self.feed(raw)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.places.note(f"{name}{value or ''}", "attribute")
        if tag in _LITERAL:
            self.literal.append(tag)
        if "\ue000" in tag:
            self.places.note(tag, "attribute")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.literal:
            self.literal.remove(tag)

    def handle_data(self, data: str) -> None:
        self.places.note(data, "code" if self.literal else "html")

    def handle_comment(self, data: str) -> None:
        self.places.note(data, "comment")
        if not data.endswith("\ue001"):  # the mark of -->
            self.places.unended.update(numbers_of(data)[:1])

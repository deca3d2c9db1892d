"""Boxes and tabs, as in Material: a line with a sign, and what belongs to it indented under it.

    !!! note "A title"             ??? note "Folded"            === "A tab"
        What the box says.             ???+ is open at first.       What the tab shows.

    !!! short yes                  !!! margin "A title"
        What a page answers.           What stands beside the paragraph that follows.

Titles are texts like any other; what is inside is Markdown, in which figures, charts, lists, code
and other boxes may stand. A box becomes an element of ours, a tab likewise: `pages.signs` joins
those that follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.extensions.admonition import AdmonitionProcessor

# Those of Material, and one of ours: what nobody knows.
KINDS = (
    "note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug",
    "example", "quote", "unknown",
)  # fmt: skip
# Two that are no notices: what a page answers, with its verdict, and what stands beside the text.
SHORT, MARGIN = "short", "margin"
ANSWERS = ("yes", "no", "partly", "unknown", "fact")  # the last has no stamp: the page tells facts
LONGEST_ANSWER = 4  # paragraphs
BOX, TAB = "box", "tab"
# The sign may be followed by a mark of `markdown_reading`.
_SIGN = (
    r"(?:^|\n)(?:(?P<box>!!!|\?\?\?\+?){mark} ?(?P<words>[\w-]+(?: +[\w-]+)*)"
    r'(?: +"(?P<title>.*?)")?'
    r'|(?P<tab>===[+!]{{0,2}}){mark} +"(?P<label>.*?)") *(?:\n|$)'
)
# A line that is meant to be one, however it goes on; and what it should look like.
MEANT = (
    r'^[ >]*(?:(?:[-*+]|\d{1,3}[.)]) +)?(?:(?:!!!|\?\?\?\+?)(?= ?["\w])|===[+!]{0,2}(?= *"| +\w))'
)

# The same as a copy editor sees it: a title, or nothing.
BEGUN = re.compile(r"^\s*(?:(?:!!!|\?\?\?\+?) ?[\w -]++|===[+!]{0,2} *(?=\"))(?:\"(.*)\")?\s*$")


def pattern(mark: str = "") -> re.Pattern[str]:
    """Return what finds a sign in a block; `mark` is what may follow it."""
    return re.compile(_SIGN.format(mark=mark))


class Boxes(AdmonitionProcessor):
    """Boxes, folded boxes and tabs. Without titles by kind, a box that has none stays without."""

    CLASSNAME = ""  # which is found in any class: `is_box` has looked before
    pattern = pattern()

    def __init__(self, parser: BlockParser, titles: Mapping[str, str] | None = None) -> None:
        super().__init__(parser)
        self.titles = titles or {}

    def test(self, parent: Element, block: str) -> bool:
        return bool(self.pattern.search(block)) or self.parse_content(parent, block)[0] is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = self.pattern.search(block)
        if match:
            if match.start() > 0:
                self.parser.parseBlocks(parent, [block[: match.start()]])
            block, rest = self.detab(block[match.end() :])
            inside: Element | None = self.made(parent, match)
        else:
            inside, block, rest = self.parse_content(parent, block)
            if inside is not None and inside.tag in ("li", "dd") and inside.text:
                text, inside.text = inside.text, ""
                paragraph = Element("p")
                paragraph.text = text
                inside.insert(0, paragraph)
        assert inside is not None, "test() found one"
        self.parser.parseChunk(inside, block)
        if rest:
            blocks.insert(0, rest)

    def made(self, parent: Element, match: re.Match[str]) -> Element:
        """Add what a sign becomes to `parent`, and return it."""
        if match["tab"]:
            tab = SubElement(parent, "div", {"class": TAB})
            if "!" in match["tab"]:
                tab.set("data-first", "true")
            if "+" in match["tab"]:
                tab.set("data-shown", "true")
            SubElement(tab, "p", {"class": "tab__label"}).text = match["label"]
            return tab
        kind, *more = match["words"].lower().split()
        folded = match["box"].startswith("?")
        box = SubElement(parent, "details" if folded else "div")
        box.set("class", " ".join((BOX, f"{BOX}--{kind}", *more)))
        if match["box"].endswith("+"):
            box.set("open", "open")
        title = self.titles.get(kind) if match["title"] is None else match["title"]
        if kind == SHORT:
            title = self.titles.get(kind)
        if title or folded:
            head = SubElement(box, "summary" if folded else "p", {"class": "box__title"})
            head.text = title or self.titles.get(kind)
        return box

    def parse_content(self, parent: Element, block: str) -> tuple[Element | None, str, str]:
        """Find the box that an indented block belongs to, or the list at its end.

        All is as `AdmonitionProcessor` has it, but for the elements that are boxes.
        """
        last = self.lastChild(parent)
        if self.current_sibling is None and (last is None or not is_box(last)):
            return None, block, ""
        if self.current_sibling is not None or last is None or last.tag == "div":
            return super().parse_content(parent, block)
        last.tag = "div"  # which is all that it looks for
        try:
            return super().parse_content(parent, block)
        finally:
            last.tag = "details"


def is_box(element: Element) -> bool:
    """Whether an element is a box or a tab."""
    first = (element.get("class") or "").partition(" ")[0]
    return element.tag in ("div", "details") and first in (BOX, TAB)

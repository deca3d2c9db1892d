"""Boxes, tabs and notes of a passage as they are shown: all of them work without a script.

Tabs are radio buttons with what each shows behind it, so that the keyboard knows them; notes are
popovers, which the browser opens by itself, and a numbered list where it does not know any.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.checking import inline_signs
from explainer.checking.annotations import CALL, LITERAL, is_annotated, unanswered
from explainer.checking.boxes import BOX, KINDS, MARGIN, SHORT, TAB, Boxes, is_box
from explainer.checking.fences import Fences
from explainer.checking.icons import Icons
from explainer.checking.marked_tree import BOXES_FIRST, FENCES_FIRST
from explainer.language.locales import Locale


def register(md: Markdown, locale: Locale, icons: Icons) -> None:
    """Let a Markdown know the signs, in a language."""
    titles = {kind: locale.word(f"box:{kind}") for kind in (*KINDS, SHORT)}
    md.parser.blockprocessors.register(Boxes(md.parser, titles), "explainer-boxes", BOXES_FIRST)
    md.preprocessors.register(Fences(md), "explainer-fences", FENCES_FIRST)
    inline_signs.register(md, lambda key: locale.word(f"key:{key}"), icons)
    # After lists of attributes (8), which say what has notes; before typography.
    md.treeprocessors.register(_Signs(md, locale, icons), "explainer-signs", 7.5)


class _Signs(Treeprocessor):
    def __init__(self, md: Markdown, locale: Locale, icons: Icons) -> None:
        super().__init__(md)
        self.locale = locale
        self.icons = icons
        self.of_boxes = dict(icons.boxes)
        self.tabs = self.passages = 0

    def run(self, root: Element) -> None:
        self.tabs = self.passages = 0
        for parent in [*root.iter()]:
            if any(is_box(child) for child in parent):
                self._boxes(parent)
            for element, after in zip([*parent], [*parent][1:], strict=False):
                if is_annotated(element) and not unanswered(element, after):
                    self._notes(element, after)

    def _boxes(self, parent: Element) -> None:
        """Put icons in the titles of boxes, and tabs that follow each other together."""
        tabs: list[Element] = []
        for child in [*parent]:
            is_tab = is_box(child) and child.get("class") == TAB
            if tabs and not (is_tab and child.get("data-first") is None):
                self._joined(parent, tabs)
                tabs = []
            if is_tab:
                tabs.append(child)
            elif is_box(child) and f"{BOX}--{SHORT}" in str(child.get("class")):
                self._answer(child)
            elif is_box(child) and f"{BOX}--{MARGIN}" in str(child.get("class")):
                _aside(child)
            elif is_box(child) and len(child) and child[0].get("class") == "box__title":
                kind = (child.get("class") or "").split()[1].removeprefix(f"{BOX}--")
                icon = self.icons.element(self.of_boxes.get(kind, ""))
                if icon is not None:
                    icon.tail, child[0].text = child[0].text, None
                    child[0].insert(0, icon)
        if tabs:
            self._joined(parent, tabs)

    def _answer(self, box: Element) -> None:
        """Make of a box what a page answers: its last paragraph is the verdict, with its stamp."""
        answer = (box.get("class") or "").split()[-1]
        box.set("class", f"{SHORT} {SHORT}--{answer}")
        box[0].set("class", f"{SHORT}__label")
        word = self.locale.words.get(f"answer:{answer}")
        verdict = box[-1]
        verdict.set("class", f"{SHORT}__verdict")
        if word:
            stamp = Element("span", {"class": f"{SHORT}__stamp"})
            stamp.text, stamp.tail, verdict.text = AtomicString(word), f" {verdict.text or ''}", ""
            verdict.insert(0, stamp)

    def _joined(self, parent: Element, tabs: list[Element]) -> None:
        self.tabs += 1
        name = f"tabs-{self.tabs}"
        group = Element("div", {"class": "tabs", "role": "group"})
        group.set("aria-label", self.locale.word("tabs"))
        shown = next((tab for tab in tabs if tab.get("data-shown")), tabs[0])
        parent.insert([*parent].index(tabs[0]), group)
        for number, tab in enumerate(tabs, 1):
            id = f"{name}-{number}"
            choice = SubElement(group, "input", {"type": "radio", "name": name, "id": id})
            if tab is shown:
                choice.set("checked", "checked")
            label = tab[0]
            tab.remove(label)
            label.tag, label.attrib = "label", {"for": id}
            tab.attrib = {"class": TAB}
            parent.remove(tab)
            group.extend((label, tab))

    def _notes(self, passage: Element, notes: Element) -> None:
        self.passages += 1
        of = f"note-{self.passages}"
        for element in [*_spoken(passage)]:
            self._calls(element, of)
        notes.set("class", "notes")
        for number, note in enumerate(notes, 1):
            note.attrib = {"id": f"{of}-{number}", "popover": "auto"}

    def _calls(self, element: Element, of: str) -> None:
        """Make buttons of the calls in an element's own texts."""
        for child in [*element]:
            if child.tail and not isinstance(child.tail, AtomicString):
                at = [*element].index(child) + 1
                child.tail = self._split(child.tail, element, at, of)
        if element.text and not isinstance(element.text, AtomicString):
            element.text = self._split(element.text, element, 0, of)

    def _split(self, text: str, parent: Element, at: int, of: str) -> str:
        """Put the buttons of a text into `parent`; return what precedes them."""
        first, *parts = CALL.split(text)
        for number, tail in zip(parts[::2], parts[1::2], strict=True):
            button = Element("button", {"type": "button", "class": "call"})
            button.set("popovertarget", f"{of}-{number}")
            button.set("aria-label", self.locale.word("note_call", number))
            button.set("data-search-exclude", "true")
            button.text, button.tail = AtomicString(number), tail
            parent.insert(at, button)
            at += 1
        return first.rstrip(" ") if parts else first


def _aside(box: Element) -> None:
    """Make of a box what stands in the margin, where there is one."""
    box.attrib = {"class": MARGIN, "role": "note"}
    if box[0].get("class") == "box__title":
        box[0].set("class", f"{MARGIN}__title box__title")


def _spoken(element: Element) -> Iterator[Element]:
    """Yield an element and those in it whose texts are words."""
    if element.tag not in LITERAL:
        yield element
        for child in element:
            yield from _spoken(child)

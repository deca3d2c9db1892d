"""The first use of a term in a page becomes a button that shows its definition in place.

The browser itself opens it (`popover`), so that it needs no script. The definition follows its
button: a screen reader comes to it next. It is `hidden` too, for whoever shows the page without our
style sheet or does not know popovers, and left out of the search: else every page that uses a word
would be found by the words of its definition.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from explainer.facts.addresses import ledger_page
from explainer.facts.figures import write_figures
from explainer.facts.glossary import Vocabulary
from explainer.facts.model import Term

PLAIN = "plain"  # the class of a paragraph or list whose words are left alone: `{: .plain }`
_BEARERS = ("p", "li")
_UNTOUCHED = (
    "a", "abbr", "button", "code", "data", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "kbd", "label", "pre", "script", "style", "summary", "sup", "svg", "table", "time",
)  # fmt: skip
_HELD_BEFORE = re.compile(r"\S*['\u2019\u00ab\u201c(\u00a0\u202f]$")
_HELD_AFTER = re.compile(r"(?:[\u00a0\u202f]?[:;?!.,)\]\u00bb\u201d\u2019\u2026])+")
_TITLES = (
    "question",
    "box__title",
    "short__label",
    "edition",
)  # paragraphs that are the heads of something


def term_elements(
    vocabulary: Vocabulary, match: re.Match[str], term: Term
) -> tuple[Element, Element]:
    """Return the button of a term, and its definition."""
    id = f"term-{term.id}"
    button = Element("button", {"type": "button", "class": "term", "popovertarget": id})
    button.text = match[0]
    # Inside, no other span: the search plugin would take its end for that of the whole.
    note = Element(
        "span",
        {
            "class": "definition",
            "id": id,
            "popover": "auto",
            "hidden": "hidden",
            "role": "note",
            "data-search-exclude": "true",
        },
    )
    code = vocabulary.locale.code
    name = SubElement(note, "dfn")
    name.text = vocabulary.locale.typeset(term.term[code])
    definition = write_figures(term.definition[code], vocabulary.library, vocabulary.locale)
    name.tail = f" {vocabulary.locale.typeset(definition)} "
    link = SubElement(note, "a", {"href": ledger_page("glossary", term.id)})
    link.text = vocabulary.locale.word("glossary")
    return button, note


@dataclass
class Marking:
    """The marking of one page; `made` are the elements of our blocks, which are left alone."""

    vocabulary: Vocabulary
    made: Collection[Element] = ()
    used: set[str] = field(default_factory=set)

    def run(self, element: Element, inside: bool = False) -> None:
        """Mark the first uses in an element, in the order in which they are read."""
        classes = set((element.get("class") or "").split())
        if element.tag in _UNTOUCHED or classes & {PLAIN, *_TITLES} or element in self.made:
            return
        inside = inside or element.tag in _BEARERS
        children = list(element)
        if inside:
            element.text = self._split(element.text, element, 0)
        for child in children:
            self.run(child, inside)
            if inside:
                child.tail = self._split(child.tail, element, list(element).index(child) + 1)

    def _split(self, text: str | None, parent: Element, at: int) -> str | None:
        """Put the terms of a text into `parent` from position `at`; return what precedes them."""
        found = self.vocabulary.first(text, self.used) if text else None
        if not text or not found:
            return text
        match, term = found
        self.used.add(term.id)
        button, note = term_elements(self.vocabulary, match, term)
        before = text[: match.start()]
        rest = text[match.end() :]
        first, last = _HELD_BEFORE.search(before), _HELD_AFTER.match(rest)
        if first or last:  # a line may break beside a button: no `l'` or ` :` is left alone there
            together = Element("span", {"class": "together"})
            if first:
                together.text, before = first[0], before[: first.start()]
            if last:
                note.tail, rest = last[0], rest[last.end() :]
            together.extend((button, note))
            parent.insert(at, together)
            together.tail = self._split(rest, parent, at + 1)
            return before
        parent.insert(at, button)
        parent.insert(at + 1, note)
        note.tail = self._split(rest, parent, at + 2)
        return before

"""The first use of a term in a page becomes a button that shows its definition in place.

The browser itself opens it (`popover`), so that it needs no script. The definition follows its
button: a screen reader comes to it next. It is `hidden` too, for whoever shows the page without our
style sheet or does not know popovers, and left out of the search: else every page that uses a word
would be found by the words of its definition.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from explainer.checking.markdown_source import page_of, pages_in, source_of
from explainer.errors import Problem, Where
from explainer.facts.figures import write_figures
from explainer.facts.model import Library, Term
from explainer.language.locales import LOCALES, Locale
from explainer.pages.inline import ledger_page

PLAIN = "plain"  # the class of a paragraph or list whose words are left alone: `{: .plain }`
_BEARERS = ("p", "li")
_UNTOUCHED = (
    "a", "abbr", "button", "code", "data", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "kbd", "pre", "script", "style", "summary", "sup", "svg", "table", "time",
)  # fmt: skip
_HELD_BEFORE = re.compile(r"\S*['\u2019\u00ab\u201c(\u00a0\u202f]$")
_HELD_AFTER = re.compile(r"(?:[\u00a0\u202f]?[:;?!.,)\]\u00bb\u201d\u2019\u2026])+")
_TITLES = ("kicker", "question")  # paragraphs that are the heads of a page


class Vocabulary:
    """The terms of one language, and how pages write them."""

    def __init__(self, library: Library, locale: Locale) -> None:
        self.library = library
        self.locale = locale
        forms = {
            form: term for term in library.glossary.values() for form in term.forms(locale.code)
        }
        longest = sorted(forms, key=len, reverse=True)
        self._by_form = {folded(form): forms[form] for form in reversed(longest)}
        self._pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(_written, longest))})(?![\w-])" if forms else r"(?!)"
        )

    def first(self, text: str, used: Collection[str]) -> tuple[re.Match[str], Term] | None:
        """Return where a text first uses a term that is not among `used`, and which."""
        for match in self._pattern.finditer(text):
            term = self._by_form[folded(match[0])]
            if term.id not in used:
                return match, term
        return None

    def elements(self, match: re.Match[str], term: Term) -> tuple[Element, Element]:
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
        code = self.locale.code
        name = SubElement(note, "dfn")
        name.text = self.locale.typeset(term.term[code])
        definition = write_figures(term.definition[code], self.library, self.locale)
        name.tail = f" {self.locale.typeset(definition)} "
        link = SubElement(note, "a", {"href": ledger_page("glossary", term.id)})
        link.text = self.locale.word("glossary")
        return button, note


def folded(form: str) -> str:
    """A form whatever its first letter's case, its spaces and its apostrophes."""
    plain = re.sub(r"\s+", " ", form.replace("\u2019", "'"))
    return plain[:1].lower() + plain[1:]


def _written(form: str) -> str:
    """A pattern for a form as it may stand in a page."""
    first, rest = form[:1], re.escape(form[1:])
    rest = re.sub(r"(?:\\\s)+", r"\\s+", rest).replace("'", "['\u2019]")
    return f"[{re.escape(first.lower())}{re.escape(first.upper())}]{rest}"


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
        button, note = self.vocabulary.elements(match, term)
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


def unshared(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield the terms that a page uses in one language while its twin never does.

    Nothing is wrong for sure: the twin may have turned the sentence otherwise. But most often it
    says a term in another word than the glossary's, or in a form that the glossary lacks.
    """
    words = {code: Vocabulary(library, locale) for code, locale in LOCALES.items()}
    for path in pages_in(docs / "fr"):
        name = path.relative_to(docs / "fr").as_posix()
        files = {code: f"{docs.name}/{code}/{name}" for code in LOCALES}
        if not (docs / "en" / name).exists():
            continue
        used: dict[str, dict[str, tuple[int, str]]] = {}
        for code in LOCALES:
            page = page_of(source_of(docs / code / name), files[code])
            used[code] = {}
            for line, prose in (piece for section in page.sections for piece in section.prose):
                while found := words[code].first(prose, used[code]):
                    used[code][found[1].id] = line, found[0][0]
        for code, other in (("fr", "en"), ("en", "fr")):
            for id in sorted(used[code].keys() - used[other].keys()):
                line, word = used[code][id]
                yield Problem(
                    Where(files[code], line),
                    f'"{word}" is a term of the glossary, and {files[other]} never says '
                    f'"{library.glossary[id].term[other]}"; say it there, or add the word that '
                    f'stands there to forms_{other} of "{id}"',
                )

"""What the build says by itself under the answer of a page: the edition, what comes next, how long
the page takes to read, what has changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from explainer.checking.boxes import MARGIN, SHORT
from explainer.facts.addresses import LEDGERS
from explainer.facts.model import Library
from explainer.language.locales import Locale

WORDS_A_MINUTE = 220
_WORD = re.compile(r"\w[\w'\u2019-]*")
_BETWEEN = "\u00a0· "  # which no line begins with
_UNREAD = ("definition", "notes", "figure-corrected")


def add_edition(
    root: Element, library: Library, locale: Locale, blocks: Collection[Element]
) -> None:
    """Put the line of the edition under the answer of a page, and under what stands beside it."""
    children = [*root]
    at = next((n for n, one in enumerate(children) if _is(one, SHORT)), None)
    if at is None:
        return
    while at + 1 < len(children) and _is(children[at + 1], MARGIN):
        at += 1
    root.insert(at + 1, _edition(root, library, locale, blocks))


def _edition(
    root: Element, library: Library, locale: Locale, blocks: Collection[Element]
) -> Element:
    line = Element("p", {"class": "edition"})
    words = len(_WORD.findall("".join(_read(root, blocks))))
    minutes = round(words / WORDS_A_MINUTE)
    said = [locale.word("reading_time", str(minutes))] if words >= WORDS_A_MINUTE else []
    edition = library.edition
    if edition:
        said.insert(0, locale.word("edition_of", locale.date(edition.closed)))
        said.append(locale.typeset(edition.next[locale.code]).rstrip("."))
    links = []
    if edition and edition.changes:
        links.append(_link(f"/{edition.changes}", locale.word("changes")))
    if any(_is(one, "mark--corrected") for one in root.iter()):
        links.append(_link(f"/{LEDGERS['corrections']}", locale.word("dagger")))
    line.text = AtomicString(_BETWEEN.join([*said, ""] if links else said))
    for link in links:
        line.append(link)
        link.tail = AtomicString(_BETWEEN) if link is not links[-1] else None
    return line


def _link(href: str, words: str) -> Element:
    link = Element("a", {"href": href})
    link.text = AtomicString(words)
    return link


def _read(element: Element, blocks: Collection[Element]) -> Iterator[str]:
    """Yield the texts of a page that are read from one end to the other."""
    if element in blocks or set((element.get("class") or "").split()) & set(_UNREAD):
        return
    yield element.text or ""
    for child in element:
        yield from _read(child, blocks)
        yield child.tail or " "


def _is(element: Element, name: str) -> bool:
    return name in (element.get("class") or "").split()

"""What the search in the pages finds, an index a language, as search.js reads it.

Stories are found by all their words, section by section: one begins at a heading that has an id.
What is made from data is found by its name and its definition alone, once: a chart, a dataset, a
company. So are terms and claims, each of which is a section of its ledger. Tables, charts and bills
in a page, and what is marked `data-search-exclude`, are left out.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from explainer.facts.addresses import CHART_PAGES, COMPANY_PAGES, DATA_PAGES, LEDGERS
from explainer.facts.model import Library
from explainer.language.locales import Locale

Found = dict[str, str]  # where something stands, its title, its text
FOLDER = "search"
# Aside is what tells no story: pages of no section, ledgers as a whole.
# By their number in the index. Whoever changes their order changes `WEIGHTS` in search.js too.
STORY, ASIDE, COMPANY, TERM, CLAIM, CHART, DATASET = range(7)
HOME = "index"  # the page that has no address
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«])")
_TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)"
    r"(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_ID = re.compile(r"""\bid=["']([^"']+)""")
_LEFT_OUT = re.compile(
    r"""\bdata-search-exclude\b"""
    r"""|\bclass=["'](?:headerlink|edition|(?:chart|bill)(?:[ ][^"']*)?)["']"""
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WITHIN_WORDS = frozenset(
    (
        "a", "abbr", "b", "button", "code", "data", "del", "em", "i", "ins", "kbd", "mark", "span",
        "strong", "sub", "sup", "time",
    )
)  # fmt: skip


def index_path(locale: Locale) -> str:
    """Return where the index of a language stands in the site."""
    return f"{FOLDER}/{locale.code}.json"


def index_of(
    library: Library, locale: Locale, others: Collection[Locale], found: Iterable[Found]
) -> bytes:
    """Return the index of a language; `found` is what pages of all languages say, the sections of a
    page after its beginning."""
    roots = tuple(one.root for one in others if len(one.root) > len(locale.root))
    docs: list[list[Any]] = []
    found = [*found]
    twins = _titles(found, others)
    for one in found:
        place = one["location"]
        if not place.startswith(locale.root) or (roots and place.startswith(roots)):
            continue
        address, _, anchor = place.removeprefix(locale.root).partition("#")
        kind = _kind(address.strip("/"), anchor)
        if kind <= ASIDE and anchor:
            docs[-1][4].append([anchor, _plain(one["title"]), _plain(one["text"])])
            continue
        row: list[Any] = [kind, place, _plain(one["title"])]
        row.append(_plain(one["text"] if kind > ASIDE else one.get("says", "")))
        more = [one for said in library.search if _is(said.page, address) for one in said.words]
        if kind <= ASIDE:
            more += [title for title in twins.get(address, ()) if title != row[2]]
            row.append([["", "", _plain(one["text"])]])
        if more:
            row += [[]] * (5 - len(row)) + [more]
        docs.append(row)
    index = {
        "kinds": [
            "",
            "",
            locale.word("company"),
            locale.word("found_term"),
            locale.word("found_claim"),
            locale.word("chart_page"),
            locale.word("dataset"),
        ],
        "same": [*_same(library)],
        "docs": docs,
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _titles(found: Iterable[Found], locales: Collection[Locale]) -> dict[str, list[str]]:
    """The titles of pages in all languages, by address: readers may know a page by another."""
    titles: dict[str, list[str]] = {}
    roots = sorted((one.root for one in locales), key=len, reverse=True)
    for one in found:
        if "#" not in one["location"]:
            root = next(root for root in roots if one["location"].startswith(root))
            address = one["location"].removeprefix(root)
            titles.setdefault(address, []).append(_plain(one["title"]))
    return titles


def _plain(text: str) -> str:
    """HTML without tags, with as few entities as there can be."""
    return html.escape(html.unescape(text), quote=False)


def _is(page: str | None, address: str) -> bool:
    return page is not None and page == (address.strip("/") or HOME)


def _same(library: Library) -> Iterator[list[str]]:
    """Words that say the same: a term in both languages, and what editors have noted."""
    for term in library.glossary.values():
        yield [*dict.fromkeys((*term.forms("fr"), *term.forms("en")))]
    yield from ([*one.words] for one in library.search if not one.page)


def _kind(address: str, anchor: str) -> int:
    folder, _, name = address.rpartition("/")
    if name and folder in (CHART_PAGES, COMPANY_PAGES, DATA_PAGES):
        return {CHART_PAGES: CHART, COMPANY_PAGES: COMPANY, DATA_PAGES: DATASET}[folder]
    for ledger, kind in (("glossary", TERM), ("claims", CLAIM)):
        if anchor and f"{address}.md" == LEDGERS[ledger]:
            return kind
    return ASIDE if (name and not folder) or f"{address}.md" in LEDGERS.values() else STORY


def made_entry(url: str, title: str, description: str) -> list[Found]:
    """Return what is found of a page that is made from data: what its first sentence says."""
    return [{"location": url, "title": title, "text": _SENTENCE.split(description, maxsplit=1)[0]}]


@dataclass
class _Section:
    id: str
    title: str = ""
    text: str = ""


def sections(url: str, title: str, content: str, description: str = "") -> list[Found]:
    """Return the sections of a page; `title` is that of the page, `content` what Markdown made of
    it. The first bears the page's description.

    Titles and texts are HTML without tags.
    """
    found = [_Section("")]
    at, heading, left_out, depth = 0, "", "", 0

    def say(words: str) -> None:
        if left_out:
            return
        if heading:
            found[-1].title += words
        else:
            found[-1].text += words

    for tag in _TAG.finditer(content):
        say(content[at : tag.start()])
        at = tag.end()
        name = (tag["name"] or "").lower()
        if name not in _WITHIN_WORDS:
            say(" ")
        if left_out:
            if name == left_out and not tag["attributes"].endswith("/"):
                depth += -1 if tag["close"] else 1
                left_out = left_out if depth else ""
        elif tag["close"]:
            heading = "" if name == heading else heading
        elif name in ("script", "style", "table") or _LEFT_OUT.search(tag["attributes"] or ""):
            left_out, depth = name, 1
        elif name in _HEADINGS:
            id = _ID.search(tag["attributes"])
            if id and (name != "h1" or found[-1].id):
                found.append(_Section(id[1]))
            if id:
                heading = name
    say(content[at:])
    said = [
        {
            "location": url + (f"#{one.id}" if one.id else ""),
            "title": _spaced(one.title) or title,
            "text": _spaced(one.text),
        }
        for one in found
    ]
    said[0]["says"] = description
    return said


def _spaced(words: str) -> str:
    """One space where HTML has any; no-break spaces are kept."""
    return re.sub(r"[ \t\r\n]+", " ", words).strip(" ")

"""What the search in the pages finds: their sections, as search.js reads them.

A section begins at a heading that has an id. What is marked `data-search-exclude` is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

INDEX = "search/search_index.json"
_TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)"
    r"(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_ID = re.compile(r"""\bid=["']([^"']+)""")
_LEFT_OUT = re.compile(r"""\bdata-search-exclude\b|\bclass=["']headerlink["']""")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WITHIN_WORDS = frozenset(
    (
        "a", "abbr", "b", "button", "code", "data", "del", "em", "i", "ins", "kbd", "mark", "span",
        "strong", "sub", "sup", "time",
    )
)  # fmt: skip


@dataclass
class _Section:
    id: str
    title: str = ""
    text: str = ""


def sections(url: str, title: str, html: str) -> list[dict[str, str]]:
    """Return the sections of a page; `title` is that of the page, `html` what Markdown made of it.

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

    for tag in _TAG.finditer(html):
        say(html[at : tag.start()])
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
        elif name in ("script", "style") or _LEFT_OUT.search(tag["attributes"] or ""):
            left_out, depth = name, 1
        elif name in _HEADINGS:
            id = _ID.search(tag["attributes"])
            if id and (name != "h1" or found[-1].id):
                found.append(_Section(id[1]))
            if id:
                heading = name
    say(html[at:])
    return [
        {
            "location": url + (f"#{one.id}" if one.id else ""),
            "title": _spaced(one.title) or title,
            "text": _spaced(one.text),
        }
        for one in found
    ]


def _spaced(words: str) -> str:
    """One space where HTML has any; no-break spaces are kept."""
    return re.sub(r"[ \t\r\n]+", " ", words).strip(" ")

"""A piece of a page that is more than text, and what several of them say.

It is HTML made by a Jinja template (autoescape on: nothing from the data becomes markup),
well-formed, so that it can join the page's tree, with the heavy parts (SVG, tables) kept aside.
Links to pages of the site are written from its root, `/verify/data/x.md`; whoever renders the page
makes them relative.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from explainer.facts.model import Source
from explainer.language.locales import Locale
from explainer.pages.downloads import Download
from explainer.pages.poster import templates


@dataclass
class Block:
    """HTML with tokens where the kept pieces belong: `pieces[token]` is trusted markup."""

    html: str = ""
    pieces: dict[str, str] = field(default_factory=dict)

    def stash(self, piece: str) -> str:
        """Keep a piece aside and return the token that stands for it."""
        token = f"\ue001{len(self.pieces)}\ue001"  # which no text may hold: see `characters`
        self.pieces[token] = piece
        return token

    def whole(self) -> str:
        """The HTML with its pieces back in place, for a page that Markdown does not make."""
        html = self.html
        for token, piece in self.pieces.items():
            html = html.replace(token, piece)
        return html


def rendered(template: str, locale: Locale, **values: Any) -> str:
    """Return a template with its values, and with the words of the page's language."""
    return templates().get_template(template).render(words=locale.words, **values)


def sort_key(text: str) -> str:
    """What a text is sorted by: accents and capitals do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def file_link(file: Download, text: str) -> dict[str, str]:
    """Return a link to a file that a reader takes away."""
    return {"href": f"/{file.path}", "name": file.name, "text": text}


def cited(source: Source, *, original: bool, locale: Locale) -> dict[str, str]:
    """What is said of a document: whether it is the original, its name and date, its address."""
    role = locale.word("source" if original else "checked_via")
    publisher = source.publisher[locale.code]
    if publisher in source.title:
        publisher = ""
    when = f", {locale.period(source.published)}" if source.published else ""
    if source.relays:
        when += f" ({locale.word('relaying', locale.typeset(source.relays[locale.code]))})"
    # By its day a document can be looked up; what has neither day nor address is said to have none.
    if not (source.url or source.published):
        when += f" ({locale.word('text_only')})"
    return {
        "role": f"{role}{locale.words['colon']}",
        "publisher": locale.typeset(f"{publisher}, ") if publisher else "",
        "title": source.title,
        "href": source.url or "",
        "archived": source.archived or "",
        "copy": locale.word("archived"),
        "lang": source.lang,
        "when": when,
    }

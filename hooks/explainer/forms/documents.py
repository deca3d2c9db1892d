"""Sources that a form names: those that are there, by id or address, and those that are new."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from explainer.facts.model import SOURCE_KINDS, Library
from explainer.forms import typed
from explainer.forms.answers import Answers
from explainer.forms.speaking import quoted

FILE = "sources/forms.yml"
ABOUT = "# Documents that came by the repository's forms.\n"
NEW = ("title", "publisher", "date", "kind")
_OF_ISSUERS = ("release", "filing", "slides", "transcript", "official")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|www\.|//")


@dataclass(frozen=True)
class Document:
    """A source by its id. `made` are the fields of a new one, `has_url` whether it can be opened,
    `original` whether it is a document of an issuer or authority."""

    id: str
    has_url: bool
    original: bool
    made: Mapping[str, str] | None = None


def named(answers: Answers, id: str, library: Library) -> Document | None:
    """Return the source that an answer names by its id or its address, if it is there already; what
    is neither is told. None, and nothing told, for a new address."""
    text = answers.text(id)
    if _SCHEME.match(text):
        return known(typed.address(answers, id), library)
    if text and text.casefold() not in library.sources:
        meant = answers.voice.meant(text, library.sources)
        answers.refuse(id, "unknown_source", found=quoted(text), meant=meant)
    return _there(text.casefold(), library)


def known(url: str, library: Library) -> Document | None:
    """Return the source that has an address, if there is one."""
    bare = url.rstrip("/")
    ids = (id for id, one in library.sources.items() if one.url and one.url.rstrip("/") == bare)
    return _there(next(ids, ""), library) if url else None


def _there(id: str, library: Library) -> Document | None:
    if id not in library.sources:
        return None
    source = library.sources[id]
    return Document(id, bool(source.url), source.kind in _OF_ISSUERS)


def new(answers: Answers, address: str, library: Library, latest: date) -> Document | None:
    """Return a new source of what the form says of it, as far as that can be used; `address` is the
    question of its address."""
    if answers.text(address):
        answers.needed(NEW, "new_document")
    title, publisher = answers.sentence("title"), answers.sentence("publisher")
    published, url = typed.day(answers, "date", latest), typed.address(answers, address)
    kind, lang = answers.choice("kind"), answers.choice("lang")
    if not (title and publisher and published and url and kind in SOURCE_KINDS):
        return None
    made = {
        "title": title,
        "publisher": publisher,
        "kind": kind,
        "published": str(published),
        "url": url,
    }
    if lang not in ("", "en"):
        made["lang"] = lang
    id = _free(f"{_slug(publisher)}-{published}-{kind}", library)
    return Document(id, True, kind in _OF_ISSUERS, made)


def _slug(text: str) -> str:
    """A name as the beginning of an id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "source"


def _free(id: str, library: Library) -> str:
    count = 1
    while (f"{id}-{count}" if count > 1 else id) in library.sources:
        count += 1
    return f"{id}-{count}" if count > 1 else id

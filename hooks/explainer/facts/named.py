"""Who and what the data speak of, and where it stands: entities, families, documents, and the texts
in both languages that name them. `model` is made of these, and hands them on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.errors import Where
from explainer.language.periods import Period

ENTITY_KINDS = ("company", "site", "product", "place", "organisation", "group")
SOURCE_KINDS = ("release", "filing", "slides", "transcript", "official", "press", "analysis")


@dataclass(frozen=True)
class Text:
    """One text in both languages."""

    fr: str
    en: str
    where: Where = field(compare=False, repr=False)

    def __getitem__(self, language: str) -> str:
        return {"fr": self.fr, "en": self.en}[language]


@dataclass(frozen=True)
class Colour:
    """An entity's colour as `#rrggbb` on the light and on the dark ground."""

    light: str
    dark: str


@dataclass(frozen=True)
class Entity:
    """Whoever or whatever a series is about. `fiscal_year_end` is `MM-DD`."""

    id: str
    kind: str
    name: Text
    where: Where = field(compare=False, repr=False)
    ticker: str | None = None
    fiscal_year_end: str | None = None
    fiscal_note: Text | None = None
    colour: Colour | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Family:
    """What several datasets are about, when that is no entity."""

    id: str
    name: Text
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True)
class Source:
    """A document or page where a figure was read. `published` may be a day, month or year;
    `relays` is the document or news outlet that the page names as where its figures come from."""

    id: str
    title: str
    publisher: Text
    kind: str
    where: Where = field(compare=False, repr=False)
    published: Period | None = None
    url: str | None = None
    lang: str = "en"
    relays: Text | None = None

    def reporter(self, code: str) -> str:
        """Who says so, in brackets of a sentence: the publisher without brackets of its own."""
        return self.publisher[code].split(" (")[0]

"""A text of the data in both languages: there are both, or there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.errors import Where


@dataclass(frozen=True)
class Text:
    """One text in both languages."""

    fr: str
    en: str
    where: Where = field(compare=False, repr=False)

    def __getitem__(self, language: str) -> str:
        return {"fr": self.fr, "en": self.en}[language]

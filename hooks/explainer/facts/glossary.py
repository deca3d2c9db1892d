"""How pages write the terms of the glossary: which words of a text are one."""

from __future__ import annotations

import re
from collections.abc import Collection

from explainer.facts.model import Library, Term
from explainer.language.locales import Locale


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


def folded(form: str) -> str:
    """A form whatever its first letter's case, its spaces and its apostrophes."""
    plain = re.sub(r"\s+", " ", form.replace("\u2019", "'"))
    return plain[:1].lower() + plain[1:]


def _written(form: str) -> str:
    """A pattern for a form as it may stand in a page."""
    first, rest = form[:1], re.escape(form[1:])
    rest = re.sub(r"(?:\\\s)+", r"\\s+", rest).replace("'", "['\u2019]")
    return f"[{re.escape(first.lower())}{re.escape(first.upper())}]{rest}"

"""Terms of the glossary that one language uses and the other does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explainer.checking.markdown_source import page_of, source_of
from explainer.checking.page_files import pages_in
from explainer.errors import Problem, Where
from explainer.facts.glossary import Vocabulary
from explainer.facts.model import Library
from explainer.language.locales import LOCALES


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

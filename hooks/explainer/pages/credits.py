"""Whom a chart credits: who produced its figures, then who compiled those whose document was not
opened. Where several companies' own documents stand behind it, they are named together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.facts.model import Library, Observation, Source, Text
from explainer.kinds.series import Series
from explainer.language.locales import Locale

# Names that are written out; the others are counted, and the page where they stand is linked.
MOST_PRODUCERS, MOST_COMPILERS = 3, 2
MOST_IN_A_LINE = 2  # producers, in the line under a drawing; with them, one of those who compiled
_OF_COMPANIES = ("release", "filing", "slides", "transcript")


@dataclass(frozen=True)
class Credit:
    """Names in one language. `compilers` are empty where all that was read are the producers'
    own documents, and `producers` where only a page is known, which is then all there is to name.

    `companies` are those of the producers that are named by documents of their own; `are_reports`
    tells that those who compiled are newspapers and the like.
    """

    locale: Locale
    producers: tuple[str, ...]
    compilers: tuple[str, ...]
    companies: frozenset[str] = frozenset()
    are_reports: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Whom a bibliography names: the producers, or those who say so where none is known."""
        return self.producers or self.compilers

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The credit as `Acme, as compiled by The Daily and 2 others`: texts, and for each whether
        it only counts names, which a page then links to where they stand."""
        return self._written(MOST_PRODUCERS, MOST_COMPILERS)

    def _written(self, producers: int, compilers: int) -> tuple[tuple[str, bool], ...]:
        """The same with so many names of each written out."""
        together, keys = self.names, ("compiled_in", "reported_in")
        if len(self.companies) > 1:
            rest = [name for name in self.producers if name not in self.companies]
            together = (self.locale.word("company_filings"), *rest)
            if not rest:
                keys = ("filings_compiled_in", "filings_reported_in")
        found = self._some(together, producers)
        if self.producers and self.compilers:
            before, _, after = self.locale.words[keys[self.are_reports]].partition("{}")
            found += [(before, False), *self._some(self.compilers, compilers), (after, False)]
        return tuple(piece for piece in found if piece[0])

    @property
    def brief(self) -> str:
        """The same in a line: the first names alone, and how many others."""
        return "".join(text for text, _ in self._written(MOST_IN_A_LINE, 1))

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def _some(self, names: tuple[str, ...], most: int) -> list[tuple[str, bool]]:
        """The first names and, where two or more are left, how many."""
        if len(names) <= most + 1:
            return [(self.locale.listed(names), False)]
        others = self.locale.word("others", str(len(names) - most))
        listed = self.locale.listed([*names[:most], others])
        return [(listed.removesuffix(others), False), (others, True)]


def credit_of(series: Iterable[Series], library: Library, locale: Locale) -> Credit:
    """Return whom some series credit; those behind most of the figures come first."""
    producers: Counter[str] = Counter()
    compilers: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    documented: dict[str, bool] = {}  # by producer, whether documents of a company always name it
    for one in series:
        for row in (row for row in one.observations if row.numbers):
            originals = [library.sources[id] for id in row.originals if id in library.sources]
            alone = [library.producer(one.dataset, one.entity)] if not originals else []
            for found in (*(document.publisher for document in originals), *alone):
                if found:
                    name = _name(found, locale)
                    producers[name] += 1
                    own = all(document.kind in _OF_COMPANIES for document in originals)
                    documented[name] = documented.get(name, True) and own and bool(originals)
            for page in _relays(row, library):
                name = _name(page.publisher, locale)
                compilers[name] += 1
                kinds.setdefault(name, set()).add(page.kind)
    read = [name for name, _ in compilers.most_common() if name not in producers]
    return Credit(
        locale,
        tuple(name for name, _ in producers.most_common()),
        tuple(read),
        companies=frozenset(name for name, always in documented.items() if always),
        are_reports=all(kinds[name] == {"press"} for name in read[:MOST_COMPILERS]),
    )


def _name(publisher: Text, locale: Locale) -> str:
    """A publisher without what stands in brackets behind it."""
    return locale.typeset(publisher[locale.code].split(" (")[0])


def _relays(row: Observation, library: Library) -> tuple[Source, ...]:
    """The pages where a figure was read whose document was not opened."""
    if row.originals and row.grade == "A":
        return ()
    return tuple(library.sources[id] for id in row.relays if id in library.sources)

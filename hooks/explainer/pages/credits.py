"""Whom a chart credits: who produced its figures, then who compiled those whose document was not
opened, the most respectable first. Many companies whose own documents stand behind it are named
together. What a model of this site came to is credited to this site: nobody else has said it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from explainer.facts.model import Library, Observation, Source, Text, rank_of
from explainer.kinds.series import Series
from explainer.language.locales import Locale

# Names that are written out; the others are counted, and the page where they stand is linked.
MOST_PRODUCERS, MOST_COMPILERS = 5, 2
MOST_IN_A_LINE = 2  # producers that are no companies, in the line under a drawing
_NEWSROOM = rank_of("press")
_OF_COMPANIES = ("release", "filing", "slides", "transcript")


@dataclass(frozen=True)
class Credit:
    """Names in one language. `compilers` are empty where all that was read are the producers'
    own documents, and `producers` where only a page is known, which is then all there is to name.

    `companies` are those of the producers that are named by documents of their own;
    `from_a_newsroom` tells that the first of those who compiled is one. `is_calculated` tells that
    a model of this site came to some of the figures: then it is the first of the producers, and
    `inputs` are those whose figures the model was given.
    """

    locale: Locale
    producers: tuple[str, ...]
    compilers: tuple[str, ...]
    companies: frozenset[str] = frozenset()
    from_a_newsroom: bool = False
    is_calculated: bool = False
    inputs: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Whom a bibliography names: the producers, or those who say so where none is known."""
        return self.producers or self.compilers

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The credit as `Acme, figures read in The Daily and 2 others`: texts, and for each whether
        it only counts names, which a page then links to where they stand."""
        found, of_filings = self._whose(MOST_PRODUCERS)
        if self.producers and self.compilers:
            found += self._read_in(self._some(self.compilers, MOST_COMPILERS), of_filings)
        if self.inputs:
            before = self.locale.word("calculated_from")
            found += [(before, False), *self._some(self.inputs, MOST_PRODUCERS)]
        return tuple(piece for piece in found if piece[0])

    @property
    def brief(self) -> str:
        """The same in a line: where no newsroom is among those who compiled, they are counted."""
        few = 1 < len(self.companies) == len(self.producers) <= MOST_PRODUCERS
        found, of_filings = self._whose(MOST_PRODUCERS if few else MOST_IN_A_LINE, brief=True)
        if not (self.producers and self.compilers):
            pass
        elif len(self.compilers) == 1 or self.from_a_newsroom:
            found += self._read_in(self._some(self.compilers, 1), of_filings)
        else:
            found.append((self.locale.word("read_in_many", str(len(self.compilers))), False))
        return "".join(text for text, _ in found)

    def _whose(self, most: int, *, brief: bool = False) -> tuple[list[tuple[str, bool]], bool]:
        """Who produced the figures; and whether all of it are the documents of companies."""
        rest = [name for name in self.names if name not in self.companies]
        if len(self.companies) < 2:
            return self._some(self.names, most), False
        if len(self.companies) > MOST_PRODUCERS or rest:
            return self._some((self.locale.word("company_filings"), *rest), most), not rest
        of_them = "" if brief else self.locale.word("own_documents")
        return [*self._some(self.names, most), (of_them, False)], True

    def _read_in(
        self, compilers: list[tuple[str, bool]], of_filings: bool
    ) -> list[tuple[str, bool]]:
        told_as_filings = of_filings and len(self.companies) > MOST_PRODUCERS
        key = "filings_read_in" if told_as_filings else "figures_read_in"
        before, _, after = self.locale.words[key].partition("{}")
        return [(before, False), *compilers, (after, False)]

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
    """Return whom some series credit. Of the producers those behind most of the figures come first,
    and before them those whose document has an address; of the others the most respectable."""
    producers: Counter[str] = Counter()
    compilers: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    documented: dict[str, bool] = {}  # by producer, whether documents of a company always name it
    linked: set[str] = set()
    calculated: list[Observation] = []
    for one in series:
        for row in (row for row in one.observations if row.numbers):
            if row.is_ours:
                calculated.append(row)
                continue
            originals = [library.sources[id] for id in row.originals if id in library.sources]
            alone = [library.producer(one.dataset, one.entity)] if not originals else []
            linked |= {_name(one.publisher, locale) for one in originals if one.url}
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
    here = [locale.word("calculated_here", locale.site_name)] if calculated else []
    ranks = {name: min(map(rank_of, found)) for name, found in kinds.items()}
    read = [name for name, _ in compilers.most_common() if name not in producers]
    read.sort(key=lambda name: ranks[name])
    return Credit(
        locale,
        (
            *here,
            *sorted((name for name, _ in producers.most_common()), key=lambda n: n not in linked),
        ),
        tuple(read),
        companies=frozenset(name for name, always in documented.items() if always),
        from_a_newsroom=bool(read) and ranks[read[0]] <= _NEWSROOM,
        is_calculated=bool(calculated),
        inputs=_inputs(calculated, library, locale),
    )


def _inputs(rows: Iterable[Observation], library: Library, locale: Locale) -> tuple[str, ...]:
    """Who published what calculations were given, those behind most of them first."""
    found: Counter[str] = Counter()
    for row in rows:
        documents = (library.sources[id] for id in row.originals if id in library.sources)
        found.update({_name(one.publisher, locale): 1 for one in documents})
    return tuple(name for name, _ in found.most_common())


def _name(publisher: Text, locale: Locale) -> str:
    """A publisher without what stands in brackets behind it."""
    return locale.typeset(publisher[locale.code].split(" (")[0])


def _relays(row: Observation, library: Library) -> tuple[Source, ...]:
    """The pages where a figure was read whose document was not opened."""
    if row.originals and row.grade == "A":
        return ()
    return tuple(library.sources[id] for id in row.relays if id in library.sources)

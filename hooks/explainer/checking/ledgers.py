"""Rules for claims, events, terms and corrections: what they name exists, and can be looked up.

Like those of `data`, each yields Problems and none raises.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from explainer.checking.unbound import bare_numbers
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.addresses import correction_anchor
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.figures import FIGURE, figures_in, write_figure
from explainer.facts.glossary import folded
from explainer.facts.model import Claim, Library, Milestone, Saying, Term, Text
from explainer.language.locales import LOCALES

# A number that is part of a name, of two words: Llama 4, Grok 3.
_NAMED = re.compile(
    r"\b(?-i:[A-ZÀ-Ý])[\w’'-]*[ \u00a0]\d+(?:\.\d+)?\b"
    r"(?![\s\u00a0]*(?:%|mill|mds?\b|bn|billion|trillion|[gm]w|twh|dollar|euro|[$€]))",
    re.IGNORECASE,
)


def problems_of(library: Library, flawed: Collection[str] = ()) -> Iterator[Problem]:
    """Yield everything that is wrong in the ledgers.

    `flawed` are the datasets in which something is wrong: what may follow from it is not told.
    """
    for claim in library.claims.values():
        yield from _claim(claim, library, flawed)
    for event in library.timeline:
        yield from _event(event, library, flawed)
    for term in library.glossary.values():
        yield from _term(term, library, flawed)
    yield from _doubled_forms(library)
    yield from _corrections(library, flawed)
    yield from _editions(library)


def _claim(claim: Claim, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    if claim.id.startswith("verdict-"):
        yield Problem(
            claim.where, f'claim "{claim.id}" has the name of a verdict\'s anchor; rename it'
        )
    # The claim is in the words of those who made it: its own numbers may be wrong, and stay typed.
    yield from figures_of(claim.claim, "claim", library, flawed)
    if not claim.said:
        yield Problem(
            claim.where,
            f'claim "{claim.id}" has nobody who made it; add who, when and told to said',
        )
    for one in claim.said:
        yield from _saying(one, claim, library, flawed)
    for name in ("reason", "since"):
        text: Text = getattr(claim, name)
        yield from figures_of(text, name, library, flawed)
        yield from typed(text, name, library)
    if not claim.figures:
        yield Problem(
            claim.where,
            f'claim "{claim.id}" has no figure behind it; add one to figures, '
            "like acme.capex@2025-Q3",
        )
    for body in claim.figures:
        yield from _figure(body, claim, library, flawed)
    yield from _sources(claim.sources, claim.where, library)


def _saying(
    one: Saying, claim: Claim, library: Library, flawed: Collection[str]
) -> Iterator[Problem]:
    """Who made a claim can be looked up. What they said keeps its numbers, like the claim."""
    yield from figures_of(one.told, "told", library, flawed)
    if one.words and ("{{" in one.words or "}}" in one.words):
        yield Problem(one.where, "words hold a figure; write what was said, number and all")
    ids = (*((one.source,) if one.source else ()), *one.checked_via)
    who = f'claim "{claim.id}", said by "{one.who["en"]}",'
    yield from opened(ids, one.where, who, library)


def opened(ids: Sequence[str], where: Where, what: str, library: Library) -> Iterator[Problem]:
    """Yield what is wrong with documents: they exist, and one of them at least has an address."""
    yield from _sources(ids, where, library)
    known = [library.sources[id] for id in ids if id in library.sources]
    sure = len(known) == len(ids) and not library.may_lack("sources")
    if sure and not any(source.url for source in known):
        yield Problem(
            where,
            f"{what} has no source with an address; "
            "add a source or a checked_via that has a url, or take it out",
        )


def _figure(
    body: str, claim: Claim, library: Library, flawed: Collection[str]
) -> Iterator[Problem]:
    if "{" in body or "}" in body:
        yield Problem(
            claim.where, f'claim "{claim.id}": figure "{body}" has braces; write it without them'
        )
        return
    try:
        written = write_figure(body, library, LOCALES["en"])
    except Unreadable:
        return
    except FigureError as error:
        if rests_on(body, flawed):
            return
        yield Problem(claim.where, f'claim "{claim.id}": figure "{body}": {error}')
        return
    if written.value is None:
        yield Problem(
            claim.where,
            f'claim "{claim.id}": figure "{body}" is no number of the data; write one, '
            "like acme.capex@2025-Q3",
        )


def _event(event: Milestone, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    yield from figures_of(event.text, "text", library, flawed)
    yield from typed(event.text, "text", library)
    for entity in event.entities:
        if entity not in library.entities and not library.may_lack("entities"):
            yield Problem(
                event.where, f'entity "{entity}" is unknown{did_you_mean(entity, library.entities)}'
            )
    ids = (*((event.source,) if event.source else ()), *event.checked_via)
    yield from opened(ids, event.where, f'the event of "{event.date}"', library)


def _sources(ids: Iterable[str], where: Where, library: Library) -> Iterator[Problem]:
    for id in ids:
        if id not in library.sources and not library.may_lack("sources"):
            yield Problem(where, f'source "{id}" is unknown{did_you_mean(id, library.sources)}')


def _term(term: Term, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    yield from figures_of(term.definition, "definition", library, flawed)
    if term.false_friend:
        yield from figures_of(term.false_friend, "false_friend", library, flawed)
    for id in term.see:
        if id == term.id:
            yield Problem(term.where, f'term "{id}" sees itself; name another term')
        elif id not in library.glossary and not library.may_lack("glossary"):
            yield Problem(
                term.where,
                f'term "{term.id}" sees "{id}", which is unknown'
                f"{did_you_mean(id, library.glossary)}",
            )


def _doubled_forms(library: Library) -> Iterator[Problem]:
    """A word of a page must lead to one definition."""
    for code in LOCALES:
        owners: dict[str, Term] = {}
        for term in library.glossary.values():
            for form in term.forms(code):
                owner = owners.setdefault(folded(form), term)
                if owner is not term:
                    yield Problem(
                        term.where,
                        f'"{form}" ({code}) is a form of "{term.id}" and of "{owner.id}" at '
                        f"{owner.where}; keep it in one of them",
                    )
            again = [form for form in term.forms(code) if folded(form) == folded(term.term[code])]
            if len(again) > 1:
                yield Problem(
                    term.where,
                    f'"{again[1]}" ({code}) is the term itself; take it out of forms_{code}',
                )


def _editions(library: Library) -> Iterator[Problem]:
    """Each has a day of its own, and counts the cells of families that there are."""
    seen: dict[date, Where] = {}
    for one in library.editions:
        first = seen.setdefault(one.closed, one.where)
        if first != one.where:
            yield Problem(
                one.where,
                f"an edition closed on {one.closed} stands also on line {first.line}; "
                "keep one of them, or write another day",
            )
        known = {**library.families, **library.entities}
        for family in one.before:
            unsure = library.may_lack("families") or library.may_lack("entities")
            if family not in known and not unsure:
                yield Problem(
                    one.where, f'family "{family}" is unknown{did_you_mean(family, known)}'
                )


def _corrections(library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    seen: dict[str, Where] = {}
    for one in library.corrections:
        yield from figures_of(one.reason, "reason", library, flawed)
        name = f"{one.dataset}/{one.entity}@{one.period}"
        if one.old == one.new:
            yield Problem(one.where, f'the correction of "{name}" changes nothing; mend old or new')
        first = seen.setdefault(correction_anchor(one), one.where)
        if first != one.where:
            yield Problem(
                one.where,
                f'"{name}" is corrected twice on {one.date}, first on line {first.line}; '
                "make one correction of them",
            )


def figures_of(
    text: Text, name: str, library: Library, flawed: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what is wrong in the figures of a text, the field `name`."""
    for code, locale in LOCALES.items():
        for body in figures_in(text[code]):
            try:
                write_figure(body, library, locale)
            except Unreadable:
                continue
            except FigureError as error:
                if rests_on(body, flawed):
                    continue
                yield Problem(text.where, f'{name}.{code}: figure "{body.strip()}": {error}')
        rest = FIGURE.sub("", text[code])
        if "{{" in rest or "}}" in rest:
            yield Problem(
                text.where, f"{name}.{code}: a figure begins or ends without its other braces"
            )


def rests_on(body: str, datasets: Collection[str]) -> bool:
    """Whether a figure takes something from one of some datasets."""
    return any(word.partition("@")[0].partition("/")[0] in datasets for word in body.split())


def typed(text: Text, name: str, library: Library) -> Iterator[Problem]:
    """Yield numbers beside the figures of a text, but those in names and dates, or that an editor
    allows."""
    for code in LOCALES:
        for number in bare_numbers(_NAMED.sub(" ", text[code]), code, library.numbers):
            yield Problem(
                text.where,
                f'{name}.{code}: "{number}" is typed and not bound to data; '
                "write a figure, like {{ acme.capex@2025-Q3 }}, or words",
            )

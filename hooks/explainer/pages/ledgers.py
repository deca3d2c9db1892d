"""The pages that are lists: claims and what we found, events, terms, corrections.

Each function returns a `Block`; their texts may hold `{{ figures }}`, which lead to
their observations there too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from explainer.facts.addresses import cell_page, correction_anchor, data_page
from explainer.facts.cells import Cell
from explainer.facts.figures import figures_in, write_figure
from explainer.facts.model import (
    MILESTONE,
    VERDICTS,
    Claim,
    Correction,
    Library,
    Milestone,
    Saying,
    Source,
    Term,
)
from explainer.language.locales import LOCALES, Locale
from explainer.language.periods import DAY, MONTH, YEAR
from explainer.pages.block import Block, cited, rendered, sort_key
from explainer.pages.inline import correction_words, rich_text, shape_markup

_OPERATIONS = {
    "sum": "total_of",
    "difference": "difference_of",
    "change": "change_of",
    "ratio": "ratio_of",
}


# -- claims ----------------------------------------------------------------------------------------


def claims_block(library: Library, locale: Locale) -> Block:
    """Return the claims in the order of the story, which is that of their file, each with its
    verdict, its figures, its sources and what came after."""
    count = Counter(one.verdict for one in library.claims.values())
    verdicts = {one: _verdict(one, count[one], locale) for one in VERDICTS if count[one]}
    claims = [
        {**_claim(one, library, locale), "verdict": verdicts[one.verdict]}
        for one in library.claims.values()
    ]
    html = rendered("claims.html", locale, verdicts=[*verdicts.values()], claims=claims)
    return Block(html)


def _verdict(verdict: str, count: int, locale: Locale) -> dict[str, Any]:
    word = locale.word(f"verdict:{verdict}")
    return {
        "id": f"verdict-{verdict}",
        "shape": shape_markup(verdict),
        "name": word[0].upper() + word[1:],
        "meaning": locale.word(f"means:{verdict}"),
        "count": count,
    }


def _claim(claim: Claim, library: Library, locale: Locale) -> dict[str, Any]:
    cells: list[Cell] = []
    for body in claim.figures:
        value = write_figure(body, library, locale).value
        cells += value.cells if value else ()
    originals = [id for cell in cells for id in cell.observation.originals]
    others = [id for cell in cells for id in cell.observation.relays]
    code = locale.code
    return {
        "id": claim.id,
        "claim": rich_text(claim.claim[code], library, locale),
        "said": [_saying(one, library, locale) for one in claim.said],
        "reason": rich_text(claim.reason[code], library, locale),
        "since": rich_text(claim.since[code], library, locale),
        "figures": [_evidence(body, library, locale) for body in claim.figures],
        "documents": documents_by_role(
            (*originals, *claim.sources), others, "checked_via", library, locale
        ),
    }


def _saying(one: Saying, library: Library, locale: Locale) -> dict[str, Any]:
    """Who made a claim, when, and the exact words in their own language, or none."""
    day = locale.period(one.when, long=True)
    if one.latest:
        same_year = one.when.year == one.latest.year
        first = locale.within_year(one.when) if same_year else day
        day = locale.word("between_days", first, locale.period(one.latest, long=True))
    quoter = LOCALES.get(one.lang, locale)  # its own spaces, in the quotation marks of the page
    before, after = locale.words["quoted"].split("{}")
    return {
        "who": locale.typeset(one.who[locale.code]),
        "when": day,
        "told": rich_text(one.told[locale.code], library, locale),
        "words": quoter.typeset(one.words) if one.words else "",
        "lang": one.lang,
        "marks": (before, after),
        "documents": documents_by_role((one.source,), one.checked_via, "read_in", library, locale),
    }


def _evidence(body: str, library: Library, locale: Locale) -> dict[str, Any]:
    """One figure behind a claim: what it measures, of whom and when, and what it comes to."""
    value = write_figure(body, library, locale).value
    assert value, "checked: the figures of a claim are values"
    operation = body.split(maxsplit=1)[0]
    compared = operation in _OPERATIONS and operation != "sum"
    operands = value.operands if compared else (value,)
    names = [_named(one.cells, library, locale) for one in operands]
    spans = [_span(one.cells, locale) for one in operands]
    word = locale.word(_OPERATIONS[operation]) if operation in _OPERATIONS else ""
    if names[0] == names[-1]:
        what = Markup("{}, {}").format(names[0], Markup(" → ").join(spans))
    else:
        sides = [Markup("{}, {}").format(*side) for side in zip(names, spans, strict=True)]
        what = Markup(" → ").join(sides)
        if operation == "ratio":
            what, word = escape(locale.words["as_share"]).format(*sides), ""
    if word:
        what += f" ({word})"
    return {"what": what, "value": rich_text(f"{{{{ {body} }}}}", library, locale)}


def _named(cells: Sequence[Cell], library: Library, locale: Locale) -> str:
    """The name of a dataset, and of its entities where it has others."""
    dataset = cells[0].dataset
    name = locale.typeset(dataset.name[locale.code])
    entities = list(dict.fromkeys(cell.entity for cell in cells))
    if len(entities) == len(dataset.series):
        return name
    return f"{name}, {locale.listed([_name(one, library, locale) for one in entities])}"


def _span(cells: Sequence[Cell], locale: Locale) -> Markup:
    """The period of some cells, or the first and the last, as links to them."""
    by_period = {cell.observation.key: cell for cell in cells}
    ends = [by_period[key] for key in sorted(by_period, key=lambda key: key[0])]
    link = Markup('<a href="{}">{}</a>')
    return Markup(" – ").join(
        link.format(cell_page(one), _when(one, locale))
        for one in (ends if len(ends) < 3 else (ends[0], ends[-1]))
    )


def _when(cell: Cell, locale: Locale) -> str:
    when = locale.period(cell.observation.period)
    if cell.observation.issued:
        issued = locale.word("issued")
        when += f" ({issued[0].lower()}{issued[1:]} {locale.date(cell.observation.issued)})"
    return when


def documents_by_role(
    originals: Iterable[str | None],
    others: Iterable[str],
    via: str,
    library: Library,
    locale: Locale,
) -> list[dict[str, Any]]:
    """Return documents by role, each once: the originals, then those where it was read."""
    first = dict.fromkeys(id for id in originals if id)
    rest = [id for id in library.ranked(dict.fromkeys(others)) if id not in first]
    roles = []
    for ids, one, many in ((list(first), "source", "sources"), (rest, via, via)):
        if ids:
            found = [cited(library.sources[id], original=True, locale=locale) for id in ids]
            roles.append({"role": locale.word(many if len(ids) > 1 else one), "documents": found})
    return roles


def _name(entity: str, library: Library, locale: Locale) -> str:
    return locale.typeset(library.entities[entity].name[locale.code])


# -- timeline --------------------------------------------------------------------------------------


def timeline_block(library: Library, locale: Locale) -> Block:
    """Return the events by year, the newest first, with what filters need; of each year those that
    matter stand alone, and the others are folded."""
    newest = library.timeline[::-1]
    years = []
    for year, some in groupby(newest, lambda one: one.date.year):
        events = [event_entry(one, library, locale) for one in some]
        milestones = [one for one in events if one["milestone"]]
        more = "events_others" if milestones else "events_of_year"
        years.append(
            {
                "year": year,
                "milestones": milestones,
                "others": [one for one in events if not one["milestone"]],
                "more": locale.word(more, str(year)),
            }
        )
    who = Counter(id for one in newest for id in _bearers(one, library))
    what = Counter(one.kind for one in newest)
    names = {id: (_name(id, library, locale), count) for id, count in who.items()}
    kinds = {kind: (locale.word(f"event:{kind}"), count) for kind, count in what.items()}
    html = rendered(
        "timeline.html",
        locale,
        years=years,
        who=sorted(names.items(), key=lambda item: sort_key(item[1][0])),
        kinds=sorted(kinds.items(), key=lambda item: sort_key(item[1][0])),
        count=len(newest),
    )
    return Block(html)


def _bearers(event: Milestone, library: Library) -> list[str]:
    """Whom an event concerns: a site or a product stands for its owner."""
    return list(dict.fromkeys(library.entities[id].owner or id for id in event.entities))


def event_entry(event: Milestone, library: Library, locale: Locale) -> dict[str, Any]:
    """Return what a template says of an event."""
    documents: Sequence[Source] = library.documents(event)
    text = event.text[locale.code]
    if event.grade == "C" and not _says_who(text):
        names = locale.listed(sorted({one.reporter(locale.code) for one in documents}))
        text = f"{text.removesuffix('.')} ({locale.word('reported_by', names)})."
    return {
        "kind": event.kind,
        "milestone": event.weight == MILESTONE,
        "kind_name": locale.word(f"event:{event.kind}"),
        "who": " ".join(_bearers(event, library)),
        "names": ", ".join(_name(id, library, locale) for id in event.entities),
        "time": str(event.date) if event.date.kind in (DAY, MONTH, YEAR) else "",
        "date": locale.within_year(event.date) or locale.period(event.date),
        "text": rich_text(text, library, locale),
        "documents": documents_by_role(
            (event.source,), event.checked_via, "event_via", library, locale
        ),
    }


def _says_who(text: str) -> bool:
    """Whether a figure of a text already names who reported it."""
    options = (body.split(",")[1:] for body in figures_in(text))
    return any(option.strip() == "reported" for some in options for option in some)


# -- glossary --------------------------------------------------------------------------------------


def glossary_block(library: Library, locale: Locale) -> Block:
    """Return the terms in the order of the page's language, by letter, and before them the traps
    between the two languages."""
    terms = sorted(library.glossary.values(), key=lambda one: sort_key(one.term[locale.code]))
    letters: list[dict[str, Any]] = [
        {
            "letter": letter,
            "id": letter[0].lower(),
            "terms": [_term(one, library, locale) for one in group],
        }
        for letter, group in groupby(terms, lambda one: _letter(one.term[locale.code]))
    ]
    other = {"fr": "en", "en": "fr"}[locale.code]
    traps = [one for letter in letters for one in letter["terms"] if one["false_friend"]]
    html = rendered("glossary.html", locale, letters=letters, other=other, traps=traps)
    return Block(html)


def _term(term: Term, library: Library, locale: Locale) -> dict[str, Any]:
    code, other = locale.code, {"fr": "en", "en": "fr"}[locale.code]
    trap = term.false_friend
    return {
        "id": term.id,
        "term": locale.typeset(term.term[code]),
        "twin": LOCALES[other].typeset(term.term[other]),
        "definition": rich_text(term.definition[code], library, locale),
        "false_friend": rich_text(trap[code], library, locale) if trap else "",
        "see": [
            {"id": id, "term": locale.typeset(library.glossary[id].term[code])} for id in term.see
        ],
    }


def _letter(text: str) -> str:
    first = sort_key(text)[0].upper()
    return first if first.isalpha() else "0–9"


# -- corrections -----------------------------------------------------------------------------------


def corrections_block(library: Library, locale: Locale) -> Block:
    """Return every correction, the newest first, or say that there is none."""
    found = [_correction(one, library, locale) for one in library.corrections]
    return Block(rendered("corrections.html", locale, corrections=found))


def _correction(one: Correction, library: Library, locale: Locale) -> dict[str, Any]:
    dataset = library.datasets[one.dataset]
    name = locale.typeset(dataset.name[locale.code])
    if len(dataset.series) > 1:
        name += f", {_name(one.entity, library, locale)}"
    return {
        **correction_words(one, library, locale),
        "anchor": correction_anchor(one),
        "day": one.date.isoformat(),
        "cell": data_page(one.dataset, f"{one.entity}-{one.period}"),
        "name": f"{name}, {locale.period(one.period)}",
        "reported_by": locale.word("reported_who", locale.typeset(one.reported_by[locale.code])),
    }


BLOCKS = {
    "claims": claims_block,
    "timeline": timeline_block,
    "glossary": glossary_block,
    "corrections": corrections_block,
}

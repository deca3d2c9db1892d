"""The page of a company, made from the data by a template that is the same for all.

    In the {{ period [[spending last]], long }} [[name]] spent {{ [[spending]]@[[spending last]] }}.

Between square brackets stands what differs: `[[name]]`, the series of a measure (`[[spending]]`),
its `last` period, the same a year `before`, its `first`, its `dataset` and `entity`; a
`[[chart …]]`, a `[[part …]]`, a `[[bill]]`. What a company does not have leaves no hole: the
paragraph that asks for it is left out, and a heading under which nothing is left. Lines keep their
numbers, so that what is wrong in a page is told where it stands in the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.cells import FigureError
from explainer.facts.company_model import MEASURES, MISSED, PARTS, CompanyPage
from explainer.facts.model import Claim, Dataset, Library, Milestone, Observation, Quotation
from explainer.facts.promise_model import Promise
from explainer.language.locales import LOCALES, Locale
from explainer.language.periods import Period

FOLDER = "companies"
HOLE = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_OF_SERIES = ("last", "before", "first", "dataset", "entity")
_HEADING = re.compile(r"(#{2,6}) ")
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_ACCOUNTS = {"spending", "share", "left", "leases", "depreciation"}
_HELD = ("name", "of-name", "id", "intro", "fiscal", "missing", "unlisted", "bill")


def template_file(code: str) -> str:
    """The template of a language, as sentences name it."""
    return f"data/{FOLDER}/template.{code}.md"


def series_of(reference: str, library: Library) -> tuple[Dataset, str] | None:
    """Return the dataset and the entity that a series names, if there are such."""
    name, _, entity = reference.partition("/")
    dataset = library.datasets.get(name)
    if not dataset:
        return None
    entity = entity or next(iter(dataset.series), "")
    return (dataset, entity) if entity in dataset.series else None


def rows_of(reference: str, library: Library) -> list[Observation]:
    """Return the observations of a series that have a number and may be told, a year's total left
    out where there are its parts."""
    found = series_of(reference, library)
    if not found:
        return []
    dataset, entity = found
    rows = dataset.series[entity]
    regular = [row for row in rows if row.period.kind == dataset.frequency]
    known = regular if any(row.numbers for row in regular) else rows
    return [row for row in known if row.numbers and row.grade != "C"]


def concerns(entities: Sequence[str], company: str, library: Library) -> bool:
    """Whether a company is among entities, or owns one of them."""
    owners = (library.entities[id].owner for id in entities if id in library.entities)
    return company in entities or company in owners


def events_of(company: str, library: Library) -> list[Milestone]:
    """Return the events that concern a company, the newest first."""
    return [one for one in reversed(library.timeline) if concerns(one.entities, company, library)]


def claims_of(company: str, library: Library) -> list[Claim]:
    """Return the claims about a company."""
    return [one for one in library.claims.values() if concerns(one.entities, company, library)]


def promises_of(company: str, library: Library) -> list[Promise]:
    """Return the pledges of a company, alone or with others: those that name it."""
    name = re.compile(rf"\b{re.escape(library.entities[company].name.en)}\b")
    return [one for one in library.promises.values() if name.search(one.who.en)]


def quotations_of(company: str, library: Library) -> list[Quotation]:
    """Return what was said by a company or of it, the newest first."""
    found = [one for one in library.quotations.values() if concerns(one.entities, company, library)]
    return sorted(found, key=lambda one: one.date, reverse=True)


def datasets_of(company: str, library: Library) -> list[Dataset]:
    """Return the datasets about a company, or in which it, or what it owns, has a series."""
    return [
        one
        for one in library.datasets.values()
        if one.about == company or concerns([*one.series], company, library)
    ]


def has_part(page: CompanyPage, part: str, library: Library) -> bool:
    """Whether a part of a company's page has something to show."""
    of_data = {
        "events": events_of,
        "claims": claims_of,
        "promises": promises_of,
        "quotes": quotations_of,
        "datasets": datasets_of,
    }
    if part in of_data:
        return bool(of_data[part](page.id, library))
    said = getattr(page, part)
    if part == "facts":
        return bool(said)
    return any(rows_of(one, library) for one in ([said] if isinstance(said, str) else said or ()))


def missing(page: CompanyPage) -> list[str]:
    """Return the measures of which a company has no series here."""
    return [name for name in MISSED if not page.series(name)]


def without_accounts(page: CompanyPage) -> bool:
    """Return whether a company publishes nothing of what accounts hold."""
    return set(page.not_published) >= _ACCOUNTS


def page_of_company(page: CompanyPage, library: Library, code: str) -> tuple[str, list[Problem]]:
    """Return the Markdown of a company's page, with its front matter, and what is wrong in the
    template."""
    text = library.company_templates[code]
    file, locale = template_file(code), LOCALES[code]
    problems: list[Problem] = []

    def filled(line: str, number: int) -> str | None:
        """A line with what stands between its brackets; none if the company lacks some of it."""
        lacking = False

        def one(match: re.Match[str]) -> str:
            nonlocal lacking
            try:
                value = _value(match[1].split(), page, library, locale)
            except FigureError as error:
                problems.append(Problem(Where(file, number), str(error)))
                value = None
            lacking |= value is None
            return value or ""

        done = HOLE.sub(one, line)
        return None if lacking else done

    front = _FRONT.match(text)
    head = front[0].count("\n") if front else 0
    lines = text.split("\n")
    made = [filled(line, number) for number, line in enumerate(lines, 1)]
    kept = [*_whole_paragraphs(lines, made, head)]
    return "\n".join(_with_something_under_them(kept)), problems


def _whole_paragraphs(lines: Sequence[str], made: Sequence[str | None], head: int) -> Iterator[str]:
    """Yield the lines, and in the place of a paragraph of which something is lacking empty ones."""
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and lines[end].strip() and end >= head:
            continue
        paragraph = made[start:end]
        whole = start < head or all(line is not None for line in paragraph)
        yield from ((line or "") if whole else "" for line in paragraph)
        if end < len(lines):
            yield made[end] or ""
        start = end + 1


def _with_something_under_them(lines: list[str]) -> list[str]:
    """Lines, less the headings that nothing follows."""
    found = list(lines)
    level = 0  # of the heading that follows: nothing stands between it and this line
    for at in range(len(lines) - 1, -1, -1):
        heading = _HEADING.match(lines[at])
        if heading:
            own = len(heading[1])
            if level == 0 or own >= level:
                found[at] = ""
                continue
            level = own
        elif lines[at].strip():
            level = 7
    return found


def _value(words: list[str], page: CompanyPage, library: Library, locale: Locale) -> str | None:
    """What stands for the words between two brackets; none if the company lacks it."""
    known = (*_HELD, *MEASURES, "chart", "part")
    first, *rest = words or [""]
    if first not in known:
        said = " ".join(words)
        raise FigureError(f'"[[{said}]]" is unknown{did_you_mean(first, known)}')
    if first in _HELD:
        if rest:
            raise FigureError(f'"[[{" ".join(words)}]]" says too much; write [[{first}]]')
        return _held(first, page, library, locale)
    if first in ("chart", "part"):
        return _named(first, rest, page, library)
    return _of_series(first, rest, page, library)


def _held(word: str, page: CompanyPage, library: Library, locale: Locale) -> str | None:
    code, entity = locale.code, library.entities[page.id]
    names = [locale.word(f"measure:{name}") for name in missing(page)]
    has_bill = page.id in library.bills  # one of its own
    return {
        "id": page.id,
        "name": entity.name[code],
        "of-name": locale.of(entity.name[code]),
        "intro": page.intro[code],
        "fiscal": entity.fiscal_note[code] if entity.fiscal_note else None,
        "missing": None if without_accounts(page) else locale.listed(names) or None,
        "unlisted": entity.name[code] if without_accounts(page) else None,
        "bill": page.id if has_bill else None,
    }[word]


def _named(word: str, rest: list[str], page: CompanyPage, library: Library) -> str | None:
    """A chart of the company, or a part of its page."""
    if len(rest) != 1:
        raise FigureError(f'"[[{word}]]" takes one name; write it like [[{word} moves]]')
    (name,) = rest
    if word == "part":
        if name not in PARTS:
            raise FigureError(f'part "{name}" is unknown{did_you_mean(name, PARTS)}')
        return f"{page.id}/{name}" if has_part(page, name, library) else None
    if name not in library.company_charts:
        raise FigureError(
            f'chart "{name}" is unknown{did_you_mean(name, library.company_charts)}; charts of a '
            f"company stand in data/{FOLDER}/charts"
        )
    id = chart_id(page.id, name)
    return id if id in library.charts else None


def chart_id(company: str, name: str) -> str:
    """The id of a company's own chart."""
    return f"{company}-{name}"


def _of_series(measure: str, rest: list[str], page: CompanyPage, library: Library) -> str | None:
    """A series, or a period of it."""
    reference = page.series(measure)
    if len(rest) > 1 or (rest and rest[0] not in _OF_SERIES):
        raise FigureError(
            f'"[[{measure} {" ".join(rest)}]]" is unknown; write [[{measure}]] alone, or with one '
            f"of {', '.join(_OF_SERIES)}"
        )
    found = series_of(reference, library) if reference else None
    rows = rows_of(reference, library) if reference else []
    if not found or not rows:
        return None
    if not rest:
        return reference
    dataset, entity = found
    periods = [row.period for row in rows]
    ways: dict[str, str | Period | None] = {
        "last": max(periods),
        "first": min(periods),
        "dataset": dataset.id,
        "entity": entity,
    }
    before = max(periods).year_before()
    ways["before"] = before if before in periods else None
    value = ways[rest[0]]
    return None if value is None else str(value)


def filled_chart(text: str, page: CompanyPage, library: Library) -> str | None:
    """Return the text of a chart's file for a company; none if it lacks what the chart draws.

    A name in it is that of the language of its line. Raises FigureError.
    """
    lines = []
    for line in text.split("\n"):
        code = "en" if re.match(r"\s*en:", line) else "fr"
        lacking = False

        def one(match: re.Match[str], code: str = code) -> str:
            nonlocal lacking
            value = _value(match[1].split(), page, library, LOCALES[code])
            lacking |= value is None
            return value or ""

        lines.append(HOLE.sub(one, line))
        if lacking:
            return None
    return "\n".join(lines)

"""The parts of a company's page that are lists and tables, and the table of all companies."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from explainer.facts.addresses import LEDGERS, cell_page, data_page, ledger_page
from explainer.facts.cells import Cell
from explainer.facts.company_model import CompanyPage
from explainer.facts.company_pages import (
    FOLDER,
    claims_of,
    datasets_of,
    events_of,
    promises_of,
    quotations_of,
    rows_of,
    series_of,
)
from explainer.facts.figures import localised
from explainer.facts.model import Dataset, Library, Observation
from explainer.kinds.tables import cell_text
from explainer.language.locales import Locale
from explainer.language.numbers import rounded
from explainer.language.periods import Period
from explainer.pages.block import Block, rendered, sort_key
from explainer.pages.inline import rich_text, shape_markup
from explainer.pages.ledgers import event_entry
from explainer.pages.promises_block import promise_words
from explainer.pages.quote_block import quote_words

_SHOWN_EVENTS, _SHOWN_QUOTES = 6, 2  # the others are folded


def company_block(id: str, library: Library, locale: Locale) -> Block:
    """Return a part of a company's page; `id` names both, `acme/moves`."""
    company, _, part = id.partition("/")
    page = library.companies[company]
    values = _PARTS[part](page, library, locale)
    return Block(rendered("company.html", locale, part=part, **values))


def companies_block(library: Library, locale: Locale) -> Block:
    """Return a table of all companies, each with its latest quarter and a link to its page."""
    order = sorted(library.companies.values(), key=lambda one: _size(one, library), reverse=True)
    rows = [_row(one, library, locale) for one in order]
    return Block(rendered("companies.html", locale, rows=rows))


# -- the table of all companies --------------------------------------------------------------------


def _row(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    def cell(measure: str, options: str) -> dict[str, str]:
        """The last number of a measure and of when it is; or why there is none."""
        last = _last(page.series(measure), library)
        if last is None:
            is_kept = measure in page.not_published
            return {"text": locale.word("not_published" if is_kept else "not_followed"), "when": ""}
        body = f"{page.series(measure)}@{last.period}, {options}"
        when = locale.period(last.period)
        return {"text": rich_text(f"{{{{ {body} }}}}", library, locale), "when": when}

    sold = cell("revenue", "short, digits 1")
    if not sold["when"] and _last(page.sales, library):
        sold = cell("sales", "short")
        sold["when"] = locale.word("company_pace", sold["when"])
    return {
        "href": f"/{FOLDER}/{page.id}.md",
        "id": page.id,
        "coloured": library.colour(page.id) is not None,
        "name": locale.typeset(library.entities[page.id].name[locale.code]),
        "cells": {
            "company_spent": cell("spending", "short, digits 1"),
            "company_share": cell("share", "digits 0"),
            "company_sold": sold,
            "company_move": cell("moves", "sign, digits 1"),
        },
    }


def _size(page: CompanyPage, library: Library) -> Decimal:
    """By what the table is in order: who spends most comes first."""
    spent = _last(page.spending, library)
    return spent.value if spent and spent.value is not None else Decimal(-1)


def _last(reference: str | None, library: Library) -> Observation | None:
    rows = rows_of(reference, library) if reference else []
    return max(rows, key=lambda row: row.period, default=None)


# -- parts -----------------------------------------------------------------------------------------


def _facts(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    return {"facts": [rich_text(one[locale.code], library, locale) for one in page.facts]}


def _guidance(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    """By year, what was said of it and when, then what came of it."""
    years: dict[Period, list[dict[str, Any]]] = {}
    for reference in page.guidance:
        dataset, entity = _found(reference, library)
        for row in dataset.series[entity]:
            if row.numbers:
                years.setdefault(row.period, []).append(
                    {
                        "issued": locale.date(row.issued) if row.issued else "",
                        "href": cell_page(Cell(dataset, entity, row)),
                        "value": _said(row, locale),
                        "at": row.issued,
                    }
                )
    unit = _found(page.guidance[0], library)[0].unit
    groups = [
        {
            "year": locale.period(year),
            "said": sorted(said, key=lambda one: str(one["at"])),
            "outcome": _outcome(page.outcome, year, library, locale),
        }
        for year, said in sorted(years.items(), reverse=True)
    ]
    return {"groups": groups, "unit": unit.forms(locale.code).name}


def _said(row: Observation, locale: Locale) -> str:
    """What was forecast; of a ceiling alone, in words."""
    text = cell_text(row, locale)
    head, _, number = text.partition("≤")
    return locale.word("at_most", number.strip()) if number and not head else text


def _outcome(
    reference: str | None, year: Period, library: Library, locale: Locale
) -> dict[str, str] | None:
    """What a year came to, to one decimal, beside forecasts that have none: as the company states
    it, or the sum of its quarters, if all of them are known."""
    found = series_of(reference, library) if reference else None
    if not found:
        return None
    dataset, entity = found
    stated = dataset.first(entity, year)
    if stated and stated.value is not None:
        href = cell_page(Cell(dataset, entity, stated))
        return {"value": locale.number(rounded(stated.value, 1)), "href": href}
    if dataset.frequency not in ("quarter", "half") or year.kind != "year":
        return None
    parts = [dataset.first(entity, one) for one in year.parts(dataset.frequency)]
    values = [row.value for row in parts if row and row.value is not None]
    if len(values) < len(parts):
        return None
    total = sum(values, Decimal(0))
    last = parts[-1]
    assert last
    href = cell_page(Cell(dataset, entity, last))
    return {"value": locale.number(rounded(total, 1)), "href": href}


def _debt(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    deals = [
        (row.period, _entry(dataset, entity, row, library, locale))
        for dataset, entity in (_found(one, library) for one in page.debt)
        for row in dataset.series[entity]
        if row.numbers and row.grade != "C"
    ]
    unit = _found(page.debt[0], library)[0].unit
    ordered = sorted(deals, key=lambda one: one[0], reverse=True)
    return {"deals": [one for _, one in ordered], "unit": unit.forms(locale.code).name}


def _entry(
    dataset: Dataset, entity: str, row: Observation, library: Library, locale: Locale
) -> dict[str, Any]:
    return {
        "date": locale.period(row.period, long=True),
        "value": cell_text(row, locale),
        "href": cell_page(Cell(dataset, entity, row)),
        "note": rich_text(row.note[locale.code], library, locale) if row.note else "",
    }


def _moves(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    """The days after results, the newest first; those of which nothing is known too."""
    assert page.moves
    dataset, entity = _found(page.moves, library)
    days = []
    for row in reversed(dataset.series[entity]):
        cell = Cell(dataset, entity, row)
        told = f"{{{{ {page.moves}@{row.period}, sign, digits 1, reported }}}}"
        known = row.value is not None
        days.append(
            {
                "date": locale.period(row.period, long=True),
                "value": rich_text(told, library, locale) if known else cell_text(row, locale),
                "href": cell_page(cell),
                "basis": locale.word(row.basis) if row.basis and known else "",
                "note": rich_text(row.note[locale.code], library, locale) if row.note else "",
            }
        )
    return {"days": days}


def _events(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    events = [
        {**event_entry(one, library, locale), "date": locale.period(one.date, long=True)}
        for one in events_of(page.id, library)
    ]
    return {
        "events": events[:_SHOWN_EVENTS],
        "rest": events[_SHOWN_EVENTS:],
        "href": f"/{LEDGERS['timeline']}",
    }


def _claims(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    return {
        "claims": [
            {
                "href": ledger_page("claims", one.id),
                "claim": rich_text(one.claim[locale.code], library, locale),
                "shape": shape_markup(one.verdict),
                "verdict": locale.word(f"verdict:{one.verdict}"),
            }
            for one in claims_of(page.id, library)
        ]
    }


def _promises(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    return {
        "promises": [
            {"href": ledger_page("promises", one.id), **promise_words(one, library, locale)}
            for one in promises_of(page.id, library)
        ]
    }


def _quotes(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    found = [quote_words(one, library, locale) for one in quotations_of(page.id, library)]
    return {"quotes": found[:_SHOWN_QUOTES], "rest": found[_SHOWN_QUOTES:]}


def _datasets(page: CompanyPage, library: Library, locale: Locale) -> dict[str, Any]:
    found = sorted(datasets_of(page.id, library), key=lambda one: sort_key(one.name[locale.code]))
    return {
        "datasets": [
            {"href": data_page(one.id), "name": localised(one.name, library, locale)}
            for one in found
        ]
    }


def _found(reference: str, library: Library) -> tuple[Dataset, str]:
    found = series_of(reference, library)
    assert found, "checked: a company names series that exist"
    return found


_PARTS: dict[str, Callable[[CompanyPage, Library, Locale], dict[str, Any]]] = {
    "facts": _facts,
    "guidance": _guidance,
    "debt": _debt,
    "promises": _promises,
    "moves": _moves,
    "events": _events,
    "claims": _claims,
    "quotes": _quotes,
    "datasets": _datasets,
}

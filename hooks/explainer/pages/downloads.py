"""What a reader takes away: pictures, data, specification and references, as files.

All are made from the data, not from the page. Data files hold raw numbers, complete and
unrounded. The address of a file never changes, so that a link or a script that reads it goes on
reading what is known today: `data/acme.capex.csv` in the default language, `en/data/acme.capex.csv`
in English. What somebody keeps bears its language and its cut-off date in its name.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from explainer.drawing.sizes import WIDE
from explainer.drawing.theme import FAMILIES, FONT, plain
from explainer.facts.addresses import CHART_PAGES, FILES
from explainer.facts.cells import Cell
from explainer.facts.explanations import plain_explanation
from explainer.facts.figures import localised
from explainer.facts.model import Dataset, Library, Observation, Source
from explainer.kinds.series import Series
from explainer.language.locales import Locale
from explainer.language.numbers import decimals
from explainer.pages.chart_text import ChartText
from explainer.pages.citations import bibtex, ris
from explainer.pages.poster import poster_file, poster_png, spec

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# The ends of file names, by kind, in the order in which a page offers them.
CHART_ENDS: Mapping[str, str] = {
    "png": ".png",
    "svg": ".svg",
    "csv_rfc": ".csv",
    "csv_local": "_excel-fr.csv",
    "json": ".json",
    "vl": ".vl.json",
    "bib": ".bib",
    "ris": ".ris",
    "html": ".html",
}
DATASET_ENDS: Mapping[str, str] = {"csv_rfc": ".csv", "csv_local": "_excel-fr.csv", "json": ".json"}
_COLUMNS = (
    "dataset", "entity_id", "entity", "period", "period_start", "period_end", "issued", "value",
    "low", "high", "unit", "status", "basis", "grade", "source", "source_url", "checked_via",
    "note", "kind", "until",
)  # fmt: skip


@dataclass(frozen=True)
class Download:
    """A file that readers take away: its path in the site, which stays, and the name under which a
    browser keeps it, which says language and cut-off date: `acme-capex_fr_2026-10-10.png`."""

    path: str
    name: str


def _downloads(
    folder: str, id: str, locale: Locale, cutoff: date, ends: Mapping[str, str]
) -> dict[str, Download]:
    return {
        kind: Download(f"{locale.root}{folder}/{id}{end}", f"{id}_{locale.code}_{cutoff}{end}")
        for kind, end in ends.items()
    }


def chart_downloads(chart_text: ChartText) -> dict[str, Download]:
    """Return a chart's files by kind."""
    id, locale = chart_text.chart.id, chart_text.locale
    return _downloads(f"{CHART_PAGES}/{id}", id, locale, chart_text.last_read, CHART_ENDS)


def dataset_downloads(dataset: Dataset, locale: Locale) -> dict[str, Download]:
    """Return a dataset's files by kind."""
    return _downloads(FILES, dataset.id, locale, dataset.cutoff, DATASET_ENDS)


def chart_files(chart_text: ChartText, address: str, pinned: str) -> dict[str, bytes]:
    """Return all the files of a chart by path.

    `address` is that of its page; `pinned` is the page that holds all it needs.
    """
    downloads = chart_downloads(chart_text)
    contents = {
        "svg": poster_file(chart_text, address).encode(),
        "csv_rfc": chart_csv(chart_text, french=False),
        "csv_local": chart_csv(chart_text, french=True),
        "json": chart_json(chart_text, address),
        "vl": chart_spec(chart_text, address),
        "bib": bibtex(chart_text, address).encode(),
        "ris": ris(chart_text, address).encode(),
        "html": pinned.encode(),
        "png": poster_png(chart_text, address),
    }
    return {downloads[kind].path: content for kind, content in contents.items()}


def dataset_files(dataset: Dataset, library: Library, locale: Locale) -> dict[str, bytes]:
    """Return the files of a dataset by path: every observation, grade C included."""
    series = tuple(
        Series(f"{dataset.id}/{entity}", library.entities[entity].name, dataset, entity, None, rows)
        for entity, rows in dataset.series.items()
    )
    contents = {
        "csv_rfc": _csv(series, library, locale, french=False),
        "csv_local": _csv(series, library, locale, french=True),
        "json": _json(_dataset_json(dataset, series, library, locale)),
    }
    downloads = dataset_downloads(dataset, locale)
    return {downloads[kind].path: content for kind, content in contents.items()}


def chart_csv(chart_text: ChartText, *, french: bool) -> bytes:
    """Return the CSV of a chart: one line an observation, with unit, grade and sources.

    RFC 4180: comma, decimal point, CRLF. French: semicolon, decimal comma, byte-order mark, as
    French spreadsheets expect. Missing cells stand as lines: `status` says whether a number is
    not published, not verified, or missing for the reason in `note`.
    """
    return _csv(chart_text.series, chart_text.library, chart_text.locale, french=french)


def chart_json(chart_text: ChartText, address: str) -> bytes:
    """Return a chart's data with everything that is needed to understand them, as JSON."""
    code = chart_text.locale.code
    body = {
        "id": chart_text.chart.id,
        "language": code,
        "title": chart_text.title,
        "subtitle": chart_text.subtitle,
        "how_to_read": chart_text.how_to_read,
        "scope": chart_text.scope,
        "note": chart_text.note,
        "description": chart_text.description,
        "cutoff": str(chart_text.last_read),
        "address": address,
        "licence": LICENCE,
        "source": chart_text.sources,
        "producers": list(chart_text.credit.producers),
        "compiled_by": list(chart_text.credit.compilers),
        "inputs": list(chart_text.credit.inputs),
        "datasets": [
            _about(one, chart_text.library, chart_text.locale) for one in chart_text.datasets
        ],
        "series": _json_series(chart_text.series, chart_text.library, chart_text.locale),
    }
    return _json(body)


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _dataset_json(
    dataset: Dataset, series: tuple[Series, ...], library: Library, locale: Locale
) -> dict[str, Any]:
    """A dataset with everything that is needed to understand it."""
    return {
        **_about(dataset, library, locale),
        "scope": localised(dataset.scope, library, locale),
        "language": locale.code,
        "cutoff": str(dataset.cutoff),
        "licence": LICENCE,
        "series": _json_series(series, library, locale),
    }


def _about(dataset: Dataset, library: Library, locale: Locale) -> dict[str, Any]:
    return {
        "id": dataset.id,
        "name": locale.typeset(dataset.name[locale.code]),
        "definition": localised(dataset.definition, library, locale),
        "unit": dataset.unit.id,
        "kind": dataset.number_kind,
        "frequency": dataset.frequency,
    }


def _json_series(
    series: tuple[Series, ...], library: Library, locale: Locale
) -> list[dict[str, Any]]:
    return [
        {
            "dataset": one.dataset.id,
            "entity": one.entity,
            "label": locale.typeset(one.label[locale.code]),
            "observations": [_json_row(one, row, library, locale) for row in one.observations],
        }
        for one in series
    ]


def _json_row(one: Series, row: Observation, library: Library, locale: Locale) -> dict[str, Any]:
    texts = {
        name: localised(text, library, locale)
        for name, text in (("missing", row.missing), ("derived", row.derived), ("note", row.note))
        if text
    }
    if row.formula:
        cell = Cell(one.dataset, one.entity, row)
        texts["derived"] = plain_explanation(cell, library, locale)
    numbers = {
        name: float(number) if decimals(number) else int(number)
        for name, number in (("value", row.value), ("low", row.low), ("high", row.high))
        if number is not None
    }
    documents = [
        {
            "publisher": document.publisher[locale.code],
            "title": document.title,
            "url": document.url,
            **({"archived": document.archived} if document.archived else {}),
            "original": document.id in row.originals,
        }
        for document in library.documents(row)
    ]
    marks = {
        name: str(mark)
        for name, mark in (
            ("until", row.until),
            ("issued", row.issued),
            ("status", row.status or row.absence),
            ("basis", row.basis),
        )
        if mark
    }
    grade = {} if row.absence else {"grade": row.grade}
    period = row.period
    when = {"period": str(period), "start": str(period.start), "end": str(period.end)}
    return {**when, **marks, **numbers, **texts, **grade, "sources": documents}


def chart_spec(chart_text: ChartText, address: str) -> bytes:
    """Return the Vega-Lite specification in plain colours, as any Vega editor opens it."""
    body = json.loads(spec(chart_text, WIDE))
    body["usermeta"] = {
        "title": chart_text.title,
        "source": chart_text.sources,
        "cutoff": str(chart_text.last_read),
        "licence": LICENCE,
        "address": address,
    }
    text = plain(json.dumps(body, ensure_ascii=False))
    return text.replace(json.dumps(FONT), json.dumps(FAMILIES)).encode()


def _csv(series: tuple[Series, ...], library: Library, locale: Locale, *, french: bool) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow(_COLUMNS)

    def number(value: Decimal | None) -> str:
        text = "" if value is None else f"{value:f}"
        return text.replace(".", ",") if french else text

    for one in series:
        entity = library.entities[one.entity].name[locale.code]
        for row in one.observations:
            originals = [library.sources[id] for id in row.originals]
            reason = _reason(one, row, library, locale)
            checked = [library.sources[id] for id in library.ranked(row.relays)]
            said = (f"{s.publisher[locale.code]}, {s.title}" for s in originals)
            writer.writerow(
                (
                    one.dataset.id,
                    one.entity,
                    inert(entity),
                    str(row.period),
                    row.period.start,
                    row.period.end,
                    row.issued or "",
                    number(row.value),
                    number(row.low),
                    number(row.high),
                    one.dataset.unit.id,
                    row.status or row.absence,
                    row.basis or "",
                    "" if row.absence else row.grade,
                    inert("; ".join(said)),
                    _addresses(originals) or _addresses(checked),
                    _addresses(checked),
                    inert(reason),
                    one.dataset.number_kind or "",
                    row.until or "",
                )
            )
    return encoded(out.getvalue(), french=french)


def encoded(text: str, *, french: bool) -> bytes:
    """Return the text of a CSV as bytes."""
    # A spreadsheet takes letters beyond ASCII for those of its code page unless a mark says better;
    # where there are none, scripts are spared the mark.
    marked = french or not text.isascii()
    return (("\ufeff" if marked else "") + text).encode("utf-8")


def _addresses(pages: list[Source]) -> str:
    return " ".join(page.url for page in pages if page.url)


def _reason(one: Series, row: Observation, library: Library, locale: Locale) -> str:
    """Why there is no number, what must be known of it, and how it was computed."""
    texts = filter(None, (row.missing, row.note, row.derived))
    said = [localised(text, library, locale) for text in texts]
    if row.formula:
        said.append(plain_explanation(Cell(one.dataset, one.entity, row), library, locale))
    return " — ".join(said)


def inert(text: str) -> str:
    """Return a text as a cell that runs nothing.

    A spreadsheet takes a leading =, +, - or @, of any width and after spaces, for a formula: such
    text gets an apostrophe.
    """
    return f"'{text}" if text.lstrip()[:1] in tuple("=+-@＝＋－＠") else text

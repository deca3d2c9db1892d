"""A chart's numbers as CSV, in the international and in the French convention.

Both are made from the data, not from the page: numbers are raw, complete and unrounded.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from explainer.locales import Locale
from explainer.model import Chart, Dataset, Library
from explainer.series import Series, cutoff_of, selected

CONVENTIONS = ("rfc4180", "fr")
_COLUMNS = (
    "dataset", "entity", "period", "issued", "value", "low", "high", "unit", "status", "basis",
    "grade", "source", "source_url", "checked_via", "note",
)  # fmt: skip


def file_name(id: str, locale: Locale, cutoff: date, convention: str) -> str:
    """Return `capex-since-2019_fr_2026-10-10.csv`, or `…_excel-fr.csv` for the French one."""
    tail = "_excel-fr" if convention == "fr" else ""
    return f"{id}_{locale.code}_{cutoff}{tail}.csv"


def chart_csv(chart: Chart, library: Library, locale: Locale, convention: str) -> bytes:
    """Return the CSV of a chart: one line an observation, with unit, grade and sources.

    `rfc4180`: comma, decimal point, CRLF. `fr`: semicolon, decimal comma, byte-order mark, as
    French spreadsheets expect. Missing cells stand as lines with the reason in `note`.
    """
    return _csv(selected(chart, library), library, locale, convention)


def dataset_csv(dataset: Dataset, library: Library, locale: Locale, convention: str) -> bytes:
    """Return the CSV of a whole dataset, laid out as for a chart."""
    series = tuple(
        Series(f"{dataset.id}/{entity}", library.entities[entity].name, dataset, entity, None, rows)
        for entity, rows in dataset.series.items()
    )
    return _csv(series, library, locale, convention)


def chart_files(chart: Chart, library: Library, locale: Locale) -> dict[str, bytes]:
    """Return file names and contents of a chart's downloads, by convention order."""
    cutoff = cutoff_of(chart, library)
    return {
        file_name(chart.id, locale, cutoff, way): chart_csv(chart, library, locale, way)
        for way in CONVENTIONS
    }


def dataset_files(dataset: Dataset, library: Library, locale: Locale) -> dict[str, bytes]:
    """Return file names and contents of a dataset's downloads."""
    return {
        file_name(dataset.id, locale, dataset.cutoff, way): dataset_csv(
            dataset, library, locale, way
        )
        for way in CONVENTIONS
    }


def _csv(series: tuple[Series, ...], library: Library, locale: Locale, convention: str) -> bytes:
    french = convention == "fr"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow(_COLUMNS)

    def number(value: Decimal | None) -> str:
        text = "" if value is None else f"{value:f}"
        return text.replace(".", ",") if french else text

    for one in series:
        entity = library.entities[one.entity].name[locale.code]
        for row in one.observations:
            source = library.sources[row.source] if row.source else None
            reason = row.missing or row.note or row.derived
            checked = [library.sources[id] for id in row.checked_via]
            writer.writerow(
                (
                    one.dataset.id,
                    _safe(entity),
                    str(row.period),
                    row.issued or "",
                    number(row.value),
                    number(row.low),
                    number(row.high),
                    one.dataset.unit.id,
                    row.status or "",
                    row.basis or "",
                    "" if row.missing else row.grade,
                    _safe(f"{source.publisher}, {source.title}") if source else "",
                    (source.url or "") if source else "",
                    " ".join(page.url for page in checked if page.url),
                    _safe(locale.typeset(reason[locale.code])) if reason else "",
                )
            )
    text = out.getvalue()
    return (("\ufeff" if french else "") + text).encode("utf-8")


def _safe(text: str) -> str:
    """A spreadsheet takes a leading =, +, - or @ for a formula: such text gets an apostrophe."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

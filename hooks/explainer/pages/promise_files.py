"""All pledges as files that readers take away: one line a pledge, its stages in columns."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from explainer.facts.addresses import LEDGERS
from explainer.facts.model import Library
from explainer.facts.promise_model import STAGES, Promise
from explainer.facts.worth import pledged, reached
from explainer.language.locales import Locale
from explainer.pages.downloads import Download, encoded, inert

_ENDS = {"csv_rfc": ".csv", "csv_local": "_excel-fr.csv"}
_HEADS = (
    "id", "who", "what", "announced", "by", "low", "high", "unit", "status", "added",
    *(f"{stage}{end}" for stage in STAGES for end in ("", "_amount", "_date")),
    "since", "grade", "read", "source_url", "checked_via",
)  # fmt: skip


def promise_downloads(library: Library, locale: Locale) -> dict[str, Download]:
    """Return the files by kind; a browser keeps them with the day of the last edition, if any."""
    day = f"_{library.edition.closed}" if library.edition else ""
    page = LEDGERS["promises"].removesuffix(".md")
    return {
        kind: Download(f"{locale.root}{page}{end}", f"promises_{locale.code}{day}{end}")
        for kind, end in _ENDS.items()
    }


def promise_files(library: Library, locale: Locale) -> dict[str, bytes]:
    """Return the files by path: for programs, and for French spreadsheets."""
    files = promise_downloads(library, locale)
    return {
        files["csv_rfc"].path: _csv(library, locale, french=False),
        files["csv_local"].path: _csv(library, locale, french=True),
    }


def _csv(library: Library, locale: Locale, *, french: bool) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow(_HEADS)
    for promise in library.promises.values():
        writer.writerow([inert(cell) for cell in _row(promise, library, locale, french)])
    return encoded(out.getvalue(), french=french)


def _row(promise: Promise, library: Library, locale: Locale, french: bool) -> list[str]:
    code, worth = locale.code, pledged(promise, library)

    def number(value: Decimal | None) -> str:
        text = "" if value is None else f"{value:f}"
        return text.replace(".", ",") if french else text

    stages: list[str] = []
    for stage in STAGES:
        step = promise.at(stage)
        found = reached(step, worth.unit, library) if step else None
        stages += [
            step.told[code] if step else "",
            number(found.most if found else None),
            str(step.date) if step and step.date else "",
        ]
    origins = [promise.source, *(step.source for step in promise.steps)]
    pages = [*promise.checked_via, *(id for step in promise.steps for id in step.checked_via)]
    for cell in worth.cells:
        origins += cell.observation.originals
        pages += cell.observation.relays
    return [
        promise.id,
        promise.who[code],
        promise.what[code],
        str(promise.announced),
        promise.by[code] if promise.by else "",
        number(worth.low),
        number(worth.high),
        worth.unit.id,
        promise.status,
        "no" if promise.not_added else "yes",
        *stages,
        promise.since[code] if promise.since else "",
        promise.grade,
        str(promise.read),
        _addresses([id for id in origins if id], library),
        _addresses(pages, library),
    ]


def _addresses(ids: list[str], library: Library) -> str:
    found = (library.sources[id].url for id in dict.fromkeys(ids) if id in library.sources)
    return " ".join(url for url in found if url)

"""The tables of the package of all data: what columns they have, in both languages, and their rows.

They refer to one another. Ids, numbers and days are the same for all languages, and texts stand
twice. A chart can be drawn again from them: `charts` names the series and the span of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explainer.facts.addresses import Addresses
from explainer.facts.cells import Cell
from explainer.facts.explanations import plain_explanation
from explainer.facts.figures import localised
from explainer.facts.model import Library, Observation
from explainer.kinds.series import between, references
from explainer.language.locales import Locale
from explainer.pages.downloads import inert


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, what it holds in French and English, its type, and the table
    whose ids it holds."""

    name: str
    fr: str
    en: str
    type: str = "text"
    refers: str = ""
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its name, what it holds, its columns, the columns that tell its rows apart."""

    name: str
    fr: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def _both(name: str, fr: str, en: str) -> tuple[Column, Column]:
    return Column(f"{name}_fr", f"{fr}, en français", f"{en}, in French"), Column(
        f"{name}_en", f"{fr}, en anglais", f"{en}, in English"
    )


def _id(fr: str, en: str) -> Column:
    return Column("id", fr, en, required=True)


def tables(library: Library, locales: Mapping[str, Locale], site: str) -> tuple[Table, ...]:
    """Return the tables of the package; `site` is the address of the site, for links."""
    french, english = locales["fr"], locales["en"]
    both = french, english

    def said(text: Any) -> tuple[str, str]:
        if not text:
            return "", ""
        return inert(localised(text, library, french)), inert(localised(text, library, english))

    def named(text: Any) -> tuple[str, str]:
        return inert(french.typeset(text["fr"])), inert(english.typeset(text["en"]))

    pages = {locale.code: Addresses(site, locale) for locale in both}
    datasets = [
        (
            one.id,
            *named(one.name),
            *said(one.definition),
            *said(one.scope),
            one.unit.id,
            one.number_kind or "",
            one.frequency,
            one.cutoff,
            one.grade,
            *(pages[code].dataset(one.id) for code in ("fr", "en")),
        )
        for one in library.datasets.values()
    ]
    charts = [
        (
            chart.id,
            number,
            *said(chart.title),
            ref.dataset,
            entity,
            rows[0].period.start if rows else None,
            rows[-1].period.end if rows else None,
            *(pages[code].chart(chart.id) for code in ("fr", "en")),
        )
        for chart in library.charts.values()
        for number, (ref, entity) in enumerate(references(chart, library), 1)
        for rows in [between(chart, library.datasets[ref.dataset], entity)]
    ]
    sources = [
        (
            one.id,
            *named(one.publisher),
            inert(one.title),
            one.url or "",
            str(one.published or ""),
            one.kind,
            one.lang,
        )
        for one in library.sources.values()
    ]
    entities = [
        (one.id, one.kind, *named(one.name), one.ticker or "", one.owner or "")
        for one in library.entities.values()
    ]
    units = [
        (one.id, *(inert(one.forms(code).name) for code in ("fr", "en")))
        for one in library.units.values()
    ]
    return (
        Table(
            "observations",
            "Toutes les cases : une ligne chacune.",
            "All cells, one to a row.",
            (
                Column("dataset", "jeu de données", "dataset", refers="datasets", required=True),
                Column("entity", "de qui ou de quoi", "of whom or what", refers="entities", required=True),
                Column("period", "période : 2025, 2025-H1, 2025-Q3, 2025-10 ou 2025-10-29", "period: 2025, 2025-H1, 2025-Q3, 2025-10 or 2025-10-29", required=True),
                Column("period_start", "son premier jour", "its first day", "day", required=True),
                Column("period_end", "son dernier jour", "its last day", "day", required=True),
                Column("until", "jour jusqu'auquel une période inachevée est comptée", "day to which a period that is not over was counted", "day"),
                Column("issued", "jour de publication d'une prévision", "day on which a range was given", "day"),
                Column("value", "valeur, dans l'unité du jeu de données", "value, in the unit of the dataset", "number"),
                Column("low", "borne basse", "lower end", "number"),
                Column("high", "borne haute", "upper end", "number"),
                Column("status", "estimate, forecast, announced, scenario ; ou pourquoi il n'y a pas de nombre : missing, not_published, not_verified", "estimate, forecast, announced, scenario; or why there is no number: missing, not_published, not_verified"),
                Column("basis", "pour un cours : close, after-hours, intraday", "for a share move: close, after-hours, intraday"),
                Column("grade", "fiabilité : A, B ou C", "reliability: A, B or C"),
                Column("sources", "documents d'origine, ids de la table sources, séparés par des espaces", "original documents, ids of the table sources, with spaces between them"),
                Column("checked_via", "pages où le chiffre a été lu, de même", "pages where the figure was read, likewise"),
                *_both("note", "ce qu'il faut savoir, et comment le nombre est calculé", "what must be known, and how the number is computed"),
            ),
            ("dataset", "entity", "period", "issued"),
            list(_observations(library, both)),
        ),
        Table(
            "datasets",
            "Ce qui est mesuré, et comment.",
            "What is measured, and how.",
            (
                _id("id du jeu de données", "id of the dataset"),
                *_both("name", "nom", "name"),
                *_both("definition", "définition", "definition"),
                *_both("scope", "champ", "scope"),
                Column("unit", "unité des nombres", "unit of the numbers", refers="units", required=True),
                Column("kind", "flow, stock, rate, price ou index ; seuls les flux s'additionnent", "flow, stock, rate, price or index; only flows add up"),
                Column("frequency", "pas des périodes", "step of the periods", required=True),
                Column("cutoff", "rien n'a été lu après ce jour", "nothing later was read", "day", required=True),
                Column("grade", "fiabilité habituelle", "usual reliability", required=True),
                Column("page_fr", "sa page en français", "its page in French"),
                Column("page_en", "sa page en anglais", "its page in English"),
            ),
            ("id",),
            datasets,
        ),
        Table(
            "charts",
            "Ce que dessine chaque graphique : une ligne par série, dans l'ordre.",
            "What each chart draws: one row a series, in order.",
            (
                Column("chart", "id du graphique", "id of the chart", required=True),
                Column("position", "rang de la série", "place of the series", "number", required=True),
                *_both("title", "titre", "title"),
                Column("dataset", "jeu de données", "dataset", refers="datasets", required=True),
                Column("entity", "de qui ou de quoi", "of whom or what", refers="entities", required=True),
                Column("first_day", "premier jour dessiné", "first day drawn", "day"),
                Column("last_day", "dernier jour dessiné", "last day drawn", "day"),
                Column("page_fr", "sa page en français", "its page in French"),
                Column("page_en", "sa page en anglais", "its page in English"),
            ),
            ("chart", "position"),
            charts,
        ),
        Table(
            "entities",
            "Entreprises, lieux, produits : de qui ou de quoi l'on parle.",
            "Companies, places, products: of whom or what it is.",
            (
                _id("id", "id"),
                Column("kind", "sorte", "sort", required=True),
                *_both("name", "nom", "name"),
                Column("ticker", "code en Bourse", "ticker"),
                Column("owner", "à qui elle appartient", "whose it is"),
            ),
            ("id",),
            entities,
        ),
        Table(
            "units",
            "Ce que comptent les nombres.",
            "What numbers count.",
            (_id("id", "id"), *_both("name", "nom", "name")),
            ("id",),
            units,
        ),
        Table(
            "sources",
            "Documents et pages où les chiffres ont été lus.",
            "Documents and pages where figures were read.",
            (
                _id("id", "id"),
                *_both("publisher", "de qui", "whose"),
                Column("title", "titre", "title", required=True),
                Column("url", "adresse", "address"),
                Column("published", "jour, mois ou année de publication", "day, month or year when it was published"),
                Column("kind", "sorte", "sort", required=True),
                Column("language", "langue", "language", required=True),
            ),
            ("id",),
            sources,
        ),
    )  # fmt: skip


def _observations(library: Library, locales: tuple[Locale, ...]) -> Iterator[tuple[Any, ...]]:
    for dataset in library.datasets.values():
        for entity, rows in dataset.series.items():
            for row in rows:
                cell = Cell(dataset, entity, row)
                yield (
                    dataset.id,
                    entity,
                    str(row.period),
                    row.period.start,
                    row.period.end,
                    row.until,
                    row.issued,
                    row.value,
                    row.low,
                    row.high,
                    row.status or row.absence or "",
                    row.basis or "",
                    "" if row.absence else row.grade,
                    " ".join(row.originals),
                    " ".join(row.relays),
                    *(inert(_note(cell, row, library, locale)) for locale in locales),
                )


def _note(cell: Cell, row: Observation, library: Library, locale: Locale) -> str:
    texts = [localised(one, library, locale) for one in (row.missing, row.note, row.derived) if one]
    if row.formula:
        texts.append(plain_explanation(cell, library, locale))
    return " — ".join(texts)

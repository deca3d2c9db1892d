"""The pieces of a page that are more than text: the chart block, the dataset page, the catalogue.

Each function returns HTML made by a Jinja template (autoescape on: nothing from the data becomes
markup) as a `Block`: well-formed, so that it can join the page's tree, with the heavy parts (SVG,
tables) kept aside. Links to pages of the site are written from its root, `/verify/data/x.md`;
whoever renders the page makes them relative.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from explainer.charts import NARROW, WIDE, Frame, build
from explainer.descriptions import describe
from explainer.downloads import chart_files, dataset_files
from explainer.figures import write_figures
from explainer.locales import Locale
from explainer.model import Chart, Dataset, Library, Observation, Source
from explainer.render import svg
from explainer.series import cutoff_of, selected, unit_of
from explainer.tables import cell_text, chart_table

DOWNLOADS = "assets/data"
DATA_PAGES = "verify/data"
_CSV_WORDS = ("csv_rfc", "csv_local")


@dataclass
class Block:
    """HTML with tokens where the kept pieces belong: `pieces[token]` is trusted markup."""

    html: str = ""
    pieces: dict[str, str] = field(default_factory=dict)

    def stash(self, piece: str) -> str:
        """Keep a piece aside and return the token that stands for it."""
        token = f"stash{len(self.pieces)}token"
        self.pieces[token] = piece
        return token


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def data_page(dataset: str, anchor: str = "") -> str:
    """The address of a dataset's page, or of one observation on it."""
    return f"/{DATA_PAGES}/{dataset}.md" + (f"#{anchor}" if anchor else "")


def drawing(chart: Chart, library: Library, locale: Locale, frame: Frame, id: str) -> str:
    """Return one SVG of a chart, with its title and description inside."""
    return svg(
        build(chart, library, locale, frame),
        locale,
        unit_of(chart, library),
        id=f"{id}-{frame.name}",
        title=alt_of(chart, library, locale),
        description=describe(chart, library, locale),
    )


def alt_of(chart: Chart, library: Library, locale: Locale) -> str:
    """The chart's short alternative text, its figures written."""
    return _said(chart, "alt", library, locale)


def chart_block(chart: Chart, library: Library, locale: Locale, *, number: int, id: str) -> Block:
    """Return the whole block of a chart. `number` counts the page's charts; `id` is its anchor."""
    block = Block()
    datasets = [library.datasets[id] for id in dict.fromkeys(p.dataset for p in chart.series)]
    table = _templates().get_template("table.html")
    title = _said(chart, "title", library, locale)
    block.html = _render(
        "chart.html",
        locale,
        chart=chart,
        id=id,
        number=locale.word("chart", str(number)),
        title=title,
        subtitle=_said(chart, "subtitle", library, locale),
        note=_said(chart, "note", library, locale) if chart.note else "",
        how_to_read=_said(chart, "how_to_read", library, locale),
        scope=_said(chart, "scope", library, locale)
        if chart.scope
        else locale.typeset(datasets[0].scope[locale.code]),
        sources=_sources(chart, library, locale),
        data_pages=[
            {"href": data_page(one.id), "text": _page_name(one, datasets, locale)}
            for one in datasets
        ],
        events=[
            locale.typeset(write_figures(event.text[locale.code], library, locale))
            for event in sorted(chart.events, key=lambda event: event.at)
        ],
        cutoff=locale.word("cutoff", locale.date(cutoff_of(chart, library))),
        files=_links(list(chart_files(chart, library, locale)), locale),
        wide=drawing(chart, library, locale, WIDE, id),
        narrow=drawing(chart, library, locale, NARROW, id),
        table=table.render(
            table=chart_table(chart, library, locale),
            caption=f"{title} ({_said(chart, 'subtitle', library, locale)})",
        ),
        stash=block.stash,
    )
    return block


def dataset_block(dataset: Dataset, library: Library, locale: Locale) -> Block:
    """Return the body of a dataset's page: facts, downloads, and every observation."""
    unit = locale.word(f"unit:{dataset.unit.id}")
    html = _render(
        "dataset.html",
        locale,
        definition=locale.typeset(dataset.definition[locale.code]),
        scope=locale.typeset(dataset.scope[locale.code]),
        unit=unit,
        frequency=locale.word(dataset.frequency),
        grade=locale.word(dataset.grade),
        cutoff=locale.word("cutoff", locale.date(dataset.cutoff)),
        files=_links(list(dataset_files(dataset, library, locale)), locale),
        all_series=[
            {
                "id": f"series-{entity}",
                "name": library.entities[entity].name[locale.code],
                "caption": f"{library.entities[entity].name[locale.code]} ({unit})",
                "rows": [_row(row, entity, dataset, library, locale) for row in rows],
            }
            for entity, rows in dataset.series.items()
        ],
    )
    return Block(html)


def catalogue_block(library: Library, locale: Locale) -> Block:
    """Return the table of all datasets, by name."""
    rows = sorted(library.datasets.values(), key=lambda one: one.name[locale.code].casefold())
    html = _render(
        "catalogue.html",
        locale,
        datasets=[
            {
                "href": data_page(one.id),
                "name": locale.typeset(one.name[locale.code]),
                "unit": locale.word(f"unit:{one.unit.id}"),
                "count": sum(len(row.numbers) > 0 for rows in one.series.values() for row in rows),
                "cutoff": locale.date(one.cutoff, short=True),
            }
            for one in rows
        ],
    )
    return Block(html)


def _render(template: str, locale: Locale, **values: Any) -> str:
    words = {key: locale.typeset(text) for key, text in locale.words.items() if ":" not in key}
    return _templates().get_template(template).render(words=words, **values)


def _said(chart: Chart, name: str, library: Library, locale: Locale) -> str:
    text: str = getattr(chart, name)[locale.code]
    return locale.typeset(write_figures(text, library, locale))


def _page_name(dataset: Dataset, datasets: list[Dataset], locale: Locale) -> str:
    if len(datasets) == 1:
        return locale.word("data_page")
    return locale.typeset(dataset.name[locale.code])


def _sources(chart: Chart, library: Library, locale: Locale) -> str:
    """Name the producers behind a chart and count their documents: `Meta (18 documents).`"""
    documents: dict[str, set[str]] = {}
    for one in selected(chart, library):
        for row in one.observations:
            for source in library.documents(row)[:1]:
                documents.setdefault(source.publisher, set()).add(source.id)
    names = [
        f"{publisher} ({locale.word('documents' if len(ids) > 1 else 'document', str(len(ids)))})"
        for publisher, ids in documents.items()
    ]
    return f"{locale.listed(names)}."


def _links(names: list[str], locale: Locale) -> list[dict[str, str]]:
    return [
        {"href": f"/{DOWNLOADS}/{name}", "name": name, "text": locale.word(word)}
        for name, word in zip(names, _CSV_WORDS, strict=True)
    ]


def _row(
    row: Observation, entity: str, dataset: Dataset, library: Library, locale: Locale
) -> dict[str, Any]:
    """One observation as the dataset's page shows it."""
    code = locale.code
    notes = [locale.typeset(text[code]) for text in (row.missing, row.note) if text]
    if row.derived:
        derived = locale.typeset(row.derived[code])
        notes.insert(0, f"{locale.word('derived').capitalize()}{locale.words['colon']}{derived}")
    digits = max((-int(n.as_tuple().exponent) for n in row.numbers), default=0)
    documents = list(library.documents(row))
    return {
        "anchor": dataset.anchor(entity, row),
        "period": locale.period(row.period),
        "issued": f"{locale.word('issued')} {locale.date(row.issued)}" if row.issued else "",
        "value": locale.word("missing") if row.missing else cell_text(row, digits, locale),
        "grade": "" if row.missing else row.grade,
        "grade_words": locale.word(row.grade),
        "documents": [
            _document(document, original=document.id == row.source, locale=locale)
            for document in documents
        ],
        "notes": notes,
    }


def _document(source: Source, *, original: bool, locale: Locale) -> dict[str, str]:
    role = locale.word("source" if original else "checked_via")
    when = f", {locale.period(source.published)}" if source.published else ""
    if not source.url:
        when += f" ({locale.word('text_only')})"
    return {
        "role": f"{role}{locale.words['colon']}",
        "title": source.title
        if source.publisher in source.title
        else f"{source.publisher}, {source.title}",
        "href": source.url or "",
        "lang": source.lang,
        "when": when,
    }

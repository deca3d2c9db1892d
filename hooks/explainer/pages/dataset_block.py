"""The page of a dataset, with every observation, and the catalogue of them all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from explainer.facts.addresses import cell_page, correction_of, data_page
from explainer.facts.cells import Cell
from explainer.facts.explanations import Part, explanation
from explainer.facts.figures import localised
from explainer.facts.grades import family_of
from explainer.facts.model import Dataset, Library, Observation
from explainer.facts.projection_model import Projection
from explainer.kinds.tables import cell_text
from explainer.language.locales import Locale
from explainer.pages.block import Block, cited, file_link, rendered, sort_key
from explainer.pages.columns import TableCell, aligned
from explainer.pages.downloads import dataset_downloads
from explainer.pages.inline import correction_words

_PROJECTED = re.compile(r"\bproject\s+([\w-]+)\.")


# By directive and what it names: the page where a block stands to which links lead.
ToldOn = Mapping[tuple[str, str], str]


def dataset_block(
    dataset: Dataset, library: Library, locale: Locale, told_on: ToldOn | None = None
) -> Block:
    """Return the body of a dataset's page: facts, downloads, and every observation."""
    told_on = told_on or {}
    unit = dataset.unit.forms(locale.code).name
    files = dataset_downloads(dataset, locale)
    html = rendered(
        "dataset.html",
        locale,
        definition=localised(dataset.definition, library, locale),
        scope=localised(dataset.scope, library, locale),
        unit=unit,
        kind=locale.word(f"number:{dataset.number_kind}") if dataset.number_kind else "",
        frequency=locale.word(dataset.frequency),
        grade=_graded(dataset, locale),
        cutoff=locale.word("cutoff", locale.date(dataset.cutoff)),
        models=[_model(one, told_on, locale) for one in _projections(dataset, library)],
        files=[file_link(file, locale.word(kind)) for kind, file in files.items()],
        all_series=[
            {
                "id": f"series-{entity}",
                "name": library.entities[entity].name[locale.code],
                "caption": f"{library.entities[entity].name[locale.code]} ({unit})",
                "rows": [
                    {**_row(Cell(dataset, entity, row), library, locale, told_on), "value": value}
                    for row, value in zip(rows, _values(rows, locale), strict=True)
                ],
            }
            for entity, rows in dataset.series.items()
        ],
    )
    return Block(html)


def catalogue_block(library: Library, locale: Locale) -> Block:
    """Return the table of all datasets, by the name of whom or what they are about, then by
    theirs."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in sorted(library.datasets.values(), key=lambda one: sort_key(one.name[locale.code])):
        groups.setdefault(_family(one, library, locale), []).append(
            {
                "href": data_page(one.id),
                "name": locale.typeset(one.name[locale.code]),
                "unit": one.unit.forms(locale.code).name,
                "count": sum(len(row.numbers) > 0 for rows in one.series.values() for row in rows),
                "cutoff": locale.date(one.cutoff, short=True),
            }
        )
    ordered = sorted(groups, key=lambda key: (not key[0], sort_key(key[1])))
    html = rendered(
        "catalogue.html",
        locale,
        groups=[
            {
                "id": f"about-{(id or 'others').replace('_', '-')}",
                "name": name,
                "datasets": groups[id, name],
            }
            for id, name in ordered
        ],
    )
    return Block(html)


def family_name(id: str, library: Library, locale: Locale) -> str:
    """Return the name of whom or what datasets are about, see `grades.family_of`."""
    known = library.entities.get(id) or library.families.get(id)
    return locale.typeset(known.name[locale.code]) if known else locale.word("family_none")


def _family(dataset: Dataset, library: Library, locale: Locale) -> tuple[str, str]:
    id = family_of(dataset, library)
    return id, family_name(id, library, locale)


def _projections(dataset: Dataset, library: Library) -> list[Projection]:
    """The projections that cells of a dataset are computed with."""
    formulas = (row.formula for rows in dataset.series.values() for row in rows if row.formula)
    named = (match[1] for text in formulas for match in _PROJECTED.finditer(text))
    return [library.projections[id] for id in dict.fromkeys(named) if id in library.projections]


def _model(one: Projection, told_on: ToldOn, locale: Locale) -> dict[str, str]:
    """The name of a projection, and where its inputs are told, if they are."""
    page = told_on.get(("assumptions", one.id), "")
    name = locale.word("model_named", locale.typeset(one.name[locale.code]))
    return {"name": name, "href": f"/{page}#{one.id}-assumptions" if page else ""}


def _address(part: Part, told_on: ToldOn) -> str:
    """Where a part of an explanation leads, if anywhere."""
    if part.cell:
        return cell_page(part.cell)
    told = part.told
    page = told_on.get((told.directive, told.projection)) if told else None
    return f"/{page}#{told.anchor}" if told and page else ""


def _how(cell: Cell, library: Library, locale: Locale, told_on: ToldOn) -> str:
    """How a cell was computed, with links to what it was computed from; empty if it was read."""
    row = cell.observation
    if row.formula:
        link = Markup('<a href="{}">{}</a>')
        return Markup("").join(
            link.format(href, one.text) if (href := _address(one, told_on)) else one.text
            for one in explanation(cell, library, locale)
        )
    return localised(row.derived, library, locale) if row.derived else ""


def _values(rows: Sequence[Observation], locale: Locale) -> list[TableCell]:
    """The numbers of a series as they stand one below the other."""
    texts = [_absent(row, locale) or cell_text(row, locale) for row in rows]
    return aligned(texts, locale.code)


def _row(cell: Cell, library: Library, locale: Locale, told_on: ToldOn) -> dict[str, Any]:
    """One observation as the dataset's page shows it."""
    row, entity, dataset = cell.observation, cell.entity, cell.dataset
    colon = locale.words["colon"]
    notes = [localised(text, library, locale) for text in (row.missing, row.note) if text]
    how = _how(cell, library, locale, told_on)
    if how:
        notes.insert(0, Markup("{}{}{}").format(locale.word("derived").capitalize(), colon, how))
    documents = library.documents(row)
    corrected = correction_of(dataset.id, entity, row.period, library)
    return {
        "anchor": dataset.anchor(entity, row),
        "period": locale.period(row.period),
        "issued": f"{locale.word('issued')} {locale.date(row.issued)}" if row.issued else "",
        "grade": "" if row.absence or row.is_ours else row.grade,
        "grade_words": locale.word(row.grade),
        "corrected": correction_words(corrected, library, locale) if corrected else None,
        "documents": [
            cited(document, original=document.id in row.originals, locale=locale)
            for document in documents
        ],
        "notes": notes,
    }


def _absent(row: Observation, locale: Locale) -> str:
    """What stands instead of a number; a reason of the cell's own is a note beside it."""
    word = locale.word(row.absence) if row.absence else ""
    return word[:1].upper() + word[1:]


def _graded(dataset: Dataset, locale: Locale) -> str:
    """How sure its numbers are; what our projection comes to has a word of its own."""
    rows = [row for rows in dataset.series.values() for row in rows if row.numbers]
    if rows and all(row.is_ours for row in rows):
        return locale.word("ours_graded", max(row.grade or "A" for row in rows))
    return locale.word(dataset.grade) if rows else ""

"""The page of a dataset, with every observation, and the catalogue of them all."""

from __future__ import annotations

from typing import Any

from explainer.facts.addresses import correction_of, data_page
from explainer.facts.model import Dataset, Library, Observation
from explainer.kinds.tables import cell_text
from explainer.language.locales import Locale
from explainer.pages.block import Block, cited, file_link, rendered, sort_key
from explainer.pages.downloads import dataset_file_names
from explainer.pages.inline import correction_words


def dataset_block(dataset: Dataset, library: Library, locale: Locale) -> Block:
    """Return the body of a dataset's page: facts, downloads, and every observation."""
    unit = dataset.unit.forms(locale.code).name
    names = dataset_file_names(dataset, locale)
    html = rendered(
        "dataset.html",
        locale,
        definition=locale.typeset(dataset.definition[locale.code]),
        scope=locale.typeset(dataset.scope[locale.code]),
        unit=unit,
        frequency=locale.word(dataset.frequency),
        grade=locale.word(dataset.grade),
        cutoff=locale.word("cutoff", locale.date(dataset.cutoff)),
        files=[file_link(name, locale.word(kind)) for kind, name in names.items()],
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
            {"id": f"about-{id or 'others'}", "name": name, "datasets": groups[id, name]}
            for id, name in ordered
        ],
    )
    return Block(html)


def _family(dataset: Dataset, library: Library, locale: Locale) -> tuple[str, str]:
    """The id and the name of whom or what a dataset is about: an entity, or the owner of one; a
    family; else nothing."""
    entity = library.entities.get(dataset.about)
    if entity:
        entity = library.entities.get(entity.owner or "", entity)
        return entity.id, locale.typeset(entity.name[locale.code])
    family = library.families.get(dataset.about)
    if family is None:
        return "", locale.word("family_none")
    return family.id.replace("_", "-"), locale.typeset(family.name[locale.code])


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
    corrected = correction_of(dataset.id, entity, row.period, library)
    return {
        "anchor": dataset.anchor(entity, row),
        "period": locale.period(row.period),
        "issued": f"{locale.word('issued')} {locale.date(row.issued)}" if row.issued else "",
        "value": _absent(row, locale) or cell_text(row, digits, locale),
        "grade": "" if row.absence else row.grade,
        "grade_words": locale.word(row.grade),
        "corrected": correction_words(corrected, library, locale) if corrected else None,
        "documents": [
            cited(document, original=document.id == row.source, locale=locale)
            for document in documents
        ],
        "notes": notes,
    }


def _absent(row: Observation, locale: Locale) -> str:
    """What stands instead of a number; a reason of the cell's own is a note beside it."""
    word = locale.word(row.absence) if row.absence else ""
    return word[:1].upper() + word[1:]

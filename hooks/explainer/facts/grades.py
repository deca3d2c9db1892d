"""How sure the published numbers are: of each family of datasets, how many cells are at grade A."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.facts.model import Dataset, Library

Counts = tuple[int, int]  # cells at grade A, and all that have a number


def family_of(dataset: Dataset, library: Library) -> str:
    """Return the id of whom or what a dataset is about: an entity, or the owner of one; a family;
    else nothing."""
    entity = library.entities.get(dataset.about)
    if entity:
        return library.entities.get(entity.owner or "", entity).id
    return dataset.about if dataset.about in library.families else ""


def grade_counts(library: Library) -> Mapping[str, Counts]:
    """Return the counts of each family, by its id."""
    found: dict[str, Counts] = {}
    for dataset in library.datasets.values():
        family = family_of(dataset, library)
        grades = [row.grade for rows in dataset.series.values() for row in rows if row.numbers]
        best, all_of_them = found.get(family, (0, 0))
        found[family] = best + grades.count("A"), all_of_them + len(grades)
    return found

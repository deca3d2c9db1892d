"""One quantity, one name: datasets that are called alike do not differ where both have a number.

In a name, whom the dataset is about does not count, nor do articles and "five companies": whoever
looks for what Meta has left finds "Meta free cash flow" and "Free cash flow of five companies", and
takes them for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from explainer.errors import Problem
from explainer.facts.model import Dataset, Library, Observation
from explainer.language.locales import LOCALES
from explainer.language.numbers import decimals
from explainer.language.units import Unit

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    _WORD.findall(
        "a an and by companies company firms five for four from giants in of own s the three two "
        "au aux cinq d de des deux du en entreprise entreprises et geants l la le les leur leurs "
        "par quatre sa ses son trois"
    )
)


def problems_of(library: Library) -> Iterator[Problem]:
    """Yield the pairs of datasets that are called alike and differ for somebody in some period."""
    called = {id: _names(dataset, library) for id, dataset in library.datasets.items()}
    for first, second in combinations(library.datasets.values(), 2):
        shared = called[first.id] & called[second.id]
        if not shared or not _one_measure(first.unit, second.unit):
            continue
        found = next(_differences(first, second), None)
        if found:
            entity, one, other = found
            same = first.unit.id == second.unit.id
            units = ("", "") if same else (f" {first.unit.id}", f" {second.unit.id}")
            yield Problem(
                second.name.where,
                f'"{first.id}" and "{second.id}" are both called "{min(shared)}", and differ for '
                f'"{entity}" in {one.period}: {one.value}{units[0]} and {other.value}{units[1]}; '
                "give the two measures different names, in both languages, or mend one",
            )


def _one_measure(first: Unit, second: Unit) -> bool:
    """Whether two units count the same thing: millions and billions do, dollars of 2021 do not."""
    return (first.measure, first.prices) == (second.measure, second.prices)


def _names(dataset: Dataset, library: Library) -> frozenset[str]:
    """What a dataset is called in each language, less whom it is about."""
    bearers = [library.entities[id] for id in dataset.series if id in library.entities]
    owners = [
        library.entities[id] for one in bearers if (id := one.owner or "") in library.entities
    ]
    texts = [one.name[code] for one in (*bearers, *owners) for code in LOCALES]
    left_out = _SMALL.union(*map(_words, texts))
    names = (
        " ".join(word for word in _words(dataset.name[code]) if word not in left_out)
        for code in LOCALES
    )
    return frozenset(name for name in names if name)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def _differences(first: Dataset, second: Dataset) -> Iterator[tuple[str, Observation, Observation]]:
    """What two datasets say of the same, when it is further apart than rounding explains."""
    for entity in first.series.keys() & second.series.keys():
        others = {(row.key, row.basis): row for row in second.series[entity]}
        for one in first.series[entity]:
            other = others.get((one.key, one.basis))
            if other is None or one.value is None or other.value is None:
                continue
            a, b = (
                (row.value.scaleb(dataset.unit.power), decimals(row.value) - dataset.unit.power)
                for row, dataset in ((one, first), (other, second))
                if row.value is not None
            )
            if abs(a[0] - b[0]) > _slack(a[1], b[1]):
                yield entity, one, other


def _slack(one: int, other: int) -> Decimal:
    """How far apart rounding leaves one number that is told to so many decimals here and there:
    nothing when they are as many."""
    halves = (Decimal(1).scaleb(-most) / 2 for most in {one, other})
    return sum(halves, Decimal(0)) if one != other else Decimal(0)

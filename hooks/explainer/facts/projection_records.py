"""What may stand in data/projections.yml: see `records`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.facts.fields import (
    BOTH,
    ID,
    NUMBER,
    TEXT,
    Field,
    FieldType,
    Record,
    by_id,
    records_by_id,
    whole_list,
)
from explainer.facts.projection_model import Input, Projection, Scenario
from explainer.numerals import NUMBER as A_NUMBER
from explainer.yaml_nodes import YEARS, Node, Refused


def _setting(node: Node) -> Any:
    """A number, or an expression."""
    return node.number() if A_NUMBER.fullmatch(node.raw()) else node.text()


_SETTING = FieldType(_setting, {"anyOf": [NUMBER.schema, TEXT.schema]})


def _whole(low: int, high: int) -> FieldType:
    def read(node: Node) -> int:
        number = node.number()
        if number % 1 or not low <= number <= high:
            raise node.refuse(f"{node.name} is {number}; write a whole number from {low} to {high}")
        return int(number)

    return FieldType(read, {"type": "integer", "minimum": low, "maximum": high})


def _range(node: Node, _given: frozenset[str], values: Mapping[str, Any]) -> None:
    """The ends are in order."""
    low, high = values["low"], values["high"]
    if low is None or high is None:
        raise Refused
    if low >= high:
        raise node.refuse(f'input "{values["id"]}" runs from {low} to {high}; exchange them')


INPUT = Record(
    "input",
    'input "{id}"',
    Input,
    (
        Field("name", BOTH, "son nom", "its name", required=True),
        Field("meaning", BOTH, "ce qu'elle veut dire, en une phrase", "what it means, in a sentence", required=True),
        Field("unit", ID, "son unité, un id d'`units.yml`", "its unit, an id of `units.yml`", required=True),
        Field("low", NUMBER, "la plus petite valeur qu'un lecteur peut choisir", "the smallest value that a reader may choose", required=True),
        Field("high", NUMBER, "la plus grande", "the largest", required=True),
        Field("step", NUMBER, "de combien on la change, 1 par défaut", "by how much it is changed, 1 unless told"),
    ),
    check=_range,
)  # fmt: skip

SCENARIO = Record(
    "scenario",
    'scenario "{id}"',
    Scenario,
    (
        Field("name", BOTH, "son nom", "its name", required=True),
        Field("values", by_id(_SETTING), "chaque donnée d'entrée : un nombre que nous choisissons, ou une expression qui le tire des données", "each input: a number that we choose, or an expression that takes it from the data", required=True),
    ),
)  # fmt: skip

PROJECTION = Record(
    "projection",
    'projection "{id}"',
    Projection,
    (
        Field("name", BOTH, "ce qui est calculé", "what is computed", required=True),
        Field("unit", ID, "l'unité des montants, un id d'`units.yml`", "the unit of amounts, an id of `units.yml`", required=True),
        Field("first", _whole(YEARS[0], YEARS[-1]), "l'année de la première dépense", "the year of the first spending", required=True),
        Field("years", _whole(1, 60), "combien d'années sont suivies", "how many years are followed", required=True),
        Field("spending", whole_list(TEXT), "la dépense connue de chaque année, dans l'ordre : des expressions", "the known spending of each year, in order: expressions", required=True),
        Field("classes", whole_list(ID), "les catégories de biens ; celle qui dure le temps d'une génération vient d'abord", "the classes of asset; the one that lasts as long as a vintage comes first", required=True),
        Field("inputs", records_by_id(INPUT), "les données d'entrée, par id", "the inputs, by id", required=True),
        Field("scenarios", records_by_id(SCENARIO), "les jeux d'hypothèses, par id", "the sets of inputs, by id", required=True),
    ),
)  # fmt: skip

"""What may stand in data/projections.yml: see `records`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.facts.fields import (
    BOTH,
    ID,
    NUMBER,
    TEXT,
    YES,
    Field,
    FieldType,
    Record,
    a,
    by_id,
    records_by_id,
    whole_list,
)
from explainer.facts.projection_model import Input, Projection, Scenario, Stand
from explainer.numerals import NUMBER as A_NUMBER
from explainer.yaml_nodes import YEARS, Node, Refused


def _setting(node: Node) -> Any:
    """A number, or an expression."""
    return node.number() if A_NUMBER.fullmatch(node.raw()) else node.text()


SETTING = FieldType(_setting, {"anyOf": [NUMBER.schema, TEXT.schema]})


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
    step = values["step"]
    if step is not None and not 0 < step <= high - low:
        raise node.refuse(
            f'input "{values["id"]}" is changed by {step}; write a step above 0, and no more than '
            f"{high - low}"
        )


def _classes(node: Node) -> tuple[str, ...]:
    """At least one class, and none of them twice."""
    found = tuple(one.id() for one in node.list())
    if not found:
        raise node.refuse(f"{node.name} is an empty list; write at least one class of asset")
    for id in found:
        if found.count(id) > 1:
            raise node.refuse(f'{node.name} has "{id}" twice; take one of them out')
    return found


_CLASSES = FieldType(
    _classes, {"type": "array", "items": ID.schema, "minItems": 1, "uniqueItems": True}
)


_TOLD = ("published", "found", "question", "comparison")


def _done_again(node: Node, given: frozenset[str], values: Mapping[str, Any]) -> None:
    """A calculation done again is told whole."""
    lacking = [one for one in _TOLD if one not in given]
    if len(lacking) not in (0, len(_TOLD)):
        raise node.refuse(
            f'scenario "{values["id"]}" does somebody\'s calculation again and has no '
            f"{lacking[0]}; add it, or take the others out ({', '.join(_TOLD)})"
        )


STAND = Record(
    "stand",
    "stand",
    Stand,
    (
        Field("who", ID, "qui, une entité", "who, an entity", required=True),
        Field("value", TEXT, "où est publié son nombre : une expression", "where their number stands: an expression", required=True),
    ),
)  # fmt: skip

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
        Field("control", YES, "si un lecteur peut la changer dans l'explorateur", "whether a reader may change it in the explorer"),
        Field("stands", whole_list(a(STAND)), "ce que d'autres ont publié pour elle", "what others have published for it"),
    ),
    check=_range,
)  # fmt: skip

SCENARIO = Record(
    "scenario",
    'scenario "{id}"',
    Scenario,
    (
        Field("name", BOTH, "son nom", "its name", required=True),
        Field("values", by_id(SETTING), "chaque donnée d'entrée : un nombre que nous choisissons, ou une expression qui le tire des données", "each input: a number that we choose, or an expression that takes it from the data", required=True),
        Field("like", ID, "un autre scénario, dont viennent les données d'entrée que celui-ci ne dit pas", "another scenario, from which come the inputs that this one does not say"),
        Field("spending", by_id(whole_list(SETTING)), "à la place de celle de la projection, la dépense connue", "in the place of the projection's, the known spending"),
        Field("published", TEXT, "quand il refait le calcul de quelqu'un, le nombre publié : une expression", "when it does somebody's calculation again, the number published: an expression"),
        Field("found", TEXT, "la cellule où est le nôtre", "the cell in which ours stands"),
        Field("question", BOTH, "ce que l'auteur a demandé", "what the author asked"),
        Field("comparison", BOTH, "pourquoi les deux nombres sont les mêmes, ou ne le sont pas", "why the two numbers are the same, or are not"),
    ),
    check=_done_again,
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
        Field("shown", _whole(YEARS[0], YEARS[-1] + 60), "l'année dont l'explorateur donne d'abord les résultats, la dernière sauf indication", "the year whose results the explorer tells first, the last unless told"),
        Field("spending", by_id(whole_list(SETTING)), "la dépense connue de chaque année, dans l'ordre, selon qui dépense : des expressions, ou des nombres que nous choisissons", "the known spending of each year, in order, by who spends: expressions, or numbers that we choose", required=True),
        Field("today", TEXT, "ce qui rentre aujourd'hui par an, une expression", "what comes in a year today, an expression"),
        Field("payers", TEXT, "entre combien de clients on partage les recettes, une expression", "among how many customers revenue is shared, an expression"),
        Field("classes", _CLASSES, "les catégories de biens ; celle qui dure le temps d'une génération vient d'abord", "the classes of asset; the one that lasts as long as a vintage comes first", required=True),
        Field("inputs", records_by_id(INPUT), "les données d'entrée, par id", "the inputs, by id", required=True),
        Field("scenarios", records_by_id(SCENARIO), "les jeux d'hypothèses, par id", "the sets of inputs, by id", required=True),
    ),
)  # fmt: skip

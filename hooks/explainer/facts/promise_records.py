"""What may stand in the file of pledges: see `records`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.facts.fields import (
    BOTH,
    ID,
    NAME,
    NUMBER,
    PERIOD,
    TEXT,
    Field,
    Record,
    a,
    list_of,
    one_of,
    whole_list,
)
from explainer.facts.promise_model import PROMISE_STATUSES, STAGES, SURE, Promise, Step
from explainer.yaml_nodes import Node, Refused

_SOURCE = Field("source", ID, "le document d'origine", "the original document")
_CHECKED = Field("checked_via", whole_list(ID), "les pages où cela a été lu", "the pages where it was read")  # fmt: skip


def _step(node: Node, given: frozenset[str], _: Mapping[str, Any]) -> None:
    if {"figures", "value"} <= given:
        raise node.refuse(
            "step has figures and value together; keep the figures, where datasets say it already"
        )


def _promise(node: Node, given: frozenset[str], values: Mapping[str, Any]) -> None:
    """An amount, once, and with its unit unless a figure has one."""
    said = {"figure", "value", "low", "high"} & given
    if any(values[name] is None for name in said):
        raise Refused  # told already
    if said not in ({"figure"}, {"value"}, {"low"}, {"high"}, {"low", "high"}):
        named = " and ".join(sorted(said))
        raise node.refuse(
            f'promise "{values["id"]}" has {named} together; keep one amount'
            if said
            else f'promise "{values["id"]}" has no amount; add a figure of the data, or a value '
            "(or low and high) with its unit"
        )
    if ("figure" in said) == ("unit" in given):
        raise node.refuse(
            f'promise "{values["id"]}" has a figure, which has its own unit; take unit out'
            if "figure" in said
            else f'promise "{values["id"]}" has no "unit"; add it, an id of units.yml'
        )


STEP = Record(
    "step",
    "step",
    Step,
    (
        Field("stage", one_of(STAGES), "`sited`, un lieu est connu ; `signed`, un contrat ou une dette l'engage ; `paid`, l'argent est dépensé", "`sited`, a place is known; `signed`, a contract or a debt commits it; `paid`, the money is spent", required=True),
        Field("told", BOTH, "ce que l'on en sait", "what is known of it", required=True),
        Field("date", PERIOD, "quand, si c'est connu", "when, if that is known"),
        Field("figures", whole_list(TEXT), "combien, par des expressions du langage des chiffres, sans accolades, si des jeux de données le disent déjà ; plusieurs s'additionnent", "how much, as expressions of the language of figures, without braces, where datasets say it already; several are added up"),
        Field("value", NUMBER, "ou le nombre, dans l'unité de la promesse ; sans l'un ni l'autre, le montant est inconnu", "or the number, in the pledge's unit; with neither, the amount is unknown"),
        _SOURCE,
        _CHECKED,
    ),
    check=_step,
)  # fmt: skip

PROMISE = Record(
    "promise",
    'promise "{id}"',
    Promise,
    (
        Field("who", NAME, "qui promet", "who pledges", required=True),
        Field("what", BOTH, "quoi et où, en quelques mots", "what and where, in a few words", required=True),
        Field("announced", PERIOD, "quand cela a été dit", "when it was said", required=True),
        Field("place", BOTH, "où et comment cela a été dit", "where and how it was said"),
        Field("by", BOTH, "pour quand", "by when"),
        Field("figure", TEXT, "combien, par une expression du langage des chiffres, sans accolades, si un jeu de données le dit déjà", "how much, as an expression of the language of figures, without braces, where a dataset says it already"),
        Field("value", NUMBER, "ou le nombre", "or the number"),
        Field("low", NUMBER, "ou le bas d'une fourchette", "or the low end of a range"),
        Field("high", NUMBER, "et le haut", "and the high one"),
        Field("unit", TEXT, "l'unité de ce nombre, un id d'`units.yml`", "the unit of that number, an id of `units.yml`"),
        Field("status", one_of(PROMISE_STATUSES), "le dernier pas connu", "the last step that is known", required=True),
        Field("steps", list_of(a(STEP)), "ce que l'on sait du chemin, une étape de chaque sorte au plus ; ce qui n'y est pas est dit inconnu", "what is known of the way, one step of each kind at most; what is not there is said to be unknown"),
        Field("since", BOTH, "ce qui s'est passé depuis", "what has happened since"),
        Field("not_added", BOTH, "pourquoi ce montant n'entre dans aucun total (une autre promesse le contient)", "why this amount is in no total (another pledge contains it)"),
        _SOURCE,
        _CHECKED,
        Field("grade", one_of(SURE), "B par défaut ; une promesse de degré C n'est pas suivie", "B unless told; a pledge of grade C is not tracked"),
        Field("read", PERIOD, "quand cela a été vérifié pour la dernière fois", "when this was last looked up", required=True),
    ),
    check=_promise,
    one_of=(("figure",), ("value",), ("low",), ("high",)),
)  # fmt: skip

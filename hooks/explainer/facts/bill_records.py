"""What may stand in the file of a bill: see `records`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explainer.facts.bill_model import STAMPS, Bill, BillGroup, BillLine
from explainer.facts.fields import (
    BOTH,
    ID,
    NAME,
    PATH,
    TEXT,
    YES,
    Field,
    Record,
    a,
    one_of,
    whole_list,
)
from explainer.yaml_nodes import Node

LINE = Record(
    "line",
    "line",
    BillLine,
    (
        Field("label", NAME, "ce que l'on paie, une fois si cela s'écrit de même dans les deux langues", "what is paid for, once when it is written alike in both languages", required=True),
        Field("amount", TEXT, "le montant : un chiffre, écrit comme dans un texte, sans accolades", "the amount: a figure, written as in a text, without braces", required=True),
        Field("entity", ID, "qui paie ou reçoit, pour sa couleur", "who pays or receives, for its colour"),
        Field("stamp", one_of(STAMPS), "où en est l'argent", "how far the money has come"),
        Field("page", PATH, "la page du site où mène la ligne, comme `industry/spending`", "the page of the site to which the line leads, like `industry/spending`"),
    ),
)  # fmt: skip


def _group(node: Node, given: frozenset[str], values: Mapping[str, Any]) -> None:
    """A group adds up or does not."""
    if "total" in given and values["together"] is False:
        raise node.refuse(
            "the group has a total and together: false; take the total out, or together: false"
        )
    if "total_label" in given and "total" not in given:
        raise node.refuse("the group has a total_label and no total; add the total, or take it out")


GROUP = Record(
    "group",
    "group",
    BillGroup,
    (
        Field("title", BOTH, "son titre", "its title"),
        Field("lines", whole_list(a(LINE)), "les lignes, dans l'ordre", "the lines, in order", required=True),
        Field("total", TEXT, "leur somme, écrite comme un montant ; le contrôle refait l'addition, aux décimales montrées", "their sum, written like an amount; the check adds up again, to the decimals shown"),
        Field("total_label", BOTH, "son nom, « Total » par défaut", "its name, \"Total\" unless told"),
        Field("together", YES, "`false` : les lignes ne s'additionnent pas, et la facture le dit", "`false`: the lines do not add up, and the bill says so"),
        Field("stamp", one_of(STAMPS), "un tampon pour tout le groupe", "a stamp for the whole group"),
        Field("note", BOTH, "une ligne sous le groupe", "a line under the group"),
    ),
    check=_group,
)  # fmt: skip

BILL = Record(
    "bill",
    'bill "{id}"',
    Bill,
    (
        Field("title", BOTH, "son titre", "its title", required=True),
        Field("subtitle", BOTH, "la mesure et la période : en quoi sont les montants", "measure and period: what the amounts are in", required=True),
        Field("groups", whole_list(a(GROUP)), "les groupes de lignes, dans l'ordre", "the groups of lines, in order", required=True),
        Field("note", BOTH, "une ligne au bas de la facture", "a line at the foot of the bill"),
    ),
)  # fmt: skip

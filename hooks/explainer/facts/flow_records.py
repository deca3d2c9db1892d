"""What may stand in the file of flows: see `records`."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from explainer.facts import records
from explainer.facts.fields import (
    BOTH,
    DAY,
    ID,
    NAME,
    PERIOD,
    TEXT,
    Field,
    Record,
    one_of,
    records_by_id,
)
from explainer.facts.flow_book import FlowBook
from explainer.facts.flow_model import FLOW_KINDS, PAID, Flow
from explainer.facts.model import GRADES, Observation
from explainer.language.periods import Period
from explainer.language.units import Unit

_OF_A_CELL = (
    "value", "low", "high", "missing", "not_published", "not_verified", "formula",
    "source", "checked_via", "grade", "derived", "note",
)  # fmt: skip
_CELL = {one.name: one for one in records.OBSERVATION.fields}


def _flow(
    id: str, payer: str, payee: str, kind: str, date: Period, **values: Any
) -> tuple[Flow, Observation]:
    """A flow, and its amount as an observation, which is no outcome unless it is paid."""
    where = values.pop("where")
    flow = Flow(id, payer, payee, kind, where, covers=values.pop("covers", None))
    status = None if kind == PAID else kind
    row = {"grade": "", **values}
    return flow, Observation(period=date, where=where, status=status, **row)


FLOW = Record(
    "flow",
    'flow "{id}"',
    _flow,
    (
        Field("payer", ID, "qui paie, un id d'`entities.yml`", "who pays, an id of `entities.yml`", required=True),
        Field("payee", ID, "qui est payé, un id d'`entities.yml`", "who is paid, an id of `entities.yml`", required=True),
        Field("kind", one_of(FLOW_KINDS), "`paid`, l'argent est parti ; `signed`, un contrat le doit ; `promised`, il est annoncé, sous condition, ou rapporté sans confirmation", "`paid`, the money went; `signed`, a contract owes it; `promised`, it is announced, conditional, or reported without confirmation", required=True),
        Field("date", PERIOD, "quand il a été payé, signé ou annoncé", "when it was paid, signed or announced", required=True),
        Field("covers", NAME, "le temps sur lequel il s'étale, en quelques mots (`sur cinq ans`)", "the time over which it is paid, in a few words (`over five years`)"),
        *(_CELL[name] for name in _OF_A_CELL),
    ),
    check=partial(records.has_amount, "flow"),
    one_of=records.OBSERVATION.one_of,
)  # fmt: skip


@lru_cache(maxsize=8)
def flows(known: tuple[Unit, ...], whole: bool = True) -> Record:
    """Return what may stand in the file of flows, which counts in one of some units, as a dataset
    does."""
    like = {one.name: one for one in records.dataset(known, whole).fields}
    return replace(
        _FLOWS,
        fields=tuple(like["unit"] if one.name == "unit" else one for one in _FLOWS.fields),
        given=repr((known, whole)),
    )


_FLOWS = Record(
    "flows",
    "the file of flows",
    FlowBook,
    (
        Field("name", BOTH, "comment on les appelle ensemble", "what they are called together", required=True),
        Field("definition", BOTH, "ce qui est compté", "what is counted", required=True),
        Field("scope", BOTH, "qui et quoi, et ce qui est laissé de côté", "who and what, and what is left out", required=True),
        Field("unit", TEXT, "l'unité des montants", "the unit of the amounts", required=True),
        Field("cutoff", DAY, "rien n'a été lu après ce jour", "nothing later was read", required=True),
        Field("grade", one_of(GRADES), "la note habituelle des flux", "the usual grade of the flows", required=True),
        Field("flows", records_by_id(FLOW), "les flux, par un id qui n'est celui d'aucune entité", "the flows, by an id that no entity has", required=True),
    ),
)  # fmt: skip

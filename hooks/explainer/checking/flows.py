"""Rules for flows of money: who pays and who is paid are known, and are two, and what a flow is
computed from is as firm as the flow.

Their amounts are cells of a dataset, which `data` looks through like all others.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.checking.bills import unlike
from explainer.errors import Problem, did_you_mean
from explainer.facts.flow_model import FLOW_KINDS, FLOWS
from explainer.facts.model import Library


def problems_of(library: Library) -> Iterator[Problem]:
    """Yield what is wrong with the ends of flows."""
    parties = {id: one for id, one in library.entities.items() if id not in library.flows}
    rows = library.datasets[FLOWS].series if FLOWS in library.datasets else {}
    for flow in library.flows.values():
        for end in (flow.payer, flow.payee):
            if end not in parties and not library.may_lack("entities"):
                close = did_you_mean(end, parties)
                yield Problem(flow.where, f'entity "{end}" is unknown{close}')
        if flow.payer == flow.payee:
            yield Problem(
                flow.where,
                f'flow "{flow.id}" goes from "{flow.payer}" to itself; mend payer or payee',
            )
        for row in rows.get(flow.id, ()):
            found = unlike(flow.kind, FLOW_KINDS, row.formula, library) if row.formula else ""
            if found:
                yield Problem(flow.where, f'flow "{flow.id}" is of kind: {flow.kind}, and {found}')

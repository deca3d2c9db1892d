"""The file of flows, which is a dataset too: a flow is what an observation is about. So flows have
a page, files and figures like all that is counted, `flows/acme-bolt@2025-09`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from explainer.errors import Where
from explainer.facts.bilingual import Text
from explainer.facts.flow_model import FLOWS, Flow
from explainer.facts.model import Dataset, Entity, Observation
from explainer.language.units import Unit


@dataclass(frozen=True)
class FlowBook:
    """What the file of flows says: what a dataset says of itself, and the flows."""

    id: str
    name: Text
    definition: Text
    scope: Text
    unit: Unit
    cutoff: date
    grade: str
    flows: Mapping[str, tuple[Flow, Observation]]
    where: Where = field(compare=False, repr=False)

    @property
    def by_id(self) -> dict[str, Flow]:
        """The flows less their amounts."""
        return {id: flow for id, (flow, _) in self.flows.items()}

    def dataset(self) -> Dataset:
        """The flows as a dataset: each is a series of one observation. Payments of a period stand
        beside contracts of many years: the numbers are of no one kind, and never added."""
        return Dataset(
            id=FLOWS,
            name=self.name,
            definition=self.definition,
            scope=self.scope,
            unit=self.unit,
            frequency="irregular",
            cutoff=self.cutoff,
            grade=self.grade,
            series={
                id: (row if row.grade else replace(row, grade=self.grade),)
                for id, (_, row) in self.flows.items()
            },
            where=self.where,
        )

    def entities(self, known: Mapping[str, Entity]) -> Iterator[Entity]:
        """Yield what the series of that dataset are about, named after who pays and who is paid."""
        for one in self.by_id.values():
            ends = [known[id].name if id in known else None for id in (one.payer, one.payee)]
            french, english = (
                " → ".join(
                    name[code] if name else id
                    for name, id in zip(ends, (one.payer, one.payee), strict=True)
                )
                for code in ("fr", "en")
            )
            yield Entity(one.id, "flow", Text(french, english, one.where), one.where)

"""What a money map is made of, before it is drawn: its flows, parties, loops and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from explainer.facts.flow_model import Flow
from explainer.facts.model import Chart, Library, Observation, Text
from explainer.kinds.series import Series, selected
from explainer.language.locales import Locale


@dataclass(frozen=True)
class Frame:
    """Parties that stand together in a box, which is a party too: flows go to the whole of it."""

    party: str
    holds: tuple[str, ...]


@dataclass(frozen=True)
class Money:
    """One flow as a chart shows it: who pays whom, and the cell that says how much."""

    library: Library = field(repr=False)
    flow: Flow
    series: Series
    row: Observation

    @property
    def amount(self) -> float:
        """Its size; of a range, the middle; nothing where it is not known."""
        ends = [float(one) for one in self.row.ends]
        return sum(ends) / len(ends) if ends else 0.0


@dataclass(frozen=True)
class Parts:
    """The parts of a chart of flows."""

    chart: Chart
    library: Library

    @cached_property
    def moneys(self) -> tuple[Money, ...]:
        """The flows, in the order of the chart's file."""
        return tuple(
            Money(self.library, self.library.flows[one.entity], one, one.observations[0])
            for one in selected(self.chart, self.library)
            if one.entity in self.library.flows and one.observations
        )

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """Parties, and flows that pass, column by column."""
        found: tuple[tuple[str, ...], ...] = self.chart.options.get("columns", ())
        return found

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The boxes around parties."""
        found: tuple[Frame, ...] = self.chart.options.get("frames", ())
        return found

    @property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """The flows of each loop, in the order in which money goes round."""
        found: tuple[tuple[str, ...], ...] = self.chart.options.get("loops", ())
        return found

    @property
    def parties(self) -> list[str]:
        """Who pays or is paid, each once, in the order of the flows."""
        ends = (end for one in self.moneys for end in (one.flow.payer, one.flow.payee))
        return list(dict.fromkeys(ends))

    def loop_of(self, id: str) -> int | None:
        """The number of the loop in which a flow is, from nought; the first, if there are more."""
        return next((i for i, some in enumerate(self.loops) if id in some), None)

    def name(self, party: str, locale: Locale) -> str:
        """What a party is called here."""
        given: Mapping[str, Text] = self.chart.options.get("names", {})
        text = given.get(party) or self.library.entities[party].name
        return locale.typeset(text[locale.code])

    def way(self, flows: Sequence[str], locale: Locale) -> str:
        """The parties of a loop in order: `Nvidia → OpenAI → Nvidia`."""
        some = [self.library.flows[id] for id in flows]
        ids = [*(one.payer for one in some), some[-1].payee]
        return " → ".join(self.name(id, locale) for id in ids)

    def words(self, one: Money, locale: Locale) -> Iterator[str]:
        """How sure a flow is and, where it is told, over what time."""
        yield locale.word(f"money:{one.flow.kind}")
        if one.flow.covers:
            yield locale.typeset(one.flow.covers[locale.code])

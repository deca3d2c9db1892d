"""What a chart says in one language: its texts with their figures written, its sources, its names.

Page, picture, embed, citation and JSON all take their words here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from explainer.facts.figures import localised
from explainer.facts.model import Chart, Dataset, Library, Text
from explainer.kinds import kind_of, shown_series
from explainer.kinds.series import Series
from explainer.kinds.tables import Table
from explainer.language.locales import Locale
from explainer.pages.credits import Credit, credit_of
from explainer.pages.render_queue import Job, RenderQueue


@dataclass(frozen=True, eq=False)
class ChartText:
    """The texts of one chart in one language, typeset and plain.

    Told apart by identity, so that what is costly to make from it can be kept by it.
    """

    chart: Chart
    library: Library
    locale: Locale
    queue: RenderQueue = field(default_factory=RenderQueue)

    @property
    def job(self) -> Job:
        """The chart in this language, as the queue knows it."""
        return Job(self.chart.id, self.locale.code)

    def _written(self, text: Text | None) -> str:
        if text is None:
            return ""
        return localised(text, self.library, self.locale)

    @cached_property
    def title(self) -> str:
        """The finding."""
        return self._written(self.chart.title)

    @cached_property
    def subtitle(self) -> str:
        """Measure, unit and period."""
        return self._written(self.chart.subtitle)

    @cached_property
    def note(self) -> str:
        """Where a definition breaks; empty when there is no note."""
        return self._written(self.chart.note)

    @cached_property
    def how_to_read(self) -> str:
        """How its form is read; empty where that needs no telling."""
        return self._written(self.chart.how_to_read)

    @cached_property
    def alt(self) -> str:
        """The short alternative text."""
        return self._written(self.chart.alt)

    @property
    def description(self) -> str:
        """The longer one, made from the data."""
        return " ".join(self.told)

    @cached_property
    def told(self) -> list[str]:
        """The same in paragraphs."""
        return kind_of(self.chart).describe(self.chart, self.library, self.locale).splitlines()

    @cached_property
    def scope(self) -> str:
        """The chart's own scope, or that of its only dataset."""
        if self.chart.scope:
            return self._written(self.chart.scope)
        return self._written(self.datasets[0].scope)

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """All the series whose numbers the chart shows."""
        return shown_series(self.chart, self.library)

    @cached_property
    def last_read(self) -> date:
        """The day after which nothing was read: the latest among the chart's datasets."""
        return max(one.dataset.cutoff for one in self.series)

    @cached_property
    def datasets(self) -> tuple[Dataset, ...]:
        """The chart's datasets, in order, each once; that of an outcome is the last."""
        found = {one.dataset.id: one.dataset for one in self.series}
        return tuple(found.values())

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """The texts that a page lists beside the narrow drawing, where only their numbers are."""
        return tuple(map(self._written, kind_of(self.chart).captions(self.chart)))

    @property
    def table(self) -> Table:
        """The numbers of the chart as rows."""
        return kind_of(self.chart).table(self.chart, self.library, self.locale)

    @property
    def keys(self) -> str:
        """How arrows move from mark to mark: along a `series`, or through one `list`."""
        return kind_of(self.chart).keys

    @cached_property
    def credit(self) -> Credit:
        """Who produced the figures, and who compiled them."""
        return credit_of(self.series, self.library, self.locale)

    @property
    def how_made(self) -> str:
        """How the numbers came about: published as they stand, or worked out here."""
        return self.locale.word(
            "how_computed_text" if self.credit.is_calculated else "how_made_text"
        )

    @property
    def sources(self) -> str:
        """`Acme, figures read in The Daily.`"""
        return f"{self.credit}."

    @property
    def opener(self) -> str:
        """What folds under the drawing, in words that fit a phone: `Sources, method`."""
        sources, method = self.locale.word("sources"), self.locale.word("method")
        return f"{sources}, {method[0].lower()}{method[1:]}"

    @cached_property
    def origin(self) -> str:
        """Who produced the figures, who compiled them, and the day they were read, in a line."""
        day = self.locale.date(self.last_read, short=True)
        return self.locale.word("origin", self.credit.brief, day)

    @cached_property
    def cutoff(self) -> str:
        """`Données arrêtées au 10 octobre 2026`."""
        day = self.locale.date(self.last_read)
        return self.locale.word("cutoff", day)

"""What is wrong with charts that the rest of the data are right for: what all kinds share.

What only some kinds refuse stands with each kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from explainer.checking import chart_texts
from explainer.errors import Problem, did_you_mean
from explainer.facts.model import Chart, Library
from explainer.facts.texts import texts_in
from explainer.kinds import bearers_of, kind_of, refusals
from explainer.kinds.kind import Candidate, Refusal
from explainer.kinds.series import references


def problems_of(chart: Chart, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong in a chart; what may only follow from a dataset among the `flawed` is not
    told."""
    if chart.id in library.datasets:  # whose files are named alike
        yield _wrong(
            chart,
            "has the id of a dataset, and the files of both would have the same names; "
            "rename one of the two files, and what names it",
        )
    unknown = list(_unknown(chart, library, flawed))
    yield from unknown
    sources = {ref.dataset for ref in chart.series}
    if not unknown and not any(id in flawed or id not in library.datasets for id in sources):
        options = list(_options(chart, library))
        yield from options
        # What a refused option would have said is not known: nothing is told of its drawing.
        if not options and chart.where.file not in library.unread:
            yield from _drawing(chart, library)
    if len(sources) > 1 and chart.scope is None:
        yield _wrong(
            chart, 'draws several datasets and has no "scope"; add one that holds for all of them'
        )
    for _, name, text in texts_in(replace(chart, series=())):  # labels are names, not sentences
        yield from chart_texts.problems_of(text, name, library)


def _wrong(chart: Chart, sentence: str) -> Problem:
    return Problem(chart.where, f'chart "{chart.id}" {sentence}')


def _unknown(chart: Chart, library: Library, flawed: Collection[str]) -> Iterator[Problem]:
    """Datasets, and series of them, that do not exist."""
    for ref in chart.series:
        dataset = library.datasets.get(ref.dataset)
        if dataset is None:
            if not library.may_lack("datasets", ref.dataset):
                close = did_you_mean(ref.dataset, library.datasets)
                yield Problem(ref.where, f'dataset "{ref.dataset}" is unknown{close}')
        elif ref.entity and ref.entity not in dataset.series and ref.dataset not in flawed:
            close = did_you_mean(ref.entity, dataset.series)
            message = f'dataset "{dataset.id}" has no series "{ref.entity}"{close}'
            yield Problem(ref.where, message)


def _options(chart: Chart, library: Library) -> Iterator[Problem]:
    """Every option of a chart means something for its kind: none is passed over in silence."""
    if not chart.series:
        yield _wrong(chart, "has no series; add one")
        return
    of_series = (name for ref in chart.series for name in ref.options)
    for name in dict.fromkeys((*chart.options, *of_series)):
        if not kind_of(chart).takes(name):
            bearers = " or ".join(bearers_of(name))
            yield _wrong(
                chart,
                f"has {name}, which is for kind: {bearers}; take it out or change the kind",
            )
    drawn = [entity for _, entity in references(chart, library)]
    for entity in chart.highlight:
        if entity not in drawn:
            close = did_you_mean(entity, drawn)
            yield _wrong(chart, f'highlights "{entity}", which it does not draw{close}')
    if chart.first and chart.last and chart.first.start > chart.last.start:
        yield _wrong(chart, f"runs from {chart.first} to {chart.last}; exchange them")
    yield from _refused(kind_of(chart).refuse_options, Candidate(chart, library))


def _drawing(chart: Chart, library: Library) -> Iterator[Problem]:
    if all(entity in library.entities for _, entity in references(chart, library)):
        kind = kind_of(chart)
        one = Candidate(chart, library, kind.select(chart, library))
        yield from _refused((*kind.refuse, refusals.vast_values), one)


def _refused(refusals: Iterable[Refusal], one: Candidate) -> Iterator[Problem]:
    for refusal in refusals:
        for found in refusal(one):
            yield found if isinstance(found, Problem) else _wrong(one.chart, found)

"""Rules that need more than one file: ids that exist, units that agree, sources that can be opened.

Each rule yields Problems; none raises, so that one run tells them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from explainer.checking import checks_compared, checks_joined
from explainer.checking import ledgers as checks_ledgers
from explainer.checking.checks_joined import NAMED_BESIDE, OWN_NAMES, OWN_SCALES
from explainer.checking.warnings import problems_of as judged
from explainer.errors import Problem, did_you_mean
from explainer.facts.dependencies import Memory
from explainer.facts.figures import (
    FIGURE,
    FigureError,
    Unreadable,
    figures_in,
    rests_on_grade_c,
    write_figure,
    write_figures,
)
from explainer.facts.model import Chart, Correction, Dataset, Library, Observation, Text
from explainer.kinds.compared import ROW_KINDS
from explainer.kinds.series import Series, periods_of, selected
from explainer.language.locales import LOCALES

ALT_LIMIT = 150  # characters: what a screen reader says in one breath
_NUMBER = re.compile(r"\d+(?:[.,\u202f ]\d+)*")
_NO_NUMBER = re.compile(
    r"\b(?:19|20)\d\d\b|\b[TQSH][1-4]\b"  # a year, a quarter, a half
    r"|\b\d{1,2}(?:er)?[ \u00a0](?:jan|fe|fé|ma|ap|av|ju|au|ao|sep|oct|nov|dec|déc)",  # a day
    re.IGNORECASE,
)
SERIES_LIMIT = 8  # more colours than that cannot be told apart
LABEL_LIMIT = 40  # characters: what a phone's drawing holds on one line
SPREAD_LIMIT = 10_000  # times: beyond, the small values of a chart have no height left


def problems_of(library: Library, memory: Memory | None = None) -> Iterator[Problem]:
    """Yield everything that is wrong between the files.

    With a memory, datasets and charts that are what they were are not looked through again.
    """
    memory = memory or Memory()
    for entity in library.entities.values():
        known = entity.owner in library.entities or library.may_lack("entities")
        if entity.owner and not known:
            yield Problem(
                entity.where,
                f'owner "{entity.owner}" is unknown{did_you_mean(entity.owner, library.entities)}',
            )
    flawed = set()
    for dataset in library.datasets.values():
        look = partial(_of_dataset, dataset.id)
        found = memory.recalled(("dataset", dataset.id), library.unread, library, look)
        if found or dataset.where.file in library.unread:
            flawed.add(dataset.id)
        yield from found
    for id in library.charts:
        given = library.unread, frozenset(flawed)
        look = partial(_of_chart, id, flawed)
        yield from memory.recalled(("chart", id), given, library, look)
    for correction in library.corrections:
        yield from _correction(correction, library)
    yield from checks_ledgers.problems_of(library, flawed)
    yield from judged(library, memory)


def _of_dataset(id: str, library: Library) -> list[Problem]:
    return list(_dataset(library.datasets[id], library))


def _of_chart(id: str, flawed: set[str], library: Library) -> list[Problem]:
    chart = library.charts[id]
    return [*_its_own_id(chart, library), *_chart(chart, library, flawed)]


def _its_own_id(chart: Chart, library: Library) -> Iterator[Problem]:
    """The files that a reader takes away are named by their chart or dataset."""
    if chart.id in library.datasets:
        yield Problem(
            chart.where,
            f'chart "{chart.id}" has the id of a dataset, and the files of both would have the '
            "same names; rename one of the two files, and what names it",
        )


def _correction(one: Correction, library: Library) -> Iterator[Problem]:
    """A correction names a cell that exists and still holds what it was corrected to."""
    dataset = library.datasets.get(one.dataset)
    if dataset is None:
        if not library.may_lack("datasets", one.dataset):
            yield Problem(
                one.where,
                f'dataset "{one.dataset}" is unknown{did_you_mean(one.dataset, library.datasets)}',
            )
        return
    rows = dataset.series.get(one.entity, ())
    found = [row for row in rows if row.period == one.period and row.value is not None]
    name = f"{one.dataset}/{one.entity}@{one.period}"
    if not found and dataset.where.file not in library.unread:
        yield Problem(one.where, f'"{name}" has no value; name a cell that has one')
    elif found and found[0].value != one.new:
        yield Problem(
            one.where,
            f'"{name}" is {found[0].value} in {found[0].where} and not {one.new}; '
            "add a correction for the new change, or mend the cell",
        )


def _dataset(dataset: Dataset, library: Library) -> Iterator[Problem]:
    if not dataset.series:
        yield Problem(dataset.where, f'dataset "{dataset.id}" has no series; add one')
    for entity, rows in dataset.series.items():
        if entity not in library.entities and not library.may_lack("entities"):
            where = rows[0].where if rows else dataset.where
            yield Problem(
                where, f'entity "{entity}" is unknown{did_you_mean(entity, library.entities)}'
            )
        if not rows and dataset.where.file not in library.unread:
            yield Problem(
                dataset.where,
                f'series "{entity}" of "{dataset.id}" is empty; add an observation or remove it',
            )
        yield from _order(rows)
        for row in rows:
            yield from _observation(row, dataset, library)


def _order(rows: Iterable[Observation]) -> Iterator[Problem]:
    seen: dict[object, Observation] = {}
    for row in rows:
        if row.key in seen:
            first = seen[row.key].where.line
            yield Problem(
                row.where,
                f'period "{row.period}" stands twice, first on line {first}; keep one of them',
            )
        seen[row.key] = row


def _observation(row: Observation, dataset: Dataset, library: Library) -> Iterator[Problem]:
    kind = row.period.kind
    total = kind == "year" and dataset.frequency in ("quarter", "half", "month")
    if dataset.frequency not in (kind, "irregular") and not total:
        yield Problem(
            row.where,
            f'period "{row.period}" is a {kind} in a dataset by {dataset.frequency}; '
            f"write a {dataset.frequency}, or frequency: irregular",
        )
    if row.period.start > dataset.cutoff and row.value is not None and row.status is None:
        yield Problem(
            row.where,
            f'period "{row.period}" begins after the cut-off date {dataset.cutoff}; '
            "move cutoff, or add status: estimate",
        )
    if row.low is not None and row.high is not None and row.low > row.high:
        yield Problem(row.where, f"low {row.low} is above high {row.high}; exchange them")
    documents = []
    for id in (*((row.source,) if row.source else ()), *row.checked_via):
        if id in library.sources:
            documents.append(library.sources[id])
        elif not library.may_lack("sources"):
            yield Problem(row.where, f'source "{id}" is unknown{did_you_mean(id, library.sources)}')
    some_unknown = len(documents) < bool(row.source) + len(row.checked_via)
    unsure = some_unknown or library.may_lack("sources")
    if row.missing is None and not unsure and not any(document.url for document in documents):
        yield Problem(
            row.where,
            f'the figure of "{row.period}" has no source with an address; '
            "add a source or a checked_via that has a url, or write it as missing",
        )


def _chart(chart: Chart, library: Library, flawed: set[str]) -> Iterator[Problem]:
    """What is wrong in a chart; what may only follow from a flawed dataset is not told."""
    drawable = not flawed & {pick.dataset for pick in chart.series}
    for pick in chart.series:
        dataset = library.datasets.get(pick.dataset)
        if dataset is None:
            drawable = False
            if not library.may_lack("datasets", pick.dataset):
                yield Problem(
                    pick.where,
                    f'dataset "{pick.dataset}" is unknown'
                    f"{did_you_mean(pick.dataset, library.datasets)}",
                )
        elif pick.entity and pick.entity not in dataset.series:
            if not drawable:
                continue
            drawable = False
            yield Problem(
                pick.where,
                f'dataset "{dataset.id}" has no series "{pick.entity}"'
                f"{did_you_mean(pick.entity, dataset.series)}",
            )
    outcome = chart.outcome
    known = outcome in library.datasets or library.may_lack("datasets", outcome or "")
    if outcome and not known:
        yield Problem(
            chart.where,
            f'outcome "{outcome}" is unknown{did_you_mean(outcome, library.datasets)}',
        )
    if drawable:
        options = list(_options(chart, library))
        yield from options
        if not options:
            yield from _drawing(chart, library)
    if len({pick.dataset for pick in chart.series}) > 1 and chart.scope is None:
        yield Problem(
            chart.where,
            f'chart "{chart.id}" draws several datasets and has no "scope"; '
            "add one that holds for all of them",
        )
    for name in ("title", "subtitle", "alt", "how_to_read", "note", "scope"):
        text: Text | None = getattr(chart, name)
        if text is not None:
            yield from _text(text, name, library)
    for event in chart.events:
        yield from _text(event.text, "event", library)


def _options(chart: Chart, library: Library) -> Iterator[Problem]:
    """Every option of a chart means something for its kind: none is passed over in silence."""

    def wrong(sentence: str) -> Problem:
        return Problem(chart.where, f'chart "{chart.id}" {sentence}')

    for name, kind in (
        ("layout", "bars"), ("outcome", "ranges"), ("events", "events"),
        ("rest", "waterfall"), ("ends", "pairs"),
    ):  # fmt: skip
        if getattr(chart, name) and chart.kind != kind:
            yield wrong(f"has {name}, which is for kind: {kind}; take it out or change the kind")
    drawn = list(_entities(chart, library))
    for entity in chart.highlight:
        if entity not in drawn:
            yield wrong(
                f'highlights "{entity}", which it does not draw{did_you_mean(entity, drawn)}'
            )
    if chart.layout == "plain" and len(drawn) > 1:
        yield wrong(f"draws {len(drawn)} series in layout: plain; write grouped or stacked")
    if chart.kind == "ranges" and len(drawn) > 1:
        yield wrong(f"draws {len(drawn)} series of ranges; make one chart for each")
    if chart.first and chart.last and chart.first.start > chart.last.start:
        yield wrong(f"runs from {chart.first} to {chart.last}; exchange them")
    frequencies = {library.datasets[pick.dataset].frequency for pick in chart.series}
    if chart.kind == "diverging" and frequencies != {"day"}:
        yield wrong("is of kind diverging, which needs data by day; write kind: bars")
    yield from map(wrong, checks_compared.options(chart, library))
    yield from map(wrong, checks_joined.options(chart, library))
    outcome = library.datasets.get(chart.outcome or "")
    unit = library.datasets[chart.series[0].dataset].unit if chart.series else None
    same = outcome and (len(outcome.series) == 1 or set(drawn) <= set(outcome.series))
    if outcome and unit and (outcome.unit is not unit or not same):
        yield wrong(
            f"needs an outcome in {unit.id}, of {' and '.join(drawn)} or of one series; "
            f'"{outcome.id}" is not'
        )


def _drawing(chart: Chart, library: Library) -> Iterator[Problem]:
    if not chart.series:
        yield Problem(chart.where, f'chart "{chart.id}" has no series; add one')
        return
    units = {library.datasets[pick.dataset].unit.id for pick in chart.series}
    if len(units) > 1 and chart.kind not in OWN_SCALES:
        yield Problem(
            chart.where,
            f'chart "{chart.id}" mixes units {", ".join(sorted(units))}; draw one unit per chart',
        )
    if any(entity not in library.entities for entity in _entities(chart, library)):
        return
    series = selected(chart, library)
    if len(series) > SERIES_LIMIT and chart.kind not in (*ROW_KINDS, "scatter"):
        yield Problem(
            chart.where,
            f'chart "{chart.id}" has {len(series)} series; '
            f"draw {SERIES_LIMIT} at most, or make two charts",
        )
    for one in series:
        yield from _drawn(one, chart)
    yield from _told_apart(series, chart, library)
    for sentence in (
        *checks_compared.drawing(series, chart, library),
        *checks_joined.drawing(series, chart, library),
    ):
        yield Problem(chart.where, f'chart "{chart.id}" {sentence}')
    sizes = [abs(n) for one in series for row in one.observations for n in row.numbers if n]
    if chart.kind in ("ranges", *NAMED_BESIDE):
        sizes = []  # no height on one scale
    if sizes and max(sizes) > SPREAD_LIMIT * min(sizes):
        yield Problem(
            chart.where,
            f'chart "{chart.id}" draws {min(sizes)} beside {max(sizes)}: the small one would '
            "vanish; make two charts",
        )
    if chart.layout == "stacked":
        yield from _whole_stacks(series, chart)
    if chart.kind == "events":
        known = {row.period for one in series for row in one.observations}
        for event in chart.events:
            if event.at not in known:
                yield Problem(
                    event.where,
                    f'event "{event.at}" is not a period of the chart'
                    f"{did_you_mean(str(event.at), [str(period) for period in known])}",
                )


def _told_apart(series: tuple[Series, ...], chart: Chart, library: Library) -> Iterator[Problem]:
    """Each series has a name that fits, and a colour when the chart has several entities."""
    for one in series:
        for code in ("fr", "en"):
            label = one.label[code]
            if len(series) > 1 and len(label) > LABEL_LIMIT and chart.kind not in OWN_NAMES:
                yield Problem(
                    chart.where,
                    f'chart "{chart.id}" names a series "{label}" ({code}), {len(label)} '
                    f"characters; give it a label of {LABEL_LIMIT} at most",
                )
    entities = {one.entity for one in series}
    if len(entities) < 2 or chart.kind == "diverging" or library.may_lack("entities"):
        return  # on a diverging chart, colour tells up from down
    if chart.kind in ROW_KINDS or chart.kind in NAMED_BESIDE:
        return  # each row, panel or point has its name
    for entity in sorted(entities - set(chart.highlight)):
        if not chart.highlight and library.colour(entity) is None:
            yield Problem(
                library.entities[entity].where,
                f'entity "{entity}" has no colour and chart "{chart.id}" draws it beside others; '
                "add a colour, or a highlight to the chart",
            )


def _drawn(one: Series, chart: Chart) -> Iterator[Problem]:
    """A series of a chart has something to draw, and its kind can draw it."""
    rows = [row for row in one.observations if row.numbers]  # grade C is not drawn
    if not rows and chart.kind not in (*ROW_KINDS, "scatter"):  # there, a row says what is missing
        yield Problem(
            chart.where,
            f'chart "{chart.id}" has nothing to draw for "{one.key}"; change from and to, '
            "find a second source for grade C, or take the series out",
        )
    span = next((row for row in rows if row.is_range), None)
    if span and chart.kind not in ("ranges", "dots", "scatter"):
        yield Problem(
            span.where,
            f'chart "{chart.id}" of kind {chart.kind} cannot draw a range; '
            "use kind: ranges, or give one value",
        )
    if chart.layout == "stacked" and any(row.value is not None and row.value < 0 for row in rows):
        yield Problem(
            chart.where,
            f'chart "{chart.id}" stacks negative values of "{one.key}"; write layout: grouped',
        )


def _whole_stacks(series: tuple[Series, ...], chart: Chart) -> Iterator[Problem]:
    """A stack that lacks one series would look like a fall."""
    for period in periods_of(series):
        rows = [(one, one.at(period)) for one in series]
        absent = [one.key for one, row in rows if row is None or row.value is None]
        if absent and len(absent) < len(rows):
            yield Problem(
                chart.where,
                f'chart "{chart.id}" stacks {period} without "{absent[0]}"; '
                "change from and to, or write layout: grouped",
            )


def _entities(chart: Chart, library: Library) -> Iterator[str]:
    for pick in chart.series:
        yield from (pick.entity,) if pick.entity else library.datasets[pick.dataset].series


def bare_numbers(text: str) -> list[str]:
    """Return the numbers of a text that are no figures; years, quarters and days are none."""
    return _NUMBER.findall(_NO_NUMBER.sub("", FIGURE.sub("", text)))


def _text(text: Text, name: str, library: Library) -> Iterator[Problem]:
    """Figures of a chart's text exist, no other number stands beside them, and an alt is short."""
    failed = False
    for code in ("fr", "en"):
        for number in bare_numbers(text[code]):
            yield Problem(
                text.where,
                f'{name}.{code}: "{number}" is typed and not bound to data; '
                "write a figure, like {{ meta.capex@2025-Q3 }}, or words",
            )
        for body in figures_in(text[code]):
            try:
                written = write_figure(body, library, LOCALES[code])
            except Unreadable:
                failed = True
                continue
            except FigureError as error:
                failed = True
                yield Problem(text.where, f'{name}.{code}: figure "{body.strip()}": {error}')
                continue
            if written.claim:
                failed = True
                yield Problem(
                    text.where,
                    f'{name}.{code}: claim "{written.claim.id}" is marked in a chart; '
                    "mark it in the text of a page",
                )
            if name == "title" and rests_on_grade_c(written):
                failed = True
                yield Problem(
                    text.where,
                    f'{name}.{code}: figure "{body.strip()}" rests on grade C; '
                    "a title needs grade A or B",
                )
    if name == "alt" and not failed:
        for code in ("fr", "en"):
            length = len(write_figures(text[code], library, LOCALES[code]))
            if length > ALT_LIMIT:
                yield Problem(
                    text.where,
                    f"{name}.{code} has {length} characters; shorten it to {ALT_LIMIT}",
                )

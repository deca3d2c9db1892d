"""What several kinds refuse. Each kind names, in its own file, those that hold for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from explainer.errors import Problem
from explainer.facts.model import INDEX, PRICE, RATE, Text
from explainer.facts.values import NOT_ADDED
from explainer.kinds.kind import Candidate
from explainer.language.locales import LOCALES
from explainer.language.periods import YEAR
from explainer.language.units import POWERS, Unit

SERIES_LIMIT = 8  # more colours than that cannot be told apart
LABEL_LIMIT = 40  # characters: what a phone's drawing holds on one line
LENGTH_LIMIT = 9  # digits before the decimal sign: what a label on a phone has room for
SPREAD_LIMIT = 10_000  # times: beyond, the small values of a chart have no height left


def several_units(one: Candidate) -> Iterator[str]:
    """One axis has one unit."""
    units = {one.library.datasets[ref.dataset].unit.id for ref in one.chart.series}
    if len(units) > 1:
        yield f"mixes units {', '.join(sorted(units))}; draw one unit per chart"


def never_added(one: Candidate) -> Iterator[str]:
    """What is put on top of something else adds up; shares of a whole do."""
    for ref in one.chart.series:
        dataset = one.library.datasets[ref.dataset]
        if dataset.number_kind in (PRICE, INDEX, RATE) and not dataset.unit.is_percent:
            yield (
                f'adds up "{dataset.id}", which counts {NOT_ADDED[dataset.number_kind]}; '
                "they do not add up: draw them side by side"
            )


def too_many_series(one: Candidate) -> Iterator[str]:
    """Colours can be told apart."""
    if len(one.series) > SERIES_LIMIT:
        yield (f"has {len(one.series)} series; draw {SERIES_LIMIT} at most, or make two charts")


def nothing_to_draw(one: Candidate) -> Iterator[str]:
    """Each series has a number, grade C aside, which is not drawn."""
    for series in one.series:
        if any(row.numbers for row in series.observations):
            continue
        dataset = series.dataset
        known = {row.period.kind for row in dataset.series[series.entity] if row.numbers}
        if known == {YEAR} and dataset.frequency not in (YEAR, "irregular"):
            yield (
                f'has nothing to draw for "{series.key}", whose numbers are by year in a dataset '
                f"by {dataset.frequency}; put them in a dataset with frequency: year, or take "
                "the series out"
            )
        else:
            yield (
                f'has nothing to draw for "{series.key}"; change from and to, '
                "find a second source for grade C, or take the series out"
            )


def ranges(one: Candidate) -> Iterator[Problem]:
    """A kind that draws values cannot draw what has two ends."""
    for series in one.series:
        span = next((row for row in series.observations if row.is_range), None)
        if span:
            yield Problem(
                span.where,
                f'chart "{one.chart.id}" of kind {one.chart.kind} cannot draw a range; '
                "use kind: ranges, or give one value",
            )


def long_names(one: Candidate) -> Iterator[str]:
    """The name of each series fits."""
    for series in one.series:
        for code in LOCALES:
            label = series.label[code]
            if len(one.series) > 1 and len(label) > LABEL_LIMIT:
                yield (
                    f'names a series "{label}" ({code}), {len(label)} characters; '
                    f"give it a label of {LABEL_LIMIT} at most"
                )


def missing_colours(one: Candidate) -> Iterator[Problem]:
    """Where colours tell several entities apart, each has one."""
    library, chart = one.library, one.chart
    entities = {series.entity for series in one.series if not series.options.get("means")}
    if len(entities) < 2 or chart.highlight or library.may_lack("entities"):
        return
    for entity in sorted(entities):
        if library.colour(entity) is None:
            yield Problem(
                library.entities[entity].where,
                f'entity "{entity}" has no colour and chart "{chart.id}" draws it beside others; '
                "add a colour, or a highlight to the chart",
            )


def vast_values(one: Candidate) -> Iterator[str]:
    """Numbers are not so long that their labels have no room."""
    for unit in {series.dataset.unit.id: series.dataset.unit for series in one.series}.values():
        sizes = (
            abs(n)
            for series in one.series
            if series.dataset.unit.id == unit.id
            for row in series.observations
            for n in row.numbers
        )
        most = max(sizes, default=Decimal(0))
        if most and most.adjusted() + unit.power - unit.for_size(most).power >= LENGTH_LIMIT:
            yield _too_long(most, unit, one.library.units)


def _too_long(most: Decimal, unit: Unit, units: Mapping[str, Unit]) -> str:
    larger = max(
        (
            one
            for one in units.values()
            if (one.measure, one.prices) == (unit.measure, unit.prices) and one.power > unit.power
        ),
        key=lambda one: one.power,
        default=None,
    )
    power = larger.power - unit.power if larger else 3 * ((most.adjusted() - 3) // 3)
    if larger:
        remedy = f"write unit: {larger.id}"
    elif unit.power + power <= POWERS[-1]:
        remedy = f"add a unit of measure: {unit.measure} and power: {unit.power + power}"
    else:
        remedy = f"add a unit that counts 10^{power} {unit.id} at a time"
    return (
        f"draws {most:f} in the unit {unit.id}, a number too long for its labels; divide the "
        f"numbers by 10^{power} and {remedy}"
    )


def vanishing_values(one: Candidate) -> Iterator[str]:
    """Values on one scale can all be seen."""
    sizes = [
        abs(n) for series in one.series for row in series.observations for n in row.numbers if n
    ]
    if sizes and max(sizes) > SPREAD_LIMIT * min(sizes):
        yield (
            f"draws {min(sizes)} beside {max(sizes)}: the small one would vanish; make two charts"
        )


# What holds for values of several series on one axis over time.
ON_ONE_AXIS = (
    several_units,
    too_many_series,
    nothing_to_draw,
    ranges,
    long_names,
    missing_colours,
    vanishing_values,
)


def highlight(one: Candidate) -> Iterator[str]:
    """Some kinds have nothing to bring to the front."""
    if one.chart.highlight:
        yield f"has highlight, which means nothing in a {one.chart.kind}; take it out"


def doubled_periods(one: Candidate) -> Iterator[str]:
    """No period stands twice, in kinds that have one value at a time."""
    for series in one.series:
        periods = [row.period for row in series.observations]
        again = next((period for period in periods if periods.count(period) > 1), None)
        if again:
            yield (
                f'has {again} several times for "{series.key}", which {one.chart.kind} cannot '
                "draw; write kind: ranges"
            )


def long_name(text: Text, what: str, limit: int) -> Iterator[str]:
    """A name that is drawn where there is room for `limit` characters."""
    for code in LOCALES:
        name = text[code]
        if len(name) > limit:
            yield (
                f'names {what} "{name}" ({code}), {len(name)} characters; '
                f"give it a label of {limit} at most"
            )

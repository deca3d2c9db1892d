"""Rules of the kinds of chart that lay things beside each other: panels, scatter, heatmap, steps.

Part of `checks`, which calls both functions and puts the chart's name before each sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explainer.facts.model import Chart, Library, Observation, Text
from explainer.kinds.joins import can_join, cloud_of, grid_of, is_of_moves, measures_of
from explainer.kinds.series import Series
from explainer.language.locales import LOCALES
from explainer.language.periods import DAY

OWN_SCALES = ("panels", "scatter")  # each series or axis has its own: units may differ
OWN_NAMES = ("scatter", "heatmap")  # their names stand elsewhere than those of lines: see below
NAMED_BESIDE = ("panels", "scatter", "heatmap")  # names stand at the marks: colour tells nothing
POINTS = (3, 24)  # fewer are better told as rows, more have no room for their names
PERIODS = (2, 16)  # more columns leave a cell no room for its value
NAME_LIMIT = 18  # characters of a row's name in a heatmap, which a phone turns into a column's
POINT_LIMIT = 30  # of a point's name
PHONE, DIGIT = 235, 7  # pixels: of all the columns of a heatmap there, and of a digit
AXIS_LIMIT = 60  # of the name of a scale: two lines on a phone
SPREAD_LIMIT = 1_000  # times: beyond, the low points of a scatter lie on each other


def options(chart: Chart, library: Library) -> Iterator[str]:
    """Yield what is wrong in the options of a chart of any kind, in sentences without a subject."""
    for name, kind in (("show", "heatmap"), ("log", "scatter")):
        if getattr(chart, name) and chart.kind != kind:
            yield f"has {name}, which is for kind: {kind}; take it out or change the kind"
    if not chart.series:
        return
    if chart.kind == "scatter":
        yield from _scatter_options(chart, library)
    elif chart.kind == "heatmap":
        yield from _heatmap_options(chart, library)


def _scatter_options(chart: Chart, library: Library) -> Iterator[str]:
    ids = measures_of(chart)
    if len(ids) != 2:
        yield (
            f"is a scatter of {len(ids)} dataset{'s' if len(ids) > 1 else ''}; "
            "give two, the first runs across and the second up"
        )
        return
    x, y = (library.datasets[id] for id in ids)
    if not can_join(x, y):
        yield (
            f'cannot join "{x.id}" by {x.frequency} and "{y.id}" by {y.frequency}; '
            "give two datasets of one frequency, or share moves with data by quarter"
        )


def _heatmap_options(chart: Chart, library: Library) -> Iterator[str]:
    datasets = [library.datasets[id] for id in measures_of(chart)]
    if chart.highlight:
        yield "has highlight, which means nothing in a heatmap; take it out"
    frequencies = sorted({one.frequency for one in datasets})
    if len(frequencies) > 1:
        yield f"mixes data by {' and by '.join(frequencies)}; draw one frequency in a heatmap"
    elif "irregular" in frequencies:
        yield "is a heatmap of irregular data, which have no columns; write kind: steps or panels"
    elif frequencies == [DAY] and not all(map(is_of_moves, datasets)):
        yield "is a heatmap of data by day that are no share moves; write kind: lines"
    if chart.show == "change" and any(
        one.unit.is_percent or one.frequency == DAY for one in datasets
    ):
        yield "shows the change of percentages, which would mislead; take show out"


def drawing(series: Sequence[Series], chart: Chart, library: Library) -> Iterator[str]:
    """Yield what keeps a chart of these kinds from being drawn, in sentences without a subject.
    Its options have been found right."""
    if chart.kind == "scatter":
        yield from _scatter(chart, library)
    elif chart.kind == "heatmap":
        yield from _heatmap(series, chart, library)
    elif chart.kind == "panels":
        if len(series) < 2:
            yield "draws one series in panels; write kind: lines"
        yield from _once(series, "panels")
    elif chart.kind == "steps":
        yield from _once(series, "steps")
        if not any(_changes(one) for one in series):
            yield "draws steps of values that never change; write kind: dots"


def _once(series: Sequence[Series], kind: str) -> Iterator[str]:
    """No period stands twice: these kinds have one value at a time."""
    for one in series:
        periods = [row.period for row in one.observations]
        again = next((period for period in periods if periods.count(period) > 1), None)
        if again:
            yield (
                f'has {again} several times for "{one.key}", which {kind} cannot draw; '
                "write kind: ranges"
            )


def _changes(one: Series) -> bool:
    return len({row.value for row in one.observations if row.value is not None}) > 1


def _scatter(chart: Chart, library: Library) -> Iterator[str]:
    cloud = cloud_of(chart, library)
    least, most = POINTS
    count = len(cloud.points)
    if count < least:
        known = f"knows both measures of {count} point{'' if count == 1 else 's'}"
        yield f"{known}; draw {least} at least, or write kind: pairs"
    elif count > most:
        yield f"has {count} points; draw {most} at most: change from and to, or name entities"
    named = [(text, "an axis", AXIS_LIMIT) for text in (cloud.x_name, cloud.y_name)]
    labels = {point.entity: point.label for point in cloud.points}
    named += [(text, "a point", POINT_LIMIT) for text in labels.values()]
    for text, what, limit in named:
        yield from _too_long(text, what, limit)
    if cloud.several_each and not chart.highlight:
        for entity in cloud.entities:
            if library.colour(entity) is None:
                yield (
                    f'draws several points of some, and "{entity}" has no colour; '
                    "add a colour, or a highlight to the chart"
                )
    for axis, dataset in (("x", cloud.x), ("y", cloud.y)):
        rows: list[Observation] = [getattr(point, axis) for point in cloud.points]
        half = next((row for row in rows if row.is_range and len(row.numbers) < 2), None)
        if half:
            yield (
                f"cannot draw a range with one end ({half.where}); give both, or write kind: dots"
            )
        numbers = [number for row in rows for number in row.numbers]
        low = min(numbers, default=None)
        if low is None:
            continue
        if axis in chart.log and low <= 0:
            yield f"has log: [{axis}], but {dataset.id} holds {low}; take it out"
        sizes = [abs(number) for number in numbers if number]
        if axis not in chart.log and sizes and max(sizes) > SPREAD_LIMIT * min(sizes):
            yield f"draws {min(sizes)} beside {max(sizes)} on one scale; add log: [{axis}]"


def _heatmap(series: Sequence[Series], chart: Chart, library: Library) -> Iterator[str]:
    grid = grid_of(chart, library)
    if not any(row.numbers for one in series for row in one.observations):
        return  # told already
    if len(series) < 2:
        yield "draws one row in a heatmap; write kind: bars or diverging"
    least, most = PERIODS
    if len(grid.periods) < least:
        yield "has fewer than two columns in a heatmap; write kind: dots, or change from and to"
    elif len(grid.periods) > most:
        yield f"has {len(grid.periods)} columns; draw {most} at most: change from and to"
    if chart.show == "change":
        for one in series:
            cells = (cell for (key, _), cell in grid.cells.items() if key == one.key)
            if all(cell.value is None for cell in cells):
                yield f'knows no change on the year for "{one.key}"; take the series out'
    for one in series:
        yield from _too_long(one.label, "a row", NAME_LIMIT)
    values = [cell.value for cell in grid.cells.values() if cell.value is not None]
    longest = max((LOCALES["fr"].number(one, 0, grid.signed) for one in values), key=len)
    if len(longest) * DIGIT * len(series) > PHONE:
        yield (
            f'writes "{longest}" in cells that have no room for it on a phone; '
            "draw fewer series, or a larger unit"
        )


def _too_long(text: Text, what: str, limit: int) -> Iterator[str]:
    for code in ("fr", "en"):
        name = text[code]
        if len(name) > limit:
            yield (
                f'names {what} "{name}" ({code}), {len(name)} characters; '
                f"give it a label of {limit} at most"
            )

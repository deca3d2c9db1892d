"""What a chart shows: enough numbers for a drawing, few holes, and those that its title speaks of.

Each of these may be right after all, and is then accepted, see `warnings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from explainer.errors import Where
from explainer.facts.cells import Cell, FigureError
from explainer.facts.figures import figures_in, write_figure
from explainer.facts.formulas import value_of
from explainer.facts.model import Chart, Library
from explainer.kinds import kind_of, shown_series
from explainer.kinds.series import Series, left_out
from explainer.language.locales import LOCALES
from explainer.language.periods import Period

FEWEST = 4  # numbers that are worth a drawing
MOST_LACKING = 3  # one cell of so many may be missing

_Key = tuple[str, str, Period, date | None]


@dataclass(frozen=True)
class Finding:
    """One case: where it is, what names it in the list of acceptances, and what was found."""

    where: Where
    case: str
    message: str


def empty_cells(library: Library) -> Iterator[Finding]:
    """Less than a third of what a chart has a place for is missing."""
    for chart in library.charts.values():
        series = _drawn(chart, library)
        rows = [row for one in series for row in one.observations]
        lost = sum(not row.numbers for row in rows)
        if kind_of(chart).keys == "series":  # others draw some periods, not all in between
            lost += sum(len(some) for one in series for some in left_out(one))
        places = sum(bool(row.numbers) for row in rows) + lost
        if lost * MOST_LACKING >= places > 0:
            yield Finding(
                chart.where,
                chart.id,
                f'chart "{chart.id}" lacks {lost} of its {places} cells; change from and to, or '
                "take out the series that has them",
            )


def few_numbers(library: Library) -> Iterator[Finding]:
    """A chart has more numbers than a sentence holds."""
    for chart in library.charts.values():
        known = sum(bool(row.numbers) for one in _drawn(chart, library) for row in one.observations)
        if 0 < known < FEWEST:
            yield Finding(
                chart.where,
                chart.id,
                f'chart "{chart.id}" draws {known} number{"s" if known > 1 else ""}, which a '
                "sentence holds; write it, or draw them in a chart that has more",
            )


def title_not_drawn(library: Library) -> Iterator[Finding]:
    """The figures of a title are among what is drawn, or computed from that alone."""
    for chart in library.charts.values():
        if not chart.series or not _is_complete(chart, library):
            continue
        shown = _with_operands(
            (
                Cell(one.dataset, one.entity, row)
                for one in shown_series(chart, library)
                for row in one.observations
            ),
            library,
        )
        for body in figures_in(chart.title.en):
            try:
                value = write_figure(body, library, LOCALES["en"]).value
            except FigureError:
                continue  # told already
            lacking = [cell for cell in value.cells if _key(cell) not in shown] if value else []
            if lacking and value and not value.projected:
                at = lacking[0]
                yield Finding(
                    chart.where,
                    chart.id,
                    f'the title of chart "{chart.id}" says {{{{ {body.strip()} }}}}, and '
                    f"{at.dataset.id}/{at.entity}@{at.observation.period} is not drawn; draw it, "
                    "or take a figure that is",
                )


def _with_operands(cells: Iterable[Cell], library: Library) -> set[_Key]:
    """What names some cells, and those from which they are computed."""
    found: set[_Key] = set()
    waiting = list(cells)
    while waiting:
        one = waiting.pop()
        if _key(one) not in found and one.observation.formula:
            with suppress(FigureError):  # told already
                waiting += value_of(one, library).cells
        found.add(_key(one))
    return found


def _key(cell: Cell) -> _Key:
    return cell.dataset.id, cell.entity, cell.observation.period, cell.observation.issued


def _drawn(chart: Chart, library: Library) -> tuple[Series, ...]:
    return kind_of(chart).select(chart, library) if _is_complete(chart, library) else ()


def _is_complete(chart: Chart, library: Library) -> bool:
    """Whether all that a chart names is there; what is not is told already."""
    for one in chart.series:
        dataset = library.datasets.get(one.dataset)
        if dataset is None or (one.entity and one.entity not in dataset.series):
            return False
        if not all(entity in library.entities for entity in dataset.series):
            return False
    return chart.options.get("outcome") in (None, *library.datasets)

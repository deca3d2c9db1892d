"""The pages that show a cell: in a figure of their text, or in a chart that stands on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from explainer.facts import cells as facts
from explainer.facts.cells import FigureError
from explainer.facts.figures import figures_in, write_figure
from explainer.facts.formulas import value_of
from explainer.facts.model import Chart, Library
from explainer.language.locales import LOCALES
from explainer.refresh.rows import Cell

_CHART = re.compile(r"^::: chart (\S+)", re.MULTILINE)


def pages_by_cell(library: Library, docs: Path) -> Mapping[Cell, tuple[str, ...]]:
    """Return the pages on which each cell is shown, by their paths in both languages' folders."""
    found: dict[Cell, list[str]] = {}
    charts = {id: _of_chart(chart, library) for id, chart in library.charts.items()}
    for path in sorted((docs / "en").rglob("*.md")):
        page = path.relative_to(docs / "en").as_posix()
        text = path.read_text(encoding="utf-8", errors="replace")
        cells = {cell for body in figures_in(text) for cell in _of_figure(body, library)}
        for id in _CHART.findall(text):
            cells |= charts.get(id, set())
        for cell in cells:
            found.setdefault(cell, []).append(page)
    return {cell: tuple(pages) for cell, pages in found.items()}


def _of_figure(body: str, library: Library) -> set[Cell]:
    try:
        value = write_figure(body, library, LOCALES["en"]).value
    except FigureError:
        return set()  # the check of pages tells of it
    return _with_operands(value.cells if value else (), library)


def _with_operands(shown: Iterable[facts.Cell], library: Library) -> set[Cell]:
    """Cells, and those from which they are computed."""
    found: set[Cell] = set()
    waiting = list(shown)
    while waiting:
        one = waiting.pop()
        cell = Cell(one.dataset.id, one.entity, one.observation.period)
        if cell not in found and one.observation.formula:
            waiting += value_of(one, library).cells
        found.add(cell)
    return found


def _of_chart(chart: Chart, library: Library) -> set[Cell]:
    """The cells that a chart draws, and those that its texts name."""
    cells: set[Cell] = set()
    for series in chart.series:
        dataset = library.datasets.get(series.dataset)
        if dataset is None:
            continue
        for entity, rows in dataset.series.items():
            if series.entity in (None, entity):
                shown = [
                    facts.Cell(dataset, entity, row)
                    for row in rows
                    if (not chart.first or row.period.start >= chart.first.start)
                    and (not chart.last or row.period.end <= chart.last.end)
                ]
                cells |= _with_operands(shown, library)
    texts = (chart.title, chart.subtitle, chart.alt, chart.how_to_read, chart.note)
    for text in filter(None, texts):
        for body in figures_in(text.en):
            cells |= _of_figure(body, library)
    return cells

"""What the title of a chart speaks of, which a drawing names before all else."""

from __future__ import annotations

from contextlib import suppress

from explainer.facts.cells import FigureError
from explainer.facts.figures import figures_in, write_figure
from explainer.facts.model import Observation
from explainer.kinds.plot import Plot


def cited_rows(plot: Plot) -> list[Observation]:
    """Return the cells of which the title gives a figure; of a computed one, those in it."""
    found: list[Observation] = []
    for body in figures_in(plot.chart.title[plot.locale.code]):
        with suppress(FigureError):  # told by the checks
            value = write_figure(body, plot.library, plot.locale).value
            found += [cell.observation for cell in value.cells] if value else []
    return found

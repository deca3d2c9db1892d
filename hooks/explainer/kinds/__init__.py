"""From a chart of the library to a Vega-Lite specification: one module per kind.

A kind is a function `draw(plot) -> alt.LayerChart`; `Plot` holds what all kinds need. A new kind
is a new module, one line in `KINDS`, its name in `model.CHART_KINDS`, and a golden file.

Encodings are written `alt.Text("text:N")`, never as the bare string: for each of those Altair looks
through all its classes, which took half of the time of a specification.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from explainer.drawing import theme
from explainer.drawing.sizes import Frame
from explainer.facts.model import Chart, Library
from explainer.kinds import (
    bars,
    diverging,
    dots,
    events,
    heatmap,
    lines,
    pairs,
    panels,
    ranges,
    scatter,
    steps,
    waterfall,
)
from explainer.kinds.plot import Plot, prepare
from explainer.language.locales import Locale

KINDS: Mapping[str, Callable[[Plot], alt.LayerChart]] = {
    "bars": bars.draw,
    "diverging": diverging.draw,
    "events": events.draw,
    "lines": lines.draw,
    "ranges": ranges.draw,
    "heatmap": heatmap.draw,
    "panels": panels.draw,
    "scatter": scatter.draw,
    "steps": steps.draw,
    "dots": dots.draw,
    "pairs": pairs.draw,
    "waterfall": waterfall.draw,
}


def build(
    chart: Chart, library: Library, locale: Locale, frame: Frame, *, validate: bool = True
) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart in one language and one width.

    All data are inline; numbers and texts are already localised. Altair's validation takes longer
    than all the rest: the tests pay for it, for every chart of the site; builds do without.
    """
    plot = prepare(chart, library, locale, frame)
    with debug_mode(validate):
        spec: dict[str, Any] = KINDS[chart.kind](plot).to_dict(validate=validate)
    spec["config"] = theme.config(frame.size)
    spec["autosize"] = "none"
    spec["padding"] = plot.padding
    return spec

"""From a chart of the library to a Vega-Lite specification.

Encodings are written `alt.Text("text:N")`, never as the bare string: for each of those Altair looks
through all its classes, which took half of the time of a specification.
"""

from __future__ import annotations

from typing import Any

from explainer.drawing import theme
from explainer.drawing.sizes import LayoutSize
from explainer.facts.model import Chart, Library
from explainer.kinds import kind_of
from explainer.kinds.plot import prepare
from explainer.language.locales import Locale


def build(
    chart: Chart, library: Library, locale: Locale, layout: LayoutSize, *, validate: bool = True
) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart in one language and one width.

    All data are inline; numbers and texts are already localised. Altair's validation takes longer
    than all the rest: the tests pay for it, for every chart of the site; builds do without.
    """
    from altair.utils.schemapi import debug_mode

    kind = kind_of(chart)
    plot = prepare(chart, library, locale, layout, kind.select(chart, library))
    with debug_mode(validate):
        spec: dict[str, Any] = kind.draw(plot).to_dict(validate=validate)
    spec["config"] = theme.config(layout.font_size)
    spec["autosize"] = "none"
    spec["padding"] = plot.padding
    return spec

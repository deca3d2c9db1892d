"""Kinds of chart, one file each: what it takes, refuses, shows in rows and words, and draws.

Import it from `checking`, `pages` and above; it builds on `drawing`, `facts` and `language`.
Outside this room nothing asks which kind a chart is: whoever needs to know asks `kind_of(chart)`.

To add a kind, write a module that ends in `KIND = Kind(...)`: it is found by itself, and its name
is what `kind:` says in a chart's file. Then `make schemas golden`.

Read in this order:

1. `series`: what a chart shows, before any drawing. `tables`, `descriptions`: the same as rows and
   in words, as most kinds do. `kind`: what a kind is. `refusals`: what several refuse.
2. `ticks`, `plot`: the room of a drawing, its axes and names. `status`: what is no
   outcome. `pixels`, `labels`, `time_scale`, `value_scale`: for kinds that place their marks by the
   pixel. `across`: periods along the bottom. `rows`, `marks`, `spans`: for those that lie.
   `notes`: words beside numbers. `story`: a chart told step by step. `bar_words`: words at bars.
   `compared`: values set against others. `cited`: what a title speaks of. `results`, `points`,
   `point_names`, `grid`, `waterfall_steps`: what is laid beside each other.
   `crowding`, `places`, `ground`, `sited`: what lies on the Earth. `flow_parts`, `flow_layout`,
   `flow_sketch`, `flow_drawing`: parties and the money between them.
3. The kinds themselves. `specification`: any of them as Vega-Lite.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace

from explainer.facts import records
from explainer.facts.fields import Field
from explainer.facts.model import Chart, Library
from explainer.kinds.kind import Kind
from explainer.kinds.series import Series


def _found() -> Iterator[tuple[str, Kind]]:
    for one in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{one.name}")
        if hasattr(module, "KIND"):
            yield one.name, module.KIND


def kind_of(chart: Chart) -> Kind:
    """Return what is known of a chart's kind."""
    return KINDS[chart.kind]


def shown_series(chart: Chart, library: Library) -> tuple[Series, ...]:
    """Return all the series whose numbers a chart shows: those that it draws, and others that its
    kind lays beside them."""
    kind = kind_of(chart)
    return (kind.shown or kind.select)(chart, library)


def bearers_of(option: str) -> list[str]:
    """Return the kinds that have an option, of the chart or of a line of its series."""
    return [name for name, kind in KINDS.items() if kind.takes(option)]


def _told(options: Iterator[Field]) -> tuple[Field, ...]:
    """Options of all kinds, each once, with the kinds that have it before its meaning."""
    found = {}
    for one in options:
        names = ", ".join(f"`{name}`" for name in bearers_of(one.name))
        found[one.name] = replace(one, fr=f"pour {names} : {one.fr}", en=f"for {names}: {one.en}")
    return tuple(found.values())


KINDS: Mapping[str, Kind] = dict(sorted(_found()))
CHART = records.chart(
    tuple(KINDS),
    _told(one for kind in KINDS.values() for one in kind.options),
    _told(one for kind in KINDS.values() for one in kind.series_options),
)

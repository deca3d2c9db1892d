"""What a kind of chart is: one value that says all that the rest of the house asks of it.

Each kind is a module of this room that ends in `KIND = Kind(...)`. What it leaves out is as in a
chart of series over time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explainer.errors import Problem
from explainer.facts.fields import Field
from explainer.facts.model import Chart, Library, Text
from explainer.kinds.descriptions import describe_courses
from explainer.kinds.series import Series, selected
from explainer.kinds.tables import Table, table_by_period
from explainer.language.locales import Locale

if TYPE_CHECKING:
    from explainer.drawing.lazy_altair import alt
    from explainer.kinds.plot import Plot


@dataclass(frozen=True)
class Candidate:
    """A chart whose data are there, before it is drawn: what refusals look at.

    `series` are those that its kind draws; none while options are looked at.
    """

    chart: Chart
    library: Library
    series: tuple[Series, ...] = ()


# What is wrong with a chart: problems, or sentences that go on after `chart "its-id"`.
Refusal = Callable[[Candidate], Iterator[Problem | str]]


def _no_captions(chart: Chart) -> tuple[Text, ...]:  # noqa: ARG001  # as a kind is asked
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of chart.

    `fr` and `en` say what it is for. Then, in the order in which a chart meets them:

    - `options` and `series_options`: the fields that only it (or few others) may have, in a chart's
      file and in a line of its series; `refuse_options` looks at what is written there;
    - `select` takes its series from the data, `shown` adds others whose numbers it shows;
    - `refuse` looks at these, before anything is drawn;
    - `table` and `describe` give its rows and its words, `captions` the texts that a page lists
      beside a narrow drawing;
    - `draw` makes its layers;
    - `keys`: arrows walk along a `series`, from series to series, or all marks are one `list`.

    `one_definition` tells that its series stand on one axis, and must be measured alike;
    `one_colour`, that no two companies are told apart by their colours.
    """

    fr: str
    en: str
    draw: Callable[[Plot], alt.LayerChart]
    refuse: tuple[Refusal, ...]
    options: tuple[Field, ...] = ()
    series_options: tuple[Field, ...] = ()
    refuse_options: tuple[Refusal, ...] = ()
    select: Callable[[Chart, Library], tuple[Series, ...]] = selected
    shown: Callable[[Chart, Library], tuple[Series, ...]] | None = None  # unless as `select` says
    table: Callable[[Chart, Library, Locale], Table] = table_by_period
    describe: Callable[[Chart, Library, Locale], str] = describe_courses
    captions: Callable[[Chart], tuple[Text, ...]] = _no_captions
    keys: str = "series"
    one_definition: bool = True
    one_colour: bool = False

    def takes(self, option: str) -> bool:
        """Whether a chart of this kind, or a line of its series, may have an option."""
        return any(one.name == option for one in (*self.options, *self.series_options))

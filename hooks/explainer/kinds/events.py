"""A line with dated events: numbered where there is no room, in words where there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from explainer.drawing import theme
from explainer.drawing.lazy_altair import alt
from explainer.drawing.sizes import wrapped
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.fields import BOTH, PERIOD, Field, Record, a, list_of
from explainer.facts.figures import write_figures
from explainer.facts.model import Chart, Library, Text
from explainer.kinds import lines, notes, status
from explainer.kinds.across import Across
from explainer.kinds.descriptions import describe_courses, parted
from explainer.kinds.kind import Candidate, Kind
from explainer.kinds.plot import Plot, inline
from explainer.kinds.refusals import ON_ONE_AXIS
from explainer.kinds.series import axis_of
from explainer.language.locales import Locale
from explainer.language.periods import Period


@dataclass(frozen=True)
class Event:
    """A dated text on a chart."""

    at: Period
    text: Text
    where: Where = field(compare=False, repr=False)


_EVENT = Record(
    "event",
    "event",
    Event,
    (
        Field("at", PERIOD, "une période du graphique", "a period of the chart", required=True),
        Field("text", BOTH, "ce qui s'est passé", "what happened", required=True),
    ),
)
_WORDS_WIDTH = 21  # characters of a line of an event's text


def _in_order(chart: Chart) -> list[Event]:
    return sorted(chart.options.get("events", ()), key=lambda event: event.at)


def draw(plot: Plot) -> alt.LayerChart:
    """Return the line, a rule at each event, and its number or text above the plot.

    On a narrow drawing a number stands for the text, which the page lists under the chart.
    """
    events = _in_order(plot.chart)
    line = plot.layout.font_size + 2
    texts = [_text(plot, index + 1, event) for index, event in enumerate(events)]
    spans: list[tuple[float, float]] = []
    tops: list[int] = []

    def settle() -> None:
        """Place the texts between the plot and the names of its series, if these stand above."""
        spans.extend(_spans(plot, events, texts))
        places = (Across.of(plot, lines.BESIDE).pixel(event.at) for event in events)
        leftwards = [start < x for (start, _), x in zip(spans, places, strict=True)]
        levels = _levels(spans, leftwards)
        depth = [0] * (max(levels, default=0) + 1)
        for level, text in zip(levels, texts, strict=True):
            depth[level] = max(depth[level], len(text) * line + 6)
        tops.extend(sum(depth[:level]) - sum(depth) for level in levels)
        plot.padding["top"] = sum(depth) + (plot.padding["top"] if plot.above else 10)

    drawn = lines.layers(plot, settle=settle)
    across = Across.of(plot, lines.BESIDE)
    rules: list[Any] = []
    words: list[Any] = []
    for event, text, top, (start, _) in zip(events, texts, tops, spans, strict=True):
        leftwards = start < across.pixel(event.at)
        base = inline([{"x": across.value(event.at)}]).encode(x=across.channel())
        rules += [
            base.mark_rule(color=theme.SOFT, strokeDash=[2, 3], aria=False).encode(
                y=alt.value(top + 2), y2=alt.value(plot.height)
            ),
        ]
        style: dict[str, Any] = {
            "align": "right" if leftwards else "left",
            "baseline": "top",
            "dx": -5 if leftwards else 5,
            "lineHeight": line,
            "aria": False,
            "text": text if len(text) > 1 else text[0],
        }
        # A halo keeps the words apart from the rules that they cross.
        halo: dict[str, Any] = {"stroke": theme.GROUND, "strokeWidth": 5, "strokeJoin": "round"}
        words += [base.mark_text(**style, **more).encode(y=alt.value(top)) for more in (halo, {})]
    return plot.finish(*across.axis(), *rules, *words, *drawn, *status.key(plot, line=True))


def _spans(plot: Plot, events: list[Event], texts: list[list[str]]) -> list[tuple[float, float]]:
    """From where to where each text goes: on the right of its rule if there is room."""
    across = Across.of(plot, lines.BESIDE)
    found = []
    for event, text in zip(events, texts, strict=True):
        width, x = max(map(plot.text_width, text)) + 12, across.pixel(event.at)
        found.append((x - width, x) if x + width > plot.width else (x, x + width))
    return found


def _text(plot: Plot, number: int, event: Event) -> list[str]:
    if plot.layout.narrow:
        return [str(number)]
    words = write_figures(event.text[plot.locale.code], plot.library, plot.locale)
    return wrapped(f"{number}. {plot.locale.typeset(words)}", _WORDS_WIDTH)


def _levels(spans: list[tuple[float, float]], leftwards: list[bool]) -> list[int]:
    """Give each text the first level where it touches none of those before it.

    First come those on the right of their rules, from the left, then the others, from the right: so
    a rule, which begins at the level of its text, crosses no text beside it.
    """
    rows: list[list[tuple[float, float]]] = []
    levels = [0] * len(spans)
    places = range(len(spans))
    for place in (
        *(place for place in places if not leftwards[place]),
        *(place for place in reversed(places) if leftwards[place]),
    ):
        start, end = spans[place]
        level = next(
            (
                index
                for index, row in enumerate(rows)
                if all(end <= left or right <= start for left, right in row)
            ),
            len(rows),
        )
        rows[level : level + 1] = [[*(rows[level] if level < len(rows) else []), (start, end)]]
        levels[place] = level
    return levels


def _describe(chart: Chart, library: Library, locale: Locale) -> str:
    """The course of the line, then the events."""
    course, events = describe_courses(chart, library, locale), _in_order(chart)
    if not events:
        return course
    told = parted(
        (
            f"{locale.period(event.at)}, {write_figures(event.text[locale.code], library, locale)}"
            for event in events
        ),
        locale,
    )
    return f"{course} " + locale.typeset(f"{locale.words['events']}{locale.words['colon']}{told}.")


def _elsewhere(one: Candidate) -> Iterator[Problem]:
    """Events stand at periods of the chart."""
    known = axis_of(one.series)
    for event in _in_order(one.chart):
        if event.at not in known:
            yield Problem(
                event.where,
                f'event "{event.at}" is not a period of the chart'
                f"{did_you_mean(str(event.at), [str(period) for period in known])}",
            )


KIND = Kind(
    fr="une évolution avec des événements datés",
    en="a course with dated events",
    draw=draw,
    options=(Field("events", list_of(a(_EVENT)), "les textes datés", "the dated texts"),),
    series_options=(notes.MEANS,),
    refuse=(*ON_ONE_AXIS, _elsewhere),
    describe=_describe,
    captions=lambda chart: tuple(event.text for event in _in_order(chart)),
)

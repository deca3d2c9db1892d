"""A chart told step by step: which of its periods each step adds, and what there is to say of them.

On a page the steps follow the drawing. Where a browser can, what a step adds rises as its words
come into view, see story.css; else all of it is there, and the steps are a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.fields import BOTH, PERIOD, Field, Record, a, list_of
from explainer.facts.model import Chart, Text
from explainer.kinds.kind import Candidate
from explainer.kinds.series import axis_of
from explainer.language.periods import Period

MOST = 6  # steps that story.css knows


@dataclass(frozen=True)
class Chapter:
    """What is told of the periods `to` this one, from the end of the chapter before."""

    to: Period
    text: Text
    where: Where = field(compare=False, repr=False)


_CHAPTER = Record(
    "chapter",
    "chapter",
    Chapter,
    (
        Field(
            "to",
            PERIOD,
            "la dernière période qu'il ajoute",
            "the last period it adds",
            required=True,
        ),
        Field("text", BOTH, "ce qu'il y a à en dire", "what there is to say of it", required=True),
    ),
)
STORY = Field(
    "story",
    list_of(a(_CHAPTER)),
    "le graphique raconté pas à pas, sous le dessin, de la première période à la dernière",
    "the chart told step by step, under the drawing, from the first period to the last",
)


def story_of(chart: Chart) -> tuple[Chapter, ...]:
    """Return the chapters of a chart, in order."""
    return tuple(chart.options.get("story", ()))


def chapters_at(story: Iterable[Chapter], periods: Iterable[Period]) -> Mapping[Period, int]:
    """Return by period the number of the chapter that adds it, from 1."""
    ends = [one.to for one in story]
    return {
        period: next((n for n, end in enumerate(ends, 1) if period <= end), len(ends))
        for period in periods
    }


def out_of_order(one: Candidate) -> Iterator[Problem]:
    """A story goes through the periods of its chart, and ends at the last."""
    story, known = story_of(one.chart), axis_of(one.series)
    if not story:
        return
    if len(story) > MOST:
        yield Problem(
            story[MOST].where, f"a chart is told in {MOST} chapters at most; join some of them"
        )
    for chapter in story:
        if chapter.to not in known:
            close = did_you_mean(str(chapter.to), [str(period) for period in known])
            yield Problem(
                chapter.where, f'chapter "{chapter.to}" is not a period of the chart{close}'
            )
            return
    for before, after in pairwise(story):
        if after.to <= before.to:
            yield Problem(
                after.where,
                f'chapter "{after.to}" does not come after "{before.to}"; put them in order',
            )
            return
    if story[-1].to != known[-1]:
        yield Problem(
            story[-1].where,
            f'the last chapter ends at "{story[-1].to}" and the chart at "{known[-1]}"; '
            "end it there too",
        )

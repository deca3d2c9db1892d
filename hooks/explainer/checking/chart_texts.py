"""What is wrong in the texts of charts: unknown figures, numbers that are typed, long alts."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.checking.unbound import bare_numbers
from explainer.errors import Problem
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.figures import (
    FIGURE,
    figures_in,
    rests_on_grade_c,
    write_figure,
    write_figures,
)
from explainer.facts.model import Library, Text
from explainer.language.locales import LOCALES

ALT_LIMIT = 150  # characters: what a screen reader says in one breath


def problems_of(text: Text, name: str, library: Library) -> Iterator[Problem]:
    """Yield what is wrong in a text of a chart, the field `name`: unknown figures, numbers beside
    them, a claim, a title on grade C, a long alt."""
    failed = False
    for code in ("fr", "en"):
        for number in bare_numbers(text[code], code, library.numbers):
            yield Problem(
                text.where,
                f'{name}.{code}: "{number}" is typed and not bound to data; '
                "write a figure, like {{ acme.capex@2025-Q3 }}, or words",
            )
        rest = FIGURE.sub("", text[code])
        if "{{" in rest or "}}" in rest:
            yield Problem(
                text.where, f"{name}.{code}: a figure begins or ends without its other braces"
            )
        for body in figures_in(text[code]):
            try:
                written = write_figure(body, library, LOCALES[code])
            except Unreadable:
                failed = True
                continue
            except FigureError as error:
                failed = True
                yield Problem(text.where, f'{name}.{code}: figure "{body.strip()}": {error}')
                continue
            if written.claim:
                failed = True
                yield Problem(
                    text.where,
                    f'{name}.{code}: claim "{written.claim.id}" is marked in a chart; '
                    "mark it in the text of a page",
                )
            if name == "title" and rests_on_grade_c(written):
                failed = True
                yield Problem(
                    text.where,
                    f'{name}.{code}: figure "{body.strip()}" rests on grade C; '
                    "a title needs grade A or B",
                )
    if name == "alt" and not failed:
        for code in ("fr", "en"):
            length = len(write_figures(text[code], library, LOCALES[code]))
            if length > ALT_LIMIT:
                yield Problem(
                    text.where,
                    f"{name}.{code} has {length} characters; shorten it to {ALT_LIMIT}",
                )

"""The two texts of each text of the data say the same: figures, and numbers that are typed."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator

from explainer.checking.twins import how_often, in_euros, normal
from explainer.checking.typed_numbers import numbers_in_text, uneven
from explainer.checking.unbound import bare_numbers
from explainer.errors import Problem, Where
from explainer.facts.cells import FigureError
from explainer.facts.figures import figures_in, write_figure
from explainer.facts.model import Library, Text
from explainer.facts.texts import texts_in
from explainer.language.locales import LOCALES

_NUMERAL = re.compile(r"\d|\{\{")


def compare_record(table: str, id: str, library: Library) -> list[Problem]:
    """Compare the texts of one record."""
    texts = texts_in(getattr(library, table)[id])
    return [problem for one in texts for problem in compare_text(*one, library)]


def compare_text(where: Where, name: str, text: Text, library: Library) -> Iterator[Problem]:
    """The two languages of one text cite the same figures and name the same numbers."""
    if not any(_NUMERAL.search(text[code]) for code in LOCALES):
        return  # most have neither figure nor number
    in_a_chart = where.file.startswith("data/charts/")
    if in_a_chart and any(bare_numbers(text[code], code, library.numbers) for code in LOCALES):
        return  # refused already
    bodies = {
        code: [one for one in figures_in(text[code]) if not in_euros(one)] for code in LOCALES
    }
    cited = {code: Counter(normal(body, library) for body in bodies[code]) for code in LOCALES}
    more = {"fr": cited["fr"] - cited["en"], "en": cited["en"] - cited["fr"]}
    if not all(_can_be_written(figure, library) for figure in more["fr"] + more["en"]):
        return
    for figure in list(more["fr"]):
        close = difflib.get_close_matches(figure, more["en"], n=1, cutoff=0.7)
        if close:
            del more["fr"][figure], more["en"][close[0]]
            yield Problem(
                where,
                f"{name}.fr cites {figure} where {name}.en cites {close[0]}; "
                "write the same figure in both",
            )
    for code, other in (("fr", "en"), ("en", "fr")):
        for figure in more[code]:
            yield Problem(
                where,
                f"{name}.{code} cites {figure} {how_often(cited[code][figure])} and {name}.{other} "
                f"{how_often(cited[other][figure])}; cite it as often in both",
            )
    found = {code: numbers_in_text(text[code]) for code in LOCALES}
    pairs, alone = uneven(found, bodies)
    for one, other_one in pairs:
        yield Problem(
            where,
            f'{name}.fr says "{one.written}" where {name}.en says "{other_one.written}"; '
            "say the same in both",
        )
    for code, one in alone:
        other = "en" if code == "fr" else "fr"
        yield Problem(
            where,
            f'{name}.{code} says "{one.written}" and {name}.{other} does not; '
            "say it in both, or in neither",
        )


def _can_be_written(figure: str, library: Library) -> bool:
    try:
        write_figure(f"{figure}, reported", library, LOCALES["fr"])
    except FigureError:
        return False
    return True

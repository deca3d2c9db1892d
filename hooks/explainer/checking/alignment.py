"""Which section of a page is the twin of which, also where one language has one more."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.checking.markdown_source import Section
from explainer.checking.twins import normal
from explainer.checking.typed_numbers import numbers_in
from explainer.facts.model import Library


def aligned(
    french: Sequence[Section], english: Sequence[Section], library: Library
) -> list[tuple[Section | None, Section | None]]:
    """Pair sections: one by one where heading levels agree, else by what they cite and show."""
    if [one.level for one in french] == [one.level for one in english]:
        return list(zip(french, english, strict=True))
    marks = {id(one): _marks(one, library) for one in (*french, *english)}

    def cost(one: Section, other: Section) -> float:
        mine, theirs = marks[id(one)], marks[id(other)]
        if (one.level == 0 or other.level == 0) and one.title != other.title:
            return 9.0  # front matter and opening belong together
        common = len(set(mine) & set(theirs))
        alike = common / len({*mine, *theirs}) if mine or theirs else 0.8
        begin = mine[:1] == theirs[:1]  # a lost heading makes a section longer, not begin elsewhere
        return 1 - (alike + begin) / 2 + (0.8 if one.level != other.level else 0)

    gap = 0.7
    best: list[list[float]] = [[gap * n for n in range(len(english) + 1)]]
    for i, one in enumerate(french, 1):
        row = [gap * i]
        for j, other in enumerate(english, 1):
            row.append(
                min(best[i - 1][j - 1] + cost(one, other), best[i - 1][j] + gap, row[j - 1] + gap)
            )
        best.append(row)
    pairs: list[tuple[Section | None, Section | None]] = []
    i, j = len(french), len(english)
    while i or j:
        here = best[i][j]
        if i and j and here == best[i - 1][j - 1] + cost(french[i - 1], english[j - 1]):
            pairs.append((french[i - 1], english[j - 1]))
            i, j = i - 1, j - 1
        elif i and here == best[i - 1][j] + gap:
            pairs.append((french[i - 1], None))
            i -= 1
        else:
            pairs.append((None, english[j - 1]))
            j -= 1
    return pairs[::-1]


def _marks(section: Section, library: Library) -> list[str]:
    """What tells a section from others in any language, in order."""
    figures = [normal(figure.text, library) for figure in section.figures]
    blocks = [block.text for block in section.directives]
    return [*figures, *blocks, *section.links, *(number.known for number in numbers_in(section))]

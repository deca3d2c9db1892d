"""French and English say the same thing: what one language has and the other lacks.

Pages are compared section by section: headings, charts and other blocks in their order, figures
whatever their order, and the numbers that are typed and not bound to data (years, dates). So are
the two texts of each text in data/. How a figure is written (its options: `short`, `digits 1`) is
each language's own business.

What only follows from another problem is not told: figures are not compared where headings differ,
nor where something is already wrong.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from explainer.checking.alignment import aligned
from explainer.checking.company_parts import pages_read
from explainer.checking.markdown_source import Mention, Page, page_of, source_of
from explainer.checking.page_files import pages_in
from explainer.checking.text_parity import compare_record, compare_text
from explainer.checking.twins import (
    Side,
    as_written,
    found_elsewhere,
    how_often,
    in_euros,
    normal,
    surplus,
)
from explainer.checking.typed_numbers import TypedNumbers, allowed_for_nothing, compare_numbers
from explainer.errors import Problem, Where
from explainer.facts.dependencies import TABLES, Memo, without_tables
from explainer.facts.ledger_records import FRONT_MATTER
from explainer.facts.model import Library, TypedNumber
from explainer.facts.texts import texts_of
from explainer.language.locales import LOCALES


def problems_of(
    docs: Path,
    library: Library,
    told: Collection[Where] = frozenset(),
    memo: Memo | None = None,
) -> Iterator[Problem]:
    """Yield what French and English do not say alike, in pages and in data.

    `told` are the places where something is already known to be wrong. With a memo, twins that
    say what they said are not compared again.
    """
    memo = memo or Memo()
    pages: dict[str, dict[str, Page]] = {}
    for code in LOCALES:
        folder = docs / code
        pages[code] = {}
        for path in pages_in(folder):
            file = path.relative_to(docs.parent).as_posix()
            pages[code][path.relative_to(folder).as_posix()] = page_of(source_of(path), file)
    for code, other in (("fr", "en"), ("en", "fr")):
        for name in pages[code].keys() - pages[other].keys():
            twin = f"{docs.name}/{other}/{name}"
            yield Problem(Where(pages[code][name].file, 1), f"the page has no twin; add {twin}")
    used: set[TypedNumber] = set()
    for name in pages["fr"].keys() & pages["en"].keys():
        twins = pages["fr"][name], pages["en"][name]
        if not all(one.is_whole for one in twins):
            continue  # told, and it would hide what else differs
        wrong = frozenset(where for where in told if where.file in (one.file for one in twins))
        given = twins, wrong, library.numbers, library.unread
        found, said = memo.recalled(("twins", name), given, library, partial(_twins, twins, wrong))
        yield from found
        used |= said
    made: list[Problem] = []
    english = dict(pages_read(library, "en"))
    for id, page in pages_read(library, "fr"):
        if id in english and page.is_whole and english[id].is_whole:
            found, said = _twins((page, english[id]), told, library)
            made += found
            used |= said
    yield from dict.fromkeys(made)
    yield from allowed_for_nothing(library, used)
    for table in TABLES:
        for id in getattr(library, table):
            compare = partial(compare_record, table, id)
            yield from memo.recalled(("texts", table, id), library.unread, library, compare)
    for where, name, text in texts_of(without_tables(library)):
        yield from compare_text(where, name, text, library)


def _twins(
    twins: tuple[Page, Page], told: Collection[Where], library: Library
) -> tuple[list[Problem], set[TypedNumber]]:
    """Compare two pages; return also which of the numbers that editors allowed they say."""
    typed = TypedNumbers(library)
    return list(_compared(*twins, library, told, typed)), typed.used


def _compared(
    french: Page, english: Page, library: Library, told: Collection[Where], typed: TypedNumbers
) -> Iterator[Problem]:
    yield from _keys(french, english)
    pairs = aligned(french.sections, english.sections, library)
    touched: set[int] = set()  # pairs whose text may run on into a section that has no twin
    if french.keys.keys() != english.keys.keys():
        touched.add(0)
    for index, (one, other) in enumerate(pairs):
        if one and other:
            if one.level != other.level:
                yield Problem(
                    Where(french.file, one.line),
                    f'heading "{one.title}" is of level {one.level} and its twin "{other.title}" '
                    f"at {english.file}:{other.line} of level {other.level}; "
                    "write both with as many #",
                )
            continue
        touched |= {index, index - 1, index + 1}
        page, twin, section = (french, english, one) if one else (english, french, other)
        assert section, "a pair has a side"
        before = next(
            pair[1 if one else 0] for pair in pairs[index - 1 :: -1] if pair[1 if one else 0]
        )
        assert before, "front matter has a twin"
        yield Problem(
            Where(page.file, section.line),
            f'heading "{section.title}" has no twin; add it after {before} at '
            f"{twin.file}:{before.line}, or take it out here",
        )
    for index, (one, other) in enumerate(pairs):
        sides = []
        if one:
            sides.append(Side(french, "fr", one))
        if other:
            sides.append(Side(english, "en", other))
        if len(sides) == 2 and index not in touched:
            yield from _sections(sides[0], sides[1], library, told, typed, french, english)
        else:
            for side in sides:
                yield from typed.problems_of(side, None, library, [])


def _keys(french: Page, english: Page) -> Iterator[Problem]:
    """Fields that one front matter may have or not; `pages` tells of those that both need."""
    optional = {one.name for one in FRONT_MATTER.fields if not one.required}
    for page, twin in ((french, english), (english, french)):
        for key in sorted(optional & (page.keys.keys() - twin.keys.keys())):
            yield Problem(
                Where(page.file, page.keys[key]),
                f'the front matter has "{key}", which that of {twin.file}:1 has not; '
                "add it there, or take it out here",
            )


# -- what two sections hold ------------------------------------------------------------------------


def _sections(
    french: Side,
    english: Side,
    library: Library,
    told: Collection[Where],
    typed: TypedNumbers,
    *pages: Page,
) -> Iterator[Problem]:
    bound: dict[str, list[str]] = {"fr": [], "en": []}
    for side, twin in ((french, english), (english, french)):
        yield from typed.problems_of(side, twin, library, bound[side.code])
    lines = [
        (side.page.file, mention.line)
        for side in (french, english)
        for mention in (*side.section.figures, *side.section.directives)
    ]
    if any(Where(*line) in told for line in lines):
        return
    yield from _blocks(french, english, pages)
    yield from _figures(french, english, library, pages, bound)
    yield from compare_numbers(french, english, typed)


def _blocks(french: Side, english: Side, pages: Sequence[Page]) -> Iterator[Problem]:
    """Charts and other blocks, in their order."""
    shown = [[block.text for block in side.section.directives] for side in (french, english)]
    if shown[0] == shown[1]:
        return
    alike = Counter(shown[0]) == Counter(shown[1])
    for side, twin in ((french, english), (english, french)):
        for block in surplus(side.section.directives, twin.section.directives, as_written):
            elsewhere = found_elsewhere(
                twin, pages, block.text, as_written, lambda one: one.directives
            )
            yield Problem(
                side.at(block.line),
                f'{side.section} has "{block.text}", which {twin} has not{elsewhere}; '
                "write the same blocks in both",
            )
    if alike:
        here, there = next(
            pair
            for pair in zip(french.section.directives, english.section.directives, strict=True)
            if pair[0].text != pair[1].text
        )
        yield Problem(
            french.at(here.line),
            f'{french.section} has "{here.text}" where {english.at(there.line)} has '
            f'"{there.text}"; put them in the same order',
        )


def _figures(
    french: Side,
    english: Side,
    library: Library,
    pages: Sequence[Page],
    bound: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    """Figures: as many times the same, in any order. Those in whose place a number is typed, by
    language, are known to be lacking."""

    def key(mention: Mention) -> str:
        return normal(mention.text, library)

    cited = {
        side.code: [one for one in side.section.figures if not in_euros(one.text)]
        for side in (french, english)
    }
    spare = {
        "fr": surplus(cited["fr"], cited["en"], key),
        "en": surplus(cited["en"], cited["fr"], key),
    }
    for code, other in (("fr", "en"), ("en", "fr")):
        for lacking in bound[other]:
            known = next((one for one in spare[code] if key(one) == lacking), None)
            if known:
                spare[code].remove(known)
    # What differs by little is one slip, not two.
    for mention in list(spare["fr"]):
        others = {key(other): other for other in reversed(spare["en"])}
        close = difflib.get_close_matches(key(mention), others, n=1, cutoff=0.7)
        if close:
            spare["fr"].remove(mention)
            spare["en"].remove(others[close[0]])
            yield Problem(
                french.at(mention.line),
                f"{french.section} cites {key(mention)} where {english.at(others[close[0]].line)} "
                f"cites {close[0]}; write the same figure in both",
            )
    for side, twin in ((french, english), (english, french)):
        for mention in spare[side.code]:
            times = sum(key(other) == key(mention) for other in cited[side.code])
            less = sum(key(other) == key(mention) for other in cited[twin.code])
            often = f" {how_often(times)}" if less else ""
            lacks = f"cites {how_often(less)}" if less else "does not"
            elsewhere = (
                ""
                if less
                else found_elsewhere(twin, pages, key(mention), key, lambda one: one.figures)
            )
            yield Problem(
                side.at(mention.line),
                f"{side.section} cites {key(mention)}{often}, which {twin} {lacks}{elsewhere}; "
                "cite it as often in both",
            )

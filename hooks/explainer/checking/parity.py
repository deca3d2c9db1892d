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
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from explainer.checking.data import bare_numbers
from explainer.checking.markdown_source import (
    Mention,
    Page,
    Section,
    page_of,
    pages_in,
    prose_of,
    source_of,
)
from explainer.errors import Problem, Where
from explainer.facts import model
from explainer.facts.dependencies import TABLES, Memory, without_tables
from explainer.facts.figures import FigureError, figures_in, write_figure
from explainer.facts.model import Library, Text, TypedNumber
from explainer.facts.records import FRONT_MATTER
from explainer.language.locales import LOCALES
from explainer.language.units import Unit

T = TypeVar("T")

NUMBERS = "data/numbers.yml"  # where editors allow numbers that cannot come from data
_NUMERAL = re.compile(r"\d|\{\{")
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_MONTH = (
    r"(?:jan|fe|fé|mar|apr|avr|ma[iy]|jui|jun|jul|ao|aug|sep|oct|nov|dec|déc)[a-zéû]*\b(?!['’-])"
)
# Part of a name: H100, GPT-5, CO2; not mid-2025, not Q3.
_NAME = re.compile(r"(?<!\w)(?![TQSH][1-4]\b)[^\W\d_]+[-‑]?(?!(?:19|20)\d\d\b)\d[\w.]*")
# Numbers that are no quantities, and need no data behind them.
_ORDINAL = re.compile(rf"\b\d+(?:er|re|ers|e|es|st|nd|rd|th)\b(?!\s+{_MONTH})")
_UNBOUND = re.compile(
    _ORDINAL.pattern
    + r"|(?<![\d.,$€])\b(?:19|20)\d\d(?:s\b|\b)(?![.,]\d)(?!\s*(?:%|\$|€))"  # a year
    r"|\b[TQSH][1-4]\b"  # a quarter, a half
    rf"|\b\d{{1,2}}(?:er|st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?\s+(?:of\s+)?{_MONTH}"  # a day
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:er|st|nd|rd|th)?\b"
    r"|" + _NAME.pattern,
    re.IGNORECASE,
)


def problems_of(
    docs: Path,
    library: Library,
    told: Collection[Where] = frozenset(),
    memory: Memory | None = None,
) -> Iterator[Problem]:
    """Yield what French and English do not say alike, in pages and in data.

    `told` are the places where something is already known to be wrong. With a memory, twins that
    say what they said are not compared again.
    """
    memory = memory or Memory()
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
        wrong = frozenset(where for where in told if where.file in (one.file for one in twins))
        given = twins, wrong, library.numbers, library.unread
        found, said = memory.recalled(
            ("twins", name), given, library, partial(_twins, twins, wrong)
        )
        yield from found
        used |= said
    yield from _for_nothing(library, used)
    for table in TABLES:
        for id in getattr(library, table):
            compare = partial(_texts_within, table, id)
            yield from memory.recalled(("texts", table, id), library.unread, library, compare)
    for where, name, text in texts_of(without_tables(library)):
        yield from _texts(where, name, text, library)


@dataclass(frozen=True)
class _Side:
    """One section, of one page, in one language."""

    page: Page
    code: str
    section: Section

    def at(self, line: int | None = None) -> Where:
        return Where(self.page.file, self.section.line if line is None else line)

    def __str__(self) -> str:
        return f"{self.section} at {self.at()}"


def _twins(
    twins: tuple[Page, Page], told: Collection[Where], library: Library
) -> tuple[list[Problem], set[TypedNumber]]:
    """Compare two pages; return also which of the numbers that editors allowed they say."""
    typed = _Typed(library)
    return list(_compared(*twins, library, told, typed)), typed.used


def _compared(
    french: Page, english: Page, library: Library, told: Collection[Where], typed: _Typed
) -> Iterator[Problem]:
    yield from _keys(french, english)
    pairs = _aligned(french.sections, english.sections, library)
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
            sides.append(_Side(french, "fr", one))
        if other:
            sides.append(_Side(english, "en", other))
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


# -- which section is whose twin -------------------------------------------------------------------


def _aligned(
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
    return [*figures, *blocks, *section.links, *(number.known for number in _numbers_in(section))]


# -- what two sections hold ------------------------------------------------------------------------


def _sections(
    french: _Side,
    english: _Side,
    library: Library,
    told: Collection[Where],
    typed: _Typed,
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
    yield from _numbers(french, english, typed)


def _blocks(french: _Side, english: _Side, pages: Sequence[Page]) -> Iterator[Problem]:
    """Charts and other blocks, in their order."""
    shown = [[block.text for block in side.section.directives] for side in (french, english)]
    if shown[0] == shown[1]:
        return
    alike = Counter(shown[0]) == Counter(shown[1])
    for side, twin in ((french, english), (english, french)):
        for block in _surplus(side.section.directives, twin.section.directives, _as_written):
            elsewhere = _elsewhere(twin, pages, block.text, _as_written, lambda one: one.directives)
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
    french: _Side,
    english: _Side,
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
    surplus = {
        "fr": _surplus(cited["fr"], cited["en"], key),
        "en": _surplus(cited["en"], cited["fr"], key),
    }
    for code, other in (("fr", "en"), ("en", "fr")):
        for lacking in bound[other]:
            known = next((one for one in surplus[code] if key(one) == lacking), None)
            if known:
                surplus[code].remove(known)
    # What differs by little is one slip, not two.
    for mention in list(surplus["fr"]):
        others = {key(other): other for other in reversed(surplus["en"])}
        close = difflib.get_close_matches(key(mention), others, n=1, cutoff=0.7)
        if close:
            surplus["fr"].remove(mention)
            surplus["en"].remove(others[close[0]])
            yield Problem(
                french.at(mention.line),
                f"{french.section} cites {key(mention)} where {english.at(others[close[0]].line)} "
                f"cites {close[0]}; write the same figure in both",
            )
    for side, twin in ((french, english), (english, french)):
        for mention in surplus[side.code]:
            times = sum(key(other) == key(mention) for other in cited[side.code])
            less = sum(key(other) == key(mention) for other in cited[twin.code])
            often = f" {_times(times)}" if less else ""
            lacks = f"cites {_times(less)}" if less else "does not"
            elsewhere = (
                "" if less else _elsewhere(twin, pages, key(mention), key, lambda one: one.figures)
            )
            yield Problem(
                side.at(mention.line),
                f"{side.section} cites {key(mention)}{often}, which {twin} {lacks}{elsewhere}; "
                "cite it as often in both",
            )


def in_euros(body: str) -> bool:
    """Whether a figure turns dollars into euros: French readers are told both, English ones not."""
    return "euros" in (option.strip() for option in body.split(",")[1:])


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _as_written(mention: Mention) -> str:
    return mention.text


def _surplus(mentions: Sequence[T], others: Sequence[T], key: Callable[[T], str]) -> list[T]:
    """The mentions that the others lack; of several alike, the last."""
    spare = Counter(map(key, others))
    found = []
    for mention in mentions:
        spare[key(mention)] -= 1
        if spare[key(mention)] < 0:
            found.append(mention)
    return found


def _elsewhere(
    twin: _Side,
    pages: Sequence[Page],
    wanted: str,
    key: Callable[[Mention], str],
    of: Callable[[Section], Sequence[Mention]],
) -> str:
    """Say where the twin's page does have it, when it does."""
    page = next(page for page in pages if page.file == twin.page.file)
    for section in page.sections:
        for mention in of(section):
            if section is not twin.section and key(mention) == wanted:
                return f" (but {section} at {Where(page.file, mention.line)} has)"
    return ""


@lru_cache(maxsize=4096)
def _tokens(body: str) -> tuple[str, ...]:
    tokens = body.partition(",")[0].split()
    if "to" in tokens[1:-1]:
        middle = tokens.index("to")
        left, right = tokens[:middle], tokens[middle + 1 :]
        if len(right) == 1 and "@" not in right[0] and "@" in left[-1]:
            tokens = [*left, "to", *left[1:-1], f"{left[-1].partition('@')[0]}@{right[0]}"]
    return tuple(tokens)


def normal(body: str, library: Library) -> str:
    """Return a figure without its options and in full, so that two can be compared.

    The entity is left out where a dataset has one only.
    """
    words = []
    for word in _tokens(body):
        name, slash, rest = word.partition("/")
        dataset = library.datasets.get(name)
        entity, at, period = rest.partition("@")
        if slash and dataset and list(dataset.series) == [entity]:
            words.append(f"{name}{at}{period}")
        else:
            words.append(word)
    return " ".join(words)


# -- numbers that are typed ------------------------------------------------------------------------


class _Typed:
    """Numbers in prose that are not bound to data, and those that an editor allowed."""

    def __init__(self, library: Library) -> None:
        self.allowed = library.numbers
        self.used: set[TypedNumber] = set()

    def bare(self, line: str, side: _Side) -> list[str]:
        """Return the numbers of a line that nobody vouches for."""
        rest = line
        for one in self.allowed:
            if one.page is None or side.page.file.endswith(f"/{side.code}/{one.page}"):
                found = re.subn(rf"(?<!\w){re.escape(one.text[side.code])}(?!\w)", " ", rest)
                if found[1]:
                    rest = found[0]
                    self.used.add(one)
        return _DIGITS.findall(_UNBOUND.sub(" ", rest))

    def problems_of(
        self, side: _Side, twin: _Side | None, library: Library, bound: list[str]
    ) -> Iterator[Problem]:
        """Yield what is typed in a section; note the figures that should stand there in `bound`."""
        for number, line in side.section.prose:
            for found in self.bare(line, side):
                mention = _bound(found, side.code, twin, library) if twin else None
                if twin and mention:
                    bound.append(normal(mention.text, library))
                    remedy = f"{{{{ {mention.text.strip()} }}}}, as {twin.at(mention.line)} does"
                else:
                    there = f" (its twin is {twin})" if twin else ""
                    remedy = f"a figure, like {{{{ acme.capex@2025-Q3 }}}}, or words{there}"
                yield Problem(
                    side.at(number),
                    f'"{found}" is typed and not bound to data; write {remedy}, '
                    f"or allow it in {NUMBERS} with a reason",
                )


def _for_nothing(library: Library, used: Collection[TypedNumber]) -> Iterator[Problem]:
    """What is allowed and no page says."""
    for one in library.numbers:
        if one not in used and not library.unread:
            texts = " or ".join(dict.fromkeys(f'"{one.text[code]}"' for code in LOCALES))
            yield Problem(one.where, f"no page says {texts}; take the line out")


def _bound(number: str, code: str, twin: _Side, library: Library) -> Mention | None:
    """The figure of the twin that comes to a number, if any does."""
    for mention in twin.section.figures:
        try:
            written = write_figure(mention.text, library, LOCALES[code]).text
        except FigureError:
            continue
        if number in _DIGITS.findall(written):
            return mention
    return None


@dataclass(frozen=True)
class _Number:
    """A number that is typed: its line, how it is written, and how both languages know it.

    That is by its significant digits: `1 200` and `1.2` are the same, since French counts
    milliards where English has trillions.
    """

    line: int
    written: str

    @property
    def known(self) -> str:
        return _significant(self.written)


def _significant(number: str) -> str:
    return re.sub(r"\D", "", number).strip("0") or "0"


def _numbers_in(section: Section) -> list[_Number]:
    """The numbers typed in a section; not ordinals and names, for which there may be words."""
    return [
        _Number(line, digits)
        for line, text in section.prose
        for digits in _DIGITS.findall(_NAME.sub(" ", _ORDINAL.sub(" ", text)))
    ]


def _numbers(french: _Side, english: _Side, typed: _Typed) -> Iterator[Problem]:
    """Years, days and accepted numbers are the same in both languages."""
    refused = {
        _significant(number)
        for side in (french, english)
        for _, line in side.section.prose
        for number in typed.bare(line, side)
    }
    found = {side.code: _numbers_in(side.section) for side in (french, english)}
    bodies = {
        side.code: [figure.text for figure in side.section.figures] for side in (french, english)
    }
    pairs, alone = _uneven(found, bodies)
    for one, other in pairs:
        if not {one.known, other.known} & refused:
            yield Problem(
                french.at(one.line),
                f'{french.section} says "{one.written}" where {english.at(other.line)} says '
                f'"{other.written}"; say the same in both',
            )
    for code, one in alone:
        side, twin = (french, english) if code == "fr" else (english, french)
        if one.known not in refused:
            yield Problem(
                side.at(one.line),
                f'{side.section} says "{one.written}", which {twin} does not; '
                "say it in both, or in neither",
            )


def _uneven(
    found: Mapping[str, Sequence[_Number]], figures: Mapping[str, Sequence[str]]
) -> tuple[list[tuple[_Number, _Number]], list[tuple[str, _Number]]]:
    """Compare numbers of French and English: those that stand one for the other, those alone.

    To name a year once more than the other language does is style, and no difference.
    """
    spare = {
        "fr": _surplus(found["fr"], found["en"], lambda one: one.known),
        "en": _surplus(found["en"], found["fr"], lambda one: one.known),
    }
    pairs = list(zip(spare["fr"], spare["en"], strict=False))
    alone = []
    for code, other in (("fr", "en"), ("en", "fr")):
        known = {one.known for one in found[other]}
        for body in figures[other]:
            known |= {_significant(part) for part in re.findall(r"\d+", body)}
        rest = spare[code][len(pairs) :]
        alone += [(code, one) for one in rest if one.known not in known]
    return pairs, alone


# -- texts of data ---------------------------------------------------------------------------------


def texts_of(library: Library) -> Iterator[tuple[Where, str, Text]]:
    """Yield every text of the data that readers see: where, the name of its field, the text."""
    yield from _texts_in(library, "")
    yield from _texts_in(dict(library.units), "")  # apart: each dataset holds its own again


def _texts_in(value: object, name: str) -> Iterator[tuple[Where, str, Text]]:
    if isinstance(value, Text):
        yield value.where, name, value
    elif isinstance(value, Unit):
        if value.where:
            yield value.where, "name", Text(value.fr.name, value.en.name, value.where)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner, name)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts_in(inner, name)
    elif is_dataclass(value):
        kind: type = type(value)
        for one in _carriers(kind):
            inner = getattr(value, one)
            if inner:
                yield from _texts_in(inner, one)


@lru_cache
def _carriers(kind: type) -> tuple[str, ...]:
    """The fields of a class of the model that may hold texts, at any depth."""
    assert is_dataclass(kind)
    types = get_type_hints(kind, vars(model))
    return tuple(one.name for one in fields(kind) if _carries(types[one.name]))


def _carries(kind: Any) -> bool:
    if isinstance(kind, type) and is_dataclass(kind):
        return kind is Text or (kind.__module__ == model.__name__ and bool(_carriers(kind)))
    return any(_carries(inner) for inner in get_args(kind))


def _texts_within(table: str, id: str, library: Library) -> list[Problem]:
    """Compare the texts of one record."""
    texts = _texts_in(getattr(library, table)[id], "")
    return [problem for one in texts for problem in _texts(*one, library)]


def _texts(where: Where, name: str, text: Text, library: Library) -> Iterator[Problem]:
    """The two languages of one text cite the same figures and name the same numbers."""
    if not any(_NUMERAL.search(text[code]) for code in LOCALES):
        return  # most have neither figure nor number
    in_a_chart = where.file.startswith("data/charts/")
    if in_a_chart and any(bare_numbers(text[code]) for code in LOCALES):
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
                f"{name}.{code} cites {figure} {_times(cited[code][figure])} and {name}.{other} "
                f"{_times(cited[other][figure])}; cite it as often in both",
            )
    found = {code: _typed_in(text[code]) for code in LOCALES}
    pairs, alone = _uneven(found, bodies)
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


@lru_cache(maxsize=8192)  # under `make serve` most texts say what they said
def _typed_in(text: str) -> list[_Number]:
    return _numbers_in(Section("", 0, 0, prose=[(0, prose_of(text))]))


def _can_be_written(figure: str, library: Library) -> bool:
    try:
        write_figure(f"{figure}, reported", library, LOCALES["fr"])
    except FigureError:
        return False
    return True

"""What Markdown makes of a page and its editor did not mean, each with its line and a remedy.

`markdown_reading` finds where signs land; here is what is said of those that go astray, and of
what no page may hold: characters that nobody types, marks of a merge, lines without end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from explainer.characters import refused, refused_reference
from explainer.checking import foreign
from explainer.checking.boxes import ANSWERS, KINDS, MARGIN, SHORT
from explainer.checking.fences import EXAMPLE as OPTIONS
from explainer.checking.inline_signs import NAMED, unknown_key
from explainer.checking.markdown_reading import Reading, Sign
from explainer.errors import Problem, Where, did_you_mean

UNPAIRED = (
    "a figure begins or ends without its other braces; "
    "write {{ … }} on one line, or put braces in `code`"
)
EXAMPLE = "write it alone on its line, like ::: chart spending-by-year"
# Where neither figures nor directives are understood.
_LOST = {
    "html": "stands in raw HTML, which is left as it is; add markdown to its first tag, as in "
    "<details markdown>, with an empty line before and after, or move it out",
    "attribute": "stands inside a tag, the title of a link or the text of a picture, where it is "
    "not understood; write it in the text",
    "vanished": "is not shown, since Markdown takes it for part of a link; move it out",
    "indented": "stands in an indented block, which is shown as code; take the spaces before the "
    "line out, or put the block between lines of ```",
    "signs": "holds signs of Markdown; write the figure alone between its braces",
}
_MERGE = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
_BLANK = re.compile("[^\\S \t\n]|[\u00ad\u180e\u200b-\u200f\u2060\u3164]")
_NAMES = {"\u200b": "zero-width space", "\u00ad": "soft hyphen"}


def untyped(text: str, file: str) -> Iterator[Problem]:
    """Yield what no page may hold, a line each: places are marked with such characters."""
    if refused(text, lines=True) or refused_reference(text):
        for number, line in enumerate(text.split("\n"), 1):
            flaw = refused(line, lines=True) or refused_reference(line)
            if flaw:
                yield Problem(Where(file, number), f"the line {flaw[1]}")


def merged(text: str, file: str) -> Iterator[Problem]:
    """Yield the marks that an unfinished merge has left."""
    for match in _MERGE.finditer(text):
        yield Problem(
            Where(file, text.count("\n", 0, match.start()) + 1),
            f'"{match[0][:40]}" is left from a merge; keep one of the two versions and '
            "take the lines <<<<<<<, ======= and >>>>>>> out",
        )


def problems_of(reading: Reading, file: str) -> Iterator[Problem]:
    """Yield what a page says otherwise than its editor meant."""
    for line in reading.open_fences:
        yield Problem(
            Where(file, line),
            "the fence that begins here has no end; write the same ``` or ~~~ alone on the line "
            "after its last",
        )
    if reading.failure:
        yield Problem(
            Where(file, 1),
            f"Markdown cannot read the page ({reading.failure[:80]}); "
            "take out what was changed last, raw HTML first",
        )
    for sign in reading.astray:
        kind, _, name = sign.kind.partition("_")
        said = foreign.sentence(name, sign.text) if name else _SENTENCES[kind](sign)
        yield Problem(Where(file, sign.line), said)
    yield from _not_meant(reading, file)


def _not_meant(reading: Reading, file: str) -> Iterator[Problem]:
    """What is understood, and asks for something that there is not."""
    for sign in reading.boxes:
        if not sign.text.startswith("="):
            for said in _of_box(sign):
                yield Problem(Where(file, sign.line), said)
    for sign in reading.keys:
        key = unknown_key(sign.text.strip("+"))
        if key:
            guess = did_you_mean(key, NAMED) or f"; write one of: {', '.join(NAMED)}, or a letter"
            yield Problem(Where(file, sign.line), f'key "{key}" is unknown{guess}')
    for line, fence in reading.fences:
        odd = foreign.of_fence(fence.language)
        if odd:
            yield Problem(Where(file, line), f'"{fence.language}" {odd}')
        elif fence.not_understood:
            yield Problem(
                Where(file, line),
                f'"{fence.not_understood}" does nothing on code; after its language, write '
                f"{OPTIONS}, or take it out",
            )


def _of_box(sign: Sign) -> Iterator[str]:
    """Yield what the first line of a box asks for that there is not."""
    kind, *more = sign.text.lstrip("!?+ ").partition('"')[0].split()
    known = (*KINDS, SHORT, MARGIN)
    if kind.lower() not in known:
        guess = did_you_mean(kind.lower(), known) or f"; write one of: {', '.join(sorted(known))}"
        yield f'box "{kind}" is unknown{guess}'
    if kind.lower() == SHORT:
        answer, *more = more or [""]
        if answer not in ANSWERS:
            said = f'says "{answer}"' if answer else "has no answer"
            yield f"!!! short {said}; write one of: {', '.join(ANSWERS)}"
        if sign.text[0] == "?":
            yield "the answer of a page is never folded; write !!! short"
    for word in more:
        if word != "annotate":
            yield f'"{word}" does nothing on a box, which stands across the text; take it out'


def _directive(sign: Sign) -> str:
    text = _shortened(sign.text)
    spaced = sign.place == "text" and sign.indent and sign.text.startswith(":::")
    blank = _BLANK.search(sign.text) if ":::" in sign.text else None
    if sign.place == "indented" or spaced:
        return f'"{text}" is indented; begin the line with :::'
    if sign.place in _LOST:
        return f'"{text}" {_LOST[sign.place]}'
    if sign.place != "text":
        return f'"{text}" stands in {sign.place}; begin the line with :::'
    if blank:
        return f'"{text}" has {_named(blank[0])} in it; write ordinary spaces'
    return f'"{text}" is shown as it is; {EXAMPLE}, or put it in `code`'


def _figure(sign: Sign) -> str:
    return (
        f'"{_shortened(" ".join(sign.text.split()))}" {_LOST[sign.place]}'
        if (sign.place in _LOST)
        else UNPAIRED
    )


def _braces(sign: Sign) -> str:
    return f'a figure begins with "{sign.text}"; write two braces, or put braces in `code`'


def _heading(sign: Sign) -> str:
    text = _shortened(sign.text)
    if sign.place in ("text", "html"):
        return f'"{text}" is no heading here; begin its line with #, or put the sign in `code`'
    return (
        f'heading "{text}" stands in {sign.place}, where menus and the other language do not '
        "find it; begin its line with #, or write it in **bold**"
    )


def _html(sign: Sign) -> str:
    text = _shortened(sign.text)
    return f'"{text}" is a heading in raw HTML, which menus do not find; write it with #'


def _attributes(sign: Sign) -> str:
    return (
        f'"{_shortened(sign.text)}" is shown as it is; write {{: .plain }} alone on the line under '
        "its paragraph, without figures, or put it in `code`"
    )


def _box(sign: Sign) -> str:
    text, is_tab = _shortened(sign.text), "===" in sign.text
    if sign.place == "empty":
        what = "tab" if is_tab else "box"
        return f'"{text}" has nothing in it; begin the lines of the {what} with 4 spaces'
    if sign.place == "indented":
        return f'"{text}" is indented and belongs to nothing; take the spaces before it out'
    if sign.place in ("html", "attribute"):
        return f'"{text}" {_LOST[sign.place]}'
    example = '=== "A name"' if is_tab else '!!! note, or !!! note "A title",'
    return f'"{text}" is shown as it is; write {example} alone on its line, or put it in `code`'


def _annotated(sign: Sign) -> str:
    return f'"{_shortened(sign.text)}" asks for notes, and {sign.place}'


def _fence(sign: Sign) -> str:
    return (
        f'"{_shortened(sign.text)}" is indented and belongs to no list, box or tab; '
        "take the spaces before its lines out"
    )


def _inline(sign: Sign) -> str:
    return f'"{_shortened(sign.text)}" {_LOST.get(sign.place, _LOST["vanished"])}'


def _comment(_: Sign) -> str:
    return "a comment begins here and has no end; write --> after it, or put <!-- in `code`"


_SENTENCES: Mapping[str, Callable[[Sign], str]] = {
    "directive": _directive,
    "opening": _figure,
    "closing": _figure,
    "braces": _braces,
    "heading": _heading,
    "html": _html,
    "comment": _comment,
    "foreign": _attributes,
    "box": _box,
    "annotated": _annotated,
    "fence": _fence,
    "icon": _inline,
    "keys": _inline,
}


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _named(sign: str) -> str:
    name = _NAMES.get(sign) or unicodedata.name(sign, "an odd character").lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name.removeprefix('an ')} ({_code(sign)})"


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"

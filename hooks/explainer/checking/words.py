"""What is wrong in the words of the site itself, `language/words/fr.yml` and `en.yml`.

That both files can be read and hold the same keys is told by `language.words`. Here they are held
against those who ask for them, code and templates: a word that is asked for is there, and one that
nobody asks for goes. Spelling and typography are checked with pages and data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from explainer.checking.boxes import ANSWERS, KINDS, SHORT
from explainer.checking.inline_signs import NAMED
from explainer.checking.markdown_source import HOLE
from explainer.checking.proofreading import Passage
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.basis import BASES as WHAT_RESTS
from explainer.facts.bill_model import STAMPS
from explainer.facts.company_model import MISSED
from explainer.facts.expressions import OPERATIONS
from explainer.facts.flow_model import FLOW_KINDS
from explainer.facts.model import (
    ABSENCES,
    BASES,
    EVENT_KINDS,
    FREQUENCIES,
    GRADES,
    NUMBER_KINDS,
    SITE_STATUSES,
    SOURCE_KINDS,
    STATUSES,
    VERDICTS,
)
from explainer.facts.projecting import OUTPUTS
from explainer.facts.promise_model import PROMISE_STATUSES, STAGES
from explainer.language.words import LANGUAGES, PROBLEMS, SHOWN, WORDS, Words

_PACKAGE = Path(__file__).parent.parent
_FRAME = _PACKAGE.parent.parent / "overrides"  # the frame of pages lies beside the package's folder
# Words by what the model may say: the frequency of a dataset, the kind of a source …
_BY_MODEL = {
    "": (*FREQUENCIES, *GRADES, *BASES, *STATUSES, *ABSENCES),
    "kind:": SOURCE_KINDS,
    "grade:": GRADES,
    "verdict:": VERDICTS,
    "stamp:": STAMPS,
    "means:": VERDICTS,
    "event:": EVENT_KINDS,
    "site:": SITE_STATUSES,
    "formula:": (*OPERATIONS, "but", "for", "in"),
    "output:": OUTPUTS,
    "basis:": WHAT_RESTS,
    "basis_means:": WHAT_RESTS,
    "number:": NUMBER_KINDS,
    "money:": FLOW_KINDS,
    "money_key:": FLOW_KINDS,
    "promise:": PROMISE_STATUSES,
    "promise_means:": PROMISE_STATUSES,
    "stage:": STAGES,
    "box:": (*KINDS, SHORT),
    "answer:": ANSWERS[:-1],
    "key:": NAMED,
    "measure:": MISSED,
}
_IN_CODE = re.compile(r"""\.word(?:s\[|\(\s*)["']([\w-]+)["']""")
_LITERAL = re.compile(r"""["']([\w-]+)["']""")
_IN_TEMPLATE = re.compile(r"""\bwords(?:_in(?:\.\w+|\[[\w.]+\]))?(?:\.|\[["'])(\w+)""")
# Holes, and what is right and in no dictionary: the lists in data/words/ are those of one site.
_NOT_WORDS = re.compile(
    r"\{\w*\}|#|BibTeX|Vega-Lite|GitHub|giscus|Échap|intraday|Cmd|Ctrl|Suppr|^Tab$|^Esc$"
)
# In sentences to those who edit: what they type, which is no word.
_TYPED = re.compile(
    r"`[^`]*`|https?:|--[a-z-]+|\b[A-Z_]+=[\w…{}]*|[\w.{}-]*/[\w./…{}-]*|[\w{}*-]+\.(?:yml|md)\b"
    r"|\b(?:make|bill)(?: [a-z]+)?\b|\b\w+_\w+\b|=\w+:\w+|\.{3}|\bacme[-.\w]*\b"
    r"|\b(?:(?:day|month)-first|free-cash-flow|claim|chart|company|dataset|day|Edit|entity|event|month"
    r"|nav|status|term|true)\b"
)


def problems_of(words: Mapping[str, Words] = WORDS) -> list[Problem]:
    """Return all that is wrong in the words."""
    return [*(PROBLEMS if words is WORDS else ()), *_asked(words)]


def passages(words: Mapping[str, Words] = WORDS) -> Iterator[Passage]:
    """Yield the words as texts to proofread, less names and what goes in their holes; and less what
    is typed, in sentences that are not the site's own."""
    for code in LANGUAGES:
        for word in words[code].values():
            text = word.text if words is WORDS else _TYPED.sub(HOLE, word.text)
            yield Passage(word.where, code, _NOT_WORDS.sub(HOLE, text))


def _asked(both: Mapping[str, Words]) -> Iterator[Problem]:
    """What is asked for and is in neither language, and the other way round. What one language
    alone lacks is told by `language.words`, as is what it has and cannot be read."""
    words = both["fr"]
    named, literals = _those_who_ask()
    wanted = {
        group + one: "hooks/explainer/facts/model.py"
        for group, ones in _BY_MODEL.items()
        for one in ones
    }
    for key, place in {**wanted, **named}.items():
        if words and not any(key in one for one in both.values()):
            message = f'word "{key}" is missing, which {place} asks for; add it to both languages'
            yield Problem(Where(f"{SHOWN}/fr.yml", 1), f"{message}{did_you_mean(key, words)}")
    for key, word in words.items():
        if key not in wanted and key not in literals and _FRAME.exists():
            yield Problem(
                word.where, f'nobody asks for the word "{key}"; take it out of both languages'
            )


@lru_cache(maxsize=1)
def _those_who_ask() -> tuple[dict[str, str], frozenset[str]]:
    """Return the keys that code and templates name as words, with where; and all that may be one,
    since code may choose between two keys before it asks."""
    named: dict[str, str] = {}
    literals: set[str] = set()
    for path in sorted(_PACKAGE.parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        literals.update(_LITERAL.findall(text))
        for match in _IN_CODE.finditer(text):
            named.setdefault(match[1], f"{_shown(path)}:{text[: match.start()].count(chr(10)) + 1}")
    for folder in (_PACKAGE, _FRAME):
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.svg")]):
            text = path.read_text(encoding="utf-8", errors="replace")
            for match in _IN_TEMPLATE.finditer(text):
                line = text[: match.start()].count("\n") + 1
                named.setdefault(match[1], f"{_shown(path)}:{line}")
    return named, frozenset(literals | named.keys())


def _shown(path: Path) -> str:
    return path.relative_to(_FRAME.parent).as_posix()

"""A section of a page beside its twin in the other language, and figures as both know them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from explainer.checking.markdown_source import Mention, Page, Section
from explainer.errors import Where
from explainer.facts.model import Library

T = TypeVar("T")


@dataclass(frozen=True)
class Side:
    """One section, of one page, in one language."""

    page: Page
    code: str
    section: Section

    def at(self, line: int | None = None) -> Where:
        return Where(self.page.file, self.section.line if line is None else line)

    def __str__(self) -> str:
        return f"{self.section} at {self.at()}"


def in_euros(body: str) -> bool:
    """Whether a figure turns dollars into euros: French readers are told both, English ones not."""
    return "euros" in (option.strip() for option in body.split(",")[1:])


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


def as_written(mention: Mention) -> str:
    return mention.text


def surplus(mentions: Sequence[T], others: Sequence[T], key: Callable[[T], str]) -> list[T]:
    """The mentions that the others lack; of several alike, the last."""
    spare = Counter(map(key, others))
    found = []
    for mention in mentions:
        spare[key(mention)] -= 1
        if spare[key(mention)] < 0:
            found.append(mention)
    return found


def found_elsewhere(
    twin: Side,
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


def how_often(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")

"""How a page begins: a story, which is a page of a folder that draws charts, answers before it
tells, in a box `!!! short` under its title."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile

from explainer.checking.boxes import LONGEST_ANSWER, SHORT
from explainer.checking.markdown_reading import Reading
from explainer.checking.markdown_source import page_of
from explainer.errors import Problem, Where


def problems_of(text: str, file: str, reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong in the beginning of a page."""
    page = page_of(text, file)
    if not page.is_whole:
        return
    lines = text.split("\n")
    answers = [one.line for one in reading.boxes if one.text.lstrip("!?+ ").startswith(SHORT)]
    title = next((one for one in page.sections if one.level == 1), None)
    charts = [one for one in page.shown("chart") if one]
    if not answers and charts and file.count("/") > 2 and title:  # docs/fr/a/b.md
        yield Problem(
            Where(file, title.line),
            "the page draws charts and does not answer first; write !!! short and one of yes, no, "
            "partly, unknown, fact under its title, and two to four paragraphs in it",
        )
    for line in answers[1:]:
        message = f"the page has answered on line {answers[0]} already; keep one !!! short"
        yield Problem(Where(file, line), message)
    for line in answers[:1]:
        after = title.line if title else line
        if any(one.strip() for one in lines[after : line - 1]):
            message = "!!! short stands under the title of the page, before anything else; move it"
            yield Problem(Where(file, line), message)
        paragraphs = _paragraphs(lines[line:])
        if paragraphs > LONGEST_ANSWER:
            message = f"!!! short has {paragraphs} paragraphs; write four at most"
            yield Problem(Where(file, line), f"{message}, of which the last is the verdict")


def _paragraphs(lines: list[str]) -> int:
    """How many paragraphs a box has, whose lines these are, and what follows it."""
    inside = takewhile(lambda line: not line.strip() or line.startswith(("    ", "\t")), lines)
    return sum(is_text for is_text, _ in groupby(inside, lambda line: bool(line.strip())))

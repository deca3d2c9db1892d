"""What is wrong in the Markdown pages, told before anything is built.

The scan looks at the source, since only there have lines numbers: fences and inline code are left
alone, front matter is not. The same parser reads a directive here and in `markdown_extension`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from explainer.characters import refused, refused_reference
from explainer.checking import active_html, collisions, parity
from explainer.checking.markdown_source import outside_fences, pages_in, source_of, without_code
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.addresses import LEDGERS
from explainer.facts.dependencies import Memo
from explainer.facts.expressions import FigureError, Unreadable
from explainer.facts.figures import FIGURE, rests_on_grade_c, write_figure, write_figures
from explainer.facts.ledger_records import FRONT_MATTER
from explainer.facts.model import Library
from explainer.language.locales import LOCALES, Locale
from explainer.yaml_nodes import Refused, composed_text

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # what MkDocs takes for a page
KINDS = ("chart", "dataset", "datasets", "page", *LEDGERS)
_DIRECTIVE = re.compile(r"^\s*:::")
_CHART = re.compile(r"^:::[ \t]*chart[ \t]+(\S+)", re.MULTILINE)
_LEDGER = re.compile(rf"^:::[ \t]*({'|'.join(LEDGERS)})\b", re.MULTILINE)
_MARKED = re.compile(r"\{\{\s*claim\s+(\S+?)\s*\}\}")
_HEADLINE = re.compile(r"#+ |(?:title|short|description|kicker):")
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)


def problems_of(docs: Path, library: Library, memo: Memo | None = None) -> Iterator[Problem]:
    """Yield what is wrong in the pages under docs/fr and docs/en: figures, directives, twins.

    With a memo, pages that say what they said are not looked through again.
    """
    memo = memo or Memo()
    found = []
    for code in LOCALES:
        for path in pages_in(docs / code):
            file = path.relative_to(docs.parent).as_posix()
            text = source_of(path)
            given = text, library.unread, [bool(getattr(library, kind)) for kind in LEDGERS]
            look = partial(_looked_through, text, file, LOCALES[code])
            found += memo.recalled(("page", file), given, library, look)
    found += _strays(docs)
    found += _ledgers(docs, library)
    found += collisions.problems_of(docs, library)
    yield from found
    yield from parity.problems_of(docs, library, {problem.where for problem in found}, memo)


def _looked_through(text: str, file: str, locale: Locale, library: Library) -> list[Problem]:
    found = []
    if "\ufffd" in text:
        line = text[: text.index("\ufffd")].count("\n") + 1
        found.append(Problem(Where(file, line), "the page is not UTF-8; save it as UTF-8"))
    else:
        found += _characters(text, file)
    return [
        *found,
        *_front_matter(text, file, library, locale),
        *_page(text, file, library, locale),
        *active_html.problems_of(text, file),
    ]


def _characters(text: str, file: str) -> Iterator[Problem]:
    """What no page may hold, a line each: Markdown and we mark places with such characters."""
    if refused(text, lines=True) or refused_reference(text):
        for number, line in enumerate(text.split("\n"), 1):
            flaw = refused(line, lines=True) or refused_reference(line)
            if flaw:
                yield Problem(Where(file, number), f"the line {flaw[1]}")


def _strays(docs: Path) -> Iterator[Problem]:
    """What looks like a page and becomes none, or one of no language."""
    for path in sorted(docs.rglob("*")):
        inside = path.relative_to(docs)
        if path.suffix.lower() not in _MARKDOWN or inside.name.startswith("."):
            continue
        if path.suffix != ".md" or inside.parts[0] not in LOCALES or not path.is_file():
            yield Problem(
                Where(path.relative_to(docs.parent).as_posix(), 1),
                "no page is made of this; name it ….md and move it into docs/fr/ or docs/en/, "
                "or delete it",
            )


def _front_matter(text: str, file: str, library: Library, locale: Locale) -> list[Problem]:
    """What is wrong in the fields above a page."""
    found: list[Problem] = []
    first, *lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if line.rstrip() in ("---", "...")), None)
    fields = lines[:end]
    if first.rstrip() != "---" or not any(line.strip() for line in fields):
        message = (
            "the page has no front matter; begin it with ---, title: …, description: … and ---"
        )
        return [Problem(Where(file, 1), message)]
    if end is None:
        message = "the front matter has no end; write --- alone on the line after its last field"
        return [Problem(Where(file, 1), message)]
    node = composed_text("\n".join(["", *fields]), "the front matter", file, found)
    with contextlib.suppress(Refused, FigureError):
        if node:
            said = write_figures(FRONT_MATTER.read(node)["description"], library, locale)
            if not 50 <= len(said) <= 170:
                message = f"description has {len(said)} characters; write 50 to 170, which search"
                where = dict(node.items())["description"].where
                found.append(Problem(where, f"{message} engines show whole"))
    return found


def _page(text: str, file: str, library: Library, locale: Locale) -> Iterator[Problem]:
    for number, line in outside_fences(text):
        where = Where(file, number)
        if _DIRECTIVE.match(line):
            yield from _directive(line, where, library)
            continue
        prose = without_code(line)
        for match in FIGURE.finditer(prose):
            try:
                written = write_figure(match["body"], library, locale)
            except Unreadable:
                continue
            except FigureError as error:
                yield Problem(where, f'figure "{match["body"].strip()}": {error}')
                continue
            if _HEADLINE.match(line) and rests_on_grade_c(written):
                yield Problem(
                    where,
                    f'figure "{match["body"].strip()}" rests on grade C; '
                    "a headline needs grade A or B: say it in the text",
                )
            if written.claim and _HEADLINE.match(line):
                yield Problem(
                    where,
                    f'claim "{written.claim.id}" is marked in a headline; mark it in the text',
                )
        rest = FIGURE.sub("", prose)
        if "{{" in rest or "}}" in rest:
            yield Problem(
                where,
                "a figure begins or ends without its other braces; "
                "write {{ … }} on one line, or put braces in `code`",
            )


def _directive(line: str, where: Where, library: Library) -> Iterator[Problem]:
    words = line.strip()[3:].split()
    example = "write it alone on its line, like ::: chart spending-by-year"
    if line[:1].isspace():
        yield Problem(where, f'"{line.strip()}" is indented; begin the line with :::')
    if not words or words[0] not in KINDS:
        found = words[0] if words else ""
        yield Problem(where, f'"{line.strip()}" is not a directive{did_you_mean(found, KINDS)}')
        return
    kind, *ids = words
    if kind in LEDGERS and ids:
        yield Problem(where, f'"{line.strip()}" is not a directive; write ::: {kind} alone')
        return
    if len(ids) != (0 if kind == "datasets" or kind in LEDGERS else 1):
        yield Problem(where, f'"{line.strip()}" is not a directive; {example}')
        return
    if kind in LEDGERS:
        yield from _ledger(kind, where, library)
    if not ids:
        return
    thing = "dataset" if kind == "dataset" else "chart"
    known: Mapping[str, object] = getattr(library, f"{thing}s")
    if ids[0] not in known and not library.may_lack(f"{thing}s", ids[0]):
        yield Problem(where, f'{thing} "{ids[0]}" is unknown{did_you_mean(ids[0], known)}')


def _ledger(kind: str, where: Where, library: Library) -> Iterator[Problem]:
    """A ledger is where links lead, and has something to show."""
    if not where.file.endswith(f"/{LEDGERS[kind]}"):
        yield Problem(
            where,
            f'"::: {kind}" stands in {LEDGERS[kind]}, where links to it lead; move it there',
        )
    # No correction is worth saying; a page without claims, events or terms is not one.
    empty = not getattr(library, kind) and not library.may_lack(kind)
    if empty and kind != "corrections":
        yield Problem(where, f'"::: {kind}" has nothing to show; write data/{kind}.yml')


def _ledgers(docs: Path, library: Library) -> Iterator[Problem]:
    """What has a ledger in the data has its page in both languages."""
    for kind, path in LEDGERS.items():
        pages = [docs / code / path for code in LOCALES]
        for page in pages:
            times = _LEDGER.findall(source_of(page)).count(kind) if page.exists() else 0
            file = page.relative_to(docs.parent).as_posix()
            if times > 1:
                yield Problem(Where(file, 1), f'"::: {kind}" stands {times} times; keep one')
            elif not times and getattr(library, kind):
                yield Problem(
                    Where(f"data/{kind}.yml", 1), f'no page shows it; write "::: {kind}" in {file}'
                )


def unshown(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield the charts that no page draws, and the claims that none marks.

    Nothing is wrong, but nothing is drawn either, and nobody is led to the claim's verdict.
    """
    text = "".join(source_of(path) for path in pages_in(docs))
    for id in sorted(library.charts.keys() - set(_CHART.findall(text))):
        yield Problem(
            library.charts[id].where,
            f'no page draws chart "{id}"; write ::: chart {id} on a page, or delete the file',
        )
    for id in sorted(library.claims.keys() - set(_MARKED.findall(text))):
        yield Problem(
            library.claims[id].where,
            f'no page marks claim "{id}"; write {{{{ claim {id} }}}} where it is made',
        )

"""What is wrong in the Markdown pages, told before anything is built.

What is looked at is what Python-Markdown finds, with its lines: see `markdown_reading`. So fences
and inline code are left alone; front matter is not.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from explainer.checking import (
    active_html,
    bills,
    collisions,
    company_parts,
    foreign,
    lasting,
    leads,
    limits,
    misread,
    openings,
    page_files,
    parity,
    search_words,
)
from explainer.checking.icons import ICON, Icons
from explainer.checking.markdown_reading import Sign, reading_of
from explainer.checking.markdown_source import FIELDS_END, Page, page_of, source_of, split
from explainer.checking.page_files import pages_in
from explainer.checking.theme import icons_of
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.addresses import LEDGERS
from explainer.facts.cells import FigureError, Unreadable
from explainer.facts.dependencies import Memo
from explainer.facts.figures import FIGURE, rests_on_grade_c, write_figure, write_figures
from explainer.facts.ledger_records import FRONT_MATTER
from explainer.facts.model import Library
from explainer.facts.projection_model import Projection
from explainer.facts.spreads import spread_of
from explainer.language.locales import LOCALES, Locale
from explainer.yaml_nodes import Node, Refused, composed_text

ALONE = ("datasets", "grades", "companies", "package", *LEDGERS)  # directives that take no id
TOLD = ("assumptions", "calculations")  # to which links lead
# What the others name; a chart, unless told.
NAMED = {
    "bill": "bill",
    "dataset": "dataset",
    "examples": "dataset",
    "spread": "dataset",
    **dict.fromkeys((*TOLD, "explorer"), "projection"),
    "quote": "quotation",
}
KINDS = ("chart", "page", "company", *NAMED, *ALONE)
_EMPTY = {
    "explorer": "add control: true to an input in data/projections.yml",
    "assumptions": "add a scenario without published: to data/projections.yml",
    "calculations": "add a scenario with published: to data/projections.yml",
}
_CLAIM = re.compile(r"claim\s+(\S+)")


def problems_of(docs: Path, library: Library, memo: Memo | None = None) -> Iterator[Problem]:
    """Yield what is wrong in the pages under docs/fr and docs/en: figures, directives, twins.

    With a memo, pages that say what they said are not looked through again.
    """
    memo = memo or Memo()
    icons = icons_of(docs.parent)
    found = []
    for code in LOCALES:
        for path in pages_in(docs / code):
            file = path.relative_to(docs.parent).as_posix()
            text = source_of(path)
            shown = [bool(getattr(library, kind)) for kind in LEDGERS]
            given = text, library.unread, shown, icons.state if ICON.search(text) else ()
            look = partial(_looked_through, text, file, LOCALES[code], icons)
            found += memo.recalled(("page", file), given, library, look)
    found += company_parts.problems_of(
        library,
        lambda text, file, locale: _looked_through(text, file, locale, icons, library),
    )
    found += page_files.problems_of(docs)
    found += _ledgers(docs, library)
    found += _twice(docs)
    found += collisions.problems_of(docs, library)
    there = lasting.addresses(docs, library)
    found += lasting.problems_of(docs, library)
    found += search_words.problems_of(library, there)
    found += leads.problems_of(docs, library)
    found += bills.pages_of(library, there)
    yield from found
    if broken := unread(docs):
        library = replace(library, unread=library.unread | broken)
    yield from parity.problems_of(docs, library, {problem.where for problem in found}, memo)


def _looked_through(
    text: str, file: str, locale: Locale, icons: Icons, library: Library
) -> list[Problem]:
    """What is wrong in a page. What would keep Markdown busy for long is told alone."""
    found = [*limits.problems_of(text, file)]
    if found:
        return found
    if "\ufffd" in text:
        line = text[: text.index("\ufffd")].count("\n") + 1
        found.append(Problem(Where(file, line), "the page is not UTF-8; save it as UTF-8"))
    else:
        found += misread.untyped(text, file)
    found += misread.merged(text, file)
    if found:
        return found
    return [
        *_front_matter(text, file, library, locale),
        *_body(text, file, library, locale, icons),
        *active_html.problems_of(text, file),
    ]


def _bill(node: Node, id: str, library: Library) -> None:
    """Note a bill that there is not."""
    if id not in library.bills and not library.may_lack("bills", id):
        node.refuse(f'bill "{id}" is unknown{did_you_mean(id, library.bills)}')


def _front_matter(text: str, file: str, library: Library, locale: Locale) -> list[Problem]:
    """What is wrong in the fields above a page."""
    found: list[Problem] = []
    fields, _, _ = split(text)
    first, *lines = text.split("\n")
    if fields is None and not first.startswith("---"):
        message = (
            "the page has no front matter; begin it with ---, title: …, description: … and ---"
        )
        return [Problem(Where(file, 1), message)]
    if fields is None:
        end = next((n for n, line in enumerate(lines, 2) if FIELDS_END.fullmatch(line)), 1)
        message = "the front matter has no end; write --- alone on the line after its last field"
        if first.rstrip(" \t") != "---":
            end = 1
            message = "the front matter begins with --- alone on its line; take the rest out"
        elif end == len(lines) + 1:
            message = "nothing follows the front matter; write the page under it"
        elif end > 1:
            message = "the front matter ends with --- alone on its line; take the rest out"
        return [Problem(Where(file, end), message)]
    node = composed_text("\n" + fields[:-1], "the front matter", file, found)
    if not node and not found:
        message = "the front matter is empty; write title: … and description: … in it"
        return [Problem(Where(file, 1), message)]
    with contextlib.suppress(Refused, FigureError):
        if node:
            read, of = _fields_read(node, library)
            said = write_figures(read["description"], library, locale)
            if not 50 <= len(said) <= 170:
                message = f"description has {len(said)} characters; write 50 to 170, which search"
                found.append(Problem(of["description"].where, f"{message} engines show whole"))
    return found


def _fields_read(node: Node, library: Library) -> tuple[dict[str, Any], dict[str, Node]]:
    """Return the fields above a page, as values and as they stand."""
    for name, field in node.items():
        if why := foreign.of_front_matter(name):
            field.refuse(f'field "{name}" does nothing here: {why}; take it out')
    read, of = FRONT_MATTER.read(node), dict(node.items())
    for name in read:
        if of[name].node.tag.endswith(":str") or name != "next":
            _plain(of[name])
    if "bill" in read:
        _bill(of["bill"], read["bill"], library)
    return read, of


def _plain(field: Node) -> None:
    """Refuse what MkDocs does not read as a text, and braces that are no figure."""
    kind = field.node.tag.rpartition(":")[2]
    if kind != "str":
        what = {"int": "a number", "float": "a number", "timestamp": "a date"}.get(kind, "no text")
        raise field.refuse(
            f'{field.name} "{field.raw()}" is read by YAML as {what}; write it in quotes'
        )
    rest = FIGURE.sub("", field.raw())
    if "{{" in rest or "}}" in rest:
        raise field.refuse(f"{field.name}: {misread.UNPAIRED}")


def _body(
    text: str, file: str, library: Library, locale: Locale, icons: Icons
) -> Iterator[Problem]:
    _, body, first = split(text)
    reading = reading_of(body, first)
    yield from misread.problems_of(reading, file)
    yield from openings.problems_of(text, file, reading)
    for sign in reading.icons:
        if flaw := icons.unknown(sign.text.strip(":")):
            yield Problem(Where(file, sign.line), flaw)
    for above in page_of(text, file).sections[0].figures:
        yield from _figure(above.text, Where(file, above.line), library, locale, in_headline=True)
    for sign in reading.figures:
        where = Where(file, sign.line)
        yield from _figure(sign.text, where, library, locale, in_headline=bool(sign.level))
    for sign in (*reading.directives, *(one for one in reading.astray if _is_meant(one))):
        yield from _directive(sign.text, Where(file, sign.line), library)


def _is_meant(sign: Sign) -> bool:
    """Whether a directive that went astray says enough to look at what it names."""
    return sign.is_block and sign.place in ("text", "indented") and sign.text.startswith(":::")


def _figure(
    body: str, where: Where, library: Library, locale: Locale, *, in_headline: bool
) -> Iterator[Problem]:
    try:
        written = write_figure(body, library, locale)
    except Unreadable:
        return
    except FigureError as error:
        yield Problem(where, f'figure "{body.strip()}": {error}')
        return
    if in_headline and rests_on_grade_c(written):
        yield Problem(
            where,
            f'figure "{body.strip()}" rests on grade C; '
            "a headline needs grade A or B: say it in the text",
        )
    if written.claim and in_headline:
        yield Problem(
            where,
            f'claim "{written.claim.id}" is marked in a headline; mark it in the text',
        )


def _directive(line: str, where: Where, library: Library) -> Iterator[Problem]:
    words = line.strip()[3:].split()
    example = misread.EXAMPLE
    if not words or words[0] not in KINDS:
        found = words[0] if words else ""
        yield Problem(where, f'"{line.strip()}" is not a directive{did_you_mean(found, KINDS)}')
        return
    kind, *ids = words
    if kind in LEDGERS and ids:
        yield Problem(where, f'"{line.strip()}" is not a directive; write ::: {kind} alone')
        return
    if len(ids) != (0 if kind in ALONE else 1):
        yield Problem(where, f'"{line.strip()}" is not a directive; {example}')
        return
    if kind in LEDGERS:
        yield from _ledger(kind, where, library)
    if not ids:
        return
    (id,) = ids
    if kind == "company":
        yield from company_parts.of_directive(id, where, library)
        return
    thing = NAMED.get(kind, "chart")
    known: Mapping[str, object] = getattr(library, f"{thing}s")
    if id not in known:
        if not library.may_lack(f"{thing}s", id):
            yield Problem(where, f'{thing} "{id}" is unknown{did_you_mean(id, known)}')
    elif kind in _EMPTY and not _shown(kind, library.projections[id]):
        yield Problem(where, f'"::: {kind} {id}" has nothing to show; {_EMPTY[kind]}')
    elif kind == "spread":
        with contextlib.suppress(Unreadable):
            try:
                spread_of(library.datasets[id], library)
            except FigureError as error:
                yield Problem(where, f'"::: spread {id}": {error}')


def _shown(kind: str, projection: Projection) -> bool:
    """Whether a block of a projection has something to show."""
    if kind == "explorer":
        return any(one.control for one in projection.inputs.values())
    return bool(projection.ours if kind == "assumptions" else projection.done_again)


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
        for page in (docs / code / path for code in LOCALES):
            file = page.relative_to(docs.parent).as_posix()
            read = page_of(source_of(page) if page.is_file() else "", file)
            times = len(read.shown(kind))
            if not read.is_whole:
                continue
            if times > 1:
                yield Problem(Where(file, 1), f'"::: {kind}" stands {times} times; keep one')
            elif not times and getattr(library, kind):
                yield Problem(
                    Where(f"data/{kind}.yml", 1), f'no page shows it; write "::: {kind}" in {file}'
                )


def _twice(docs: Path) -> Iterator[Problem]:
    """What links lead to stands in one place of a language."""
    seen: dict[tuple[str, str], Where] = {}
    for page in _pages(docs):
        code = page.file.partition("/")[2].partition("/")[0]
        for section in page.sections:
            for one in section.directives:
                where = Where(page.file, one.line)
                if one.text.split()[1:2] and one.text.split()[1] in (*TOLD, "spread", "explorer"):
                    first = seen.setdefault((code, one.text), where)
                    if first != where:
                        message = f'"{one.text}" stands at {first} too; keep one, where links lead'
                        yield Problem(where, message)


def unread(docs: Path) -> frozenset[str]:
    """Return the pages that cannot be read to their end; what is said nowhere may be said there."""
    return frozenset(page.file for page in _pages(docs) if not page.is_whole)


def _pages(docs: Path) -> list[Page]:
    return [
        page_of(source_of(path), path.relative_to(docs.parent).as_posix())
        for code in LOCALES
        for path in pages_in(docs / code)
    ]


def unshown(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield the charts that no page draws, and the claims that none marks.

    Nothing is wrong, but nothing is drawn either, and nobody is led to the claim's verdict.
    """
    pages = _pages(docs)
    pages += [page for code in LOCALES for _, page in company_parts.pages_read(library, code)]
    drawn = {id for page in pages for id in page.shown("chart")}
    figures = (one.text.strip() for page in pages for one in page.figures)
    marked = {match[1] for match in map(_CLAIM.fullmatch, figures) if match}
    for id in sorted(library.charts.keys() - drawn):
        yield Problem(
            library.charts[id].where,
            f'no page draws chart "{id}"; write ::: chart {id} on a page, or delete the file',
        )
    for id in sorted(library.claims.keys() - marked):
        yield Problem(
            library.claims[id].where,
            f'no page marks claim "{id}"; write {{{{ claim {id} }}}} where it is made',
        )

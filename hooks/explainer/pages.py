"""What is wrong in the Markdown pages, told before anything is built; and the pages made from data.

The scan looks at the source, since only there have lines numbers: fences and inline code are left
alone, front matter is not. The same parser reads a directive here and in `markdown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from explainer.blocks import DATA_PAGES, DOWNLOADS
from explainer.downloads import chart_files, dataset_files
from explainer.errors import Problem, Where, did_you_mean
from explainer.figures import FIGURE, FigureError, Unreadable, write_figure
from explainer.locales import LOCALES, Locale
from explainer.model import Library

KINDS = ("chart", "dataset", "datasets")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_DIRECTIVE = re.compile(r"^\s*:::")


def problems_of(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield what is wrong in the pages under docs/fr and docs/en: figures, directives, twins."""
    pages: dict[str, set[str]] = {}
    for code in LOCALES:
        folder = docs / code
        pages[code] = {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
        for path in sorted(folder.rglob("*.md")):
            file = path.relative_to(docs.parent).as_posix()
            text = path.read_text(encoding="utf-8-sig")
            yield from _page(text, file, library, LOCALES[code])
    for code, other in (("fr", "en"), ("en", "fr")):
        for page in sorted(pages[code] - pages[other]):
            yield Problem(
                Where(f"{docs.name}/{code}/{page}", 1),
                f"the page has no twin; add {docs.name}/{other}/{page}",
            )


def _page(text: str, file: str, library: Library, locale: Locale) -> Iterator[Problem]:
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        where = Where(file, number)
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
            continue
        if fence:
            continue
        if _DIRECTIVE.match(line):
            yield from _directive(line, where, library)
            continue
        prose = _CODE.sub("", line)
        for match in FIGURE.finditer(prose):
            try:
                write_figure(match["body"], library, locale)
            except Unreadable:
                continue
            except FigureError as error:
                yield Problem(where, f'figure "{match["body"].strip()}": {error}')
        rest = FIGURE.sub("", prose)
        if "{{" in rest or "}}" in rest:
            yield Problem(
                where,
                "a figure begins or ends without its other braces; "
                "write {{ … }} on one line, or put braces in `code`",
            )


def _directive(line: str, where: Where, library: Library) -> Iterator[Problem]:
    words = line.strip()[3:].split()
    example = "write it alone on its line, like ::: chart capex-since-2019"
    if line[:1].isspace():
        yield Problem(where, f'"{line.strip()}" is indented; begin the line with :::')
    if not words or words[0] not in KINDS:
        found = words[0] if words else ""
        yield Problem(where, f'"{line.strip()}" is not a directive{did_you_mean(found, KINDS)}')
        return
    kind, *ids = words
    if len(ids) != (0 if kind == "datasets" else 1):
        yield Problem(where, f'"{line.strip()}" is not a directive; {example}')
        return
    if not ids:
        return
    known: Mapping[str, object] = library.charts if kind == "chart" else library.datasets
    if ids[0] not in known and not library.may_lack(f"{kind}s", ids[0]):
        yield Problem(where, f'{kind} "{ids[0]}" is unknown{did_you_mean(ids[0], known)}')


def generated_pages(library: Library, locale: Locale) -> dict[str, str]:
    """Return Markdown by path for the pages made from data: the catalogue, one page a dataset."""
    pages = {}
    for dataset in library.datasets.values():
        name = locale.typeset(dataset.name[locale.code])
        definition = locale.typeset(dataset.definition[locale.code])
        pages[f"{DATA_PAGES}/{dataset.id}.md"] = _markdown(
            name, definition, f"::: dataset {dataset.id}", kicker=locale.word("dataset")
        )
    pages[f"{DATA_PAGES}/index.md"] = _markdown(
        locale.word("datasets"), locale.word("catalogue_lede"), "::: datasets"
    )
    return pages


def _markdown(title: str, description: str, body: str, kicker: str = "") -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    head = [f"title: {quoted(title)}", f"description: {quoted(description)}"]
    if kicker:
        head.append(f"kicker: {quoted(kicker)}")
    # The title stands in the page as text: Markdown's own signs in it are not markup.
    safe = re.sub(r"([\\`*_{}\[\]<>#!|&])", r"\\\1", title)
    return "\n".join(["---", *head, "---", "", f"# {safe}", "", body, ""])


def downloads(library: Library, locale: Locale) -> dict[str, bytes]:
    """Return every download of one language, by its path in the site."""
    files: dict[str, bytes] = {}
    for chart in library.charts.values():
        files.update(chart_files(chart, library, locale))
    for dataset in library.datasets.values():
        files.update(dataset_files(dataset, library, locale))
    return {f"{DOWNLOADS}/{name}": content for name, content in files.items()}

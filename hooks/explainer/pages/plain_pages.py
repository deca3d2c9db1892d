"""Pages for programs that read text: each as Markdown with its figures written out, a list of them
(llms.txt), and what robots may see.

What Markdown has no word for stands as words and links: a chart is its title, what it shows, and
the address of its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from explainer.checking.markdown_source import source_of, split
from explainer.checking.page_files import address_of, pages_in
from explainer.facts.addresses import ATOM, CHART_PAGES, COMPANY_PAGES, DATA_PAGES, FILES
from explainer.facts.cells import Cell
from explainer.facts.company_pages import page_of_company
from explainer.facts.figures import localised, write_figures
from explainer.facts.model import Dataset
from explainer.pages.downloads import LICENCE
from explainer.pages.markdown_extension import Build

ROBOTS = "robots.txt"
_CODE = re.compile(
    r"^[ ]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^[ ]*(?P=fence)[ \t]*$|(?P<tick>`+)[^`\n].*?(?P=tick)",
    re.MULTILINE | re.DOTALL,
)
_DIRECTIVE = re.compile(r"^( *)::: *(\S+)(?: +(\S+))?.*$", re.MULTILINE)
_BOX = re.compile(r"^( *)(?:!!!|\?\?\?\+?) +\S+.*?(?:\"(.*)\")?[ \t]*$", re.MULTILINE)
_TAB = re.compile(r"^( *)===[!+]? +\"(.*)\"[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{:[^}\n]*\}")
_TAG = re.compile(r"</?(?:div|section|details|summary)\b[^>\n]*>")
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+: ?")
_LINK = re.compile(r"(\]\()((?:\.\./|[\w-]+/)*[\w.-]+)\.md(#[\w-]+)?(?=\))")


@dataclass(frozen=True)
class PlainPage:
    """A page as Markdown: its address without the language and the last slash."""

    address: str
    title: str
    description: str
    text: str


def _page(build: Build, address: str) -> str:
    return f"{build.site}{build.locale.root}{address}{'/' if address else ''}"


def _whole(build: Build, address: str, title: str, description: str, body: str) -> PlainPage:
    locale, edition = build.locale, build.library.edition
    closed = [locale.word("plain_edition", locale.date(edition.closed))] if edition else []
    head = (f"# {title}", f"> {description}", " ".join((*closed, _page(build, address))))
    text = "\n\n".join((*head, body.strip())) + "\n"
    return PlainPage(address, title, description, text)


def pages(docs: Path, build: Build) -> Iterator[PlainPage]:
    """Yield the pages of a language that people wrote, then those of companies."""
    folder, library, code = docs / build.locale.code, build.library, build.locale.code
    for path in pages_in(folder):
        yield _told(source_of(path), address_of(path.relative_to(folder)), build)
    for id, company in library.companies.items():
        text, _ = page_of_company(company, library, code)
        yield _told(text, f"{COMPANY_PAGES}/{id}", build)


def _told(text: str, address: str, build: Build) -> PlainPage:
    """A page in plain Markdown, from its text with the front matter."""
    fields, body, _ = split(text)
    front = yaml.safe_load(fields or "") or {}
    title, description = (_written(str(front.get(k, "")), build) for k in ("title", "description"))
    body = re.sub(r"^\s*# .*\n", "", body)  # which the title says
    return _whole(build, address, title, description, _plain(body, address, build))


def _written(text: str, build: Build) -> str:
    """A text with its figures written out, in the typography of the language."""

    return build.locale.typeset(write_figures(text, build.library, build.locale))


def _plain(body: str, address: str, build: Build) -> str:
    """A page's body in plain Markdown; code is left alone, as on the page."""
    parts, at = [], 0
    for code in _CODE.finditer(body):
        parts += [_prose(body[at : code.start()], address, build), code[0]]
        at = code.end()
    return re.sub(r"\n{3,}", "\n\n", "".join((*parts, _prose(body[at:], address, build))))


def _prose(body: str, address: str, build: Build) -> str:
    def directive(match: re.Match[str]) -> str:
        indent, kind, id = match[1], match[2], match[3] or ""
        return "\n".join(f"{indent}{line}" for line in _block(kind, id, address, build))

    def link(match: re.Match[str]) -> str:
        parts = [*address.split("/")[:-1]]
        for step in match[2].split("/"):
            parts = parts[:-1] if step == ".." else [*parts, step]
        if parts[-1] == "index":
            parts.pop()
        return f"{match[1]}{_page(build, '/'.join(parts))}{match[3] or ''}"

    body = _LINK.sub(link, body)
    body = _BOX.sub(lambda match: f"{match[1]}**{match[2]}**" if match[2] else "", body)
    body = _TAB.sub(r"\1**\2**", body)
    for sign in (_ATTRIBUTES, _TAG, _ICON):
        body = sign.sub("", body)
    body = _DIRECTIVE.sub(directive, body)
    return _written(body, build)


def _block(kind: str, id: str, address: str, build: Build) -> list[str]:
    """What stands for a block: of a chart, its words; of others, where to see them."""
    if kind != "chart" or id not in build.library.charts:
        return [f"[{build.locale.word('plain_block')}]({_page(build, address)})"]
    one, locale = build.chart_text(id), build.locale
    root = f"{build.site}{locale.root}"
    return [
        f"> **{locale.word('plain_chart')}{locale.words['colon']}{one.title}**",
        f"> {one.description}",
        f"> {locale.word('plain_data')} {root}{CHART_PAGES}/{id}/{id}.csv",
    ]


def chart_page(build: Build, id: str) -> PlainPage:
    """Return the page of a chart: what it shows, and where its numbers are."""
    one, locale = build.chart_text(id), build.locale
    address = f"{CHART_PAGES}/{id}"
    data = f"{_page(build, address)}{id}"
    body = (
        one.subtitle,
        one.description,
        one.sources,
        f"{locale.word('plain_data')} {data}.csv {data}.json",
        LICENCE,
    )
    return _whole(build, address, one.title, one.alt, "\n\n".join(body))


def dataset_page(build: Build, dataset: Dataset) -> PlainPage:
    """Return the page of a dataset: its definition, and a table of its cells."""
    library, locale = build.library, build.locale
    address = f"{DATA_PAGES}/{dataset.id}"
    title = locale.typeset(dataset.name[locale.code])
    data = f"{build.site}{locale.root}{FILES}/{dataset.id}"
    unit = dataset.unit.forms(locale.code).name
    heads = ("", locale.word("period"), unit, locale.word("grade"), locale.word("source"))
    head = [
        localised(dataset.scope, library, locale),
        f"{locale.word('plain_data')} {data}.csv {data}.json",
        f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}",
    ]
    rows = [
        _row(Cell(dataset, entity, row), build)
        for entity, observations in dataset.series.items()
        for row in observations
    ]
    body = "\n\n".join(head) + "\n" + "\n".join(rows)
    description = localised(dataset.definition, library, locale)
    return _whole(build, address, title, description, body)


def catalogue(build: Build) -> PlainPage:
    """Return the list of all datasets."""
    locale, library = build.locale, build.library
    lines = [
        f"- [{locale.typeset(one.name[locale.code])}]({_page(build, f'{DATA_PAGES}/{id}')}): {id}"
        for id, one in library.datasets.items()
    ]
    lede = locale.word("catalogue_lede")
    return _whole(build, DATA_PAGES, locale.word("datasets"), lede, "\n".join(lines))


def _row(cell: Cell, build: Build) -> str:
    library, locale, row = build.library, build.locale, cell.observation
    numbers = [f"{one:f}" for one in (row.low, row.value, row.high) if one is not None]
    value = " – ".join(numbers) or (locale.word(row.absence) if row.absence else "")
    documents = [one.url or one.title for one in library.documents(row)]
    name = locale.typeset(library.entities[cell.entity].name[locale.code])
    grade = "" if row.absence else row.grade
    cells = (name, locale.period(row.period), value, grade, " ".join(documents))
    return f"| {' | '.join(one.replace('|', '/') for one in cells)} |"


def plain_files(docs: Path, build: Build) -> dict[str, bytes]:
    """Return the files of a language that no chart and no dataset brings, by path: the pages as
    Markdown, and the list of them."""
    root, found = build.locale.root, [*pages(docs, build), catalogue(build)]
    files = {plain_path(root, one.address): one.text.encode() for one in found}
    files[f"{root}llms.txt"] = _list(build, found).encode()
    return files


def plain_path(root: str, address: str) -> str:
    """Return where a page stands as Markdown: beside itself."""
    return f"{root}{address}{'/' if address else ''}index.md"


def _list(build: Build, found: Iterable[PlainPage]) -> str:
    """What the site is and where to read on, as llmstxt.org has it."""
    locale, site = build.locale, build.site
    root = f"{site}{locale.root}"
    lines = [f"# {locale.site_name}", ""]
    home = next((one for one in found if not one.address), None)
    if home:
        lines += [f"> {home.description}", ""]
    lines += [f"## {locale.word('plain_pages')}", ""]
    lines += [
        f"- [{one.title}]({site}{plain_path(locale.root, one.address)}): {one.description}"
        for one in found
    ]
    lines += [
        "",
        f"## {locale.word('datasets')}",
        "",
        f"- [{locale.word('plain_all_data')}]({site}{FILES}/package/datapackage.json)",
        f"- [{locale.word('feed')}]({root}{ATOM})",
    ]
    return "\n".join(lines) + "\n"


def robots(site: str) -> bytes:
    """Return what robots may see: all of it, and where the map is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}sitemap.xml\n".encode()

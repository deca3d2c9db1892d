"""The pieces of a page that are more than text: the chart block, the dataset page, the catalogue.

Each function returns HTML made by a Jinja template (autoescape on: nothing from the data becomes
markup) as a `Block`: well-formed, so that it can join the page's tree, with the heavy parts (SVG,
tables) kept aside. Links to pages of the site are written from its root, `/verify/data/x.md`;
whoever renders the page makes them relative.

A chart's block holds marks for its two drawings: a page is read while they are drawn, and needs
them only when it is written. `filled` puts them in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from explainer.drawing.sizes import NARROW, WIDE, Frame
from explainer.facts.addresses import correction_of, data_page
from explainer.facts.model import Dataset, Library, Observation, Source
from explainer.kinds.tables import cell_text
from explainer.language.locales import Locale
from explainer.pages.chart_text import Said
from explainer.pages.citations import full_citation, short_citation
from explainer.pages.downloads import chart_file_names, dataset_file_names
from explainer.pages.inline import correction_words
from explainer.pages.poster import drawing, templates

DOWNLOADS = "assets/data"
CHART_PAGES = "charts"
EMBEDS = "embed"
# A chart's table is in a story, on the chart's page, in its embed and in its file.
_TABLES: WeakKeyDictionary[Said, str] = WeakKeyDictionary()
_FRAMES = {frame.name: frame for frame in (WIDE, NARROW)}
_MARK = re.compile("\ue000(?P<what>\\w+) (?P<chart>\\S+) (?P<id>\\S*)\ue000")


@dataclass
class Block:
    """HTML with tokens where the kept pieces belong: `pieces[token]` is trusted markup."""

    html: str = ""
    pieces: dict[str, str] = field(default_factory=dict)

    def stash(self, piece: str) -> str:
        """Keep a piece aside and return the token that stands for it."""
        token = f"stash{len(self.pieces)}token"
        self.pieces[token] = piece
        return token

    def whole(self) -> str:
        """The HTML with its pieces back in place, for a page that Markdown does not make."""
        html = self.html
        for token, piece in self.pieces.items():
            html = html.replace(token, piece)
        return html


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses, for what leaves the site; `site` ends with a slash."""

    site: str
    locale: Locale

    def chart(self, id: str) -> str:
        """The address of a chart's page, which is the one to share."""
        return f"{self.site}{self.locale.root}{CHART_PAGES}/{id}/"

    def embed(self, id: str) -> str:
        """The address to put in a frame."""
        return f"{self.site}{self.locale.root}{EMBEDS}/{id}/"


def chart_block(
    said: Said, addresses: Addresses, *, number: int | None, id: str, alone: bool = False
) -> Block:
    """Return the whole block of a chart.

    `number` counts the charts of the page; without one, the block is on the chart's own page,
    which bears its title already. `id` is the block's anchor. A block that is `alone` offers no
    files, since there are none.
    """
    locale, chart = said.locale, said.chart
    names = chart_file_names(said)
    link = addresses.chart(chart.id)

    def files(*kinds: str) -> list[dict[str, str]]:
        return [_file(names[kind], locale.word(kind)) for kind in kinds]

    block = Block()
    block.html = rendered(
        "chart.html",
        locale,
        said=said,
        id=id,
        number="" if number is None else locale.word("chart", str(number)),
        data_pages=_data_pages(said),
        **_drawn(said, id, block, _mark),
        has_files=not alone,
        pictures=files("png", "svg"),
        data=files("csv_rfc", "csv_local", "json", "vl"),
        references=files("bib", "ris"),
        pinned=_file(
            names["html"],
            locale.word("embed_pinned_file", locale.date(said.last_read)),
        ),
        snippet=rendered(
            "snippet.html",
            locale,
            address=addresses.embed(chart.id),
            title=said.title,
            lang=locale.code,
            height=_mark(said, "height"),
        ).strip(),
        short=short_citation(said, link),
        full=full_citation(said, link),
        method=f"/{CHART_PAGES}/{chart.id}.md" if number is not None else "",
        stash=block.stash,
    )
    return block


def chart_page_block(
    said: Said, addresses: Addresses, shown_on: Sequence[tuple[str, str]], *, alone: bool = False
) -> Block:
    """Return the body of a chart's own page: its block, and what there is to know of it.

    `shown_on` lists the pages that draw the chart, by path under the language and title.
    """
    locale = said.locale
    datasets = {one.id for one in said.datasets}
    corrections = [one for one in said.library.corrections if one.dataset in datasets]
    about = rendered(
        "about_chart.html",
        locale,
        said=said,
        datasets=[
            {
                "href": data_page(one.id),
                "name": locale.typeset(one.name[locale.code]),
                "definition": locale.typeset(one.definition[locale.code]),
                "scope": locale.typeset(one.scope[locale.code]),
            }
            for one in said.datasets
        ],
        corrections=[correction_words(one, said.library, locale) for one in corrections],
        shown_on=[{"href": f"/{path}", "title": title} for path, title in shown_on],
    )
    block = chart_block(said, addresses, number=None, id=said.chart.id, alone=alone)
    return Block(f'<div class="chart-page">{block.html}{about}</div>', block.pieces)


def embed_page(said: Said, addresses: Addresses) -> str:
    """Return the page to put in a frame: the chart, its source, and a link; nothing around it."""
    block = Block()
    up = "../" * (2 + said.locale.root.count("/"))
    html = rendered(
        "embed.html",
        said.locale,
        said=said,
        up=up,
        address=addresses.chart(said.chart.id),
        lang=said.locale.code,
        **_drawn(said, said.chart.id, block, drawing),
        stash=block.stash,
    )
    return Block(html, block.pieces).whole()


def pinned_page(said: Said, address: str) -> str:
    """Return the same as one file that asks for nothing: it stays as it is wherever it is kept."""
    block = Block()
    html = rendered(
        "pinned.html",
        said.locale,
        said=said,
        address=address,
        lang=said.locale.code,
        **_drawn(said, said.chart.id, block, drawing),
        stash=block.stash,
    )
    return Block(html, block.pieces).whole()


def embed_height(said: Said) -> int:
    """A height in pixels that holds an embed at any width from 320 to 760, script or not.

    Wide, the drawing grows with the frame; narrow, the words wrap. The taller of the two counts.
    """
    words = (
        (said.title, 19, 26),
        (said.subtitle, 15, 21),
        (said.note, 14, 20),
        (said.sources, 14, 20),
    )

    def height(width: int, drawn: float) -> float:
        lines = sum(-(-len(text) * size * 0.5 // width) * line for text, size, line in words)
        return lines + drawn + 130  # the margins, the date, the link and the closed table

    narrow, wide = (_shape(said, frame) for frame in (NARROW, WIDE))
    captions = (
        16 + 23 * len(said.captions) if said.captions else 0
    )  # listed under the narrow drawing
    # Just before the wide drawing takes over, the narrow one is at its largest: 26 rem.
    widths = (
        height(308, narrow * 308) + captions,
        height(448, narrow * 416) + captions,
        height(728, wide * 728),
    )
    return round(max(widths))


def _shape(said: Said, frame: Frame) -> float:
    """Height of a drawing as a part of its width."""
    drawn = drawing(said, frame, said.chart.id)
    start = drawn.index('viewBox="0 0 ') + len('viewBox="0 0 ')
    width, height = drawn[start : drawn.index('"', start)].split()
    return float(height) / float(width)


def dataset_block(dataset: Dataset, library: Library, locale: Locale) -> Block:
    """Return the body of a dataset's page: facts, downloads, and every observation."""
    unit = dataset.unit.forms(locale.code).name
    names = dataset_file_names(dataset, locale)
    html = rendered(
        "dataset.html",
        locale,
        definition=locale.typeset(dataset.definition[locale.code]),
        scope=locale.typeset(dataset.scope[locale.code]),
        unit=unit,
        frequency=locale.word(dataset.frequency),
        grade=locale.word(dataset.grade),
        cutoff=locale.word("cutoff", locale.date(dataset.cutoff)),
        files=[_file(name, locale.word(kind)) for kind, name in names.items()],
        all_series=[
            {
                "id": f"series-{entity}",
                "name": library.entities[entity].name[locale.code],
                "caption": f"{library.entities[entity].name[locale.code]} ({unit})",
                "rows": [_row(row, entity, dataset, library, locale) for row in rows],
            }
            for entity, rows in dataset.series.items()
        ],
    )
    return Block(html)


def catalogue_block(library: Library, locale: Locale) -> Block:
    """Return the table of all datasets, by the name of whom or what they are about, then by
    theirs."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in sorted(library.datasets.values(), key=lambda one: sort_key(one.name[locale.code])):
        groups.setdefault(_family(one, library, locale), []).append(
            {
                "href": data_page(one.id),
                "name": locale.typeset(one.name[locale.code]),
                "unit": one.unit.forms(locale.code).name,
                "count": sum(len(row.numbers) > 0 for rows in one.series.values() for row in rows),
                "cutoff": locale.date(one.cutoff, short=True),
            }
        )
    ordered = sorted(groups, key=lambda key: (not key[0], sort_key(key[1])))
    html = rendered(
        "catalogue.html",
        locale,
        groups=[
            {"id": f"about-{id or 'others'}", "name": name, "datasets": groups[id, name]}
            for id, name in ordered
        ],
    )
    return Block(html)


def _family(dataset: Dataset, library: Library, locale: Locale) -> tuple[str, str]:
    """The id and the name of whom or what a dataset is about: an entity, or the owner of one; a
    family; else nothing."""
    entity = library.entities.get(dataset.about)
    if entity:
        entity = library.entities.get(entity.owner or "", entity)
        return entity.id, locale.typeset(entity.name[locale.code])
    family = library.families.get(dataset.about)
    if family is None:
        return "", locale.word("family_none")
    return family.id.replace("_", "-"), locale.typeset(family.name[locale.code])


def sort_key(text: str) -> str:
    """What a text is sorted by: accents and capitals do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def rendered(template: str, locale: Locale, **values: Any) -> str:
    """Return a template with its values, and with the words of the page's language."""
    return templates().get_template(template).render(words=locale.words, **values)


def _mark(said: Said, what: Frame | str, id: str = "") -> str:
    """What stands for a drawing, or for the height of an embed."""
    return f"\ue000{what if isinstance(what, str) else what.name} {said.chart.id} {id}\ue000"


def drawn_in(html: str) -> set[str]:
    """Return the charts whose drawings such HTML lacks."""
    return {match["chart"] for match in _MARK.finditer(html)}


def filled(html: str, said: Callable[[str], Said]) -> str:
    """Return HTML with what its marks stand for; `said` knows the charts."""

    def meant(match: re.Match[str]) -> str:
        one = said(match["chart"])
        if match["what"] == "height":
            return str(embed_height(one))
        return drawing(one, _FRAMES[match["what"]], match["id"])

    return _MARK.sub(meant, html)


def _drawn(
    said: Said, id: str, block: Block, draw: Callable[[Said, Frame, str], str]
) -> Mapping[str, str]:
    """The two drawings and the table, kept aside."""
    if said not in _TABLES:
        _TABLES[said] = (
            templates()
            .get_template("table.html")
            .render(
                table=said.table,
                caption=f"{said.title} ({said.subtitle})",
            )
        )
    return {
        "wide": block.stash(draw(said, WIDE, id)),
        "narrow": block.stash(draw(said, NARROW, id)),
        "table": block.stash(_TABLES[said]),
    }


def _data_pages(said: Said) -> list[dict[str, str]]:
    alone = len(said.datasets) == 1
    return [
        {
            "href": data_page(one.id),
            "text": said.locale.word("data_page")
            if alone
            else said.locale.typeset(one.name[said.locale.code]),
        }
        for one in said.datasets
    ]


def _file(name: str, text: str) -> dict[str, str]:
    return {"href": f"/{DOWNLOADS}/{name}", "name": name, "text": text}


def _row(
    row: Observation, entity: str, dataset: Dataset, library: Library, locale: Locale
) -> dict[str, Any]:
    """One observation as the dataset's page shows it."""
    code = locale.code
    notes = [locale.typeset(text[code]) for text in (row.missing, row.note) if text]
    if row.derived:
        derived = locale.typeset(row.derived[code])
        notes.insert(0, f"{locale.word('derived').capitalize()}{locale.words['colon']}{derived}")
    digits = max((-int(n.as_tuple().exponent) for n in row.numbers), default=0)
    documents = list(library.documents(row))
    corrected = correction_of(dataset.id, entity, row.period, library)
    return {
        "anchor": dataset.anchor(entity, row),
        "period": locale.period(row.period),
        "issued": f"{locale.word('issued')} {locale.date(row.issued)}" if row.issued else "",
        "value": locale.word("missing") if row.missing else cell_text(row, digits, locale),
        "grade": "" if row.missing else row.grade,
        "grade_words": locale.word(row.grade),
        "corrected": correction_words(corrected, library, locale) if corrected else None,
        "documents": [
            cited(document, original=document.id == row.source, locale=locale)
            for document in documents
        ],
        "notes": notes,
    }


def cited(source: Source, *, original: bool, locale: Locale) -> dict[str, str]:
    """What is said of a document: whether it is the original, its name and date, its address."""
    role = locale.word("source" if original else "checked_via")
    publisher = source.publisher[locale.code]
    if publisher in source.title:
        publisher = ""
    when = f", {locale.period(source.published)}" if source.published else ""
    if not source.url:
        when += f" ({locale.word('text_only')})"
    return {
        "role": f"{role}{locale.words['colon']}",
        "publisher": locale.typeset(f"{publisher}, ") if publisher else "",
        "title": source.title,
        "href": source.url or "",
        "lang": source.lang,
        "when": when,
    }

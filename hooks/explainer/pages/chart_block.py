"""The block of a chart on a page, its own page, and its embeds.

A chart's block holds marks for its two drawings: a page is read while they are drawn, and needs
them only when it is written. `filled` puts them in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from weakref import WeakKeyDictionary

from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.facts.addresses import CHART_PAGES, Addresses, data_page
from explainer.pages.block import Block, file_link, rendered
from explainer.pages.chart_text import Said
from explainer.pages.citations import full_citation, short_citation
from explainer.pages.downloads import chart_file_names
from explainer.pages.inline import correction_words
from explainer.pages.poster import drawing, templates

# A chart's table is in a story, on the chart's page, in its embed and in its file.
_TABLES: WeakKeyDictionary[Said, str] = WeakKeyDictionary()
_FRAMES = {layout.name: layout for layout in (WIDE, NARROW)}
_MARK = re.compile("\ue000(?P<what>\\w+) (?P<chart>\\S+) (?P<id>\\S*)\ue000")


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
        return [file_link(names[kind], locale.word(kind)) for kind in kinds]

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
        pinned=file_link(
            names["html"],
            locale.word("embed_pinned_file", locale.date(said.last_read)),
        ),
        snippet=rendered(
            "snippet.html",
            locale,
            address=addresses.embed(chart.id),
            title=said.title,
            lang=locale.code,
            site=locale.site_key,
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

    narrow, wide = (_shape(said, layout) for layout in (NARROW, WIDE))
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


def _shape(said: Said, layout: LayoutSize) -> float:
    """Height of a drawing as a part of its width."""
    drawn = drawing(said, layout, said.chart.id)
    start = drawn.index('viewBox="0 0 ') + len('viewBox="0 0 ')
    width, height = drawn[start : drawn.index('"', start)].split()
    return float(height) / float(width)


def _mark(said: Said, what: LayoutSize | str, id: str = "") -> str:
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
    said: Said, id: str, block: Block, draw: Callable[[Said, LayoutSize, str], str]
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

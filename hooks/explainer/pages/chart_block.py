"""The block of a chart on a page, its own page, and its embeds.

A chart's block holds marks for its drawings: a page is read while they are drawn, and needs
them only when it is written. `filled` puts them in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from explainer.drawing.sizes import FULL, NARROW, WIDE, LayoutSize, layouts
from explainer.facts.addresses import CHART_PAGES, Addresses, data_page
from explainer.facts.figures import localised
from explainer.kinds.story import chapters_at, story_of
from explainer.pages.block import Block, file_link, rendered
from explainer.pages.chart_text import ChartText
from explainer.pages.citations import full_citation, short_citation
from explainer.pages.columns import in_columns
from explainer.pages.downloads import chart_downloads
from explainer.pages.inline import correction_words, rich_text
from explainer.pages.poster import drawing, templates

# A chart's table is in a story, on the chart's page, in its embed and in its file.
_TABLES: WeakKeyDictionary[ChartText, str] = WeakKeyDictionary()
WIDEST_EMBED = 928  # pixels: a frame may be wider, its drawing is not
_FRAMES = {layout.name: layout for layout in (FULL, WIDE, NARROW)}
_AT = re.compile('data-at="([^"]*)"')
_TOTAL = re.compile('<text text-anchor="middle"(?=[^>]* font-weight="600")')  # of the last bar
_TIP = re.compile('data-tip="([^"]*)"')
_MARK = re.compile("\ue000(?P<what>\\w+) (?P<chart>\\S+) (?P<id>\\S*)\ue000")


def chart_block(
    chart_text: ChartText, addresses: Addresses, *, number: int | None, id: str, alone: bool = False
) -> Block:
    """Return the whole block of a chart.

    `number` counts the charts of the page; without one, the block is on the chart's own page,
    which bears its title already. `id` is the block's anchor. A block that is `alone` offers no
    files, since there are none.
    """
    locale, chart = chart_text.locale, chart_text.chart
    downloads = chart_downloads(chart_text)
    link = addresses.chart(chart.id)

    def files(*kinds: str) -> list[dict[str, str]]:
        return [file_link(downloads[kind], locale.word(kind)) for kind in kinds]

    block = Block()
    block.html = rendered(
        "chart.html",
        locale,
        chart_text=chart_text,
        id=id,
        number="" if number is None else locale.word("chart", str(number)),
        chapters=[
            rich_text(one.text[locale.code], chart_text.library, locale) for one in story_of(chart)
        ],
        with_icons=number in (None, 1),
        address=link,
        data_pages=_data_pages(chart_text),
        **_drawn(chart_text, id, block, _mark),
        has_files=not alone,
        pictures=files("png", "svg"),
        data=files("csv_rfc", "csv_local", "json", "vl"),
        references=files("bib", "ris"),
        pinned=file_link(
            downloads["html"],
            locale.word("embed_pinned_file", locale.date(chart_text.last_read)),
        ),
        snippet=rendered(
            "snippet.html",
            locale,
            address=addresses.embed(chart.id),
            title=chart_text.title,
            lang=locale.code,
            site=locale.site_key,
            height=_mark(chart_text, "height"),
        ).strip(),
        short=short_citation(chart_text, link),
        full=full_citation(chart_text, link),
        method=f"/{CHART_PAGES}/{chart.id}.md" if number is not None else "",
        stash=block.stash,
    )
    return block


def chart_page_block(
    chart_text: ChartText,
    addresses: Addresses,
    shown_on: Sequence[tuple[str, str]],
    *,
    alone: bool = False,
) -> Block:
    """Return the body of a chart's own page: its block, and what there is to know of it.

    `shown_on` lists the pages that draw the chart, by path under the language and title.
    """
    locale = chart_text.locale
    datasets = {one.id for one in chart_text.datasets}
    corrections = [one for one in chart_text.library.corrections if one.dataset in datasets]
    about = rendered(
        "about_chart.html",
        locale,
        chart_text=chart_text,
        datasets=[
            {
                "href": data_page(one.id),
                "name": locale.typeset(one.name[locale.code]),
                "definition": localised(one.definition, chart_text.library, locale),
                "scope": localised(one.scope, chart_text.library, locale),
            }
            for one in chart_text.datasets
        ],
        corrections=[correction_words(one, chart_text.library, locale) for one in corrections],
        shown_on=[{"href": f"/{path}", "title": title} for path, title in shown_on],
    )
    block = chart_block(chart_text, addresses, number=None, id=chart_text.chart.id, alone=alone)
    wide = " wide" if chart_text.chart.width == "wide" else ""
    return Block(f'<div class="chart-page{wide}">{block.html}{about}</div>', block.pieces)


def embed_page(chart_text: ChartText, addresses: Addresses) -> str:
    """Return the page to put in a frame: the chart, its source, and a link; nothing around it."""
    block = Block()
    up = "../" * (2 + chart_text.locale.root.count("/"))
    html = rendered(
        "embed.html",
        chart_text.locale,
        chart_text=chart_text,
        up=up,
        address=addresses.chart(chart_text.chart.id),
        lang=chart_text.locale.code,
        **_drawn(chart_text, chart_text.chart.id, block, drawing),
        stash=block.stash,
    )
    return Block(html, block.pieces).whole()


def pinned_page(chart_text: ChartText, address: str) -> str:
    """Return the same as one file that asks for nothing: it stays as it is wherever it is kept."""
    block = Block()
    html = rendered(
        "pinned.html",
        chart_text.locale,
        chart_text=chart_text,
        address=address,
        lang=chart_text.locale.code,
        **_drawn(chart_text, chart_text.chart.id, block, drawing),
        stash=block.stash,
    )
    return Block(html, block.pieces).whole()


def embed_height(chart_text: ChartText) -> int:
    """A height in pixels that holds an embed at any width from 320 to 960, script or not.

    Wide, the drawing grows with the frame; narrow, the words wrap. The taller of the two counts.
    """
    locale = chart_text.locale
    words = (
        (chart_text.title, 19, 26),
        (chart_text.subtitle, 15, 21),
        (chart_text.note, 14, 20),
        (f"{locale.site_name}{chart_text.sources}", 14, 20),
    )

    def height(width: int, drawn: float) -> float:
        lines = sum(-(-len(text) * size * 0.5 // width) * line for text, size, line in words)
        return lines + drawn + 140  # the margins, the date, the link and the closed table

    narrow, wide = (_shape(chart_text, layout) for layout in (NARROW, WIDE))
    captions = (
        16 + 23 * len(chart_text.captions) if chart_text.captions else 0
    )  # listed under the narrow drawing
    largest = layouts(chart_text.chart.width)[0]
    # Just before the wide drawing takes over, the narrow one is at its largest: 26 rem.
    widths = (
        height(308, narrow * 308) + captions,
        height(448, narrow * 416) + captions,
        height(728, wide * 728),
        height(WIDEST_EMBED, _shape(chart_text, largest) * WIDEST_EMBED),
    )
    return round(max(widths))


def _shape(chart_text: ChartText, layout: LayoutSize) -> float:
    """Height of a drawing as a part of its width."""
    drawn = drawing(chart_text, layout, chart_text.chart.id)
    start = drawn.index('viewBox="0 0 ') + len('viewBox="0 0 ')
    width, height = drawn[start : drawn.index('"', start)].split()
    return float(height) / float(width)


def _mark(chart_text: ChartText, what: LayoutSize | str, id: str = "") -> str:
    """What stands for a drawing, or for the height of an embed."""
    return f"\ue000{what if isinstance(what, str) else what.name} {chart_text.chart.id} {id}\ue000"


def drawn_in(html: str) -> set[str]:
    """Return the charts whose drawings such HTML lacks."""
    return {match["chart"] for match in _MARK.finditer(html)}


def without_drawings(html: str) -> str:
    """Return HTML without the places of its drawings."""
    return _MARK.sub("", html)


def filled(html: str, chart_text: Callable[[str], ChartText]) -> str:
    """Return HTML with what its marks stand for; `chart_text` gives those of a chart.

    What marks say stands in the first drawing of a figure alone, the widest. In the others is the
    number of the mark there that says it, and `chart.js` reads it: a page has it once.
    """
    told: dict[str, dict[str, int]] = {}

    def meant(match: re.Match[str]) -> str:
        one = chart_text(match["chart"])
        if match["what"] == "height":
            return str(embed_height(one))
        drawn = _in_chapters(drawing(one, _FRAMES[match["what"]], match["id"]), one)
        if match["id"] not in told:
            told[match["id"]] = {said: n for n, said in enumerate(_TIP.findall(drawn))}
            return drawn
        numbers = told[match["id"]]
        return _TIP.sub(lambda tip: f'data-tip="{numbers.get(tip[1], tip[1])}"', drawn)

    return _MARK.sub(meant, html)


def _in_chapters(drawn: str, chart_text: ChartText) -> str:
    """A drawing whose marks bear the number of the chapter that adds them, if its chart has any."""
    story = story_of(chart_text.chart)
    if not story:
        return drawn
    periods = {row.period for one in chart_text.series for row in one.observations}
    numbers = {
        chart_text.locale.period(period): number
        for period, number in chapters_at(story, periods).items()
    }
    drawn = _AT.sub(lambda at: f'{at[0]} data-chapter="{numbers.get(at[1], 1)}"', drawn)
    return _TOTAL.sub(rf'\g<0> data-chapter="{len(story)}"', drawn)


def _drawn(
    chart_text: ChartText, id: str, block: Block, draw: Callable[[ChartText, LayoutSize, str], str]
) -> Mapping[str, Any]:
    """The drawings, the widest first, and the table, kept aside."""
    if chart_text not in _TABLES:
        table = chart_text.table
        cells = in_columns([row[1:] for row in table.rows], chart_text.locale.code)
        _TABLES[chart_text] = (
            templates()
            .get_template("table.html")
            .render(
                heads=table.heads,
                rows=[(row[0], some) for row, some in zip(table.rows, cells, strict=True)],
                title=chart_text.title,
                caption=chart_text.subtitle,
            )
        )
    return {
        "drawings": [
            (layout.name, block.stash(draw(chart_text, layout, id)))
            for layout in layouts(chart_text.chart.width)
        ],
        "table": block.stash(_TABLES[chart_text]),
    }


def _data_pages(chart_text: ChartText) -> list[dict[str, str]]:
    alone = len(chart_text.datasets) == 1
    return [
        {
            "href": data_page(one.id),
            "text": chart_text.locale.word("data_page")
            if alone
            else chart_text.locale.typeset(one.name[chart_text.locale.code]),
        }
        for one in chart_text.datasets
    ]

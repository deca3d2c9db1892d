"""The card of a page: the picture that travels with its address when somebody shares it.

It is a bill: the site's name and the title of the page, and beside them the first lines of its own
bill, or its first chart, on torn paper; a page that has neither bears the bill of the home page.
`bill: x` above a page names another. All pages of datasets share that of their catalogue.

A card is drawn by the renderer of charts, once for each language, and kept by content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer.checking.markdown_source import page_of, source_of
from explainer.checking.page_files import pages_in
from explainer.drawing.sizes import NARROW
from explainer.facts.addresses import CARDS, CHART_PAGES, DATA_PAGES
from explainer.facts.figures import write_figures
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.bill_text import bill_text
from explainer.pages.card_drawing import bill_card, chart_card
from explainer.pages.chart_text import ChartText
from explainer.pages.poster import drawing
from explainer.pages.render_queue import Job, RenderQueue

HOME = "index.md"


@dataclass(frozen=True)
class Card:
    """What stands on the card of a page, whose Markdown is at `path` under its language: the title,
    and the id of a bill or else of a chart."""

    path: str
    title: str
    bill: str = ""
    chart: str = ""

    def job(self, locale: Locale) -> Job:
        """The card in a language, as the queue knows it."""
        return Job(self.path, locale.code, is_card=True)


def card_path(path: str, locale: Locale) -> str:
    """Return the path in the site of the card of a page."""
    if path.startswith(f"{DATA_PAGES}/"):
        path = f"{DATA_PAGES}/{HOME}"
    return f"{locale.root}{CARDS}/{path.removesuffix('.md')}.png"


def cards_on(docs: Path, library: Library, locale: Locale) -> dict[str, Card]:
    """Return the cards of the pages that somebody wrote in a language, by path."""
    folder = docs / locale.code
    texts = {path.relative_to(folder).as_posix(): source_of(path) for path in pages_in(folder)}
    home = texts.get(HOME, "")
    usual = next(iter(page_of(home, HOME).shown("bill")), "")
    return {path: card_of(path, text, library, locale, usual) for path, text in texts.items()}


def card_of(path: str, text: str, library: Library, locale: Locale, usual: str = "") -> Card:
    """Return the card of a page, from its Markdown; `usual` is the bill of those that have none."""
    page = page_of(text, path)
    title = locale.typeset(write_figures(page.front.get("title", ""), library, locale))
    bills = [page.front.get("bill", ""), *page.shown("bill")]
    bill = next((id for id in bills if id in library.bills), "")
    chart = next((id for id in page.shown("chart") if id in library.charts), "")
    return Card(path, title, bill or ("" if chart else usual), "" if bill else chart)


def card_svg(card: Card, library: Library, locale: Locale, charts: Mapping[str, ChartText]) -> str:
    """Return a card as an SVG document."""
    if card.chart:
        chart = charts[card.chart]
        return chart_card(card.title, chart.subtitle, _drawn(chart), _foot(library, locale), locale)
    bill = library.bills.get(card.bill)
    told = bill_text(bill, library, locale) if bill else None
    return bill_card(card.title, told, _foot(library, locale), locale)


def chart_page_svg(chart: ChartText) -> str:
    """Return the card of a chart's own page as an SVG document."""
    foot = _foot(chart.library, chart.locale)
    return chart_card(chart.title, chart.subtitle, _drawn(chart), foot, chart.locale)


def chart_card_file(chart: ChartText) -> tuple[str, bytes]:
    """Return the card of a chart's own page, with its path in the site."""
    path = card_path(f"{CHART_PAGES}/{chart.chart.id}.md", chart.locale)
    return path, card_png(chart_page_svg(chart), chart.job, chart.queue)


def card_png(svg: str, job: Job, queue: RenderQueue) -> bytes:
    """Return a card as PNG, in the size that those ask for who show it."""
    return queue.card(svg, job)


def _drawn(chart: ChartText) -> str:
    return drawing(chart, NARROW, chart.chart.id)


def _foot(library: Library, locale: Locale) -> str:
    edition = library.edition
    return locale.word("edition", locale.date(edition.closed)) if edition else ""

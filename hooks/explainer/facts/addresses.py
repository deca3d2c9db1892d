"""Where things of the data stand in the site: links to datasets, observations, ledgers' entries.

They are written from the root of the site, `/verify/data/x.md`, as everywhere; whoever renders the
page makes them relative.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.facts.cells import Cell
from explainer.facts.model import Correction, Library
from explainer.facts.projection_model import Projection, Scenario
from explainer.language.locales import Locale
from explainer.language.periods import Period

FILES = "data"  # of datasets; those of a chart stand beside its page
DATED = "assets/data"  # where files stood until November 2026, with their dates in their names
CHART_PAGES = "charts"
COMPANY_PAGES = "companies"
EMBEDS = "embed"
ATOM, JSON_FEED = "feed.xml", "feed.json"  # what is new, in each language
CARDS = "cards"  # pictures of pages, for those who share them
DATA_PAGES = "verify/data"
# The pages of the ledgers, where marks in other pages lead: each has its own directive.
LEDGERS = {
    "claims": "verify/claims.md",
    "timeline": "understand/timeline.md",
    "glossary": "understand/glossary.md",
    "corrections": "verify/corrections.md",
    "promises": "verify/promises.md",
}


REUSE = "verify/reuse.md"
OFFLINE = "offline.zip"  # the whole site, see pages/offline.py


def made_pages(library: Library) -> dict[str, str]:
    """Return the addresses of the pages that are made from data, without language and last slash,
    with the file that each is made from."""
    return {
        DATA_PAGES: "data/datasets",
        **{f"{DATA_PAGES}/{id}": f"data/datasets/{id}.yml" for id in library.datasets},
        **{f"{CHART_PAGES}/{id}": one.where.file for id, one in library.charts.items()},
        **{f"{COMPANY_PAGES}/{id}": f"data/companies/{id}.yml" for id in library.companies},
    }


def data_page(dataset: str, anchor: str = "") -> str:
    """The link to a dataset's page, or to one observation on it."""
    return f"/{DATA_PAGES}/{dataset}.md" + (f"#{anchor}" if anchor else "")


def ledger_page(kind: str, anchor: str) -> str:
    """The link to an entry of a ledger."""
    return f"/{LEDGERS[kind]}#{anchor}"


def cell_page(cell: Cell) -> str:
    """The link to an observation on its dataset's page."""
    return data_page(cell.dataset.id, cell.dataset.anchor(cell.entity, cell.observation))


def correction_of(dataset: str, entity: str, period: Period, library: Library) -> Correction | None:
    """Return the last correction of a cell, if any."""
    cell = (dataset, entity, period)
    for one in library.corrections:  # the newest comes first
        if (one.dataset, one.entity, one.period) == cell:
            return one
    return None


def correction_anchor(one: Correction) -> str:
    """The fragment that leads to a correction on its page."""
    return f"{one.dataset}-{one.entity}-{one.period}-{one.date}"


@dataclass(frozen=True)
class Told:
    """An entry of a block of a projection: the directive that makes the block, what that names, and
    the fragment that leads to the entry, wherever the block stands."""

    directive: str
    projection: str
    anchor: str


def told_scenario(projection: Projection, scenario: Scenario) -> Told:
    """Where the inputs of a scenario are told: ours, or one that does a calculation again."""
    kind = "calculations" if scenario.published else "assumptions"
    return Told(kind, projection.id, f"{projection.id}-with-{scenario.id}")


def told_input(projection: Projection, id: str) -> Told:
    """Where an input is told with its value in each scenario of ours."""
    return Told("assumptions", projection.id, f"{projection.id}-{id}")


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses, for what leaves the site; `site` ends with a slash."""

    site: str
    locale: Locale

    def chart(self, id: str) -> str:
        """The address of a chart's page, which is the one to share."""
        return f"{self.site}{self.locale.root}{CHART_PAGES}/{id}/"

    def dataset(self, id: str) -> str:
        """The address of a dataset's page."""
        return f"{self.site}{self.locale.root}{DATA_PAGES}/{id}/"

    def embed(self, id: str) -> str:
        """The address to put in a frame."""
        return f"{self.site}{self.locale.root}{EMBEDS}/{id}/"

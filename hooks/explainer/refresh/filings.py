"""Documents as sources of data/: those that are there, and those that must be made."""

from __future__ import annotations

import re
from datetime import timedelta

from explainer.facts.model import Entity, Library
from explainer.language.locales import LOCALES
from explainer.refresh import exchange_rates
from explainer.refresh.company_facts import Filing, Span
from explainer.refresh.readings import plain

FILE = "sources/filings.yml"
BANK = {"fr": "Banque centrale européenne", "en": "European Central Bank"}
_BARE = re.compile(r"/Archives/edgar/data/\d+/(\d{18})(?:/|$)")
_LENGTHS = {"10-K": "year", "10-KT": "year", "20-F": "year", "40-F": "year"}


class Documents:
    """Ids of documents; `made` are the sources that must be written, by id."""

    def __init__(self, library: Library) -> None:
        self.known = set(library.sources)
        self.by_address: dict[str, str] = {}
        for id, source in library.sources.items():
            found = _BARE.search(source.url or "")
            self.by_address.setdefault(found[1] if found else source.url or id, id)
        self.filings = {
            id
            for id, source in library.sources.items()
            if source.kind in ("filing", "release", "official", "slides")
        }
        self.made: dict[str, dict[str, object]] = {}

    def of_filing(self, filing: Filing, entity: Entity) -> str:
        """Return the id of a filing's source, made if it is not there."""
        bare = filing.accession.replace("-", "")
        if bare in self.by_address:
            return self.by_address[bare]
        quarter = Span(filing.until - timedelta(days=90), filing.until).quarter()
        form = re.sub(r"[^a-z0-9]", "", filing.form.lower())
        id = f"{entity.id}-{str(quarter).lower().replace('-', '')}-{form}"
        if id in self.known:
            id = f"{id}-{filing.accession[-9:]}"
        length = _LENGTHS.get(filing.form.removesuffix("/A"), "quarter")
        until = plain(LOCALES["en"].date(filing.until))
        title = (
            f"{entity.name.en} Form {filing.form}, {length} ended {until} (SEC {filing.accession})"
        )
        self._make(
            id,
            bare,
            title=title,
            publisher=_name(entity),
            kind="filing",
            published=str(filing.filed),
            url=filing.url,
        )
        return id

    def of_rates(self, series: str) -> str:
        """Return the id of a series of exchange rates, made if it is not there."""
        url = exchange_rates.page_of(series)
        if url in self.by_address:
            return self.by_address[url]
        id = "ecb-" + re.sub(r"[^a-z0-9]+", "-", series.lower())
        title = f"Exchange rates, series {series.replace('/', '.')}"
        self._make(id, url, title=title, publisher=BANK, kind="official", url=url)
        return id

    def _make(self, id: str, address: str, **fields: object) -> None:
        self.known.add(id)
        self.filings.add(id)
        self.by_address[address] = id
        self.made[id] = fields


def _name(entity: Entity) -> str | dict[str, str]:
    name = entity.name
    return name.en if name.fr == name.en else {"fr": name.fr, "en": name.en}

"""What is read by machine has where to go, and whoever is asked about has a number there."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.errors import Problem, did_you_mean
from explainer.facts.feed import Feed
from explainer.facts.model import FLOW, Dataset, Entity, Library
from explainer.language.periods import QUARTER, YEAR


def problems_of(library: Library) -> Iterator[Problem]:
    """Yield what is wrong in data/refresh.yml beyond a single line."""
    for feed in library.refresh:
        yield from _dataset(feed, library)
        yield from _entity(feed, library)


def _dataset(feed: Feed, library: Library) -> Iterator[Problem]:
    dataset = library.datasets.get(feed.dataset)
    if dataset is None:
        if not library.may_lack("datasets", feed.dataset):
            known = did_you_mean(feed.dataset, library.datasets)
            yield Problem(feed.where, f'dataset "{feed.dataset}" is unknown{known}')
        return
    flaw = _flaw(feed, dataset)
    if flaw:
        yield Problem(feed.where, f'dataset "{dataset.id}" {flaw}')


def _flaw(feed: Feed, dataset: Dataset) -> str:
    """Why what is read cannot go where it should; nothing if it can."""
    instead = "take the feed out, or name another dataset"
    if dataset.frequency not in (QUARTER, YEAR):
        return f"goes by {dataset.frequency}, and what is read goes by quarter or year; {instead}"
    if feed.rates:
        rate = "{1}/{2}".format(*feed.rates.split("."))
        counted = dataset.unit.measure
        return f"counts {counted}, and {feed.rates} {rate}; {instead}" if counted != rate else ""
    if not dataset.unit.is_money:
        return f"counts {dataset.unit.id}, and accounts count money; {instead}"
    if dataset.number_kind not in (FLOW, None):
        return (
            f"holds a {dataset.number_kind}, and what is read is the sum of a quarter or year; "
            f"{instead}"
        )
    return ""


def _entity(feed: Feed, library: Library) -> Iterator[Problem]:
    entity = library.entities.get(feed.entity)
    if entity is None:
        if not library.may_lack("entities"):
            known = did_you_mean(feed.entity, library.entities)
            yield Problem(feed.where, f'entity "{feed.entity}" is unknown{known}')
    elif not feed.rates:
        company = filer(entity, library)
        for name, value in (("cik", company.cik), ("fiscal_year_end", company.fiscal_year_end)):
            if not value:
                yield Problem(
                    feed.where,
                    f'entity "{company.id}" has no {name}; '
                    f"add it in {company.where}, or take the feed out",
                )


def filer(entity: Entity, library: Library) -> Entity:
    """Return who files the accounts of an entity: itself, or whose it is."""
    owner = library.entities.get(entity.owner or "")
    return owner if owner and not entity.cik else entity

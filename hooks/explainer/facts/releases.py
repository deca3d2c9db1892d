"""Addresses that were published: they last, or lead on. And the words by which readers look for
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from explainer.errors import Where


@dataclass(frozen=True)
class Release:
    """What a release added to the addresses of the site: its pages without language and last
    slash, its charts and datasets with the cut-off date that their files bore in their names."""

    day: date
    where: Where = field(compare=False, repr=False)
    pages: tuple[str, ...] = ()
    charts: Mapping[str, date] = field(default_factory=dict)
    datasets: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Redirect:
    """An address that was, and that of the page which has taken its place, both without language
    and last slash."""

    old: str
    new: str
    where: Where = field(compare=False, repr=False)


@dataclass(frozen=True)
class SoughtAs:
    """Words that readers type for a page, which may have none of them; words that say the same to
    the search where no page is named."""

    words: tuple[str, ...]
    where: Where = field(compare=False, repr=False)
    page: str | None = None

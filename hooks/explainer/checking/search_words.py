"""What readers type leads to a page: data/search.yml names pages that are there, in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from explainer.errors import Problem, did_you_mean
from explainer.facts.model import Library
from explainer.facts.releases import SoughtAs

HOME = "index"  # as an editor names the page that has no address
_SAYS_SOMETHING = re.compile(r"[^\W_]")


def problems_of(library: Library, there: Collection[str]) -> Iterator[Problem]:
    """Yield entries that no reader would be led by; `there` are the addresses of pages."""
    pages = {address or HOME for address in there}
    first: dict[str, SoughtAs] = {}
    for one in library.search:
        for message in _flaws(one, pages, first):
            yield Problem(one.where, message)
        first.setdefault(one.page or "", one)


def _flaws(one: SoughtAs, pages: Collection[str], first: dict[str, SoughtAs]) -> Iterator[str]:
    if one.page and one.page not in pages:
        meant = did_you_mean(one.page, sorted(pages)) or "; write the address of a page"
        yield f'page "{one.page}" is no page{meant}'
    elif one.page and one.page in first:
        yield f'page "{one.page}" stands also at {first[one.page].where}; put all its words there'
    if len(one.words) < (1 if one.page else 2):
        yield (
            "words are too few to say the same; write two at least, or name the page that they are "
            "for"
            if not one.page
            else "words are missing; write what readers type"
        )
    said: dict[str, str] = {}
    for word in one.words:
        if not _SAYS_SOMETHING.search(word):
            yield f'word "{word}" has no letter and no digit; take it out'
        elif word.casefold() in said:
            yield f'word "{word}" stands twice; take one out'
        said[word.casefold()] = word

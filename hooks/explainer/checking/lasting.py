"""Addresses last: what a release published is still there, or leads on.

data/releases.yml lists what each release added, and is never shortened; data/redirects.yml says
what has taken the place of what is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from explainer.checking.page_files import address_of, pages_in
from explainer.errors import Problem, did_you_mean
from explainer.facts.addresses import CHART_PAGES, DATA_PAGES, made_pages
from explainer.facts.model import Library
from explainer.facts.releases import Redirect
from explainer.language.locales import LOCALES

REDIRECTS = "data/redirects.yml"


def addresses(docs: Path, library: Library) -> dict[str, str]:
    """Return the pages of the site by address, which is the same in all languages, with the file
    that each is made from."""
    found = {
        address_of(path.relative_to(docs / code)): path.relative_to(docs.parent).as_posix()
        for code in LOCALES
        for path in pages_in(docs / code)
    }
    return {**found, **made_pages(library)}


def problems_of(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield addresses that lead nowhere: redirects that go wrong, and what is gone without one."""
    there = addresses(docs, library)
    leads = {one.old: one for one in library.redirects}
    for one in library.redirects:
        message = _language_in(one) or _flaw(one, there, leads)
        if message:
            yield Problem(one.where, message)
    if not library.may_lack("redirects"):
        yield from _gone(library, there, leads)


def _language_in(one: Redirect) -> str:
    """What is wrong with a redirect of one language: it holds for all."""
    for name, address in (("from", one.old), ("to", one.new)):
        code, _, rest = address.partition("/")
        if code in LOCALES:
            return f'redirect {name} "{address}" begins with a language; write {name}: {rest}'
    return ""


def _flaw(one: Redirect, there: Mapping[str, str], leads: Mapping[str, Redirect]) -> str:
    if leads[one.old] is not one:
        return f'redirect from "{one.old}" stands also at {leads[one.old].where}; keep one of them'
    if one.old in there:
        return (
            f'redirect from "{one.old}" would hide the page that {there[one.old]} makes there; '
            "take the redirect out, or rename the page"
        )
    path, at = [one.old], one.new
    while at in leads and at not in path:
        path.append(at)
        at = leads[at].new
    if at in path:
        return (
            f"redirects go round in a circle: {' → '.join((*path, at))}; lead them to a page that "
            "exists"
        )
    if one.new in leads:
        return f'redirect to "{one.new}" leads on to "{at}"; write to: {at}'
    if one.new not in there:
        meant = did_you_mean(one.new, sorted(there)) or "; write the address of a page"
        return f'redirect to "{one.new}" leads to no page{meant}'
    return ""


def _gone(
    library: Library, there: Mapping[str, str], leads: Mapping[str, Redirect]
) -> Iterator[Problem]:
    told: set[str] = set()
    for release in library.releases:
        published = [(page, "pages", page) for page in release.pages]
        published += [(f"{CHART_PAGES}/{id}", "charts", id) for id in release.charts]
        published += [(f"{DATA_PAGES}/{id}", "datasets", id) for id in release.datasets]
        for address, folder, id in published:
            if address in there or address in leads or address in told:
                continue
            if folder != "pages" and library.may_lack(folder, id):
                continue
            told.add(address)
            yield Problem(
                release.where,
                f'the site had a page at "{address}", and has none now; readers have the address: '
                f"add - {{from: {address}, to: …}} to {REDIRECTS}, with the page that takes its "
                "place",
            )

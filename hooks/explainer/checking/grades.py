"""Whether a figure of grade B is one by the method's own rule: two independent pages, or one that
relays a named document or news outlet.

Pages are independent when they belong to two sites. Two versions of one repository are one page,
and so are two articles of one site: who made the first made the second.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from explainer.facts.model import Library, Observation, Source

# Sites on which many publish, with how many parts of the address tell who: github.com/owner/name.
_SHARED = {
    "github.com": 2,
    "gist.github.com": 1,
    "gitlab.com": 2,
    "huggingface.co": 3,
    "linkedin.com": 2,
    "medium.com": 1,
    "reddit.com": 2,
    "x.com": 1,
    "youtube.com": 1,
}
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[^/]+/(?=https?:)")
_VERSION = re.compile(r"^(?:www|m|amp)\.(?=[^.]+\.)")  # of the same site: for phones, say
# Where else the files and the pages of a repository stand.
_REPOSITORIES = (
    (re.compile(r"raw\.githubusercontent\.com/([^/]+)/([^/]+)"), r"github.com/\1/\2"),
    (re.compile(r"cdn\.jsdelivr\.net/gh/([^/]+)/([^/@]+)"), r"github.com/\1/\2"),
    (re.compile(r"([^./]+)\.github\.io(?:/([^/]*))?"), r"github.com/\1/\2"),
)
# A newspaper is the news outlet itself; the others are documents of whoever has the figure.
_NAMED = ("release", "filing", "slides", "transcript", "official", "press")


def site_of(page: Source) -> str:
    """Return what is the same for all that one hand publishes: a host, or an account on one; for a
    page without an address, its publisher."""
    if not page.url:
        return page.publisher.en
    address = urlsplit(_ARCHIVED.sub("", page.url))
    host = _VERSION.sub("", address.hostname or "")
    for elsewhere, at_home in _REPOSITORIES:
        found = elsewhere.match(host + address.path)
        if found:
            return found.expand(at_home).rstrip("/").casefold()
    parts = address.path.strip("/").split("/")[: _SHARED.get(host, 0)]
    return "/".join((host, *parts)).casefold()


def rests_on_one_page(row: Observation, library: Library) -> bool:
    """Whether a figure was read on one page alone, which relays nothing that has a name."""
    ids = (*row.checked_via, *((row.source,) if row.source else ()))
    if not all(id in library.sources for id in ids):
        return False  # told already, or in a file that could not be read
    original = library.sources.get(row.source or "")
    read = [library.sources[id] for id in row.checked_via]
    if not read or len({site_of(page) for page in read}) > 1:
        return False  # the original itself was read, or two independent pages
    if any(page.relays or page.kind in _NAMED for page in read):
        return False
    # A document of a certain day or address is one that a page can have relayed; a heap is not.
    return not (original and original not in read and (original.url or original.published))

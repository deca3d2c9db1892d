"""What a page is on paper: where a link leads stands in notes at its end.

On a screen a link is enough. Links that leave the site, and those to rows of data, get the number
of a note; a dataset and a document get one each, however often a page leads there.
"""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin

from explainer.facts.addresses import DATA_PAGES

# Lists of documents, whose addresses are printed beside them, see print.css.
_DOCUMENTS = re.compile(r'(<p class="event__documents".*?</p>)', re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#][^"]*)"[^>]*>.*?</a>', re.DOTALL)


def with_notes(html: str, address: str, site: str) -> tuple[str, list[str]]:
    """Return the HTML of a page with numbers behind its links, which show on paper alone, and the
    addresses of its notes. `address` is that of the page."""
    notes: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        to = urldefrag(urljoin(address, match[1].replace("&amp;", "&"))).url
        if not to.startswith("http"):
            return match[0]
        if to.startswith(site) and f"/{DATA_PAGES}/" not in to:
            return match[0]
        number = notes.setdefault(to, len(notes) + 1)
        return f'{match[0]}<sup class="note">{number}</sup>'

    parts = _DOCUMENTS.split(html)
    parts[::2] = [_LINK.sub(numbered, part) for part in parts[::2]]
    return "".join(parts), [*notes]

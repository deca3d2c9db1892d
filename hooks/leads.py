"""Where a page stands among the others, and where it leads: its section, its neighbours, what to
read next. Templates ask for them; what they say of other pages is part of a page's frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page


@dataclass(frozen=True)
class Leads:
    """The pages of one language."""

    files: Files
    code: str

    def page_at(self, path: str) -> Page | None:
        """Return the page of a path under the language, if there is one."""
        file = self.files.src_uris.get(f"{self.code}/{path}")
        return file.page if file else None

    def parent_of(self, page: Page) -> Page | None:
        """Return the page to which one belongs that stands in no menu: a dataset's, a chart's."""
        within = page.meta.get("within")
        return self.page_at(within) if within else None

    def section_of(self, page: Page) -> Section | None:
        """Return the section in which a page stands, or the one to which it belongs."""
        section: Any = (self.parent_of(page) or page).parent
        return section if isinstance(section, Section) else None

    def first_of(self, section: Section | None) -> Page | None:
        """Return the page that opens a section, if it holds any: it may hold links elsewhere."""
        pages: list[Any] = [one for one in section.children if one.is_page] if section else []
        return pages[0] if pages else None

    def others_of(self, page: Page) -> list[Page]:
        """Return the other pages of the section which a page opens; of any other page, none."""
        pages = [one for one in getattr(page.parent, "children", None) or () if one.is_page]
        return pages[1:] if pages and pages[0] is page else []

    def next_of(self, page: Page) -> list[Page]:
        """Return the pages to read next, but those that the page lists as its section's."""
        found, others = map(self.page_at, page.meta.get("next") or ()), self.others_of(page)
        return [one for one in found if one and one not in others]

    def trail_of(self, page: Page) -> list[tuple[str, str]]:
        """Return the way to a page, as names and addresses: its section, the page to which it
        belongs, itself."""
        section, parent = self.section_of(page), self.parent_of(page)
        first = self.first_of(section)
        way = [(str(section.title), first)] if section and first and first is not page else []
        if parent and parent is not first:
            way.append((_name(parent), parent))
        way.append((_name(page), page))
        return [(name, str(one.canonical_url)) for name, one in way]

    def said_on(self, page: Page) -> list[tuple[object, ...]]:
        """Return what a page says of others in its frame."""
        parent, section = self.parent_of(page), self.section_of(page)
        others = (*self.others_of(page), *self.next_of(page))
        return [
            (section and section.title, parent and parent.title),
            *((one.title, one.url, one.meta.get("description")) for one in others),
        ]


def _name(page: Page) -> str:
    return str(page.meta.get("title") or page.title)

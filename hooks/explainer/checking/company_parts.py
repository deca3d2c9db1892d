"""Pages of companies: what is wrong in their template, and in what asks for their parts.

They are looked at like other pages, one company after the other; what is wrong is told once, where
it stands in the template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from explainer.checking.markdown_source import Page, page_of
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.company_model import PARTS
from explainer.facts.company_pages import has_part, page_of_company, template_file
from explainer.facts.model import Library
from explainer.language.locales import LOCALES, Locale


def made_pages(library: Library, code: str) -> Iterator[tuple[str, str, str]]:
    """Yield the pages of companies in a language: the id, the Markdown, the file that says it."""
    if not library.company_templates.get(code):
        return
    for page in library.companies.values():
        if page.id in library.entities:
            text, _ = page_of_company(page, library, code)
            yield page.id, text, template_file(code)


def pages_read(library: Library, code: str) -> Iterator[tuple[str, Page]]:
    """Yield the pages of companies in a language, read: each with its id."""
    for id, text, file in made_pages(library, code):
        yield id, page_of(text, file)


def problems_of(
    library: Library, look: Callable[[str, str, Locale], list[Problem]]
) -> Iterator[Problem]:
    """Yield what is wrong in the templates, as `look` finds it in the pages made from them."""
    for code, locale in LOCALES.items():
        found: list[Problem] = []
        if not library.company_templates.get(code):
            continue
        for page in library.companies.values():
            if page.id not in library.entities:
                continue
            text, problems = page_of_company(page, library, code)
            found += problems or look(text, template_file(code), locale)
        yield from dict.fromkeys(found)


def of_directive(id: str, where: Where, library: Library) -> Iterator[Problem]:
    """Yield what is wrong with `::: company acme/moves`."""
    company, _, part = id.partition("/")
    if company not in library.companies:
        if not library.may_lack("companies", company):
            yield Problem(
                where, f'company "{company}" is unknown{did_you_mean(company, library.companies)}'
            )
    elif part not in PARTS:
        yield Problem(
            where,
            f'"::: company {id}" names no part{did_you_mean(part, PARTS)}',
        )
    elif not has_part(library.companies[company], part, library) and not library.unread:
        yield Problem(
            where,
            f'"::: company {id}" has nothing to show; add it to data/companies/{company}.yml',
        )

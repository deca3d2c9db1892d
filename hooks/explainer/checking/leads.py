"""Where pages lead on: the `next` of their front matter names pages that are there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from explainer.checking.markdown_source import Page, page_of, source_of
from explainer.checking.page_files import pages_in
from explainer.errors import Problem, Where, did_you_mean
from explainer.facts.addresses import CHART_PAGES, DATA_PAGES
from explainer.facts.model import Library
from explainer.language.locales import LOCALES

MOST = 3


def problems_of(docs: Path, library: Library) -> Iterator[Problem]:
    """Yield the pages that lead nowhere, too far, or elsewhere than their twin."""
    made = {f"{DATA_PAGES}/index.md"}
    made |= {f"{DATA_PAGES}/{id}.md" for id in library.datasets}
    made |= {f"{CHART_PAGES}/{id}.md" for id in library.charts}
    leads: dict[str, dict[str, Page]] = {}
    for code in LOCALES:
        folder = docs / code
        names = {path.relative_to(folder).as_posix(): path for path in pages_in(folder)}
        for name, path in names.items():
            page = page_of(source_of(path), path.relative_to(docs.parent).as_posix())
            leads.setdefault(name, {})[code] = page
            where = Where(page.file, page.keys.get("next", 1))
            for lead in page.next:
                if lead == name:
                    yield Problem(where, f'next: "{lead}" is this very page; name another')
                elif lead not in names and lead not in made:
                    close = did_you_mean(lead, names) or "; name it like industry/spending.md"
                    yield Problem(where, f'next: there is no page "{lead}"{close}')
            if len(page.next) > MOST or len(set(page.next)) < len(page.next):
                yield Problem(where, "next names two or three pages, each once; take the rest out")
    for twins in leads.values():
        fr, en = twins.get("fr"), twins.get("en")
        if fr and en and "next" in fr.keys and "next" in en.keys:
            for one, other in zip_longest(fr.next, en.next, fillvalue="nothing"):
                if one != other:
                    yield Problem(
                        Where(fr.file, fr.keys["next"]),
                        f'next: leads to "{one}" where {en.file}:{en.keys["next"]} leads to '
                        f'"{other}"; write the same pages in both',
                    )
                    break

"""Grade B by the method's own rule: two independent pages, or one that relays what has a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explainer.checking.grades import rests_on_one_page, site_of
from explainer.facts.model import Library, Source
from tests.made_charts import HERE, cell, text


def page(id: str, url: str | None, kind: str = "analysis", relays: str | None = None) -> Source:
    return Source(id, id, text(id), kind, HERE, url=url, relays=text(relays) if relays else None)


PAGES = {
    one.id: one
    for one in (
        page("first", "https://github.com/acme/tracker/blob/1/capex.csv"),
        page("later", "https://github.com/Acme/tracker/blob/2/capex.csv"),
        page("other", "https://github.com/acme/ledger/blob/1/facts.csv"),
        page("told", "https://github.com/acme/told/blob/1/facts.csv", relays="SEC filings"),
        page("one-article", "https://www.notes.example/2025/10/capex"),
        page("another-article", "https://notes.example/2026/01/capex"),
        page("raw", "https://raw.githubusercontent.com/acme/tracker/main/capex.csv"),
        page("copy", "https://cdn.jsdelivr.net/gh/acme/tracker@1/capex.csv"),
        page("site", "https://acme.github.io/tracker/"),
        page("archived", "https://web.archive.org/web/2025/https://notes.example/2025/10/capex"),
        page("phone", "https://m.notes.example/2025/10/capex"),
        page("daily", "https://daily.example/capex", "press"),
        page("release", "https://acme.example/results", "release"),
        page("reports", None, "filing"),
    )
}
LIBRARY = Library({}, PAGES, {}, {})


@pytest.mark.parametrize(
    ("source", "via", "weak"),
    [
        (None, ("first",), True),
        (None, ("first", "later"), True),  # two versions of one repository
        (None, ("one-article", "another-article"), True),  # two articles of one site
        (None, ("first", "raw"), True),  # a repository, its files and its site
        (None, ("raw", "copy", "site"), True),
        (None, ("one-article", "archived", "phone"), True),  # a page, kept and for phones
        (None, ("other", "raw"), False),
        ("reports", ("first", "later"), True),  # a heap of reports is no document
        (None, ("first", "other"), False),
        (None, ("first", "one-article"), False),
        (None, ("told",), False),
        (None, ("daily",), False),
        ("release", ("first",), False),
        ("release", (), False),
    ],
)
def test_what_rests_on_one_page(source: str | None, via: tuple[str, ...], weak: bool) -> None:
    row = replace(cell("2025-Q1", "1.5", checked_via=via), source=source)
    assert rests_on_one_page(row, LIBRARY) is weak


def test_a_page_without_an_address_is_its_publisher_s() -> None:
    assert site_of(PAGES["reports"]) == "reports"

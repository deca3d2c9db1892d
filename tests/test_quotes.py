"""Quotations: the words as they were said, our translation, and who said them where and when."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.pages.quote_block import quote_block
from tests.test_markdown import render


def block(code: str, library: Library) -> str:
    return quote_block("acme-nearly", library, LOCALES[code]).whole()


def test_words_in_another_language_say_so_and_our_translation_stands_under_them(
    library: Library,
) -> None:
    html = block("fr", library)
    quoted = re.search(r'<blockquote>\s*<p class="quote__words" lang="en">(.*?)</p>', html)
    assert quoted
    assert quoted[1] == "«\u202fit\u2019s nearly 20, isn\u2019t it?\u202f»"
    under = html[html.index("</blockquote>") :]
    assert "«\u202fc\u2019est presque 20, non\u202f?\u202f»" in under
    assert "(notre traduction)" in under


def test_words_in_the_language_of_the_page_need_no_translation(library: Library) -> None:
    html = block("en", library)
    assert "“it\u2019s nearly 20, isn\u2019t it?”" in html
    assert "presque" not in html
    assert "lang=" not in html.partition("<figcaption>")[0]


@pytest.mark.parametrize(
    ("code", "who", "when"),
    [
        ("fr", "<cite>La directrice</cite>, directrice d\u2019Acme", "30\u00a0janvier 2026"),
        ("en", "<cite>The head</cite>, head of Acme", "30\u00a0January 2026"),
    ],
)
def test_whose_words_they_are(code: str, who: str, when: str, library: Library) -> None:
    html = block(code, library)
    assert who in html
    assert when in html
    assert 'href="https://daily.example/capex"' in html
    assert 'href="/verify/data/firms.capex.md#acme-2025-Q4"' in html  # of the context


def test_a_quotation_in_french_is_translated_for_english_readers(library: Library) -> None:
    one = library.quotations["acme-nearly"]
    french = replace(one, words="c'est presque 20, non ?", lang="fr", translation="nearly 20, no?")
    held = replace(library, quotations={french.id: french})
    html = quote_block("acme-nearly", held, LOCALES["en"]).whole()
    assert 'lang="fr">“c\u2019est presque 20, non\u202f?”' in html
    assert "“nearly 20, no?”" in html
    assert "our translation" in html


def test_a_page_quotes_by_a_directive(library: Library) -> None:
    html = render("Before.\n\n::: quote acme-nearly\n\nAfter.", library, "en")
    assert html.index("Before.") < html.index("<blockquote>") < html.index("After.")


def test_no_quotation_of_the_site_is_longer_than_allowed(real_library: Library) -> None:
    assert 25 <= len(real_library.quotations) <= 40
    for one in real_library.quotations.values():
        assert len(one.words.split()) <= 25, one.id
        assert one.grade in "AB", one.id

"""Pages of companies: one template, filled from the data; what a company lacks leaves no hole."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from explainer.facts.company_model import PARTS
from explainer.facts.company_pages import has_part, missing, page_of_company
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.pages.company_block import companies_block, company_block

CODES = ("fr", "en")
COMPANIES = ("meta", "alphabet", "microsoft", "amazon", "oracle", "nvidia", "openai", "coreweave")


def made(company: str, template: str, library: Library, code: str = "en") -> tuple[str, list[str]]:
    library = replace(library, company_templates={code: template})
    text, problems = page_of_company(library.companies[company], library, code)
    return text, [str(one) for one in problems]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("company", COMPANIES)
def test_each_company_has_a_page_without_holes(
    company: str, code: str, real_library: Library
) -> None:
    text, problems = page_of_company(real_library.companies[company], real_library, code)
    assert problems == []
    assert "[[" not in text
    assert f"# {real_library.entities[company].name[code]}" in text
    headings = re.findall(r"^## (.*)\n\s*(?=\S)(.)", text, re.MULTILINE)
    assert headings
    assert all(following != "#" for _, following in headings), "something stands under each"
    for id in re.findall(r"^::: chart (\S+)$", text, re.MULTILINE):
        assert id.startswith(f"{company}-")
        assert id in real_library.charts


def test_what_a_company_lacks_is_left_out_with_its_heading(real_library: Library) -> None:
    template = "# [[name]]\n\n## Spent\n\nIt spent [[spending]].\nMore.\n\n## Said\n\nWords.\n"
    text, problems = made("openai", template, real_library)
    assert problems == []
    assert text == "# OpenAI\n\n\n\n\n\n\n## Said\n\nWords.\n", "and lines keep their numbers"
    text, _ = made("meta", template, real_library)
    assert "It spent hyperscalers.capex/meta.\nMore." in text


def test_pledges_are_those_that_name_the_company(real_library: Library) -> None:
    html = company_block("openai/promises", real_library, LOCALES["en"]).html
    assert '<a href="/verify/promises.md#stargate-500">$500bn</a>' in html, "with others"
    assert "#meta-600" not in html
    assert not has_part(real_library.companies["coreweave"], "promises", real_library)


def test_the_last_period_moves_with_the_data(real_library: Library) -> None:
    text, _ = made("meta", "[[spending last]] [[spending before]] [[of-name]]\n", real_library)
    assert text == "2026-Q2 2025-Q2 Meta's\n"
    dataset = real_library.datasets["hyperscalers.capex"]
    rows = tuple(row for row in dataset.series["meta"] if str(row.period) != "2026-Q2")
    older = replace(dataset, series={**dataset.series, "meta": rows})
    library = replace(real_library, datasets={**real_library.datasets, dataset.id: older})
    assert made("meta", "[[spending last]]\n", library)[0] == "2026-Q1\n"


@pytest.mark.parametrize(
    ("hole", "sentence"),
    [
        ("spendin", '"[[spendin]]" is unknown; did you mean "spending"?'),
        ("spending late", ('"[[spending late]]" is unknown; write [[spending]] alone, or with one of '
         "last, before, first, dataset, entity")),
        ("part movs", 'part "movs" is unknown; did you mean "moves"?'),
        ("name of", '"[[name of]]" says too much; write [[name]]'),
    ],
)  # fmt: skip
def test_a_mistake_in_the_template_is_told_with_its_line(
    hole: str, sentence: str, real_library: Library
) -> None:
    _, problems = made("meta", f"# A\n\n[[{hole}]]\n", real_library)
    assert problems == [f"data/companies/template.en.md:3: {sentence}"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("company", COMPANIES)
def test_each_part_that_is_asked_for_has_something_to_show(
    company: str, code: str, real_library: Library
) -> None:
    page = real_library.companies[company]
    for part in PARTS:
        if has_part(page, part, real_library):
            html = company_block(f"{company}/{part}", real_library, LOCALES[code]).whole()
            assert re.search(r"<li|<td|<blockquote", html), part


def test_guidance_keeps_each_date_and_says_what_came_of_it(real_library: Library) -> None:
    html = company_block("meta/guidance", real_library, LOCALES["en"]).whole()
    said = [
        row for row in real_library.datasets["meta.capex_guidance"].series["meta"] if row.numbers
    ]
    assert html.count("</td></tr>") == len(said) + len({row.period for row in said})
    assert "Actually spent</td><td>not known yet" in html  # of the year that is not over
    assert 'href="/verify/data/meta.capex.md#meta-2025"' in html


@pytest.mark.parametrize(
    ("code", "unpublished", "unfollowed"),
    [("fr", "non publié", "non suivi ici"), ("en", "not published", "not followed here")],
)
def test_the_table_of_all_says_what_is_missing(
    code: str, unpublished: str, unfollowed: str, real_library: Library
) -> None:
    html = companies_block(real_library, LOCALES[code]).whole()
    rows = dict(re.findall(r'href="/companies/(\w+)\.md">.*?</th>(.*?)</tr>', html, re.DOTALL))
    assert set(rows) == set(COMPANIES)
    assert next(iter(rows)) == "amazon", "who spends most comes first"
    assert rows["openai"].count(unpublished) == 2
    assert unfollowed in rows["nvidia"]
    assert "hyperscalers.capex.md#meta-2026-Q2" in rows["meta"]


def test_the_table_of_all_holds_buyers_and_sellers_together(real_library: Library) -> None:
    """Each number says of which quarter it is, for they differ from row to row; a seller has its
    sales, and a lab whose accounts are not public its pace."""
    html = companies_block(real_library, LOCALES["en"]).whole().replace("\u00a0", " ")
    heads = re.findall(r'<th scope="col">(.*?)</th>', html)
    assert "Sales" in heads
    rows = dict(re.findall(r'href="/companies/(\w+)\.md">.*?</th>(.*?)</tr>', html, re.DOTALL))
    days = {id: re.findall(r'"companies__day">(.*?)<', row) for id, row in rows.items()}
    assert days["amazon"][:3] == ["Q2 2026", "Q2 2026", "Q2 2026"]
    assert days["coreweave"][0] == "Q1 2026"
    assert "nvidia.revenue.md#nvidia-2026-Q2" in rows["nvidia"]
    assert days["openai"] == ["yearly pace, August 2026"]


def test_a_page_says_what_it_lacks(real_library: Library) -> None:
    for company in COMPANIES:
        page = real_library.companies[company]
        text, _ = page_of_company(page, real_library, "en")
        if company == "openai":
            assert "OpenAI publishes no accounts." in text
            assert "Missing here" not in text
            continue
        for name in missing(page):
            assert LOCALES["en"].word(f"measure:{name}") in text, (company, name)

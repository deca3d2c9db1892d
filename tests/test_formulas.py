"""Cells computed from other cells: what they come to, what they rest on, and what moves with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from explainer.facts.cells import Cell
from explainer.facts.dependencies import state_of_item
from explainer.facts.explanations import explanation, plain_explanation
from explainer.facts.figures import write_figures
from explainer.facts.model import Library, Observation
from explainer.kinds import kind_of
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.dataset_block import dataset_block
from explainer.pages.downloads import dataset_files

HEAD = """\
name: {{fr: {id}, en: {id}}}
definition: {{fr: Ce qui est mesuré., en: What is measured.}}
scope: {{fr: Une entreprise., en: One company.}}
unit: {unit}
kind: {kind}
frequency: {frequency}
cutoff: 2026-03-01
grade: A
series:
"""
SOURCES = "source: acme-2025"


def dataset(  # noqa: PLR0917
    project: Path,
    id: str,
    rows: str,
    unit: str = "usd-bn",
    kind: str = "flow",
    step: str = "quarter",
) -> None:
    """Add a dataset of Acme, one row a line."""
    head = HEAD.format(id=id, unit=unit, kind=kind, frequency=step)
    lines = "".join(f"    - {{{row}}}\n" for row in rows.strip().splitlines())
    (project / f"data/datasets/{id}.yml").write_text(f"{head}  acme:\n{lines}", encoding="utf-8")


@pytest.fixture
def formula(project: Path) -> Callable[..., Observation]:
    """Return what a formula comes to, of datasets t.a (money), t.b (a rate), t.life (years)."""
    dataset(
        project,
        "t.a",
        f"""
        period: 2025-Q1, value: 10.25, {SOURCES}
        period: 2025-Q2, value: 20.5, {SOURCES}
        period: 2025-Q3, value: 30.125, {SOURCES}
        period: 2025-Q4, value: 0.1, {SOURCES}
        """,
    )
    dataset(
        project,
        "t.b",
        f"period: 2025-Q1, value: 38, {SOURCES}\nperiod: 2025-Q2, value: 39.5, {SOURCES}",
        "percent",
        "rate",
    )
    dataset(project, "t.life", f'period: "2025", value: 2.5, {SOURCES}', "years", "stock", "year")
    units = project / "data/units.yml"
    text = units.read_text(encoding="utf-8")
    if "\nyears:" not in text:
        units.write_text(
            text
            + 'years:\n  measure: years\n  name: {fr: années, en: years}\n  short: {fr: "{} ans", en: "{} years"}\n',
            encoding="utf-8",
        )

    def computed(
        text: str, period: str = "2025-Q1", unit: str = "usd-bn", kind: str = "flow"
    ) -> Observation:
        step = "year" if len(period) == 4 else "quarter"
        dataset(project, "t.c", f"period: '{period}', formula: \"{text}\"", unit, kind, step)
        library, problems = read_library(project / "data")
        assert problems == []
        return library.datasets["t.c"].series["acme"][0]

    return computed


@pytest.mark.parametrize(
    ("text", "value", "exact"),
    [
        ("t.a", "10.25", "10.25"),
        ("t.a@2025-Q2", "20.5", "20.5"),
        ("sum t.a@2025-Q1..2025-Q3", "60.9", "60.875"),
        ("sum t.a@2025", "61.0", "60.975"),
        ("sum t.a@2025-Q1 t.a@2025-Q3", "40.38", "40.375"),
        ("sum t.a@2025-Q1..2025-Q3, digits 3", "60.875", "60.875"),
        ("mean t.a@2025-Q1..2025-Q2", "15.4", "15.375"),
        ("difference t.a to t.a@2025-Q2", "10.3", "10.25"),
        ("difference t.a@2025-Q2 to 2025-Q1", "-10.3", "-10.25"),
        ("difference (sum t.a@2025-Q1..2025-Q2) to t.a@2025-Q3", "-0.6", "-0.625"),
        ("product t.a by t.b", "3.90", "3.895"),
        ("quotient t.a by t.life@2025", "4.10", "4.1"),
        ("sum (product t.a by t.b) (product t.a@2025-Q2 by t.b@2025-Q2), digits 4", "11.9925", "11.9925"),
        ("straight-line t.a@2025-Q1 over t.life@2025 from 2025-01", "1.03", "1.025"),
        ("straight-line t.a@2025-Q1 over t.life@2025", "0", "0"),
        ("straight-line t.a@2025-Q1 over t.life@2025 from 2025-03", "0.34", None),
    ],
)  # fmt: skip
def test_what_a_formula_comes_to(
    text: str, value: str, exact: str | None, formula: Callable[..., Observation]
) -> None:
    """Exactly, and shown to the decimals of its least precise operand."""
    row = formula(text)
    assert str(row.value) == value
    if exact is not None:
        assert row.exact == Decimal(exact)


@pytest.mark.parametrize(
    ("text", "value"),
    [("ratio t.a to t.a@2025-Q2", "50.0"), ("change t.a to t.a@2025-Q2", "100.0"), ("difference t.b to t.b@2025-Q2", "2"), ("mean t.b@2025-Q1..2025-Q2, digits 2", "38.75")],
)  # fmt: skip
def test_percentages(text: str, value: str, formula: Callable[..., Observation]) -> None:
    assert str(formula(text, unit="percent", kind="rate").value) == value


@pytest.mark.parametrize(
    ("period", "value"),
    [("2025", "4.100"), ("2026", "4.100"), ("2027", "2.050"), ("2028", "0")],
)
def test_a_share_by_straight_line_adds_up_to_what_was_spent(
    period: str, value: str, formula: Callable[..., Observation]
) -> None:
    """Ten and a quarter over two years and a half."""
    text = "straight-line t.a@2025-Q1 over t.life@2025 from 2025-01, digits 3"
    assert str(formula(text, period).value) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum t.r@2025-Q1.low t.r@2025-Q2.low", "5"),
        ("sum t.r@2025-Q1..2025-Q2.high", "9"),
        ("mean t.r@2025-Q2.low t.r@2025-Q2.high, digits 1", "5.5"),
        ("difference t.r@2025-Q2.low to t.r@2025-Q2.high", "3"),
    ],
)
def test_an_end_of_a_range_is_what_is_computed_with(
    text: str, value: str, formula: Callable[..., Observation], project: Path
) -> None:
    """Also where it is added up, and where the cell has a value beside its interval."""
    rows = f"period: 2025-Q1, low: 1, high: 2, {SOURCES}\nperiod: 2025-Q2, value: 5, low: 4, high: 7, {SOURCES}"
    dataset(project, "t.r", rows)
    row = formula(text)
    assert str(row.value) == value
    library, _ = read_library(project / "data")
    said = plain_explanation(Cell(library.datasets["t.c"], "acme", row), library, LOCALES["en"])
    ends = ["$1bn", "$4bn"] if "2025-Q1.low" in text else ["$2bn", "$7bn"] if "sum" in text else []
    for end in ends or ["$4bn", "$7bn"]:
        assert f"({end})" in said
    assert "$5bn" not in said


@pytest.mark.parametrize(
    ("text", "unit", "kind", "sentence"),
    [
        (
            "(" * 1900 + "t.a" + ")" * 1900,
            "usd-bn",
            "flow",
            "brackets stand 1900 deep, and 20 are the most",
        ),
        (
            "product (" * 18 + "product t.a by t.n" + ") by t.n" * 18,
            "usd-bn",
            "flow",
            "of 268 digits before the point, and 30 are the most; take a larger unit",
        ),
        ("product (product t.a by t.n) by t.n", "usd-bn", "flow", "of more than 15 digits; take a"),
        (
            "quotient t.a by t.n",
            "usd-bn",
            "flow",
            "it comes to 1.0e-13, of which 2 decimals show nothing; ask for more with digits",
        ),
        (
            "sum (product (ratio t.a to t.a@2025-Q2) by t.n) (ratio t.a to t.a@2025-Q2)",
            "percent",
            "rate",
            '"sum" meets percentages',
        ),
        (
            "sum t.a t.a",
            "usd-bn",
            "flow",
            '"sum" counts twice what "t.a@2025-Q1" and "t.a@2025-Q1" have',
        ),
        ("sum t.a@2025 t.a@2025-Q2", "usd-bn", "flow", '"t.a@2025-Q2" have in common; leave one'),
        (
            "straight-line t.a over (difference t.life@2025 to t.life@2025)",
            "usd-bn",
            "flow",
            '"straight-line" needs a life of more than no years; take another one',
        ),
        ("t.n", "count", "flow", 'and "t.c" counts flows; write kind: stock in its file'),
        ("{{ t.a }}", "usd-bn", "flow", "has braces, which only texts need; leave them out"),
        ("t.a t.b", "usd-bn", "flow", '"t.a t.b" is not a figure; write it like'),
        ("t.a@2025-Q1.low", "usd-bn", "flow", '"t.a@2025-Q1.low" has no low; leave .low out'),
        ("sum t.a@2025-Q1..2025-Q2.low", "usd-bn", "flow", "has no low; leave .low out"),
    ],
)
def test_a_formula_that_nobody_should_write_has_its_sentence(  # noqa: PLR0917
    text: str,
    unit: str,
    kind: str,
    sentence: str,
    formula: Callable[..., Observation],
    project: Path,
) -> None:
    dataset(project, "t.n", f"period: 2025-Q1, value: 100000000000000, {SOURCES}", "count", "stock")
    with pytest.raises(AssertionError, match=re.escape(sentence)):
        formula(text, unit=unit, kind=kind)


def test_brackets_of_a_text_have_the_same_end(library: Library) -> None:
    deep = "(" * 1000 + "acme.capex@2025" + ")" * 1000
    with pytest.raises(ValueError, match="brackets stand 1000 deep, and 20 are the most"):
        write_figures(f"{{{{ {deep} }}}}", library, LOCALES["en"])


def test_a_sentence_shows_the_decimals_of_a_computed_cell(
    formula: Callable[..., Observation], project: Path
) -> None:
    """No more than the cell: what is computed with it is exact all the same, in euros as well."""
    assert str(formula("quotient t.a@2025-Q2 by t.life@2025, digits 0").value) == "8"
    library, _ = read_library(project / "data")
    said = [
        write_figures(f"{{{{ {body} }}}}", library, LOCALES["en"]).replace("\u00a0", " ")
        for body in (
            "t.c@2025-Q1",
            "t.c@2025-Q1, euros",
            "t.c@2025-Q1, digits 1",
            "product t.c@2025-Q1 by t.life@2025, digits 1",
            "difference t.c@2025-Q1 to t.a@2025-Q2",
        )
    ]
    assert said == ["$8 billion", "€8 billion", "$8.0 billion", "$20.5 billion", "$12.3 billion"]


def test_thirds_of_two_quarters_are_turned_into_euros(project: Path) -> None:
    """Sums of what has no end in decimals are still sums of it."""
    dataset(
        project,
        "t.a",
        f"period: 2025-Q1, value: 10.0, {SOURCES}\nperiod: 2025-Q2, value: 20.0, {SOURCES}",
    )
    dataset(project, "t.n", f"period: 2025-Q1, value: 3, {SOURCES}", "count", "stock")
    rows = [f"period: 2025-Q{n}, formula: 'quotient t.a by t.n@2025-Q1, digits 2'" for n in (1, 2)]
    dataset(project, "t.c", "\n".join(rows))
    library, problems = read_library(project / "data")
    assert problems == []
    said = write_figures("{{ sum t.c@2025-Q1..2025-Q2, euros }}", library, LOCALES["en"])
    assert said.replace("\u00a0", " ") == "€9.07 billion"  # 3.3333 / 1.05 + 6.6667 / 1.13


def test_a_note_does_not_hide_how_a_cell_was_computed(project: Path) -> None:
    rows = "period: 2025-Q1, formula: firms.capex, note: {fr: Une note., en: A note.}"
    dataset(project, "t.c", rows)
    library, problems = read_library(project / "data")
    assert problems == []
    files = dataset_files(library.datasets["t.c"], library, LOCALES["en"])
    text = "".join(content.decode() for content in files.values())
    assert "A note. — “Capital expenditure”, Acme, Q1\u00a02025 ($1.50bn)" in text


def test_a_long_circle_is_told_in_short(project: Path) -> None:
    rows = [f"period: {1800 + n}, formula: t.c@{1800 + (n + 1) % 99}" for n in range(99)]
    dataset(project, "t.c", "\n".join(rows), step="year")
    _, problems = read_library(project / "data")
    (problem,) = problems
    assert problem.message == (
        'formula: "t.c@1800" needs "t.c@1801", which needs "t.c@1802", which needs "t.c@1803", '
        'which needs "t.c@1804", which needs "t.c@1805", which needs "t.c@1806", which needs 92 '
        'more, which needs "t.c@1800"; give one of them a value or another formula'
    )


def test_a_formula_is_no_surer_than_what_it_rests_on(project: Path) -> None:
    dataset(
        project,
        "t.a",
        f"""
        period: 2025-Q1, value: 10, {SOURCES}, grade: A
        period: 2025-Q2, value: 20, {SOURCES}, grade: B, checked_via: [daily-page], status: estimate
        period: 2025-Q3, value: 30, {SOURCES}, grade: C, status: forecast
        period: 2025-Q4, value: 40, {SOURCES}, until: 2025-11-30
        """,
    )
    rows = "\n".join(
        f"period: 2024-Q{last}, formula: sum t.a@2025-Q1..2025-Q{last}" for last in (2, 3)
    )
    dataset(project, "t.c", rows + "\nperiod: 2025-Q4, formula: t.a")
    library, problems = read_library(project / "data")
    assert problems == []
    second, third, fourth = library.datasets["t.c"].series["acme"]
    assert [one.grade for one in (second, third, fourth)] == ["B", "C", "A"]
    assert [one.status for one in (second, third, fourth)] == ["estimate", "forecast", None]
    assert str(fourth.until) == "2025-11-30"
    assert [one.id for one in library.documents(second)] == ["acme-2025", "daily-page"]


def test_a_chain_as_long_as_a_series(project: Path) -> None:
    """Each month is the one before and a thousandth, told from the last to the first: no chain is
    too long, and what is shown rounded is added up exact."""
    months = [f"{year}-{month:02}" for year in range(1800, 1900) for month in range(1, 13)]
    rows = [
        f'period: {month}, formula: "sum t.c@{before} t.one@1800-01, digits 0"'
        for before, month in pairwise(months)
    ]
    first = f"period: 1800-01, value: 0.001, {SOURCES}"
    dataset(project, "t.one", first, step="month")
    dataset(project, "t.c", "\n".join([*rows[::-1], first]), step="month")
    library, problems = read_library(project / "data")
    assert problems == []
    last = library.datasets["t.c"].series["acme"][0]
    assert len(state_of_item(library.datasets["t.c"])) > 10  # what is kept by it can be told apart
    assert (str(last.period), str(last.value), last.exact) == ("1899-12", "1", Decimal("1.200"))


def of(library: Library, code: str) -> dict[str, str]:
    """What readers see that rests on t.a: a sentence, a table, a description, the files."""
    locale = LOCALES[code]
    held = library.charts["t-c"]
    kind = kind_of(held)
    block = dataset_block(library.datasets["t.c"], library, locale)
    files = dataset_files(library.datasets["t.c"], library, locale)
    return {
        "sentence": write_figures("{{ t.c@2025-Q1 }}", library, locale),
        "table": str(kind.table(held, library, locale)),
        "description": kind.describe(held, library, locale),
        "page": block.html,
        "csv": "".join(content.decode() for content in files.values()),
    }


def test_one_operand_moves_all_that_rests_on_it(project: Path) -> None:
    """A formula, and a formula of that formula: values, chart, sentence, table, CSV, words."""
    rows = f"period: 2025-Q1, value: 10.25, {SOURCES}\nperiod: 2025-Q2, value: 20.50, {SOURCES}"
    dataset(project, "t.a", rows)
    dataset(
        project,
        "t.b",
        "period: 2025-Q1, formula: sum t.a@2025-Q1..2025-Q2\nperiod: 2025-Q2, formula: t.a",
    )
    dataset(
        project,
        "t.c",
        "period: 2025-Q1, formula: difference t.a to t.b\nperiod: 2025-Q2, formula: sum t.a t.b",
    )
    (project / "data/charts/t-c.yml").write_text(
        (project / "data/charts/acme-bars.yml")
        .read_text(encoding="utf-8")
        .replace("acme.capex", "t.c"),
        encoding="utf-8",
    )
    chart = (project / "data/charts/t-c.yml").read_text(encoding="utf-8")
    chart = re.sub(
        r"series:.*?\ntitle", "series:\n  - {dataset: t.c}\ntitle", chart, flags=re.DOTALL
    )
    (project / "data/charts/t-c.yml").write_text(
        re.sub(r"\n(from|to|layout): .*", "", chart), encoding="utf-8"
    )
    before, problems = read_library(project / "data")
    assert problems == []
    assert [str(row.value) for row in before.datasets["t.c"].series["acme"]] == ["20.50", "41.00"]
    dataset(project, "t.a", rows.replace("20.50", "23.75"))
    after, problems = read_library(project / "data")
    assert problems == []
    assert [str(row.value) for row in after.datasets["t.c"].series["acme"]] == ["23.75", "47.50"]
    for code, number, old in (("fr", "23,75", "20,50"), ("en", "23.75", "20.50")):
        for what, text in of(after, code).items():
            assert number in text, what
            assert old not in text, what
            assert old in of(before, code)[what], what


@pytest.mark.parametrize(
    ("text", "fr", "en"),
    [
        (
            "difference t.a to t.a@2025-Q2",
            "« t.a », T2 2025 (20,5 Md$) moins T1 2025 (10,25 Md$)",
            "“t.a”, Q2 2025 ($20.5bn) minus Q1 2025 ($10.25bn)",
        ),
        (
            "sum t.a@2025-Q1..2025-Q3",
            "somme de « t.a », T1 2025 (10,25 Md$), T2 2025 (20,5 Md$) et T3 2025 (30,125 Md$)",
            "sum of “t.a”, Q1 2025 ($10.25bn), Q2 2025 ($20.5bn) and Q3 2025 ($30.125bn)",
        ),
        (
            "quotient (sum t.a@2025-Q1..2025-Q2) by t.life@2025",
            "(somme de « t.a », T1 2025 (10,25 Md$) et T2 2025 (20,5 Md$)) ÷ « t.life », 2025 (2,5 ans)",
            "(sum of “t.a”, Q1 2025 ($10.25bn) and Q2 2025 ($20.5bn)) ÷ “t.life”, 2025 (2.5 years)",
        ),
        (
            "straight-line t.a@2025-Q1 over t.life@2025",
            "part de « t.a », T1 2025 (10,25 Md$) étalée en parts égales sur « t.life », 2025 (2,5 ans), dès avril 2025",
            "share of “t.a”, Q1 2025 ($10.25bn) spread evenly over “t.life”, 2025 (2.5 years), from April 2025",
        ),
    ],
)  # fmt: skip
def test_a_formula_is_explained_in_both_languages(
    text: str, fr: str, en: str, formula: Callable[..., Observation], project: Path
) -> None:
    row = formula(text)
    library, _ = read_library(project / "data")
    cell = Cell(library.datasets["t.c"], "acme", row)
    said = {code: plain_explanation(cell, library, LOCALES[code]) for code in ("fr", "en")}
    assert said["fr"].replace("\u00a0", " ").replace("\u202f", " ") == fr
    assert said["en"].replace("\u00a0", " ") == en
    named = [part.cell for part in explanation(cell, library, LOCALES["en"]) if part.cell]
    html = dataset_block(library.datasets["t.c"], library, LOCALES["en"]).html
    for one in named:
        address = one.dataset.anchor("acme", one.observation)
        assert f'href="/verify/data/{one.dataset.id}.md#{address}"' in html


@pytest.mark.parametrize(
    ("kind", "body", "sentence"),
    [
        ("stock", "sum t.x@2025", '"t.x" counts stocks, what there is at the end of a period, which do not add up over time; take one period'),
        ("rate", "sum t.x@2025-Q1..2025-Q2", '"t.x" counts rates, which do not add up; take one of them, or their mean'),
        ("price", "sum t.x@2025-Q1 t.x@2025-Q2", '"t.x" counts prices, which do not add up; take one of them, or their mean'),
        ("index", "sum t.x@2025", '"t.x" counts levels of an index, which do not add up; take one of them, or their mean'),
    ],
)  # fmt: skip
def test_what_does_not_add_up(kind: str, body: str, sentence: str, project: Path) -> None:
    rows = "\n".join(f"period: 2025-Q{n}, value: {n}, {SOURCES}" for n in (1, 2, 3, 4))
    dataset(project, "t.x", rows, kind=kind)
    library, problems = read_library(project / "data")
    assert problems == []
    with pytest.raises(ValueError, match=re.escape(sentence)):
        write_figures(f"{{{{ {body} }}}}", library, LOCALES["en"])


def test_a_period_that_is_not_over_is_compared_with_none(project: Path) -> None:
    dataset(
        project,
        "t.x",
        f"period: 2025-Q3, value: 3, {SOURCES}\nperiod: 2025-Q4, value: 2, until: 2025-11-30, {SOURCES}",
    )
    library, problems = read_library(project / "data")
    assert problems == []
    for body in ("change t.x@2025-Q3 to 2025-Q4", "sum t.x@2025-Q3..2025-Q4"):
        with pytest.raises(
            ValueError, match="was counted until 2025-11-30 only; take a period that"
        ):
            write_figures(f"{{{{ {body} }}}}", library, LOCALES["fr"])


def test_constant_money_never_meets_current_money(project: Path) -> None:
    units = project / "data/units.yml"
    text = units.read_text(encoding="utf-8")
    units.write_text(
        text
        + "usd-bn-2021:\n  measure: USD\n  power: 9\n  prices: 2021\n  name: {fr: milliards de dollars de 2021, en: billions of 2021 dollars}\n",
        encoding="utf-8",
    )
    dataset(project, "t.x", f"period: 2025-Q1, value: 3, {SOURCES}", unit="usd-bn-2021")
    library, problems = read_library(project / "data")
    assert problems == []
    with pytest.raises(ValueError, match="usd-bn-2021 and usd-bn cannot be compared"):
        write_figures("{{ ratio t.x@2025-Q1 to firms.capex/acme@2025-Q1 }}", library, LOCALES["fr"])
    with pytest.raises(ValueError, match="turns current money into euros"):
        write_figures("{{ t.x@2025-Q1, euros }}", library, LOCALES["fr"])


def test_percentages_differ_by_points(project: Path) -> None:
    dataset(
        project,
        "t.x",
        f"period: 2025-Q1, value: 38, {SOURCES}\nperiod: 2025-Q2, value: 39, {SOURCES}\nperiod: 2025-Q3, value: 41.5, {SOURCES}",
        "percent",
        "rate",
    )
    library, _ = read_library(project / "data")
    said = [
        write_figures(
            f"{{{{ difference t.x@2025-Q1 to 2025-Q{n}{option} }}}}", library, LOCALES[code]
        ).replace("\u00a0", " ")
        for code in ("fr", "en")
        for n, option in ((2, ""), (3, ""), (3, ", short"), (2, ", bare, sign"))
    ]
    assert said == [
        "1 point",
        "3,5 points",
        "3,5 pt",
        "+1",
        "1 percentage point",
        "3.5 percentage points",
        "3.5 pt",
        "+1",
    ]


def test_a_figure_tells_a_computed_cell_as_it_is_shown(
    formula: Callable[..., Observation], project: Path
) -> None:
    """To its own decimals; what is computed from it takes the exact number."""
    row = formula("quotient t.a by t.life@2025, digits 0")
    assert (str(row.value), row.exact) == ("4", Decimal("4.1"))
    library, _ = read_library(project / "data")
    assert write_figures("{{ t.c@2025-Q1, short }}", library, LOCALES["en"]) == "$4bn"
    doubled = "{{ difference t.c@2025-Q1 to t.a@2025-Q1, short }}"
    assert write_figures(doubled, library, LOCALES["en"]) == "$6.15bn"

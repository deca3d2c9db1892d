"""Charts of awkward data: each draws something legible, or is refused with what to change."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from explainer.checking.data import problems_of
from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.errors import Problem
from explainer.facts.model import Library
from explainer.kinds.status import parts
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.chart_text import ChartText
from explainer.pages.poster import drawing
from tests.conftest import PROJECT
from tests.made_charts import QUEUE, table_of

KINDS = {"bars": "layout: grouped\n", "lines": "", "stacked": "layout: stacked\n"}
SVG = "{http://www.w3.org/2000/svg}"
NEEDED = ("entities", "units", "firms.capex")


def make(project: Path, series: dict[str, list[str]], kind: str = "bars", label: str = "") -> Path:
    """Replace the capex dataset and keep one chart of it, of every series."""
    for path in (project / "data").rglob("*.yml"):
        if path.stem not in NEEDED and path.parent.name != "sources":
            path.unlink()  # it names other datasets, or other periods of this one
    dataset = project / "data" / "datasets" / "firms.capex.yml"
    head = dataset.read_text(encoding="utf-8").split("series:")[0]
    rows = "".join(
        f"  {entity}:\n"
        + "".join(
            f"    - {{period: {1990 + i // 4}-Q{i % 4 + 1}, value: {value}, source: acme-2025}}\n"
            for i, value in enumerate(values)
        )
        for entity, values in series.items()
    )
    dataset.write_text(f"{head}series:\n{rows}", encoding="utf-8")
    entities = project / "data" / "entities.yml"
    known = entities.read_text(encoding="utf-8")
    entities.write_text(
        known
        + "".join(
            f"{entity}:\n  kind: company\n  name: {label or entity}\n"
            for entity in series
            if f"{entity}:" not in known
        ),
        encoding="utf-8",
    )
    (project / "data" / "charts" / "odd.yml").write_text(
        f"kind: {kind.replace('stacked', 'bars')}\n{KINDS[kind]}"
        "series:\n  - {dataset: firms.capex}\n"
        "title: {fr: Un titre, en: A title}\nsubtitle: {fr: Une mesure, en: A measure}\n"
        "how_to_read: {fr: un point., en: one point.}\nalt: {fr: Un graphique., en: A chart.}\n",
        encoding="utf-8",
    )
    return project


def guidance(project: Path, rows: list[str], outcome: str = "") -> Path:
    """Replace the guidance dataset and keep one chart of it, with its outcome if one is named."""
    make(project, {"acme": ["1"]})
    shutil.copy(PROJECT / "data" / "datasets" / "firms.capex.yml", project / "data" / "datasets")
    head = (PROJECT / "data" / "datasets" / "acme.guidance.yml").read_text(encoding="utf-8")
    (project / "data" / "datasets" / "acme.guidance.yml").write_text(
        head.split("series:")[0]
        + "series:\n  acme:\n"
        + "".join(f"    - {{{row}, source: acme-2025}}\n" for row in rows),
        encoding="utf-8",
    )
    path = project / "data" / "charts" / "odd.yml"
    text = path.read_text(encoding="utf-8").replace("firms.capex", "acme.guidance")
    text = text.replace("kind: bars\nlayout: grouped\n", f"kind: ranges\n{outcome}")
    path.write_text(text, encoding="utf-8")
    return project


def found(project: Path) -> tuple[Library, list[Problem]]:
    """What the data hold, and what is wrong in them. These are charts at the edge of what can be
    drawn: that they are small is their point.
    """
    library, problems = read_library(project / "data")
    small = ('accept "few-numbers"', 'accept "empty-cells"', 'accept "title-not-drawn"')
    told = [one for one in problems_of(library) if not any(word in one.message for word in small)]
    return library, problems + told


def chart_text(project: Path, code: str = "fr") -> ChartText:
    library, problems = found(project)
    assert problems == []
    return ChartText(library.charts["odd"], library, LOCALES[code], QUEUE)


def refused(project: Path) -> list[str]:
    return [str(problem) for problem in found(project)[1]]


def is_legible(one: ChartText) -> None:
    for layout in (WIDE, NARROW):
        raw = drawing(one, layout, "odd")
        assert "NaN" not in raw
        assert "undefined" not in raw
        assert "Infinity" not in raw
        root = ElementTree.fromstring(raw)
        tips = [e for e in root.iter() if e.get("data-tip")]
        assert len(tips) >= 1
        texts = [e.text for e in root.iter(f"{SVG}text") if e.text]
        assert len(texts) >= 2
        for path in root.iter(f"{SVG}path"):
            for number in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", "")):
                assert abs(float(number)) < 2000


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(
    "values",
    [["5"], ["0", "0", "0"], ["0"], ["0.001", "0.002"], ["1", "2"] * 60, ["999999", "1000000"]],
    ids=["one point", "all zeros", "one zero", "tiny", "120 periods", "large"],
)
def test_one_series(kind: str, values: list[str], project: Path) -> None:
    is_legible(chart_text(make(project, {"acme": values}, kind)))


@pytest.mark.parametrize("kind", ["bars", "lines"])
@pytest.mark.parametrize("values", [["-5", "3"], ["-5", "-3"]], ids=["mixed", "all negative"])
def test_negative_values_have_a_zero_line(kind: str, values: list[str], project: Path) -> None:
    one = chart_text(make(project, {"acme": values, "globex": values[::-1]}, kind))
    is_legible(one)
    assert "−" in drawing(one, WIDE, "odd")


def test_negative_values_do_not_stack(project: Path) -> None:
    (problem,) = refused(make(project, {"acme": ["-5", "3"]}, "stacked"))
    assert problem.endswith(
        'chart "odd" stacks negative values of "firms.capex/acme"; write layout: grouped'
    )


def test_twenty_series_are_refused(project: Path) -> None:
    problems = refused(make(project, {f"firm-{n}": ["1", "2"] for n in range(20)}))
    assert any(
        problem.endswith('chart "odd" has 20 series; draw 8 at most, or make two charts')
        for problem in problems
    )


def test_values_a_million_times_apart_are_refused(project: Path) -> None:
    (problem,) = refused(make(project, {"acme": ["1", "200000000"]}))
    assert problem.endswith(
        'chart "odd" draws 1 beside 200000000: the small one would vanish; make two charts'
    )


def test_a_label_of_sixty_characters_is_refused(project: Path) -> None:
    problems = refused(make(project, {"acme": ["1"], "long": ["2"]}, label="x" * 60))
    assert any(
        f'names a series "{"x" * 60}" (fr), 60 characters; give it a label of 40 at most' in problem
        for problem in problems
    )


def test_a_label_of_forty_characters_fits_a_phone(project: Path) -> None:
    make(project, {"acme": ["1"], "globex": ["2"]})
    path = project / "data" / "charts" / "odd.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "  - {dataset: firms.capex}\n",
            "".join(
                f"  - {{dataset: firms.capex, entity: {entity}, label: {letter * 40}}}\n"
                for entity, letter in (("acme", "a"), ("globex", "g"))
            ),
        ),
        encoding="utf-8",
    )
    is_legible(chart_text(project))


def test_a_company_without_colour_beside_others_is_refused(project: Path) -> None:
    problems = refused(make(project, {"acme": ["1"], "grey": ["2"]}))
    (problem,) = (problem.split(": ", 1)[1] for problem in problems)
    assert problem == (
        'entity "grey" has no colour and chart "odd" draws it beside others; '
        "add a colour, or a highlight to the chart"
    )


def test_a_company_without_colour_alone_is_grey(project: Path) -> None:
    one = chart_text(make(project, {"grey": ["1", "2"]}))
    is_legible(one)
    assert "var(--rest" in drawing(one, WIDE, "odd")


AMOUNTS = ["period: 2025, issued: 2025-01-29, value: 34.5", "period: 2025, issued: 2025-07-30, low: 33, high: 36"]  # fmt: skip
BOUNDS = ["period: 2025, issued: 2025-01-29, high: 34", "period: 2026, issued: 2026-01-28, low: 40"]
UNREAD = "period: 2026, issued: 2026-01-28, missing: {fr: sans montant, en: no amount}"


def marks(one: ChartText, tag: str, words: str) -> list[ElementTree.Element]:
    """The marks of one kind of element that tell something, in the wide drawing."""
    root = ElementTree.fromstring(drawing(one, WIDE, "odd"))
    return [e for e in root.iter(f"{SVG}{tag}") if words in (e.get("data-tip") or "")]


def test_single_amounts_stand_among_ranges(project: Path) -> None:
    one = chart_text(guidance(project, [*AMOUNTS, UNREAD]), "en")
    is_legible(one)
    assert one.description == (
        "For 2025: $34.5bn (29\u00a0January 2025), $33–\u206036bn (30\u00a0July 2025). "
        "For 2026: not available (28\u00a0January 2026)."
    )
    (dot,) = marks(one, "path", "$34.5bn")
    assert "A" in dot.get("d", "")  # arcs: a disc that one sees, not a hairline
    assert dot.get("fill-opacity") == "0.28"
    (none,) = marks(one, "text", "not available: no amount")
    assert none.text == "n/a"


@pytest.mark.parametrize("row", AMOUNTS[:1] + BOUNDS)
def test_one_announcement_alone(row: str, project: Path) -> None:
    is_legible(chart_text(guidance(project, [row])))


@pytest.mark.parametrize("value", ["0", "-3"])
def test_an_amount_of_nothing_or_less(value: str, project: Path) -> None:
    is_legible(chart_text(guidance(project, [f"period: 2025, issued: 2025-01-29, value: {value}"])))


def test_a_bound_alone_is_a_bar_with_an_open_end(project: Path) -> None:
    one = chart_text(guidance(project, BOUNDS), "en")
    is_legible(one)
    assert one.description.startswith("For 2025: up to $34bn (29\u00a0January 2025).")
    for words in ("up to $34bn", "at least $40bn"):
        (bar,) = marks(one, "path", words)
        (width,) = re.findall(r"h(\d+(?:\.\d+)?)", bar.get("d", ""))
        assert float(width) > 30
        assert not bar.get("stroke-dasharray")  # its outline is apart, and has three sides


def test_the_outcome_is_that_of_the_company_that_gave_guidance(project: Path) -> None:
    one = chart_text(guidance(project, AMOUNTS, "outcome: firms.capex\n"), "en")
    is_legible(one)
    assert one.description.endswith("; actual: $35.62bn.")  # Acme's, of two series
    assert table_of(one.chart, one.library, one.locale).rows[-1] == ("Actual", "2025", "35.62")
    assert [dataset.id for dataset in one.datasets] == ["acme.guidance", "firms.capex"]
    assert len(marks(one, "line", "actual $35.62bn")) == 1


def test_what_is_no_result_is_no_outcome(project: Path) -> None:
    guidance(project, AMOUNTS, "outcome: firms.capex\n")
    path = project / "data" / "datasets" / "firms.capex.yml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("value: 35.62", "value: 35.62, status: estimate"),
        ("35.62", "35.62, grade: C"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        library, problems = read_library(project / "data")
        assert problems == []
        assert "35" not in ChartText(library.charts["odd"], library, LOCALES["en"]).description


def rate(project: Path, values: list[str]) -> Path:
    """Turn the capex of `make` into a rate."""
    make(project, {"acme": values}, "lines")
    path = project / "data" / "datasets" / "firms.capex.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("unit: usd-bn", "unit: usd-per-eur"), encoding="utf-8")
    return project


@pytest.mark.parametrize("values", [["1.12", "1.01", "1.15"], ["1.1", "1.1"], ["1.1"]])
def test_a_rate_does_not_start_at_zero_and_says_so(values: list[str], project: Path) -> None:
    one = chart_text(rate(project, values), "en")
    is_legible(one)
    for layout in (WIDE, NARROW):
        raw = drawing(one, layout, "odd")
        assert ">scale does not start at zero<" in raw
        assert ">0<" not in raw
        assert f">${values[-1]}/€<" in raw


def test_an_amount_starts_at_zero(project: Path) -> None:
    raw = drawing(chart_text(make(project, {"acme": ["101", "110"]}, "lines")), WIDE, "odd")
    assert ">0<" in raw
    assert "échelle" not in raw
    assert ">110\u00a0Md$<" in raw  # the value at the end of the only line


@pytest.mark.parametrize(("periods", "upright"), [(4, False), (9, True)])
def test_what_is_missing_keeps_clear_of_the_bars_beside_it(
    periods: int, upright: bool, project: Path
) -> None:
    make(project, {"acme": ["5"] * periods, "globex": ["3"] * periods})
    path = project / "data" / "datasets" / "firms.capex.yml"
    head, _, tail = path.read_text(encoding="utf-8").rpartition("value: 3, source: acme-2025")
    gap = "missing: {fr: non publié, en: not published}"
    path.write_text(f"{head}{gap}{tail}", encoding="utf-8")
    root = ElementTree.fromstring(drawing(chart_text(project), NARROW, "odd"))
    (word,) = (e for e in root.iter(f"{SVG}text") if e.text == "n.\u202fd.")
    assert ("rotate(270)" in word.get("transform", "")) is upright


def guess(value: str, status: str = "announced") -> str:
    return f"{value}, status: {status}"


def dashes(one: ChartText, layout: LayoutSize) -> list[str | None]:
    """The tips of what is drawn with dashes; None for the key, which has none."""
    root = ElementTree.fromstring(drawing(one, layout, "odd"))
    return [e.get("data-tip") for e in root.iter() if e.get("stroke-dasharray")]


GUESSED = {
    "one series": {"acme": ["5", "6", guess("7"), guess("8")]},
    "two series": {"acme": ["5", "6", guess("7")], "globex": [guess("3"), "2", guess("1")]},
    "all": {"acme": [guess("5"), guess("6")]},
    "one": {"acme": [guess("5")]},
    "many": {"acme": ["3", guess("2")] * 40},
}


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize("kind", [*KINDS, "panels", "events"])
@pytest.mark.parametrize("series", GUESSED.values(), ids=GUESSED.keys())
def test_what_is_no_outcome_has_dashes_and_a_word(
    series: dict[str, list[str]], kind: str, layout: LayoutSize, project: Path
) -> None:
    if kind == "panels" and len(series) < 2:
        return  # there, two at least
    if kind == "events" and len(series) > 1:
        series = {"acme": series["acme"]}
    make(project, series, kind if kind in KINDS else "lines")
    if kind not in KINDS:
        path = project / "data" / "charts" / "odd.yml"
        text = path.read_text(encoding="utf-8").replace("kind: lines", f"kind: {kind}")
        event = "events: [{at: 1990-Q1, text: {fr: Un fait, en: A fact}}]\n"
        scope = "scope: {fr: Deux entreprises., en: Two companies.}\n"
        path.write_text(text + {"events": event, "panels": scope}[kind], encoding="utf-8")
    for code, word in (("fr", "annoncé"), ("en", "announced")):
        one = chart_text(project, code)
        is_legible(one)
        raw = drawing(one, layout, "odd")
        assert raw.count(f">{word}<") == 1
        found = dashes(one, layout)
        if kind in ("bars", "stacked"):  # lines are one mark each; their dots have the tips
            count = sum("status" in value for values in series.values() for value in values)
            assert sum(word in tip for tip in found if tip) == count
            assert all(word in tip for tip in found if tip)
        else:
            assert found


def test_outcomes_alone_have_no_dashes_and_no_key(project: Path) -> None:
    one = chart_text(make(project, {"acme": ["5", "6"], "globex": ["1", "2"]}))
    assert dashes(one, WIDE) == []
    assert "annoncé" not in drawing(one, WIDE, "odd")


def test_estimates_and_announcements_share_a_key(project: Path) -> None:
    make(project, {"acme": ["5", guess("6", "estimate"), guess("7")]})
    library, _ = read_library(project / "data")  # an estimate of the past is refused elsewhere
    one = ChartText(library.charts["odd"], library, LOCALES["en"], QUEUE)
    assert ">estimate or announcement<" in drawing(one, NARROW, "odd")


def test_a_bar_of_no_height_has_no_outline(project: Path) -> None:
    one = chart_text(make(project, {"acme": ["5", guess("0")], "globex": ["5", guess("1")]}), "en")
    assert sum("announced" in (tip or "") for tip in dashes(one, WIDE)) == 1


def test_a_line_is_dashed_on_both_sides_of_what_is_no_outcome() -> None:
    points = [{"n": n} for n in range(6)]
    solid, dashed = parts(points, [True, True, False, True, True, False])
    assert [[row["n"] for row in part] for part in solid] == [[0, 1], [3, 4]]
    assert [[row["n"] for row in part] for part in dashed] == [[1, 2, 3], [4, 5]]


@pytest.mark.parametrize("kind", list(KINDS))
def test_companies_of_one_owner_are_told_apart(kind: str, project: Path) -> None:
    make(project, {"acme": ["1", "2"], "site": ["3", "4"], "globex": ["5", "6"]}, kind)
    path = project / "data" / "entities.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  name: site\n", "  name: site\n  owner: acme\n"), "utf-8")
    raw = drawing(chart_text(project), WIDE, "odd")
    for colour in ("var(--c-acme,", "var(--c-globex,", "var(--measure-"):
        assert colour in raw
    assert len(set(re.findall(r"var\(--measure-\d", raw))) == 1

"""Charts of awkward data: each draws something legible, or is refused with what to change."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from explainer.checks import problems_of
from explainer.frames import NARROW, WIDE
from explainer.load import read_library
from explainer.locales import LOCALES
from explainer.pictures import drawing
from explainer.texts import Said

KINDS = {"bars": "layout: grouped\n", "lines": "", "stacked": "layout: stacked\n"}
SVG = "{http://www.w3.org/2000/svg}"


def make(project: Path, series: dict[str, list[str]], kind: str = "bars", label: str = "") -> Path:
    """Replace the capex dataset and keep one chart of it, of every series."""
    for path in (project / "data" / "charts").glob("*.yml"):
        path.unlink()
    for path in (project / "data" / "datasets").glob("*.yml"):
        if path.stem != "firms.capex":
            path.unlink()
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


def said(project: Path, code: str = "fr") -> Said:
    library, problems = read_library(project / "data")
    assert problems + list(problems_of(library)) == []
    return Said(library.charts["odd"], library, LOCALES[code])


def refused(project: Path) -> list[str]:
    library, problems = read_library(project / "data")
    return [str(problem) for problem in [*problems, *problems_of(library)]]


def is_legible(one: Said) -> None:
    for frame in (WIDE, NARROW):
        raw = drawing(one, frame, "odd")
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
    is_legible(said(make(project, {"acme": values}, kind)))


@pytest.mark.parametrize("kind", ["bars", "lines"])
@pytest.mark.parametrize("values", [["-5", "3"], ["-5", "-3"]], ids=["mixed", "all negative"])
def test_negative_values_have_a_zero_line(kind: str, values: list[str], project: Path) -> None:
    one = said(make(project, {"acme": values, "globex": values[::-1]}, kind))
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


def test_values_a_billion_times_apart_are_refused(project: Path) -> None:
    (problem,) = refused(make(project, {"acme": ["1", "2000000000"]}))
    assert problem.endswith(
        'chart "odd" draws 1 beside 2000000000: the small one would vanish; make two charts'
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
    is_legible(said(project))


def test_a_company_without_colour_beside_others_is_refused(project: Path) -> None:
    problems = refused(make(project, {"acme": ["1"], "grey": ["2"]}))
    (problem,) = (problem.split(": ", 1)[1] for problem in problems)
    assert problem == (
        'entity "grey" has no colour and chart "odd" draws it beside others; '
        "add a colour, or a highlight to the chart"
    )


def test_a_company_without_colour_alone_is_grey(project: Path) -> None:
    one = said(make(project, {"grey": ["1", "2"]}))
    is_legible(one)
    assert "var(--rest" in drawing(one, WIDE, "odd")

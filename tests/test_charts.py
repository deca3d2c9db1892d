"""What is drawn: golden specifications, and what must hold in every drawing.

`make golden` rewrites tests/golden/. A mismatch leaves `<name>-changed.json` beside the expected
file; CI never regenerates.
"""

from __future__ import annotations

import itertools
import pickle
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from explainer.checking.data import problems_of
from explainer.drawing import theme
from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.facts.model import Library
from explainer.kinds import KINDS
from explainer.kinds.rows import all_whole
from explainer.kinds.specification import build
from explainer.kinds.ticks import nice_ticks, spread
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.chart_text import ChartText
from explainer.pages.poster import drawing
from tests.conftest import PROJECT, ROOT
from tests.made_charts import QUEUE, description_of, matches_golden

CHARTS = sorted(path.stem for path in (PROJECT / "data" / "charts").glob("*.yml"))
REAL_CHARTS = sorted(path.stem for path in (ROOT / "data" / "charts").glob("*.yml"))
SVG = "{http://www.w3.org/2000/svg}"
WAYS = [(code, layout) for code in ("fr", "en") for layout in (WIDE, NARROW)]


each_way = pytest.mark.parametrize(
    ("code", "layout"), WAYS, ids=[f"{code}-{layout.name}" for code, layout in WAYS]
)


@each_way
@pytest.mark.parametrize("id", CHARTS)
def test_golden(
    id: str, code: str, layout: LayoutSize, library: Library, request: pytest.FixtureRequest
) -> None:
    spec = build(library.charts[id], library, LOCALES[code], layout)
    matches_golden(f"{id}.{code}.{layout.name}", spec, request)


def test_a_worker_draws_what_this_process_draws(real_library: Library) -> None:
    """A worker reads its library from a pickle, where nothing is the same object any more."""
    sent: Library = pickle.loads(pickle.dumps(real_library))
    for id, chart in sorted(real_library.charts.items()):
        here = build(chart, real_library, LOCALES["fr"], WIDE)
        assert build(sent.charts[id], sent, LOCALES["fr"], WIDE, validate=False) == here, id


def test_each_kind_has_a_golden_chart(library: Library) -> None:
    """Those of swings, which need a projection, have theirs in `test_swings`."""
    assert {chart.kind for chart in library.charts.values()} == set(KINDS) - {"swings"}


@each_way
@pytest.mark.parametrize("id", REAL_CHARTS)
def test_the_svg_contract(id: str, code: str, layout: LayoutSize, real_library: Library) -> None:
    chart, locale = real_library.charts[id], LOCALES[code]
    raw = drawing(ChartText(chart, real_library, locale, QUEUE), layout, id)
    root = ElementTree.fromstring(raw)
    assert root.get("role") == "img"
    assert root.get("lang") == code
    assert root.get("viewBox", "").startswith(f"0 0 {layout.width} ")
    assert "width" not in root.attrib
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert root.get("aria-labelledby") == title.get("id")
    assert desc.text == description_of(chart, real_library, locale)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert all(str(name).startswith(f"{id}-{layout.name}") for name in ids)
    tips = [e.get("data-tip") or "" for e in root.iter() if e.get("data-tip")]
    assert tips
    colon = "\u00a0: " if code == "fr" else ": "
    assert all(colon in tip.split("|")[0] for tip in tips)
    assert all(e.get("data-series", "").isdigit() for e in root.iter() if e.get("data-tip"))
    for english in ("aria-roledescription", "aria-label=", "axis", "Chart titled", "null", "NaN"):
        assert english not in raw, english
    assert theme.FONT in raw
    assert not re.search(r"href=|url\((?!#)", raw)


@pytest.mark.parametrize("id", REAL_CHARTS)
def test_each_language_has_its_own_words_and_numbers(id: str, real_library: Library) -> None:
    chart = real_library.charts[id]
    french, english = (
        " | ".join(ElementTree.fromstring(drawing(ChartText(chart, real_library, locale, QUEUE), WIDE, id)).itertext())
        for locale in (LOCALES["fr"], LOCALES["en"])
    )  # fmt: skip
    assert not re.search(r"\$\d|\d(bn|m)\b|\bQ[1-4]\b|\d\.\d|\d%|\bto\b|\bfrom\b", french)
    assert not re.search(r"Md\$|\bT[1-4]\b|\d,\d(?!\d\d)|\u202f%|\bdu?\b|(?<!-)\bles?\b", english)


def test_colours_are_variables_on_the_page_and_plain_in_files(library: Library) -> None:
    raw = drawing(ChartText(library.charts["acme-bars"], library, LOCALES["fr"], QUEUE), WIDE, "x")
    assert "var(--c-acme, #2f50b7)" in raw
    assert "var(" not in theme.plain(raw)
    assert "#2f50b7" in theme.plain(raw)


def test_what_a_chart_is_not_about_is_grey(library: Library) -> None:
    raw = drawing(
        ChartText(library.charts["firms-lines"], library, LOCALES["fr"], QUEUE), WIDE, "x"
    )
    assert "var(--c-acme" in raw
    assert "var(--c-globex" not in raw
    assert "var(--rest" in raw


def test_a_gap_is_a_gap_and_says_so(library: Library) -> None:
    raw = drawing(
        ChartText(library.charts["firms-grouped"], library, LOCALES["fr"], QUEUE), WIDE, "x"
    )
    assert "n.\u202fd." in raw
    assert "Globex, T3\u00a02025\u00a0: non disponible\u00a0: non publié" in raw


def test_grade_c_is_not_drawn(library: Library) -> None:
    raw = drawing(
        ChartText(library.charts["firms-grouped"], library, LOCALES["en"], QUEUE), WIDE, "x"
    )
    assert "Globex, Q4\u00a02025: not available: read on one page only" in raw
    assert "$2.00bn" not in raw


def test_a_range_is_dashed_and_named_and_its_outcome_solid(library: Library) -> None:
    raw = drawing(
        ChartText(library.charts["acme-ranges"], library, LOCALES["fr"], QUEUE), WIDE, "x"
    )
    assert "stroke-dasharray" in raw
    assert "prévision de l’entreprise 2025\u00a0: 33\u00a0à\u00a036\u00a0Md$" in raw
    assert "réalisé 35,62\u00a0Md$" in raw
    assert "au moins 40\u00a0Md$" in raw


def test_a_move_after_hours_is_dashed_and_named(library: Library) -> None:
    raw = drawing(ChartText(library.charts["acme-moves"], library, LOCALES["en"], QUEUE), WIDE, "x")
    assert "−6% (after hours)" in raw
    assert "stroke-dasharray" in raw


def test_moves_are_measured_to_the_longest_bar_and_to_both_sides(real_library: Library) -> None:
    one = real_library.charts["meta-share-reactions-since-2022"]
    for layout in (WIDE, NARROW):
        values = [row.value for row in real_library.datasets[one.series[0].dataset].series["meta"]]
        reach = max(abs(float(value)) for value in values if value is not None)
        ticks = next(
            layer["encoding"]["x"]["axis"]["values"]
            for layer in build(one, real_library, LOCALES["en"], layout)["layer"]
            if "axis" in layer.get("encoding", {}).get("x", {})
        )
        assert len(ticks) > 1
        assert ticks == [-tick for tick in reversed(ticks)]
        assert max(ticks) <= reach


def test_the_font_is_really_measured() -> None:
    """Without the registered file, the layout would depend on the machine's fonts."""
    import vl_convert

    from explainer.drawing.render import FONTS

    vl_convert.register_font_directory(str(FONTS))

    def width(font: str) -> str:
        spec = {
            "data": {"values": [{"a": "Dépenses d’investissement de l’entreprise", "b": 1}]},
            "mark": "bar",
            "encoding": {
                "y": {"field": "a", "type": "nominal", "axis": {"labelFont": font, "labelLimit": 0}}
            },
        }
        svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
        found = re.search(r'width="(\d+)', svg)
        assert found
        return found[1]

    assert width(theme.FONT) != width("No Such Font")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 181.7, [0, 50, 100, 150, 200]),
        (0, 19.37, [0, 5, 10, 15, 20]),
        (-26, 23, [-30, -20, -10, 0, 10, 20, 30]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert nice_ticks(low, high) == ticks


def test_labels_are_kept_apart_and_in_order() -> None:
    placed = spread({"a": 10, "b": 12, "c": 13, "d": 90}, 16, 0, 100)
    order = sorted(placed, key=lambda key: placed[key])
    assert order == ["a", "b", "c", "d"]
    assert all(placed[b] - placed[a] >= 16 for a, b in itertools.pairwise(order))
    assert placed["d"] == 90


def test_whole_values_side_by_side_have_no_decimals(library: Library) -> None:
    row = next(row for row in library.datasets["firms.capex"].series["acme"] if row.value)
    whole, exact = (replace(row, value=Decimal(number)) for number in ("1.0", "1.4"))
    assert all_whole([whole, whole])
    assert not all_whole([whole, exact])


@pytest.mark.parametrize("value", ["999999999", "0.000001", "-999999999"])
def test_numbers_at_the_ends_of_what_data_may_hold_are_drawn(value: str, project: Path) -> None:
    """A chart that refuses them says so before."""
    for path in (project / "data/datasets").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\b(value|low|high): -?[\d.]+", rf"\1: {value}", text)
        path.write_text(text, encoding="utf-8")
    held, problems = read_library(project / "data")
    assert problems == []
    told = [f"{problem.where.file} {problem.message}" for problem in problems_of(held)]
    drawn = [
        one
        for one in held.charts.values()
        if not any(one.where.file in words or f'chart "{one.id}"' in words for words in told)
    ]
    assert len(drawn) > 5
    for one, layout in itertools.product(drawn, (WIDE, NARROW)):
        assert build(one, held, LOCALES["fr"], layout)

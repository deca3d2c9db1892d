"""A central value with its interval, and a period that is not over: drawn, told, tabulated."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from explainer.drawing.sizes import NARROW, WIDE
from tests.made_charts import (
    EN,
    FR,
    SVG,
    cell,
    chart,
    dataset,
    description_of,
    is_legible,
    plain,
    svg,
    table_of,
    texts,
    tips,
)
from tests.test_charts_joined import library

ROWS = [
    cell("2025-Q1", "5120", low="4400", high="5900"),
    cell("2025-Q2", "6100", low="5300", high="7000"),
    cell("2025-Q3", "8562", low="7413", high="9782", status="estimate"),
    cell("2025-Q4", "4000", until=date(2025, 11, 10)),
]
OTHERS = [cell(f"2025-Q{n}", "3000") for n in (1, 2, 3, 4)]
ONE = library(dataset("x", {"acme": ROWS}, unit="mw"))
TWO = library(dataset("x", {"acme": ROWS, "globex": OTHERS}, unit="mw"))
KINDS = ["bars", "lines", "panels", "steps", "heatmap"]


@pytest.mark.parametrize("kind", KINDS)
def test_tips_tables_and_descriptions_tell_the_interval(kind: str) -> None:
    one = chart(kind, "x", **({"layout": "grouped"} if kind == "bars" else {}))
    is_legible(one, TWO)
    french = tips(svg(one, TWO))
    assert any(
        tip.startswith("Acme, T3 2025 : 8 562 MW (7 413 à 9 782, estimation)|") for tip in french
    )
    english = tips(svg(one, TWO, "en"))
    assert any(tip.startswith("Acme, Q1 2025: 5,120 MW (4,400–\u20605,900)|") for tip in english)
    assert any("4,000 MW (counted until 10 Nov 2025)" in tip for tip in english)
    rows = [[plain(text) for text in row] for row in table_of(one, TWO, FR).rows]
    assert rows[2][1] == "8 562 (7 413 à 9 782, estimation)"
    assert rows[3][1] == "4 000 (compté jusqu'au 10 nov. 2025)"
    if kind != "heatmap":
        said = plain(description_of(one, TWO, EN))
        assert "8,562 MW (7,413–\u20609,782, estimate, Q3 2025)" in said


def test_a_bar_has_a_line_through_its_end_and_its_value_beyond_it() -> None:
    one = chart("bars", "x")
    is_legible(one, ONE)
    for layout in (WIDE, NARROW):
        raw = svg(one, ONE, "en", layout)
        lines = [
            node
            for node in ElementTree.fromstring(raw).iter(f"{SVG}line")
            if node.get("stroke-width") == "1.2" and node.get("stroke", "").startswith("var(--ink,")
        ]
        assert len(lines) == 3 + 1  # and the one of the key
        assert "interval" in texts(raw)
        assert "estimate, period not over" in texts(raw)
    assert "10,000 MW" in texts(svg(one, ONE, "en"))  # the axis holds its upper end


def test_a_line_lies_in_a_band() -> None:
    raw = svg(chart("lines", "x"), ONE, "en")
    bands = [
        node
        for node in ElementTree.fromstring(raw).iter(f"{SVG}path")
        if node.get("opacity") == "0.16" and node.get("d", "").count("L") == 6 - 1
    ]
    assert len(bands) == 1
    assert "interval" in texts(raw)
    plain_line = svg(chart("lines", "x"), library(dataset("x", {"acme": OTHERS}, unit="mw")), "en")
    assert "interval" not in texts(plain_line)


def test_a_dot_stands_at_the_value_and_not_at_an_end() -> None:
    one = chart("dots", "x", start="2025-Q3", stop="2025-Q3")
    is_legible(one, TWO)
    raw = svg(one, TWO, "en")
    assert "8,562 MW (estimate)" in texts(raw)
    assert description_of(one, TWO, EN).startswith("From largest to smallest: Acme, 8,562")
    pair = chart("pairs", "x", start="2025-Q1", stop="2025-Q3")
    is_legible(pair, TWO)
    assert {"5,120 MW", "8,562 MW (estimate)"} <= {*texts(svg(pair, TWO, "en"))}


def test_a_period_that_is_not_over_is_drawn_as_no_outcome() -> None:
    rows = [cell("2025-Q1", "5"), cell("2025-Q2", "2", until=date(2025, 5, 1))]
    data = library(dataset("x", {"acme": rows}))
    for kind in ("bars", "lines"):
        raw = svg(chart(kind, "x"), data)
        assert "stroke-dasharray" in raw
        assert "période en cours" in texts(raw)

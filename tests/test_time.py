"""Time is drawn to scale: a period that data lack keeps its place, and words say that it is absent."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from explainer.drawing.sizes import NARROW, WIDE
from explainer.facts.model import Library
from explainer.kinds.events import Event
from explainer.language.periods import Period
from tests.made_charts import (
    EN,
    FR,
    HERE,
    SVG,
    Cells,
    cell,
    chart,
    dataset,
    description_of,
    is_legible,
    pick,
    plain,
    quarters,
    refused,
    svg,
    table_of,
    text,
    tips,
    words,
)
from tests.test_charts_joined import library

GAP = {"2018": "4", "2019": "5", "2020": "6", "2024": "9", "2025": "10"}
OLD = {"1927": "4", "1950": "5", "1969": "6", "2025": "10"}


def _data(rows: dict[str, str], frequency: str = "year", *more: str) -> Library:
    cells: Cells = {
        id: [cell(period, value) for period, value in rows.items()] for id in ("acme", *more)
    }
    return library(dataset("x", cells, frequency=frequency))


def _places(raw: str) -> list[float]:
    """Where marks that have a value begin, in pixels across."""
    found = []
    for node in ElementTree.fromstring(raw).iter(f"{SVG}path"):
        if "Md$" in node.get("data-tip", ""):
            moved = re.match(r"translate\(([\d.]+)", node.get("transform", ""))
            found.append(float(moved[1] if moved else node.get("d", "")[1:].split(",")[0]))
    return sorted(found)


def _steps(kind: str, data: Library, **options: str) -> list[float]:
    """How far the marks of the first series are from each other, in the distance of the first two."""
    at = _places(svg(chart(kind, "x", **options), data))
    apart = [b - a for a, b in pairwise(at)]
    return [round(one / apart[0], 1) for one in apart]


@pytest.mark.parametrize("kind", ["lines", "bars", "events"])
@pytest.mark.parametrize("frequency", ["year", "irregular"])
def test_years_that_data_lack_keep_their_place(kind: str, frequency: str) -> None:
    data = _data(GAP, frequency)
    assert _steps(kind, data) == [1, 1, 4, 1]
    is_legible(chart(kind, "x"), data)


@pytest.mark.parametrize(
    ("frequency", "rows", "steps"),
    [
        ("quarter", ["2023-Q1", "2023-Q2", "2024-Q3", "2024-Q4"], [1, 5, 1]),
        ("half", ["2023-H1", "2023-H2", "2025-H1"], [1, 3]),
        ("month", ["2024-01", "2024-02", "2024-09"], [1, 7]),
        ("day", ["2025-01-30", "2025-02-03", "2025-02-05"], [1, 0.5]),
    ],
)
@pytest.mark.parametrize("kind", ["lines", "bars"])
def test_so_do_shorter_periods(
    kind: str, frequency: str, rows: list[str], steps: list[float]
) -> None:
    data = _data(dict.fromkeys(rows, "5"), frequency)
    assert _steps(kind, data) == steps
    is_legible(chart(kind, "x"), data)


def test_years_far_apart_are_not_evenly_apart() -> None:
    assert _steps("bars", _data(OLD)) == [
        1,
        pytest.approx(19 / 23, abs=0.1),
        pytest.approx(56 / 23, abs=0.1),
    ]
    lines = svg(chart("lines", "x"), _data(OLD, "irregular"))
    assert len(tips(lines)) == 4


def test_days_over_years_and_periods_of_several_lengths_stand_on_a_scale_of_days() -> None:
    far = _data(dict.fromkeys(["2023-01-01", "2023-12-31", "2025-12-30"], "5"), "day")
    assert _steps("lines", far) == [1, 2]
    mixed = _data({"2023": "3", "2024-Q1": "4", "2025-06": "5"}, "irregular")
    for data in (far, mixed):
        is_legible(chart("lines", "x"), data)
        (sentence,) = refused(chart("bars", "x"), data)
        assert sentence.startswith("draws bars of periods that are not evenly apart, from 2023")
        assert sentence.endswith("; write kind: lines, steps or dots")


def test_a_line_stops_where_periods_are_absent_and_goes_on_where_there_is_no_step() -> None:
    broken = svg(chart("lines", "x"), _data(GAP))
    whole = svg(chart("lines", "x"), _data(GAP, "irregular"))
    assert broken.count("M") > whole.count("M")


def test_an_absent_bar_is_a_word_and_not_a_zero() -> None:
    data = _data(GAP, "year", "globex")
    for layout in ("plain", "grouped", "stacked"):
        some = _data(GAP) if layout == "plain" else data
        one = chart("bars", "x", layout=layout)
        if layout != "grouped":  # there words of narrow letters stand as near as they can
            is_legible(one, some)
        said = [plain(tip) for tip in tips(svg(one, some))]
        name = "" if layout == "stacked" else "Acme, "
        for year in (2021, 2022, 2023):
            assert f"{name}{year} : non disponible".casefold() in [tip.casefold() for tip in said]
    old = _data(OLD, "year", "globex")
    for size in (WIDE, NARROW):
        raw = svg(chart("bars", "x", layout="grouped"), old, "en", size)
        assert raw.count(">n/a<") == 3
    assert "1928 to 1949: Not available" in tips(raw)


def test_a_table_and_a_description_name_what_is_absent() -> None:
    data = _data(GAP)
    for kind in ("lines", "bars"):
        assert [" | ".join(row) for row in table_of(chart(kind, "x"), data, FR).rows][2:4] == [
            "2020 | 6",
            "2021 à 2023 | –",
        ]
        assert "Not available: 2021 to 2023." in description_of(chart(kind, "x"), data, EN)
    assert len(table_of(chart("lines", "x"), _data(GAP, "irregular"), FR).rows) == len(GAP)
    assert len(table_of(chart("steps", "x"), data, FR).rows) == len(GAP)


def test_holes_of_several_series_are_told_where_none_of_them_says_anything() -> None:
    data = library(
        dataset(
            "x",
            {
                "acme": [cell(year, "1") for year in ("2018", "2022")],
                "globex": [cell(year, "1") for year in ("2018", "2019", "2022")],
            },
            frequency="year",
        )
    )
    assert [" | ".join(row) for row in table_of(chart("lines", "x"), data, EN).rows] == [
        "2018 | 1 | 1",
        "2019 | – | 1",
        "2020 and 2021 | – | –",
        "2022 | 1 | 1",
    ]


def test_places_without_end_are_refused() -> None:
    assert refused(chart("bars", "x"), _data({"1700": "1", "2025": "2"})) == [
        (
            "has 326 places from 1700 to 2025, 2 of them with data; change from and to, "
            "or write kind: lines"
        )
    ]


@pytest.mark.parametrize("kind", ["steps", "panels"])
def test_a_century_on_a_phone_has_its_years(kind: str) -> None:
    data = _data(OLD, "year", *(["globex"] if kind == "panels" else []))
    for layout in (WIDE, NARROW):
        said = [word.text for word in words(svg(chart(kind, "x"), data, layout=layout))]
        assert sum(one.isdigit() and len(one) == 4 for one in said) > 3
    is_legible(chart(kind, "x"), data)


def test_names_of_series_stand_above_the_numbers_of_events() -> None:
    cells = {id: quarters(["1", "2", "3", "4"]) for id in ("acme", "globex")}
    events = tuple(
        Event(Period.parse(f"2025-Q{n}"), text("Un événement", "An event"), HERE) for n in (1, 3)
    )
    labels = [pick("x", id, label=text(f"Une mesure assez longue de {id}")) for id in cells]
    is_legible(chart("events", *labels, events=events), library(dataset("x", cells)))

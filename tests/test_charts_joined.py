"""Panels, scatters, heatmaps and steps: what they draw, what they say, what they refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from explainer.checking.colours import GROUNDS, contrast
from explainer.drawing import theme
from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.facts.model import Chart, Colour, Dataset, Entity, Library, Observation, SeriesRef
from explainer.kinds.grid import grid_of
from explainer.kinds.heatmap import LEVEL, TINT
from explainer.kinds.labels import Box, Label, place
from explainer.kinds.points import points_of
from explainer.kinds.results import results_quarter
from explainer.kinds.specification import build
from explainer.kinds.ticks import log_ticks
from explainer.language.periods import Period
from tests.made_charts import (
    EN,
    FR,
    HERE,
    SOURCES,
    cell,
    chart,
    dataset,
    description_of,
    is_legible,
    marks,
    pick,
    plain,
    quarters,
    refused,
    svg,
    table_of,
    text,
    texts,
    tips,
    words,
)
from tests.test_colours import variables

COLOURS = ("#2f50b7", "#975114", "#eb644d", "#003000", "#450e60", "#2ba1a7", "#414851", "#b460fc")
DARK = ("#3583f8", "#fc9826", "#cb3c25", "#c6f892", "#835190", "#4ce2fc", "#979ba2", "#f6b4b8")
NAMES = (
    "Acme", "Globex", "Umbrella", "Initech", "Hooli", "Soylent", "Cyberdyne", "Massive",
)  # fmt: skip
IDS = tuple(name.lower() for name in NAMES)


def library(*datasets: Dataset, coloured: bool = True) -> Library:
    """A library of datasets, of the entities that they name; Hooli's year ends in May."""
    ids = dict.fromkeys(entity for one in datasets for entity in one.series)
    names = dict(zip(IDS, NAMES, strict=True))
    colours = dict(zip(IDS, map(Colour, COLOURS, DARK), strict=True))
    return Library(
        {
            id: Entity(
                id,
                "company",
                text(names.get(id, id)),
                HERE,
                fiscal_year_end="05-31" if id == "hooli" else "12-31",
                colour=colours.get(id) if coloured else None,
            )
            for id in ids
        },
        SOURCES,
        {one.id: one for one in datasets},
        {},
    )


# -- panels -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_panels_from_two_to_eight(count: int) -> None:
    cells = {id: quarters([str(3 * i + n * n) for i in range(12)]) for n, id in enumerate(IDS)}
    data = library(dataset("x", dict(list(cells.items())[:count])))
    is_legible(chart("panels", "x"), data)


def test_each_panel_has_its_own_scale_from_zero() -> None:
    data = library(
        dataset("x", {"acme": quarters(["90", "95"]), "globex": quarters(["0.9", "0.8"])})
    )
    one = chart("panels", "x")
    is_legible(one, data)
    found = texts(svg(one, data))
    assert {"0", "50", "100", "0,50", "1,00"} <= {*found}
    assert "Milliards de dollars courants. Chaque panneau a sa propre échelle." in found


def test_panels_of_several_units_name_each() -> None:
    data = library(
        dataset("x", {"acme": quarters(["90", "95"])}),
        dataset("y", {"acme": quarters(["12.5", "14"])}, unit="percent"),
    )
    one = chart("panels", "x", "y")
    is_legible(one, data)
    found = texts(svg(one, data))
    assert "milliards de dollars courants" in found
    assert "pourcentage" in found
    assert any(tip.startswith("Mesure y, T1 2025 : 12,5 %") for tip in tips(svg(one, data)))
    assert table_of(one, data, EN).heads == (
        "Period",
        "Measure x (billions of current US dollars)",
        "Measure y (per cent)",
    )


def test_a_gap_in_a_panel_breaks_the_line_and_says_so() -> None:
    values = ["1", "2", None, "4", "5"]
    data = library(dataset("x", {"acme": quarters(values), "globex": quarters(["1"] * 5)}))
    one = chart("panels", "x")
    is_legible(one, data)
    rows = [row for row in _data(one, data) if row.get("run") and "zero" in row]
    runs = [row["run"] for row in rows if row["name"] == "0|"]
    assert len({*runs}) == 2
    assert "Acme, T3 2025 : non disponible : non publié" in tips(svg(one, data))
    assert "n. d." in texts(svg(one, data))


def test_a_weak_cell_of_a_panel_is_missing() -> None:
    cells = {"acme": [cell("2025", "5"), cell("2026", "9", grade="C")], "globex": quarters([])}
    cells["globex"] = [cell("2025", "5"), cell("2026", "7")]
    data = library(dataset("x", cells, frequency="year"))
    raw = svg(chart("panels", "x"), data)
    assert any(
        tip.startswith("Acme, 2026 : non disponible : lu sur une seule") for tip in tips(raw)
    )
    assert "9 Md$" not in plain(raw)


def test_last_values_stand_all_beside_their_points_or_all_above() -> None:
    calm = {"acme": quarters(["1", "2", "3"]), "globex": quarters(["1", "2", "3"])}
    steep = calm | {"globex": quarters(["1"] * 30 + ["30", "18.5"], start=2018)}
    beside = texts(svg(chart("panels", "x"), library(dataset("x", calm))))
    above = texts(svg(chart("panels", "x"), library(dataset("x", steep))))
    assert "3 Md$" in beside
    assert "T3 2025 : 3 Md$" in above
    assert "T4 2025 : 18,5 Md$" in above
    assert "3 Md$" not in above


def test_panels_of_different_calendars_share_a_time_axis() -> None:
    """Months, quarters and days stand where they are in time, not one beside the other."""
    rows = {"acme": [cell("2024-01", "1"), cell("2025-Q4", "2"), cell("2025-12-31", "3")]}
    rows["globex"] = [cell("2024", "1"), cell("2025", "2")]
    data = library(dataset("x", rows, frequency="irregular"))
    is_legible(chart("panels", "x"), data)
    xs = [row["px"] for row in _data(chart("panels", "x"), data) if row.get("name") == "0|"][:3]
    assert xs[1] - xs[0] > 4 * (xs[2] - xs[1]) > 0


@pytest.mark.parametrize(
    "values",
    [["5"], ["0", "0"], ["-5", "3", "-2"], ["0.001", "0.002"], ["1", "2"] * 60, ["999999", "1"]],
    ids=["one point", "zeros", "negative", "tiny", "120 quarters", "large"],
)
def test_panels_of_awkward_values(values: list[str]) -> None:
    cells = {"acme": quarters(values, 1990), "globex": quarters(values[::-1], 1990)}
    is_legible(chart("panels", "x"), library(dataset("x", cells)))


def test_what_panels_refuse() -> None:
    data = library(dataset("x", {"acme": quarters(["1", "2"])}))
    assert refused(chart("panels", "x"), data) == ["draws one series in panels; write kind: lines"]
    twice = [
        cell("2025", "1", issued=date(2024, 1, 1)),
        cell("2025", "2", issued=date(2024, 2, 1)),
    ]
    data = library(dataset("x", {"acme": twice, "globex": [cell("2025", "1")]}, frequency="year"))
    assert refused(chart("panels", "x"), data) == [
        'has 2025 several times for "x/acme", which panels cannot draw; write kind: ranges'
    ]


def _data(one: Chart, data: Library) -> list[dict[str, Any]]:
    """All the rows of a specification, each once."""
    spec = build(one, data, FR, WIDE)
    found: list[dict[str, Any]] = []
    for rows in spec["datasets"].values():
        found += [row for row in rows if row not in found]
    return found


# -- scatter ----------------------------------------------------------------------------------


def _moves(**cells: Sequence[tuple[str, str]]) -> Dataset:
    rows = {
        id: [cell(day, value, basis="close") for day, value in some] for id, some in cells.items()
    }
    return dataset("moves", rows, unit="percent", frequency="day")


@pytest.mark.parametrize(
    ("year_end", "day", "quarter"),
    [
        ("12-31", "2025-10-30", "2025-Q3"),
        ("12-31", "2025-01-29", "2024-Q4"),
        ("06-30", "2025-07-31", "2025-Q2"),
        ("05-31", "2025-09-10", "2025-Q3"),
        ("05-31", "2025-12-10", "2025-Q4"),
        ("01-31", "2025-08-27", "2025-Q2"),
        ("01-31", "2026-02-25", "2025-Q4"),
        (None, "2025-10-30", "2025-Q3"),
    ],
)
def test_the_quarter_that_results_are_of(year_end: str | None, day: str, quarter: str) -> None:
    entity = Entity("x", "company", text("X"), HERE, fiscal_year_end=year_end)
    assert str(results_quarter(entity, Period.parse(day).start)) == quarter


def test_points_are_joined_by_period() -> None:
    data = library(
        dataset("x", {"acme": quarters(["1", "2", "3"]), "globex": quarters(["5", None, "6"])}),
        dataset("y", {"acme": quarters(["7", "8"]), "globex": quarters(["9", "9", "4"])}),
    )
    cloud = points_of(chart("scatter", "x", "y"), data)
    assert [
        (p.entity, str(p.period), *map(int, p.x.numbers + p.y.numbers)) for p in cloud.points
    ] == [
        ("acme", "2025-Q1", 1, 7),
        ("acme", "2025-Q2", 2, 8),
        ("globex", "2025-Q1", 5, 9),
        ("globex", "2025-Q3", 6, 4),
    ]
    is_legible(chart("scatter", "x", "y"), data)
    raw = svg(chart("scatter", "x", "y"), data)
    assert {number for number, _ in marks(raw)} == {"0", "1"}  # a series each, for the keys
    assert "Acme, T1 2025 : 1 Md$ ; 7 Md$" in [tip.split("|")[0] for tip in tips(raw)]


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_points_that_stand_back_share_one_square_of_the_key(layout: LayoutSize) -> None:
    three = dict(zip(IDS[:3], (["1", "2"], ["5", "6"], ["8", "9"]), strict=True))
    data = library(
        dataset("x", {id: quarters(values) for id, values in three.items()}),
        dataset("y", {id: quarters(values[::-1]) for id, values in three.items()}),
    )
    raw = svg(chart("scatter", "x", "y", highlight=("globex",)), data, layout=layout)
    assert {"Globex", "Acme, Umbrella"} <= set(texts(raw))
    assert not {"Acme", "Umbrella"} & set(texts(raw))


def test_a_crowd_that_stands_back_takes_as_many_lines_of_the_key_as_it_needs() -> None:
    data = library(
        dataset("x", {id: quarters([f"{n}", f"{n + 9}"]) for n, id in enumerate(IDS, 1)}),
        dataset("y", {id: quarters([f"{n * n}", f"{70 - n}"]) for n, id in enumerate(IDS, 1)}),
    )
    is_legible(chart("scatter", "x", "y", highlight=("acme",)), data)


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_what_the_title_speaks_of_is_named_however_crowded_it_is(layout: LayoutSize) -> None:
    ids = IDS
    data = library(
        dataset("x", {id: quarters([f"{20 + n}"] * 4) for n, id in enumerate(ids)}),
        dataset(
            "y", {id: quarters([f"{30 + n + q}" for q in range(4)]) for n, id in enumerate(ids)}
        ),
    )
    one = chart("scatter", "x", "y")
    crowded = [name for name in texts(svg(one, data, layout=layout)) if name.startswith("Umbrella")]
    assert not [name for name in crowded if name == "Umbrella, T2 2025"], "the case is no case"
    said = text(
        "Umbrella gagne {{ y/umbrella@2025-Q2 }}", "Umbrella gains {{ y/umbrella@2025-Q2 }}"
    )
    raw = svg(replace(one, title=said), data, layout=layout)
    bold = [
        (node.text or "").replace("\u00a0", " ")
        for node in ElementTree.fromstring(raw).iter("{http://www.w3.org/2000/svg}text")
        if node.get("font-weight") == "600" and (node.text or "").startswith("Umbrella")
    ]
    assert "Umbrella, T2 2025" in bold or "Umbrella" in bold


def test_moves_are_joined_to_the_quarter_of_the_results() -> None:
    data = library(
        dataset("x", {"acme": quarters(["1", "2", "3"]), "hooli": quarters(["5", "6", "7"])}),
        _moves(
            acme=[("2025-10-30", "-11"), ("2025-07-31", "4")],
            hooli=[("2025-09-10", "36"), ("2025-09-11", "30")],
        ),
    )
    cloud = points_of(chart("scatter", "x", "moves"), data)
    assert [
        (p.entity, str(p.period), *map(int, p.x.numbers + p.y.numbers)) for p in cloud.points
    ] == [
        ("acme", "2025-Q2", 2, 4),
        ("acme", "2025-Q3", 3, -11),
        ("hooli", "2025-Q3", 7, 30),
    ]
    is_legible(chart("scatter", "x", "moves"), data)


def test_irregular_data_are_joined_by_their_latest(library_of_sites: Library) -> None:
    one = library_of_sites.charts["sites-scatter"]
    cloud = points_of(one, library_of_sites)
    assert [(p.entity, p.x.numbers, p.y.value) for p in cloud.points] == [
        ("north", (1, ), 10),
        ("south", (2, 5), Decimal("50.5")),
        ("east", (Decimal("0.5"),), 14),
    ]  # fmt: skip
    assert [name.en for name in cloud.without] == ["West"]
    raw = svg(one, library_of_sites, "en")
    assert "estimate or announcement" in texts(raw), "what hollow points and dashed ranges are"
    rows = {row["entity"]: row for row in _data(one, library_of_sites) if "ground" in row}
    assert {id: row["ground"] for id, row in rows.items()} == dict.fromkeys(rows, theme.GROUND)
    assert "stroke-dasharray" in raw
    assert "One of the two measures is missing: West." in texts(raw)
    assert {number for number, _ in marks(raw)} == {"0"}  # one list from left to right
    assert tips(raw)[0].startswith(
        "South: 2.0–\u20605.0 GW (July 2025, announced); $50.5bn (20 Jan 2026"
    )
    table = table_of(one, library_of_sites, EN)
    assert table.heads == (
        "Name",
        "Power of the sites (gigawatts)",
        "Cost (billions of current US dollars)",
    )
    assert [plain(" | ".join(row)) for row in table.rows][:2] == [
        "North | 1.0 (announced) (July 2025) | 10 (July 2025)",
        "South | 2.0–5.0 (announced) (July 2025) | 50.5 (estimate) (20 Jan 2026)",
    ]
    assert plain(description_of(one, library_of_sites, FR)) == (
        "À l'horizontale : Puissance des sites. À la verticale : Coût. Nord, 1,0 GW (annoncé) et "
        "10 Md$ ; Sud, 2,0 à 5,0 GW (annoncé) et 50,5 Md$ (estimation) ; Est, 0,5 GW et 14 Md$ "
        "(annoncé). "
        "Une des deux mesures manque : Ouest."
    )


@pytest.fixture
def library_of_sites(request: pytest.FixtureRequest) -> Library:
    """The small project."""
    read: Library = request.getfixturevalue("library")
    return read


def test_a_move_that_is_no_close_is_hollow_and_the_drawing_says_so() -> None:
    moves = {
        id: [cell("2025-10-30", str(n), basis="close" if n else "intraday")]
        for n, id in enumerate(IDS[:3])
    }
    data = library(
        dataset("x", {id: quarters(["1", "2", str(n + 3)]) for n, id in enumerate(IDS[:3])}),
        dataset("moves", moves, unit="percent", frequency="day"),
    )
    one = chart("scatter", "x", "moves")
    is_legible(one, data)
    raw = svg(one, data)
    assert "variation après la clôture ou en séance" in texts(raw)
    hollow = [row["entity"] for row in _data(one, data) if row.get("ground") == theme.GROUND]
    assert hollow == ["acme"]


def _cluster(count: int, spread: float) -> Library:
    """So many things, in a crowd."""
    ids = [f"usine-{n}" for n in range(count)]
    x = {id: [cell("2025", f"{10 + spread * (n % 4)}")] for n, id in enumerate(ids)}
    y = {id: [cell("2025", f"{20 + spread * (n // 4)}")] for n, id in enumerate(ids)}
    return library(dataset("x", x, frequency="year"), dataset("y", y, unit="gw", frequency="year"))


@pytest.mark.parametrize("spread", [0, 0.1, 5])
@pytest.mark.parametrize("count", [3, 12])
def test_names_of_points_do_not_touch(count: int, spread: float) -> None:
    data = _cluster(count, spread)
    is_legible(chart("scatter", "x", "y"), data)
    if spread:
        for layout in (WIDE, NARROW):
            found = texts(svg(chart("scatter", "x", "y"), data, layout=layout))
            named = [word for word in found if word.startswith("usine-")]
            assert len(named) == count, "each has its name"


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (1, 50, [1, 2, 5, 10, 20, 50]),
        (0.3, 0.4, [0.2, 0.5]),
        (1, 1, [1, 2]),
        (3, 200_000, [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]),
    ],
)
def test_logarithmic_ticks(low: float, high: float, ticks: list[float]) -> None:
    assert log_ticks(low, high) == ticks


def test_a_logarithmic_scale_says_so() -> None:
    data = library(
        dataset("x", {id: quarters([f"{10**n}"]) for n, id in enumerate(IDS[:5])}),
        dataset("y", {id: quarters([f"{0.5 + n}"]) for n, id in enumerate(IDS[:5])}, unit="gw"),
    )
    one = chart("scatter", "x", "y", log=("x",))
    is_legible(one, data)
    assert "Mesure x (échelle logarithmique)" in texts(svg(one, data))
    assert "Mesure y" in texts(svg(one, data))


def test_what_a_scatter_refuses() -> None:
    x = dataset("x", {id: quarters(["1", "2"]) for id in IDS[:3]})
    years = dataset("y", {id: [cell("2025", "1")] for id in IDS[:3]}, frequency="year")
    assert refused(chart("scatter", "x"), library(x)) == [
        "is a scatter of 1 dataset; give two, the first runs across and the second up"
    ]
    assert refused(chart("scatter", "x", "y"), library(x, years)) == [
        (
            'cannot join "x" by quarter and "y" by year; '
            "give two datasets of one frequency, or share moves with data by quarter"
        )
    ]
    few = dataset("y", {"acme": quarters(["1", "2"])})
    assert refused(chart("scatter", "x", "y"), library(x, few)) == [
        "knows both measures of 2 points; draw 3 at least, or write kind: pairs"
    ]
    many = [dataset(id, {one: quarters(["1"] * 9) for one in IDS[:3]}) for id in "xy"]
    assert refused(chart("scatter", "x", "y"), library(*many)) == [
        "has 27 points; draw 24 at most: change from and to, or name entities"
    ]
    half = dataset("y", {id: [cell("2025-Q1", low="3")] for id in IDS[:3]})
    assert refused(chart("scatter", "x", "y"), library(x, half)) == [
        "cannot draw a range with one end (data/charts/odd.yml:1); give both, or write kind: dots"
    ]
    zero = dataset("y", {id: quarters(["0", "1"]) for id in IDS[:3]})
    assert refused(chart("scatter", "x", "y", log=("y",)), library(x, zero)) == [
        "has log: [y], but y holds 0; take it out"
    ]
    wide = dataset("y", {id: quarters(["1", "5000"]) for id in IDS[:3]})
    assert refused(chart("scatter", "x", "y"), library(x, wide)) == [
        "draws 1 beside 5000 on one scale; add log: [y]"
    ]
    assert refused(chart("lines", "x", log=("y",)), library(x)) == [
        "has log, which is for kind: scatter; take it out or change the kind"
    ]
    grey = library(x, dataset("y", {id: quarters(["3", "4"]) for id in IDS[:3]}), coloured=False)
    assert refused(chart("scatter", "x", "y"), grey)[0] == (
        'draws several points of some, and "acme" has no colour; '
        "add a colour, or a highlight to the chart"
    )
    long = SeriesRef("x", HERE, label=text("x" * 61, "x"))
    data = library(x, dataset("y", {id: quarters(["3", "4"]) for id in IDS[:3]}))
    assert refused(chart("scatter", long, "y"), data) == [
        f'names an axis "{"x" * 61}" (fr), 61 characters; give it a label of 60 at most'
    ]


def test_a_label_that_has_no_place_is_left_out() -> None:
    one = Label("a", Box(0, 0, 10, 10), 30, 10)
    assert place([one], [], Box(0, 0, 20, 20)) == [None]
    placed = place([one, one], [], Box(-100, -100, 100, 100))
    assert placed[0] is not None
    assert placed[1] is not None
    assert not placed[0].touches(placed[1])


# -- heatmap ----------------------------------------------------------------------------------


def test_a_heatmap_writes_each_value_with_its_sign() -> None:
    data = library(
        _moves(
            acme=[("2025-07-31", "11.2"), ("2025-10-30", "-11")],
            globex=[("2025-07-31", "0"), ("2025-10-30", "3")],
        )
    )
    one = chart("heatmap", "moves")
    is_legible(one, data)
    for layout in (WIDE, NARROW):
        assert {"+11,2 %", "−11 %", "0 %", "+3 %"} <= {*texts(svg(one, data, layout=layout))}
    assert any(
        tip.startswith("Acme, 30 oct. 2025 : −11 % (clôture)|Résultats du T3 2025|")
        for tip in tips(svg(one, data))
    )


def test_a_heatmap_turns_on_a_phone_and_its_keys_with_it() -> None:
    """Left and right go along a row of what is seen: there, the companies of one period."""
    data = library(dataset("x", {id: quarters(["1", "2", "3"]) for id in IDS[:2]}))
    wide, narrow = (marks(svg(chart("heatmap", "x"), data, layout=f)) for f in (WIDE, NARROW))
    assert [tip.split(",")[0] for number, tip in wide if number == "0"] == ["Acme"] * 3
    assert [tip.split(" :")[0] for number, tip in narrow if number == "0"] == [
        "Acme, T1 2025",
        "Globex, T1 2025",
    ]


def test_names_over_columns_stand_on_one_line_where_smaller_letters_are_enough() -> None:
    names = ("acme", "globex", "initech", "umbrella", "hooli")
    data = library(dataset("x", {id: quarters(["1", "2", "3"]) for id in names}))
    raw = svg(chart("heatmap", "x"), data, layout=NARROW)
    heads = [one.box.bottom for one in words(raw) if one.text.casefold() in names]
    assert len(heads) == len(names)
    assert max(heads) - min(heads) < 1


def test_a_move_that_is_no_close_has_a_star_and_a_word_for_it() -> None:
    rows = {
        "acme": [cell("2025-10-30", "4", basis="close")],
        "hooli": [cell("2025-09-10", "-6", basis="intraday"), cell("2025-12-11", "1", basis="close")],
    }  # fmt: skip
    data = library(dataset("m", rows, unit="percent", frequency="day"))
    one = chart("heatmap", "m")
    is_legible(one, data)
    assert {"−6 %*", "* variation après la clôture ou en séance"} <= {*texts(svg(one, data))}
    table = table_of(one, data, FR)
    assert [plain(" | ".join(row)) for row in table.rows] == [
        "T3 2025 | +4 | −6 (en séance)",
        "T4 2025 | – | +1",
    ]


def test_of_two_moves_on_one_result_the_close_is_shown() -> None:
    rows = [
        cell("2025-12-10", missing="pas lu"),
        cell("2025-12-11", "-8", basis="close"),
        cell("2025-12-12", "-15", basis="intraday"),
    ]
    data = library(dataset("m", {"hooli": rows, "acme": rows}, unit="percent", frequency="day"))
    grid = grid_of(chart("heatmap", "m"), data)
    assert [cell.value for cell in grid.cells.values()] == [-8, -8]


def test_a_heatmap_of_changes_on_the_year() -> None:
    data = library(
        dataset(
            "x",
            {
                "acme": quarters(["10", "10", "10", "10", "15", "5", "10", "12.34"], 2024),
                "globex": quarters(["1", None, "1", "1", "3", "2", "1", "1"], 2024),
            },
        )
    )
    one = chart("heatmap", "x", show="change", start="2025-Q1")
    is_legible(one, data)
    found = texts(svg(one, data))
    assert {"+50 %", "−50 %", "0 %", "+23 %", "+200 %", "n. d."} <= {*found}
    raw = tips(svg(one, data))
    assert any(tip.startswith("Acme, T4 2025 : 12,34 Md$|+23 % sur un an|") for tip in raw)
    assert any("Globex, T2 2025 : 2 Md$|aucune valeur comparable" in tip for tip in raw)
    assert [plain(" | ".join(row)) for row in table_of(one, data, FR).rows][:2] == [
        "T1 2025 | +50 | +200",
        "T2 2025 | −50 | –",
    ]
    assert plain(description_of(one, data, FR)) == (
        "Acme : de +50 % (T1 2025) à +23 % (T4 2025), au plus bas −50 % (T2 2025). "
        "Globex : de +200 % (T1 2025) à 0,0 % (T4 2025). Non disponible : T2 2025."
    )


def test_columns_without_any_value_are_left_out_at_the_ends_only() -> None:
    values = [None, "1", None, "2", None]
    data = library(dataset("x", {id: quarters(values) for id in IDS[:2]}))
    grid = grid_of(chart("heatmap", "x"), data)
    assert [str(period) for period in grid.periods] == ["2025-Q2", "2025-Q3", "2025-Q4"]
    is_legible(chart("heatmap", "x"), data)


@pytest.mark.parametrize("count", [2, 5, 8])
@pytest.mark.parametrize("columns", [2, 16])
@pytest.mark.parametrize("value", ["1", "-12.4", "543.5"])
def test_heatmaps_of_all_sizes(count: int, columns: int, value: str) -> None:
    data = library(dataset("x", {id: quarters([value] * columns) for id in IDS[:count]}))
    is_legible(chart("heatmap", "x"), data)


def test_what_a_heatmap_refuses() -> None:
    two = {id: quarters(["1", "2"]) for id in IDS[:2]}
    assert refused(chart("heatmap", "x"), library(dataset("x", {"acme": two["acme"]}))) == [
        "draws one row in a heatmap; write kind: bars or diverging"
    ]
    assert refused(
        chart("heatmap", "x"), library(dataset("x", {id: quarters(["1"]) for id in IDS[:2]}))
    ) == ["has fewer than two columns in a heatmap; write kind: dots, or change from and to"]
    assert refused(
        chart("heatmap", "x"),
        library(dataset("x", {id: quarters(["1"] * 17) for id in IDS[:2]})),
    ) == ["has 17 columns; draw 16 at most: change from and to"]
    irregular = dataset("x", {id: [cell("2025", "1")] for id in IDS[:2]}, frequency="irregular")
    assert refused(chart("heatmap", "x"), library(irregular)) == [
        "is a heatmap of irregular data, which have no columns; write kind: steps or panels"
    ]
    days = dataset("x", {id: [cell("2025-01-01", "1")] for id in IDS[:2]}, frequency="day")
    assert refused(chart("heatmap", "x"), library(days)) == [
        "is a heatmap of data by day that are no share moves; write kind: lines"
    ]
    assert refused(chart("heatmap", "x", highlight=("acme",)), library(dataset("x", two))) == [
        "has highlight, which means nothing in a heatmap; take it out"
    ]
    percent = library(dataset("x", two, unit="percent"))
    assert refused(chart("heatmap", "x", show="change"), percent) == [
        "shows the change of percentages, which would mislead; take show out"
    ]
    moved = {id: [cell("2025-07-31", "1", basis="close")] for id in IDS[:2]}
    moves = dataset("moves", moved, unit="usd", frequency="day")
    assert refused(chart("heatmap", "moves", show="change"), library(moves)) == [
        (
            "shows the change on the year of data by day, which have no value a year before; "
            "take show out"
        )
    ]
    assert refused(chart("lines", "x", show="change"), library(dataset("x", two))) == [
        "has show, which is for kind: heatmap; take it out or change the kind"
    ]
    young = two | {"acme": quarters(["1", "2"] * 4, 2024)}
    assert refused(chart("heatmap", "x", show="change"), library(dataset("x", young))) == [
        'knows no change on the year for "x/globex"; take the series out'
    ]
    large = library(dataset("x", {id: quarters(["54321"] * 2) for id in IDS}))
    assert refused(chart("heatmap", "x"), large) == [
        (
            'writes "54\u202f321" in cells that have no room for it on a phone; '
            "draw fewer series, or a larger unit"
        )
    ]
    named = tuple(
        SeriesRef("x", HERE, id, text("n" * 19, "n") if id == "acme" else None) for id in IDS[:2]
    )
    assert refused(chart("heatmap", *named), library(dataset("x", two))) == [
        f'names a row "{"n" * 19}" (fr), 19 characters; give it a label of 18 at most'
    ]


@pytest.mark.parametrize("scheme", list(GROUNDS))
def test_ink_on_the_deepest_cell_can_be_read(scheme: str) -> None:
    found = variables(scheme)
    for colour in (theme.UP, theme.DOWN, LEVEL):
        name = colour.removeprefix("var(--").partition(",")[0]
        over, under = (
            [int(found_colour[i : i + 2], 16) for i in (1, 3, 5)]
            for found_colour in (found[name], GROUNDS[scheme])
        )
        mixed = [round(a * TINT + b * (1 - TINT)) for a, b in zip(over, under, strict=True)]
        cell_colour = "#" + "".join(f"{part:02x}" for part in mixed)
        assert contrast(found["ink"], cell_colour) >= 4.5, (name, cell_colour)


# -- steps ------------------------------------------------------------------------------------


def _lives(**cells: Sequence[Observation]) -> Library:
    return library(dataset("x", cells, "years", "irregular", cutoff=date(2026, 3, 1)))


def test_steps_hold_until_the_next_decision_and_end_at_the_last_reading() -> None:
    data = _lives(acme=[cell("2022-01", "4"), cell("2025-01", "5.5")])
    one = chart("steps", "x")
    is_legible(one, data)
    path = [(row["px"], row["py"]) for row in _data(one, data) if "order" in row]
    assert path[0][1] == path[1][1]
    assert path[1][0] == path[2][0], "it rises upright"
    assert path[2][1] == path[3][1] < path[0][1]
    assert path[3][0] == pytest.approx(build(one, data, FR, WIDE)["width"])
    assert {"4 ans", "5,5 ans"} <= {*texts(svg(one, data))}
    assert (
        plain(description_of(one, data, FR)) == "4 ans (janvier 2022) puis 5,5 ans (janvier 2025)."
    )


def test_equal_values_of_two_series_lie_side_by_side() -> None:
    data = _lives(
        acme=[cell("2022-01", "4"), cell("2024-01", "6")],
        globex=[cell("2022-07", "6")],
        umbrella=[cell("2023-01", "6")],
    )
    one = chart("steps", "x")
    is_legible(one, data)
    rows = [row for row in _data(one, data) if row.get("period")]
    six = [row["py"] for row in rows if row["value"] == 6]
    assert len({*six}) == 3
    assert max(six) - min(six) < 10


def test_a_decision_for_later_is_dashed() -> None:
    data = _lives(
        acme=[cell("2024-01", "4"), cell("2027-01", "5", status="announced")],
        globex=[cell("2024-01", "3")],
    )
    one = chart("steps", "x")
    is_legible(one, data)
    raw = svg(one, data)
    assert "stroke-dasharray" in raw
    assert "annoncé" in texts(raw)
    assert "Acme, janvier 2027 : 5 ans (annoncé)" in [tip.split("|")[0] for tip in tips(raw)]
    sure = _lives(acme=[cell("2024-01", "4"), cell("2027-01", "5")])
    assert "décidé pour plus tard" in texts(svg(one, sure))


def test_a_step_to_what_is_announced_is_dashed_on_both_sides() -> None:
    rows = [cell("2022-01", "4"), cell("2023-01", "5", status="announced"), cell("2024-01", "6")]
    data = _lives(acme=rows, globex=[cell("2022-01", "3")])
    one = chart("steps", "x")
    is_legible(one, data)
    paths = [row for row in _data(one, data) if "order" in row and row["name"].startswith("0")]
    sure = [(row["px"], row["py"]) for row in paths if row["firm"]]
    dashed = [(row["px"], row["py"]) for row in paths if not row["firm"]]
    assert sure[1] == dashed[0], "the rise begins where the first stretch ends"
    assert dashed[-1] == sure[2], "and the last stretch where the fall or rise ends"
    assert {(row["period"], row["firm"]) for row in _data(one, data) if row.get("period")} == {
        ("2022-01", True),
        ("2023-01", False),
        ("2024-01", True),
    }
    raw = svg(one, data)
    assert "annoncé" in texts(raw)
    assert "5 ans (annoncé, janvier 2023)" in plain(description_of(one, data, FR))


def test_what_is_missing_breaks_a_step() -> None:
    rows = [cell("2022-01", "4"), cell("2023-01", missing="non publié"), cell("2024-01", "5")]
    data = _lives(acme=rows, globex=[cell("2022-01", "3", grade="C"), cell("2023-06", "6")])
    one = chart("steps", "x")
    is_legible(one, data)
    raw = svg(one, data)
    assert len({row["run"] for row in _data(one, data) if "order" in row}) == 3
    assert "Acme, janvier 2023 : non disponible : non publié" in tips(raw)
    assert any(tip.startswith("Globex, janvier 2022 : non disponible") for tip in tips(raw))
    assert "3 ans" not in texts(raw)


def test_sites_of_one_owner_are_told_apart() -> None:
    data = _lives(acme=[cell("2024-01", "4"), cell("2025-01", "5")], globex=[cell("2024-06", "9")])
    blue = Colour("#2f50b7", "#3583f8")
    entities = {
        id: replace(one, colour=None if id == "globex" else blue, owner="acme" if id == "globex" else None)
        for id, one in data.entities.items()
    }  # fmt: skip
    data = replace(data, entities=entities)
    dots = [row for row in _data(chart("steps", "x"), data) if row.get("period")]
    assert len({row["colour"] for row in dots}) == 2


def test_names_stand_beside_first_values_where_the_ends_have_no_room() -> None:
    label = text("Une société au nom assez long", "A company of a rather long name")
    data = _lives(acme=[cell("2022-01", "4"), cell("2025-01", "6")], globex=[cell("2022-06", "9")])
    one = chart("steps", pick("x", "acme", label=label), pick("x", "globex"))
    is_legible(one, data)
    assert "Une société au nom assez long 4 ans" in texts(svg(one, data, layout=NARROW))


@pytest.mark.parametrize("count", [1, 4, 8])
def test_steps_of_many(count: int) -> None:
    rows = {
        id: [cell(f"{2015 + n}", str(n + 1)), cell(f"{2018 + n}", str(9 - n))]
        for n, id in enumerate(IDS[:count])
    }
    is_legible(chart("steps", "x"), _lives(**rows))


def test_what_steps_refuse() -> None:
    data = _lives(acme=[cell("2022-01", "4"), cell("2025-01", "4")])
    assert refused(chart("steps", "x"), data) == [
        "draws steps of values that never change; write kind: dots"
    ]
    twice = [
        cell("2025", "1", issued=date(2024, 1, 1)),
        cell("2025", "2", issued=date(2024, 2, 1)),
    ]
    assert refused(chart("steps", "x"), _lives(acme=twice)) == [
        'has 2025 several times for "x/acme", which steps cannot draw; write kind: ranges'
    ]


def test_where_some_are_highlighted_the_others_have_no_names() -> None:
    data = library(
        dataset("x", {id: quarters(["1", "2", "3"]) for id in IDS[:3]}),
        dataset("y", {id: quarters(["9", "5", "1"]) for id in IDS[:3]}),
    )
    one = chart("scatter", "x", "y", highlight=("acme",))
    named = [name for name in texts(svg(one, data, "en")) if ", Q" in name]
    assert named
    assert all(name.startswith("Acme") for name in named)

"""Dots, pairs and waterfalls: what they draw, what they say, what they refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.facts.model import Chart, Colour, Entity, Library, Observation
from explainer.kinds.dots import dots_of
from explainer.kinds.notes import Line
from explainer.kinds.pairs import pairs_of
from explainer.kinds.specification import build
from explainer.kinds.waterfall_steps import steps_of
from tests.made_charts import (
    EN,
    FR,
    HERE,
    SOURCES,
    SVG,
    Cells,
    cell,
    chart,
    dataset,
    description_of,
    is_legible,
    pick,
    plain,
    refused,
    svg,
    table_of,
    text,
    texts,
    tips,
)

LONG = "Un nom de quarante caractères exactement"
NAMES = {"acme": "Acme", "globex": "Globex", "umbrella": "Umbrella", "long": LONG}
BLUE, BROWN = Colour("#2f50b7", "#3583f8"), Colour("#975114", "#fc9826")


def library(unit: str = "usd-bn", coloured: Sequence[str] = (), **datasets: Cells) -> Library:
    """A library of datasets by id, in one unit, of the entities that they name."""
    ids = dict.fromkeys(entity for cells in datasets.values() for entity in cells)
    colours = dict(zip(coloured, (BLUE, BROWN), strict=False))
    return Library(
        {
            id: Entity(id, "company", text(NAMES.get(id, id)), HERE, colour=colours.get(id))
            for id in ids
        },
        SOURCES,
        {id: dataset(id, cells, unit, "irregular") for id, cells in datasets.items()},
        {},
    )


# -- dots -------------------------------------------------------------------------------------


def test_dots_are_the_latest_known_the_largest_first() -> None:
    data = library(
        x={
            "acme": [cell("2025", "9"), cell("2024", "50"), cell("2026", missing="non publié")],
            "globex": [cell("2025", "12.5")],
            "umbrella": [cell("2025", "7", grade="C")],
        }
    )
    one = chart("dots", "x")
    marks = dots_of(one, data)
    assert [mark.series.entity for mark in marks] == ["globex", "acme", "umbrella"]
    assert [mark.row and mark.row.value for mark in marks] == [Decimal("12.5"), Decimal(9), None]
    assert [plain(" ".join(row)) for row in table_of(one, data, FR).rows] == [
        "Globex 12,5 2025",
        "Acme 9 2025",
        "Umbrella – 2025",
    ]
    assert plain(description_of(one, data, FR)) == (
        "Du plus grand au plus petit : Globex, 12,5 Md$ (2025) ; Acme, 9 Md$ (2025). "
        "Non disponible : Umbrella."
    )
    raw = svg(one, data)
    assert "n.\u202fd." in raw
    assert any(
        tip.startswith("Umbrella : non disponible : lu sur une seule page") for tip in tips(raw)
    )


def test_dots_of_one_period_are_of_that_period() -> None:
    data = library(
        x={"acme": [cell("2024", "5"), cell("2025", "9")], "globex": [cell("2025", "6")]}
    )
    one = chart("dots", "x", start="2024", stop="2024")
    known = {mark.series.entity: mark.row for mark in dots_of(one, data)}
    assert known["acme"] is not None
    assert known["acme"].value == 5
    assert known["globex"] is None
    raw = svg(one, data, "en")
    assert "Globex: Not available" in tips(raw)
    assert not any("2024" in words for words in texts(raw)), "that is the subtitle's to tell"


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"value": "5", "status": "estimate"}, "estimation"),
        ({"value": "5", "status": "announced"}, "annoncé"),
        ({"low": "2", "high": "5", "status": "announced"}, "2 à 5 Md$"),
        ({"low": "4"}, "au moins 4 Md$"),
        ({"high": "4"}, "au plus 4 Md$"),
    ],
)
def test_what_is_no_outcome_is_hollow_and_says_so(
    layout: LayoutSize, more: dict[str, str], word: str
) -> None:
    sure = {"acme": [cell("2025", "9")], "globex": [cell("2025", "6")]}
    one = chart("dots", "x")
    assert "stroke-dasharray" not in svg(one, library(x=sure), layout=layout)
    raw = svg(one, library(x=sure | {"globex": [cell("2025", **more)]}), layout=layout)
    assert "stroke-dasharray" in raw
    assert 'fill="var(--ground, #fffdf8)"' in raw
    assert word in plain(raw)
    assert any(word in tip.split("|")[0] for tip in tips(raw))


def test_colours_are_the_companies_where_each_has_one_else_all_are_alike() -> None:
    cells = {"acme": [cell("2025", "9")], "globex": [cell("2025", "6")]}
    one = chart("dots", "x")
    raw = svg(one, library(x=cells, coloured=("acme", "globex")))
    assert "var(--c-acme" in raw
    assert "var(--c-globex" in raw
    data = library(x=cells, coloured=("acme",))
    assert "var(--c-acme" not in svg(one, data)
    focus = svg(replace(one, highlight=("acme",)), data)
    assert "var(--c-acme" in focus
    assert "var(--rest" in focus


# -- pairs ------------------------------------------------------------------------------------


def test_pairs_go_from_a_period_to_another() -> None:
    data = library(
        x={
            "acme": [cell("2024", "10"), cell("2025", "1"), cell("2026", "20", status="estimate")],
            "globex": [cell("2024", "30"), cell("2026", "5")],
            "umbrella": [cell("2026", missing="non lu")],
        }
    )
    one = chart("pairs", "x", start="2024", stop="2026")
    assert [pair.name.fr for pair in pairs_of(one, data)] == ["Globex", "Acme", "Umbrella"]
    assert [plain(" ".join(row)) for row in table_of(one, data, FR).rows] == [
        "Globex 30 5",
        "Acme 10 20 (estimation)",
        "Umbrella – –",
    ]
    assert description_of(one, data, EN) == (
        "For each, 2024 then 2026: Globex, $30bn then $5bn; Acme, $10bn then $20bn (estimate). "
        "Not available: Umbrella."
    )
    raw = svg(one, data)
    assert "Acme, 2026 : 20 Md$ (estimation)" in [tip.split("|")[0] for tip in tips(raw)]
    assert "Umbrella, 2026 : non disponible : non lu" in tips(raw)
    assert "stroke-dasharray" in raw


@pytest.mark.parametrize("kind", ["pairs", "dots"])
def test_a_reference_line_lies_below_the_values_that_it_meets(kind: str) -> None:
    data = library(x={"acme": [cell("2024", "40"), cell("2026", "94")]})
    line = Line(Decimal(100), text("tout", "all"), HERE)
    some = {"start": "2024"} if kind == "pairs" else {}
    one = chart(kind, "x", **some, stop="2026", line=line)
    raw = svg(one, data)
    assert raw.index("stroke-dasharray") < raw.index(">94"), "and their halo breaks it"


def test_pairs_of_two_datasets_meet_by_entity_or_label() -> None:
    data = library(
        pledged={"acme": [cell("2024", "10")], "globex": [cell("2025", "6")]},
        firm={"acme": [cell("2025", "4")], "long": [cell("2026", "3")]},
    )
    picks = (pick("pledged"), pick("firm", "acme"), pick("firm", "long", label=text("Globex")))
    one = chart("pairs", *picks, ends=(text("Promis", "Pledged"), text("Ferme", "Firm")))
    assert refused(one, data) == []
    sizes = {pair.name.fr: [mark.size for mark in pair.ends] for pair in pairs_of(one, data)}
    assert sizes == {"Acme": [10, 4], "Globex": [6, 3]}
    table = table_of(one, data, EN)
    assert table.heads == ("Name", "Pledged", "Period", "Firm", "Period")
    assert table.rows[1] == ("Globex", "6", "2025", "3", "2026")
    raw = svg(one, data)
    assert "Globex, Ferme, 2026 : 3 Md$" in [tip.split("|")[0] for tip in tips(raw)]
    assert {"Promis", "Ferme"} <= set(texts(raw))
    alone = replace(one, series=picks[:2])
    assert plain(description_of(alone, data, FR)).endswith("Non disponible : Globex (Ferme).")


def test_a_status_that_all_share_stands_in_the_key() -> None:
    rows = [cell("2024", "10"), cell("2026", "20", status="estimate")]
    data = library(x={"acme": rows, "globex": rows})
    words = texts(svg(chart("pairs", "x", start="2024", stop="2026"), data))
    assert words.count("2026 (estimation)") == 1
    assert not any("estimation" in one for one in words if "Md$" in one)


def test_both_values_the_same_are_told_once() -> None:
    rows = [cell("2024", "11"), cell("2026", "11")]
    data = library(x={"acme": rows, "globex": [cell("2024", "10"), cell("2026", "20")]})
    words = texts(svg(chart("pairs", "x", start="2024", stop="2026"), data))
    assert words.count("11 Md$") == 1


# -- waterfall --------------------------------------------------------------------------------

COSTS = library(
    total={"acme": [cell("2024", "20.00"), cell("2025", "31.50")]},
    part={
        "globex": [cell("2024", "8.00"), cell("2025", "12.25")],
        "umbrella": [cell("2024", "2.00"), cell("2025", "1.50")],
    },
)
BRIDGE = chart(
    "waterfall",
    pick("total", role="total"),
    "part",
    start="2024",
    stop="2025",
    rest=text("Autres", "Other"),
)


def test_a_waterfall_goes_from_a_total_to_the_next_by_its_parts() -> None:
    assert refused(BRIDGE, COSTS) == []
    steps = steps_of(BRIDGE, COSTS)
    assert [(step.role, step.start, step.end) for step in steps] == [
        ("total", 0, 20),
        ("plus", 20, Decimal("24.25")),
        ("plus", Decimal("24.25"), Decimal("23.75")),
        ("rest", Decimal("23.75"), Decimal("31.50")),
        ("total", 0, Decimal("31.50")),
    ]
    table = table_of(BRIDGE, COSTS, FR)
    assert table.heads == ("Étape", "2024", "2025", "Effet sur le total")
    assert table.rows == (
        ("Globex", "8,00", "12,25", "+4,25"),
        ("Umbrella", "2,00", "1,50", "−0,50"),
        ("Autres", "10,00", "17,75", "+7,75"),
        ("Mesure total", "20,00", "31,50", "+11,50"),
    )
    assert description_of(BRIDGE, COSTS, EN) == (
        "From top to bottom: 2024, $20.00bn; Globex, +$4.25bn; Umbrella, −$0.50bn; "
        "Other, +$7.75bn; 2025, $31.50bn."
    )
    said = tips(svg(BRIDGE, COSTS))
    assert said[0].startswith("Mesure total, 2024 : 20,00 Md$|")
    assert said[1].startswith("Globex : +4,25 Md$|de 8,00 Md$ (2024) à 12,25 Md$ (2025)|")
    assert said[3] == "Autres : +7,75 Md$|ce que les autres étapes laissent du total"


def test_without_a_total_the_sum_of_the_parts_is_one() -> None:
    one = chart("waterfall", "part", start="2024", stop="2025")
    assert refused(one, COSTS) == []
    steps = steps_of(one, COSTS)
    assert [step.end for step in steps if step.role == "total"] == [10, Decimal("13.75")]
    assert table_of(one, COSTS, FR).rows[-1] == ("Ensemble", "10,00", "13,75", "+3,75")
    assert tips(svg(one, COSTS))[0] == "Ensemble, 2024 : 10,00 Md$|somme des étapes"


def test_what_is_computed_from_estimates_is_one() -> None:
    guessed = library(
        total={"acme": [cell("2024", "20"), cell("2025", "31")]},
        part={"globex": [cell("2024", "8"), cell("2025", "12", status="estimate")]},
    )
    assert [step.status for step in steps_of(BRIDGE, guessed)] == [
        None, "estimate", "estimate", None,
    ]  # fmt: skip
    one = chart("waterfall", "part", start="2024", stop="2025")
    assert [step.status for step in steps_of(one, guessed)] == [None, "estimate", "estimate"]
    raw = svg(BRIDGE, guessed)
    assert "Autres : +7 Md$ (estimation)|ce que les autres étapes laissent du total" in tips(raw)
    assert [step.status for step in steps_of(BRIDGE, COSTS)] == [None] * 5


ACCOUNT = library(
    sales={"acme": [cell("2025", "51.24")]},
    costs={"acme": [cell("2025", "30.71")]},
    profit={"acme": [cell("2025", "20.54")]},
    tax={"acme": [cell("2025", "15.93", status="estimate")]},
    net={"acme": [cell("2025", "2.71")]},
)
CASCADE = chart(
    "waterfall",
    pick("sales", role="total"),
    pick("costs", role="minus"),
    pick("profit", role="total"),
    pick("tax", role="minus"),
    pick("net", role="total"),
    start="2025",
    stop="2025",
    rest=text("Autres", "Other"),
)


def test_a_waterfall_of_one_period_takes_parts_away_and_rounding_is_no_rest() -> None:
    assert refused(CASCADE, ACCOUNT) == []
    table = table_of(CASCADE, ACCOUNT, FR)
    assert table.rows == (
        ("Mesure sales", "51,24"),
        ("Mesure costs", "−30,71"),
        ("Mesure profit", "20,54"),
        ("Mesure tax", "−15,93 (estimation)"),
        ("Autres", "−1,90 (estimation)"),
        ("Mesure net", "2,71"),
    )
    raw = svg(CASCADE, ACCOUNT)
    assert "stroke-dasharray" in raw
    assert "(estimation)" in raw


def test_a_cost_that_rises_lowers_a_profit() -> None:
    data = library(
        profit={"acme": [cell("2024", "5"), cell("2025", "7")]},
        sales={"acme": [cell("2024", "15"), cell("2025", "20")]},
        costs={"acme": [cell("2024", "10"), cell("2025", "13")]},
    )
    one = chart(
        "waterfall",
        pick("profit", role="total"),
        "sales",
        pick("costs", role="minus"),
        start="2024",
        stop="2025",
    )
    assert refused(one, data) == []
    assert [step.amount for step in steps_of(one, data)] == [5, 5, -3, 7]
    raw = svg(one, data)
    assert "var(--up" in raw
    assert "var(--down" in raw


# -- what is refused ----------------------------------------------------------------------------

TWO = library(x={"acme": [cell("2024", "1"), cell("2025", "2")], "globex": [cell("2025", "3")]})
SAME = (text("Total"), text("Total"))


@pytest.mark.parametrize(
    ("one", "data", "sentence"),
    [
        (chart("dots", pick("x", "acme")), TWO, "has one row; write its number in a sentence"),
        (
            chart("dots", "x", start="2020", stop="2021"),
            TWO,
            "has nothing to draw; change from and to, or find a second source for grade C",
        ),
        (
            chart("dots", "x", pick("x", "acme")),
            TWO,
            'has two rows called "Acme"; give each a label',
        ),
        (
            chart("dots", "x"),
            library(x={f"firm-{n}": [cell("2025", "1")] for n in range(21)}),
            "has 21 rows; draw 20 at most, or make two charts",
        ),
        (
            chart("dots", "x", rest=text("Autres")),
            TWO,
            "has rest, which is for kind: waterfall; take it out or change the kind",
        ),
        (
            chart("dots", pick("x", role="total")),
            TWO,
            "has role, which is for kind: waterfall; take it out or change the kind",
        ),
        (
            chart("dots", "x", ends=SAME),
            TWO,
            "has ends, which is for kind: pairs; take it out or change the kind",
        ),
        (
            chart("pairs", "x"),
            TWO,
            "has 1 dataset and no two periods to compare; give from and to, or two datasets",
        ),
        (
            chart("pairs", "x", start="2020", stop="2025"),
            TWO,
            "has no row with both values; change from and to, or the series",
        ),
        (
            chart("pairs", "x", start="2024", stop="2025", ends=SAME),
            TWO,
            'calls both ends "Total" (fr); add ends, which names them',
        ),
        (
            chart("pairs", "x", start="2024", stop="2025", ends=(text("Total"),)),
            TWO,
            "names 1 ends; a pair has two",
        ),
        (
            chart("pairs", "x", start="2024", stop="2025", ends=(text("Un"), text("o" * 41))),
            TWO,
            f'names an end "{"o" * 41}" (fr), 41 characters; add ends, which names both in 40 at most',
        ),
        (
            chart("waterfall", "part"),
            COSTS,
            "is a waterfall without from and to; give two periods, or twice the same one",
        ),
        (
            replace(BRIDGE, options={}),
            COSTS,
            "has parts that make 23.75 and not 31.50: 7.75 is left; add rest, which names it, or the parts that lack",
        ),
        (
            replace(BRIDGE, highlight=("acme",)),
            COSTS,
            "has highlight, which means nothing in a waterfall; take it out",
        ),
        (
            replace(BRIDGE, series=(pick("total"), pick("part"))),
            COSTS,
            "has no total; add role: total to the series that its parts make",
        ),
        (
            replace(BRIDGE, series=(pick("part"),)),
            COSTS,
            "has rest, but its total is the sum of its series; take rest out",
        ),
        (
            replace(BRIDGE, series=(pick("total", role="total"),)),
            COSTS,
            "has no part between its totals; add a series",
        ),
        (
            replace(BRIDGE, series=(pick("total", role="total"), pick("part", role="total"))),
            COSTS,
            "has no part between its totals; add a series",
        ),
        (
            replace(CASCADE, series=CASCADE.series[:2]),
            ACCOUNT,
            "ends without a total; add role: total to the last series, which its parts make",
        ),
        (
            replace(CASCADE, series=CASCADE.series[:3]),
            ACCOUNT,
            "has rest, but its parts make its totals; take rest out",
        ),
        (
            chart("waterfall", "x", start="2024", stop="2025"),
            TWO,
            'needs "x/globex" of 2024, which is not known; take the part out and name the rest, or take other periods',
        ),
        (
            chart("waterfall", pick("x", "globex", role="total"), pick("x", "acme"), start="2024", stop="2025"),
            TWO,
            'needs "x/globex" of 2024, which is not known; take other periods',
        ),
        (
            chart("waterfall", "x", start="2024", stop="2025"),
            library("percent", x={"acme": [cell("2024", "1"), cell("2025", "2")]}),
            "adds up changes of percentages, which are not percentages; draw amounts",
        ),
        (
            chart("waterfall", "x", start="2024", stop="2025"),
            library(x={"acme": [cell("2024", "100"), cell("2025", "101")], "globex": [cell("2024", "5"), cell("2025", "6")]}),
            "has parts of 1 at most beside a total of 107: they would vanish; draw dots",
        ),
    ],
)  # fmt: skip
def test_the_sentence(one: Chart, data: Library, sentence: str) -> None:
    assert sentence in refused(one, data)


def test_a_range_is_for_dots_alone() -> None:
    data = library(
        x={"acme": [cell("2024", "1"), cell("2025", low="2")], "globex": [cell("2025", "3")]}
    )
    one = chart("pairs", "x", start="2024", stop="2025")
    assert "of kind pairs cannot draw a range; use kind: ranges, or give one value" in refused(
        one, data
    )
    assert refused(chart("dots", "x"), data) == []


# -- awkward data -------------------------------------------------------------------------------

DOTS = {
    "long names and words": {
        "long": [cell("2025", "1200.5", status="estimate")],
        "acme": [cell("2024", low="3", status="announced")],
        "globex": [cell("2025-10-29", "0")],
        "umbrella": [cell("2025", missing="non publié")],
    },
    "all zeros": {"acme": [cell("2025", "0")], "globex": [cell("2025", "0")]},
    "all negative": {"long": [cell("2025", "-5", status="estimate")], "acme": [cell("2025", "-50")]},
    "both signs": {"acme": [cell("2025", "-5")], "globex": [cell("2025", "900")]},
    "twenty": {f"firm-{n}": [cell("2025", f"{n * n + 1}.5")] for n in range(20)},
    "tiny": {"acme": [cell("2025", "0.001")], "globex": [cell("2025", "0.002")]},
    "one known": {"acme": [cell("2025", "5")], "globex": [cell("2025", missing="non lu")]},
}  # fmt: skip


@pytest.mark.parametrize("cells", DOTS.values(), ids=DOTS.keys())
def test_awkward_dots(cells: Cells) -> None:
    is_legible(chart("dots", "x"), library(x=cells))


PAIRS = {
    "far apart": {
        "long": [cell("2024", "5"), cell("2026", "725", status="estimate")],
        "acme": [cell("2024", "800", status="announced"), cell("2026", missing="non lu")],
        "globex": [cell("2026", "700")],
        "umbrella": [],
    },
    "both signs": {
        "long": [cell("2024", "-50"), cell("2026", "50")],
        "acme": [cell("2024", "-5"), cell("2026", "-7")],
    },
    "close": {
        "long": [cell("2024", "97.1"), cell("2026", "97.2")],
        "acme": [cell("2024", "90"), cell("2026", "99")],
    },
    "all alike": {
        "long": [cell("2024", "0"), cell("2026", "0")],
        "acme": [cell("2024", "0"), cell("2026", "0")],
    },
}


@pytest.mark.parametrize("cells", PAIRS.values(), ids=PAIRS.keys())
def test_awkward_pairs(cells: dict[str, list[Observation]]) -> None:
    known = {entity: rows or [cell("2023", "1")] for entity, rows in cells.items()}
    is_legible(chart("pairs", "x", start="2024", stop="2026"), library(x=known))


def test_a_key_of_two_long_names_fits_a_phone() -> None:
    data = library(
        x={"acme": [cell("2024", "10")], "globex": [cell("2025", "6")]},
        y={"acme": [cell("2024", "4")], "globex": [cell("2025", "3")]},
    )
    ends = text("a" * 40), text("b" * 40)
    is_legible(chart("pairs", "x", "y", ends=ends), data)


def test_a_waterfall_below_zero() -> None:
    data = library(
        a={"long": [cell("2025", "10")]},
        b={"acme": [cell("2025", "25", status="estimate")]},
        c={"acme": [cell("2025", "0")]},
        d={"acme": [cell("2025", "-19.5")]},
    )
    picks = [pick("a", role="total", label=text(LONG)), pick("b", role="minus"), pick("c")]
    one = chart(
        "waterfall",
        *picks,
        pick("d", role="total"),
        start="2025",
        stop="2025",
        rest=text("r" * 40),
    )
    is_legible(one, data)


def test_real_bridges_and_cascades_are_legible() -> None:
    is_legible(BRIDGE, COSTS)
    is_legible(CASCADE, ACCOUNT)


def test_a_name_that_tells_the_year_is_not_followed_by_it() -> None:
    data = library(
        mean={"acme": [cell("2024", "28")]},
        year={"globex": [cell("2026", "40", status="estimate")]},
    )
    mean = pick("mean", label=text("Moyenne 2020-2024"))
    said = texts(svg(chart("dots", mean, "year"), data))
    assert "28 Md$" in said
    assert not any("(2024)" in words for words in said)
    assert "40 Md$ (estimation, 2026)" in said


def test_on_a_phone_the_words_stand_all_at_the_right_or_all_below() -> None:
    cells = {
        "acme": [cell("2025-06-01", "5", status="announced")],
        "globex": [cell("2026-02-11", "4", status="estimate")],
    }
    more = cells | {"long": cells["acme"]}
    for some, anchor in ((cells, "end"), (more, "start")):
        raw = svg(chart("dots", "x"), library(x=some), layout=NARROW)
        nodes = list(ElementTree.fromstring(raw).iter(f"{SVG}text"))
        for said in ("annoncé, 1er juin 2025", "estimation, 11 févr. 2026"):
            anchors = {one.get("text-anchor") for one in nodes if plain(one.text or "") == said}
            assert anchors == {anchor}, said


def test_on_a_phone_no_line_of_a_waterfall_crosses_a_name() -> None:
    data = library(
        a={"acme": [cell("2025", "10")]},
        b={"acme": [cell("2025", "25")]},
        c={"acme": [cell("2025", "-15")]},
    )
    picks = pick("a", role="total"), pick("b", role="minus"), pick("c", role="total")
    one = chart("waterfall", *picks, start="2025", stop="2025")
    lines = {}
    for layout in (WIDE, NARROW):
        spec = build(one, data, FR, layout)
        thin = {"type": "rule", "strokeWidth": 1}
        (layer,) = (each for each in spec["layer"] if thin.items() <= each["mark"].items())
        lines[layout.name] = [row["x"] for row in spec["datasets"][layer["data"]["name"]]]
    assert lines == {"wide": [10, -15], "narrow": [10]}, "a loss ends where the next name begins"


def test_on_a_phone_zero_is_drawn_where_a_bar_meets_it() -> None:
    spec = build(BRIDGE, COSTS, FR, NARROW)
    (layer,) = (
        each
        for each in spec["layer"]
        if each["mark"]["type"] == "rule" and "strokeWidth" not in each["mark"]
    )
    assert len(spec["datasets"][layer["data"]["name"]]) == 2, "the totals alone"


def test_a_reference_line_stands_at_a_figure_of_what_is_drawn() -> None:
    """The number is not typed again: when the cell changes, the line moves with it."""

    def drawn(value: str) -> str:
        rows = [cell("2024", "10"), cell("2025", value), cell("2026", "94")]
        line = Line("x/acme@2025", text("repère", "mark"), HERE)
        data = library(x={"acme": rows, "globex": [cell("2025", "5")]})
        return svg(chart("lines", "x", line=line), data)

    line = Line(Decimal(40), text("repère", "mark"), HERE)
    rows = [cell("2024", "10"), cell("2025", "40"), cell("2026", "94")]
    typed = chart("lines", "x", line=line)
    assert drawn("40") == svg(typed, library(x={"acme": rows, "globex": [cell("2025", "5")]}))
    assert drawn("40") != drawn("41")


@pytest.mark.parametrize(
    ("values", "side"), [(("40", "60", "94"), "end"), (("94", "60", "40"), "start")]
)
def test_the_name_of_a_line_stands_where_the_curves_are_far(
    values: tuple[str, ...], side: str
) -> None:
    rows = [cell(str(2024 + index), value) for index, value in enumerate(values)]
    line = Line(Decimal(38), text("repère", "mark"), HERE)
    raw = svg(chart("lines", "x", line=line), library(x={"acme": rows}))
    (anchor,) = set(re.findall(r'<text[^>]*text-anchor="(\w+)"[^>]*>(?:<tspan[^>]*>)?repère', raw))
    assert anchor == side


def test_grouped_bars_say_what_they_lack_at_both_ends() -> None:
    """Oracle's cash before 2022 was not known, and its absence read as zero."""
    long = [cell(str(year), "10") for year in range(2020, 2026)]
    short = [cell(str(year), "4") for year in range(2022, 2025)]
    data = library(x={"acme": long, "globex": short})
    yearly = replace(data, datasets={"x": replace(data.datasets["x"], frequency="year")})
    raw = svg(chart("bars", "x", layout="grouped"), yearly)
    assert [plain(one) for one in texts(raw)].count("n. d.") == 3

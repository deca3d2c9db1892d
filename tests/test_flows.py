"""Flows of money: a dataset made of them, and the map that a chart draws."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest

from explainer.drawing import theme
from explainer.drawing.sizes import FULL, NARROW, WIDE, LayoutSize
from explainer.facts.figures import write_figures
from explainer.facts.model import Library
from explainer.kinds import kind_of
from explainer.kinds.flow_layout import Room, Stream, laid_out
from explainer.kinds.flow_parts import Parts
from explainer.kinds.flow_sketch import Label, Sketch
from explainer.kinds.plot import prepare
from explainer.language.locales import LOCALES
from explainer.pages.chart_text import ChartText
from explainer.pages.downloads import chart_csv
from explainer.pages.poster import drawing
from tests.made_charts import QUEUE

WAYS = [(code, layout) for code in ("fr", "en") for layout in (WIDE, NARROW)]
each_way = pytest.mark.parametrize(
    ("code", "layout"), WAYS, ids=[f"{code}-{layout.name}" for code, layout in WAYS]
)
MAPS = [
    (id, code, layout)
    for id in ("money-map", "money-loop")
    for code in ("fr", "en")
    for layout in (FULL, WIDE, NARROW)
]
each_map = pytest.mark.parametrize(
    ("name", "code", "layout"),
    MAPS,
    ids=[f"{id}-{code}-{layout.name}" for id, code, layout in MAPS],
)
SVG = "{http://www.w3.org/2000/svg}"


def sketch(library: Library, id: str, code: str, layout: LayoutSize) -> Sketch:
    chart = library.charts[id]
    plot = prepare(chart, library, LOCALES[code], layout, kind_of(chart).select(chart, library))
    plot.padding = {"left": 8, "right": 8, "top": 10, "bottom": 8}
    return Sketch(plot, Parts(chart, library))


Sketched = Callable[[str, str, LayoutSize], tuple[Sketch, list[Label]]]


@pytest.fixture(scope="module")
def real_sketch(real_library: Library) -> Sketched:
    """A function that lays out a map of the site and its labels, once for all that look at it."""

    @cache
    def laid(id: str, code: str, layout: LayoutSize) -> tuple[Sketch, list[Label]]:
        one = sketch(real_library, id, code, layout)
        return one, one.labels()

    return laid


# -- the data --------------------------------------------------------------------------------------


def test_a_flow_is_a_figure_of_a_sentence(library: Library) -> None:
    sentence = "{{ flows/north-globex@2025-06 }}, {{ flows/acme-north@2025, short }}"
    assert write_figures(sentence, library, LOCALES["en"]) == "$30\u00a0billion, $35.6bn"


def test_a_flow_that_a_dataset_knows_is_computed_and_has_its_documents(library: Library) -> None:
    (row,) = library.datasets["flows"].series["acme-north"]
    assert [one.id for one in library.documents(row)] == ["acme-2025"]


def test_what_is_signed_or_promised_is_no_outcome(library: Library) -> None:
    series = library.datasets["flows"].series
    said = {id: rows[0].status for id, rows in series.items()}
    assert said == {
        "acme-north": None,
        "north-globex": "signed",
        "globex-acme": "promised",
        "south-acme": "signed",
        "acme-globex": None,
    }


def test_the_real_flows_never_name_a_party_that_is_not_there(real_library: Library) -> None:
    for flow in real_library.flows.values():
        assert {flow.payer, flow.payee} <= real_library.entities.keys() - real_library.flows.keys()


# -- the map ---------------------------------------------------------------------------------------


@each_map
def test_boxes_stand_apart_and_inside(
    name: str, code: str, layout: LayoutSize, real_sketch: Sketched
) -> None:
    one, _ = real_sketch(name, code, layout)
    boxes = {id: one.box(place) for id, place in one.map.places.items()}
    for (first, a), (second, b) in combinations(boxes.items(), 2):
        assert not a.touches(b), f"{first} and {second}"
    for id, box in boxes.items():
        assert -1 <= box.left < box.right <= one.plot.width + 1, id
        assert -1 <= box.top < box.bottom <= one.height + 1, id


@each_map
def test_each_flow_has_its_label_and_none_hides_another(
    name: str, code: str, layout: LayoutSize, real_sketch: Sketched
) -> None:
    one, labels = real_sketch(name, code, layout)
    assert len(labels) == len(one.parts.moneys)
    for a, b in combinations(labels, 2):
        assert not a.box.touches(b.box), f"{a.amount} and {b.amount}"
    for label in labels:
        for id, place in one.map.places.items():
            assert not label.box.touches(one.box(place)), f"{label.amount} on {id}"


@each_map
def test_each_label_stands_on_its_own_stroke_and_breaks_it(
    name: str, code: str, layout: LayoutSize, real_sketch: Sketched, real_library: Library
) -> None:
    one, labels = real_sketch(name, code, layout)
    streams = {stream.id: stream for stream in one.map.streams}
    for label in labels:
        stream = streams[label.money.flow.id]
        way = [
            one._along(stream, part, step / 40)
            for part in range(len(stream.ends))
            for step in range(41)
        ]
        near = label.box.wider(stream.width / 2 + 3)
        assert any(near.left < x < near.right and near.top < y < near.bottom for x, y in way), (
            label.amount
        )
    root = ElementTree.fromstring(
        drawing(
            ChartText(real_library.charts[name], real_library, LOCALES[code], QUEUE),
            layout,
            name,
        )
    )
    plates = {
        len(group)
        for group in root.iter(f"{SVG}g")
        if len(group) and all(one.get("fill") == theme.GROUND for one in group)
    }
    bare = [label for label in labels if label.inside and label.money.flow.kind == "paid"]
    assert len(labels) - len(bare) in plates, "a plate under each label, save on a wide body"


@each_map
def test_streams_between_the_same_two_do_not_cross(
    name: str, code: str, layout: LayoutSize, real_sketch: Sketched
) -> None:
    streams = real_sketch(name, code, layout)[0].map.streams
    for a, b in combinations(streams, 2):
        if {a.source, a.target} == {b.source, b.target} and a.source != b.source:
            (start, end), (back, forth) = a.ends[0], b.ends[-1]
            assert (start < forth) == (end < back), f"{a.id} and {b.id}"


def test_strokes_are_as_wide_as_their_amounts(real_library: Library) -> None:
    found = sketch(real_library, "money-map", "en", WIDE).map
    for one in found.streams:
        assert one.width == pytest.approx(max(2, one.amount * found.scale))


def test_parties_keep_the_order_of_their_column() -> None:
    streams = [Stream("one", "a", "y", 5.0), Stream("two", "b", "x", 5.0)]
    found = laid_out([["a", "b"], ["x", "y"]], streams, {}, Room(100, gap=4, slot=10))
    assert found.places["a"].at < found.places["b"].at
    assert found.places["x"].at < found.places["y"].at


@pytest.mark.parametrize("code", ["fr", "en"])
def test_the_table_has_what_the_map_cannot_say(code: str, library: Library) -> None:
    locale = LOCALES[code]
    table = ChartText(library.charts["firms-flow"], library, locale, QUEUE).table
    words = {
        "fr": ("versés", "sur cinq ans", "non publié"),
        "en": ("paid", "over five years", "not published"),
    }[code]
    cells = [cell for row in table.rows for cell in row]
    assert all(word in cells for word in words)
    assert (
        locale.typeset({"fr": "milliards de dollars", "en": "billions of"}[code]) in table.heads[2]
    )
    assert table.rows[0][:2] == ("Acme", {"fr": "Site du Nord", "en": "North site"}[code])


@each_way
def test_kinds_are_told_by_a_stroke_and_a_word(
    code: str, layout: LayoutSize, library: Library
) -> None:
    chart = library.charts["firms-flow"]
    root = ElementTree.fromstring(
        drawing(ChartText(chart, library, LOCALES[code], QUEUE), layout, chart.id)
    )
    texts = [text.text for text in root.iter(f"{SVG}text")]
    for kind in ("paid", "signed", "promised"):
        assert LOCALES[code].word(f"money_key:{kind}") in texts
        # on a phone a word under each amount would hide the strokes beside it
        word, key = (LOCALES[code].word(f"{name}:{kind}") for name in ("money", "money_key"))
        assert (texts.count(word) > (word == key)) is not layout.narrow, kind
    dashes = {one.get("stroke-dasharray") for one in root.iter() if one.get("stroke-dasharray")}
    assert dashes == {"8,4", "1.5,4.5"}


def test_the_words_tell_the_loop_and_what_is_not_known(library: Library) -> None:
    chart = library.charts["firms-flow"]
    told = kind_of(chart).describe(chart, library, LOCALES["en"])
    assert told.startswith("Loop 1: Acme → North site → Globex → Acme.")
    assert "South → Acme, amount unknown" in told


def test_a_loop_that_is_named_is_numbered_on_its_flows(library: Library) -> None:
    chart = library.charts["firms-flow"]
    without = replace(chart, options={**chart.options, "loops": ()})
    numbers = []
    for one in (chart, without):
        known = replace(library, charts={one.id: one})
        svg = drawing(ChartText(one, known, LOCALES["en"], QUEUE), WIDE, one.id)
        numbers.append(re.findall(r">1</text>", svg))
    assert [len(found) for found in numbers] == [4, 0]  # three flows, and the key


def test_a_chart_of_flows_leaves_as_csv(library: Library) -> None:
    text = chart_csv(
        ChartText(library.charts["firms-flow"], library, LOCALES["fr"], QUEUE), french=False
    )
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("flows,acme-north,Acme → Nord,2025,")
    assert ",35.6,,,usd-bn," in lines[1]
    assert "promised" in lines[3]
    assert ",signed," in lines[2]
    assert ",signed," in lines[4]

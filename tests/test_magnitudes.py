"""Very small and very large numbers: labels tell them apart and fit, or a sentence names the unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from explainer.errors import Problem
from explainer.facts.model import Chart, Library
from explainer.kinds.ticks import in_javascript
from explainer.language.numbers import enough, few
from explainer.numerals import flaw_of_length, number_meant
from explainer.yaml_nodes import Refused, composed_text
from tests.made_charts import (
    EN,
    FR,
    UNITS,
    Cells,
    cell,
    chart,
    dataset,
    description_of,
    is_legible,
    plain,
    refused,
    svg,
    texts,
    tips,
)
from tests.test_charts_joined import IDS, library

KINDS = ("bars", "lines", "steps", "panels", "heatmap", "diverging", "dots", "pairs", "scatter")
VALUES = {
    "tiny": ("usd-bn", ["0.0001", "0.0002", "0.00035", "0.0005"]),
    "at the end of what may be written": ("percent", ["0.000001", "0.000002", "0.000003", "0.000004"]),
    "dollars": ("usd", ["35000000000", "90000000000", "150000000000", "200000000000"]),
    "people": ("count", ["123456789", "200000000", "450000000", "999999999"]),
    "billions": ("usd-bn", ["1000000", "25000000", "123456789", "345678901"]),
}  # fmt: skip


def _data(kind: str, unit: str, values: list[str]) -> Library:
    if kind in ("dots", "scatter"):
        ids = dict(zip(IDS, values, strict=False))
        return library(
            *(
                dataset(name, {id: [cell("2025", one)] for id, one in ids.items()}, unit, "year")
                for name in ("x", "y")
            )
        )
    if kind == "diverging":
        days = [cell(f"2025-0{month}-15", one) for month, one in enumerate(values, 1)]
        return library(dataset("x", {"acme": days}, unit, "day"))
    one = [cell(str(2020 + at), value) for at, value in enumerate(values)]
    cells: Cells = {"acme": one}
    if kind in ("panels", "heatmap", "pairs"):
        cells = {"acme": one, "globex": one}
    return library(dataset("x", cells, unit, "year"))


def _chart(kind: str) -> Chart:
    if kind == "pairs":
        return chart(kind, "x", start="2020", stop="2023")
    return chart(kind, "x", *(["y"] if kind == "scatter" else []))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", VALUES)
def test_labels_tell_values_apart_and_fit(kind: str, size: str) -> None:
    unit, values = VALUES[size]
    one, data = _chart(kind), _data(kind, unit, values)
    is_legible(one, data)
    raw = svg(one, data, "en")
    heads = {tip.split("|")[0].split(": ", 1)[1] for tip in tips(raw)}
    assert len(heads) == (2 if kind == "pairs" else len(values))
    numbers = [text for text in texts(raw) if any(sign.isdigit() for sign in text)]
    assert not {"0.0", "0.00", "$0.0bn", "$0.00bn", "0.0%"} & {*numbers}
    assert "undefined" not in raw


def test_ticks_are_looked_up_as_javascript_writes_them() -> None:
    wanted = {20.0: "20", 0.00005: "0.00005", 2e-7: "2e-7", 1e21: "1e+21", 1.5e22: "1.5e+22"}
    assert {number: in_javascript(number) for number in wanted} == wanted


def test_dollars_go_over_to_millions_and_billions() -> None:
    data = _data("lines", "usd", ["35000000000", "200000000000"])
    raw = svg(chart("lines", "x"), data, "en")
    assert {"$50bn", "$200bn", "0"} <= {*texts(raw)}
    assert any(tip.startswith("Acme, 2021: $200bn") for tip in tips(raw))
    assert description_of(chart("lines", "x"), data, EN) == "From $35bn (2020) to $200bn (2021)."
    usd = UNITS["usd"]
    assert plain(FR.exact(Decimal(2500000), usd)) == "2,5 M$"
    assert EN.exact(Decimal(507123456), usd) == "$507,123,456"  # nothing is left out
    assert EN.rough(Decimal(507123456), usd) == "$507.1m"
    assert EN.exact(Decimal(999999), usd) == "$999,999"
    assert EN.exact(Decimal(2500000), UNITS["usd-bn"]) == "$2,500,000bn"


def test_what_is_too_long_for_labels_is_refused_with_the_unit_to_use() -> None:
    people = _data("bars", "count", ["2000000000", "3000000000"])
    assert refused(chart("bars", "x"), people) == [
        (
            "draws 3000000000 in the unit count, a number too long for its labels; divide the "
            "numbers by 10^6 and add a unit of measure: count and power: 6"
        )
    ]
    known = Library(
        people.entities, people.sources, people.datasets, people.charts, units={**UNITS}
    )
    (sentence,) = refused(chart("bars", "x"), known)
    assert sentence.endswith("divide the numbers by 10^6 and write unit: million")
    vast = _data("lines", "usd-bn", ["2000000000000", "3000000000000"])
    (sentence,) = refused(chart("lines", "x"), vast)
    assert sentence.endswith(
        "divide the numbers by 10^9 and add a unit that counts 10^9 usd-bn at a time"
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2.5E+9", "write 2500000000"),
        ("1e-4", "write 0.0001"),
        (
            "1e26",
            (
                "it has 27 digits, 0 of them decimals; write at most 15, 6 of them decimals: divide by "
                "10^21 and take a unit that counts so many at a time, as usd-bn does of usd; "
                'see "Add a unit" in data/README.md'
            ),
        ),
    ],
)
def test_a_power_of_ten_is_written_out_or_asks_for_another_unit(
    written: str, sentence: str
) -> None:
    assert number_meant(written) == sentence
    problems: list[Problem] = []
    node = composed_text(written, "value", "x.yml", problems)
    assert node
    with pytest.raises(Refused):
        node.number()
    assert str(problems[0]) == f'x.yml:1: value "{written}" is not a number; {sentence}'


def test_a_number_that_is_too_fine_is_not_sent_to_a_larger_unit() -> None:
    assert flaw_of_length("0.1234567").endswith(
        ": leave out what nobody measured, or take a smaller unit"
    )
    assert flaw_of_length("999999999999999") == ""


def test_beside_the_largest_the_smallest_is_told_where_each_has_its_label() -> None:
    data = _data("dots", "usd", ["221", "507123456"])
    is_legible(chart("dots", "x"), data)
    assert {"$221", "$507.1m"} <= {*texts(svg(chart("dots", "x"), data, "en"))}


@pytest.mark.parametrize(
    ("value", "said", "beside"),
    [("19.374", 2, 1), ("0.57", 2, 2), ("0.000123", 5, 5), ("0.0001", 4, 4), ("83.0", 1, 1), ("0", 0, 0)],
)  # fmt: skip
def test_a_small_number_keeps_two_of_its_digits(value: str, said: int, beside: int) -> None:
    assert (enough(Decimal(value)), few(Decimal(value))) == (said, beside)

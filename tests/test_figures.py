"""Figures in a sentence: what they come to, and the sentence that a typo gets."""

from __future__ import annotations

import contextlib
import itertools
import re
from pathlib import Path

import pytest

from explainer.facts.cells import FigureError
from explainer.facts.figures import write_figure
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.block import cited


def both(body: str, library: Library) -> tuple[str, str]:
    fr, en = (write_figure(body, library, LOCALES[code]).text for code in ("fr", "en"))
    return fr.replace("\u00a0", " ").replace("\u202f", " "), en


@pytest.mark.parametrize(
    ("body", "fr", "en"),
    [
        ("firms.capex/acme@2025-Q4", "19,37 milliards de dollars", "$19.37 billion"),
        ("firms.capex/acme@2025-Q4, short", "19,37 Md$", "$19.37bn"),
        ("firms.capex/acme@2025-Q4, short, digits 0", "19 Md$", "$19bn"),
        ("firms.capex/acme@2025-Q4, bare", "19,37", "19.37"),
        ("firms.capex/acme@2025-Q4, nearly 20", "près de 20 milliards de dollars", "nearly $20 billion"),
        ("firms.capex/acme@2025", "35,62 milliards de dollars", "$35.62 billion"),
        ("sum firms.capex/acme@2025", "35,62 milliards de dollars", "$35.62 billion"),
        ("sum firms.capex/acme@2025-Q1..2025-Q2", "3,75 milliards de dollars", "$3.75 billion"),
        ("sum firms.capex/*@2025-Q1", "2,28 milliards de dollars", "$2.28 billion"),
        ("difference firms.capex/acme@2025-Q1 to 2025-Q4", "17,87 milliards de dollars", "$17.87 billion"),
        ("change firms.capex/acme@2025-Q1 to 2025-Q2", "50 %", "50%"),
        ("change firms.capex/acme@2025-Q1 to 2025-Q2, sign", "+50 %", "+50%"),
        ("change firms.capex/acme@2025-Q2 to 2025-Q1, digits 1", "−33,3 %", "−33.3%"),
        ("ratio firms.capex/globex@2025-Q1 to firms.capex/acme@2025-Q1", "52 %", "52%"),
        ("ratio firms.capex/acme@2025-Q4 to firms.capex/acme@2025-Q1, times", "12,9", "12.9"),
        ("ratio firms.capex/acme@2025-Q1 to sum firms.capex/acme@2025", "4,2 %", "4.2%"),
        ("acme.moves@2025-07-31, abs", "11,33 %", "11.33%"),
        ("firms.capex/acme@2025-Q4, nearly 20, bare", "près de 20", "nearly 20"),
        ("firms.capex/acme@2025-Q4, bare, about 5", "environ 20", "about 20"),
        ("firms.capex/acme@2025-Q4, over 1, short", "plus de 19 Md$", "more than $19bn"),
        ("acme.guidance@2025#2025-07-30", "33 à 36 milliards de dollars", "$33–\u206036 billion"),
        ("acme.guidance@2025#2025-07-30, bare", "33 à 36", "33–\u206036"),
        ("acme.guidance@2025#2025-07-30.high", "36 milliards de dollars", "$36 billion"),
        ("acme.guidance@2026", "au moins 40 milliards de dollars", "at least $40 billion"),
        (
            "firms.capex/globex@2025-Q4, reported",
            "2,00 milliards de dollars (selon The Daily Page)",
            "$2.00 billion (as reported by The Daily Page)",
        ),
        ("pace firms.capex/acme@2025-Q1 by day, digits 1", "16,7 millions de dollars", "$16.7\u00a0million"),
        ("pace firms.capex/acme@2025-Q1 by second", "193 dollars", "$193"),
        ("pace sum firms.capex/acme@2025-Q1..2025-Q2 by hour", "863 260 dollars", "$863,260"),
        ("quotient firms.capex/acme@2025-Q1 by 40000000", "37,50 dollars", "$37.50"),
        ("ratio (euros firms.capex/acme@2025-Q4) to (euros firms.capex/acme@2025-Q1), times", "11,7", "11.7"),
        ("firms.capex/acme@2025-Q4, euros", "16,70 milliards d’euros", "€16.70 billion"),
        ("firms.capex/acme@2025-Q4, euros, short, digits 0", "17 Md€", "€17bn"),
        ("sum firms.capex/acme@2025-Q1..2025-Q2, euros", "3,42 milliards d’euros", "€3.42 billion"),
        ("period 2025-Q3", "T3 2025", "Q3 2025"),
        ("period 2025-Q3, long", "troisième trimestre 2025", "third quarter of 2025"),
        ("date 2025-11-01", "1er novembre 2025", "1 November 2025"),
        ("cutoff firms.capex", "1er mars 2026", "1 March 2026"),
    ],
)  # fmt: skip
def test_what_a_figure_comes_to(body: str, fr: str, en: str, library: Library) -> None:
    assert both(body, library) == (fr, en.replace("Q3 2025", "Q3\u00a02025").replace(" billion", "\u00a0billion").replace(
        "1 November", "1\u00a0November").replace("1 March", "1\u00a0March"))  # fmt: skip


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "firms.capex/acme@2025-Q3, euros",
            'no dataset of USD/EUR has a rate for 2025-Q3; leave "euros" out',
        ),
        (
            "acme.moves@2025-07-31, euros",
            'option "euros" turns other money into euros, not percent',
        ),
        (
            "difference firms.capex/acme@2025-Q1 to 2025-Q4, euros",
            'option "euros" cannot compare two periods, whose rates differ',
        ),
        (
            "ratio (euros firms.capex/acme@2025-Q1) to firms.capex/acme@2025-Q4",
            "eur-bn and usd-bn cannot be compared; take figures of one unit",
        ),
        (
            "pace firms.capex/acme@2025-Q1",
            "write it like pace acme.capex@2025-Q3 by day, or by second, minute, hour, day, week",
        ),
        (
            "pace firms.capex/acme@2025-Q1 by year",
            "write it like pace acme.capex@2025-Q3 by day",
        ),
        (
            "pace acme.moves@2025-07-31 by day",
            (
                'a "pace" is that of flows, or of their sum, in periods that are over; '
                "take spending or sales"
            ),
        ),
        (
            "pace acme.guidance@2025#2025-07-30 by day",
            '"pace" needs single values, not ranges; add .low or .high',
        ),
    ],
)
def test_what_cannot_be_turned_into_euros_or_a_pace(
    body: str, sentence: str, library: Library
) -> None:
    with pytest.raises(FigureError, match="^" + re.escape(sentence)):
        write_figure(body, library, LOCALES["fr"])


@pytest.mark.parametrize("value", ["999999999999999", "-999999999999999", "0.000001", "0"])
@pytest.mark.parametrize("other", ["999999999999999", "0.000001", "-0.000001"])
def test_whatever_the_data_may_hold_is_written(value: str, other: str, project: Path) -> None:
    """In words, or the sentence says why not."""
    dataset = project / "data/datasets/firms.capex.yml"
    text = dataset.read_text(encoding="utf-8")
    text = text.replace("value: 1.50", f"value: {value}").replace("value: 2.25", f"value: {other}")
    dataset.write_text(text, encoding="utf-8")
    flows = project / "data/flows.yml"  # one of them is a sum of these cells
    text = re.sub("formula: .*", "value: 1\n    source: acme-2025", flows.read_text("utf-8"))
    flows.write_text(text, encoding="utf-8")
    held, problems = read_library(project / "data")
    assert problems == []
    cell = "firms.capex/acme@2025-Q1"
    bodies = (cell, f"sum {cell}..2025-Q2", f"ratio {cell} to 2025-Q2", f"change {cell} to 2025-Q2")
    options = (
        "", "short", "bare", "sign", "digits 6", "digits 0", "times", "about 0.000001", "over 0.5",
        "nearly 999999999999999",
    )  # fmt: skip
    written = 0
    for body, option in itertools.product(bodies, options):
        with contextlib.suppress(FigureError):
            written += bool("".join(both(f"{body}, {option}", held)))
    assert written > 10


def test_a_document_is_named_in_the_language_of_the_page(library: Library) -> None:
    page = library.sources["daily-page"]
    said = {code: cited(page, original=True, locale=LOCALES[code]) for code in LOCALES}
    assert [one["publisher"] for one in said.values()] == [
        "The Daily Page (copie), ",
        "The Daily Page (copy), ",
    ]
    assert {one["title"] for one in said.values()} == {page.title}


def test_a_figure_carries_its_raw_value_and_its_cells(library: Library) -> None:
    written = write_figure("firms.capex/acme@2025-Q4", library, LOCALES["fr"])
    assert written.raw == "19370000000"
    assert written.value is not None
    (cell,) = written.value.cells
    assert cell.dataset.anchor(cell.entity, cell.observation) == "acme-2025-Q4"
    span = write_figure("acme.guidance@2025#2025-01-29", library, LOCALES["en"])
    assert span.raw == "30000000000/34000000000"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "the braces are empty; write a figure, like {{ acme.capex@2025-Q3 }}"),
        ("firms.capx/acme@2025-Q4", 'dataset "firms.capx" is unknown; did you mean "firms.capex"?'),
        ("firms.capex/acmé@2025-Q4", '"firms.capex/acmé@2025-Q4" is not a figure; write it like acme.capex@2025-Q3'),
        ("firms.capex/acne@2025-Q4", 'dataset "firms.capex" has no series "acne"; did you mean "acme"?'),
        ("firms.capex@2025-Q4", 'dataset "firms.capex" has several series; write one of firms.capex/acme, firms.capex/globex'),
        ("firms.capex/acme", '"firms.capex/acme" names no period; write it like acme.capex@2025-Q3'),
        ("firms.capex/acme@2025-Q5", 'period "2025-Q5" does not exist: quarters run from Q1 to Q4'),
        ("firms.capex/acme@2024-Q4", '"firms.capex/acme@2024-Q4" has no observation; this series runs from 2025-Q1 to 2025-Q4'),
        ("firms.capex/globex@2025-Q3", '"firms.capex/globex@2025-Q3" is missing in data/datasets/firms.capex.yml:18: not published; take another period'),
        ("firms.capex/globex@2025-Q4", "the figure rests on grade C; add the option reported, which names who said so"),
        ("acme.guidance@2025", '"acme.guidance@2025" was given 2 times; add its date of issue: #2025-01-29, #2025-07-30'),
        ("acme.guidance@2025#2025-07-31", '"acme.guidance@2025#2025-07-31" has no observation; it was issued on #2025-01-29, #2025-07-30'),
        ("acme.guidance@2026.high", '"acme.guidance@2026.high" has no high; leave .high out'),
        ("firms.capex/*@2025-Q1", '"firms.capex/*@2025-Q1" names several cells; write sum before it'),
        ("sum firms.capex/acme@2025-Q1", '"sum firms.capex/acme@2025-Q1" adds up one cell only; leave sum out or name a span'),
        ("sum firms.capex/acme@2025-Q4..2025-Q1", "2025-Q4..2025-Q1 is not a span of periods of one kind; write two quarters or two years, in order"),
        ("change firms.capex/acme@2025-Q1", '"change" compares two figures; write it like change acme.capex@2024-Q3 to 2025-Q3'),
        ("ratio firms.capex/acme@2025-Q1 to acme.moves@2025-07-31", "usd-bn and percent cannot be compared; take figures of one unit"),
        ("difference acme.guidance@2026 to firms.capex/acme@2025", '"difference" needs single values, not ranges; add .low or .high'),
        ("firms.capex/acme@2025-Q4, shrt", 'option "shrt" is unknown; did you mean "short"?'),
        ("firms.capex/acme@2025-Q4, digits", 'option "digits" needs a number; write it like digits 1'),
        ("firms.capex/acme@2025-Q4, digits 9", 'option "digits 9" is too fine; write 0 to 6'),
        ("firms.capex/acme@2025-Q4, nearly 20, over 5", "keep only one of the options about, nearly and over"),
        ("firms.capex/acme@2025-Q1, nearly 0.5", 'the figure is exactly 1.50, not "nearly" it; leave the word out'),
        ("firms.capex/acme@2025-Q4, times", 'option "times" is for a ratio or a change; leave it out'),
        ("date 2025-Q3", 'date "2025-Q3" is not a day; write it like 2025-10-29'),
        ("period", '"period" takes one thing; write it like {{ period 2025-Q3 }}'),
    ],
)  # fmt: skip
def test_a_typo_gets_a_sentence(body: str, message: str, library: Library) -> None:
    with pytest.raises(FigureError) as refused:
        write_figure(body, library, LOCALES["en"])
    assert str(refused.value) == message

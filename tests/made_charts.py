"""Charts built in memory, so that each test shows the cells that it is about, and what is read off
their drawings.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from explainer.checking.data import problems_of
from explainer.digests import digest
from explainer.drawing.cache import DRAWINGS, Cache
from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.errors import Where
from explainer.facts.load import read_units
from explainer.facts.model import Chart, Dataset, Library, Observation, SeriesRef, Source, Text
from explainer.kinds import kind_of
from explainer.kinds.labels import Box
from explainer.kinds.tables import Table
from explainer.language.locales import LOCALES, Locale
from explainer.language.periods import Period
from explainer.pages.chart_text import ChartText
from explainer.pages.poster import drawing
from explainer.pages.render_queue import RenderQueue
from tests.conftest import ROOT

FR, EN = LOCALES["fr"], LOCALES["en"]
UNITS = read_units(ROOT / "data")
# Where the sites of the tests have drawn already. To check a specification takes longer than to build
# it, and what is wrong in one is wrong in both languages.
CHECKED, QUEUE = (RenderQueue(Cache(ROOT / DRAWINGS), validate=check) for check in (True, False))
HERE = Where("data/charts/odd.yml", 1)
SVG = "{http://www.w3.org/2000/svg}"
SOURCES = {
    "release": Source(
        "release", "Results", Text("Acme", "Acme", HERE), "release", HERE, url="https://a.example"
    )
}
Cells = Mapping[str, Sequence[Observation]]


def text(fr: str, en: str | None = None) -> Text:
    return Text(fr, en or fr, HERE)


def cell(period: str, value: str | None = None, **more: Any) -> Observation:
    """An observation; `low` and `high` are numbers as text, `missing` a reason."""
    read: dict[str, Any] = {
        name: Decimal(one) if name in ("low", "high") else text(one) if name == "missing" else one
        for name, one in more.items()
    }
    known = None if value is None else Decimal(value)
    return Observation(Period.parse(period), HERE, known, source="release", **read)


def quarters(values: Sequence[str | None], start: int = 2025) -> list[Observation]:
    """Quarters in a row from the first of a year; None is missing."""
    return [
        cell(f"{start + i // 4}-Q{i % 4 + 1}", value)
        if value is not None
        else cell(f"{start + i // 4}-Q{i % 4 + 1}", missing="non publié")
        for i, value in enumerate(values)
    ]


def dataset(
    id: str,
    cells: Cells,
    unit: str = "usd-bn",
    frequency: str = "quarter",
    cutoff: date = date(2040, 1, 1),
) -> Dataset:
    return Dataset(
        id,
        text(f"Mesure {id}", f"Measure {id}"),
        text("définition", "definition"),
        text("champ", "scope"),
        UNITS[unit],
        frequency,
        cutoff,
        "A",
        {entity: tuple(rows) for entity, rows in cells.items()},
        HERE,
    )


def pick(
    dataset: str, entity: str | None = None, role: str | None = None, **more: Any
) -> SeriesRef:
    return SeriesRef(dataset, HERE, entity, options={"role": role} if role else {}, **more)


COMMON = ("first", "last", "note", "scope", "highlight")


def chart(kind: str, *series: SeriesRef | str, **more: Any) -> Chart:
    """A chart `odd`; a name is a whole dataset; `start` and `stop` are its `from` and `to`."""
    given = {
        field: Period.parse(more.pop(name))
        for name, field in (("start", "first"), ("stop", "last"))
        if name in more
    } | {name: more.pop(name) for name in COMMON if name in more}
    picks = tuple(pick(one) if isinstance(one, str) else one for one in series)
    words = (text("titre"), text("mesure"), text("en bref"))
    return Chart(
        "odd",
        kind,
        picks,
        *words,
        HERE,
        text("lecture"),
        **{"scope": text("champ"), **given},
        options=more,
    )


def table_of(one: Chart, data: Library, locale: Locale) -> Table:
    return kind_of(one).table(one, data, locale)


def description_of(one: Chart, data: Library, locale: Locale) -> str:
    return " ".join(kind_of(one).describe(one, data, locale).splitlines())


def refused(one: Chart, data: Library) -> list[str]:
    """The sentences on a chart, without its name; what is a matter of judgement is left out."""
    alone = replace(data, charts={one.id: one}, accepted=())
    found = [problem.message for problem in problems_of(alone)]
    return [m.removeprefix('chart "odd" ') for m in found if "data/accepted.yml" not in m]


def svg(one: Chart, data: Library, code: str = "fr", layout: LayoutSize = WIDE) -> str:
    mine = replace(data)  # charts of one library are told apart by their ids, and all are "odd"
    queue = CHECKED if code == "fr" else QUEUE
    return drawing(ChartText(one, mine, LOCALES[code], queue), layout, "odd")


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def marks(raw: str) -> list[tuple[str, str]]:
    """The number and the words of each mark."""
    return [
        (node.get("data-series", ""), plain(node.get("data-tip", "")))
        for node in ElementTree.fromstring(raw).iter()
        if node.get("data-tip")
    ]


def tips(raw: str) -> list[str]:
    return [tip for _, tip in marks(raw)]


@dataclass(frozen=True)
class Word:
    """One text of a drawing, in pixels of the frame."""

    text: str
    box: Box


def words(raw: str) -> list[Word]:
    """The texts of a drawing, each once. 0.52 em a character is near the font's mean."""

    def walk(node: ElementTree.Element, x: float, y: float) -> Iterator[Word]:
        moved = re.search(r"translate\(([-\d.]+),\s*([-\d.]+)\)", node.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if node.tag == f"{SVG}text" and node.text and "rotate" not in node.get("transform", ""):
            size = float(node.get("font-size", "0").removesuffix("px"))
            width = len(node.text) * size * 0.52
            before = {"middle": width / 2, "end": width}.get(node.get("text-anchor", ""), 0.0)
            left = x - before
            yield Word(plain(node.text), Box(left, y - size * 0.75, left + width, y + size * 0.1))
        for child in node:
            yield from walk(child, x, y)

    return list(dict.fromkeys(walk(ElementTree.fromstring(raw), 0, 0)))


def texts(raw: str) -> list[str]:
    return [word.text for word in words(raw)]


def matches_golden(name: str, spec: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """A specification is the expected one, which `make golden` rewrites."""
    text = json.dumps(_brief(spec), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    expected = ROOT / "tests" / "golden" / f"{name}.json"
    changed = expected.with_name(f"{expected.stem}-changed.json")
    if request.config.getoption("--update-golden"):
        expected.write_text(text, encoding="utf-8")
    if not expected.exists() or expected.read_text(encoding="utf-8") != text:
        changed.write_text(text, encoding="utf-8")
        pytest.fail(f"the drawing changed; compare with {changed.name}, then `make golden`")
    changed.unlink(missing_ok=True)


def _brief(spec: Any) -> Any:
    """A specification with a hash in the place of outlines, of which nobody reads a diff."""
    if isinstance(spec, list):
        return [_brief(one) for one in spec]
    if not isinstance(spec, dict):
        return spec
    return {
        key: digest(json.dumps(one)) if key == "coordinates" else _brief(one)
        for key, one in spec.items()
    }


def is_legible(one: Chart, data: Library) -> None:
    """Nothing is refused, no number is broken, no text leaves the frame or lies on another."""
    assert refused(one, data) == []
    for code, layout in itertools.product(("fr", "en"), (WIDE, NARROW)):
        raw = svg(one, data, code, layout)
        for bad in ("NaN", "undefined", "Infinity", "null"):
            assert bad not in raw, bad
        width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', raw)[0])
        assert width == layout.width
        found = words(raw)
        assert len(found) >= 3
        for word in found:
            assert word.box.is_within(Box(0, 0, width, height)), word
        for a, b in itertools.combinations(found, 2):
            assert not a.box.touches(b.box), (code, layout.name, a, b)
        colon = " : " if code == "fr" else ": "
        assert all(number.isdigit() and colon in tip for number, tip in marks(raw))
        assert description_of(one, data, LOCALES[code])
        table = table_of(one, data, LOCALES[code])
        assert all(len(row) == len(table.heads) for row in table.rows)

"""Maps: where circles fall, what their fill and size tell, and what a reader gets beside them."""

from __future__ import annotations

import csv
import io
import math
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from explainer.drawing.atlas import SCOPES, outlines
from explainer.drawing.sizes import NARROW, WIDE, LayoutSize
from explainer.facts.model import Library
from explainer.kinds import kind_of
from explainer.kinds.crowding import apart, moved
from explainer.kinds.places import places_of
from explainer.kinds.plot import prepare
from explainer.kinds.sited import frame_of, laid_out
from explainer.language.locales import LOCALES
from explainer.pages.chart_text import ChartText
from explainer.pages.downloads import chart_csv
from explainer.pages.poster import drawing
from tests.made_charts import QUEUE, svg, texts

MAPS = ("data-centres-world", "data-centres-united-states", "data-centres-france", "meta-sites-map")


def told(id: str, library: Library, code: str = "en") -> ChartText:
    return ChartText(library.charts[id], library, LOCALES[code], QUEUE)


def tips(id: str, library: Library, layout: LayoutSize = WIDE) -> list[str]:
    root = ElementTree.fromstring(drawing(told(id, library), layout, id))
    return [e.get("data-tip") or "" for e in root.iter() if e.get("data-tip")]


@pytest.mark.parametrize(
    ("scope", "lat", "lon", "x", "y"),
    [
        ("france", 48.86, 2.35, 0.51, 0.25),  # Paris, in the upper middle
        ("france", 43.3, 5.37, 0.70, 0.73),  # Marseilles, in the lower right
        ("northern-france", 48.86, 2.35, 0.45, 0.43),  # Paris, under the middle
        ("united-states", 31.76, -106.49, 0.33, 0.38),  # El Paso, where Texas ends
        ("world", 0.0, 0.0, 0.47, 0.23),  # in the Gulf of Guinea
        ("europe", 37.96, -8.87, 0.07, 0.93),  # Sines
    ],
)
def test_places_fall_where_an_atlas_has_them(
    scope: str, lat: float, lon: float, x: float, y: float
) -> None:
    assert SCOPES[scope].at(lat, lon) == pytest.approx((x, y), abs=0.02)


@pytest.mark.parametrize(
    ("scope", "lat", "lon", "inland"),
    [
        ("france", 46.6, 2.5, True),
        ("france", 46.0, -3.5, False),  # the Bay of Biscay
        ("united-states", 39.0, -98.0, True),
        ("united-states", 27.0, -90.0, False),  # the Gulf of Mexico
        ("world", 10.0, 20.0, True),
        ("world", 65.0, 175.0, True),  # Chukotka, beyond which the date line runs
        ("world", 30.0, -40.0, False),
        ("europe", 50.0, 20.0, True),
        ("europe", 56.0, 3.0, False),  # the North Sea
    ],
)
def test_outlines_lie_under_the_places(scope: str, lat: float, lon: float, inland: bool) -> None:
    x, y = (2000 * one for one in SCOPES[scope].at(lat, lon))
    inside = 0
    for ring in outlines(scope)["land"]:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside += 1
    assert bool(inside % 2) is inland


def test_circles_step_aside_no_further_than_they_must() -> None:
    spots = [(50.0, 50.0), (52.0, 50.0), (50.0, 50.0), (90.0, 90.0)]
    radii = [10.0, 5.0, 5.0, 4.0]
    placed = apart(spots, radii, 100, 100)
    for one, other in combinations(range(4), 2):
        assert math.dist(placed[one], placed[other]) >= radii[one] + radii[other]
    assert placed[3] == (90.0, 90.0), "who is alone stays"
    assert moved(spots, placed) < 12


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("id", MAPS)
def test_no_circle_covers_another_and_all_are_on_the_map(
    id: str, layout: LayoutSize, real_library: Library
) -> None:
    chart = real_library.charts[id]
    places = places_of(chart, real_library)
    plot = prepare(
        chart, real_library, LOCALES["fr"], layout, kind_of(chart).select(chart, real_library)
    )
    plot.padding = dict.fromkeys(plot.padding, 8)
    scope = SCOPES[str(chart.options["area"])]
    frame = frame_of(plot, scope)
    marks, _ = laid_out(plot, places, scope, frame)
    assert len(marks) == sum(place.site.lat is not None for place in places)
    for one, other in combinations(marks, 2):
        assert math.dist(one.at, other.at) > one.radius + other.radius - 0.5
    for mark in marks:
        assert mark.box.left >= -0.1
        assert mark.box.top >= -0.1
        assert mark.box.right <= plot.width + 0.1
        assert mark.box.bottom <= frame.tall + 0.1


def test_the_area_of_a_circle_follows_its_power(library: Library) -> None:
    """Five gigawatts at most in the south, one in the north, a half in the east."""
    root = ElementTree.fromstring(drawing(told("sites-map", library), WIDE, "x"))
    radii = {
        (e.get("data-tip") or "").partition(":")[0]: float(match[1])
        for e in root.iter()
        if e.get("data-tip") and (match := re.match(r"M(\d+(?:\.\d+)?),0A", e.get("d") or ""))
    }
    assert radii["South"] ** 2 / radii["North"] ** 2 == pytest.approx(5, rel=0.05)
    assert radii["North"] ** 2 / radii["East"] ** 2 == pytest.approx(2, rel=0.05)


def test_a_status_has_a_fill_and_a_word(library: Library) -> None:
    raw = drawing(told("sites-map", library), WIDE, "x")
    words = " ".join(ElementTree.fromstring(raw).itertext())
    for word in ("planned", "under construction", "partly running"):
        assert word in words
    assert "stroke-dasharray" in raw, "what is planned is dashed"
    assert "Place not published: West." in words


def test_a_mark_tells_power_place_status_and_cost(library: Library) -> None:
    (north,) = (tip for tip in tips("sites-map", library) if tip.startswith("North"))
    assert north.startswith(
        "North: 1.0\u00a0GW|Acme, Lille (France); partly running (January 2026); "
    )
    assert "power in service: 500\u00a0MW" in north
    assert "latest cost announced: $10bn" in north
    assert "(grade B)" in north


def test_a_map_shows_the_sites_of_its_part_of_the_world(library: Library) -> None:
    ids = [place.site.id for place in places_of(library.charts["sites-map"], library)]
    assert ids == ["south", "north", "east", "west"], "the largest first, and none of Ohio"


def test_the_table_and_the_files_have_what_circles_hide(library: Library) -> None:
    text = told("sites-map", library, "fr")
    rows = {row[0]: row for row in text.table.rows}
    assert rows["Nord"][1:] == (
        "Acme", "Lille (France)", "1,0\u00a0GW", "500\u00a0MW", "10\u00a0Md$",
        "en service en partie", "janvier 2026",
    )  # fmt: skip
    assert rows["Ouest"][3:6] == ("non vérifié", "–", "–")
    lines = list(
        csv.DictReader(io.StringIO(chart_csv(text, french=False).decode().lstrip("\ufeff")))
    )
    told_of = {(line["dataset"], line["entity"]): line for line in lines}
    assert told_of["sites.running", "Nord"]["value"] == "500"
    assert told_of["sites.cost", "Nord"]["value"] == "10"
    assert "50.63, 3.07\u202f; en service en partie" in told_of["sites.power", "Nord"]["note"]
    assert told_of["sites.power", "Ouest"]["status"] == "not_verified"


@pytest.mark.parametrize("id", MAPS)
def test_each_site_of_a_real_map_is_told(id: str, real_library: Library) -> None:
    places = places_of(real_library.charts[id], real_library)
    assert len(tips(id, real_library, NARROW)) == sum(p.site.lat is not None for p in places)
    assert len(told(id, real_library).table.rows) == len(places)
    described = told(id, real_library).description
    assert f"Sites: {len(places)}." in described
    for place in places[:6]:  # the largest; the table tells all
        assert place.series.label.en in described
    assert len(described) < 1000
    assert ("in the table" in described) is (len(places) > 8)


def test_a_name_is_not_told_twice(real_library: Library) -> None:
    described = told("data-centres-world", real_library).description
    assert "Piketon, Ohio (United States), 10" in described
    assert "Piketon, Piketon" not in described


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
def test_what_the_title_speaks_of_has_its_name_on_the_map(
    layout: LayoutSize, real_library: Library
) -> None:
    """The smallest of France, and the only one that runs."""
    raw = svg(real_library.charts["data-centres-france"], real_library, "fr", layout)
    assert "Bruyères-le-Châtel, 44 MW" in texts(raw)


def test_a_company_map_has_its_colour_and_others_have_none(real_library: Library) -> None:
    raw = drawing(told("meta-sites-map", real_library), WIDE, "x")
    assert "var(--c-meta" in raw
    assert "var(--c-" not in drawing(told("data-centres-world", real_library), WIDE, "x")


def test_what_rests_on_one_weak_page_is_no_circle(real_library: Library) -> None:
    (canton,) = (
        tip for tip in tips("data-centres-united-states", real_library) if tip.startswith("Canton")
    )
    assert canton.startswith("Canton: not verified|")

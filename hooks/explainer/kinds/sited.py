"""Where the sites of a map are drawn: circles that step aside, their names, and the list below.

Pixels count from the top left of the plot, as everywhere in a drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from explainer.drawing.atlas import Scope
from explainer.drawing.sizes import wrapped
from explainer.kinds.cited import cited_rows
from explainer.kinds.crowding import Spot, apart, moved
from explainer.kinds.ground import Frame
from explainer.kinds.labels import Box, Label, place
from explainer.kinds.places import Place
from explainer.kinds.plot import Plot, Row

_LARGEST = (34, 29, 25, 22, 19, 16, 13.5, 11.5)  # radii of the largest circle, tried in order
_TALLEST = 440  # pixels
_SHRUNK = 0.66  # on a phone
_ASTRAY = 0.016  # of the width: so far from their places may circles lie on average
_LEAST, _UNKNOWN = 3.0, 4.5  # radii of the smallest circle, of a diamond
_NUMBERS, _NUMBERS_NARROW = 26, 8  # at most
_FIRST = 3  # so many of the largest have their names further off, at the end of a line
_INSIDE = 7.5  # from this radius on, a number stands in its circle


@dataclass(frozen=True)
class Mark:
    """A site in the plot: its `home` is where it is, and `at` where its circle is drawn."""

    place: Place
    home: Spot
    at: Spot
    radius: float

    @property
    def box(self) -> Box:
        (x, y), r = self.at, self.radius
        return Box(x - r, y - r, x + r, y + r)

    @property
    def is_astray(self) -> bool:
        """Whether its place is outside of its circle."""
        return math.dist(self.home, self.at) > self.radius + 1.5


@dataclass(frozen=True)
class Names:
    """What stands beside marks: names and numbers as rows of words, lines to those that stepped
    aside, the marks that have a number, and those for which there was no room."""

    words: list[Row]
    leads: list[Row]
    numbered: list[Mark]
    nameless: list[Mark]


def largest_power(places: Sequence[Place]) -> float:
    """Return the power of the largest site, in watts; one where no power is known."""
    return float(max((place.power for place in places), default=0)) or 1.0


def frame_of(plot: Plot, scope: Scope) -> Frame:
    """Return where the map lies: as wide as the plot, or narrower where it would be too tall."""
    width = min(plot.width, _TALLEST / scope.tall)
    return Frame((plot.width - width) / 2, width, round(scope.tall * width))


def laid_out(
    plot: Plot, places: Sequence[Place], scope: Scope, frame: Frame
) -> tuple[list[Mark], float]:
    """Return the marks of the sites whose place is known, and the radius of the largest power. It
    is as large as leaves circles near their places."""
    known = [place for place in places if place.site.lat is not None]
    most = largest_power(places)
    spots = [
        frame.at(scope.at(float(one.site.lat or 0), float(one.site.lon or 0))) for one in known
    ]
    for radius in _LARGEST:
        small = _SHRUNK if plot.layout.narrow else 1
        top = radius * small
        radii = [
            max(_LEAST * small, top * math.sqrt(float(one.power) / most))
            if one.power
            else _UNKNOWN * small
            for one in known
        ]
        placed = apart(spots, radii, plot.width, frame.tall)
        if moved(spots, placed) <= _ASTRAY * frame.width:
            break
    return [Mark(*one) for one in zip(known, spots, placed, radii, strict=True)], top


def named(plot: Plot, marks: Sequence[Mark], tall: int) -> Names:
    """Return the names of marks, those that the title speaks of and the largest first, as long as
    there is room; numbers for the others, unless so many that a table tells them better."""
    cited = cited_rows(plot)
    marks = sorted(marks, key=lambda mark: not any(row in cited for row in mark.place.rows))
    size = plot.layout.font_size - 1
    room = Box(2, 2, plot.width - 2, tall - 2)
    taken = [mark.box for mark in marks]
    found = Names([], [], [], [])
    far = (2, 6) if plot.layout.narrow else (2, 9)
    others = []
    lines: list[Row | None] = []
    for index, mark in enumerate(marks):
        text = short_name(plot, mark.place)
        label = Label(text, mark.box, plot.text_width(text, size), size + 2)
        box = place([label], taken, room, far=(*far, 18, 30) if index < _FIRST else far)[0]
        if box is None:
            others.append(mark)
            continue
        taken.append(box)
        found.words.append(_word(plot, mark, box, text))
        lines.append(_lead(mark, box))
    found.leads.extend(line for line in lines if line)
    if len(others) > (_NUMBERS_NARROW if plot.layout.narrow else _NUMBERS):
        return _few(found, lines, others, marks)
    for mark in others:
        text = str(len(found.numbered) + 1)
        label = Label(text, mark.box, plot.text_width(text, size), size)
        if mark.radius >= _INSIDE:
            (x, y), half = mark.at, label.width / 2
            box = Box(x - half, y - size / 2, x + half, y + size / 2)
        else:
            box = place([label], taken, room, far=(1, 5, 9))[0]
            taken.extend([box.wider(3)] if box else [])
        if box is None:
            found.nameless.append(mark)
            continue
        found.words.append(_word(plot, mark, box, text))
        found.numbered.append(mark)
    return found


def _few(
    found: Names, lines: Sequence[Row | None], others: list[Mark], marks: Sequence[Mark]
) -> Names:
    """The names less those of sites whose power is not known: larger ones have none."""
    kept = [mark.place.power > 0 for mark in marks if mark not in others]
    words = [word for word, known in zip(found.words, kept, strict=True) if known]
    leads = [line for line, known in zip(lines, kept, strict=True) if line and known]
    return replace(found, words=words, leads=leads, nameless=others)


def short_name(plot: Plot, one: Place) -> str:
    """Return the name of a site with its planned power, if one is known."""
    name = plot.label(one.series)
    if not one.row.numbers:
        return name
    power = plot.locale.rough(max(one.row.numbers), one.series.dataset.unit)
    return f"{name}, {power}"


def _lead(mark: Mark, box: Box) -> Row | None:
    """A line from a circle to its name, where that had to step aside."""
    (x, y), r = mark.at, mark.radius
    to_x, to_y = min(max(x, box.left), box.right), min(max(y, box.top + 3), box.bottom - 3)
    way = math.hypot(to_x - x, to_y - y)
    if way <= r + 6:
        return None
    return {
        "px": x + (to_x - x) * r / way,
        "py": y + (to_y - y) * r / way,
        "px2": to_x,
        "py2": to_y,
    }


def _word(plot: Plot, mark: Mark, box: Box, text: str) -> Row:
    side, at = "left", box.left
    if box.right <= mark.at[0]:
        side, at = "right", box.right
    elif box.left < mark.at[0]:
        side, at = "center", box.middle[0]
    number = plot.number_of(mark.place.series)
    return {"px": at, "py": box.middle[1], "text": text, "tip": f"{number}|", "align": side}


def listed_below(plot: Plot, places: Sequence[Place], names: Names, top: float) -> list[Row]:
    """Return the words under a map: numbers with their names in columns, then who is missing on
    it, and why."""
    size = plot.layout.font_size - 1
    line = size + 6
    items = [
        f"{index}. {plot.label(mark.place.series)}" for index, mark in enumerate(names.numbered, 1)
    ]
    wide = max((plot.text_width(item, size) for item in items), default=0) + 14
    columns = max(1, int(plot.width // wide)) if items else 1
    deep = math.ceil(len(items) / columns)
    rows: list[Row] = [
        {
            "px": (i // deep) * plot.width / columns,
            "py": top + (i % deep + 0.5) * line,
            "text": item,
        }
        for i, item in enumerate(items)
    ]
    foot = top + deep * line
    for text in _foot(plot, places, names):
        for part in wrapped(text, int(plot.width / (size * 0.56))):
            rows.append({"px": 0, "py": foot + 0.5 * line, "text": part})
            foot += line
    return rows


def _foot(plot: Plot, places: Sequence[Place], names: Names) -> Iterator[str]:
    """Who is missing on the map, or has no name there."""
    nowhere = [plot.label(one.series) for one in places if one.site.lat is None]
    if nowhere:
        yield plot.locale.word("site_nowhere", plot.locale.listed(nowhere))
    if names.nameless:
        yield plot.locale.word("site_nameless")

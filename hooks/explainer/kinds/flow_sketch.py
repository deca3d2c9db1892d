"""A money map in pixels: boxes, the ways of streams, and where each label stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from explainer.drawing.measuring import width_of
from explainer.drawing.sizes import wrapped
from explainer.facts.flow_model import PAID
from explainer.kinds.flow_layout import Map, Place, Room, Stream, laid_out
from explainer.kinds.flow_parts import Money, Parts
from explainer.kinds.labels import Box
from explainer.kinds.plot import Plot

THIN = 3.5  # pixels: a stroke that is no wider is its line alone
FRAME = 5.0  # pixels around the parties in a frame
MARK = 14  # across, of the disc with the number of a loop
LETTERS = 11  # of a name on one line
_DEEP = 34  # a box of a narrow map, along: two lines
_ROOMY = 900  # a drawing beyond this says over what time money was paid
_LONGEST_SAID = 190  # pixels of what it says then, beyond which labels would meet
_BUSY = 9  # more pixels between two columns of a narrow map for each stream between them
Point = tuple[float, float]


@dataclass(frozen=True)
class Sizes:
    """What differs between the two widths."""

    down: bool  # whether money runs down; the word for how sure it is has no room then
    room: Room  # across
    name: int  # the size of letters in boxes
    label: int  # and of amounts


WIDE = Sizes(down=False, room=Room(500, gap=12, slot=28), name=12, label=12)
NARROW = Sizes(down=True, room=Room(314, gap=5, slot=10), name=11, label=11)


@dataclass(frozen=True)
class Label:
    """What stands on a stream: how much, how sure, the number of its loop; and where."""

    money: Money
    amount: str
    kind: str
    loop: int | None
    box: Box
    inside: bool  # a stroke that is wide enough to be its ground


class Sketch:
    """The map of a chart. Pixels count from the top left of the plot."""

    def __init__(self, plot: Plot, parts: Parts) -> None:
        self.plot, self.parts = plot, parts
        self.sizes = NARROW if plot.layout.narrow else WIDE
        self.moneys = {one.flow.id: one for one in parts.moneys}
        self.framed = {frame.party for frame in parts.frames}
        self.names = {
            id: wrapped(parts.name(id, plot.locale), LETTERS)
            for column in parts.columns
            for id in column
            if id not in self.moneys
        }
        self.map: Map = laid_out(
            parts.columns,
            [
                Stream(one.flow.id, one.flow.payer, one.flow.payee, one.amount)
                for one in parts.moneys
            ],
            {id: self._least(lines) for id, lines in self.names.items()},
            self.sizes.room,
        )
        self.spans = self._spans()

    @property
    def height(self) -> float:
        """Of the map alone."""
        return self.spans[-1][1] if self.sizes.down else float(self.sizes.room.whole)

    def _least(self, lines: Sequence[str]) -> float:
        """The room of a name across."""
        if self.sizes.down:
            return 10 + self._width(lines)
        return 12 + len(lines) * (self.sizes.name + 3)

    def _width(self, lines: Sequence[str]) -> float:
        return max(width_of(line, self.sizes.name, 600) for line in lines)

    def _spans(self) -> list[tuple[float, float]]:
        """Where each column begins and ends, along: as deep as its names, and apart as far as the
        labels between them need."""
        columns = range(len(self.parts.columns))
        between = [list(self._between(column)) for column in columns[:-1]]
        if self.sizes.down:
            deep = [float(_DEEP) for _ in columns]
            gaps = [62.0 + _BUSY * len(some) for some in between]
        else:
            deep = [10 + max(map(self._width, self._names_of(column))) for column in columns]
            labels = [max(map(self._label_width, some), default=24.0) for some in between]
            free = self.plot.width - sum(deep) - sum(labels)
            gaps = [wide + free / len(labels) for wide in labels]
        found, at = [], 0.0
        for length, gap in zip(deep, [*gaps, 0.0], strict=True):
            found.append((at, at + length))
            at += length + gap
        return found

    def _between(self, column: int) -> Iterator[Stream]:
        """The streams from this column to the next, or back."""
        for one in self.map.streams:
            if any(min(a.column, b.column) == column for a, b in pairwise(one.stops)):
                yield one

    def _names_of(self, column: int) -> list[list[str]]:
        return [self.names[id] for id in self.parts.columns[column] if id in self.names]

    # -- from along and across to x and y ----------------------------------------------------------

    def at(self, along: float, across: float) -> Point:
        """The pixel of a place."""
        return (across, along) if self.sizes.down else (along, across)

    def box(self, place: Place) -> Box:
        """A party's box."""
        start, end = self.spans[place.column]
        return Box(*self.at(start, place.start), *self.at(end, place.end))

    def frame(self, ids: Sequence[str], by: float) -> Box:
        """The box around some parties."""
        inside = [self.box(self.map.places[id]) for id in ids if id in self.map.places]
        return Box(
            min(box.left for box in inside) - by,
            min(box.top for box in inside) - by,
            max(box.right for box in inside) + by,
            max(box.bottom for box in inside) + by,
        )

    def _stretches(self, one: Stream) -> list[tuple[Point, Point]]:
        """The ends of each curved part of a stream, along and across."""
        found = []
        for (before, after), (a, b) in zip(pairwise(one.stops), one.ends, strict=True):
            forth = after.column > before.column
            leave = self.spans[before.column][1 if forth else 0]
            reach = self.spans[after.column][0 if forth else 1]
            found.append(((leave, a), (reach, b)))
        return found

    def path(self, one: Stream) -> tuple[str, str]:
        """The line of a stream, and the point at its end, as SVG writes them."""
        parts = self._stretches(one)
        (start, _), (end, across) = parts[-1]
        long, half = _point(one.width)
        step = math.copysign(long, end - start)
        said = []
        for number, ((leave, a), (reach, b)) in enumerate(parts):
            stop = reach - step if number == len(parts) - 1 else reach
            middle = (leave + stop) / 2
            bend = (self.at(middle, a), self.at(middle, b), self.at(stop, b))
            said.append(f"{'L' if number else 'M'}{_xy(self.at(leave, a))}")
            said.append(f"C{' '.join(map(_xy, bend))}")
        corners = ((end - step, across - half), (end, across), (end - step, across + half))
        return "".join(said), f"M{'L'.join(_xy(self.at(*one)) for one in corners)}Z"

    def _along(self, one: Stream, part: int, t: float) -> Point:
        """The pixel of a stretch at a part of its way."""
        (leave, a), (reach, b) = self._stretches(one)[part]
        middle, u = (leave + reach) / 2, 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        along = sum(w * v for w, v in zip(weights, (leave, middle, middle, reach), strict=True))
        across = sum(w * v for w, v in zip(weights, (a, a, b, b), strict=True))
        return self.at(along, across)

    # -- labels -----------------------------------------------------------------------------------

    def labels(self) -> list[Label]:
        """The labels, those of the widest streams first, which have the first choice."""
        boxes = [self.box(place).wider(1) for place in self.map.places.values()]
        boxes += [self.frame((one.party, *one.holds), FRAME) for one in self.parts.frames]
        ways = {
            one.id: [
                self._along(one, part, step / 16)
                for part in range(len(one.ends))
                for step in range(17)
            ]
            for one in self.map.streams
        }
        found: list[Label] = []
        for one in sorted(self.map.streams, key=lambda one: -one.width):
            money = self.moneys[one.id]
            high = self._label_height
            others = [
                (other.width / 2, ways[other.id]) for other in self.map.streams if other is not one
            ]
            taken = [label.box for label in found]
            box = self._spot(one, (self._label_width(one), high), boxes, taken, others)
            loop, inside = self.parts.loop_of(one.id), one.width > high
            found.append(Label(money, *self.texts(one), loop, box, inside))
        return found

    def texts(self, one: Stream) -> tuple[str, str]:
        """How much, and how sure; in a wide stream of what was paid, over what time too if there
        is the room."""
        locale, money = self.plot.locale, self.moneys[one.id]
        unit, row, flow = money.series.dataset.unit, money.row, money.flow
        if row.value is not None:
            text = locale.rough(row.value, unit)
        elif row.is_range:
            text = locale.span(row.low, row.high, unit, short=True)
        else:
            text = locale.word("flow_unknown_short")
        kind = locale.word(f"money:{flow.kind}")
        has_room = self.plot.width > _ROOMY and one.width > self._label_height
        if flow.covers and flow.kind == PAID and has_room:
            longer = f"{kind} {locale.typeset(flow.covers[locale.code])}"
            if width_of(longer, self.sizes.label - 1) <= _LONGEST_SAID:
                kind = longer
        return text, kind

    @property
    def _label_height(self) -> float:
        return self.sizes.label + 4 if self.sizes.down else 2 * self.sizes.label + 6

    def _label_width(self, one: Stream) -> float:
        amount, kind = self.texts(one)
        mark = 0 if self.parts.loop_of(one.id) is None else MARK + 4
        size = self.sizes.label
        below = 0.0 if self.sizes.down else width_of(kind, size - 1)
        return max(width_of(amount, size, 600) + mark, below) + 6

    def _spot(
        self,
        one: Stream,
        size: tuple[float, float],
        boxes: Sequence[Box],
        taken: Sequence[Box],
        others: Sequence[tuple[float, Sequence[Point]]],
    ) -> Box:
        """Where a label stands on its stream: free of boxes and of other labels, as near to the
        middle of a stretch as can be, and on as few other streams."""
        wide, high = size
        beside = high / 2 + one.width / 2 + 1
        best: tuple[float, Box] | None = None
        for part in range(len(one.ends)):
            for t in (step / 20 for step in range(2, 19)):
                x, y = self._along(one, part, t)
                for shift in (0,) if self.sizes.down else (0, -1, 1):
                    dx, dy = 0.0, shift * beside
                    left = min(max(x + dx - wide / 2, -6.0), self.plot.width + 6 - wide)
                    top = min(max(y + dy - high / 2, -8.0), self.height + 8 - high)
                    box = Box(left, top, left + wide, top + high)
                    cost = abs(t - 0.5) * 1.2 + abs(shift) * 3
                    cost += 40 * sum(map(box.touches, taken)) + 15 * sum(map(box.touches, boxes))
                    cost += 4 * sum(_passes(box, half, way) for half, way in others)
                    if best is None or cost < best[0]:
                        best = cost, box
        assert best, "each stream has a stretch"
        return best[1]


def _passes(box: Box, half: float, way: Sequence[Point]) -> bool:
    """Whether a stream, half so wide, passes under a box."""
    near = box.wider(half)
    return any(near.left < x < near.right and near.top < y < near.bottom for x, y in way)


def _point(width: float) -> tuple[float, float]:
    """The length of the point at the end of a stroke, and half of its breadth."""
    return (7.0, 4.5) if width <= THIN else (min(14.0, 6 + width / 5), width / 2 + 2)


def _xy(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"

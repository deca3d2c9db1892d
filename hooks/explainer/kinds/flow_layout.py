"""Where parties and flows of a money map stand: columns of parties, flows from side to side.

There are two axes: *along*, from the first column to the last, and *across* it. Wide, money runs
from left to right and *along* is x; narrow, it runs down and *along* is y. What is laid out here
knows neither, only lengths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_THINNEST = 2.0  # pixels, of a stream
_ROUNDS = 40  # after which nothing moves any more
_STEPS = 30  # of the search for the largest scale that fits: below a thousandth of it


@dataclass(frozen=True)
class Room:
    """The pixels that there are across: all, between two boxes, and for a stream at a box."""

    whole: int
    gap: int
    slot: int


@dataclass
class Place:
    """A party, or a flow that passes a column: where it is across, and how much room it takes."""

    id: str
    column: int
    least: float  # across, for its name
    size: float = 0.0
    at: float = 0.0  # its middle

    @property
    def start(self) -> float:
        return self.at - self.size / 2

    @property
    def end(self) -> float:
        return self.at + self.size / 2


@dataclass
class Stream:
    """A flow between two parties: its width, and the two ends across of each stretch of its way."""

    id: str
    source: str
    target: str
    amount: float  # of which the width is made
    width: float = 0.0
    stops: list[Place] = field(default_factory=list)  # its parties, and what it passes
    ends: list[tuple[float, float]] = field(default_factory=list)  # of each stretch


@dataclass(frozen=True)
class Map:
    """All that was laid out: parties by id, and streams; `scale` is how wide a unit of money is."""

    places: Mapping[str, Place]
    streams: Sequence[Stream]
    scale: float


def laid_out(
    columns: Sequence[Sequence[str]],
    streams: Sequence[Stream],
    least: Mapping[str, float],
    given: Room,
) -> Map:
    """Return the map in the `room` that there is across, with the widest streams that fit.

    `columns` names parties from one side to the other; a flow that is named there passes the column
    at that place. `least` is the room that each needs for its name, a `gap` lies between two,
    and each stream takes a `slot` at least on a party's side, so that its label has room too.
    """
    room, gap, slot = given.whole, given.gap, given.slot
    places = {
        id: Place(id, number, least.get(id, 0.0))
        for number, column in enumerate(columns)
        for id in column
        if id not in {one.id for one in streams}
    }
    rows: list[list[Place]] = []
    passing: dict[tuple[str, int], Place] = {}
    for number, column in enumerate(columns):
        rows.append([])
        for id in column:
            place = places.get(id) or Place(id, number, 0.0)
            if id not in places:
                passing[id, number] = place
            rows[-1].append(place)
    for one in streams:
        one.stops = _stops(one, places, passing)
    low, high = 0.0, float(room)
    for _ in range(_STEPS):
        scale = (low + high) / 2
        _size(rows, places, streams, scale, slot)
        most = max(sum(p.size for p in row) + gap * (len(row) - 1) for row in rows)
        low, high = (scale, high) if most <= room else (low, scale)
    _size(rows, places, streams, low, slot)
    _settle(rows, streams, room, gap)
    _join(places, streams, slot)
    return Map(places, streams, low)


def _stops(
    one: Stream, places: Mapping[str, Place], passing: Mapping[tuple[str, int], Place]
) -> list[Place]:
    source, target = places[one.source], places[one.target]
    step = 1 if target.column > source.column else -1
    between = range(source.column + step, target.column, step)
    return [
        source,
        *(passing[one.id, number] for number in between if (one.id, number) in passing),
        target,
    ]


def _sides(id: str, streams: Sequence[Stream]) -> tuple[list[Stream], list[Stream]]:
    """The streams on both sides of a party: toward the first column, toward the last."""
    found: tuple[list[Stream], list[Stream]] = ([], [])
    for one in streams:
        for mine, other in ((one.stops[0], one.stops[-1]), (one.stops[-1], one.stops[0])):
            if mine.id == id:
                found[other.column > mine.column].append(one)
    return found


def _size(
    rows: Sequence[Sequence[Place]],
    places: Mapping[str, Place],
    streams: Sequence[Stream],
    scale: float,
    slot: float,
) -> None:
    for one in streams:
        one.width = max(_THINNEST, one.amount * scale)
    widths = {one.id: one.width for one in streams}
    for row in rows:
        for place in row:
            if place.id in places:
                sides = _sides(place.id, streams)
                need = max(_length(side, slot) for side in sides)
                place.size = max(place.least, need)
            else:
                place.size = widths[place.id]


_BETWEEN = 3.0  # between two streams on one side of a party


def _length(side: Sequence[Stream], slot: float) -> float:
    """The room of streams side by side."""
    widths = [max(one.width, slot) for one in side]
    return sum(widths) + _BETWEEN * max(0, len(side) - 1)


def _settle(
    rows: Sequence[Sequence[Place]], streams: Sequence[Stream], room: float, gap: float
) -> None:
    """Move all toward what they are joined to, in the order of their columns and apart."""
    for row in rows:
        free = room - sum(place.size for place in row)
        between = free / max(1, len(row) - 1) if len(row) > 1 else 0.0
        at = 0.0 if len(row) > 1 else free / 2
        for place in row:
            place.at = at + place.size / 2
            at += place.size + between
    pulls: dict[int, list[tuple[Place, float]]] = {}
    for one in streams:
        for a, b in pairwise(one.stops):
            pulls.setdefault(id(a), []).append((b, one.width + 8))
            pulls.setdefault(id(b), []).append((a, one.width + 8))
    for _ in range(_ROUNDS):
        for row in rows:
            wanted = []
            for place in row:
                joined = pulls.get(id(place), [])
                weight = sum(w for _, w in joined)
                wanted.append(sum(p.at * w for p, w in joined) / weight if weight else place.at)
            _spread(row, wanted, room, gap)


def _spread(row: Sequence[Place], wanted: Sequence[float], room: float, gap: float) -> None:
    """Put places as near to where they want to be as their order and the gaps allow: those that
    would touch move together, about their common middle."""
    groups: list[tuple[list[int], float]] = []  # members, and the start of the first
    for index, at in enumerate(wanted):
        groups.append(([index], at - row[index].size / 2))
        while len(groups) > 1 and _end(groups[-2], row, gap) + gap > groups[-1][1]:
            last, before = groups.pop(), groups.pop()
            members = before[0] + last[0]
            starts, offset = [], 0.0
            for one in members:
                starts.append(wanted[one] - row[one].size / 2 - offset)
                offset += row[one].size + gap
            groups.append((members, sum(starts) / len(starts)))
    low = 0.0
    for members, start in groups:
        length = sum(row[one].size + gap for one in members) - gap
        at = max(low, min(start, room - length))
        for one in members:
            row[one].at = at + row[one].size / 2
            at += row[one].size + gap
        low = at
    over = row[-1].end - room if row else 0.0
    for index in range(len(row) - 1, -1, -1):  # back from the far end
        if over <= 0:
            break
        row[index].at -= over
        over = row[index - 1].end + gap - row[index].start if index else 0.0


def _end(group: tuple[list[int], float], row: Sequence[Place], gap: float) -> float:
    return group[1] + sum(row[one].size + gap for one in group[0]) - gap


def _join(places: Mapping[str, Place], streams: Sequence[Stream], slot: float) -> None:
    """Give each stream its ends on the sides of parties, in the order of what lies beyond; those
    between the same two keep one order on both sides, and do not cross."""
    order = {one.id: number for number, one in enumerate(streams)}
    ports: dict[tuple[str, str], float] = {}
    for place in places.values():
        for side in _sides(place.id, streams):
            keyed = sorted(side, key=lambda one: (_beyond(one, place), order[one.id]))
            at = place.at - _length(side, slot) / 2
            for one in keyed:
                wide = max(one.width, slot)
                ports[place.id, one.id] = at + wide / 2
                at += wide + _BETWEEN
    for one in streams:
        ats = [ports[one.source, one.id]]
        ats += [stop.at for stop in one.stops[1:-1]]
        ats.append(ports[one.target, one.id])
        one.ends = list(pairwise(ats))


def _beyond(one: Stream, place: Place) -> float:
    """Where a stream comes from or goes to, seen from one of its parties."""
    return one.stops[1].at if one.stops[0] is place else one.stops[-2].at

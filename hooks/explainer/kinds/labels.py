"""Room for labels: where texts stand beside their marks so that none touches another.

Pixels count from the top left of the plot, as everywhere in a drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def wider(self, by: float) -> Box:
        """The same with that much more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """A text that wants to stand near a mark: `width` and `height` are its own, `near` the mark."""

    text: str
    near: Box
    width: float
    height: float


# Where a label may stand around its mark, the best place first: steps across and down.
AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


def place(
    labels: Sequence[Label],
    taken: Sequence[Box],
    room: Box,
    around: Sequence[tuple[int, int]] = AROUND,
    far: Sequence[float] = (3, 14, 26, 40),
    *,
    clear: float = 0,
) -> list[Box | None]:
    """Return where each label stands so that none touches another, or what is taken.

    The most crowded are placed first. A label goes next to its mark, on the first free side of
    `around`, or a little way off (the caller draws a line then), or nowhere: None. It keeps so many
    pixels `clear` of what is taken, its own mark apart, lest it be read as another's.
    """
    order = sorted(
        range(len(labels)),
        key=lambda i: (-sum(_near(labels[i].near, other.near) for other in labels), i),
    )
    full: list[Box] = []
    found: list[Box | None] = [None] * len(labels)
    for index in order:
        one = labels[index]
        others = [*(box if box == one.near else box.wider(clear) for box in taken), *full]
        for box in _places(one, around, far):
            if box.is_within(room) and not any(box.touches(other) for other in others):
                found[index] = box
                full.append(box)
                break
    return found


def _near(one: Box, other: Box) -> bool:
    """Whether labels of two marks may want the same room."""
    x, y = 70, 35
    return Box(one.left - x, one.top - y, one.right + x, one.bottom + y).touches(other)


def lead(label: Box, mark: Box, least: float) -> dict[str, float] | None:
    """Return a line from a mark to a label that had to step aside, as `px`, `py`, `px2`, `py2`;
    None where the label is nearer than `least`."""
    middle = label.middle
    x, y = min(max(middle[0], mark.left), mark.right), min(max(middle[1], mark.top), mark.bottom)
    to_x, to_y = min(max(x, label.left), label.right), min(max(y, label.top), label.bottom)
    if math.hypot(to_x - x, to_y - y) <= least:
        return None
    return {"px": x, "py": y, "px2": to_x, "py2": to_y}


def along(x: float, y: float, x2: float, y2: float, thick: float = 3.0) -> list[Box]:
    """Return small boxes that cover a line."""
    steps = max(1, math.ceil(max(abs(x2 - x), abs(y2 - y)) / 4))
    found = []
    for step in range(steps + 1):
        px, py = x + (x2 - x) * step / steps, y + (y2 - y) * step / steps
        found.append(Box(px - thick / 2, py - thick / 2, px + thick / 2, py + thick / 2))
    return found


def _places(
    one: Label, around: Sequence[tuple[int, int]], distances: Sequence[float]
) -> Iterable[Box]:
    """Boxes around a mark, near ones first. Across: 1 and -1 stand beside it, 0 is centred on it,
    2 and -2 begin and end with it."""
    middle = one.near.middle
    for far in distances:
        for across, down in around:
            if abs(across) == 1:
                edge = one.near.right + far if across > 0 else one.near.left - far - one.width
            elif across:
                edge = one.near.left if across > 0 else one.near.right - one.width
            else:
                edge = middle[0] - one.width / 2
            gap = far if abs(across) != 1 or far > distances[0] else 0
            if down:
                top = one.near.bottom + gap if down > 0 else one.near.top - gap - one.height
            else:
                top = middle[1] - one.height / 2
            yield Box(edge, top, edge + one.width, top + one.height)

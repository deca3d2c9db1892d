"""What a value is made of, as text: two that are computed alike from the same cells have one shape.

So a figure of a page finds the cell of the data that computes just that. Sums of sums are sums, in
any order; a cell with a formula is what its formula says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from explainer.facts.cells import Address, Cell
from explainer.facts.values import PROJECT, Value

ShapeOf = Callable[[Cell], str]  # of a cell that has a formula


def shape(value: Value, of_formula: ShapeOf) -> str:
    """Return the shape of a value; none of what rests on a projection, which has its own place."""
    if value.operation == PROJECT:
        return ""
    if not value.operation:
        if not value.cells:
            return str(value.amount)
        (cell,) = value.cells
        return of_formula(cell) if cell.observation.formula else f"{_name(cell)}{_end(value, cell)}"
    parts = list(_parts(value, of_formula))
    if not all(parts):
        return ""
    if value.operation in ("sum", "mean"):
        parts.sort()
    start = f" {value.start}" if value.start else ""
    return f"{value.operation}({' '.join(parts)}{start})"


def _parts(value: Value, of_formula: ShapeOf) -> Iterator[str]:
    for one in value.operands:
        found = shape(one, of_formula)
        if value.operation == "sum" and found.startswith("sum("):
            yield from _split(found[4:-1])
        else:
            yield found


def _split(text: str) -> Iterator[str]:
    """The parts of a shape, at the spaces that are in no brackets."""
    depth, start = 0, 0
    for index, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == " " and not depth:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _name(cell: Cell) -> str:
    dataset, entity, (period, issued) = cell.address
    return f"{dataset}/{entity}@{period}" + (f"#{issued}" if issued else "")


def _end(value: Value, cell: Cell) -> str:
    """Of a range, which end."""
    return "" if cell.observation.value is not None else f"={value.amount}"


Shapes = dict[Address, str]


def by_shape(shapes: Shapes) -> dict[str, Address]:
    """Return the first cell of each shape; what is only another cell has none of its own."""
    found: dict[str, Address] = {}
    for address, one in shapes.items():
        if one.endswith(")"):
            found.setdefault(one, address)
    return found

"""What was understood of a table of others, as a table that a terminal shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from explainer.editing.assigning import Whose
from explainer.editing.joining import FILLED, MARKS, NEW, OTHER, SAME, Becomes
from explainer.editing.layout import Table
from explainer.editing.readings import Series
from explainer.editing.speaking import Voice
from explainer.language.units import Unit

_WIDEST, _COLUMNS, _ROWS = 26, 8, 16  # characters, columns and rows that are shown


def shown(
    series: Sequence[Series],
    found: Table,
    unit: Unit | None,
    voice: Voice,
    *,
    columns: Whose,
    becomes: Becomes,
) -> str:
    """Return what was understood, as a table for a terminal; in that, what becomes of each cell."""
    whose = {head: entity for (entity, _), head in columns.items()}
    periods = sorted({point.period for one in series for point in one.points})
    half = _ROWS // 2
    skipped = len(periods) - _ROWS if len(periods) > _ROWS + 1 else 0
    kept = [*periods[:half], *periods[-half:]] if skipped else periods
    numbers = [{point.period: point.number for point in one.points} for one in series[:_COLUMNS]]
    rows = [["", *(one.head[:_WIDEST] or voice("column") for one in series[:_COLUMNS])]]
    for period in kept:
        row = [str(period)]
        for one, at in zip(series, numbers, strict=False):
            number = at.get(period, "")
            text = "–" if number is None else f"{number:f}" if number != "" else ""
            mark = MARKS.get(becomes.get((whose.get(one.head, ""), period), ""), "")
            row.append(f"{text} {mark}" if text and mark else text)
        rows.append(row)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    if skipped:
        lines.insert(1 + half, f"  … (+{skipped})")
    if len(series) > _COLUMNS:
        lines[0] += f"  … (+{len(series) - _COLUMNS})"
    about = voice(
        "understood",
        series=len(series),
        periods=len(periods),
        way=voice("across" if found.turned else "down"),
        unit=unit.id if unit else "?",
    )
    if becomes:
        counts = Counter(becomes.values())
        lines += [
            "",
            voice(
                "joined:legend",
                new=counts[NEW] + counts[FILLED],
                same=counts[SAME],
                other=counts[OTHER],
            ),
        ]
    return "\n".join([about, "", *lines, ""])

"""Which cells a reference of the little language names: `firms.capex/acme@2025-Q1..2025-Q4`.

In a formula a reference may leave out what it shares with the cell that bears it: the entity, the
period, or both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from explainer.errors import did_you_mean
from explainer.facts.model import Dataset, Library, Observation
from explainer.language.locales import LOCALES
from explainer.language.periods import DAY, Period

REFERENCE = re.compile(
    r"(?P<dataset>[a-z0-9._-]+?)(?:/(?P<entity>[a-z0-9._-]+|\*))?(?:@(?P<first>[0-9HQ-]+)"
    r"(?:\.\.(?P<last>[0-9HQ-]+))?(?:#(?P<issued>[0-9-]+))?)?(?:\.(?P<end>low|high))?"
)


class FigureError(ValueError):
    """A figure that cannot be written, in one sentence without its place."""


class Unreadable(FigureError):
    """The figure rests on a file that has a problem of its own; that problem is told instead."""


@dataclass(frozen=True)
class Cell:
    """One observation, and where it stands."""

    dataset: Dataset
    entity: str
    observation: Observation

    @property
    def address(self) -> Address:
        return self.dataset.id, self.entity, self.observation.key

    @property
    def name(self) -> str:
        """As a figure names it, with no more than is needed."""
        entity = f"/{self.entity}" if len(self.dataset.series) > 1 else ""
        issued = f"#{self.observation.issued}" if self.observation.issued else ""
        return f"{self.dataset.id}{entity}@{self.observation.period}{issued}"


Address = tuple[str, str, tuple[Period, date | None]]  # of a cell: dataset, entity, key


class Uncomputed(Exception):
    """A cell that a formula needs has a formula itself, which was not computed yet."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell.name)
        self.cell = cell


@dataclass(frozen=True)
class Here:
    """The cell whose formula is read, and what the formulas read before came to."""

    cell: Cell
    computed: Mapping[Address, Observation] = field(default_factory=dict)


def cell_of(token: str, library: Library, here: Here | None = None) -> tuple[Cell, str | None]:
    """Return the one cell that a reference names, and which end of its range, if one."""
    match = _matched(token, here)
    if match["last"] or match["entity"] == "*":
        raise FigureError(f'"{token}" names several cells; write sum before it')
    dataset = dataset_of(match["dataset"], library)
    period = _period(match["first"], here)
    entity = _entity(match["entity"], dataset, here)
    cell = _cell(dataset, entity, period, match["issued"], library)
    return _computed(cell, here), match["end"]


def cells_of(
    token: str, library: Library, here: Here | None = None
) -> tuple[tuple[Cell, ...], str | None]:
    """Return all cells that a reference names, and which end of their ranges, if one; a year names
    its parts where there are any."""
    match = _matched(token, here)
    dataset = dataset_of(match["dataset"], library)
    every = match["entity"] == "*"
    entities = tuple(dataset.series) if every else (_entity(match["entity"], dataset, here),)
    first = _period(match["first"], here)
    if match["last"]:
        try:
            periods = first.through(period_of(match["last"]))
        except ValueError as error:
            raise FigureError(f"{error}; write two quarters or two years, in order") from None
    elif first.kind == "year" and dataset.frequency in ("quarter", "half", "month"):
        periods = first.parts(dataset.frequency)
    else:
        periods = (first,)
    cells = tuple(
        _computed(_cell(dataset, entity, period, match["issued"], library), here)
        for entity in entities
        for period in periods
    )
    return cells, match["end"]


def is_reference(token: str) -> bool:
    """Whether a token names a cell, with its period or without."""
    return REFERENCE.fullmatch(token) is not None


def _matched(token: str, here: Here | None) -> re.Match[str]:
    match = REFERENCE.fullmatch(token)
    if match and (match["first"] or here):
        return match
    if "@" in token and " " not in token:
        period_of(token.partition("@")[2].partition("#")[0].partition("..")[0])
    if "{" in token and here:
        raise FigureError(f'"{token}" has braces, which only texts need; leave them out')
    raise FigureError(
        f'"{token}" names no period; write it like acme.capex@2025-Q3'
        if match
        else f'"{token}" is not a figure; write it like acme.capex@2025-Q3'
    )


def _period(text: str | None, here: Here | None) -> Period:
    if text is None:
        assert here
        return here.cell.observation.period
    return period_of(text)


def _entity(named: str | None, dataset: Dataset, here: Here | None) -> str:
    if named is None:
        if len(dataset.series) == 1:
            return next(iter(dataset.series))
        if here and here.cell.entity in dataset.series:
            return here.cell.entity
        raise FigureError(
            f'dataset "{dataset.id}" has several series; '
            f"write one of {', '.join(f'{dataset.id}/{name}' for name in dataset.series)}"
        )
    if named not in dataset.series:
        raise FigureError(
            f'dataset "{dataset.id}" has no series "{named}"{did_you_mean(named, dataset.series)}'
        )
    return named


def _nearest(dataset: Dataset, entity: str, period: Period) -> str:
    """What the series does hold, so that the editor can choose."""
    rows = dataset.series[entity]
    issues = [f"#{row.issued}" for row in rows if row.period == period and row.issued]
    if issues:
        return f"; it was issued on {', '.join(issues)}"
    alike = [row.period for row in rows if row.period.kind == period.kind]
    if len(alike) == 1:
        return f"; this series has {alike[0]} only"
    if alike:
        return f"; this series runs from {min(alike)} to {max(alike)}"
    return did_you_mean(str(period), [str(row.period) for row in rows])


def _cell(
    dataset: Dataset, entity: str, period: Period, issue: str | None, library: Library
) -> Cell:
    issued = period_of(issue).start if issue else None
    found = list(dataset.at(entity, period))
    name = f"{dataset.id}/{entity}" if len(dataset.series) > 1 else dataset.id
    if issued:
        found = [row for row in found if row.issued == issued]
    if not found:
        if dataset.where.file in library.unread:
            raise Unreadable(dataset.id)
        raise FigureError(
            f'"{name}@{period}{f"#{issued}" if issued else ""}" has no observation'
            f"{_nearest(dataset, entity, period)}"
        )
    if len(found) > 1:
        dates = [f"#{row.issued}" for row in found if row.issued]
        asked = f"add its date of issue: {', '.join(dates)}" if dates else "keep one of them"
        raise FigureError(f'"{name}@{period}" was given {len(found)} times; {asked}')
    cell = Cell(dataset, entity, found[0])
    row = found[0]
    if row.absence:
        why = row.missing.en if row.missing else LOCALES["en"].word(row.absence)
        raise FigureError(
            f'"{name}@{period}" is missing in {row.where}: {why}; take another period'
        )
    return cell


def _computed(cell: Cell, here: Here | None) -> Cell:
    """A cell with what its formula came to, if that was computed before."""
    if not cell.observation.formula or cell.observation.value is not None:
        return cell
    known = here.computed.get(cell.address) if here else None
    if known is not None and known.value is not None:
        return Cell(cell.dataset, cell.entity, known)
    if here and known is None:
        raise Uncomputed(cell)
    raise Unreadable(cell.name)


def period_of(text: str) -> Period:
    """Return a period; raise FigureError if it is none."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise FigureError(str(error)) from None


def month_of(text: str) -> Period:
    """Return a period that begins with a month; raise FigureError if it is none, or a day."""
    period = period_of(text)
    if period.kind == DAY:
        raise FigureError(f'"{text}" is a day; write a month, like {text[:7]}')
    return period


def dataset_of(id: str, library: Library) -> Dataset:
    """Return a dataset; raise FigureError if it is unknown."""
    if id not in library.datasets:
        if library.may_lack("datasets", id):
            raise Unreadable(id)
        raise FigureError(f'dataset "{id}" is unknown{did_you_mean(id, library.datasets)}')
    return library.datasets[id]

"""An amount spread over several lives: what costs bear each year, and fields to try others.

The table holds without a script; with one, it follows what a reader types (`spread.js`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from explainer.facts.addresses import cell_page
from explainer.facts.cells import Cell
from explainer.facts.model import Dataset, Library, Observation
from explainer.facts.spreads import Slices, Spread, spread_of
from explainer.language.locales import Locale
from explainer.language.numbers import decimals, rounded
from explainer.pages.block import Block, rendered
from explainer.pages.columns import aligned

# Between which a reader may choose: an amount in the dataset's unit, and years.
AMOUNTS = Decimal("0.1"), Decimal(10_000)
LIVES = Decimal(1), Decimal(20)


def spread_block(dataset: Dataset, library: Library, locale: Locale) -> Block:
    """Return the table of an amount spread over lives, by year, with its fields."""
    spread = spread_of(dataset, library)
    unit = dataset.unit.forms(locale.code).name
    digits = max(decimals(_value(row)) for one in spread.lives for row in one.rows)
    most = max(_value(row) for one in spread.lives for row in one.rows)
    columns = [_column(one, spread, most, locale) for one in spread.lives]
    amount = spread.amount.observation.value
    assert amount is not None
    years = spread.lives[0].life.dataset.unit.forms(locale.code)
    html = rendered(
        "spread.html",
        locale,
        id=dataset.id,
        caption=locale.word("spread_each_year", _said(spread, unit, locale)),
        name=locale.typeset(dataset.name[locale.code]),
        first=spread.start.year,
        start=spread.years[0].year,
        # From the middle of the year, when the engine takes money for spent.
        lead=f"{(Decimal(spread.start.number) - 1) / 12 - Decimal('0.5'):.6f}",
        digits=digits,
        singular=years.singular or years.name,
        plural=years.plural or years.name,
        amount=_field(
            locale.word("spread_amount", unit), amount, AMOUNTS, "spread_amount_wrong", locale
        ),
        lives=[
            _field(
                locale.word("spread_life", str(n)), _life(one), LIVES, "spread_life_wrong", locale
            )
            for n, one in enumerate(spread.lives, 1)
        ],
        heads=[_head(one, library, locale) for one in spread.lives],
        rows=[
            {"year": locale.period(period), "cells": [column[n] for column in columns]}
            for n, period in enumerate(spread.years)
        ],
        totals=aligned([_total(one, digits, locale) for one in spread.lives], locale.code),
    )
    return Block(html)


def _said(spread: Spread, unit: str, locale: Locale) -> str:
    """The unit, and what all the numbers are, when that is the same."""
    statuses = {row.status for one in spread.lives for row in one.rows}
    (status,) = statuses if len(statuses) == 1 else (None,)
    return f"{unit}{locale.words['semicolon']}{locale.word(status)}" if status else unit


def _value(row: Observation) -> Decimal:
    return row.value if row.value is not None else Decimal(0)


def _life(one: Slices) -> Decimal:
    return _value(one.life.observation)


def _field(
    label: str, value: Decimal, ends: tuple[Decimal, Decimal], wrong: str, locale: Locale
) -> dict[str, Any]:
    """A field to type in, and what it takes."""
    told = (locale.number(one) for one in (*ends, value))
    return {
        "label": label,
        "value": locale.number(value, decimals(value)),
        "low": ends[0],
        "high": ends[1],
        "wrong": locale.word(wrong, *told),
    }


def _head(one: Slices, library: Library, locale: Locale) -> dict[str, str]:
    """A life, whose it is, and the cell that says so."""
    life = one.life
    who = locale.typeset(library.entities[life.entity].name[locale.code])
    return {
        "life": locale.long(_life(one), life.dataset.unit),
        "whose": f"{who}, {locale.period(life.observation.period)}",
        "href": cell_page(life),
    }


def _column(one: Slices, spread: Spread, most: Decimal, locale: Locale) -> Sequence[dict[str, Any]]:
    """The cells of a life: a number that leads to its cell, and how long its bar is."""
    cells = aligned(
        [locale.number(_value(row), decimals(_value(row))) for row in one.rows], locale.code
    )
    return [
        {
            "number": cell,
            "href": cell_page(Cell(spread.dataset, one.entity, row)),
            "bar": f"{_value(row) / most * 100:.1f}" if most else "0",
        }
        for cell, row in zip(cells, one.rows, strict=True)
    ]


def _total(one: Slices, digits: int, locale: Locale) -> str:
    exact = (row.value if row.exact is None else row.exact for row in one.rows)
    return locale.number(rounded(sum((n or Decimal(0) for n in exact), Decimal(0)), digits), digits)

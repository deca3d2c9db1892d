"""What the European Central Bank has: mean rates of exchange by quarter and by year, as CSV."""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation

from explainer.language.periods import QUARTER, YEAR, Period
from explainer.refresh.service import NotHad

BASE = "https://data-api.ecb.europa.eu/service/data"
READ_AT = "https://data.ecb.europa.eu/data/datasets/EXR"  # where people see the same
# The service calls its CSV so, whatever is asked for.
TYPES = ("text/csv", "application/vnd.sdmx.data+csv")
LEAST = Decimal("0.000001")  # and its inverse the most: beyond, it is no rate
DECIMALS = 4  # of a reference rate; a mean has more, which say nothing


def page_of(series: str) -> str:
    """The address at which people see a series."""
    return f"{READ_AT}/{series.replace('/', '.')}"


def read(content: bytes, series: str) -> tuple[dict[Period, Decimal], list[str]]:
    """Return the rates of a series by period, and what was left out; raises NotHad when it is no
    such series."""
    kind = {"Q": QUARTER, "A": YEAR}[series.partition("/")[2][0]]
    key = series.replace("/", ".")
    try:
        text = content.decode("utf-8-sig")
        lines = list(csv.DictReader(text.splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error):
        lines = []
    if not lines or not {"KEY", "TIME_PERIOD", "OBS_VALUE"} <= lines[0].keys():
        raise NotHad(f"what came for {series} is no table of rates; nothing of it is used")
    if not text.endswith("\n"):
        raise NotHad(f"what came for {series} is cut short; nothing of it is used")
    others = {line["KEY"] for line in lines} - {key}
    if others:
        other = next(iter(others)) or "nothing"
        raise NotHad(f"what came for {series} holds {other}; nothing of it is used")
    found: dict[Period, Decimal] = {}
    notes = []
    for line in lines:
        when, value = line["TIME_PERIOD"], line["OBS_VALUE"]
        if not value:
            continue  # a time without quotations
        try:
            period, rate = Period.parse(when or ""), Decimal(value)
        except (ValueError, InvalidOperation):
            period, rate = Period(kind, 1), Decimal(0)
        if period.kind != kind or not rate.is_finite() or not LEAST < rate < 1 / LEAST:
            notes.append(
                f'{series}: "{value}" of "{when}" is no rate of a {kind}; the line is left out'
            )
            continue
        if found.setdefault(period, rate) != rate:
            notes.append(f"{series}: {period} has two rates; neither is used")
            found[period] = Decimal("NaN")
    return {period: rate for period, rate in found.items() if rate.is_finite()}, notes

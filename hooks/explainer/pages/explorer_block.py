"""The explorer of a projection: its place in a page, and what its script is told.

The place says that it needs JavaScript, and no more: `overrides/assets/js/explorer.js` makes the
rest when somebody comes near, from a file that holds the projection in a language, its words
included. So a page at rest weighs nothing more, and no word of the site stands in a script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from explainer.facts.addresses import cell_page, data_page
from explainer.facts.basis import BASES, SIGNS, basis_of, weakest
from explainer.facts.bilingual import Text
from explainer.facts.expressions import evaluate, tokens_of
from explainer.facts.figures import localised
from explainer.facts.model import Library
from explainer.facts.projection_model import Input, Projection, Scenario, Setting
from explainer.facts.values import Value
from explainer.language.locales import Locale
from explainer.language.units import PERCENT, Unit
from explainer.pages.block import Block, rendered

FOLDER = "assets/js"  # beside the script
# What is asked of a reader, in this order; what is not named is about a class of asset.
SPENT, BOUGHT, BROUGHT, ASKED = "spent", "bought", "brought", "asked"
_GROUPS = {
    "growth": SPENT, "ai-share": SPENT, "revenue": BROUGHT, "ramp": BROUGHT, "margin": BROUGHT,
    "tax": ASKED, "return": ASKED,
}  # fmt: skip
_OUTPUTS = ("needed", "to-cover", "per-payer", "balance", "return")
# What the script says, by the ends of the keys of the words of the site.
_WORDS = (
    "explorer_begin", "explorer_ours", "explorer_theirs", "explorer_reset", "explorer_who",
    "explorer_all", "explorer_spent", "explorer_bought", "explorer_brought", "explorer_asked",
    "explorer_stands", "explorer_yours", "explorer_number", "explorer_unknown", "explorer_bill",
    "explorer_needed", "explorer_relative", "explorer_each", "explorer_cover", "explorer_today",
    "explorer_dated", "explorer_gap", "explorer_gap_times", "explorer_times", "explorer_alone",
    "explorer_back", "explorer_back_in", "explorer_never", "explorer_return", "explorer_less",
    "explorer_more", "explorer_at_today", "explorer_at_yours", "explorer_formula",
    "explorer_rests", "explorer_question", "explorer_compared", "explorer_calculation",
    "explorer_by_year",
    "explorer_supposed", "explorer_line_needed", "explorer_line_cover", "explorer_line_today",
    "explorer_vintage", "explorer_vintage_told", "explorer_line_at_needed", "explorer_year",
    "explorer_spending", "explorer_depreciation", "explorer_column_needed",
    "explorer_column_balance", "explorer_column_balance_today", "explorer_must", "explorer_years",
    "explorer_must_how", "explorer_any", "explorer_nowhere", "explorer_changes_nothing",
    "explorer_try", "explorer_link", "explorer_copied", "explorer_uncopied", "explorer_csv",
    "explorer_png",
)  # fmt: skip
_BORROWED = ("colon", "table", "cutoff", "course", "at_least", "at_most")


def explorer_block(projection: Projection, _: Library, locale: Locale) -> Block:
    """Return the place of the explorer of a projection."""
    name = locale.typeset(projection.name[locale.code])
    return Block(rendered("explorer.html", locale, id=projection.id, name=name))


def explorer_files(library: Library, locale: Locale) -> dict[str, str]:
    """Return what the script reads, by path: one file for each projection."""
    return {
        f"{FOLDER}/{one.id}.{locale.code}.json": json.dumps(
            definition(one, library, locale), ensure_ascii=False, separators=(",", ":")
        )
        for one in library.projections.values()
    }


def definition(projection: Projection, library: Library, locale: Locale) -> dict[str, Any]:
    """Return a projection as its script is told it: numbers as the engine takes them, but rates in
    percent as readers write them; texts and addresses in one language."""
    return _Writer(projection, library, locale).definition()


class _Writer:
    def __init__(self, projection: Projection, library: Library, locale: Locale) -> None:
        self.projection, self.library, self.locale = projection, library, locale

    def definition(self) -> dict[str, Any]:
        projection, locale = self.projection, self.locale
        unit = self.library.units[projection.unit]
        units = self.library.units.values()
        whole = (one for one in units if one.measure == unit.measure and not one.power)
        keys = (*_WORDS, *_BORROWED)
        closed = self._cutoff()
        return {
            "id": projection.id,
            "code": locale.code,
            "site": locale.site_name,
            "root": locale.root,
            "name": self._text(projection.name),
            "closed": closed.isoformat(),
            "asOf": locale.date(closed),
            "first": projection.first,
            "years": projection.years,
            "year": projection.told,
            "classes": projection.classes,
            "unit": self._unit(unit),
            "single": self._unit(next(whole, unit)),
            "rate": self._unit(PERCENT),
            "span": self._unit(self._years()),
            "unitId": unit.id,
            "scale": 10**unit.power,
            "today": projection.today and self._told(projection.today),
            "payers": projection.payers and self._told(projection.payers),
            "asked": [
                [
                    id,
                    self._of(id).id,
                    100 if self._of(id).is_percent else 1,
                    self._text(self.projection.inputs[id].name),
                ]
                for id in projection.asked
            ],
            "controls": [self._control(one) for one in self._ordered()],
            "spending": [self._spender(*one) for one in projection.spending.items()],
            "scenarios": [self._scenario(one) for one in projection.scenarios.values()],
            "links": self._links(),
            "bases": [[SIGNS[one], locale.word(f"basis:{one}")] for one in BASES],
            "words": {key.removeprefix("explorer_"): locale.words[key] for key in keys},
        }

    def _ordered(self) -> list[Input]:
        controls = [one for one in self.projection.inputs.values() if one.control]
        groups = (SPENT, BOUGHT, BROUGHT, ASKED)
        return sorted(controls, key=lambda one: groups.index(_GROUPS.get(one.id, BOUGHT)))

    def _control(self, one: Input) -> dict[str, Any]:
        return {
            "id": one.id,
            "name": self._text(one.name),
            "meaning": self._text(one.meaning),
            "group": _GROUPS.get(one.id, BOUGHT),
            "unit": self._unit(self._of(one.id)),
            "low": _plain(one.low),
            "high": _plain(one.high),
            "step": _plain(one.step),
            "stands": [
                [self._name(stand.who), _plain(self._amount(stand.value)), self._href(stand.value)]
                for stand in one.stands
            ],
        }

    def _spender(self, id: str, row: Iterable[Setting]) -> dict[str, Any]:
        row = tuple(row)
        return {
            "id": id,
            "name": self._name(id),
            "values": [_plain(self._amount(one)) for one in row],
            "basis": self._weakest(row),
            "href": self._href(row[-1]),
        }

    def _scenario(self, one: Scenario) -> dict[str, Any]:
        given = self.projection.values_of(one)
        settings = [given[id] for id in self.projection.asked]
        inputs = self.projection.inputs
        told: dict[str, Any] = {
            "id": one.id,
            "name": self._text(one.name),
            "values": [_plain(self._amount(setting)) for setting in settings],
            "bases": "".join(str(self._weakest((setting,))) for setting in settings),
            "hrefs": {
                id: self._href(given[id])
                for id in self.projection.asked
                if inputs[id].control and isinstance(given[id], str)
            },
        }
        if one.spending:
            told["spending"] = [self._spender(*row) for row in one.spending.items()]
        if one.published and one.found and one.question:
            told["question"] = self._text(one.question)
            for key, setting in (("published", one.published), ("found", one.found)):
                number = self._told(setting)
                told[key] = [number["text"], number["href"]]
        return told

    def _links(self) -> dict[str, str]:
        """Where each output is told with its formula: the first dataset that is made of it."""
        found = {}
        for output in _OUTPUTS:
            asked = re.escape(f"{self.projection.id}.{output}")
            formula = re.compile(rf"project {asked} with [^ ,]+(,|$)")
            for dataset in self.library.datasets.values():
                rows = (row for series in dataset.series.values() for row in series)
                if any(row.formula and formula.match(row.formula) for row in rows):
                    found[output] = self._address(data_page(dataset.id))
                    break
        return found

    def _of(self, id: str) -> Unit:
        return self.library.units[self.projection.inputs[id].unit]

    def _years(self) -> Unit:
        """The unit of lives."""
        return self._of(f"{self.projection.classes[0]}-life")

    # -- pieces --------------------------------------------------------------------------------

    def _value(self, setting: str) -> Value:
        return evaluate(tokens_of(setting), self.library)

    def _amount(self, setting: Setting) -> Decimal:
        """A setting as cells are computed with it: not rounded."""
        if isinstance(setting, Decimal):
            return setting
        value = self._value(setting)
        row = value.cells[0].observation if value.cells and not value.operation else None
        amount = value.amount if row is None or row.exact is None else row.exact
        assert amount is not None, "checked: a setting comes to one number"
        return amount

    def _weakest(self, settings: Iterable[Setting]) -> int:
        return BASES.index(weakest(basis_of(one, self.library) for one in settings))

    def _href(self, setting: Setting) -> str:
        if not isinstance(setting, str):
            return ""
        return self._address(cell_page(self._value(setting).cells[0]))

    def _address(self, page: str) -> str:
        """An address from the root of the site."""
        path, _, anchor = page.removeprefix("/").partition("#")
        return self.locale.root + path.removesuffix(".md") + "/" + (anchor and f"#{anchor}")

    def _told(self, setting: str) -> dict[str, Any]:
        """A number beside those of the engine: as it is written, and where it stands."""
        value = self._value(setting)
        cell = value.cells[0]
        low, high = (value.low, value.high) if value.amount is None else (value.amount,) * 2
        write = self.locale.short if value.unit.is_money else self.locale.long
        written = (
            self.locale.span(low, high, value.unit, short=value.unit.is_money)
            if value.amount is None
            else write(value.amount, value.unit)
        )
        known = low if low is not None else high
        assert known is not None
        return {
            "value": float(known.scaleb(value.unit.power)),
            "text": written,
            "name": self._text(self.library.entities[cell.entity].name),
            "when": self.locale.period(cell.observation.period, long=True),
            "basis": self._weakest((setting,)),
            "href": self._address(cell_page(cell)),
        }

    def _unit(self, unit: Unit) -> list[str]:
        forms = unit.forms(self.locale.code)
        nouns = [] if unit.is_money else [forms.singular, forms.plural]
        return [forms.before, forms.after, *nouns]

    def _name(self, entity: str) -> str:
        return self._text(self.library.entities[entity].name)

    def _text(self, text: Text) -> str:
        return localised(text, self.library, self.locale)

    def _cutoff(self) -> Any:
        """The day on which this edition closed, or that of the newest of its results."""
        if self.library.edition:
            return self.library.edition.closed
        return max(one.cutoff for one in self.library.datasets.values())


def _plain(number: Decimal) -> float | int:
    return int(number) if number == number.to_integral_value() else float(number)

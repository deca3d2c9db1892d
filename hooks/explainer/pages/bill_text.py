"""What a bill says in one language: its lines and totals, for a page and for a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from markupsafe import Markup

from explainer.facts.bill_model import Bill, BillGroup
from explainer.facts.bills import amounts_of, body_of, written
from explainer.facts.figures import localised
from explainer.facts.model import Library, Text
from explainer.language.locales import Locale
from explainer.pages.inline import figure_element, rich_text

_POINTS = {"fr": ",", "en": "."}
_NONE = Markup()


@dataclass(frozen=True)
class Amount:
    """A number as a group of a bill shows it: with its link, alone, and what it lacks at its right
    beside the number of the group that has most decimals."""

    html: Markup
    text: str
    pad: str


@dataclass(frozen=True)
class Stamp:
    """How far an amount has come: its id, and the word for it."""

    id: str
    word: str


@dataclass(frozen=True)
class LineText:
    """A line, or a total: what, how much, and what is known of it. `colour` is that of whoever
    pays, where all lines of the group have one: alone it would only push a label aside; `page` is
    the link to a page of the site."""

    label: str
    amount: Amount
    stamp: Stamp | None = None
    colour: str = ""
    page: str = ""


@dataclass(frozen=True)
class GroupText:
    """Lines under a title, and their sum; `notes` stand under them."""

    title: str
    lines: tuple[LineText, ...]
    total: LineText | None
    stamp: Stamp | None
    notes: tuple[Markup, ...]
    together: bool = True


@dataclass(frozen=True)
class BillText:
    """A bill in one language."""

    id: str
    title: str
    subtitle: str
    groups: tuple[GroupText, ...]
    note: Markup


def bill_text(bill: Bill, library: Library, locale: Locale) -> BillText:
    """Return what a bill says in a language."""
    return _Writer(bill, library, locale).bill()


class _Writer:
    def __init__(self, one: Bill, library: Library, locale: Locale) -> None:
        self.one, self.library, self.locale = one, library, locale
        self.most: dict[int, int] = {}  # decimals, by group
        for group, amount in amounts_of(one):
            decimals = len(self._decimals(written(amount, library, locale).text))
            self.most[id(group)] = max(decimals, self.most.get(id(group), 0))

    def bill(self) -> BillText:
        groups = tuple(map(self._group, self.one.groups))
        note = self._rich(self.one.note) if self.one.note else _NONE
        return BillText(
            self.one.id, self._text(self.one.title), self._text(self.one.subtitle), groups, note
        )

    def _group(self, group: BillGroup) -> GroupText:
        most = self.most.get(id(group), 0)
        colours = [self._colour(line.entity) for line in group.lines]
        lines = tuple(
            LineText(
                self._text(line.label),
                self._amount(line.amount, most),
                self._stamp(line.stamp),
                colour if all(colours) else "",
                f"/{line.page}.md" if line.page else "",
            )
            for line, colour in zip(group.lines, colours, strict=True)
        )
        total = None
        if group.total:
            name = group.total_label
            label = self._text(name) if name else self.locale.word("bill_total")
            total = LineText(label, self._amount(group.total, most))
        notes = [] if group.together else [Markup.escape(self.locale.word("not_together"))]
        if group.note:
            notes.append(self._rich(group.note))
        title = self._text(group.title) if group.title else ""
        return GroupText(
            title, lines, total, self._stamp(group.stamp), tuple(notes), group.together
        )

    def _amount(self, amount: str, most: int) -> Amount:
        text = written(amount, self.library, self.locale).text
        element = figure_element(body_of(amount), self.library, self.locale)
        has = self._decimals(text)
        pad = "" if has or not most else _POINTS[self.locale.code]
        pad += "0" * (most - len(has))
        return Amount(Markup(ElementTree.tostring(element, encoding="unicode")), text, pad)

    def _decimals(self, text: str) -> str:
        """Those of the number that ends last."""
        match = re.search(rf"{re.escape(_POINTS[self.locale.code])}(\d+)$", text)
        return match[1] if match else ""

    def _stamp(self, id: str | None) -> Stamp | None:
        return Stamp(id, self.locale.word(f"stamp:{id}")) if id else None

    def _colour(self, entity: str | None) -> str:
        colour = self.library.colour(entity) if entity else None
        return colour.light if colour else ""  # paper is light, whatever the page is

    def _text(self, text: Text) -> str:
        return localised(text, self.library, self.locale)

    def _rich(self, text: Text) -> Markup:
        return rich_text(text[self.locale.code], self.library, self.locale)

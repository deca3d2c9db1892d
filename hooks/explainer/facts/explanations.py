"""How a computed cell was computed, in words of a language, from its formula.

    31,862 Md$ moins 30,116 Md$ …

Parts that name an operand bear its cell, and those that name inputs of a projection where these are
told, so that a page can make links of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explainer.facts.addresses import Told, told_input, told_scenario
from explainer.facts.bilingual import Text
from explainer.facts.cells import Cell
from explainer.facts.formulas import value_of
from explainer.facts.model import STRAIGHT_LINE, Library
from explainer.facts.projecting import Projected
from explainer.facts.values import Value
from explainer.language.locales import Locale
from explainer.language.numbers import decimals, rounded

_MOST_DECIMALS = 2  # of a sum that is told as one


@dataclass(frozen=True)
class Part:
    """A piece of an explanation; `cell` is what it names, if it names one, or `told` is where what
    it names is told, if a page shows it."""

    text: str
    cell: Cell | None = None
    told: Told | None = None


def explanation(cell: Cell, library: Library, locale: Locale) -> list[Part]:
    """Return how the value of a computed cell was made from others."""
    return list(_Writer(library, locale).written(value_of(cell, library)))


def plain_explanation(cell: Cell, library: Library, locale: Locale) -> str:
    """Return the same as plain text."""
    return "".join(part.text for part in explanation(cell, library, locale))


def plain_words(value: Value, library: Library, locale: Locale, *, brief: bool = False) -> str:
    """Return how a value was made, or which one it is, as plain text; in `brief`, a sum of numbers
    of one dataset is told as one."""
    return "".join(part.text for part in _Writer(library, locale, brief).written(value))


def _is_plain_sum(value: Value) -> bool:
    """Whether it adds up, or averages, more than two cells of one dataset."""
    plain = all(not one.operation for one in value.operands)
    return (
        value.operation in ("sum", "mean")
        and plain
        and len(value.cells) > 2
        and len({cell.dataset.id for cell in value.cells}) == 1
        and value.amount is not None
    )


class _Writer:
    """Writes one explanation; a series is named where it changes, then its periods alone."""

    def __init__(self, library: Library, locale: Locale, brief: bool = False) -> None:
        self.library = library
        self.locale = locale
        self.brief = brief
        self.named: tuple[str, str] | None = None

    def written(self, value: Value, inner: bool = False) -> Iterator[Part]:
        """Yield the parts; what stands inside something else is in brackets."""
        if not value.operation:
            yield from self._cell(value)
            return
        if self.brief and _is_plain_sum(value):
            together = self._together(value)
            yield Part(f"({together})" if inner else together)
            return
        words = self.locale.words[f"formula:{value.operation}"]
        if inner:
            yield Part("(")
        yield from self._filled(words, self._holes(value))
        if value.projected:
            yield from self._asked(value.projected)
        if inner:
            yield Part(")")

    def _together(self, value: Value) -> str:
        """A sum or mean of numbers of one dataset, by how many they are, and what it comes to."""
        dataset = value.cells[0].dataset
        periods = {cell.observation.period for cell in value.cells}
        named = self.locale.word(f"formula:{value.operation}", self._quoted(dataset.name))
        when = self.locale.run(sorted(periods, key=lambda one: one.start))
        many = self.locale.word("of_values", str(len(value.cells)))
        assert value.amount is not None
        amount = rounded(value.amount, min(_MOST_DECIMALS, decimals(value.amount)))
        total = self.locale.short(amount, value.unit, decimals(amount))
        return f"{named}, {when} ({many}, {total})"

    def _quoted(self, name: Text) -> str:
        """The name of a dataset, which is a title: it follows words that ask for no article."""
        return self.locale.word("title_quoted", self.locale.typeset(name[self.locale.code]))

    def _holes(self, value: Value) -> list[list[Part]]:
        """What goes into each place of the words of an operation, in their order."""
        operands = value.operands
        if value.projected:
            projection, asked = value.projected.projection, value.projected.asked
            output = Part(self.locale.words[f"output:{asked.output}"])
            told = told_scenario(projection, asked.scenario)
            return [
                [output],
                [self._named(projection.name)],
                [self._named(asked.scenario.name, told)],
            ]
        if value.operation in ("sum", "mean"):
            return [self._listed([list(self.written(one, inner=True)) for one in operands])]
        if value.operation == "difference":
            operands = operands[::-1]  # "a to b" is b less a
        holes = [list(self.written(one, inner=True)) for one in operands]
        if value.operation == STRAIGHT_LINE:
            assert value.start
            holes.append([Part(self.locale.period(value.start, long=True))])
        return holes

    def _asked(self, projected: Projected) -> Iterator[Part]:
        """Yield what a scenario was changed by."""
        projection, asked = projected.projection, projected.asked
        if asked.like:
            names = (
                (projection.inputs[asked.but].name, told_input(projection, asked.but)),
                (asked.like.name, told_scenario(projection, asked.like)),
            )
            holes = [[self._named(name, told)] for name, told in names]
            yield from self._filled(self.locale.words["formula:but"], holes)
        if asked.spender:
            name = self._named(self.library.entities[asked.spender].name)
            yield from self._filled(self.locale.words["formula:for"], [[name]])
        if asked.year:
            yield from self._filled(self.locale.words["formula:in"], [[Part(str(asked.year))]])

    def _named(self, name: Text, told: Told | None = None) -> Part:
        return Part(self.locale.typeset(name[self.locale.code]), told=told)

    def _filled(self, words: str, holes: Sequence[list[Part]]) -> Iterator[Part]:
        texts = words.split("{}")
        for text, hole in zip(texts, [*holes, []], strict=True):
            if text:
                yield Part(text)
            yield from hole

    def _listed(self, items: Sequence[list[Part]]) -> list[Part]:
        """`a, b et c`, of parts."""
        found: list[Part] = []
        for index, item in enumerate(items):
            if index:
                last = index == len(items) - 1
                found.append(Part(f" {self.locale.words['and']} " if last else ", "))
            found += item
        return found

    def _cell(self, value: Value) -> Iterator[Part]:
        """Yield what an operand is, as a link, and its value in brackets."""
        if not value.cells:  # a number by which something is multiplied or divided
            assert value.amount is not None
            yield Part(self.locale.number(value.amount, decimals(value.amount)))
            return
        (cell,) = value.cells
        code, row = self.locale.code, cell.observation
        period = self.locale.period(row.period)
        series = cell.dataset.id, cell.entity
        if series == self.named:
            name = period
        else:
            name = self._quoted(cell.dataset.name)
            if len(cell.dataset.series) > 1:
                entity = self.library.entities[cell.entity].name[code]
                name += f", {self.locale.typeset(entity)}"
            name += f", {period}"
            self.named = series
        yield Part(name, cell)
        assert value.amount is not None
        whole = value.amount == (row.value if row.exact is None else row.exact)
        amount = row.value if whole and row.value is not None else value.amount  # or an end of it
        digits = -int(amount.as_tuple().exponent)
        yield Part(f" ({self.locale.short(amount, cell.dataset.unit, max(digits, 0))})")

"""What a form does to data/: the cell, the source and the correction that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from explainer.facts.model import ABSENCES, Dataset, Library, Observation
from explainer.facts.records import OBSERVATION
from explainer.forms import documents, typed
from explainer.forms.answers import Answers
from explainer.forms.documents import Document
from explainer.forms.events import Issue
from explainer.forms.speaking import both, quoted
from explainer.forms.templates import NUMBER, QUARTER, SOURCE
from explainer.forms.typed import Amount
from explainer.language.locales import LOCALES
from explainer.language.numbers import decimals, rounded
from explainer.language.periods import Period
from explainer.refresh import entries, writing
from explainer.refresh.readings import Texts
from explainer.refresh.rows import Cell, Moved

_FIELDS = [one.name for one in OBSERVATION.fields]
_ROLES = ("role_reader", "role_journalist", "role_economist", "role_company", "role_other")


@dataclass
class Change:
    """What is to be written. `set_fields` are those of the cell as they become, None taking one
    out; `read_on` moves the cut-off date; `corrected` is the old number and the new one. `told`
    says all of it to whoever filled in the form, `reread` what an editor should look at."""

    made: dict[str, Mapping[str, str]] = field(default_factory=dict)  # sources by id
    cell: Cell | None = None
    set_fields: dict[str, Any] = field(default_factory=dict)
    read_on: date | None = None
    corrected: tuple[Decimal, Decimal] | None = None
    reason: Texts = field(default_factory=dict)
    reported_by: Texts = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    reread: list[str] = field(default_factory=list)


def of_form(answers: Answers, issue: Issue, library: Library) -> Change:
    """Return what a form asks for; what stands against it is noted in its answers."""
    made: Mapping[str, Callable[[_Form, Change], None]] = {
        QUARTER: _Form.quarter,
        SOURCE: _Form.source,
        NUMBER: _Form.number,
    }
    change = Change()
    made[answers.template.form](_Form(answers, issue, library), change)
    return change


class _Form:
    """The three forms, and what they share."""

    def __init__(self, answers: Answers, issue: Issue, library: Library) -> None:
        self.answers, self.issue, self.library = answers, issue, library
        self.voice = answers.voice
        self.locale = LOCALES[answers.template.code]

    def source(self, change: Change) -> None:
        """A document that is not there yet."""
        url = typed.address(self.answers, "url")
        there = documents.known(url, self.library)
        if there:
            self.answers.refuse("url", "source_there", id=quoted(there.id))
        found = documents.new(self.answers, "url", self.library, self.issue.day)
        if found and not there:
            self._with(found, change)

    def quarter(self, change: Change) -> None:
        """A number where there was none."""
        dataset, entity, period = self._place()
        amount = typed.amount(self.answers, "value", dataset)
        silent = amount is not None and amount.not_published
        document, read_on = self._documents(needed=not silent)
        note = self._note()
        if not (dataset and entity and period and self._may_begin(dataset, entity, period)):
            return
        row = self._row(dataset, entity, period)
        cell = Cell(dataset.id, entity, period)
        if row and row.formula:
            self.answers.refuse("period", "computed", cell=quoted(str(cell)))
        elif row and row.numbers:
            self.answers.refuse(
                "period", "published", cell=quoted(str(cell)), held=self._held(row, dataset)
            )
        elif row and row.not_published and silent:
            self.answers.refuse("value", "silent_already", cell=quoted(str(cell)))
        if amount is None or self.answers.problems:
            return
        fields: dict[str, Any] = dict.fromkeys((*ABSENCES, "status", "until", "grade"))
        if silent:
            fields["not_published"] = "true"
        for name in ("value", "low", "high"):
            number = getattr(amount, name)
            fields[name] = None if number is None else writing.plain(str(number))
        if not silent:
            fields["grade"] = self._grade(dataset, document, read_on)
        if note:
            fields["note"] = writing.in_both(note)
        elif row and row.note:
            change.reread.append(
                self.voice("reread_note", text=quoted(row.note[self.voice.code], 200))
            )
        change.cell, change.set_fields, change.read_on = cell, fields, self.issue.day
        self._sourced(document, read_on, change)
        shown = self.voice("not_published") if silent else self._shown(amount, dataset)
        change.told.insert(0, self.voice("tell_cell", cell=quoted(str(cell)), shown=shown))
        if dataset.cutoff < self.issue.day:
            change.told.append(
                self.voice("tell_cutoff", dataset=quoted(dataset.id), day=self._day())
            )

    def number(self, change: Change) -> None:
        """Another number where there is one."""
        dataset, entity, period = self._place()
        old = typed.number(self.answers, "old", dataset)
        new = typed.number(self.answers, "new", dataset)
        document, read_on = self._documents(needed=True)
        said = {code: self.answers.sentence(f"reason_{code}") for code in ("fr", "en")}
        if not (dataset and entity and period):
            return
        cell = Cell(dataset.id, entity, period)
        row = self._row(dataset, entity, period)
        held = self._correctable(cell, row, dataset)
        if held is None or old is None or new is None:
            return
        if not _shows(old, held):
            self.answers.refuse(
                "old",
                "other_number",
                cell=quoted(str(cell)),
                held=quoted(str(held)),
                found=quoted(str(old)),
            )
        elif new == held:
            self.answers.refuse("new", "no_change", cell=quoted(str(cell)), held=quoted(str(held)))
        if self.answers.problems:
            return
        assert row
        change.cell, change.corrected = cell, (held, new)
        change.set_fields = {
            "value": writing.plain(str(new)),
            "grade": self._grade(dataset, document, read_on),
        }
        self._sourced(document, read_on, change)
        change.reason = said if all(said.values()) else both("reason_stock")
        if not all(said.values()):
            own = next(text for text in said.values() if text)
            change.reread.append(self.voice("reread_reason", text=quoted(own, 600)))
        for name in ("note", "derived"):
            if text := getattr(row, name):
                change.reread.append(
                    self.voice("reread_" + name, text=quoted(text[self.voice.code], 200))
                )
        change.reported_by = both(self._role())
        amount = self._shown(Amount(new), dataset)
        change.told.insert(
            0,
            self.voice(
                "tell_corrected",
                cell=quoted(str(cell)),
                held=self._shown(Amount(held), dataset),
                shown=amount,
            ),
        )
        change.told.append(self.voice("tell_listed"))

    def _place(self) -> tuple[Dataset | None, str, Period | None]:
        """The dataset, series and period that are named, as far as they are there."""
        answers, voice = self.answers, self.voice
        id = answers.text("dataset").casefold()
        dataset = self.library.datasets.get(id)
        if id and not dataset:
            meant = voice.meant(id, self.library.datasets) or voice("see_data")
            answers.refuse("dataset", "unknown_dataset", found=quoted(id), meant=meant)
        entity = answers.text("entity").casefold()
        if dataset and entity and entity not in dataset.series:
            meant = voice.meant(entity, dataset.series)
            answers.refuse(
                "entity", "unknown_series", found=quoted(entity), dataset=quoted(id), meant=meant
            )
            entity = ""
        period = typed.period(answers, "period")
        if dataset and period and not dataset.takes(period):
            step = self.locale.word(dataset.frequency)
            answers.refuse(
                "period", "other_step", found=quoted(str(period)), dataset=quoted(id), step=step
            )
            period = None
        return dataset, entity, period

    def _may_begin(self, dataset: Dataset, entity: str, period: Period) -> bool:
        """Whether a series may have a new number for a period."""
        rows = dataset.series[entity]
        first = min((row.period.start for row in rows), default=period.start)
        if any(row.issued for row in rows):
            self.answers.refuse("dataset", "guidance", dataset=quoted(dataset.id))
        elif period.start > self.issue.day:
            self.answers.refuse("period", "not_begun", found=quoted(str(period)), day=self._day())
        elif period.start < first:
            self.answers.refuse(
                "period", "before_series", found=quoted(str(period)), day=str(first)
            )
        else:
            return True
        return False

    def _row(self, dataset: Dataset, entity: str, period: Period) -> Observation | None:
        return next((row for row in dataset.at(entity, period) if not row.issued), None)

    def _correctable(self, cell: Cell, row: Observation | None, dataset: Dataset) -> Decimal | None:
        """The number that a cell holds, if a form may change it."""
        there = quoted(str(cell))
        if row is None:
            rows = dataset.series[cell.entity]
            known = [str(one.period) for one in rows if not one.issued]
            meant = self.voice.meant(str(cell.period), known)
            self.answers.refuse("period", "unknown_period", cell=there, meant=meant)
        elif row.formula:
            self.answers.refuse("period", "computed", cell=there)
        elif not row.numbers:
            self.answers.refuse("period", "nothing_there", cell=there)
        elif row.value is None or row.interval:
            self.answers.refuse("period", "range_there", cell=there)
        else:
            return row.value
        return None

    def _documents(self, needed: bool) -> tuple[Document | None, Document | None]:
        """The original document, and the page where the number was read, as far as they can be
        named; one of them has an address."""
        answers = self.answers
        document = documents.named(answers, "source", self.library)
        if needed or any(answers.text(id) for id in documents.NEW):
            answers.needed(["source"], "needs_source")
        if document is None:
            document = documents.new(answers, "source", self.library, self.issue.day)
        page = documents.named(answers, "read_on", self.library)
        if answers.text("read_on") and page is None:
            answers.refuse("read_on", "page_unknown", found=quoted(answers.text("read_on")))
        if document and not document.has_url and not (page and page.has_url):
            answers.refuse("source", "no_url", id=quoted(document.id))
        return document, page

    def _note(self) -> Texts | None:
        note = {code: self.answers.sentence(f"note_{code}") for code in ("fr", "en")}
        if all(note.values()):
            return note
        missing = next((f"note_{code}" for code, text in note.items() if not text), "")
        if any(note.values()):
            self.answers.refuse(missing, "half_a_note")
        return None

    def _grade(
        self, dataset: Dataset, document: Document | None, page: Document | None
    ) -> str | None:
        """The grade of a cell, where it is not the dataset's: A is for what somebody of ours has
        read in the document itself."""
        own = self.issue.own and document is not None and document.original and page is None
        grade = "A" if own else "B"
        return None if grade == dataset.grade else grade

    def _sourced(self, document: Document | None, page: Document | None, change: Change) -> None:
        if document:
            change.set_fields["source"] = document.id
            change.set_fields["checked_via"] = writing.in_brackets([page.id]) if page else None
            self._with(document, change)

    def _with(self, document: Document, change: Change) -> None:
        if document.made:
            change.made[document.id] = document.made
            title = quoted(document.made["title"], 300)
            change.told.append(self.voice("tell_source", id=quoted(document.id), title=title))
        else:
            change.told.append(self.voice("tell_known", id=quoted(document.id)))

    def _role(self) -> str:
        place = self.answers.place("role")
        if place is None:
            return "role_ours" if self.issue.own else _ROLES[0]
        return _ROLES[place]

    def _held(self, row: Observation, dataset: Dataset) -> str:
        return self._shown(
            Amount(row.value, row.low if row.value is None else None, row.high), dataset
        )

    def _shown(self, amount: Amount, dataset: Dataset) -> str:
        """What a cell holds as readers see it, which tells a slip of the unit; as code, since two
        amounts of dollars would be taken for mathematics."""
        if amount.value is not None:
            return quoted(self.locale.exact(amount.value, dataset.unit))
        return quoted(self.locale.span(amount.low, amount.high, dataset.unit))

    def _day(self) -> str:
        return self.locale.date(self.issue.day)


def _shows(old: Decimal, held: Decimal) -> bool:
    """Whether a page that shows a number shows what a cell holds, perhaps with fewer digits."""
    return rounded(held, decimals(old)) == old


def files(change: Change, data: Path, day: date, moved: list[Moved]) -> dict[Path, str]:
    """Return the text of each file that changes; raises NotHad where one cannot be written. `moved`
    are formulas that come to another number."""
    found: dict[Path, str] = {}
    if change.made:
        path = data / documents.FILE
        found[path] = entries.with_sources(entries.text_of(path), change.made, documents.ABOUT)
    if change.cell:
        path = data / "datasets" / f"{change.cell.dataset}.yml"
        text = entries.text_of(path) or ""
        root = writing.read(text)
        row = entries.row_of(root["series"][change.cell.entity], change.cell.period)
        for name, value in change.set_fields.items():
            writing.put(row, name, value, _FIELDS)
        if change.read_on:
            entries.read_until(root, change.read_on)
        found[path] = writing.rewritten(root, text)
    made = list(_corrections(change, day, moved))
    if made:
        path = data / entries.CORRECTIONS
        found[path] = entries.with_corrections(entries.text_of(path), made)
    return found


def _corrections(change: Change, day: date, moved: list[Moved]) -> Iterator[Any]:
    if change.cell and change.corrected:
        why, by = change.reason, change.reported_by
        yield entries.correction(change.cell, change.corrected, why, by, day)
        for one in moved:
            why = both("reason_moved")
            yield entries.correction(one.cell, (one.old, one.new), why, by, day)

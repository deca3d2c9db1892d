"""What a run has read and proposes, in Markdown: the text of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from explainer.characters import shown
from explainer.errors import Problem
from explainer.refresh.company_facts import Filing
from explainer.refresh.rows import AGREED, CHANGED, FILLED, LEFT, NEW, RAISED, Cell, Moved, Proposal

_COUNTED = {
    AGREED: "agreed already",
    RAISED: "confirmed: exact number, grade A, the document itself as source",
    FILLED: "filled",
    NEW: "new",
    CHANGED: "different, with a correction",
    LEFT: "left alone",
}


@dataclass
class Run:
    """What was done. `read` names the records that were had, `lost` what could not be had, `notes`
    what was left out of them, `doubts` what checks say of the data as they would be, `moved` the
    formulas that come to another number."""

    proposals: Sequence[Proposal] = ()
    moved: Sequence[Moved] = ()
    pages: Mapping[Cell, tuple[str, ...]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: Sequence[Problem] = ()
    written: Sequence[str] = ()

    def of(self, becomes: str) -> list[Proposal]:
        return [one for one in self.proposals if one.becomes == becomes]


def markdown(run: Run) -> str:
    """Return the report of a run."""
    return "\n".join(_lines(run)).rstrip("\n") + "\n"


def _lines(run: Run) -> Iterator[str]:
    yield "# Filings read by machine"
    yield ""
    yield f"Read: {', '.join(run.read) or 'nothing'}. {len(run.proposals)} cells have a reading."
    yield ""
    yield "| cells | |"
    yield "|---:|---|"
    for becomes, words in _COUNTED.items():
        yield f"| {len(run.of(becomes))} | {words} |"
    yield ""
    yield from _list("Could not be read", map(_quoted, run.lost))
    yield from _table(
        "Different: look at each",
        "Ours is replaced, and a correction says so. To keep ours, put the number back, take the "
        "correction out, and add the period to `leave` in data/refresh.yml.",
        ("cell", "ours", "filed", "document", "shown on"),
        ((*_start(one), _document(one), _shown_on(one, run)) for one in run.of(CHANGED)),
    )
    for becomes, title in ((NEW, "New"), (FILLED, "Filled"), (RAISED, "Confirmed")):
        yield from _table(
            title,
            "",
            ("cell", "ours", "filed", "document"),
            ((*_start(one), _document(one)) for one in run.of(becomes)),
        )
    yield from _list("Left alone", (f"`{one.cell}`: {one.why}" for one in run.of(LEFT)))
    yield from _list(
        "Formulas that move: a correction says so",
        (f"`{one.cell}`: {one.old} becomes {one.new}" for one in run.moved),
    )
    yield from _list(
        "Notes to reread: they were written about an older number",
        (f"`{one.cell}`: {note['en']}" for one in run.proposals if (note := one.note_to_reread)),
    )
    yield from _list("Left out of the records", map(_quoted, dict.fromkeys(run.notes)))
    yield from _list("To look at before merging: what checks say", map(str, run.doubts))
    yield from _list("Files", run.written)


def _start(one: Proposal) -> tuple[str, str, str]:
    ours = "" if one.row is None else "missing" if one.old is None else str(one.old)
    return f"`{one.cell}`", ours, str(one.reading.value)


def _document(one: Proposal) -> str:
    document = one.reading.document
    if isinstance(document, Filing):
        where = f"[{document.accession}]({document.url})"
        return f"{document.form} of {document.filed}, {where}, `{one.source}`"
    return f"{document}, `{one.source}`"


def _shown_on(one: Proposal, run: Run) -> str:
    pages = (*run.pages.get(one.cell, ()), f"verify/data/{one.cell.dataset}")
    return ", ".join(pages)


def _table(
    title: str, about: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[str]:
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    if lines:
        yield f"## {title} ({len(lines)})"
        yield ""
        if about:
            yield about
            yield ""
        yield "| " + " | ".join(heads) + " |"
        yield "|" + "---|" * len(heads)
        yield from lines
        yield ""


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {shown(item)}" for item in items]
    if lines:
        yield f"## {title} ({len(lines)})"
        yield ""
        yield from lines
        yield ""


def _quoted(text: str) -> str:
    """A sentence that may hold what others have written: it leads nowhere and calls nobody."""
    return re.sub(r"[`<>\[\]]", r"\\\g<0>", text).replace("@", "(at)")


def _cell(text: str) -> str:
    """A text in a table: what others have written neither ends it nor begins anything."""
    return shown(text).replace("|", "\\|")

"""`import`: a table of others becomes a dataset, or goes into one that is there, once what was
understood has been shown.

Nothing is written while an error stands or a doubt is not accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from explainer.editing import entering, joining
from explainer.editing.adding import (
    THINGS,
    Desk,
    Errand,
    dataset_fields,
    flaw_of_new,
    library_for,
    new_file,
    put,
)
from explainer.editing.asking import Clerk, parts
from explainer.editing.assigning import ENDS, Whose, matched, whose
from explainer.editing.grids import grid
from explainer.editing.joining import FILLED, NEW, Numbers
from explainer.editing.layout import NoSuchHead, Table, table
from explainer.editing.readings import Choices, Doubts, Series, frequency, read, sign_named
from explainer.editing.speaking import Stop
from explainer.editing.understood import shown
from explainer.facts.fields import DAY
from explainer.facts.model import ENTITY_KINDS, FREQUENCIES, GRADES, Dataset
from explainer.language.periods import Period
from explainer.language.units import Unit
from explainer.refresh import writing

_OF_A_TABLE = ("new", "columns", "entity")  # what is only looked at where a table was found
_SIGNS, _ORDERS = ("comma", "point"), ("day-first", "month-first")


def import_table(errand: Errand, file: str, id: str) -> int:
    """Show what a file says and write the dataset; return the exit status."""
    clerk, voice = errand.clerk, errand.clerk.voice
    if not file:
        clerk.needs("file", voice("ask:file"))
    found = _table(Path(file), clerk) if file else None
    try:
        desk = Desk(errand, library_for("datasets", errand.root, voice))
    except Stop as stop:
        raise Stop([*clerk.problems, *stop.problems]) from None
    id = _id(desk, id)
    there = desk.library.datasets.get(id)
    told = Doubts(voice, Path(file).name)
    choices = _choices(clerk)
    if there and not choices.frequency:
        choices = replace(choices, frequency=there.frequency)
    unit = _unit(desk, there)
    columns, series, lines = _understood(
        desk, found, there, id, told=told, choices=choices, unit=unit
    )
    if there:
        return _join(desk, there, _numbers(columns, series), told, lines)
    step = choices.frequency or frequency(series)
    if step or clerk.problems:  # a table that cannot be read does not tell its step either
        clerk.given = {**clerk.given, "frequency": step or FREQUENCIES[0]}
    fields = dataset_fields(desk)
    row = _row(desk)
    clerk.say("".join(f"- {note}\n" for note in told.notes))
    _settle(clerk, told)
    clerk.close()
    fields["series"] = _rows(_numbers(columns, series), row)
    data = errand.root / "data"
    text = new_file(data, f"datasets/{id}.yml", fields)
    files = {**entering.with_them(desk, lines), data / "datasets" / f"{id}.yml": text}
    return put(desk, files, "import")


def _understood(
    desk: Desk,
    found: Table | None,
    there: Dataset | None,
    id: str,
    *,
    told: Doubts,
    choices: Choices,
    unit: Unit | None,
) -> tuple[Whose, list[Series], entering.Newcomers]:
    """Read a table and show what was understood; return whose its columns are, what they say, and
    the entities that are new."""
    clerk, voice = desk.clerk, desk.voice
    if not found:
        clerk.asked += _OF_A_TABLE
        return {}, [], {}
    heads = [one.head for one in found.columns]
    named, lines = _named(found, desk, told)
    columns = whose(found, id, desk, named)
    kept = list(columns.values()) or heads
    year_ends = {
        head: getattr(desk.library.entities.get(entity), "fiscal_year_end", None) or ""
        for (entity, _), head in columns.items()
    }
    series = read(found, kept, unit, choices, told=told, year_ends=year_ends)
    if found.long:
        columns, series = _with_numbers(columns, series, told)
    kept_ids = {entity for entity, _ in columns}
    lines = {one: line for one, line in lines.items() if one in kept_ids}
    becomes = joining.compared(there, _numbers(columns, series)) if there else {}
    clerk.say(f"{shown(series, found, unit, voice, columns=columns, becomes=becomes)}\n")
    clerk.say(entering.shown(lines, told))
    if not columns:  # nobody knows what the others are in doubt of
        told.doubts, told.errors = {}, []
    elif found.long:
        # Names that were to be added and cannot be are problems already.
        left = [one.names for one in found.columns if one.head not in named]
        if nameless := {one[0] or "–" for one in left if not ("new" in clerk.given and any(one))}:
            told.doubt("columns", "doubt:names", list=voice.listed(nameless))
    elif len(kept) < len(heads) and "columns" not in clerk.given:
        lost = [voice("quoted", word=one) for one in heads if one not in kept]
        told.doubt("columns", "doubt:columns", list=", ".join(lost))
    return columns, series, lines


def _join(
    desk: Desk, there: Dataset, numbers: Numbers, told: Doubts, lines: entering.Newcomers
) -> int:
    """Put what is new into a dataset; return the exit status."""
    clerk, voice = desk.clerk, desk.voice
    becomes = joining.compared(there, numbers)
    row = _row(desk)
    grade = clerk.value(
        "grade", voice("ask:grade"), _one_of(clerk, GRADES), needed=False, wanted=False
    )
    if grade and grade != there.grade:
        row["grade"] = grade
    fits = desk.answers(THINGS["dataset"]).fits("cutoff", DAY)
    day = clerk.value("cutoff", voice("ask:cutoff"), fits, needed=False, wanted=False)
    today = date.fromisoformat(day) if day else desk.errand.today
    told.notes += joining.notes(there, becomes, voice)
    told.errors += joining.problems(there, numbers, becomes, today, voice)
    clerk.say("".join(f"- {note}\n" for note in told.notes))
    _settle(clerk, told)
    clerk.close()
    if not {NEW, FILLED} & {*becomes.values()}:
        clerk.say(f"{voice('joined:nothing', id=there.id)}\n")
        return 0
    path = desk.root / "data" / "datasets" / f"{there.id}.yml"
    text = joining.joined(path, numbers, becomes, row=row, today=today, voice=voice)
    return put(desk, {**entering.with_them(desk, lines), path: text}, "join")


def _table(path: Path, clerk: Clerk) -> Table | None:
    """The table of a file; None, and a problem noted, when it has none."""
    voice = clerk.voice
    sheet = clerk.value("sheet", voice("ask:sheet"), needed=False, wanted=False)
    about = voice("ask:names")

    def most(text: str) -> str:
        return voice("most_names") if len(parts(text)) > 2 else ""

    names = parts(clerk.value("names", about, most, needed=False, wanted=False) or "")
    about = voice("ask:period")
    period = clerk.value("period", about, _period(clerk), needed=False, wanted=False)
    try:
        cells = grid(path, path.name, sheet, voice)
        found = table(cells, names, period or "")
    except Stop as stop:
        clerk.problems += stop.problems
        return None
    except NoSuchHead as error:
        choices = voice.choose(error.word, error.heads)
        clerk.problems.append(voice("unknown_column", word=error.word, choices=choices))
        return None
    if found and found.columns:
        return found
    where = f"{path.name}:{cells.rows[0].line}"
    first = [cell[:40] for cell in cells.rows[0].cells if cell][:8]
    heads = ", ".join(voice("quoted", word=cell) for cell in first)
    clerk.problems.append(voice("no_numbers" if found else "no_periods", where=where, list=heads))
    return None


def _period(clerk: Clerk) -> Callable[[str], str]:
    def check(answer: str) -> str:
        try:
            Period.parse(answer)
        except ValueError:
            how = clerk.voice("how:period")
            return clerk.voice("does_not_fit", key="period", word=answer, how=how)
        return ""

    return check


def _named(found: Table, desk: Desk, told: Doubts) -> tuple[dict[str, str], entering.Newcomers]:
    """The entities of columns by their head, and the lines of those that are new."""
    clerk = desk.clerk
    exactly = "names" in clerk.given or ("new" in clerk.given and found.long)
    named = matched(desk, found, exactly=exactly)
    left = [one for one in found.columns if one.head not in named]
    kind = clerk.value(
        "new",
        desk.voice("ask:new"),
        _one_of(clerk, ENTITY_KINDS),
        needed=False,
        wanted=found.long and bool(left),
        known=ENTITY_KINDS,
    )
    if not kind:
        return named, {}
    ids, lines = entering.newcomers(left, kind, desk, told)
    return {**named, **ids}, lines


def _with_numbers(
    columns: Whose, series: Sequence[Series], told: Doubts
) -> tuple[Whose, list[Series]]:
    """Columns and series without those of whom the table gives nothing, which is told."""
    kept = [one for one in series if one.points]
    heads = {one.head for one in kept}
    lost = [head for head in columns.values() if head not in heads]
    if lost:
        told.note("note:nothing_said", list=told.voice.listed(lost))
    return {key: head for key, head in columns.items() if head in heads}, kept


def _id(desk: Desk, id: str) -> str:
    """The id of the new dataset, or of one that is there."""

    def check(answer: str) -> str:
        if answer in desk.library.datasets:
            return ""
        return flaw_of_new(desk, "datasets", answer)

    if id:
        if flaw := check(id):
            desk.clerk.problems.append(flaw)
        return id
    return desk.clerk.value("id", desk.voice("ask:id_dataset"), check) or ""


def _unit(desk: Desk, there: Dataset | None) -> Unit | None:
    """The unit, asked before all else: what cells say is held against it."""
    clerk, units = desk.clerk, desk.library.units
    if there:
        unit = there.unit.id
        check = _one_of(clerk, [unit])
        clerk.value("unit", desk.voice("ask:unit"), check, needed=False, wanted=False)
        return there.unit
    if clerk.ask and "unit" not in clerk.given:
        check = desk.answers(THINGS["dataset"]).known_check("unit", "units")
        answer = clerk.value("unit", desk.voice("ask:unit"), check, known=units)
        clerk.given = {**clerk.given, "unit": answer or ""}
    return units.get(clerk.given.get("unit", ""))


def _one_of(clerk: Clerk, known: Sequence[str]) -> Callable[[str], str]:
    def check(answer: str) -> str:
        choices = clerk.voice.choose(answer, known)
        return "" if answer in known else clerk.voice("no_choice", word=answer, choices=choices)

    return check


def _choices(clerk: Clerk) -> Choices:
    """What an editor may decide of how a table is read."""
    voice = clerk.voice
    about = voice("ask:frequency")
    check = _one_of(clerk, FREQUENCIES)
    step = clerk.value("frequency", about, check, needed=False, wanted=False)
    about = voice("ask:digits")
    check = _one_of(clerk, "0123456")
    digits = clerk.value("digits", about, check, needed=False, wanted=False)

    def either(key: str, known: Sequence[str]) -> Callable[[str], str | None]:
        given = key in clerk.given  # looked at even where the table leaves nothing to decide
        if given:
            clerk.value(key, key, _one_of(clerk, known))

        def decided(lines: str) -> str | None:
            if given:
                return clerk.given[key] if clerk.given[key] in known else None
            return clerk.value(key, voice(f"ask:{key}", list=lines), _one_of(clerk, known))

        return decided

    decimal, dates = either("decimal", _SIGNS), either("dates", _ORDERS)

    def day_first(lines: str) -> bool | None:
        answer = dates(lines)
        return None if answer is None else answer == _ORDERS[0]

    return Choices(
        lambda lines: sign_named(decimal(lines)),
        day_first,
        step,
        int(digits) if digits else None,
    )


# -- rows ------------------------------------------------------------------------------------------


def _row(desk: Desk) -> dict[str, Any]:
    """What each row says beside its number."""
    clerk, voice, sources = desk.clerk, desk.voice, desk.library.sources
    answers = desk.answers(THINGS["dataset"])
    source = clerk.value(
        "source",
        voice("ask:source"),
        answers.known_check("source", "sources"),
        needed=False,
        known=sources,
    )

    def known(text: str) -> str:
        flaws = map(answers.known_check("checked-via", "sources"), parts(text, ";, "))
        return next((flaw for flaw in flaws if flaw), "")

    about = voice("ask:checked_via")
    via = clerk.value("checked-via", about, known, needed=False, wanted=False)
    row: dict[str, Any] = {"source": source} if source else {}
    return {**row, "checked_via": writing.in_brackets(parts(via, ";, "))} if via else row


def _numbers(columns: Whose, series: Sequence[Series]) -> Numbers:
    """The numbers of each entity by period and end; none where the table gives none."""
    by_head = {one.head: one for one in series}
    found: dict[str, dict[Period, dict[str, str]]] = {}
    for entity in dict.fromkeys(entity for entity, _ in columns):
        numbers = found.setdefault(entity, {})
        for end in ENDS:
            one = by_head.get(columns.get((entity, end), ""))
            for point in one.points if one else ():
                cell = numbers.setdefault(point.period, {})
                if point.number is not None:
                    cell[end] = format(point.number, "f")
    return found


def _rows(numbers: Numbers, row: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The rows of each entity; where the table gives no number, that nobody has verified one."""
    return {
        entity: [
            writing.in_braces(
                {"period": str(period), **cell, **row}
                if cell
                else {"period": str(period), "not_verified": "true"}
            )
            for period, cell in sorted(periods.items())
        ]
        for entity, periods in numbers.items()
    }


def _settle(clerk: Clerk, told: Doubts) -> None:
    """Tell the doubts; note as problems the errors, and the doubts that nobody accepts."""
    voice, known = clerk.voice, ("all", *told.doubts)
    for name, texts in told.doubts.items():
        clerk.say("".join(f"? [{name}] {text}\n" for text in dict.fromkeys(texts)))

    def check(text: str) -> str:
        flaws = map(_one_of(clerk, known), parts(text, ";, "))
        return next((flaw for flaw in flaws if flaw), "")

    about, wanted = voice("ask:accept"), bool(told.doubts)
    answer = clerk.value("accept", about, check, needed=False, wanted=wanted, known=told.doubts)
    accepted = parts(answer or "", ";, ")
    left = [] if "all" in accepted else [one for one in told.doubts if one not in accepted]
    clerk.problems += told.errors
    if left:
        names = ",".join(left)
        clerk.problems.append(voice("not_accepted", list=", ".join(left), word=names))

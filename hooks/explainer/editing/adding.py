"""`new`: a thing is added to data/ or docs/ by its verb, and nothing is written over.

All is asked first, then all files are written, or none; then the checks say what is still to be
filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from explainer.checking.schemas import HEAD, schema_of
from explainer.editing.answers import Answers
from explainer.editing.asking import Clerk, parts
from explainer.editing.new_pages import flaw_of as flaw_of_page
from explainer.editing.new_pages import page
from explainer.editing.speaking import Stop, Voice
from explainer.errors import Problem
from explainer.facts.fields import PERIOD, Record
from explainer.facts.ledger_records import CLAIM, MILESTONE, TERM
from explainer.facts.load import LISTS
from explainer.facts.model import Library
from explainer.facts.records import ENTITY, SOURCE, dataset
from explainer.files import text_of
from explainer.kinds import CHART, KINDS
from explainer.language.periods import DAY, Period
from explainer.load import read_library
from explainer.refresh import writing
from explainer.refresh.running import write_all
from explainer.yaml_nodes import composed_text, flaw_of_id

Say = Callable[[str], object]
Check = Callable[[Path], Iterable[Problem]]  # all that is wrong under a folder


@dataclass(frozen=True)
class Thing:
    """What can be added: where it goes, and what is asked although it may be left out."""

    group: str  # what it joins, by the name in the library
    record: Record | None = None
    wanted: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)


THINGS = {
    "dataset": Thing("datasets", None, ("kind", "producer")),
    "chart": Thing("charts", CHART),
    "page": Thing("pages"),
    "company": Thing("entities", ENTITY, ("ticker", "fiscal-year-end"), {"kind": "company"}),
    "entity": Thing("entities", ENTITY, ("owner",)),
    "source": Thing("sources", SOURCE, ("published", "url")),
    "claim": Thing("claims", CLAIM, ("said-words", "said-source", "said-checked-via")),
    "event": Thing("timeline", MILESTONE, ("entities", "source", "checked-via")),
    "term": Thing("glossary", TERM, ("forms-fr", "forms-en")),
}
IN_FRENCH = {
    "jeu": "dataset",
    "graphique": "chart",
    "entreprise": "company",
    "entité": "entity",
    "affirmation": "claim",
    "événement": "event",
    "terme": "term",
}


@dataclass(frozen=True)
class Errand:
    """What an editor came for: in which project, asked by whom, on which day; `check` returns all
    that is wrong under a folder."""

    root: Path
    clerk: Clerk
    today: date
    check: Check


@dataclass(frozen=True)
class Desk:
    """An errand, and what the project holds already."""

    errand: Errand
    library: Library

    @property
    def root(self) -> Path:
        return self.errand.root

    @property
    def clerk(self) -> Clerk:
        return self.errand.clerk

    @property
    def voice(self) -> Voice:
        return self.clerk.voice

    def answers(self, thing: Thing) -> Answers:
        defaults = {"cutoff": str(self.errand.today), **thing.fixed}
        kinds = {name: getattr(kind, self.voice.code) for name, kind in KINDS.items()}
        chosen = {"kind": kinds} if thing.record is CHART else {}
        later = thing.group not in ("entities", "sources")
        return Answers(self.clerk, self.library, frozenset(thing.wanted), defaults, chosen, later)


def new(errand: Errand, what: str, id: str) -> int:
    """Add a thing and say what to do next; return the exit status. Stop, when it cannot be."""
    what = _what(what, errand.clerk)
    library = library_for(THINGS[what].group, errand.root, errand.clerk.voice)
    desk = Desk(errand, library)
    return put(desk, _files(desk, what, THINGS[what], _id(desk, what, id)), what)


def library_for(group: str, root: Path, voice: Voice) -> Library:
    """Return what data/ says, for one more of a group; Stop, with what is wrong there, where that
    would hide ids. Datasets and charts that are still being written hide none."""
    if not (root / "data").is_dir():
        raise Stop([voice("no_data", folder=root)])
    library, problems = read_library(root / "data")
    files = tuple(f"data/{name}" for name in ("units.yml", "entities.yml", f"{group}.yml"))
    hiding = [one for one in problems if one.where.file in files]
    if group == "sources":
        hiding += [one for one in problems if one.where.file.startswith("data/sources/")]
    if hiding:
        raise Stop([voice("mend_first"), *map(str, sorted(hiding))])
    return library


def put(desk: Desk, files: Mapping[Path, str], what: str) -> int:
    """Write files, say which, what is still to be filled in and what comes next; return the exit
    status, 0 once they are written."""
    say, voice = desk.clerk.say, desk.voice
    write_all(files)
    names = [path.relative_to(desk.root).as_posix() for path in files]
    for name in names:
        say(f"{voice('written', file=name)}\n")
    problems = list(desk.errand.check(desk.root))
    ours = [str(one) for one in problems if one.where.file in names]
    if ours:
        say(f"{voice('to_fill_in')}\n" + "".join(f"  {one}\n" for one in ours))
    if len(problems) > len(ours):
        say(f"{voice('other_problems', number=len(problems) - len(ours))}\n")
    if not problems:
        say(f"{voice('all_right')}\n")
    say(f"{voice(f'next:{what}')}\n")
    return 0


def _what(what: str, clerk: Clerk) -> str:
    """The name of the thing, as THINGS has it."""

    def check(answer: str) -> str:
        known = answer in THINGS or answer in IN_FRENCH
        choices = clerk.voice.choose(answer, THINGS)
        return "" if known else clerk.voice("unknown_thing", word=answer, choices=choices)

    if what and (flaw := check(what)):
        raise Stop([flaw])
    answer = what or clerk.value("what", clerk.voice("ask:what"), check) or ""
    if not answer:
        raise Stop(clerk.problems)
    return IN_FRENCH.get(answer, answer)


def _id(desk: Desk, what: str, id: str) -> str:
    """The id of the new thing, which nothing has yet; an event has none."""
    if what == "event":
        if id:
            raise Stop([desk.voice("event_has_no_id", id=id)])
        return ""

    def check(answer: str) -> str:
        if what == "page":
            return flaw_of_page(desk.root, answer, desk.clerk)
        return flaw_of_new(desk, THINGS[what].group, answer)

    if id:
        if flaw := check(id):
            desk.clerk.problems.append(flaw)  # the other answers are looked at all the same
        return id
    found = desk.clerk.value("id", desk.voice(f"ask:id_{what}"), check)
    return found or ""


def flaw_of_new(desk: Desk, group: str, id: str) -> str:
    """Return what stands against a new id, as a sentence; nothing if nothing does."""
    if flaw_of_id(id) or (group in ("datasets", "charts") and id == "index"):
        return desk.voice("no_id", id=id)
    existing = getattr(desk.library, group)
    if id in existing:
        return desk.voice("exists_at", id=id, where=existing[id].where)
    path = desk.root / "data" / group / f"{id}.yml"
    if group in ("datasets", "charts") and path.exists():
        return desk.voice("exists_at", id=id, where=f"data/{group}/{id}.yml")
    return ""


def _files(desk: Desk, what: str, thing: Thing, id: str) -> dict[Path, str]:
    answers = desk.answers(thing)
    data = desk.root / "data"
    if what == "page":
        return page(desk.root, id, answers)
    if what == "dataset":
        fields = dataset_fields(desk)
        fields["series"] = _rows(desk, answers, id, str(fields.get("frequency", "")))
        desk.clerk.close()
        return {data / "datasets" / f"{id}.yml": new_file(data, f"datasets/{id}.yml", fields)}
    assert thing.record
    if what == "chart":
        drawn = _drawn(desk)
        fields = {"kind": "", "series": drawn}
        fields.update(answers.record(thing.record, without=("series",)))
        desk.clerk.close()
        return {data / "charts" / f"{id}.yml": new_file(data, f"charts/{id}.yml", fields)}
    name = f"sources/{_list(desk, id)}" if what == "source" else thing.group
    fields = dict(thing.fixed)
    fixed = {name: value for name, value in thing.fixed.items() if not desk.clerk.has(name)}
    fields.update(answers.record(thing.record, without=fixed))
    desk.clerk.close()
    path = data / f"{name}.yml"
    one = writing.group(fields)
    more = [one] if path.stem in LISTS and not id else writing.group({id: one})
    return {path: appended(desk, path, more)}


def _list(desk: Desk, id: str) -> str:
    """The list in which a source goes: that of whoever its id begins with, unless told."""
    known = sorted(path.stem for path in (desk.root / "data" / "sources").glob("*.yml"))
    usual = id.partition("-")[0]

    def check(answer: str) -> str:
        return desk.voice("no_id", id=answer) if flaw_of_id(answer) else ""

    about = desk.voice("ask:list")
    return desk.clerk.value("list", about, check, default=usual, known=known) or usual


def dataset_fields(desk: Desk) -> dict[str, Any]:
    """Return the fields of a dataset but its series."""
    record = dataset(tuple(desk.library.units.values()))
    return desk.answers(THINGS["dataset"]).record(record, without=("series",))


def _rows(desk: Desk, answers: Answers, id: str, frequency: str) -> dict[str, Any]:
    """A row for each period of each entity, in which nothing is verified yet."""
    clerk, voice = desk.clerk, desk.voice
    first = id.partition(".")[0]
    known = answers.known_check("entities", "entities")
    entities = clerk.value(
        "entities",
        voice("ask:entities"),
        lambda text: next((flaw for one in parts(text, ";, ") if (flaw := known(one))), ""),
        default=first if first in desk.library.entities else None,
        known=desk.library.entities,
    )
    start, end = (
        clerk.value(key, voice(f"ask:{key}"), answers.fits(key, PERIOD)) for key in ("from", "to")
    )
    if not (entities and start and end):
        return {}
    a, b = Period.parse(start), Period.parse(end)
    kinds = {a.kind, b.kind}
    if len(kinds) > 1 or b < a or (frequency not in (*kinds, "irregular") and frequency):
        clerk.problems.append(voice("no_span", first=a, last=b, frequency=frequency))
        return {}
    periods = a.through(b) if a.kind != DAY else dict.fromkeys((a, b))
    if len(tuple(periods)) > 1000:
        clerk.problems.append(voice("too_many_periods", number=len(tuple(periods))))
        return {}
    row = {"not_verified": "true"}
    return {
        one: [writing.in_braces({"period": str(period), **row}) for period in periods]
        for one in parts(entities, ";, ")
    }


def _drawn(desk: Desk) -> list[Any]:
    """The series of a chart: datasets, or one entity of them."""
    library, voice, answers = desk.library, desk.voice, desk.answers(THINGS["chart"])

    def check(text: str) -> str:
        for one in parts(text, ";, "):
            id, _, entity = one.partition("/")
            if flaw := answers.known_check("series", "datasets")(id):
                return flaw
            if entity and id in library.datasets and entity not in library.datasets[id].series:
                choices = voice.choose(entity, library.datasets[id].series)
                return voice("unknown_series", word=entity, id=id, choices=choices)
        return ""

    text = desk.clerk.value("series", voice("ask:series"), check, known=library.datasets)
    found = []
    for one in parts(text or "", ";, "):
        id, _, entity = one.partition("/")
        found.append(writing.in_braces({"dataset": id, **({"entity": entity} if entity else {})}))
    return found


def new_file(data: Path, name: str, fields: Mapping[str, Any]) -> str:
    """Return the text of a file of data/ that holds one record."""
    return f"{HEAD}{schema_of(data / name, data)}\n{writing.written(writing.group(fields))}"


def appended(desk: Desk, path: Path, more: Any) -> str:
    """Return a file with more records at its end; nothing else of it changes."""
    data, problems = desk.root / "data", list[Problem]()
    name = path.relative_to(desk.root).as_posix()
    text = text_of(path, name, problems, desk.root) if path.exists() else None
    if text is None:
        text = f"{HEAD}{schema_of(path, data)}\n"
    result = text + ("" if text.endswith("\n") else "\n") + writing.written(more)
    before = composed_text(text, "the file", name, []) if path.exists() else None
    after = composed_text(result, "the file", name, problems)
    count = len(before.node.value) if before else 0
    if problems or not after or len(after.node.value) != count + len(more):
        raise Stop([desk.voice("cannot_append", file=name)])
    return result

"""The files of data/ as a Library. What may stand in them is declared in `records`.

What a file says is kept from one build to the next by its content: to read YAML takes ten times as
long as all that is done with it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from explainer.characters import refused
from explainer.digests import digest, ourselves
from explainer.errors import Problem, Where
from explainer.facts import (
    bill_records,
    company_pages,
    flow_records,
    ledger_records,
    projection_records,
    promise_records,
    records,
)
from explainer.facts.cells import FigureError
from explainer.facts.company_model import CompanyPage
from explainer.facts.company_records import COMPANY
from explainer.facts.dependencies import state_of_item
from explainer.facts.fields import LANGUAGES, Record
from explainer.facts.flow_model import FLOWS
from explainer.facts.formulas import with_formulas
from explainer.facts.model import Library
from explainer.files import content_of, text_of
from explainer.language.units import Unit
from explainer.yaml_nodes import Node, Refused, composed, flaw_of_id

# The files that hold many records by id, and those that hold a list; all but the first two may be
# absent. Folders hold one record a file, named by it, except sources/, whose files hold many.
BY_ID = {
    "units": records.UNIT,
    "entities": records.ENTITY,
    "families": records.FAMILY,
    "claims": ledger_records.CLAIM,
    "quotations": ledger_records.QUOTATION,
    "glossary": ledger_records.TERM,
    "projections": projection_records.PROJECTION,
    "sites": ledger_records.SITE,
    "promises": promise_records.PROMISE,
}
LISTS = {
    "corrections": ledger_records.CORRECTION,
    "timeline": ledger_records.MILESTONE,
    "editions": ledger_records.EDITION,
    "releases": ledger_records.RELEASE,
    "redirects": ledger_records.REDIRECT,
    "search": ledger_records.SOUGHT_AS,
    "accepted": ledger_records.ACCEPTANCE,
    "numbers": ledger_records.TYPED_NUMBER,
    "refresh": ledger_records.FEED,
}
FOLDERS = ("datasets", "charts", "bills", "companies")
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")  # which no file may bear
_ELSEWHERE = re.compile(  # read by others, or by people
    r"companies/(template\.(fr|en)\.md|charts)|(README|LISEZMOI)\.md|reviews\.yml|words(/(names|fr|en)\.txt)?|schemas(/[a-z]+\.json)?"
)


def read_files(
    root: Path, chart: Record, parsed: ParsedFiles | None = None
) -> tuple[Library, list[Problem]]:
    """Return what the YAML files under `root` (the data/ folder) say, and what is wrong in them;
    `chart` is what may stand in a chart's.

    Reading goes on after a problem, so that one run tells them all. `Library.unread` names the
    files that have one: `checking` then keeps silent on what may be missing because of it. What is
    `kept` is not read again. Formulas are computed, see `formulas`.
    """
    reader = _Reader(root, parsed)
    for name in ("units", "entities"):
        if not os.path.lexists(root / f"{name}.yml"):
            reader.note(root / f"{name}.yml", "the file is missing; create it")
    found: dict[str, Any] = {
        **{name: reader.by_id(root / f"{name}.yml", record) for name, record in BY_ID.items()},
        **{name: reader.listed(root / f"{name}.yml", record) for name, record in LISTS.items()},
        "sources": reader.sources(root / "sources"),
    }
    reader.others()
    whole = not reader.problems_in(root / "units.yml")
    for name, record in folders(found["units"].values(), chart, whole).items():
        found[name] = reader.folder(root / name, record)
    found["flows"] = reader.flows(found, whole)
    found["corrections"] = tuple(
        sorted(found["corrections"], key=lambda one: one.date, reverse=True)
    )
    found["timeline"] = tuple(sorted(found["timeline"], key=lambda one: one.date))
    reader.strangers([*BY_ID, *LISTS, FLOWS], [*FOLDERS, "sources"])
    unread = frozenset(problem.where.file for problem in reader.problems)
    library, problems = with_formulas(Library(**found, unread=unread))
    library = reader.with_companies(library, chart)
    return library, [*reader.problems, *problems]


def folders(units: Iterable[Unit], chart: Record, whole: bool = True) -> dict[str, Record]:
    """Return what each folder holds: datasets, which count in units (see `records.dataset`),
    charts, bills, and what pages of companies are made of."""
    return {
        "datasets": records.dataset(tuple(units), whole),
        "charts": chart,
        "bills": bill_records.BILL,
        "companies": COMPANY,
    }


def read_units(root: Path) -> Mapping[str, Unit]:
    """Return the units alone, less those that have a problem."""
    return _Reader(root, None).by_id(root / "units.yml", records.UNIT)


class _Reader:
    """Reads files and gathers what is wrong in them."""

    def __init__(self, root: Path, parsed: ParsedFiles | None) -> None:
        self.root = root
        self.roots = root, root.parent  # data/ itself may be a link
        self.parsed = parsed
        self.problems: list[Problem] = []

    def note(self, path: Path, message: str) -> None:
        self.problems.append(Problem(Where(self._shown(path), 1), message))

    def problems_in(self, path: Path) -> list[Problem]:
        return [one for one in self.problems if one.where.file == self._shown(path)]

    def strangers(self, files: list[str], folders: list[str]) -> None:
        """Note what nobody reads: an editor may think that it counts."""
        read = re.compile(rf"({'|'.join(files)})\.yml|({'|'.join(folders)})(/[^/]+\.yml)?")
        unknown: set[Path] = set()
        for path in (*sorted(self.root.glob("*")), *sorted(self.root.glob("*/*"))):
            name = path.relative_to(self.root).as_posix()
            known = read.fullmatch(name) or _ELSEWHERE.fullmatch(name)
            if known and path.is_dir() == ("." not in name):
                continue
            if path.parent not in unknown and not (
                path.name.startswith(".") or path.name.endswith("~")
            ):
                self.note(path, "nothing reads this; name it and place it as data/README.md says")
            unknown.add(path)

    def others(self) -> None:
        """Note what is wrong with files that are no YAML, or that others read."""
        names = ("reviews.yml", "README.md", "LISEZMOI.md")
        for path in (*map(self.root.joinpath, names), *sorted((self.root / "words").glob("*.txt"))):
            if os.path.lexists(path):
                text_of(path, self._shown(path), self.problems, *self.roots)

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root.parent).as_posix()

    def _read(self, path: Path, read: Callable[[Node, Record], Any], record: Record) -> Any:
        if not os.path.lexists(path):
            return None
        content = content_of(path, self._shown(path), self.problems, *self.roots)
        if content is None:
            return None
        one = content, self._shown(path), read, record
        found, problems = self.parsed.found(*one) if self.parsed else _found(*one)
        self.problems += problems
        return found

    def by_id(self, path: Path, record: Record) -> dict[str, Any]:
        return self._read(path, _by_id, record) or {}

    def listed(self, path: Path, record: Record) -> tuple[Any, ...]:
        return self._read(path, _listed, record) or ()

    def folder(self, path: Path, record: Record) -> dict[str, Any]:
        found = {}
        for file in _files(path):
            flaw = flaw_of_id(file.stem, "one") or _flaw_of_name(file.stem)
            if flaw:
                self.note(file, f"the file's name is the id, and {flaw}")
                continue
            one = self._read(file, _named, record)
            if one is not None:
                found[file.stem] = one
        return found

    def with_companies(self, library: Library, chart: Record) -> Library:
        """The library with the templates of companies' pages, and with the charts of each."""
        folder, told = self.root / company_pages.FOLDER, len(self.problems)
        if not library.companies:
            return library
        texts = {code: self._template(folder / f"template.{code}.md") for code in LANGUAGES}
        files = {file.stem: file for file in _files(folder / "charts")}
        library = replace(library, company_templates=texts, company_charts=tuple(files))
        charts = dict(library.charts)
        for page in library.companies.values():
            for name, file in files.items():
                id = company_pages.chart_id(page.id, name)
                made = page.id in library.entities and self._chart_of(
                    file, id, page, library, chart
                )
                if made and id in charts:
                    self.note(file, f'the chart "{id}" stands in data/charts too; rename that one')
                elif made:
                    charts[id] = made
        unread = frozenset(problem.where.file for problem in self.problems[told:])
        return replace(library, charts=charts, unread=library.unread | unread)

    def _template(self, path: Path) -> str:
        if not os.path.lexists(path):
            self.note(path, "the file is missing, and companies have pages; create it")
            return ""
        return text_of(path, self._shown(path), self.problems, *self.roots) or ""

    def _chart_of(
        self, file: Path, id: str, page: CompanyPage, library: Library, chart: Record
    ) -> Any:
        """A company's own chart; none if it lacks what the chart draws."""
        text = text_of(file, self._shown(file), self.problems, *self.roots)
        try:
            text = company_pages.filled_chart(text or "", page, library)
        except FigureError as error:
            self.note(file, str(error))
            return None
        if not text:
            return None
        one = text.encode(), self._shown(file), _under(id), chart
        found, problems = self.parsed.found(*one) if self.parsed else _found(*one)
        self.problems += (problem for problem in problems if problem not in self.problems)
        return found

    def flows(self, found: dict[str, Any], whole: bool) -> dict[str, Any]:
        """The flows of their file; they are a dataset too, and what its series are about."""
        path = self.root / f"{FLOWS}.yml"
        book = self._read(path, _named, flow_records.flows(tuple(found["units"].values()), whole))
        if book is None:
            return {}
        entities, datasets = dict(found["entities"]), found["datasets"]
        if FLOWS in datasets:
            self.note(path, f"data/datasets/{FLOWS}.yml has the id of this file; rename that one")
        for one in book.entities(entities):
            if one.id in entities:
                message = f'flow "{one.id}" has the id of an entity; write another one'
                self.problems.append(Problem(one.where, message))
            entities.setdefault(one.id, one)
        found["entities"] = entities  # what was read of a file is kept, and stays as it is
        datasets[FLOWS] = book.dataset()
        return dict(book.by_id)

    def sources(self, path: Path) -> dict[str, Any]:
        """The sources of all lists; an id is unique among them all."""
        found: dict[str, Any] = {}
        for file in _files(path):
            flaw = refused(file.name)
            if flaw:
                self.note(file, f"the file's name {flaw[1]}")
                continue
            for id, source in self.by_id(file, records.SOURCE).items():
                if id in found:
                    self.problems.append(
                        Problem(
                            source.where,
                            f'source "{id}" stands also at {found[id].where}; '
                            "rename one of them or keep one",
                        )
                    )
                found[id] = source
        return found


class Store(Protocol):
    """Where bytes are kept by a key."""

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, if anything."""

    def put(self, key: str, content: bytes) -> bool:
        """Keep bytes under a key; return whether they are kept."""


class ParsedFiles:
    """What files said, in memory and in a folder, by their content and by the code that read it."""

    def __init__(self, cache: Store) -> None:
        self.cache = cache
        self.found = lru_cache(maxsize=4096)(self._found)

    def _found(
        self, content: bytes, file: str, read: Callable[[Node, Record], Any], record: Record
    ) -> tuple[Any, tuple[Problem, ...]]:
        key = digest("data", ourselves(), record.given, file, content)
        raw = self.cache.get(key)
        if raw is not None:
            known: tuple[Any, tuple[Problem, ...]] = pickle.loads(raw)
            return known
        found, problems = _found(content, file, read, record)
        if not problems:
            for item in found.values() if read is _by_id else [found]:
                if read is not _listed:
                    state_of_item(item)
            self.cache.put(key, pickle.dumps((found, problems), pickle.HIGHEST_PROTOCOL))
        return found, problems


def _found(
    content: bytes, file: str, read: Callable[[Node, Record], Any], record: Record
) -> tuple[Any, tuple[Problem, ...]]:
    """Return what a file says, None if it cannot be read, and what is wrong in it."""
    problems: list[Problem] = []
    node = composed(content, file, problems)
    found = None
    with contextlib.suppress(Refused):
        found = read(node, record) if node else None
    return found, tuple(problems)


def _by_id(node: Node, record: Record) -> dict[str, Any]:
    return node.keyed(lambda id, inner: record.read(inner, id))


def _listed(node: Node, record: Record) -> tuple[Any, ...]:
    return node.each(record.read)


def _named(node: Node, record: Record) -> Any:
    return record.read(node, Path(node.file).stem)


@lru_cache(maxsize=1024)
def _under(id: str) -> Callable[[Node, Record], Any]:
    """What reads a record that bears an id, whatever its file is called."""
    return lambda node, record: record.read(node, id)


def _flaw_of_name(id: str) -> str:
    """What is wrong with an id that names files and folders of the site; nothing if it may."""
    if id == "index":
        return "is that of the list of all pages; write another one"
    if _WINDOWS.match(id):
        return f'is a device under Windows, "{id.partition(".")[0]}"; write another one'
    return ""


def _files(folder: Path) -> list[Path]:
    """The files of a folder, less hidden ones; `strangers` tells of folders in it."""
    return sorted(
        path for path in folder.glob("*.yml") if not (path.name.startswith(".") or path.is_dir())
    )

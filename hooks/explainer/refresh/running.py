"""From the services to the files: all is read first, and all is written at the end, or nothing."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from explainer.checking import feeds
from explainer.checking.data import problems_of as data_problems
from explainer.checking.schemas import data_files
from explainer.errors import DataError, Problem
from explainer.facts.feed import Feed
from explainer.facts.model import Entity, Library
from explainer.files import text_of
from explainer.language.periods import Period
from explainer.load import read_library
from explainer.refresh import company_facts, exchange_rates, filings, proposals, report, writing
from explainer.refresh.readings import Reading, of_bank, of_company
from explainer.refresh.rows import moved
from explainer.refresh.service import GaveUp, NotHad, Service, contact_of, safe
from explainer.refresh.showing import pages_by_cell

T = TypeVar("T")
KEPT = Path(".cache") / "refresh"
# Where the services are, unless the environment says otherwise: for tests, and for a mirror.
ADDRESSES = {"COMPANY_FACTS": company_facts.BASE, "EXCHANGE_RATES": exchange_rates.BASE}

Readings = list[tuple[Feed, Mapping[Period, Reading]]]


def refresh(
    root: Path,
    environment: Mapping[str, str],
    today: date,
    say: Callable[[str], object],
    *,
    dry_run: bool = False,
    report_to: Path | None = None,
    service: Callable[[str, Path], Service] = Service,
) -> int:
    """Read what data/refresh.yml names, change data/ accordingly, say what was found; return the
    exit status. `service` makes what asks, of a contact and a folder."""
    library, problems = read_library(root / "data")
    problems += feeds.problems_of(library)
    if problems:
        say(f"{DataError(problems)}\n")
        return 1
    try:
        contact = contact_of(environment)
        bases = {
            name: safe((environment.get(name) or address).rstrip("/"))
            for name, address in ADDRESSES.items()
        }
    except NotHad as error:
        say(f"{error}\n")
        return 1
    if not library.refresh:
        say("data/refresh.yml names nothing to read; add a line, as data/README.md says\n")
        return 1
    run = report.Run()
    readings = _read(library, bases, lambda: service(contact, root / KEPT), run)
    documents = filings.Documents(library)
    run.proposals = proposals.proposed(library, readings, documents)
    try:
        found = proposals.files(library, root / "data", list(run.proposals), documents, today)
    except NotHad as error:
        say(f"Nothing is written. {error}\n")
        return 1
    broken, run.doubts, after = tried(root, library, found)
    run.moved = moved(library, after) if not broken else ()
    if run.moved:
        found = proposals.with_moved(found, run.moved, root / "data", today)
        broken, run.doubts, _ = tried(root, library, found)
    if broken:
        say("Nothing is written: the data would not be read any more.\n")
        say(f"{DataError(broken)}\n")
        return 1
    run.pages = pages_by_cell(library, root / "docs")
    run.written = [path.relative_to(root).as_posix() for path in found]
    if not dry_run:
        write_all(found)
    text = report.markdown(run)
    if report_to:
        report_to.write_text(text, encoding="utf-8")
    say(text)
    return 0 if run.read else 1


def _read(
    library: Library, bases: Mapping[str, str], service: Callable[[], Service], run: report.Run
) -> Readings:
    """All that the services say of our series; what cannot be had is noted, the rest is read."""
    found: Readings = []
    companies, bank = (_Asked(service(), run) for _ in range(2))
    records: dict[str, company_facts.CompanyRecord] = {}
    for feed in library.refresh:
        entity = feeds.filer(library.entities[feed.entity], library)
        with contextlib.suppress(NotHad):
            if feed.rates:
                name, url = feed.rates, f"{bases['EXCHANGE_RATES']}/{feed.rates}?format=csvdata"
                read_rates = partial(exchange_rates.read, series=feed.rates)
                rates, notes = bank.once(name, url, exchange_rates.TYPES, read_rates)
                found.append((feed, of_bank(feed, rates)))
            else:
                assert entity.cik, "the check of feeds sees to it"
                assert entity.fiscal_year_end, "likewise"
                name = entity.name.en
                url = f"{bases['COMPANY_FACTS']}/CIK{entity.cik:010}.json"
                read_record = partial(
                    company_facts.read,
                    cik=entity.cik,
                    company=name,
                    year_end=entity.fiscal_year_end,
                    wanted=_wanted(library, entity),
                )
                record = companies.once(name, url, company_facts.TYPES, read_record)
                records[name] = record
                readings, notes = of_company(feed, library.datasets[feed.dataset], record)
                found.append((feed, readings))
            run.notes += notes
    for record in records.values():
        run.notes += record.notes
    return found


def _wanted(library: Library, company: Entity) -> frozenset[str]:
    """The concepts that some feed of a company names."""
    return frozenset(
        name
        for feed in library.refresh
        if feeds.filer(library.entities[feed.entity], library) == company
        for name in (*feed.concepts, *feed.plus)
    )


class _Asked:
    """What one service has answered: each thing is asked for once, and nothing once it has asked to
    be left alone."""

    def __init__(self, service: Service, run: report.Run) -> None:
        self.service, self.run = service, run
        self.found: dict[str, Any] = {}
        self.lost: set[str] = set()
        self.closed = False

    def once(self, name: str, url: str, types: tuple[str, ...], read: Callable[[bytes], T]) -> T:
        """Return what an answer says; raises NotHad, which the run's report tells once."""
        if name not in self.found:
            if name in self.lost:
                raise NotHad(name)
            try:
                self.found[name] = read(self._answer(url, types))
            except NotHad as error:
                self.closed = self.closed or isinstance(error, GaveUp)
                self.run.lost.append(f"{name}: {error}")
                self.lost.add(name)
                raise
            self.run.read.append(name)
        found: T = self.found[name]
        return found

    def _answer(self, url: str, types: tuple[str, ...]) -> bytes:
        if self.closed:
            raise NotHad("not asked for, since nothing more is asked of the service in this run")
        return self.service.get(url, types)


def tried(
    root: Path, before: Library, found: Mapping[Path, str]
) -> tuple[list[Problem], list[Problem], Library]:
    """Return why the data could not be read with the new files, what checks would newly say, and
    the data as they would be."""
    if not found:
        return [], [], before
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(root / "data", Path(folder) / "data"))
        for path, text in found.items():
            file = copy / path.relative_to(root / "data")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        library, problems = read_library(copy)
        known = {one.message for one in data_problems(before)}
        doubts = [one for one in data_problems(library) if one.message not in known]
        return problems, doubts if not problems else [], library


def write_all(found: Mapping[Path, str]) -> None:
    """Write files: each as a whole, none before all are at hand, and all of them or none."""
    new = {path: path.with_name(f".{path.name}.new") for path in found}
    old = {path: path.read_bytes() if path.exists() else None for path in found}
    try:
        for path, text in found.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            new[path].write_text(text, encoding="utf-8", newline="\n")
            if path.exists():
                shutil.copymode(path, new[path])
        for path, made in new.items():
            made.replace(path)
    except BaseException:
        for path, content in old.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        raise
    finally:
        for made in new.values():
            made.unlink(missing_ok=True)


def format_all(root: Path, say: Callable[[str], object]) -> int:
    """Write the files of data/ in the one way in which they are written; return the exit status."""
    changed: dict[Path, str] = {}
    status = 0
    for path in data_files(root / "data"):
        name, problems = path.relative_to(root).as_posix(), list[Problem]()
        text = text_of(path, name, problems, root)
        try:
            new = writing.canonical(text) if text is not None else None
        except NotHad as error:
            say(f"{name}: {error}\n")
            status = 1
            continue
        for problem in problems:
            say(f"{problem}\n")
            status = 1
        if new is not None and new != path.read_text(encoding="utf-8"):
            changed[path] = new
    write_all(changed)
    for path in changed:
        say(f"Written: {path.relative_to(root).as_posix()}\n")
    return status

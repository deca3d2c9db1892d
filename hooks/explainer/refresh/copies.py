"""Sources that last: copies of them at the Internet Archive, and which of them are gone.

Each week all addresses are asked whether they still answer; for those that have no copy noted, the
archive is asked whether it has one, and to make one if not. What is found is written beside the
address, as `archived:`. A site that turns machines away is no loss; only a page that its server no
longer knows is.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

from explainer.errors import DataError
from explainer.facts.model import Library, Source
from explainer.load import read_library
from explainer.refresh import writing
from explainer.refresh.running import tried, write_all
from explainer.refresh.service import NotHad, contact_of

LOOK_UP, SAVE = "https://archive.org/wayback/available?url=", "https://web.archive.org/save/"
COPIES = "https://web.archive.org/web/"
MOST_ASKED, MOST_SAVED = 300, 40  # copies in one run: the archive is a guest house, not ours
APART = 1.0  # seconds between two questions to one host
SAVING = 5.0  # the same after the archive was asked to make a copy
PATIENCE = 15.0  # seconds in which a server must answer
LARGEST = 200_000  # bytes of an answer of the archive
ANSWERS, GONE, WALL, UNSURE = "answers", "gone", "wall", "unsure"
_GONE = (404, 410)
_WALLS = (401, 403, 405, 406, 429, 451, 503, 999)  # machines are turned away so; 999 by LinkedIn
NO_HOST = "no such host"


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or why there is none; the address it came from, and its text."""

    status: int = 0
    reason: str = ""
    url: str = ""
    body: str = ""

    @property
    def verdict(self) -> str:
        """Whether a page is there: ANSWERS, GONE, WALL, or UNSURE."""
        if 200 <= self.status < 400:
            return ANSWERS
        if self.status in _GONE or self.reason == NO_HOST:
            return GONE
        return WALL if self.status in _WALLS else UNSURE

    def __str__(self) -> str:
        return str(self.status or self.reason)


Ask = Callable[[str], Answer]


@dataclass
class Visitor:
    """Asks for addresses one after the other, and each host seldom. `sleep` and `clock` are of
    `time`."""

    contact: str
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    patience: float = PATIENCE
    _next: dict[str, float] = field(default_factory=dict, init=False)

    def __call__(self, url: str) -> Answer:
        """Return what an address answers, whatever that is."""
        host = urlsplit(url).hostname or ""
        now = self.clock()
        if (until := self._next.get(host, now)) > now:
            self.sleep(until - now)
        try:
            return self._answer(url)
        finally:
            self._next[host] = self.clock() + (SAVING if url.startswith(SAVE) else APART)

    def _answer(self, url: str) -> Answer:
        headers = {"User-Agent": f"explainer-sources ({self.contact})", "Accept": "*/*"}
        try:
            request = urllib.request.Request(
                quote(url, safe="%/:=&?~#+!$,;'@()*[]"), headers=headers
            )
            with urllib.request.urlopen(request, timeout=self.patience) as answer:
                text = answer.read(LARGEST).decode("utf-8", "replace")
                return Answer(answer.status, url=answer.url, body=text)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, url=error.url or url)
        except TimeoutError:
            return Answer(reason="no answer in time")
        except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                return Answer(reason="no answer in time")
            unknown = isinstance(reason, socket.gaierror) and reason.errno == socket.EAI_NONAME
            return Answer(reason=NO_HOST if unknown else type(reason).__name__)


@dataclass
class Found:
    """What a run has found: copies by id of source, and answers of pages that did not show."""

    copies: dict[str, str] = field(default_factory=dict)
    without: list[Source] = field(default_factory=list)  # the archive has none, and made none
    pages: dict[str, tuple[Source, Answer]] = field(default_factory=dict)
    answered: int = 0

    def told(self, verdict: str) -> Iterator[tuple[Source, Answer]]:
        """Yield the pages of one verdict."""
        yield from (one for one in self.pages.values() if one[1].verdict == verdict)


def sources(
    root: Path,
    environment: Mapping[str, str],
    today: date,
    say: Callable[[str], object],
    *,
    report_to: Path | None = None,
    lost_to: Path | None = None,
    ask: Ask | None = None,
) -> int:
    """Look for copies and for losses, write copies into data/sources/; return the exit status."""
    library, problems = read_library(root / "data")
    if problems:
        say(f"{DataError(problems)}\n")
        return 1
    try:
        ask = ask or Visitor(contact_of(environment, "sources"))
    except NotHad as error:
        say(f"{error}\n")
        return 1
    found = look(library, ask, today)
    try:
        files = _files(root, library, found.copies)
    except NotHad as error:
        say(f"Nothing is written. {error}\n")
        return 1
    broken, _, _ = tried(root, library, files)
    if broken:
        say(f"Nothing is written: the data would not be read any more.\n{DataError(broken)}\n")
        return 1
    write_all(files)
    report, lost = _report(found), _lost(found)
    if report_to:
        report_to.write_text(report, encoding="utf-8")
    if lost_to:
        lost_to.write_text(lost, encoding="utf-8")
    say(f"{report}\n{lost}")
    return 0


def look(library: Library, ask: Ask, today: date) -> Found:
    """Ask for all addresses of sources, and for copies of those that have none."""
    found, asked, saved = Found(), 0, 0
    for source in in_turn(library.sources.values(), today):
        assert source.url
        answer = ask(source.url)
        if answer.verdict == ANSWERS:
            found.answered += 1
        else:
            found.pages[source.id] = source, answer
        if source.archived or asked >= MOST_ASKED:
            continue
        asked += 1
        copy = _looked_up(source, ask)
        if not copy and answer.verdict != GONE and saved < MOST_SAVED:
            saved += 1
            copy = _saved(source.url, ask)
        if copy:
            found.copies[source.id] = copy
        else:
            found.without.append(source)
    return found


def in_turn(sources: Iterable[Source], today: date) -> list[Source]:
    """Return those that have an address, each address once, in another order each week: so all get
    their turn."""
    once = {one.url: one for one in sources if one.url}
    week = "{}-{}".format(*today.isocalendar()[:2])
    return sorted(
        once.values(), key=lambda one: hashlib.sha256(f"{week} {one.url}".encode()).digest()
    )


def _looked_up(source: Source, ask: Ask) -> str:
    """The copy that the archive has from closest to when a page was published, and not from
    before: that would show something else."""
    since = f"{source.published.start:%Y%m%d}" if source.published else ""
    near = f"&timestamp={since}" if since else ""
    answer = ask(f"{LOOK_UP}{quote(source.url or '', safe='')}{near}")
    try:
        closest = json.loads(answer.body)["archived_snapshots"]["closest"]
        url, day, status = str(closest["url"]), str(closest["timestamp"]), str(closest["status"])
    except (ValueError, KeyError, TypeError):
        return ""
    copy = _secure(url)
    return copy if copy.startswith(COPIES) and status == "200" and day[:8] >= since else ""


def _saved(url: str, ask: Ask) -> str:
    """The copy that the archive makes; it leads there when it is done."""
    answer = ask(f"{SAVE}{url}")
    copy = _secure(answer.url)
    return copy if answer.verdict == ANSWERS and copy.startswith(COPIES) else ""


def _secure(url: str) -> str:
    return url.replace("http://web.archive.org", "https://web.archive.org", 1)


def _files(root: Path, library: Library, copies: Mapping[str, str]) -> dict[Path, str]:
    """The files of sources with the copies in them; NotHad if one cannot be written."""
    by_file: dict[str, dict[str, str]] = {}
    for id, source in library.sources.items():
        copy = copies.get(id) or next(  # another source of the same address has the same copy
            (copies[one.id] for one in library.sources.values() if _twin(one, source, copies)), ""
        )
        if copy and not source.archived:
            by_file.setdefault(source.where.file, {})[id] = copy
    found = {}
    for file, some in by_file.items():
        path = root / file
        text = path.read_text(encoding="utf-8")
        entries = writing.read(text)
        for id, copy in some.items():
            entry = entries[id]
            entry.insert([*entry].index("url") + 1, "archived", copy)
        found[path] = writing.rewritten(entries, text)
    return found


def _twin(one: Source, other: Source, copies: Mapping[str, str]) -> bool:
    return one.id in copies and one.url == other.url


def _report(found: Found) -> str:
    """What the pull request says."""
    lines = [f"Copies found or made at the Internet Archive: {len(found.copies)}.", ""]
    lines += [f"- `{id}`: <{copy}>" for id, copy in sorted(found.copies.items())]
    if found.without:
        lines += ["", f"Without a copy so far: {len(found.without)}. They are asked for again."]
    return "\n".join(lines) + "\n"


def _lost(found: Found) -> str:
    """What the issue says: nothing if no page is gone."""
    gone = sorted(found.told(GONE), key=lambda one: one[0].id)
    if not gone:
        return ""
    advice = (
        "A page that has moved gets its new address; one that is gone and has a copy stays as it "
        "is; for the others, see “Retire a source” in data/README.md."
    )
    lines = ["Pages that their servers no longer know, as of the last run:", ""]
    for source, answer in gone:
        copy = source.archived or found.copies.get(source.id)
        kept = f"has a copy: <{copy}>" if copy else "has no copy"
        lines.append(f"- `{source.id}` ({source.where}): <{source.url}> ({answer}), {kept}")
    lines += ["", advice, "", f"{found.answered} addresses answered."]
    for verdict, words in (
        (WALL, "turned the machine away, which says nothing of the page"),
        (UNSURE, "gave no clear answer this time"),
    ):
        told = [*found.told(verdict)]
        if told:
            hosts = sorted({urlsplit(one.url or "").hostname or "" for one, _ in told})
            lines.append(f"{len(told)} {words}: {', '.join(hosts)}.")
    return "\n".join(lines) + "\n"

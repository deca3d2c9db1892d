"""Sources that last: copies are asked for and written beside addresses, losses are told apart from
machines that are turned away. Answers are recorded: nothing here asks the internet."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import urllib.error
from collections.abc import Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from explainer.load import read_library
from explainer.refresh.copies import (
    ANSWERS,
    GONE,
    LOOK_UP,
    SAVE,
    UNSURE,
    WALL,
    Answer,
    Visitor,
    in_turn,
    sources,
)
from tests.conftest import PROJECT

TODAY = date(2026, 11, 28)
CONTACT = {"CONTACT": "editor@example.org"}
ACME, DAILY = "https://acme.example/2025", "https://daily.example/capex"
SITES = "https://acme.example/sites"


def looked_up(url: str, timestamp: str, status: str = "200") -> Answer:
    """What the archive says of a copy that it has."""
    closest = {
        "status": status,
        "available": True,
        "url": f"http://web.archive.org/web/{timestamp}/{url}",
        "timestamp": timestamp,
    }
    return Answer(200, body=json.dumps({"url": url, "archived_snapshots": {"closest": closest}}))


NONE = Answer(200, body='{"url": "…", "archived_snapshots": {}}')


class Recorded:
    """Answers by the beginning of an address, the longest first."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers, self.asked = answers, list[str]()

    def __call__(self, url: str) -> Answer:
        self.asked.append(url)
        known = sorted((one for one in self.answers if url.startswith(one)), key=len)
        return self.answers[known[-1]] if known else Answer(200, url=url)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


def run(project: Path, answers: Mapping[str, Answer]) -> tuple[str, str, Recorded]:
    ask, report, lost = Recorded(answers), project / "report.md", project / "lost.md"
    status = sources(project, {}, TODAY, lambda _: 0, report_to=report, lost_to=lost, ask=ask)
    assert status == 0
    return report.read_text("utf-8"), lost.read_text("utf-8"), ask


def lookup(url: str) -> str:
    return LOOK_UP + url.replace(":", "%3A").replace("/", "%2F")


def test_a_copy_that_there_is_stands_beside_its_address(project: Path) -> None:
    before = (project / "data/sources/acme.yml").read_text("utf-8")
    report, lost, ask = run(
        project, {lookup(ACME): looked_up(ACME, "20260301120000"), LOOK_UP: NONE, SAVE: Answer(520)}
    )
    copy = f"https://web.archive.org/web/20260301120000/{ACME}"
    after = (project / "data/sources/acme.yml").read_text("utf-8")
    assert after == before.replace(f"  url: {ACME}\n", f"  url: {ACME}\n  archived: {copy}\n")
    library, problems = read_library(project / "data")
    assert problems == []
    assert library.sources["acme-2025"].archived == copy
    assert f"- `acme-2025`: <{copy}>" in report
    assert "Without a copy so far: " in report
    assert lost == ""
    assert not any(one.startswith(f"{SAVE}{ACME}") for one in ask.asked), "there was one"
    assert not any(one.startswith(lookup(SITES)) for one in ask.asked), "it has one noted"
    assert f"{SAVE}{DAILY}" in ask.asked


def test_a_copy_is_asked_for_where_there_is_none_or_none_that_shows_the_page(
    project: Path,
) -> None:
    made = f"https://web.archive.org/web/20261128030000/{DAILY}"
    for told in (
        NONE,
        looked_up(DAILY, "20251231000000"),  # from before it was published
        looked_up(DAILY, "20260401000000", "404"),
        Answer(200, body="<html>try later</html>"),
    ):
        (project / "data/sources/acme.yml").write_text(
            (PROJECT / "data/sources/acme.yml").read_text("utf-8"), encoding="utf-8"
        )
        run(
            project,
            {
                LOOK_UP: NONE,
                lookup(DAILY): told,
                SAVE: Answer(429),
                SAVE + DAILY: Answer(200, url=made),
            },
        )
        library, _ = read_library(project / "data")
        assert library.sources["daily-page"].archived == made
        assert library.sources["acme-2025"].archived is None


def test_losses_are_told_apart_from_walls(project: Path) -> None:
    _, lost, ask = run(
        project,
        {
            LOOK_UP: NONE,
            SAVE: Answer(520),
            ACME: Answer(404),
            DAILY: Answer(403),
            SITES: Answer(reason="no such host"),
        },
    )
    assert f"- `acme-2025` (data/sources/acme.yml:2): <{ACME}> (404), has no copy" in lost
    assert f"<{SITES}> (no such host), has a copy: <https://archive.example/2026/{SITES}>" in lost
    assert "1 turned the machine away, which says nothing of the page: daily.example." in lost
    assert f"{SAVE}{ACME}" not in ask.asked, "of what is gone, no copy can be made"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer(200), ANSWERS), (Answer(404), GONE), (Answer(410), GONE),
        (Answer(reason="no such host"), GONE), (Answer(403), WALL), (Answer(429), WALL),
        (Answer(999), WALL), (Answer(500), UNSURE), (Answer(reason="no answer in time"), UNSURE),
    ],
)  # fmt: skip
def test_only_what_a_server_no_longer_knows_is_gone(answer: Answer, verdict: str) -> None:
    assert answer.verdict == verdict


def test_all_get_their_turn(project: Path) -> None:
    library, _ = read_library(project / "data")
    orders = {
        tuple(one.id for one in in_turn(library.sources.values(), date(2026, 11, day)))
        for day in (1, 8, 15, 22, 29)
    }
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1


def test_without_a_contact_nobody_is_asked(project: Path) -> None:
    said: list[str] = []
    assert sources(project, {}, TODAY, said.append) == 1
    assert "".join(said) == (
        "CONTACT is not set; the services want to know who reads them: write it like "
        "CONTACT=name@example.org make sources\n"
    )


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert "editor@example.org" in self.headers["User-Agent"]
            status = int(self.path.strip("/"))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/200")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}/"
        found.shutdown()


def test_what_servers_answer_is_what_is_read(server: str) -> None:
    waited: list[float] = []
    ask = Visitor(CONTACT["CONTACT"], sleep=waited.append, clock=lambda: 0.0)
    for status in (404, 410, 403, 429, 999, 500):
        assert ask(f"{server}{status}") == Answer(status, url=f"{server}{status}")
    moved = ask(f"{server}302")
    assert (moved.status, moved.url, moved.body) == (200, f"{server}200", "{}")
    assert waited == [1.0] * 6, "one host is asked slowly"
    assert ask("http://127.0.0.1:9/").verdict == UNSURE


@pytest.mark.parametrize(
    ("error", "verdict"), [(socket.EAI_NONAME, GONE), (socket.EAI_AGAIN, UNSURE)]
)
def test_a_name_that_nobody_knows_is_gone_and_one_not_found_today_is_not(
    error: int, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise urllib.error.URLError(socket.gaierror(error, "said so"))

    monkeypatch.setattr("urllib.request.urlopen", refused)
    assert Visitor("editor@example.org")("https://gone.example/").verdict == verdict

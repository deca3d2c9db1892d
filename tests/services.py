"""A server on this machine that answers as the SEC and the European Central Bank do, faults included.

`python tests/services.py FOLDER` serves the records of a folder (`CIK##########.json`, and rates as
`EXR/…csv`) until it is stopped, for a run by hand.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

JSON, CSV = "application/json", "text/csv"


@dataclass
class Asked:
    """A question, as it came."""

    path: str
    agent: str
    etag: str | None
    at: float


@dataclass
class Answer:
    """What is said to a question. `cut` bytes of the end are never sent; `pause` is before them."""

    status: int = 200
    content: bytes = b""
    type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    pause: float = 0


@dataclass
class Services:
    """Answers by path; `faults` come first, each once, in order."""

    answers: dict[str, Answer] = field(default_factory=dict)
    faults: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""
    etags: bool = True

    def environment(self) -> dict[str, str]:
        """What a run needs to ask here and not there."""
        return {
            "CONTACT": "editor@example.org",
            "COMPANY_FACTS": f"{self.address}/companyfacts",
            "EXCHANGE_RATES": f"{self.address}/data",
        }

    def record(self, cik: int, content: bytes) -> None:
        self.answers[f"/companyfacts/CIK{cik:010}.json"] = Answer(content=content)

    def rates(self, series: str, content: str) -> None:
        path = f"/data/{series}?format=csvdata"
        self.answers[path] = Answer(content=content.encode(), type=CSV)


class _Handler(BaseHTTPRequestHandler):
    services: Services

    def do_GET(self) -> None:
        services = self.services
        etag = self.headers.get("If-None-Match")
        agent = self.headers.get("User-Agent", "")
        services.asked.append(Asked(self.path, agent, etag, time.monotonic()))
        answer = services.answers.get(self.path, Answer(404, b"no such record", "text/plain"))
        if services.faults:
            answer = services.faults.pop(0)
        mark = f'"{hashlib.sha256(answer.content).hexdigest()[:12]}"'
        if answer.status == 200 and services.etags:
            answer.headers.setdefault("ETag", mark)
            if etag == mark:
                answer = Answer(304)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        whole = len(answer.content) - answer.cut
        if answer.pause:
            self.wfile.write(answer.content[: whole // 2])
            self.wfile.flush()
            time.sleep(answer.pause)
            self.wfile.write(answer.content[whole // 2 : whole])
        else:
            self.wfile.write(answer.content[:whole])

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[Services]:
    """The services, at an address of this machine."""
    services = Services()
    handler = type("Handler", (_Handler,), {"services": services})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    services.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve(folder: Path, say: Callable[[str], object]) -> None:
    with running() as services:
        for path in folder.rglob("*.json"):
            services.record(int(path.stem.removeprefix("CIK")), path.read_bytes())
        for path in folder.rglob("*.csv"):
            series = path.relative_to(folder).with_suffix("").as_posix()
            services.rates(series, path.read_text(encoding="utf-8"))
        for name, value in services.environment().items():
            say(f"export {name}={value}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.stdout.write)

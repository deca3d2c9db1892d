"""The manners of a guest: answers of public services, asked for seldom, slowly and by name.

Whoever asks says who he is (`CONTACT`), asks at most eight times a second, keeps what was answered
with its ETag and asks only whether it has changed, waits when told to wait, and gives up with a
sentence. urllib is enough for that; a library would bring its own ideas of when to try again.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import ipaddress
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

APART = 0.125  # seconds between two questions: the SEC allows ten in one
PATIENCE = 20.0  # seconds in which a service must say something
LONGEST = 120.0  # seconds that one answer may take
LARGEST = 60_000_000  # bytes: ten times the largest record known
TRIES = 4
WAITED_FOR = {403: "refused us", 429: "was asked too often", 503: "is not available"}
LONGEST_WAIT = 60.0  # seconds; who asks for more is asked again another day
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
_BLOCK = 65_536


class NotHad(Exception):
    """An answer that cannot be had or used, in one sentence that names the address."""


class GaveUp(NotHad):
    """A service that is away, or asked to be left alone: it is asked nothing more in this run."""


def contact_of(environment: Mapping[str, str], verb: str = "refresh") -> str:
    """Return the address to which a service may write; raises NotHad when there is none."""
    contact = environment.get("CONTACT", "").strip()
    if not (_MAIL.fullmatch(contact) and contact.isascii()):
        said = f'CONTACT is "{contact}", no address of e-mail' if contact else "CONTACT is not set"
        raise NotHad(
            f"{said}; the services want to know who reads them: write it like "
            f"CONTACT=name@example.org make {verb}"
        )
    return contact


def safe(url: str) -> str:
    """Return an address that may be asked: https, or http on this machine (where tests are)."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise NotHad(f'the address "{url}" cannot be read ({error}); look at it') from None
    if not (parts.scheme == "https" and parts.hostname) and not _is_here(url):
        raise NotHad(f'the address "{url}" does not begin with https://; write one that does')
    return url


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    with contextlib.suppress(ValueError):
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    return False


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a service to another address, never to one that anybody on the way could change."""

    def redirect_request(  # noqa: PLR0917 (urllib's own arguments)
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            safe(newurl)
        except NotHad as error:
            raise NotHad(f"{req.full_url} leads elsewhere, and {error}") from None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class Service:
    """Answers by address, in a folder that keeps them. `sleep` and `clock` are of `time`."""

    contact: str
    kept: Path
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    patience: float = PATIENCE
    longest: float = LONGEST
    asked: float | None = field(default=None, init=False)

    def get(self, url: str, types: tuple[str, ...]) -> bytes:
        """Return what stands at an address, of one of some media types; raises NotHad."""
        known = self._known(safe(url))
        problem = ""
        last: type[NotHad] = NotHad
        for attempt in range(TRIES):
            try:
                return self._answer(url, types, known)
            except urllib.error.HTTPError as error:
                if error.code == 304:  # we no longer have what the service thinks that we have
                    known, last = None, NotHad
                    problem = f"{url} says that nothing has changed, and what it had said is lost"
                    continue
                if error.code not in WAITED_FOR:
                    raise NotHad(f"{url} answers {error.code} ({error.reason})") from None
                problem = f"{url} {WAITED_FOR[error.code]} ({error.code})"
                wait = _wait(error.headers.get("Retry-After"), attempt)
                if wait > LONGEST_WAIT:
                    raise GaveUp(
                        f"{problem} and wants to be left alone for {round(wait / 60)} minutes; "
                        "run it again then"
                    ) from None
                last = GaveUp
            except _Broken as error:
                problem, wait, last = f"{url} {error}", _wait(None, attempt), error.then
            if attempt + 1 < TRIES:
                self.sleep(wait)
        raise last(f"{problem}, {TRIES} times; run it again later")

    def _answer(self, url: str, types: tuple[str, ...], known: _Kept | None) -> bytes:
        request = urllib.request.Request(
            url, headers={"User-Agent": f"explainer-refresh ({self.contact})", "Accept": types[0]}
        )
        if known:
            request.add_header("If-None-Match", known.etag)
        self._wait_for_turn()
        opener = urllib.request.build_opener(_Redirects)
        if _is_here(url):  # no proxy leads to this machine
            opener = urllib.request.build_opener(_Redirects, urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=self.patience) as answer:
                self._check_type(url, answer.headers, types)
                content = self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 304 and known:
                    return known.content
            raise
        except TimeoutError:
            raise _Broken(f"said nothing for {self.patience:g} seconds") from None
        except ValueError as error:  # of what cannot be sent, or leads to what is no address
            raise NotHad(f"{url} cannot be asked for ({error}); look at the address") from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _Broken(f"said nothing for {self.patience:g} seconds") from None
            away = isinstance(error, urllib.error.URLError)
            raise _Broken(
                f"cannot be reached ({reason or type(reason).__name__})",
                GaveUp if away else NotHad,
            ) from None
        self._keep(url, answer.headers.get("ETag"), content)
        return content

    @staticmethod
    def _check_type(url: str, headers: Message, types: tuple[str, ...]) -> None:
        found = headers.get_content_type()
        if found not in types:
            raise NotHad(f"{url} is {found} and not {types[0]}; look whether the address is right")

    def _read(self, answer: Any) -> bytes:
        """The whole of an answer, which may neither be cut short, nor never end."""
        until, parts, size = self.clock() + self.longest, [], 0
        while block := answer.read1(_BLOCK):
            parts.append(block)
            size += len(block)
            if size > LARGEST:
                raise NotHad(f"{answer.url} has more than {LARGEST:,} bytes; nothing of it is used")
            if self.clock() > until:
                raise _Broken(f"was not done after {self.longest:g} seconds")
        length = answer.headers.get("Content-Length")
        if length and length.isdigit() and int(length) != size:
            raise _Broken(f"was cut short after {size:,} of {int(length):,} bytes")
        return b"".join(parts)

    def _wait_for_turn(self) -> None:
        now = self.clock()
        if self.asked is not None and now < self.asked + APART:
            self.sleep(self.asked + APART - now)
        self.asked = self.clock()

    # -- what was answered before --------------------------------------------------------------

    def _files(self, url: str) -> tuple[Path, Path]:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        return self.kept / f"{name}.json", self.kept / f"{name}.body"

    def _known(self, url: str) -> _Kept | None:
        """What is kept of an address, if it is whole."""
        about, body = self._files(url)
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            said, content = json.loads(about.read_text("utf-8")), body.read_bytes()
            if said["url"] == url and said["sha256"] == hashlib.sha256(content).hexdigest():
                return _Kept(str(said["etag"]), content)
        return None

    def _keep(self, url: str, etag: str | None, content: bytes) -> None:
        about, body = self._files(url)
        if not etag:
            return
        said = {"url": url, "etag": etag, "sha256": hashlib.sha256(content).hexdigest()}
        with contextlib.suppress(OSError):  # a cache that cannot be written is none
            self.kept.mkdir(parents=True, exist_ok=True)
            body.write_bytes(content)
            about.write_text(json.dumps(said), encoding="utf-8")


@dataclass(frozen=True)
class _Kept:
    """An answer of an earlier day, and the mark by which the service knows it."""

    etag: str
    content: bytes


class _Broken(Exception):
    """An answer that failed on its way, and may not the next time; `then` is raised if it does."""

    def __init__(self, message: str, then: type[NotHad] = NotHad) -> None:
        super().__init__(message)
        self.then = then


def _wait(told: str | None, attempt: int) -> float:
    """Seconds to wait: what the service says, in seconds or as a date, else longer each time."""
    if told and re.fullmatch(r"[0-9]{1,9}", told.strip()):
        return float(told)
    if told:
        with contextlib.suppress(ValueError, TypeError):
            until = parsedate_to_datetime(told)
            return max(0.0, (until - datetime.now(UTC)).total_seconds())
    return float(2**attempt)

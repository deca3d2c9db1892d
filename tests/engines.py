"""Firefox and WebKit as Debian ships them, driven as a reader would: pointer and keys.

Both speak WebDriver, each over a wire of its own: Firefox by Marionette, which is in every Firefox,
and WebKitGTK by its WebKitWebDriver over HTTP. Playwright drives only its own builds of the two,
which are no Debian packages, and Selenium needs a geckodriver, which is none either.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

KEYS = {"Escape": "\ue00c", "Enter": "\ue007", "Tab": "\ue004", "ArrowRight": "\ue014"}
WIDTH, HEIGHT = 1280, 900
PATIENCE = 20.0  # seconds, for what needs a moment
# WebDriver's commands by the names that Marionette gives them, with their addresses over HTTP.
_PATHS = {"Navigate": "url", "ExecuteScript": "execute/sync", "PerformActions": "actions",
          "SetWindowRect": "window/rect"}  # fmt: skip
# What goes wrong in a page once it is open.
_LISTEN = """window.trouble = [];
for (const name of ['error', 'unhandledrejection', 'securitypolicyviolation'])
  addEventListener(name, (e) =>
    trouble.push(`${name}: ${e.message || e.reason || e.violatedDirective || e.target}`), true);"""


class Engine:
    """A browser with one window; `send` carries a command of WebDriver and returns its value."""

    def __init__(self, name: str, send: Callable[[str, dict[str, Any]], Any]) -> None:
        self.name = name
        self.send = send
        send("SetWindowRect", {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT})

    def open(self, url: str) -> None:
        """Go to an address, as if for the first time, and wait until the page is there."""
        self.send("Navigate", {"url": "about:blank"})
        self.send("Navigate", {"url": url})
        self.run(_LISTEN)

    def run(self, script: str) -> Any:
        """Return what a script in the page returns."""
        return self.send("ExecuteScript", {"script": script, "args": []})

    def wait(self, condition: str) -> Any:
        """Return the value of an expression as soon as there is one; fail if none comes."""
        end = time.monotonic() + PATIENCE
        while True:
            value = self.run(f"return {condition}")
            if value:
                return value
            assert time.monotonic() < end, f"{self.name}: never true: {condition}"
            time.sleep(0.1)

    def point(self, element: str, press: bool = False) -> None:
        """Move the pointer to the middle of an element, given by an expression; press there."""
        x, y = self.run(
            f"const one = {element};"
            "one.scrollIntoView({block: 'center', behavior: 'instant'});"
            "const {x, y, width, height} = one.getBoundingClientRect();"
            "return [Math.round(x + width / 2), Math.round(y + height / 2)]"
        )
        actions: list[dict[str, Any]] = [
            {"type": "pointerMove", "duration": 0, "origin": "viewport", "x": place, "y": y}
            for place in (max(0, x - 1), x)  # a mouse arrives; it does not appear
        ]
        if press:
            actions += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"},
                   "actions": actions})  # fmt: skip

    def click(self, element: str) -> None:
        """Click in the middle of an element, given by an expression."""
        self.point(element, press=True)

    def type(self, keys: str) -> None:
        """Press a key by its name, or one key for each letter of a text."""
        for letter in [KEYS[keys]] if keys in KEYS else keys:
            actions = [{"type": kind, "value": letter} for kind in ("keyDown", "keyUp")]
            self._act({"type": "key", "id": "keyboard", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self.send("PerformActions", {"actions": [source]})


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def _running(*command: str | Path, **environment: str) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _patiently(attempt: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + 60
    while True:
        try:
            return attempt()
        except OSError as error:
            if time.monotonic() > end:
                raise RuntimeError(f"{what} does not answer: {error}") from error
            time.sleep(0.2)


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[Engine]:
    """A headless Firefox, with a new profile in a folder."""
    path = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert path, "no Firefox found: run these tests with `make test-browsers`, which installs one"
    port = _free_port()
    (folder / "user.js").write_text(
        f'user_pref("marionette.port", {port});\n'
        'user_pref("network.captive-portal-service.enabled", false);\n'
        'user_pref("network.connectivity-service.enabled", false);\n'
        'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
        'user_pref("app.update.disabledForTesting", true);\n',
        encoding="utf-8",
    )
    command = (path, "--headless", "--no-remote", "--marionette", "--profile", folder)
    with _running(*command, HOME=str(folder)):
        wire = _patiently(lambda: socket.create_connection(("127.0.0.1", port)), "Firefox")
        with wire, wire.makefile("rb") as answers:

            def receive() -> Any:
                length = b""
                while (byte := answers.read(1)) not in (b":", b""):
                    length += byte
                return json.loads(answers.read(int(length)))

            receive()  # who it is

            def send(name: str, parameters: dict[str, Any]) -> Any:
                body = json.dumps([0, 1, f"WebDriver:{name}", parameters]).encode()
                wire.sendall(str(len(body)).encode() + b":" + body)
                _, _, error, result = receive()
                if error:
                    raise RuntimeError(f"Firefox: {name}: {error['message']}")
                return result.get("value") if isinstance(result, dict) else result

            send("NewSession", {})
            yield Engine("Firefox", send)


@contextlib.contextmanager
def webkit(folder: Path) -> Iterator[Engine]:
    """A WebKit in the small browser that comes with it, on the screen that DISPLAY names."""
    path = shutil.which("WebKitWebDriver")
    assert path, "no WebKit found: run these tests with `make test-browsers`, which installs one"
    assert os.environ.get("DISPLAY"), "WebKit needs a screen: `make test-browsers` gives it one"
    port = _free_port()
    root = f"http://127.0.0.1:{port}/session"

    def ask(address: str, method: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(
            address, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"WebKit: {address}: {error.read().decode()}") from error

    # Its own folder for what it keeps; no graphics card.
    environment = {"HOME": str(folder), "LIBGL_ALWAYS_SOFTWARE": "1"}
    with _running(path, f"--port={port}", **environment):
        wanted: dict[str, Any] = {"capabilities": {"alwaysMatch": {}}}
        session = _patiently(lambda: ask(root, "POST", wanted), "WebKit")["sessionId"]

        def send(name: str, parameters: dict[str, Any]) -> Any:
            return ask(f"{root}/{session}/{_PATHS[name]}", "POST", parameters)

        try:
            yield Engine("WebKit", send)
        finally:
            ask(f"{root}/{session}", "DELETE")

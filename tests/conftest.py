"""What the tests share: the small project, the real site, a browser.

Whole-site tests work on one strict build of the real site under a sub-path, as GitHub Pages serves
a project page. It is made once for all the processes of a run, at an address that is the same in
every run: pictures bear it, and are drawn again where it is another. Copies that tests change find
what is drawn already in the .cache/drawings of this folder, where each file is named by all that
it was made from.

Browser tests start their own Chromium, named by the environment variable CHROMIUM (`make test`
finds or installs one).
"""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from explainer.drawing.cache import DRAWINGS
from explainer.facts.model import Library
from explainer.load import read_library
from tests import chromium
from tests.processes import run_python

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "tests" / "project"
SUB_PATH = "ai-bill"
# Browsers take these names for this machine, and pages there for as safe as on https.
REAL, SMALL = (f"http://{name}.localhost/{SUB_PATH}/" for name in ("real", "small"))
REPOSITORY = "https://github.com/owner/name"  # where pages say that they can be edited


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden/ from what is drawn now"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that read a site built for all, and put all tests in order.

    First come those that build a site of their own: they take long, and whoever has nothing left to
    do at the end can only take over what is short. What draws comes last, when most is drawn. Of
    several processes, each is given a run of the list to begin with: so modules are dealt out.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)

    def turn(item: pytest.Item) -> int:
        if item.get_closest_marker("build"):
            return 0
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("build")
            return 1
        return 2

    modules = itertools.groupby(sorted(items, key=turn), lambda item: (turn(item), item.path))
    hands: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for number, (_, tests) in enumerate(modules):
        hands[number % workers] += tests
    items[:] = itertools.chain(*hands)


def pytest_collection_finish() -> None:
    """Tell the search for garbage to leave what was imported alone, and to come less often."""
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def library() -> Library:
    """The small project's data: two companies, one chart of each kind."""
    read, problems = read_library(PROJECT / "data")
    assert problems == []
    return read


@pytest.fixture(scope="session")
def real_library() -> Library:
    """The data of the site itself."""
    read, problems = read_library(ROOT / "data")
    assert problems == []
    return read


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the small project that a test may break."""
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


def mkdocs(root: Path, site: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build the site under `root` into `site`, strictly, as `make build` does."""
    return run_python("mkdocs", "build", "--strict", "--site-dir", site, cwd=root, **environment)


def copy_of_the_site(target: Path, drawn: bool = True) -> Path:
    """A copy of everything a build needs, which a test may change.

    It finds what is drawn already, and keeps what it draws for others; else it draws all by itself.
    """
    for name in ("data", "docs", "hooks", "overrides"):
        shutil.copytree(
            ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert settings.count('"http://127.0.0.1:8000/"') == 1
    (target / "mkdocs.yml").write_text(
        settings.replace("http://127.0.0.1:8000/", REAL), encoding="utf-8"
    )
    if drawn:
        share_drawings(target)
    return target


def small_source(target: Path, drawn: bool = True) -> Path:
    """The small project as a site: its data and pages, in the frame of the real one."""
    root = copy_of_the_site(target, drawn)
    for name in ("data", "docs/fr", "docs/en"):
        shutil.rmtree(root / name)
        shutil.copytree(PROJECT / name, root / name)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").replace(REAL, SMALL)
    nav = (
        "nav:\n  - index.md\n"
        "  - Comprendre: [understand/capex.md, understand/timeline.md, understand/glossary.md]\n"
        "  - Vérifier: [verify/claims.md, verify/corrections.md, verify/data/index.md]\n"
    )
    (root / "mkdocs.yml").write_text(
        re.sub(r"^nav:\n(?:[ #].*\n|\n)*?(?=^\w)", nav + "\n", text, flags=re.MULTILINE),
        encoding="utf-8",
    )
    return root


def share_drawings(root: Path) -> None:
    """Let a copy of the site keep its drawings where all the others do."""
    (ROOT / DRAWINGS).mkdir(parents=True, exist_ok=True)
    (root / DRAWINGS).parent.mkdir(exist_ok=True)
    with contextlib.suppress(OSError):  # Windows asks for a right: there, all is drawn again
        (root / DRAWINGS).symlink_to(ROOT / DRAWINGS)


# -- the sites, built once ------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and the address where it is served."""

    folder: Path
    url: str


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, which all its processes have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return a folder that is filled by whoever comes first, while the others wait."""
    lock = folder.with_name(f"{folder.name}.lock")
    while not folder.exists():
        try:
            lock.mkdir()  # which one process can do, on every system
        except FileExistsError:
            time.sleep(0.2)
            continue
        try:
            if not folder.exists():
                aside = folder.with_name(f"{folder.name}.new")
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir()
                make(aside)
                aside.rename(folder)
        finally:
            lock.rmdir()
    return folder


def built(source: Callable[[Path], Path], folder: Path) -> None:
    """Build a site in a folder, with all cores."""
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder / SUB_PATH],
        cwd=source(folder / "source"),
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "REPOSITORY": REPOSITORY},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.fixture(scope="session")
def site(shared: Path) -> Site:
    """The real site under a sub-path."""
    folder = once(shared / "real", functools.partial(built, copy_of_the_site))
    return Site(folder / SUB_PATH, REAL)


@pytest.fixture(scope="session")
def small_site(shared: Path) -> Site:
    """The small project as a site."""
    folder = once(shared / "small", functools.partial(built, small_source))
    return Site(folder / SUB_PATH, SMALL)


# -- the sites in a browser ------------------------------------------------------------------------


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and, for an unknown path, 404.html as GitHub Pages does."""

    def log_message(self, *args: Any) -> None:
        pass

    def end_headers(self) -> None:
        """Send what GitHub Pages sends, and no policy: pages bring their own."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def send_error(self, code: int, *args: Any, **kwargs: Any) -> None:
        page = Path(self.directory) / SUB_PATH / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, *args, **kwargs)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


@contextlib.contextmanager
def served(folder: Path) -> Iterator[int]:
    """Serve what is in a folder, or will be; the port is free for this process alone."""
    handler: Callable[..., _Quiet] = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser(shared: Path) -> Iterator[Any]:
    """A headless Chromium, which finds both sites at their addresses."""
    from playwright.sync_api import sync_playwright

    path = chromium.path()
    if not path:
        pytest.fail("no browser found: run the tests with `make test`, which installs one")
    with (
        served(shared / "real") as real,
        served(shared / "small") as small,
        sync_playwright() as playwright,
    ):
        hosts = f"MAP real.localhost 127.0.0.1:{real}, MAP small.localhost 127.0.0.1:{small}"
        launched = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-component-update",
                f"--host-resolver-rules={hosts}",
            ],
        )
        watch_policies(launched)
        yield launched
        launched.close()


VIOLATIONS: list[str] = []  # of the policies of pages, since the last test


def watch_policies(browser: Any) -> None:
    """Note whatever pages do against their own policy, in any tab of a browser."""
    opened = browser.new_context

    def new_context(**options: Any) -> Any:
        context = opened(**options)
        # A frame or a worker has a policy of its own: the browser's console hears of all.
        context.on("console", _note)
        return context

    browser.new_context = new_context
    browser.new_page = lambda **options: new_context(**options).new_page()


def _note(message: Any) -> None:
    if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
        VIOLATIONS.append(message.text)


@pytest.fixture(autouse=True)
def nothing_against_the_policy() -> Iterator[list[str]]:
    """Fail a test in which a page does something against its policy; a test that means to makes it
    empties the list."""
    VIOLATIONS.clear()
    yield VIOLATIONS
    assert VIOLATIONS == []


class Tabs:
    """Opens pages of a site, one after the other in the same tab.

    To go to an address takes a fifth of a second of computing, a tab of its own three fifths more.
    """

    def __init__(self, browser: Any, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.tabs: dict[tuple[tuple[str, Any], ...], Any] = {}

    def open(
        self, address: str, width: int = 1280, color_scheme: str = "light", **options: Any
    ) -> Any:
        """Return a page that has just been opened; the last one with the same options is gone."""
        page = self._tab(**options)
        page.mouse.move(0, 0)
        if page.url.partition("#")[0] == self.site.url + address.partition("#")[0]:
            page.goto("about:blank")  # else to go to an anchor would not open the page again
        self._look(page, width, color_scheme)
        page.trouble.clear()
        page.requests.clear()
        page.as_found = False
        page.goto(self.site.url + address)
        return page

    def look_at(
        self, address: str, width: int = 1280, color_scheme: str = "light", **options: Any
    ) -> Any:
        """Return a page that the last test has looked at too; any other is opened."""
        page = self._tab(**options)
        here = page.url.rstrip("/") == f"{self.site.url}{address}".rstrip("/")
        if page.as_found and here:
            self._look(page, width, color_scheme)
        else:
            self.open(address, width, color_scheme, **options)
            page.as_found = True
        return page

    def _look(self, page: Any, width: int, color_scheme: str) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="null", color_scheme=color_scheme)

    def _tab(self, **options: Any) -> Any:
        key = tuple(sorted(options.items()))
        if key not in self.tabs:
            page = self.browser.new_context(**options).new_page()
            page.trouble, page.requests, page.as_found = [], [], False
            page.on(
                "console",
                lambda m: m.type in ("error", "warning") and page.trouble.append(m.text),
            )
            page.on("pageerror", lambda error: page.trouble.append(str(error)))
            page.on("request", lambda request: page.requests.append(request.url))
            self.tabs[key] = page
        return self.tabs[key]

    def forget(self) -> None:
        """Let pages keep nothing of what a test has chosen."""
        for page in self.tabs.values():
            page.context.clear_cookies()
            if page.url.startswith(self.site.url):
                page.evaluate("localStorage.clear()")

    def close(self) -> None:
        """Close all tabs."""
        for page in self.tabs.values():
            page.context.close()


def until(page: Any, expression: str, arg: Any = None) -> None:
    """Wait until something holds in a page. Playwright's own waiting evaluates text in the page,
    which the policy of ours forbids from the second time on."""
    for _ in range(400):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"in ten seconds this did not come to hold: {expression}")


@pytest.fixture(scope="session")
def tabs(browser: Any, site: Site) -> Iterator[Tabs]:
    """The tabs of the real site."""
    opened = Tabs(browser, site)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def small_tabs(browser: Any, small_site: Site) -> Iterator[Tabs]:
    """The tabs of the small project's site."""
    opened = Tabs(browser, small_site)
    yield opened
    opened.close()


@pytest.fixture
def open_page(tabs: Tabs) -> Iterator[Callable[..., Any]]:
    """A function that opens a page of the real site."""
    yield tabs.open
    tabs.forget()


@pytest.fixture
def look_at(tabs: Tabs) -> Callable[..., Any]:
    """A function that opens a page of the real site unless the last test looked at it too.

    It is for tests that leave a page as they found it.
    """
    return tabs.look_at


@pytest.fixture
def open_small(small_tabs: Tabs) -> Iterator[Callable[..., Any]]:
    """A function that opens a page of the small project's site."""
    yield small_tabs.open
    small_tabs.forget()


@pytest.fixture
def project_with_markup(project: Path) -> Library:
    """The small project, in which every text tries to be markup."""
    evil = "<script>alert(1)</script><img src=x> *a* [b](http://c.example)"
    for path in [*project.glob("data/*/*.yml"), project / "data/entities.yml"]:
        lines = path.read_text(encoding="utf-8").splitlines()
        for index, line in enumerate(lines):
            if line.startswith(("title:", "subtitle:", "name:", "scope:", "definition:")):
                key = line.partition(":")[0]
                lines[index] = f"{key}: {{fr: '{evil}', en: '{evil}'}}"
            elif line.startswith("  title:"):
                lines[index] = f"  title: '{evil}'"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    read, problems = read_library(project / "data")
    assert problems == []
    return read

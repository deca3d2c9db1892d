"""What the tests share: the small project, the real site built once, a browser.

Whole-site tests work on one strict build of the real site under a sub-path, as GitHub Pages serves
a project page. Browser tests start their own Chromium, named by the environment variable CHROMIUM
(`make test` finds or installs one).
"""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from explainer.facts.model import Library
from explainer.load import read_library

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "tests" / "project"
SUB_PATH = "ai-bill"
REPOSITORY = "https://github.com/owner/name"  # where pages say that they can be edited


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden/ from what is drawn now"
    )


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
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of_the_site(target: Path) -> Path:
    """A copy of everything a build needs, which a test may change."""
    for name in ("data", "docs", "hooks", "overrides"):
        shutil.copytree(
            ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    shutil.copy(ROOT / "mkdocs.yml", target)
    return target


@dataclass(frozen=True)
class Site:
    """The built site: its folder, and the address where it is served."""

    folder: Path
    url: str


@functools.cache
def policy(site: Path) -> str:
    """Return the strictest policy for a site: its own files, and the one inline script it has."""
    scripts = {
        script
        for page in site.rglob("*.html")
        for script in re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"))
    }
    assert len(scripts) == 1, "the inline script is the same on every page"
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'; "
        "img-src 'self'; font-src 'self'; connect-src 'self'; script-src 'self' "
        + " ".join(f"'sha256-{digest}'" for digest in digests)
    )


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and, for an unknown path, 404.html as GitHub Pages does."""

    def log_message(self, *args: Any) -> None:
        pass

    def end_headers(self) -> None:
        """Add a strict policy: whatever a page does against it is an error in the console."""
        self.send_header("Content-Security-Policy", policy(Path(self.directory) / SUB_PATH))
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
def served(source: Path, root: Path) -> Iterator[Site]:
    """The site of `source`, built in a folder of `root` and served there on the loopback address."""
    handler: Callable[..., _Quiet] = functools.partial(_Quiet, directory=str(root))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    url = f"http://127.0.0.1:{server.server_port}/{SUB_PATH}/"
    built = mkdocs(source, root / SUB_PATH, SITE_URL=url, REPOSITORY=REPOSITORY)
    assert built.returncode == 0, built.stdout + built.stderr
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(root / SUB_PATH, url)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real site, built once and served under a sub-path."""
    with served(ROOT, tmp_path_factory.mktemp("served")) as built:
        yield built


def small_source(target: Path) -> Path:
    """The small project as a site: its data and pages, in the frame of the real one."""
    root = copy_of_the_site(target)
    for name in ("data", "docs/fr", "docs/en"):
        shutil.rmtree(root / name)
        shutil.copytree(PROJECT / name, root / name)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
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


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small project, built and served like the real site."""
    source = small_source(tmp_path_factory.mktemp("small") / "source")
    with served(source, tmp_path_factory.mktemp("small-served")) as built:
        yield built


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("no browser found: run the tests with `make test`, which installs one")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()


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


@contextlib.contextmanager
def opener(browser: Any, site: Site) -> Iterator[Any]:
    """A function that opens a page of a site in a context of its own."""
    contexts = []

    def opened(address: str, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda m: m.type in ("error", "warning") and page.trouble.append(m.text))
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        page.requests = []
        page.goto(site.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(browser: Any, site: Site) -> Any:
    """A function that opens a page of the site."""
    with opener(browser, site) as opened:
        yield opened


@pytest.fixture
def open_small(browser: Any, small_site: Site) -> Any:
    """A function that opens a page of the small project's site."""
    with opener(browser, small_site) as opened:
        yield opened

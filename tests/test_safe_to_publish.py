"""What a build refuses to publish, removes, or tells instead of a traceback; and that a site is the
same whenever, wherever and by whomever it is built."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import frame
from explainer.drawing.cache import Cache
from explainer.facts.site_address import BadAddress, site_address
from explainer.pages.policy import policy
from explainer.unexpected import told
from tests.conftest import REPOSITORY, SMALL, Site, small_source
from tests.processes import run_python

PUBLISHED = "https://owner.github.io/name/"


# -- the address of the site -----------------------------------------------------------------------

ADDRESSES = {
    None: "is empty",
    "": "is empty",
    " \t": "is empty",
    "None": "is no web address",
    "example.org": "is no web address",
    "//example.org/": "is no web address",
    "ftp://example.org/": "is no web address",
    "https://": "is no web address",
    "https://[::1/": "is no web address",
    "https://example.org:99999/": "is no web address",
    "javascript:alert(1)": "is no web address",
    "https://user:secret@example.org/": "bears a user or password",
    "https://example.org/?a=1": "goes on after ? or #",
    "https://example.org/#": "goes on after ? or #",
    "https://été.example/": "write its host as xn--t-9fab.example",
    "https://a..example/": "has no host that can be",
    "https://a b.example/": "has no host that can be",
    'https://a.example/"><script>/': "has a path that no site has",
    "https://a.example//b/": "has a path that no site has",
    "https://a.example/../b/": "has a path that no site has",
    "https://a.example/index.html": "is the address of a page",
    "http://example.org/": "begins with http://",
    "http://127.0.0.1:8000/": "is an address of this machine",
    "https://localhost/": "is an address of this machine",
    "http://0.0.0.0/": "is an address of this machine",
    "http://[::1]:8000/": "is an address of this machine",
    "http://192.168.1.2/": "is an address of this machine",
    "http://printer.local/": "is an address of this machine",
}  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES, ids=repr)
def test_an_address_that_no_published_site_has(address: str | None) -> None:
    with pytest.raises(BadAddress, match=re.escape(ADDRESSES[address])) as raised:
        site_address(address, published=True)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_right_address_ends_with_one_slash() -> None:
    for raw in ("https://Owner.github.io/name", " https://owner.github.io/name/ "):
        assert site_address(raw, published=True) == PUBLISHED
    for raw in ("http://127.0.0.1:8000", "http://small.localhost/ai-bill/", "http://[::1]:80/"):
        assert site_address(raw, published=False).startswith(raw.rstrip("/"))


# -- a small site, built again and again ------------------------------------------------------------


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with a single chart, built once."""
    source = small_source(tmp_path_factory.mktemp("safe") / "source")
    for code in ("fr", "en"):
        page = source / "docs" / code / "index.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(
            re.sub(r"^::: chart (?!acme-bars|nothing)\S+\n\n?", "", text, flags=re.MULTILINE)
        )
    made = build(source, source.parent / "site")
    assert made.returncode == 0, made.stderr
    return source


def build(root: Path, site: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build as `make build` does, with the code of a copy."""
    own = {"SITE_URL": SMALL, "PYTHONPATH": str(root / "hooks"), **environment}
    return run_python("mkdocs", "build", "-q", "--strict", "--site-dir", site, cwd=root, **own)


def refused(root: Path, site: Path, **environment: str) -> str:
    """What a build says that stops without a traceback."""
    made = build(root, site, **environment)
    assert made.returncode == 1
    assert "Traceback" not in made.stderr
    return made.stderr


@pytest.fixture
def changed(root: Path) -> Iterator[Callable[[str, bytes | None], None]]:
    """A function that writes or removes a file of the project, for one test."""
    before: dict[Path, bytes] = {}

    def change(name: str, content: bytes | None) -> None:
        path = root / name
        before.setdefault(path, path.read_bytes())
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)

    yield change
    for path, content in before.items():
        path.write_bytes(content)


def files(site: Path) -> dict[str, tuple[bytes, int]]:
    """The content and the mode of each file."""
    return {
        path.relative_to(site).as_posix(): (path.read_bytes(), path.stat().st_mode)
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.mark.build
def test_an_empty_or_a_local_address_stops_the_build(root: Path, tmp_path: Path) -> None:
    assert "SITE_URL is empty" in refused(root, tmp_path, SITE_URL="")
    local = {"SITE_URL": "http://127.0.0.1:8000/", "REPOSITORY": REPOSITORY}
    assert "is an address of this machine" in refused(root, tmp_path, **local)
    assert "no address of a repository" in refused(root, tmp_path, REPOSITORY="javascript:x")
    assert "is no time" in refused(root, tmp_path, SOURCE_DATE_EPOCH="yesterday")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("verb", "address", "told"),
    [
        ("build", "http://127.0.0.1:8000/", True),
        ("serve", "http://127.0.0.1:8000/", False),
        ("build", "https://example.org/", False),
    ],
)
def test_a_forgotten_address_is_noticed_once(
    verb: str,
    address: str,
    *,
    told: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Of the canonical links, the sitemap and the pictures, nothing shows it before it is online."""
    config: Any = SimpleNamespace(extra={}, site_url=address, config_file_path="mkdocs.yml")
    monkeypatch.setattr(sys, "argv", ["mkdocs", verb])
    with caplog.at_level(logging.INFO, "explainer"):
        assert frame.address_of(config, False) == address
    notice = (
        f"Pages, pictures and the sitemap bear the address {address}: if the site is to be "
        "published, set SITE_URL to where it will be"
    )
    assert [one.getMessage() for one in caplog.records] == ([notice] if told else [])


@pytest.mark.build
def test_what_a_build_did_not_write_goes_whatever_its_date(root: Path, tmp_path: Path) -> None:
    site = root.parent / "site"
    kept = files(site)
    outside = tmp_path / "outside.html"
    outside.write_text("mine")
    for name, year in (("gone/index.html", 2040), ("old.html", 1990)):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("of another site")
        os.utime(site / name, (60 * 60 * 24 * 365 * (year - 1970),) * 2)
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(outside)
    os.utime(site / "404.html", (4e9, 4e9))
    (site / ".nojekyll").write_text("")  # hidden: MkDocs leaves it too
    assert build(root, site).returncode == 0
    left = files(site)
    assert left.pop(".nojekyll")
    (site / ".nojekyll").unlink()
    assert left == kept
    assert outside.read_text() == "mine"


@pytest.mark.build
def test_a_folder_that_cannot_be_the_sites_is_left_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    (tmp_path / "data").symlink_to(root / "data")
    before = files(root / "data")
    assert "this is no folder" in refused(root, tmp_path / "file")
    assert "this link leads nowhere" in refused(root, tmp_path / "nowhere")
    assert "your own files are there" in refused(root, tmp_path / "data")
    assert (tmp_path / "file").read_text() == "mine"
    assert files(root / "data") == before


@pytest.mark.build
def test_missing_and_damaged_fonts_are_told(
    root: Path, tmp_path: Path, changed: Callable[[str, bytes | None], None]
) -> None:
    fonts = "hooks/explainer/drawing/fonts/facture-sans"
    changed(f"{fonts}-400.ttf", None)
    changed(f"{fonts}-600.ttf", b"version https://git-lfs.github.com/spec/v1")
    said = refused(root, tmp_path)
    assert f"{fonts}-400.ttf:1: this font, which all drawings need, is missing" in said
    assert f"{fonts}-600.ttf:1: this font, which all drawings need, is damaged" in said


@pytest.mark.build
def test_what_the_frame_asks_for_must_be_there(
    root: Path, tmp_path: Path, changed: Callable[[str, bytes | None], None]
) -> None:
    changed("overrides/assets/fonts/facture-sans-400.woff2", None)
    changed("overrides/assets/js/site.js", None)
    said = refused(root, tmp_path)
    assert "assets/fonts/facture-sans-400.woff2 is missing" in said
    assert "assets/js/site.js is missing" in said


MISTAKES = {
    "hooks/explainer/pages/inline.py": "\n\ndef figure_element(*_):\n    raise ValueError('a\\nb')\n",
    "overrides/base.html": "{{ nobody.knows }}",
}


@pytest.mark.build
@pytest.mark.parametrize("file", MISTAKES)
def test_a_mistake_in_the_code_is_one_line_and_leaves_the_site(
    file: str, root: Path, changed: Callable[[str, bytes | None], None]
) -> None:
    site = root.parent / "site"
    before, right = files(site), (root / file).read_bytes()
    changed(file, right + MISTAKES[file].encode())
    said = refused(root, site)
    lines = [line for line in said.splitlines() if line.startswith("ERROR")]
    assert len(lines) == 1
    assert re.search(rf"{file}:\d+: \w+Error: .* please report it", lines[0])
    assert "docs/" in lines[0] or "building the site" in lines[0]
    assert "Traceback" in build(root, site, TRACEBACK="1").stderr
    after = files(site)
    # The list of pages is written before them, a language at a time.
    assert {path for path in before if after[path] != before[path]} <= {
        "sitemap.xml",
        "sitemap.xml.gz",
    }
    changed(file, right)
    assert build(root, site).returncode == 0
    assert files(site) == before, "mended, it is what it was"


def test_a_full_disk_names_the_file_and_what_to_do() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/index.html")
    assert told(full, "building the site") == (
        "site/index.html: the disk is full; free some of it, then start again "
        "(while building the site)"
    )


def test_a_cache_that_cannot_be_looked_into_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    cache = Cache(tmp_path)
    for name in ("is_file", "read_bytes", "mkdir"):
        monkeypatch.setattr(Path, name, denied)
    monkeypatch.setattr(os, "scandir", denied)
    assert not cache.has("ab" * 32)
    assert cache.get("ab" * 32) is None
    assert not cache.put("ab" * 32, b"drawing")
    cache.prune()


@pytest.mark.build
def test_a_port_that_is_taken_is_told_before_anything_is_built(root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        own = {"PYTHONPATH": str(root / "hooks")}
        made = run_python("mkdocs", "serve", "--dev-addr", address, cwd=root, **own)
    assert made.returncode == 1
    assert f"{address} cannot be listened to" in made.stdout + made.stderr
    assert "Traceback" not in made.stderr
    assert "Building documentation" not in made.stderr


# -- the same bytes ---------------------------------------------------------------------------------


@pytest.mark.build
def test_other_themes_and_none_give_the_same_site(root: Path, tmp_path: Path) -> None:
    """English pages are English, and nothing of Material is in any."""
    expected = files(root.parent / "site")
    for theme in ("null", "readthedocs"):
        assert build(root, tmp_path / theme, THEME=theme).returncode == 0
        assert files(tmp_path / theme) == expected


@pytest.mark.build
def test_a_site_is_the_same_whenever_wherever_and_by_whomever_it_is_built(
    root: Path, tmp_path: Path
) -> None:
    """Another day, time zone, language, hash seed, folder and umask; nothing drawn before."""
    worlds = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "0"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Anchorage", "LC_ALL": "C.utf8", "SOURCE_DATE_EPOCH": "4000000000"},
    )  # fmt: skip
    running = []
    for world, folder, umask in zip(worlds, ("one", "an other/é"), (0o077, 0o002), strict=True):
        copy = tmp_path / folder / "source"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".cache"))
        own = {"SITE_URL": SMALL, "PYTHONPATH": str(copy / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "-q",
            "--strict",
            "-d",
            copy.parent / "site",
        ]
        running.append(
            subprocess.Popen(command, cwd=copy, env={**os.environ, **own, **world}, umask=umask)
        )
    assert [one.wait() for one in running] == [0, 0]
    first, second = (files(tmp_path / folder / "site") for folder in ("one", "an other/é"))
    assert first == second
    assert first == files(root.parent / "site")


def test_the_sitemap_dates_pages_by_their_data(small_site: Site) -> None:
    text = (small_site.folder / "sitemap.xml").read_text(encoding="utf-8")
    dated = dict(re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", text))
    assert dated[f"{SMALL}verify/data/firms.capex/"] == "2026-03-01"
    assert f"{SMALL}understand/glossary/" not in dated


# -- the policy of pages ----------------------------------------------------------------------------


def test_each_page_begins_with_a_strict_policy(site: Site) -> None:
    """Frames and files to keep included; first in the head, before anything that it forbids."""
    pages = sorted(site.folder.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        html = path.read_text(encoding="utf-8")
        found = re.search(
            r'<head>\s*<meta charset="utf-8">\s*'
            r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">\s*'
            r'<meta name="referrer" content="strict-origin">',
            html,
        )
        assert found, path
        assert found[1].startswith("default-src 'none'; "), path
        for nothing in ("frame-src", "object-src", "base-uri", "form-action"):
            assert f"{nothing} 'none'" in found[1], path
        assert "unsafe" not in found[1]
        assert not re.search(r"https?:|\*|data:", found[1]), path


def test_no_svg_holds_a_script(site: Site) -> None:
    """They stand alone, where no page's policy covers them."""
    drawings = [*site.folder.rglob("*.svg")]
    assert drawings
    for path in drawings:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"<script|<foreignObject|\son\w+=|javascript:|(?:href|src)=\"http", text
        ), path


def test_comments_widen_the_policy_by_themselves_alone() -> None:
    without, with_them = policy(), policy(comments=True)
    added = set(with_them.split()) - set(without.split())
    assert {one.rstrip(";") for one in added if one.startswith("http")} == {
        "https://giscus.app/client.js", "https://giscus.app/default.css", "https://giscus.app",
    }  # fmt: skip


RAW = """
<script>document.title = "ran"</script>
<script src="../assets/js/nothing.js?ran"></script>
<img src="x" onerror="document.title = 'ran'">
<svg onload="document.title = 'ran'"></svg>
<p id="styled" style="position: fixed">a</p>
<style>#content { display: none }</style>
<iframe srcdoc="<script>parent.document.title = 'ran'</script>"></iframe>
<iframe src="https://evil.example/"></iframe>
<a id="script" href="javascript:document.title = 'ran'">b</a>
<base href="https://evil.example/">
<form id="form" action="https://evil.example/"><button>c</button></form>
<object data="https://evil.example/"></object>
<link rel="stylesheet" href="https://evil.example/x.css">
<meta http-equiv="Content-Security-Policy" content="script-src * 'unsafe-inline'">
"""


@pytest.mark.browser
def test_raw_html_of_a_page_does_nothing(
    small_site: Site, browser: Any, nothing_against_the_policy: list[str]
) -> None:
    """As if every check had overlooked it."""
    html = (small_site.folder / "index.html").read_text(encoding="utf-8")
    assert html.count("<article>") == 1
    page, asked = browser.new_page(), list[str]()
    page.route(
        f"{SMALL}raw/",
        lambda route: route.fulfill(
            content_type="text/html", body=html.replace("<article>", f"<article>{RAW}")
        ),
    )
    page.route("https://evil.example/**", lambda route: asked.append(route.request.url))
    page.goto(f"{SMALL}raw/")
    title = page.title()
    page.evaluate("document.querySelector('#script').click()")
    page.wait_for_timeout(100)
    assert page.title() == title
    assert "ran" not in title
    page.evaluate("document.querySelector('#form').requestSubmit()")
    page.wait_for_timeout(100)
    assert page.url == f"{SMALL}raw/"
    assert page.evaluate("getComputedStyle(document.querySelector('#styled')).position") == "static"
    assert page.evaluate("getComputedStyle(document.querySelector('#content')).display") != "none"
    assert not page.evaluate("document.baseURI").startswith("https://evil")
    assert asked == []
    assert len(nothing_against_the_policy) >= 8
    page.close()
    nothing_against_the_policy.clear()

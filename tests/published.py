"""What may be wrong with finished pages, each told in one sentence: links under a sub-path, what is
loaded from elsewhere, weight, policy.

Each check takes a folder, so that a test can hand it one with a mistake in it: tests/test_gates.py
plants one for each.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.conftest import Site

# Bytes as they cross the wire, gzipped; fonts are packed already.
PAGE = 60_000  # all its files but fonts
FONTS = 32_000
SCRIPTS = 4_096  # those that a page loads by itself

_SOURCES = {
    "audio": ("src",), "embed": ("src",), "feimage": ("href", "xlink:href"), "frame": ("src",),
    "iframe": ("src",), "image": ("href", "xlink:href"), "img": ("src",), "input": ("src",),
    "object": ("data",), "script": ("src", "href", "xlink:href"), "source": ("src",),
    "track": ("src",), "use": ("href", "xlink:href"), "video": ("src", "poster"),
}  # fmt: skip
_IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s*["']([^"']+)""")
_PICTURES = ("og:image", "og:image:secure_url", "twitter:image", "og:url")


class Page(HTMLParser):
    """What a page links to, what it loads, its ids and its language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.ids: list[str] = []
        self.lang = ""
        self.policy_comes_first: bool | None = None
        self._in_style = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = found.get("lang", "")
        self._look_for_policy(tag, found)
        if found.get("id"):
            self.ids.append(found["id"])
        if tag in ("a", "area") and found.get("href"):
            self.links.append(found["href"])
        elif tag == "form" and found.get("action"):
            self.links.append(found["action"])
        elif tag == "link" and found.get("href"):
            named = found.get("rel", "") in ("canonical", "alternate")
            (self.links if named else self.resources).append(found["href"])
        elif tag == "meta" and found.get("property", found.get("name")) in _PICTURES:
            self.links.append(found.get("content", ""))
        elif tag == "meta" and found.get("http-equiv", "").lower() == "refresh":
            self.links.append(found.get("content", "").partition("=")[2].strip("'\" "))
        self.resources += [found[name] for name in _SOURCES.get(tag, ()) if found.get(name)]
        for one in found.get("srcset", "").split(","):
            self.resources += one.split()[:1]
        self._in_style = tag == "style"
        self._style(found.get("style", ""))

    def handle_data(self, data: str) -> None:
        """Note what a style sheet inside the page names."""
        if self._in_style:
            self._style(data)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self._in_style = self._in_style and tag != "style"

    def _style(self, css: str) -> None:
        self.resources += [first or second for first, second in _IN_STYLE.findall(css)]

    def _look_for_policy(self, tag: str, found: dict[str, str]) -> None:
        """It rules what comes after it: only `charset` may stand before."""
        if self.policy_comes_first is None and tag not in ("html", "head"):
            if tag == "meta" and "charset" in found:
                return
            policy = found.get("http-equiv", "").lower() == "content-security-policy"
            self.policy_comes_first = policy and bool(found.get("content", "").strip())


@cache
def pages(site: Site) -> list[tuple[str, Page]]:
    """Every page of a site, by its path."""
    return [
        (path.relative_to(site.folder).as_posix(), Page(path.read_text(encoding="utf-8")))
        for path in sorted(site.folder.rglob("*.html"))
    ]


# How what this site works out itself begins.
COMPUTED = r"Somme de|Sum of|Moyenne de|Mean of|Average of|Calcul|Computed|Our calculation|[^|]*\|(Calcul de ce site|Our calc)"


def _addresses(site: Site, name: str, links: list[str]) -> Iterator[tuple[str, str]]:
    base = site.url + name.removesuffix("index.html")
    for link in links:
        if not link.startswith("data:"):
            yield link, urljoin(base, link)


def broken_links(site: Site) -> list[str]:
    """Links of pages that lead nowhere or out of the sub-path, anchors that are not there."""
    ids = {name: set(found.ids) for name, found in pages(site)}
    host = site.url.rsplit("/", 2)[0] + "/"
    broken = []
    for name, found in pages(site):
        for link, address in _addresses(site, name, found.links + found.resources):
            if urlsplit(address).scheme not in ("http", "https"):
                broken.append(f"{name}: {link} is no web address")
            elif not (address + "/").startswith(site.url):
                if address.startswith(host):
                    broken.append(f"{name}: {link} leaves the sub-path")
            else:
                parts = urlsplit(address)
                path = unquote(parts.path)[len(urlsplit(site.url).path) :]
                if not path or path.endswith("/"):
                    path += "index.html"
                if not (site.folder / path).is_file():
                    broken.append(f"{name}: {link} leads nowhere")
                elif parts.fragment and unquote(parts.fragment) not in ids.get(path, set()):
                    broken.append(f"{name}: {link} has no such anchor")
    return broken


def loaded_from_elsewhere(site: Site) -> list[str]:
    """What pages and style sheets load from another host than the site's."""
    found = [(name, page.resources) for name, page in pages(site)]
    for path in sorted([*site.folder.rglob("*.css"), *site.folder.rglob("*.svg")]):
        text = path.read_text(encoding="utf-8")
        links = [first or second for first, second in _IN_STYLE.findall(text)]
        links += Page(text).resources
        found.append((path.relative_to(site.folder).as_posix(), links))
    return [
        f"{name}: {link} is loaded from elsewhere"
        for name, links in found
        for link, address in _addresses(site, name, links)
        if not address.startswith(site.url)
    ]


@cache
def _weight(path: Path) -> int:
    body = path.read_bytes()
    return len(body) if path.suffix in (".woff2", ".png") else len(gzip.compress(body, 9))


def overweight(site: Site) -> list[str]:
    """Pages that are heavier than they may be, by what weighs too much."""
    told = []
    for name, found in pages(site):
        weights = {"page": _weight(site.folder / name), "fonts": 0, "scripts": 0}
        for _, address in _addresses(site, name, sorted(set(found.resources))):
            path = site.folder / address.removeprefix(site.url).partition("#")[0].partition("?")[0]
            if address.startswith(site.url) and path.is_file():
                kind = {".woff2": "fonts", ".js": "scripts"}.get(path.suffix, "page")
                weights[kind] += _weight(path)
        weights["page"] += weights["scripts"]
        for kind, most in (("page", PAGE), ("fonts", FONTS), ("scripts", SCRIPTS)):
            if weights[kind] > most:
                told.append(f"{name}: {kind} of {weights[kind]:,} bytes; at most {most:,}")
    return told


def without_policy(site: Site) -> list[str]:
    """Pages whose head does not begin with a Content-Security-Policy."""
    return [
        f"{name}: no Content-Security-Policy at the start of <head>"
        for name, found in pages(site)
        if not found.policy_comes_first
    ]

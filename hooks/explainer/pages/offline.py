"""A built site as one archive that opens from a disk: unpack it, and open index.html.

There is no server there to find the page of a folder, so links name it. Scripts, which browsers do
not load from a disk as they are, only add to pages; all there is to read is there without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from markupsafe import escape

from explainer.facts.addresses import OFFLINE, REUSE
from explainer.language.locales import LOCALES
from explainer.pages.package import zipped

# What other sites show, what is at addresses of old, and what only a server needs.
_LEFT_OUT = re.compile(
    r"(?:en/)?(?:embed|cards)/|assets/(?:data|charts)/|404\.html|sitemap|.*\.gz$"
)
_LINK = re.compile(r' (href|src)="([^"#?:]*)((?:#[^"]*)?)"')
_FOOT = '<p class="pdf"><a href="{}">'


def offline(site: Path, say: Callable[[str], object]) -> int:
    """Write the archive into a site and link it from the pages on reuse; return the status."""
    if not (site / "index.html").is_file():
        say(f'"{site}" holds no site; build it first, as with bill build\n')
        return 1
    files = dict(_files(site))
    (site / OFFLINE).write_bytes(zipped(files))
    for locale in LOCALES.values():
        folder = f"{locale.root}{REUSE}".removesuffix(".md")
        page = site / folder / "index.html"
        if page.is_file():
            _link(page, "../" * (folder.count("/") + 1) + OFFLINE, locale.word("offline"))
    say(f"Packed: {len(files)} files in {OFFLINE}.\n")
    return 0


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name == OFFLINE or _LEFT_OUT.match(name):
            continue
        content = path.read_bytes()
        if path.suffix == ".html":
            content = with_pages_named(content.decode()).encode()
        yield name, content


def with_pages_named(html: str) -> str:
    """Return a page whose links to folders name the page there."""

    def named(match: re.Match[str]) -> str:
        attribute, path, anchor = match.groups()
        if path and (path.endswith("/") or path.rpartition("/")[2] in (".", "..")):
            path = f"{path.rstrip('/')}/index.html"
        return f' {attribute}="{path}{anchor}"'

    return _LINK.sub(named, html)


def _link(page: Path, to: str, words: str) -> None:
    """Put a link to the archive at the foot of a page, once."""
    text, foot = page.read_text(encoding="utf-8"), _FOOT.format(to)
    if foot not in text:
        at = text.rindex("</article>")
        text = f"{text[:at]}{foot}{escape(words)}</a></p>\n{text[at:]}"
        page.write_text(text, encoding="utf-8", newline="\n")

"""Each story of a built site as a PDF, tagged and with an outline, linked at the foot of its page.

A browser prints it as it would print the page for a reader. The link comes with the file: no page
leads to one that is not there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from markupsafe import escape

from explainer.language.locales import LOCALES

PATIENCE = 120  # seconds for one page
_LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FOOT = '<p class="pdf">'


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


def stories(site: Path) -> Iterator[tuple[Path, str]]:
    """Yield the pages of a built site that tell a story, with their language."""
    for path in sorted(site.rglob("index.html")):
        found = _LINKED.search(path.read_text(encoding="utf-8"))
        first = json.loads(found[1])["@graph"][0] if found else {}
        if first.get("@type") == "Article":
            yield path, str(first["inLanguage"])


def pdf(site: Path, say: Callable[[str], object]) -> int:
    """Print the stories of a site, and link them; return the exit status."""
    names = (os.environ.get("CHROMIUM", ""), *_BROWSERS)
    browser = next((found for name in names if name and (found := shutil.which(name))), None)
    if not browser:
        say("A PDF is printed by Chromium or Chrome: install one, or name it with CHROMIUM\n")
        return 1
    pages = [*stories(site)]
    if not pages:
        say(f'"{site}" holds no story; build the site first, as with bill build\n')
        return 1
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page, code in pages:
            file = page.with_name(f"{page.parent.name}.pdf")
            folder = page.parent.relative_to(site).as_posix()
            problem = _printed(browser, f"http://127.0.0.1:{server.server_port}/{folder}/", file)
            if problem:
                say(f"{folder}: {problem}\n")
                return 1
            _link(page, file.name, code)
        server.shutdown()
    say(f"Printed: {len(pages)} stories.\n")
    return 0


def _printed(browser: str, address: str, file: Path) -> str:
    """Print one page into a file; return what went wrong, or nothing."""
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    options = (
        "--headless", "--disable-gpu", *as_root, "--no-pdf-header-footer", "--export-tagged-pdf",
        "--generate-pdf-document-outline", f"--print-to-pdf={file.resolve()}", address,
    )  # fmt: skip
    try:
        done = subprocess.run(
            [browser, *options], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return f"the browser was not done after {PATIENCE} seconds"
    if done.returncode or not file.is_file() or not file.read_bytes().startswith(b"%PDF-"):
        return f"the browser printed nothing ({done.returncode}); {done.stderr.strip()[-200:]}"
    return ""


def _link(page: Path, name: str, code: str) -> None:
    """Put a link to the PDF at the foot of a page, once."""
    text = page.read_text(encoding="utf-8")
    if _FOOT not in text:
        words = escape(LOCALES[code].word("as_pdf"))
        foot = f'{_FOOT}<a href="{name}" type="application/pdf">{words}</a></p>\n'
        at = text.rindex("</article>")
        page.write_text(text[:at] + foot + text[at:], encoding="utf-8", newline="\n")

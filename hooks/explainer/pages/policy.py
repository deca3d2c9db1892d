"""The Content-Security-Policy that a page carries, since GitHub Pages sends none.

Strict: nothing but the site's own files, and of what is written into a page itself only the scripts
and styles named here by hash. So raw HTML of a page cannot run a script, set a style, open a frame,
send a form or move the page's base, whatever the checks have overlooked.

A policy in a page cannot say who may frame it (`frame-ancestors` needs a header), nor can an SVG,
a CSV or a feed carry one: those hold no script by the way they are made.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

# Readers' sites learn that a reader comes from here, not from which page.
REFERRER = "strict-origin"
NONE = "'none'"
COMMENTS = "https://giscus.app"  # what overrides/assets/js/comments.js loads


def policy(
    scripts: Iterable[str] = (),
    styles: Iterable[str] = (),
    *,
    files: bool = True,
    comments: bool = False,
) -> str:
    """Return the policy of a page that holds these scripts and styles, to the letter.

    `files` tells that it loads the site's own files; `comments`, that it offers readers' comments.
    """
    own = ["'self'"] if files else []
    theirs = [COMMENTS] if comments else []
    allowed: dict[str, list[str]] = {
        "default-src": [],
        "script-src": [*own, *map(_hash, scripts), *(f"{one}/client.js" for one in theirs)],
        "style-src": [*own, *map(_hash, styles), *(f"{one}/default.css" for one in theirs)],
        "img-src": own,
        "font-src": own,
        "connect-src": own,
        "frame-src": theirs,
        "object-src": [],
        "base-uri": [],
        "form-action": [],
    }
    return "; ".join(f"{what} {' '.join(given) or NONE}" for what, given in allowed.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def with_script(html: str, script: str) -> str:
    """Return a page whose policy lets one more script run: that of a preview's server."""
    return re.sub(rf"; script-src (?:{NONE})?", f"; script-src {_hash(script)} ", html, count=1)

"""Hashes that name what was made by what it was made from."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent
# What makes drawings and pages, beside our code. A version that changes makes everything anew.
_MAKERS = (
    "altair", "babel", "jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-static-i18n", "pillow",
    "pyyaml", "vl-convert-python",
)  # fmt: skip


def digest(*parts: str | bytes) -> str:
    """Return the hash of some texts; where one ends and the next begins makes a difference."""
    hasher = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        hasher.update(len(raw).to_bytes(8, "big"))
        hasher.update(raw)
    return hasher.hexdigest()


def of_files(*folders: Path) -> str:
    """Return the hash of all files under some folders: their names, and what is in them."""
    return digest(
        *(
            part
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix not in (".pyc", ".dic", ".aff")
            for part in (path.relative_to(folder).as_posix(), path.read_bytes())
        )
    )


@lru_cache(maxsize=1)
def ourselves() -> str:
    """Return a hash of our code, and of the versions of all that it makes things with."""
    return digest(sys.version, *map(version, _MAKERS), of_files(PACKAGE))

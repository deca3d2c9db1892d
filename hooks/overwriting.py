"""A build writes over the last site, and removes at its end what it did not write again.

MkDocs empties the folder first. To make a file takes seven times as long as to write over one, and
a site has thousands; and a build that stops at a mistake leaves the last good site where it was.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from mkdocs import utils


class Overwriting:
    """One for the life of the process, which then never empties a folder."""

    def __init__(self) -> None:
        self._started = 0
        utils.clean_directory = lambda directory: None  # noqa: ARG005  # MkDocs' own name

    def start(self, site: Path) -> None:
        """Begin a build of all languages."""
        site.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=site) as stamp:  # by the clock of the site's files
            self._started = Path(stamp.name).stat().st_mtime_ns

    def finish(self, site: Path) -> None:
        """Remove what is left of the last site, but for what is hidden, as MkDocs does."""
        for path in sorted(site.rglob("*"), reverse=True):  # files before their folders
            if path.relative_to(site).parts[0].startswith("."):
                continue
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.lstat().st_mtime_ns < self._started:
                path.unlink()

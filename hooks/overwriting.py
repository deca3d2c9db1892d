"""A build writes over the last site, and removes at its end what it did not write again.

MkDocs empties the folder first. To make a file takes seven times as long as to write over one, and
a site has thousands; and a build that stops at a mistake leaves the last good site where it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
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

    def finish(self, site: Path, kept: Collection[str] = ()) -> None:
        """Remove what is left of the last site, but for what is hidden, as MkDocs does, and for
        files that are `kept`, by their paths in the site."""
        for entry in sorted(os.scandir(site), key=lambda entry: entry.name):
            if not entry.name.startswith("."):
                self._cleared(entry, entry.name, kept)

    def _cleared(self, entry: os.DirEntry[str], path: str, kept: Collection[str]) -> bool:
        """Whether nothing is left of a file or folder."""
        if entry.is_dir(follow_symlinks=False):
            inside = [*os.scandir(entry)]
            left = [one for one in inside if not self._cleared(one, f"{path}/{one.name}", kept)]
            if not left:
                Path(entry).rmdir()
            return not left
        if path in kept or entry.stat(follow_symlinks=False).st_mtime_ns >= self._started:
            return False
        Path(entry).unlink()
        return True

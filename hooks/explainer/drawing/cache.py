"""A folder of drawings that is kept between builds, by content.

A file's name is the hash of everything that its content depends on, so that nothing in here is
ever out of date: it is either right or not asked for. Each file begins with the hash of its own
content; a damaged one is told, thrown away and drawn again. Files appear whole or not at all
(written aside, then renamed), so two builds may share the folder and a killed one leaves nothing
wrong. A full disk costs the cache, not the build.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
import time
from pathlib import Path

log = logging.getLogger("explainer.drawing.cache")

DRAWINGS = ".cache/drawings"  # under the site's folder: what CI may keep between runs
MAX_AGE = 60 * 24 * 3600  # seconds since a file was last used
MAX_SIZE = 300 * 2**20  # bytes of the whole folder, but for what a build has just used
LATELY = 3600  # seconds


class Cache:
    """Bytes by key in a folder; without a folder, nothing is kept.

    `is_full` tells that the folder could not be written to.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.is_full = False

    def _path(self, key: str) -> Path:
        assert self.folder, "asked for a path of a cache that keeps nothing"
        return self.folder / key[:2] / key[2:]

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        head, content = raw[:64], raw[64:]
        if head != hashlib.sha256(content).hexdigest().encode():
            log.warning("A kept file is damaged and is made again: %s", path)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # so that `prune` knows that it is in use
        return content

    def has(self, key: str) -> bool:
        """Whether something is kept under a key; only `get` finds out whether it is damaged."""
        if self.folder is None:
            return False
        try:
            return self._path(key).is_file()
        except OSError:  # the folder may not be looked into
            return False

    def put(self, key: str, content: bytes) -> bool:
        """Keep bytes under a key; return whether they are kept."""
        if self.folder is None or self.is_full:
            return False
        path = self._path(key)
        aside: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).hexdigest().encode() + content)
            Path(aside).replace(path)
        except OSError as error:
            self.is_full = True  # said once; the build goes on without keeping anything
            log.warning(
                "Nothing can be kept in %s (%s): the next build makes all again. Free the disk, or "
                "make the folder yours to write.",
                self.folder,
                error.strerror,
            )
            if aside:
                with contextlib.suppress(OSError):
                    Path(aside).unlink()
            return False
        return True

    def drop(self, key: str) -> None:
        """Forget what is kept under a key."""
        if self.folder:
            with contextlib.suppress(OSError):
                self._path(key).unlink()

    def _folders(self) -> list[os.DirEntry[str]]:
        with contextlib.suppress(OSError):  # there is none, or it may not be looked into
            return [*os.scandir(self.folder)] if self.folder else []
        return []

    def prune(self, max_age: float = MAX_AGE, max_size: int = MAX_SIZE) -> None:
        """Throw away what was not used for long, then the oldest until the rest is small enough.

        What was used lately stays: a large site must find all that it needs the next time.
        """
        now = time.time()
        files = []
        for folder in self._folders():
            with contextlib.suppress(OSError):  # another build may have thrown it away
                for entry in os.scandir(folder):
                    found = entry.stat()
                    files.append((found.st_mtime, found.st_size, entry.path))
        total = sum(size for _, size, _ in files)
        for used, size, path in sorted(files):
            old = now - used > LATELY
            if now - used > max_age or (
                old and (Path(path).name.startswith(".new-") or total > max_size)
            ):
                with contextlib.suppress(OSError):
                    Path(path).unlink()
                total -= size

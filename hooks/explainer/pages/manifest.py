"""What became of pages, charts and datasets, with what they were made from: a record from one build
to the next.

A record is right when all that it was made from still says the same, and when the files that it
became are still those that were written. It is never out of date: it is right or not asked for.
Whether a file is the one that was written is told by its size and its times, which the system sets.

All records of one site are a file in .cache, whole or not there, which names what all of them
depend on: code, versions, settings, templates. Only the last build that was begun writes it: two at
a time write the same site, and neither knows what the other left.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from explainer.digests import digest
from explainer.drawing.cache import Cache
from explainer.facts.dependencies import Dependencies, unchanged
from explainer.facts.model import Library

RECORDS = ".cache/records"  # under the site's folder
Name = tuple[str, str, str]  # what it is, in which language, its id
Stamp = tuple[int, int, int]


def stamp(found: os.stat_result) -> Stamp:
    """Return what tells a file from what stood or will stand in its place."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def written(path: Path | str, content: bytes) -> Stamp:
    """Write a file; return its stamp."""
    try:
        file = open(path, "wb")  # noqa: PTH123, SIM115  # ten thousand times: pathlib is felt
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = open(path, "wb")  # noqa: PTH123, SIM115
    with file:
        file.write(content)
        file.flush()
        return stamp(os.fstat(file.fileno()))


@dataclass
class ManifestEntry:
    """One thing as it was made: from a text and what was read of the data, into files."""

    given: str
    seen: Dependencies = field(default_factory=dict)
    files: dict[str, Stamp] = field(default_factory=dict)  # by path in the site
    more: Any = None  # what else is to be known of it


class Manifest:
    """The records of a site in a folder; `common` is a hash of what all of them depend on."""

    def __init__(self, cache: Cache, site: Path, common: str) -> None:
        self.site = site
        self.files: set[str] = set()  # those in the site that are right, by path
        self.made: dict[Name, ManifestEntry] = {}  # and kept
        self._cache, self._common, self._key = cache, common, digest("records", str(site.resolve()))
        self._claim = uuid4().hex.encode()
        cache.put(self._claim_key, self._claim)
        self._before: dict[Name, ManifestEntry] = {}
        raw = cache.get(self._key)
        if raw and raw[:64] == common.encode():
            self._before = pickle.loads(
                raw[64:]
            )  # a build of ours wrote it: the cache has its hash

    @property
    def _claim_key(self) -> str:
        return digest("claim", self._key)

    def before(self, name: Name) -> ManifestEntry | None:
        """Return a record of the last build, right or not."""
        return self._before.get(name)

    def right(self, name: Name, given: str, library: Library) -> ManifestEntry | None:
        """Return a record if it is right."""
        record = self._before.get(name)
        if not record or record.given != given or not unchanged(record.seen, library):
            return None
        try:
            for path, one in record.files.items():
                if stamp(os.stat(f"{self.site}/{path}")) != one:  # noqa: PTH116  # as above
                    return None
        except OSError:
            return None
        return record

    def keep(self, name: Name, record: ManifestEntry) -> None:
        """Keep a record for the next build."""
        self.made[name] = record
        self.files.update(record.files)

    def end(self) -> None:
        """Write down what was kept, if no other build was begun meanwhile."""
        if self._cache.get(self._claim_key) == self._claim:
            self._cache.put(self._key, self._common.encode() + pickle.dumps(self.made, protocol=5))
        else:
            self._cache.drop(self._key)

"""A build writes over the last site, and removes at its end what it did not write again.

MkDocs empties the folder first. To make a file takes seven times as long as to write over one, and
a site has thousands; and a build that stops at a mistake leaves the last good site where it was.

What was written again is told by what the system notes of each file, before and after: not by
dates, since clocks are set back. As with MkDocs, what is hidden at the top of the folder (`.git`,
`.nojekyll`) stays, and anything else that no build wrote (a `CNAME` put there by hand) goes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from mkdocs import utils
from mkdocs.exceptions import PluginError

from explainer.pages.manifest import Stamp, stamp

ROOM = 10 * 2**20  # bytes that a build may need beside the last site
SOURCES = "data", "docs", "hooks", "overrides"


class Overwriting:
    """One for the life of the process, which then never empties a folder."""

    def __init__(self) -> None:
        self._before: dict[str, Stamp] = {}
        utils.clean_directory = lambda directory: None  # noqa: ARG005  # MkDocs' own name

    def start(self, site: Path) -> None:
        """Begin a build of all languages."""
        self._before = {}
        for entry in _visible(site):
            self._note(entry, entry.name)

    def _note(self, entry: os.DirEntry[str], path: str) -> None:
        if entry.is_symlink():  # else what is written there would land elsewhere
            Path(entry).unlink()
        elif entry.is_dir():
            for one in os.scandir(entry):
                self._note(one, f"{path}/{one.name}")
        else:
            self._before[path] = stamp(entry.stat())

    def finish(self, site: Path, kept: Collection[str] = ()) -> None:
        """Remove what is left of the last site, but for files that are `kept`, by their paths in
        the site."""
        for entry in _visible(site):
            self._cleared(entry, entry.name, kept)

    def _cleared(self, entry: os.DirEntry[str], path: str, kept: Collection[str]) -> bool:
        """Whether nothing is left of a file or folder."""
        if entry.is_dir(follow_symlinks=False):
            inside = [*os.scandir(entry)]
            left = [one for one in inside if not self._cleared(one, f"{path}/{one.name}", kept)]
            if not left:
                Path(entry).rmdir()
            return not left
        if path in kept or stamp(entry.stat(follow_symlinks=False)) != self._before.get(path):
            return False
        Path(entry).unlink()
        return True


def _visible(site: Path) -> Iterator[os.DirEntry[str]]:
    for entry in sorted(os.scandir(site), key=lambda entry: entry.name):
        if not entry.name.startswith("."):
            yield entry


def make_ready(site: Path, root: Path) -> None:
    """Make the folder of the site, if it is one that a build may write and clear.

    Raises PluginError, in one sentence, when it is none; nothing is touched then.
    """
    name = _shown(site, root)
    here, home = site.resolve(), root.resolve()
    if home.is_relative_to(here) or any(here.is_relative_to(home / one) for one in SOURCES):
        raise PluginError(
            f"{name}: a build removes from this folder what it did not write, and your own files "
            "are there; name another with --site-dir"
        )
    if site.is_symlink() and not site.exists():
        raise PluginError(f"{name}: this link leads nowhere; remove it, or make what it names")
    if site.exists() and not site.is_dir():
        raise PluginError(
            f"{name}: the site is to be written here, and this is no folder; move it away, or "
            "name another folder with --site-dir"
        )
    try:
        site.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=site):
            pass
        free = shutil.disk_usage(site).free
    except OSError as error:
        raise PluginError(
            f"{name}: the site cannot be written here ({error.strerror}); free the disk, make the "
            "folder yours to write, or name another with --site-dir"
        ) from error
    # Files are written over: a disk found full half-way would leave pages cut short.
    if free < ROOM:
        raise PluginError(
            f"{name}: only {free / 2**20:.1f} MB are free on its disk, and a build may need "
            f"{ROOM // 2**20}; free some, or name another folder with --site-dir"
        )


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

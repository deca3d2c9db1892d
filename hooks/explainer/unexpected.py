"""What nobody foresaw, told in one line: what was being done, with which file, what to do about it.

The last guard, of the bridge and of `python -m explainer`. The traceback that a maintainer needs is
there with TRACEBACK=1 in the environment.
"""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path

_HOUSE = Path(__file__).parent.parent
_DISK = {
    errno.ENOSPC: "the disk is full; free some of it",
    errno.EDQUOT: "the disk is full for you; free some of it",
    errno.EROFS: "it may only be read; write elsewhere",
    errno.EACCES: "it is not yours to open; change its owner or its permissions",
    errno.EPERM: "it is not yours to open; change its owner or its permissions",
    errno.ENOENT: "it is missing; put it back",
    errno.EISDIR: "a folder is in the place of this file; move it away",
    errno.ENOTDIR: "a file is in the place of its folder; move that away",
    errno.EEXIST: "a file is in the place of this folder; move it away",
    errno.ELOOP: "the link leads to itself; remove it",
    errno.ENAMETOOLONG: "the name is too long; shorten it",
    errno.EMFILE: "too many files are open; raise `ulimit -n`",
    errno.EIO: "the disk cannot be read; check it",
}


def wants_traceback() -> bool:
    """Whether a maintainer has asked to see where a mistake in the code is."""
    return bool(os.environ.get("TRACEBACK"))


def told(error: BaseException, doing: str) -> str:
    """Return one line on an exception that is none of ours, met while `doing` something."""
    if isinstance(error, OSError) and error.errno in _DISK:
        file = f"{_near(error.filename)}: " if error.filename else ""
        return f"{file}{_DISK[error.errno]}, then start again (while {doing})"
    said = " ".join(str(error).split())[:200]
    template, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if template and line:  # or Python: what does not hold to their syntax
        return f"{_near(template)}:{line}: {said}; mend this line (while {doing})"
    if isinstance(error, MemoryError):
        return f"The memory is full, while {doing}; end other programs, then start again"
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return (
        f"{_place(error)}: {what}, while {doing}; this is a mistake in the code, please report it "
        "with the file that you changed last (TRACEBACK=1 shows where it comes from)"
    )


def _place(error: BaseException) -> str:
    """Where in our own code it was, or in what that calls."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if _is_ours(Path(one.filename))]
    if not frames:
        return "The program"
    last = (ours or frames)[-1]
    return f"{_near(last.filename)}:{last.lineno}"


def _is_ours(path: Path) -> bool:
    inside = path.is_relative_to(Path.cwd()) or path.is_relative_to(_HOUSE)
    return inside and "site-packages" not in path.parts


def _near(name: object) -> str:
    """A path as short as it can be said."""
    path = Path(os.fsdecode(name) if isinstance(name, bytes) else str(name))
    for base in (Path.cwd(), _HOUSE.parent):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return str(path)

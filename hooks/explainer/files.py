"""Files that editors write, read with a sentence for whatever cannot be read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from explainer.characters import refused
from explainer.errors import Problem, Where

LARGEST = 1_000_000  # bytes: some ten thousand observations


def content_of(
    path: Path, file: str, problems: list[Problem], root: Path | None = None
) -> bytes | None:
    """Return the bytes of a file that is there, `file` being how sentences call it; None, and a
    problem noted, when it is none that we read. A link may not lead out of `root`."""
    message = _not_readable(path, root)
    if not message:
        try:
            return path.read_bytes()
        except OSError as error:
            message = f"the file cannot be read ({error.strerror}); change its permissions"
    problems.append(Problem(Where(file, 1), message))
    return None


def _not_readable(path: Path, root: Path | None) -> str:
    try:
        found = path.stat()
    except OSError as error:
        whither = {errno.ENOENT: "nowhere", errno.ELOOP: "back to itself"}.get(error.errno or 0)
        if whither and path.is_symlink():
            return f"the link leads {whither}; delete it, or put the file itself here"
        return f"the file cannot be read ({error.strerror}); change its permissions"
    if stat.S_ISDIR(found.st_mode):
        return "it is a folder, and a file is needed; rename or delete it"
    if not stat.S_ISREG(found.st_mode):
        return "it is no ordinary file; delete it"
    if root and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        return "the link leads out of the project; put the file itself here"
    too_large = f"the file has {found.st_size:,} bytes; split it into files of at most {LARGEST:,}"
    return too_large if found.st_size > LARGEST else ""


def decoded(content: bytes, file: str, problems: list[Problem]) -> str | None:
    """Return bytes as text with plain line ends; None, and a problem noted for each line that has
    what no file of ours may hold."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(Where(file, line), "the file is not UTF-8; save it as UTF-8"))
        return None
    text = text.replace("\r\n", "\n")
    if not refused(text, lines=True):
        return text
    for number, line_text in enumerate(text.split("\n"), 1):
        found = refused(line_text, lines=True)
        if found:
            problems.append(Problem(Where(file, number), f"the line {found[1]}"))
    return None


def text_of(path: Path, file: str, problems: list[Problem], root: Path | None = None) -> str | None:
    """Return what a file says; None, and what is wrong noted, when it cannot be read."""
    content = content_of(path, file, problems, root)
    return None if content is None else decoded(content, file, problems)

"""Files of others as rows of cells: CSV, what is copied from a sheet or a page, XLSX.

Bytes become text in the encoding that they have, text becomes cells by the sign that parts them in
most lines. Each row keeps its line in the file, so that a sentence can name it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.editing.sheets import NotASheet, rows_of_workbook
from explainer.editing.speaking import Stop, Voice

LARGEST = 5_000_000  # bytes: some twenty times the largest table that a dataset can hold
_MOST_ROWS = 20_000
_KNOWN = (  # what a file is that is no text, by its first bytes
    (b"\xd0\xcf\x11\xe0", "old_workbook"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "packed"),
)
_SEPARATORS = "\t;,|"


@dataclass(frozen=True)
class Row:
    """A row of cells; `line` counts from 1, in the file or in the sheet."""

    line: int
    cells: tuple[str, ...]

    def at(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Grid:
    """The rows of a file that hold anything, each as wide as the widest; `file` is its name, and
    `separator` what parted cells, none in a workbook."""

    file: str
    rows: tuple[Row, ...]
    separator: str = ""

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def grid(path: Path, name: str, sheet: str | None, voice: Voice) -> Grid:
    """Return the table of a file; Stop, with a sentence, when it holds none."""
    content = _content(path, name, voice)
    for start, kind in _KNOWN:
        if content.startswith(start):
            raise Stop([voice(f"file:{kind}", file=name)])
    if content.startswith(b"PK"):
        try:
            rows = rows_of_workbook(content, sheet)
        except NotASheet as error:
            raise Stop([voice(f"file:{error.key}", file=name, **error.values)]) from None
        except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError):
            raise Stop([voice("file:broken", file=name)]) from None
        separator = ""
    else:
        text = _text(content, name, voice)
        separator = _separator(text)
        rows = list(_parted(text, separator, name, voice))
    if len(rows) > _MOST_ROWS:
        raise Stop([voice("file:long", file=name, number=len(rows), most=_MOST_ROWS)])
    kept = tuple(
        Row(line, tuple(cell.strip() for cell in cells))
        for line, cells in rows
        if any(cell.strip() for cell in cells)
    )
    if not kept:
        raise Stop([voice("file:empty", file=name)])
    return Grid(name, kept, separator)


def _content(path: Path, name: str, voice: Voice) -> bytes:
    if not path.exists():
        raise Stop([voice("file:missing", file=name)])
    if not path.is_file():
        raise Stop([voice("file:no_file", file=name)])
    if (size := path.stat().st_size) > LARGEST:
        raise Stop([voice("file:large", file=name, number=size, most=LARGEST)])
    try:
        return path.read_bytes()
    except OSError:
        raise Stop([voice("file:closed", file=name)]) from None


def _text(content: bytes, name: str, voice: Voice) -> str:
    """Bytes as text: UTF-8, UTF-16 with or without its mark, or what Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    text = None
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise Stop([voice("file:binary", file=name)])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str) -> str:
    """The sign that parts cells: the one by which most lines have the same number of cells, more
    than one."""
    best, found = 0, ","
    for sign in _SEPARATORS:
        reader = csv.reader(io.StringIO(text[:100_000]), delimiter=sign)
        widths: Counter[int] = Counter()
        try:
            widths.update(len(cells) for cells in reader if any(cells))
        except csv.Error:
            continue
        widths.pop(1, None)
        if widths:
            width, lines = widths.most_common(1)[0]
            score = lines * 100 + min(width, 99) * (sign != ",")
            if score > best:
                best, found = score, sign
    return found


def _open_quote(text: str, separator: str) -> int:
    """The line that begins what a quotation mark opens and none closes; 0 if there is none."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    line = 0
    try:
        for _ in reader:
            line = reader.line_num
    except csv.Error as error:
        return line + 1 if "end of data" in str(error) or "limit" in str(error) else 0
    return 0


def _parted(text: str, separator: str, name: str, voice: Voice) -> Iterator[tuple[int, list[str]]]:
    if where := _open_quote(text, separator):
        raise Stop([voice("file:quotes", where=f"{name}:{where}")])
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    line = 1
    for cells in reader:
        yield line, _of_markdown(cells) if separator == "|" else cells
        line = reader.line_num + 1


def _of_markdown(cells: list[str]) -> list[str]:
    """A row of a table in Markdown without its frame; nothing of the line under its heads."""
    inner = cells[1:] if cells and not cells[0].strip() else cells
    inner = inner[:-1] if inner and not inner[-1].strip() else inner
    return [] if all(re.fullmatch(r"\s*:?-{2,}:?\s*", cell) for cell in inner) else inner

"""The cells of an XLSX workbook, as a person sees them: texts, numbers, days.

A workbook is a zip of XML files, which the standard library reads. What a number is (a day, a
percentage) is told by its style alone: so a few parts of styles.xml are read too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_MOST = 60_000_000  # bytes of one part, unpacked
_WIDEST = 500  # columns
_DAYS = {
    *range(14, 18),
    22,
    *range(27, 37),
    *range(45, 48),
    *range(50, 59),
}  # formats of Excel's own
_PERCENT = {9, 10}
_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
Rows = list[tuple[int, list[str]]]


class NotASheet(Exception):
    """What stands against reading a workbook: the key of a sentence, and what fills its holes."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def rows_of_workbook(content: bytes, wanted: str | None) -> Rows:
    """Return the rows of the sheet of a name, or of the only one that holds anything."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = set(file.namelist())
        if "xl/workbook.xml" not in names:
            raise NotASheet("no_workbook")
        book = _xml(file, "xl/workbook.xml")
        places = {
            one.get("Id"): one.get("Target", "")
            for one in _all(_xml(file, "xl/_rels/workbook.xml.rels"), "Relationship")
        }
        shared = (
            [_said(one) for one in _all(_xml(file, "xl/sharedStrings.xml"), "si")]
            if "xl/sharedStrings.xml" in names
            else []
        )
        styles = _styles(_xml(file, "xl/styles.xml")) if "xl/styles.xml" in names else {}
        from_1904 = any(one.get("date1904") in ("1", "true") for one in _all(book, "workbookPr"))
        found: dict[str, Rows] = {}
        for sheet in _all(book, "sheet"):
            id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = places.get(id, "").lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            if path in names and "worksheet" in path:
                found[sheet.get("name", path)] = list(
                    _rows(_xml(file, path), shared, styles, from_1904)
                )
    if wanted is not None and wanted not in found:
        raise NotASheet("no_such_sheet", word=wanted, list=", ".join(found))
    full = {name: rows for name, rows in found.items() if any(any(cells) for _, cells in rows)}
    if wanted is None and len(full) > 1:
        raise NotASheet("which_sheet", list=", ".join(full))
    return found[wanted] if wanted is not None else next(iter(full.values()), [])


def _xml(file: zipfile.ZipFile, name: str) -> Element:
    if file.getinfo(name).file_size > _MOST:
        raise NotASheet("unpacked")
    with file.open(name) as part:
        content = part.read(_MOST + 1)
    if b"<!DOCTYPE" in content[:1000] or b"<!ENTITY" in content:  # it may grow without end
        raise NotASheet("broken")
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError:
        raise NotASheet("broken") from None


def _all(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


def _said(item: Element) -> str:
    """The text of a cell, less how it is spoken (Japanese) and what stands raised: footnotes."""
    found = ""
    for part in item:
        tag = part.tag.rpartition("}")[2]
        if tag == "t":
            found += part.text or ""
        elif tag == "r" and not any(
            one.get("val") == "superscript" for one in _all(part, "vertAlign")
        ):
            found += "".join(one.text or "" for one in _all(part, "t"))
    return found


def _styles(root: Element) -> dict[int, str]:
    """What the numbers of each style are: a day, a percentage, or neither."""
    own = {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in _all(root, "numFmt")}
    cells = next(_all(root, "cellXfs"), None)
    found = {}
    for number, one in enumerate(cells if cells is not None else ()):
        id = int(one.get("numFmtId", 0))
        code = _LETTERS.sub("", own.get(id, "")).lower()
        if id in _DAYS or re.search(r"[yd]|m{3}", code):
            found[number] = "day"
        elif id in _PERCENT or "%" in code:
            found[number] = "percent"
    return found


def _rows(
    sheet: Element, shared: list[str], styles: Mapping[int, str], from_1904: bool
) -> Iterator[tuple[int, list[str]]]:
    line = 0
    for row in _all(sheet, "row"):
        line = int(row.get("r", line + 1))
        cells: list[str] = []
        for cell in row:
            place = re.fullmatch(r"([A-Z]{1,3})\d+", cell.get("r", ""))
            column = _column(place[1]) if place else len(cells)
            if column >= _WIDEST:
                break
            cells += [""] * (column - len(cells))
            cells.append(_cell(cell, shared, styles, from_1904))
        yield line, cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: Element, shared: list[str], styles: Mapping[int, str], from_1904: bool) -> str:
    kind = cell.get("t", "n")
    value = next((one.text or "" for one in cell if one.tag.endswith("}v")), "")
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    if kind == "inlineStr":
        return "".join(_said(one) for one in _all(cell, "is"))
    if kind in ("str", "d", "e") or not value:
        return "" if kind == "e" else value
    return _number(float(value), styles.get(int(cell.get("s", 0)), ""), from_1904)


def _number(number: float, style: str, from_1904: bool) -> str:
    if style == "day" and 0 < number < 2_900_000:
        start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (a day)
        return (start + timedelta(days=int(number))).date().isoformat()
    # What a person typed, as 8.29 for 8.289999999999999: no sheet shows more than 15 digits.
    text = format(Decimal(f"{number:.15g}"), "f")
    if style == "percent":
        return f"{format((Decimal(text) * 100).normalize(), 'f')}%"
    return text

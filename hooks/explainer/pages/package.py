"""All the data in one package that any program reads: tables in both languages at once, described
as a Data Package (version 2), in one archive, and in one workbook.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from explainer.facts.addresses import FILES
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.downloads import LICENCE
from explainer.pages.package_tables import Table, tables

FOLDER = f"{FILES}/package"
ARCHIVE, WORKBOOK = f"{FOLDER}.zip", f"{FOLDER}.xlsx"
DESCRIPTOR = "datapackage.json"
_MADE = (1980, 1, 1, 0, 0, 0)  # the same archive on every day
_KINDS = {"number": "number", "day": "date"}  # what is no text


def package_files(
    library: Library, locales: Mapping[str, Locale], site: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the package by path in the site: its descriptor and tables, the archive
    that holds them with a README in each language, and the workbook.

    `locales` are the languages by code, with the site's name in each.
    """
    found = tables(library, locales, site)
    inside = {f"{one.name}.csv": _csv(one) for one in found}
    inside[DESCRIPTOR] = _descriptor(library, found, locales, site)
    yield from ((f"{FOLDER}/{name}", content) for name, content in inside.items())
    readmes = {
        f"README.{code}.md": _readme(found, library, locale, site).encode()
        for code, locale in locales.items()
    }
    yield ARCHIVE, zipped({**readmes, **inside})
    yield WORKBOOK, _workbook(found, locales)


def package_paths() -> list[str]:
    """Return the paths of the files of the package."""
    names = ("observations", "datasets", "charts", "entities", "units", "sources")
    return [*(f"{FOLDER}/{one}.csv" for one in names), f"{FOLDER}/{DESCRIPTOR}", ARCHIVE, WORKBOOK]


def _csv(table: Table) -> bytes:
    """RFC 4180, and no byte-order mark: programs read it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([one.name for one in table.columns])
    writer.writerows([[_plain(value) for value in row] for row in table.rows])
    return out.getvalue().encode()


def _plain(value: Any) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _descriptor(
    library: Library, found: tuple[Table, ...], locales: Mapping[str, Locale], site: str
) -> bytes:
    """What the tables hold, as Data Package 2 says it; texts in French bear the name of the
    language, as its internationalisation pattern has it."""
    french, english = locales["fr"], locales["en"]
    body = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": english.site_key,
        "title": english.site_name,
        "title@fr": french.site_name,
        "description": english.word("package_lede"),
        "description@fr": french.word("package_lede"),
        "homepage": site,
        "languages": ["en", "fr"],
        "version": str(_day(library)),
        "created": f"{_day(library)}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "contributors": [{"title": english.site_name, "path": site, "roles": ["publisher"]}],
        "resources": [_resource(one) for one in found],
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _day(library: Library) -> date:
    """The day to which the data are known."""
    if library.edition:
        return library.edition.closed
    return max(one.cutoff for one in library.datasets.values())


def _resource(table: Table) -> dict[str, Any]:
    fields = []
    for one in table.columns:
        field: dict[str, Any] = {
            "name": one.name,
            "type": _KINDS.get(one.type, "string"),
            "description": one.en,
            "description@fr": one.fr,
        }
        if one.required:
            field["constraints"] = {"required": True}
        fields.append(field)
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields,
    }
    if "issued" not in table.key:  # which most observations lack, and a key may not
        schema["primaryKey"] = list(table.key)
    refers = [one for one in table.columns if one.refers]
    if refers:
        schema["foreignKeys"] = [
            {"fields": [one.name], "reference": {"resource": one.refers, "fields": ["id"]}}
            for one in refers
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": table.en,
        "description@fr": table.fr,
        "schema": schema,
    }


def _readme(found: tuple[Table, ...], library: Library, locale: Locale, site: str) -> str:
    lines = [
        f"# {locale.site_name}",
        "",
        locale.word("package_lede"),
        "",
        f"{locale.word('edition', locale.date(_day(library)))} {site}{locale.root}",
        "",
        f"{locale.word('package_licence')} {LICENCE}",
    ]
    for table in found:
        lines += ["", f"## {table.name}.csv", "", vars(table)[locale.code], ""]
        lines += [f"- `{one.name}`: {vars(one)[locale.code]}" for one in table.columns]
    return "\n".join(lines) + "\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files, the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _workbook(found: tuple[Table, ...], locales: Mapping[str, Locale]) -> bytes:
    """A sheet of definitions, then one for each table; numbers are numbers, days are days, and no
    text is taken for a formula or a link."""
    import xlsxwriter  # type: ignore[import-untyped]  # when asked: few runs write a workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": locales["en"].site_name, "created": datetime(*_MADE, tzinfo=UTC)}
        )
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("definitions")
        sheet.write_row(0, 0, ("table", "column", "français", "English"), head)
        rows: list[tuple[str, ...]] = []
        for table in found:
            rows.append((table.name, "", table.fr, table.en))
            rows += [(table.name, one.name, one.fr, one.en) for one in table.columns]
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
        sheet.set_column(2, 3, 70)
        sheet.freeze_panes(1, 0)
        for table in found:
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, [one.name for one in table.columns], head)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
            for number, values in enumerate(table.rows, 1):
                for column, value in enumerate(values):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif isinstance(value, Decimal | int):
                        sheet.write_number(number, column, float(value))
                    elif value:
                        sheet.write_string(number, column, value)
    return out.getvalue()

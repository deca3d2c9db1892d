"""What `records` declares, for those who edit: JSON Schemas, head lines, the guide's tables.

An editor that knows YAML (VS Code with its extension, PyCharm …) reads the head line of a data
file, and then completes fields, explains them, and underlines what is wrong while one types.
`bill schemas` writes it all anew; a test fails when that was forgotten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explainer.facts.fields import Field, Record
from explainer.facts.flow_model import FLOWS
from explainer.facts.flow_records import flows
from explainer.facts.load import BY_ID, FOLDERS, LISTS, folders, read_units
from explainer.facts.records import SOURCE
from explainer.kinds import CHART, KINDS

FOLDER = "schemas"
HEAD = "# yaml-language-server: $schema="
GUIDES = {"en": "README.md", "fr": "LISEZMOI.md"}
_TITLES = {
    "units": ("Ce que comptent les nombres", "What numbers count"),
    "entities": ("Qui ou quoi", "Whoever or whatever a series is about"),
    "families": ("De quoi parlent les jeux de données", "What datasets are about"),
    "sources": ("Documents et pages", "Documents and pages where figures were read"),
    "dataset": ("Un jeu de données", "A dataset"),
    "chart": ("Un graphique", "A chart"),
    "bill": ("Une facture", "A bill"),
    "company": ("La page d'une entreprise", "The page of a company"),
    "corrections": ("Ce que nous avons corrigé", "What we corrected"),
    "claims": ("Les affirmations vérifiées", "The claim ledger"),
    "quotations": ("Les citations", "Quotations"),
    "timeline": ("La chronologie", "The timeline"),
    "projections": ("Les projections", "The projections"),
    "sites": ("Les sites", "The sites"),
    "promises": ("Les promesses suivies", "Pledges tracked"),
    "flows": ("Qui paie qui", "Who pays whom"),
    "glossary": ("Le glossaire", "The glossary"),
    "editions": ("Les éditions du site", "Editions of the site"),
    "releases": ("Les adresses publiées", "Addresses that were published"),
    "redirects": ("Les adresses qui ont changé", "Addresses that have changed"),
    "search": ("Les mots que tapent les lecteurs", "The words that readers type"),
    "accepted": ("Les cas acceptés des contrôles", "Accepted cases of checks"),
    "numbers": ("Les nombres écrits à la main", "Numbers typed by hand"),
    "refresh": ("Ce qui est lu par machine", "What is read by machine"),
}
_ONE = {"datasets": "dataset", "charts": "chart", "bills": "bill", "companies": "company"}
_KINDS = re.compile(r"(<!-- kinds -->\n).*?(<!-- end -->)", re.DOTALL)
_TABLE = re.compile(r"(<!-- fields: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def files(data: Path) -> dict[str, str]:
    """Return the text of each schema by file name: `dataset.json`, `entities.json` … Datasets count
    in the units of `data`."""
    schemas: dict[str, tuple[Record, dict[str, Any]]] = {}
    for name, record in {**BY_ID, "sources": SOURCE}.items():
        # minProperties is not asked: an empty file is told by the loader, in words.
        of_ids = {"type": "object", "additionalProperties": _reference(record)}
        schemas[name] = record, of_ids
    for name, record in LISTS.items():
        schemas[name] = record, {"type": "array", "items": _reference(record)}
    for record in (*folders(read_units(data).values(), CHART).values(), _flows(data)):
        schemas[record.id] = record, _reference(record)
    return {f"{name}.json": _document(name, *given) for name, given in schemas.items()}


def _flows(data: Path) -> Record:
    return flows(tuple(read_units(data).values()))


def _reference(record: Record) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{record.id}"}


def _document(name: str, record: Record, root: dict[str, Any]) -> str:
    french, english = _TITLES[name]
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{english} / {french}",
        **({"allOf": [root]} if "$ref" in root else root),  # draft 7 ignores all beside a $ref
        # Draft 7 calls it `definitions`; a $ref finds it by any name.
        "$defs": {one.id: _record(one) for one in _records(record)},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _records(record: Record) -> Iterator[Record]:
    """The record and all those inside it."""
    yield record
    for one in record.fields:
        for inner in one.type.refers:
            yield from _records(inner)


def _record(record: Record) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {one.name: _field(one) for one in record.fields},
        "required": [one.name for one in record.fields if one.required],
        "additionalProperties": False,
    }
    if record.one_of:
        schema["anyOf"] = [{"required": list(names)} for names in record.one_of]
    return schema


def _field(one: Field) -> dict[str, Any]:
    about = {"title": one.name, "description": f"{_sentence(one.en)}\n\n{_sentence(one.fr)}"}
    schema = dict(one.type.schema)
    return {**about, **({"allOf": [schema]} if "$ref" in schema else schema)}


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def schema_of(path: Path, data: Path) -> str:
    """Return the address of a data file's schema, as its head line writes it."""
    inner = path.relative_to(data)
    if len(inner.parts) == 1:
        return f"{FOLDER}/{inner.stem}.json"
    folder = inner.parts[0]
    name = _ONE.get(folder, folder)  # one record a file
    return f"../{FOLDER}/{name}.json"


def data_files(data: Path) -> Iterator[Path]:
    """Yield the files that have a schema."""
    names = (*BY_ID, *LISTS, FLOWS)
    yield from (path for name in names if (path := data / f"{name}.yml").exists())
    for folder in (*FOLDERS, "sources"):
        yield from sorted((data / folder).glob("*.yml"))


def table(record: Record, language: str) -> str:
    """Return the fields of a record as a Markdown table in one language."""
    heads = {"fr": "| champ | sens |", "en": "| field | meaning |"}
    must = {"fr": "obligatoire", "en": "required"}[language]
    rows = [heads[language], "|---|---|"]
    for one in record.fields:
        about = {"fr": one.fr, "en": one.en}[language]
        choices = one.type.schema.get("enum", ())
        listed = f" ({', '.join(f'`{choice}`' for choice in choices)})" if choices else ""
        rows.append(f"| `{one.name}`{f' ({must})' if one.required else ''} | {about}{listed} |")
    return "\n".join(rows) + "\n"


def kinds_table(language: str) -> str:
    """Return what each kind of chart is for, as a Markdown table in one language."""
    heads = {"fr": "| pour montrer | prenez |", "en": "| to show | take |"}[language]
    rows = (f"| {getattr(kind, language)} | `{name}` |" for name, kind in KINDS.items())
    return "\n".join((heads, "|---|---|", *rows)) + "\n"


def known(data: Path) -> dict[str, Record]:
    """Return every record that may stand in a file, by its id."""
    in_folders = folders(read_units(data).values(), CHART).values()
    roots = (*BY_ID.values(), *LISTS.values(), *in_folders, SOURCE, _flows(data))
    return {one.id: one for root in roots for one in _records(root)}


def guide(text: str, language: str, data: Path) -> str:
    """Return a guide with its tables of fields as they should be."""
    records = known(data)
    text = _TABLE.sub(lambda match: match[1] + table(records[match[2]], language) + match[3], text)
    return _KINDS.sub(lambda match: match[1] + kinds_table(language) + match[2], text)


def wanted(data: Path) -> dict[Path, str]:
    """Return what each file that this module writes should hold: schemas, heads, guides."""
    found = {data / FOLDER / name: text for name, text in files(data).items()}
    for path in data_files(data):
        text = path.read_text(encoding="utf-8")
        body = text.partition("\n")[2] if text.startswith(HEAD) else text
        found[path] = f"{HEAD}{schema_of(path, data)}\n{body}"
    for language, name in GUIDES.items():
        if (data / name).exists():
            found[data / name] = guide((data / name).read_text(encoding="utf-8"), language, data)
    return found


def write(data: Path) -> list[Path]:
    """Write what differs from what it should be; return those files."""
    changed = []
    for path, text in wanted(data).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed

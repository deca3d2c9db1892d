"""The files under docs/: those that pages are made of, and those that would be taken for pages.

Checks and MkDocs take the same files: hidden ones are passed over by both, and what one of them
would take otherwise than the other (links, other endings, two files of one address) is refused.
The bridge asks MkDocs in the end what it took: see `not_taken`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from explainer.errors import Problem, Where
from explainer.language.locales import LOCALES

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # what MkDocs takes for a page
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


def address_of(page: Path) -> str:
    """Return where a page stands in the site by its path in docs/fr: without the last slash."""
    path = PurePosixPath(page.as_posix()).with_suffix("")
    return str(path.parent if path.name in ("index", "README") else path).removeprefix(".")


def pages_in(folder: Path) -> list[Path]:
    """Return the pages of a folder and of those in it, in order.

    A link, and what may not be read, is told and never opened: it may lead to what is no page, and
    sentences repeat what they find.
    """
    return sorted(
        path
        for path in folder.rglob("*.md")
        if not _is_hidden(path.relative_to(folder))
        and not path.is_symlink()
        and path.is_file()
        and os.access(path, os.R_OK)
    )


def _is_hidden(inside: Path) -> bool:
    """Whether programs keep something here for themselves: .#index.md, ._index.md, .obsidian/."""
    return any(part.startswith(".") for part in inside.parts)


def problems_of(docs: Path) -> Iterator[Problem]:
    """Yield the files that look like pages and become none, or that only some programs take."""
    addresses: dict[str, Path] = {}
    for path in sorted(docs.rglob("*")):
        inside = path.relative_to(docs)
        where = Where(path.relative_to(docs.parent).as_posix(), 1)
        if _is_hidden(inside):
            continue
        if path.is_symlink():
            yield Problem(
                where,
                f'this is a link to "{path.readlink().as_posix()}", which copies of the site may '
                "not have; put what it leads to in its place",
            )
            continue
        if path.suffix.lower() not in _MARKDOWN:
            continue
        if path.is_dir():
            yield Problem(where, f"this is a folder; rename it without {path.suffix}")
            continue
        if path.suffix != ".md" or inside.parts[0] not in LOCALES or not path.is_file():
            yield Problem(
                where,
                "no page is made of this; name it ….md and move it into docs/fr/ or docs/en/, "
                "or delete it",
            )
            continue
        if not os.access(path, os.R_OK):
            yield Problem(where, "the page cannot be read; give yourself the right to read it")
        odd = next((part for part in inside.parts if not _NAME.fullmatch(part)), None)
        if odd:
            yield Problem(
                where,
                f'"{odd}" becomes part of an address; name it with letters from a to z, '
                "digits, - and _, and its twin likewise",
            )
        name = inside.with_suffix("")
        if name.name.casefold() in ("index", "readme"):
            name = name.parent
        other = addresses.setdefault(name.as_posix().casefold(), path)
        if other is not path:
            twin = other.relative_to(docs.parent).as_posix()
            yield Problem(where, f"the page has the address of {twin}; keep one of them")


def not_taken(docs: Path, code: str, taken: Collection[str]) -> list[Problem]:
    """Return the pages of a language that the site generator left out; `taken` are paths under
    docs/."""
    return [
        Problem(
            Where(path.relative_to(docs.parent).as_posix(), 1),
            "the site leaves this page out, and checks read it; delete it, or take it out of "
            "exclude_docs and draft_docs in mkdocs.yml",
        )
        for path in pages_in(docs / code)
        if path.relative_to(docs).as_posix() not in taken
    ]

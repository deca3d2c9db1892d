"""Which sections were read beside their twin since either changed, and which are behind it.

`bill reviewed docs/fr/index.md` records that a page and its twin say the same, as
short hashes of their sections in data/reviews.yml. A section that stays as it was while its twin
has changed is stale until the pair is recorded again: `make check` warns, TRANSLATION.md lists it,
and the page may say so.

Why a file beside the pages and not their front matter: an editor who mends a comma should not see
ten lines of hashes, and one file shows in a pull request what was read again. Hashes of pairs and
not of numbered sections: then a section may be moved, renamed or added and the rest stay reviewed.
Hashes of content and not dates of commits: a shallow clone, a rebase or a copy knows no dates.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.checking.markdown_source import Section, page_of, source_of
from explainer.checking.page_files import pages_in
from explainer.errors import Problem, Where, did_you_mean
from explainer.files import text_of

REPORT = "TRANSLATION.md"
_FILE = "data/reviews.yml"
_HEAD = """\
# Sections read in both languages: the hash of the French text, then of the English one.
# Written by `make reviewed PAGE=docs/fr/index.md`; nobody need read or edit it.
"""
_TITLE = """\
# Translation

Neither language is the original: each is written from the facts. When one changes, this list says
what to read again in the other. `make check` writes it, and `make reviewed PAGE=docs/fr/index.md`
records that a page and its twin say the same.
"""
_PAGE = re.compile(r"(\S+):")
_PAIR = re.compile(r"  - ([0-9a-f]{8}) ([0-9a-f]{8})(?: #.*)?")
_NAMES = {"fr": "French", "en": "English"}


@dataclass(frozen=True)
class Lag:
    """A section to read again. `behind` is the language that did not change, or None when both
    did or when the pair was never recorded."""

    page: str
    french: Section
    english: Section
    behind: str | None

    def sections(self) -> tuple[Section, Section]:
        """The section that is behind, and the one that is ahead."""
        pair = (self.french, self.english)
        return pair[::-1] if self.behind == "en" else pair


def stale(docs: Path, code: str, page: str) -> list[str]:
    """Return the titles of the sections of a page (a path under docs/<code>) that are behind their
    twin, so that it can tell its readers; empty when none is.

    Titles come as they are typed, with `…` in place of figures.
    """
    lines = _recorded(docs.parent).get(page)
    lags = _lags(docs, page, lines) if lines else []
    return [lag.sections()[0].title for lag in lags if lag.behind == code and lag.french.level]


def problems_of(docs: Path) -> Iterator[Problem]:
    """Yield the lines of data/reviews.yml that record nothing, as a merge may leave them."""
    text = _text(docs.parent)
    for number, line in enumerate(text.split("\n"), 1):
        known = not line.strip() or line.startswith("#") or _PAGE.fullmatch(line)
        if not known and not _PAIR.fullmatch(line):
            yield Problem(
                Where(_FILE, number),
                "the line is no page and no pair of hashes; take it out, then run "
                "make reviewed PAGE=… for the page above it",
            )


def notices_of(docs: Path) -> Iterator[Problem]:
    """Yield what is to be read again; nothing is wrong. Silent where nothing was ever recorded."""
    recorded = _recorded(docs.parent)
    for page in _pages(docs) if recorded else ():
        french, english = (f"{docs.name}/{code}/{page}" for code in ("fr", "en"))
        remedy = f"then run make reviewed PAGE={french}"
        if page not in recorded:
            yield Problem(
                Where(french, 1),
                f"the page was never recorded as saying what {english} says; read both, {remedy}",
            )
            continue
        lags = _lags(docs, page, recorded[page])
        changed = [lag for lag in lags if lag.behind is None]
        if changed:
            names = ", ".join(f"{lag.french} ({english}:{lag.english.line})" for lag in changed)
            yield Problem(
                Where(french, changed[0].french.line),
                f"not read in both languages since both changed: {names}; read both, {remedy}",
            )
        for lag in lags:
            if lag.behind:
                behind, ahead = lag.sections()
                file, twin = (french, english) if lag.behind == "fr" else (english, french)
                yield Problem(
                    Where(file, behind.line),
                    f"{behind} is stale: it is as it was before its twin {twin}:{ahead.line} "
                    f"changed; bring it up to date if need be, {remedy}",
                )


def report(docs: Path) -> str:
    """Return TRANSLATION.md: what is to be read again, page by page."""
    recorded = _recorded(docs.parent)
    pages = _pages(docs)
    rows = []
    for page in pages:
        if page not in recorded:
            rows.append(f"| `{page}` | whole page | | never recorded |")
            continue
        for lag in _lags(docs, page, recorded[page]):
            titles = [one.title.replace("|", "\\|") for one in (lag.french, lag.english)]
            state = f"{_NAMES[lag.behind]} is stale" if lag.behind else "both changed"
            rows.append(f"| `{page}` | {' | '.join(titles)} | {state} |")
    lines = [_TITLE]
    if rows:
        lines += ["| page | French section | English section | state |", "|---|---|---|---|", *rows]
    else:
        lines.append(f"Nothing to read again: {len(pages)} pages are recorded as they are.")
    return "\n".join(lines) + "\n"


def renew(root: Path) -> Iterator[Problem]:
    """Rewrite TRANSLATION.md, where there is one, when it is not what it should be; say so."""
    file = root / REPORT
    if not os.path.lexists(file):
        return
    flaws: list[Problem] = []
    text, before = report(root / "docs"), text_of(file, REPORT, flaws, root)
    if flaws:
        yield from flaws
    elif before != text:
        file.write_text(text, encoding="utf-8")
        yield Problem(Where(REPORT, 1), "the list was out of date and is rewritten; commit it")


def record(root: Path, names: Iterable[str]) -> list[str]:
    """Record that pages say what their twins say; return their paths under docs/fr.

    A name is a page of either language, or a folder of pages. Raises ValueError with a sentence.
    """
    docs, flaws = root / "docs", list[Problem]()
    if os.path.lexists(root / _FILE) and text_of(root / _FILE, _FILE, flaws, root) is None:
        raise ValueError("\n".join(map(str, flaws)))
    pages = sorted({page for name in names for page in _named(docs, name)})
    recorded = {page: lines for page, lines in _recorded(root).items() if page in _pages(docs)}
    for page in pages:
        pairs = _pairs(docs, page)
        if not pairs:
            raise ValueError(
                f"docs/fr/{page} and docs/en/{page} have not the same headings; run make check"
            )
        recorded[page] = [
            f"  - {_hash(french)} {_hash(english)} # {french.title}" for french, english in pairs
        ]
    body = [line for page in sorted(recorded) for line in (f"{page}:", *recorded[page])]
    (root / _FILE).write_text(_HEAD + "\n".join(body) + "\n", encoding="utf-8")
    return pages


def _named(docs: Path, name: str) -> list[str]:
    parts = Path(name).parts
    under = Path(*parts[2:]).as_posix() if len(parts) > 2 else ""
    known = _pages(docs)
    found = [page for page in known if page == under or not under or page.startswith(f"{under}/")]
    if parts[:1] != ("docs",) or parts[1:2] not in (("fr",), ("en",)) or not found:
        close = did_you_mean(name, [f"docs/fr/{page}" for page in known])
        raise ValueError(f'"{name}" is no page with a twin{close}')
    return found


# -- what stands, and what is recorded -------------------------------------------------------------


def _pages(docs: Path) -> list[str]:
    """The pages that both languages have."""
    found = [
        {path.relative_to(docs / code).as_posix() for path in pages_in(docs / code)}
        for code in ("fr", "en")
    ]
    return sorted(found[0] & found[1])


def _pairs(docs: Path, page: str) -> list[tuple[Section, Section]]:
    """The sections of a page and of its twin; none where headings differ, which `parity` tells."""
    french, english = (
        page_of(source_of(docs / code / page), f"{docs.name}/{code}/{page}").sections
        for code in ("fr", "en")
    )
    if [one.level for one in french] != [one.level for one in english]:
        return []
    pairs = zip(french, english, strict=True)
    return [pair for pair in pairs if any(line.strip() for one in pair for line in one.source)]


def _hash(section: Section) -> str:
    words = " ".join(" ".join(section.source).split())
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _text(root: Path) -> str:
    """What data/reviews.yml says; nothing when it cannot be read, which `facts.load` tells."""
    file = root / _FILE
    return (text_of(file, _FILE, []) or "") if file.exists() else ""


def _recorded(root: Path) -> dict[str, list[str]]:
    """The lines of each page in data/reviews.yml; lines that are not understood are left out."""
    found: dict[str, list[str]] = {}
    page = ""
    for line in _text(root).split("\n"):
        name = _PAGE.fullmatch(line)
        if name:
            page = name[1]
            found[page] = []
        elif page and _PAIR.fullmatch(line):
            found[page].append(line)
    return found


def _lags(docs: Path, page: str, lines: Iterable[str]) -> list[Lag]:
    recorded = {match.groups() for line in lines if (match := _PAIR.fullmatch(line))}
    known = [{pair[side] for pair in recorded} for side in (0, 1)]
    lags = []
    for french, english in _pairs(docs, page):
        pair = _hash(french), _hash(english)
        if pair in recorded:
            continue
        same = [digest in side for digest, side in zip(pair, known, strict=True)]
        behind = {(True, False): "fr", (False, True): "en"}.get((same[0], same[1]))
        lags.append(Lag(page, french, english, behind))
    return lags

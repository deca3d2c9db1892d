"""`python -m explainer [verb] [folder]`: what is done with data/ and docs/, without a site.

`check`, which is meant when no verb is given, says what is wrong. It exits 1 and prints one
sentence a line when something is; under GitHub Actions, each is also an annotation on the pull
request. What is only worth knowing is told after that, and fails nothing.

`reviewed docs/fr/index.md` records that a page (or each page of a folder) and its twin were read
together, as they are now, and say the same.

`draw 1/4` draws the first quarter of the charts into the folder's .cache/drawings, for a build
shared over machines: each machine draws its part, the folders are merged, and a build that has the
merged folder draws nothing. `SITE_URL` must be that of the build, since pictures bear the address
of their page.

`refresh` reads filings and exchange rates by machine, changes data/ accordingly and tells what it
found (see `explainer.refresh`); with `--dry-run` it only tells. `form event.json` does the same for
an issue form that somebody has filled in, told by GitHub's event; `--replies FOLDER` writes the
answers there (see `explainer.forms`). `format` writes the files of data/ in their one canonical
way.

`new` and `import` add a thing, or a table of others, to data/ and docs/ (see `explainer.editing`).

`grades` tells how many cells of each family are at grade A, of how many, as `before` of
data/editions.yml says it when the work on an edition begins.

`release` notes in data/releases.yml which addresses the site has: from then on, one that goes needs
a redirect. It belongs to each publication of an edition.

`schemas` writes what editors' programs read: JSON Schemas, the head lines of data files, the
guides' tables of fields.

`bill` (hooks/bill.py) has these verbs too, and those of the site generator.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from explainer.characters import shown
from explainer.checking import proofreading, reviews, schemas, settings, spelling, terms, words
from explainer.checking.data import problems_of as data_problems
from explainer.checking.pages import problems_of as page_problems
from explainer.checking.pages import unread, unshown
from explainer.checking.warnings import notices_of
from explainer.drawing.cache import DRAWINGS, Cache
from explainer.drawing.render import font_problems
from explainer.editing import running as editing
from explainer.editing import speaking as edits
from explainer.errors import DataError, Problem, Where, did_you_mean
from explainer.facts.grades import grade_counts
from explainer.facts.model import Library
from explainer.facts.site_address import BadAddress, site_address
from explainer.files import content_of
from explainer.forms import speaking as forms
from explainer.forms.running import form
from explainer.language.locales import LOCALES, named
from explainer.load import read_library
from explainer.pages.generated import ChartMaker
from explainer.pages.lasting import release_entry
from explainer.pages.markdown_extension import Build
from explainer.pages.render_queue import TASKS, DrawingFailed, Job, RenderQueue
from explainer.refresh.copies import sources
from explainer.refresh.running import format_all, refresh
from explainer.unexpected import told, wants_traceback
from explainer.yaml_nodes import Refused, composed

VERBS = {
    "check": "say what is wrong in data and pages",
    "draw": "draw a part of the charts, for a build that is shared over machines: draw 1/4",
    "reviewed": "record that a page and its twin say the same: reviewed docs/fr/index.md",
    "new": "add a dataset, chart, page, company, entity, source, claim, event or term",
    "import": "turn a CSV, an XLSX or a copied table into a dataset",
    "schemas": "rewrite data/schemas/, the heads of data files and the guides' tables of fields",
    "grades": "tell how many cells of each family are at grade A",
    "release": "note the addresses that the site has now in data/releases.yml: they are to last",
    "refresh": "read new filings and exchange rates into data/; refresh --dry-run only tells",
    "sources": "ask the Internet Archive for copies of sources, and tell which pages are gone",
    "form": "write what an issue form says into data/: form event.json",
    "format": "write the files of data/ in their one canonical way",
}
_DOING = {  # else checking
    "draw": "drawing",
    "refresh": "refreshing",
    "sources": "asking for the sources of",
    "form": "reading a form for",
    "format": "writing",
} | dict.fromkeys(editing.VERBS, "adding to")
PREVIEWED = "http://127.0.0.1:8000/"  # where a site is that nobody publishes, see mkdocs.yml


def main(root: Path) -> int:
    """Check the site under `root`; return the exit status."""
    if _words_fail():
        return 1
    library, problems = problems_in(root)
    docs, error = root / "docs", DataError(problems)
    for problem in error.problems:
        _tell(problem, "error")
    notices = (
        *unshown(docs, library),
        *(() if problems else (*terms.unshared(docs, library), *notices_of(library))),
        *reviews.notices_of(docs),
        *reviews.renew(root),
    )
    for notice in notices:
        _tell(notice, "warning")
    if not spelling.is_possible():
        sys.stdout.write(f"{spelling.NOT_CHECKED}\n")
    if not error.problems:
        counts = len(library.datasets), len(library.charts)
        sys.stdout.write("Data and pages: no problem ({} datasets, {} charts).\n".format(*counts))
    return 1 if error.problems else 0


def problems_in(root: Path) -> tuple[Library, list[Problem]]:
    """Return the data of the site under `root`, and all that is wrong in it and in its pages."""
    library, problems = read_library(root / "data")
    problems += font_problems()
    docs = root / "docs"
    known = replace(library, unread=library.unread | unread(docs))
    to_editors = [room.sentences() for room in (edits, forms)]
    read = [*proofreading.passages(docs, library), *words.passages()]
    read += [one for said, _ in to_editors for one in words.passages(said)]
    return library, [
        *problems,
        *(problem for _, unreadable in to_editors for problem in unreadable),
        *settings.problems_of(root),
        *data_problems(library),
        *page_problems(docs, library),
        *proofreading.problems_of(read, known),
        *(spelling.problems_of(root / "data", read, known) if spelling.is_possible() else ()),
        *reviews.problems_of(docs),
    ]


def _words_fail() -> bool:
    """Whether something is wrong in the site's own words; it is told then, and nothing else can be:
    whatever is said may need the very word."""
    error = DataError(words.problems_of())
    for problem in error.problems:
        _tell(problem, "error")
    return bool(error.problems)


def _tell(problem: Problem, kind: str) -> None:
    sys.stdout.write(f"{problem}\n")
    if os.environ.get("GITHUB_ACTIONS"):
        where = f"file={_property(problem.where.file)},line={problem.where.line}"
        sys.stdout.write(f"::{kind} {where}::{_data(problem.message)}\n")


def _data(text: str) -> str:
    """A text inside a workflow command: none of it begins another one."""
    return shown(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def review(root: Path, page: str) -> int:
    """Record that a page and its twin say the same; return the exit status."""
    try:
        pages = reviews.record(root, [page])
    except ValueError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    for name in pages:
        sys.stdout.write(f"Recorded: docs/fr/{name} and docs/en/{name} say the same.\n")
    for notice in reviews.renew(root):
        sys.stdout.write(f"Written: {notice.where.file}\n")
    return 0


def release(root: Path) -> int:
    """Note the addresses of the site as it is; return the exit status."""
    library, problems = problems_in(root)
    if problems:
        sys.stdout.write(f"{DataError(problems)}\n")
        return 1
    if not library.edition:
        sys.stdout.write("data/editions.yml:1: there is no edition yet; add its day\n")
        return 1
    path = root / "data" / "releases.yml"
    before = path.read_text("utf-8") if path.exists() else ""
    entry = release_entry(root / "docs", Build(library, LOCALES["fr"]))
    path.write_text((before or f"{schemas.HEAD}schemas/releases.json\n") + entry, "utf-8")
    sys.stdout.write(f"Written: {path.name}\n" if entry else "No new address since the last.\n")
    return 0


def draw(root: Path, part: int, parts: int) -> int:
    """Draw one part of the charts into the cache; return the exit status."""
    if _words_fail():
        return 1
    library, problems = read_library(root / "data")
    problems += font_problems()
    if problems:
        sys.stdout.write(f"{DataError(problems)}\n")
        return 1
    raw, published = os.environ.get("SITE_URL", PREVIEWED), bool(os.environ.get("REPOSITORY"))
    try:
        site = site_address(raw, published=published)
        make = ChartMaker(library, site, named(_site_names(root)))
    except BadAddress as error:
        sys.stdout.write(f"SITE_URL {error}\n")
        return 1
    except DataError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    jobs = [Job(id, code) for code in LOCALES for id in library.charts][part - 1 :: parts]
    for job in jobs:
        for task in TASKS:
            make(job, task, RenderQueue(Cache(root / DRAWINGS), validate=False))
    sys.stdout.write(f"Drawn: {len(jobs)} of {len(library.charts) * len(LOCALES)} charts.\n")
    return 0


def _site_names(root: Path) -> dict[str, str]:
    """Return what mkdocs.yml calls the site in each language, which pictures bear.

    It is composed, as our own files are: some of its values have tags that only MkDocs knows.
    """
    path, problems = root / "mkdocs.yml", list[Problem]()
    names: dict[str, str] = {}
    with contextlib.suppress(Refused):
        content = content_of(path, path.name, problems) if os.path.lexists(path) else None
        found = composed(content, path.name, problems) if content is not None else None
        fields = dict(found.items()) if found else {}
        if "site_name" in fields:
            names = dict.fromkeys(LOCALES, fields["site_name"].text())
        plugins = fields["plugins"].list() if "plugins" in fields else []
        for plugin in (dict(one.items()) for one in plugins if one.is_group):
            i18n = plugin.get("i18n")
            languages = dict(i18n.items()).get("languages") if i18n else None
            for language in languages.list() if languages else ():
                of = dict(language.items())
                if "site_name" in of and "locale" in of:
                    names[of["locale"].text()] = of["site_name"].text()
    if not names and not problems:
        problems.append(Problem(Where(path.name, 1), 'it has no "site_name"; add it'))
    if problems:
        raise DataError(problems)
    return names


def tell_grades(root: Path) -> int:
    """Print the counts of grades as an edition holds them; return the exit status."""
    library, problems = read_library(root / "data")
    if problems:
        sys.stdout.write(f"{DataError(problems)}\n")
    else:
        counts = grade_counts(library)
        said = ", ".join(f"{id}: [{a}, {n}]" for id, (a, n) in sorted(counts.items()) if id and n)
        sys.stdout.write(f"  before: {{{said}}}\n")
    return 1 if problems else 0


def write_schemas(root: Path) -> int:
    """Write what `schemas` makes, and name the files that changed; return the exit status."""
    problems = read_library(root / "data")[1]
    if problems:  # a schema names the units that there are, and heads are written into files
        sys.stdout.write(f"{DataError(problems)}\n")
        return 1
    for path in schemas.write(root / "data"):
        sys.stdout.write(f"Written: {path.relative_to(root).as_posix()}\n")
    return 0


def edit(verb: str, words: Sequence[str]) -> int:
    """Add to the site what an editor asks for; return the exit status."""
    if _words_fail():
        return 1
    terminal = editing.Opened(
        sys.stdout.write,
        _asked if sys.stdin and sys.stdin.isatty() else None,
        lambda root: problems_in(root)[1],
        datetime.now(UTC).date(),
    )
    return editing.edit(verb, words, os.environ, terminal)


def _asked(prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _arguments(verb: str, words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"bill {verb}", description=VERBS[verb])
    if verb == "reviewed":
        parser.add_argument("page", help="a page or a folder of pages, as docs/fr/index.md")
    if verb == "draw":
        parser.add_argument("part", help="which part of how many, as 1/4")
    if verb == "form":
        parser.add_argument("event", type=Path, help="the JSON of GitHub's event of an issue")
        parser.add_argument("--replies", metavar="FOLDER", type=Path, help="write them there")
    if verb == "refresh":
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
    if verb == "sources":
        parser.add_argument("--lost", metavar="FILE", type=Path, help="write what is gone there")
    if verb in ("refresh", "sources"):
        parser.add_argument("--report", metavar="FILE", type=Path, help="write the report there")
    parser.add_argument("folder", nargs="?", default=".", type=Path, help="where data/ is")
    arguments = parser.parse_args(words)
    if verb == "draw":
        share = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", arguments.part)
        if not share or int(share[1]) > int(share[2]):
            parser.error(f'"{arguments.part}" is not a part; write it like 1/4')
        arguments.share = int(share[1]), int(share[2])
    return arguments


def _do(verb: str, given: argparse.Namespace) -> int:
    folder: Path = given.folder
    does: dict[str, Callable[[], int]] = {
        "check": lambda: main(folder),
        "draw": lambda: draw(folder, *given.share),
        "reviewed": lambda: review(folder, given.page),
        "schemas": lambda: write_schemas(folder),
        "grades": lambda: tell_grades(folder),
        "release": lambda: release(folder),
        "refresh": lambda: refresh(
            folder,
            os.environ,
            datetime.now(UTC).date(),
            sys.stdout.write,
            dry_run=given.dry_run,
            report_to=given.report,
        ),
        "sources": lambda: sources(
            folder,
            os.environ,
            datetime.now(UTC).date(),
            sys.stdout.write,
            report_to=given.report,
            lost_to=given.lost,
        ),
        "form": lambda: form(
            folder,
            given.event,
            os.environ,
            sys.stdout.write,
            check=problems_in,
            replies_to=given.replies,
        ),
        "format": lambda: format_all(folder, sys.stdout.write),
    }
    return does[verb]()


def run(words: Sequence[str]) -> int:
    """Do what a command line asks for; return the exit status. What nobody foresaw is one line."""
    for stream in (sys.stdout, sys.stderr):  # a pipe under Windows knows few letters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    verb, *rest = words or ("check",)
    if verb not in VERBS:
        if not (verb.startswith("-") or Path(verb).is_dir()):
            sys.stderr.write(f'"{verb}" is no verb{did_you_mean(verb, VERBS)}\n')
            return 2
        verb, rest = "check", [*words]
    folder = Path()
    try:
        if verb in editing.VERBS:  # they read their own words
            return edit(verb, rest)
        arguments = _arguments(verb, rest)
        folder = arguments.folder
        status = _do(verb, arguments)
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:  # whoever read what is said has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except DrawingFailed as error:
        sys.stdout.write(f"{error}\n")
        status = 1
    except Exception as error:
        if wants_traceback():
            raise
        doing = f"{_DOING.get(verb, 'checking')} {folder}"
        sys.stdout.write(f"{told(error, doing)}\n")
        status = 1
    return status


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

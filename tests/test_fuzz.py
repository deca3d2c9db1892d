"""Inputs that nobody thought of end in our sentences or in a site, never in anybody's exception.

A few are tried each time, the same for everybody; `HYPOTHESIS_PROFILE=weekly` tries very many, others
each time. What fails is shrunk, and told as a call that can be tried again.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from explainer.characters import shown
from explainer.checking.data import problems_of as data_problems
from explainer.checking.pages import problems_of as page_problems
from explainer.errors import DataError
from explainer.facts.cells import FigureError
from explainer.facts.figures import write_figure, write_figures
from explainer.facts.model import Library
from explainer.kinds.tables import Table
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.downloads import dataset_files
from tests.conftest import PROJECT
from tests.made_charts import description_of, table_of
from tests.test_markdown import render

LIMIT = 20  # seconds of computing for one input, far beyond what any takes: else it would hang

settings.register_profile(
    "few",
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "weekly", settings.get_profile("few"), max_examples=2000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Fail after so many seconds of computing, however busy the machine is."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return

    def too_long(*_: object) -> None:
        raise AssertionError(f"{LIMIT} seconds of computing were not enough")

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


# What does something in a terminal, or turns text around.
ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# What hurts somewhere, and what is near to what we read.
ODD = [
    *(
        "",
        " ",
        "\n",
        "---",
        "...",
        "%",
        "@",
        "&a",
        "*a",
        "!!python/object:os.system",
        "<<",
        "~",
        "=",
        "-",
    ),
    *(
        "0",
        "-0",
        "00",
        "1e999",
        ".inf",
        ".nan",
        "1_000",
        "0x1F",
        "0o17",
        "12:30:45",
        "１.５０",
        "1,5",
    ),
    *(
        "9" * 40,
        "0." + "0" * 40 + "1",
        "0000",
        "9999-Q4",
        "2025-Q5",
        "2025-13",
        "2025-02-30",
        "20260301",
    ),
    *("true", "yes", "null", "None", "nan", "index", "con", "../x", "a/b", "A", "é", "x" * 500),
    *(
        "\x00",
        "\x08",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u202e",
        "\ue000wide x y\ue000",
        "\ufffc",
        "\ud7ff",
    ),
    *(
        "<script>",
        "</table>",
        "&lt;",
        "{{",
        "}}",
        "{{ x }}",
        "{% x %}",
        "::: chart x",
        "`",
        "[a](b)",
    ),
    *(
        "http://",
        "javascript:alert(1)",
        "https://[",
        "https://a b",
        "//evil.example",
        "mailto:a@b.c",
    ),
]
words = st.sampled_from(ODD) | st.text(max_size=30)
scalars = (
    words | st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a file."""
    if path:
        yield path
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield from _paths(node[key], (*path, key))


FILES = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "data").rglob("*.yml"))
LOADED = {file: yaml.safe_load((PROJECT / file).read_text(encoding="utf-8")) for file in FILES}
PLACES = [(file, path) for file in FILES for path in _paths(LOADED[file])]
PAGES = ("docs/fr/index.md", "docs/fr/understand/capex.md")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small project, of which each example changes one file."""
    return Path(shutil.copytree(PROJECT, tmp_path_factory.mktemp("fuzz") / "project"))


@contextlib.contextmanager
def changed(folder: Path, file: str, text: str) -> Iterator[None]:
    """The project with one file that says something else."""
    raw = text.encode("utf-8", errors="surrogatepass")
    before = (folder / file).read_bytes()
    (folder / file).write_bytes(raw)
    try:
        yield
    finally:
        (folder / file).write_bytes(before)


def checked(folder: Path) -> tuple[Library, DataError]:
    """Everything that is told about a project; what has no problem is written in every way."""
    library, problems = read_library(folder / "data")
    error = DataError(
        [*problems, *data_problems(library), *page_problems(folder / "docs", library)]
    )
    for problem in error.problems:
        assert problem.where.line >= 1
        assert not ACTS.search(shown(str(problem))), repr(str(problem))
    return library, error


def written(library: Library) -> None:
    """Whatever has passed the checks can be told."""
    for locale in LOCALES.values():
        for chart in library.charts.values():
            assert isinstance(table_of(chart, library, locale), Table)
            assert description_of(chart, library, locale)
            write_figures(chart.title[locale.code], library, locale)
        for dataset in library.datasets.values():
            assert all(dataset_files(dataset, library, locale).values())


def _with(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = _with(node[path[0]], path[1:], value)
    return copy


@given(place=st.sampled_from(PLACES), value=values)
def test_any_value_at_any_place_of_the_data(
    place: tuple[str, tuple[Any, ...]], value: Any, folder: Path
) -> None:
    file, path = place
    text = yaml.dump(_with(LOADED[file], path, value), allow_unicode=True, sort_keys=False)
    with changed(folder, file, text), bounded():
        library, error = checked(folder)
        if not error.problems:
            written(library)


@given(file=st.sampled_from(FILES), text=st.lists(words, max_size=12).map("\n".join))
@example(file="data/entities.yml", text="a: &a [*a]")
@example(file="data/entities.yml", text="? {a: b}\n: c")
@example(file="data/entities.yml", text="[" * 2000)
def test_any_text_in_place_of_a_file_of_data(file: str, text: str, folder: Path) -> None:
    with changed(folder, file, text), bounded():
        checked(folder)


@given(file=st.sampled_from(FILES), at=st.floats(0, 1), cut=st.integers(0, 30), put=words)
def test_a_slip_of_the_hand_in_a_file_of_data(
    file: str, at: float, cut: int, put: str, folder: Path
) -> None:
    text = (PROJECT / file).read_text(encoding="utf-8")
    place = int(at * len(text))
    with changed(folder, file, text[:place] + put + text[place + cut :]), bounded():
        library, error = checked(folder)
        if not error.problems:
            written(library)


# Figures, as they are and with parts that are near to right.
PARTS = [
    *(
        "firms.capex/acme@2025-Q4",
        "firms.capex/globex@2025-Q4",
        "firms.capex/*@2025-Q3",
        "acme.capex/acme@2025",
    ),
    *("acme.capex/acme@2025-Q1..2025-Q4", "@", "/", "..", "#", ".low", ".high", ",", "|"),
    *(
        "sum",
        "difference",
        "change",
        "ratio",
        "of",
        "to",
        "about",
        "exact",
        "short",
        "words",
        "euros",
        "plain",
    ),
    *("date", "claim", "2025-10-29", "10", "0.5", "-1", "1e9", "0.00000000000000000001", "9" * 30),
]
figures = st.lists(st.sampled_from(PARTS) | words, max_size=8).map(" ".join)


@given(body=figures, code=st.sampled_from([*LOCALES]))
def test_any_words_between_braces(body: str, code: str, library: Library) -> None:
    with bounded(), contextlib.suppress(FigureError):
        assert write_figure(body, library, LOCALES[code]).text


# Pages, of pieces that Markdown gives a meaning.
PIECES = [
    *(
        "::: chart acme-bars",
        "::: dataset firms.capex",
        "::: claims",
        ":::",
        ":::chart",
        "\u00a0::: chart acme-bars",
    ),
    *(
        "{{ firms.capex/acme@2025-Q4 }}",
        "{{ claim acme-quarter }}",
        "{{",
        "}}",
        "{{{{ x }}}}",
        "{: #x .y }",
        "{.z}",
    ),
    *(
        "# One",
        "## Two",
        "Two\n---",
        "Two\n===",
        "```",
        "~~~",
        "    code",
        "\tcode",
        "`x`",
        "> quote",
        "- item",
    ),
    *(
        "1. item",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[a]: http://b",
        "[^1]",
        "[^1]: note",
        "![x](y.png)",
        "<div>",
    ),
    *(
        "</div>",
        "<div markdown>",
        "<!--",
        "-->",
        "<b title='{{ x }}'>",
        "&amp;",
        "*",
        "**",
        "_",
        "\\",
        "\n",
        "---",
    ),
    *("<" * 50, "[" * 50, "(" * 50, "> " * 50, "- " * 50, "`" * 50, "*a " * 50, "!" * 50),
]
pages = st.lists(st.sampled_from(PIECES) | words, max_size=12).flatmap(
    lambda pieces: st.sampled_from(["\n\n", "\n", " "]).map(lambda gap: gap.join(pieces))
)


@given(file=st.sampled_from(PAGES), text=pages)
def test_any_markdown_on_a_page(file: str, text: str, folder: Path, library: Library) -> None:
    page = (PROJECT / file).read_text(encoding="utf-8")
    with changed(folder, file, f"{page}\n{text}\n"), bounded():
        _, error = checked(folder)
        if not any(problem.where.file == file for problem in error.problems):
            assert render(text, library) is not None


fields = st.dictionaries(
    st.sampled_from(["title", "next", "description", "kicker", "template", "hide", "tags"]) | words,
    values,
    max_size=5,
)


@given(
    file=st.sampled_from(PAGES),
    front=fields,
    mark=st.sampled_from(["---", "--- ", "...", "", "----"]),
)
def test_any_front_matter(file: str, front: dict[str, Any], mark: str, folder: Path) -> None:
    page = (PROJECT / file).read_text(encoding="utf-8").split("---", 2)[2]
    text = f"---\n{yaml.dump(front, allow_unicode=True)}{mark}\n{page}"
    with changed(folder, file, text), bounded():
        checked(folder)

"""Checks and MkDocs take the same files for pages; what one would take otherwise is refused."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from explainer.__main__ import main
from explainer.checking import limits
from explainer.checking.markdown_source import page_of
from explainer.checking.page_files import not_taken, pages_in, problems_of
from explainer.checking.pages import problems_of as page_problems
from explainer.checking.spelling import LONGEST
from explainer.load import read_library
from tests.conftest import SUB_PATH, mkdocs, small_source

PAGE = "---\ntitle: Acme\ndescription: Acme and Globex, two companies that build data centres.\n---\n\nAcme.\n"


def _linked_folder(docs: Path) -> None:
    (docs / "fr" / "linked").symlink_to(docs / "en", target_is_directory=True)


def _loop(docs: Path) -> None:
    (docs / "fr" / "linked").symlink_to(docs / "fr", target_is_directory=True)


def _link(target: str) -> Callable[[Path], None]:
    return lambda docs: (docs / "fr" / "linked.md").symlink_to(target)


LINKS = {
    "to a folder": _linked_folder,
    "to the folder around it": _loop,
    "to nothing": _link("nothing.md"),
    "to itself": _link("linked.md"),
    "out of the checkout": _link("/etc/hostname"),
    "to a page": _link("index.md"),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for a right to make links")
@pytest.mark.parametrize("link", LINKS)
def test_a_link_is_no_page(link: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of what it leads to is read, or said."""
    LINKS[link](project / "docs")
    told = [str(one) for one in problems_of(project / "docs")]
    assert len(told) == 1
    assert told[0].startswith("docs/fr/linked")
    assert 'this is a link to "' in told[0]
    assert told[0].endswith("put what it leads to in its place")
    library, _ = read_library(project / "data")
    assert told[0] in [str(one) for one in page_problems(project / "docs", library)]
    assert main(project) == 1
    assert capsys.readouterr().out == f"{told[0]}\n"


def test_of_a_page_in_another_encoding_nothing_else_is_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "docs" / "en" / "index.md"
    page.write_bytes(page.read_text(encoding="utf-8").encode("utf-16"))
    assert main(project) == 1
    said = "docs/en/index.md:1: the page is not UTF-8; save it as UTF-8\n"
    assert capsys.readouterr().out == said


FILES = {
    "fr/UPPER.MD": "no page is made of this; name it ….md",
    "fr/other.markdown": "no page is made of this; name it ….md",
    "fr/two words.md": '"two words.md" becomes part of an address; name it with letters',
    "fr/été.md": '"été.md" becomes part of an address',
    "fr/a%20b.md": '"a%20b.md" becomes part of an address',
    "fr/two words/page.md": '"two words" becomes part of an address',
    "fr/README.md": "the page has the address of docs/fr/",
    "fr/understand/capex/index.md": "the page has the address of docs/fr/understand/capex",
    "fr/Index.md": "the page has the address of docs/fr/",
    "stray.md": "no page is made of this",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_only_some_would_take_is_told(name: str, project: Path) -> None:
    path = project / "docs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE, encoding="utf-8")
    told = [str(one) for one in problems_of(project / "docs")]
    assert any(FILES[name] in one for one in told), told


def test_what_programs_leave_is_passed_over_by_both(tmp_path: Path) -> None:
    root = small_source(tmp_path / "source")
    for name in ("._index.md", ".obsidian/note.md", ".index.md.swp"):
        path = root / "docs" / "fr" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\x00\xff")
    if os.name != "nt":
        (root / "docs" / "fr" / ".#index.md").symlink_to("user@host.1234:17")
    assert [*problems_of(root / "docs")] == []
    assert all(not path.name.startswith(".") for path in pages_in(root / "docs"))
    built = mkdocs(root, tmp_path / SUB_PATH)
    assert built.returncode == 0, built.stderr


def test_a_page_that_mkdocs_is_told_to_leave_out_is_told(tmp_path: Path) -> None:
    root = small_source(tmp_path / "source")
    assert (
        not_taken(
            root / "docs",
            "fr",
            [p.relative_to(root / "docs").as_posix() for p in pages_in(root / "docs")],
        )
        == []
    )
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "\nexclude_docs: |\n  capex.md\n",
        encoding="utf-8",
    )
    built = mkdocs(root, tmp_path / SUB_PATH)
    assert built.returncode == 1
    assert "docs/fr/understand/capex.md:1: the site leaves this page out" in built.stderr
    assert "Traceback" not in built.stderr


# -- time ------------------------------------------------------------------------------------------

SIZE = 50_000
# What Markdown, or one of our expressions, may look through again and again.
UNITS = (
    "<a", "<a ", "<b>", "</b>", "<div>", "<a lang=", "<a lang='x'>", '<b c="', "<!--", "-->", "<!", "<?",
    "<![CDATA[", "<div markdown>", "<", "&", "&a;", "[", "![", "[[", "(", ")", "](", "[a](", "[x][", "[^1]",
    "[x]: ", "*", "**", "*a ", "_", "__", "_a ", "`", "``a", "~~~", "!", "{", "{{", "}}", "{:", "{: a",
    "{{ a }}", "|", "| a ", ">", "> ", "- ", "1. ", "#", "# ", "=", "-", ":::", "::: ", "\\", "www.",
    "https://a ", "a@", "a.", "'", '"', "«", "é", "a", "1", "1 ", "1.", "1,", " ", "\t", "\u00a0", "a_b*c`d[e",
)  # fmt: skip


def _shapes(unit: str) -> dict[str, str]:
    """The same signs in one line, in lines of a block, in blocks, and each deeper than the last."""
    line = unit * (80 // len(unit))
    many = SIZE // len(line)
    deeper = [f"{'    ' * (n % 12)}{unit}" for n in range(SIZE // 30)]
    return {
        "a line": unit * (SIZE // len(unit)),
        "long lines": "\n\n".join([unit * (4000 // len(unit))] * (SIZE // 4000)),
        "a block": "\n".join([line] * many),
        "blocks": "\n\n".join([line] * many),
        "steps": "\n".join(deeper),
    }


@pytest.mark.parametrize("unit", UNITS)
def test_no_page_keeps_the_check_busy(unit: str) -> None:
    """In CPU time of this process, by what a plain page of that size takes on the same machine:
    most come to less than ten times as much, and what was quadratic to thousands of times."""
    front = "---\ntitle: A\ndescription: B\n---\n\n# {{ a }}\n\n"
    plain = _time_of_a_plain_page(front)
    for shape, body in _shapes(unit).items():
        taken = _time(front + body + "\n")
        assert taken < 60 * max(plain, 0.03), (shape, taken / plain)


@cache
def _time_of_a_plain_page(front: str) -> float:
    return _time(front + ("Acme and Globex build data centres. " * 3 + "\n\n") * (SIZE // 110))


def _time(text: str) -> float:
    began = time.process_time()
    page_of.cache_clear()
    page_of(text, "docs/en/x.md")
    return time.process_time() - began


def test_what_would_take_minutes_is_counted_and_told() -> None:
    """Not timed: a page is right or wrong on every machine."""
    said = {
        "a line": ("<a" * 60_000, "the line has 120000 characters; break it after a sentence"),
        "tags": ("<a\n" * 30_000, "the page has 30000 < without their >"),
        "brackets": ("[[[[\n" * 20_000, "so many signs of Markdown"),
        "lists": ("- " * 40 + "a", "40 lists or quotations stand one in another"),
        "quotations": ("> " * 40 + "a", "40 lists or quotations stand one in another"),
        "a page": ("Acme.\n\n" * 100_000, "the page has 700000 characters"),
    }
    for text, sentence in said.values():
        (problem,) = limits.problems_of(text, "docs/en/x.md")
        assert sentence in str(problem)


@pytest.mark.parametrize("word", ["abcdefghij" * 400, "l'" * 2000 + "a", "a-" * 2000 + "a"])
def test_a_word_without_end_is_told_at_once(
    word: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """To look for what it may have meant takes as long as it is, and that often."""
    for code in ("fr", "en"):
        page = project / "docs" / code / "index.md"
        page.write_text(page.read_text(encoding="utf-8") + f"\n{word}\n", encoding="utf-8")
    assert main(project) == 1
    assert f'"{word[:LONGEST]}…" is in no French dictionary; part it' in capsys.readouterr().out


def test_pages_of_the_site_are_far_from_every_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WORK", limits.WORK // 20)
    for path in pages_in(Path(__file__).parent.parent / "docs"):
        assert [*limits.problems_of(path.read_text("utf-8"), path.name)] == []

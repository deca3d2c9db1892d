"""What stands in data, front matter and settings is text everywhere: it comes through as it was
written, and is nowhere markup, a record, a header or a command."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.utils import meta

from explainer import files
from explainer.__main__ import main, review, write_schemas
from explainer.characters import refused, shown
from explainer.checking import settings
from explainer.errors import Problem, Where
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.load import read_library
from explainer.pages.block import Block
from explainer.pages.chart_text import ChartText
from explainer.pages.citations import bibtex, ris
from explainer.pages.downloads import inert
from explainer.pages.generated import _markdown, shown_on
from explainer.pages.render_queue import RenderQueue
from tests.conftest import ROOT, mkdocs, small_source

AWKWARD = (
    "--- a", "% a", "@a", "a: b", "a #b", "# a #", "'a' \"b\"", "[a](b)", "{a: b}", "{: .a }", "*a* _b_ `c`",
    "a <b> & &lt; c", "<script>a</script>", "a | b", "\\ a\\", "!a", "&a *a", "- a", "? a", "null",
    "1e3", "2025-10-29", "stash0token", "zz1337820767766393449qq", "::: chart acme-bars", "<!-- a -->",
    "é\u202f: «\u00a0😀\u00a0»",
)  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_a_page_made_from_data_has_the_very_title_that_was_written(text: str) -> None:
    body, front = meta.get_data(_markdown("body", title=text, description=text * 50))
    assert front == {"title": text, "description": text * 50}
    made = Markdown(extensions=["attr_list", "md_in_html", "tables", "footnotes"]).convert(body)
    heading, _, rest = made.partition("</h1>")
    assert html.unescape(re.sub("^<h1[^>]*>", "", heading)) == text
    assert rest.strip() == "<p>body</p>"


@pytest.mark.parametrize("text", AWKWARD)
def test_a_chart_names_the_pages_that_draw_it_by_their_very_titles(
    text: str, project: Path, library: Library
) -> None:
    page = project / "docs/en/index.md"
    source = page.read_text(encoding="utf-8")
    page.write_text(
        re.sub(
            "(?m)^title: .*", lambda _: f"title: {json.dumps(text, ensure_ascii=False)}", source
        ),
        encoding="utf-8",
    )
    found = shown_on(project / "docs", library, LOCALES["en"])
    assert found["acme-bars"] == [("index.md", LOCALES["en"].typeset(text))]


def test_no_text_can_hold_what_the_code_marks_places_with() -> None:
    marks = {
        mark
        for path in (ROOT / "hooks").rglob("*.py")
        for mark in re.findall(r'"[^"\n]*\\u(e[0-9a-f]{3}|f[0-8][0-9a-f]{2}|fff[cd]|a66e)', path.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert len(marks) >= 5
    assert all(refused(chr(int(mark, 16)), lines=True) for mark in marks)
    assert refused(Block().stash("<svg/>"))


def test_a_reference_is_one_record_without_commands(project: Path) -> None:
    chart = project / "data/charts/acme-bars.yml"
    text = chart.read_text(encoding="utf-8")
    evil = r'"100 % } \\input{x} ~ ^ _ # $ & @misc{a, ER  - "'
    text = text.replace('"By quarter, billions of dollars"', evil)
    chart.write_text(text, encoding="utf-8")
    library, problems = read_library(project / "data")
    assert problems == []
    one = ChartText(library.charts["acme-bars"], library, LOCALES["en"], RenderQueue())
    entry = bibtex(one, "https://a.example/")
    assert "\\input" not in entry
    depth = 0
    for sign in entry:  # BibTeX counts braces, those after a backslash too
        depth += (sign == "{") - (sign == "}")
        assert depth > 0 or sign in "@misc}\n"
    assert depth == 0
    lines = ris(one, "https://a.example/").split("\r\n")
    assert [line[:6] for line in lines].count("ER  - ") == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", " =1", "\u00a0=1", "＝1", "＠a"])
def test_a_spreadsheet_finds_no_formula(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert inert(f"a{text}") == f"a{text}"


def test_a_terminal_and_a_log_get_no_command() -> None:
    problem = Problem(Where("data/a\n::error::b.yml", 1), 'a "\x1b[31m\x9b\u202e" ##[add-mask]é')
    assert str(problem) == (
        'data/a\\n::error::b.yml:1: a "\\x1b[31m\\x9b\\u202e" #\\x23[add-mask]é'
    )
    assert shown("12\u202f% — 😀") == "12\u202f% — 😀"


def test_a_message_of_a_workflow_is_one_command(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (project / "data/datasets/a,col=9%0A::warning::b.yml").write_text("x", encoding="utf-8")
    page = project / "docs/en/index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\n::: 100%0A::error::x\n", encoding="utf-8")
    assert main(project) == 1
    said = capsys.readouterr().out.splitlines()
    commands = [line for line in said if line.startswith("::")]
    assert len(said) == 2 * len(commands)
    assert all(re.match(r"::error file=[^,:]+,line=\d+::", line) for line in commands)
    assert any("a%2Ccol=9%250A%3A%3Awarning%3A%3Ab.yml" in line for line in commands)
    assert any("100%250A::error::x" in line for line in commands)


def test_a_pipe_that_knows_few_letters_gets_the_sentence(project: Path) -> None:
    dataset = project / "data/datasets/acme.capex.yml"
    text = dataset.read_text(encoding="utf-8").replace("35.62", "１\u202f234")
    dataset.write_text(text, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "explainer", project],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr == b""
    assert b'value "\\uff11\\u202f234" is not a number; write 1234' in told.stdout


@pytest.mark.build
def test_titles_and_names_are_texts_in_every_page(tmp_path: Path) -> None:
    """In menus, heads, search, with what MkDocs adds to them."""
    root = small_source(tmp_path / "copy")
    evil = "R&D < x > \" --- ' costs"
    quoted = json.dumps(evil)
    described = json.dumps(evil + " of a description that is long enough for anybody.")
    fields = {
        "title": f"title: {quoted}",
        "description": f"description: {described}",
    }
    for code in ("fr", "en"):
        page = root / "docs" / code / "understand/capex.md"
        text = page.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(title|description):.*", lambda line: fields[line[1]], text)
        page.write_text(text, encoding="utf-8")
    dataset = root / "data/datasets/acme.capex.yml"
    text = dataset.read_text(encoding="utf-8")
    text = re.sub("name: .*", lambda _: f"name: {{fr: {quoted}, en: {quoted}}}", text, count=1)
    dataset.write_text(text, encoding="utf-8")
    menu = root / "mkdocs.yml"
    text = menu.read_text(encoding="utf-8").replace("- Comprendre:", f"- {quoted}:")
    text = text.replace("Comprendre: Understand", f"{quoted}: {quoted}")
    menu.write_text(text, encoding="utf-8")
    built = mkdocs(root, tmp_path / "site", PREVIEW="true")
    assert built.returncode == 0, built.stderr
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html")]
    assert len(pages) > 20
    shown = [re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL) for page in pages]
    assert not any("R&D" in page or "< x" in page for page in shown)
    linked = re.findall(r"<script type=.application/ld\+json.>(.*?)</script>", "".join(pages))
    assert any(evil.partition('"')[0] in json.dumps(json.loads(one)) for one in linked)
    assert not any("<" in one for one in linked), "which could end the script"
    told = [page for page in pages if "R&amp;D &lt; x &gt; " in page]
    assert len(told) > 20
    index = (tmp_path / "site/search/fr.json").read_text(encoding="utf-8")
    assert "R&D" not in index
    assert "R&amp;D &lt; x &gt;" in index


def test_settings_that_pages_bear_are_one_line_without_control_characters(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        'site_name: "A\\nB"\nextra:\n  note: |\n    two\n    lines\n  key: "a\\u202e"\n'
        'nav:\n  - "A\\u0007": index.md\nhooks: !ENV [A, "b"]\n',
        encoding="utf-8",
    )
    assert [str(one) for one in settings.problems_of(tmp_path)] == [
        'mkdocs.yml:1: site_name has a line break (U+000A) after "A"; write one line',
        'mkdocs.yml:6: key has a mark that turns the direction of writing (U+202E) after "a"; take it out',
        'mkdocs.yml:8: the name of a field has a control character (U+0007) after "A"; take it out',
    ]
    assert settings.problems_of(ROOT) == []


# -- files -----------------------------------------------------------------------------------------


def told(project: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(project) == 1
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["words/fr.txt", "reviews.yml", "README.md", "units.yml", "datasets/acme.capex.yml"]
)
def test_a_file_that_cannot_be_read_is_named(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "data" / name
    path.parent.mkdir(exist_ok=True)

    def with_one(make: Callable[[], object]) -> str:
        path.unlink(missing_ok=True)
        make()
        return "\n".join(map(str, read_library(project / "data")[1]))

    start = f"data/{name}:1: "
    assert f"{start}the file is not UTF-8; save it" in with_one(lambda: path.write_bytes(b"\xff"))
    control = f"{start}the line has a control character (U+0008)"
    assert control in with_one(lambda: path.write_bytes(b"a\x08"))
    assert f"{start}the link leads nowhere" in with_one(lambda: path.symlink_to("nowhere"))
    assert f"{start}the link leads back to itself" in with_one(lambda: path.symlink_to(path.name))
    outside = project.parent / "outside"
    outside.write_text("a", encoding="utf-8")
    assert f"{start}the link leads out of the project" in with_one(lambda: path.symlink_to(outside))
    if hasattr(os, "mkfifo"):
        assert f"{start}it is no ordinary file; delete it" in with_one(lambda: os.mkfifo(path))
    large = f"{start}the file has 1,000,001 bytes; split it into files of at most 1,000,000"
    assert large in with_one(lambda: path.write_bytes(b"#" * (files.LARGEST + 1)))
    path.unlink()
    path.mkdir()
    said = "\n".join(map(str, read_library(project / "data")[1]))
    assert f"{start}nothing reads this" in said or f"{start}it is a folder" in said
    path.rmdir()
    path.write_bytes(b"a")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = "\n".join(map(str, read_library(project / "data")[1]))
    assert f"{start}the file cannot be read (Permission denied); change its permissions" in said


def test_a_file_with_a_name_of_bytes_is_told(project: Path) -> None:
    for folder in ("sources", "datasets", "words", "."):
        (project / "data" / folder).mkdir(exist_ok=True)
        try:
            Path(os.fsdecode(os.fsencode(project / "data" / folder) + b"/a\xff\n.yml")).touch()
        except (OSError, UnicodeError):
            pytest.skip("this file system has no such names")
    said = [str(problem) for problem in read_library(project / "data")[1]]
    assert len(said) == 4
    assert all("a\\udcff\\n.yml:1: " in one for one in said)


def test_marks_and_line_ends_of_windows_change_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in [*(project / "data").rglob("*.yml"), *(project / "data").rglob("*.txt")]:
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert main(project) == 0, capsys.readouterr().out


def test_reviews_that_a_merge_left_in_conflict_are_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviews = project / "data/reviews.yml"
    reviews.write_text("index.md:\n<<<<<<< HEAD\n  - 01234567 89abcdef # a\n", encoding="utf-8")
    assert "data/reviews.yml:2: the line is no page and no pair of hashes" in told(project, capsys)


def test_reviews_that_cannot_be_read_are_not_written_over(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviews = project / "data/reviews.yml"
    reviews.write_bytes(b"\xff")
    assert review(project, "docs/fr/index.md") == 1
    assert "data/reviews.yml:1: the file is not UTF-8" in capsys.readouterr().out
    assert reviews.read_bytes() == b"\xff"


def test_a_list_to_read_again_that_is_no_text_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "TRANSLATION.md").write_bytes(b"\xff")
    main(project)
    assert "TRANSLATION.md:1: the file is not UTF-8; save it as UTF-8" in capsys.readouterr().out


def test_schemas_are_not_made_from_data_that_cannot_be_read(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "data/units.yml").write_bytes(b"\xff")
    assert write_schemas(project) == 1
    assert "data/units.yml:1: the file is not UTF-8" in capsys.readouterr().out

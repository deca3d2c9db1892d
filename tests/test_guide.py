"""The guides hold: followed to the letter they add a company, a chart and a page, and nothing that
may stand in a file is left unexplained."""

from __future__ import annotations

import csv
import functools
import io
import re
from pathlib import Path

import pytest

from explainer.__main__ import main
from explainer.checking import schemas
from explainer.facts import expressions, figures
from explainer.kinds import KINDS
from tests.conftest import REAL, ROOT, SUB_PATH, Site, built, copy_of_the_site, once
from tests.test_site import LANGUAGES, page

GUIDES = {code: ROOT / "data" / name for code, name in schemas.GUIDES.items()}
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_STEP = re.compile(r"^```(\w+) (?:(write|append) )?(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps(text: str) -> list[tuple[str, str, str]]:
    """What a guide says to do, in order: how (write, append, diff), to which file, with what."""
    return [(how or language, file, body) for language, how, file, body in _STEP.findall(text)]


def follow(text: str, root: Path) -> None:
    """Do what a guide says, as an editor would: it is the only thing that this test knows."""
    for how, file, body in steps(text):
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if how == "write":
            assert not path.exists(), f"{file} is there already"
            path.write_text(body, encoding="utf-8")
        elif how == "append":
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(before + body, encoding="utf-8")
        else:
            lines = body.splitlines()
            old = "\n".join(line[1:] for line in lines if line[0] in " -")
            new = "\n".join(line[1:] for line in lines if line[0] in " +")
            content = path.read_text(encoding="utf-8")
            assert content.count(old) == 1, f"{file} does not hold this once: {old}"
            path.write_text(content.replace(old, new), encoding="utf-8")


@pytest.mark.build
def test_a_guide_followed_to_the_letter_leaves_nothing_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_of_the_site(tmp_path / "copy")
    french, english = (GUIDES[code].read_text(encoding="utf-8") for code in ("fr", "en"))
    assert steps(french) == steps(english), "else what one leaves tells nothing of the other"
    follow(french, root)
    assert main(root) == 0, capsys.readouterr().out


def after_the_guide(folder: Path) -> Path:
    """A copy of the site after all that the guide says, with another number in one of its cells."""
    root = copy_of_the_site(folder)
    follow(GUIDES["en"].read_text(encoding="utf-8"), root)  # both take the same steps
    dataset = root / "data" / "datasets" / "meta.capex.yml"
    text = dataset.read_text(encoding="utf-8")
    assert text.count("value: 31.08") == 1
    dataset.write_text(text.replace("value: 31.08", "value: 33.47"), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def edited(shared: Path) -> Site:
    """What is built from that: it takes long, so once."""
    folder = once(shared / "edited", functools.partial(built, after_the_guide))
    return Site(folder / SUB_PATH, REAL)


def test_a_guide_followed_to_the_letter_adds_a_company_a_chart_and_a_page(edited: Site) -> None:
    for code, prefix in LANGUAGES:
        html = page(edited, f"{prefix}industry/exemple")
        assert 'id="exemple-capex"' in html
        assert ("2,43" if code == "fr" else "2.43") in html
    assert "2,12" in page(edited, "verify/data/exemple.capex"), "the correction"


def test_changing_one_number_changes_it_everywhere(edited: Site, site: Site) -> None:
    """Sentence, drawing, table, description and CSV, in both languages; typed in one place only."""
    for code, prefix in LANGUAGES:
        mark = "," if code == "fr" else "."
        old, new = (number.replace(".", mark) for number in ("31.08", "33.47"))
        short = f"{new}\u00a0Md$" if code == "fr" else f"${new}bn"
        before, after = (page(one, f"{prefix}meta/risky-bet/") for one in (site, edited))
        drawn = page(edited, f"{prefix}charts/meta-capex/")
        block = re.search(r'<figure [^>]*id="meta-capex".*?</figure>', drawn, re.DOTALL)
        assert block
        # the drawing, its mark's sentence, its description, the table
        drawing = "".join(re.findall(r"<svg.*?</svg>", block[0], re.DOTALL))
        assert f">{new[:-1].rstrip(mark)}" in drawing or f">33{mark}5<" in drawing
        assert re.search(rf'data-tip="[^"]*{re.escape(short)}[|"]', drawing)
        assert re.search(rf"<desc[^>]*>[^<]*{re.escape(short)}", drawing)
        assert f"<td>{new}</td>" in re.sub("</?span[^>]*>", "", block[0])
        # the sentences: every figure that rests on the cell has another value
        values = [
            re.findall(rf'<a class="figure" data-behind="[^"]*{re.escape(number)}[^"]*"[^>]*><data value="([^"]+)"', html)
            for html, number in ((before, old), (after, new))
        ]  # fmt: skip
        assert values[0]
        assert len(values[0]) == len(values[1])
        assert all(a != b for a, b in zip(*values, strict=True))
        # the page of the dataset, and the files
        assert new in page(edited, f"{prefix}verify/data/meta.capex/")
        folder = edited.folder / prefix / "data"
        plain, french = (folder / f"meta.capex{end}.csv" for end in ("", "_excel-fr"))
        rows = list(csv.DictReader(io.StringIO(plain.read_text(encoding="utf-8"))))
        assert [row["value"] for row in rows if row["period"] == "2026-Q2"] == ["33.47"]
        assert ";33,47;" in french.read_text(encoding="utf-8-sig")
        # and the old one is nowhere
        for path in edited.folder.rglob("*"):
            inside = path.relative_to(edited.folder).as_posix()
            english = inside.startswith("en/") or "_en_" in inside
            if path.suffix in (".html", ".csv") and english is (code == "en"):
                assert old not in path.read_text(encoding="utf-8"), path


def test_both_guides_take_the_same_steps() -> None:
    french, english = (steps(GUIDES[code].read_text(encoding="utf-8")) for code in ("fr", "en"))
    assert french == english
    quarters = re.findall(r"period: \d{4}-Q\d", next(b for _, f, b in english if "datasets" in f))
    assert len(quarters) == 12
    headings = [
        re.findall(r"^(#+) ", GUIDES[code].read_text(encoding="utf-8"), re.MULTILINE)
        for code in GUIDES
    ]
    assert headings[0] == headings[1]


@pytest.mark.parametrize("code", GUIDES)
def test_each_step_is_announced_by_the_name_of_its_file(code: str) -> None:
    text = GUIDES[code].read_text(encoding="utf-8")
    for match in _STEP.finditer(text):
        section = _STEP.sub("", text[: match.start()]).rpartition("\n## ")[2]
        assert f"`{match[3]}`" in section, match[3]


@pytest.mark.parametrize("code", GUIDES)
def test_every_field_is_in_a_table(code: str) -> None:
    """The tables are as `make schemas` writes them, and there is one for each record."""
    text = GUIDES[code].read_text(encoding="utf-8")
    assert text == schemas.guide(text, code, ROOT / "data")
    assert set(re.findall(r"<!-- fields: (\w+) -->", text)) == set(schemas.known(ROOT / "data"))


@pytest.mark.parametrize("code", GUIDES)
def test_each_kind_of_chart_is_told_apart(code: str) -> None:
    text = GUIDES[code].read_text(encoding="utf-8")
    table = text[text.index("| `bars`") :].partition("\n\n")[0]
    assert all(f"`{kind}`" in table for kind in KINDS)


@pytest.mark.parametrize("code", GUIDES)
def test_every_check_that_can_be_accepted_is_named(code: str) -> None:
    from explainer.checking.warnings import CHECKS

    text = GUIDES[code].read_text(encoding="utf-8")
    for name in CHECKS:
        assert f"`{name}`" in text, name


def test_every_word_of_a_figure_is_explained() -> None:
    words = (
        *expressions.OPERATIONS, *figures._WORDS, *figures._FLAGS, *figures._WITH_NUMBER, "sum",
    )  # fmt: skip
    for word in words:
        assert f"{word}" in CONTRIBUTING, word
        assert figures.__doc__ is not None
        assert f"{word}" in figures.__doc__, word


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.index("make serve") < readme.index("make test") < readme.index("make build")
    assert (ROOT / ".github" / "screenshot.png").stat().st_size > 10_000

"""The explorer of a projection as a build makes it: its place in a page, what its script is told, and
the script itself. What readers do with it is in `test_explorer_browser`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from bundling import bundled
from explainer.facts.model import Library
from explainer.language.locales import LOCALES
from explainer.language.words import WORDS
from explainer.load import read_library
from explainer.pages.explorer_block import definition, explorer_files
from explainer.pages.markdown_extension import Build, ExplainerExtension
from explainer.projection import engine
from explainer.projection.javascript import engine_module
from tests.conftest import ROOT
from tests.test_assumptions import told
from tests.test_projecting import changed, ovens  # noqa: F401  # a fixture

SCRIPTS = ROOT / "overrides" / "assets" / "js"


def inputs(d: dict[str, Any], scenario: dict[str, Any]) -> dict[str, Any]:
    """What the script makes of a definition for the engine."""
    values = {
        id: value / per
        for (id, _, per, _), value in zip(d["asked"], scenario["values"], strict=True)
    }
    spent = [one["values"] for one in scenario.get("spending", d["spending"])]
    of_classes = {
        f"{what}s": [values[f"{one}-{what}"] for one in d["classes"]]
        for what in ("share", "lead", "residual")
    }
    lives = [values[f"{one}-life"] for one in d["classes"]]
    return {
        "zero": 0, "first": d["first"], "years": d["years"], "lives": lives, **of_classes,
        "spending": [sum(year) for year in zip(*spent, strict=True)],
        "ai_share": values["ai-share"],
        **{id: values[id] for id in ("growth", "ramp", "margin", "tax", "return", "revenue")},
    }  # fmt: skip


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_script_is_told_what_cells_are_computed_with(code: str, real_library: Library) -> None:
    """The engine comes to the numbers of the datasets, from what the script is told alone."""
    d = json.loads(
        json.dumps(definition(real_library.projections["payback"], real_library, LOCALES[code]))
    )
    known = {one["id"]: one for one in d["scenarios"]}
    for scenario, rows in real_library.datasets["payback.needed"].series.items():
        years = engine.project(inputs(d, known[scenario]))["years"]
        for row in rows:
            assert row.exact is not None or row.value is not None
            exact = float(row.exact if row.exact is not None else row.value or 0)
            assert years[row.period.year - d["first"]]["needed"] == pytest.approx(exact, rel=1e-9)


def test_what_rests_on_what_is_told(real_library: Library) -> None:
    d = definition(real_library.projections["payback"], real_library, LOCALES["en"])
    central = d["scenarios"][0]
    rests = dict(zip((id for id, *_ in d["asked"]), central["bases"], strict=True))
    words = [word for _, word in d["bases"]]
    assert (words[int(rests["growth"])], words[int(rests["margin"])]) == ("our choice", "published")
    assert "growth" not in central["hrefs"], "a choice of ours leads nowhere"
    assert central["hrefs"]["margin"].startswith("en/verify/data/debate.payback_margin/#sequoia")
    assert d["links"]["needed"] == "en/verify/data/payback.needed/"
    assert d["today"]["href"].startswith("en/verify/data/ai.generative_sales/#world")


def test_a_projection_of_anything_can_be_explored(ovens: Path) -> None:  # noqa: F811
    """No sales of today, nobody who pays, no calculation of others."""
    changed(ovens, "high: 100}\n    tax", "high: 100, control: true}\n    tax")
    library, problems = read_library(ovens / "data")
    assert problems == []
    d = definition(library.projections["rent"], library, LOCALES["fr"])
    assert [one["id"] for one in d["controls"]] == ["margin"]
    assert (d["today"], d["payers"], d["year"]) == (None, None, 2030)
    assert d["links"] == {"needed": "verify/data/rent.needed/"}
    assert list(explorer_files(library, LOCALES["en"])) == ["assets/js/rent.en.json"]


def test_at_rest_it_is_a_sentence_and_a_button(real_library: Library) -> None:
    for code, sentence in (("fr", "demande JavaScript"), ("en", "needs JavaScript")):
        build = Build(real_library, LOCALES[code])
        md = Markdown(extensions=[ExplainerExtension(build=build)])
        html = md.convert("::: explorer payback")
        assert sentence in html
        assert re.findall(r"<(button|input|script|style)", html) == ["button"]
        assert 'data-module="explorer"' in html
        assert len(html) < 900


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("::: explorer rents", 'projection "rents" is unknown; did you mean "rent"?'),
        ("::: explorer", '"::: explorer" is not a directive; write it alone on its line, like ::: chart spending-by-year'),
        ("::: explore rent", '"::: explore rent" is not a directive; did you mean "explorer"?'),
        ("::: explorer rent", '"::: explorer rent" has nothing to show; add control: true to an input in data/projections.yml'),
    ],
)  # fmt: skip
def test_an_explorer_that_shows_nothing(line: str, sentence: str, ovens: Path) -> None:  # noqa: F811
    assert told(ovens, line) == [sentence]


def test_one_explorer_in_a_language(ovens: Path) -> None:  # noqa: F811
    changed(ovens, "high: 100}\n    tax", "high: 100, control: true}\n    tax")
    assert told(ovens, "::: explorer rent") == []
    (again,) = told(ovens, "::: explorer rent", "docs/en/understand/capex.md")
    assert re.match(r'"::: explorer rent" stands at docs/en/index.md:\d+ too; keep one', again)


# -- the script --------------------------------------------------------------------------------------


def source_of(name: str) -> str:
    if name == "engine.js":
        return engine_module()
    return (SCRIPTS / name).read_text(encoding="utf-8")


def test_a_script_asks_for_words_that_it_is_told(real_library: Library) -> None:
    """Words are asked for by name in scripts, where no check of words looks."""
    d = definition(real_library.projections["payback"], real_library, LOCALES["en"])
    script = "".join(path.read_text("utf-8") for path in SCRIPTS.glob("explorer*.js"))
    asked = set(re.findall(r"\bwords\.(\w+)", script))
    columns = {"spending", "depreciation", "cover", "column_needed", "column_balance"}
    by_key = {"spent", "bought", "brought", "asked", "column_balance_today"} | columns
    assert asked - d["words"].keys() == set()
    assert d["words"].keys() - asked - by_key == set(), "nobody says them"
    assert {key for key in WORDS["fr"] if key.startswith("explorer_")} - {
        f"explorer_{key}" for key in d["words"]
    } == {"explorer_without", "explorer_open", "explorer_failed"}


def test_one_script_holds_all_that_it_imports() -> None:
    text, parts = bundled("explorer.js", ("explorer.js", "explorer_files.js"), source_of)
    assert {"engine.js", "numbers.js", "explorer_model.js"} <= set(parts)
    assert not re.search(r"^import |^\s|^//|^/\*", text, re.MULTILINE)
    assert text.count("function project(") == 1
    assert text.rstrip().splitlines()[-1].startswith("export{")
    top = re.compile(r"^(?:export )?(?:async )?(?:function|const|let) (\w+)", re.MULTILINE)
    names = [name for part in (*parts, "explorer.js") for name in top.findall(source_of(part))]
    assert len(names) == len(set(names)), "no name stands twice"


def test_texts_and_patterns_of_a_script_stay() -> None:
    source = """\
import { one } from "./one.js";
import { two } from "./two.js";

/** Said of it.
 * More. */
export const said = (what) => `${what} : 12px "A B", c`; // not this
const kept = (safe) => {
  // nor this
  return /[";, /]+ x/.test(safe) ? `"${safe}"` : " = ";
};
export { said as told };
"""
    sources = {"it.js": source, "one.js": "export function one() {\n  return 1;\n}\n"}
    text, parts = bundled("it.js", ("two.js",), sources.__getitem__)
    assert parts == ["one.js"]
    assert text == (
        "function one(){\nreturn 1;\n}\n"
        'import{two}from "./two.js";\n'
        'export const said=(what)=>`${what} : 12px "A B", c`;\n'
        'const kept=(safe)=>{\nreturn /[";, /]+ x/.test(safe)?`"${safe}"`:" = ";\n};\n'
        "export{said as told};\n"
    )

"""A kind of chart is one file: dropped among the others, it is loaded, checked, drawn and told."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT, mkdocs, small_source
from tests.processes import run_python

pytestmark = pytest.mark.build
CHART = """\
kind: extents
dot: first
series: [{dataset: firms.capex}]
title: {fr: Acme va plus loin, en: Acme goes further}
subtitle: {fr: "Investissement, milliards de dollars", en: "Capital expenditure, billions of dollars"}
alt: {fr: Deux barres, en: Two bars}
how_to_read: {fr: Une barre va du plus bas au plus haut, en: A bar runs from lowest to highest}
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with a thirteenth kind, and a chart of it on the home page."""
    root = small_source(tmp_path_factory.mktemp("thirteenth") / "source")
    shutil.copy(ROOT / "tests" / "thirteenth" / "extents.py", root / "hooks/explainer/kinds/")
    (root / "data" / "charts" / "firms-extents.yml").write_text(CHART, encoding="utf-8")
    for code in ("fr", "en"):
        with (root / "docs" / code / "index.md").open("a", encoding="utf-8") as page:
            page.write("\n::: chart firms-extents\n")
    return root


def explained(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_python("explainer", *arguments, root, PYTHONPATH=str(root / "hooks"))


def test_a_page_shows_it_in_both_languages(source: Path, tmp_path: Path) -> None:
    built = mkdocs(source, tmp_path / "site", PYTHONPATH=str(source / "hooks"))
    assert built.returncode == 0, built.stdout + built.stderr
    for code, root, cells, words in (
        ("fr", "", ("1,50", "19,37", "1,50"), "Acme\u00a0: de 1,50\u00a0Md$ à 19,37\u00a0Md$."),
        ("en", "en/", ("1.50", "19.37", "1.50"), "Acme: from $1.50bn to $19.37bn."),
    ):
        html = (tmp_path / "site" / root / "index.html").read_text(encoding="utf-8")
        block = html[
            html.index('id="firms-extents"') : html.index(
                "</figure>", html.index('id="firms-extents"')
            )
        ]
        drawing = block[block.index("<svg") : block.index("</svg>") + 6]
        assert words in " ".join(ElementTree.fromstring(drawing).itertext())
        assert 'data-list="true"' in block
        table = re.sub("</?span[^>]*>", "", block[block.index("<tbody") :])
        for cell in cells:
            assert f"<td>{cell}</td>" in table
        (file,) = (tmp_path / "site" / ("en" if code == "en" else "") / "charts").rglob(
            "firms-extents.csv"
        )
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
        assert [row["value"] for row in rows if row["entity"] == "Acme"][-1] == "19.37"


def test_editors_are_told_of_it(source: Path) -> None:
    assert explained(source, "schemas").returncode == 0
    schema = json.loads((source / "data/schemas/chart.json").read_text(encoding="utf-8"))
    valid = jsonschema.Draft7Validator(schema)
    assert list(valid.iter_errors(yaml.safe_load(CHART))) == []
    for wrong in ("kind: extent", "dot: middle"):
        field = wrong.partition(":")[0]
        broken = yaml.safe_load(CHART) | {field: wrong.partition(": ")[2]}
        assert list(valid.iter_errors(broken)), wrong
    assert "For `extents`: which value is a dot." in json.dumps(schema)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("dot: first", "dot: frist", 'dot "frist" is unknown; did you mean "first"?'),
        ("kind: extents", "kind: lines", "has dot, which is for kind: extents; take it out"),
        ("kind: extents", "kind: extent", 'kind "extent" is unknown; did you mean "extents"?'),
        ("firms.capex", "firms.capex, entity: acme", "compares one series with nothing"),
    ],
)
def test_what_it_refuses_is_told(old: str, new: str, sentence: str, source: Path) -> None:
    path = source / "data" / "charts" / "firms-extents.yml"
    path.write_text(CHART.replace(old, new), encoding="utf-8")
    checked = explained(source)
    path.write_text(CHART, encoding="utf-8")
    assert checked.returncode == 1
    assert "data/charts/firms-extents.yml:" in checked.stdout
    assert sentence in checked.stdout

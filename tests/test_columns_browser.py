"""Decimal signs of a column stand one below the other, in any font, and no digit is added for it."""

from __future__ import annotations

from typing import Any

import pytest

from explainer.pages.columns import in_columns
from explainer.pages.poster import templates
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

ROWS = {
    "fr": [
        ["−11", "1\u202f234", "6 (estimation)"],
        ["4,20", "0,5", "4,2"],
        ["600", "–", "50 (annoncé)"],
        ["−0,125", "12,75", "8\u202f562 (7\u202f413\u00a0à\u00a09\u202f782)"],
    ],
    "en": [
        ["−11", "1,234", "6 (estimate)"],
        ["4.20", "0.5", "4.2"],
        ["600", "–", "50 (forecast)"],
        ["−0.125", "12.75", "8,562 (7,413–\u20609,782)"],
    ],
}
# For each column, where its numbers have their decimal sign, or end when they have none.
WHERE = """point => [...Array(3).keys()].map(column => [...document.querySelectorAll('tbody tr')]
  .map(row => {
    const node = document.createTreeWalker(row.cells[column + 1], 4).nextNode()
    const end = node.data.trimEnd(), at = end.indexOf(point)
    const range = document.createRange()
    range.setStart(node, at < 0 ? end.length - 1 : at)
    range.setEnd(node, at < 0 ? end.length : at + 1)
    const box = range.getBoundingClientRect()
    return at < 0 ? box.right : box.left
  }))"""


@pytest.mark.parametrize("font", ["", "DejaVu Serif"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("code", "point"), [("fr", ","), ("en", ".")])
def test_decimal_signs_stand_one_below_the_other(
    code: str, point: str, width: int, font: str, browser: Any
) -> None:
    rows = ROWS[code]
    table = (
        templates()
        .get_template("table.html")
        .render(
            heads=("", "A", "B", "C"),
            rows=[("x", cells) for cells in in_columns(rows, code)],
            title="A table",
            caption="Its unit",
        )
    )
    css = ROOT / "overrides/assets/css"
    style = "".join((css / f"{name}.css").read_text("utf-8") for name in ("text", "tables"))
    page = browser.new_page(viewport={"width": width, "height": 600})
    page.set_content(f"<style>{style} body {{ font-family: '{font}' }}</style>{table}")
    for places in page.evaluate(WHERE, point):
        assert max(places) - min(places) < 0.5
    selected = page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('tbody'));"
        " return getSelection().toString() }"
    )
    assert [line.split("\t")[1:] for line in selected.splitlines()] == rows
    read = page.locator("tbody").aria_snapshot()
    assert read.count('cell "600"') == 1
    page.close()


COPIED = """() => {
  getSelection().selectAllChildren(document.querySelector('table'));
  const event = new ClipboardEvent('copy', {clipboardData: new DataTransfer(), cancelable: true, bubbles: true});
  document.body.dispatchEvent(event);
  const html = document.createElement('div');
  html.innerHTML = event.clipboardData.getData('text/html');
  return [event.clipboardData.getData('text/plain'),
    [...html.querySelectorAll('tbody tr')].map(row => [...row.cells].slice(1).map(cell => cell.textContent))];
}"""


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("fr", ["-11", "1234", "6 (estimation)"], ["4,20", "0,5", "4,2"]),
        ("en", ["-11", "1,234", "6 (estimate)"], ["4.20", "0.5", "4.2"]),
    ],
)
def test_a_spreadsheet_takes_copied_cells_for_numbers(
    code: str, first: list[str], second: list[str], browser: Any
) -> None:
    """No thin space, no typographic minus, in the convention of the page; words stay."""
    rows = [(f"T{n}\u00a02025", cells) for n, cells in enumerate(in_columns(ROWS[code], code), 1)]
    table = (
        templates()
        .get_template("table.html")
        .render(heads=("", "A", "B", "C"), rows=rows, title="A table", caption="Its unit")
    )
    script = (ROOT / "overrides/assets/js/site.js").read_text(encoding="utf-8")
    page = browser.new_page()
    page.set_content(
        f"<html data-site='x'><body>{table}<p id=prose>−11 à 1\u202f234</p></body></html>"
    )
    page.evaluate(script)
    plain, cells = page.evaluate(COPIED)
    assert cells[:2] == [first, second]
    assert [line.split("\t") for line in plain.splitlines() if "2025" in line][:2] == [
        ["T1\u00a02025", *first],
        ["T2\u00a02025", *second],
    ]
    # What is copied from a sentence stays as it is set.
    unchanged = page.evaluate(COPIED.replace("'table'", "'#prose'"))
    assert unchanged == ["", []]
    page.close()

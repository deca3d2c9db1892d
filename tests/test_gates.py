"""Each check of finished pages fails on a planted fault, and names the page."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.accessibility import faults
from tests.conftest import ROOT, Site
from tests.published import broken_links, loaded_from_elsewhere, overweight, without_policy

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
HEAD = f'<!doctype html><html lang="fr"><head><meta charset="utf-8">{POLICY}<title>T</title></head>'
Check = Callable[[Site], list[str]]


@pytest.fixture
def plant(tmp_path: Path) -> Callable[[str], Site]:
    """A function that makes a site of two pages and a style sheet, the second with this in it."""

    names = itertools.count()

    def plant(body: str, head: str = HEAD) -> Site:
        folder = tmp_path / f"site-{next(names)}"
        (folder / "en").mkdir(parents=True)
        (folder / "index.html").write_text(f'{HEAD}<h1 id="top">T</h1>', encoding="utf-8")
        (folder / "en" / "index.html").write_text(head + body, encoding="utf-8")
        (folder / "site.css").write_text("p { color: red }", encoding="utf-8")
        return Site(folder, f"https://owner.example/{folder.name}/")

    return plant


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<a href="../index.html#top">a</a><a href="..">b</a>', ""),
        ('<a href="../nowhere/">a</a>', "../nowhere/ leads nowhere"),
        ('<a href="../#bottom">a</a>', "../#bottom has no such anchor"),
        ('<a href="/">a</a>', "/ leaves the sub-path"),
        ('<a href="/index.html">a</a>', "/index.html leaves the sub-path"),
        ('<a href="javascript:alert(1)">a</a>', "javascript:alert(1) is no web address"),
        ('<img alt="" src="gone.png">', "gone.png leads nowhere"),
        ('<img alt="" srcset="gone.png 2x">', "gone.png leads nowhere"),
        ('<svg><use href="gone.svg#a"/></svg>', "gone.svg#a leads nowhere"),
        ('<p style="background: url(gone.png)">', "gone.png leads nowhere"),
        ('<meta property="og:image" content="gone.png">', "gone.png leads nowhere"),
    ],
)  # fmt: skip
def test_a_broken_link_is_told(body: str, told: str, plant: Callable[[str], Site]) -> None:
    assert broken_links(plant(body)) == ([f"en/index.html: {told}"] if told else [])


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<script src="//cdn.example/x.js"></script>',
        '<img alt="" src="https://cdn.example/x.js">',
        '<link rel="preconnect" href="https://cdn.example/x.js">',
        '<iframe src="https://cdn.example/x.js"></iframe>',
        '<style>@import "https://cdn.example/x.js"</style>',
        '<style>p { background: url(https://cdn.example/x.js) }</style>',
        '<p style="background: url(\'https://cdn.example/x.js\')">',
        '<svg><image xlink:href="https://cdn.example/x.js"/></svg>',
    ],
)  # fmt: skip
def test_what_another_host_would_send_is_told(body: str, plant: Callable[[str], Site]) -> None:
    (told,) = loaded_from_elsewhere(plant(body))
    assert told.startswith("en/index.html: ")
    assert told.endswith("cdn.example/x.js is loaded from elsewhere")


def test_a_style_sheet_that_calls_another_host_is_told(plant: Callable[[str], Site]) -> None:
    site = plant("")
    (site.folder / "site.css").write_text('@import url("//cdn.example/a.css");', encoding="utf-8")
    assert loaded_from_elsewhere(site) == ["site.css: //cdn.example/a.css is loaded from elsewhere"]


def test_a_heavy_page_is_told(plant: Callable[[str], Site]) -> None:
    noise = random.Random(1).randbytes(40_000).hex()  # which no packing makes smaller than half
    assert overweight(plant("<p>light")) == []
    (told,) = overweight(plant(noise * 2))
    assert told.startswith("en/index.html: page of ")
    assert told.endswith("at most 60,000")


def test_heavy_scripts_and_fonts_are_told(plant: Callable[[str], Site]) -> None:
    site = plant('<script src="a.js"></script><link rel="preload" href="a.woff2">')
    for name, size in (("a.js", 5_000), ("a.woff2", 32_001)):
        (site.folder / "en" / name).write_bytes(random.Random(1).randbytes(size))
    scripts, fonts = sorted(overweight(site), reverse=True)
    assert scripts.startswith("en/index.html: scripts of 5,0")
    assert fonts == "en/index.html: fonts of 32,001 bytes; at most 32,000"


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace(POLICY, ""),
        HEAD.replace(POLICY, "").replace("</head>", f"{POLICY}</head>"),
        HEAD.replace(POLICY, f"<script>1</script>{POLICY}"),
        HEAD.replace("default-src 'self'", " "),
    ],
    ids=["none", "last", "after a script", "empty"],
)
def test_a_page_without_a_policy_at_its_start_is_told(head: str, plant: Any) -> None:
    assert without_policy(plant("")) == []
    assert without_policy(plant("", head)) == [
        "en/index.html: no Content-Security-Policy at the start of <head>"
    ]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #999; background: #fff">Grey', "color-contrast"),
        ('<a href="#1">One</a><br><a href="#2" style="font-size: 9px">Two</a>', "target-size"),
    ],
)
def test_axe_finds_what_is_planted(html: str, rule: str, browser: Any) -> None:
    page = browser.new_page()
    page.set_content(f'<html lang="fr"><title>T</title><main><h1>T</h1>{html}</main>')
    assert rule in faults(page)
    page.close()


def test_checkers_are_pinned_by_hash() -> None:
    """The lock names no registry: it is the one that npm is set to."""
    lock = json.loads((ROOT / "tools" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert {"node_modules/vnu-jar", "node_modules/lighthouse"} <= packages.keys()
    assert [name for name, one in packages.items() if not one.get("integrity")] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []

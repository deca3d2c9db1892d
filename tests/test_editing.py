"""What an editor meets: links to edit, and a preview that follows what is typed."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import REPOSITORY, ROOT, Site, mkdocs, small_source

STORY = "understand/capex"  # a page of the small project
PATIENCE = 120_000  # milliseconds: not a measure, see bench/


@pytest.mark.parametrize(
    ("page", "link", "form"),
    [
        ("meta/race", "docs/fr/meta/race.md", "fr"),
        ("en/meta/race", "docs/en/meta/race.md", "en"),
        ("en/verify/data/meta.capex", "data/datasets/meta.capex.yml", "en"),
        ("charts/meta-capex", "data/charts/meta-capex.yml", "fr"),
    ],
)
def test_a_page_leads_to_its_source_and_to_the_form(
    site: Site, page: str, link: str, form: str
) -> None:
    html = (site.folder / page / "index.html").read_text(encoding="utf-8")
    assert f'href="{REPOSITORY}/edit/main/{link}"' in html
    assert (ROOT / link).exists()
    template = ROOT / ".github" / "ISSUE_TEMPLATE" / f"correction-{form}.yml"
    assert f"{REPOSITORY}/issues/new?template={template.name}&amp;page=" in html
    fields = {one.get("id") for one in yaml.safe_load(template.read_text("utf-8"))["body"]}
    assert {"page", "figure", "instead", "source"} <= fields


@pytest.mark.parametrize(("root", "form"), [("", "fr"), ("en/", "en")])
def test_a_dataset_leads_to_forms_that_name_it(site: Site, root: str, form: str) -> None:
    html = (site.folder / f"{root}verify/data/meta.capex/index.html").read_text(encoding="utf-8")
    for name in ("quarter", "number"):
        template = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}-{form}.yml"
        assert f'{REPOSITORY}/issues/new?template={template.name}&amp;dataset=meta.capex"' in html
        assert yaml.safe_load(template.read_text("utf-8"))["body"][1]["id"] == "dataset"
    chart = (site.folder / f"{root}charts/meta-capex/index.html").read_text(encoding="utf-8")
    assert "template=quarter-" not in chart


def test_both_forms_ask_the_same() -> None:
    forms = [
        yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"correction-{code}.yml").read_text())
        for code in ("fr", "en")
    ]
    shapes = [[(one["type"], one.get("id")) for one in form["body"]] for form in forms]
    assert shapes[0] == shapes[1]


@pytest.mark.build
def test_without_a_repository_no_page_pretends_to_have_one(tmp_path: Path) -> None:
    root = small_source(tmp_path / "copy")
    for name in (REPOSITORY, ""):
        built = mkdocs(root, tmp_path / "site", REPOSITORY=name)
        assert built.returncode == 0, built.stderr
        html = (tmp_path / "site" / STORY / "index.html").read_text(encoding="utf-8")
        assert ("/edit/main/" in html) is bool(name)
    assert "issues/new" not in html


class Preview:
    """`mkdocs serve` on a copy of a site, and what it says."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        self.log = root / "serve.log"
        with self.log.open("w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.url[7:-1]],
                cwd=root,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": self.url},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    shown = Preview(small_source(tmp_path / "copy"))
    yield shown
    shown.process.terminate()
    shown.process.wait()


@pytest.mark.build
@pytest.mark.browser
def test_the_preview_follows_and_heals(preview: Preview, browser: Any) -> None:
    """A value changes the page by itself; a broken one is told, the last good page stays up."""
    page = browser.new_page()
    while "Serving on" not in preview.said:
        assert preview.process.poll() is None, preview.said
        page.wait_for_timeout(200)
    dataset = "data/datasets/firms.capex.yml"
    page.goto(preview.url + "charts/acme-bars/")
    drawn = page.locator(".chart__wide").first.inner_html()

    def shows(number: str, where: Any) -> Any:
        cell = where.locator("figure.chart td", has_text=re.compile(f"^{number}$")).first
        cell.wait_for(state="attached", timeout=PATIENCE)
        return cell

    shows("19,37", page)
    preview.replace(dataset, "value: 19.37", "value: 19.38")
    shows("19,38", page)
    assert page.locator(".chart__wide").first.inner_html() != drawn

    preview.replace(dataset, "value: 19.38", "value: 19,38")
    while 'value "19,38" is not a number; write 19.38' not in preview.said:
        page.wait_for_timeout(200)
    assert f"{dataset}:" in preview.said
    assert "Traceback" not in preview.said
    other = browser.new_page()
    other.goto(preview.url + "en/charts/acme-bars/", timeout=PATIENCE)
    shows("19.38", other)  # the last good site stays up

    preview.replace(dataset, "value: 19,38", "value: 19.37")
    shows("19,37", page)
    assert page.locator(".chart__wide").first.inner_html() == drawn
    page.close()
    other.close()


@pytest.mark.build
def test_the_first_page_does_not_wait_for_the_drawings_of_others(tmp_path: Path) -> None:
    """From nothing: a page is drawn when it is asked for, the rest behind it, which is told."""
    shown = Preview(small_source(tmp_path / "copy", drawn=False))
    try:
        while "Serving on" not in shown.said:
            assert shown.process.poll() is None, shown.said
            time.sleep(0.02)
        assert "Drawing: " not in shown.said, "it has not been drawn yet"
        for page in ("charts/acme-bars/", "en/charts/firms-lines/", "en/"):
            html = urllib.request.urlopen(shown.url + page).read().decode()
            assert 'role="img"' in html
            assert "\ue000" not in html
        last = re.compile(r"Drawing: (\d+) of \1$", re.MULTILINE)
        while not last.search(shown.said):
            time.sleep(0.1)
        every = set(
            re.findall(
                r"<loc>([^<]+)", urllib.request.urlopen(f"{shown.url}sitemap.xml").read().decode()
            )
        )
        assert len(every) > 40
        for address in every:
            assert b"\xee\x80\x80" not in urllib.request.urlopen(address).read()
    finally:
        shown.process.terminate()
        shown.process.wait()


GISCUS = {
    "repository": "owner/name",
    "repository_id": "R_1",
    "category": "Comments",
    "category_id": "DIC_1",
}


@pytest.mark.build
@pytest.mark.browser
def test_comments_are_asked_of_another_site_only_by_the_reader(
    tmp_path: Path, browser: Any
) -> None:
    """Off by default; once configured, no request leaves before the button is pressed."""
    root = small_source(tmp_path / "copy")
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    for name, value in GISCUS.items():
        text, found = re.subn(rf'^    {name}: ""', f"    {name}: {value}", text, flags=re.MULTILINE)
        assert found == 1
    config.write_text(text, encoding="utf-8")
    built = mkdocs(root, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    # The policy lets giscus in where it is offered, and nowhere else.
    for address, offered in ((STORY, True), ("verify/data", False), ("charts/acme-bars", False)):
        html = (tmp_path / "site" / address / "index.html").read_text(encoding="utf-8")
        head = html.partition("</head>")[0]
        assert ("https://giscus.app/client.js" in head) is offered
        assert ("frame-src https://giscus.app" in head) is offered
    page = browser.new_page()
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/javascript", body="")

    page.route(re.compile("^https://"), answer)
    page.goto((tmp_path / "site" / "en" / STORY / "index.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.get_by_role("button", name="Open the comments").click()
    page.wait_for_selector("script[src='https://giscus.app/client.js']", state="attached")
    script = page.locator("script[src='https://giscus.app/client.js']")
    assert script.get_attribute("data-repo") == "owner/name"
    assert script.get_attribute("data-category-id") == "DIC_1"
    assert script.get_attribute("data-lang") == "en"
    assert script.get_attribute("data-term") == f"{STORY}/"
    assert asked == ["https://giscus.app/client.js"]
    page.close()


def test_there_are_no_comments_unless_configured(site: Site) -> None:
    html = (site.folder / "meta" / "race" / "index.html").read_text(encoding="utf-8")
    assert "giscus" not in html
    assert "comments" not in html.partition("</style>")[2]


@pytest.mark.build
def test_a_page_behind_its_twin_says_so(tmp_path: Path) -> None:
    """Discreetly, at its end, with the section and a link; the newer page says nothing."""
    root = small_source(tmp_path / "copy")
    recorded = subprocess.run(
        [sys.executable, "-m", "explainer", "reviewed", "docs/fr", str(root)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert recorded.returncode == 0, recorded.stdout
    page = root / "docs" / "fr" / f"{STORY}.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nUne phrase de plus.\n", encoding="utf-8")
    built = mkdocs(root, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    english = (tmp_path / "site" / "en" / STORY / "index.html").read_text("utf-8")
    french = (tmp_path / "site" / STORY / "index.html").read_text("utf-8")
    (note,) = re.findall(r'<p class="newer"><a href="([^"]+)" hreflang="fr">([^<]+)</a>', english)
    assert note[0].endswith(f"/{STORY}/")
    assert note[1] == "More recent in the French version: Depreciation and the … of January."
    assert 'class="newer"' not in french

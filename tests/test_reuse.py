"""The examples of the page about reuse do what it says, as they stand there. R is not at hand."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from explainer.facts.model import Library
from tests.conftest import Site

LANGUAGES = ("", "en/")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def served(site: Site) -> Iterator[str]:
    """The site at an address of this machine."""
    handler = partial(_Quiet, directory=str(site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def examples(site: Site, root: str, served: str) -> dict[str, str]:
    """The code of the page by language, with the address of the site that is served."""
    text = (site.folder / root / "verify/reuse/index.html").read_text(encoding="utf-8")
    found = re.findall(r'<code class="language-(\w+)">(.*?)</code>', text, re.DOTALL)
    assert [name for name, _ in found] == ["text", "python", "r", "sh"]
    assert all(site.url in code for _, code in found)
    return {name: html.unescape(code).replace(site.url, served) for name, code in found}


@pytest.mark.parametrize("root", LANGUAGES)
def test_python_reads_a_dataset(
    root: str, site: Site, served: str, real_library: Library, tmp_path: Path
) -> None:
    script = tmp_path / "example.py"
    script.write_text(examples(site, root, served)["python"], encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    rows = real_library.datasets["meta.capex"].series["meta"]
    lines = done.stdout.splitlines()
    assert len(lines) == len(rows)
    assert [line.split(" ")[2] for line in lines] == [
        "" if row.value is None else f"{row.value:f}" for row in rows
    ]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not at hand")
@pytest.mark.parametrize("root", LANGUAGES)
def test_curl_brings_the_archive_and_a_dataset(
    root: str, site: Site, served: str, tmp_path: Path
) -> None:
    command = examples(site, root, served)["sh"]
    done = subprocess.run(
        ["sh", "-e", "-c", command],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={"no_proxy": "127.0.0.1"},
    )  # fmt: skip
    assert json.loads(done.stdout)["id"] == "meta.capex"
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        assert "datapackage.json" in archive.namelist()


@pytest.mark.parametrize("root", LANGUAGES)
def test_what_a_spreadsheet_and_r_are_given_has_what_they_ask_for(
    root: str, site: Site, served: str
) -> None:
    found = examples(site, root, served)
    path = found["text"].strip().removeprefix(served)
    text = (site.folder / path).read_text(encoding="utf-8-sig")
    delimiter, sign = (";", ",") if root == "" else (",", ".")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert any(sign in row["value"] for row in rows)
    address = re.search(r'address <- "([^"]+)"', found["r"])
    assert address
    table = (site.folder / address[1].removeprefix(served)).read_text(encoding="utf-8")
    cells = list(csv.DictReader(io.StringIO(table, newline="")))
    asked = re.search(r'dataset == "([^"]+)" & rows\$entity == "([^"]+)"', found["r"])
    assert asked
    chosen = [row for row in cells if (row["dataset"], row["entity"]) == asked.groups()]
    assert len(chosen) > 20
    assert {"period", "value", "sources"} <= chosen[0].keys()


def test_the_page_links_every_file_of_the_package(site: Site) -> None:
    for root in LANGUAGES:
        text = (site.folder / root / "verify/reuse/index.html").read_text(encoding="utf-8")
        links = re.findall(r'href="([^"]*data/package[^"]*)"', text)
        assert len(links) == 9
        for link in links:
            assert (site.folder / root / "verify/reuse" / link).resolve().is_file(), link

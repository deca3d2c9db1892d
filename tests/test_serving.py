"""`mkdocs serve` keeps much from one rebuild to the next; what it shows is what a build would make."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import main
from explainer.checking.data import problems_of
from explainer.facts.dependencies import DependencyTracker
from explainer.facts.model import Library
from explainer.load import read_library
from serving import Serving
from tests.conftest import PROJECT, SMALL, once, share_drawings, small_source

# Builds as `mkdocs serve` does, in one process: once, and again after each edit, while somebody looks
# at one page, or at all. After some edits everything is asked for that the server makes then, and the
# site is copied beside the others. Where all is looked at it makes everything itself: workers take
# longer to start than they save.
DRIVER = """
import json, logging, os, shutil, sys
from pathlib import Path
from typing import Any
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.pages import Page

class All(list):
    def __contains__(self, page):
        return True

def main():
    logging.basicConfig(level=logging.ERROR)
    edits, out, page, visits = json.loads(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
    if not page:
        os.sched_getaffinity = lambda _: {0}
    read, render = [], Page.render
    def counted(page, config, files):
        read.append(page.file.src_uri)
        return render(page, config, files)
    Page.render = counted
    site = str(out / "site")
    Path(site).mkdir()
    def rebuild():
        config = load_config("mkdocs.yml", site_dir=site, site_url=%(url)r)
        build(config, serve_url=config.site_url)
    config = load_config("mkdocs.yml", site_dir=site, site_url=%(url)r)
    config.plugins.on_startup(command="serve", dirty=False)
    server = LiveReloadServer(rebuild, "127.0.0.1", 0, site)
    answers = []
    def ask(path):
        heads = lambda status, _: answers.append(status)
        return b"".join(server.get_app()({"PATH_INFO": "/" + path}, heads))
    serving, counts, late, pictures = None, [], [], []
    for number, (name, changes) in enumerate([("nothing", []), *edits]):
        for file, old, new in changes:
            if not old:
                Path(file).unlink()
                continue
            text = Path(file).read_text("utf-8")
            assert old in text, file
            Path(file).write_text(text.replace(old, new), "utf-8")
        read.clear()
        if serving:
            rebuild()
        else:
            build(config, serve_url=config.site_url)
            config.plugins.on_serve(server, config=config, builder=rebuild)
            serving = config["hooks"]["hooks/main.py"]._run.serving
            if not page:
                serving.asked = All()
            else:
                ask(page)
        counts.append(sorted(read))
        late.append(len(serving.late))
        if visits and name not in visits:
            continue
        while serving.late:  # the last pages that were asked for are made together
            if page:
                serving.asked.extend(sorted(serving.late)[: serving.asked.maxlen])
            ask(min(serving.late).removesuffix("index.html"))
        while serving.undrawn:
            ask(min(serving.undrawn).removesuffix("index.html"))
        while serving.files:
            ask(min(serving.files))
        pictures.append(len(list(Path(site).rglob("charts/*/*.png"))))
        shutil.copytree(site, out / str(number))
        if not page:
            for folder in ("data", "docs", "overrides"):
                shutil.copytree(folder, out / f"{number}-source" / folder)
            shutil.copy("mkdocs.yml", out / f"{number}-source")
        else:
            ask(page)
    print(json.dumps([counts, late, sorted(set(answers)), pictures]))

if __name__ == "__main__":
    main()
"""

# Builds what an edit has left, from nothing but drawings. Each build is a process of its own, which
# starts where all that they need is imported, and makes everything itself too.
BUILDER = """
import os, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
import explainer.pages.markdown_extension

edits, out = Path(sys.argv[1]), Path(sys.argv[2])
os.sched_getaffinity = lambda _: {0}
for source in edits.glob("*-source"):
    if not os.fork():
        os.chdir(source)
        config = load_config("mkdocs.yml", site_dir=str(out / source.name.partition("-")[0]))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        os._exit(0)
    assert os.wait()[1] == 0, source
"""

PAGE = "docs/fr/understand/capex.md"
DATASET = "data/datasets/firms.capex.yml"
TWIN = PAGE.replace("/fr/", "/en/")
EDITS = {
    "a sentence": [(PAGE, "n'en disaient rien", "n'en disaient pas un mot")],
    "a value": [(DATASET, "value: 19.37", "value: 19.73"), (DATASET, ": 35.62", ": 35.98")],
    "a comment": [(DATASET, "cutoff:", "# A comment moves every line.\ncutoff:")],
    "a decimal": [(DATASET, "value: 19.73", "value: 19.730")],
    "a name": [("data/entities.yml", "name: Globex", "name: Globexe")],
    "a source": [("data/sources/acme.yml", "Acme reports 2025", "Acme publishes 2025")],
    "a definition": [(DATASET, "Achats d'immobilisations", "Achats de machines")],
    "a chart's title": [("data/charts/acme-bars.yml", "Acme investit", "Acme dépense")],
    "a term": [("data/glossary.yml", "La part du prix", "Une part du prix")],
    "a correction": [("data/corrections.yml", "avaient été inversés", "étaient inversés")],
    "a claim": [("data/claims.yml", "Rien de neuf depuis", "Rien de nouveau depuis")],
    "a page's title": [("docs/en/index.md", "title: Acme in", "title: Acme during")],
    "a title in the menus": [(PAGE, 'title: "Des dépenses', 'title: "Les dépenses')],
    "a template": [("overrides/partials/footer.html", "</footer>", "<p>New.</p></footer>")],
    "a unit": [("data/units.yml", 'short: "{} GW"', 'short: "{} gigawatts"')],
    "a heading": [(PAGE, "## L'amortissement et", "## Amortissement et")],
    "a page less": [
        ("data/bills/acme.yml", ", page: understand/capex", ""), (PAGE, "", ""), (TWIN, "", ""),
    ],
    "a setting": [("mkdocs.yml", 'permalink: "#"', 'permalink: "¶"')],
}  # fmt: skip


LOOKED_AT = "understand/capex/"
VISITS = ("a value", "a term", "a title in the menus")  # after which every page is asked for


@dataclass
class Served:
    """The site after each edit, which pages were read again for it, and how many were left."""

    folder: Path
    read: dict[str, list[str]]
    late: dict[str, int]
    answers: list[str]
    pictures: list[int]


def follow(looked_at: tuple[str, ...], out: Path) -> None:
    """Write into a folder the site after each edit, its sources, and what else is to be known."""
    driver = out / "driver.py"
    driver.write_text(DRIVER % {"url": SMALL}, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(driver), json.dumps([*EDITS.items()]), str(out), *looked_at],
        cwd=small_source(out / "root"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    (out / "told.json").write_text(ran.stdout, encoding="utf-8")
    for source in out.glob("*-source"):
        (source / "hooks").symlink_to(Path("..", "root", "hooks"))
        share_drawings(source)


def followed(folder: Path, *looked_at: str) -> Served:
    once(folder, partial(follow, looked_at))
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    counts, late, answers, pictures = told
    names = ("nothing", *EDITS)
    read = dict(zip(names, counts, strict=True))
    return Served(folder, read, dict(zip(names, late, strict=True)), answers, pictures)


@pytest.fixture(scope="module")
def served(shared: Path) -> Served:
    """While somebody looks at every page."""
    return followed(shared / "served", "", "")


@pytest.fixture(scope="module")
def glanced_at(shared: Path) -> Served:
    """While somebody looks at one page, and now and then at all the others."""
    return followed(shared / "glanced", LOOKED_AT, json.dumps(VISITS))


@pytest.fixture(scope="module")
def anew(shared: Path, served: Served) -> Path:
    """A folder that holds, by number, a build from nothing after each edit."""

    def make(out: Path) -> None:
        builder = out / "builder.py"
        builder.write_text(BUILDER, encoding="utf-8")
        ran = subprocess.run(  # not strictly: some edits break a link
            [sys.executable, str(builder), str(served.folder), str(out)],
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr

    return once(shared / "anew", make)


def contents(site: Path) -> dict[str, bytes]:
    """All files but posters, which take long, and what bears a time."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.suffix not in (".png", ".gz")
    }


@pytest.mark.build
@pytest.mark.parametrize("edit", ["nothing", *EDITS])
def test_a_rebuild_makes_what_a_build_makes(edit: str, served: Served, anew: Path) -> None:
    number = str([*served.read].index(edit))
    made, expected = contents(served.folder / number), contents(anew / number)
    assert made.keys() == expected.keys()
    different = [path for path in made if made[path] != expected[path]]
    assert different == []


@pytest.mark.build
def test_a_sentence_reads_one_page(served: Served) -> None:
    pages = (PROJECT / "docs").rglob("*.md")
    written = sorted(path.relative_to(PROJECT / "docs").as_posix() for path in pages)
    assert served.read["nothing"] == written
    assert served.read["a sentence"] == ["fr/understand/capex.md"]
    assert served.read["a comment"] == []


@pytest.mark.build
def test_pages_of_data_are_made_when_asked_for(
    served: Served, glanced_at: Served, library: Library
) -> None:
    """They are six in seven, and nobody waits for them; the search finds them already."""
    assert not [path for path in served.read["nothing"] if "/data/" in path or "/charts/" in path]
    made = len(library.charts) + len(library.datasets) + 1  # which lists the datasets
    assert glanced_at.late["nothing"] == 2 * made
    assert {"fr/verify/data/firms.capex.md", "fr/charts/acme-bars.md"} <= {*served.read["a value"]}


@pytest.mark.build
def test_a_value_reads_the_pages_that_bear_it(served: Served) -> None:
    again = served.read["a value"]
    assert "fr/verify/data/firms.capex.md" in again
    assert "fr/charts/acme-bars.md" in again
    assert "fr/verify/data/sites.cost.md" not in again
    assert "fr/charts/sites-scatter.md" not in again


@pytest.mark.build
def test_only_what_is_looked_at_is_made_at_once(glanced_at: Served) -> None:
    """The pages of a value are a dozen; the others wait until they are asked for."""
    assert glanced_at.read["a value"] == ["fr/understand/capex.md"]
    assert glanced_at.late["a value"] > 10
    assert glanced_at.read["a sentence"] == ["fr/understand/capex.md"]
    assert glanced_at.late["a comment"] == 0


@pytest.mark.build
def test_what_is_written_is_read_at_once(glanced_at: Served) -> None:
    """Somebody who edits a page and looks at another hears of a broken link."""
    assert "en/index.md" in glanced_at.read["a page's title"]


@pytest.mark.build
@pytest.mark.parametrize("visit", VISITS)
def test_what_waited_is_what_a_build_makes(visit: str, glanced_at: Served, served: Served) -> None:
    number = str([*served.read].index(visit))
    late, made = contents(glanced_at.folder / number), contents(served.folder / number)
    assert late.keys() == made.keys()
    assert [path for path in made if late[path] != made[path]] == []


@pytest.mark.build
def test_the_server_makes_files_when_asked(served: Served, library: Library) -> None:
    assert served.answers == ["200 OK"]
    assert served.pictures[0] == 2 * len(library.charts)


def test_a_mistake_is_told_at_its_line_of_today(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What says the same is kept from one rebuild to the next, but not the line where it stood."""
    monkeypatch.setattr(main._run, "serving", Serving())
    assert main._library(project, (("before", 0, 0),))[1] == []
    chart = project / "data/charts/acme-bars.yml"
    chart.write_text("# One line more.\n" + chart.read_text(encoding="utf-8"), encoding="utf-8")
    (project / "data/datasets/firms.capex.yml").unlink()
    told = [str(problem) for problem in main._library(project, (("after", 0, 0),))[1]]
    library, unread = read_library(project / "data")
    assert told == [str(problem) for problem in (*unread, *problems_of(library))]
    line = (
        chart.read_text(encoding="utf-8")
        .splitlines()
        .index("  - {dataset: firms.capex, entity: acme}")
        + 1
    )
    assert any(one.startswith(f"data/charts/acme-bars.yml:{line}: ") for one in told), told


def test_who_asks_for_no_id_has_read_nothing(library: Library) -> None:
    """As for the owner of an entity that has none."""
    tracker = DependencyTracker()
    tracked = tracker.of(library)
    assert len(list(tracked.entities)) == len(library.entities)
    nobody: Any = None
    assert tracked.entities.get(nobody) is None
    assert tracker.seen == {("entities", None)}

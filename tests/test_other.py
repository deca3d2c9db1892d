"""Another subject needs only its data, its pages and a mkdocs.yml: rents in two cities, in two
currencies, built with this package and this frame, and nothing of ours shows through."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from explainer.__main__ import draw, main
from explainer.facts.model import Entity, Family, Library
from tests.conftest import ROOT, mkdocs

pytestmark = pytest.mark.build
OTHER = ROOT / "tests" / "other"
URL = "https://example.org/rents/"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The little project alone, with package and frame where its mkdocs.yml looks for them."""
    folder = tmp_path_factory.mktemp("other")
    for name in ("hooks", "overrides"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    copied = shutil.copytree(
        OTHER, folder / "tests" / "other", ignore=shutil.ignore_patterns(".cache")
    )
    return Path(copied)


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    folder = root / "site"
    built = mkdocs(root, folder, SITE_URL=URL)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def read(site: Path) -> dict[str, str]:
    """Every file of a site that holds text, by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*"))
        if path.suffix in (".html", ".js", ".json", ".css", ".csv", ".svg", ".xml", ".bib", ".ris")
    }


def test_it_is_right(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(root) == 0, capsys.readouterr().out


def test_it_says_nothing_of_ours(site: Path, real_library: Library) -> None:
    named: list[Entity | Family] = [*real_library.entities.values()]
    named += real_library.families.values()
    ours = {one.name[code] for one in named for code in ("fr", "en")}
    ours |= {"La facture de l’IA", "La facture de l'IA", "The AI Bill", "ai-bill"}
    ours |= {"intelligence artificielle", "artificial intelligence", "IA", "AI", "Md$", "dollar"}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(ours)))})s?(?!\w)")
    found = {
        path: sorted(set(pattern.findall(text)))
        for path, text in read(site).items()
        if pattern.search(text)
    }
    assert found == {}


def test_each_language_writes_its_currencies(site: Path) -> None:
    texts = read(site)
    french, english = texts["index.html"], texts["en/index.html"]
    assert "14,5\u00a0€/m²" in french
    assert "1\u202f150\u00a0£" in french
    assert "se loue 1\u202f150\u00a0livres sterling par mois" in french  # in the description
    assert "€14.5/m²" in english
    assert "£1,150" in english
    assert "54\u00a0livres sterling" in texts["lease/index.html"]
    assert "£54" in texts["en/lease/index.html"]
    for page, one, other in ((french, "12,4", "865"), (english, "12.4", "865")):
        drawing = page[page.index("<svg") : page.rindex("</svg>")]
        assert one in drawing
        assert other in drawing


def test_it_bears_its_own_name(site: Path) -> None:
    texts = read(site)
    for path, name, what in (
        ("index.html", "Deux villes, deux loyers", "deux villes inventées"),
        ("en/index.html", "Two Cities, Two Rents", "two cities that do not exist"),
    ):
        page = texts[path]
        assert f"<title>{name} · " in page
        assert f'<p class="wordmark">{name}</p>' in page
        assert what in page[page.index('<footer class="colophon">') :]
        assert name in texts["404.html"]
    assert "Chiffres inventés\u00a0: à reprendre" in texts["index.html"]
    entry = texts["charts/rents/rents.bib"]
    assert entry.startswith("@misc{two-cities-two-rents-rents-fr,")
    assert "publisher = {Deux villes, deux loyers}" in entry
    assert "Two Cities, Two Rents" in texts["en/charts/rents/rents.svg"]
    assert "Le logement" in texts["verify/data/index.html"]


def test_no_link_leads_nowhere(site: Path) -> None:
    for path, text in read(site).items():
        if not path.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"#?]+)', text):
            if link.startswith(URL):
                target = site / link.removeprefix(URL)
            elif re.match(r"[a-z]+:", link):
                continue
            elif link.startswith("/"):  # 404.html, which stands at any depth
                target = site / link.removeprefix("/rents/")
            else:
                target = (site / path).parent / link
            target = target / "index.html" if link.endswith(("/", ".")) else target
            assert target.exists(), f"{path}: {link}"


def test_pictures_drawn_apart_bear_its_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Drawn by `bill draw`, which reads names from mkdocs.yml, they serve the build as they are."""
    assert draw(root, 1, 1) == 0
    assert capsys.readouterr().out == "Drawn: 2 of 2 charts.\n"
    (root / "mkdocs.yml").rename(root / "away.yml")
    assert draw(root, 1, 1) == 1
    (root / "away.yml").rename(root / "mkdocs.yml")
    assert capsys.readouterr().out == 'mkdocs.yml:1: it has no "site_name"; add it\n'

"""Blocks for those who take the data away: the files that hold all of them, and how programs read
one dataset. The addresses are those of the site as it is published, to be copied as they stand.
"""

from __future__ import annotations

from explainer.facts.addresses import ATOM, JSON_FEED
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.block import Block, rendered
from explainer.pages.downloads import dataset_downloads
from explainer.pages.package import ARCHIVE, FOLDER, WORKBOOK, package_paths


def package_block(locale: Locale, site: str) -> Block:
    """Return the files that hold all the data, and those that tell what is new, with their
    addresses."""
    files = [
        (ARCHIVE, locale.word("package_zip")),
        (WORKBOOK, locale.word("package_xlsx")),
        (f"{FOLDER}/datapackage.json", locale.word("package_json")),
    ]
    tables = [path for path in package_paths() if path.endswith(".csv")]
    feeds = [(f"{locale.root}{ATOM}", "Atom"), (f"{locale.root}{JSON_FEED}", "JSON Feed")]
    html = rendered(
        "package.html",
        locale,
        files=[{"href": f"/{path}", "text": text} for path, text in files],
        tables=[{"href": f"/{path}", "name": path.rpartition("/")[2]} for path in tables],
        feeds=[{"href": f"{site}{path}", "text": text} for path, text in feeds],
    )
    return Block(html)


def examples_block(id: str, library: Library, locale: Locale, site: str) -> Block:
    """Return how programs read a dataset, in the page's language."""
    dataset = library.datasets[id]
    files = {kind: one.path for kind, one in dataset_downloads(dataset, locale).items()}
    html = rendered(
        "examples.html",
        locale,
        id=id,
        entity=next(iter(dataset.series), ""),
        csv=f"{site}{files['csv_rfc']}",
        sheet=f"{site}{files['csv_local' if locale.code == 'fr' else 'csv_rfc']}",
        json=f"{site}{files['json']}",
        observations=f"{site}{FOLDER}/observations.csv",
        archive=f"{site}{ARCHIVE}",
    )
    return Block(html)

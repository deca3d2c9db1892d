"""Addresses that readers have: those that lead on, and those that files once had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from explainer.checking.page_files import address_of, pages_in
from explainer.facts.addresses import CHART_PAGES, DATA_PAGES, DATED, EMBEDS, made_pages
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages.block import rendered
from explainer.pages.downloads import Download
from explainer.pages.markdown_extension import Build


def redirect_pages(build: Build) -> dict[str, str]:
    """Return the pages of a language that only lead on: by path in the site, HTML.

    A server of static files cannot redirect. The embeds of a chart that is gone lead on too, unless
    another chart has taken its place: that one's stand there.
    """
    found = {}
    for one in build.library.redirects:
        found[one.old] = one.new
        folder, _, id = one.old.partition("/")
        if folder == CHART_PAGES and not one.new.startswith(f"{CHART_PAGES}/"):
            found[f"{EMBEDS}/{id}"] = one.new
    root = build.locale.root
    return {
        f"{root}{old}/index.html": rendered(
            "redirect.html",
            build.locale,
            lang=build.locale.code,
            near=f"{'../' * (old.count('/') + 1)}{new}/",
            address=f"{build.site}{root}{new}/",
        )
        for old, new in found.items()
    }


def former(library: Library, folder: str, id: str) -> tuple[str, ...]:
    """Return the ids that a chart or a dataset had: those of pages that lead to its own."""
    return tuple(
        one.old.removeprefix(f"{folder}/")
        for one in library.redirects
        if one.new == f"{folder}/{id}" and one.old.startswith(f"{folder}/")
    )


def also_at(library: Library, folder: str, id: str, file: Download, locale: Locale) -> list[str]:
    """Return the other paths at which a file of a chart or a dataset is found, `folder` being that
    of its page: under ids that it had, and with the dates that were published."""
    end = file.path.rpartition("/")[2].removeprefix(id)
    paths = [file.path.replace(id, old) for old in former(library, folder, id)]
    for one in (id, *former(library, folder, id)):
        for release in library.releases:
            dates = release.charts if folder == CHART_PAGES else release.datasets
            if one in dates:
                paths.append(f"{DATED}/{one}_{locale.code}_{dates[one]}{end}")
    return paths


def release_entry(docs: Path, build: Build) -> str:
    """Return what the site as it is adds to data/releases.yml, as YAML; nothing if it adds nothing
    or has no edition."""
    library, edition = build.library, build.library.edition
    if not edition:
        return ""
    written = {address_of(path.relative_to(docs / "fr")) for path in pages_in(docs / "fr")}
    by_id = (f"{CHART_PAGES}/", f"{DATA_PAGES}/")
    made = {page for page in made_pages(library) if not page.startswith(by_id)}
    known = {page for one in library.releases for page in one.pages}
    parts = (
        [f"pages: [{', '.join(pages)}]"]
        if (pages := sorted((written | made) - known - {""}))
        else []
    )
    charts = {id: build.chart_text(id).last_read for id in library.charts}
    datasets = {id: one.cutoff for id, one in library.datasets.items()}
    parts += _new("charts", charts, [one.charts for one in library.releases])
    parts += _new("datasets", datasets, [one.datasets for one in library.releases])
    return "\n  ".join((f"- day: {edition.closed}", *parts)) + "\n" if parts else ""


def _new(name: str, now: Mapping[str, date], before: list[Mapping[str, date]]) -> Iterator[str]:
    """Yield a field of those whose date no release has."""
    known = {(id, day) for one in before for id, day in one.items()}
    new = [f"{id}: {day}" for id, day in sorted(now.items()) if (id, day) not in known]
    if new:
        yield f"{name}: {{{', '.join(new)}}}"

"""What a page says of itself to programs, as JSON-LD in the words of schema.org.

Only what the page says too, and only what is so: an address that exists, a day of the data, a
verdict in its own words and never as a grade.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explainer.facts.addresses import CHART_PAGES, COMPANY_PAGES, DATA_PAGES, LEDGERS
from explainer.facts.figures import localised
from explainer.facts.model import Claim, Dataset
from explainer.kinds.series import Series
from explainer.language.periods import DAY, MONTH, YEAR
from explainer.pages.chart_text import ChartText
from explainer.pages.credits import Credit, credit_of
from explainer.pages.dates import day_of
from explainer.pages.downloads import LICENCE, Download, chart_downloads, dataset_downloads
from explainer.pages.markdown_extension import Build
from explainer.pages.package import ARCHIVE, FOLDER, WORKBOOK

REUSE = "verify/reuse.md"  # where all the data are offered
_TYPES = {".csv": "text/csv", ".json": "application/json"}
Thing = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a page is called, in its language, and its card: a path in the site, or none. `path` is
    that of its Markdown, without the language."""

    path: str
    title: str
    description: str
    image: str = ""


def things_of(page: Said, build: Build) -> list[Thing]:
    """Return what a page is, its own address first; where it stands among others is its frame's."""
    folder, _, name = page.path.removesuffix(".md").rpartition("/")
    library = build.library
    if folder == DATA_PAGES and name in library.datasets:
        return [_dataset(library.datasets[name], page, build)]
    if folder == CHART_PAGES and name in library.charts:
        return [_chart(build.chart_text(name), page, build)]
    found = [_page(page, build)]
    if page.path == LEDGERS["glossary"]:
        found.append(_terms(page, build))
    elif page.path == LEDGERS["claims"]:
        found += (_review(one, page, build) for one in library.claims.values())
    elif page.path == f"{DATA_PAGES}/index.md":
        found.append(_catalogue(build, page.title))
    elif page.path == REUSE:
        found.append(_package(page, build))
    return found


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> list[Thing]:
    """Return the way to a page, of names and addresses, itself last; none if that is all."""
    found = [*steps]
    if len(found) < 2:
        return []
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(found, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def written(things: Iterable[Thing]) -> str:
    """Return things as a page holds them between its tags: no text of theirs ends a script."""
    body = {"@context": "https://schema.org", "@graph": [*things]}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def address_of(path: str, build: Build) -> str:
    """Return the address of a page by the path of its Markdown."""
    address = path.removesuffix(".md").removesuffix("index")
    root = f"{build.site}{build.locale.root}"
    return f"{root}{address}{'' if address.endswith('/') or not address else '/'}"


def _home(build: Build) -> str:
    return address_of("index.md", build)


def _site(build: Build) -> Thing:
    return {"@type": "WebSite", "name": build.locale.site_name, "url": _home(build)}


def _ours(build: Build) -> Thing:
    """Who publishes the site is the site: see its page About."""
    return {"@type": "Organization", "name": build.locale.site_name, "url": _home(build)}


def _about(kind: str, page: Said, build: Build) -> Thing:
    """What all things have that a page is."""
    return {
        "@type": kind,
        "url": address_of(page.path, build),
        "description": page.description,
        "inLanguage": build.locale.code,
        "license": LICENCE,
    }


def _page(page: Said, build: Build) -> Thing:
    folder, _, name = page.path.removesuffix(".md").rpartition("/")
    if page.path == "index.md":
        return _about("WebSite", page, build) | {"name": build.locale.site_name}
    is_story = bool(folder) and name != "index" and folder != COMPANY_PAGES
    thing = _about("Article" if is_story else "WebPage", page, build)
    thing["headline" if is_story else "name"] = page.title
    day = day_of(page.path, build)
    if day:
        thing["dateModified"] = str(day)
    if page.image:
        thing["image"] = f"{build.site}{page.image}"
    if is_story:
        thing["author"] = thing["publisher"] = _ours(build)
    if folder == COMPANY_PAGES and name in build.library.companies:
        about = build.library.entities[name].name[build.locale.code]
        thing["about"] = {"@type": "Organization", "name": build.locale.typeset(about)}
    return thing | {"isPartOf": _site(build)}


# -- data ------------------------------------------------------------------------------------------


def _data(page: Said, build: Build, series: Iterable[Series], credit: Credit) -> Thing:
    """What a dataset and the data of a chart have both."""
    thing = _about("Dataset", page, build) | {
        "isAccessibleForFree": True,
        "publisher": _ours(build),
    }
    periods = [row.period for one in series for row in one.observations if row.numbers]
    if periods:
        first, last = min(one.start for one in periods), max(one.end for one in periods)
        thing["temporalCoverage"] = f"{first}/{last}"
    if credit.producers:
        thing["creator"] = [{"@type": "Organization", "name": one} for one in credit.producers]
    day = day_of(page.path, build)
    if day:
        thing["dateModified"] = str(day)
    return thing


def _files(files: Mapping[str, Download], build: Build) -> list[Thing]:
    """The files of numbers among those to take away."""
    found = []
    for kind in ("csv_rfc", "csv_local", "json"):
        path = files[kind].path
        form = _TYPES[path[path.rindex(".") :]]
        name = build.locale.word(kind)
        found.append(_file(f"{build.site}{path}", form, name))
    return found


def _file(address: str, form: str, name: str) -> Thing:
    return {
        "@type": "DataDownload",
        "name": name,
        "encodingFormat": form,
        "contentUrl": address,
    }


def _measured(dataset: Dataset, build: Build) -> Thing:
    code = build.locale.code
    name = build.locale.typeset(dataset.name[code])
    return {"@type": "PropertyValue", "name": name, "unitText": dataset.unit.forms(code).name}


def _dataset(dataset: Dataset, page: Said, build: Build) -> Thing:
    library, locale = build.library, build.locale
    series = [
        Series(f"{dataset.id}/{entity}", library.entities[entity].name, dataset, entity, None, rows)
        for entity, rows in dataset.series.items()
    ]
    thing = _data(page, build, series, credit_of(series, library, locale))
    scope = localised(dataset.scope, library, locale)
    thing |= {
        "name": page.title,
        "identifier": dataset.id,
        "description": f"{page.description} {scope}".strip(),
        "variableMeasured": _measured(dataset, build),
        "distribution": _files(dataset_downloads(dataset, locale), build),
        "includedInDataCatalog": _catalogue(build),
    }
    pages = {
        document.url: None
        for rows in dataset.series.values()
        for row in rows
        for document in library.documents(row)
        if document.url
    }
    if pages:
        thing["isBasedOn"] = [*pages]
    return thing


def _chart(text: ChartText, page: Said, build: Build) -> Thing:
    """The data of a chart are called by what they measure; they are based on whole datasets, whose
    pages name the documents."""
    thing = _data(page, build, text.series, text.credit)
    thing |= {
        "name": text.subtitle,
        "headline": page.title,
        "variableMeasured": [_measured(one, build) for one in text.datasets],
        "isBasedOn": [address_of(f"{DATA_PAGES}/{one.id}.md", build) for one in text.datasets],
    }
    if not build.preview:
        files = chart_downloads(text)
        thing["image"] = f"{build.site}{files['png'].path}"
        thing["distribution"] = _files(files, build)
    return thing


def _catalogue(build: Build, name: str = "") -> Thing:
    address = address_of(f"{DATA_PAGES}/index.md", build)
    return {"@type": "DataCatalog", "name": name or build.locale.word("data"), "url": address}


def _package(page: Said, build: Build) -> Thing:
    word = build.locale.word
    kinds = (
        (ARCHIVE, "application/zip", "package_zip"),
        (
            WORKBOOK,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "package_xlsx",
        ),
        (f"{FOLDER}/datapackage.json", "application/json", "package_json"),
    )
    return {
        "@type": "Dataset",
        "name": word("plain_all_data"),
        "description": word("package_lede"),
        "url": address_of(page.path, build),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "publisher": _ours(build),
        "includedInDataCatalog": _catalogue(build),
        "distribution": [
            _file(f"{build.site}{path}", form, word(name)) for path, form, name in kinds
        ],
    }


# -- ledgers ---------------------------------------------------------------------------------------


def _terms(page: Said, build: Build) -> Thing:
    address, locale, code = address_of(page.path, build), build.locale, build.locale.code
    return {
        "@type": "DefinedTermSet",
        "name": page.title,
        "url": address,
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "name": locale.typeset(one.term[code]),
                "description": localised(one.definition, build.library, locale),
                "url": f"{address}#{id}",
            }
            for id, one in build.library.glossary.items()
        ],
    }


def _review(claim: Claim, page: Said, build: Build) -> Thing:
    """A verdict is a word: a number of stars would say what we do not."""
    library, locale = build.library, build.locale
    verdict = locale.word(f"verdict:{claim.verdict}")
    return {
        "@type": "ClaimReview",
        "url": f"{address_of(page.path, build)}#{claim.id}",
        "claimReviewed": localised(claim.claim, library, locale),
        "reviewBody": localised(claim.reason, library, locale),
        "reviewRating": {"@type": "Rating", "alternateName": verdict[0].upper() + verdict[1:]},
        "author": _ours(build),
        "itemReviewed": {"@type": "Claim", "appearance": [*_sayings(claim, build)]},
    }


def _sayings(claim: Claim, build: Build) -> Iterator[Thing]:
    """Where a claim was made: who made it is a text, of people and of firms alike."""
    for one in claim.said:
        thing: Thing = {
            "@type": "CreativeWork",
            "creditText": build.locale.typeset(one.who[build.locale.code]),
        }
        if one.when.kind in (DAY, MONTH, YEAR) and not one.latest:
            thing["datePublished"] = str(one.when)
        source = build.library.sources.get(one.source) if one.source else None
        if source and source.url:
            thing["url"] = source.url
        yield thing

"""What is new, for feed readers: editions, corrections and dated events, as Atom and JSON Feed.

Dates are those of the data, so the same data give the same bytes on every day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from explainer.facts.addresses import LEDGERS, correction_anchor
from explainer.facts.figures import localised
from explainer.facts.releases import Release
from explainer.pages.inline import correction_words
from explainer.pages.markdown_extension import Build

ATOM, JSON_FEED = "feed.xml", "feed.json"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_MOST = 30  # of each sort: the events of half a year


@dataclass(frozen=True)
class Entry:
    """One piece of news: `day` is when it happened, `topic` what sort it is, as a word."""

    id: str
    link: str
    day: date
    title: str
    summary: str
    topic: str


def entries(build: Build) -> list[Entry]:
    """Return what is new in a language, the newest first."""
    found: list[Entry] = []
    for entries_of in (_editions, _corrections, _events):
        found += sorted(entries_of(build), key=_order, reverse=True)[:_MOST]
    return sorted(found, key=_order, reverse=True)


def _order(one: Entry) -> tuple[date, str]:
    return one.day, one.id


def _page(build: Build, path: str) -> str:
    return f"{build.site}{build.locale.root}{path.removesuffix('.md')}/"


def _editions(build: Build) -> Iterator[Entry]:
    locale, home = build.locale, f"{build.site}{build.locale.root}"
    for one in build.library.releases:
        counts = " · ".join(_counts(build, one))
        title = locale.word("feed_edition", locale.date(one.day))
        yield Entry(f"{home}#{one.day}", home, one.day, title, counts, locale.word("feed_editions"))


def _counts(build: Build, one: Release) -> Iterator[str]:
    locale = build.locale
    if one.pages:
        yield locale.word("feed_pages", str(len(one.pages)))
    if one.charts:
        yield locale.word("feed_charts", str(len(one.charts)))
    if one.datasets:
        yield locale.word("feed_datasets", str(len(one.datasets)))


def _corrections(build: Build) -> Iterator[Entry]:
    library, locale = build.library, build.locale
    page = _page(build, LEDGERS["corrections"])
    for one in library.corrections:
        said = correction_words(one, library, locale)
        name = locale.typeset(library.datasets[one.dataset].name[locale.code])
        title = f"{name}, {said['what']}"
        link = f"{page}#{correction_anchor(one)}"
        reason = localised(one.reason, library, locale)
        yield Entry(link, link, one.date, title, reason, locale.word("corrections"))


def _events(build: Build) -> Iterator[Entry]:
    library, locale = build.library, build.locale
    page, seen = _page(build, LEDGERS["timeline"]), dict[str, int]()
    for one in library.timeline:
        when = str(one.date)
        seen[when] = seen.get(when, 0) + 1
        text = localised(one.text, library, locale)
        title = f"{locale.period(one.date)}{locale.words['colon']}{text}"
        id = f"{page}#{when}-{seen[when]}"
        yield Entry(id, page, one.date.end, title, text, locale.word(f"event:{one.kind}"))


def feed_files(build: Build) -> dict[str, bytes]:
    """Return the feeds of a language by path; none when there is nothing to tell."""
    found = entries(build)
    if not found:
        return {}
    root = build.locale.root
    return {f"{root}{ATOM}": _atom(build, found), f"{root}{JSON_FEED}": _json(build, found)}


def _moment(day: date) -> str:
    return f"{day}T00:00:00Z"


def _atom(build: Build, found: list[Entry]) -> bytes:
    """RFC 4287."""
    locale, home = build.locale, f"{build.site}{build.locale.root}"
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": locale.code})

    def add(to: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> None:
        ElementTree.SubElement(to, tag, attributes).text = text or None

    add(feed, "title", locale.site_name)
    add(feed, "id", home)
    add(feed, "link", rel="self", type="application/atom+xml", href=f"{home}{ATOM}")
    add(feed, "link", rel="alternate", type="text/html", href=home)
    add(feed, "updated", _moment(found[0].day))
    add(ElementTree.SubElement(feed, "author"), "name", locale.site_name)
    for one in found:
        entry = ElementTree.SubElement(feed, "entry")
        add(entry, "title", one.title)
        add(entry, "id", one.id)
        add(entry, "link", rel="alternate", type="text/html", href=one.link)
        add(entry, "updated", _moment(one.day))
        add(entry, "category", term=one.topic)
        add(entry, "summary", one.summary)
    ElementTree.indent(feed, " ")
    text = ElementTree.tostring(feed, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _json(build: Build, found: list[Entry]) -> bytes:
    """JSON Feed 1.1."""
    locale, home = build.locale, f"{build.site}{build.locale.root}"
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": locale.site_name,
        "home_page_url": home,
        "feed_url": f"{home}{JSON_FEED}",
        "language": locale.code,
        "items": [
            {
                "id": one.id,
                "url": one.link,
                "title": one.title,
                "content_text": one.summary,
                "date_published": _moment(one.day),
                "tags": [one.topic],
            }
            for one in found
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"

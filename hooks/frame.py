"""What the templates of overrides/ are given: language, words, the policy of a page."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from markupsafe import escape
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from explainer.checking.reviews import stale
from explainer.facts.figures import write_figures
from explainer.facts.model import Edition, Library
from explainer.facts.site_address import BadAddress, site_address
from explainer.language.locales import LOCALES, Locale, named
from explainer.pages.cards import card_path
from explainer.pages.dates import day_of
from explainer.pages.linked_data import Said, breadcrumbs, things_of, written
from explainer.pages.markdown_extension import Build
from explainer.pages.policy import REFERRER, policy
from explainer.projection.javascript import engine_module
from leads import Leads

log = logging.getLogger("explainer")

ENGINE = "assets/js/engine.js"
# What a build writes beside the files of overrides/, and what says it.
WRITTEN: dict[str, Callable[[Library], str]] = {ENGINE: lambda _: engine_module()}
_URL = re.compile(r"url\([\"']?((?!data:|https?:|/)[^)\"'#?]+)")


def language_of(config: MkDocsConfig) -> str:
    """Return the language that is being built, whatever the theme calls it, if it does."""
    i18n: Any = config.plugins["i18n"]
    return str(i18n.current_language)


def locales_of(config: MkDocsConfig) -> tuple[Locale, ...]:
    """Return the languages with the site's name in each, whichever is being built."""
    i18n: Any = config.plugins["i18n"]
    general = i18n.original_configs.get("site_name", config.site_name)
    names = {one.locale: one.site_name or general for one in i18n.config.languages}
    return tuple(named({code: names.get(code, general) for code in LOCALES}).values())


class Compiled(BytecodeCache):
    """Templates compiled once in this process, for both languages and for rebuilds."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def give(env: Environment, code: str, locales: tuple[Locale, ...], edition: Edition | None) -> None:
    """Give templates what they ask for by name.

    What no template calls safe is escaped there: titles and names are texts, and never markup.
    """
    env.autoescape = True
    env.globals["code"] = code
    env.globals["locales"] = {locale.code: locale for locale in locales}
    env.globals["words_in"] = {  # escaped: templates of MkDocs are trusted to do it, and forget
        locale.code: {key: escape(text) for key, text in locale.words.items()} for locale in locales
    }
    locale = next(one for one in locales if one.code == code)
    env.filters["typeset"] = locale.typeset  # for titles of sections, which are those of mkdocs.yml
    env.globals["edition"] = edition and " ".join(
        (
            locale.word("edition", locale.date(edition.closed)),
            locale.typeset(edition.next[code]),
        )
    )
    env.globals["policy"], env.globals["referrer"] = policy, REFERRER


def linked_data(leads: Leads, build: Build) -> Callable[[Page], str]:
    """Return what says for programs what a page is, and the way to it; nothing of a page that
    says nothing of itself."""
    home = (build.locale.word("home"), f"{build.site}{build.locale.root}")

    def said(page: Page) -> str:
        things = page.meta.get("things")
        if not things:
            return ""
        trail = [(build.locale.typeset(name), at) for name, at in leads.trail_of(page)]
        way = [home, *(step for step in trail if step[1] != home[1])]
        return written([*things, *breadcrumbs(way if len(way) > 1 else [])])

    return said


def describe(page: Page, build: Build, config: MkDocsConfig) -> None:
    """Give a page what its head says of it: title and description with their figures written, which
    never meet Markdown, its picture, whether its twin is newer, and what programs read."""
    locale, path = build.locale, page.file.src_uri.partition("/")[2]
    if not build.preview:
        page.meta["image"] = card_path(path, locale)
    if not page.file.generated_by:  # whose front matter is final
        for name in ("title", "description"):
            text = page.meta.get(name)
            if isinstance(text, str):
                page.meta[name] = locale.typeset(write_figures(text, build.library, locale))
        late = stale(Path(config.docs_dir), locale.code, path)
        if late:
            titles = locale.listed([locale.typeset(title) for title in late])
            page.meta["newer"] = locale.word("newer_in_twin", titles)
    said = Said(
        path,
        str(page.meta.get("title") or page.title),
        str(page.meta.get("description") or config.site_description),
        page.meta.get("image", ""),
    )
    page.meta["things"] = things_of(said, build)


def address_of(config: MkDocsConfig, publishes: bool) -> str:
    """Return the address of the site as pages bear it.

    A site is to be published if this very command `publishes` it, or if it knows its repository
    and is not only served here. Raises PluginError, in one sentence, when there can be no site.
    """
    repository = str(config.extra.get("repository") or "")
    where = "SITE_URL" if "SITE_URL" in os.environ else _line_of("site_url", config)
    try:
        published = publishes or (bool(repository) and "serve" not in sys.argv)
        address = site_address(config.site_url, published=published)
    except BadAddress as error:
        raise PluginError(f"{where} {error}") from error
    if repository and not re.fullmatch(r"https://[\w.-]+(?:/[\w.~-]+)+/?", repository, re.ASCII):
        where = "REPOSITORY" if "REPOSITORY" in os.environ else _line_of("repository", config)
        raise PluginError(
            f'{where} "{repository[:100]}" is no address of a repository; write it like '
            "https://github.com/owner/name"
        )
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None and not re.fullmatch(r"\d{1,11}", epoch, re.ASCII):
        raise PluginError(
            f'SOURCE_DATE_EPOCH "{epoch[:30]}" is no time; unset it, or write whole seconds since '
            "1970, as `git log -1 --format=%ct` does"
        )
    if not published and "serve" not in sys.argv:
        _notice_unless_public(address)
    return address


def _notice_unless_public(address: str) -> None:
    try:
        site_address(address, published=True)
    except BadAddress:
        log.info(
            "Pages, pictures and the sitemap bear the address %s: if the site is to be published, "
            "set SITE_URL to where it will be",
            address,
        )


def _line_of(setting: str, config: MkDocsConfig) -> str:
    """Where a setting stands."""
    path = Path(config.config_file_path)
    lines = path.read_text("utf-8").splitlines()
    found = (n for n, line in enumerate(lines, 1) if line.strip().startswith(f"{setting}:"))
    return f"{path.name}:{next(found, 1)}: {setting}"


def all_there(config: MkDocsConfig, files: Files) -> None:
    """Raise PluginError if a style sheet, script, font or picture of the frame is not there.

    The files of all languages are those of the first alone.
    """
    i18n: Any = config.plugins["i18n"]
    if i18n.building:
        return
    looks = Path(config.theme.custom_dir or config.docs_dir)
    asked: dict[str, str] = {}
    for path in sorted(looks.rglob("*.html")):
        for name in re.findall(r"'(assets/[\w./-]+)' \| url", path.read_text("utf-8")):
            asked.setdefault(name, path.name)
    for path in sorted(looks.rglob("*.css")):
        for name in _URL.findall(path.read_text("utf-8")):
            file = os.path.normpath(path.relative_to(looks).parent / name)
            asked.setdefault(Path(file).as_posix(), path.name)
    for name in (*config.extra_css, *map(str, config.extra_javascript)):
        asked.setdefault(name, "mkdocs.yml")
    there = {file.dest_uri for file in files}
    told = [
        f"{name} is missing in overrides/ or docs/, and {by} asks for it; bring it back with git, "
        "or write its right name"
        for name, by in asked.items()
        if name not in there and name not in WRITTEN and "://" not in name
    ]
    if told:
        raise PluginError("\n" + "\n".join(told))


def date_pages(files: Files, build: Build) -> None:
    """Date each page by its data, for the sitemap; MkDocs dates all by the day of the build.

    A page without data has no date there; only in a site without any do all keep that of MkDocs.
    """
    pages = [file.page for file in files.documentation_pages() if file.page]
    days = [day_of(page.file.src_uri.partition("/")[2], build) for page in pages]
    if any(days):
        for page, day in zip(pages, days, strict=True):
            page.update_date = day.isoformat() if day else ""


def leave_theme_aside(config: MkDocsConfig) -> None:
    """Our base.html loads nothing of a theme: MkDocs need not look through Material's 14,000 files,
    nor is anything missed without it."""
    if config.theme.name:
        theme = utils.get_theme_dir(config.theme.name)
        config.theme.dirs[:] = [folder for folder in config.theme.dirs if folder != theme]
    config.theme.static_templates.add("404.html")  # which themes name, each its own

"""Nobody publishes what a reader should not see: each finished page is looked at before it is
written, in every build. What a build keeps from the last one was looked at then; a preview looks at
what was edited since it started."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from explainer.errors import DataError, Problem
from explainer.pages.chart_block import without_drawings
from explainer.pages.finished import problems_of

log = logging.getLogger("explainer")


class LastLook:
    """What is wrong in the pages of one build. A preview shows such a page and says why it would
    not be published."""

    def __init__(self, *, is_preview: bool) -> None:
        self.is_preview = is_preview
        self.problems: list[Problem] = []

    def page(self, html: str, page: Page, site: str | None) -> str:
        """Return a page as it may be written, its drawings apart, which are put in later."""
        source = "" if page.file.generated_by else page.file.content_string
        file = str(page.meta.get("data") or f"docs/{page.file.src_uri}")
        return self._seen(html, problems_of(without_drawings(html), file, source, site or "/"))

    def template(self, html: str, name: str, site: str | None) -> str:
        """Return what a template of the frame alone has made, likewise."""
        if not name.endswith(".html"):
            return html
        return self._seen(html, problems_of(html, f"overrides/{name}", "", site or "/"))

    def _seen(self, html: str, problems: Iterable[Problem]) -> str:
        found = [*dict.fromkeys(problems)]
        if self.is_preview:
            for problem in found:
                log.warning("%s", problem)
            return html
        self.problems += found
        return "" if found else html  # of nothing, MkDocs writes no page: the last one stays

    def end(self) -> None:
        """Fail if anything was wrong."""
        if self.problems:
            raise PluginError("\n" + str(DataError(self.problems)))

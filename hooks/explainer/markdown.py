"""A Python-Markdown extension: charts, dataset tables and figures in a sentence.

    ::: chart capex-since-2019        alone on its line
    Meta spent {{ meta.capex@2025-Q3 }} in three months.

`mkdocs.yml` names it as `explainer.markdown`; whoever renders sets its option `build` to an object
with a `library` and a `locale`. It makes real elements, not text: so inline code and fences stay
untouched, headings get their values, and nothing from the data is parsed as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.blocks import (
    Addresses,
    Block,
    catalogue_block,
    chart_block,
    chart_page_block,
    data_page,
    dataset_block,
)
from explainer.figures import Value, write_figure
from explainer.locales import Locale
from explainer.model import Library
from explainer.studio import DrawingFailed, Studio
from explainer.texts import Said

DIRECTIVE = re.compile(r"^:::[ \t]*(?P<kind>[a-z]+)?(?:[ \t]+(?P<id>\S+))?[ \t]*$", re.MULTILINE)
_UNTOUCHED = ("code", "pre", "script", "style", "kbd")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, eq=False)
class Build:
    """What one language of one build shares; replaced, never changed.

    `site` is the address of the site, with its last slash; `shown_on` tells, by chart, the pages
    that draw it: path under the language, and title. `failures` gathers what could not be drawn.
    """

    library: Library
    locale: Locale
    site: str = "/"
    shown_on: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    studio: Studio = field(default_factory=Studio)
    failures: list[str] = field(default_factory=list)
    _said: dict[str, Said] = field(default_factory=dict, repr=False)

    @property
    def charts(self) -> list[str]:
        """The charts that some page draws; the others cost nothing."""
        return [id for id in self.library.charts if id in self.shown_on]

    def said(self, chart: str) -> Said:
        """What a chart says in this language; the same object each time."""
        if chart not in self._said:
            self._said[chart] = Said(
                self.library.charts[chart], self.library, self.locale, self.studio
            )
        return self._said[chart]

    @property
    def addresses(self) -> Addresses:
        """Absolute addresses, for what leaves the site."""
        return Addresses(self.site, self.locale)


class _Figures(InlineProcessor):
    """`{{ … }}` becomes a `<data>` with the raw value, in a link to the observation behind it."""

    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(r"\{\{([^{}]*)\}\}", md)
        self.build = build

    def handleMatch(  # type: ignore[override]  # Python-Markdown's own name and result
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        written = write_figure(m[1], self.build.library, self.build.locale)
        figure = Element("data", {"value": written.raw})
        if written.value is None:
            figure = Element("time", {"datetime": written.raw})
            if not re.fullmatch(r"[\d-]+", written.raw):  # HTML knows no quarter
                figure = Element("data", {"value": written.raw})
        figure.text = AtomicString(written.text)
        if written.value is None:
            return figure, m.start(0), m.end(0)
        link = Element("a", {"class": "figure", "href": _address(written.value)})
        link.append(figure)
        return link, m.start(0), m.end(0)


def _address(value: Value) -> str:
    cell = value.cells[-1]
    return data_page(cell.dataset.id, cell.dataset.anchor(cell.entity, cell.observation))


class _Directives(BlockProcessor):
    """`::: chart id` and its kin become blocks; text around the line stays text."""

    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(md.parser)
        self.md = md
        self.build = build
        self.charts: list[str] = []

    def test(self, parent: Element, block: str) -> bool:
        return DIRECTIVE.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = DIRECTIVE.search(block)
        assert match, "test() found one"
        before, after = block[: match.start()].rstrip(), block[match.end() :]
        if before:
            self.parser.parseBlocks(parent, [before])
        try:
            parent.append(self._element(self._block(match["kind"] or "", match["id"] or "")))
        except DrawingFailed as error:  # told with the others, before any page is written
            self.build.failures.append(str(error))
        if after.strip():
            blocks.insert(0, after.lstrip("\n"))

    def _block(self, kind: str, id: str) -> Block:
        library, locale = self.build.library, self.build.locale
        if kind == "chart" and id in library.charts:
            self.charts.append(id)
            seen = self.charts.count(id)
            anchor = id if seen == 1 else f"{id}-{seen}"
            return chart_block(
                self.build.said(id), self.build.addresses, number=len(self.charts), id=anchor
            )
        if kind == "page" and id in library.charts:
            return chart_page_block(
                self.build.said(id), self.build.addresses, self.build.shown_on.get(id, ())
            )
        if kind == "dataset" and id in library.datasets:
            return dataset_block(library.datasets[id], library, locale)
        if kind == "datasets" and not id:
            return catalogue_block(library, locale)
        raise ValueError(f'"::: {kind} {id}" is not a directive')  # pages.py told why

    def _element(self, block: Block) -> Element:
        """The block as part of the page's tree; its texts are final, its pieces stay aside."""
        root = ElementTree.fromstring(block.html)
        for element in root.iter():
            for name in ("text", "tail"):
                text = getattr(element, name)
                if not text:
                    continue
                piece = block.pieces.get(text.strip())
                setattr(
                    element,
                    name,
                    AtomicString(self.md.htmlStash.store(piece) if piece else text),
                )
        return root


class _Unlinked(Treeprocessor):
    """A figure inside a heading or another link keeps its value and loses its own link."""

    def run(self, root: Element) -> None:
        for parent in root.iter():
            if parent.tag in _HEADINGS or parent.tag == "a":
                for element in parent.iter():
                    if element is not parent and element.get("class") == "figure":
                        element.tag = "span"
                        element.attrib.pop("href", None)


class _Unstyled(Treeprocessor):
    """Markdown aligns table cells by an inline style, which a strict security policy forbids."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("td", "th") and "style" in cell.attrib:
                side = cell.attrib.pop("style").removeprefix("text-align: ").rstrip(";")
                cell.set("class", f"align-{side}")


class _Typography(Treeprocessor):
    """Spaces, quotes and apostrophes of the page's language, in text and nowhere else."""

    def __init__(self, md: Markdown, locale: Locale) -> None:
        super().__init__(md)
        self.locale = locale

    def run(self, root: Element) -> None:
        if root.tag in _UNTOUCHED:
            return
        root.text = self._set(root.text)
        for child in root:
            self.run(child)
            child.tail = self._set(child.tail)

    def _set(self, text: str | None) -> str | None:
        if not text or isinstance(text, AtomicString):
            return text
        return self.locale.typeset(text)


class ExplainerExtension(Extension):
    """The extension; its one option is `build`, a `Build`."""

    def __init__(self, **kwargs: Any) -> None:
        # Python-Markdown takes a default of None for a boolean: hence the empty text.
        self.config = {"build": ["", "an object with a library and a locale"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors: figures after code and before links, directives first."""
        build = self.getConfig("build")
        if not build:
            return
        self.directives = _Directives(md, build)
        md.registerExtension(self)
        md.inlinePatterns.register(_Figures(md, build), "explainer-figure", 175)
        md.parser.blockprocessors.register(self.directives, "explainer-directive", 95)
        # Before the table of contents (5), which copies the headings.
        md.treeprocessors.register(_Unlinked(md), "explainer-unlinked", 7)
        md.treeprocessors.register(_Unstyled(md), "explainer-unstyled", 7)
        md.treeprocessors.register(_Typography(md, build.locale), "explainer-typography", 6)

    def reset(self) -> None:
        """Begin a page: charts are numbered from 1 again."""
        self.directives.charts = []


def makeExtension(**kwargs: Any) -> ExplainerExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return ExplainerExtension(**kwargs)

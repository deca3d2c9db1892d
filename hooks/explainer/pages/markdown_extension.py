"""A Python-Markdown extension: charts, dataset tables, ledgers, figures and terms in a sentence.

    ::: chart spending-by-year        alone on its line
    Acme spent {{ acme.capex@2025-Q3 }} in three months.

Terms of the glossary need no sign: the first use of each is found.

`mkdocs.yml` names it; whoever renders sets its option `build` to an object with a `library` and a
`locale`. It makes real elements, not text: so inline code and fences stay untouched, headings get
their values, and nothing from the data is parsed as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import slugify, unique
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from explainer.checking.icons import Icons
from explainer.checking.marked_tree import (
    DIRECTIVES_FIRST,
    FIGURES_FIRST,
    HEADINGS,
    Directives,
)
from explainer.facts.addresses import Addresses
from explainer.facts.figures import FIGURE
from explainer.facts.glossary import Vocabulary
from explainer.facts.model import Library
from explainer.language.locales import Locale
from explainer.pages import opening, signs
from explainer.pages.block import Block
from explainer.pages.cards import Card
from explainer.pages.chart_block import chart_block, chart_page_block, filled
from explainer.pages.chart_text import ChartText
from explainer.pages.directives import block_of
from explainer.pages.inline import figure_element, with_assumptions
from explainer.pages.render_queue import DrawingFailed, RenderQueue
from explainer.pages.terms import Marking

_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_BREAKING = re.compile(r"[ \t\r\n]+")
_VOID = re.compile(r"(<(?:br|hr|img|input)\b[^<>]*?)\s*/>")
_UNTOUCHED = ("code", "pre", "script", "style", "kbd")


@dataclass(frozen=True, eq=False)
class Build:
    """What one language of one build shares; replaced, never changed.

    `site` is the address of the site, with its last slash; `shown_on` tells, by chart, the pages
    that draw it: path under the language, and title; `told_on`, by directive and what it names, the
    page where a block stands to which links lead. `failures` gathers what could not be drawn.
    With `later`, pages come without their drawings: whoever writes them calls `filled`. In a
    `preview`, charts have no files to take away.
    """

    library: Library
    locale: Locale
    site: str = "/"
    shown_on: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    queue: RenderQueue = field(default_factory=RenderQueue)
    failures: list[str] = field(default_factory=list)
    later: bool = False
    preview: bool = False
    icons: Icons = field(default_factory=Icons)
    texts: dict[str, ChartText] = field(default_factory=dict, repr=False)  # by chart
    told_on: Mapping[tuple[str, str], str] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)  # of pages, by path

    @property
    def charts(self) -> list[str]:
        """The charts that some page draws; the others cost nothing."""
        return [id for id in self.library.charts if id in self.shown_on]

    def chart_text(self, chart: str) -> ChartText:
        """What a chart says in this language; the same object each time."""
        if chart not in self.texts:
            self.texts[chart] = ChartText(
                self.library.charts[chart], self.library, self.locale, self.queue
            )
        return self.texts[chart]

    def filled(self, html: str) -> str:
        """Return a page with its drawings. What cannot be drawn is noted, and the page lacks it."""
        try:
            return filled(html, self.chart_text)
        except DrawingFailed as error:
            self.failures.append(str(error))
            return html

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that pages explain where they first use them."""
        return Vocabulary(self.library, self.locale)

    @property
    def addresses(self) -> Addresses:
        """Absolute addresses, for what leaves the site."""
        return Addresses(self.site, self.locale)


class _Figures(InlineProcessor):
    """`{{ … }}` becomes a figure in a link to the observation behind it, or the mark of a claim."""

    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(FIGURE.pattern, md)
        self.build = build

    def handleMatch(  # type: ignore[override]  # Python-Markdown's own name and result
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        element = figure_element(m["body"], self.build.library, self.build.locale)
        for one in element.iter():  # what is final is not parsed again
            one.text = AtomicString(one.text) if one.text else None
        return element, m.start(0), m.end(0)


class _Directives(Directives):
    """`::: chart id` and its kin become blocks."""

    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(md.parser)
        self.md = md
        self.build = build
        self.charts: list[str] = []
        self.kinds: set[str] = set()
        self.blocks: set[Element] = set()

    def made(self, match: re.Match[str]) -> Element:
        element = self._element(self._block(match["kind"] or "", match["id"] or ""))
        self.blocks.add(element)
        self.kinds.add(match["kind"])
        return element

    def _block(self, kind: str, id: str) -> Block:
        library = self.build.library
        if kind == "chart" and id in library.charts:
            self.charts.append(id)
            seen = self.charts.count(id)
            anchor = id if seen == 1 else f"{id}-{seen}"
            return chart_block(
                self.build.chart_text(id),
                self.build.addresses,
                number=len(self.charts),
                id=anchor,
                alone=self.build.preview,
            )
        if kind == "page" and id in library.charts:
            return chart_page_block(
                self.build.chart_text(id),
                self.build.addresses,
                self.build.shown_on.get(id, ()),
                alone=self.build.preview,
            )
        build = self.build
        block = block_of(kind, id, library, build.locale, build.told_on, site=build.site)
        if block is None:
            raise ValueError(f'"::: {kind} {id}" is not a directive')  # `checking.pages` told why
        return block

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


class _Assumptions(Treeprocessor):
    """What a projection comes to leads to its assumptions."""

    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(md)
        self.build = build

    def run(self, root: Element) -> None:
        with_assumptions(root, self.build.told_on)


class _Unlinked(Treeprocessor):
    """A figure in a heading, in what is clicked or in another link keeps its value and loses its
    own links."""

    def run(self, root: Element) -> None:
        for parent in root.iter():
            if parent.tag in (*HEADINGS, "a", "label", "summary"):
                for element in list(parent.iter()):
                    if element is not parent and element.get("class") == "figure":
                        element.tag = "span"
                        for name in ("href", "data-behind"):
                            element.attrib.pop(name, None)
                    elif element.get("class") == "figure-corrected":
                        del element[1:]  # the mark of the correction


class _Anchors(Treeprocessor):
    """A heading that tells a figure goes by its other words: its address stays when data change."""

    def run(self, root: Element) -> None:
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for element in root.iter():
            if element.tag in HEADINGS and "id" not in element.attrib:
                text, told = _without_figures(element)
                if told:
                    element.set("id", unique(slugify(unescape(text), "-") or "figure", used))


def _without_figures(element: Element) -> tuple[str, bool]:
    """The text of a heading less its figures, and whether it has any."""
    text, told = element.text or "", False
    for child in element:
        if str(child.get("class", "")).startswith("figure"):
            told = True
        else:
            inner, also = _without_figures(child)
            text, told = text + inner, told or also
        text += child.tail or ""
    return text, told


class _Unstyled(Treeprocessor):
    """Markdown aligns table cells by an inline style, which a strict security policy forbids."""

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in ("td", "th") and "style" in cell.attrib:
                side = cell.attrib.pop("style").removeprefix("text-align: ").rstrip(";")
                cell.set("class", f"align-{side}")


class _Terms(Treeprocessor):
    """The first use of each term shows its definition; the glossary itself has them all."""

    def __init__(self, md: Markdown, build: Build, directives: _Directives) -> None:
        super().__init__(md)
        self.build = build
        self.directives = directives

    def run(self, root: Element) -> None:
        if self.build.library.glossary and "glossary" not in self.directives.kinds:
            Marking(self.build.vocabulary, self.directives.blocks).run(root)


class _Opening(Treeprocessor):
    """Under the answer of a page stands of when it is, and how long it takes to read."""

    def __init__(self, md: Markdown, build: Build, directives: _Directives) -> None:
        super().__init__(md)
        self.build = build
        self.directives = directives

    def run(self, root: Element) -> None:
        opening.add_edition(root, self.build.library, self.build.locale, self.directives.blocks)


class _Drawings(Postprocessor):
    """The drawings of charts join the finished page."""

    def __init__(self, md: Markdown, build: Build) -> None:
        super().__init__(md)
        self.build = build

    def run(self, text: str) -> str:
        return text if self.build.later else self.build.filled(text)


class _Voids(Postprocessor):
    """Elements without an end are written as HTML writes them: its checker warns of XML's way."""

    def run(self, text: str) -> str:
        return _VOID.sub(r"\1>", text)


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
            child.tail = self._set(child.tail, after="a")

    def _set(self, text: str | None, after: str = "") -> str | None:
        """Set a text; what comes `after` an element is set as after a letter, which it most often
        ends with: a colon or a quotation mark there belongs to what precedes."""
        if not text or isinstance(text, AtomicString):
            return text
        return self.locale.typeset(after + text)[len(after) :]


class _Contents(Treeprocessor):
    """The table of contents takes every space of a heading for an ordinary one: 12 % would break.

    Its entries get their no-break spaces back, from the heading itself.
    """

    def run(self, root: Element) -> None:
        self._mend(getattr(self.md, "toc_tokens", []))

    def _mend(self, entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            if not entry["data-toc-label"]:
                text = _TAG.sub("", entry["html"])
                if text.split() == entry["name"].split():
                    entry["name"] = _BREAKING.sub(" ", text).strip()
            self._mend(entry["children"])


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
        md.inlinePatterns.register(_Figures(md, build), "explainer-figure", FIGURES_FIRST)
        md.parser.blockprocessors.register(self.directives, "explainer-directive", DIRECTIVES_FIRST)
        signs.register(md, build.locale, build.icons)
        # Before the table of contents (5), which copies the headings.
        md.treeprocessors.register(_Assumptions(md, build), "explainer-assumptions", 6.5)
        md.treeprocessors.register(_Unlinked(md), "explainer-unlinked", 7)
        md.treeprocessors.register(_Anchors(md), "explainer-anchors", 7)
        md.treeprocessors.register(_Unstyled(md), "explainer-unstyled", 7)
        md.treeprocessors.register(_Typography(md, build.locale), "explainer-typography", 6)
        # After typography, which must see the letters on both sides of an apostrophe.
        md.treeprocessors.register(_Terms(md, build, self.directives), "explainer-terms", 5.5)
        md.treeprocessors.register(_Opening(md, build, self.directives), "explainer-opening", 5.2)
        md.treeprocessors.register(_Contents(md), "explainer-contents", 4)  # after it
        md.postprocessors.register(_Voids(), "explainer-voids", 1)
        md.postprocessors.register(_Drawings(md, build), "explainer-drawings", 0)

    def reset(self) -> None:
        """Begin a page: charts are numbered from 1 again, and notes speak its language."""
        back = self.directives.build.locale.words["footnote_back"]
        for one in self.directives.md.registeredExtensions:
            if isinstance(one, FootnoteExtension):
                one.setConfig("BACKLINK_TITLE", back)
        self.directives.charts = []
        self.directives.kinds = set()
        self.directives.blocks = set()


def makeExtension(**kwargs: Any) -> ExplainerExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return ExplainerExtension(**kwargs)

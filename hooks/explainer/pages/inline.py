"""What stands in a line of text: a figure with its link, the marks of claims and corrections.

They are elements, so that a page's tree and the templates of blocks hold the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup, escape

from explainer.characters import PLACE_OF_A_FIGURE
from explainer.facts.addresses import correction_anchor, correction_of, ledger_page
from explainer.facts.figures import FIGURE, write_figure
from explainer.facts.model import Claim, Correction, Library
from explainer.language.locales import Locale
from explainer.pages.behind import SEPARATOR, leads_to, lines_behind

# One outline for each verdict, so that it is told without colour, and at the size of a word.
_SHAPES = {
    "accurate": (
        ("circle", {"cx": "8", "cy": "8", "r": "7", "fill": "currentColor", "stroke": "none"}),
        ("path", {"d": "M4.7 8.4l2.3 2.3 4.4-4.9", "class": "verdict__inside"}),
    ),
    "rounded": (
        ("circle", {"cx": "8", "cy": "8", "r": "6.25"}),
        (
            "path",
            {
                "d": "M4.6 7q1.7-1.6 3.4-.3t3.4-.3M4.6 10q1.7-1.6 3.4-.3t3.4-.3",
                "class": "verdict__thin",
            },
        ),
    ),
    "inexact": (
        ("circle", {"cx": "8", "cy": "8", "r": "6.25"}),
        ("path", {"d": "M4.8 6.4h6.4M4.8 9.6h6.4M9.8 4.3l-3.6 7.4", "class": "verdict__thin"}),
    ),
    "needs-context": (
        ("rect", {"x": "1.75", "y": "1.75", "width": "12.5", "height": "12.5"}),
        ("path", {"d": "M4.8 8h.01M8 8h.01M11.2 8h.01", "class": "verdict__dots"}),
    ),
    "disputed": (
        ("path", {"d": "M8 1l7 7-7 7-7-7z"}),
        ("path", {"d": "M8 1l7 7-7 7z", "fill": "currentColor", "stroke": "none"}),
    ),
    "outdated": (
        ("circle", {"cx": "8", "cy": "8", "r": "6.25", "stroke-dasharray": "2.6 1.33"}),
        ("path", {"d": "M8 4.6V8l2.3 1.6"}),
    ),
}


TOLD = "data-told"


def figure_element(body: str, library: Library, locale: Locale) -> Element:
    """Return what `{{ body }}` becomes: a `<data>` with the raw value, in a link to its cell, which
    bears what a popover says of it.

    The figure of a cell which we corrected, or that compares it with another, has the mark of the
    correction beside it. A sum over many has none: that would say that the sum itself was wrong.
    """
    written = write_figure(body, library, locale)
    if written.claim:
        return _claim_mark(written.claim, written.text)
    if written.value is None:
        is_time = re.fullmatch(r"[\d-]+", written.raw)  # HTML knows no quarter
        figure = Element(*(("time", {"datetime": written.raw}) if is_time else _data(written.raw)))
        figure.text = written.text
        return figure
    behind = SEPARATOR.join(lines_behind(written.value, library, locale))
    address, told = leads_to(written.value, library)
    link = Element("a", {"class": "figure", "href": address, "data-behind": behind})
    if told:  # on a page that only the build knows, see `with_assumptions`
        link.set(TOLD, f"{told.directive} {told.projection} {told.anchor}")
    figure = SubElement(link, *_data(written.raw))
    figure.text = written.text
    for cell in written.value.cells if len(written.value.cells) < 3 else ():
        found = correction_of(cell.dataset.id, cell.entity, cell.observation.period, library)
        if found:
            both = Element("span", {"class": "figure-corrected"})
            both.append(link)
            both.append(_correction_mark(found, library, locale))
            return both
    return link


def with_assumptions(root: Element, told_on: Mapping[tuple[str, str], str]) -> None:
    """Lead what a projection comes to where its assumptions are told, if a page tells them."""
    for link in root.iter("a"):
        if TOLD in link.attrib:
            directive, projection, anchor = link.attrib.pop(TOLD).split()
            page = told_on.get((directive, projection))
            if page:
                link.set("href", f"/{page}#{anchor}")


def _data(raw: str) -> tuple[str, dict[str, str]]:
    return "data", {"value": raw}


def rich_text(text: str, library: Library, locale: Locale) -> Markup:
    """Return a text of the data as HTML: typeset, its figures in place, everything else escaped."""
    figures = (
        ElementTree.tostring(figure_element(match["body"], library, locale), encoding="unicode")
        for match in FIGURE.finditer(text)
    )
    pieces = locale.typeset(FIGURE.sub(PLACE_OF_A_FIGURE, text)).split(PLACE_OF_A_FIGURE)
    html = escape(pieces[0])
    for figure, piece in zip(figures, pieces[1:], strict=True):
        html += Markup(figure) + escape(piece)
    return html


# -- claims ----------------------------------------------------------------------------------------


def verdict_shape(verdict: str) -> Element:
    """Return the shape of a verdict; the word beside it says the same."""
    shape = Element(
        "svg",
        {"class": f"verdict verdict--{verdict}", "viewBox": "0 0 16 16", "aria-hidden": "true"},
    )
    for tag, attributes in _SHAPES[verdict]:
        SubElement(shape, tag, dict(attributes))
    return shape


def shape_markup(verdict: str) -> Markup:
    """The same for a template."""
    return Markup(ElementTree.tostring(verdict_shape(verdict), encoding="unicode"))


def _claim_mark(claim: Claim, words: str) -> Element:
    mark = Element("a", {"class": "mark mark--claim", "href": ledger_page("claims", claim.id)})
    mark.append(verdict_shape(claim.verdict))
    SubElement(mark, "span").text = words
    return mark


# -- corrections -----------------------------------------------------------------------------------


def correction_words(one: Correction, library: Library, locale: Locale) -> dict[str, str]:
    """What is said of a correction, wherever it is said; `href` leads to its entry."""
    unit = library.datasets[one.dataset].unit
    old, new = locale.exact(one.old, unit), locale.exact(one.new, unit)
    date = locale.date(one.date)
    return {
        "href": ledger_page("corrections", correction_anchor(one)),
        "mark": locale.word("corrected_on", date),
        "date": date,
        "old": old,
        "new": new,
        "what": f"{locale.period(one.period)}{locale.words['colon']}{old} → {new}",
        "reason": rich_text(one.reason[locale.code], library, locale),
    }


def _correction_mark(one: Correction, library: Library, locale: Locale) -> Element:
    """A dagger, as proofs have it: words in the middle of a sentence would break it."""
    words = correction_words(one, library, locale)
    said = {"aria-label": words["mark"], "title": words["mark"]}
    mark = Element("a", {"class": "mark mark--corrected", "href": words["href"], **said})
    mark.text = "†"
    return mark

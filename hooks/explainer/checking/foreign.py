"""Signs of Material and of other programs that pages do not know: what to write instead of each.

What is told stands on the page as it was typed, which nobody meant; in code it is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping

# By name: what the sign looks like, and what is said of it. Those that begin with ^ are of a line.
_SIGNS: Mapping[str, tuple[str, str]] = {
    "task": (
        r"^[ >]*[-*+] +\[[ xX]\] ",
        (
            "is a box to tick, which says nothing to a screen reader; write the state in words, as in "
            "- **Done.** …"
        ),
    ),
    "abbreviation": (
        r"^ {0,3}\*\[[^\]\n]{1,80}\]:",
        (
            "explains an abbreviation on one page only; write the term in data/glossary.yml, which "
            "explains it on all of them"
        ),
    ),
    "mathematics": (
        r"\$\$|\\\((?=[^\n]{0,80}\\\))|^ *\\\[ *$|\$(?=[^${}\n]{0,80}[\\^_=])[^${}\s][^${}\n]{0,80}\$",
        (
            "begins a formula, which needs a script from elsewhere; write it in words, with x^2^ and "
            "H~2~O, or in `code`"
        ),
    ),
    "block": (
        r"^[ >]*/{3,} *[a-z]",
        (
            'is a block that this site does not know; write !!! note "…" for a box, === "…" for a tab, '
            "??? for details"
        ),
    ),
    "include": (
        r"^ *-{1,3}8<-{1,3}|\{%",
        "takes text from another file, which pages do not; write it here, or link to its page",
    ),
    "emoji": (
        r"(?<![\w:/]):(?!(?:material|octicons|fontawesome|simple)-)[a-z+][a-z\d_+-]{1,30}:(?![\w:/])",
        (
            "is an emoji by its name, which would load from another site; type the sign itself, or an "
            "icon like :material-factory:"
        ),
    ),
    "critic": (
        r"\{(?:\+\+|--|~~|>>|==)(?=[^{}\n]*(?:\+\+|--|~~|<<|==)\})",
        (
            "is a note of a reviewer; write the text as it is to be, with ^^added^^ and ~~deleted~~ if "
            "readers are to see the change"
        ),
    ),
    "code": (
        r"(?:^`|(?<=`))#!\w+ ",
        "names a language of code in a line, which is not coloured here; take it out",
    ),
    "contents": (
        r"^ *\[TOC\] *$",
        "is not needed: the parts of a page stand beside it by themselves; take it out",
    ),
    "progress": (
        r"^ *\[=+ ?\d",
        "is a bar of progress, whose number no data vouch for; draw a chart",
    ),
    "wiki": (
        r"\[\[(?=[^\]\n]{1,80}\]\])",
        "is a link of a wiki; write [words](page.md)",
    ),
    "spoiler": (r"^ *>! ", 'hides text; write ??? note "…" and indent the text under it'),
    "grid": (
        r"\{:?[^{}\n]*\.(?:annotate-code|copy|no-copy|select|no-select)\b",
        "asks for a button on code, which has none here; take it out",
    ),
    "picture": (
        r"\{:?[^{}\n]*\b(?:align|data-preview|data-title|data-description|data-gallery)\b",
        (
            "asks for what pictures and links do not do here; take it out: a picture stands across the "
            "text, a link opens its page"
        ),
    ),
    "notes": (
        r'<\w+[^<>\n]*\bclass="[^"<>\n]*\bannotate\b',
        (
            "asks for notes in raw HTML; write { .annotate } on the line under a paragraph, or "
            "!!! note annotate"
        ),
    ),
    "scheme": (
        r"\.(?:png|jpe?g|svg|webp|gif)#(?:only|gh)-(?:light|dark)",
        (
            "shows a picture on one ground only; draw it so that it is readable on both, and take the "
            "rest of its address out"
        ),
    ),
}
# Where what looks like one is none: in an address, say. Those of attributes are told wherever they
# end up, and one in code.
_IN_TEXT = ("mathematics", "emoji", "critic", "wiki")
PATTERN = "|".join(f"(?P<foreign_{name}>{sign})" for name, (sign, _) in _SIGNS.items())


def is_told(name: str, place: str) -> bool:
    """Whether a sign is told where it landed (see `markdown_reading.Sign`)."""
    if place in ("code", "comment"):
        return (name, place) == ("code", "code")
    return place in ("text", "html", "signs") or name not in _IN_TEXT


def sentence(name: str, text: str) -> str:
    """Return what is said of a sign, which a line or a part of it shows."""
    words = text.split()
    short = " ".join(words[:4]) + (" …" if len(words) > 4 else "")
    return f'"{short[:80]}" {_SIGNS[name][1]}'


_HEADER = {
    "mermaid": "is a diagram, which needs a script from elsewhere; draw a chart (::: chart), or "
    "write its steps as a numbered list",
    "math": "is a formula, which needs a script from elsewhere; write it in words",
}
_FRONT = {
    "tags": "pages have no tags: the menu, the search and links lead to them",
    "hide": "all pages have the same frame",
    "icon": "menus are words",
    "status": "menus are words; say it in the text",
    "template": "all pages have the same frame",
    "search": "all pages are found by the search; what is not to be found goes in data-search-exclude",
    "subtitle": "the paragraph under the title, with {: .lede }, is the page's opening",
    "comments": "comments are switched on for all pages in mkdocs.yml",
    "date": "a page is dated by its data",
    "authors": "pages are signed by all",
    "social": "cards of pages are made by the site itself",
    "image": "cards of pages are made by the site itself",
}


def of_fence(language: str) -> str:
    """Return what is said of a fence by its language, or nothing."""
    return _HEADER.get(language, "")


def of_front_matter(field: str) -> str:
    """Return why a field of Material's front matter is not taken, or nothing."""
    return _FRONT.get(field, "")

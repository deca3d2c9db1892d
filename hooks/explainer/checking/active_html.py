"""Raw HTML of a page that browsers would run or obey: what the policy of pages forbids anyway.

The policy holds for whatever this overlooks; here an editor learns why nothing happens, and what to
write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from explainer.checking.markdown_reading import reading_of
from explainer.checking.markdown_source import split, without_code
from explainer.errors import Problem, Where

_TAGS = {
    "script": "pages run no scripts of their own",
    "style": "looks are in overrides/assets/css",
    "link": "looks are in overrides/assets/css",
    "base": "links start from the page they stand in",
    "meta": "a page's description and title are in its front matter",
    "iframe": "pages hold nothing of another site; link to it",
    "frame": "pages hold nothing of another site; link to it",
    "object": "pages hold nothing of another site; link to it",
    "embed": "pages hold nothing of another site; link to it",
    "applet": "pages hold nothing of another site; link to it",
    "portal": "pages hold nothing of another site; link to it",
    "form": "pages send nothing; link to a form elsewhere",
    "noscript": "pages say the same to all",
}
_SPACE = r"[\s\x00-\x1f]*"  # which browsers leave out of a scheme
_SCHEME = re.compile(
    _SPACE + rf"(?:{_SPACE.join('javascript:')}|{_SPACE.join('vbscript:')}|data:)", re.IGNORECASE
)
_ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")  # of attr_list
_HANDLER = re.compile(r"(?:^|\s)(on\w+|style|srcdoc|formaction)\s*=", re.IGNORECASE)
_LINK = re.compile(r"\]\(\s*<?\s*([^)\s>]+)|^\s{0,3}\[[^\]]+\]:\s*<?(\S+)")


def problems_of(text: str, file: str) -> Iterator[Problem]:
    """Yield what a page holds that browsers would run or obey; `text` is its Markdown."""
    _, body, first = split(text)
    fenced = reading_of(body, first).fenced
    shown = [""] * (first - 1)
    for number, line in enumerate(body.split("\n"), first):
        shown.append("" if number in fenced else without_code(line))
    reader = _Tags()
    reader.feed("\n".join(shown))
    reader.close()
    for number, message in reader.found:
        yield Problem(Where(file, number), message)
    for number, line in enumerate(shown, 1):
        for match in _ATTRIBUTES.finditer(line):
            handler = _HANDLER.search(match[1])
            if handler:
                yield Problem(Where(file, number), _attribute(handler[1]))
        for match in _LINK.finditer(line):
            if _SCHEME.match(match[1] or match[2]):
                yield Problem(Where(file, number), _address(match[1] or match[2]))


class _Tags(HTMLParser):
    """Reads tags wherever they stand, those between other tags' texts included."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def set_cdata_mode(self, *_: object, **__: object) -> None:
        """Go on to look for tags inside a <script> or <style>, which may have no end."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag in _TAGS:
            self.found.append((line, f"<{tag}> does nothing here: {_TAGS[tag]}; take it out"))
            return
        for name, value in attrs:
            if _HANDLER.match(f"{name}="):
                self.found.append((line, _attribute(name)))
            elif value and name in ("href", "src", "action", "xlink:href") and _SCHEME.match(value):
                self.found.append((line, _address(value)))


def _attribute(name: str) -> str:
    instead = (
        "looks are in overrides/assets/css, by class" if name == "style" else "pages run no scripts"
    )
    return f"{name}= does nothing here: {instead}; take it out"


def _address(address: str) -> str:
    shown = "".join(sign for sign in address[:40] if sign.isprintable())
    return f'the address "{shown}" leads nowhere here; write one that begins with https://'

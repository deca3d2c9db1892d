"""Signs in a line, as in Material: ==marked==, ^^added^^, ~~deleted~~, H~2~O, x^2^, ++ctrl+k++ and
icons.

Each looks a few hundred characters ahead at most, so that no text takes long to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from explainer.checking.icons import ICON, Icons

# After figures (175) and links (160), before emphasis (60).
_FIRST = 70
_LONGEST = 400
# By what they become. Doubled signs come first: one of them is another sign.
_AROUND = {
    "mark": rf"==(?![\s=])(.{{1,{_LONGEST}}}?)(?<!\s)==(?!=)",
    "ins": rf"\^\^(?![\s^])(.{{1,{_LONGEST}}}?)(?<!\s)\^\^(?!\^)",
    "del": rf"~~(?![\s~])(.{{1,{_LONGEST}}}?)(?<!\s)~~(?!~)",
    "sup": r"(?<![\^\[])\^([^\s^\[\]]{1,60})\^(?!\^)",
    "sub": r"(?<!~)~([^\s~]{1,60})~(?!~)",
}
KEYS = re.compile(r"\+\+([a-z\d]{1,12}(?:[+-][a-z\d]{1,12}){0,4})\+\+")
# Those with a name; letters, digits and f1 to f12 are their own.
NAMED = (
    "alt", "backspace", "cmd", "ctrl", "delete", "down", "end", "enter", "escape", "home", "left",
    "page-down", "page-up", "right", "shift", "space", "tab", "up",
)  # fmt: skip
_OWN = re.compile(r"[a-z\d]|f(?:[1-9]|1[0-2])")


def unknown_key(keys: str) -> str:
    """Return the first of some keys that is none, or nothing."""
    return next(
        (key for key in keys.split("+") if key not in NAMED and not _OWN.fullmatch(key)), ""
    )


class _Around(InlineProcessor):
    """What stands between two signs."""

    def __init__(self, pattern: str, md: Markdown, tag: str) -> None:
        super().__init__(pattern, md)
        self.tag = tag

    def handleMatch(  # type: ignore[override]  # Python-Markdown's own name and result
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        element = Element(self.tag)
        element.text = m[1]
        return element, m.start(0), m.end(0)


class _Keys(InlineProcessor):
    """Keys of a keyboard, each by its name in the language of the page."""

    def __init__(self, md: Markdown, named: Callable[[str], str]) -> None:
        super().__init__(KEYS.pattern, md)
        self.named = named

    def handleMatch(  # type: ignore[override]  # the same
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        element = Element("span", {"class": "keys"})
        for key in m[1].split("+"):
            if len(element):
                element[-1].tail = AtomicString("+")
            name = self.named(key) if key in NAMED else key.upper()
            SubElement(element, "kbd").text = AtomicString(name)
        return element, m.start(0), m.end(0)


class _Drawn(InlineProcessor):
    """An icon, if it is known; else its name stays, of which checks have told."""

    def __init__(self, md: Markdown, icons: Icons) -> None:
        super().__init__(ICON.pattern, md)
        self.icons = icons

    def handleMatch(  # type: ignore[override]  # the same
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        element = self.icons.element(m[1])
        return (None, None, None) if element is None else (element, m.start(0), m.end(0))


def register(md: Markdown, named: Callable[[str], str] = str, icons: Icons | None = None) -> None:
    """Let a Markdown know the signs; keys are `named`, icons drawn where there are any."""
    for number, (tag, pattern) in enumerate(_AROUND.items()):
        md.inlinePatterns.register(_Around(pattern, md, tag), f"sign-{tag}", _FIRST - number)
    md.inlinePatterns.register(_Keys(md, named), "sign-keys", _FIRST + 2)
    if icons:
        md.inlinePatterns.register(_Drawn(md, icons), "sign-icon", _FIRST + 3)
    md.ESCAPED_CHARS.extend(sign for sign in "=^~" if sign not in md.ESCAPED_CHARS)

"""What nobody should publish: a last look at each finished page, whatever has made it.

Checks look at sources, and each template at its own piece; here a page is read as a browser reads
it. Code and the like are left alone. Nothing here knows why something is there: the sentence names
the source of the page, the line where the same text stands if there is one, and what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from explainer.errors import Problem, Where

# Signs of Markdown and of ours that readers should never see.
_SIGNS = re.compile(
    r":::|\{\{|\}\}|<{7}|>{7}|^(?:!!!|\?\?\?\+?) |^=== ?\"|^\[[ xX]\] |\*\*|\[\^[^\]\s]+\]|\]\("
    r"|==\w|\^\^\w|~~\w|\+\+[a-z]|\{:|^#{1,6} |<!--|-->|</?[a-z]+>|&(?:amp|nbsp|lt|gt|quot|#\d+);"
    "|[\x02\x03\ue000-\uf8ff\ufffc\ufffd]|klzzwxh|wzxhzdk"
)
_NOTHING = frozenset(("None", "nan", "NaN", "undefined", "null", "[object Object]"))
_VOID_ADDRESS = re.compile(r"(?:^|[/=#?&])(?:None|nan|NaN|undefined|null)(?:$|[/.?&#])")
_TAG = re.compile(r"</?[A-Za-z][\w-]*[\s/>]|<!--")
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_IN_DRAWING = re.compile(
    r">\s*(?:None|nan|NaN|undefined|null)\s*<|\bNaN\b[ ,\"]|[\x02\x03\ue000-\uf8ff\ufffc\ufffd]"
)
_LITERAL = frozenset(("code", "pre", "kbd", "samp", "script", "style", "textarea"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NO_HEADING = frozenset(("th", "dt", "address", "button", "label", "p", "span", "em", "strong"))
_WHOLE = frozenset(
    ("td", "th", "dd", "dt", "li", "p", "a", "button", "data", "time", "caption", "title", "option")
)
_NAMED = frozenset(("a", "button"))
_ADDRESSES = frozenset(("href", "src", "action", "srcset", "poster", "content"))
_SAID = frozenset(("title", "alt", "aria-label", "content", "placeholder", "value", "id", "href"))
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
) | {"track"}
# HTML lets their end tags be left out.
_ENDLESS = frozenset(
    ("body", "dd", "dt", "head", "html", "li", "option", "p", "tbody", "td", "th", "thead", "tr")
)
# Names, and no address to listen at.
_THIS_MACHINE = frozenset(("127.0.0.1", "localhost", "0.0.0.0", "::1"))


@dataclass
class _Open:
    """An element whose end tag has not come yet."""

    tag: str
    first: int  # of its texts
    attributes: dict[str, str | None]
    is_named: bool = False


@dataclass(frozen=True)
class _Fault:
    """What was found, as its source may say it, and what is said of it."""

    found: str
    message: str


class _Page(HTMLParser):
    """Notes what is wrong in a page."""

    def __init__(self, *, is_local: bool) -> None:
        super().__init__()
        self.is_local = is_local
        self.faults: list[_Fault] = []
        self.opened: list[_Open] = []
        self.texts: list[str] = []
        self.ids: set[str] = set()
        self.level = 0
        self.literal = 0

    def fault(self, found: str, message: str) -> None:
        self.faults.append(_Fault(found, message))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        for name, value in attrs:
            if value and "http-equiv" not in attributes:  # hashes of a policy hold any signs
                self._attribute(tag, name, value)
        if tag == "img":
            if "alt" not in attributes:
                source = attributes.get("src") or ""
                self.fault(source, f'the picture "{source}" has no text; write ![what it shows](…)')
            elif attributes["alt"]:
                self._name()
        if tag in _EMPTY:
            return
        if tag in _HEADINGS:
            self._heading(tag)
        self.literal += tag in _LITERAL
        self.opened.append(_Open(tag, len(self.texts), attributes))
        if attributes.get("aria-label"):
            self._name()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY and any(one.tag == "svg" for one in self.opened):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if self.opened and self.opened[-1].tag == tag:
            self.literal -= tag in _LITERAL
            self._ended(self.opened.pop())
            return
        if not any(one.tag == tag for one in self.opened):
            if tag not in _ENDLESS:
                self.fault(f"</{tag}>", f'"</{tag}>" ends what never began; take it out')
            return
        while self.opened:
            one = self.opened.pop()
            self.literal -= one.tag in _LITERAL
            if one.tag == tag:
                self._ended(one)
                return
            if one.tag not in _ENDLESS:
                self.fault(f"<{one.tag}", f'"<{one.tag}>" is not ended; write </{one.tag}>')

    def handle_data(self, data: str) -> None:
        if self.literal:
            if data.strip():
                self.texts.append("code")
            return
        self.texts.append(data)
        match = _SIGNS.search(data.strip())
        if match:
            self._sign(match[0])

    def _sign(self, found: str) -> None:
        shown = f"U+{ord(found):04X}" if len(found) == 1 and ord(found) > 0x7F else found
        self.fault(
            found,
            f'readers see "{shown.strip()}", which was not understood; mend it, or put it in '
            "`code`",
        )

    def _name(self) -> None:
        for one in self.opened:
            one.is_named = True

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "id":
            if value in self.ids:
                self.fault(value, f'the id "{value}" stands twice; keep one of them')
            self.ids.add(value)
        if name in _ADDRESSES:
            if _VOID_ADDRESS.search(value):
                self.fault(value, f'"{value[:80]}" is no address; write the right one')
            if not self.is_local and _host_of(value) in _THIS_MACHINE:
                self.is_local = True  # told once
                self.fault(
                    value,
                    f'"{value[:80]}" leads to the machine that built the page; set SITE_URL to the '
                    "address where the site is published, or mend the link",
                )
        if name in _SAID and (match := _SIGNS.search(value)):
            self._sign(match[0])
        if value in _NOTHING and not name.startswith("data-"):
            self.fault(value, f'{name}="{value}" on <{tag}> says nothing; write a value')
        if "<" in value and name != "srcdoc" and _TAG.search(value):
            self.fault(value, f'{name}="{value[:60]}" holds a tag; write text alone')

    def _heading(self, tag: str) -> None:
        around = next((one.tag for one in self.opened if one.tag in _NO_HEADING), None)
        if around:
            self.fault(f"<{tag}", f"a heading stands in <{around}>, where none may be; move it out")
        level = int(tag[1])
        if self.level and level > self.level + 1:
            self.fault(
                "#" * level + " ",
                f"a heading of level {level} follows one of level {self.level}; "
                f"write {'#' * (self.level + 1)} in its place",
            )
        self.level = level

    def _ended(self, one: _Open) -> None:
        if one.tag not in _WHOLE and one.tag not in _HEADINGS:
            return
        text = "".join(self.texts[one.first :])
        if text.strip() in _NOTHING:
            self.fault(text, f'readers see "{text.strip()}" in place of a value; write it')
        if one.is_named or text.strip(" \t\n¶#\u00a0"):
            return
        if one.tag in _HEADINGS:
            self.fault("#", "a heading says nothing; write its words, or take it out")
        elif one.tag in _NAMED and (one.tag != "a" or "href" in one.attributes):
            if one.attributes.get("title") or text.strip() or "aria-labelledby" in one.attributes:
                return
            address = one.attributes.get("href") or ""
            what = f'the link to "{address}"' if one.tag == "a" else "a button"
            self.fault(f"]({address}", f"{what} has no words; write them between [ and ]")


def problems_of(html: str, file: str, source: str, site: str) -> Iterator[Problem]:
    """Yield what nobody should publish in a page, which has its source in a file; `site` is the
    address of the site."""
    page = _Page(is_local=_is_local(site))
    page.feed(_DRAWING.sub(lambda match: _without(match[0], page), html))
    page.close()
    for fault in page.faults:
        yield Problem(Where(file, _line_of(fault.found, source)), fault.message)


def _without(drawing: str, page: _Page) -> str:
    """A drawing of a chart is long, and ours: a glance is enough. A sign beside words stays."""
    if len(drawing) < 2000:
        return drawing
    match = _IN_DRAWING.search(drawing)
    if match:
        page.fault(match[0], f'a drawing says "{match[0].strip("<>")}" in place of a value')
    return "<b>drawing</b>"


def _is_local(site: str) -> bool:
    host = _host_of(site)
    return not host or host in _THIS_MACHINE or host.endswith(".localhost")


def _host_of(address: str) -> str:
    """The host of an address, or nothing."""
    if "://" not in address:
        return ""
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def _line_of(found: str, source: str) -> int:
    """The first line of a source that says the same, or its first."""
    at = source.find(found.strip()) if found.strip() else -1
    return source.count("\n", 0, at) + 1 if at >= 0 else 1

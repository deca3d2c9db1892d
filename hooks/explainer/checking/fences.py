"""Code between lines of ``` or ~~~: where it begins and ends, what it asks for, its HTML.

A fence may be indented, as the content of a list item, a box or a tab is. Its first line names a
language, which is kept and not coloured, and may give `title="…"`, `linenums="1"` and
`hl_lines="2 4-5"`, as in Material's reference, in braces or not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from markdown.preprocessors import Preprocessor

_OPENING = re.compile(r"( *)(`{3,}|~{3,})([^`]*)")
_HEADER = re.compile(
    r" *(?:\{ *\.?(?P<in>[\w#+.-]*)(?P<inner>[^{}]*)\}|\.?(?P<lang>[\w#+.-]*)(?P<rest>.*)) *"
)
_OPTION = re.compile(r"""(\w{1,20})=("[^"]*"|'[^']*'|[^\s"']+)""")
_VALUES = {
    "title": re.compile(r".+"),
    "linenums": re.compile(r"\d{1,4}"),
    "hl_lines": re.compile(r"\d{1,4}(?:-\d{1,4})?(?:[ ,]+\d{1,4}(?:-\d{1,4})?)*"),
}
EXAMPLE = 'title="…", linenums="1" or hl_lines="2 4-5"'


@dataclass(frozen=True)
class Fence:
    """A block of code: its first and last line, counted from 0, those with its signs included."""

    first: int
    last: int
    indent: int
    header: str  # what follows the sign that begins it

    @cached_property
    def _parts(self) -> tuple[str, str]:
        match = _HEADER.fullmatch(self.header)
        assert match, "everything fits"
        return match["in"] or match["lang"] or "", match["inner"] or match["rest"] or ""

    @property
    def language(self) -> str:
        return self._parts[0]

    @cached_property
    def options(self) -> dict[str, str]:
        """What its first line asks for."""
        return {name: value.strip("\"'") for name, value in _OPTION.findall(self._parts[1])}

    @property
    def not_understood(self) -> str:
        """The first thing of its first line that means nothing here, if there is one."""
        rest = _OPTION.sub("", self._parts[1]).strip()
        if rest:
            return rest
        for name, value in self.options.items():
            if not (name in _VALUES and _VALUES[name].fullmatch(value)):
                return f'{name}="{value}"'
        beyond = max(self.marked, default=0)
        count = self.last - self.first - 1
        return f'hl_lines="{self.options["hl_lines"]}"' if beyond > count else ""

    @property
    def marked(self) -> Collection[int]:
        """The lines that are to stand out, counted from 1."""
        found: set[int] = set()
        for part in re.split(r"[ ,]+", self.options.get("hl_lines", "")):
            first, _, last = part.partition("-")
            if first.isdigit():
                found.update(range(int(first), int(last if last.isdigit() else first) + 1))
        return found


def fences_of(lines: Sequence[str]) -> tuple[list[Fence], list[int]]:
    """Return the fences of a text, and the lines where one begins that never ends; in one pass."""
    ends: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.lstrip(" ").startswith(("```", "~~~")):
            ends.setdefault(line.rstrip(" "), []).append(number)
    found, unended = list[Fence](), list[int]()
    after = -1
    for number, line in enumerate(lines):
        match = (
            _OPENING.fullmatch(line)
            if number > after and ("```" in line or "~~~" in line)
            else None
        )
        if not match:
            continue
        known = ends.get(match[1] + match[2], [])
        while known and known[0] <= number:
            known.pop(0)
        if known:
            after = known[0]
            found.append(Fence(number, after, len(match[1]), match[3]))
        else:
            unended.append(number)
    return found, unended


class Fences(Preprocessor):
    """Fences become code wherever they stand; Python-Markdown's own see those that are not
    indented alone."""

    def run(self, lines: list[str]) -> list[str]:
        fences, _ = fences_of(lines)
        made, at = list[str](), 0
        for fence in fences:
            code = [_less(line, fence.indent) for line in lines[fence.first + 1 : fence.last]]
            kept = self.md.htmlStash.store(html_of(fence, code))
            made += [*lines[at : fence.first], "", f"{' ' * fence.indent}{kept}", ""]
            at = fence.last + 1
        return made + lines[at:]


def _less(line: str, indent: int) -> str:
    return line[indent:] if not line[:indent].strip(" ") else line.lstrip(" ")


def html_of(fence: Fence, code: Sequence[str]) -> str:
    """Return the HTML of a fence, whose code comes in lines."""
    language = f' class="language-{escape(fence.language)}"' if fence.language else ""
    written = "".join(_written(fence, code))
    block = f"<pre><code{language}>{written}</code></pre>"
    title = fence.options.get("title")
    if not title:
        return block
    return f'<div class="code"><p class="code__title">{escape(title)}</p>{block}</div>'


def _written(fence: Fence, code: Sequence[str]) -> Iterator[str]:
    first, marked = fence.options.get("linenums", ""), fence.marked
    for number, line in enumerate(code, 1):
        text = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&quot;")
        tag = "mark" if number in marked else "span" if first else ""
        count = f' data-line="{int(first) + number - 1}"' if first.isdigit() else ""
        yield f'<{tag} class="code__line"{count}>{text}</{tag}>\n' if tag else f"{text}\n"

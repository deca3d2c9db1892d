"""One script made of several: what a script imports from its neighbours is put before it. And
style sheets without what only people read.

Sources are written to be read, in files of one thing each; a reader's browser fetches one file,
with no comments and no indentation. Only what our own scripts need is understood: imports and
exports of one line, comments that have their line, no name that stands twice, no template in a
template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

_IMPORT = re.compile(r'^(import .* from "\./([\w-]+\.js)";\n)', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const)|^export ?\{.*\};.*\n", re.MULTILINE)
_COMMENT = re.compile(r"^ *//.*\n|^ */\*\*(?:[^*]|\*(?!/))*\*/\n|(?<=[;,{)]) // .*$", re.MULTILINE)
# What is not touched (texts, patterns), and signs around which spaces say nothing.
_SPACED = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"""
    r"|(?:(?<=[(=,:?&|])|(?<=return)) ?/(?:[^/\\\n[]|\\.|\[(?:[^]\\\n]|\\.)+])+/\w*)"
    r"| ?([{}()\[\];,:?=<>*&|]) ?"
)


def bundled(
    name: str, apart: Collection[str], source_of: Callable[[str], str]
) -> tuple[str, list[str]]:
    """Return a script with all that it imports, each once, and the names of what it imports; those
    that stay `apart` it still imports. `source_of` returns a script by its name."""
    parts: dict[str, str] = {}

    def gather(name: str) -> None:
        text = source_of(name)
        for line, other in _IMPORT.findall(text):
            if other not in apart:
                text = text.replace(line, "")
                if other not in parts:
                    gather(other)
        parts[name] = text

    gather(name)
    own = parts.pop(name)
    others = (_EXPORT.sub("", part) for part in parts.values())
    return packed_script("".join((*others, own))), list(parts)


def packed_script(text: str) -> str:
    """Return a script without comments, indentation, empty lines and spaces that say nothing."""
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    text = "\n".join(filter(None, lines)) + "\n"
    return _SPACED.sub(lambda match: match[1] or match[2], text)


_STYLE = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^)"']*\))"""  # not touched
    r"|/\*(?:[^*]|\*(?!/))*\*/"
    r"|(;?)\s*(\})\s*|\s*([{;,>])\s*|(:)\s+|(\s+)"
)


def packed_style(text: str) -> str:
    """Return a style sheet without comments, and without spaces that say nothing."""
    text = re.sub(r"/\*(?:[^*]|\*(?!/))*\*/", "", text)

    def shorter(match: re.Match[str]) -> str:
        if match[6]:
            return " "
        return match[1] or match[3] or match[4] or match[5] or ""

    return _STYLE.sub(shorter, text).strip() + "\n"

"""Characters that no text of ours may hold, and what a sentence or a terminal shows of them.

A line break in a one-line text can begin a record of its own in a file that a reader takes away, a
control character breaks XML, a mark of direction shows another order than is read. What the code
puts into pages itself to find it again (drawings, figures) is here too, so that nobody can type it.
"""

from __future__ import annotations

import re

PLACE_OF_A_FIGURE = "\ua66e"  # a letter, since the text around a figure is typeset; see `inline`
# As the inside of a class of characters that Python and ECMAScript read alike.
IN_LINES = (
    r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ua66e"
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
)
IN_A_LINE = r"\t\n" + IN_LINES
_BEYOND = "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 15))
_PRIVATE_PLANES = r"\U000f0000-\U0010ffff"
_REFUSED_IN_LINES = re.compile(f"[{IN_LINES}{_BEYOND}{_PRIVATE_PLANES}]")
_REFUSED_IN_A_LINE = re.compile(f"[{IN_A_LINE}{_BEYOND}{_PRIVATE_PLANES}]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}))")
_KINDS = (
    (re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]"), "a line break"),
    (re.compile(r"\t"), "a tab"),
    (re.compile(r"[\x00-\x1f\x7f-\x9f]"), "a control character"),
    (re.compile(r"[\u202a-\u202e\u2066-\u2069]"), "a mark that turns the direction of writing"),
    (re.compile(r"\ufeff"), "a byte-order mark"),
    (re.compile(rf"[\ue000-\uf8ff{_PRIVATE_PLANES}]"), "a private-use character"),
    (re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"), "what is no character"),
    (re.compile(""), "a character that stands for something else"),
)
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_RUNNER_COMMAND = re.compile(r"##(?=\w*\[)")  # which CI systems take anywhere in a line


def refused(text: str, *, lines: bool = False) -> tuple[int, str] | None:
    """Return the position of the first character that may not stand in a text, and a sentence
    about it without a subject; None if there is none. With `lines`, a text of several lines."""
    match = (_REFUSED_IN_LINES if lines else _REFUSED_IN_A_LINE).search(text)
    if not match:
        return None
    kind = next(kind for pattern, kind in _KINDS if pattern.match(match[0]))
    before = text[: match.start()].rpartition("\n")[2][-20:]
    after = f' after "{before}"' if before.strip() else ""
    remedy = "write one line" if kind == "a line break" else "take it out"
    return match.start(), f"has {kind} (U+{ord(match[0]):04X}){after}; {remedy}"


def refused_reference(text: str) -> tuple[int, str] | None:
    """Return the same for the first `&#x202e;` or the like that stands for such a character."""
    for match in _REFERENCE.finditer(text):
        number = int(match[1], 16) if match[1] else int(match[2])
        if number > 0x10FFFF or refused(chr(number), lines=True):
            return match.start(), f'has "{match[0]}", which stands for no letter; take it out'
    return None


def shown(text: str) -> str:
    """Return a text for a terminal or a log: what would act there is written out, as `\\x1b`."""
    text = _NOT_SHOWN.sub(lambda match: repr(match[0])[1:-1], text)
    return _RUNNER_COMMAND.sub(r"#\\x23", text)

"""YAML that keeps its comments, its order, the quotes and the final zeros that an editor typed.

One canonical way of writing, for `make format` and for whoever writes a data file by machine: a
mapping step is two spaces, an item of a list stands two further in (none in a file that is a list),
what is written in braces stays on its line however long, and no space stands inside braces. The
files are read and written by ruamel.yaml, which is not needed to build the site: it is imported
here alone, when something is to be written.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from explainer.refresh.service import NotHad

_ASKS_FOR_QUOTES = re.compile(r"[:#,\[\]{}\"]|^[-?&*!|>%@`' ]|[ ]$|^[0-9.+-]+$")
_BEHIND = 2  # where ruamel.yaml notes the comment that stands behind a field
ENDLESS = 10**9  # characters in a line


def _yaml() -> Any:
    """A reader and writer that takes each plain value for the characters that it is made of."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver
    from ruamel.yaml.tag import Tag

    class AsTyped(VersionedResolver):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is ScalarNode and implicit and implicit[0]:
                return Tag(suffix="tag:yaml.org,2002:str")
            return super().resolve(kind, value, implicit)

    found = YAML(typ="rt")
    found.Resolver = AsTyped
    found.width = ENDLESS
    found.preserve_quotes = True
    found.indent(mapping=2, sequence=4, offset=2)
    return found


def read(text: str) -> Any:
    """Return what a file holds, its comments beside it."""
    return _yaml().load(text)


def written(root: Any) -> str:
    """Return the text of what `read` has returned, as it is now."""
    out = io.StringIO()
    _yaml().dump(root, out)
    text = out.getvalue()
    if isinstance(root, Sequence):  # a file that is a list begins at the margin
        text = re.sub(r"^  ", "", text, flags=re.MULTILINE)
    return text


def canonical(text: str) -> str:
    """Return a file as it should be written; NotHad when that would change what it says."""
    from ruamel.yaml.error import YAMLError

    try:
        root = read(text)
        if root is None:
            raise NotHad("it is empty; make check says what is wrong")
        result = rewritten(root, text)
        same = _said(text) == _said(result)
    except RecursionError:
        raise NotHad("its brackets have no end; make check says what is wrong") from None
    except (YAMLError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise NotHad(f"line {line} is not YAML; make check says what is wrong") from None
    if not same:
        raise NotHad("it would no longer say the same; it is left as it is")
    return result


def rewritten(root: Any, text: str) -> str:
    """Return what `written` returns of a file that was `text`; NotHad when a comment would be lost,
    as inside braces, where ruamel.yaml keeps none."""
    result = written(root)
    lost = Counter(_comments(text)) - Counter(_comments(result))
    if lost:
        comment = next(iter(lost))
        raise NotHad(f'the comment "{comment}" would be lost; put it above its line, or at its end')
    return result


def _comments(text: str) -> list[str]:
    """The comments of a file: what begins with # between its values."""
    found: list[str] = []
    after = 0
    values = (one for one in yaml.scan(text, yaml.SafeLoader) if isinstance(one, yaml.ScalarToken))
    for value in [*values, None]:
        between = text[after : value.start_mark.index if value else len(text)]
        found += (one.rstrip() for one in re.findall(r"(?:^|(?<=\s))#.*", between, re.MULTILINE))
        after = value.end_mark.index if value else after
    return found


def _said(text: str) -> list[tuple[str, str]]:
    """All that a file says, in order: kinds of things, and the characters of values."""
    return [
        (type(event).__name__, getattr(event, "value", ""))
        for event in yaml.parse(text, yaml.SafeLoader)
    ]


# -- new things, written as the others are ---------------------------------------------------------


def scalar(text: str) -> Any:
    """A value, in quotes where it needs them."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    plain = text and not _ASKS_FOR_QUOTES.search(text) and _is_text(text)
    return text if plain else DoubleQuotedScalarString(text)


def _is_text(text: str) -> bool:
    """Whether YAML takes plain characters for a text, and not for true, a number or nothing."""
    node = yaml.compose(text, yaml.SafeLoader)
    return isinstance(node, yaml.ScalarNode) and node.tag.endswith(":str")


def plain(text: str) -> str:
    """A number, a day or an id: never in quotes."""
    return text


def in_braces(fields: Mapping[str, Any]) -> Any:
    """A group of fields on one line."""
    from ruamel.yaml.comments import CommentedMap

    found = CommentedMap(fields)
    found.fa.set_flow_style()
    return found


def in_brackets(items: Iterable[str]) -> Any:
    """A list on one line."""
    from ruamel.yaml.comments import CommentedSeq

    found = CommentedSeq(items)
    found.fa.set_flow_style()
    return found


def group(fields: Mapping[str, Any]) -> Any:
    """A group of fields, one a line."""
    from ruamel.yaml.comments import CommentedMap

    return CommentedMap(fields)


def in_both(texts: Mapping[str, str]) -> Any:
    """A text in both languages."""
    return in_braces({code: scalar(text) for code, text in texts.items()})


def put(fields: Any, name: str, value: Any, order: Sequence[str]) -> None:
    """Set a field, in its place in an order when it is new; take it out when there is no value."""
    if value is None:
        if name in fields:
            _leave_comment(fields, name)
            del fields[name]
    elif name in fields:
        fields[name] = value
    else:
        before = order[: order.index(name)]
        at = max((list(fields).index(one) + 1 for one in before if one in fields), default=0)
        fields.insert(at, name, value)


def _leave_comment(fields: Any, name: str) -> None:
    """Give what is written behind a field, also on the lines that follow, to the one before it."""
    names = list(fields)
    before = names[names.index(name) - 1] if names.index(name) else None
    if before is None or name not in fields.ca.items:
        return
    gone = fields.ca.items.pop(name)
    kept = fields.ca.items.setdefault(before, gone)
    if kept is not gone and all(len(one) > _BEHIND and one[_BEHIND] for one in (kept, gone)):
        margin = "\n" + " " * fields.lc.col
        kept[_BEHIND].value = kept[_BEHIND].value.rstrip() + margin + gone[_BEHIND].value

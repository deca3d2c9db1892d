"""What mkdocs.yml asks of Material: that is honoured, or said to do nothing here.

Pages have the signs of Material (see `foreign`) in the frame of overrides/: nothing of the theme is
loaded. Of its options one is left, `theme.icon.admonition`: the icons of boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from explainer.checking.boxes import KINDS
from explainer.checking.icons import OWN, Icons
from explainer.checking.marked_tree import EXTENSIONS
from explainer.errors import Problem, Where, did_you_mean
from explainer.files import content_of
from explainer.yaml_nodes import composed

FILE = "mkdocs.yml"
OURS = "explainer.pages.markdown_extension"
_TAKEN = ("name", "custom_dir", "icon")
_THEME = {
    "language": "the languages of the site are in the plugin i18n",
    "palette": "colours are in overrides/assets/css/ground.css, for light and for dark",
    "font": "the typeface lies in overrides/assets/fonts, so that nothing is loaded from elsewhere",
    "logo": "the name of the site stands in its place",
    "favicon": "it is docs/assets/img/favicon.svg",
    "features": "the frame is overrides/base.html, which has none of them",
}
_PLUGINS = {
    "search": "the site has its own, for each language and blind to accents",
    "social": "the site makes its own pictures of charts",
    "privacy": "pages load nothing from elsewhere, which their policy forbids",
    "blog": "the site comes out in editions; write a page",
    "tags": "the menu, the search and links lead to pages",
    "offline": "the search asks for a server",
    "info": "report a mistake by the link under each page",
    "optimize": "pictures of charts are packed when they are drawn",
    "meta": "each page says its own title and description",
    "projects": "a site has one mkdocs.yml",
    "group": "a site has one list of plugins",
    "typeset": "titles are typeset in each language",
}
_PART_OF_PAGES = frozenset(
    [
        "admonition",
        "pymdownx.details",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.highlight",
        "pymdownx.keys",
        "pymdownx.mark",
        "pymdownx.caret",
        "pymdownx.tilde",
        "pymdownx.emoji",
        "pymdownx.inlinehilite",
    ]
)


def problems_of(settings: yaml.nodes.Node, icons: Icons) -> Iterator[Problem]:
    """Yield what mkdocs.yml asks for in vain."""
    for key, value in _fields(settings):
        if key.value == "theme":
            yield from _theme(value, icons)
        elif key.value == "plugins":
            for line, name in _named(value):
                why = _PLUGINS.get(name.removeprefix("material/"))
                if why:
                    yield _vain(line, f'the plugin "{name}"', why)
        elif key.value == "markdown_extensions":
            yield from _extensions(value)


def icons_of(root: Path) -> Icons:
    """Return the icons of the site under a folder, by what its mkdocs.yml says."""
    path = root / FILE
    content = content_of(path, FILE, []) if path.is_file() else None  # what is wrong is told
    read = composed(content, FILE, []) if content is not None else None
    theme = _at(read.node if read else None, "theme")
    folder = _at(theme, "custom_dir")
    own = root / str(folder.value) / OWN if isinstance(folder, yaml.ScalarNode) else None
    boxes = _fields(_at(_at(theme, "icon"), "admonition"))
    named = ((key.value, value.value) for key, value in boxes if isinstance(value, yaml.ScalarNode))
    return Icons(own, tuple((kind, name.replace("/", "-")) for kind, name in named))


def _theme(theme: yaml.nodes.Node, icons: Icons) -> Iterator[Problem]:
    for key, value in _fields(theme):
        if key.value not in _TAKEN:
            why = _THEME.get(key.value, "nothing of the theme is loaded")
            yield _vain(_line(key), f"theme.{key.value}", why)
        elif key.value == "icon":
            for inner, kinds in _fields(value):
                if inner.value == "admonition":
                    yield from _icons(kinds, icons)
                else:
                    yield _vain(_line(inner), f"theme.icon.{inner.value}", "the frame has words")


def _icons(kinds: yaml.nodes.Node, icons: Icons) -> Iterator[Problem]:
    for key, value in _fields(kinds):
        name = str(value.value).replace("/", "-")
        if key.value not in KINDS:
            close = did_you_mean(key.value, KINDS)
            yield Problem(Where(FILE, _line(key)), f'box "{key.value}" is unknown{close}')
        elif flaw := icons.unknown(name):
            yield Problem(Where(FILE, _line(value)), flaw)


def _extensions(named: yaml.nodes.Node) -> Iterator[Problem]:
    for line, name in _named(named):
        if name in _PART_OF_PAGES:
            message = f'the extension "{name}" is not needed: pages know its signs without it'
            yield Problem(Where(FILE, line), f"{message}; take it out")
        elif name not in (*EXTENSIONS, OURS, "toc"):
            message = f'the extension "{name}" makes pages otherwise than they are checked'
            yield Problem(Where(FILE, line), f"{message}; take it out")


def _vain(line: int, what: str, why: str) -> Problem:
    return Problem(Where(FILE, line), f"{what} does nothing here: {why}; take it out")


def _at(node: yaml.nodes.Node | None, name: str) -> yaml.nodes.Node | None:
    return next((value for key, value in _fields(node) if key.value == name), None)


def _fields(node: yaml.nodes.Node | None) -> Iterator[tuple[yaml.ScalarNode, yaml.nodes.Node]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield key, value


def _named(node: yaml.nodes.Node) -> Iterator[tuple[int, str]]:
    """The names of a list whose items may have settings, with the line of each."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else (node,):
        if isinstance(item, yaml.ScalarNode):
            yield _line(item), str(item.value)
        for key, _ in _fields(item):
            yield _line(key), str(key.value)


def _line(node: yaml.nodes.Node) -> int:
    return node.start_mark.line + 1

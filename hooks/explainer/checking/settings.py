"""What is wrong in the texts of mkdocs.yml, which every page bears; MkDocs looks at the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import yaml

from explainer.characters import refused
from explainer.checking import theme
from explainer.errors import Problem, Where
from explainer.files import content_of
from explainer.yaml_nodes import composed

FILE = "mkdocs.yml"
_ON_PAGES = ("site_name", "site_description", "copyright", "nav")  # each text is one line


def problems_of(root: Path) -> list[Problem]:
    """Return what is wrong in the texts of mkdocs.yml under `root`, if there is one."""
    problems: list[Problem] = []
    if os.path.lexists(root / FILE):
        content = content_of(root / FILE, FILE, problems)
        read = composed(content, FILE, problems) if content is not None else None
        if read:
            problems += _of(read.node, "a text", on_pages=False)
            problems += _menus(read.node)
            problems += theme.problems_of(read.node, theme.icons_of(root))
    return problems


def _menus(settings: yaml.nodes.Node) -> Iterator[Problem]:
    """Each title of the menu has one in every other language: nothing else would tell."""
    titles = list(_titles(_at(settings, "nav")))
    for language in _i18n(settings):
        code = _said(_at(language, "locale"))
        if code and _said(_at(language, "default")) != "true":
            known = {key for key, _ in _pairs(_at(language, "nav_translations"))}
            for title in titles:
                if title.value not in known:
                    yield Problem(
                        Where(FILE, title.start_mark.line + 1),
                        f'the section "{title.value}" of the menu has no name in "{code}"; write '
                        f'"{title.value}: …" under nav_translations, with that name in place of …',
                    )


def _titles(node: yaml.nodes.Node | None) -> Iterator[yaml.ScalarNode]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        for key, value in item.value if isinstance(item, yaml.MappingNode) else ():
            if isinstance(key, yaml.ScalarNode):
                yield key
                yield from _titles(value)


def _i18n(settings: yaml.nodes.Node) -> Iterator[yaml.nodes.Node]:
    """What mkdocs.yml says of each language."""
    plugins = _at(settings, "plugins")
    for plugin in plugins.value if isinstance(plugins, yaml.SequenceNode) else ():
        languages = _at(_at(plugin, "i18n"), "languages")
        if isinstance(languages, yaml.SequenceNode):
            yield from languages.value


def _at(node: yaml.nodes.Node | None, name: str) -> yaml.nodes.Node | None:
    return next((value for key, value in _pairs(node) if key == name), None)


def _pairs(node: yaml.nodes.Node | None) -> Iterator[tuple[str, yaml.nodes.Node]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield key.value, value


def _said(node: yaml.nodes.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _of(node: yaml.nodes.Node, name: str, on_pages: bool) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _of(key, "the name of a field", on_pages)
            called = str(getattr(key, "value", ""))
            yield from _of(value, called, on_pages or called in _ON_PAGES)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _of(value, name, on_pages)
    elif isinstance(node, yaml.ScalarNode):
        flaw = refused(node.value.strip(" \n"), lines=not on_pages)
        if flaw:
            yield Problem(Where(FILE, node.start_mark.line + 1), f"{name} {flaw[1]}")

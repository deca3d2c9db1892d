"""What is wrong in the texts of mkdocs.yml, which every page bears; MkDocs looks at the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import yaml

from explainer.characters import refused
from explainer.errors import Problem, Where
from explainer.files import content_of
from explainer.yaml_nodes import composed

FILE = "mkdocs.yml"
_ON_PAGES = ("site_name", "site_description", "copyright", "nav")  # each text is one line


def problems_of(root: Path) -> list[Problem]:
    """Return what is wrong in the texts of mkdocs.yml under `root`, if there is one."""
    problems: list[Problem] = []
    if os.path.lexists(root / FILE):
        content = content_of(root / FILE, FILE, problems, root)
        read = composed(content, FILE, problems) if content is not None else None
        if read:
            problems += _of(read.node, "a text", on_pages=False)
    return problems


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

"""The menus in mkdocs.yml: a page gets its line, and no other character of the file changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from explainer.errors import Problem
from explainer.yaml_nodes import composed_text


@dataclass(frozen=True)
class Section:
    """A list of pages: its title (none for the menus themselves), its pages, where they stand."""

    title: str
    pages: tuple[str, ...]
    node: yaml.SequenceNode
    items: tuple[yaml.nodes.Node, ...]


def sections(text: str, file: str, problems: list[Problem]) -> list[Section]:
    """Return the sections of the menus, the menus themselves first; none if there are none."""
    root = composed_text(text, "the file", file, problems)
    fields = root.node.value if root and isinstance(root.node, yaml.MappingNode) else ()
    nav = next((value for key, value in fields if key.value == "nav"), None)
    return list(_sections("", nav)) if isinstance(nav, yaml.SequenceNode) else []


def _sections(title: str, node: yaml.SequenceNode) -> Iterator[Section]:
    pages = [one for one in node.value if isinstance(one, yaml.ScalarNode)]
    inner = []
    for item in node.value:
        for key, value in item.value if isinstance(item, yaml.MappingNode) else ():
            if isinstance(value, yaml.SequenceNode):
                inner += list(_sections(key.value, value))
            elif isinstance(value, yaml.ScalarNode):
                pages.append(value)
    yield Section(title, tuple(one.value for one in pages), node, tuple(node.value))
    yield from inner


def home(found: list[Section], page: str) -> Section:
    """Return the section in which the pages of the same folder stand, or the menus themselves."""
    folder = page.rpartition("/")[0]
    mates = (
        one
        for one in found
        if folder and any(each.rpartition("/")[0] == folder for each in one.pages)
    )
    return next(mates, found[0])


def with_page(text: str, section: Section, page: str) -> str:
    """Return mkdocs.yml with a page at the end of a section; in the menus themselves, after the
    last of the pages that stand in none."""
    last = [one for one in section.items if isinstance(one, yaml.ScalarNode)] or section.items
    if section.node.flow_style:
        at = last[-1].end_mark.index if last else section.node.start_mark.index + 1
        return f"{text[:at]}{', ' if last else ''}{page}{text[at:]}"
    lines = text.split("\n")
    line = last[-1].end_mark.line
    if not isinstance(last[-1], yaml.ScalarNode) and last[-1].end_mark.column == 0:
        line -= 1  # a group ends where the next line begins
    margin = " " * section.node.start_mark.column
    return "\n".join([*lines[: line + 1], f"{margin}- {page}", *lines[line + 1 :]])

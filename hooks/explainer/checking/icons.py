"""Icons by their names in Material: `:material-factory:`, `:octicons-tag-16:` …

A site's own icons lie in overrides/.icons, where Material looks for them too, and come first; the
others are those of Material itself, if it is installed. Nothing of it is imported.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from explainer.errors import did_you_mean

OWN = ".icons"  # under overrides/
SETS = ("material", "octicons", "fontawesome", "simple")
ICON = re.compile(rf":((?:{'|'.join(SETS)})-[\w-]{{1,60}}):")
# What an icon is drawn with, and by which attributes: nothing that runs, loads or has a name.
_SHAPES = frozenset(
    ("svg", "g", "path", "circle", "ellipse", "rect", "line", "polygon", "polyline")
)
_SAID = frozenset(
    [
        "viewBox",
        "d",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "width",
        "height",
        "points",
        "transform",
        "fill-rule",
        "clip-rule",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "opacity",
    ]
)


def _material() -> Path | None:
    """The icons of Material, where it is installed."""
    try:
        found = importlib.util.find_spec("material")
    except (ImportError, ValueError):
        return None
    for folder in (found.submodule_search_locations or ()) if found else ():
        icons = Path(folder) / "templates" / OWN
        if icons.is_dir():
            return icons
    return None


@dataclass(frozen=True)
class Icons:
    """The icons that pages may show: those of a site's own folder, and Material's; and the names of
    those in the titles of `boxes`, by kind."""

    own: Path | None = None
    boxes: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _folders(self) -> tuple[Path, ...]:
        return tuple(one for one in (self.own, _material()) if one and one.is_dir())

    def path(self, name: str) -> Path | None:
        """The file of an icon: its set, for some a folder, its name."""
        kind, _, rest = name.partition("-")
        inner, _, last = rest.partition("-")
        for folder in self._folders:
            for path in (folder / kind / f"{rest}.svg", folder / kind / inner / f"{last}.svg"):
                if path.is_file():
                    return path
        return None

    def element(self, name: str) -> Element | None:
        """Return the drawing of an icon; it says nothing to those who do not see it."""
        path = self.path(name)
        if not path:
            return None
        root = ElementTree.parse(path).getroot()  # from a package, or the repository
        icon = _drawn(root)
        if icon is not None:
            icon.attrib = {"class": "icon", "aria-hidden": "true", **icon.attrib}
            icon.attrib.pop("width", None)
            icon.attrib.pop("height", None)
        return icon

    def unknown(self, name: str) -> str:
        """Return what is said of an icon that is not there; nothing if it is."""
        if self.path(name):
            return ""
        if len(self._folders) == (1 if self.own and self.own.is_dir() else 0):
            return (
                f'icon ":{name}:" is not in overrides/{OWN}, and Material for MkDocs, which has '
                "thousands, is not installed; install it, add the file, or take the icon out"
            )
        guess = did_you_mean(name, [*self._names(name.partition("-")[0])])
        guess = guess or "; look for its name in the reference of Material, or take it out"
        return f'icon ":{name}:" is unknown{guess}'

    def _names(self, kind: str) -> Iterator[str]:
        for folder in self._folders:
            for path in (folder / kind).rglob("*.svg"):
                yield "-".join(path.relative_to(folder).with_suffix("").parts)

    @property
    def state(self) -> tuple[str, ...]:
        """What tells one set of icons from another: a page that was right may lack one now."""
        own = (
            sorted(f"{one.name} {one.stat().st_size}" for one in self.own.rglob("*.svg"))
            if self.own
            else []
        )
        return (str(_material() is not None), *own)


def _drawn(element: Element) -> Element | None:
    """An element of an icon without its name space, and with what draws alone."""
    tag = element.tag.rpartition("}")[2]
    if tag not in _SHAPES:
        return None
    made = Element(tag, {name: value for name, value in element.attrib.items() if name in _SAID})
    made.extend(child for one in element if (child := _drawn(one)) is not None)
    return made

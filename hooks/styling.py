"""The style of a page, which stands in the page itself.

A file of its own is asked for once the page is there, and holds back all that a reader would see.
Measured in quiet, in turn, on a slow phone (`bench/reading.py`): in the page, and with fonts that
wait until text asks for them, the first text comes at half of the time and the first chart at
0.7; either alone gains little, as fonts asked for at once take the line from the page. So do
scripts, which stand last in base.html.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from explainer.digests import digest

STYLES = "assets/css"
MAIN = "site"
APART = (MAIN, "explorer")  # asked for by pages to embed, and by a script


class Styles:
    """The style sheets of a build, by name, without what only people read."""

    def __init__(self, files: Files) -> None:
        found = [one for one in files if one.src_uri.startswith(f"{STYLES}/")]
        self._texts = {one.name: one.content_string for one in found}
        self.digest = digest(*self._texts.values())
        """What tells one state of all of them from another."""
        for file in found:
            if file.name not in APART:
                files.remove(file)

    def written(self, names: Iterable[str], assets: str) -> Markup:
        """Return the main sheet and those of these names as one, for a page from which the folder
        of assets is reached by this address."""
        text = "".join(map(self._text_of, (MAIN, *names)))
        return Markup(
            text.replace("url(../", f"url({assets}").replace('url("../', f'url("{assets}')
        )

    def _text_of(self, name: str) -> str:
        if name not in self._texts:
            raise PluginError(
                f"{STYLES}/{name}.css is missing in overrides/, and base.html asks for it; bring "
                "it back with git"
            )
        return self._texts[name]

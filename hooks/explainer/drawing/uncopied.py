"""A layer of a chart that Altair does not copy, all its rows included, whenever it looks at it.

It imports Altair: whoever draws imports it then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt


class Uncopied(alt.Chart):
    """A chart of which a copy has the same parts: a kind makes its layers once, and nobody changes
    what is in them.

    Altair copies every layer twice on its way into a chart of layers, and that twice on its way
    into a specification, which took half of the time of one.
    """

    def copy(self, deep: bool | Iterable[Any] = True, ignore: list[str] | None = None) -> Uncopied:
        """Return a chart of its own whose parts are those of this one."""
        return super().copy(deep=False if deep is True else deep, ignore=ignore)

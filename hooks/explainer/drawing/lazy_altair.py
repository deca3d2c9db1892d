"""Altair, imported when something is drawn: that takes longer than to read all data and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt
else:
    import importlib

    class _Altair:
        """Stands for the module, and fetches each name from it."""

        def __getattr__(self, name: str) -> object:
            return getattr(importlib.import_module("altair"), name)

    alt = _Altair()

__all__ = ["alt"]

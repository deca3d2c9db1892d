"""The files of data/ as a Library: what facts are, with what each kind of chart may say.

Above `facts` and `kinds`, which do not know each other the other way round; whoever wants the data
of a site begins here.
"""

from __future__ import annotations

from pathlib import Path

from explainer.errors import Problem
from explainer.facts.load import ParsedFiles, read_files
from explainer.facts.model import Library
from explainer.kinds import CHART


def read_library(root: Path, parsed: ParsedFiles | None = None) -> tuple[Library, list[Problem]]:
    """Return what the YAML files under `root` (the data/ folder) say, and what is wrong in them.
    What is `kept` of an earlier reading is not read again."""
    return read_files(root, CHART, parsed)

"""The small project as a site that MkDocs can build, for tests that build often."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.conftest import PROJECT, ROOT


def small_site(root: Path) -> Path:
    """Make it in a folder: the data and pages of the small project in the frame of the real site."""
    for folder in ("hooks", "overrides", "docs/assets"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    for folder in ("data", "docs"):
        shutil.copytree(PROJECT / folder, root / folder, dirs_exist_ok=True)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = "nav:\n  - index.md\n  - understand/capex.md\n"
    settings, count = re.subn(r"^nav:\n(?:[ #-].*\n)+", nav, settings, flags=re.MULTILINE)
    assert count == 1
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return root

"""`python -m explainer [folder]`: say what is wrong in data/ and docs/, without building the site.

Exits 1 and prints one sentence a line when something is; under GitHub Actions, each is also an
annotation on the pull request.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from explainer.checks import problems_of as data_problems
from explainer.errors import DataError
from explainer.load import read_library
from explainer.pages import problems_of as page_problems
from explainer.pages import unshown


def main(root: Path) -> int:
    """Check the site under `root`; return the exit status."""
    library, problems = read_library(root / "data")
    problems += [*data_problems(library), *page_problems(root / "docs", library)]
    error = DataError(problems)
    for problem in error.problems:
        sys.stdout.write(f"{problem}\n")
        if os.environ.get("GITHUB_ACTIONS"):
            where = f"file={problem.where.file},line={problem.where.line}"
            sys.stdout.write(f"::error {where}::{problem.message}\n")
    for notice in unshown(root / "docs", library):
        sys.stdout.write(f"{notice}\n")
    if not error.problems:
        counts = f"{len(library.datasets)} datasets, {len(library.charts)} charts"
        sys.stdout.write(f"Data and pages: no problem ({counts}).\n")
    return 1 if error.problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))

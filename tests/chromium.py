"""Where a Chromium is, or a browser made of it; `python -m tests.chromium` prints it, or exits 1."""

from __future__ import annotations

import os
import shutil
import sys

_PLACES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def path() -> str | None:
    """Return its path; the one that CHROMIUM names in the environment comes first."""
    names = (os.environ.get("CHROMIUM") or "", *_PLACES)
    return next((found for name in names if name and (found := shutil.which(name))), None)


if __name__ == "__main__":
    if not (found := path()):
        sys.exit(1)
    sys.stdout.write(f"{found}\n")

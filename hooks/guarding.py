"""The last guard: an exception that is nobody's sentence ends a build in one line, not a traceback.

MkDocs hands every exception of a build to `on_build_error`, whoever raised it: a hook, a template,
the Markdown extension, MkDocs itself. Those that are meant to be read (`MkDocsException`) pass.
"""

from __future__ import annotations

import logging
import re
import sys

from mkdocs.exceptions import Abort, MkDocsException

from explainer.errors import DataError
from explainer.unexpected import told, wants_traceback

_PAGE = re.compile(r"Error (?:reading|building) page '([^']*)'")


class LastGuard(logging.Filter):
    """Notes which page MkDocs was at, and keeps back what it says of it: we say it once."""

    def __init__(self) -> None:
        super().__init__()
        self._page = ""
        logging.getLogger("mkdocs.commands.build").addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether MkDocs may say this."""
        found = _PAGE.match(record.getMessage())
        if not found or isinstance(sys.exc_info()[1], MkDocsException):
            return True
        self._page = found[1]
        return False

    def check(self, error: BaseException) -> None:
        """Say in one line what is none of our sentences, and abort."""
        if isinstance(error, MkDocsException | KeyboardInterrupt | SystemExit):
            return
        if wants_traceback() or logging.getLogger("mkdocs").isEnabledFor(logging.DEBUG):
            return
        doing = f"making docs/{self._page}" if self._page else "building the site"
        said = f"\n{error}" if isinstance(error, DataError) else told(error, doing)
        logging.getLogger("mkdocs").error("%s", said)
        raise Abort("Aborted: nothing more was written.")

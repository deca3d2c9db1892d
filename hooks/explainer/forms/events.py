"""What GitHub says of an issue, as JSON: its text, its number, who wrote it. Its text is trusted in
nothing; the rest is GitHub's own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

LARGEST = 64_000_000  # bytes of an event; GitHub keeps issues to 65,536 characters
ACTIONS = ("opened", "edited", "reopened")
_OUR_OWN = ("OWNER", "MEMBER", "COLLABORATOR")


class NotForUs(Exception):
    """An event that is not about a form to read, in one sentence. `odd` is one that should not have
    come here at all, which a maintainer should know."""

    def __init__(self, message: str, *, odd: bool = False) -> None:
        super().__init__(message)
        self.odd = odd


@dataclass(frozen=True)
class Issue:
    """An issue as it stands. `day` is that on which it was opened. `own` is whether it was written,
    and not changed by anybody else since, by one of those who may write into the repository;
    `before` is its text before it was edited, if it was."""

    number: int
    body: str
    day: date
    own: bool
    edited_by_other: bool
    before: str = ""


def read(path: Path) -> Issue:
    """Return the issue of an event; raise NotForUs where there is none that could be a form."""
    event = _event(path)
    issue = event.get("issue")
    if not isinstance(issue, dict):
        raise NotForUs("The event is about no issue; give this verb events of issues.", odd=True)
    action = event.get("action")
    if action not in ACTIONS:
        kinds = ", ".join(ACTIONS)
        raise NotForUs(f"The issue was neither of these: {kinds}. Nothing is read.")
    if "pull_request" in issue:
        raise NotForUs("The event is about a pull request, and no form. Nothing is read.")
    if issue.get("state") == "closed":
        raise NotForUs("The issue is closed. Nothing is read; open it again to have it read.")
    number, body, opened = issue.get("number"), issue.get("body"), str(issue.get("created_at"))
    if type(number) is not int or number < 1 or not re.match(r"\d{4}-\d{2}-\d{2}T", opened):
        raise NotForUs("The issue has no number or no date; it is no event of GitHub's.", odd=True)
    try:
        day = date.fromisoformat(opened[:10])
    except ValueError:
        raise NotForUs(
            "The date of the issue is none; it is no event of GitHub's.", odd=True
        ) from None
    by_other = action == "edited" and _id(event.get("sender")) != _id(issue.get("user"))
    return Issue(
        number,
        _lines(body),
        day,
        issue.get("author_association") in _OUR_OWN and not by_other,
        by_other,
        _lines(_inside(event, "changes", "body", "from")),
    )


def _event(path: Path) -> dict[str, Any]:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise NotForUs(f"The event has {size:,} bytes, more than any of GitHub's.", odd=True)
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise NotForUs(f"The event cannot be read ({error.strerror}).", odd=True) from None
    except (ValueError, RecursionError):
        raise NotForUs("The event is no JSON; it is none of GitHub's.", odd=True) from None
    if not isinstance(found, dict):
        raise NotForUs("The event is no JSON object; it is none of GitHub's.", odd=True)
    return found


def _inside(value: object, *names: str) -> object:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _lines(text: object) -> str:
    """A text with plain line ends; none where there is no text."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else ""


def _id(user: object) -> object:
    """Who somebody is; nobody is the same as somebody unknown."""
    return user.get("id", object()) if isinstance(user, dict) else object()

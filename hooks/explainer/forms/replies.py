"""What a form is answered, in Markdown: in its issue, and as the text of the pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explainer.checking.proofreading import CHECK as WORDING
from explainer.checking.warnings import CHECKS
from explainer.forms.events import Issue
from explainer.forms.speaking import Voice, quoted

TOLD = (*CHECKS, WORDING)  # of which words/ say what they are about
MARK = "<!-- form -->"  # by which the workflow finds its own earlier answer
_MOST = 20  # sentences of one kind
_LONG = 400  # characters of a sentence of the checks


@dataclass(frozen=True)
class Reply:
    """The answer in the issue, the text of the pull request if there is one, and what to answer
    instead where somebody has taken the pull request over."""

    answer: str
    body: str = ""
    held: str = ""


def refused(voice: Voice, problems: Iterable[str], said: Iterable[str] = ()) -> Reply:
    """Return the answer to a form that cannot become a proposal; `said` is what checks say."""
    lines = [voice("no_proposal"), "", *_list(problems), *_said(voice, said)]
    return Reply(_page(MARK, *lines, "", voice("how_to_edit")))


def taken(
    voice: Voice,
    issue: Issue,
    told: Iterable[str],
    reread: Iterable[str],
    said: Iterable[str],
    *,
    proposed: bool,
) -> Reply:
    """Return the answer to a form that is sound. `told` is what becomes of it, `reread` what an
    editor should look at, `said` what checks say; `proposed` is whether a pull request is made."""
    told, reread, said = list(told), list(reread), list(said)
    by_other = [voice("by_other")] if issue.edited_by_other else []
    rest = [*_list(told), *_titled(voice("to_reread"), reread), *_said(voice, said)]
    opening = voice("proposal" if proposed else "waiting")
    answer = _page(MARK, opening, "", *rest, *by_other, "", voice("how_to_edit"))
    if not proposed:
        return Reply(answer)
    who = voice("by_ours" if issue.own else "by_stranger")
    body = _page(f"Closes #{issue.number}", "", who, *by_other, "", *rest)
    return Reply(answer, body, _page(MARK, voice("held")))


def _page(*lines: str) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def _list(items: Iterable[str]) -> Iterator[str]:
    lines = [f"- {item}" for item in items]
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield "- …"


def _titled(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ("", title, "")
        yield from _list(items)


def _said(voice: Voice, said: Iterable[str]) -> Iterator[str]:
    """What checks say, which they do in English: each in a few words of the form's language, then
    as they put it."""
    told = [f"{voice(f'check:{_kind(one)}')} {quoted(one, _LONG)}" for one in said]
    return _titled(voice("checks"), told)


def _kind(said: str) -> str:
    """The check that says something, by the name under which a case of it is accepted."""
    named = re.search(r', or accept "([a-z-]+)" of ', said)
    if named and named[1] in TOLD:
        return named[1]
    return "spelling" if re.search("is in no (?:French|English) dictionary", said) else "other"

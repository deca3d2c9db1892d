"""From an event to the files: all is read and tried before anything is written, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from explainer.errors import DataError
from explainer.facts.model import Library
from explainer.forms import changes, events, replies, templates
from explainer.forms.answers import Answers
from explainer.forms.events import Issue, NotForUs
from explainer.forms.replies import Reply
from explainer.forms.speaking import quoted, sentences
from explainer.forms.templates import Template
from explainer.forms.trying import Check, holds, tried
from explainer.load import read_library
from explainer.refresh.rows import Moved, moved
from explainer.refresh.running import write_all
from explainer.refresh.service import NotHad

OURS_ALONE = "own"  # what the variable FORMS says where strangers are answered and nothing is made


def form(
    root: Path,
    event: Path,
    environment: Mapping[str, str],
    say: Callable[[str], object],
    *,
    check: Check,
    replies_to: Path | None = None,
) -> int:
    """Read the form of an event, change data/ accordingly, and write the replies into a folder, or
    say the answer; return the exit status, which is 0 for a form that is wrong and was answered."""
    try:
        issue, template = _read(root, event)
    except NotForUs as reason:
        say(f"{reason}\n")
        return 1 if reason.odd else 0
    except (DataError, NotHad) as error:
        say(f"{error}\n")
        return 1
    answers = Answers(template, issue.body)
    only_ours = environment.get("FORMS", "").strip() == OURS_ALONE
    found, reply = _considered(root, answers, issue, check, write=issue.own or not only_ours)
    write_all(found)
    written = ", ".join(path.relative_to(root).as_posix() for path in found) or "nothing"
    if replies_to:
        replies_to.mkdir(parents=True, exist_ok=True)
        for name in ("answer", "body", "held"):
            (replies_to / f"{name}.md").write_text(getattr(reply, name), encoding="utf-8")
        kind = f"{template.form}-{template.code}"
        say(f"Issue {issue.number}, {kind}: {len(answers.problems)} to mend, {written} written.\n")
    else:
        say(reply.answer)
    return 0


def _read(root: Path, event: Path) -> tuple[Issue, Template]:
    """An issue and the form that it is; raises NotForUs where it is none."""
    if problems := sentences()[1]:
        raise DataError(problems)
    forms = templates.read(root)
    issue = events.read(event)
    template = templates.recognised(issue.body, forms) or templates.recognised(issue.before, forms)
    if template is None:
        raise NotForUs(f"Issue {issue.number} has not the questions of a form. Nothing is read.")
    return issue, template


def _considered(
    root: Path, answers: Answers, issue: Issue, check: Check, *, write: bool
) -> tuple[dict[Path, str], Reply]:
    """The files that a form changes, none if it is wrong; and what it is answered."""
    voice = answers.voice
    if answers.none:
        return {}, replies.refused(voice, answers.problems)
    library = read_library(root / "data")[0]
    change = changes.of_form(answers, issue, library)
    if answers.problems:
        return {}, replies.refused(voice, answers.problems)
    try:
        found = changes.files(change, root / "data", issue.day, [])
        after, problems = tried(root, found, check)
        formulas = _moved(change, library, after)
        if formulas:
            found = changes.files(change, root / "data", issue.day, formulas)
            after, problems = tried(root, found, check)
            cells = ", ".join(quoted(str(one.cell)) for one in formulas)
            change.told.append(voice("tell_moved", cells=cells))
    except NotHad as error:
        answers.whole.append(voice("not_written"))
        return {}, replies.refused(voice, answers.problems, [str(error)])
    before = {one.message for one in check(root)[1]}
    said = [str(one) for one in problems if one.message not in before]
    if not holds(change, library, after):
        answers.whole.append(voice("not_written"))
        return {}, replies.refused(voice, answers.problems, said)
    reply = replies.taken(voice, issue, change.told, change.reread, said, proposed=write)
    return (found if write else {}), reply


def _moved(change: changes.Change, before: Library, after: Library) -> list[Moved]:
    """The published formulas that a correction moves."""
    known = after.datasets.keys() == before.datasets.keys()
    return moved(before, after) if change.corrected and known else []

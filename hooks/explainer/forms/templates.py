"""The forms, as .github/ISSUE_TEMPLATE has them: which questions each asks, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from explainer.errors import DataError, Problem, Where

FOLDER = ".github/ISSUE_TEMPLATE"
QUARTER, SOURCE, NUMBER = FORMS = "quarter", "source", "number"
LANGUAGES = ("fr", "en")
_HEADING = re.compile(r"### (.+)")


@dataclass(frozen=True)
class Question:
    """One question: its id, the words that ask it, whether it must be answered, and the answers
    among which to choose, if there are some."""

    id: str
    label: str
    required: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """One form in one language. `name` is what people choose it by."""

    form: str
    code: str
    name: str
    questions: tuple[Question, ...]

    def of_label(self) -> Mapping[str, Question]:
        """The questions by their words."""
        return {one.label: one for one in self.questions}


def read(root: Path) -> tuple[Template, ...]:
    """Return all forms; raise DataError where one cannot be read, which is for a maintainer."""
    found, problems = [], list[Problem]()
    for form in FORMS:
        for code in LANGUAGES:
            file = f"{FOLDER}/{form}-{code}.yml"
            try:
                text = (root / file).read_text(encoding="utf-8")
                found.append(_template(form, code, yaml.safe_load(text)))
            except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError):
                message = "the form is missing or is none; put it back as it was"
                problems.append(Problem(Where(file, 1), message))
    if problems:
        raise DataError(problems)
    return tuple(found)


def _template(form: str, code: str, read: Mapping[str, object]) -> Template:
    body = read["body"]
    assert isinstance(body, list)
    questions = tuple(
        Question(
            one["id"],
            one["attributes"]["label"],
            one.get("validations", {}).get("required", False),
            tuple(one["attributes"].get("options", ())),
        )
        for one in body
        if one["type"] != "markdown"
    )
    return Template(form, code, str(read["name"]), questions)


def recognised(body: str, templates: Iterable[Template]) -> Template | None:
    """Return the form whose questions stand in an issue, most of them at least; None where the
    issue is no form of these."""
    asked = {found[1].strip() for line in body.split("\n") if (found := _HEADING.match(line))}
    shares = [
        (sum(one.label in asked for one in template.questions) / len(template.questions), template)
        for template in templates
    ]
    share, template = max(shares, key=lambda one: one[0])
    return template if share > 0.5 else None

"""The guides are complete: what the loader accepts is explained, what is explained is accepted."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from explainer import figures, model
from explainer.locales import UNITS
from tests.conftest import ROOT

GUIDE = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# Fields of the model that a file does not write, or writes under another name.
_INNER = {"id", "where", "first", "last", "series"}


@pytest.mark.parametrize(
    "cls",
    [
        model.Entity,
        model.Source,
        model.Dataset,
        model.Observation,
        model.Chart,
        model.Pick,
        model.Correction,
    ],
)
def test_every_field_is_explained(cls: type) -> None:
    for field in fields(cls):
        if field.name not in _INNER:
            assert re.search(rf"\b{field.name}\b", GUIDE), field.name


def test_every_choice_is_explained() -> None:
    choices = (
        *model.CHART_KINDS, *model.LAYOUTS, *model.BASES, *model.STATUSES, *model.GRADES,
        *model.FREQUENCIES, *model.SOURCE_KINDS, *model.ENTITY_KINDS, *UNITS,
    )  # fmt: skip
    for choice in choices:
        assert re.search(rf"\b{re.escape(choice)}\b", GUIDE), choice


def test_every_word_of_a_figure_is_explained() -> None:
    words = (
        *figures._OPERATIONS, *figures._WORDS, *figures._FLAGS, *figures._WITH_NUMBER, "sum",
    )  # fmt: skip
    for word in words:
        assert f"{word}" in CONTRIBUTING, word
        assert figures.__doc__ is not None
        assert f"{word}" in figures.__doc__, word


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.index("make serve") < readme.index("make test") < readme.index("make build")
    assert (ROOT / ".github" / "screenshot.png").stat().st_size > 10_000

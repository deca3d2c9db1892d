"""A page in both languages: its two files, and its line in the menus."""

from __future__ import annotations

import re
from pathlib import Path

from explainer.editing.answers import Answers
from explainer.editing.asking import Clerk, parts
from explainer.editing.menus import home, sections, with_page
from explainer.editing.speaking import Stop
from explainer.errors import Problem
from explainer.facts.fields import LANGUAGES, TEXT
from explainer.facts.ledger_records import FRONT_MATTER
from explainer.files import text_of
from explainer.refresh import writing

_FILE = "mkdocs.yml"
_NAME = re.compile(r"(?:[a-z0-9_][a-z0-9_-]*/)*[a-z0-9_][a-z0-9_-]*\.md")


def page(root: Path, id: str, answers: Answers) -> dict[Path, str]:
    """Return the files that a new page makes or changes, by path."""
    clerk, voice = answers.clerk, answers.clerk.voice
    name = f"{id.removesuffix('.md')}.md"
    fronts = {code: _front(answers, code) for code in LANGUAGES}
    ledes = {
        code: clerk.value(
            f"lede-{code}",
            voice("ask:lede", language=voice(f"language:{code}")),
            needed=False,
        )
        for code in LANGUAGES
    }
    charts = clerk.value(
        "charts",
        voice("ask:charts"),
        lambda text: _unknown_chart(answers, text),
        needed=False,
        known=answers.library.charts,
    )
    menu = _menu(root, name, clerk)
    clerk.close()
    found = {root / _FILE: menu} if menu is not None else {}
    for code in LANGUAGES:
        found[root / "docs" / code / name] = _text(
            fronts[code], ledes[code] or "", parts(charts or "", ";, "), is_story="/" in name
        )
    return found


def flaw_of(root: Path, id: str, clerk: Clerk) -> str:
    """Return what stands against a page of that name, as a sentence; nothing if nothing does."""
    name = f"{id.removesuffix('.md')}.md"
    if not _NAME.fullmatch(name):
        return clerk.voice("page_name", name=name)
    for code in LANGUAGES:
        if (root / "docs" / code / name).exists():
            return clerk.voice("exists_at", id=name, where=f"docs/{code}/{name}")
    return ""


def _front(answers: Answers, code: str) -> dict[str, str]:
    """What stands above the page in one language."""
    voice, found = answers.clerk.voice, {}
    for one in FRONT_MATTER.fields:
        if one.type is not TEXT:
            continue  # where the page leads is for whoever has written it
        about = one.fr if voice.code == "fr" else one.en
        language = voice(f"language:{code}")
        answer = answers.clerk.value(
            f"{one.name}-{code}",
            f"{about[0].upper()}{about[1:]} ({language}).",
            answers.fits(f"{one.name}-{code}", TEXT),
            needed=one.required,
        )
        if answer:
            found[one.name] = answer
    return found


def _unknown_chart(answers: Answers, text: str) -> str:
    flaws = (answers.known_check("charts", "charts")(one) for one in parts(text, ";, "))
    return next((flaw for flaw in flaws if flaw), "")


def _menu(root: Path, name: str, clerk: Clerk) -> str | None:
    """The text of mkdocs.yml with the page in it; None if it stands there already."""
    problems: list[Problem] = []
    text = text_of(root / _FILE, _FILE, problems) if (root / _FILE).exists() else None
    found = sections(text, _FILE, problems) if text is not None else []
    if text is None or not found:
        raise Stop(map(str, problems) if problems else [clerk.voice("no_menus", file=_FILE)])
    titles = {one.title: one for one in found}
    usual = home(found, name)

    def check(title: str) -> str:
        if title in titles:
            return ""
        choices = clerk.voice.choose(title, filter(None, titles))
        return clerk.voice("unknown_section", word=title, choices=choices)

    title = clerk.value(
        "section",
        clerk.voice("ask:section"),
        check,
        needed=False,
        default=usual.title,
        known=filter(None, titles),
    )
    if any(name in one.pages for one in found):
        return None
    return with_page(text, titles.get(title or "", usual), name)


def _text(front: dict[str, str], lede: str, charts: list[str], *, is_story: bool) -> str:
    fields = {key: writing.scalar(text) for key, text in front.items()}
    blocks = [f"---\n{writing.written(writing.group(fields))}---", f"# {front.get('title', '')}"]
    if lede and charts and is_story:  # which answers first
        blocks.append(f"!!! short fact\n    {lede}")
    elif lede:
        blocks.append(f"{lede}\n{{: .lede }}")
    blocks += [f"::: chart {one}" for one in charts]
    return "\n\n".join(blocks) + "\n"

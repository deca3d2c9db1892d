"""What stands under each question of a form, as text; what is wrong with it, a sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from explainer.characters import refused
from explainer.forms.speaking import Voice, quoted
from explainer.forms.templates import Question, Template
from explainer.language.typography import typeset

_NONE = ("_No response_", "None")  # what GitHub writes for an answer that was not given
_LONGEST = {"title": 300, "url": 500, "source": 500, "read_on": 500, "publisher": 100}
_LONGEST_TEXT, _LONGEST_WORD = 600, 80  # characters of a sentence, of an id or a number
_SENTENCES = re.compile(r"(?:note|reason)_(?:fr|en)")
# What Markdown, HTML, mentions, commands of a runner and our own figures are made of.
_ACTIVE = re.compile(r"[<>`{}\\]|\]\(|(?<!\w)@\w+|::|\$\{|&#|^[#*+-] |\*\*|__|https?:")


class Answers:
    """The answers to a form by the ids of its questions, and what is wrong: sentences about it in
    the form's language, all of a run together."""

    def __init__(self, template: Template, body: str) -> None:
        self.template, self.voice = template, Voice(template.code)
        self.whole: list[str] = []  # sentences about the form as a whole
        self.wrong: dict[str, str] = {}  # about a question, by its id; none where one tells of two
        self.labels = {one.id: typeset(one.label, template.code) for one in template.questions}
        self._texts = self._read(body)

    @property
    def problems(self) -> list[str]:
        """All that is wrong, in the order of the questions."""
        return self.whole + [self.wrong[id] for id in self.labels if self.wrong.get(id)]

    def _read(self, body: str) -> dict[str, str]:
        questions = self.template.of_label()
        lines: dict[str, list[str]] = {}
        before: list[str] = []
        at = before
        twice: set[str] = set()
        for line in body.split("\n"):
            label = line[4:].strip() if line.startswith("### ") else ""
            if label in questions:
                id = questions[label].id
                if id in lines:
                    twice.add(id)
                at = lines.setdefault(id, [])
            else:
                at.append(line)
        self.none = not lines  # it was a form before it was edited
        if self.none:
            self.whole.append(self.voice("unmarked"))
            return {}
        if any(line.strip() for line in before):
            self.whole.append(self.voice("outside"))
        found = {}
        for question in self.template.questions:
            text = "\n".join(lines.get(question.id, ())).strip()
            if question.id in twice:
                self.refuse(question.id, "repeated")
            elif question.id not in lines:
                self.refuse(question.id, "gone")
            else:
                found[question.id] = self._looked_at(question, "" if text in _NONE else text)
        return found

    def _looked_at(self, question: Question, text: str) -> str:
        """A text if it is an answer; else nothing, and a sentence about it."""
        id = question.id
        longest = _LONGEST.get(id, _LONGEST_TEXT if _SENTENCES.fullmatch(id) else _LONGEST_WORD)
        if not text:
            if question.required:
                self.refuse(id, "empty")
        elif len(text) > longest:
            self.refuse(id, "long", count=len(text), most=longest)
        elif "\n" in text:
            self.refuse(id, "lines")
        elif flaw := refused(text):
            self.refuse(id, "character", code=f"U+{ord(text[flaw[0]]):04X}")
        elif question.options and text not in question.options:
            self.refuse(id, "option", found=quoted(text))
        else:
            return text
        return ""

    def refuse(self, id: str, key: str, /, **values: object) -> None:
        """Note a sentence about an answer; about one answer, there is one."""
        self.wrong.setdefault(id, self.voice(key, field=self.labels[id], **values))

    def text(self, id: str) -> str:
        """An answer; nothing if there is none, or none that can be used."""
        return "" if id in self.wrong else self._texts.get(id, "")

    def sentence(self, id: str) -> str:
        """An answer that is published as it stands: plain words, with nothing that acts in them."""
        text = self.text(id)
        if found := _ACTIVE.search(text):
            self.refuse(id, "active", found=quoted(found[0]))
            return ""
        return text

    def choice(self, id: str) -> str:
        """The id of the option that was chosen: its first word."""
        return self.text(id).partition(" ")[0]

    def place(self, id: str) -> int | None:
        """The number of the option that was chosen, from 0: that is the same in both languages."""
        options = next(one.options for one in self.template.questions if one.id == id)
        text = self.text(id)
        return options.index(text) if text in options else None

    def needed(self, ids: Iterable[str], key: str) -> None:
        """Note in one sentence which answers are missing, where some reason makes them needed."""
        missing = [id for id in ids if not self.text(id) and id not in self.wrong]
        if missing:
            fields = ", ".join(self.voice("field", field=self.labels[id]) for id in missing)
            self.wrong.update(dict.fromkeys(missing, ""))
            self.wrong[missing[0]] = self.voice(key, fields=fields)

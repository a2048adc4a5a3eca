"""Minutes that are typed without a table: lines of labels with values, then what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .forms import PEOPLE, Form
from .labels import Label, Pair, label_of, pairs_in
from .text import Line

CONTENT = Label("内容", frozenset({"content"}))
EVERYBODY = Label("出席情况", frozenset({"attendees"}))
_COUNTED = re.compile(r"\D{0,8}应[到参出]\D{0,6}\d+\s*[人名]?\W*实[到参出]\D{0,6}\d+")
_OWN_PAIR = re.compile(r"([\u3400-\u9fff\s]{2,10})[：:]\s*([^。！？!?：:]{1,30})")
LONGEST_NAME = 30  # characters behind 主持人： beyond which it is the chair who speaks
_HEADING = re.compile("记录|纪要|会议|会$|党日|党课|谈话|走访|活动")
_SENTENCE = re.compile("[。；！？：:]")
MOST_TITLES = 8


def minutes_in(lines: Sequence[Line]) -> list[Form]:
    """Return what lines of text tell, as a form for each meeting; what stands before any label is the titles."""
    reader = _Reader()
    for line in lines:
        texts = line.text.split("\n")
        for at, text in enumerate(texts):
            reader.line(text.strip(), line.pictures if at == len(texts) - 1 else 0)
    return reader.forms


def is_minutes(form: Form) -> bool:
    """Return whether lines with labels are a record by themselves: when, and who was there."""
    fields = form.fields()
    return "start" in fields and bool(fields & (PEOPLE | {"lecturer", "subject", "visitor"})) and form.a_record


class _Reader:
    def __init__(self) -> None:
        self._form = Form()
        self.forms = [self._form]
        self._last: str | None = None  # the label that was read last
        self._body: list[str] = []  # the last two lines since, without a label

    def line(self, text: str, pictures: int) -> None:
        """Read one line."""
        before, pairs = pairs_in(text)
        if not pairs and (self._last is None or not self._form.labels[self._last].long):
            before, pairs = self._loose(text)
        alone = None if pairs else self._alone(text)
        if alone is not None:
            before, pairs = "", [Pair(alone, "")]
        pairs = self._plausible(before, pairs)
        if pairs:
            if before:
                self._text(before)
            self._begin(pairs[0].label)
            for label, value in pairs:
                self._last = self._form.put(label, value)
            self._body = []
        elif text:
            self._text(text)
        if pictures and self._last is not None:
            self._form.pictures[self._last] += pictures

    def _alone(self, text: str) -> Label | None:
        """Return the label that a line is, without a colon: one that a longer text or pictures follow."""
        label = label_of(text, True) if self._form.labels else None
        if label is None or not (label.long or label.evidence is not None):
            return None
        return label if label.fields or label_of(text) else None

    def _loose(self, text: str) -> tuple[str, list[Pair]]:
        """Return the pair of a line at the top that has no known label with a colon."""
        name, tab, value = text.partition("\t")
        label = label_of(name) if tab else None
        if label is not None:
            return "", [Pair(label, value.strip())]
        if _COUNTED.match(text):
            return "", [Pair(EVERYBODY, text)]
        own = _OWN_PAIR.fullmatch(text) if self._form.labels else None
        return ("", [Pair(Label("".join(own[1].split()), frozenset()), own[2])]) if own else (text, [])

    def _plausible(self, before: str, pairs: list[Pair]) -> list[Pair]:
        """Return the pairs of a line that are such; in what was said, 主持人：同志们… is no label."""
        labels = self._form.labels
        if not pairs or (before and labels):
            return []
        if "start" in pairs[0].label.fields and pairs[0].label.shown in labels:
            return pairs if self._heading() else []
        if self._last is None or not labels[self._last].long:
            return pairs
        return pairs if any(self._new(*pair) for pair in pairs) else []

    def _new(self, label: Label, value: str) -> bool:
        spoken = label.kind == "name" and len(value) > LONGEST_NAME
        known = label.shown in self._form.labels or bool(label.fields & self._form.fields())
        return not spoken and (label.long or not known)

    def _heading(self) -> list[str]:
        """Return the lines just read that look like the heading of another record."""
        found: list[str] = []
        for text in reversed(self._body):
            if len(text) > 40 or _SENTENCE.search(text):
                break
            found.insert(0, text)
        return found if any(_HEADING.search(text) for text in found) else []

    def _begin(self, label: Label) -> None:
        """Begin another form at a second time, where a heading stands before it."""
        heading = [] if self._last is None else self._heading()
        if "start" not in label.fields or label.shown not in self._form.labels or not heading:
            return
        name = self._last or ""
        self._form.take_back(name, len(heading))
        self._form = Form(heading)
        self.forms.append(self._form)
        self._last = None

    def _text(self, text: str) -> None:
        self._body = [*self._body[-1:], text]
        if self._last is None:
            if len(self._form.titles) >= MOST_TITLES:
                self._form.titles.pop(0)
            self._form.titles.append(text)
            return
        if not self._form.goes_on(self._last):
            self._last = self._content()
        self._form.add(self._last, text)

    def _content(self) -> str:
        """Return the label of what was said: that of the form, or one of its own where the form has none."""
        for name, label in self._form.labels.items():
            if "content" in label.fields:
                return name
        return self._form.put(CONTENT, "")

"""A filled-in record form: its labels with what stands beside them, and the texts above it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .labels import Label
from .values import is_blank_value, value_of

PEOPLE = frozenset({"host", "recorder", "expected", "present", "absent", "attendees"})
CORE = PEOPLE | {"start", "place", "content", "lecturer", "type", "title", "subject", "visitor"}
STRAY = "其他文字"  # what stands in a form and nothing introduces
MOST_LINES = 200  # of a list of names
_NOTICE = re.compile("通知|方案|预告|议程|安排|计划|请示|模板|样表|范本|填写说明")
_RECORD = re.compile("记录|纪要|记实|纪实")


@dataclass(slots=True)
class Form:
    """One filled-in form: the texts above it, and by label what stands beside it; ``row`` is where it begins."""

    titles: list[str] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    row: int = 0
    _parts: dict[str, list[str]] = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=Counter)

    def put(self, label: Label, text: str, pictures: int = 0) -> str:
        """Set what stands beside a label, and return the name under which it is kept; a second one gets a number."""
        name = label.shown
        if name in self._parts and not self.blank(name):
            self._numbers[name] += 1
            name = f"{name} {self._numbers[name] + 1}"
        self.labels[name] = label if name == label.shown else Label(name, frozenset())
        self._parts[name] = [text]
        self.pictures[name] = self.pictures.get(name, 0) + pictures
        return name

    def add(self, name: str, text: str, between: str = "\n", pictures: int = 0) -> None:
        """Add to what stands beside a label."""
        parts = self._parts[name]
        if text:
            parts.extend([between, text] if any(parts) else [text])
        self.pictures[name] += pictures

    def take_back(self, name: str, lines: int) -> None:
        """Take back the last lines that were added beside a label."""
        parts = self._parts[name]
        del parts[max(0, len(parts) - 2 * lines) :]

    def text(self, name: str) -> str:
        """Return what stands beside a label."""
        return "".join(self._parts[name])

    def blank(self, name: str) -> bool:
        """Return whether nothing stands beside a label but what the form is printed with."""
        return all(is_blank_value(part) for part in self._parts[name])

    def goes_on(self, name: str) -> bool:
        """Return whether what a label introduces goes on in the next line.

        It does where it is long, or has not begun, or lists names, or ends as a list that goes on.
        """
        label, parts = self.labels[name], self._parts[name]
        if label.long or len(parts) > MOST_LINES:
            return label.long
        text = "".join(parts)
        names = label.kind in ("headcount", "absence", "names") and not any(char.isdigit() for char in text)
        return self.blank(name) or names or text.endswith(("、", "，", ","))

    def take(self, other: Form) -> None:
        """Put what stands in another form behind what stands in this one."""
        for name, label in other.labels.items():
            self.put(label, other.text(name), other.pictures[name])

    def value(self, name: str) -> str | None:
        """Return what a label was filled in with, None where it was left blank."""
        return value_of(self.labels[name], self.text(name), self.pictures[name])

    def fields(self) -> frozenset[str]:
        """Return the columns that the labels stand for."""
        return frozenset(name for label in self.labels.values() for name in label.fields)

    def filled(self, column: str) -> str | None:
        """Return what stands under the first label of a column that is filled in."""
        values = (self.value(name) for name, label in self.labels.items() if column in label.fields)
        return next((value for value in values if value is not None), None)

    @property
    def notice(self) -> bool:
        """Whether the texts above it say that it announces or plans rather than records."""
        above = " ".join(line for line in self.titles if len(line) <= 40 and "。" not in line)
        return bool(_NOTICE.search(above)) and not _RECORD.search(above)

    @property
    def a_record(self) -> bool:
        """Whether its labels are those of a record of a meeting, a talk or a visit."""
        fields = self.fields() & CORE
        enough = len(fields) >= 2 if "start" in fields else len(fields) >= 3 and bool(fields & PEOPLE)
        return enough and not self.notice

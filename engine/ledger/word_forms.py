"""A filled-in record form: its labels with what stands beside them, and the texts above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .word_labels import Label
from .word_values import is_blank_value, value_of

PEOPLE = frozenset({"host", "recorder", "expected", "present", "absent", "attendees"})
CORE = PEOPLE | {"start", "place", "content", "lecturer", "type", "title", "subject", "visitor"}
STRAY = "其他文字"  # what stands in a form and nothing introduces
_NOTICE = re.compile("通知|方案|预告|议程|安排|计划|请示|模板|样表|范本|填写说明")
_RECORD = re.compile("记录|纪要|记实|纪实")


@dataclass(slots=True)
class Form:
    """One filled-in form: the texts above it, and by label what stands beside it; ``row`` is where it begins."""

    titles: list[str] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    row: int = 0

    def put(self, label: Label, text: str, pictures: int = 0) -> str:
        """Set what stands beside a label, and return the name under which it is kept; a second one gets a number."""
        name, number = label.shown, 2
        while not is_blank_value(self.texts.get(name, "")):
            name, number = f"{label.shown} {number}", number + 1
        self.labels[name] = label if name == label.shown else Label(name, frozenset())
        self.texts[name] = text
        self.pictures[name] = self.pictures.get(name, 0) + pictures
        return name

    def add(self, name: str, text: str, between: str = "\n", pictures: int = 0) -> None:
        """Add to what stands beside a label."""
        self.texts[name] = between.join(part for part in (self.texts[name], text) if part)
        self.pictures[name] += pictures

    def take(self, other: Form) -> None:
        """Put what stands in another form behind what stands in this one."""
        for name, label in other.labels.items():
            self.put(label, other.texts[name], other.pictures[name])

    def value(self, name: str) -> str | None:
        """Return what a label was filled in with, None where it was left blank."""
        return value_of(self.labels[name], self.texts[name], self.pictures[name])

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


def goes_on(label: Label, text: str) -> bool:
    """Return whether what a label introduces goes on in the next line: it is long, or has not begun, or lists names."""
    names = label.kind in ("headcount", "absence", "names") and not any(char.isdigit() for char in text)
    return label.long or is_blank_value(text) or names or text.endswith(("、", "，", ","))

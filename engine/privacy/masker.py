"""What is written instead of names: ``党员03``, ``住户12``, ``人员05``, the same throughout a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from ..findings import Subject
from ..ledger.keeping import Kept
from ..ledger.model import Ledger
from ..packs.model import RuleBook
from ..text import Text
from ..workspaces.settings import Workspace
from .matcher import Matcher
from .names import cell_names, is_name, kept_names, words_kept

T = TypeVar("T")

_WORDS: Mapping[str, Text] = {
    "member": Text("党员", "member-"),
    "household": Text("住户", "household-"),
    "person": Text("人员", "person-"),
    "card": Text("[证件号]", "[card]"),
    "phone": Text("[电话]", "[phone]"),
}
# What is compared by programs, and never says who somebody is.
_CODES = frozenset(
    {"duty", "kind", "status", "severity", "use", "code", "reason", "reasons", "inference", "because", "flag"}
)
_RULES = ".packs."  # in the name of the modules of what rules say, which names nobody
_LONG_NUMBER = re.compile(r"[0-9]{11,}")


class Masker:
    """Masks everything of a ledger by which a person or a household could be told.

    Members and households are numbered in the order of their ids, all others whom a cell names by name. ``sheets`` are
    those of the ledger as they stand in their files, ``others`` further names; ``language`` is that of the words.
    """

    def __init__(
        self,
        ledger: Ledger,
        rules: RuleBook,
        workspace: Workspace,
        language: str = "zh",
        sheets: Iterable[Kept] = (),
        others: Iterable[str] = (),
    ) -> None:
        self._language, self._ledger = language, ledger
        kept = frozenset(words_kept(ledger, rules, units=not workspace.single))
        self._subjects = self._numbered(kept)
        names = self._roster_names()
        found = {*cell_names(ledger), *kept_names(sheets), *others} - set(names) - kept
        names |= self._numbered_words("person", sorted(found))
        self._matcher = Matcher(names, kept, *(_WORDS[word].say(language) for word in ("card", "phone")))
        self._names = names

    def text(self, text: str) -> str:
        """Return a text without any known name or number by which somebody could be told."""
        return self._matcher.sub(text)

    def name(self, name: str) -> str:
        """Return what is written instead of a name in a cell that names people; one that nobody has stays."""
        return self._names.get(name) or self.text(name)

    def subject(self, subject: Subject) -> Subject:
        """Return a member or household under its number; a unit stays, unless a person's name is part of its own."""
        number = self._subjects.get((subject.kind, subject.id))
        if number is None:
            name = None if subject.name is None else self.text(subject.name)
            return Subject(subject.kind, self.text(subject.id), name)
        return Subject(subject.kind, self.id(subject.kind, subject.id), None if subject.name is None else number)

    def id(self, kind: str, id_: str) -> str:
        """Return the id of a subject, and its number where the id is itself a name or a long number."""
        number = self._subjects.get((kind, id_))
        if number is None:
            return self.text(id_)
        unit, _, own = id_.rpartition("/")
        if not (own in self._names or _is_name(own) or _LONG_NUMBER.search(own)):
            return id_
        return f"{self.text(unit)}/{number}" if unit else number

    def number(self, kind: str, id_: str) -> str | None:
        """Return the number of a member or household, None of anything else."""
        return self._subjects.get((kind, id_))

    def value(self, value: T) -> T:
        """Return any value of a report with everything in it masked; what is compared by programs stays."""
        return cast(T, self._value(value))

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Subject):
            return self.subject(value)
        if isinstance(value, Text):
            return Text(self.text(value.zh), self.text(value.en))
        if isinstance(value, tuple):
            made: Any = type(value)
            parts = map(self._value, value)
            return made(*parts) if hasattr(value, "_fields") else tuple(parts)
        if isinstance(value, list):
            return [self._value(one) for one in value]
        if isinstance(value, Mapping):
            return {
                self._value(key): one if key in _CODES and _is_code(one) else self._value(one)
                for key, one in value.items()
            }
        if is_dataclass(value) and not isinstance(value, type) and _RULES not in type(value).__module__:
            return self._record(value)
        return value

    def _record(self, value: object) -> object:
        changed = {}
        for field in fields(value):  # type: ignore[arg-type]
            before = getattr(value, field.name)
            if field.init and not (field.name in _CODES and _is_code(before)):
                after = self._value(before)
                if after is not before and after != before:
                    changed[field.name] = after
        return replace(value, **changed) if changed else value  # type: ignore[type-var]

    def _numbered(self, kept: frozenset[str]) -> dict[tuple[str, str], str]:
        subjects = self._ledger.subjects
        found: dict[tuple[str, str], str] = {}
        for family in ("member", "household"):
            ids = sorted(id_ for own, id_ in zip(subjects.family, subjects.id, strict=True) if own == family)
            numbers = self._numbered_words(family, ids)
            found |= {(family, id_): number for id_, number in numbers.items()}
        return found

    def _numbered_words(self, kind: str, ids: list[str]) -> dict[str, str]:
        width = max(2, len(str(len(ids))))
        word = _WORDS[kind].say(self._language)
        return {id_: f"{word}{number:0{width}}" for number, id_ in enumerate(ids, 1)}

    def _roster_names(self) -> dict[str, str]:
        """Return, by name, the number of the member or household; a name that several have stands for none of them."""
        subjects = self._ledger.subjects
        found: dict[str, str] = {}
        shared: set[str] = set()
        for family in ("member", "household"):
            called = self._called(family)
            counts = Counter(name for names in called.values() for name in names)
            for sid, names in called.items():
                number = self._subjects[family, subjects.id[sid]]
                found |= {name: number for name in names if counts[name] == 1 and name not in found}
            shared |= {name for name, count in counts.items() if count > 1}
        word = "shared-name-" if self._language == "en" else "同名"
        return found | {name: f"{word}{n:02}" for n, name in enumerate(sorted(shared - set(found)), 1)}

    def _called(self, family: str) -> dict[int, set[str]]:
        """Return the names of each subject over time, with its id where that is a name itself."""
        subjects = self._ledger.subjects
        found: dict[int, set[str]] = {}
        for sid, own in enumerate(subjects.family):
            if own == family:
                id_ = subjects.id[sid].rpartition("/")[2]
                found[sid] = {name for name in (subjects.name[sid],) if name}
                found[sid] |= {id_} if _is_name(id_) else set()
        versions = self._ledger.attributes.get(family)
        if versions is not None:
            for sid, name in zip(versions.subject, versions.columns.get("name", ()), strict=False):
                found[sid] |= {str(name)} if name is not None else set()
        return found


def _is_code(value: object) -> bool:
    """Return whether a value is what programs compare: words without a blank, as those of a waiver's reason are not."""
    words = value if isinstance(value, tuple | list) else (value,)
    return all(isinstance(word, str) and word.isascii() and " " not in word for word in words)


def _is_name(id_: str) -> bool:
    """Return whether an id is a name; one of Latin letters is not taken to be, as most are not."""
    return not id_.isascii() and is_name(id_)

"""Two rule books held against each other: which rules were added, removed, switched off or changed, and in what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from .check_model import Check, FollowUp, InOrder, Precede, State
from .condition_model import Dated
from .inference_model import Inference
from .model import Duty, Gap, Rolling, RuleBook

Kind = Literal["added", "removed", "off", "on", "changed"]
Rule = Duty | Inference
T = TypeVar("T")
R = TypeVar("R", Duty, Inference)

# The parts of a rule in the order in which they are told; places and chains are no part of what a rule asks.
_DUTY: Mapping[str, Callable[[Duty], object]] = {
    "title": lambda duty: duty.title,
    "owed": lambda duty: (
        *(duty.window, _nameless(duty.check)),
        *(duty.quota.do, duty.quota.at_least, duty.quota.every, duty.quota.sum),
    ),
    "applies": lambda duty: (duty.subject, duty.where),
    "counts": lambda duty: (names_people(duty) and duty.by, duty.counts_when, _each(duty)),
    "late": lambda duty: duty.late,
    "partial": lambda duty: duty.partial,
    "effective": lambda duty: (duty.effective_from, duty.effective_until),
    "basis": lambda duty: duty.basis,
    "severity": lambda duty: duty.severity,
    "remedy": lambda duty: duty.remedy,
    "note": lambda duty: duty.note,
    "calendar": lambda duty: duty.calendar,
}
_INFERENCE: Mapping[str, Callable[[Inference], object]] = {
    "title": lambda each: each.title,
    "applies": lambda each: each.subject,
    "when": lambda each: each.when,
    "flag": lambda each: each.flag,
    "severity": lambda each: each.severity,
    "message": lambda each: each.message,
}
PARTS = tuple(dict.fromkeys([*_DUTY, *_INFERENCE]))


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one rule: ``old`` is None where it was added, ``new`` where it was removed.

    ``parts`` names what differs, from PARTS; switching off and on is told by ``kind``.
    """

    kind: Kind
    old: Rule | None
    new: Rule | None
    parts: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule as it is now, or as it was where it is gone."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class WordChange:
    """A type of activity, a source or a pair of types that one gathering may serve together.

    ``old`` and ``new`` are the model's own values, None where there is none; of a pair True stands for being there.
    """

    kind: Literal["activity", "source", "may_combine"]
    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two rule books, in the order of the newer one, what was removed last."""

    duties: tuple[Change, ...]
    inferences: tuple[Change, ...]
    words: tuple[WordChange, ...]

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.duties or self.inferences or self.words)


def compare(old: RuleBook, new: RuleBook) -> Comparison:
    """Return what changed from ``old`` to ``new``."""
    return Comparison(
        _changes(old.duties, new.duties, _duty_parts),
        _changes(old.inferences, new.inferences, _inference_parts),
        tuple(_words(old, new)),
    )


def in_force(book: RuleBook, day: date) -> RuleBook:
    """Return ``book`` as it is for a period that begins on ``day``: the duties of that day, each with its values."""
    duties = [
        settled(duty, day)
        for duty in book.duties
        if (duty.effective_from or day) <= day <= (duty.effective_until or day)
    ]
    return replace(book, duties=tuple(duties))


def settled(duty: Duty, day: date) -> Duty:
    """Return ``duty`` with only those values that are in force on ``day``."""
    quota = replace(duty.quota, at_least=_on(duty.quota.at_least, day), every=_on(duty.quota.every, day))
    window = duty.window
    if isinstance(window, Gap):
        window = replace(window, at_most=_on(window.at_most, day))
    elif isinstance(window, Rolling):
        window = replace(window, at_least=_on(window.at_least, day), in_any=_on(window.in_any, day))
    check = duty.check
    if isinstance(check, FollowUp | Precede):
        check = replace(check, within=_on(check.within, day))
    elif isinstance(check, InOrder):
        check = replace(check, must=_on(check.must, day), when=_on(check.when, day) if check.when else None)
    elif isinstance(check, State):
        check = replace(check, must=_on(check.must, day))
    return replace(
        duty,
        quota=quota,
        window=window,
        check=check,
        where=_on(duty.where, day),
        counts_when=_on(duty.counts_when, day),
        late=_on(duty.late, day),
    )


def names_people(duty: Duty) -> bool:
    """Return whether its records must name a member or household, under the columns of ``by``."""
    if isinstance(duty.check, Precede) and duty.check.cover:
        return True
    if isinstance(duty.check, FollowUp) and not duty.check.do:
        return duty.subject in ("member", "household") and not duty.check.requests
    if duty.check and not isinstance(duty.check, FollowUp | Precede | InOrder):
        return False
    return duty.subject in ("member", "household")


def _nameless(check: Check | None) -> Check | None:
    """Return what is asked without the columns that name people, which say what counts."""
    return replace(check, by=()) if isinstance(check, FollowUp | Precede | InOrder) else check


def _on(value: Dated[T], day: date) -> Dated[T]:
    return Dated(((None, value.at(day)),))


def _each(duty: Duty) -> bool:
    return duty.quota.sum is None and duty.quota.count_each


def _duty_parts(old: Duty, new: Duty) -> tuple[str, ...]:
    return tuple(part for part, of in _DUTY.items() if not same(of(old), of(new)))


def _inference_parts(old: Inference, new: Inference) -> tuple[str, ...]:
    return tuple(part for part, of in _INFERENCE.items() if not same(of(old), of(new)))


def same(old: object, new: object) -> bool:
    """Return whether two values are alike and of one type throughout: ``true`` is not the number 1."""
    if type(old) is not type(new):
        return False
    if is_dataclass(old) and is_dataclass(new):
        return all(same(getattr(old, each.name), getattr(new, each.name)) for each in fields(old))
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(same, old, new))
    return old == new


def _changes(old: Sequence[R], new: Sequence[R], parts_of: Callable[[R, R], tuple[str, ...]]) -> tuple[Change, ...]:
    before, after = {rule.id: rule for rule in old}, {rule.id: rule for rule in new}
    found: list[Change] = []
    for key, rule in after.items():
        was = before.get(key)
        if was is None:
            found.append(Change("added", None, rule))
            continue
        parts = parts_of(was, rule)
        if was.off != rule.off:
            found.append(Change("off" if rule.off else "on", was, rule, parts))
        elif parts:
            found.append(Change("changed", was, rule, parts))
    gone: list[Change] = [Change("removed", rule, None) for key, rule in before.items() if key not in after]
    return (*found, *gone)


def _words(old: RuleBook, new: RuleBook) -> list[WordChange]:
    found = []
    for name in dict.fromkeys([*new.activities, *old.activities]):
        was, now = old.activities.get(name), new.activities.get(name)
        if was != now:
            found.append(WordChange("activity", name, was, now))
    for pair in sorted(old.may_combine ^ new.may_combine, key=sorted):
        found.append(
            WordChange("may_combine", " + ".join(sorted(pair)), pair in old.may_combine, pair not in old.may_combine)
        )
    for name in dict.fromkeys([*new.sources, *old.sources]):
        before, after = old.sources.get(name), new.sources.get(name)
        if before != after:
            found.append(WordChange("source", name, before, after))
    return found

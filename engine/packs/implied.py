"""Whether one condition follows from another, as far as that can be told from the two alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from .condition_model import Condition, Dated, Nest, Test, Value

_ALLOWS = ("is", "one_of")
_BARS = ("is_not", "none_of")


def implies(first: Condition | None, second: Condition | None) -> bool:
    """Return whether whatever fulfils ``first`` surely fulfils ``second``; False where that cannot be told."""
    if second is None or first == second:
        return True
    if isinstance(second, Nest):
        if second.kind == "all":
            return all(implies(first, part) for part in second.parts)
        if second.kind == "any" and any(implies(first, part) for part in second.parts):
            return True
    if isinstance(first, Nest):
        if first.kind == "all":
            return any(implies(part, second) for part in first.parts)
        if first.kind == "any":
            return all(implies(part, second) for part in first.parts)
        # What bars more bars what is barred by the other.
        return isinstance(second, Nest) and second.kind == "none" and set(second.parts) <= set(first.parts)
    return isinstance(first, Test) and isinstance(second, Test) and _test_implies(first, second)


def always_implies(first: Dated[Condition | None], second: Dated[Condition | None]) -> bool:
    """Return whether that holds on every day."""
    return all(implies(first.at(day), second.at(day)) for day in days_of(first.steps, second.steps))


def days_of(*steps: Sequence[tuple[date | None, object]]) -> list[date]:
    """Return a day before all changes of some dated values, told by their steps, and each day on which one changes."""
    changes = {day for each in steps for day, _ in each[1:] if day is not None}
    return [date.min, *sorted(changes)]


def _test_implies(first: Test, second: Test) -> bool:
    if (first.field, first.of) != (second.field, second.of):
        return False
    if second.op == "filled":
        return second.value is True and first.op not in ("filled", *_BARS)
    one, other = first.value, second.value
    if first.op in ("at_least", "over") and second.op in ("at_least", "over"):
        strict = second.op == "over" and first.op == "at_least"
        return _ordered(one, other) and (_above(one, other) or (one == other and not strict))
    if first.op in ("at_most", "under") and second.op in ("at_most", "under"):
        strict = second.op == "under" and first.op == "at_most"
        return _ordered(one, other) and (_above(other, one) or (one == other and not strict))
    mine, yours = _set(one), _set(other)
    if first.op == "has" and second.op == "has":
        return mine >= yours
    if first.op in _ALLOWS and second.op in _ALLOWS:
        return mine <= yours
    if first.op in _ALLOWS and second.op in _BARS:
        return not mine & yours
    return first.op in _BARS and second.op in _BARS and mine >= yours


def _ordered(one: object, other: object) -> bool:
    return any(isinstance(one, kind) and isinstance(other, kind) for kind in (Fraction, date))


def _above(one: object, other: object) -> bool:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one > other
    return isinstance(one, date) and isinstance(other, date) and one > other


def _set(value: Value | tuple[Value, ...]) -> frozenset[Value]:
    return frozenset(value if isinstance(value, tuple) else (value,))

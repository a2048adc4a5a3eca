"""The parts of a rule as they are written in YAML: values that change with the law, conditions, words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from ...engine.packs.condition_model import Condition, Dated, Nest, Test, Today, Value

T = TypeVar("T")


def filled(values: Mapping[str, object]) -> dict[str, object]:
    """Return the keys that have a value."""
    return {key: value for key, value in values.items() if value is not None}


def one_or_list(words: Sequence[str]) -> object:
    """Return a word alone, or the list of several."""
    return words[0] if len(words) == 1 else list(words)


def dated(value: Dated[T], write: Callable[[T], object]) -> object:
    """Return the only value, None where it is none, or each by the day it comes into force."""
    if len(value.steps) == 1:
        return write(value.steps[0][1])
    return {day: "none" if (written := write(each)) is None else written for day, each in value.steps}


def condition_value(condition: Condition | None) -> object:
    """Return a condition as the map that is written; None where there is none."""
    if condition is None:
        return None
    fields: dict[str, object] = {}
    parts = condition.parts if isinstance(condition, Nest) and condition.kind == "all" else (condition,)
    for part in parts:
        if isinstance(part, Nest):
            fields[part.kind] = [condition_value(each) for each in part.parts]
        elif part.op in ("is", "one_of"):
            fields[part.field] = _test_value(part)
        else:
            own = fields.setdefault(part.field, {})
            assert isinstance(own, dict)
            own |= {part.op: _test_value(part)} | ({"of": part.of} if part.of else {})
    return fields


def _test_value(test: Test) -> object:
    if isinstance(test.value, tuple):
        return [_value(each) for each in test.value]
    return _value(test.value)


def _value(value: Value) -> object:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else str(value)
    return str(value) if isinstance(value, Today) else value

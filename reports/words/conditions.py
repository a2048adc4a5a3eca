"""Conditions in words: each test as a phrase, nests joined by and, or and none, dated values with their days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

from ...calendars import Duration
from ...engine.packs.condition_model import Condition, Dated, Operator, Test, Today, Value
from ...engine.text import Text
from .fields import EVIDENCE, FIELD, MODE, POST, ROLE, TIER, named
from .shares import share_bound
from .wording import KIND, listed, plain_number

T = TypeVar("T")

YES, NO = Text("是", "yes"), Text("否", "no")
_TABLES = {"mode": MODE, "evidence": EVIDENCE, "kind": {**KIND, **POST}, "roles": ROLE, "tier": TIER}
_BOUND: dict[Operator, Text] = {
    "at_least": Text("不少于", "at least"),
    "at_most": Text("不超过", "at most"),
    "over": Text("超过", "more than"),
    "under": Text("少于", "less than"),
}
_DAY: dict[Operator, Text] = {
    "at_least": Text("不早于", "not before"),
    "at_most": Text("不晚于", "not after"),
    "over": Text("晚于", "after"),
    "under": Text("早于", "before"),
}
_UNITS = {
    "day": Text(" 天", "day"),
    "workday": Text(" 个工作日", "working day"),
    "week": Text(" 周", "week"),
    "month": Text(" 个月", "month"),
    "year": Text(" 年", "year"),
    "hour": Text(" 小时", "hour"),
    "minute": Text(" 分钟", "minute"),
}


def condition_words(condition: Condition | None) -> Text:
    """Return what a condition asks for, as a phrase without a full stop; of None, that it asks for nothing."""
    if condition is None:
        return Text("无条件", "no condition")
    return _words(condition, nested=False)


def _words(condition: Condition, nested: bool) -> Text:
    if isinstance(condition, Test):
        return _test(condition)
    parts = [_words(part, nested=True) for part in condition.parts]
    # One thing by several names, as ledgers write it, is said once.
    zh, en = list(dict.fromkeys(part.zh for part in parts)), list(dict.fromkeys(part.en for part in parts))
    if condition.kind == "none":
        text = Text(f"没有以下情形：{'；'.join(zh)}", f"none of these: {'; '.join(en)}")
    elif condition.kind == "any":
        text = Text("，或".join(zh), " or ".join(en))
    else:
        text = Text("，且".join(zh), " and ".join(en))
    several = len(parts) > 1 or condition.kind == "none"
    return Text(f"（{text.zh}）", f"({text.en})") if nested and several else text


def _test(test: Test) -> Text:
    if test.field == "attendance":
        return _attendance(test)
    values: Sequence[Value] = test.value if isinstance(test.value, tuple) else (test.value,)
    name, op = field_name(test.field), test.op
    if op == "filled":
        return (
            Text(f"{name.zh}已填写", f"{name.en} filled in")
            if test.value
            else Text(f"{name.zh}未填写", f"{name.en} empty")
        )
    said = _values(test.field, values)
    if op in _BOUND:
        if test.of and isinstance(test.value, Fraction):
            return _part_of(name, field_name(test.of), test.op, test.value)
        bound = (_DAY if isinstance(values[0], date | Today) else _BOUND)[op]
        unit = _measure(test.field, values[0])
        return Text(f"{name.zh}{bound.zh} {said.zh}{unit.zh}", f"{name.en} {bound.en} {said.en}{unit.en}")
    several = len(values) > 1
    zh, en = {
        "is": ("为 {v}", "is {v}"),
        "one_of": ("为 {v} 之一", "is one of {v}") if several else ("为 {v}", "is {v}"),
        "is_not": ("不是 {v}", "is not {v}"),
        "none_of": ("不是 {v} 中的任何一个", "is none of {v}") if several else ("不是 {v}", "is not {v}"),
        "has": ("含有 {v}", "has {v}"),
    }[op]
    return Text(name.zh + zh.format(v=said.zh), f"{name.en} {en.format(v=said.en)}")


def _attendance(test: Test) -> Text:
    assert isinstance(test.value, Fraction)  # attendance is only ever held against a bound
    if test.of == "committee":
        return share_bound(Text("到会人数", "present"), Text("支委会人数", "the committee"), test.op, test.value)
    return share_bound(Text("实到人数", "are present"), Text("应到人数", "those expected"), test.op, test.value)


def _part_of(name: Text, whole: Text, op: Operator, share: Fraction) -> Text:
    said = share_bound(Text(name.zh, ""), whole, op, share)
    return Text(said.zh, f"{name.en} {' '.join(said.en.split())}")


def _measure(field: str, value: Value) -> Text:
    """Return the unit of a computed field."""
    one = value == 1
    if field == "duration":
        return Text(" 分钟", " minute" if one else " minutes")
    return Text(" 天", " day" if one else " days") if field == "recorded_after" else Text("", "")


def _values(field: str, values: Iterable[Value]) -> Text:
    said = [_value(field, value) for value in values]
    # A list names the same thing in several languages; a reader needs it once.
    zh, en = dict.fromkeys(text.zh for text in said), dict.fromkeys(text.en for text in said)
    return Text(listed(zh, "zh"), listed(en, "en"))


def _value(field: str, value: Value) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Fraction):
        return Text(plain_number(value), plain_number(value))
    if isinstance(value, date):
        return Text(value.isoformat(), value.isoformat())
    if isinstance(value, Today):
        return _today(value)
    table = _TABLES.get(field, {})
    return Text(named(table, value, "zh"), named(table, value, "en"))


def _today(day: Today) -> Text:
    if day.offset is None:
        return Text("截至日", "the as-of day")
    length = duration_words(day.offset)
    side = Text("前", "minus") if day.back else Text("后", "plus")
    return Text(f"截至日{side.zh} {length.zh}", f"the as-of day {side.en} {length.en}")


def field_name(field: str) -> Text:
    """Return a field as it stands in a sentence; a column of the user's own in quotation marks."""
    return FIELD.get(field) or Text(f"“{field}”", f'"{field}"')


def duration_words(length: Duration) -> Text:
    """Return a length of time in words: ``15 天``, ``1 month``."""
    unit = _UNITS[length.unit]
    return Text(f"{length.number}{unit.zh}", f"{length.number} {unit.en}" + ("" if length.number == 1 else "s"))


def dated_words(value: Dated[T], say: Callable[[T], Text]) -> Text:
    """Return a value that changes with the law: what holds at first, then each later value with its first day."""
    (_, first), *later = value.steps
    text = say(first)
    if not later:
        return text
    zh, en = [f"先为：{text.zh}"], [f"at first: {text.en}"]
    for day, each in later:
        own = say(each)
        zh.append(f"{day} 起为：{own.zh}")
        en.append(f"from {day} on: {own.en}")
    return Text("；".join(zh), "; ".join(en))

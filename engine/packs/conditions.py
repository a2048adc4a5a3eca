"""Conditions as they are written in a pack, read into tests and nests."""

from __future__ import annotations

import re
from fractions import Fraction

from ...calendars import parse_duration
from ..documents.form import DATE, Form
from ..documents.nodes import ListNode, MapNode, Node, Scalar
from .condition_model import Condition, Nest, Operator, Test, Today, Value

ORDER: dict[str, Operator] = {"at_least": "at_least", "at_most": "at_most", "over": "over", "under": "under"}
LISTS: dict[str, Operator] = {"none_of": "none_of", "has": "has"}
OPERATORS = (*ORDER, "is_not", *LISTS, "filled", "of")
MEASURED = ("attendance", "duration", "recorded_after")
TODAY_UNITS = ("day", "week", "month", "year")
TODAY = r"today( *[+-] *0{0,4}[1-9][0-9]{0,4} +(" + "|".join(TODAY_UNITS) + ")s?)?"
_TODAY = re.compile(TODAY)
_NUMBER_LIKE = re.compile(r"[0-9]+/[0-9]+")


def read_condition(form: Form, node: Node, name: str, *, moving: bool = False) -> Condition | None:
    """Return the conditions in ``node``, all of which must hold; None where there is none or a fault was noted.

    ``moving`` allows bounds that are told from the as-of day on, such as ``today + 6 months``.
    """
    fields = form.map(node, name)
    parts: list[Condition] = []
    for key, value in fields.items():
        if key.text == "any" or key.text == "none":
            nest = _nest(form, value, key.text, moving)
            parts.extend([nest] if nest else [])
        elif _is_field(form, key):
            parts.extend(_tests(form, key.text, value, moving))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Nest("all", tuple(parts))


def _nest(form: Form, node: Node, kind: str, moving: bool) -> Nest | None:
    if not isinstance(node, ListNode) or not node.values:
        form.fault(
            node,
            f"“{kind}”下应为条件的列表。请写“- 字段: 值”。",
            f"“{kind}” needs a list of conditions. Write “- field: value” lines.",
        )
        return None
    parts = []
    for each in node.values:
        if isinstance(each, MapNode) and not each.entries:
            form.fault(each, "此处的条件是空的。请填写或删去。", "This condition is empty. Fill it in, or delete it.")
        part = read_condition(form, each, kind, moving=moving)
        parts.extend([part] if part else [])
    return Nest("any" if kind == "any" else "none", tuple(parts)) if parts else None


def _is_field(form: Form, key: Scalar) -> bool:
    if key.text.isidentifier() and len(key.text) <= 64:
        return True
    form.fault(
        key,
        f"“{key.text}”不能作字段名。字段名只用汉字、字母、数字和“_”，且不以数字开头；请用 columns 给该列改名。",
        f"“{key.text}” cannot be a field. Use letters, digits and _ only, a letter first, or rename the column.",
    )
    return False


def _tests(form: Form, field: str, node: Node, moving: bool) -> list[Test]:
    if isinstance(node, MapNode):
        return _operators(form, field, node, moving)
    if field in MEASURED:
        form.fault(
            node,
            f"“{field}”是算出的数，应与界限比较。请写“{field}: {{at_least: …}}”。",
            f"“{field}” is a computed number and is held against a bound. Write “{field}: {{at_least: …}}”.",
        )
        return []
    if isinstance(node, ListNode):
        return [Test(field, "one_of", _values(form, node, field))]
    value = _value(form, node, field)
    return [] if value is None else [Test(field, "is", value)]


def _operators(form: Form, field: str, node: MapNode, moving: bool) -> list[Test]:
    form.map(node, field, OPERATORS)
    of = _of(form, field, node)
    tests = []
    for key, value in node.items():
        if key.text in OPERATORS and key.text != "of":
            test = _operator(form, field, key.text, value, of, moving)
            tests.extend([test] if test else [])
    if not any(key != "of" for key in node.entries):
        form.fault(
            node,
            f"“{field}”下没有写比较条件。请写 at_least、is_not、has、filled 等之一。",
            f"“{field}” tests nothing. Write one of at_least, is_not, has, filled and so on.",
        )
    return tests


def _of(form: Form, field: str, node: MapNode) -> str | None:
    of = node.get("of")
    if of is None:
        return None
    if field == "attendance":
        return form.choice(of, "of", ("committee",))
    if field in MEASURED:
        form.fault(
            of,
            f"“of”不用于算出的“{field}”。请删去。",
            f"“of” does not go with “{field}”, which is computed. Leave it out.",
        )
        return None
    if not any(key in ORDER for key in node.entries):
        form.fault(
            of,
            "“of”只与 at_least、at_most、over、under 一起用，如 {at_most: 1/3, of: 参评人数}。请补写界限或删去。",
            "“of” goes with at_least, at_most, over or under, as in {at_most: 1/3, of: appraised}. Add a bound, or "
            "leave it out.",
        )
        return None
    name = form.text(of, "of")
    if name is None or (name.isidentifier() and len(name) <= 64 and name not in (*MEASURED, "any", "none")):
        return name
    form.fault(
        of,
        f"“of”的“{name}”不能作字段名。请写一栏的名称，如 expected。",
        f"“{name}” cannot be the field of “of”. Write the name of a column, such as expected.",
    )
    return None


def _operator(form: Form, field: str, op: str, node: Node, of: str | None, moving: bool) -> Test | None:
    if op == "filled":
        return Test(field, "filled", form.truth(node, "filled"))
    if field in MEASURED and op not in ORDER:
        form.fault(
            node,
            f"“{field}”是算出的数，不能用“{op}”。请用 at_least、at_most、over 或 under。",
            f"“{field}” is a computed number; “{op}” cannot test it. Use at_least, at_most, over or under.",
        )
        return None
    if op in ORDER:
        dated = field not in MEASURED and of is None and _is_day(node)
        bound = _day(form, op, node, moving) if dated else _bound(form, field, op, node)
        return None if bound is None else Test(field, ORDER[op], bound, of)
    if op in LISTS:
        return Test(field, LISTS[op], _values(form, node, op))
    value = _value(form, node, op)
    return None if value is None else Test(field, "is_not", value)


def _is_day(node: Node) -> bool:
    return isinstance(node, Scalar) and bool(DATE.fullmatch(node.text) or node.text.startswith("today"))


def _day(form: Form, op: str, node: Node, moving: bool) -> Value | None:
    """Return the day that is written, or the one that is told from the as-of day on."""
    assert isinstance(node, Scalar)
    if DATE.fullmatch(node.text):
        return form.day(node, op)
    if not _TODAY.fullmatch(node.text):
        form.fault(
            node,
            f"“{node.text}”不是可用的日期。请写 today、today + 6 months 或 today - 30 days；单位可用 "
            f"{'、'.join(f'{unit}s' for unit in TODAY_UNITS)}。",
            f"“{node.text}” is not a day. Write today, today + 6 months or today - 30 days; units are "
            f"{', '.join(f'{unit}s' for unit in TODAY_UNITS)}.",
        )
        return Today()
    if not moving:
        form.fault(
            node,
            f"“{node.text}”只用于 state 的 must。此处请写日期，如 2026-01-31。",
            f"“{node.text}” belongs to the “must” of a “state”. Write a day here, such as 2026-01-31.",
        )
    rest = node.text.removeprefix("today").strip()
    return Today(parse_duration(rest[1:]), back=rest.startswith("-")) if rest else Today()


def _bound(form: Form, field: str, op: str, node: Node) -> Value | None:
    number = form.number(node, op)
    if number is None:
        return None
    if field == "attendance" and not 0 <= number <= 1:
        form.fault(
            node,
            "出勤是实到与应到之比，应在 0 与 1 之间。请写成 1/2 或 0.8 的形式。",
            "Attendance is the part present, between 0 and 1. Write it as 1/2 or 0.8.",
        )
    elif field in MEASURED and number < 0:
        form.fault(node, f"“{field}”不会小于 0。请写 0 或正数。", f"“{field}” is never below 0. Write 0 or more.")
    return number


def _values(form: Form, node: Node, name: str) -> tuple[Value, ...]:
    nodes = node.values if isinstance(node, ListNode) else [node]
    if not nodes:
        form.fault(node, f"“{name}”的列表是空的。请写出各值。", f"The list of “{name}” is empty. Write its values.")
    found = [_value(form, each, name) for each in nodes]
    return tuple(value for value in found if value is not None)


def _value(form: Form, node: Node, name: str) -> Value | None:
    """Return the value that is written: true, false, a number, a date; everything else, and what is quoted, is text."""
    text = form.text(node, name)
    if text is None or not isinstance(node, Scalar) or not node.plain:
        return text
    if text in ("true", "false"):
        return text == "true"
    if DATE.fullmatch(text):
        return form.day(node, name)
    number: Fraction | None = form.fraction(node, text)
    if number is not None:
        return number
    # A fraction that could not be read has its fault already; anything else is a word.
    return None if _NUMBER_LIKE.fullmatch(text) else text

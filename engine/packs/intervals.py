"""The duty kinds ``gap`` and ``rolling``: how long it may be between records, and how fresh the last ones must be."""

from __future__ import annotations

from ..documents.form import Form
from ..documents.nodes import MapNode, Node
from .condition_model import Dated
from .dated import read_dated
from .model import Gap, Rolling
from .quota import read_by, read_types
from .vocabulary import Vocabulary

GAP_KEYS = ("do", "at_most", "by")
ROLLING_KEYS = ("do", "at_least", "in_any", "by")
_LONGEST = 3660  # days
_MOST = 1000


def read_gap(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Gap:
    """Return the gap in ``node`` of a duty of ``subject``; faults are noted in ``form``."""
    fields = form.map(node, "gap", GAP_KEYS)
    needed(form, node, fields, "gap", ("do", "at_most"))
    do, most = fields.get("do"), fields.get("at_most")
    return Gap(
        do=read_types(form, do, words) if do else (),
        at_most=read_dated(form, most, "at_most", lambda each: read_days(form, each, "at_most"))
        if most
        else Dated(((None, 1),)),
        by=read_by(form, fields.get("by"), subject),
    )


def read_rolling(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Rolling:
    """Return the rolling window in ``node`` of a duty of ``subject``; faults are noted in ``form``."""
    fields = form.map(node, "rolling", ROLLING_KEYS)
    needed(form, node, fields, "rolling", ("do", "in_any"))
    do, least, any_ = fields.get("do"), fields.get("at_least"), fields.get("in_any")
    return Rolling(
        do=read_types(form, do, words) if do else (),
        at_least=read_dated(form, least, "at_least", lambda each: read_number(form, each))
        if least
        else Dated(((None, 1),)),
        in_any=read_dated(form, any_, "in_any", lambda each: read_days(form, each, "in_any"))
        if any_
        else Dated(((None, 1),)),
        by=read_by(form, fields.get("by"), subject),
    )


def needed(form: Form, node: Node, fields: MapNode, name: str, keys: tuple[str, ...]) -> None:
    """Note each of ``keys`` that the map under ``name`` lacks."""
    for key in keys:
        if isinstance(node, MapNode) and key not in fields.entries:
            form.fault(fields, f"“{name}”缺少“{key}”。请补写。", f"“{name}” lacks “{key}”. Add it.")


def read_days(form: Form, node: Node, name: str) -> int:
    """Return a length in days, written in days or weeks."""
    length = form.duration(node, name, ("day", "week"))
    days = length.number * (7 if length.unit == "week" else 1) if length else 1
    if not 0 < days <= _LONGEST:
        form.fault(
            node,
            f"“{name}”应在 1 天至 {_LONGEST} 天之间。请改写。",
            f"“{name}” is from 1 day to {_LONGEST} days. Change it.",
        )
    return days


def read_number(form: Form, node: Node) -> int:
    """Return a whole number from 1 on under ``at_least``."""
    number = form.number(node, "at_least")
    if number is None:
        return 1
    if number.denominator != 1 or not 1 <= number <= _MOST:
        form.fault(
            node,
            f"“at_least”应为 1 至 {_MOST} 的整数。请改写。",
            f"“at_least” is a whole number from 1 to {_MOST}. Change it.",
        )
        return 1
    return int(number)

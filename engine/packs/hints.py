"""The wishes of a duty for its place in the calendar: on which day, when, how long, and where to if it is taken."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..documents.form import Form
from ..documents.nodes import Node

KEYS = ("on", "at", "lasts", "shift", "apart", "buffer")
SHIFTS = ("next", "previous", "nearest", "none")
_ORDINALS = "first|second|third|fourth|last"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|workday|day"
_ON = re.compile(rf"(?:{_ORDINALS}) (?:{_DAYS})|day (?:[1-9]|[12][0-9]|3[01])")
_AT = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_MOST_APART = 366  # days
_MOST_BUFFER = 60  # working days
_WHAT = {"apart": "间隔", "buffer": "余地"}


def read_hints(form: Form, node: Node) -> dict[str, str]:
    """Return the wishes in ``node`` as written, each in its proper form."""
    readers: dict[str, Callable[[Form, Node], str | None]] = {
        "on": _on, "at": _at, "lasts": _lasts, "shift": _shift, "apart": _apart, "buffer": _buffer
    }  # fmt: skip
    fields = form.map(node, "calendar", KEYS)
    found = {key.text: readers[key.text](form, value) for key, value in fields.items() if key.text in readers}
    return {key: value for key, value in found.items() if value is not None}


def _on(form: Form, node: Node) -> str | None:
    text = form.text(node, "on")
    if text is not None and not _ON.fullmatch(text):
        form.fault(
            node,
            f"“on”的“{text}”不是可用的日期。请写成 first friday、day 15 或 last workday 的形式。",
            f"“{text}” is not a day for “on”. Write it as first friday, day 15 or last workday.",
        )
    return text


def _at(form: Form, node: Node) -> str | None:
    text = form.text(node, "at")
    if text is not None and not _AT.fullmatch(text):
        form.fault(
            node,
            f"“at”的“{text}”不是有效的时刻。请写成 09:00 或 15:30 的形式。",
            f"“{text}” is not a time of day for “at”. Write it as 09:00 or 15:30.",
        )
    return text


def _lasts(form: Form, node: Node) -> str | None:
    length = form.duration(node, "lasts", ("minute", "hour"))
    minutes = length.number * (60 if length.unit == "hour" else 1) if length else 1
    if not 0 < minutes <= 24 * 60:
        form.fault(
            node, "“lasts”应大于 0、不超过一天。请改写。", "“lasts” must be more than 0 and at most a day. Change it."
        )
    return str(length) if length else None


def _apart(form: Form, node: Node) -> str | None:
    return _length(form, node, "apart", "day", _MOST_APART)


def _buffer(form: Form, node: Node) -> str | None:
    return _length(form, node, "buffer", "workday", _MOST_BUFFER)


def _length(form: Form, node: Node, name: str, unit: str, most: int) -> str | None:
    """Return a length of days as it is written; one that is too long is a fault."""
    length = form.duration(node, name, (unit,))
    if length is not None and length.number > most:
        days = "个工作日" if unit == "workday" else "天"
        form.fault(
            node,
            f"“{name}”超过 {most} {days}。请写较短的{_WHAT[name]}。",
            f"“{name}” is more than {most} {unit}s. Write less.",
        )
    return str(length) if length else None


def _shift(form: Form, node: Node) -> str | None:
    return form.choice(node, "shift", SHIFTS)

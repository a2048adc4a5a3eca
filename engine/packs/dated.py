"""Values that change with the law: a map all of whose keys are the days they come into force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from ..documents.form import DATE, Form
from ..documents.nodes import MapNode, Node, Scalar
from .condition_model import Dated

T = TypeVar("T")


def is_dated(form: Form, node: Node) -> bool:
    """Return whether ``node`` is a map by dates; one that mixes dates with other keys is a fault."""
    if not isinstance(node, MapNode):
        return False
    dates = [key for key, _ in node.items() if DATE.fullmatch(key.text)]
    if dates and len(dates) < len(node.entries):
        form.fault(
            next(key for key, _ in node.items() if key not in dates),
            "日期键与其他键混在一起。请把每个日期的内容都写在该日期之下。",
            "Dates are mixed with other keys here. Write everything below the dates from which it holds.",
        )
    return bool(dates)


def read_dated(form: Form, node: Node, name: str, read: Callable[[Node], T]) -> Dated[T]:
    """Return the value of ``node``, or its values by date, each as ``read`` gives it."""
    if not is_dated(form, node) or not isinstance(node, MapNode):
        return Dated(((None, read(node)),))
    steps: list[tuple[date, T]] = []
    for key, value in node.items():
        if not DATE.fullmatch(key.text):
            continue
        day = form.day(key, name)
        found = read(value)
        if day is not None:
            steps.append((day, found))
    steps.sort(key=lambda step: step[0])
    return Dated(tuple(steps))


def is_none(node: Node) -> bool:
    """Return whether the plain word ``none`` is written, by which a dated condition or make-up time ends."""
    return isinstance(node, Scalar) and node.plain and node.text == "none"

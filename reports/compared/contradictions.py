"""Where a finding of a report does not agree with itself, as one that was edited by hand does not."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.findings import Subject, finding_id
from ...engine.text import Text
from .earlier import Value


def contradiction(found: Value) -> Text | None:
    """Return in what a finding contradicts itself, None where it does not."""
    if _id(found) != found["id"]:
        return Text("编号与事项、对象、时段不符", "its id is not that of its duty, subject and period")
    return _numbers(found) if found.get("kind") == "quota" else None


def _id(found: Value) -> str:
    subject, period = found["subject"], found.get("period")
    held = subject if isinstance(subject, Mapping) else {}
    key = str(period.get("key")) if isinstance(period, Mapping) else "-"
    return finding_id(str(found["duty"]), Subject(str(held.get("kind")), str(held.get("id")), None), key)


def _records(found: Value) -> list[object]:
    listed = found.get("records")
    return listed if isinstance(listed, list) else []


def _numbers(found: Value) -> Text | None:
    """Return how the verdict of a quota is not that of its numbers."""
    n, v, m = (found.get(key) for key in ("required", "counted", "made_up"))
    status = found["status"]
    if not (isinstance(n, int | float) and isinstance(v, int | float) and isinstance(m, int | float)):
        return None
    follows = (
        {"met"}
        if v >= n
        else {"made_up"}
        if v + m >= n
        else {"short", "waived", "open", "unknown"}
        if v + m > 0
        else {"missing", "invalid", "waived", "open", "unknown"}
    )
    if v > 0 and not any(isinstance(use, Mapping) and use.get("use") == "counted" for use in _records(found)):
        return Text(f"按期 {v}，却没有列出计入的记录", f"{v} counted, but it lists no record that counts")
    if status == "not_applicable" or status in follows:
        return None
    return Text(
        f"应 {n}、按期 {v}、补开 {m}，与“{status}”不符",
        f"{n} required, {v} counted and {m} made up do not agree with {status}",
    )

"""The hours of an entry: those of its rule, or one after the other where several are held together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from ...calendars import parse_duration

Hours = tuple[date, date]  # the whole day and the one after, or two local date-times

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)  # a meeting lasts so long whose rule gives its hour but not its length


def hours(day: date, hints: Mapping[str, str]) -> Hours:
    """Return the start and the end: the hours of the rule, else the whole day."""
    at = hints.get("at")
    if at is None:
        return day, day + _DAY
    start = datetime.combine(day, time.fromisoformat(at))
    return start, start + _length(hints)


def hours_together(day: date, parts: Sequence[Mapping[str, str]]) -> list[Hours]:
    """Return the hours of what is held together, in the order of ``parts``: one after the other.

    Where none has an hour all last the whole day. What would run past midnight begins with the first.
    """
    if not any("at" in part for part in parts):
        return [hours(day, part) for part in parts]
    first = min(datetime.combine(day, time.fromisoformat(part["at"])) for part in parts if "at" in part)
    found: list[Hours] = []
    free = first
    for part in parts:
        own = datetime.combine(day, time.fromisoformat(part["at"])) if "at" in part else free
        start = max(free, own)
        if (start + _length(part)).date() > day:
            start = first
        end = start + _length(part)
        found.append((start, end))
        free = max(free, end)
    return found


def _length(hints: Mapping[str, str]) -> timedelta:
    lasts = parse_duration(hints["lasts"]) if "lasts" in hints else None
    return timedelta(minutes=lasts.number * (60 if lasts.unit == "hour" else 1)) if lasts else _HOUR

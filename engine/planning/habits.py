"""Habits: on which day of the month, or of the week, a unit usually holds something, as its ledger shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from ..ledger.model import Ledger

_FEWEST = 3  # records below which nothing is called a habit
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Habit:
    """The usual day as a wish (``day 15``, ``third friday``) or None, and the usual weekday (Monday is 0) or None."""

    on: str | None = None
    weekday: int | None = None


class Habits:
    """Looks up the records held up to the as-of day, by unit or group and type."""

    def __init__(self, ledger: Ledger, as_of: date) -> None:
        acts = ledger.activities
        self._days: dict[tuple[int, str], set[date]] = defaultdict(set)
        self._known: dict[tuple[int, tuple[str, ...]], Habit] = {}
        for units, group, types, day in zip(acts.units, acts.group, acts.types, acts.date, strict=True):
            if day is not None and day <= as_of:
                for sid in units if group is None else (group,):
                    for one in types:
                        self._days[sid, one].add(day)

    def of(self, sid: int, types: tuple[str, ...]) -> Habit:
        """Return what is usual: what holds for at least half of the records, and for three of them."""
        if (sid, types) not in self._known:
            self._known[sid, types] = self._find(sid, types)
        return self._known[sid, types]

    def _find(self, sid: int, types: tuple[str, ...]) -> Habit:
        days = self.held(sid, types)
        if len(days) < _FEWEST:
            return Habit()
        same_date = _usual([f"day {day.day}" for day in days], len(days))
        in_month = _usual([_place(day) for day in days if day.day <= 28], len(days))
        weekday = _usual([str(day.weekday()) for day in days], len(days))
        return Habit(same_date or in_month, int(weekday) if weekday else None)

    def held(self, sid: int, types: tuple[str, ...]) -> set[date]:
        """Return the days on which there is a record of one of ``types``."""
        return set().union(*(self._days.get((sid, one), set()) for one in types))


def _place(day: date) -> str:
    return f"{_ORDINALS[(day.day - 1) // 7]} {_WEEKDAYS[day.weekday()]}"


def _usual(found: list[str], of: int) -> str | None:
    """Return what at least half of ``of``, and three, are; of two that are equally common neither is a habit."""
    counts = Counter(found).most_common(2)
    if not counts or counts[0][1] * 2 < of or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    return counts[0][0] if counts[0][1] >= _FEWEST else None

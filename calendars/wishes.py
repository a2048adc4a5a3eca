"""Wishes for a day, and which of the days that are free comes nearest to one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Literal

Shift = Literal["next", "previous", "nearest", "none"]

_FAR = 10_000  # days, where there is nothing to be far from
_APART = 4  # days between two proposals beyond which more distance is no gain
BUFFER = 3  # working days that are left at the end of a window, for what comes in between


@dataclass(frozen=True, slots=True)
class Wish:
    """On which day of a month (``first friday``, ``day 15``, ``last workday``), and where to from a day off.

    ``weekday`` (Monday is 0) is preferred among days that are otherwise free to choose. Of these the last ``buffer``
    working days are left to the end, as are those less than ``apart`` days from others of the kind.
    """

    on: str | None = None
    shift: Shift = "next"
    weekday: int | None = None
    apart: int = 0
    buffer: int = BUFFER


@dataclass(frozen=True, slots=True)
class Ends:
    """Days of a window that are taken last: ``early`` ones, and ``late`` or unsure ones."""

    early: frozenset[date]
    late: frozenset[date]


@dataclass(frozen=True, slots=True)
class Rank:
    """Ranks the days that are free: ``others`` are days that are taken, ``kind`` those of the same kind."""

    wish: Wish
    ends: Ends
    others: list[date]
    kind: list[date]
    place: dict[date, int]
    aim: int

    def of(self, day: date) -> tuple[bool, int, bool, bool, int, int, date]:
        """Return what is least for the best day."""
        wish = self.wish
        close = max(wish.apart - _gap(day, self.kind), 0) if wish.apart else 0
        unusual = wish.weekday is not None and day.weekday() != wish.weekday
        off = abs(self.place[day] - self.aim)
        return (
            day in self.ends.late,
            close,
            day in self.ends.early,
            unusual,
            -min(_APART, _gap(day, self.others)),
            off,
            day,
        )


def _gap(day: date, others: list[date]) -> int:
    """Return how many days there are from ``day`` to the nearest of ``others``, which are in order."""
    place = bisect_left(others, day)
    return min((abs((day - other).days) for other in others[max(0, place - 1) : place + 1]), default=_FAR)

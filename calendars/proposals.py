"""Proposals of days: where in its window a meeting fits, by its wish, the working days and what is taken."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .days import DayKind, WorkCalendar
from .wishes import Ends, Rank, Shift, Wish

_DAY = timedelta(days=1)
_SATURDAY = 5
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Days off by law every year (全国年节及纪念日放假办法, article 2), whatever is still to be announced.
_ALWAYS_OFF = frozenset([(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)])
_NEAR = 12  # working days around the even share among which the day that is farthest from others is looked for
_PREPARE = 3  # working days at its start that are left to prepare
_SHARE = 5  # of a short window no more than a fifth is left at its start


@dataclass(frozen=True, slots=True)
class Window:
    """The days ``first`` to ``last`` on which it may be, in the period of the days ``opens`` to ``ends``.

    The wish is resolved in each month of the window; a day off is shifted within ``opens`` to ``ends``.
    """

    first: date
    last: date
    opens: date
    ends: date


class Proposer:
    """Finds days by one calendar of working days. The same question always has the same answer."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._years: dict[int, _Year] = {}

    def propose(
        self, wish: Wish, window: Window, number: int, taken: Collection[date], like: Collection[date] = ()
    ) -> list[date]:
        """Return up to ``number`` days in order, each worked, in the window and not in ``taken``; fewer if there are.

        First come the days of the wish, month by month; then days spread evenly, away from what is taken and from
        ``like``, the days of what is of the same kind. A Saturday or Sunday worked for a holiday is proposed only where
        the wish names that very day, or no other day is free.
        """
        wished = self.wished(wish, window)
        chosen = [day for day in wished if day not in taken][:number]
        free = [day for day in self._workdays(window.first, window.last) if day not in taken and day not in chosen]
        others = sorted({*taken, *chosen})
        kind = sorted({*like, *chosen})
        ends = self._ends(window, wish.buffer)
        lacking = number - len(chosen)
        for share in range(min(lacking, len(free))):
            aim = self._aim(wished, free, share, lacking)
            low, high = (0, len(free)) if self._is_tight(free, kind, wish.apart) else (aim - _NEAR, aim + _NEAR + 1)
            near = free[max(0, low) : high]
            place = {day: i for i, day in enumerate(near, start=max(0, low))}
            if wished:
                day = min(near, key=lambda d: (abs(place[d] - aim), d))
            else:
                rank = Rank(wish, ends, others, kind, place, aim)
                day = min(near, key=rank.of)
            chosen.append(day)
            free.remove(day)
            others.insert(bisect_left(others, day), day)
            kind.insert(bisect_left(kind, day), day)
        if len(chosen) < number:
            extra = [day for day in self._made_up(window.first, window.last) if day not in taken and day not in chosen]
            chosen += extra[: number - len(chosen)]
        return sorted(chosen)

    def keeps(self, day: date, wish: Wish, window: Window, taken: Collection[date]) -> bool:
        """Return whether a day proposed earlier is still good: worked, in the window, and not in ``taken``.

        A worked weekend is good as long as the wish names it, or no other day is free.
        """
        if not window.first <= day <= window.last or day in taken:
            return False
        if self._is_usual(day) or not self._is_worked(day):
            return self._is_usual(day)
        return day in self.wished(wish, window) or not any(
            other not in taken for other in self._workdays(window.first, window.last)
        )

    def free(self, first: date, last: date, taken: Collection[date]) -> list[date]:
        """Return the days from ``first`` to ``last`` that are worked, worked weekends too, and not in ``taken``."""
        days = [*self._workdays(first, last), *self._made_up(first, last)]
        return sorted(day for day in days if day not in taken)

    def wished(self, wish: Wish, window: Window) -> list[date]:
        """Return the days of the window that the wish comes to, in order; a day off is shifted, or dropped."""
        if wish.on is None:
            return []
        found = (
            self._shifted(day, wish.shift, window)
            for year, month in _months(window)
            if (day := self.nominal(wish.on, year, month)) is not None
        )
        return sorted({day for day in found if day is not None and window.first <= day <= window.last})

    def nominal(self, on: str, year: int, month: int) -> date | None:
        """Return the day that ``on`` names in a month, whatever day it is; day 31 is the last day of the month.

        None where the month has none, as a month without any working day has no first workday.
        """
        ordinal, _, name = on.partition(" ")
        length = monthrange(year, month)[1]
        if ordinal == "day":
            return date(year, month, min(int(name), length))
        days = [date(year, month, number) for number in range(1, length + 1)]
        if name == "workday":
            days = [day for day in days if self._is_usual(day)]
        elif name != "day":
            days = [day for day in days if day.weekday() == _WEEKDAYS.index(name)]
        place = _ORDINALS[ordinal]
        return days[place] if len(days) > max(place, 0) else None

    def last_workday(self, first: date, last: date) -> date | None:
        """Return the last working day that is not a worked weekend, or None."""
        days = self._workdays(first, last)
        return days[-1] if days else None

    def is_worked(self, day: date) -> bool:
        """Return whether it is worked, as usual or to make up for a holiday; a day off by law never is."""
        return self._is_worked(day)

    def kind(self, day: date) -> DayKind:
        """Return what a day is in the calendar."""
        return self._calendar.day(day).kind

    def is_provisional(self, day: date) -> bool:
        """Return whether it is not yet announced if ``day`` is worked."""
        return self._calendar.day(day).provisional

    def unannounced(self, day: date) -> int | None:
        """Return the year whose arrangement is still to say if ``day`` is worked, or None."""
        return self._calendar.unannounced(day)

    def _aim(self, wished: list[date], free: list[date], share: int, number: int) -> int:
        """Return the place in ``free`` to look around: near the wish that was taken, or an even share of what is."""
        if wished:
            after = bisect_left(free, wished[0])
            before = max(after - 1, 0)
            if after == len(free) or abs(free[before] - wished[0]) < abs(free[after] - wished[0]):
                return before
            return after
        even = int((share + 0.5) * (len(free) + share) / number) - share  # ``share`` days are gone from the list
        return max(0, min(even, len(free) - 1))

    def _ends(self, window: Window, buffer: int) -> Ends:
        """Return the days that are taken last: the ends of the window, and what may yet become a day off."""
        days = self._workdays(window.first, window.last)
        kept, left = min(_PREPARE, len(days) // _SHARE), min(buffer, (len(days) - 1) // 2)
        pending = [year.unsure for year in self._through(window.first, window.last)]
        unsure = [day for day in days if any(day in each for each in pending)] if any(pending) else []
        late = [*days[len(days) - left :], *(unsure if len(unsure) < len(days) else [])] if days else []
        return Ends(frozenset(days[:kept]), frozenset(late))

    def _is_tight(self, free: list[date], like: list[date], apart: int) -> bool:
        """Return whether days far enough from others of the kind must be looked for in the whole window."""
        return apart > 0 and bool(like) and len(free) > 2 * _NEAR

    def _made_up(self, first: date, last: date) -> list[date]:
        """Return the Saturdays and Sundays from ``first`` to ``last`` that are worked to make up for a holiday."""
        return [day for year in self._through(first, last) for day in year.made_up if first <= day <= last]

    def _shifted(self, day: date, how: Shift, window: Window) -> date | None:
        """Return ``day`` if it is worked, else the working day to go to, never out of the period."""
        if self._is_worked(day):
            return day
        if how == "none":
            return None
        after, before = self._search(day, _DAY, window), self._search(day, -_DAY, window)
        if how == "nearest" and after and before:
            return after if after - day <= day - before else before
        return (before or after) if how == "previous" else (after or before)

    def _search(self, day: date, step: timedelta, window: Window) -> date | None:
        while window.opens <= day + step <= window.ends:
            day += step
            if self._is_usual(day):
                return day
        return None

    def _is_usual(self, day: date) -> bool:
        """Return whether it is a day worked as usual."""
        info = self._calendar.day(day)
        return info.kind is DayKind.WORKDAY and not (info.provisional and (day.month, day.day) in _ALWAYS_OFF)

    def _is_worked(self, day: date) -> bool:
        """Return whether it is worked, as usual or to make up for a holiday."""
        return self._is_usual(day) or self._calendar.day(day).kind is DayKind.MAKEUP_WORKDAY

    def _workdays(self, first: date, last: date) -> list[date]:
        """Return the working days from ``first`` to ``last``, worked weekends aside."""
        found: list[date] = []
        for year in self._through(first, last):
            found += year.usual[bisect_left(year.usual, first) : bisect_right(year.usual, last)]
        return found

    def _through(self, first: date, last: date) -> Iterator[_Year]:
        """Yield the years that the days from ``first`` to ``last`` are of."""
        for number in range(first.year, last.year + 1):
            if number not in self._years:
                days = list(_year(number))
                usual = [day for day in days if self._is_usual(day)]
                made_up = [day for day in days if day.weekday() >= _SATURDAY and self._is_worked(day)]
                self._years[number] = _Year(usual, made_up, frozenset(filter(self.is_provisional, usual)))
            yield self._years[number]


@dataclass(frozen=True, slots=True)
class _Year:
    """The days of a year: worked as usual, weekends worked for a holiday, and those of which it is not settled."""

    usual: list[date]
    made_up: list[date]
    unsure: frozenset[date]


def _months(window: Window) -> Iterator[tuple[int, int]]:
    """Yield the months of the period and of the window: a wish early in a month may be shifted into the window."""
    year, month = min(window.opens, window.first).year, min(window.opens, window.first).month
    last = max(window.last, window.ends)
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _year(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=step) for step in range(366 if monthrange(year, 2)[1] == 29 else 365))

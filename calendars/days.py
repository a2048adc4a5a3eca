"""Working days and days off: the announced Chinese holidays with the user's own list on top."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Literal

from .durations import Duration
from .months import add_days, add_months

Origin = Literal["own", "announced", "weekday"]

_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST = 3 * 366  # days that are looked through for what is still to be announced


class DayKind(Enum):
    """What a day is: worked as usual, worked to make up for a holiday, a free weekend, or a holiday."""

    WORKDAY = "workday"
    MAKEUP_WORKDAY = "makeup_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class DayInfo:
    """The kind of a day; ``provisional`` when it rests on the weekday alone as nothing is announced for it."""

    kind: DayKind
    provisional: bool


@dataclass(frozen=True, slots=True)
class _Announced:
    """The built-in arrangement: days off, days worked, and the years it covers."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    years: frozenset[int]


@lru_cache(maxsize=1)
def _announced() -> _Announced:
    """Copy the tables of chinesecalendar, once; without that package nothing is announced."""
    # The tables are copied because one date added to them makes the package answer for that date's whole year.
    try:
        from chinese_calendar import constants

        holidays, workdays = frozenset(constants.holidays), frozenset(constants.workdays)
        years = frozenset(range(min(holidays).year, max(holidays).year + 1))
    except (ImportError, AttributeError, SyntaxError, TypeError, ValueError):
        # Holidays steer proposals and working-day deadlines only, so an audit goes on without them.
        return _Announced(frozenset(), frozenset(), frozenset())
    return _Announced(holidays, workdays, years)


class WorkCalendar:
    """Tells working days from days off, by the user's list, then by the announced holidays, then by the weekday.

    A year beyond the announced ones counts as announced when the user's list gives holidays in it and also a weekend
    day worked before 25 December: that is a whole yearly arrangement, not a single local day off. ``years`` are those
    of which the list itself says that it is whole.
    """

    def __init__(
        self, holidays: Collection[date] = (), workdays: Collection[date] = (), years: Collection[int] = ()
    ) -> None:
        self._holidays = frozenset(holidays)
        self._workdays = frozenset(workdays)
        self._own_years = {day.year for day in self._holidays} & {
            day.year for day in self._workdays if _is_weekend(day) and not _is_year_end(day)
        }
        self._own_years |= set(years)
        self._pending: dict[tuple[date, date], tuple[int, ...]] = {}

    def day(self, day: date) -> DayInfo:
        """Return what ``day`` is, and whether that is provisional."""
        if day in self._holidays:
            return DayInfo(DayKind.HOLIDAY, False)
        if day in self._workdays:
            return DayInfo(_worked(day), False)
        announced = _announced()
        provisional = not self._is_settled(day)
        if day in announced.holidays:
            return DayInfo(DayKind.HOLIDAY, provisional)
        if day in announced.workdays:
            return DayInfo(_worked(day), provisional)
        return DayInfo(DayKind.WEEKEND if _is_weekend(day) else DayKind.WORKDAY, provisional)

    def origin(self, day: date) -> Origin:
        """Return what says what ``day`` is: the user's own list, the announced holidays, or the weekday alone."""
        if day in self._holidays or day in self._workdays:
            return "own"
        return "announced" if day.year in _announced().years else "weekday"

    def unannounced(self, day: date) -> int | None:
        """Return the year whose arrangement is still to say if ``day`` is worked, or None where that is known.

        The end of a year is settled by the arrangement of the next.
        """
        if not self.day(day).provisional:
            return None
        return day.year if not self._covers(day.year) else day.year + 1

    def pending(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years whose arrangements are still to say which days of ``first`` to ``last`` are worked."""
        key = (first, last)
        if key not in self._pending:
            days = (add_days(first, step) for step in range(min((last - first).days + 1, _LONGEST)))
            self._pending[key] = tuple(sorted({year for day in days if (year := self.unannounced(day))}))
        return self._pending[key]

    def is_working(self, day: date) -> bool:
        """Return whether ``day`` is worked, as usual or to make up for a holiday."""
        return self.day(day).kind in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY)

    def last_working(self, first: date, last: date) -> date | None:
        """Return the last working day in ``first`` through ``last``, or None when there is none."""
        while first <= last:
            if self.is_working(last):
                return last
            if last == date.min:
                break
            last -= _DAY
        return None

    def add_workdays(self, day: date, n: int) -> date:
        """Return the ``n``-th working day counted from the day after ``day``, or ``day`` itself for 0."""
        return self._step(day, n, _DAY, date.max)

    def back_workdays(self, day: date, n: int) -> date:
        """Return the ``n``-th working day counted back from the day before ``day``, or ``day`` itself for 0."""
        return self._step(day, n, -_DAY, date.min)

    def working_days(self, first: date, last: date) -> int:
        """Return how many working days there are in ``first`` through ``last``."""
        return sum(self.is_working(add_days(first, step)) for step in range((last - first).days + 1))

    def _step(self, day: date, n: int, step: timedelta, edge: date) -> date:
        if n < 0:
            raise ValueError("a number of working days cannot be negative")
        while n and day != edge:
            day += step
            n -= self.is_working(day)
        return day

    def _is_settled(self, day: date) -> bool:
        # The last days of a year are moved now and then by the arrangement of the next one.
        return self._covers(day.year) and (not _is_year_end(day) or self._covers(day.year + 1))

    def _covers(self, year: int) -> bool:
        return year in self._own_years or year in _announced().years


def shift(day: date, duration: Duration, calendar: WorkCalendar) -> date:
    """Return ``day`` plus ``duration``; months and years clamp at the end of the month.

    Raises ValueError for hours and minutes, which do not move a date. A sum beyond the year 9999 is its last day.
    """
    number = duration.number
    match duration.unit:
        case "day":
            return add_days(day, number)
        case "workday":
            return calendar.add_workdays(day, number)
        case "week":
            return add_days(day, 7 * number)
        case "month":
            return add_months(day, number)
        case "year":
            return add_months(day, 12 * number)
    raise ValueError(f"{duration} is no length in whole days; write days, workdays, weeks, months or years")


def late_last(end: date, duration: Duration, calendar: WorkCalendar) -> date:
    """Return the last good day of a late window of ``duration`` after a period.

    ``end`` is the first day after the period. The window ends the day before ``end`` plus the duration; in working
    days it ends on the last of them, counted from ``end`` itself. Raises ValueError as ``shift`` does.
    """
    if duration.unit == "workday":
        return calendar.add_workdays(add_days(end, -1), duration.number)
    return add_days(shift(end, duration, calendar), -1)


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _is_year_end(day: date) -> bool:
    return day.month == 12 and day.day >= 25


def _worked(day: date) -> DayKind:
    return DayKind.MAKEUP_WORKDAY if _is_weekend(day) else DayKind.WORKDAY

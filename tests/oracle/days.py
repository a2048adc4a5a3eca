"""Days, periods and deadlines, written out by hand."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    start: date
    every: str

    @property
    def end(self) -> date:
        return add_months(self.start, MONTHS[self.every])

    @property
    def last(self) -> date:
        return self.end - DAY

    @property
    def key(self) -> str:
        year, month = self.start.year, self.start.month
        if self.every == "month":
            return f"{year}-{month:02}"
        if self.every == "quarter":
            return f"{year}-Q{(month + 2) // 3}"
        if self.every == "half_year":
            return f"{year}-H{(month + 5) // 6}"
        return f"{year}"

    def days(self) -> list[date]:
        return days(self.start, self.last)

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end


def days(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


def add_months(day: date, months: int) -> date:
    """Return the day that many months on; where the month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_of(every: str, day: date) -> Period:
    size = MONTHS[every]
    return Period(date(day.year, (day.month - 1) // size * size + 1, 1), every)


def parse_period(key: str) -> Period:
    """Return the period of a key; ValueError where it is none."""
    for every in MONTHS:
        for month in range(1, 13):
            period = Period(date(int(key[:4]), month, 1), every)
            if period.key == key and period_of(every, period.start) == period:
                return period
    raise ValueError(key)


def default_span(as_of: date) -> tuple[date, date]:
    return date(add_months(as_of, -3).year, 1, 1), as_of


def is_working(day: date) -> bool:
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def back(day: date, text: str) -> date:
    """Return the day that lies ``text`` (days or workdays) before ``day``."""
    number, unit = text.split()
    left = int(number)
    while left:
        day -= DAY
        if not unit.startswith("workday") or is_working(day):
            left -= 1
    return day


def late_last(end: date, text: str) -> date:
    """Return the last good day of a late window; ``end`` is the first day after the period."""
    word, unit = text.split()
    number = int(word)
    if unit.startswith("month"):
        return add_months(end, number) - DAY
    if unit.startswith("year"):
        return add_months(end, 12 * number) - DAY
    if unit.startswith("workday"):
        day = end
        while True:
            number -= is_working(day)
            if not number:
                return day
            day += DAY
    return end + DAY * number * (7 if unit.startswith("week") else 1) - DAY


def last_working(first: date, last: date) -> date | None:
    return max((day for day in days(first, last) if is_working(day)), default=None)


def on(day: date, text: str) -> date:
    """Return the day that lies ``text`` after ``day``; in months and years, the same day of the month or its last."""
    number, unit = text.split()
    return _moved(day, int(number), unit)


def before(day: date, text: str) -> date:
    """Return the day that lies ``text`` before ``day``."""
    number, unit = text.split()
    return _moved(day, -int(number), unit)


def _moved(day: date, number: int, unit: str) -> date:
    if unit.startswith("month"):
        return add_months(day, number)
    if unit.startswith("year"):
        return add_months(day, 12 * number)
    if not unit.startswith("workday"):
        return day + DAY * number * (7 if unit.startswith("week") else 1)
    step = DAY if number > 0 else -DAY
    while number:
        day += step
        if is_working(day):
            number -= 1 if number > 0 else -1
    return day

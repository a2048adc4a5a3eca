"""Calendar periods: months, quarters, half-years and years as half-open spans of whole local dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .months import add_months

EVERY = ("month", "quarter", "half_year", "year")

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_LETTER = {"quarter": "Q", "half_year": "H"}
_KEY = re.compile(r"([0-9]{4})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half_year>[12])))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period ``[start, end)`` of the kind ``every``; ``end`` is the first day after it.

    Of the kind ``-`` it is any span of days, for what has no period of its own.
    """

    every: str
    start: date
    end: date

    @property
    def key(self) -> str:
        """Its canonical name: ``2026-09``, ``2026-Q3``, ``2026-H2`` or ``2026``; ``-`` for a span of days."""
        if self.every == "-":
            return "-"
        year = f"{self.start.year:04d}"
        if self.every == "year":
            return year
        ordinal = (self.start.month - 1) // _MONTHS[self.every] + 1
        return f"{year}-{ordinal:02d}" if self.every == "month" else f"{year}-{_LETTER[self.every]}{ordinal}"

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    def contains(self, other: Period) -> bool:
        """Return whether ``other`` lies inside it or is the same span."""
        return self.start <= other.start and other.end <= self.end


@lru_cache(maxsize=4096)
def period_of(every: str, day: date) -> Period:
    """Return the period of the kind ``every`` that holds ``day``.

    Raises ValueError for a kind that is not in ``EVERY``. The last period of the year 9999 ends on its 31 December,
    as there is no later date to name.
    """
    if every not in _MONTHS:
        raise ValueError(f"{every!r} is no kind of period; write one of {', '.join(EVERY)}")
    months = _MONTHS[every]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(every, start, add_months(start, months))


def periods_between(every: str, first: date, last: date) -> list[Period]:
    """Return all periods of the kind ``every`` that overlap ``first`` through ``last``, in order.

    The list is empty when ``last`` is before ``first``.
    """
    periods: list[Period] = []
    day = first
    while day <= last:
        period = period_of(every, day)
        periods.append(period)
        if period.end == date.max:
            break
        day = period.end
    return periods


def parse_period(key: str) -> Period:
    """Return the period of a canonical key such as ``2026-09``; raise ValueError for any other text."""
    match = _KEY.fullmatch(key)
    if match is None or match[1] == "0000":
        raise ValueError(f"{key!r} is no period; write 2026, 2026-H2, 2026-Q3 or 2026-09")
    every = match.lastgroup or "year"
    ordinal = int(match[match.lastgroup]) if match.lastgroup else 1
    return period_of(every, date(int(match[1]), (ordinal - 1) * _MONTHS[every] + 1, 1))


def default_span(as_of: date) -> tuple[date, date]:
    """Return the first and last day of the span judged by default.

    It begins on 1 January of the year that holds the day three months before ``as_of``, so that January to March
    still show last year, and ends on ``as_of``.
    """
    return date(add_months(as_of, -3).year, 1, 1), as_of

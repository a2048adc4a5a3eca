"""Arithmetic in months on dates, clamped at the end of the month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later or earlier, or the last day of that month where it has no such day.

    What would leave the years 1 to 9999 is the first or last date there is.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Return ``day`` plus ``days``, or the first or last date there is where the sum would lie beyond it."""
    ordinal = day.toordinal() + days
    if ordinal < date.min.toordinal():
        return date.min
    if ordinal > date.max.toordinal():
        return date.max
    return day + timedelta(days=days)

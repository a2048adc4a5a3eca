"""Conditions as a pack writes them, and values that change on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, Literal, TypeVar

from ...calendars import Duration, add_days, add_months

Every = Literal["month", "quarter", "half_year", "year"]
Severity = Literal["error", "warning", "info"]
Operator = Literal["is", "one_of", "at_least", "at_most", "over", "under", "is_not", "none_of", "has", "filled"]


@dataclass(frozen=True, slots=True)
class Today:
    """A day relative to the as-of day: that day, or ``offset`` after or (``back``) before it."""

    offset: Duration | None = None
    back: bool = False

    def __str__(self) -> str:
        """Return it as it is written, ``today + 6 months``."""
        return "today" if self.offset is None else f"today {'-' if self.back else '+'} {self.offset}"

    def on(self, as_of: date) -> date:
        """Return the day that is meant where ``as_of`` is today; months and years clamp at the end of the month."""
        if self.offset is None:
            return as_of
        number = -self.offset.number if self.back else self.offset.number
        if self.offset.unit in _MONTHS:
            return add_months(as_of, number * _MONTHS[self.offset.unit])
        return add_days(as_of, number * _DAYS[self.offset.unit])


_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}
Value = str | bool | Fraction | date | Today
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one field.

    ``value`` is a tuple for ``one_of``, ``none_of`` and ``has``, a bool for ``filled``, a single value otherwise;
    numbers are exact fractions. ``of`` is ``committee`` where attendance is held against the committee's size, for any
    other field the column of which the bound is a part.
    """

    field: str
    op: Operator
    value: Value | tuple[Value, ...]
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Nest:
    """Conditions that hold together (``all``), of which one holds (``any``), or of which none holds (``none``)."""

    kind: Literal["all", "any", "none"]
    parts: tuple[Condition, ...]


Condition = Test | Nest


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value that changes with the law: the days on which each value comes into force, in order.

    The first value also holds before its day.
    """

    steps: tuple[tuple[date | None, T], ...]

    def at(self, day: date) -> T:
        """Return the value in force on ``day``."""
        value = self.steps[0][1]
        for since, later in self.steps[1:]:
            if since is not None and since <= day:
                value = later
        return value

    def values(self) -> tuple[T, ...]:
        """Return every value, the oldest first."""
        return tuple(value for _, value in self.steps)

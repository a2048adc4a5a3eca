"""What the kinds of duties make their items from, and the days that they reckon with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from ...calendars import Duration, WorkCalendar
from ..findings import Span
from ..ledger.model import Ledger
from ..measuring.measure import Measurement
from ..measuring.records import Records
from ..scheduling.schedule import DutyPeriod, Schedule
from ..tables.database import put

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


Detail = Mapping[str, object]
NO_LEDGER = "-"  # in place of a field that is not known: there is no table to look in
Key = tuple[int, int, str]  # the entry of the schedule, the subject, the key of the period


@dataclass(slots=True)
class Maker:
    """What the kinds make their items from, and where their details go: what a finding says beside its verdict."""

    con: DuckDBPyConnection
    schedule: Schedule
    ledger: Ledger
    records: Records
    measurement: Measurement
    days: WorkCalendar
    zone: tzinfo
    as_of: date
    span: Span
    columns: Mapping[str, Mapping[str, str]]
    details: dict[Key, Detail]

    def own(self, kind: type) -> list[tuple[int, DutyPeriod]]:
        """Return the entries of one kind, each with its place in the schedule."""
        return [
            (base, entry)
            for base, entry in enumerate(self.schedule.periods)
            if entry.asks and isinstance(entry.asks.check, kind)
        ]

    def now(self, kind: type) -> list[tuple[int, DutyPeriod]]:
        """Return those of them whose values are in force on the as-of day."""
        return [(b, entry) for b, entry in self.own(kind) if entry.period.start <= self.as_of < entry.period.end]

    def has_column(self, table: str, name: str) -> bool:
        """Return whether any source of ``table`` has the column ``name``."""
        return any(name in source.columns for source in self.ledger.sources if source.table == table)

    def has_table(self, table: str) -> bool:
        """Return whether there is any source of ``table``."""
        return any(source.table == table for source in self.ledger.sources)

    def reaches(self, name: str, table: str, onward: bool) -> None:
        """Make ``name``: by entry and day of ``table``, the day that ``within`` leads to, onward or back."""
        pairs = self.con.execute(f"SELECT DISTINCT base, day FROM {table} ORDER BY base, day").fetchall()
        found = []
        for base, day in pairs:
            asks = self.schedule.periods[base].asks
            assert asks is not None and asks.within is not None
            found.append(reach(day, asks.within, self.days, onward))
        put(self.con, name, {
            "base": ("INTEGER", [base for base, _ in pairs]),
            "day": ("DATE", [day for _, day in pairs]),
            "reach": ("DATE", found),
        })  # fmt: skip


def reach(day: date, within: Duration, days: WorkCalendar, onward: bool) -> date:
    """Return the day that ``within`` leads to from ``day``, onward or back."""
    from ...calendars import add_days, add_months, shift

    if onward:
        return shift(day, within, days)
    number = within.number
    if within.unit == "workday":
        return days.back_workdays(day, number)
    if within.unit in ("month", "year"):
        return add_months(day, -number * (12 if within.unit == "year" else 1))
    return add_days(day, -number * (7 if within.unit == "week" else 1))


def above(sid: int, parents: list[int | None]) -> list[int]:
    """Return the unit itself and every unit above it."""
    found: list[int] = []
    at: int | None = sid
    while at is not None and at not in found:
        found.append(at)
        at = parents[at]
    return found


def after(day: date) -> date:
    """Return the day after ``day``; the last day there is stands for itself."""
    return day if day == date.max else day + timedelta(days=1)

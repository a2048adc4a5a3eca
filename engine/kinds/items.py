"""Items: the obligations of duties without periods, found one by one, each with what its verdict rests on.

Every kind adds its rows to ``item_new`` (and to ``item_use_new`` the records that are listed with them); numbered, they
become ``item`` and ``item_use``, and each is from then on a duty period of its own with one subject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from ...calendars import Duration, WorkCalendar
from ..findings import Span
from ..ledger.model import Ledger
from ..measuring.measure import Measurement
from ..measuring.records import Records
from ..packs.check_model import Cover, FollowUp, Hint, InOrder, Overlap, Precede, State, Tally
from ..scheduling.schedule import UNIT, DutyPeriod, Schedule
from ..tables.database import put, rows_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Detail = Mapping[str, object]
NO_LEDGER = "-"  # in place of a field that is not known: there is no table to look in
Key = tuple[int, int, str]  # the entry of the schedule, the subject, the key of the period

# `v`, `mu`, `x`, `due`, `needed`, `open_now` are what the verdict table is shown; `log_from` is the day from which on
# the ledger has to be known, `unclear` the field that is not. Rows that could not be read matter from `seek_from` to
# `seek_to`. `reason` is that of a gap, where no record tells it.
NEW = """
CREATE TEMP TABLE item_new (
    base INTEGER, sid INTEGER, key VARCHAR, day DATE, rid INTEGER, v BIGINT, mu BIGINT, x BOOLEAN, due DATE,
    needed DATE, open_now BOOLEAN, log_from DATE, unclear VARCHAR, reason VARCHAR, seek_from DATE, seek_to DATE,
    last DATE)
"""
NEW_USES = """
CREATE TEMP TABLE item_use_new (
    base INTEGER, sid INTEGER, key VARCHAR, rid INTEGER, m INTEGER, who INTEGER, use VARCHAR, win VARCHAR)
"""
NUMBERED = """
CREATE TEMP TABLE item AS
SELECT $first::INTEGER + row_number() OVER (ORDER BY base, key, sid)::INTEGER - 1 AS dp, item_new.*,
       now OR (day <= $last::DATE AND COALESCE(last, day) >= $start::DATE) AS shown
FROM item_new JOIN asks USING (base)
"""
NUMBERED_USES = """
CREATE TEMP TABLE item_use AS
SELECT i.dp, i.sid, u.rid, u.m, u.who, u.use, u.win
FROM item_use_new u JOIN item i ON i.base = u.base AND i.sid = u.sid AND i.key = u.key
"""

# The records of such obligations, in the form of ``measure.EXACT``; of one type and day the first counts.
EXACT_ITEM = """
WITH belonging AS (
    SELECT o.* EXCLUDE (sid, may), o.may OR NOT p.fed AS may, u.sid, u.dp, p.d, FALSE AS each, FALSE AS late_met,
           u.win, u.use AS said, o.sid AS named
    FROM item_use u JOIN dpx p ON p.dp = u.dp AND p.base IS NOT NULL JOIN occ o ON o.rid = u.rid AND o.m = u.m
        AND o.sid = u.who
    WHERE TRUE {filter}),
ranked AS (
    SELECT *, said <> 'rejected' AS valid,
           row_number() OVER (PARTITION BY dp, sid, t, day, said ORDER BY start, timed, id) AS nth
    FROM belonging)
SELECT *, CASE WHEN NOT valid OR nth > 1 THEN 'rejected' ELSE said END AS use, NOT valid OR nth > 1 AS x
FROM ranked
"""


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


def make_items(maker: Maker, history: Mapping[int, date]) -> None:
    """Make ``item`` and ``item_use``; ``history`` gives, by duty, the day from which on standings look back."""
    from .covers import make_covers
    from .follows import make_follow_ups, make_precedes
    from .overlaps import make_overlaps
    from .registers import make_states, make_tallies
    from .requests import make_requests
    from .well_kept import make_in_order

    con, schedule = maker.con, maker.schedule
    con.execute(NEW)
    con.execute(NEW_USES)
    _load_asks(maker, history)
    if any(entry.asks for entry in schedule.periods):
        makers: tuple[tuple[type, Callable[[Maker], None]], ...] = (
            (FollowUp, make_follow_ups),
            (FollowUp, make_requests),
            (Precede, make_precedes),
            (InOrder, make_in_order),
            (State, make_states),
            (Cover, make_covers),
            (Tally, make_tallies),
            (Overlap, make_overlaps),
        )
        for kind, make in makers:
            if maker.own(kind):
                make(maker)
        if maker.own(Hint):
            from .hints import make_hints

            make_hints(maker)
    values = {"first": len(schedule.periods), "start": maker.span.first, "last": maker.span.last}
    con.execute(NUMBERED, values)
    con.execute(NUMBERED_USES)


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


def _load_asks(maker: Maker, history: Mapping[int, date]) -> None:
    """Make ``asks``, an entry a row, and ``tree``: every unit with each at or below it (``direct``: its child)."""
    schedule, entries = maker.schedule, [(b, p) for b, p in enumerate(maker.schedule.periods) if p.asks]
    asks = [entry.asks for _, entry in entries]
    first = maker.span.first
    since = [max(entry.period.start, min(first, history.get(entry.duty, first))) for _, entry in entries]
    put(maker.con, "asks", {
        "base": ("INTEGER", [base for base, _ in entries]),
        "d": ("INTEGER", [entry.duty for _, entry in entries]),
        "m": ("INTEGER", [entry.measure for _, entry in entries]),
        "t": ("INTEGER", [asked.trigger if asked else -1 for asked in asks]),
        "first": ("DATE", since),
        "stop": ("DATE", [entry.period.end for _, entry in entries]),
        "family": ("VARCHAR", [schedule.family(entry) for _, entry in entries]),
        "now": ("BOOLEAN", [asked is not None and isinstance(asked.check, State | Cover | Tally) for asked in asks]),
    })  # fmt: skip
    subjects = maker.ledger.subjects
    pairs = [
        (top, sid, subjects.kind[sid] != "group" and subjects.parent[sid] == top)
        for sid, family in enumerate(subjects.family)
        if family == UNIT
        for top in above(sid, subjects.parent)
    ]
    put(maker.con, "tree", rows_of(("top", "sid", "direct"), ("INTEGER", "INTEGER", "BOOLEAN"), pairs))


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

"""Slack: the working days that are left for what is still open, and whether all of a unit still fits into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...calendars import WorkCalendar
from ...calendars.proposals import Proposer
from ..findings import PeriodRef, Subject, finding_id
from ..judging.settle import STATUS_CODES
from ..ledger.model import Ledger
from ..packs.model import Duty, RuleBook
from ..scheduling.schedule import Schedule
from ..tables.database import put
from .combine import Part
from .daybook import Daybook
from .fitting import Fit, Task, fit
from .follow_ups import follow_up_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DAY = timedelta(days=1)
_OPEN = STATUS_CODES["open"]
_CODES = [_OPEN, *(STATUS_CODES[status] for status in ("short", "invalid", "missing"))]
_FETCHED = """
SELECT s.dp, s.sid, s.n, s.fv + s.fm, s.scale, s.last_good, s.status, i.base, i.key
FROM shown s LEFT JOIN item i ON i.dp = s.dp
WHERE s.sid IN (SELECT sid FROM holder) AND s.status IN ({codes})
  AND (s.status = {open} OR s.dp IN (SELECT dp FROM closable))
"""
_Row = tuple[int, int, int | None, int, int, date | None, int, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Owing:
    """One obligation of a unit or group that can still be held: ``number`` times, the last good day being ``due``.

    ``close_by`` is the last working day up to it; ``working_days`` are those that the holder still has free, the as-of
    day and the due day counted. ``makes_up`` tells a gap that can still be made good.
    """

    finding: str
    duty: str
    subject: Subject
    period: PeriodRef | None
    number: int
    due: date
    close_by: date | None
    working_days: int
    makes_up: bool


@dataclass(frozen=True, slots=True)
class Tightest:
    """The deadline up to which the fewest free days are to spare: what is due by then takes ``needed_days``."""

    due: date
    needed_days: int
    working_days: int

    @property
    def spare(self) -> int:
        """How many free days are to spare; less than 0 where they do not suffice."""
        return self.working_days - self.needed_days


@dataclass(frozen=True, slots=True)
class Slack:
    """What is left to a unit, its groups included.

    ``open`` obligations are not yet due and ``make_up`` can still be made good; together they are ``meetings``
    gatherings, which take ``needed_days`` days at the least. ``working_days`` are free up to ``through``, the last day
    on which any of it is due. Where not all ``fits``, ``first_short`` is the first that does not, and ``lacking`` how
    many more free days there would have to be. ``provisional`` are the years whose holidays are still to be announced.
    """

    unit: str
    open: int
    make_up: int
    meetings: int
    needed_days: int
    working_days: int
    through: date
    lacking: int
    first_short: Owing | None
    tightest: Tightest
    provisional: tuple[int, ...]
    owed: tuple[Owing, ...]

    @property
    def fits(self) -> bool:
        """Whether all of it still fits."""
        return not self.lacking


@dataclass(slots=True)
class _Found:
    """What one unit or group owes, with its place among the tasks."""

    rows: list[tuple[Owing, Task]] = field(default_factory=list)


def find_slack(
    con: DuckDBPyConnection, rules: RuleBook, schedule: Schedule, ledger: Ledger, days: WorkCalendar, as_of: date
) -> list[Slack]:
    """Return the slack of every unit that is shown and still has something to hold, in the order of the roster."""
    return _Finder(con, rules, schedule, ledger, days, as_of).slacks()


class _Finder:
    def __init__(
        self,
        con: DuckDBPyConnection,
        rules: RuleBook,
        schedule: Schedule,
        ledger: Ledger,
        days: WorkCalendar,
        as_of: date,
    ) -> None:
        self._con, self._rules, self._schedule, self._ledger = con, rules, schedule, ledger
        self._days, self._as_of = days, as_of
        self._proposer, self._book = Proposer(days), Daybook(ledger, as_of)
        self._free: dict[tuple[date, frozenset[date]], list[date]] = {}
        self._free_of: dict[tuple[int, date], list[date]] = {}
        self._last: dict[date, date | None] = {}  # the last working day, by the last good day
        self._fits: dict[tuple[object, ...], Fit] = {}

    def slacks(self) -> list[Slack]:
        found: dict[int, _Found] = defaultdict(_Found)
        for row in self._rows():
            if (owing := self._owing(row)) is not None:
                found[row[1]].rows.append(owing)
        homes: dict[int, list[int]] = defaultdict(list)
        for sid in sorted(found):
            homes[self._book.home(sid)].append(sid)
        return [self._slack(home, homes[home], found) for home in sorted(homes)]

    def _rows(self) -> Iterable[_Row]:
        subjects = self._ledger.subjects
        put(self._con, "holder", {"sid": ("INTEGER", [s for s, f in enumerate(subjects.family) if f == "unit"])})
        closable = [
            dp
            for dp, entry in enumerate(self._schedule.periods)
            if entry.late_last is not None and not entry.late_met and entry.late_last >= self._as_of
        ]
        put(self._con, "closable", {"dp": ("INTEGER", closable)})
        codes = ", ".join(map(str, _CODES))
        found: list[_Row] = self._con.execute(_FETCHED.format(codes=codes, open=_OPEN)).fetchall()
        self._con.execute("DROP TABLE holder; DROP TABLE closable")
        return sorted(found, key=lambda row: (row[1], row[0], row[8] or ""))

    def _owing(self, row: _Row) -> tuple[Owing, Task] | None:
        """Return what a row of the verdicts still owes; None where nobody has to come together, or no day is left."""
        dp, sid, n, have, scale, last_good, status, base, key = row
        entry = self._schedule.periods[dp if base is None else base]
        duty = self._rules.duties[entry.duty]
        due = last_good if status == _OPEN else entry.late_last
        ends = self._ledger.subjects.ends[sid]
        due = min(due, ends - _DAY) if due and ends else due
        if due is None or due < self._as_of or not _is_held(duty):
            return None
        period = PeriodRef(entry.period.key, entry.period.start, entry.period.end) if duty.tiled else None
        number = 1 if duty.quota.sum or n is None or scale != 1 or base is not None else max(n - have, 0)
        if entry.window is not None and entry.window.kind == "gap":
            number = 1
        after = period is not None and period.end <= self._as_of
        number = max(number - self._planned(sid, duty, period, due, after=after), 0)
        subject = Subject(*(getattr(self._ledger.subjects, name)[sid] for name in ("kind", "id", "name")))
        told = finding_id(duty.id, subject, entry.period.key if base is None else key or "-")
        if due not in self._last:
            self._last[due] = self._days.last_working(self._as_of, due)
        left = self._free_days(sid, due)
        owing = Owing(told, duty.id, subject, period, number, due, self._last[due], len(left), status != _OPEN)
        part = Part(duty.id, duty.do, period.key if period and after else "")
        return owing, Task(part, sid, due, number)

    def _planned(self, sid: int, duty: Duty, period: PeriodRef | None, due: date, *, after: bool) -> int:
        """Return on how many days still to come the ledger or a calendar has it planned already."""
        plans = [plan for plan in self._book.plans(sid) if plan.day <= due]
        wanted = set(duty.do) if plans else set()
        return len({plan.day for plan in plans if wanted & set(plan.types) and plan.serves(period, after=after)})

    def _slack(self, home: int, sids: Sequence[int], found: dict[int, _Found]) -> Slack:
        rows = [row for sid in sids for row in found[sid].rows]
        owed = sorted((owing for owing, _ in rows), key=lambda one: (one.due, one.duty, one.subject.id, one.finding))
        through = owed[-1].due
        best = Fit(0)
        short: list[Owing] = []
        tight: list[Tightest] = []
        for sid in sids:
            # Whoever is in a group is at the meetings of the unit too; one group does not hinder another.
            own = found[sid].rows + (found[home].rows if sid != home and home in found else [])
            own = sorted(own, key=lambda row: (row[0].due, row[0].duty, row[0].subject.id, row[0].finding))
            result = self._fit([task for _, task in own], self._free_days(sid, through))
            best = Fit(max(best.days, result.days), max(best.lacking, result.lacking))
            tight += self._tight([task for _, task in own], sid)
            if result.first is not None:
                short.append(own[result.first][0])
        return Slack(
            unit=self._ledger.subjects.id[home],
            open=sum(not one.makes_up for one in owed),
            make_up=sum(one.makes_up for one in owed),
            meetings=sum(one.number for one in owed),
            needed_days=best.days,
            working_days=len(self._free_days(home, through)),
            through=through,
            lacking=best.lacking,
            first_short=min(short, key=lambda one: (one.due, one.duty, one.subject.id), default=None),
            tightest=min(tight, key=lambda one: (one.spare, one.due)),
            provisional=self._days.pending(self._as_of, through),
            owed=tuple(owed),
        )

    def _tight(self, tasks: Sequence[Task], sid: int) -> Iterator[Tightest]:
        """Yield, for each deadline, how many days it takes to hold what is due by then, and how many there are."""
        for due in sorted({task.due for task in tasks}):
            free = self._free_days(sid, due)
            yield Tightest(due, self._fit([task for task in tasks if task.due <= due], free).days, len(free))

    def _fit(self, tasks: Sequence[Task], free: Sequence[date]) -> Fit:
        """Return how tasks fit; units that owe the same have the same answer."""
        holders = {holder: i for i, holder in enumerate(dict.fromkeys(task.holder for task in tasks))}
        # Lists of free days are made once and kept, so that each is known by its place.
        key = (tuple((task.part, holders[task.holder], task.due, task.number) for task in tasks), id(free))
        if key not in self._fits:
            self._fits[key] = fit(tasks, free, self._rules.may_combine)
        return self._fits[key]

    def _free_days(self, sid: int, last: date) -> list[date]:
        """Return the working days from the as-of day to ``last`` on which a unit or group has nothing yet."""
        if (found := self._free_of.get((sid, last))) is None:
            busy = frozenset(day for day in self._book.busy(sid) if day <= last)
            # Of all that have nothing yet there is one list.
            if (last, busy) not in self._free:
                self._free[last, busy] = self._proposer.free(self._as_of, last, busy)
            found = self._free_of[sid, last] = self._free[last, busy]
        return found


def _is_held(duty: Duty) -> bool:
    """Return whether somebody has to come together for a duty by a day."""
    follow_up = follow_up_of(duty)
    return bool(duty.tiled or duty.window) if follow_up is None else follow_up.have is None

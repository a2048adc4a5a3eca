"""Composing findings: a verdict, its numbers, its records, the days that matter, and what came near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, tzinfo
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from ..calendars import WorkCalendar
from .findings import (
    STATUSES,
    Doubt,
    Finding,
    NearMiss,
    Number,
    PeriodRef,
    RecordUse,
    Status,
    Subject,
    finding_id,
)
from .judging.waivers import Waived
from .kinds.follows import day_in
from .kinds.maker import after, reach
from .kinds.near import NearMisses
from .ledger.model import Ledger
from .measuring.listed import Listed
from .measuring.told import Told
from .measuring.uses import Key, Use, Uses, first_reason
from .measuring.windows import Details
from .packs.check_model import FollowUp, InOrder, Precede
from .packs.condition_model import Test
from .packs.model import Duty, RuleBook
from .scheduling.schedule import DutyPeriod, Schedule
from .tables.conditions import parts_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Rows = Mapping[Key, Sequence[Use]]
Row = tuple[
    int, int, int, int | None, int, int, int, date | None, str | None, str | None, int, str | None,
    int | None, str, date, date, int | None, str | None,
]  # fmt: skip

WITH_DUE: tuple[Status, ...] = ("made_up", "short", "missing", "unknown")  # when it fell due, of what has no period

FETCHED = """
SELECT s.dp, s.sid, s.unit, s.n, s.fv, s.fm, s.scale, s.last_good, s.why_not, s.why_unknown, s.status, s.reason,
       i.base, i.key, i.day, COALESCE(i.last, i.day), i.rid, i.reason
FROM {table} s LEFT JOIN item i ON i.dp = s.dp WHERE s.d IN ({duties}) {gaps}
"""


class Composer:
    """Makes findings out of the tables of an audit."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        rules: RuleBook,
        ledger: Ledger,
        schedule: Schedule,
        uses: Uses,
        waived: Waived,
        days: WorkCalendar,
        as_of: date,
        details: Mapping[tuple[int, int, str], Mapping[str, object]],
        told: Told,
        zone: tzinfo,
    ) -> None:
        """``details`` are what items have to say beside their verdict, by entry, subject and key."""
        self._item_details, self._zone = details, zone
        self._con, self._rules, self._ledger, self._schedule, self._told = con, rules, ledger, schedule, told
        self._uses, self._waived, self._days, self._as_of = uses, waived, days, as_of
        self._subjects = [
            Subject(kind, id_, name)
            for kind, id_, name in zip(ledger.subjects.kind, ledger.subjects.id, ledger.subjects.name, strict=True)
        ]
        self._rank = {sid: i for i, sid in enumerate(sorted(range(len(self._subjects)), key=self._sort_key))}
        self._periods = [PeriodRef(p.period.key, p.period.start, p.period.end) for p in schedule.periods]
        self._doubts: dict[Key, list[int]] = {}
        self._dates: dict[date, tuple[date | None, int]] = {}
        self._next = {(p.duty, p.period.start): i for i, p in enumerate(schedule.periods)}
        self._details = Details(con, schedule)
        self._near_misses = NearMisses(ledger, as_of)
        self._windows: dict[tuple[int, date], Mapping[str, object]] = {}
        self._listed = Listed(ledger)
        if ledger.unread and con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'doubt'").fetchone():
            for dp, sid, u in con.execute("SELECT dp, sid, u FROM doubt ORDER BY u").fetchall():
                self._doubts.setdefault((dp, sid), []).append(u)

    def findings(self, duties: Sequence[int], *, gaps: bool, picked: bool = False) -> Iterator[Finding]:
        """Yield the findings of ``duties``, or those that are gaps, by duty, unit, subject and period.

        With ``picked`` they are those in the table of that name alone.
        """
        numbers = ", ".join(str(int(d)) for d in duties)
        table = "picked" if picked else "shown"
        sql = FETCHED.format(table=table, duties=numbers, gaps="AND s.gap" if gaps else "")
        rows: list[Row] = self._con.execute(sql).fetchall()
        rows.sort(key=self._order)
        listed = self._uses.of(duties, gaps=gaps, picked=picked)
        for row in rows:
            yield self._finding(row, listed)

    def _order(self, row: Row) -> tuple[str, int, int, date, str]:
        place, period = self._period(row)
        duty = self._rules.duties[self._schedule.periods[place].duty].id
        return duty, self._rank[row[2]], self._rank[row[1]], period.start, period.key

    def _period(self, row: Row) -> tuple[int, PeriodRef]:
        """Return the place in the schedule of what a row is about, and the period of its finding."""
        base, key, day, last = row[12:16]
        return (row[0], self._periods[row[0]]) if base is None else (base, PeriodRef(key, day, after(last)))

    def _sort_key(self, sid: int) -> tuple[str, int]:
        return self._subjects[sid].id, sid

    def _finding(self, row: Row, listed: Rows) -> Finding:
        dp, sid, unit, n, v, made_up, scale, due, why_not, why_unknown, code, reason = row[:12]
        place, period = self._period(row)
        entry, status = self._schedule.periods[place], STATUSES[code]
        duty, subject = self._rules.duties[entry.duty], self._subjects[sid]
        uses = listed.get((dp, sid), ())
        is_gap = status in ("short", "invalid", "missing")
        is_open = status == "open" or (entry.window is not None and status == "met")
        close_by, days_left = self._left(due) if is_open and due and due >= self._as_of else (None, None)
        plain = not entry.asks and (entry.window is None or entry.window.kind != "gap")
        late = entry.late_last if is_gap and not entry.late_met else None
        inferred = any("inferred" in use.reasons for use in uses)
        records = self._listed.of(uses)
        detail = self._detail(row, place, period.key)
        return Finding(
            id=finding_id(duty.id, subject, period.key),
            duty=duty.id,
            kind=duty.kind,
            subject=subject,
            unit=self._subjects[unit].id,
            period=period,
            status=status,
            required=_number(n, scale) if plain and n is not None else None,
            counted=_number(v, scale) if plain else None,
            made_up=_number(made_up, scale) if plain else None,
            records=records,
            severity=duty.severity,
            reason=_reason(reason, why_not, why_unknown)
            if reason
            else row[17] or first_reason(uses)
            if is_gap and (plain or entry.asks)
            else None,
            due=due if is_open or (not duty.tiled and status in WITH_DUE) else None,
            close_by=close_by,
            days_left=days_left,
            can_make_up_until=late if late and late >= self._as_of else None,
            waiver=self._waived.covering.get((dp, sid)) if status == "waived" else None,
            doubts=self._doubtful(dp, sid, status, reason),
            near_misses=tuple(self._near(entry, sid, uses, listed, status, detail)),
            detail=self._beside(duty, unit, status, records, {"attributed": "inferred"} if inferred else detail),
        )

    def _detail(self, row: Row, place: int, key: str) -> Mapping[str, object] | None:
        if row[12] is None:
            return self._details.of(row[0], row[1])
        check = self._rules.duties[self._schedule.periods[place].duty].check
        found: dict[str, object] = {}
        if row[16] is not None and not isinstance(check, InOrder):
            acts, rid = self._ledger.activities, row[16]
            found["trigger"] = {"id": acts.id[rid], "source": self._source(rid), "date": acts.date[rid]}
            if isinstance(check, FollowUp) and check.have:
                cells = acts.fields.get(check.have)
                found |= {"have": check.have, "on": cells and day_in(cells[rid], self._zone)}
        if isinstance(check, FollowUp | Precede):
            found["window"] = self._window(place, row[14], onward=isinstance(check, FollowUp))
        return {**found, **self._item_details.get((place, row[1], key), {})} or None

    def _window(self, place: int, day: date, *, onward: bool) -> Mapping[str, object]:
        """Return the first and the last good day of what is to follow, or to precede, the day of a trigger."""
        if (place, day) not in self._windows:
            asks = self._schedule.periods[place].asks
            assert asks is not None and asks.within is not None
            other = reach(day, asks.within, self._days, onward)
            first, last = (day, other) if onward else (other, day)
            self._windows[place, day] = {"from": first, "to": last}
        return self._windows[place, day]

    def _left(self, last_good: date) -> tuple[date | None, int]:
        if last_good not in self._dates:
            working = self._days.last_working(self._as_of, last_good)
            self._dates[last_good] = (working, (last_good - self._as_of).days)
        return self._dates[last_good]

    def _beside(
        self,
        duty: Duty,
        unit: int,
        status: Status,
        records: Sequence[RecordUse],
        detail: Mapping[str, object] | None,
    ) -> Mapping[str, object] | None:
        """Return the detail with where the gatherings are told of, where there are sources of several kinds."""
        more: dict[str, object] = dict(self._told.lacking(records))
        if status == "missing" and duty.tiled:
            looked_in = self._told.looked_in(unit, duty.do)
            more |= {"looked_in": list(looked_in)} if looked_in else {}
        return {**(detail or {}), **more} or None

    def _source(self, rid: int) -> str:
        return self._ledger.where(rid)

    def _doubtful(self, dp: int, sid: int, status: Status, reason: str | None) -> tuple[Doubt, ...]:
        unread = [Doubt("unread_rows", self._ledger.unread[u].source) for u in self._doubts.get((dp, sid), ())]
        partial = [Doubt("waiver_partial", source) for source in self._waived.touching.get((dp, sid), ())]
        if reason == "unread_rows":
            return tuple(unread + partial)
        return tuple(partial) if status in ("short", "invalid", "missing", "open", "unknown") else ()

    def _near(
        self,
        entry: DutyPeriod,
        sid: int,
        uses: Sequence[Use],
        listed: Rows,
        status: Status,
        detail: Mapping[str, object] | None,
    ) -> Iterator[NearMiss]:
        duty = self._rules.duties[entry.duty]
        acts = self._ledger.activities
        for use in uses:
            if use.reasons == ("not_combinable",):
                yield self._miss("not_combinable", use, {"duty": duty.id, "types": acts.types[use.rid]})
            elif use.reasons == ("below_quorum",):
                lacking = self._lacking(use)
                if lacking:
                    yield self._miss("below_quorum", use, {"lacking": lacking})
        if duty.check and detail:
            yield from self._near_misses.of(duty.check, sid, uses, detail, status)
        if status in ("short", "missing", "invalid") and entry.late_last and not entry.moves:
            yield from self._unnamed(entry, duty, sid, listed)

    def _unnamed(self, entry: DutyPeriod, duty: Duty, sid: int, listed: Rows) -> Iterator[NearMiss]:
        """Yield records of the make-up time that name no period and that their own period can spare."""
        own = self._next.get((entry.duty, entry.period.end))
        if own is None or entry.late_last is None:
            return
        acts, counted = self._ledger.activities, [u for u in listed.get((own, sid), ()) if u.use == "counted"]
        number = self._schedule.periods[own].number
        spare = len(counted) - (1 if number is None else int(number))
        if duty.quota.sum or spare <= 0:
            return
        for use in counted[:spare]:
            day = acts.date[use.rid]
            if day and day <= entry.late_last and acts.for_period[use.rid] is None:
                yield self._miss("unnamed_make_up", use, {"period": entry.period.key})

    def _lacking(self, use: Use) -> int | None:
        """Return how many more people present would have made the quorum."""
        if use.present is None or not use.expected:
            return None
        for part in parts_of(self._schedule.measures[use.measure].condition):
            if isinstance(part, Test) and part.field == "attendance" and isinstance(part.value, Fraction):
                limit = part.value * use.expected
                needed = ceil(limit) if part.op == "at_least" else floor(limit) + 1 if part.op == "over" else None
                return None if needed is None or needed > use.expected else needed - use.present
        return None

    def _miss(self, code: str, use: Use, values: Mapping[str, object]) -> NearMiss:
        return NearMiss(code, self._ledger.activities.id[use.rid], self._source(use.rid), values)


def _reason(reason: str, why_not: str | None, why_unknown: str | None) -> str:
    if reason == "where":
        return f"where:{why_not}"
    return f"attribute_unknown:{why_unknown}" if reason == "attribute_unknown" else reason


def _number(amount: int, scale: int) -> Number:
    return amount if scale == 1 else Decimal(amount) / scale

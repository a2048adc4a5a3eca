"""Planning: which periods each duty has in a span, and what is in force in each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from ...calendars import Period, WorkCalendar, add_days, late_last, period_of
from ..findings import Span
from ..packs.check_model import Check, FollowUp, InOrder, Overlap, Precede, State
from ..packs.condition_model import Condition, Dated
from ..packs.model import ColumnAmount, Duty, Gap
from ..packs.moving import fixed
from ..tables.database import FIRST_DAY, LAST_DAY
from .schedule import FAR_BACK, MEMBER, RANK, UNIT, Asked, DutyPeriod, Measure, Schedule, Window, family_of


class Planner:
    """Makes the schedule of a rule book for a span."""

    def __init__(
        self,
        span: Span,
        as_of: date,
        earliest: date,
        named: Collection[Period],
        days: WorkCalendar,
        *,
        history: Mapping[int, date] | None = None,
        ahead: bool = False,
    ) -> None:
        """``earliest`` is the first day on which there is a record, ``named`` the periods that records name.

        ``history`` gives, by duty, the day from which on its periods are judged up to the as-of day, whatever the span;
        with ``ahead`` the periods of the span that begin after the as-of day are obligations too.
        """
        self._span, self._as_of, self._earliest, self._named, self._days = span, as_of, earliest, named, days
        self._history, self._ahead = history or {}, ahead
        self._measures: dict[Measure, int] = {}
        self._wheres: dict[Condition, int] = {}

    def plan(self, duties: Sequence[Duty]) -> Schedule:
        """Return the schedule of all duties that are not switched off."""
        asked = [(index, duty) for index, duty in enumerate(duties) if not duty.off]
        periods = [found for index, duty in asked if duty.tiled for found in self._of(index, duty)]
        periods += [found for index, duty in asked if duty.window for found in self._without_period(index, duty)]
        periods += [found for index, duty in asked if duty.check for found in self._in_force(index, duty, duty.check)]
        places = {(entry.duty, entry.period): i for i, entry in enumerate(periods)}
        named = [
            (index, period, places.get((index, own), -1))
            for index, duty in asked
            if duty.tiled
            for period in sorted(self._named)
            if (own := _tile(duty, period.start)).contains(period)
        ]
        return Schedule(tuple(periods), tuple(self._measures), tuple(self._wheres), tuple(named))

    def _of(self, index: int, duty: Duty) -> Iterable[DutyPeriod]:
        moves = any(late is not None and late.take == "oldest" for late in duty.late.values())
        back = self._history.get(index)
        for period in self._periods(duty, moves, back):
            if (period.start > self._as_of and not self._ahead) or not _in_force(duty, period, moves):
                continue
            owed = _in_force(duty, period)
            shown = owed and period.start <= self._span.last and period.last >= self._span.first
            past = owed and back is not None and period.last >= back and period.start <= self._as_of
            yield self._entry(index, duty, period, moves=moves, asked=shown or past, shown=shown)

    def _periods(self, duty: Duty, oldest: bool, back: date | None) -> list[Period]:
        first, last = self._span.first, self._span.last
        if back is not None:
            first, last = min(first, back), max(last, self._as_of)
        if oldest:
            last = max(last, self._as_of)  # a record after the span may make up for its last period
            first = max(min(self._earliest, first), first.replace(year=max(1, first.year - FAR_BACK), day=1))
            first = first.replace(year=max(1, first.year - 1), month=1, day=1)
        found = dict.fromkeys(_walk(duty, first, last))
        for named in self._named:
            found.setdefault(_tile(duty, named.start))
        return sorted(found, key=lambda period: (period.start, period.end))

    def _entry(self, index: int, duty: Duty, period: Period, *, moves: bool, asked: bool, shown: bool) -> DutyPeriod:
        day = period.start
        amount, late, where = duty.quota.at_least.at(day), duty.late.at(day), duty.where.at(day)
        late_day = late_last(period.end, late.until, self._days) if late else None
        met = late is not None and late.counts_as == "met"
        column, number = (amount.column, amount.otherwise) if isinstance(amount, ColumnAmount) else (None, amount)
        return DutyPeriod(
            duty=index,
            measure=self._measure(duty, day),
            period=period,
            number=number,
            column=column,
            where=self._where(where),
            last_good=late_day if met and late_day else period.last,
            late_last=late_day,
            late_met=met,
            moves=moves,
            oldest=late is not None and late.take == "oldest",
            asked=asked,
            shown=shown,
        )

    def _without_period(self, index: int, duty: Duty) -> Iterable[DutyPeriod]:
        """Yield the one entry of a gap or rolling duty, as of the as-of day."""
        day, asked = self._as_of, duty.window
        if asked is None or not _in_force(duty, Period("-", day, day)):
            return
        if isinstance(asked, Gap):
            window = Window("gap", asked.at_most.at(day), 1)
            period = Period("-", self._span.first, add_days(self._span.last, 1))
        else:
            window = Window("rolling", asked.in_any.at(day), asked.at_least.at(day))
            period = Period("-", day, add_days(day, 1))
        yield DutyPeriod(
            duty=index,
            measure=self._measure(duty, day),
            period=period,
            number=Fraction(window.number),
            column=None,
            where=self._where(duty.where.at(day)),
            last_good=day,
            asked=True,
            shown=True,
            window=window,
        )

    def _in_force(self, index: int, duty: Duty, check: Check) -> Iterable[DutyPeriod]:
        """Yield an entry for each stretch of days on which the same values are in force."""
        dated: list[Dated[Any]] = [duty.where, duty.counts_when]
        dated += [check.within] if isinstance(check, FollowUp | Precede) else []
        dated += [check.must] if isinstance(check, InOrder | State) else []
        dated += [check.when] if isinstance(check, InOrder) and check.when else []
        days = {day for value in dated for day, _ in value.steps[1:] if day is not None}
        first, end = duty.effective_from or FIRST_DAY, add_days(duty.effective_until or LAST_DAY, 1)
        starts = [first, *sorted(day for day in days if first < day < end)]
        for start, stop in zip(starts, [*starts[1:], end], strict=True):
            yield DutyPeriod(
                duty=index,
                measure=self._measures_of(duty, check, start),
                period=Period("-", start, stop),
                number=Fraction(1),
                column=None,
                where=self._where(duty.where.at(start)),
                last_good=start,
                asked=False,
                shown=False,
                asks=Asked(
                    check,
                    MEMBER if isinstance(check, Precede) and check.cover else family_of(duty.subject),
                    self._trigger(duty, check),
                    check.within.at(start) if isinstance(check, FollowUp | Precede) else None,
                    self._where(fixed(check.must.at(start), self._as_of)) if isinstance(check, State) else -1,
                    check.when.at(start) if isinstance(check, InOrder) and check.when else None,
                ),
            )

    def _measures_of(self, duty: Duty, check: Check, day: date) -> int:
        """Return the measure of the records that are looked at, or of none but for the family of the subjects."""
        family = family_of(duty.subject)
        subject, condition = duty.subject, duty.counts_when.at(day)
        if isinstance(check, Precede) and check.cover:
            family, subject = MEMBER, MEMBER
        if isinstance(check, InOrder):
            condition = check.must.at(day)
        if isinstance(check, Overlap) and family == UNIT:
            return self._put(Measure(MEMBER, MEMBER, duty.do, duty.by, None, True, None))
        by = duty.by if family != UNIT else ()
        return self._put(Measure(family, subject, duty.do, by, condition, True, None))

    def _trigger(self, duty: Duty, check: Check) -> int:
        types = check.after if isinstance(check, FollowUp) else check.before if isinstance(check, Precede) else ()
        if not types:
            return -1
        subject = duty.subject
        if isinstance(check, Precede) and check.cover and family_of(subject) != UNIT:
            subject = UNIT
        by = duty.by if family_of(subject) != UNIT else ()
        return self._put(Measure(family_of(subject), subject, types, by, None, True, None))

    def _where(self, where: Condition | None) -> int:
        return -1 if where is None else self._wheres.setdefault(where, len(self._wheres))

    def _measure(self, duty: Duty, day: date) -> int:
        measure = Measure(
            family=family_of(duty.subject),
            subject=duty.subject,
            do=duty.do,
            by=duty.by if family_of(duty.subject) != UNIT else (),
            condition=duty.counts_when.at(day),
            each=duty.quota.count_each,
            sum=duty.quota.sum,
        )
        return self._put(measure)

    def _put(self, measure: Measure) -> int:
        return self._measures.setdefault(measure, len(self._measures))


def _in_force(duty: Duty, period: Period, following: bool = False) -> bool:
    """Return whether the duty is owed in ``period``; with ``following`` the first period after its end too."""
    starts, ends = duty.effective_from, duty.effective_until
    if ends is not None and following:
        ends = period_of(period.every, ends).end
    return (starts is None or period.start >= starts) and (ends is None or period.start <= ends)


def _tile(duty: Duty, day: date) -> Period:
    """Return the duty's period that holds ``day``: of the kind that is in force on its own first day."""
    kinds = (period_of(every, day) for every in RANK)
    return next(period for period in kinds if duty.quota.every.at(period.start) == period.every)


def _walk(duty: Duty, first: date, last: date) -> Iterable[Period]:
    """Yield the duty's periods from the year of ``first`` on; each is of the kind in force on its first day."""
    day = date(first.year, 1, 1)
    while day <= last:
        period = period_of(duty.quota.every.at(day), day)
        if period.last >= first:
            yield period
        if period.end.year > 9998:
            return
        day = period.last + timedelta(days=1)

"""The calendar of the duties: for each duty its periods, with the numbers and conditions in force in each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ..calendars import Period, WorkCalendar, add_days, late_last, period_of
from .findings import Span
from .packs.model import ColumnAmount, Condition, Duty, Gap

MEMBER, HOUSEHOLD, UNIT = "member", "household", "unit"
RANK = {"month": 1, "quarter": 2, "half_year": 3, "year": 4}
FAR_BACK = 30  # years before the span beyond which no record moves to a preceding period


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: records of some types, of a family of subjects, under one condition.

    Duties that count the same thing share a measure.
    """

    family: str
    subject: str
    do: tuple[str, ...]
    by: tuple[str, ...]
    condition: Condition | None
    each: bool
    sum: str | None

    @property
    def scale(self) -> int:
        """Return into how many parts a unit of the amount is cut: thousandths for sums, whole records else."""
        return 1000 if self.sum else 1


@dataclass(frozen=True, slots=True)
class Window:
    """What a duty without periods asks on the as-of day: ``days`` between records, or ``number`` in the last days."""

    kind: str
    days: int
    number: int


@dataclass(frozen=True, slots=True)
class DutyPeriod:
    """One period of one duty (``duty`` is its place in the rule book) with what is in force in it.

    ``number`` is what is required, ``column`` the column of the subject that it stands in. ``last_good`` is the last
    day of the deadline, ``late_last`` the last day on which a make-up is good. ``asked`` tells the periods that are
    judged, ``shown`` those of them that are obligations of the span; the others are there because records may belong
    to them, or because standings look back on them. ``moves`` tells the duties of which records may move to the
    preceding period, ``oldest`` the periods that they may move to. ``window`` is there for duties without periods,
    whose one entry spans the days on which a subject must exist to be asked.
    """

    duty: int
    measure: int
    period: Period
    number: Fraction | None
    column: str | None
    where: int
    last_good: date
    late_last: date | None
    late_met: bool
    moves: bool
    oldest: bool
    asked: bool
    shown: bool
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every period of every duty, the measures they count by and the conditions they apply under.

    ``named`` says, by duty and period that records name, to which period of the duty such records belong: its place in
    ``periods``, or -1 for one that is no obligation. A named period longer than the duty's own is not there.
    """

    periods: tuple[DutyPeriod, ...]
    measures: tuple[Measure, ...]
    wheres: tuple[Condition, ...]
    named: tuple[tuple[int, Period, int], ...] = ()


def family_of(subject: str) -> str:
    """Return the family of subjects that a duty's ``subject`` names."""
    return subject if subject in (MEMBER, HOUSEHOLD) else UNIT


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
            late_last=None,
            late_met=False,
            moves=False,
            oldest=False,
            asked=True,
            shown=True,
            window=window,
        )

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

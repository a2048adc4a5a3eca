"""What is still to be held: of every obligation the occurrences owed, and the days on which each can be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...calendars import Duration, WorkCalendar, default_span, late_last
from ...calendars.proposals import Window
from ..findings import GAPS, Finding, PeriodRef, Span
from ..packs.model import Duty
from ..slack.combine import Part
from ..slack.follow_ups import follow_up_of

if TYPE_CHECKING:
    from ..audit import Audit

DOMAIN = "checkbranch"
DATED = ("quota", "gap", "rolling", "follow_up")  # the kinds of duty of which something can be put on a day
RECORD = "#"  # begins the key of an obligation that a record gives rise to
SOON = timedelta(days=13)  # the days on which something overdue is proposed, besides today
_DAY = timedelta(days=1)
# The most days that one of each unit of a make-up time can last, holidays included.
_LONGEST = {"day": 1, "workday": 3, "week": 7, "month": 31, "year": 366}


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation of which ``number`` occurrences are still to be held, one of them where it counts otherwise.

    ``window`` holds the days for proposals; of a period that runs they end with it. ``until`` is the last good day.
    ``after`` tells that the period is over, ``makes_up`` that what is held now counts as made up and not as on time.
    What has no period and is overdue (``until`` lies before the window) is to be held soon. ``trigger`` is the day of
    what is to be followed, of a ``follow_up``.
    """

    finding: Finding
    period: PeriodRef | None
    duty: Duty
    number: int
    window: Window
    until: date
    after: bool
    makes_up: bool
    trigger: date | None = None

    @property
    def uids(self) -> tuple[str, ...]:
        """The UIDs of its occurrences; the highest ordinal falls away first, so it is proposed first."""
        return tuple(uid_of(self.finding, ordinal) for ordinal in range(self.number, 0, -1))


def own_period(finding: Finding) -> PeriodRef | None:
    """Return the period of a finding, or None where its duty has none."""
    return finding.period if finding.kind == "quota" else None


def part_of(one: Owed) -> Part:
    """Return what an occurrence is in a gathering; what is held after its period must name it."""
    return Part(one.duty.id, one.duty.do, one.period.key if one.period and one.after else "")


def matter_key(finding: Finding) -> str:
    """Return what tells the obligations of one duty and subject apart in a calendar: the key of the period, or ``-``.

    Of a ``follow_up`` it is a hash of the record's id, as an id that people write may name somebody.
    """
    if finding.kind == "follow_up" and finding.period:
        return RECORD + hashlib.sha256(finding.period.key.encode(errors="surrogatepass")).hexdigest()[:12]
    return finding.period.key if finding.period else "-"


def uid_of(finding: Finding, ordinal: int) -> str:
    """Return the UID of one occurrence of an obligation; it moves neither with the as-of day nor the proposed day."""
    key = finding.period.key if finding.period else "-"
    return make_uid(finding.duty, finding.subject.kind, finding.subject.id, key, ordinal)


def make_uid(duty: str, kind: str, subject: str, key: str, ordinal: int) -> str:
    """Return a UID made of what an entry is about."""
    text = f"{duty}\n{kind}\n{subject}\n{key}\n{ordinal}"
    return f"{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:32]}@{DOMAIN}"


def closing_day(duty: Duty, period: PeriodRef, days: WorkCalendar) -> date:
    """Return the last day of the period's make-up time, or of the period where there is none."""
    late = duty.late.at(period.start)
    return late_last(period.end, late.until, days) if late else period.end - _DAY


def lacking(finding: Finding, duty: Duty) -> int:
    """Return how many occurrences are still owed; one of what is added up in hours or has no known number."""
    if finding.status not in ("open", "unknown", *GAPS):
        return 0
    if duty.quota.sum or finding.required is None:
        return 1
    return max(0, int(finding.required) - int(finding.counted or 0) - int(finding.made_up or 0))


def reach_back(duties: Iterable[Duty], as_of: date) -> date:
    """Return a day before which no period can still be made good on ``as_of``, and nothing is still to be followed.

    What should have been followed and was not is looked for as far back as an audit does.
    """
    duties = list(duties)
    lengths = [_days(late.until) for duty in duties for late in duty.late.values() if late]
    follow_ups = [check for duty in duties if (check := follow_up_of(duty))]
    lengths += [_days(within) for check in follow_ups for within in check.within.values()]
    first = date.fromordinal(max(as_of.toordinal() - max(lengths, default=0) - 1, 1))
    return min(first, default_span(as_of)[0]) if follow_ups else first


def _days(length: Duration) -> int:
    return length.number * _LONGEST.get(length.unit, 1) + (30 if length.unit == "workday" else 0)


class Planner:
    """Tells what is owed of the findings of an audit, ``span`` being the days that the calendar was asked for."""

    def __init__(self, audit: Audit, days: WorkCalendar, span: Span) -> None:
        self._audit, self._days, self._span = audit, days, span
        self._duties = {duty.id: duty for duty in audit.rules.duties}
        subjects = audit.ledger.subjects
        self._life = {
            (kind, id_): (starts, ends)
            for kind, id_, starts, ends in zip(subjects.kind, subjects.id, subjects.starts, subjects.ends, strict=True)
        }

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of the span, and those before it that can still be made good while it runs.

        What has no period is of today, and so in a span that today is in. Of records that are to be in order, of
        figures that are to add up and the like nothing is to be held, so that they are in no calendar.
        """
        for finding in self._audit.findings("all"):
            period = own_period(finding)
            if period:
                asked = self.is_asked(period, self.closes(finding, period))
            elif finding.kind == "follow_up" and finding.period:
                asked = self.is_followed(finding.period.start, finding.due or finding.period.start)
            else:
                asked = self.is_current and finding.kind in DATED
            if asked:
                yield finding

    @property
    def is_current(self) -> bool:
        """Whether the as-of day lies in the span."""
        return self._span.first <= self._audit.as_of <= self._span.last

    def is_followed(self, trigger: date, closes: date) -> bool:
        """Return whether a ``follow_up`` is one of the calendar's: today is in the span, or its own days reach it."""
        return self.is_current or (trigger <= self._span.last and closes >= self._span.first)

    def is_asked(self, period: PeriodRef, closes: date) -> bool:
        """Return whether a period is one of the calendar's: in its span, or not yet closed while today is in it."""
        as_of, span = self._audit.as_of, self._span
        if period.start <= span.last and period.end > span.first:
            return True
        return period.end <= span.first <= as_of <= span.last and closes >= as_of

    def closes(self, finding: Finding, period: PeriodRef) -> date:
        """Return the last day on which the finding's period can be made good."""
        return closing_day(self._duties[finding.duty], period, self._days)

    def owed(self, finding: Finding) -> Owed | None:
        """Return what is owed and can still be held, or None."""
        duty, period, as_of = self._duties[finding.duty], own_period(finding), self._audit.as_of
        if period is None:
            return self._owed_now(finding, duty)
        until = finding.due if finding.status == "open" else finding.can_make_up_until
        if finding.status not in ("open", *GAPS) or until is None or until < as_of:
            return None
        starts, ends = self._life_of(finding)
        first = max(as_of, period.start, starts or as_of)
        until = min(until, ends - _DAY) if ends else until
        last = period.end - _DAY
        after = first > last
        window = (
            Window(first, until, period.end, until) if after else Window(first, min(last, until), period.start, last)
        )
        number = lacking(finding, duty)
        makes_up = after and finding.status != "open"
        return Owed(finding, period, duty, number, window, until, after, makes_up) if number else None

    def _owed_now(self, finding: Finding, duty: Duty) -> Owed | None:
        """Return what is owed of a duty without periods: by its due day, or soon where that is past."""
        as_of, due, number = self._audit.as_of, finding.due, lacking(finding, duty)
        if finding.kind not in DATED:
            return None
        # Of a gap that is over, as a record followed it, nothing is owed: the next due day is still to come.
        if due is None or not number or not (finding.status == "open" or (finding.status in GAPS and due < as_of)):
            return None
        ends = self._life_of(finding)[1]
        last = due if due >= as_of else as_of + SOON
        last = min(last, ends - _DAY) if ends else last
        window = Window(as_of, last, as_of, last)
        if finding.kind != "follow_up":
            return Owed(finding, None, duty, number, window, due, after=False, makes_up=False)
        if last < as_of:
            return None
        trigger = finding.period.start if finding.period else None
        return Owed(finding, None, duty, 1, window, due, after=False, makes_up=due < as_of, trigger=trigger)

    def _life_of(self, finding: Finding) -> tuple[date | None, date | None]:
        return self._life.get((finding.subject.kind, finding.subject.id), (None, None))

    def duty(self, finding: Finding) -> Duty:
        """Return the duty of a finding."""
        return self._duties[finding.duty]

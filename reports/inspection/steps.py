"""What can still be done about a finding until the inspection, honestly: deadlines, working days, and who."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...calendars import WorkCalendar
from ...engine.findings import GAPS, Finding
from ...engine.packs.model import Duty
from .checks import Days, check_steps, is_check
from .model import WINDOWS, Action, Role, Stand, Step
from .people import role_of
from .windows import Ends, is_gone, stand_of, window_steps

# What an original paper found in the box can still settle; attendance, the way a visit was made and the day cannot be
# changed afterwards.
_ON_PAPER = ("attendance_unknown", "missing_field", "missing_evidence", "condition", "out_of_window")


class Planning:
    """Answers what can be done from the as-of day through the day of the inspection, both counted."""

    def __init__(self, as_of: date, on: date, days: WorkCalendar, ends: Ends) -> None:
        self.as_of, self.on = as_of, on
        self._ends = ends
        self._days = days
        self._counted: dict[tuple[date, date], tuple[int, date | None]] = {}

    @property
    def working_days(self) -> int:
        """How many working days there are from the as-of day through the inspection, both counted."""
        return self._count(self.as_of, self.on)[0]

    @property
    def provisional(self) -> bool:
        """Whether the holidays of some day up to the inspection are not announced yet."""
        length = (self.on - self.as_of).days
        return any(self._days.day(self.as_of + timedelta(days=n)).provisional for n in range(length + 1))

    def steps(self, finding: Finding, duty: Duty) -> tuple[Step, ...]:
        """Return what can be done about ``finding``, the most helpful first."""
        if finding.status == "unknown":
            return (self._look_up(finding),)
        if finding.kind in WINDOWS:
            stand, who, days = self.stand(finding), role_of(duty, finding), (self.as_of, self.on)
            return tuple(window_steps(finding, stand, days, self._count, who, self._papers))
        if is_check(finding):
            gone = is_gone(finding, self.as_of, self._ends)
            return tuple(check_steps(finding, duty, Days(self.as_of, self.on, self._count), gone=gone))
        if finding.status == "open":
            return (self._hold(finding, duty),)
        return tuple(self._mend(finding, duty)) if finding.status in GAPS else ()

    def stand(self, finding: Finding) -> Stand:
        """Return how a finding of a duty without periods stands."""
        return stand_of(finding, self.as_of, self.on, self._ends)

    def _hold(self, finding: Finding, duty: Duty) -> Step:
        start = finding.period.start if finding.period else self.as_of
        first, until = max(self.as_of, start), finding.due
        by = min(until, self.on) if until else self.on
        named = finding.period.key if finding.period and by >= finding.period.end else None
        number, last = self._count(first, by)
        return Step("hold", role_of(duty, finding), first, until, by, last, number, named)

    def _look_up(self, finding: Finding) -> Step:
        code = finding.reason or ""
        who: Role = "organiser" if code.startswith("attribute_unknown") else "recorder"
        places = tuple(dict.fromkeys(doubt.source for doubt in finding.doubts if doubt.code != "waiver_partial"))
        number, last = self._count(self.as_of, self.on)
        return Step("look_up", who, self.as_of, None, self.on, last, number, None, code or None, places)

    def _mend(self, finding: Finding, duty: Duty) -> Iterator[Step]:
        key = finding.period.key if finding.period else None
        until = finding.can_make_up_until
        if until is not None:
            by = min(until, self.on)
            number, last = self._count(self.as_of, by)
            yield Step("make_up", role_of(duty, finding), self.as_of, until, by, last, number, key)
        yield from self._papers(finding)
        if until is None:
            yield Step("explain", role_of(duty, finding), for_period=key)

    def _papers(self, finding: Finding) -> Iterator[Step]:
        """Yield what the papers of records that do not count can settle."""
        key = finding.period.key if finding.period else None
        for near in finding.near_misses:
            if near.code == "unnamed_make_up":
                yield self._on_paper("name_period", near.code, near.source, key)
            elif near.code == "not_combinable":
                yield self._on_paper("verify", near.code, near.source)
        for use in finding.records:
            reasons = [code for code in use.reasons if not code.startswith("untested:")]
            if use.use == "rejected" and reasons and all(code.partition(":")[0] in _ON_PAPER for code in reasons):
                yield self._on_paper("complete", ",".join(reasons), use.source)

    def _on_paper(self, action: Action, code: str, place: str, key: str | None = None) -> Step:
        """Return what the papers can settle; it has no limit of its own, so the inspection is one."""
        number, last = self._count(self.as_of, self.on)
        return Step(action, "recorder", self.as_of, None, self.on, last, number, key, code, (place,))

    def _count(self, first: date, last: date) -> tuple[int, date | None]:
        key = (first, last)
        if key not in self._counted:
            self._counted[key] = (
                (self._days.working_days(first, last), self._days.last_working(first, last))
                if first <= last
                else (0, None)
            )
        return self._counted[key]

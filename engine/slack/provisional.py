"""What rests on days of which it is not announced yet if they are worked: last working days and deadlines."""

from __future__ import annotations

from datetime import date

from ...calendars import Duration, WorkCalendar, late_last
from ..findings import Finding
from ..packs.check_model import FollowUp
from ..packs.model import Duty

_SETTLED = ("met", "made_up", "waived", "not_applicable")


def rests_on(finding: Finding, duty: Duty, days: WorkCalendar, as_of: date) -> tuple[int, ...]:
    """Return the years whose arrangements may still move a day of a finding; once they are out it is looked at again.

    That is the last working day up to its deadline, and a deadline that is told in working days.
    """
    if finding.due is None and finding.status in _SETTLED:
        return ()
    found: set[int] = set()
    due, period = finding.due, finding.period
    if due is not None and due >= as_of and finding.days_left is not None:
        found.update(days.pending(finding.close_by or as_of, due))
    check = duty.check
    if isinstance(check, FollowUp) and due is not None and period is not None:
        if _in_workdays(check.within.at(period.start)):
            found.update(days.pending(period.start, max(due, period.start)))
    elif duty.tiled and period is not None and finding.status not in _SETTLED:
        late = duty.late.at(period.start)
        if late is not None and _in_workdays(late.until):
            found.update(days.pending(period.end, late_last(period.end, late.until, days)))
    return tuple(sorted(found))


def _in_workdays(length: Duration) -> bool:
    return length.unit == "workday"

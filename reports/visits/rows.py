"""Visits and talks, a row for every household (or member) and duty: the last that counted, the next due, attempts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, runtime_checkable

from ...calendars import late_last, parse_period, period_of
from ...engine.findings import GAPS, Finding, Number, PeriodRef, RecordUse, Status, Subject
from ...engine.ledger.values.cells import people
from ...engine.packs.model import Duty, RuleBook
from ...engine.scheduling.holding import Holding, words_of
from ...engine.text import Text
from ..view import AuditView

FAMILIES = ("household", "member")
_KINDS = ("quota", "rolling", "gap")
_NO_ATTEMPT = frozenset({"future", "outside_existence", "out_of_window", "same_day_duplicate"})
_SETTLED: tuple[Status, ...] = ("met", "made_up")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One household (or member) and one duty, as of the day of the audit.

    ``helpers`` are those of the roster, ``visitors`` those who came the last time that counted. ``status`` is that of
    the obligation that decides (``finding``, ``period``): the one that is due first, else the latest; ``required`` and
    ``counted`` are the visits it asks for and has. ``due`` is the last day that is good, None where nothing is due
    that is known, and ``days_left`` the days until then (0: today is the last; negative: past). ``makes_up`` tells
    that ``due`` ends the time for making up what was missed. ``overdue_since`` is the last good day of what was
    missed, where nobody came since. ``missed`` counts the periods of the span that lack a visit, ``unclear`` those
    that are not known. ``attempts`` are the records that did not count, the latest first.
    """

    unit: str
    unit_name: str | None
    subject: Subject
    building: str | None
    tier: str | None
    helpers: tuple[str, ...]
    visitors: tuple[str, ...]
    duty: str
    title: Text
    finding: str
    period: PeriodRef | None
    status: Status
    reason: str | None
    required: Number | None
    counted: Number | None
    last: RecordUse | None
    due: date | None
    days_left: int | None
    makes_up: bool
    overdue_since: date | None
    missed: int
    unclear: int
    attempts: tuple[RecordUse, ...]

    @property
    def urgency(self) -> tuple[bool, date, str, str, str]:
        """What rows are ordered by: what is overdue first, then what is due soonest, then by unit, id and duty."""
        day = self.overdue_since or self.due
        return self.overdue_since is None, day or date.max, self.unit, self.subject.id, self.duty


@runtime_checkable
class Latest(Protocol):
    """What tells the last record that counts, also of one before the span that no finding lists."""

    def latest(self, duties: Collection[str]) -> Mapping[tuple[str, str, str], RecordUse]:
        """Return it by duty, kind and id of the subject."""
        ...


def visit_duties(rules: RuleBook, families: Collection[str] = ("household",)) -> list[Duty]:
    """Return the duties in force that ask for visits or talks: how often something is done with each household."""
    return [duty for duty in rules.duties if not duty.off and duty.subject in families and duty.kind in _KINDS]


def visit_rows(audit: AuditView, families: Collection[str] = ("household",)) -> Iterator[VisitRow]:
    """Yield the rows of an audit by duty, unit and subject; of the findings those of one duty are held at a time."""
    return VisitTable(audit, families).rows(audit.findings("all"))


def soonest(rows: Iterable[VisitRow]) -> list[VisitRow]:
    """Return the rows, what is overdue or due soonest first."""
    return sorted(rows, key=lambda row: row.urgency)


class VisitTable:
    """Makes rows of the findings of an audit."""

    def __init__(self, audit: AuditView, families: Collection[str] = ("household",)) -> None:
        self._audit = audit
        self._duties = {duty.id: duty for duty in visit_duties(audit.rules, families)}
        self._holding = Holding(audit.ledger, audit.as_of)
        self._names = {unit: name for unit, name, _, _ in audit.unit_rows()}
        self._came = _visitors(audit, self._duties.values())
        self._latest = audit.latest(self._duties) if isinstance(audit, Latest) else {}

    def rows(self, findings: Iterable[Finding]) -> Iterator[VisitRow]:
        """Yield the rows; ``findings`` are in the order of an audit, and may be of other duties too."""
        held: dict[Subject, list[Finding]] = {}
        duty: str | None = None
        for finding in findings:
            if finding.duty != duty:
                yield from self._of_duty(held)
                held, duty = {}, finding.duty
            if finding.duty in self._duties:
                held.setdefault(finding.subject, []).append(finding)
        yield from self._of_duty(held)

    def _of_duty(self, held: dict[Subject, list[Finding]]) -> Iterator[VisitRow]:
        found = [row for own in held.values() if (row := self._row(own)) is not None]
        yield from sorted(found, key=lambda row: (row.unit, row.subject.id))

    def _row(self, findings: list[Finding]) -> VisitRow | None:
        """Return the row of one duty and subject; None where it is not owed today."""
        findings.sort(key=lambda one: one.period.start if one.period else date.min)
        subject, duty = findings[0].subject, self._duties[findings[0].duty]
        if not self._holding.exists(subject.kind, subject.id) or not _owes(findings[-1]):
            return None
        findings = [one for one in findings if _owes(one)]
        last = self._latest.get((duty.id, subject.kind, subject.id)) or _last_counted(findings)
        decides, due, makes_up = self._decides(findings, duty)
        unit = findings[-1].unit
        return VisitRow(
            unit=unit,
            unit_name=self._names.get(unit),
            subject=subject,
            building=_text(self._holding.value(subject.kind, subject.id, "building")),
            tier=_text(self._holding.value(subject.kind, subject.id, "tier")),
            helpers=self._helpers(subject),
            visitors=self._came.get(last.id, ()) if last else (),
            duty=duty.id,
            title=duty.title,
            finding=decides.id,
            period=decides.period,
            status=decides.status,
            reason=decides.reason,
            required=decides.required,
            counted=decides.counted,
            last=last,
            due=due,
            days_left=None if due is None else (due - self._audit.as_of).days,
            makes_up=makes_up,
            overdue_since=self._overdue(findings, duty, last),
            missed=sum(one.status in GAPS for one in findings),
            unclear=sum(one.status == "unknown" for one in findings),
            attempts=_attempts(findings),
        )

    def _helpers(self, subject: Subject) -> tuple[str, ...]:
        column = "helpers" if subject.kind == "household" else "contact_person"
        return self._holding.words(subject.kind, subject.id, column)

    def _decides(self, findings: Sequence[Finding], duty: Duty) -> tuple[Finding, date | None, bool]:
        """Return the finding that decides, the day by which the next visit is due, and whether it makes one up."""
        waiting = [
            (due, one)
            for one in findings
            if (due := one.due if one.status == "open" else one.can_make_up_until) and due >= self._audit.as_of
        ]
        if waiting:
            due, first = min(waiting, key=lambda pair: pair[0])
            return first, due, first.status != "open"
        latest = findings[-1]
        if not duty.tiled:
            return latest, latest.due, False
        return latest, self._of_period(latest, duty), False

    def _of_period(self, latest: Finding, duty: Duty) -> date | None:
        """Return the day that counts where nothing is waited for: the deadline missed, or the next one."""
        if latest.period is None:
            return None
        if latest.status in GAPS or latest.status == "unknown":
            return self._deadline(latest.period.start, latest.period.end, duty)
        if latest.status == "waived" or not latest.period.start <= self._audit.as_of < latest.period.end:
            return None
        start = latest.period.end
        ends = self._holding.ends(latest.subject.kind, latest.subject.id)
        if (ends and ends <= start) or (duty.effective_until and duty.effective_until < start):
            return None
        return self._deadline(start, period_of(duty.quota.every.at(start), start).end, duty)

    def _deadline(self, start: date, end: date, duty: Duty) -> date:
        late = duty.late.at(start)
        if late is not None and late.counts_as == "met":
            return late_last(end, late.until, self._audit.days)
        return end - _DAY

    def _overdue(self, findings: Sequence[Finding], duty: Duty, last: RecordUse | None) -> date | None:
        """Return the last good day of the first obligation that was missed and after which nobody came."""
        for one in findings:
            if one.status not in GAPS:
                continue
            if one.period is None or not duty.tiled:
                day = one.due
            else:
                period = parse_period(one.period.key)
                day = self._deadline(period.start, period.end, duty)
            came = last.date if last and duty.tiled else None
            if day is not None and day < self._audit.as_of and (came is None or came <= day):
                return day
        return None


def _owes(finding: Finding) -> bool:
    """Return whether something is owed, if only in the next period, as of one that began too late for this one."""
    return finding.status != "not_applicable" or finding.reason == "partial_period"


def _last_counted(findings: Iterable[Finding]) -> RecordUse | None:
    counted = [use for one in findings for use in one.records if use.use != "rejected" and use.date]
    return max(counted, key=lambda use: (use.date or date.min, use.source), default=None)


def _attempts(findings: Iterable[Finding]) -> tuple[RecordUse, ...]:
    found = {
        use.id: use
        for one in findings
        for use in one.records
        if use.use == "rejected" and not _NO_ATTEMPT.intersection(use.reasons)
    }
    for one in findings:
        for use in one.records:
            if use.use != "rejected":
                found.pop(use.id, None)
    return tuple(sorted(found.values(), key=lambda use: (use.date or date.min, use.source), reverse=True))


def _visitors(audit: AuditView, duties: Iterable[Duty]) -> dict[str, tuple[str, ...]]:
    """Return, by record, who came: the visitor, of a talk the host, where the ledger names one."""
    acts = audit.ledger.activities
    types = {one for duty in duties for one in duty.do}
    columns = [acts.fields[name] for name in ("visitor", "host") if name in acts.fields]
    if not columns or not types:
        return {}
    found = {}
    for i, own in enumerate(acts.types):
        if types.intersection(own):
            came = next((column[i] for column in columns if column[i]), None)
            if came is not None:
                found[acts.id[i]] = tuple(dict.fromkeys(name for word in words_of(came) for name in people(word)))
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)

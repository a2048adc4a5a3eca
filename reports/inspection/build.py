"""Gathering a self-check: one pass over the findings of an audit, and over the periods that begin before the day."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from ...calendars import WorkCalendar
from ...engine.findings import Finding, Flag, Status, Subject
from ...engine.packs.model import Duty
from ...engine.slack.provisional import rests_on
from ..digest import MANY, units_of
from ..view import AuditView
from .checks import alike, is_check, is_hint
from .facts import cover_of
from .hints import KEPT, HintPart
from .model import (
    WINDOWS,
    Action,
    DutyPart,
    Entry,
    Inspection,
    PeriodRow,
    Stand,
    Step,
    UnitPart,
)
from .order import box_order, section_of
from .papers import Shelf
from .people import people_of
from .steps import Planning
from .tasks import split_tasks
from .windows import ends_of

LISTED = 4  # findings of a row that are listed one by one
NAMED = 30  # subjects of one entry that are named; the others are counted
_TOLD: Mapping[Status, int] = {"missing": 0, "invalid": 1, "short": 2, "unknown": 3, "open": 4}

_Group = tuple[str, str, bool, str, str, str, str, str, str]


class InspectedView(AuditView, Protocol):
    """An audit with its flags, as a self-check reads it."""

    @property
    def flags(self) -> Sequence[Flag]:
        """What inferences concluded."""
        ...


def inspection_of(
    audit: InspectedView, on: date, days: WorkCalendar, ahead: Iterable[Finding] = (), *, waivers: bool = True
) -> Inspection:
    """Return the self-check of ``audit`` for an inspection on the day ``on``, which is not before its as-of day.

    ``ahead`` are the obligations of periods that begin after the as-of day, through ``on``; they are told as what is
    to come and are in no count. ``waivers`` says whether waivers were heeded.
    """
    plan = Planning(audit.as_of, on, days, ends_of(audit.ledger))
    gathered = _Gathered(audit, plan, days)
    for finding in audit.findings("all"):
        gathered.take(finding)
    coming = 0
    for finding in ahead:
        # What has no period was judged as of the day and is not judged again for a later one.
        if finding.kind == "quota" and audit.as_of < (finding.period.start if finding.period else audit.as_of) <= on:
            coming += gathered.take_coming(finding)
    parts = gathered.finish()
    todo, later, explain = split_tasks(parts, on)
    hints = list(gathered.hints.values())
    return Inspection(
        cover=cover_of(audit, plan, coming, hints, waivers=waivers),
        rules=audit.rules,
        units=parts,
        todo=todo,
        later=later,
        explain=explain,
        off=audit.rules.switched_off,
        flags=audit.flags,
        hints=hints,
        untested={field: sorted(duties) for field, duties in sorted(gathered.untested.items())},
        people=people_of(audit.ledger, audit.as_of),
        slack=audit.slack,
        pending=dict(sorted(gathered.pending.items())),
    )


class _Gathered:
    """The parts of all units while findings are still being taken in."""

    def __init__(self, audit: InspectedView, plan: Planning, days: WorkCalendar) -> None:
        self._plan, self._days = plan, days
        self._homes = units_of(audit).home
        self._units = [Subject(kind, unit, name) for unit, name, kind, _ in audit.unit_rows()]
        self._duties = {duty.id: duty for duty in box_order(audit.rules.duties)}
        self._parts: dict[tuple[str, str], DutyPart] = {}
        self._subjects: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._groups: dict[_Group, list[Finding]] = defaultdict(list)
        self._stands: dict[str, Stand] = {}
        self._totals: Counter[_Group] = Counter()
        self.untested: dict[str, set[str]] = defaultdict(set)
        self.pending: dict[int, list[Finding]] = defaultdict(list)
        self.hints: dict[tuple[str, str], HintPart] = {}
        self._kept = 0
        self._shelf = Shelf(audit.ledger)

    def take(self, finding: Finding) -> None:
        """Take account of one obligation."""
        if is_hint(self._duties[finding.duty]):
            self._hint(finding)
            return
        for year in rests_on(finding, self._duties[finding.duty], self._days, self._plan.as_of):
            self.pending[year].append(finding)
        part = self._part(finding)
        part.counts[finding.status] += 1
        part.tally.take(finding)
        part.lacks.take(finding, summed=part.duty.quota.sum is not None)
        row = part.rows.setdefault(_key(finding), PeriodRow(None if is_check(finding) else finding.period))
        row.counts[finding.status] += 1
        row.tally.take(finding)
        if is_check(finding):
            row.items.extend([finding] if len(row.items) < LISTED else [])
        elif part.kind not in MANY:
            row.finding = finding
        if finding.status == "not_applicable":
            part.not_applicable[finding.reason or ""] += 1
            return
        self._count_records(finding, row)
        if finding.required is not None and finding.kind not in WINDOWS:
            row.required.add(finding.required)
        self._subjects[self._home(finding), finding.duty].add(finding.subject.id)
        if finding.status == "waived":
            part.waived.append(finding)
        self._note_untested(finding)
        if finding.kind in WINDOWS:
            self._enter_window(finding, row)
        else:
            self._enter(finding, coming=False)

    def _count_records(self, finding: Finding, row: PeriodRow) -> None:
        for use in finding.records:
            if use.use != "rejected":
                row.records += 1
                row.papers.take(self._shelf.of(use.id))

    def _hint(self, finding: Finding) -> None:
        """Take in what is only worth a second look: it stands apart, and is in no count of what is owed."""
        home = self._home(finding)
        unit = next((unit for unit in self._units if unit.id == home), Subject("unit", home, None))
        part = self.hints.setdefault((finding.duty, home), HintPart(unit, self._duties[finding.duty]))
        self._kept += part.take(finding, keep=self._kept < KEPT)
        self._note_untested(finding)

    def _note_untested(self, finding: Finding) -> None:
        for use in finding.records:
            for code in use.reasons:
                if code.startswith("untested:"):
                    self.untested[code.partition(":")[2]].add(finding.duty)

    def take_coming(self, finding: Finding) -> bool:
        """Take in a period that is still to begin; return whether anything will be owed in it."""
        if finding.status != "open":
            return False
        self._part(finding)
        self._enter(finding, coming=True)
        return True

    def finish(self) -> list[UnitPart]:
        """Return the units, each with its duties in the order of the box and their entries."""
        for key, findings in self._groups.items():
            part = self._parts[key[0], key[1]]
            steps = _steps(findings, part.duty, self._plan)
            stands = tuple(self._stands[finding.id] for finding in findings) if key[-1] == "-" else ()
            part.entries.append(Entry(tuple(findings), self._totals[key], steps, coming=key[2], stands=stands))
        for place, part in self._parts.items():
            part.entries.sort(key=_order)
            part.subjects = len(self._subjects[place])
            part.rows = dict(sorted(part.rows.items(), key=lambda item: (_start(item[1].period), item[0])))
        found = []
        for unit in self._units:
            own = [self._parts[unit.id, duty] for duty in self._duties if (unit.id, duty) in self._parts]
            if own:
                found.append(UnitPart(unit, own, sum((one.counts for one in own), Counter())))
        return found

    def _enter(self, finding: Finding, *, coming: bool) -> None:
        if finding.status not in _TOLD:
            return
        check = is_check(finding)
        alone = alike(finding) if check else "" if finding.subject.kind in MANY else finding.subject.id
        key: _Group = (
            self._home(finding), finding.duty, coming, _key(finding), finding.status, finding.reason or "",
            str(finding.can_make_up_until), "" if check else str(finding.due), alone,
        )  # fmt: skip
        self._totals[key] += 1
        if len(self._groups[key]) < NAMED:
            self._groups[key].append(finding)

    def _enter_window(self, finding: Finding, row: PeriodRow) -> None:
        """Take in an obligation without periods: those that stand alike are told together, the first due in front."""
        stand, on = self._plan.stand(finding), self._plan.on
        due = stand.next_due
        if due:
            row.next_due = min(due, row.next_due or due)
        if row.finding is finding:
            row.stand = stand
        soon = due is not None and due <= on
        if finding.status not in _TOLD and not (finding.status == "met" and soon):
            return
        alike = f"{stand.gone} {stand.running} {due is None} {soon} {stand.need} {stand.lack}"
        key = (
            self._home(finding), finding.duty, False, _key(finding), finding.status, finding.reason or "", alike,
            "" if finding.subject.kind in MANY else finding.subject.id, "-",
        )  # fmt: skip
        self._totals[key] += 1
        self._stands[finding.id] = stand
        named = self._groups[key]
        insort(named, finding, key=lambda one: (one.due or date.max, one.subject.id))
        del named[NAMED:]

    def _home(self, finding: Finding) -> str:
        return self._homes.get(finding.unit, finding.unit)

    def _part(self, finding: Finding) -> DutyPart:
        key = (self._home(finding), finding.duty)
        if key not in self._parts:
            duty = self._duties[finding.duty]
            self._parts[key] = DutyPart(duty, section_of(duty), finding.subject.kind)
        return self._parts[key]


def _key(finding: Finding) -> str:
    if is_check(finding):
        return "-"
    return finding.period.key if finding.period else "-"


def _start(period: object) -> str:
    return getattr(period, "start", date.min).isoformat()


def _order(entry: Entry) -> tuple[bool, str, int, str]:
    return entry.coming, _start(entry.first.period), _TOLD.get(entry.first.status, len(_TOLD)), entry.first.subject.id


def _steps(findings: Sequence[Finding], duty: Duty, plan: Planning) -> tuple[Step, ...]:
    """Return the steps of findings that are told together; what can be done at several places is one step."""
    made: dict[tuple[Action, str | None], Step] = {}
    for finding in findings:
        for step in plan.steps(finding, duty):
            key = (step.action, step.code)
            held = made.get(key)
            places = tuple(dict.fromkeys((*(held.places if held else ()), *step.places)))
            made[key] = replace(held or step, places=places)
    return tuple(made.values())

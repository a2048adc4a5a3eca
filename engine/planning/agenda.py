"""The agenda of a calendar: what an audit says is owed, where it is placed, and what became of what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ...calendars import WorkCalendar, parse_period
from ...calendars.entries import Entry
from ...calendars.proposals import Proposer
from ...calendars.revisions import Fate
from ..audit import Audit
from ..findings import Finding, PeriodRef, Span
from ..prepare import Inputs, Request, audit_inputs
from ..selection import below
from .plan import RECORD, Owed, Planner, lacking, matter_key, own_period, reach_back
from .timetable import Earlier, Placed, Timetable
from .visits import Rounds, Visits

Obligation = tuple[str, str, str, str]
PEOPLE = ("member", "household")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a calendar was asked for: the days of its span, units and duties, visits, and what needs nothing more.

    With ``bundle`` what may be held together is placed together; ``busy`` are days on which nothing is proposed.
    """

    as_of: date
    span: Span
    units: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    visits: bool = False
    everything: bool = False
    engine: str | None = None
    bundle: bool = False
    busy: frozenset[date] = frozenset()


@dataclass(slots=True)
class Agenda:
    """The occurrences that are owed with their days, the visits, and with ``everything`` what is held or past.

    ``units`` are the ids of the units of which the calendar speaks. ``missed`` are findings with how many occurrences
    are not seen and can be held no longer.
    """

    wanted: Wanted
    audit: Audit
    planner: Planner
    proposer: Proposer
    days: WorkCalendar
    owed: list[Owed] = field(default_factory=list)
    placed: Placed = field(default_factory=Placed)
    visits: Visits = field(default_factory=Visits)
    held: list[tuple[Finding, int]] = field(default_factory=list)
    missed: list[tuple[Finding, int]] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    _statuses: dict[Obligation, str] = field(default_factory=dict)
    _closable: set[Obligation] = field(default_factory=set)
    _numbers: dict[Obligation, int] = field(default_factory=dict)
    _selected: frozenset[str] | None = None

    def fate(self, entry: Entry) -> Fate:
        """Return what becomes of an entry that is not proposed any more.

        It is left aside where it was not asked for this time, kept while it cannot be told whether it is still owed
        (or no day is left for it), and cancelled otherwise.
        """
        matter = entry.matter
        if matter.role == "own":
            return "keep"
        if matter.role in ("held", "note") or not self._asks_for(entry):
            return "aside"
        if matter.role == "visits":
            return "cancel"
        status = self._statuses.get(matter.obligation)
        if status == "unknown" and entry.content.status != "CANCELLED":
            return "keep"
        if matter.obligation in self._closable and entry.uid in self._undated():
            return "keep"
        return "cancel"

    def speaks_of(self, unit: str) -> bool:
        """Return whether a unit was asked for, be it there or no longer."""
        return self._selected is None or unit in self._selected

    def _asks_for(self, entry: Entry) -> bool:
        matter, wanted, span = entry.matter, self.wanted, self.wanted.span
        if matter.role == "visits" and not wanted.visits:
            return False
        if wanted.duties and not set(wanted.duties) & set(matter.duty.split("+")):
            return False
        if self._selected is not None and not {matter.unit, matter.subject} & self._selected:
            return False
        if matter.role == "visits":
            return matter.opens <= span.last and matter.closes >= span.first
        if matter.period == "-":
            return span.first <= wanted.as_of <= span.last
        if matter.period.startswith(RECORD):
            return self.planner.is_followed(matter.opens, matter.closes)
        try:
            period = parse_period(matter.period)
        except ValueError:
            return True  # no period of ours: nothing keeps it
        return self.planner.is_asked(PeriodRef(period.key, period.start, period.end), matter.closes)

    def _undated(self) -> set[str]:
        return {uid for one, _ in self.placed.full for uid in one.uids if uid not in self.placed.days}


def make_agenda(
    inputs: Inputs, wanted: Wanted, earlier: Mapping[str, Entry], fixed: Mapping[str, date] | None = None
) -> Agenda:
    """Judge what was read and place what is owed; ``earlier`` are the entries of the last export, by UID.

    ``fixed`` are days that people chose, by UID. Raises CheckbranchError as an audit does.
    """
    duties = [duty for duty in inputs.rules.duties if not duty.off]
    first = min(wanted.span.first, reach_back(duties, wanted.as_of))
    request = Request(
        as_of=wanted.as_of,
        first=first,
        last=wanted.span.last,
        units=wanted.units,
        duties=wanted.duties,
        engine=wanted.engine,
        ahead=True,
    )
    audit = audit_inputs(inputs, request)
    planner = Planner(audit, inputs.days, wanted.span)
    pairs = inputs.rules.may_combine if wanted.bundle else None
    timetable = Timetable(inputs.ledger, inputs.days, wanted.as_of, pairs=pairs, busy=wanted.busy)
    agenda = Agenda(wanted, audit, planner, timetable.proposer, inputs.days)
    if wanted.units:
        subjects = inputs.ledger.subjects
        agenda._selected = frozenset(subjects.id[sid] for sid in below(inputs.ledger, wanted.units))
    people = _gather(agenda)
    days = {
        uid: Earlier(entry.day, entry.matter.wish) for uid, entry in earlier.items() if entry.matter.role == "proposal"
    }
    agenda.placed = timetable.place(agenda.owed, days, fixed)
    if wanted.visits:
        weeks = {item: entry.matter.opens for entry in earlier.values() for item in entry.matter.items}
        agenda.visits = Rounds(inputs.ledger, inputs.days, wanted.as_of).plan(people, weeks)
    return agenda


def _gather(agenda: Agenda) -> list[Owed]:
    """Fill the agenda from the findings; return what is owed to members and households."""
    people: list[Owed] = []
    for finding in agenda.planner.findings():
        if finding.subject.kind in PEOPLE:
            if agenda.wanted.visits:
                if finding.status != "not_applicable":
                    agenda.units.add(finding.unit)
                if owed := agenda.planner.owed(finding):
                    people.append(owed)
            continue
        agenda._statuses[_obligation(finding)] = finding.status
        if finding.status != "not_applicable":
            agenda.units.add(finding.unit)
            _gather_unit(agenda, finding)
    return people


def _gather_unit(agenda: Agenda, finding: Finding) -> None:
    owed = agenda.planner.owed(finding)
    if owed is not None:
        agenda.owed.append(owed)
        agenda._closable.add(_obligation(finding))
    if agenda.wanted.everything and own_period(finding) is not None:
        missing = lacking(finding, agenda.planner.duty(finding))
        if owed is None and missing:
            agenda.missed.append((finding, missing))
        if finding.status in ("met", "made_up", "open", "unknown", "short", "invalid", "missing"):
            agenda.held.append((finding, missing))


def _obligation(finding: Finding) -> Obligation:
    return finding.duty, finding.subject.kind, finding.subject.id, matter_key(finding)


def span_of_calendar(as_of: date, year: int | None, first: date | None, last: date | None) -> Span:
    """Return the days a calendar is for: a year, from one day to another, or the year of the as-of day.

    Where only one end is given the other is that of the same year.
    """
    if year is not None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    start = first or date((last or as_of).year, 1, 1)
    return Span(start, last or date(start.year, 12, 31))

"""An audit: from a workspace and a day to a verdict on every obligation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from ..calendars import WorkCalendar
from .coded import distinct
from .compose import Composer
from .expanding.expand import Expansion
from .expanding.looked_at import record_columns
from .findings import STATUSES, Coverage, Finding, Flag, PeriodRef, RecordUse, Span, Status, Subject
from .fingerprint import fingerprint
from .inferring.infer import Inferrer, make_chain
from .inferring.standings import history
from .judging.judge import Table
from .judging.settle import settle
from .judging.unwaived import without_waivers
from .judging.waiver_checks import check_waivers
from .judging.waivers import apply_waivers
from .kinds.items import make_items
from .kinds.maker import Maker
from .ledger.model import Ledger
from .measuring.latest import Key, latest_records
from .measuring.measure import Measurement
from .measuring.moves import move_oldest
from .measuring.records import Records
from .measuring.told import Told
from .measuring.unread import apply_unread
from .measuring.uses import Uses
from .packs.model import RuleBook
from .problem_units import of_units
from .scheduling.coverage import CoverageTable
from .scheduling.planner import Planner
from .scheduling.roster import Roster
from .selection import OWNER, Selection, below, show, shown_flags
from .slack.slack import Slack, find_slack
from .tables.database import connect, put
from .text import Text
from .trace import Place, Trace
from .workspaces.settings import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHUNK = 200_000  # obligations whose findings are composed at a time

_OLDEST = """
SELECT {owner} AS who, s.d, arg_min(p.key, (p.p_start, p.key)), MIN(p.p_start), arg_min(p.p_end, (p.p_start, p.key))
FROM shown s JOIN dpx p ON p.dp = s.dp WHERE s.gap GROUP BY who, s.d ORDER BY who, s.d
"""


@dataclass(slots=True)
class Audit:
    """A finished audit. Its findings are made as they are asked for, in the order duty, unit, subject, period."""

    as_of: date
    span: Span
    workspace: Workspace
    rules: RuleBook
    ledger: Ledger
    engine: str
    fingerprint: str
    coverage: Sequence[Coverage]
    flags: Sequence[Flag]
    assumptions: Sequence[Text]
    calls: int
    days: WorkCalendar
    _con: DuckDBPyConnection
    _composer: Composer
    _find_slack: Callable[[], list[Slack]]
    _shown: frozenset[int] | None
    selection: Selection = field(default_factory=Selection)
    waivers: bool = True
    _counts: dict[int, dict[Status, int]] = field(default_factory=dict)
    _unwaived: Mapping[int, Mapping[Status, int]] = field(default_factory=dict)
    _slacks: list[Slack] | None = None

    @property
    def summary(self) -> Mapping[Status, int]:
        """How many obligations have which status."""
        return {status: sum(counts.get(status, 0) for counts in self._counts.values()) for status in STATUSES}

    @property
    def units(self) -> Sequence[Subject]:
        """The units that are shown, groups aside."""
        subjects = self.ledger.subjects
        return [
            Subject(subjects.kind[sid], subjects.id[sid], subjects.name[sid])
            for sid in self._unit_sids()
            if self._shown is None or sid in self._shown
        ]

    def unit_rows(self) -> Iterable[tuple[str, str | None, str, str | None]]:
        """Yield (id, name, kind, id of the unit above) of every unit, groups included."""
        subjects = self.ledger.subjects
        for sid, family in enumerate(subjects.family):
            if family == "unit":
                parent = subjects.parent[sid]
                above = None if parent is None else subjects.id[parent]
                yield subjects.id[sid], subjects.name[sid], subjects.kind[sid], above

    def unit_counts(self) -> Mapping[str, Mapping[Status, int]]:
        """Return, by unit id, how many obligations have which status."""
        return {self.ledger.subjects.id[sid]: counts for sid, counts in self._counts.items()}

    def unwaived(self) -> Mapping[str, Mapping[Status, int]]:
        """Return, by unit id, how many of the obligations that are waived would have which status without waivers."""
        return {self.ledger.subjects.id[sid]: counts for sid, counts in self._unwaived.items()}

    def duty_counts(self) -> Iterator[tuple[str, Status, int]]:
        """Yield (duty, status, number of obligations) of what is shown."""
        found = self._con.execute("SELECT d, status, COUNT(*) FROM shown GROUP BY ALL").fetchall()
        for d, status, n in sorted(found):
            yield self.rules.duties[d].id, STATUSES[status], n

    def unit_duty_counts(self, *, groups: bool = False) -> Iterator[tuple[str, str, Status, int]]:
        """Yield (unit id, duty, status, number of obligations) of what is shown; of ``groups`` under their own id."""
        who = OWNER if groups else "s.unit"
        sql = f"SELECT {who} AS who, s.d, s.status, COUNT(*) FROM shown s GROUP BY ALL ORDER BY who, s.d, s.status"
        for unit, d, status, n in self._con.execute(sql).fetchall():
            yield self.ledger.subjects.id[unit], self.rules.duties[d].id, STATUSES[status], n

    def oldest_gaps(self, *, groups: bool = False) -> Iterator[tuple[str, str, PeriodRef]]:
        """Yield (unit id, duty, period of the oldest gap) for each that has gaps; of ``groups`` under their own id."""
        sql = _OLDEST.format(owner=OWNER if groups else "s.unit")
        for unit, d, key, first, end in self._con.execute(sql).fetchall():
            yield self.ledger.subjects.id[unit], self.rules.duties[d].id, PeriodRef(key, first, end)

    def places(self, wanted: Callable[[str], bool]) -> Sequence[Place]:
        """Return every obligation that was judged, in the span or not, whose id is ``wanted``."""
        return self.trace().places(wanted)

    def findings(self, which: Literal["all", "gaps"] = "all") -> Iterator[Finding]:
        """Yield the findings, or those that are gaps."""
        gaps = which == "gaps"
        for duties in self._chunks():
            yield from self._composer.findings(duties, gaps=gaps)

    def findings_of(self, units: Collection[str]) -> Iterator[Finding]:
        """Yield the findings of some units, by id, in the order of all; those of others are not even made."""
        subjects = self.ledger.subjects
        sids = [s for s, family in enumerate(subjects.family) if family == "unit" and subjects.id[s] in units]
        put(self._con, "picked_unit", {"unit": ("INTEGER", sids)})
        self._con.execute("CREATE TEMP TABLE picked AS SELECT * FROM shown WHERE unit IN (FROM picked_unit)")
        try:
            duties = [d for (d,) in self._con.execute("SELECT DISTINCT d FROM picked ORDER BY d").fetchall()]
            found = list(self._composer.findings(duties, gaps=False, picked=True))
        finally:
            self._con.execute("DROP TABLE picked; DROP TABLE picked_unit")
        yield from found

    @property
    def slack(self) -> Sequence[Slack]:
        """What is left to every unit that is shown and still has something to hold."""
        if self._slacks is None:
            self._slacks = self._find_slack()
        return self._slacks

    def trace(self) -> Trace:
        """Return what looks into the audit: ids, and what each verdict rests on."""
        return Trace(self._con, self._composer, self.rules, self.ledger)

    def latest(self, duties: Collection[str]) -> Mapping[Key, RecordUse]:
        """Return, by duty and subject, the last record that counts, be it before the span."""
        return latest_records(self._con, self.rules, self.ledger, duties)

    def severities(self) -> frozenset[str]:
        """Return the severities of the gaps that are shown."""
        found = self._con.execute("SELECT DISTINCT d FROM shown WHERE gap").fetchall()
        return frozenset(self.rules.duties[d].severity for (d,) in found)

    def _unit_sids(self) -> list[int]:
        subjects = self.ledger.subjects
        return [s for s, family in enumerate(subjects.family) if family == "unit" and subjects.kind[s] != "group"]

    def _chunks(self) -> Iterator[list[int]]:
        """Yield the duties by id, several at a time as long as they have few obligations together."""
        sizes = dict(self._con.execute("SELECT d, COUNT(*) FROM shown GROUP BY d").fetchall())
        chunk: list[int] = []
        held = 0
        for d in sorted(sizes, key=lambda d: self.rules.duties[d].id):
            if chunk and held + sizes[d] > CHUNK:
                yield chunk
                chunk, held = [], 0
            chunk.append(d)
            held += sizes[d]
        if chunk:
            yield chunk


def audit(
    workspace: Workspace,
    rules: RuleBook,
    ledger: Ledger,
    days: WorkCalendar,
    table: Table,
    *,
    as_of: date,
    span: Span,
    waivers: bool = True,
    selection: Selection | None = None,
    assumptions: Sequence[Text] = (),
    holidays: bytes = b"",
    ahead: bool = False,
) -> Audit:
    """Judge every obligation of ``rules`` in ``span`` as of the day ``as_of``.

    ``waivers`` false leaves all waivers aside; ``selection`` says what is shown, never what is judged. ``holidays``
    are the bytes of the user's own list, for the fingerprint. With ``ahead`` the periods of the span that begin after
    ``as_of`` are obligations too, open, of whom they apply to by today's attributes.
    """
    con = connect(len(ledger.activities.id))
    roster = Roster(ledger)
    named = {period for period in distinct(ledger.activities.for_period) if period}
    named |= {row.for_period for row in ledger.unread if row.for_period}
    earliest = min((day for day in distinct(ledger.activities.date) if day), default=as_of)
    coverage = CoverageTable(workspace, ledger, roster, as_of, days)
    past = history(rules, roster, coverage, ledger.subjects.family, earliest, span, as_of)
    planner = Planner(span, as_of, earliest, named, days, history=past.duties, ahead=ahead)
    schedule = planner.plan(rules.duties)
    records = Records(ledger, roster, schedule.measures, rules.may_combine, record_columns(schedule))
    expansion = Expansion(con, rules.duties, schedule, ledger, roster)
    measurement = Measurement(con, schedule, records)

    records.load(con)
    expansion.load(committee=records.needs_committee)
    measurement.load_periods(expansion.kinds)
    measurement.count(as_of)
    details: dict[tuple[int, int, str], Mapping[str, object]] = {}
    maker = Maker(
        con,
        schedule,
        ledger,
        records,
        measurement,
        days,
        ZoneInfo(workspace.timezone),
        as_of,
        span,
        expansion.columns,
        details,
    )
    make_items(maker, past.duties)
    expansion.expand(records, coverage, span, as_of)
    moved = move_oldest(con, schedule)
    given = ledger.waivers if waivers else []
    waived = apply_waivers(con, given, rules.duties, ledger.subjects.parent)
    doubtful = apply_unread(con, ledger.unread, schedule.measures, as_of)
    settle(con, table, moved=moved, waived=bool(waived.covering), unread=doubtful)

    flags = Inferrer(con, rules, ledger, roster, schedule, past, as_of).flags(make_chain(table.name))
    shown = below(ledger, selection.units) if selection and selection.units else None
    show(con, rules, ledger, shown, selection)
    uses = Uses(con, schedule, records, measurement)
    told = Told(ledger, roster)
    lacking = told.problems(coverage, as_of)
    composer = Composer(
        con, rules, ledger, schedule, uses, waived, days, as_of, details, told, ZoneInfo(workspace.timezone)
    )
    result = Audit(
        as_of=as_of,
        span=span,
        workspace=workspace,
        rules=rules,
        ledger=ledger,
        engine=table.name,
        fingerprint=fingerprint(workspace, rules, ledger, as_of, span, holidays, waivers),
        coverage=coverage.listed(),
        flags=shown_flags(flags, rules, ledger, shown, selection),
        assumptions=assumptions,
        calls=table.calls,
        days=days,
        _con=con,
        _composer=composer,
        _find_slack=partial(find_slack, con, rules, schedule, ledger, days, as_of),
        _shown=shown,
        selection=selection or Selection(),
        waivers=waivers,
        _unwaived=without_waivers(con, table) if waived.covering else {},
    )
    for unit, status, n in con.execute("SELECT unit, status, COUNT(*) FROM shown GROUP BY ALL").fetchall():
        result._counts.setdefault(unit, {})[STATUSES[status]] = n
    told_of_waivers = check_waivers(con, given, waived, rules, workspace, as_of)
    problems = [*ledger.problems, *lacking, *told_of_waivers]
    kept = problems if shown is None else of_units(ledger, problems, shown)
    result.ledger = replace(ledger, problems=kept, problems_elsewhere=len(problems) - len(kept))
    return result

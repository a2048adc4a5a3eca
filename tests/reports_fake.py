"""An audit made by hand, for tests of the reports alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from checkbranch.calendars import Duration, WorkCalendar, parse_period
from checkbranch.engine.findings import GAPS, Coverage, Finding, Flag, PeriodRef, RecordUse, Span, Status, Subject
from checkbranch.engine.ledger.model import Ledger, Problem, SourceAccount
from checkbranch.engine.packs.condition_model import Dated, Test
from checkbranch.engine.packs.model import ActivityType, Basis, Duty, Late, Pack, Quota, RuleBook, Source
from checkbranch.engine.selection import Selection
from checkbranch.engine.slack.slack import Slack
from checkbranch.engine.text import Text
from checkbranch.engine.trace import Place
from checkbranch.engine.workspaces.settings import Workspace
from checkbranch.reports import Which

BRANCH = Subject("branch", "B1", "皇后乡联合党支部")


def duty(name: str, every: str, subject: str = "branch", **changes: Any) -> Duty:
    values: dict[str, Any] = {
        "id": name,
        "pack": "sample",
        "title": Text(f"按期开展{name}", f"Hold {name} in time"),
        "basis": (Basis("rules2018", "12", "generally", quote="一般每月召开1次"),),
        "modality": "generally",
        "severity": "warning",
        "subject": subject,
        "quota": Quota((name,), Dated(((None, Fraction(1)),)), Dated(((None, every),))),  # type: ignore[arg-type]
        "counts_when": Dated(((None, Test("attendance", "at_least", Fraction(1, 2))),)),
        "late": Dated(((None, Late(Duration(1, "month"))),)),
        "remedy": Text("请补开一次并写明所属时段。", "Hold it and name the period it is for."),
    }
    return Duty(**values | changes)


DUTIES = (
    duty("committee", "month"),
    duty("assembly", "quarter", severity="error", modality="shall"),
    duty("appraisal", "year"),
    duty("visit", "quarter", "household"),
    duty("group", "month", "group"),
    duty("talk", "half_year", off=True),
)


def rules(duties: Iterable[Duty] = DUTIES) -> RuleBook:
    types = {name: ActivityType(name, Text(f"活动{name}", name)) for name in ("committee", "assembly", "visit")}
    source = Source("rules2018", Text("示例条例", "Sample Rules"), date(2018, 10, 28), None, None)
    pack = Pack("sample", "2026.1", Text("示例", "Sample"), "0" * 64)
    return RuleBook((pack,), tuple(duties), types, frozenset(), {"rules2018": source})


def finding(name: str, key: str, status: Status, subject: Subject = BRANCH, **changes: Any) -> Finding:
    period = parse_period(key)
    code = hashlib.sha256(f"{name}\n{subject.kind}\n{subject.id}\n{key}".encode(errors="surrogatepass")).hexdigest()[
        :16
    ]
    ref = PeriodRef(key, period.start, period.end)
    values: dict[str, Any] = {"required": 1, "counted": int(status == "met"), "made_up": int(status == "made_up")}
    values |= {"records": (), "severity": "warning", "unit": "B1"} | changes
    return Finding(code, name, "quota", subject, period=ref, status=status, **values)


def record(line: int, use: str = "counted", *reasons: str, **facts: object) -> RecordUse:
    return RecordUse(f"r{line}", f"台账.xlsx!2026年!{line}", date(2026, 3, 5), use, reasons, facts)  # type: ignore[arg-type]


def owner(row: Finding, groups: bool) -> str:
    return row.subject.id if groups and row.subject.kind == "group" else row.unit


@dataclass
class FakeAudit:
    """Satisfies ``AuditView``; counts are made from the findings given."""

    given: Sequence[Finding]
    rows: Sequence[tuple[str, str | None, str, str | None]] = (("B1", BRANCH.name, "branch", None),)
    rules: RuleBook = field(default_factory=rules)
    ledger: Ledger = field(default_factory=Ledger)
    assumptions: Sequence[Text] = ()
    workspace: Workspace = field(default_factory=lambda: Workspace(Path("."), "皇后乡联合党支部"))
    flags: Sequence[Flag] = ()
    coverage: Sequence[Coverage] = (Coverage("B1", None, date(2026, 10, 31), False),)
    as_of: date = date(2026, 11, 23)
    span: Span = field(default_factory=lambda: Span(date(2026, 1, 1), date(2026, 11, 23)))
    engine: str = "reference"
    fingerprint: str = "ab" * 32
    passes: list[Which] = field(default_factory=list)
    days: WorkCalendar = field(default_factory=WorkCalendar)
    slack: Sequence[Slack] = ()
    selection: Selection = field(default_factory=Selection)
    waivers: bool = True
    bare: Mapping[str, Mapping[Status, int]] = field(default_factory=dict)

    def unwaived(self) -> Mapping[str, Mapping[Status, int]]:
        return self.bare

    @property
    def summary(self) -> Mapping[Status, int]:
        return Counter(row.status for row in self.given)

    @property
    def units(self) -> Sequence[Subject]:
        return [Subject(kind, unit, name) for unit, name, kind, _ in self.rows]

    def unit_rows(self) -> Iterable[tuple[str, str | None, str, str | None]]:
        return iter(self.rows)

    def findings(self, which: Which) -> Iterator[Finding]:
        self.passes.append(which)
        return (row for row in self.given if which == "all" or row.status in GAPS)

    def unit_counts(self) -> Mapping[str, Mapping[Status, int]]:
        counts: dict[str, Counter[Status]] = {}
        for row in self.given:
            counts.setdefault(row.unit, Counter())[row.status] += 1
        return counts

    def unit_duty_counts(self, *, groups: bool = False) -> Iterable[tuple[str, str, Status, int]]:
        counts = Counter((owner(row, groups), row.duty, row.status) for row in self.given)
        return [(*key, number) for key, number in counts.items()]

    def oldest_gaps(self, *, groups: bool = False) -> Iterable[tuple[str, str, PeriodRef]]:
        gaps = [row for row in self.given if row.status in GAPS and row.period]
        found: dict[tuple[str, str], PeriodRef] = {}
        for row in sorted(gaps, key=lambda row: str(row.period and (row.period.start, row.period.key))):
            if row.period:
                found.setdefault((owner(row, groups), row.duty), row.period)
        return [(*key, period) for key, period in found.items()]

    def places(self, wanted: Callable[[str], bool]) -> Sequence[Place]:
        return [
            Place(row.id, row.duty, row.subject, row.period, row.status, True, row.unit)
            for row in self.given
            if row.period and wanted(row.id)
        ]

    def findings_of(self, units: Collection[str]) -> Iterator[Finding]:
        return (row for row in self.given if row.unit in units)


def ledger() -> Ledger:
    problem = Problem("台账.xlsx!2026年!14", "date", "bad_date", Text("日期“三月”无法识别。", "No date."), "error")
    account = SourceAccount("台账.xlsx!2026年", "activities", read=10, taken=7, problems=1, blank=1, skipped=1)
    return Ledger(sources=[account], problems=[problem])


def household(number: int, name: str | None = None) -> Subject:
    return Subject("household", f"H{number:03}", name or f"住户{number}")

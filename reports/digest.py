"""What the text report keeps of the findings, gathered in one pass over them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..engine.findings import GAPS, Finding, Status, Subject
from ..engine.packs.model import Duty
from .view import AuditView
from .words.periods import has_period

# Kinds of subject of which a unit has many, and whose cells therefore show numbers.
MANY = ("member", "household", "group")

SETTLED: tuple[Status, ...] = ("met", "made_up", "waived", "not_applicable")

CellKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Units:
    """The units a reader thinks of: groups are folded into the unit they belong to."""

    shown: tuple[Subject, ...]
    home: Mapping[str, str]


def label(subject: Subject, language: str) -> str:
    """Return a subject as it is called, with its id where that is not the name."""
    if not subject.name or subject.name == subject.id:
        return subject.id
    return f"{subject.name} ({subject.id})" if language == "en" else f"{subject.name}（{subject.id}）"


def units_of(audit: AuditView) -> Units:
    """Return the units that have obligations, in the order of the roster."""
    counts = audit.unit_counts()
    rows = list(audit.unit_rows())
    home = {unit: parent if kind == "group" and parent is not None else unit for unit, _, kind, parent in rows}
    held = {home.get(unit, unit) for unit, statuses in counts.items() if any(statuses.values())}
    shown = [Subject(kind, unit, name) for unit, name, kind, _ in rows if unit in held]
    return Units(tuple(shown), home)


def hinted(audit: AuditView) -> int:
    """Return how many of the gaps, as the summary counts them, are hints only."""
    hints = {duty.id for duty in audit.rules.duties if duty.kind == "hint" and not duty.off}
    if not hints:
        return 0
    return sum(n for _, duty, status, n in audit.unit_duty_counts() if duty in hints and status in GAPS)


@dataclass(slots=True)
class Digest:
    """Cells of the grids, and the findings that are spoken of one by one."""

    units: Units
    duties: Mapping[str, Duty]
    cells: dict[CellKey, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    gaps: list[Finding] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)
    open: list[Finding] = field(default_factory=list)
    near: list[Finding] = field(default_factory=list)
    doubtful: list[Finding] = field(default_factory=list)
    settled: list[Finding] = field(default_factory=list)
    hints: list[Finding] = field(default_factory=list)
    untested: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self, finding: Finding) -> None:
        """Take account of one finding; of hints apart from all else, as they are no obligations that were missed."""
        if finding.kind == "hint":
            self._take_hint(finding)
            return
        home = self.units.home.get(finding.unit, finding.unit)
        key = finding.period.key if finding.period and has_period(finding) else "-"
        self.cells[home, finding.duty, key][finding.status] += 1
        if finding.status in GAPS:
            self.gaps.append(finding)
        elif finding.status == "unknown":
            self.unknown.append(finding)
        elif finding.status == "open":
            self.open.append(finding)
        if finding.near_misses:
            self.near.append(finding)
        if finding.doubts and finding.status != "unknown":
            self.doubtful.append(finding)
        for use in finding.records:
            for reason in use.reasons:
                if reason.startswith("untested:"):
                    self.untested[reason].add(finding.duty)

    def _take_hint(self, finding: Finding) -> None:
        if finding.status == "unknown":
            self.unknown.append(finding)
        else:
            self.hints.append(finding)

    def home_of(self, finding: Finding) -> str:
        """Return the id of the unit under which a finding is told."""
        return self.units.home.get(finding.unit, finding.unit)


def digest(audit: AuditView, units: Units, keep: bool = False) -> Digest:
    """Return the digest of all findings; ``keep`` keeps those too that are in order or not applicable."""
    gathered = Digest(units, {duty.id: duty for duty in audit.rules.duties})
    for finding in audit.findings("all"):
        gathered.take(finding)
        if keep and finding.status in SETTLED and finding.kind != "hint":
            gathered.settled.append(finding)
    return gathered

"""Tracing: from the beginning of an id to its obligation, and from an obligation to what its verdict rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .compose import Composer
from .findings import STATUSES, Finding, PeriodRef, Status, Subject, finding_id
from .judging.judge import unpack
from .judging.verdicts import VERDICTS, Clause, Row
from .ledger.model import Ledger
from .packs.model import RuleBook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

JUDGED = """
SELECT s.d, s.sid, p.p_start, p.p_end, p.key, s.shown, v.status, s.unit
FROM settled s JOIN verdict v USING (sig) JOIN dpx p ON p.dp = s.dp ORDER BY s.d, s.sid, p.p_start, p.key
"""
SIGNATURE = """
SELECT s.sig FROM settled s JOIN dpx p ON p.dp = s.dp WHERE s.d = ? AND s.sid = ? AND p.key = ?
"""
FETCHED = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """An obligation that was judged; ``shown`` tells those of the span from those that standings look back on.

    ``unit`` is the id of the subject's unit on the day it was looked at.
    """

    id: str
    duty: str
    subject: Subject
    period: PeriodRef
    status: Status
    shown: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One row of the verdict table as it was tried: its clauses with the ``actual`` number, and which of them hold."""

    row: Row
    clauses: tuple[tuple[Clause, int, int, bool], ...]

    @property
    def holds(self) -> bool:
        """Whether all clauses hold."""
        return all(holds for *_, holds in self.clauses)


class Trace:
    """Looks into a finished audit."""

    def __init__(self, con: DuckDBPyConnection, composer: Composer, rules: RuleBook, ledger: Ledger) -> None:
        self._con, self._composer = con, composer
        self._duties = {duty.id: d for d, duty in enumerate(rules.duties)}
        self._names = [duty.id for duty in rules.duties]
        subjects = ledger.subjects
        self._subjects = [Subject(*row) for row in zip(subjects.kind, subjects.id, subjects.name, strict=True)]
        self._sids = {(subject.kind, subject.id): sid for sid, subject in enumerate(self._subjects)}

    def places(self, wanted: Callable[[str], bool]) -> list[Place]:
        """Return every obligation that was judged, in the span or not, whose id is ``wanted``."""
        found = []
        cursor = self._con.execute(JUDGED)
        while rows := cursor.fetchmany(FETCHED):
            for d, sid, start, end, key, shown, status, unit in rows:
                id_ = finding_id(self._names[d], self._subjects[sid], key)
                if wanted(id_):
                    period = PeriodRef(key, start, end)
                    home = self._subjects[unit].id
                    found.append(Place(id_, self._names[d], self._subjects[sid], period, STATUSES[status], shown, home))
        return found

    def findings(self, duty: str, *, gaps: bool = False) -> Iterator[Finding]:
        """Yield the findings of one duty in the span, or its gaps, by unit, subject and period."""
        yield from self._composer.findings([self._duties[duty]], gaps=gaps)

    def facts(self, finding: Finding) -> Mapping[str, int]:
        """Return what the verdict table was shown of a finding of the span; LookupError where there is none."""
        period, subject = finding.period, finding.subject
        if period is None:
            raise LookupError(finding.id)
        sid = self._sids[subject.kind, subject.id]
        found = self._con.execute(SIGNATURE, [self._duties[finding.duty], sid, period.key]).fetchone()
        if found is None:
            raise LookupError(finding.id)
        return unpack(found[0])


def tried(facts: Mapping[str, int]) -> list[Tried]:
    """Return the rows of the verdict table in order, up to the first that holds for ``facts``."""
    rows = []
    for row in VERDICTS:
        rows.append(Tried(row, tuple(_try(clause, facts) for clause in row.when)))
        if rows[-1].holds:
            break
    return rows


def _try(clause: Clause, facts: Mapping[str, int]) -> tuple[Clause, int, int, bool]:
    left = facts[clause.field]
    right = facts[clause.value] if isinstance(clause.value, str) else clause.value
    holds = {"=": left == right, ">=": left >= right, ">": left > right}[clause.op]
    return clause, left, right, holds

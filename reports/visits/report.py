"""The visits of an audit as a report: counts, the table, and a sheet for every helper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ...engine.findings import RecordUse, Subject
from ..view import AuditView
from .rows import VisitRow, soonest, visit_rows

WEEK = 7  # days within which something is due soon


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """How many rows there are, and of which kinds; ``soon`` are due within seven days, ``unhelped`` without a helper.

    ``subjects`` are the households (and members), of which ``unhelped`` are counted too; ``attempted`` are the rows of
    which something was tried since the last visit that counted.
    """

    rows: int
    subjects: int
    overdue: int
    soon: int
    unknown: int
    attempted: int
    unhelped: int


@dataclass(frozen=True, slots=True)
class Stop:
    """One household on a helper's sheet: its rows, the most urgent first."""

    rows: tuple[VisitRow, ...]

    @property
    def first(self) -> VisitRow:
        """The most urgent row."""
        return self.rows[0]

    @property
    def last(self) -> RecordUse | None:
        """The last visit that counted for any of its duties."""
        found = [row.last for row in self.rows if row.last is not None]
        return max(found, key=lambda use: use.date or date.min, default=None)


@dataclass(frozen=True, slots=True)
class HelperSheet:
    """Whom one helper looks after; ``name`` is None for those whom nobody does."""

    name: str | None
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What ``visits`` tells: the rows that were asked for, the most urgent first; the counts are of all that is owed.

    ``within`` are the days to which the rows are limited, ``helpers`` those whose rows are shown (empty: all).
    """

    audit: AuditView
    rows: tuple[VisitRow, ...]
    counts: VisitCounts
    within: int | None = None
    helpers: tuple[str, ...] = ()

    def sheets(self) -> list[HelperSheet]:
        """Return a sheet for every helper by name, then one for the households that have none."""
        by: dict[str | None, dict[Subject, list[VisitRow]]] = {}
        for row in self.rows:
            for helper in _of_row(row, self.helpers):
                by.setdefault(helper, {}).setdefault(row.subject, []).append(row)
        names = sorted(by, key=lambda name: (name is None, name or ""))
        return [HelperSheet(name, tuple(Stop(tuple(rows)) for rows in by[name].values())) for name in names]


def visit_report(
    audit: AuditView,
    families: Collection[str] = ("household",),
    within: int | None = None,
    helpers: Sequence[str] = (),
) -> VisitReport:
    """Return the report; ``within`` leaves out what is due later than in so many days."""
    rows = soonest(row for row in visit_rows(audit, families) if not helpers or set(helpers) & set(row.helpers))
    shown = tuple(row for row in rows if within is None or _is_due(row, within))
    return VisitReport(audit, shown, counts_of(rows), within, tuple(helpers))


def counts_of(rows: Sequence[VisitRow]) -> VisitCounts:
    """Return how many rows there are of each kind."""
    return VisitCounts(
        rows=len(rows),
        subjects=len({row.subject for row in rows}),
        overdue=sum(row.overdue_since is not None for row in rows),
        soon=sum(row.overdue_since is None and _is_due(row, WEEK) for row in rows),
        unknown=sum(row.status == "unknown" for row in rows),
        attempted=sum(bool(tried_since(row)) for row in rows),
        unhelped=len({row.subject for row in rows if not row.helpers and row.subject.kind == "household"}),
    )


def tried_since(row: VisitRow) -> tuple[RecordUse, ...]:
    """Return the attempts that came after the last visit that counted."""
    since = row.last.date if row.last else None
    return tuple(use for use in row.attempts if since is None or use.date is None or use.date >= since)


def _is_due(row: VisitRow, within: int) -> bool:
    """Return whether a visit is overdue or due in so many days; what was met is due in its next period."""
    return row.overdue_since is not None or (row.days_left is not None and row.days_left <= within)


def _of_row(row: VisitRow, wanted: Sequence[str]) -> Iterator[str | None]:
    names = [name for name in row.helpers if not wanted or name in wanted]
    yield from dict.fromkeys(names) if names or row.helpers else (None,)

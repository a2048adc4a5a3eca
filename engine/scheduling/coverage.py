"""What the ledgers are known to cover: from when and through which day, by unit and, where said, by type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ...calendars import WorkCalendar
from ..findings import Coverage
from ..ledger.model import Ledger, SourceAccount
from ..workspaces.settings import Workspace
from .roster import Roster


@dataclass(frozen=True, slots=True)
class Known:
    """From ``first`` (None: from the beginning) through ``through``; ``assumed`` where nobody said so."""

    first: date | None
    through: date
    assumed: bool


class CoverageTable:
    """Answers what is known of a unit's records of some types."""

    def __init__(self, workspace: Workspace, ledger: Ledger, roster: Roster, as_of: date, days: WorkCalendar) -> None:
        self._workspace, self._ledger, self._roster = workspace, ledger, roster
        grace = workspace.entry_grace
        back = days.back_workdays(as_of, grace.number) if grace.unit == "workday" else None
        self._assumed = back or as_of - timedelta(days=grace.number)
        self._own = {key: self._column(key) for key in ("log_starts", "complete_through")}
        self._said = [source for source in ledger.sources if source.log_starts or source.complete_through]
        self._units: dict[int, Known] = {}

    def unit(self, sid: int) -> Known:
        """Return what is known of the unit in general: by its own cells, else those of the nearest unit above."""
        if sid not in self._units:
            first = self._nearest(sid, "log_starts") or self._workspace.log_starts
            through = self._nearest(sid, "complete_through") or self._workspace.complete_through
            self._units[sid] = Known(first, through or self._assumed, through is None)
        return self._units[sid]

    def said_of(self, types: Iterable[str]) -> bool:
        """Return whether any source says for itself what it covers of ``types``."""
        return any(not source.covers or source.covers & set(types) for source in self._said)

    def of(self, sid: int, types: Sequence[str]) -> Known:
        """Return what is known of all of ``types`` in the unit: the latest start and the earliest end of any."""
        found = [self._of_type(sid, one) for one in types]
        firsts = [known.first for known in found if known.first]
        last = min(found, key=lambda known: known.through)
        return Known(max(firsts, default=None), last.through, last.assumed)

    def listed(self) -> list[Coverage]:
        """Return the coverage of every unit, groups aside, and of the types that a source speaks of."""
        subjects = self._ledger.subjects
        found = []
        for sid in range(len(subjects.id)):
            if subjects.family[sid] == "unit" and subjects.kind[sid] != "group":
                known = self.unit(sid)
                found.append(Coverage(subjects.id[sid], known.first, known.through, known.assumed))
                for types in sorted({tuple(sorted(source.covers)) for source in self._said if source.covers}):
                    own = self.of(sid, types)
                    if own != known:
                        found.append(Coverage(subjects.id[sid], own.first, own.through, own.assumed, types))
        return found

    def _of_type(self, sid: int, one: str) -> Known:
        general = self.unit(sid)
        sources = [source for source in self._said if not source.covers or one in source.covers]
        first = _narrowest(sources, sid, "log_starts")
        through = _narrowest(sources, sid, "complete_through")
        return Known(
            min(first) if first else general.first,
            max(through) if through else general.through,
            general.assumed and not through,
        )

    def _column(self, key: str) -> dict[int, date]:
        versions = self._ledger.attributes.get("unit")
        if versions is None or key not in versions.columns:
            return {}
        cells = zip(versions.subject, versions.columns[key], strict=True)
        return {sid: value for sid, value in cells if isinstance(value, date)}

    def _nearest(self, sid: int, key: str) -> date | None:
        own, parents, seen = self._own[key], self._ledger.subjects.parent, set[int]()
        at: int | None = sid
        while at is not None and at not in seen:
            if at in own:
                return own[at]
            seen.add(at)
            at = parents[at]
        return None


def _narrowest(sources: Sequence[SourceAccount], sid: int, key: str) -> list[date]:
    """Return what the sources of the unit itself say; where none does, what those of no unit say."""
    for unit in (sid, None):
        found = [day for source in sources if source.unit == unit and isinstance(day := getattr(source, key), date)]
        if found:
            return found
    return []

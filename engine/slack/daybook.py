"""Who has what on which day still to come: records and calendars of a unit and its groups, and what is proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ...calendars import Period
from ..findings import PeriodRef
from ..ledger.model import Ledger
from .combine import Pairs, Part, may_be_one


@dataclass(frozen=True, slots=True)
class Planned:
    """Something of these types that a unit or group has planned on a day, as its ledger or its calendar says.

    ``named`` is the period that the ledger names for it, or None.
    """

    day: date
    types: tuple[str, ...]
    named: Period | None = None

    def serves(self, period: PeriodRef | None, *, after: bool) -> bool:
        """Return whether it would count for ``period`` (None: for a duty without), ``after`` which it is held or not.

        What names a longer period is told by its day; what is held after its period must name it.
        """
        if period is None or self.named is None:
            return not after
        if self.named.start >= period.start and self.named.end <= period.end:
            return True
        return not after and self.named.start <= period.start and self.named.end >= period.end


class Daybook:
    """The days that are taken. A unit and its groups share the unit's days; one group does not hinder another."""

    def __init__(self, ledger: Ledger, as_of: date, busy: Collection[date] = ()) -> None:
        """``busy`` are days that everybody has something on. Only days after ``as_of`` are looked at."""
        self._ledger = ledger
        self._busy = frozenset(day for day in busy if day >= as_of)
        self._taken: dict[int, set[date]] = defaultdict(set)  # by whoever holds something
        self._shared: dict[int, set[date]] = defaultdict(set)  # days of the unit itself, not of its groups
        self._under: dict[int, set[date]] = defaultdict(set)  # days of the unit and of all its groups
        self._parts: dict[tuple[int, date], list[Part]] = defaultdict(list)
        self._solid: set[tuple[int, date]] = set()
        self._plans: dict[int, list[Planned]] = defaultdict(list)
        self._read(as_of)

    def _read(self, as_of: date) -> None:
        acts = self._ledger.activities
        for row in [row for row, day in enumerate(acts.date) if day is not None and day > as_of]:
            group, day = acts.group[row], acts.date[row]
            assert day is not None
            plan = Planned(day, acts.types[row], acts.for_period[row])
            for sid in acts.units[row]:
                self.take(sid, day, shared=group is None)
            for sid in acts.units[row] if group is None else (group,):
                self._plans[sid].append(plan)
            if group is not None:
                self.take(group, day)
        for one in self._ledger.engagements:
            if one.day >= as_of:
                self.take(one.unit, one.day)
                if one.types and one.day > as_of:
                    self._plans[one.unit].append(Planned(one.day, one.types))

    def take(self, sid: int, day: date, part: Part | None = None, *, shared: bool = True) -> None:
        """Note that ``sid`` has something on ``day``: ``part`` may be joined by others, anything else may not."""
        self._taken[sid].add(day)
        self._under[self.home(sid)].add(day)
        if shared:
            self._shared[sid].add(day)
        if part is None:
            self._solid.add((sid, day))
        else:
            self._parts[sid, day].append(part)

    def busy(self, sid: int) -> set[date]:
        """Return the days on which the unit or group has something, of a group those of its unit as well."""
        home = self.home(sid)
        return self._taken[sid] | self._busy | (self._shared[home] if home != sid else set())

    def around(self, sid: int) -> set[date]:
        """Return the days on which the unit or any of its groups has something."""
        return self._under[self.home(sid)]

    def plans(self, sid: int) -> list[Planned]:
        """Return what the unit or group itself has planned."""
        return self._plans[sid]

    def joinable(self, sid: int, part: Part, pairs: Pairs) -> set[date]:
        """Return the days on which all that ``sid`` has is proposed and may be one gathering with ``part``."""
        home = self.home(sid)
        closed = self._busy | (self._shared[home] if home != sid else set())
        return {
            day
            for day in self._taken[sid] - closed
            if (sid, day) not in self._solid and may_be_one((*self._parts.get((sid, day), ()), part), pairs)
        }

    def home(self, sid: int) -> int:
        """Return the unit of a group, and of anything else itself."""
        subjects = self._ledger.subjects
        parent = subjects.parent[sid] if subjects.kind[sid] == "group" else None
        return sid if parent is None else parent


def sids_of(ledger: Ledger) -> dict[tuple[str, str], int]:
    """Return the subjects by kind and id."""
    subjects = ledger.subjects
    return {(kind, id_): sid for sid, (kind, id_) in enumerate(zip(subjects.kind, subjects.id, strict=True))}

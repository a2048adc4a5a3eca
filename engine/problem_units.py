"""Problems of the data by the unit that they belong to, as far as that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from .ledger.model import Ledger, Problem, SourceAccount, place_of

Owners = frozenset[int] | None  # units; None where they are not known


def of_units(ledger: Ledger, problems: Sequence[Problem], shown: Collection[int]) -> list[Problem]:
    """Return the problems of the units ``shown``, and those of which it is not known whose they are.

    It is known where a source belongs to a unit as a whole, where a row names one that could be read, and of the rows
    of units, members, households and waivers. What is said of a source that could not be read stays: the units that
    it is of are not known for certain then.
    """
    owners = _Owners(ledger, {problem.source for problem in problems})
    chosen = frozenset(shown)
    return [problem for problem in problems if (found := owners.of(problem.source)) is None or found & chosen]


class _Owners:
    """Whose each of some places is; ``wanted`` are those that are asked for, as problems name them."""

    def __init__(self, ledger: Ledger, wanted: Collection[str]) -> None:
        self._ledger, self._wanted = ledger, wanted
        self._rows: dict[str, set[int] | None] = defaultdict(set)
        self._accounts: dict[str, list[SourceAccount]] = defaultdict(list)
        for account in ledger.sources:
            parts = account.source.split("!")
            for length in range(1, len(parts) + 1):
                self._accounts["!".join(parts[:length])].append(account)
        for place, units in self._told():
            if place in wanted:
                held = self._rows[place]
                self._rows[place] = None if units is None or held is None else held | set(units)

    def of(self, place: str) -> Owners:
        """Return the units that a place belongs to."""
        accounts = self._accounts.get(place) or self._accounts.get(place.rpartition("!")[0], [])
        if any(account.unreadable for account in accounts):
            return None
        fixed = {account.unit for account in accounts}
        known = frozenset(unit for unit in fixed if unit is not None)
        if known and None not in fixed:
            return known
        rows = self._rows.get(place)
        return frozenset(rows) if rows else None

    def _told(self) -> Iterator[tuple[str, Iterable[int] | None]]:
        """Yield places of rows, each with the units that the row is of."""
        ledger = self._ledger
        acts, subjects = ledger.activities, ledger.subjects
        near = {*self._wanted, *(place.rpartition("!")[0] for place in self._wanted)}
        asked = [one.source in near for one in ledger.sources]
        for source, row, units in zip(acts.source, acts.row, acts.units, strict=True):
            if asked[source]:
                yield place_of(ledger.sources[source].source, row), units
        for unread in ledger.unread:
            yield unread.source, unread.units or None
        for copy in ledger.copies:
            yield copy.source, acts.units[copy.record]
        homes = self._homes()
        for sid, place in enumerate(subjects.source):
            yield place, homes[sid] or None
        for waiver in ledger.waivers:
            yield waiver.source, None if waiver.subject is None else homes[waiver.subject] or None

    def _homes(self) -> list[set[int]]:
        """Return for each subject the units that it is of: a unit itself, a group's unit, all that a person was in."""
        subjects = self._ledger.subjects
        homes: list[set[int]] = [{sid} if family == "unit" else set() for sid, family in enumerate(subjects.family)]
        for sid, kind in enumerate(subjects.kind):
            parent = subjects.parent[sid]
            if kind == "group" and parent is not None:
                homes[sid].add(parent)
        for family in ("member", "household"):
            versions = self._ledger.attributes.get(family)
            for sid, unit in zip(versions.subject, versions.columns.get("unit", ()), strict=False) if versions else ():
                if isinstance(unit, int):
                    homes[sid].add(unit)
        return homes

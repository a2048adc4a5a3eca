"""Subjects over time: when each exists, which unit it is of, and what its columns and its roster say on each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..ledger.model import Ledger
from ..tables.database import FIRST_DAY, LAST_DAY
from .schedule import HOUSEHOLD, MEMBER, UNIT

ROSTER = ("full_members", "members", "groups")


@dataclass(slots=True)
class Timeline:
    """Rows of one family: the values ``columns`` of ``subject`` on the days ``first`` up to, not including, ``end``."""

    subject: list[int] = field(default_factory=list)
    first: list[date] = field(default_factory=list)
    end: list[date] = field(default_factory=list)
    unit: list[int | None] = field(default_factory=list)
    columns: dict[str, list[object]] = field(default_factory=dict)

    def add(self, subject: int, first: date, end: date, unit: int | None, values: Sequence[object]) -> None:
        """Add one row; ``values`` in the order of ``columns``. Rows without a day are left out."""
        if first >= end:
            return
        self.subject.append(subject)
        self.first.append(first)
        self.end.append(end)
        self.unit.append(unit)
        for column, value in zip(self.columns.values(), values, strict=True):
            column.append(value)


Row = tuple[date, date, int | None, dict[str, object]]
Count = tuple[int, int, int]  # members, full members, members of whom it is not known


class Roster:
    """Answers, for the subjects of a ledger, what held when."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        subjects = ledger.subjects
        self.starts = [day or FIRST_DAY for day in subjects.starts]
        self.ends = [day or LAST_DAY for day in subjects.ends]
        self.home = [self._home(sid) for sid in range(len(subjects.id))]
        self._rows = {family: self._read(family) for family in (UNIT, MEMBER, HOUSEHOLD)}
        self._clip()

    def unit_of(self, sid: int) -> int:
        """Return the unit of a unit or group: itself, or the branch that the group belongs to."""
        return self.home[sid]

    def unit_on(self, sid: int, day: date) -> int | None:
        """Return the unit that a member or household is of on ``day``, None where that is not known."""
        rows = self._rows[self._ledger.subjects.family[sid]].get(sid, ())
        return next((unit for first, end, unit, _ in rows if first <= day < end), None)

    def timeline(self, family: str, needed: Collection[str]) -> Timeline:
        """Return the family's rows over time with the columns ``needed``; those that no table has are None."""
        made = Timeline(columns={name: [] for name in sorted(needed)})
        counts = self._counts(needed) if family == UNIT and set(needed) & set(ROSTER) else {}
        subjects = self._ledger.subjects
        for sid, rows in self._rows[family].items():
            own: dict[str, object] = {"kind": subjects.kind[sid], "id": subjects.id[sid], "name": subjects.name[sid]}
            for first, end, unit, values in _with_counts(rows, counts.get(sid, [])):
                made.add(sid, first, end, unit, [own.get(name) or values.get(name) for name in made.columns])
        return made

    def _home(self, sid: int) -> int:
        subjects, seen = self._ledger.subjects, {sid}
        while subjects.kind[sid] == "group":
            parent = subjects.parent[sid]
            if parent is None or parent in seen:
                break
            seen.add(parent)
            sid = parent
        return sid

    def _read(self, family: str) -> dict[int, list[Row]]:
        subjects, found = self._ledger.subjects, self._ledger.attributes.get(family)
        rows: dict[int, list[Row]] = {sid: [] for sid, own in enumerate(subjects.family) if own == family}
        versions = list(zip(found.subject, found.since, strict=True)) if found else []
        for i, (sid, since) in enumerate(versions):
            assert found is not None
            follows = i + 1 < len(versions) and versions[i + 1][0] == sid
            end = (versions[i + 1][1] if follows else None) or LAST_DAY
            values = {name: column[i] for name, column in found.columns.items()}
            unit = self.home[sid] if family == UNIT else values.pop("unit", None)
            row: Row = (since or FIRST_DAY, end, unit if isinstance(unit, int) else None, values)
            rows[sid].extend(_confirmed(row) if family == MEMBER else (row,))
        for sid, own in rows.items():
            until = own[0][0] if own else LAST_DAY
            if until > FIRST_DAY:  # before the first day that is known the values are not
                own.insert(0, (FIRST_DAY, until, own[0][2] if own else self.home[sid], {}))
        return rows

    def _clip(self) -> None:
        """Members and households exist only while their unit does."""
        for family in (MEMBER, HOUSEHOLD):
            for sid, rows in self._rows[family].items():
                units = [unit for _, _, unit, _ in rows if unit is not None]
                if units:
                    self._within(sid, units[0], units[-1])

    def _within(self, sid: int, first: int, last: int) -> None:
        self.starts[sid] = max(self.starts[sid], self.starts[first])
        self.ends[sid] = min(self.ends[sid], self.ends[last])

    def _counts(self, needed: Collection[str]) -> dict[int, list[tuple[date, dict[str, object]]]]:
        """Return, by unit, the days on which its roster changes and what it counts from each of them."""
        changes: dict[int, dict[date, Count]] = defaultdict(dict)
        groups: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        for sid, rows in self._rows[MEMBER].items():
            for first, end, unit, values in rows:
                first, end = max(first, self.starts[sid]), min(end, self.ends[sid])
                if unit is not None and first < end:
                    status = values.get("status")
                    one: Count = (1, int(status == "full"), int(status is None))
                    _change(changes[unit], first, one, 1)
                    _change(changes[unit], end, one, -1)
        for sid, home in enumerate(self.home):
            if home != sid:
                groups[home][self.starts[sid]] += 1
                groups[home][self.ends[sid]] -= 1
        units = {*changes, *groups} if "groups" in needed else set(changes)
        return {unit: _counted(changes.get(unit, {}), groups.get(unit, {})) for unit in units}


def _change(changes: dict[date, Count], day: date, by: Count, sign: int) -> None:
    now = changes.get(day, (0, 0, 0))
    changes[day] = (now[0] + sign * by[0], now[1] + sign * by[1], now[2] + sign * by[2])


def _counted(changes: dict[date, Count], groups: dict[date, int]) -> list[tuple[date, dict[str, object]]]:
    members = full = unknown = group = 0
    found: list[tuple[date, dict[str, object]]] = []
    for day in sorted({FIRST_DAY, *changes, *groups}):
        change = changes.get(day, (0, 0, 0))
        members, full, unknown = members + change[0], full + change[1], unknown + change[2]
        group += groups.get(day, 0)
        counts: dict[str, object] = {"groups": group}
        if changes:
            counts |= {"members": members, "full_members": None if unknown else full}
        found.append((day, counts))
    return found


def _with_counts(rows: list[Row], counts: list[tuple[date, dict[str, object]]]) -> Iterable[Row]:
    """Yield the rows, cut where the roster changes; a count stands in where the unit's own cell is empty."""
    if not counts:
        yield from rows
        return
    ends = [day for day, _ in counts[1:]] + [LAST_DAY]
    for first, end, unit, values in rows:
        for (day, counted), until in zip(counts, ends, strict=True):
            start, stop = max(first, day), min(end, until)
            if start < stop:
                own = {name: value for name, value in values.items() if value is not None}
                yield start, stop, unit, {**values, **counted, **own}


def _confirmed(row: Row) -> Iterable[Row]:
    """Yield a member's row, cut on the day of confirmation: probationary before it, full from it on."""
    first, end, unit, values = row
    day = values.get("confirmed")
    if not isinstance(day, date):
        yield row
        return
    yield first, min(end, day), unit, {**values, "status": "probationary"}
    yield max(first, day), end, unit, {**values, "status": "full"}

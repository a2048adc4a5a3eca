"""What the rosters say of members and households on one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..ledger.model import Ledger, Versions

PEOPLE = ("member", "household")


class Holding:
    """Answers, by kind and id, what the columns of a roster say of a member or household on a day."""

    def __init__(self, ledger: Ledger, day: date) -> None:
        subjects = ledger.subjects
        self._ledger, self._day = ledger, day
        self._sids = {
            (family, id_): sid
            for sid, (family, id_) in enumerate(zip(subjects.family, subjects.id, strict=True))
            if family in PEOPLE
        }
        self._rows = {family: self._latest(family) for family in PEOPLE}

    def exists(self, kind: str, id_: str) -> bool:
        """Return whether the subject is there on the day; one that no roster holds is taken to be."""
        sid = self._sids.get((kind, id_))
        if sid is None:
            return True
        starts, ends = self._ledger.subjects.starts[sid], self._ledger.subjects.ends[sid]
        return (starts is None or starts <= self._day) and (ends is None or self._day < ends)

    def ends(self, kind: str, id_: str) -> date | None:
        """Return the first day on which the subject is there no longer, None where it has no end."""
        sid = self._sids.get((kind, id_))
        return None if sid is None else self._ledger.subjects.ends[sid]

    def value(self, kind: str, id_: str, column: str) -> object:
        """Return what a column says, None where it says nothing or is not there."""
        sid = self._sids.get((kind, id_))
        row = None if sid is None else self._rows[kind].get(sid)
        versions = self._ledger.attributes.get(kind)
        if row is None or versions is None or column not in versions.columns:
            return None
        return versions.columns[column][row]

    def words(self, kind: str, id_: str, column: str) -> tuple[str, ...]:
        """Return the words of a column, such as several names; empty where it says nothing."""
        return words_of(self.value(kind, id_, column))

    def _latest(self, family: str) -> Mapping[int, int]:
        found: dict[int, int] = {}
        versions = self._ledger.attributes.get(family, Versions())
        for row, (sid, since) in enumerate(zip(versions.subject, versions.since, strict=True)):
            if since is None or since <= self._day:
                found[sid] = row
        return found


def words_of(cell: object) -> tuple[str, ...]:
    """Return what a cell says as words: one, several or none."""
    if isinstance(cell, tuple | list):
        return tuple(str(word) for word in cell)
    return () if cell is None else (str(cell),)

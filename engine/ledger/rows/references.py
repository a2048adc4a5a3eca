"""Who is meant by an id or a name in a cell: the record's units are looked through first, then the workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ..model import Subjects
from ..values.cells import fold


@dataclass(slots=True)
class _Book:
    """The subjects of one family by what they are called: by id, by name, each as written and folded."""

    tiers: tuple[dict[str, list[int]], ...] = field(default_factory=lambda: ({}, {}, {}, {}))

    def add(self, sid: int, ids: Iterable[str], names: Iterable[str]) -> None:
        for exact, folded, words in ((0, 2, ids), (1, 3, names)):
            for word in words:
                for tier, key in ((exact, word), (folded, fold(word))):
                    known = self.tiers[tier].setdefault(key, [])
                    if sid not in known:
                        known.append(sid)

    def find(self, word: str) -> list[list[int]]:
        folded = fold(word)
        keys = (word, word, folded, folded)
        return [found for tier, key in zip(self.tiers, keys, strict=True) if (found := tier.get(key))]


class References:
    """Finds subjects by id or name."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects
        self._books = {family: _Book() for family in ("unit", "group", "member", "household")}
        self._homes: dict[int, frozenset[int]] = {}
        self._groups: dict[int, list[int]] = {}
        self.default_unit: int | None = None

    def add(self, sid: int, ids: Collection[str], names: Collection[str], homes: Iterable[int] = ()) -> None:
        """Make a subject known by ``ids`` and ``names``; ``homes`` are the units it ever belongs to."""
        family = self._subjects.family[sid]
        if family == "unit":
            self._homes[sid] = frozenset([sid])
            if self._subjects.kind[sid] == "group":
                family = "group"
                parent = self._subjects.parent[sid]
                if parent is not None:
                    self._groups.setdefault(parent, []).append(sid)
        else:
            self._homes[sid] = frozenset(homes)
        self._books[family].add(sid, ids, names)

    def groups(self, units: Iterable[int]) -> list[int]:
        """Return the groups of some units."""
        return [group for unit in units for group in self._groups.get(unit, ())]

    def unit(self, word: str) -> list[int]:
        """Return the units that ``word`` may mean, groups only where no other unit is meant."""
        for family in ("unit", "group"):
            found = self._books[family].find(word)
            if found:
                return found[0]
        return []

    def group(self, word: str, units: Sequence[int]) -> list[int]:
        """Return the groups of ``units`` that ``word`` may mean."""
        own = {*self.groups(units), *(unit for unit in units if self._subjects.kind[unit] == "group")}
        for found in self._books["group"].find(word):
            if mine := [sid for sid in found if sid in own]:
                return mine
        return []

    def find(self, family: str, word: str, units: Iterable[int]) -> list[int]:
        """Return the members or households that ``word`` may mean to a record of ``units``: one, several or none."""
        tiers = self._books[family].find(word)
        scope = set(units)
        scope.update(parent for unit in tuple(scope) if (parent := self._branch(unit)) is not None)
        for found in tiers:
            if inside := [sid for sid in found if self._homes[sid] & scope]:
                return inside
        return tiers[0] if tiers else []

    def show(self, found: Iterable[int]) -> str:
        """Return subjects as they are listed in a message."""
        subjects = self._subjects
        return "、".join(
            subjects.id[sid]
            if subjects.name[sid] in (None, subjects.id[sid])
            else f"{subjects.id[sid]}（{subjects.name[sid]}）"
            for sid in found
        )

    def nearest(self, family: str, word: str) -> str | None:
        """Return the id or name that ``word`` was probably meant to be."""
        from difflib import get_close_matches

        books = ("unit", "group") if family == "unit" else (family,)
        known = [name for book in books for tier in self._books[book].tiers[:2] for name in tier]
        # Beyond some thousand names the search would take longer than the reading.
        found = get_close_matches(word, known, 1, 0.6) if len(known) <= 5000 else []
        return found[0] if found else None

    def _branch(self, unit: int) -> int | None:
        return self._subjects.parent[unit] if self._subjects.kind[unit] == "group" else None

"""The people that a row of activities names, and which members and households they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ...coded import each, merged, where
from ..model import Unread
from ..problems import Log, words
from ..shape.grids import PROBLEM, Grid
from ..values.cells import Raw, people, text_of
from ..vocabulary import Vocabulary
from .references import References

COLUMNS = ("subject", "attendees", "lecturer", "host", "visitor", "recorder")
_LISTED = 5  # how many unmatched names a message shows
_FAMILY = {"member": ("党员名册", "members"), "household": ("住户表", "households")}

Sids = tuple[int, ...]


@dataclass(slots=True)
class Known:
    """What is known of the rows of a sheet so far: a list each, None where it could not be read."""

    types: Sequence[tuple[str, ...] | None]
    units: Sequence[Sids | None]
    dates: Sequence[date | None]


class _Meant(NamedTuple):
    """Whom a cell means; ``faults`` are names that mean several, given with them, or none."""

    sids: Sids
    faults: Sequence[tuple[str, Sids]]


class _Found(dict[str, list[Sids]]):
    """Whom a name means to a record of some units: those found in each family, remembered."""

    def __init__(self, references: References, families: Sequence[str], units: Sids) -> None:
        super().__init__()
        self._references, self._families, self._units = references, families, units

    def __missing__(self, name: str) -> list[Sids]:
        found = [tuple(self._references.find(family, name, self._units)) for family in self._families]
        self[name] = found
        return found


class PeopleReader:
    """Resolves the names in activities; remembers what each cell came to."""

    def __init__(self, references: References, vocabulary: Vocabulary, tables: Collection[str], log: Log) -> None:
        """``tables`` are the families, ``member`` and ``household``, whose table the workspace has."""
        self._references, self._log = references, log
        self._families = [family for family in ("member", "household") if family in tables]
        self._by: Mapping[str, Mapping[str, Collection[str]]] = {
            "member": vocabulary.member_by,
            "household": vocabulary.household_by,
        }
        self._memo: dict[tuple[tuple[str, ...], Sids], _Found] = {}
        self._wanted: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    def subjects(self, grid: Grid, known: Known) -> tuple[Sequence[Sids | None], set[int]]:
        """Return whom each row is about, and the rows whose subject resolves to nothing; a doubtful row is not taken.

        None stands for an empty cell; an ambiguous name gives its candidates.
        """
        named = grid.read("subject", _names, _no_refusal)
        must = merged(each(self._must_resolve, known.types))
        meant = each(self._meant, named, known.units, must)
        lost: set[int] = set()
        for row in where(lambda one: one is not None and one.faults, meant):
            one = meant[row]
            for name, several in one.faults if one is not None and grid.state[row] <= PROBLEM else ():
                if several:
                    shown = self._references.show(several)
                    grid.report(self._log, row, "subject", "ambiguous_name", shown=name, candidates=shown)
                else:
                    self._unresolved(grid, row, name)
                    lost.add(row)
        return each(lambda one: one and one.sids, meant), lost

    def _meant(self, names: Sequence[str] | None, units: Sids | None, must: bool) -> _Meant | None:
        """Return whom a cell means to a record of ``units``; what ``must`` be known, and is not, is a fault."""
        sids: dict[int, None] = {}
        faults: list[tuple[str, Sids]] = []
        for name in names or ():
            hits = self._among(self._families, units or ())[name]
            several = next((found for found in hits if len(found) > 1), None)
            if several is not None:
                return _Meant(several, [*faults, (name, several)])
            if must and not any(hits):
                faults.append((name, ()))
            sids.update(dict.fromkeys(sid for found in hits for sid in found))
        return _Meant(tuple(sids), faults) if names else None

    def _among(self, families: Sequence[str], units: Sids) -> _Found:
        key = (tuple(families), units)
        if key not in self._memo:
            self._memo[key] = _Found(self._references, families, units)
        return self._memo[key]

    def _must_resolve(self, types: tuple[str, ...] | None) -> bool:
        if len(self._families) == 2:
            return True
        return any("subject" in self._by[f].get(one, ()) for f in self._families for one in types or ())

    def _unresolved(self, grid: Grid, row: int, name: str) -> None:
        near = next((found for f in self._families if (found := self._references.nearest(f, name))), None)
        grid.report(
            self._log, row, "subject", "unresolved_subject", shown=name,
            what_zh="、".join(_FAMILY[f][0] for f in self._families),
            what_en=" and ".join(_FAMILY[f][1] for f in self._families),
            hint_zh=f"是否应为“{near}”？" if near else "", hint_en=f"Did you mean {near}? " if near else "",
        )  # fmt: skip

    def others(
        self, grid: Grid, column: str, cells: Sequence[object], known: Known, unread: list[Unread]
    ) -> list[Sids]:
        """Return whom the names in a column mean, where a duty asks; an ambiguous one puts those meant in doubt."""
        found: list[Sids] = [()] * len(cells)
        guests: list[tuple[int, str]] = []
        for row, (cell, kinds, own) in enumerate(zip(cells, known.types, known.units, strict=True)):
            units = own or ()
            families = self._families if kinds is None else self._asked(column, kinds)
            if cell is None or not families or grid.state[row] > PROBLEM:
                continue
            names = cell if isinstance(cell, tuple) else (str(cell),)
            meant = self._among(families, units)
            if grid.state[row] == PROBLEM:  # not taken, but whom it may have been about is still of use
                found[row] = tuple(dict.fromkeys(sid for name in names for hits in meant[name] for sid in hits))
                continue
            sids: dict[int, None] = {}
            for name in names:
                of_family = meant[name]
                for hits in of_family:
                    if len(hits) > 1:
                        self._doubt(grid, row, column, name, hits, known, unread)
                    elif hits:
                        sids[hits[0]] = None
                if not any(of_family):
                    guests.append((row, name))
            found[row] = tuple(sids)
        if guests:
            self._guests(grid, column, guests)
        return found

    def _asked(self, column: str, types: tuple[str, ...]) -> tuple[str, ...]:
        key = (column, types)
        if key not in self._wanted:
            self._wanted[key] = tuple(
                family for family in self._families if any(column in self._by[family].get(one, ()) for one in types)
            )
        return self._wanted[key]

    def _doubt(
        self,
        grid: Grid,
        row: int,
        column: str,
        name: str,
        hits: Sids,
        known: Known,
        unread: list[Unread],
    ) -> None:
        shown, where = self._references.show(hits), grid.where(row)
        grid.report(self._log, row, column, "ambiguous_name", severity="warning", shown=name, candidates=shown)
        types, day = known.types[row], known.dates[row]
        unread.append(Unread(where, "ambiguous_name", known.units[row], None, {column: hits}, types, day, None))

    def _guests(self, grid: Grid, column: str, guests: Sequence[tuple[int, str]]) -> None:
        shown = "、".join(f"{name}（{grid.sheet.numbers[row]}）" for row, name in guests[:_LISTED])
        message = words("unmatched_people", count=len(guests), names=shown)
        self._log.add((grid.index, 0), grid.place, grid.header(column), "unmatched_people", message)


def _names(cell: Raw) -> tuple[str, ...] | None:
    text = text_of(cell)
    return None if text is None else people(text)


def _no_refusal(row: int, bad: object) -> None:
    """Every cell can be read as names."""

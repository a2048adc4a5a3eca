"""The records of activities: each sheet read column by column, then told apart by their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TypeVar

from ....calendars import Period
from ...coded import alike, chosen, distinct, each, joined, where
from ..headers import TABLES
from ..model import Activities, Copy, SourceAccount, Subjects, Unread
from ..problems import Log
from ..shape.days import when_reader
from ..shape.grids import PROBLEM, TAKEN, Grid
from ..shape.types import TypeReader
from ..values import words as said
from ..values.cells import Bad, Raw, absence_of, count_of, decimal_of, headcount_of, people, person, text_of
from ..values.dates import When, period_in
from .attendance import COUNTS, Columns, count_people
from .identity import drop, identify
from .meetings import put_together
from .people import COLUMNS, Known, PeopleReader
from .places import PlaceReader
from .registers import over_taken, own_columns
from .times import TimeReader

_NEEDED = frozenset({"start", "type", "unit", "clock"})
_APART = frozenset({"id", "type", "unit", "start", "clock", "for_period", "end"})

T = TypeVar("T")
U = TypeVar("U")


def _name(cell: Raw) -> str | None:
    text = text_of(cell)
    return None if text is None else person(text)


_PARSERS: Mapping[str, Callable[[Raw], object]] = {
    "text": text_of,
    "names": text_of,
    "name": _name,
    "count": count_of,
    "decimal": decimal_of,
    "mode": said.mode,
    "evidence": said.evidence,
    "headcount": headcount_of,
    "absence": absence_of,
}


class ActivityReader:
    """Reads the sheets of activities."""

    def __init__(
        self,
        types: TypeReader,
        places: PlaceReader,
        people: PeopleReader,
        asked: frozenset[str],
        zone: tzinfo,
        log: Log,
    ) -> None:
        """``asked`` are the columns of people that any duty looks at."""
        self._types, self._places, self._people, self._asked = types, places, people, asked
        self._times, self._zone, self._log = TimeReader(zone, log), zone, log
        self.unread: list[Unread] = []
        self.copies: list[Copy] = []

    def read(self, grids: Sequence[Grid], accounts: Sequence[SourceAccount], subjects: Subjects) -> Activities:
        """Return the records of all sheets; rows not taken are in ``unread``, those told of twice in ``copies``."""
        acts = Activities()
        parts = [self._sheet(grid) for grid in grids]
        taken = [part.rows for part in parts]
        for name in ("types", "units", "group", "date", "start", "timed", "for_period"):
            setattr(acts, name, over_taken([part.columns[name] for part in parts], taken))
        written = over_taken([part.ids for part in parts], taken)
        acts.source = joined(
            [chosen(alike(grid.index, part.ids), part.rows) for grid, part in zip(grids, parts, strict=True)]
        )
        acts.row = joined(taken)
        acts.fields = _joined([part.fields for part in parts], taken, None)
        acts.people = _joined([part.people for part in parts], taken, ())
        own = own_columns(grids, taken)
        acts.fields.update(own)
        self._identify(acts, written, own, grids, subjects)
        self.copies = put_together(acts, accounts, self._log)
        return acts

    def _sheet(self, grid: Grid) -> _Part:
        grid.find_broken(self._log, _NEEDED)
        whens = self._times.starts(grid)
        types = self._read_types(grid)
        units, lost = self._places.units(grid)
        groups = self._places.groups(grid, units)
        known = Known(types, units, each(lambda when: when and when.day, whens))
        about, nobody = self._people.subjects(grid, known)
        periods = grid.read("for_period", period_in, self._refuser(grid, "for_period"))
        times = self._times.times(grid, whens)
        fields = self._fields(grid, times.end)
        people = self._others(grid, fields, known)
        if "subject" in grid.names:
            people["subject"] = each(_or_nothing, about)
        for row in grid.refused():
            if row not in lost and row not in nobody:
                named = {column: cells[row] for column, cells in people.items()}
                self._not_taken(grid, row, known, groups[row], named, periods[row])
        columns: Columns = {
            "types": each(_or_nothing, types),
            "units": each(_or_nothing, units),
            "group": groups,
            "date": times.date,
            "start": times.start,
            "timed": times.timed,
            "for_period": periods,
        }
        ids = grid.read("id", text_of, self._refuser(grid, "id"))
        return _Part(grid.taken(), ids, columns, fields, people)

    def _read_types(self, grid: Grid) -> Sequence[tuple[str, ...] | None]:
        reader = self._types.of(grid.source.types)
        fixed = reader.read(grid.source.type) if grid.source.type else None
        types = grid.read("type", reader.read, self._unknown_type(grid))
        if isinstance(fixed, tuple):
            cells = grid.cells("type")
            cells = grid.empty() if cells is None else cells
            return each(lambda cell, own: fixed if text_of(cell) is None else own, cells, types)
        for row in where(lambda cell: text_of(cell) is None, grid.cells("type") or ()):
            if types[row] is None and grid.state[row] <= PROBLEM and (row, "type") not in grid.broken:
                grid.report(self._log, row, "type", "missing_type")
        return types

    def _unknown_type(self, grid: Grid) -> Callable[[int, Bad], None]:
        near: dict[str, str | None] = {}

        def refuse(row: int, bad: Bad) -> None:
            if bad.shown not in near:
                near[bad.shown] = self._types.nearest(bad.shown)
            hint = near[bad.shown]
            zh, en = (f"是否应为“{hint}”？", f"Did you mean {hint}? ") if hint else ("", "")
            grid.report(self._log, row, "type", "unknown_type", shown=bad.shown, hint_zh=zh, hint_en=en)

        return refuse

    def _refuser(self, grid: Grid, name: str) -> Callable[[int, Bad], None]:
        def refuse(row: int, bad: Bad) -> None:
            if grid.state[row] == TAKEN:
                code = "bad_time" if bad.code == "bad_date" else bad.code
                grid.report(self._log, row, name, code, shown=bad.shown)

        return refuse

    def _fields(self, grid: Grid, ends: Sequence[object]) -> Columns:
        fields: Columns = {}
        for name in grid.names:
            kind = TABLES["activities"][name].kind if name != "clock" else "clock"
            if name in _APART:
                continue
            if kind == "day":
                fields[name] = grid.read(name, self._day(grid), self._refuser(grid, name))
            else:
                fields[name] = grid.read(name, _PARSERS[kind], self._refuser(grid, name))
        if "end" in grid.names or any(distinct(ends)):
            fields["end"] = ends
        count_people(grid, fields, self._log)
        self._tick(grid, fields)
        for name in grid.account.columns - set(grid.own) - set(fields) - _APART:
            fields[name] = grid.empty()  # two headers that cannot be told apart: known to be there
        grid.account.columns |= set(fields) - {f"{name}_names" for name in COUNTS}
        return fields

    def _day(self, grid: Grid) -> Callable[[Raw], date | Bad | None]:
        read = when_reader(grid, self._zone)
        return lambda cell: when.day if isinstance(when := read(cell), When) else when

    def _tick(self, grid: Grid, fields: Columns) -> None:
        if not grid.ticks:
            return
        columns = {}
        for kind, at in grid.ticks.items():
            cells = grid.sheet.columns[at]
            yes = said.ticked(set(cells))
            columns[kind] = [cell in yes for cell in cells]
        listed = fields.get("evidence", grid.empty())
        fields["evidence"] = [
            tuple(dict.fromkeys([*(cell if isinstance(cell, tuple) else ()), *ticked]))
            for row, cell in enumerate(listed)
            for ticked in [[kind for kind, ticks in columns.items() if ticks[row]]]
        ]

    def _others(self, grid: Grid, fields: Columns, known: Known) -> dict[str, Sequence[tuple[int, ...]]]:
        found: dict[str, Sequence[tuple[int, ...]]] = {}
        for column in COLUMNS[1:]:
            name = "attendees_names" if column == "attendees" else column
            if column in self._asked and name in fields:
                cells = fields[name] if column != "visitor" else each(_several, fields[name])
                found[column] = self._people.others(grid, column, cells, known, self.unread)
        return found

    def _not_taken(
        self,
        grid: Grid,
        row: int,
        known: Known,
        group: int | None,
        named: Mapping[str, tuple[int, ...]],
        period: Period | None,
    ) -> None:
        where, code = grid.where(row), grid.codes[row]
        units, types, day = known.units[row], known.types[row], known.dates[row]
        self.unread.append(Unread(where, code, units, group, named, types, day, period))

    def _identify(
        self, acts: Activities, written: Sequence[str | None], own: Columns, grids: Sequence[Grid], subjects: Subjects
    ) -> None:
        identity = identify(acts, written, own, subjects)
        by_index = {grid.index: grid for grid in grids}
        for code, pairs in (("duplicate_row", identity.copies), ("duplicate_id", identity.clashes)):
            for i, first in pairs:
                grid, row = by_index[acts.source[i]], acts.row[i]
                at = by_index[acts.source[first]].where(acts.row[first])
                grid.report(self._log, row, "id" if code == "duplicate_id" else None, code, shown=written[i], first=at)
                if code == "duplicate_id":
                    named = {column: cells[i] for column, cells in acts.people.items()}
                    whose, types, day = (acts.units[i], acts.group[i]), acts.types[i], acts.date[i]
                    self.unread.append(Unread(grid.where(row), code, *whose, named, types, day, acts.for_period[i]))
        gone = {i for i, _ in (*identity.copies, *identity.clashes)}
        acts.id = identity.ids
        if len(grids) == 1:
            acts.row = chosen(grids[0].sheet.numbers, acts.row)
        else:
            acts.row = [by_index[source].sheet.numbers[row] for source, row in zip(acts.source, acts.row, strict=True)]
        if gone:
            drop(acts, gone)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one sheet holds: the rows that are taken, and columns over all of its rows."""

    rows: Sequence[int]
    ids: Sequence[str | None]
    columns: Columns
    fields: Columns
    people: Mapping[str, Sequence[tuple[int, ...]]]


def _or_nothing(cell: tuple[U, ...] | None) -> tuple[U, ...]:
    return cell or ()


def _several(cell: object) -> tuple[str, ...] | None:
    """Return the names in a cell that may list several."""
    return None if cell is None else people(str(cell))


def _joined(
    parts: Sequence[Mapping[str, Sequence[T]]], taken: Sequence[Sequence[int]], empty: T
) -> dict[str, Sequence[T]]:
    """Return the columns of all sheets together, over the rows that are taken."""
    return {
        name: joined(
            [
                [empty] * len(rows) if name not in part else chosen(part[name], rows)
                for part, rows in zip(parts, taken, strict=True)
            ]
        )
        for name in dict.fromkeys(name for part in parts for name in part)
    }

"""The rows of the tables beside the activities, read column by column; a row that is not in order is not taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import TypeVar

from ...coded import chosen, each, joined, where
from ..headers import REQUIRED, TABLES
from ..problems import Log
from ..shape.days import say_guessed, warn_short, when_reader
from ..shape.grids import TAKEN, Grid
from ..values import words as said
from ..values.cells import Bad, Raw, count_of, decimal_of, people, person, plain, text_of
from ..values.dates import When

T = TypeVar("T")


@dataclass(slots=True)
class Rows:
    """The rows of one table over all its sheets; ``columns`` are typed values by field, each of one length."""

    grid: list[Grid] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    columns: dict[str, list[object]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.row)

    def where(self, i: int) -> str:
        """Return where row ``i`` stands."""
        return self.grid[i].where(self.row[i])

    def texts(self, name: str) -> list[str | None]:
        """Return a column of texts, empty cells where there is no such column."""
        return [None if value is None else str(value) for value in self.columns.get(name, [None] * len(self))]

    def days(self, name: str) -> list[date | None]:
        """Return a column of days."""
        return [value if isinstance(value, date) else None for value in self.columns.get(name, [None] * len(self))]

    def refuse(self, log: Log, i: int, name: str | None, code: str, **values: object) -> None:
        """Log a problem of row ``i``; where it is an error, the row is not taken."""
        self.grid[i].report(log, self.row[i], name, code, severity=None, **values)

    def is_taken(self, i: int) -> bool:
        """Return whether row ``i`` is still taken."""
        return self.grid[i].state[self.row[i]] == TAKEN


def _name(cell: Raw) -> str | None:
    text = text_of(cell)
    return None if text is None else person(text)


def _names(cell: Raw) -> tuple[str, ...] | None:
    text = text_of(cell)
    return None if text is None else people(text)


PARSERS: Mapping[str, Callable[[Raw], object]] = {
    "text": text_of,
    "unit": text_of,
    "name": _name,
    "names": _names,
    "count": count_of,
    "decimal": decimal_of,
    "tick": said.tick,
    "unit_kind": said.unit_kind,
    "status": said.status,
    "roles": said.roles,
    "post": said.post,
}


def read_rows(table: str, grids: Sequence[Grid], zone: tzinfo, log: Log) -> Rows:
    """Return the rows of all sheets of ``table``; what is wrong with them goes to ``log``."""
    read = [_read_grid(table, grid, zone, log) for grid in grids]
    rows = Rows()
    taken = [grid.taken() for grid in grids]
    for grid, places in zip(grids, taken, strict=True):
        rows.grid.extend([grid] * len(places))
        rows.row.extend(places)
    for name in dict.fromkeys(name for columns in read for name in columns):
        rows.columns[name] = [*over_taken([columns.get(name) for columns in read], taken)]
    rows.columns.update({name: [*cells] for name, cells in own_columns(grids, taken).items()})
    return rows


def own_columns(grids: Sequence[Grid], taken: Sequence[Sequence[int]]) -> dict[str, Sequence[object]]:
    """Return the columns of the user's own over the taken rows of all sheets."""
    found: dict[str, Sequence[object]] = {}
    for name in dict.fromkeys(name for grid in grids for name in grid.own):
        places = [grid.own.get(name) for grid in grids]
        columns = [None if at is None else grid.sheet.columns[at] for grid, at in zip(grids, places, strict=True)]
        found[name] = plain(over_taken(columns, taken))
    return found


def over_taken(columns: Sequence[Sequence[T] | None], taken: Sequence[Sequence[int]]) -> Sequence[T | None]:
    """Return one column of all sheets over the rows that are taken; None stands for that of a sheet without it."""
    return joined(
        [
            [None] * len(rows) if column is None else chosen(column, rows)
            for column, rows in zip(columns, taken, strict=True)
        ]
    )


def needed_fields(table: str) -> set[str]:
    """Return the fields without whose value a row cannot be taken."""
    days = {name for name, column in TABLES[table].items() if column.kind == "day"}
    return {name for names in REQUIRED[table] for name in names} | {"unit"} | (days - {"recorded_on"})


def _read_grid(table: str, grid: Grid, zone: tzinfo, log: Log) -> dict[str, Sequence[object]]:
    grid.find_broken(log, needed_fields(table))
    columns: dict[str, Sequence[object]] = {}
    for name in grid.names:
        kind = TABLES[table][name].kind
        if kind == "day":
            columns[name] = read_days(grid, name, zone, log)
        else:
            columns[name] = grid.read(name, PARSERS[kind], _refuser(grid, name, log))
    # A later row of a unit leaves its kind empty; that the first one says it is seen when the rows are put together.
    required = [names for names in REQUIRED[table] if table != "units" or names != ("kind",)]
    _check_required(required, grid, columns, log)
    return columns


def _refuser(grid: Grid, name: str, log: Log) -> Callable[[int, Bad], None]:
    return lambda row, bad: grid.report(log, row, name, bad.code, shown=bad.shown)


def read_days(grid: Grid, name: str, zone: tzinfo, log: Log) -> Sequence[date | None]:
    """Return a column of days; a day that is none costs the row, a year of two digits is only said."""
    values: Sequence[When | None] = grid.read(name, when_reader(grid, zone), _refuser(grid, name, log))
    warn_short(grid, name, values, log)
    say_guessed(grid, name, values, log)
    return each(lambda when: when and when.day, values)


def _check_required(
    required: Collection[tuple[str, ...]], grid: Grid, columns: Mapping[str, Sequence[object]], log: Log
) -> None:
    for names in required:
        there = [columns[name] for name in names if name in columns]
        later = columns.get("since") if names == ("kind",) else None
        for row in where(lambda *values: all(value is None for value in values), *there) if there else ():
            empty = grid.state[row] == TAKEN
            if later is not None and later[row] is not None:
                continue  # an empty cell keeps the earlier kind; that there is one is checked with the first row
            if empty and not any((row, name) in grid.broken for name in names):
                name = next(name for name in names if name in columns)
                grid.report(log, row, name, "missing_value", shown=grid.header(name))

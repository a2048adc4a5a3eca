"""The days in a column of a sheet: read with what the sheet says of year and month, and what was guessed is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from ...coded import distinct, where
from ..problems import Log
from ..values.cells import Bad, Raw, text_of
from ..values.dates import When, when_of
from ..values.years import month_in
from .grids import TAKEN, Grid


def year_for(grid: Grid) -> int | None:
    """Return the year of days that are written without one in a sheet."""
    return grid.year.year if grid.year else None


def when_reader(grid: Grid, zone: tzinfo) -> Callable[[Raw], When | Bad | None]:
    """Return what reads the days of a sheet: it knows the year, the month and the day zero of the sheet."""
    year, month, date1904 = year_for(grid), month_in(grid.sheet.name or ""), grid.sheet.date1904
    return lambda cell: when_of(cell, zone, year, month, date1904)


def say_guessed(grid: Grid, name: str, values: Sequence[When | None], log: Log) -> None:
    """Say once of a sheet from where the year and the month of days were taken, and that some are numbers."""
    found = {when for when in distinct(values) if when is not None}
    if any(when.serial for when in found):
        grid.say(log, "serial_date", name)
    if any(when.placed for when in found):
        grid.say(log, "month_from_sheet", name, month=month_in(grid.sheet.name or ""))
    if grid.year is None or not any(when.guessed for when in found):
        return
    grid.say(log, f"year_from_{grid.year.origin}", name, year=grid.year.year)
    if grid.year.other is not None:
        grid.say(log, "year_conflict", name, year=grid.year.year, other=grid.year.other)


def warn_short(grid: Grid, name: str, values: Sequence[When | None], log: Log) -> None:
    """Say of every taken row with a year of two digits how it was read."""
    cells = grid.cells(name) or ()
    for row in where(lambda when: when is not None and when.short, values):
        when = values[row]
        if when is not None and grid.state[row] == TAKEN:
            grid.report(log, row, name, "two_digit_year", shown=text_of(cells[row]), year=when.day.year)

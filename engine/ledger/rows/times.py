"""When the rows of activities were held: their day, their start and end, and the period they are meant for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from ..problems import Log
from ..shape.days import say_guessed, warn_short, when_reader
from ..shape.grids import PROBLEM, TAKEN, Grid
from ..values.cells import Bad, Raw, is_blank, show
from ..values.dates import Clock, When, at, clock_of
from ..values.years import month_in, year_in
from .unlikely import unlikely

MIDNIGHT = time()
SAME_DAY = date.min  # stands for the day of the start, where an end is a clock time alone


@dataclass(slots=True)
class Times:
    """Columns over the rows of a sheet; ``start`` is midnight where no clock time is written."""

    date: list[date | None]
    start: list[datetime | None]
    timed: list[bool]
    end: list[datetime | None]


class TimeReader:
    """Reads the columns of time of a sheet of activities."""

    def __init__(self, zone: tzinfo, log: Log) -> None:
        self._zone, self._log = zone, log

    def starts(self, grid: Grid) -> list[When | None]:
        """Return when each row began; a day that is missing, is none or is of an unlikely year costs the row."""
        whens: list[When | None] = grid.read("start", when_reader(grid, self._zone), self._refuser(grid, "start"))
        cells = grid.cells("start") or ()
        missing = [row for row, when in enumerate(whens) if when is None and grid.state[row] == TAKEN]
        if grid.sheet.monthly:
            ticked = {row for row, cell in enumerate(grid.cells("for_period") or ()) if not is_blank(cell)}
            if ticked & set(missing):
                grid.say(self._log, "month_only", "for_period")
            missing = [row for row in missing if row not in ticked]
        for row in missing:
            if (row, "start") not in grid.broken:
                grid.report(self._log, row, "start", "missing_date")
        warn_short(grid, "start", whens, self._log)
        say_guessed(grid, "start", whens, self._log)
        for row, why in unlikely(grid, whens):
            if grid.state[row] <= PROBLEM:
                grid.report(
                    self._log, row, "start", "unlikely_year", shown=show(cells[row]), why_zh=why.zh, why_en=why.en
                )
                whens[row] = None
        self._warn_other_month(grid, whens)
        return whens

    def _warn_other_month(self, grid: Grid, whens: Sequence[When | None]) -> None:
        """Say of each day that lies outside the month for which its sheet is."""
        month = None if grid.sheet.spread else month_in(grid.sheet.name or "")
        year = year_in(grid.sheet.name or "")
        for row, when in enumerate(whens) if month is not None else ():
            other = when is not None and (when.day.month != month or year not in (None, when.day.year))
            if other and when is not None and grid.state[row] == TAKEN:
                shown = when.day.isoformat()
                grid.report(self._log, row, "start", "month_conflict", shown=shown, sheet=grid.sheet.name)

    def times(self, grid: Grid, whens: Sequence[When | None]) -> Times:
        """Return the columns of time, the clock times of columns of their own put in."""
        whens = self._with_clock(grid, whens)
        found = Times(
            [when and when.day for when in whens],
            [when and (when.start or datetime.combine(when.day, MIDNIGHT)) for when in whens],
            [when is not None and when.start is not None for when in whens],
            [when and when.end for when in whens],
        )
        if "end" in grid.names:
            self._put_ends(grid, whens, found)
        for row, (start, end) in enumerate(zip(found.start, found.end, strict=True)):
            if start is not None and end is not None and end < start and grid.state[row] == TAKEN:
                name = "end" if "end" in grid.names else "start"
                grid.report(self._log, row, name, "end_before_start", shown=end.isoformat(" ", "minutes"))
                found.end[row] = None
        return found

    def _with_clock(self, grid: Grid, whens: Sequence[When | None]) -> Sequence[When | None]:
        if "clock" not in grid.names:
            return whens
        clocks = grid.read("clock", clock_of, self._refuser(grid, "clock"))
        return [
            When(when.day, *at(when.day, clock), when.short) if when and clock and when.start is None else when
            for when, clock in zip(whens, clocks, strict=True)
        ]

    def _put_ends(self, grid: Grid, whens: Sequence[When | None], found: Times) -> None:
        ends = grid.read("end", self._end_reader(grid), self._refuser(grid, "end"))
        for row, (when, end) in enumerate(zip(whens, ends, strict=True)):
            if when is None or end is None:
                continue
            if end.start is not None:
                found.end[row] = datetime.combine(when.day, end.start.time()) if end.day == SAME_DAY else end.start
            elif end.day < when.day:
                found.end[row] = datetime.combine(end.day, MIDNIGHT)
            elif not found.timed[row]:
                # A last day without a clock time; beside a start with one it would make a false duration.
                found.end[row] = datetime.combine(end.day, MIDNIGHT)

    def _end_reader(self, grid: Grid) -> Callable[[Raw], When | Bad | None]:
        read = when_reader(grid, self._zone)

        def end(cell: Raw) -> When | Bad | None:
            when = read(cell)
            clock = clock_of(cell) if isinstance(when, Bad) else None
            return When(SAME_DAY, datetime.combine(SAME_DAY, clock.start)) if isinstance(clock, Clock) else when

        return end

    def _refuser(self, grid: Grid, name: str) -> Callable[[int, Bad], None]:
        def refuse(row: int, bad: Bad) -> None:
            if name == "start" or grid.state[row] == TAKEN:
                code = bad.code if name == "start" else "bad_time"
                grid.report(self._log, row, name, code, shown=bad.shown)

        return refuse

"""When the rows of activities were held: their day, their start and end, and the period they are meant for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from ...coded import each, put_in, where
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

    date: Sequence[date | None]
    start: Sequence[datetime | None]
    timed: Sequence[bool]
    end: Sequence[datetime | None]


class TimeReader:
    """Reads the columns of time of a sheet of activities."""

    def __init__(self, zone: tzinfo, log: Log) -> None:
        self._zone, self._log = zone, log

    def starts(self, grid: Grid) -> Sequence[When | None]:
        """Return when each row began; a day that is missing, is none or is of an unlikely year costs the row."""
        whens: Sequence[When | None] = grid.read("start", when_reader(grid, self._zone), self._refuser(grid, "start"))
        cells = grid.cells("start") or ()
        missing = [row for row in where(lambda when: when is None, whens) if grid.state[row] == TAKEN]
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
        gone = []
        for row, why in unlikely(grid, whens):
            if grid.state[row] <= PROBLEM:
                grid.report(
                    self._log, row, "start", "unlikely_year", shown=show(cells[row]), why_zh=why.zh, why_en=why.en
                )
                gone.append(row)
        whens = put_in(whens, gone, None)
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
            each(lambda when: when and when.day, whens),
            each(lambda when: when and (when.start or datetime.combine(when.day, MIDNIGHT)), whens),
            each(lambda when: when is not None and when.start is not None, whens),
            each(lambda when: when and when.end, whens),
        )
        if "end" in grid.names:
            ends = grid.read("end", self._end_reader(grid), self._refuser(grid, "end"))
            found.end = each(_end, whens, ends, found.end)
        gone = [row for row in where(_reversed, found.start, found.end) if grid.state[row] == TAKEN]
        for row in gone:
            name, end = "end" if "end" in grid.names else "start", found.end[row]
            assert end is not None
            grid.report(self._log, row, name, "end_before_start", shown=end.isoformat(" ", "minutes"))
        found.end = put_in(found.end, gone, None)
        return found

    def _with_clock(self, grid: Grid, whens: Sequence[When | None]) -> Sequence[When | None]:
        if "clock" not in grid.names:
            return whens
        clocks = grid.read("clock", clock_of, self._refuser(grid, "clock"))
        return each(_on_the_clock, whens, clocks)

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


def _on_the_clock(when: When | None, clock: Clock | None) -> When | None:
    """Return when it was, by the clock of another column where the day has none beside it."""
    if when is None or clock is None or when.start is not None:
        return when
    return When(when.day, *at(when.day, clock), when.short)


def _end(when: When | None, end: When | None, own: datetime | None) -> datetime | None:
    """Return the end that a column of its own says, else the one that stands beside the start."""
    if when is None or end is None:
        return own
    if end.start is not None:
        return datetime.combine(when.day, end.start.time()) if end.day == SAME_DAY else end.start
    # A last day without a clock time; beside a start with one it would make a false duration.
    return datetime.combine(end.day, MIDNIGHT) if end.day < when.day or when.start is None else own


def _reversed(start: datetime | None, end: datetime | None) -> bool:
    return start is not None and end is not None and end < start

"""A plan laid out as a wall calendar: months of whole weeks, each day with what stands on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ...calendars import DayKind, add_months
from ...engine.findings import Span
from .row import Row
from .words import DayNames, month_name

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """What stands on a day: rows of one kind and standing that are told in the same words, the hours apart."""

    mark: str
    text: str
    time: str
    place: str
    rows: Sequence[Row]

    @property
    def number(self) -> int:
        """How many rows it stands for."""
        return len(self.rows)

    @property
    def wrong(self) -> bool:
        """Whether an edit in it cannot be used as it stands."""
        return any(row.wrong for row in self.rows)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month: what it is, what it is called, and what stands on it."""

    day: date
    kind: DayKind
    name: str
    provisional: bool
    items: Sequence[Item] = ()

    @property
    def is_off(self) -> bool:
        """Whether nobody works on it."""
        return self.kind in (DayKind.HOLIDAY, DayKind.WEEKEND)


@dataclass(slots=True)
class Month:
    """A month in weeks from Monday on; None stands for days of other months."""

    first: date
    title: str
    weeks: list[list[Cell | None]] = field(default_factory=list)

    @property
    def cells(self) -> Iterator[Cell]:
        """Its days in order."""
        return (cell for week in self.weeks for cell in week if cell is not None)


class WallCalendar:
    """Lays rows out by day; ``merged`` where they are of many units, and only what is held how often is told."""

    def __init__(self, span: Span, names: DayNames, language: str, *, merged: bool = False) -> None:
        self._span, self._names, self._language, self._merged = span, names, language, merged

    def months(self, rows: Iterable[Row]) -> list[Month]:
        """Return every month of the span with the rows that stand on a day of it."""
        by_day: dict[date, list[Row]] = defaultdict(list)
        for row in rows:
            if row.on_calendar and row.day is not None:
                by_day[row.day].append(row)
        made = []
        first = self._span.first.replace(day=1)
        while first <= self._span.last:
            made.append(self._month(first, by_day))
            first = add_months(first, 1)
        return made

    def _month(self, first: date, by_day: dict[date, list[Row]]) -> Month:
        month = Month(first, month_name(first, self._language))
        day = first - first.weekday() * _DAY
        while day.month == first.month or day < first:
            week = [day + step * _DAY for step in range(7)]
            month.weeks.append([self._cell(one, by_day) if one.month == first.month else None for one in week])
            day += 7 * _DAY
        return month

    def _cell(self, day: date, by_day: dict[date, list[Row]]) -> Cell:
        names = self._names
        items = items_of(by_day.get(day, ()), merged=self._merged)
        return Cell(day, names.kind(day), names.name(day), names.is_provisional(day), items)


def items_of(rows: Iterable[Row], *, merged: bool) -> list[Item]:
    """Return the rows of one day as items, in the order of their hours; rows that look alike are one."""
    alike: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        beside = ("", "") if merged else (row.clock_text(), row.place)
        alike[beside[0], row.mark, row.short if merged else row.brief, beside[1]].append(row)
    order = sorted(alike.items(), key=lambda one: (not one[0][0], one[0][0].zfill(11), one[1][0].matter))
    return [Item(mark, text, time, place, tuple(found)) for (time, mark, text, place), found in order]


def provisional_days(rows: Iterable[Row]) -> dict[int, list[date]]:
    """Return, by the year whose arrangement is to say so, the days that are to be looked at again."""
    found: dict[int, set[date]] = defaultdict(set)
    for row in rows:
        if row.provisional and row.on_calendar and row.day is not None:
            found[row.provisional].add(row.day)
    return {year: sorted(days) for year, days in sorted(found.items())}

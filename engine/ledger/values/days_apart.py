"""Rows whose date cell names several days: each day becomes a record of its own, with the number of its row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date

from ...coded import distinct
from .cells import Bad, Raw, text_of
from .dates import When, when_of
from .sheets import Sheet

_BETWEEN = re.compile(r"[;；、，,\n\r]+|\s*(?:和|及|与)\s*")
_DAY = re.compile(r"(\d{1,2})\s*[日号]")
Part = tuple[str, date]  # a cell of its own, and the day that it names
_MOST = 62  # days in one cell; more are no list that a person wrote


def days_apart(sheet: Sheet, names: Mapping[str, int], year: int | None) -> Sheet:
    """Return a sheet of activities with a row for each day that its date cells list.

    ``names`` say which column holds the date and the id. A cell of which any part is no day stays as it is: what it
    means is not known. ``year`` is that of days that are written without one.
    """
    column = names.get("start")
    if column is None:
        return sheet
    cells = sheet.columns[column]
    several: dict[Raw, tuple[Part | None, ...]] = {
        cell: days for cell in distinct(cells) if isinstance(cell, str) and (days := _days(cell, year))
    }
    if not several:
        return sheet
    rows = [(at, part) for at, cell in enumerate(cells) for part in several.get(cell, (None,))]
    return replace(
        sheet,
        columns=[_column(sheet, own, rows, column, names.get("id")) for own in range(len(sheet.columns))],
        numbers=[sheet.numbers[at] for at, _ in rows],
        broken={(new, own): shown for (old, own), shown in sheet.broken.items() for new in _places(rows, old)},
        filled=frozenset((new, own) for old, own in sheet.filled for new in _places(rows, old)),
        spread=True,
    )


def _days(cell: str, year: int | None) -> tuple[Part, ...]:
    """Return the days that a cell lists, each as a cell of its own; none where it names one, or anything else too."""
    parts = [part.strip() for part in _BETWEEN.split(cell) if part.strip()]
    if not 1 < len(parts) <= _MOST or not isinstance(when_of(cell, UTC, year), Bad):
        return ()
    found: dict[str, date] = {}
    before: date | None = None
    for part in parts:
        part = _completed(part, before, year)
        when = when_of(part, UTC, before.year if before else year)
        if not isinstance(when, When):
            return ()
        found.setdefault(_written(part, when, before), when.day)
        before = when.day
    return tuple(found.items())


def _completed(part: str, before: date | None, year: int | None) -> str:
    """Return ``5日`` with the month of the day before it."""
    day = _DAY.match(part)
    return f"{before.year}-{before.month}-{day[1]}{part[day.end() :]}" if day and before else part


def _written(part: str, when: When, before: date | None) -> str:
    """Return the part, with the year of the day before it where it has none."""
    if before is None or not when.guessed:
        return part
    return f"{before.year}年{part}" if "月" in part else f"{before.year}-{re.sub(r'[./]', '-', part)}"


def _column(sheet: Sheet, own: int, rows: Sequence[tuple[int, Part | None]], start: int, id_: int | None) -> list[Raw]:
    cells = sheet.columns[own]
    if own == start:
        return [cells[at] if part is None else part[0] for at, part in rows]
    if own == id_:  # one id on several records would be a clash
        return [_told_apart(cells[at], part) for at, part in rows]
    return [cells[at] for at, _ in rows]


def _told_apart(cell: Raw, part: Part | None) -> Raw:
    text = text_of(cell)
    return cell if part is None or text is None else f"{text}@{part[1]}"


def _places(rows: Sequence[tuple[int, Part | None]], old: int) -> list[int]:
    return [new for new, (at, _) in enumerate(rows) if at == old]

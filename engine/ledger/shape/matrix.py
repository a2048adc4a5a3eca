"""Sheets with a column for each month, quarter or half-year: a row for each duty or household, a date or tick a cell.

Such a sheet is turned into one with a row for each cell that says something; every row keeps the number it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import NamedTuple

from ..headers import claims
from ..values import words as said
from ..values.cells import Bad, Raw, is_blank, text_of
from ..values.dates import When, when_of
from ..values.sheets import Sheet
from ..values.slots import Slot, slots_in
from ..values.years import Year, year_in
from .asides import is_note, is_total
from .heading import LOOKED_AT, below, row_of

_DAY = re.compile(r"(\d{1,2})\s*[日号]")
_SEVERAL = re.compile(r"[;；、，,\n]+")
START, PERIOD, TYPE, SUBJECT = "日期", "所属时段", "类型", "对象"


class Gathering(NamedTuple):
    """What a cell tells of one gathering: its date, or only the period that it was meant for, or both."""

    start: Raw = None
    period: Raw = None


def unfolded(
    sheet: Sheet,
    year: Callable[[Sheet], Year | None],
    is_type: Callable[[Raw], bool],
    typed: bool,
    rows: int = LOOKED_AT,
) -> Sheet | None:
    """Return the sheet with a row for each month that says something, None where it has no such columns.

    ``year`` tells the year of a sheet whose header names none; ``typed`` that the source fixes the type, so that the
    rows are of people or households. ``rows`` is how many below the first one may be the header instead of it.
    """
    for at in range(min(rows, len(sheet.numbers)) + 1):
        slots = slots_in(row_of(sheet, at))
        if slots:
            found = below(sheet, at, 1) if at else sheet
            return _unfold(found, slots, year(found), is_type, typed)
    return None


def _unfold(
    sheet: Sheet,
    slots: Mapping[int, Slot],
    year: Year | None,
    is_type: Callable[[Raw], bool],
    typed: bool,
) -> Sheet:
    others = [column for column in range(len(sheet.header)) if column not in slots]
    lead = _lead(sheet, others, is_type, typed)
    rows: list[list[Raw]] = []
    places: list[tuple[int, int]] = []  # the row and the column in the file, of each row that is made
    silent: list[int] = []
    titled = year.year if year else year_in(" ".join(text_of(cell) or "" for cell in sheet.header))
    for at, number in enumerate(sheet.numbers):
        kept = [sheet.columns[column][at] for column in others]
        first = next((cell for cell in kept if not is_blank(cell)), None)
        if first is None or is_total(first) or is_note(first):
            rows.append([*kept, None, None])  # a blank row, or a total: told apart where all rows are
            places.append((at, 0))
            continue
        found = [
            (column, one)
            for column, slot in slots.items()
            for one in gatherings(sheet, at, column, slot, slot.year or titled)
        ]
        if not found:
            silent.append(number)
        rows.extend([*kept, one.start, one.period] for _, one in found)
        places.extend((at, column) for column, _ in found)
    header = [*(lead.get(column, sheet.header[column]) for column in others), START, PERIOD]
    return spread(sheet, header, rows, places, silent, others)


def spread(
    sheet: Sheet,
    header: list[Raw],
    rows: Sequence[Sequence[Raw]],
    places: Sequence[tuple[int, int]],
    silent: Sequence[int],
    others: Sequence[int],
) -> Sheet:
    """Return the sheet of ``rows``, made from the cells at ``places``: first the columns ``others``, then the date."""
    start = len(others)
    columns: list[Sequence[Raw]] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in header]
    return replace(
        sheet,
        header=header,
        columns=columns,
        numbers=[sheet.numbers[at] for at, _ in places],
        broken={(new, start): shown for new, place in enumerate(places) if (shown := sheet.broken.get(place))},
        filled=frozenset(),
        silent=silent,
        came=[[*others, *[column] * (len(header) - start)] for _, column in places],
        unfolded=[column for column in range(len(sheet.header)) if column not in others],
        spread=True,
    )


def _lead(sheet: Sheet, others: Sequence[int], is_type: Callable[[Raw], bool], typed: bool) -> dict[int, str]:
    """Return the header of the column that says what, or whom, a row is about, where its own does not say."""
    for column in others:
        cells = [cell for cell in sheet.columns[column] if not is_blank(cell)]
        known = claims("activities", text_of(sheet.header[column]) or "")
        if "type" in known or (typed and "subject" in known):
            return {}
        if cells and 2 * sum(map(is_type, cells)) > len(cells):
            return {column: TYPE}
    if typed:
        names = [c for c in others if not is_blank(sheet.header[c]) and not _numbered(sheet.columns[c])]
        return {names[0]: SUBJECT} if names else {}
    return {}


def _numbered(cells: Sequence[Raw]) -> bool:
    return all(is_blank(cell) or (text_of(cell) or "").isdecimal() for cell in cells)


def gatherings(sheet: Sheet, at: int, column: int, slot: Slot, year: int | None) -> list[Gathering]:
    """Return the gatherings that a cell tells of; a tick has a period alone, a cell without a value nothing.

    A day outside the month, or quarter, of its cell was meant for that one.
    """
    cell = sheet.columns[column][at]
    if (at, column) in sheet.broken:
        return [Gathering()]
    if is_blank(cell) or said.tick(cell) is False:
        return []
    if said.tick(cell) is True:
        return [Gathering(None, slot.key(year))]
    parts = _SEVERAL.split(cell) if isinstance(cell, str) else [cell]
    return [_gathering(part, slot, year) for part in parts if not is_blank(part)]


def _gathering(part: Raw, slot: Slot, year: int | None) -> Gathering:
    day = _DAY.fullmatch(part.strip()) if isinstance(part, str) and slot.months == 1 else None
    start: Raw = f"{year}-{slot.number:02d}-{int(day[1]):02d}" if day and year else part
    when = when_of(start, UTC, year)
    other = isinstance(when, When) and not slot.holds(when.day, year)
    return Gathering(_dated(start, when), slot.key(year) if other else None)


def _dated(start: Raw, when: When | Bad | None) -> Raw:
    """Return the date as it stands, its year put in where it has none: the column has said it."""
    if isinstance(when, When) and when.guessed and when.start is None and when.end is None:
        return when.day.isoformat()
    return start

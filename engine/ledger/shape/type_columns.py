"""Sheets with a column for each type of activity: a row for each month or day, a date or a tick in each cell.

Such a sheet is turned into one with a row for each cell that says something; every row keeps the number it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..headers import claims
from ..values import words as said
from ..values.cells import Raw, is_blank, text_of
from ..values.sheets import Sheet
from ..values.slots import slot_of
from ..values.years import Year, year_in
from .asides import is_note, is_total
from .heading import LOOKED_AT, below, row_of
from .matrix import PERIOD, START, TYPE, Gathering, gatherings, spread

LEAST = 2  # types that a header names


def typed_columns(
    sheet: Sheet, year: Callable[[Sheet], Year | None], is_type: Callable[[Raw], bool], rows: int = LOOKED_AT
) -> Sheet | None:
    """Return the sheet with a row for each gathering, None where its header does not name several types.

    ``rows`` is how many rows below the first one may be the header instead of it.
    """
    for at in range(min(rows, len(sheet.numbers)) + 1):
        header = row_of(sheet, at)
        types = [column for column, cell in enumerate(header) if isinstance(cell, str) and is_type(cell)]
        if len(types) < LEAST or any("type" in claims("activities", text_of(cell) or "") for cell in header):
            continue
        found = below(sheet, at, 1) if at else sheet
        lead = _lead(found, types)
        if lead is not None:
            return _unfold(found, lead, types, year(found))
    return None


def _lead(sheet: Sheet, types: Sequence[int]) -> int | None:
    """Return the column that says when: of months, quarters or half-years, or the one headed as a date."""
    for column in range(len(sheet.header)):
        cells = [cell for cell in sheet.columns[column] if not is_blank(cell)] if column not in types else []
        if cells and 2 * sum(slot_of(cell) is not None for cell in cells) > len(cells):
            return column
    dated = [
        column
        for column, cell in enumerate(sheet.header)
        if column not in types and "start" in claims("activities", text_of(cell) or "")
    ]
    return dated[0] if len(dated) == 1 else None


def _unfold(sheet: Sheet, lead: int, types: Sequence[int], year: Year | None) -> Sheet:
    others = [column for column in range(len(sheet.header)) if column not in types and column != lead]
    titled = year.year if year else year_in(" ".join(text_of(cell) or "" for cell in sheet.header))
    rows: list[list[Raw]] = []
    places: list[tuple[int, int]] = []  # the row and the column in the file, of each row that is made
    silent: list[int] = []
    for at, number in enumerate(sheet.numbers):
        kept, when = [sheet.columns[column][at] for column in others], sheet.columns[lead][at]
        if _is_aside(sheet, at, when):
            rows.append([*kept, when, None, None])  # a blank row, or a total: told apart where all rows are
            places.append((at, lead))
            continue
        found = [(column, one) for column in types for one in _gatherings(sheet, at, column, when, titled)]
        if not found:
            silent.append(number)
        rows.extend([*kept, one.start, one.period, sheet.header[column]] for column, one in found)
        places.extend((at, column) for column, _ in found)
    header = [*(sheet.header[column] for column in others), START, PERIOD, TYPE]
    return spread(sheet, header, rows, places, silent, others)


def _is_aside(sheet: Sheet, at: int, when: Raw) -> bool:
    first = next((cell for column in sheet.columns if not is_blank(cell := column[at])), None)
    aside = any(is_total(cell) or is_note(cell) for cell in (first, when))
    return aside or (first is None and not any(row == at for row, _ in sheet.broken))


def _gatherings(sheet: Sheet, at: int, column: int, when: Raw, year: int | None) -> Sequence[Gathering]:
    """Return the gatherings of one type in a row; a tick is one on the day that the row is headed with."""
    slot, cell = slot_of(when), sheet.columns[column][at]
    if slot is not None:
        return gatherings(sheet, at, column, slot, slot.year or year)
    if (at, column) in sheet.broken:
        return [Gathering()]
    if is_blank(cell) or said.tick(cell) is False:
        return []
    return [Gathering(when if said.tick(cell) is True else cell)]

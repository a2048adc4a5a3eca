"""Sheets with a column for each month: a row for each duty or household, a date or a tick in each cell.

Such a sheet is turned into one with a row for each cell that says something; every row keeps the number it has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from . import words as said
from .cells import Bad, Raw, fold, is_blank, text_of
from .dates import When, when_of
from .grids import TOTALS
from .headers import claims
from .heading import LOOKED_AT, below, row_of
from .sheets import Sheet
from .years import Year, year_in

_MONTH = re.compile(r"(?:(20\d\d)\s*[年./-]\s*)?(\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_WORDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_NUMBERS = {word: n for n, word in enumerate(_WORDS, start=1)}
_DAY = re.compile(r"(\d{1,2})\s*[日号]")
_SEVERAL = re.compile(r"[;；、，,\n]+")
LEAST = 3  # months that a header names
START, PERIOD, TYPE, SUBJECT = "日期", "所属时段", "类型", "对象"
MADE = (START, PERIOD)  # the columns that stand for those of months


def unfolded(
    sheet: Sheet,
    year: Callable[[Sheet], Year | None],
    is_type: Callable[[Raw], bool],
    typed: bool,
    rows: int = LOOKED_AT,
) -> Sheet | None:
    """Return the sheet with a row for each month that says something, None where it has no columns of months.

    ``year`` tells the year of a sheet whose header names none; ``typed`` that the source fixes the type, so that the
    rows are of people or households. ``rows`` is how many below the first one may be the header instead of it.
    """
    for at in range(min(rows, len(sheet.numbers)) + 1):
        months = months_in(row_of(sheet, at))
        if len(set(months.values())) >= LEAST and len(set(months.values())) == len(months):
            found = below(sheet, at, 1) if at else sheet
            return _unfold(found, months, year(found), is_type, typed)
    return None


def months_in(header: Sequence[Raw]) -> dict[int, tuple[int | None, int]]:
    """Return, by column, the year (None: not named) and the month that a header names."""
    found = {}
    for column, cell in enumerate(header):
        match = _MONTH.fullmatch(unicodedata.normalize("NFKC", text_of(cell) or "").strip())
        if match:
            month = _NUMBERS.get(match[2]) or int(match[2] if match[2].isdecimal() else 0)
            if 1 <= month <= 12:
                found[column] = (int(match[1]) if match[1] else None, month)
    return found


def _unfold(
    sheet: Sheet,
    months: Mapping[int, tuple[int | None, int]],
    year: Year | None,
    is_type: Callable[[Raw], bool],
    typed: bool,
) -> Sheet:
    others = [column for column in range(len(sheet.header)) if column not in months]
    lead = _lead(sheet, others, is_type, typed)
    header = [lead.get(column, sheet.header[column]) for column in others]
    rows: list[list[Raw]] = []
    numbers: list[int] = []
    silent: list[int] = []
    titled = year_in(" ".join(text_of(cell) or "" for cell in sheet.header))
    for at, number in enumerate(sheet.numbers):
        kept = [sheet.columns[column][at] for column in others]
        cells = [
            (start, period)
            for column, (own, month) in months.items()
            for start, period in _cells(sheet.columns[column][at], own or (year.year if year else titled), month)
        ]
        first = next((cell for cell in kept if not is_blank(cell)), None)
        if first is None or fold(text_of(first) or "") in TOTALS:
            cells = [(None, None)]  # a blank row, or a total: told apart where all rows are
        elif not cells:
            silent.append(number)
        rows.extend([*kept, start, period] for start, period in cells)
        numbers.extend([number] * len(cells))
    columns: list[Sequence[Raw]] = [list(column) for column in zip(*rows, strict=True)]
    columns = columns or [[] for _ in range(len(header) + 2)]
    return replace(
        sheet,
        header=[*header, *MADE],
        columns=columns,
        numbers=numbers,
        broken={},
        silent=silent,
        monthly=True,
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


def _cells(cell: Raw, year: int | None, month: int) -> list[tuple[Raw, Raw]]:
    """Return (date, period) for each gathering that a cell tells; a tick has a period alone.

    A day outside the month of its column was meant for that month.
    """
    if is_blank(cell) or said.tick(cell) is False:
        return []
    period = f"{year}-{month:02d}" if year else f"{month}月"
    if said.tick(cell) is True:
        return [(None, period)]
    found: list[tuple[Raw, Raw]] = []
    for part in _SEVERAL.split(cell) if isinstance(cell, str) else [cell]:
        if is_blank(part):
            continue
        day = _DAY.fullmatch(part.strip()) if isinstance(part, str) else None
        start: Raw = f"{year}-{month:02d}-{int(day[1]):02d}" if day and year else part
        when = when_of(start, UTC, year)
        other = isinstance(when, When) and (when.day.year, when.day.month) != (year or when.day.year, month)
        found.append((_dated(start, when), period if other else None))
    return found


def _dated(start: Raw, when: When | Bad | None) -> Raw:
    """Return the date as it stands, its year put in where it has none: the column has said it."""
    if isinstance(when, When) and when.guessed and when.start is None and when.end is None:
        return when.day.isoformat()
    return start

"""The year of days that are written without one: the sheet says it, its titles, the name of the file, or the log."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .chinese_numbers import number_of
from .sheets import Sheet

Origin = Literal["sheet", "title", "file", "log_starts"]
# A day alone above the header is a record shown as an example, or when the ledger was filled in.
_DAY = re.compile(r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:[\sT].*)?")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_OF_LEDGERS = "(?:[^\\d月]{0,6}(?:台账|记录|统计|情况|活动|生活|会议|表))?"
_MONTH = re.compile(
    rf"(?:20\d\d\s*[年./-]?\s*)?(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月份?{_OF_LEDGERS}|20\d\d[.-](\d{{1,2}})"
)


@dataclass(frozen=True, slots=True)
class Year:
    """A year and what says so; ``other`` is a different one that stands in a less near place."""

    year: int
    origin: Origin
    other: int | None = None


def year_of(sheet: Sheet, file: str, log_starts: date | None) -> Year | None:
    """Return the year of a sheet, None where nothing says one."""
    said: list[tuple[int | None, Origin]] = [
        (year_in(sheet.name or ""), "sheet"),
        (year_in(" ".join(title for title in sheet.titles if not _DAY.fullmatch(title.strip()))), "title"),
        (year_in(file.rpartition("/")[2]), "file"),
        (log_starts.year if log_starts else None, "log_starts"),
    ]
    found = [(year, origin) for year, origin in said if year is not None]
    if not found:
        return None
    year, origin = found[0]
    other = next((one for one, place in found[1:] if one != year and place != "log_starts"), None)
    return Year(year, origin, other)


def year_in(name: str) -> int | None:
    """Return the only year that a text names, None where it names none or several."""
    years = set(_YEAR.findall(name))
    return int(years.pop()) if len(years) == 1 else None


def month_in(name: str) -> int | None:
    """Return the month that the name of a sheet is: ``3月``, ``三月``, ``2026年3月``, ``2026-03``."""
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", name).strip())
    if match is None:
        return None
    said = match[1] or match[2]
    month = int(said) if said.isdecimal() else number_of(said)
    return month if month is not None and 1 <= month <= 12 else None

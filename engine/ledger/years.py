"""The year of days that are written without one: the sheet says it, its titles, the name of the file, or the log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .sheets import Sheet

Origin = Literal["sheet", "title", "file", "log_starts"]
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


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
        (year_in(" ".join(sheet.titles)), "title"),
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

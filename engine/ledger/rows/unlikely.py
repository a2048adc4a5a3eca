"""Days whose year can hardly be meant: far from the year that a sheet, a title or a file names, or from all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from ...coded import counted, each, where
from ...text import Text
from ..shape.grids import Grid
from ..values.dates import When

FAR = 731  # days after all others from which a year is taken for a slip
FEWEST = 5  # others, without which nothing can be told
_PLACES = {
    "sheet": Text("工作表名", "in the name of the sheet"),
    "title": Text("标题", "in the title"),
    "file": Text("文件名", "in the name of the file"),
}


def unlikely(grid: Grid, whens: Sequence[When | None]) -> Iterator[tuple[int, Text]]:
    """Yield the rows whose year is unlikely, each with the reason."""
    year = grid.year
    if year is not None and year.origin in _PLACES and _holds(year.year, year.origin, whens):
        place = _PLACES[year.origin]
        why = Text(
            f"与{place.zh}中的 {year.year} 年相差一年以上", f"is more than a year from the {year.year} {place.en}"
        )
        yield from ((row, why) for row in where(lambda when: _far(when, year.year), whens))
        return
    days = counted(each(lambda when: when and when.day, whens))
    days.pop(None, None)
    last = _last_likely(days)
    if last is not None:
        why = Text(
            f"比本列其余日期（最晚 {last.isoformat()}）晚两年以上",
            f"is more than two years after every other day of its column (the last one is {last.isoformat()})",
        )
        yield from ((row, why) for row in where(lambda when: when and (when.day - last).days > FAR, whens))


def _far(when: When | None, year: int) -> bool:
    return when is not None and abs(when.day.year - year) > 1


def _holds(year: int, origin: str, whens: Sequence[When | None]) -> bool:
    """Return whether a year is that of the days; in a title or the name of a file it may be of something else."""
    if origin == "sheet":
        return True
    far = len(where(lambda when: _far(when, year), whens))
    return far < 3 or 2 * far <= len(whens) - len(where(lambda when: when is None, whens))


def _last_likely(days: Counter[date]) -> date | None:
    """Return the last day before a few that are far later, None where there are none such."""
    order, total, before = sorted(days), days.total(), 0
    for day, after in pairwise(order):
        before += days[day]
        if (after - day).days > FAR and before >= FEWEST and (total - before) * 5 <= before:
            return day
    return None

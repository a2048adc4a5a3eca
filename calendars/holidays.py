"""A user's own list of holidays and working days: YAML, an announcement in JSON, or a calendar file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path

from .days import WorkCalendar
from .own_days import HolidayList, OwnDay
from .system_words import system_words

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for a day, and the file that says so; ``over`` are places of earlier files that say otherwise."""

    own: OwnDay
    file: str
    over: tuple[str, ...] = ()


def read_holidays(path: str | PathLike[str], shown: str | None = None) -> HolidayList:
    """Return the list in the file ``path``, called ``shown`` in messages; what could be read is there beside faults.

    The file is YAML or JSON with ``holidays:`` and ``workdays:``, each a list of days and of ranges such as
    ``2027-02-05..2027-02-12`` or ``{from: 2027-02-05, to: 2027-02-12}``; a holiday-cn file (``year``, ``papers``,
    ``days``); or a calendar of holidays (iCalendar).
    """
    found = HolidayList(shown or Path(path).name)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        why = system_words(error)
        zh = f"无法读取这个文件（{why[0]}）。请检查路径和权限。"
        found.faults.append((None, zh, f"The file cannot be read ({why[1]}). Check path and rights."))
        return found
    if data.startswith(_GZIP):
        zh = "这是压缩文件（gzip）。请解压后再用。"
        found.faults.append((None, zh, "This file is compressed (gzip). Unpack it first."))
    elif _is_calendar(data):
        from .holiday_events import read_events

        read_events(data, found)
    else:
        from .holiday_text import read_text

        read_text(data, found)
    return found


def merge(lists: Iterable[HolidayList]) -> dict[date, Place]:
    """Return what holds for each day that some list names: a later list stands over an earlier one."""
    merged: dict[date, Place] = {}
    for each in lists:
        for day, own in each.days.items():
            before = merged.get(day)
            over: tuple[str, ...] = ()
            if before is not None and before.own.off != own.off:
                over = (*before.over, _where(before))
            merged[day] = Place(own, each.file, over)
    return merged


def work_calendar(lists: Iterable[HolidayList]) -> WorkCalendar:
    """Return the working days with ``lists`` on top, the last of them uppermost."""
    lists = list(lists)
    merged: Mapping[date, Place] = merge(lists)
    return WorkCalendar(
        [day for day, place in merged.items() if place.own.off],
        [day for day, place in merged.items() if not place.own.off],
        {year for each in lists for year in each.years},
    )


def _where(place: Place) -> str:
    return f"{place.file}:{place.own.line}" if place.own.line else place.file


def _is_calendar(data: bytes) -> bool:
    """Return whether a file is a calendar, in whatever encoding."""
    start = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start[:15].upper() == b"BEGIN:VCALENDAR"

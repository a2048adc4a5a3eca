"""Reads a calendar of holidays: which of its events are days off, which are days worked for them, which neither.

Such files have two kinds of events among others: days off (春节（休）, 春节假期, 春节 假期 第1天/共9天) and days
worked to make up for them (春节（班）, 上班(补春节假期), 春节 补班 第1天/共2天). Apple's has a mark of its own besides.
What is neither, in a file that marks, is a solar term or a festival on which everybody works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from .arrivals import Arrivals, read_arrivals
from .incoming import Arrival
from .lines import Unusable, read_components
from .own_days import HolidayList, OwnDay

_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)
_MARK = "X-APPLE-SPECIAL-DAY"
_MARKS = {"WORK-HOLIDAY": True, "ALTERNATE-WORKDAY": False}
_WORKED = re.compile(r"(?<!值)班(?![级会])|[（(]补[）)]|work(?:ing)?\s?day", re.IGNORECASE)
_OFF = re.compile(r"休|假|day off", re.IGNORECASE)
_SWAPPED = "调休"  # of itself either of the two
_NAME = re.compile(r"[（(].*?[）)]|[休班]\s*[|｜]|第\d+天.*|假期|放假|调休|补班|上班|[休班](?=$|\s)")
_SATURDAY = 5
_UNUSABLE = {
    "not_a_calendar": (
        "这不是完整的日历文件。请重新下载。",
        "This is not a complete calendar file. Download it again.",
    ),
    "truncated": (
        "日历文件不完整，到此处中断。请重新下载。",
        "The calendar file is cut short here. Download it again.",
    ),
}


def read_events(data: bytes, found: HolidayList) -> None:
    """Read the days off and the days worked of a calendar into ``found``."""
    found.form = "calendar"
    try:
        marks = dict(_marks(data))
        # There are files in use in which several days worked share a UID.
        arrivals = read_arrivals(data, "Asia/Shanghai", _FIRST, _LAST, _LAST, by_uid=False)
    except Unusable as error:
        zh, en = _UNUSABLE.get(
            error.code, ("日历文件无法读取。请重新下载。", "The calendar cannot be read. Download it again.")
        )
        found.faults.append((error.line or None, zh, en))
        return
    events = [one for one in arrivals.records if one.status != "cancelled"]
    told = [(one, _told(one, marks.get(one.line))) for one in events]
    found.unmarked = all(off is None for _, off in told)
    left: set[int] = set()
    for one, marked in told:
        off = True if found.unmarked and one.all_day else marked
        # A day worked is often given with its hours; what is off is off all day.
        if off is None or (off and not one.all_day):
            left.add(one.line)
            continue
        for day in _days(one):
            found.put(day, OwnDay(off, _name(one.title), one.line))
    found.left = len(left)
    _note_refused(arrivals, marks, found)


def _told(one: Arrival, mark: str | None) -> bool | None:
    """Return whether an event is a day off, or worked, by its mark or its title; None where neither says so."""
    if mark in _MARKS:
        return _MARKS[mark]
    title = one.title.replace(_SWAPPED, "")
    if _WORKED.search(title):
        return False  # 上班(补春节假期) names the holiday too
    if _OFF.search(title):
        return True
    # On a weekend it can only mean that the day is worked, on another day only that it is not.
    return one.day.weekday() < _SATURDAY if _SWAPPED in one.title else None


def _marks(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the line of each event that has a mark of its own, with the mark."""
    for calendar in read_components(data).calendars:
        for part in calendar.walk("VEVENT"):
            if texts := part.lines.get(_MARK):
                yield part.line, _value(texts[0])


def _value(text: str) -> str:
    return text.partition(":")[2].strip().upper()


def _days(one: Arrival) -> Iterator[date]:
    last = one.end.date() if isinstance(one.end, datetime) else one.end if one.end and one.all_day else one.day
    for step in range((last - one.day).days + 1):
        yield one.day + timedelta(days=step)


def _name(title: str) -> str | None:
    """Return what a day is off or worked for: the title without what says that it is."""
    return _NAME.sub("", title).strip(" :：-|｜") or None


def _note_refused(arrivals: Arrivals, marks: dict[int, str], found: HolidayList) -> None:
    """Note the events that cannot be read as faults where they may matter; the others are left out."""
    for refused in arrivals.refused:
        title = refused.title.replace(_SWAPPED, "休")
        if found.unmarked or refused.line in marks or _WORKED.search(title) or _OFF.search(title):
            found.faults.append(
                (
                    refused.line,
                    f"这一条的日期无法识别（{refused.shown or '没有日期'}）。请改正或删去。",
                    f"The date of this event cannot be read ({refused.shown or 'none'}). Mend it or take it out.",
                )
            )
        else:
            found.left += 1

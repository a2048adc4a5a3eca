"""Dates, clock times and periods as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import NamedTuple

from ....calendars import Period, parse_period, period_of
from .cells import Bad, Raw, is_blank, show
from .chinese_numbers import with_digits

FIRST_YEAR, LAST_YEAR = 1900, 2100

_CLOCK = (
    r"(?P<noon{0}>上午|下午|中午|早上|晚上|晚|凌晨)?\s*(?P<hour{0}>\d{{1,2}})\s*"
    r"(?::(?P<minute{0}>\d{{1,2}})(?::(?P<second{0}>\d{{1,2}})(?:\.\d+)?)?"
    r"|[时点](?:(?P<min{0}>\d{{1,2}})分?|(?P<half{0}>半)|整|钟)?)"
)
_CLOCK_1 = _CLOCK.format("1")
_UNTIL = r"(?:\s*(?:-|–|—|~|至|到)+\s*" + _CLOCK.format("2") + ")?"
# 15:00-16:30 is from and until; a minus is an offset only in the ISO form with a T.
_ZONE = r"\s*(?P<zone>Z|\+\d{2}(?::?\d{2})?|(?(iso)-(?:0\d|1[0-2]):?\d{2}|(?!)))?"
_DAY = r"(?P<year>\d{4}|\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?"
_COMPACT = r"(?P<ymd>(?:19|20)\d{6})(?!\d)"
_NO_YEAR = r"(?P<month>\d{1,2})\s*(?:月|[./-])\s*(?P<day>\d{1,2})(?!\d|\s*[./年])\s*[日号]?"
# The last day of several, which ends a day that is written before it.
_LAST = r"(?:\s*(?:-|–|—|~|至|到)+\s*(?:(?P<month2>\d{1,2})\s*(?:月|[./])\s*)?(?P<day2>\d{1,2})(?![:\d])\s*[日号])?"
_WEEKDAY = r"(?:\s*,?\s*\(?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*\)?)?"
_REST = rf"{_WEEKDAY}{_LAST}(?:\s*(?P<iso>T)?\s*{_CLOCK_1}{_ZONE}{_UNTIL}|\s*(?:上午|下午|晚上|晚))?"
_WHEN = re.compile(rf"(?:{_DAY}|{_COMPACT}){_REST}", re.I)
_YEARLESS = re.compile(rf"{_NO_YEAR}{_REST}", re.I)
_ONLY_TIMES = re.compile(_CLOCK_1 + _UNTIL)

_MONTHLESS = re.compile(rf"(?P<day>\d{{1,2}})\s*[日号]{_REST}", re.I)
_LISTED = re.compile(r"(\d{4})\s*[、,]\s*(\d{1,2})\s*[、,]\s*(\d{1,2})(?!\d)")  # 2026、3、5
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DAY_ZERO, _SHIFT_1904 = datetime(1899, 12, 30), 1462  # what spreadsheets count days from, and later on a Macintosh
_FIRST_SERIAL, _LAST_SERIAL = 32874, 73415  # 1990 to 2100

_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_KEY = re.compile(r"(\d{4})年?度?")
_MONTH_KEY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?份?")
_QUARTER_KEY = re.compile(r"(\d{4})年?-?(?:Q([1-4])|第?([一二三四1-4])季度?)")
_HALF_KEY = re.compile(r"(\d{4})年?-?(?:H([12])|(上|下)半年)")


class When(NamedTuple):
    """A day, with its clock times where they are written.

    ``short`` tells a year of two digits, ``guessed`` one that is not written at all, ``placed`` that the month is not
    written either; ``serial`` a number of days, as spreadsheets keep dates.
    """

    day: date
    start: datetime | None = None
    end: datetime | None = None
    short: bool = False
    guessed: bool = False
    placed: bool = False
    serial: bool = False


class Clock(NamedTuple):
    """Clock times alone, without a day."""

    start: time
    end: time | None = None


def when_of(
    cell: Raw, zone: tzinfo, year: int | None = None, month: int | None = None, date1904: bool = False
) -> When | Bad | None:
    """Return the local day and time of a cell; times with an offset are turned into ``zone``.

    ``year`` and ``month`` are those of days that are written without one; None: such a cell is no day. ``date1904``
    tells from when a number of days counts.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        moment = (cell + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
        # A spreadsheet keeps a day without a clock time as its midnight.
        return _checked(When(moment.date(), moment if moment.time() != time() else None), cell)
    if isinstance(cell, date):
        return _checked(When(cell), cell)
    if not isinstance(cell, str | int | Decimal):
        return Bad("bad_date", show(cell))
    serial = _serial(cell, date1904)
    if serial is not None or isinstance(cell, Decimal):
        return serial or Bad("bad_date", show(cell))
    text = _plain(str(cell))
    match = _WHEN.fullmatch(text)
    if match is None and year is not None and isinstance(cell, str):
        match = _YEARLESS.fullmatch(text) or (_MONTHLESS.fullmatch(text) if month is not None else None)
    if match is None:
        return Bad("bad_date", show(cell))
    try:
        return _checked(_when(match, zone, year, month), cell)
    except (ValueError, OverflowError):
        return Bad("bad_date", show(cell))


def _plain(text: str) -> str:
    """Return the text of a date in digits of normal width, without a full stop at its end."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(".。")
    return _LISTED.sub(r"\1-\2-\3", plain if plain.isascii() else with_digits(plain), count=1)


def _serial(cell: str | int | Decimal, date1904: bool) -> When | None:
    """Return the day that a number of days names, None where the cell is no such number."""
    text = cell.strip() if isinstance(cell, str) else str(cell)
    if not _SERIAL.fullmatch(text) or not text.isascii():
        return None
    days = Decimal(text) + (_SHIFT_1904 if date1904 else 0)
    if not _FIRST_SERIAL <= days < _LAST_SERIAL:
        return None
    moment = _DAY_ZERO + timedelta(seconds=round(days * 86400))
    return When(moment.date(), moment if days % 1 else None, serial=True)


def day_of(cell: Raw, zone: tzinfo, year: int | None = None) -> date | Bad | None:
    """Return the local day of a cell; ``year`` as in ``when_of``."""
    when = when_of(cell, zone, year)
    return when.day if isinstance(when, When) else when


def clock_of(cell: Raw) -> Clock | Bad | None:
    """Return the clock times of a cell that names no day, such as ``15:00-16:30`` or ``下午3点``."""
    if is_blank(cell):
        return None
    if isinstance(cell, time):
        return Clock(cell.replace(microsecond=0))
    if isinstance(cell, Decimal) and 0 < cell < 1:  # a share of the day, as spreadsheets keep clock times
        minutes = round(cell * 1440)
        return (
            Clock((datetime.min + timedelta(minutes=minutes)).time()) if minutes < 1440 else Bad("bad_time", show(cell))
        )
    if not isinstance(cell, str):
        return Bad("bad_time", show(cell))
    match = _ONLY_TIMES.fullmatch(_plain(cell))
    if match is None:
        return Bad("bad_time", show(cell))
    try:
        start, end = _seconds(match, "1"), _seconds(match, "2")
        first = (datetime.min + timedelta(seconds=start or 0)).time()
        return Clock(first, None if end is None else (datetime.min + timedelta(seconds=end)).time())
    except ValueError:
        return Bad("bad_time", show(cell))


def at(day: date, clock: Clock) -> tuple[datetime, datetime | None]:
    """Return the start and the end of ``clock`` on ``day``."""
    return datetime.combine(day, clock.start), None if clock.end is None else datetime.combine(day, clock.end)


def period_in(cell: Raw) -> Period | Bad | None:
    """Return the period that a cell names: ``2026-09``, ``2026-Q3``, ``2026年9月``, ``2026年上半年``, ``2026年``.

    A date cell is a month where it is the first day of it: spreadsheets turn ``2026-09`` into that.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, date):
        return period_of("month", date(cell.year, cell.month, 1)) if cell.day == 1 else Bad("bad_period", show(cell))
    if isinstance(cell, Decimal | time | timedelta):
        return Bad("bad_period", show(cell))  # 2026.1 as a number may have been 2026.10
    key = _period_key(unicodedata.normalize("NFKC", str(cell)).replace(" ", "").strip().upper())
    try:
        period = parse_period(key or "")
    except ValueError:
        return Bad("bad_period", show(cell))
    return period if FIRST_YEAR <= period.start.year <= LAST_YEAR else Bad("bad_period", show(cell))


def _period_key(text: str) -> str | None:
    if match := _KEY.fullmatch(text):
        return match[1]
    if match := _MONTH_KEY.fullmatch(text):
        return f"{match[1]}-{int(match[2]):02d}"
    if match := _QUARTER_KEY.fullmatch(text):
        return f"{match[1]}-Q{_ORDINAL[match[2] or match[3]]}"
    if match := _HALF_KEY.fullmatch(text):
        return f"{match[1]}-H{match[2] or (1 if match[3] == '上' else 2)}"
    return None


def _when(match: re.Match[str], zone: tzinfo, year: int | None, month: int | None) -> When:
    found = _timed(match, zone, *_day(match, year, month))
    return found if "month" in match.re.groupindex else found._replace(placed=True)


def _timed(match: re.Match[str], zone: tzinfo, day: date, short: bool, guessed: bool) -> When:
    start = _seconds(match, "1")
    if match["day2"]:
        if start is not None:
            raise ValueError("the clock times of several days")
        last = date(day.year, int(match["month2"] or day.month), int(match["day2"]))
        return When(day, None, datetime.combine(last, time()), short, guessed)
    if start is None:
        return When(day, short=short, guessed=guessed)
    if start == 86400:
        raise ValueError("a day begins at 0:00")
    begins = _moment(day, start)
    end = _seconds(match, "2")
    ends = None if end is None else _moment(day, end)
    if match["zone"]:
        moved = _local(begins, match["zone"], zone)
        return When(moved.date(), moved, None if ends is None else _local(ends, match["zone"], zone), short, guessed)
    return When(day, begins, ends, short, guessed)


def _day(match: re.Match[str], year: int | None, month: int | None) -> tuple[date, bool, bool]:
    """Return the day, whether its year has two digits, and whether it has none and is ``year``."""
    parts = match.groupdict()
    if "year" not in parts:
        if year is None:
            raise ValueError("no year")
        return date(year, int(parts.get("month") or month or 0), int(match["day"])), False, True
    if match["ymd"]:
        ymd = match["ymd"]
        return date(int(ymd[:4]), int(ymd[4:6]), int(ymd[6:])), False, False
    written, short = int(match["year"]), len(match["year"]) == 2
    if short and not 10 <= written <= 49:
        raise ValueError("two digits that are hardly a year of this century")
    return date(written + 2000 if short else written, int(match["month"]), int(match["day"])), short, False


def _seconds(match: re.Match[str], which: str) -> int | None:
    """Return the seconds of the day of a clock time, 86400 for 24:00; raise ValueError for no time at all."""
    if match["hour" + which] is None:
        return None
    hour = int(match["hour" + which])
    minute = 30 if match["half" + which] else int(match["minute" + which] or match["min" + which] or 0)
    second = int(match["second" + which] or 0)
    noon = match["noon" + which] or (match["noon1"] if which == "2" else None)
    if (noon in ("下午", "晚上", "晚") and 1 <= hour < 12) or (noon == "中午" and hour < 3):
        hour += 12
    total = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or total > 86400:
        raise ValueError("no clock time")
    return total


def _moment(day: date, seconds: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def _local(moment: datetime, offset: str, zone: tzinfo) -> datetime:
    suffix = "+00:00" if offset.upper() == "Z" else offset if len(offset) > 3 else offset + "00"
    return datetime.fromisoformat(moment.isoformat() + suffix).astimezone(zone).replace(tzinfo=None)


def _checked(when: When, cell: Raw) -> When | Bad:
    return when if FIRST_YEAR <= when.day.year <= LAST_YEAR else Bad("bad_date", show(cell))

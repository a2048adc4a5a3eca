"""Days, working days, durations and calendar periods; knows no rule and reads no clock."""

from .days import DayInfo, DayKind, WorkCalendar, late_last, shift
from .durations import Duration, parse_duration
from .holidays import read_holidays, work_calendar
from .months import add_days, add_months
from .own_days import HolidayList
from .periods import EVERY, Period, default_span, parse_period, period_of, periods_between

__all__ = [
    "EVERY",
    "DayInfo",
    "DayKind",
    "Duration",
    "HolidayList",
    "Period",
    "WorkCalendar",
    "add_days",
    "add_months",
    "default_span",
    "late_last",
    "parse_duration",
    "parse_period",
    "period_of",
    "periods_between",
    "read_holidays",
    "shift",
    "work_calendar",
]

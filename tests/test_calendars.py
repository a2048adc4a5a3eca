"""Periods, durations and working days: every border day as a table, and what holds of all days as properties."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.calendars import (
    EVERY,
    DayInfo,
    DayKind,
    Duration,
    Period,
    WorkCalendar,
    default_span,
    late_last,
    parse_duration,
    parse_period,
    period_of,
    periods_between,
    shift,
)
from checkbranch.calendars import days as days_module

ONE = timedelta(days=1)
CALENDAR = WorkCalendar()

days = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31))
near_days = st.dates(min_value=date(2003, 1, 1), max_value=date(2029, 12, 31))
kinds = st.sampled_from(EVERY)


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- periods


@pytest.mark.parametrize(
    ("every", "on", "key", "start", "last", "length"),
    [
        ("month", "2026-09-30", "2026-09", "2026-09-01", "2026-09-30", 30),
        ("month", "2026-10-01", "2026-10", "2026-10-01", "2026-10-31", 31),
        ("month", "2028-02-29", "2028-02", "2028-02-01", "2028-02-29", 29),
        ("month", "2026-02-28", "2026-02", "2026-02-01", "2026-02-28", 28),
        ("month", "2026-12-31", "2026-12", "2026-12-01", "2026-12-31", 31),
        ("quarter", "2026-03-31", "2026-Q1", "2026-01-01", "2026-03-31", 90),
        ("quarter", "2026-04-01", "2026-Q2", "2026-04-01", "2026-06-30", 91),
        ("quarter", "2026-09-30", "2026-Q3", "2026-07-01", "2026-09-30", 92),
        ("quarter", "2026-10-01", "2026-Q4", "2026-10-01", "2026-12-31", 92),
        ("quarter", "2028-02-29", "2028-Q1", "2028-01-01", "2028-03-31", 91),
        ("half_year", "2026-06-30", "2026-H1", "2026-01-01", "2026-06-30", 181),
        ("half_year", "2026-07-01", "2026-H2", "2026-07-01", "2026-12-31", 184),
        ("half_year", "2028-02-29", "2028-H1", "2028-01-01", "2028-06-30", 182),
        ("year", "2026-01-01", "2026", "2026-01-01", "2026-12-31", 365),
        ("year", "2028-12-31", "2028", "2028-01-01", "2028-12-31", 366),
    ],
)
def test_a_day_lies_in_its_period(every: str, on: str, key: str, start: str, last: str, length: int) -> None:
    period = period_of(every, day(on))
    assert (period.key, period.start, period.last, period.days) == (key, day(start), day(last), length)
    assert period.end == period.last + ONE
    assert parse_period(key) == period


@pytest.mark.parametrize(
    "key",
    [
        *("", "26", "2026-9", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-H3", "2026-q3", "2026Q3", "2026-W12"),
        *("2026-09-01", " 2026", "2026\n", "0000", "0000-01", "２０２６", "2026-09 ", "-"),
    ],
)
def test_a_key_that_is_not_canonical_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="is no period; write 2026, 2026-H2"):
        parse_period(key)


def test_an_unknown_kind_of_period_is_refused() -> None:
    with pytest.raises(ValueError, match="'fortnight' is no kind of period; write one of month, quarter"):
        period_of("fortnight", day("2026-01-01"))


@pytest.mark.parametrize(
    ("every", "first", "last", "keys"),
    [
        ("month", "2026-08-31", "2026-10-01", "2026-08 2026-09 2026-10"),
        ("month", "2025-12-31", "2026-01-01", "2025-12 2026-01"),
        ("month", "2026-09-30", "2026-09-30", "2026-09"),
        ("quarter", "2026-01-01", "2026-11-23", "2026-Q1 2026-Q2 2026-Q3 2026-Q4"),
        ("half_year", "2026-06-30", "2026-07-01", "2026-H1 2026-H2"),
        ("year", "2025-12-31", "2027-01-01", "2025 2026 2027"),
        ("year", "2026-01-02", "2026-01-01", ""),
    ],
)
def test_the_periods_that_a_span_overlaps(every: str, first: str, last: str, keys: str) -> None:
    assert [period.key for period in periods_between(every, day(first), day(last))] == keys.split()


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        ("2026", "2026-H2", True),
        ("2026-H2", "2026-Q3", True),
        ("2026-Q3", "2026-09", True),
        ("2026-09", "2026-09", True),
        ("2026-Q4", "2026-09", False),
        ("2026-09", "2026-Q3", False),
        ("2026-H1", "2026-Q3", False),
        ("2026", "2025-12", False),
    ],
)
def test_one_period_lies_inside_another(outer: str, inner: str, inside: bool) -> None:
    assert parse_period(outer).contains(parse_period(inner)) is inside


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        ("2026-01-01", "2025-01-01"),
        ("2026-02-15", "2025-01-01"),
        ("2026-03-31", "2025-01-01"),
        ("2026-04-01", "2026-01-01"),
        ("2026-05-31", "2026-01-01"),
        ("2026-06-30", "2026-01-01"),
        ("2026-07-01", "2026-01-01"),
        ("2026-08-31", "2026-01-01"),
        ("2026-09-30", "2026-01-01"),
        ("2026-10-31", "2026-01-01"),
        ("2026-11-23", "2026-01-01"),
        ("2026-12-31", "2026-01-01"),
        ("2028-02-29", "2027-01-01"),
    ],
)
def test_january_to_march_still_show_last_year(as_of: str, first: str) -> None:
    assert default_span(day(as_of)) == (day(first), day(as_of))


def test_the_last_year_there_is_does_not_overflow() -> None:
    assert [period.key for period in periods_between("month", date(9999, 11, 30), date.max)] == ["9999-11", "9999-12"]
    assert parse_period("9999").end == date.max
    assert default_span(date.min) == (date.min, date.min)


@given(kinds, days)
def test_each_day_lies_in_exactly_one_period_of_a_kind(every: str, on: date) -> None:
    period = period_of(every, on)
    assert period.start <= on < period.end
    assert all(period_of(every, other) == period for other in (period.start, period.last))
    assert period_of(every, period.end) != period
    if period.start > date.min:
        assert period_of(every, period.start - ONE) != period


@given(kinds, days)
def test_a_key_names_its_period(every: str, on: date) -> None:
    assert parse_period(period_of(every, on).key) == period_of(every, on)


@given(kinds, near_days, near_days)
def test_periods_tile_a_span_without_holes(every: str, one: date, other: date) -> None:
    first, last = sorted((one, other))
    periods = periods_between(every, first, last)
    assert periods[0].start <= first < periods[0].end
    assert periods[-1].start <= last < periods[-1].end
    assert all(left.end == right.start for left, right in pairwise(periods))


@given(days)
def test_longer_periods_hold_the_shorter_ones(on: date) -> None:
    nested: list[Period] = [period_of(every, on) for every in EVERY]
    assert all(outer.contains(inner) for inner, outer in pairwise(nested))


# --- durations


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1 month", 1, "month"),
        ("15 days", 15, "day"),
        ("1 day", 1, "day"),
        ("0 days", 0, "day"),
        ("3 workdays", 3, "workday"),
        ("2 weeks", 2, "week"),
        ("1 year", 1, "year"),
        ("90 minutes", 90, "minute"),
        ("2 hours", 2, "hour"),
        (" 1 months ", 1, "month"),
    ],
)
def test_a_duration_is_read_in_singular_and_plural(text: str, number: int, unit: str) -> None:
    duration = parse_duration(text)
    assert (duration.number, duration.unit) == (number, unit)
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    "text",
    ["", "month", "1", "1month", "-1 days", "1.5 days", "1 fortnight", "1 dayss", "one month", "１ day", "123456 days"],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no length of time; write a number and one of days"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("start", "duration", "result"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2026-03-31", "1 month", "2026-04-30"),
        ("2026-02-28", "1 month", "2026-03-28"),
        ("2026-11-30", "3 months", "2027-02-28"),
        ("2026-12-31", "2 months", "2027-02-28"),
        ("2026-10-31", "12 months", "2027-10-31"),
        ("2028-02-29", "1 year", "2029-02-28"),
        ("2028-02-29", "4 years", "2032-02-29"),
        ("2026-12-31", "1 day", "2027-01-01"),
        ("2028-02-28", "1 day", "2028-02-29"),
        ("2026-02-15", "2 weeks", "2026-03-01"),
        ("2026-02-13", "1 workday", "2026-02-14"),  # Saturday, worked for Spring Festival
        ("2026-02-14", "1 workday", "2026-02-24"),
        ("2026-09-30", "1 workday", "2026-10-08"),
        ("2026-09-30", "3 workdays", "2026-10-10"),  # Saturday, worked for National Day
        ("2026-05-05", "0 workdays", "2026-05-05"),
        ("9999-06-01", "1 year", "9999-12-31"),
        ("9999-12-31", "15 days", "9999-12-31"),
        ("9999-12-31", "2 workdays", "9999-12-31"),
    ],
)
def test_a_day_moves_by_a_duration(start: str, duration: str, result: str) -> None:
    assert shift(day(start), parse_duration(duration), CALENDAR) == day(result)


@pytest.mark.parametrize("text", ["90 minutes", "2 hours"])
def test_a_day_does_not_move_by_hours(text: str) -> None:
    with pytest.raises(ValueError, match="is no length in whole days"):
        shift(day("2026-01-01"), parse_duration(text), CALENDAR)


@pytest.mark.parametrize(
    ("key", "late", "last"),
    [
        ("2026-Q3", "1 month", "2026-10-31"),
        ("2026-Q3", "15 days", "2026-10-15"),
        ("2026-Q4", "1 month", "2027-01-31"),
        ("2026-01", "1 month", "2026-02-28"),
        ("2028-01", "1 month", "2028-02-29"),
        ("2026-02", "1 month", "2026-03-31"),
        ("2026-09", "1 day", "2026-10-01"),
        ("2026-09", "1 week", "2026-10-07"),
        ("2026", "3 months", "2027-03-31"),
        ("2026-H1", "1 month", "2026-07-31"),
        ("2026", "1 year", "2027-12-31"),
        ("2026-09", "0 days", "2026-09-30"),
        ("2026-09", "0 workdays", "2026-09-30"),
        ("2026-09", "1 workday", "2026-10-08"),
        ("2026-09", "3 workdays", "2026-10-10"),
        ("2026-02", "1 workday", "2026-03-02"),
        ("2026-03", "5 workdays", "2026-04-08"),
    ],
)
def test_the_last_good_day_of_a_late_window(key: str, late: str, last: str) -> None:
    assert late_last(parse_period(key).end, parse_duration(late), CALENDAR) == day(last)


@given(near_days, st.integers(0, 400), st.sampled_from(["day", "workday", "week", "month", "year"]))
def test_a_longer_duration_never_ends_earlier(on: date, number: int, unit: str) -> None:
    less, more = (parse_duration(f"{n} {unit}s") for n in (number, number + 1))
    assert on <= shift(on, less, CALENDAR) < shift(on, more, CALENDAR)
    assert on - ONE <= late_last(on, less, CALENDAR) < late_last(on, more, CALENDAR)


# --- days

SPRING_FESTIVAL_2026 = [
    ("2026-02-13", DayKind.WORKDAY),
    ("2026-02-14", DayKind.MAKEUP_WORKDAY),
    *((f"2026-02-{number}", DayKind.HOLIDAY) for number in range(15, 24)),
    ("2026-02-24", DayKind.WORKDAY),
    ("2026-02-27", DayKind.WORKDAY),
    ("2026-02-28", DayKind.MAKEUP_WORKDAY),
    ("2026-03-01", DayKind.WEEKEND),
]


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        *SPRING_FESTIVAL_2026,
        ("2026-01-01", DayKind.HOLIDAY),
        ("2026-01-04", DayKind.MAKEUP_WORKDAY),
        ("2026-05-09", DayKind.MAKEUP_WORKDAY),
        ("2026-09-20", DayKind.MAKEUP_WORKDAY),
        ("2026-10-07", DayKind.HOLIDAY),
        ("2026-10-08", DayKind.WORKDAY),
        ("2026-10-10", DayKind.MAKEUP_WORKDAY),
        ("2026-11-21", DayKind.WEEKEND),
        ("2026-12-24", DayKind.WORKDAY),
        ("2022-12-31", DayKind.HOLIDAY),  # came with the arrangement of 2023
        ("2018-12-29", DayKind.MAKEUP_WORKDAY),  # came with the arrangement of 2019
        ("2004-01-01", DayKind.HOLIDAY),
    ],
)
def test_an_announced_day(on: str, kind: DayKind) -> None:
    assert CALENDAR.day(day(on)) == DayInfo(kind, provisional=False)
    assert CALENDAR.is_working(day(on)) is (kind in (DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY))


LAST_COVERED = 2026


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        ("2003-12-31", DayKind.WORKDAY),
        ("1999-10-02", DayKind.WEEKEND),
        (f"{LAST_COVERED + 73}-01-01", DayKind.WORKDAY),
        (f"{LAST_COVERED + 73}-01-03", DayKind.WEEKEND),
    ],
)
def test_a_day_of_a_year_not_announced_goes_by_its_weekday(on: str, kind: DayKind) -> None:
    assert CALENDAR.day(day(on)) == DayInfo(kind, provisional=True)


def test_the_last_week_of_the_last_announced_year_is_provisional() -> None:
    # Found and not written down: a newer edition of the built-in calendar covers a later year.
    year = next(year for year in range(2026, 2200) if CALENDAR.day(date(year + 1, 1, 1)).provisional)
    provisional = [CALENDAR.day(date(year, 12, number)).provisional for number in range(20, 32)]
    assert provisional == [number >= 25 for number in range(20, 32)]
    assert not CALENDAR.day(date(year - 1, 12, 31)).provisional


def test_the_own_list_stands_above_the_announced_days() -> None:
    calendar = WorkCalendar(
        holidays=[day("2026-03-02"), day("2026-03-07"), day("2099-05-04")],
        workdays=[day("2026-02-20"), day("2026-03-08"), day("2099-05-09")],
    )
    found = {on: calendar.day(day(on)) for on in ("2026-03-02", "2026-03-07", "2026-02-20", "2026-03-08", "2099-05-09")}
    assert found == {
        "2026-03-02": DayInfo(DayKind.HOLIDAY, False),
        "2026-03-07": DayInfo(DayKind.HOLIDAY, False),
        "2026-02-20": DayInfo(DayKind.WORKDAY, False),
        "2026-03-08": DayInfo(DayKind.MAKEUP_WORKDAY, False),
        "2099-05-09": DayInfo(DayKind.MAKEUP_WORKDAY, False),
    }


@pytest.mark.parametrize(
    ("holidays", "workdays", "provisional"),
    [
        ([], [], True),
        (["2099-05-04"], [], True),  # a single local day off says nothing of the year
        (["2099-05-04"], ["2099-12-27"], True),  # that Sunday may be of the next year's arrangement
        (["2099-05-04"], ["2099-05-09"], False),
    ],
)
def test_a_whole_arrangement_in_the_own_list_settles_its_year(
    holidays: list[str], workdays: list[str], provisional: bool
) -> None:
    calendar = WorkCalendar(map_days(holidays), map_days(workdays))
    assert calendar.day(day("2099-06-01")) == DayInfo(DayKind.WORKDAY, provisional)
    assert calendar.day(day("2099-12-31")).provisional


def map_days(texts: list[str]) -> list[date]:
    return [day(text) for text in texts]


@pytest.mark.parametrize(
    ("first", "last", "result"),
    [
        ("2026-09-01", "2026-09-30", "2026-09-30"),
        ("2026-10-01", "2026-10-08", "2026-10-08"),
        ("2026-10-01", "2026-10-07", None),
        ("2026-02-01", "2026-02-28", "2026-02-28"),  # a worked Saturday
        ("2026-02-15", "2026-02-23", None),
        ("2026-01-01", "2026-01-04", "2026-01-04"),
        ("2026-05-31", "2026-05-31", None),
        ("2026-06-02", "2026-06-01", None),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
    ],
)
def test_the_last_working_day_of_a_span(first: str, last: str, result: str | None) -> None:
    assert CALENDAR.last_working(day(first), day(last)) == (day(result) if result else None)


def test_no_working_day_from_the_first_date_on() -> None:
    assert WorkCalendar(holidays=[date.min]).last_working(date.min, date.min) is None


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-02-14", "2026-02-28", 6),
        ("2026-10-01", "2026-10-07", 0),
        ("2026-11-23", "2026-11-23", 1),
        ("2026-11-23", "2026-11-22", 0),
        ("2026-01-01", "2026-12-31", 248),
    ],
)
def test_working_days_are_counted_with_both_ends(first: str, last: str, count: int) -> None:
    assert CALENDAR.working_days(day(first), day(last)) == count


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        CALENDAR.add_workdays(day("2026-01-01"), -1)


@given(near_days, st.integers(1, 60))
def test_working_days_forward_are_undone_backward(on: date, number: int) -> None:
    later = CALENDAR.add_workdays(on, number)
    assert CALENDAR.is_working(later)
    assert CALENDAR.working_days(on + ONE, later) == number
    back = CALENDAR.back_workdays(later, number)
    assert CALENDAR.is_working(back)
    assert back == on if CALENDAR.is_working(on) else back < on
    assert CALENDAR.last_working(back, on) == back


@given(st.sets(near_days, max_size=20), st.sets(near_days, max_size=20), near_days)
def test_the_own_list_always_decides(holidays: set[date], workdays: set[date], on: date) -> None:
    calendar = WorkCalendar(holidays, workdays - holidays)
    for listed in holidays:
        assert calendar.day(listed) == DayInfo(DayKind.HOLIDAY, False)
    for listed in workdays - holidays:
        assert calendar.is_working(listed)
    if on not in holidays | workdays:
        assert calendar.day(on).kind is CALENDAR.day(on).kind


def test_the_tables_of_the_built_in_calendar_are_left_alone() -> None:
    from chinese_calendar import constants

    before = (dict(constants.holidays), dict(constants.workdays))
    WorkCalendar([day("2099-01-01")], [day("2099-01-03")]).day(day("2099-01-01"))
    assert (constants.holidays, constants.workdays) == before


def test_a_duration_is_said_as_it_is_written() -> None:
    assert [str(Duration(number, "workday")) for number in (0, 1, 2)] == ["0 workdays", "1 workday", "2 workdays"]


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Let the built-in calendar be looked for anew, before the test and after it."""
    days_module._announced.cache_clear()
    yield
    days_module._announced.cache_clear()


def broken(holidays: object) -> ModuleType:
    module = ModuleType("chinese_calendar")
    module.__dict__["constants"] = SimpleNamespace(holidays=holidays, workdays={})
    return module


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize(
    "module",
    [None, ModuleType("empty"), broken(None), broken({}), broken({"2026-01-01": 1})],
    ids=["not there", "no constants", "no table", "empty table", "other table"],
)
def test_without_a_usable_built_in_calendar_weekdays_answer(
    module: ModuleType | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", module)
    monkeypatch.delitem(sys.modules, "chinese_calendar.constants", raising=False)
    calendar = WorkCalendar(holidays=[day("2026-03-02")])
    assert calendar.day(day("2026-10-01")) == DayInfo(DayKind.WORKDAY, provisional=True)
    assert calendar.day(day("2026-10-10")) == DayInfo(DayKind.WEEKEND, provisional=True)
    assert calendar.day(day("2026-03-02")) == DayInfo(DayKind.HOLIDAY, provisional=False)

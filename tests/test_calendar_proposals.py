"""Proposals of days: what the wish of a rule comes to, what moves it, and what is never proposed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.calendars import DayKind, WorkCalendar, period_of
from checkbranch.calendars.proposals import Proposer, Window
from checkbranch.calendars.wishes import Shift, Wish

CALENDAR = WorkCalendar()
PROPOSER = Proposer(CALENDAR)
NOBODY: set[date] = set()


def d(text: str) -> date:
    return date.fromisoformat(text)


def window(first: str, last: str, opens: str | None = None, ends: str | None = None) -> Window:
    return Window(d(first), d(last), d(opens or first), d(ends or last))


def proposed(wish: Wish, where: Window, number: int = 1, taken: set[date] = NOBODY) -> list[str]:
    return [day.isoformat() for day in PROPOSER.propose(wish, where, number, taken)]


@pytest.mark.parametrize(
    ("on", "month", "day"),
    [
        ("first friday", "2026-05", "2026-05-01"),
        ("third friday", "2026-02", "2026-02-20"),
        ("last monday", "2026-08", "2026-08-31"),
        ("fourth sunday", "2026-02", "2026-02-22"),
        ("day 15", "2026-09", "2026-09-15"),
        ("day 31", "2026-09", "2026-09-30"),
        ("day 31", "2026-02", "2026-02-28"),
        ("day 31", "2028-02", "2028-02-29"),
        ("last day", "2026-04", "2026-04-30"),
        ("second day", "2026-04", "2026-04-02"),
        ("first workday", "2026-10", "2026-10-08"),
        ("last workday", "2026-09", "2026-09-30"),
        # The first worked days of 2026 are Sunday 4 January, made up, and Monday 5 January.
        ("first workday", "2026-01", "2026-01-05"),
        # The last day worked in February 2026 is Saturday 28, made up; nobody is asked to meet then.
        ("last workday", "2026-02", "2026-02-27"),
    ],
)
def test_what_a_wish_names(on: str, month: str, day: str) -> None:
    year, number = map(int, month.split("-"))
    assert PROPOSER.nominal(on, year, number) == d(day)


def test_a_month_without_working_days_has_no_workday() -> None:
    days = [date(2026, 3, n) for n in range(1, 32)]
    assert Proposer(WorkCalendar(holidays=days)).nominal("first workday", 2026, 3) is None


FEBRUARY = window("2026-02-01", "2026-02-28")
MAY = window("2026-05-01", "2026-05-31")


@pytest.mark.parametrize(
    ("on", "shift", "where", "day"),
    [
        # 20 February 2026 is in the Spring Festival, which lasts from 15 to 23.
        ("third friday", "next", FEBRUARY, "2026-02-24"),
        # Saturday 14 is worked to make up: nobody is moved to it.
        ("third friday", "previous", FEBRUARY, "2026-02-13"),
        ("third friday", "nearest", FEBRUARY, "2026-02-24"),
        ("day 17", "nearest", FEBRUARY, "2026-02-13"),
        # Named outright, a worked Saturday stays.
        ("day 14", "next", FEBRUARY, "2026-02-14"),
        # The period ends on a Sunday: next would leave it, so it goes back; and the other way round.
        ("last day", "next", MAY, "2026-05-29"),
        ("day 1", "previous", MAY, "2026-05-06"),
        ("day 1", "nearest", MAY, "2026-05-06"),
    ],
)
def test_a_day_off_is_shifted_within_the_period(on: str, shift: Shift, where: Window, day: str) -> None:
    assert proposed(Wish(on, shift), where) == [day]


def test_a_shift_may_leave_the_month_but_not_the_period() -> None:
    may_31 = Wish("day 31", "next")  # a Sunday
    assert PROPOSER.wished(may_31, window("2026-05-20", "2026-06-30", "2026-04-01", "2026-06-30")) == [
        d("2026-06-01"),
        d("2026-06-30"),
    ]


def test_without_a_shift_a_day_off_is_no_wish_and_another_day_is_found() -> None:
    assert PROPOSER.wished(Wish("third friday", "none"), FEBRUARY) == []
    (day,) = proposed(Wish("third friday", "none"), FEBRUARY)
    assert CALENDAR.day(d(day)).kind is DayKind.WORKDAY


def test_each_month_of_a_longer_period_has_its_day_and_the_first_free_one_is_taken() -> None:
    quarter = window("2026-07-01", "2026-09-30")
    wish = Wish("second tuesday")
    assert proposed(wish, quarter) == ["2026-07-14"]
    assert proposed(wish, quarter, taken={d("2026-07-14")}) == ["2026-08-11"]
    assert proposed(wish, quarter, number=2) == ["2026-07-14", "2026-08-11"]
    assert proposed(wish, window("2026-07-15", "2026-09-30", "2026-07-01")) == ["2026-08-11"]


def test_where_the_wish_is_taken_in_every_month_the_nearest_free_day_is_found() -> None:
    september = window("2026-09-01", "2026-09-30")
    assert proposed(Wish("day 16"), september, taken={d("2026-09-16")}) == ["2026-09-17"]
    assert proposed(Wish("day 16"), september, taken={d("2026-09-16"), d("2026-09-17")}) == ["2026-09-15"]


def test_a_wish_that_is_past_leaves_any_free_working_day() -> None:
    (day,) = proposed(Wish("day 5"), window("2026-11-23", "2026-11-30", "2026-11-01"))
    assert "2026-11-23" <= day <= "2026-11-30"


def test_the_last_day_of_the_window_is_still_found() -> None:
    monday = window("2026-11-30", "2026-11-30", "2026-11-01")
    assert proposed(Wish(), monday) == ["2026-11-30"]
    assert proposed(Wish(), monday, taken={d("2026-11-30")}) == []
    assert proposed(Wish(), window("2026-11-28", "2026-11-29")) == []  # a weekend
    assert proposed(Wish(), window("2026-12-01", "2026-11-30")) == []


def test_several_are_spread_evenly() -> None:
    days = [d(day) for day in proposed(Wish(), window("2026-03-02", "2026-08-31"), number=4)]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    assert min(gaps) >= 25
    assert max(gaps) <= 65


def test_a_proposal_keeps_away_from_what_is_taken_and_from_the_ends() -> None:
    where = window("2026-03-02", "2026-03-31")
    (day,) = (d(text) for text in proposed(Wish(), where, taken={d("2026-03-16"), d("2026-03-17")}))
    assert min(abs((day - d(other)).days) for other in ("2026-03-16", "2026-03-17")) >= 4
    assert d("2026-03-04") < day < d("2026-03-27")


def test_the_usual_weekday_is_preferred() -> None:
    for weekday in range(5):
        (day,) = proposed(Wish(weekday=weekday), window("2026-03-02", "2026-03-31"))
        assert d(day).weekday() == weekday


def test_only_as_many_as_there_are_free_days() -> None:
    week = window("2026-09-07", "2026-09-13")
    assert proposed(Wish(), week, number=9) == [f"2026-09-{n:02}" for n in range(7, 12)]


def test_days_off_by_law_are_kept_free_though_nothing_is_announced() -> None:
    assert CALENDAR.day(d("2027-10-01")).provisional
    assert proposed(Wish("first friday"), window("2027-10-01", "2027-10-31")) == ["2027-10-04"]
    own = Proposer(WorkCalendar(workdays=[d("2027-10-01")]))
    assert own.propose(Wish("first friday"), window("2027-10-01", "2027-10-31"), 1, ()) == [d("2027-10-01")]


def test_days_that_may_still_become_days_off_are_taken_last() -> None:
    (day,) = proposed(Wish(), window("2026-12-21", "2026-12-31"))
    assert day < "2026-12-25"


@pytest.mark.parametrize(("day", "year"), [("2026-12-24", None), ("2026-12-28", 2027), ("2027-03-01", 2027)])
def test_which_arrangement_is_still_to_come(day: str, year: int | None) -> None:
    assert PROPOSER.unannounced(d(day)) == year


@pytest.mark.parametrize(
    ("day", "wish", "kept"),
    [
        ("2026-02-10", Wish(), True),
        ("2026-02-14", Wish("day 14"), True),
        ("2026-02-14", Wish(), False),
        ("2026-02-17", Wish("day 17"), False),
        ("2026-01-30", Wish(), False),
        ("2026-03-02", Wish(), False),
    ],
)
def test_what_was_proposed_stays_while_it_is_good(day: str, wish: Wish, kept: bool) -> None:
    assert PROPOSER.keeps(d(day), wish, FEBRUARY, ()) is kept
    assert not PROPOSER.keeps(d(day), wish, FEBRUARY, {d(day)})


DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
ONS = st.none() | st.sampled_from(
    [f"{a} {b}" for a in ("first", "third", "fourth", "last") for b in ("monday", "saturday", "workday", "day")]
    + ["day 1", "day 14", "day 31"]
)
WISHES = st.builds(Wish, ONS, st.sampled_from(["next", "previous", "nearest", "none"]), st.none() | st.integers(0, 6))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    period = period_of(draw(st.sampled_from(["month", "quarter", "half_year", "year"])), draw(DAYS))
    first = period.start + timedelta(days=draw(st.integers(0, period.days - 1)))
    last = first + timedelta(days=draw(st.integers(0, (period.last - first).days)))
    return Window(first, last, period.start, period.last)


@given(WISHES, windows(), st.integers(0, 12), st.sets(DAYS, max_size=40), st.sets(DAYS, max_size=20))
def test_whatever_is_proposed_is_worked_free_and_in_the_window(
    wish: Wish, where: Window, number: int, taken: set[date], holidays: set[date]
) -> None:
    proposer = Proposer(WorkCalendar(holidays=holidays))
    days = proposer.propose(wish, where, number, taken)
    assert days == sorted(set(days))
    assert len(days) <= number
    for day in days:
        assert where.first <= day <= where.last
        assert day not in taken
        kind = WorkCalendar(holidays=holidays).day(day).kind
        usual = [each for each in proposer.free(where.first, where.last, taken) if each.weekday() < 5]
        assert kind is DayKind.WORKDAY or (
            kind is DayKind.MAKEUP_WORKDAY and (day in proposer.wished(wish, where) or set(usual) <= set(days))
        )
        assert proposer.keeps(day, wish, where, {*taken, *days} - {day})
    # The same question, put to another proposer, has the same answer.
    assert Proposer(WorkCalendar(holidays=sorted(holidays))).propose(wish, where, number, sorted(taken)) == days


@given(windows(), st.integers(1, 6))
def test_as_many_are_proposed_as_there_are_working_days(where: Window, number: int) -> None:
    usual = [
        day
        for n in range((where.last - where.first).days + 1)
        if PROPOSER.keeps(day := where.first + timedelta(days=n), Wish(), where, ())
    ]
    made_up = [day for day in PROPOSER.free(where.first, where.last, ()) if day.weekday() > 4]
    assert len(PROPOSER.propose(Wish(), where, number, ())) == min(number, len({*usual, *made_up}))


def test_a_worked_weekend_is_proposed_where_no_other_day_is_free() -> None:
    # 28 February 2026 is a Saturday that is worked.
    end = window("2026-02-26", "2026-02-28", "2026-02-01")
    taken = {d("2026-02-26"), d("2026-02-27")}
    assert proposed(Wish(), end, taken={d("2026-02-26")}) == ["2026-02-27"]
    assert proposed(Wish(), end, taken=taken) == ["2026-02-28"]
    assert proposed(Wish(), end, number=4) == ["2026-02-26", "2026-02-27", "2026-02-28"]
    assert PROPOSER.keeps(d("2026-02-28"), Wish(), end, taken)
    assert not PROPOSER.keeps(d("2026-02-28"), Wish(), end, {d("2026-02-26")})
    assert PROPOSER.free(d("2026-02-26"), d("2026-03-02"), taken) == [d("2026-02-28"), d("2026-03-02")]


def test_days_of_the_same_kind_are_kept_apart_where_the_window_allows() -> None:
    september = window("2026-09-01", "2026-09-30")
    like = {d("2026-09-14"), d("2026-09-16")}
    (day,) = PROPOSER.propose(Wish(apart=10), september, 1, (), like)
    assert min(abs((day - other).days) for other in like) >= 10
    # In a short window it is as far as can be; the last days are still left to the end.
    (day,) = PROPOSER.propose(Wish(apart=10), window("2026-09-14", "2026-09-23"), 1, (), {d("2026-09-11")})
    assert day == d("2026-09-18")
    # What a rule or a habit asks for is on its day all the same.
    assert PROPOSER.propose(Wish("day 17", apart=10), september, 1, (), like) == [d("2026-09-17")]


def test_several_of_a_kind_are_apart_from_one_another() -> None:
    days = PROPOSER.propose(Wish(apart=14), window("2026-03-02", "2026-06-30"), 4, ())
    assert min((later - earlier).days for earlier, later in pairwise(days)) >= 14


@pytest.mark.parametrize(
    ("first", "buffer", "latest"),
    [
        ("2026-11-02", 3, "2026-11-25"),  # the last three working days are 26, 27 and 30 November
        ("2026-11-02", 10, "2026-11-16"),
        ("2026-11-02", 0, "2026-11-30"),
        ("2026-11-24", 3, "2026-11-26"),  # of five days two are left to the end
        ("2026-11-26", 3, "2026-11-27"),  # of three days one
        ("2026-11-27", 3, "2026-11-30"),  # of two days none
        ("2026-11-30", 3, "2026-11-30"),
    ],
)
def test_working_days_are_left_at_the_end_unless_nothing_else_is_free(first: str, buffer: int, latest: str) -> None:
    where = window(first, "2026-11-30", "2026-11-01")
    wish = Wish(buffer=buffer)
    taken: set[date] = set()
    free = PROPOSER.free(where.first, where.last, ())
    for _ in range(sum(day <= d(latest) for day in free)):
        (day,) = PROPOSER.propose(wish, where, 1, taken)
        assert day <= d(latest)
        taken.add(day)
    rest = PROPOSER.propose(wish, where, 99, taken)
    assert all(day > d(latest) for day in rest)
    assert {*taken, *rest} == set(free)

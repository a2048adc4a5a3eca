"""Whether what is owed fits into the days that are left: against brute force, and on its borders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine.slack.combine import Pairs, Part, may_be_one, types_of
from checkbranch.engine.slack.fitting import Fit, Task, fit

FIRST = date(2026, 11, 23)
THEME, LECTURE, GENERAL, COMMITTEE = "theme_day", "party_lecture", "general_meeting", "committee_meeting"
PAIRS = frozenset({frozenset({THEME, LECTURE}), frozenset({THEME, GENERAL}), frozenset({GENERAL, LECTURE})})


def task(duty: str, due: int, number: int = 1, *types: str, holder: int = 0, named: str = "") -> Task:
    return Task(Part(duty, types or (duty,), named), holder, FIRST + timedelta(days=due), number)


def days(*places: int) -> list[date]:
    return [FIRST + timedelta(days=place) for place in places]


def test_nothing_takes_no_day() -> None:
    assert fit([], days(0), ()) == Fit(0)
    assert fit([task("a", 3, 0)], (), ()) == Fit(0)


def test_the_last_good_day_still_counts() -> None:
    assert fit([task("a", 2)], days(2), ()) == Fit(1)
    assert fit([task("a", 2)], days(3), ()) == Fit(1, 1, 0)


def test_each_takes_a_day_of_its_own_and_the_first_that_does_not_fit_is_named() -> None:
    tasks = [task("late", 9), task("second", 1), task("first", 1)]
    assert fit(tasks, days(0, 1, 5), ()) == Fit(3)
    # Of two that are due on one day the one that was given first goes first.
    assert fit(tasks, days(1, 5), ()) == Fit(3, 1, 2)
    assert fit(tasks, (), ()) == Fit(3, 3, 1)


def test_what_is_due_early_takes_the_early_days() -> None:
    assert fit([task("b", 5), task("a", 0)], days(0, 5), ()).lacking == 0
    assert fit([task("b", 4), task("a", 0)], days(0, 5), ()) == Fit(2, 1, 0)


def test_what_may_be_combined_shares_a_day() -> None:
    tasks = [task(THEME, 0), task(LECTURE, 9), task(GENERAL, 9)]
    assert fit(tasks, days(0), PAIRS) == Fit(1)
    assert fit(tasks, days(0), ()) == Fit(3, 2, 1)
    assert fit([*tasks, task(COMMITTEE, 9)], days(0), PAIRS) == Fit(2, 1, 3)


def test_of_several_choices_the_one_that_leaves_room_is_found() -> None:
    pairs = frozenset({frozenset("ab"), frozenset("ac"), frozenset("bd")})
    # With b the day of a would be full, and c and d would take two days more.
    tasks = [task("a", 0), task("b", 5), task("c", 5), task("d", 5)]
    assert fit(tasks, days(0, 5), pairs) == Fit(2)


def test_two_of_one_duty_are_two_days_and_two_duties_of_one_type_are_one() -> None:
    assert fit([task("monthly", 5, 2, THEME)], days(0), PAIRS) == Fit(2, 1, 0)
    assert fit([task("monthly", 5, 1, THEME), task("never-60", 5, 1, THEME)], days(0), PAIRS) == Fit(1)


def test_different_holders_and_make_ups_are_not_one_gathering() -> None:
    assert fit([task(THEME, 5), task(LECTURE, 5, holder=1)], days(0), PAIRS).lacking == 1
    assert fit([task(THEME, 5, named="2026-10"), task(LECTURE, 5)], days(0), PAIRS).lacking == 1
    both = [task(THEME, 5, named="2026-10"), task(LECTURE, 5, named="2026-10")]
    assert fit(both, days(0), PAIRS) == Fit(1)


@pytest.mark.parametrize(
    ("options", "types"),
    [
        ([(THEME,), (LECTURE,)], (THEME, LECTURE)),
        ([(THEME,), (COMMITTEE, LECTURE)], (THEME, LECTURE)),
        ([(THEME,), (COMMITTEE,)], ()),
        ([(THEME,), (THEME,)], (THEME,)),
        ([], ()),
    ],
)
def test_the_types_that_a_record_of_several_has(options: list[tuple[str, ...]], types: tuple[str, ...]) -> None:
    assert types_of([Part(str(i), each) for i, each in enumerate(options)], PAIRS) == types


def test_many_that_may_all_be_combined_are_found_in_time() -> None:
    names = [f"t{i}" for i in range(14)]
    pairs = frozenset(
        frozenset({a, b}) for a in names for b in names if a != b and (names.index(a) + names.index(b)) % 3
    )
    tasks = [task(name, i % 5, 2) for i, name in enumerate(names)]
    found = fit(tasks, days(*range(40)), pairs)
    assert 2 <= found.days <= 28


TYPES = (THEME, LECTURE, GENERAL, COMMITTEE)
TASKS = st.builds(
    lambda duty, type_, due, number, holder: task(f"{duty}-{type_}", due, number, type_, holder=holder),
    st.sampled_from(("x", "y")),
    st.sampled_from(TYPES),
    st.integers(0, 4),
    st.integers(1, 2),
    st.integers(0, 1),
)


def brute(tasks: Sequence[Task], free: Sequence[date], pairs: Pairs) -> int | None:
    """Return the fewest days that all of it takes, trying every day for every occurrence; None where it never fits."""
    single = [one for one in tasks for _ in range(one.number)]
    best: int | None = None
    for chosen in product(range(len(free)), repeat=len(single)):
        if any(free[place] > one.due for place, one in zip(chosen, single, strict=True)):
            continue
        if all(
            _one_gathering([one for p, one in zip(chosen, single, strict=True) if p == place], pairs)
            for place in set(chosen)
        ):
            best = len(set(chosen)) if best is None else min(best, len(set(chosen)))
    return best if single else 0


def _one_gathering(together: Sequence[Task], pairs: Pairs) -> bool:
    if len(together) == 1:
        return True
    return len({one.holder for one in together}) == 1 and may_be_one([one.part for one in together], pairs)


@given(
    st.lists(TASKS, max_size=4).filter(lambda tasks: sum(one.number for one in tasks) <= 5),
    st.sets(st.integers(0, 5), max_size=4),
    st.sampled_from([PAIRS, frozenset()]),
)
def test_it_is_what_brute_force_finds(tasks: list[Task], places: set[int], pairs: frozenset[frozenset[str]]) -> None:
    free = days(*sorted(places))
    found, expected = fit(tasks, free, pairs), brute(tasks, free, pairs)
    assert (found.lacking == 0) == (expected is not None)
    if expected is not None:
        assert found == Fit(expected)
        return
    # As many more days from now on are lacking as it says, and not one less.
    more = [FIRST - timedelta(days=step) for step in range(found.lacking, 0, -1)]
    if len(free) + found.lacking <= 5:
        assert brute(tasks, more + free, pairs) == found.days
        assert brute(tasks, more[1:] + free, pairs) is None
    order = sorted(range(len(tasks)), key=lambda i: (tasks[i].due, i))
    assert found.first is not None
    upto = order.index(found.first)
    assert brute([tasks[i] for i in order[:upto]], free, pairs) is not None
    assert brute([tasks[i] for i in order[: upto + 1]], free, pairs) is None

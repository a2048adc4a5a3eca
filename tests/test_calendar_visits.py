"""Visits are spread over helpers and weeks, evenly, and never into a week without a working day."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from checkbranch.calendars import WorkCalendar

from .calendar_workspace import VISITS, Seen, export, workspace

CALENDAR = WorkCalendar()
_NUMBER = re.compile(r"走访（本周 (\d+) 户）")


def houses(*helpers: str) -> str:
    return "编号,户主,帮扶责任人\n" + "".join(f"H{n:03},户主{n},{helper}\n" for n, helper in enumerate(helpers))


def week(one: Seen) -> tuple[int, int]:
    year, number, _ = one.start.isocalendar()
    return year, number


def number(one: Seen) -> int:
    match = _NUMBER.search(one.summary)
    assert match
    return int(match[1])


@pytest.mark.parametrize("many", [1, 12, 13, 40, 131])
def test_the_weeks_of_one_helper_are_even(tmp_path: Path, many: int) -> None:
    found = export(workspace(tmp_path, VISITS, h_csv=houses(*["甲"] * many)), "2026-10-09", "--visits")
    loads = [number(one) for one in found]
    assert sum(loads) == many
    weeks = {week(one) for one in found}
    assert len(weeks) == len(found) == min(many, 13)  # from that of 9 October to that of 31 December
    assert max(loads) - min(loads) <= 1


def test_every_helper_has_weeks_of_his_own(tmp_path: Path) -> None:
    helpers = ["甲"] * 26 + ["乙"] * 13 + ["丙"] * 3 + [""] * 2
    found = export(workspace(tmp_path, VISITS, h_csv=houses(*helpers)), "2026-10-09", "--visits")
    by_week = defaultdict(list)
    for one in found:
        by_week[week(one)].append(number(one))
    assert sum(map(sum, by_week.values())) == len(helpers)
    assert {max(loads) for loads in by_week.values()} == {2}
    # The first helper has two a week, the second one, the others what they have; nobody is sent twice as often.
    assert max(map(sum, by_week.values())) <= 2 + 1 + 1 + 1


def test_visits_are_on_the_last_working_day_of_a_week_that_has_one(tmp_path: Path) -> None:
    folder = workspace(tmp_path, VISITS, settings="holidays: h.yaml\n", h_csv=houses(*["甲"] * 13))
    (folder / "h.yaml").write_text("holidays: [2026-11-16..2026-11-22]\n", encoding="utf-8")
    found = export(folder, "2026-10-01", "--visits")
    assert date(2026, 10, 2) not in {one.start for one in found}
    assert not any(date(2026, 11, 16) <= one.start <= date(2026, 11, 22) for one in found)
    for one in found:
        assert CALENDAR.is_working(one.start)
        sunday = one.start + timedelta(days=6 - one.start.weekday())
        later = (one.start + timedelta(days=step) for step in range(1, (sunday - one.start).days + 1))
        assert not any(day.weekday() < 5 and CALENDAR.is_working(day) for day in later if day.year == 2026)


def test_the_same_question_has_the_same_answer_whatever_the_order_of_the_roster(tmp_path: Path) -> None:
    rows = houses(*["甲", "乙"] * 10).splitlines()
    plans = []
    for name, body in (("a", rows[1:]), ("b", rows[:0:-1])):
        folder = tmp_path / name
        folder.mkdir()
        found = export(workspace(folder, VISITS, h_csv="\n".join([rows[0], *body]) + "\n"), "2026-10-09", "--visits")
        plans.append([(one.uid, one.start, one.summary) for one in found])
    assert plans[0] == plans[1]

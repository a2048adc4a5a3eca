"""The rows of visits: the last good day and the day after, attempts, helpers, and who is no longer there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checkbranch.engine import Inputs, Request, Shipped, audit_inputs, read_inputs, read_workspace
from checkbranch.reports.visits.rows import VisitRow, soonest, visit_rows
from checkbranch.rules import names, path_of

from .visit_workspace import HOUSEHOLDS, SETTINGS, VISITS, make


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return read(make(tmp_path_factory.mktemp("visits")))


def read(folder: Path) -> Inputs:
    return read_inputs(read_workspace(folder), Shipped(path_of, names()))


def rows(inputs: Inputs, day: str, *, waivers: bool = True) -> dict[str, VisitRow]:
    audit = audit_inputs(inputs, Request(date.fromisoformat(day), engine="reference", waivers=waivers))
    return {row.subject.id: row for row in visit_rows(audit)}


@pytest.mark.parametrize(
    ("subject", "day", "status", "due", "left", "overdue"),
    [
        # every month, 10 days to make up: what is met is due at the end of the next month
        ("H1", "2026-02-10", "met", "2026-03-31", 49, None),
        ("H1", "2026-02-09", "open", "2026-02-28", 19, None),
        ("H1", "2026-03-31", "open", "2026-03-31", 0, None),
        ("H1", "2026-04-01", "invalid", "2026-04-10", 9, "2026-03-31"),
        ("H1", "2026-04-10", "invalid", "2026-04-10", 0, "2026-03-31"),
        ("H1", "2026-04-11", "open", "2026-04-30", 19, "2026-03-31"),
        # two in 90 days: the second last is of 10 January
        ("H2", "2026-04-10", "met", "2026-04-10", 0, None),
        ("H2", "2026-04-11", "short", "2026-04-10", -1, "2026-04-10"),
        ("H2", "2026-05-22", "missing", "2026-04-10", -42, "2026-04-10"),
        # at most 60 days, the last of 20 February
        ("H3", "2026-04-21", "met", "2026-04-21", 0, None),
        ("H3", "2026-04-22", "missing", "2026-04-21", -1, "2026-04-21"),
    ],
)
def test_the_last_good_day_and_the_first_late_one(
    inputs: Inputs, subject: str, day: str, status: str, due: str, left: int, overdue: str | None
) -> None:
    row = rows(inputs, day)[subject]
    assert (row.status, str(row.due), row.days_left) == (status, due, left)
    assert row.overdue_since == (overdue and date.fromisoformat(overdue))


def test_the_last_visit_is_told_with_its_row_and_its_visitors(inputs: Inputs) -> None:
    found = rows(inputs, "2026-03-20")
    last = found["H2"].last
    assert last is not None
    assert (str(last.date), last.source) == ("2026-02-20", "visits.csv!4")
    assert (found["H2"].visitors, found["H2"].helpers) == (("毕成林", "甘露"), ("甘露", "毕成林"))
    assert (found["H3"].helpers, found["H3"].building, found["H3"].tier) == ((), "向阳2号楼", "重点户")
    assert found["H1"].unit_name == "向阳社区党支部"


def test_a_call_by_phone_is_an_attempt_and_no_visit(inputs: Inputs) -> None:
    row = rows(inputs, "2026-03-20")["H1"]
    assert row.last is not None
    assert str(row.last.date) == "2026-02-10"
    assert [(str(one.date), one.source, one.reasons) for one in row.attempts] == [
        ("2026-03-12", "visits.csv!5", ("wrong_mode",))
    ]


def test_what_comes_after_the_day_is_no_attempt(inputs: Inputs) -> None:
    assert rows(inputs, "2026-03-11")["H1"].attempts == ()


def test_what_is_overdue_comes_first_then_what_is_due_soonest(inputs: Inputs) -> None:
    audit = audit_inputs(inputs, Request(date(2026, 4, 15), engine="reference"))
    found = [(row.subject.id, str(row.overdue_since or row.due)) for row in soonest(visit_rows(audit))]
    assert found == [("H1", "2026-03-31"), ("H2", "2026-04-10"), ("H3", "2026-04-21")]


def test_one_who_visited_since_is_not_overdue_though_a_month_was_missed(tmp_path: Path) -> None:
    folder = make(tmp_path, visits=VISITS + "2026-04-13,走访,韩冬青,甘露,入户\n")
    row = rows(read(folder), "2026-04-15")["H1"]
    assert (row.status, row.overdue_since, row.missed, str(row.due)) == ("met", None, 1, "2026-05-31")


def test_those_who_left_are_left_out_and_newcomers_are_due_in_the_next_period(tmp_path: Path) -> None:
    header, *rest = HOUSEHOLDS.splitlines()
    moved = ["2026-03-02,", ",2026-03-15", ",2026-03-16"]
    text = "\n".join([f"{header},入住日期,搬离日期", *(f"{row},{days}" for row, days in zip(rest, moved, strict=True))])
    found = rows(read(make(tmp_path, households=text + "\n")), "2026-03-15")
    assert set(found) == {"H1", "H3"}
    assert (found["H1"].status, str(found["H1"].due)) == ("not_applicable", "2026-04-30")


def test_a_tier_that_changed_drops_the_duty_it_no_longer_asks_for(tmp_path: Path) -> None:
    text = HOUSEHOLDS.replace("帮扶联系人", "帮扶联系人,变更日期").replace("甘露\n", "甘露,2026-01-01\n")
    text += "H1,,,一般户,,2026-03-01\n"
    audit = audit_inputs(read(make(tmp_path, households=text)), Request(date(2026, 3, 15), engine="reference"))
    assert [row.duty for row in visit_rows(audit) if row.subject.id == "H1"] == ["fresh"]


def test_the_last_visit_is_found_though_it_lies_before_the_span(tmp_path: Path) -> None:
    settings = SETTINGS.replace("log_starts: 2026-01-01", "log_starts: 2025-01-01")
    folder = make(tmp_path, checkbranch=settings, visits=VISITS.replace("2026-", "2025-"))
    found = rows(read(folder), "2026-06-01")
    lasts = {subject: str(row.last.date) for subject, row in found.items() if row.last}
    assert lasts == {"H1": "2025-02-10", "H2": "2025-02-20", "H3": "2025-02-20"}

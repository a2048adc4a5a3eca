"""Days that are taken: by calendars, by plans of the ledger, by people; and the day on which it became impossible."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checkbranch.engine import Shipped, read_inputs, read_workspace
from checkbranch.engine.planning.agenda import Wanted, make_agenda, span_of_calendar
from checkbranch.engine.planning.timetable import Timetable
from checkbranch.rules import names, path_of

from .calendar_workspace import LECTURES, THEME, VISITS, Seen, both, export, run, workspace

WORKDAYS = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"]


def calendar(*events: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines)


def event(day: str, uid: str = "", title: str = "乡里开会", *lines: str, end: str = "") -> str:
    start = f"DTSTART:{day}" if "T" in day else f"DTSTART;VALUE=DATE:{day.replace('-', '')}"
    last = [f"DTEND:{end}" if "T" in end else f"DTEND;VALUE=DATE:{end.replace('-', '')}"] if end else []
    head = ["BEGIN:VEVENT", f"UID:{uid or day}", "DTSTAMP:20260101T000000Z", start, *last]
    return "\r\n".join([*head, f"SUMMARY:{title}", *lines, "END:VEVENT"])


def source(folder: Path, *events: str, more: str = "") -> None:
    """Make a calendar a source of activities of the workspace."""
    (folder / "c.ics").write_text(calendar(*events), encoding="utf-8")
    settings = (folder / "checkbranch.yaml").read_text("utf-8")
    settings = settings.replace("activities: a.csv", f"activities: [a.csv, {more or 'c.ics'}]")
    (folder / "checkbranch.yaml").write_text(settings, encoding="utf-8")


def november(found: list[Seen]) -> Seen:
    (one,) = (seen for seen in found if "11月" in seen.summary and seen.status == "TENTATIVE")
    return one


@pytest.mark.parametrize(
    "lines",
    [(), ("STATUS:TENTATIVE",), ("STATUS:CONFIRMED",), ("TRANSP:TRANSPARENT",)],
    ids=["plain", "tentative", "confirmed", "transparent"],
)
def test_what_is_in_a_calendar_that_is_a_source_takes_its_day(tmp_path: Path, lines: tuple[str, ...]) -> None:
    folder = workspace(tmp_path, THEME)
    source(folder, *(event(day, day, "培训", *lines) for day in WORKDAYS if day != "2026-11-26"))
    assert november(export(folder, "2026-11-23")).start == date(2026, 11, 26)


def test_timed_events_and_those_of_several_days_take_all_of_their_days(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    timed = event("20261123T093000", "t", "外出考察", end="20261125T120000")
    whole = event("2026-11-26", "w", "培训班", end="2026-11-28")
    source(folder, timed, whole)
    assert november(export(folder, "2026-11-23")).start == date(2026, 11, 30)


def test_one_that_ends_at_midnight_does_not_take_the_next_day(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    source(folder, *(event(day) for day in WORKDAYS[:-2]), event("20261127T140000", "m", "值班", end="20261128T000000"))
    assert november(export(folder, "2026-11-23")).start == date(2026, 11, 30)


def test_what_is_cancelled_or_our_own_takes_no_day(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    own = event("2026-11-24", "0123456789abcdef@checkbranch", "主题党日（11月，还差1次）", "STATUS:TENTATIVE")
    off = event("2026-11-25", "x", "培训", "STATUS:CANCELLED")
    others = (event(day) for day in WORKDAYS if day not in ("2026-11-24", "2026-11-25"))
    source(folder, own, off, *others)
    assert november(export(folder, "2026-11-23")).start in (date(2026, 11, 24), date(2026, 11, 25))


def test_a_calendar_takes_the_days_of_the_unit_that_its_source_fixes(tmp_path: Path) -> None:
    units = "编号,名称,类型\nB1,一支部,branch\nB2,二支部,branch\n"
    folder = workspace(tmp_path, THEME, u_csv=units)
    (folder / "a.csv").write_text("单位,日期,类型\nB1,2025-01-02,集中学习\nB2,2025-01-02,集中学习\n", encoding="utf-8")
    source(folder, *(event(day) for day in WORKDAYS if day != "2026-11-30"), more="{file: c.ics, unit: B2}")
    found = {one.summary[:3]: one.start for one in export(folder, "2026-11-23") if "11月" in one.summary}
    assert found["二支部"] == date(2026, 11, 30)
    assert found["一支部"] < date(2026, 11, 30)


def test_an_option_names_calendars_of_what_else_there_is(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    (folder / "one.ics").write_text(calendar(*(event(day) for day in WORKDAYS[:3])), encoding="utf-8")
    (folder / "two.ics").write_text(calendar(*(event(day) for day in WORKDAYS[3:5])), encoding="utf-8")
    options = ("--busy", str(folder / "one.ics"), "--busy", str(folder / "two.ics"))
    first = export(folder, "2026-11-23", *options)
    assert november(first).start == date(2026, 11, 30)
    before = both(folder)
    assert export(folder, "2026-11-23", *options) == first
    assert both(folder) == before


def test_a_proposal_gives_way_when_its_day_is_taken_and_stays_otherwise(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    first = november(export(folder, "2026-11-09"))
    (folder / "b.ics").write_text(calendar(event(str(first.start))), encoding="utf-8")
    moved = november(export(folder, "2026-11-09", "--busy", str(folder / "b.ics")))
    assert (moved.uid, moved.sequence) == (first.uid, 1)
    assert moved.start != first.start
    assert november(export(folder, "2026-11-09")).start == moved.start


@pytest.mark.parametrize(
    ("data", "told"),
    [(None, "--busy"), ("no calendar", "BEGIN:VCALENDAR"), (calendar(event("2026-11-24"))[:-30], "")],
)
def test_a_file_that_is_no_calendar_is_refused(tmp_path: Path, data: str | None, told: str) -> None:
    folder = workspace(tmp_path, THEME)
    if data is not None:
        (folder / "b.ics").write_text(data, encoding="utf-8")
    result = run(folder, "2026-11-23", "--busy", str(folder / "b.ics"))
    assert result.exit_code == 2
    assert "b.ics" in result.stderr
    assert told in result.stderr
    assert not (folder / "plan.ics").exists()


def test_an_event_that_cannot_be_read_is_said_and_takes_no_day(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    broken = "BEGIN:VEVENT\r\nUID:b\r\nDTSTART:sometime\r\nSUMMARY:x\r\nEND:VEVENT"
    (folder / "b.ics").write_text(calendar(broken), encoding="utf-8")
    result = run(folder, "2026-11-23", "--busy", str(folder / "b.ics"))
    assert result.exit_code == 0
    assert "1 个活动无法识别，未占用日期（第 4 行等）" in result.stderr


def test_what_the_ledger_has_planned_is_the_day_of_its_own_occurrence(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURES, ["2026-11-28,主题党日"])  # a Saturday
    one = november(export(folder, "2026-11-23"))
    assert one.start == date(2026, 11, 28)
    assert "这一天台账或日历中已有安排" in one.description
    assert "还差1次" in one.summary
    assert all(other.start != one.start for other in export(folder, "2026-11-23") if other.uid != one.uid)


def test_a_plan_of_another_kind_only_takes_its_day(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME, [f"{day},集中学习" for day in WORKDAYS[1:]])
    assert november(export(folder, "2026-11-23")).start == date(2026, 11, 23)


def test_a_tentative_event_that_names_the_type_is_a_plan(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    source(folder, event("2026-11-27", "p", "主题党日：义务植树", "STATUS:TENTATIVE"))
    assert november(export(folder, "2026-11-23")).start == date(2026, 11, 27)


def test_days_that_people_chose_hold_and_the_others_are_placed_around_them(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURES, ["2026-11-27,主题党日"])
    inputs = read_inputs(read_workspace(folder), Shipped(path_of, names()))
    as_of, saturday = date(2026, 11, 23), date(2026, 11, 28)
    agenda = make_agenda(inputs, Wanted(as_of, span_of_calendar(as_of, None, None, None)), {})
    theme = next(one for one in agenda.owed if one.duty.id == "theme-day" and one.until == date(2026, 11, 30))
    placed = Timetable(inputs.ledger, inputs.days, as_of).place(agenda.owed, {}, {theme.uids[0]: saturday})
    assert placed.days[theme.uids[0]] == saturday
    assert set(placed.wishes) == set(placed.days) == set(agenda.placed.days)
    assert sum(day == saturday for day in placed.days.values()) == 1


def test_no_free_day_left_is_said_with_the_day_it_became_impossible(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    source(folder, *(event(day) for day in WORKDAYS[3:]))
    # On Wednesday the 25th there was still that day itself.
    assert november(export(folder, "2026-11-25")).start == date(2026, 11, 25)
    for name in ("plan.ics", "plan.ics.state.json"):
        (folder / name).unlink()
    result = run(folder, "2026-11-26")
    assert result.exit_code == 0
    told = "到 2026-11-30 为止没有空闲的工作日，1 次未提议日期。最后一个还排得下的日子是 2026-11-25。"
    assert told in result.stdout
    slack = "排不下：从“每月主题党日 2026年11月”（截止 2026-11-30）起缺 1 个工作日。"
    assert [line.endswith(slack) for line in result.stdout.splitlines() if "余量：" in line] == [True]
    english = run(folder, "2026-11-26", "--lang", "en", file="en.ics").stdout
    assert "no free working day left through 2026-11-30; 1 without a day. The last day on which there was " in english
    assert "one was 2026-11-25." in english


def test_of_two_the_day_on_which_there_were_still_two_is_said(tmp_path: Path) -> None:
    folder = workspace(tmp_path, LECTURES)
    result = run(folder, "2026-12-31")
    assert "1 次未提议日期。最后一个还排得下的日子是 2026-12-30。" in result.stdout


def test_a_period_all_of_whose_days_are_taken_has_no_such_day(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    source(folder, *(event(f"2026-12-{n:02}") for n in range(1, 32)))
    result = run(folder, "2026-11-23")
    assert "每月主题党日（2026年12月）：到 2026-12-31 为止没有空闲的工作日，1 次未提议日期。\n" in result.stdout + "\n"


def test_visits_that_find_no_working_day_say_the_last_there_was(tmp_path: Path) -> None:
    homes = "户号,户主,单位\nH1,甲,第一支部\n"
    folder = workspace(tmp_path, VISITS, h_csv=homes, settings="holidays: h.yaml\n")
    (folder / "h.yaml").write_text("holidays: [2026-12-24..2026-12-31]\n", encoding="utf-8")
    result = run(folder, "2026-12-24", "--visits")
    assert "最后一个还排得下的日子是 2026-12-23。" in result.stdout, result.stdout

"""``calendar export``: what is in the file, what changes it, and what never does."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.calendars import WorkCalendar
from checkbranch.cli.main import main
from checkbranch.engine import Request, Shipped, audit_inputs, read_inputs, read_workspace
from checkbranch.engine.planning.plan import make_uid
from checkbranch.rules import names, path_of

from .calendar_workspace import (
    LECTURES,
    LIFE,
    ROLLING,
    THEME,
    VISITS,
    WITHIN_60,
    Seen,
    both,
    entries,
    export,
    ledger,
    parsed,
    run,
    workspace,
)

EXAMPLE = Path(__file__).parent.parent / "examples" / "huanghou"
UNITS = "编号,名称,类型\nB1,东岭支部,branch\nB2,西岭支部,branch\n"


def of(found: list[Seen], word: str) -> Seen:
    (one,) = [entry for entry in found if word in entry.summary]
    return one


def days(found: list[Seen]) -> list[str]:
    return [str(entry.start)[:10] for entry in found]


# What is in the file.


def test_one_event_for_each_missing_occurrence(tmp_path: Path) -> None:
    found = export(workspace(tmp_path, THEME + LECTURES, ["2026-10-12,党课"]), "2026-10-20")
    assert [entry.summary for entry in found].count("党课（下半年，还差1次）") == 1
    months = [entry.summary for entry in found if "主题党日" in entry.summary]
    assert months == [f"主题党日（{n}月，还差1次）" for n in (10, 11, 12)]
    assert {entry.status for entry in found} == {"TENTATIVE"}
    assert all(entry.start >= date(2026, 10, 20) for entry in found)


def test_uids_are_made_of_what_is_owed_and_nothing_else(tmp_path: Path) -> None:
    found = export(workspace(tmp_path, LECTURES), "2026-07-03")
    (unit,) = [unit.id for unit in read_audit(tmp_path).units]
    uids = {make_uid("lectures", "branch", unit, "2026-H2", ordinal) for ordinal in (1, 2)}
    assert {entry.uid for entry in found if "下半年" in entry.summary} == uids


def read_audit(folder: Path):  # type: ignore[no-untyped-def]
    inputs = read_inputs(read_workspace(folder), Shipped(path_of, names()))
    return audit_inputs(inputs, Request(as_of=date(2026, 7, 3)))


def test_the_description_names_article_remedy_and_deadline(tmp_path: Path) -> None:
    (entry,) = export(workspace(tmp_path, THEME), "2026-12-01", "--from", "2026-12-01", "--to", "2026-12-31")[1:]
    for words in ("《文》第1条", "请开展", "期限：2026-12-31", "应 1 次"):
        assert words in entry.description
    (english,) = export(tmp_path, "2026-12-01", "--lang", "en", "--from", "2026-12-01", "--to", "2026-12-31")[1:]
    assert english.summary == "Theme day (December, 1 to go)"
    for words in ("Text, art. 1", "Hold it", "Due by 2026-12-31"):
        assert words in english.description


def test_hours_of_a_rule_make_a_timed_event_and_without_them_it_lasts_all_day(tmp_path: Path) -> None:
    hints = '    calendar: {on: second tuesday, at: "15:00", lasts: 90 minutes}\n'
    workspace(tmp_path, THEME + hints + LIFE)
    found = export(tmp_path, "2026-11-02")
    theme, life = (parsed(tmp_path).with_uid(of(found, word).uid)[0] for word in ("主题党日（11月", "组织生活会"))
    assert theme["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert theme.decoded("DTSTART").isoformat() == "2026-11-10T15:00:00+08:00"
    assert theme.decoded("DTEND") - theme.decoded("DTSTART") == timedelta(minutes=90)
    assert theme["TRANSP"] == "OPAQUE"
    assert life["DTSTART"].params["VALUE"] == "DATE"
    assert life.decoded("DTEND") - life.decoded("DTSTART") == timedelta(days=1)
    assert life["TRANSP"] == "TRANSPARENT"


def test_the_head_of_the_file(tmp_path: Path) -> None:
    hints = '    calendar: {at: "15:00"}\n'
    export(workspace(tmp_path, THEME + hints), "2026-11-02")
    data = (tmp_path / "plan.ics").read_bytes()
    lines = data.decode().split("\r\n")
    head = lines[: lines.index("BEGIN:VEVENT")]
    assert {"METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"} <= set(head)
    assert not [line for line in head if line.startswith("UID")]
    zone = head[head.index("BEGIN:VTIMEZONE") : head.index("END:VTIMEZONE")]
    assert [line for line in zone if line.startswith("TZOFFSET")] == ["TZOFFSETFROM:+0800", "TZOFFSETTO:+0800"]
    assert "BEGIN:DAYLIGHT" not in zone
    assert head[-1] == "END:VTIMEZONE"
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_file_of_whole_days_needs_no_time_zone(tmp_path: Path) -> None:
    export(workspace(tmp_path, THEME), "2026-11-02")
    assert parsed(tmp_path).timezones == []


def test_the_zone_is_that_of_the_workspace(tmp_path: Path) -> None:
    hints = '    calendar: {at: "15:00"}\n'
    found = export(workspace(tmp_path, THEME + hints, settings="timezone: Asia/Urumqi\n"), "2026-11-02")
    assert of(found, "12月").start.utcoffset() == timedelta(hours=6)  # type: ignore[union-attr]


def test_lines_are_folded_at_75_octets_and_never_inside_a_character(tmp_path: Path) -> None:
    export(workspace(tmp_path, THEME.replace("每月主题党日", "每月主题党日" * 30)), "2026-11-02")
    for line in (tmp_path / "plan.ics").read_bytes().split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


def test_nothing_recurs(tmp_path: Path) -> None:
    export(workspace(tmp_path, THEME + LECTURES + LIFE), "2026-01-05", "--all")
    assert b"RRULE" not in (tmp_path / "plan.ics").read_bytes()


def test_with_more_than_one_unit_the_summary_begins_with_its_name(tmp_path: Path) -> None:
    found = export(workspace(tmp_path, LIFE, ["2026-01-06,集中学习,,B1"], u_csv=UNITS), "2026-11-02", "--duty", "life")
    assert {entry.summary for entry in found} == {
        f"{name}：组织生活会（2026年度，还差1次）" for name in ("东岭支部", "西岭支部")
    }
    one = export(tmp_path, "2026-11-02", "--unit", "西岭支部", file="one.ics")
    assert [entry.summary for entry in one] == ["组织生活会（2026年度，还差1次）"]


def test_groups_are_told_apart(tmp_path: Path) -> None:
    found = export(EXAMPLE, "2026-11-23", file=str(tmp_path / "plan.ics"))
    december = sorted(entry.summary for entry in found if "党小组会（12月" in entry.summary)
    assert december == [f"第{n}党小组：党小组会（12月，还差1次）" for n in "一三二"]


def test_hours_are_owed_as_one(tmp_path: Path) -> None:
    hours = THEME.replace("at_least: 1, every: month", "at_least: 32, every: year, sum: hours")
    workspace(tmp_path, hours.replace("do: theme_day", "do: study"))
    ledger(tmp_path, ["2026-03-02,集中学习,8.5"], head="日期,类型,学时")
    (entry,) = export(tmp_path, "2026-11-02")
    assert entry.summary == "集中学习（2026年度，还差23.5学时）"


# The days.


def test_proposals_are_on_working_days_each_on_its_own(tmp_path: Path) -> None:
    found = export(workspace(tmp_path, THEME + LECTURES + LIFE), "2026-02-09")
    assert len(set(days(found))) == len(found)
    calendar = WorkCalendar()
    assert all(calendar.is_working(date.fromisoformat(day)) for day in days(found))
    assert min(days(found)) >= "2026-02-09"


def test_a_day_on_which_the_ledger_has_a_plan_is_not_proposed(tmp_path: Path) -> None:
    hints = "    calendar: {on: second tuesday}\n"
    folder = workspace(tmp_path, THEME + hints)
    assert str(of(export(folder, "2026-11-02"), "11月").start) == "2026-11-10"
    ledger(folder, ["2026-11-10,集中学习"])
    assert str(of(export(folder, "2026-11-02", file="other.ics"), "11月").start) == "2026-11-11"


def test_the_habit_of_the_branch_is_followed(tmp_path: Path) -> None:
    held = ["2026-01-21,主题党日", "2026-03-18,主题党日", "2026-04-15,主题党日"]
    found = export(workspace(tmp_path, THEME, held), "2026-05-04")
    assert str(of(found, "5月").start) == "2026-05-20"  # the third Wednesday
    assert str(of(found, "7月").start) == "2026-07-15"


def test_no_free_working_day_is_said_and_the_code_stays_0(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME, settings="holidays: h.yaml\n")
    (folder / "h.yaml").write_text("holidays: [2026-11-29..2026-11-30]\n", encoding="utf-8")
    result = run(folder, "2026-11-29", "--from", "2026-11-01", "--to", "2026-11-30")
    assert result.exit_code == 0
    assert "每月主题党日（2026年11月）：到 2026-11-30 为止没有空闲的工作日，1 次未提议日期。" in result.stdout
    assert entries(folder) == []


def test_years_not_announced_are_said_once_and_in_each_event(tmp_path: Path) -> None:
    result = run(workspace(tmp_path, THEME), "2026-11-23", "--year", "2027")
    assert [line for line in result.stderr.splitlines() if "2027" in line] == [result.stderr.strip()]
    assert "有 12 条" in result.stderr
    found = entries(tmp_path)
    assert len(found) == 12
    assert all("2027 年放假安排尚未收录" in entry.description for entry in found)
    assert "2027-01-01" not in days(found)


# What changes, and what does not.


def test_the_same_again_is_the_same_to_the_byte(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURES + LIFE)
    export(folder, "2026-10-20")
    first = both(folder)
    export(folder, "2026-10-20")
    assert both(folder) == first
    export(folder, "2026-10-20", file="new.ics")
    assert both(folder, "new.ics") == first


def test_a_later_as_of_day_alone_changes_nothing(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURES + LIFE)
    first = export(folder, "2026-10-02")
    before = both(folder)
    for day in ("2026-10-03", "2026-10-09"):
        assert min(days(first)) >= day
        result = run(folder, day)
        assert f"新增 0，变更 0，取消 0，未变 {len(first)}" in result.stdout
        assert both(folder) == before


def test_a_day_that_is_past_moves_and_only_that_entry_changes(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LIFE, settings="log_starts: 2026-10-01\n")
    first = {entry.uid: entry for entry in export(folder, "2026-10-05")}
    october = of(list(first.values()), "10月")
    assert isinstance(october.start, date)
    day = (october.start + timedelta(days=1)).isoformat()
    assert day < "2026-10-31"
    later = {entry.uid: entry for entry in export(folder, day)}
    assert {uid for uid in first if later[uid] != first[uid]} == {october.uid}
    moved = later[october.uid]
    assert (moved.sequence, moved.modified.isoformat()) == (1, day)
    assert day <= str(moved.start) <= "2026-10-31"


def test_a_new_wish_of_the_rule_moves_what_was_proposed(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + "    calendar: {on: second tuesday}\n")
    assert str(of(export(folder, "2026-11-02"), "12月").start) == "2026-12-08"
    workspace(folder, THEME + "    calendar: {on: third thursday}\n")
    moved = of(export(folder, "2026-11-03"), "12月")
    assert (str(moved.start), moved.sequence) == ("2026-12-17", 1)


def test_what_was_held_is_cancelled_until_its_make_up_time_is_over(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    planned = of(export(folder, "2026-10-05"), "10月")
    ledger(folder, ["2026-10-08,主题党日"])
    for day in ("2026-10-09", "2026-10-31", "2026-11-15"):
        gone = of(export(folder, day), "10月")
        assert (gone.uid, gone.start, gone.status) == (planned.uid, planned.start, "CANCELLED")
        assert (gone.sequence, str(gone.modified)) == (1, "2026-10-09")
        assert "还差" not in gone.summary
    assert not [entry for entry in export(folder, "2026-11-16") if "10月" in entry.summary]
    assert planned.uid not in (folder / "plan.ics.state.json").read_text()


def test_what_is_owed_after_all_comes_back_under_its_uid(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    planned = of(export(folder, "2026-10-05"), "10月")
    ledger(folder, ["2026-10-08,主题党日"])
    export(folder, "2026-10-09")
    ledger(folder, [])
    back = of(export(folder, "2026-10-09"), "10月")
    assert (back.uid, back.status, back.sequence, back.start) == (planned.uid, "TENTATIVE", 2, planned.start)


def test_the_highest_ordinal_falls_away_and_the_other_stays_where_it_is(tmp_path: Path) -> None:
    folder = workspace(tmp_path, LECTURES)
    early, late = (entry for entry in export(folder, "2026-07-06") if "下半年" in entry.summary)
    ledger(folder, [f"{early.start},党课"])
    found = {entry.uid: entry for entry in export(folder, str(early.start))}
    assert found[early.uid].status == "CANCELLED"
    assert (found[late.uid].status, found[late.uid].start) == ("TENTATIVE", late.start)
    assert found[late.uid].summary == "党课（下半年，还差1次）"
    ledger(folder, [f"{early.start},党课", f"{late.start},党课"])
    assert {entry.status for entry in export(folder, str(late.start)) if "下半年" in entry.summary} == {"CANCELLED"}


def test_a_gap_keeps_its_uid_and_moves_into_its_make_up_time(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    planned = of(export(folder, "2026-10-05"), "10月")
    gap = of(export(folder, "2026-11-03"), "10月")
    assert gap.uid == planned.uid
    assert gap.summary == "主题党日（补开10月，还差1次）"
    assert "2026-11-03" <= str(gap.start) <= "2026-11-15"
    assert "补开期限：2026-11-15" in gap.description
    assert "（for_period）填写 2026-10" in gap.description
    assert gap.sequence == 1
    before = both(folder)
    export(folder, "2026-11-04")
    assert both(folder) == before
    assert not [entry for entry in export(folder, "2026-11-16") if "10月" in entry.summary]


def test_what_can_still_be_made_good_from_last_year_is_in_the_file(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LIFE, settings="log_starts: 2026-01-01\n")
    found = export(folder, "2027-01-05")
    december, life = of(found, "2026年12月"), of(found, "组织生活会（2026年度")
    assert str(december.start) <= "2027-01-15"
    assert str(life.start) <= "2027-03-31"
    assert "补" not in life.summary
    assert "（for_period）填写 2026。" in life.description
    assert not [
        entry for entry in export(folder, "2026-12-30", "--year", "2027", file="b.ics") if "2026" in entry.summary
    ]


def test_while_it_is_not_known_whether_it_was_held_the_entry_stays_as_it_was(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME, settings="complete_through: 2026-10-20\n")
    planned = of(export(folder, "2026-10-05"), "10月")
    assert of(export(folder, "2026-11-03"), "10月") == planned


def test_what_was_not_asked_for_is_neither_cancelled_nor_forgotten(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LIFE)
    first = export(folder, "2026-11-02")
    only = export(folder, "2026-11-02", "--duty", "life")
    assert [entry.summary for entry in only] == ["组织生活会（2026年度，还差1次）"]
    assert export(folder, "2026-11-02") == first


def test_a_duty_switched_off_is_cancelled(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LIFE)
    export(folder, "2026-11-02")
    workspace(folder, THEME + LIFE, settings="off: [life]\n")
    assert of(export(folder, "2026-11-03"), "组织生活会").status == "CANCELLED"


def test_what_has_no_period_is_due_on_its_day_and_then_soon(tmp_path: Path) -> None:
    folder = workspace(tmp_path, WITHIN_60, settings="log_starts: 2026-09-25\n")
    (planned,) = export(folder, "2026-10-05")
    assert planned.summary == "主题党日"
    assert "期限：2026-11-24" in planned.description
    assert str(planned.start) <= "2026-11-24"
    (overdue,) = export(folder, "2026-12-01")
    assert (overdue.uid, overdue.sequence) == (planned.uid, 1)
    assert "应不迟于 2026-11-24，请尽快开展" in overdue.description
    assert "2026-12-01" <= str(overdue.start) <= "2026-12-14"
    ledger(folder, ["2026-12-02,主题党日"])
    (gone,) = export(folder, "2026-12-03")
    assert (gone.uid, gone.status) == (planned.uid, "CANCELLED")


def test_one_visit_serves_every_duty_that_asks_for_it(tmp_path: Path) -> None:
    folder = workspace(tmp_path, VISITS + ROLLING, settings="log_starts: 2026-10-01\n", h_csv="编号,户主\nH1,户主\n")
    ledger(folder, ["2026-09-01,走访,H1"], head="日期,类型,走访对象")
    found = export(folder, "2026-10-05", "--visits")
    assert [entry.summary for entry in found] == ["走访（本周 1 户）"] * 2
    assert len([entry for entry in found if "每季度走访：1 户" in entry.description]) == 1
    assert all("30天内走访两次：1 户" in entry.description for entry in found)


# All, visits, alarms, to-dos.


def test_all_shows_what_was_held_on_its_day_and_tells_the_rest_apart(tmp_path: Path) -> None:
    rows = ["2026-08-12,主题党日", "2026-10-09,主题党日,2026-09"]
    found = export(workspace(tmp_path, THEME, rows, "log_starts: 2026-07-01\n"), "2026-10-20", "--all")
    told = [(str(entry.start), entry.status, entry.summary) for entry in found[6:10]]
    assert told == [
        ("2026-07-31", "TENTATIVE", "主题党日（7月，台账未见记录）"),
        ("2026-08-12", "CONFIRMED", "主题党日（8月）"),
        ("2026-10-09", "CONFIRMED", "主题党日（补开9月）"),
        (told[3][0], "TENTATIVE", "主题党日（10月，还差1次）"),
    ]
    assert {entry.summary[-3:] for entry in found[:6]} == {"待核）"}
    assert "台账未见记录" not in " ".join(entry.summary for entry in export(tmp_path, "2026-10-20"))


def test_a_file_of_proposals_read_as_a_ledger_proves_nothing(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LIFE)
    assert {entry.status for entry in export(folder, "2026-10-05")} == {"TENTATIVE"}


HOUSES = "编号,户主,帮扶责任人\n" + "".join(f"H{n},户主{n},{'李帮扶' if n < 9 else '王帮扶'}\n" for n in range(1, 13))


def test_visits_are_bundled_by_helper_and_week(tmp_path: Path) -> None:
    folder = workspace(tmp_path, VISITS, h_csv=HOUSES)
    assert export(folder, "2026-10-01") == []
    found = export(folder, "2026-10-01", "--visits", file="v.ics")
    numbers = [int(re.findall(r"走访（本周 (\d) 户）", entry.summary)[0]) for entry in found]
    assert sum(numbers) == 12
    assert max(numbers) == 1  # twelve households, thirteen weeks
    assert len({entry.uid for entry in found}) == len(found)
    assert export(folder, "2026-10-08", "--visits", file="v.ics") == found


def test_a_visit_made_leaves_the_other_bundles_as_they_are(tmp_path: Path) -> None:
    houses = "编号,户主\n" + "".join(f"H{n},户主{n}\n" for n in range(40))
    folder = workspace(tmp_path, VISITS, h_csv=houses)
    first = {entry.uid: entry for entry in export(folder, "2026-10-08", "--visits")}
    ledger(folder, ["2026-10-08,走访,H3"], head="日期,类型,走访对象")
    later = {entry.uid: entry for entry in export(folder, "2026-10-08", "--visits")}
    assert set(later) == set(first)
    (changed,) = [uid for uid in first if later[uid] != first[uid]]
    assert later[changed].sequence == 1


def test_nobody_is_named(tmp_path: Path) -> None:
    """Every member, household and helper of the example is looked for in both files and in all that is printed."""
    subjects = read_audit(EXAMPLE).ledger.subjects
    people = {
        name
        for family, name in zip(subjects.family, subjects.name, strict=True)
        if name and family in ("member", "household")
    }
    houses = read_audit(EXAMPLE).ledger.attributes["household"].columns["helpers"]
    people |= {helper for cell in houses if isinstance(cell, tuple) for helper in cell}
    assert len(people) > 280
    for n, options in enumerate((["--visits", "--all"], ["--visits", "--as", "todo", "--lang", "en"])):
        file = tmp_path / f"{n}.ics"
        result = run(EXAMPLE, "2026-11-23", *options, file=str(file))
        parts = [str(value) for part in parsed(tmp_path, file.name).walk() for value in part.values()]
        text = "\n".join([*parts, result.output, *(data.decode() for data in both(tmp_path, file.name))])
        assert "走访" in text or "Household visit" in text
        assert not [name for name in people if name in text]


def test_alarms(tmp_path: Path) -> None:
    export(workspace(tmp_path, LIFE), "2026-11-02", "--alarms", "1h,1d")
    (event,) = parsed(tmp_path).events
    assert [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")] == [-timedelta(days=1), -timedelta(hours=1)]
    assert {str(alarm["ACTION"]) for alarm in event.walk("VALARM")} == {"DISPLAY"}


def test_todos_have_the_deadline_and_no_events_among_them(tmp_path: Path) -> None:
    export(workspace(tmp_path, THEME), "2026-12-01", "--as", "todo", "--alarms", "1d")
    calendar = parsed(tmp_path)
    assert calendar.events == []
    todo = calendar.todos[-1]
    assert str(todo.decoded("DUE")) == "2026-12-31"
    assert str(todo["STATUS"]) == "NEEDS-ACTION"
    assert "TRANSP" not in todo
    ledger(tmp_path, ["2026-12-02,主题党日"])
    export(tmp_path, "2026-12-02", "--as", "todo")
    assert str(parsed(tmp_path).todos[-1]["STATUS"]) == "CANCELLED"


# The state file, and what cannot be used.


@pytest.mark.parametrize(
    "damage", ["", "{}", '{"format": "checkbranch.calendar/1", "workspace": "x", "entries": [{}]}']
)
def test_a_damaged_state_file_is_made_anew_from_the_calendar(tmp_path: Path, damage: str) -> None:
    folder = workspace(tmp_path, THEME + LIFE)
    export(folder, "2026-10-05")
    ledger(folder, ["2026-10-08,主题党日"])
    export(folder, "2026-10-09", "--alarms", "1d")
    before = both(folder)
    (folder / "plan.ics.state.json").write_text(damage)
    result = run(folder, "2026-10-10", "--alarms", "1d")
    assert "状态文件无法读取，已按原日历重建" in result.stderr
    assert both(folder) == before


def test_a_lost_state_file_is_made_anew(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    export(folder, "2026-10-05")
    before = both(folder)
    (folder / "plan.ics.state.json").unlink()
    assert "没有状态文件，已按原日历重建" in run(folder, "2026-10-06").stderr
    assert both(folder) == before


def test_with_both_files_damaged_all_begins_anew(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    export(folder, "2026-10-05")
    before = both(folder)
    (folder / "plan.ics.state.json").write_text("x")
    (folder / "plan.ics").write_bytes(before[0][:700])
    assert "原日历也无法读取，已全部重新生成" in run(folder, "2026-10-05").stderr
    assert both(folder) == before


def test_a_calendar_that_was_not_written_is_written_the_next_time(tmp_path: Path) -> None:
    """The state file goes first: what was remembered but not written is written as it should have been."""
    folder = workspace(tmp_path, THEME)
    export(folder, "2026-10-05")
    old = both(folder)[0]
    ledger(folder, ["2026-10-08,主题党日"])
    export(folder, "2026-10-09")
    new = both(folder)
    (folder / "plan.ics").write_bytes(old)
    export(folder, "2026-10-10")
    assert both(folder) == new


def test_the_state_file_is_plain(tmp_path: Path) -> None:
    export(workspace(tmp_path, THEME), "2026-10-20")
    state = json.loads((tmp_path / "plan.ics.state.json").read_text(encoding="utf-8"))
    assert (state["format"], state["workspace"]) == ("checkbranch.calendar/1", "第一支部")
    assert [entry["sequence"] for entry in state["entries"]] == [0, 0, 0]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("a.csv", "checkbranch.yaml", "p.yaml", "plan.ics", "plan.ics.state.json"),
    ]


@pytest.mark.parametrize("lose_state", [False, True])
def test_an_export_of_another_workspace_is_not_overwritten(tmp_path: Path, lose_state: bool) -> None:
    folder = workspace(tmp_path, THEME)
    export(folder, "2026-10-05")
    before = both(folder)[0]
    if lose_state:
        (folder / "plan.ics.state.json").unlink()
    yaml = folder / "checkbranch.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8").replace("第一支部", "第二支部"), encoding="utf-8")
    result = run(folder, "2026-10-05")
    assert result.exit_code == 2
    assert "请另取一个文件名" in result.stderr
    assert result.stderr.count("\n") == 1
    assert (folder / "plan.ics").read_bytes() == before


def test_a_calendar_of_another_program_is_not_overwritten(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    own = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//phone//x//EN\r\nEND:VCALENDAR\r\n"
    (folder / "plan.ics").write_bytes(own)
    assert run(folder, "2026-10-05").exit_code == 2
    assert (folder / "plan.ics").read_bytes() == own


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--year", "2026", "--from", "2026-01-01"], "--year"),
        (["--year", "0"], "1900"),
        (["--from", "2026-01-01", "--to", "2076-01-01"], "50 年"),
        (["--from", "2026-02-01", "--to", "2026-01-01"], "--from"),
        (["--alarms", "soon"], "15m、1h、1d 或 1w"),
        (["--alarms", "9w"], "最长四周"),
        (["--unit", "无此支部"], "--unit"),
        (["--duty", "no-such"], "--duty"),
        (["-o", "{folder}"], "这是文件夹"),
        (["-o", "{folder}/none/plan.ics"], "不存在"),
    ],
)
def test_calls_that_cannot_be_used(tmp_path: Path, options: list[str], said: str) -> None:
    folder = workspace(tmp_path, THEME)
    result = run(folder, "2026-10-05", *(option.format(folder=folder) for option in options))
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(folder.glob("*.ics*"))


def test_a_file_must_be_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["calendar", "export", str(workspace(tmp_path, THEME))])
    assert result.exit_code == 2
    assert "--output" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_ledger_that_cannot_be_read_cancels_nothing(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    first = export(folder, "2026-10-05")
    (folder / "checkbranch.yaml").write_text(
        (folder / "checkbranch.yaml").read_text(encoding="utf-8").replace("a.csv", "[a.csv, b.xlsx]"), encoding="utf-8"
    )
    (folder / "b.xlsx").write_bytes(b"no workbook")
    result = run(folder, "2026-10-06")
    assert result.exit_code == 2
    assert entries(folder) == first


def test_a_single_ledger_file_can_be_exported(tmp_path: Path) -> None:
    ledger(tmp_path, ["2026-10-08,主题党日"])
    call = ["calendar", "export", str(tmp_path / "a.csv"), "--as-of", "2026-10-20", "-o", str(tmp_path / "plan.ics")]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    assert of(entries(tmp_path), "主题党日（11月").status == "TENTATIVE"


def test_a_name_cannot_break_the_file(tmp_path: Path) -> None:
    units = UNITS.replace("东岭支部", '"东岭;支,部\nEND:VEVENT\\"')
    found = export(workspace(tmp_path, LIFE, u_csv=units), "2026-11-02")
    assert sorted(entry.summary[:12] for entry in found)[0].startswith("东岭;支,部")
    assert len(found) == 2


@pytest.mark.parametrize("day", ["2026-01-01", "2026-06-30", "2026-12-31", "2028-02-29"])
def test_on_border_days_nothing_is_proposed_in_the_past(tmp_path: Path, day: str) -> None:
    found = export(workspace(tmp_path, THEME + LECTURES + LIFE), day)
    assert all(str(entry.start)[:10] >= day for entry in found)
    assert not [entry for entry in found if isinstance(entry.start, datetime)]

"""Slack as people and programs are told it: in the audit, in the self-check, in the events; and its borders."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checkbranch.cli.main import main
from checkbranch.reports.programs.json_report import schema_path

from .calendar_workspace import LECTURES, LIFE, THEME, VISITS, WITHIN_60, export, workspace
from .test_calendar_busy import event, source

GROUPS = """\
  - id: group-study
    title: {zh: 每月小组学习, en: Group study every month}
    basis: [{source: s, article: "7", modality: shall}]
    subject: group
    quota: {do: study, at_least: 1, every: month}
"""
STUDY = GROUPS.replace("group-study", "branch-study").replace("subject: group", "subject: branch")
HOURS = STUDY.replace("do: study, at_least: 1", "do: study, sum: hours, at_least: 8")


def called(folder: Path, command: str, as_of: str, *options: str) -> str:
    result = CliRunner().invoke(main, [command, str(folder), "--as-of", as_of, *options])
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def says(text: str, told: str) -> bool:
    """Return whether a report says something, wherever its lines break."""
    return "".join(told.split()) in "".join(text.split())


def audited(folder: Path, as_of: str, *options: str) -> dict[str, Any]:
    from jsonschema import Draft202012Validator

    found: dict[str, Any] = json.loads(called(folder, "audit", as_of, "--format", "json", *options))
    Draft202012Validator(json.loads(schema_path().read_text("utf-8"))).validate(found)
    return found


def slack(folder: Path, as_of: str, *options: str) -> dict[str, Any]:
    (one,) = audited(folder, as_of, *options)["slack"]
    return dict(one)


def started(folder: Path, duties: str, rows: list[str] | None = None, first: str = "2026-11-01") -> Path:
    return workspace(folder, duties, rows or [], f"log_starts: {first}\n")


def test_what_is_open_is_told_with_the_days_that_are_left(tmp_path: Path) -> None:
    rows = [f"2026-{month:02}-09,主题党日" for month in (7, 8, 9, 10)]
    folder = started(tmp_path, THEME + LECTURES, rows, "2026-07-01")
    found = slack(folder, "2026-11-23")
    owed = found.pop("owed")
    assert found == {
        "unit": "第一支部",
        "open": 2,
        "make_up": 0,
        "meetings": 3,
        "needed_days": 2,  # the theme day may be held with one of the lectures
        "working_days": 29,
        "through": "2026-12-31",
        "fits": True,
        "first_short": None,
        "lacking": 0,
        "tightest": {"due": "2026-11-30", "needed_days": 1, "working_days": 6},
        "provisional": [2027],
    }
    assert [(one["number"], one["due"], one["close_by"], one["working_days"]) for one in owed] == [
        (1, "2026-11-30", "2026-11-30", 6),
        (2, "2026-12-31", "2026-12-31", 29),
    ]
    ids = {one["id"]: one["duty"] for one in audited(folder, "2026-11-23")["findings"]}
    assert [ids[one["finding"]] for one in owed] == ["theme-day", "lectures"]


def test_the_text_says_it_in_a_line(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME + STUDY + LECTURES.replace("half_year", "quarter"), first="2026-10-01")
    text = called(folder, "audit", "2026-11-23")
    assert says(
        text,
        "余量：须召集开展的未到期 3 项（最少 3 天），至 2026-12-31 还有 29 个工作日，排得下；"
        "最紧在 2026-11-30 前：须 2 天，有 6 个工作日。",
    )
    assert "截止 2026-11-30（还有 7 天，含当日 6 个工作日）" in text
    english = called(folder, "audit", "2026-11-23", "--lang", "en")
    assert says(
        english,
        "Slack: to be held: 3 not yet due (at least 3 working days); 29 working days left through 2026-12-31: all of "
        "it fits; tightest up to 2026-11-30: 2 of 6 working days.",
    )


def test_the_self_check_says_it_on_its_first_page(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME + STUDY)
    text = called(folder, "inspect", "2026-11-30", "--on", "2026-11-30")
    assert says(text, "补救余量：须召集开展的未到期 2 项（最少 2 天），至 2026-11-30 还有 1 个工作日，排不下：")
    found = json.loads(called(folder, "inspect", "2026-11-30", "--format", "json"))
    assert found["slack"] == [slack(folder, "2026-11-30")]
    page = called(folder, "inspect", "2026-11-30", "--format", "html")
    assert page.index("补救余量") < page.index("审核区间")


def test_the_events_say_how_many_working_days_are_left_after_theirs(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME)
    (one,) = (each for each in export(folder, "2026-11-23") if "11月" in each.summary)
    left = sum(date(2026, 11, n).weekday() < 5 for n in range(one.start.day + 1, 31))
    assert f"剩余工作日：这一天之后到期限 2026-11-30 还有 {left} 个，最后一个是 2026-11-30。" in one.description
    # Only what is true whatever the day is: a later as-of day changes nothing.
    (again,) = (each for each in export(folder, "2026-11-24") if "11月" in each.summary)
    assert again == one


@pytest.mark.parametrize(
    ("as_of", "working_days", "fits", "lacking"),
    [
        ("2026-11-27", 2, True, 0),  # Friday, and Monday the 30th
        ("2026-11-28", 1, False, 1),  # Saturday: only Monday is left
        ("2026-11-30", 1, False, 1),  # the as-of day is the last working day, and counts
    ],
)
def test_the_last_days_of_a_month(tmp_path: Path, as_of: str, working_days: int, fits: bool, lacking: int) -> None:
    found = slack(started(tmp_path, THEME + STUDY), as_of)
    assert (found["needed_days"], found["working_days"]) == (2, working_days)
    assert (found["fits"], found["lacking"]) == (fits, lacking)
    assert (found["first_short"] is None) == fits


def test_of_what_does_not_fit_the_first_is_named(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME + STUDY)
    report = audited(folder, "2026-11-30")
    first = report["slack"][0]["first_short"]
    duties = {one["id"]: one["duty"] for one in report["findings"]}
    assert (first["duty"], first["due"], duties[first["finding"]]) == ("theme-day", "2026-11-30", "theme-day")
    text = called(folder, "audit", "2026-11-30")
    assert says(text, "排不下：从“每月主题党日 2026年11月”（截止 2026-11-30）起缺 1 个工作日。")
    english = called(folder, "audit", "2026-11-30", "--lang", "en")
    assert says(
        english,
        "not all of it fits: Theme day every month November 2026, due by 2026-11-30, no longer does; 1 working day "
        "lacking.",
    )


def test_where_all_days_are_taken_all_of_it_is_lacking(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME + STUDY)
    source(folder, *(event(f"2026-11-{n}") for n in range(23, 31)))
    found = slack(folder, "2026-11-23")
    assert (found["working_days"], found["needed_days"], found["lacking"]) == (0, 2, 2)
    assert [one["close_by"] for one in found["owed"]] == ["2026-11-30", "2026-11-30"]


def test_no_working_day_at_all_is_left(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME, (), "log_starts: 2026-11-01\nholidays: h.yaml\n")
    (folder / "h.yaml").write_text("holidays: [2026-11-30]\n", encoding="utf-8")
    found = slack(folder, "2026-11-28")
    assert (found["working_days"], found["lacking"], found["owed"][0]["close_by"]) == (0, 1, None)


def test_what_may_be_combined_fits_on_the_last_day(tmp_path: Path) -> None:
    monthly = LECTURES.replace("at_least: 2, every: half_year", "at_least: 1, every: month")
    found = slack(started(tmp_path, THEME + monthly), "2026-11-30")
    assert (found["meetings"], found["needed_days"], found["fits"]) == (2, 1, True)


def test_one_meeting_serves_two_duties_of_its_type(tmp_path: Path) -> None:
    found = slack(started(tmp_path, THEME + WITHIN_60), "2026-11-30")
    assert (found["open"], found["needed_days"], found["fits"]) == (2, 1, True)


def test_what_can_still_be_made_good_needs_days_too(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME)  # November can be made good through 15 December
    found = slack(folder, "2026-12-15")
    assert (found["open"], found["make_up"], found["needed_days"], found["fits"]) == (1, 1, 2, True)
    assert found["owed"][0]["due"] == "2026-12-15"
    assert says(called(folder, "audit", "2026-12-15"), "须召集开展的未到期 1 项、可补开 1 项（最少 2 天）")
    assert slack(folder, "2026-12-16")["make_up"] == 0


def test_a_plan_serves_its_own_obligation_and_takes_its_day_from_others(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME + STUDY, ["2026-11-30,主题党日"])
    found = slack(folder, "2026-11-27")
    assert sorted((one["number"], one["working_days"]) for one in found["owed"]) == [(0, 1), (1, 1)]
    assert (found["open"], found["meetings"], found["needed_days"], found["fits"]) == (2, 1, 1, True)
    assert not slack(folder, "2026-11-28")["fits"]


def test_groups_meet_side_by_side_and_not_on_the_days_of_the_unit(tmp_path: Path) -> None:
    units = "编号,名称,类型,上级\nB1,一支部,branch,\nG1,一组,group,B1\nG2,二组,group,B1\n"
    folder = workspace(tmp_path, THEME + GROUPS, settings="log_starts: 2026-11-01\n", u_csv=units)
    (folder / "a.csv").write_text("单位,日期,类型\nB1,2026-11-02,党课\n", encoding="utf-8")
    found = slack(folder, "2026-11-27")
    assert (found["unit"], found["open"], found["needed_days"], found["fits"]) == ("B1", 3, 2, True)
    short = slack(folder, "2026-11-30")
    assert (short["needed_days"], short["lacking"]) == (2, 1)


def test_members_and_households_need_no_day_of_their_own(tmp_path: Path) -> None:
    homes = "户号,户主,单位\nH1,甲,第一支部\n"
    folder = workspace(tmp_path, VISITS, settings="log_starts: 2026-10-01\n", h_csv=homes)
    report = audited(folder, "2026-12-31")
    assert report["summary"]["open"] == 1
    assert report["slack"] == []


def test_what_is_added_up_in_hours_is_one_meeting(tmp_path: Path) -> None:
    folder = workspace(tmp_path, HOURS, (), "log_starts: 2026-11-01\n")
    (folder / "a.csv").write_text("日期,类型,学时\n2026-11-02,集中学习,2\n", encoding="utf-8")
    assert slack(folder, "2026-11-23")["meetings"] == 1


def test_a_unit_that_ends_has_only_the_days_before(tmp_path: Path) -> None:
    units = "编号,名称,类型,撤销日期\nB1,一支部,branch,2026-12-25\n"
    duty = LIFE.replace("subject: branch", "subject: branch\n    partial: require")
    folder = workspace(tmp_path, duty, settings="log_starts: 2026-01-01\n", u_csv=units)
    (folder / "a.csv").write_text("单位,日期,类型\nB1,2026-01-02,集中学习\n", encoding="utf-8")
    assert slack(folder, "2026-12-01")["through"] == "2026-12-24"


def test_nothing_is_said_where_nothing_is_open(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME, ["2026-11-05,主题党日"])
    assert audited(folder, "2026-11-23")["slack"] == []
    for command in ("audit", "inspect"):
        assert "余量" not in called(folder, command, "2026-11-23")


def test_only_what_is_shown_is_spoken_of(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME + STUDY)
    found = slack(folder, "2026-11-30", "--duty", "theme-day")
    assert (found["open"], found["fits"]) == (1, True)


def test_of_many_units_those_are_named_to_which_not_all_fits(tmp_path: Path) -> None:
    units = "编号,名称,类型\n" + "".join(f"B{n:02},支部{n:02},branch\n" for n in range(14))
    folder = workspace(tmp_path, THEME + STUDY, settings="log_starts: 2026-11-01\n", u_csv=units)
    held = [f"B{n:02},2026-11-0{3 + n % 2},集中学习" for n in range(13)]
    rows = ["单位,日期,类型", *held, "B13,2026-10-09,党课"]
    (folder / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    text = called(folder, "audit", "2026-11-30")
    assert "余下的工作日排不下（1 个单位）" in text
    assert "支部13（B13）：须召集开展的未到期 2 项" in text
    cover = called(folder, "inspect", "2026-11-30")
    assert says(cover, "补救余量：余下的工作日排不下的：支部13（B13）（缺 1 个工作日）。")
    assert "余下的工作日排不下" not in called(folder, "audit", "2026-11-27")
    assert says(called(folder, "inspect", "2026-11-27"), "14 个单位须召集开展的事项，余下的工作日都排得下。")


def test_what_rests_on_days_that_are_not_announced_is_listed(tmp_path: Path) -> None:
    folder = started(tmp_path, THEME + LECTURES, ["2026-11-05,主题党日"], "2026-07-01")
    report = audited(folder, "2026-11-23")
    lectures = next(one["id"] for one in report["findings"] if one["period"]["key"] == "2026-H2")
    assert report["unannounced"] == [{"year": 2027, "findings": [lectures]}]
    told = (
        "暂定：2027 年放假安排尚未公布，1 项的期限或最后工作日到时可能变动，公布后请再核对：每半年两次党课 2026年下半年"
    )
    assert says(called(folder, "audit", "2026-11-23"), told)
    assert "暂定" not in called(folder, "audit", "2026-11-23", "--period", "2026-11", "--duty", "theme-day")
    assert "2027 年放假安排尚未公布，1 项" in called(folder, "inspect", "2026-11-23")
    explained = CliRunner().invoke(main, ["explain", "-w", str(folder), "lectures", "2026-H2", "--as-of", "2026-11-23"])
    assert "暂定：2027 年放假安排尚未公布" in explained.stdout, explained.output


def test_once_they_are_announced_nothing_is_provisional(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURES, (), "log_starts: 2026-07-01\nholidays: h.yaml\n")
    (folder / "h.yaml").write_text("holidays: [2027-01-01]\nyears: [2027]\n", encoding="utf-8")
    report = audited(folder, "2026-11-23")
    assert (report["unannounced"], report["slack"][0]["provisional"]) == ([], [])
    assert "暂定" not in called(folder, "audit", "2026-11-23")


def test_a_deadline_in_working_days_over_days_not_announced_is_provisional(tmp_path: Path) -> None:
    late = THEME.replace("15 days", "5 workdays")
    folder = workspace(tmp_path, late, (), "log_starts: 2027-01-01\n")
    report = audited(folder, "2027-02-02", "--period", "2027-01")
    (january,) = (one for one in report["findings"] if one["period"]["key"] == "2027-01")
    assert (january["status"], january["can_make_up_until"]) == ("missing", "2027-02-05")
    assert report["unannounced"] == [{"year": 2027, "findings": [january["id"]]}]

"""What may be held together is placed on one day where that is asked for, and every entry says so; habits are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from checkbranch.reports.calendar.hours import hours, hours_together

from .calendar_workspace import LIFE, THEME, WITHIN_60, Seen, both, export, parsed, run, workspace

LECTURE = """\
  - id: lecture
    title: {zh: 每季度党课, en: A lecture each quarter}
    basis: [{source: s, article: "2", modality: shall}]
    subject: branch
    quota: {do: party_lecture, at_least: 1, every: quarter}
    late: {until: 1 month}
"""
HABIT = [f"2026-{month:02}-{day:02},主题党日" for month, day in ((6, 12), (7, 10), (8, 14), (9, 11), (10, 9))]
LECTURES_HELD = ["2026-02-11,党课", "2026-05-13,党课", "2026-08-12,党课"]


def by(found: list[Seen], text: str) -> Seen:
    (one,) = (seen for seen in found if seen.summary.startswith(text) and seen.status != "CANCELLED")
    return one


def test_without_the_option_each_has_a_day_of_its_own(tmp_path: Path) -> None:
    found = export(workspace(tmp_path, THEME + LECTURE, HABIT), "2026-11-02")
    assert len({one.start for one in found}) == len(found) == 3
    assert not any("同场" in one.summary or "一并开展" in one.description for one in found)


def test_what_may_be_combined_is_on_one_day_and_both_entries_say_so(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURE, HABIT)
    alone = {one.uid for one in export(folder, "2026-11-02", file="alone.ics")}
    found = export(folder, "2026-11-02", "--bundle")
    lecture = by(found, "党课（第四季度")
    theme = next(one for one in found if one.summary.startswith("主题党日") and one.start == lecture.start)
    assert lecture.summary == "党课（第四季度，还差1次，与主题党日同场）"
    assert "还差1次，与党课同场" in theme.summary
    assert "可与主题党日（" in lecture.description
    assert "合并开展的登记一条，类型写全：党课、主题党日，各项都可计入。" in lecture.description
    assert "可与党课（第四季度）同一天一并开展" in theme.description
    # The entries are the same ones as without the option.
    assert {one.uid for one in found} == alone


def test_the_summary_counts_the_days_and_english_says_it_too(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURE, HABIT)
    assert "可合并开展、排在同一天的：1 组。" in run(folder, "2026-11-02", "--bundle").stdout
    result = run(folder, "2026-11-02", "--bundle", "--lang", "en", file="en.ics")
    assert "Placed together, as they may be combined: 1 days." in result.stdout
    texts = [str(one["SUMMARY"]) for one in parsed(folder, "en.ics").events]
    assert "Party lecture (Q4, 1 to go, with Theme day)" in texts
    described = [str(one["DESCRIPTION"]) for one in parsed(folder, "en.ics").events]
    assert any("If so, enter one record with all types: Party lecture, Theme day." in text for text in described)


def test_what_may_not_be_combined_stays_apart(tmp_path: Path) -> None:
    found = export(workspace(tmp_path, THEME + LIFE, HABIT), "2026-12-07", "--bundle")
    assert len({one.start for one in found}) == len(found)
    assert not any("同场" in one.summary for one in found)


def test_two_duties_of_one_type_are_one_gathering(tmp_path: Path) -> None:
    found = export(workspace(tmp_path, THEME + WITHIN_60, (), "log_starts: 2026-11-02\n"), "2026-11-23", "--bundle")
    monthly, gap = by(found, "主题党日（12月"), next(one for one in found if one.summary == "主题党日")
    assert monthly.start == gap.start
    assert "是同一类活动：开展一次、登记一条，都可计入" in gap.description


def test_a_second_export_is_the_same_and_both_options_change_into_one_another(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURE, HABIT)
    alone = export(folder, "2026-11-02")
    bundled = export(folder, "2026-11-02", "--bundle")
    assert {one.uid for one in bundled} == {one.uid for one in alone}
    written = both(folder)
    assert export(folder, "2026-11-02", "--bundle") == bundled
    assert export(folder, "2026-11-04", "--bundle") == bundled
    assert both(folder) == written
    again = export(folder, "2026-11-04")
    assert len({one.start for one in again}) == 3
    assert not any("同场" in one.summary for one in again)


def test_a_day_that_a_rule_names_is_kept(tmp_path: Path) -> None:
    named = LECTURE + "    calendar: {on: day 20}\n"
    found = export(workspace(tmp_path, THEME + named, HABIT), "2026-11-02", "--bundle")
    assert by(found, "党课").start == date(2026, 11, 20)
    on_friday = LECTURE + "    calendar: {on: second friday}\n"
    (tmp_path / "b").mkdir()
    found = export(workspace(tmp_path / "b", THEME + on_friday, HABIT), "2026-11-02", "--bundle")
    assert by(found, "党课").start == date(2026, 11, 13) == by(found, "主题党日（11月").start


def test_make_ups_are_bundled_with_nothing_that_is_on_time(tmp_path: Path) -> None:
    rows = [row for row in HABIT if "10-09" not in row]
    folder = workspace(tmp_path, THEME.replace("15 days", "2 months") + LECTURE, rows, "log_starts: 2026-06-01\n")
    found = export(folder, "2026-11-30", "--bundle")
    late = by(found, "主题党日（补开10月")
    assert "同场" not in late.summary
    assert all(one.start != late.start for one in found if one.uid != late.uid)


def test_hours_follow_one_another(tmp_path: Path) -> None:
    theme = THEME + '    calendar: {on: second friday, at: "14:30", lasts: 90 minutes}\n'
    lecture = LECTURE + "    calendar: {lasts: 1 hour}\n"
    found = export(workspace(tmp_path, theme + lecture, HABIT), "2026-11-02", "--bundle")
    day = by(found, "党课").start.isoformat()[:10]
    starts = sorted((one.start, one.summary[:2]) for one in found if one.start.isoformat()[:10] == day)
    assert [(f"{start:%H:%M}", text) for start, text in starts] == [("14:30", "主题"), ("16:00", "党课")]


DAY = date(2026, 11, 13)


def at(text: str, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.strptime(text, "%H:%M").time())


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([{}, {}], [(DAY, DAY + timedelta(days=1))] * 2),
        ([{"at": "09:00"}, {}], [(at("09:00"), at("10:00")), (at("10:00"), at("11:00"))]),
        ([{"at": "09:00"}, {"at": "15:00"}], [(at("09:00"), at("10:00")), (at("15:00"), at("16:00"))]),
        (
            [{"at": "09:00", "lasts": "90 minutes"}, {"at": "10:00", "lasts": "30 minutes"}],
            [(at("09:00"), at("10:30")), (at("10:30"), at("11:00"))],
        ),
        # What would run into the next day begins with the first.
        ([{"at": "22:30"}, {}], [(at("22:30"), at("23:30")), (at("22:30"), at("23:30"))]),
    ],
)
def test_the_hours_of_what_is_held_together(parts: list[dict[str, str]], found: list[tuple[date, date]]) -> None:
    assert hours_together(DAY, parts) == found


def test_the_hours_of_one_alone() -> None:
    assert hours(DAY, {}) == (DAY, DAY + timedelta(days=1))
    assert hours(DAY, {"at": "15:00", "lasts": "2 hours"}) == (at("15:00"), at("17:00"))


def test_a_habit_of_the_ledger_is_said_in_the_entry_and_in_the_summary(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LECTURE, [*HABIT, *LECTURES_HELD])
    result = run(folder, "2026-11-02")
    told = "按台账所见的以往习惯建议日期：主题党日多在每月第二个周五（2 条）、党课多在周三（1 条）。"
    assert told in result.stdout, result.stdout
    found = export(folder, "2026-11-02")
    theme, lecture = by(found, "主题党日（11月"), by(found, "党课")
    assert theme.start == date(2026, 11, 13)
    assert "按本支部以往多在每月第二个周五开展的习惯提议这一天。" in theme.description
    assert lecture.start.weekday() == 2
    assert "按本支部以往多在周三开展的习惯提议这一天。" in lecture.description
    english = run(folder, "2026-11-02", "--lang", "en", file="en.ics")
    assert (
        "Days proposed from the habits that the ledger shows: Theme day on the second Friday of the month (2)"
        in english.stdout
    )


def test_a_habit_that_is_moved_from_a_day_off_says_so(tmp_path: Path) -> None:
    rows = [f"2026-{month:02}-20,主题党日" for month in (5, 6, 7, 8, 9, 10)]
    found = by(export(workspace(tmp_path, THEME, rows), "2026-12-01"), "主题党日（12月")
    assert found.start == date(2026, 12, 21)
    assert "按本支部以往多在每月20日开展的习惯提议这一天，遇休息日已移动。" in found.description


def test_a_day_that_is_on_no_habit_claims_none(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME, HABIT, settings="holidays: h.yaml\n")
    (folder / "h.yaml").write_text("holidays: [2026-11-13]\n", encoding="utf-8")
    moved = by(export(folder, "2026-11-02"), "主题党日（11月")
    assert moved.start == date(2026, 11, 16)
    assert "遇休息日已移动" in moved.description
    named = workspace(tmp_path, THEME + "    calendar: {on: second friday}\n", HABIT)
    assert not any("习惯" in one.description for one in export(named, "2026-11-02", file="n.ics"))
    few = workspace(tmp_path, THEME, HABIT[:2])
    assert not any("习惯" in one.description for one in export(few, "2026-11-02", file="f.ics"))


def test_a_rule_keeps_its_kind_apart_and_the_end_of_its_period_free(tmp_path: Path) -> None:
    apart = LECTURE.replace("at_least: 1, every: quarter", "at_least: 3, every: quarter")
    apart += "    calendar: {apart: 14 days, buffer: 8 workdays}\n"
    folder = workspace(tmp_path, apart, (), "log_starts: 2026-10-01\n")
    found = sorted(one.start for one in export(folder, "2026-10-09"))
    assert min(later - earlier for earlier, later in pairwise(found)) >= timedelta(days=14)
    assert found[-1] <= date(2026, 12, 21)  # eight working days are left: from 22 to 31 December


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("apart: soon", "apart"),
        ("apart: 3 workdays", "days"),
        ("apart: 400 days", "366"),
        ("buffer: 99 workdays", "60"),
    ],
)
def test_a_wish_that_cannot_be_used_is_refused_with_its_line(tmp_path: Path, key: str, told: str) -> None:
    result = run(workspace(tmp_path, THEME + f"    calendar: {{{key}}}\n"), "2026-11-02")
    assert result.exit_code == 2
    assert result.stderr.startswith("p.yaml:")
    assert told in result.stderr

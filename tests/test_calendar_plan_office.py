"""A plan that LibreOffice has saved is still understood; what it computes and shows is what was meant."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

from .calendar_workspace import LIFE, THEME, workspace
from .office import CSV_SHEETS, convert, needs_office
from .plan_books import add, day, of, plan, put

YEAR = ("--year", "2027")
pytestmark = needs_office


def test_an_edited_plan_saved_by_libreoffice_keeps_its_edits(tmp_path: Path) -> None:
    workspace(tmp_path, THEME + LIFE)
    plan(tmp_path, *YEAR)
    path = tmp_path / "plan.xlsx"
    put(path, "主题党日", "2027年7月", 建议日期=date(2027, 7, 15), 时间="15:00", 地点="会议室", 备注="007")
    put(path, "主题党日", "2027年8月", 建议日期="待定")
    put(path, "主题党日", "2027年9月", 建议日期=date(2027, 12, 1))
    add(path, 事项="慰问", 建议日期=date(2027, 6, 28))
    first = plan(tmp_path, *YEAR, code=1).stderr
    convert([path], "xlsx", tmp_path / "out")
    shutil.copy(tmp_path / "out" / "plan.xlsx", path)
    result = plan(tmp_path, *YEAR, code=1)
    assert result.stderr == first
    july = of(path, "主题党日", "2027年7月")
    assert (day(july), july["时间"], july["地点"], july["备注"]) == (date(2027, 7, 15), "15:00", "会议室", "007")
    assert of(path, "主题党日", "2027年8月")["建议日期"] == "待定"
    assert day(of(path, "主题党日", "2027年9月")) == date(2027, 12, 1)
    assert day(of(path, "慰问")) == date(2027, 6, 28)


def test_it_saves_the_same_plan_twice_without_a_word(tmp_path: Path) -> None:
    workspace(tmp_path, THEME + LIFE, ["2026-01-15,主题党日"])
    plan(tmp_path, "--year", "2026")
    path = tmp_path / "plan.xlsx"
    before = path.read_bytes()
    convert([path], "xlsx", tmp_path / "out")
    shutil.copy(tmp_path / "out" / "plan.xlsx", path)
    assert plan(tmp_path, "--year", "2026").stderr == ""
    assert path.read_bytes() == before


def test_what_it_shows_is_what_was_written(tmp_path: Path) -> None:
    workspace(tmp_path, THEME)
    plan(tmp_path, *YEAR)
    path = tmp_path / "plan.xlsx"
    convert([path], CSV_SHEETS, tmp_path / "out")
    with (tmp_path / "out" / "plan-计划.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["建议日期"] for row in rows[:12]] == sorted(row["建议日期"] for row in rows[:12])
    assert rows[6]["建议日期"] == str(day(of(path, "主题党日", "2027年7月")))
    assert (tmp_path / "out" / "plan-全年.csv").read_text("utf-8").count("○主题党日") == 12

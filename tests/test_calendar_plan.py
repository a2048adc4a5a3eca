"""``calendar plan``: what a plan holds, and that what is edited in it stays."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from .calendar_workspace import LECTURES, LIFE, THEME, VISITS, entries, export, ledger, workspace
from .plan_books import add, day, edit, lines, of, plan, put

UNITS = "编号,名称,类型\nB1,东岭支部,branch\nB2,西岭支部,branch\n"
HOMES = "编号,姓名,楼栋,联系人\n" + "".join(f"H{n},住户{n},{n % 3 + 1}号楼,联系人{n % 2}\n" for n in range(1, 13))
YEAR = ("--year", "2027")


def small(folder: Path, *rows: str) -> Path:
    """Write a workspace of one branch with a monthly, a half-yearly and a yearly duty; return its plan of 2027."""
    workspace(folder, THEME + LECTURES + LIFE, rows)
    plan(folder, *YEAR)
    return folder / "plan.xlsx"


# What is in a plan.


def test_every_occurrence_of_the_year_has_a_row_with_its_day(tmp_path: Path) -> None:
    found = lines(small(tmp_path))
    assert [line["事项"] for line in found].count("主题党日") == 12
    assert [line["事项"] for line in found].count("党课") == 4
    assert [line["事项"] for line in found].count("组织生活会") == 1
    for line in found:
        assert line["状态"] == "计划"
        assert line["最早日期"] <= line["建议日期"] <= line["最晚日期"]
        assert line["星期"] == "周" + "一二三四五六日"[line["建议日期"].weekday()]
        assert line["依据"].startswith("《文》第")
        assert (line["地点"], line["负责人"], line["备注"]) == (None, None, None)
    assert len({line["编号"] for line in found}) == len(found)


def test_the_days_are_those_that_an_export_proposes(tmp_path: Path) -> None:
    small(tmp_path)
    exported = export(tmp_path, "2026-11-02", *YEAR, file="export.ics")
    assert sorted(str(one.start) for one in exported) == sorted(str(day(one)) for one in lines(tmp_path / "plan.xlsx"))
    assert {one.uid[:16] for one in exported} == {one["编号"] for one in lines(tmp_path / "plan.xlsx")}


def test_what_is_held_is_shown_as_held_and_what_is_past_as_not_seen(tmp_path: Path) -> None:
    workspace(tmp_path, THEME + LECTURES, ["2026-01-15,主题党日", "2026-10-30,主题党日", "2026-11-01,主题党日,2026-09"])
    plan(tmp_path, "--year", "2026")
    path = tmp_path / "plan.xlsx"
    assert day(of(path, "主题党日", "2026年1月")) == date(2026, 1, 15)
    assert of(path, "主题党日", "2026年1月")["状态"] == "已开展"
    missing = of(path, "主题党日", "2026年2月")
    assert (missing["状态"], day(missing)) == ("台账未见记录", None)
    assert "期限已过" in missing["提示"]
    assert of(path, "主题党日", "2026年12月")["状态"] == "计划"


def test_what_can_still_be_made_up_is_called_so(tmp_path: Path) -> None:
    workspace(tmp_path, THEME)
    plan(tmp_path, "--year", "2026", as_of="2026-11-05")
    line = of(tmp_path / "plan.xlsx", "主题党日", "2026年10月")
    assert line["状态"] == "补开"
    assert date(2026, 11, 5) <= (day(line) or date.min) <= date(2026, 11, 15)


def test_units_stand_in_a_column_of_their_own(tmp_path: Path) -> None:
    workspace(tmp_path, LIFE, ["2026-01-06,集中学习,,B1"], u_csv=UNITS)
    plan(tmp_path, *YEAR)
    assert [line["支部"] for line in lines(tmp_path / "plan.xlsx")] == ["东岭支部", "西岭支部"]
    plan(tmp_path, *YEAR, "--unit", "西岭支部", file="one.xlsx")
    assert [line["支部"] for line in lines(tmp_path / "one.xlsx")] == ["西岭支部"]


def test_visits_are_bundled_and_name_nobody(tmp_path: Path) -> None:
    workspace(tmp_path, VISITS, h_csv=HOMES)
    plan(tmp_path, *YEAR, "-o", str(tmp_path / "p.html"), "-o", str(tmp_path / "p.ics"), file="none.xlsx")
    assert lines(tmp_path / "none.xlsx") == []
    plan(tmp_path, *YEAR, "--visits", "-o", str(tmp_path / "p.html"), "-o", str(tmp_path / "p.ics"))
    found = lines(tmp_path / "plan.xlsx")
    assert sum(int(line["事项"].split("本周 ")[1].split(" ")[0]) for line in found) == 4 * 12
    for path in tmp_path.glob("p*.*"):
        assert not any(name in everything(path) for name in ("住户1", "联系人"))


def everything(path: Path) -> str:
    """Return all text of a file; of a workbook that of all its parts."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8") for name in archive.namelist())


def test_the_same_call_gives_the_same_bytes_and_so_does_the_next_one(tmp_path: Path) -> None:
    workspace(tmp_path, THEME + VISITS, h_csv=HOMES)
    files = [tmp_path / name for name in ("plan.xlsx", "p.html", "p.ics", "p.ics.state.json")]
    options = (*YEAR, "--visits", "-o", str(files[1]), "-o", str(files[2]))
    plan(tmp_path, *options)
    first = [file.read_bytes() for file in files]
    plan(tmp_path, *options)
    assert [file.read_bytes() for file in files] == first
    for file in files:
        file.unlink()
    plan(tmp_path, *options)
    assert [file.read_bytes() for file in files] == first


def test_a_later_day_alone_moves_nothing(tmp_path: Path) -> None:
    path = small(tmp_path)
    before = {line["编号"]: day(line) for line in lines(path)}
    plan(tmp_path, *YEAR, as_of="2026-12-20")
    assert {line["编号"]: day(line) for line in lines(path)} == before


def test_nothing_in_it_is_a_formula_or_a_link(tmp_path: Path) -> None:
    workspace(tmp_path, LIFE, ["2026-01-06,集中学习,,B1"], u_csv=UNITS.replace("东岭支部", "=HYPERLINK(1)"))
    plan(tmp_path, *YEAR)
    add(tmp_path / "plan.xlsx", 事项="x", 建议日期=date(2027, 3, 3), 备注="https://x.example")
    put(tmp_path / "plan.xlsx", "x", 事项="'=1+1")
    plan(tmp_path, *YEAR)
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    assert any("=HYPERLINK(1)" in str(line["支部"]) for line in lines(tmp_path / "plan.xlsx"))


def test_the_sheets_are_laid_out_to_be_worked_with(tmp_path: Path) -> None:
    book = load_workbook(small(tmp_path))
    assert book.sheetnames == ["计划", "全年", "说明", "checkbranch"]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 3 + ["veryHidden"]
    sheet = book["计划"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:O18")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.errorStyle) == ("custom", "warning")
    assert rule.formula1 == 'OR(OR($K2="",$L2=""),AND($E2>=$K2,$E2<=$L2))'
    assert sheet["E2"].number_format == "yyyy-mm-dd"


def test_the_wall_calendar_of_the_workbook_shows_holidays_worked_weekends_and_what_is_planned(tmp_path: Path) -> None:
    workspace(tmp_path, THEME)
    plan(tmp_path, "--year", "2026", as_of="2026-01-02")
    sheet = load_workbook(tmp_path / "plan.xlsx")["全年"]
    texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert {f"2026年{n}月" for n in range(1, 13)} <= set(texts)
    assert "1 休 元旦" in texts
    assert "4 班" in texts
    # December of the year before can still be made up.
    assert sum("主题党日" in text for text in texts if text[:1].isdigit()) == 13
    assert any(text.startswith("○ 计划") for text in texts)


def test_days_that_are_not_announced_are_marked_and_listed(tmp_path: Path) -> None:
    result = plan(workspace(tmp_path, THEME), *YEAR)
    path = tmp_path / "plan.xlsx"
    assert all("2027 年放假安排未公布" in line["提示"] for line in lines(path))
    guide = [str(row[0]) for row in load_workbook(path)["说明"].iter_rows(values_only=True)]
    first = day(of(path, "主题党日", "2027年1月"))
    assert first is not None
    for text in (result.output, "\n".join(guide)):
        assert f"公布后请逐一再核对：1月{first.day}日；2月" in text
    own = "holidays: [2027-02-05..2027-02-12]\nworkdays: [2027-02-20, 2027-12-26]\n"
    (tmp_path / "h.yaml").write_text(own, "utf-8")
    workspace(tmp_path, THEME, settings="holidays: h.yaml\n")
    plan(tmp_path, *YEAR)
    assert [line["提示"] for line in lines(path) if line["提示"]] in ([], ["2028 年放假安排未公布，须再核对"])


# What is edited stays.


def test_days_times_places_persons_and_notes_stay_and_the_calendar_follows(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(
        path, "主题党日", "2027年7月",
        建议日期=date(2027, 7, 15), 时间="15:00-16:30", 地点="二楼会议室", 负责人="张三", 备注="带党章",
    )  # fmt: skip
    options = (*YEAR, "-o", str(tmp_path / "p.ics"), "-o", str(tmp_path / "p.html"))
    for _ in range(2):
        plan(tmp_path, *options)
        line = of(path, "主题党日", "2027年7月")
        assert (day(line), line["星期"]) == (date(2027, 7, 15), "周四")
        assert [line[head] for head in ("时间", "地点", "负责人", "备注")] == [
            "15:00-16:30",
            "二楼会议室",
            "张三",
            "带党章",
        ]
        assert "已改期" in line["提示"]
    (event,) = [one for one in entries(tmp_path, "p.ics") if "主题党日（7月" in one.summary]
    assert event.start.isoformat() == "2027-07-15T15:00:00+08:00"
    assert "地点：二楼会议室" in event.description
    for text in (event.description, (tmp_path / "p.html").read_text("utf-8")):
        assert "张三" not in text
        assert "带党章" not in text
    page = (tmp_path / "p.html").read_text("utf-8")
    assert "15:00-16:30 二楼会议室" in page
    plan(tmp_path, *options, "--persons")
    (event,) = [one for one in entries(tmp_path, "p.ics") if "主题党日（7月" in one.summary]
    assert "负责人：张三" in event.description
    assert "张三" in (tmp_path / "p.html").read_text("utf-8")


def test_an_edit_moves_only_its_own_row_and_others_make_room(tmp_path: Path) -> None:
    path = small(tmp_path)
    taken = day(of(path, "组织生活会"))
    before = {line["编号"]: day(line) for line in lines(path)}
    put(path, "主题党日", f"2027年{taken.month}月", 建议日期=taken)  # type: ignore[union-attr]
    plan(tmp_path, *YEAR)
    after = {line["编号"]: day(line) for line in lines(path)}
    moved = {id_ for id_ in after if after[id_] != before[id_]}
    assert moved == {of(path, "主题党日", f"2027年{taken.month}月")["编号"], of(path, "组织生活会")["编号"]}  # type: ignore[union-attr]


def test_an_emptied_cell_has_the_proposal_again(tmp_path: Path) -> None:
    path = small(tmp_path)
    options = (*YEAR, "-o", str(tmp_path / "p.ics"))
    proposed = day(of(path, "主题党日", "2027年7月"))
    put(path, "主题党日", "2027年7月", 建议日期=date(2027, 7, 15), 时间="9:00")
    plan(tmp_path, *options)
    put(path, "主题党日", "2027年7月", 建议日期=None, 时间=None)
    plan(tmp_path, *options)
    line = of(path, "主题党日", "2027年7月")
    assert (day(line), line["时间"], line["提示"]) == (proposed, None, "2027 年放假安排未公布，须再核对")


@pytest.mark.parametrize(
    "written",
    ["2027-07-15", "2027年7月15日", "7月15日", "7/15", "2027.7.15", 46583, datetime(2027, 7, 15, 0, 0)],
)
def test_days_may_be_written_as_people_write_them(tmp_path: Path, written: object) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年7月", 建议日期=written)
    plan(tmp_path, *YEAR)
    assert day(of(path, "主题党日", "2027年7月")) == date(2027, 7, 15)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("9:00", "09:00"), ("下午3点", "15:00"), ("15:00-16:30", "15:00"), (datetime(1900, 1, 1, 9, 30).time(), "09:30")],
)
def test_times_may_be_written_as_people_write_them(tmp_path: Path, written: object, shown: str) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年7月", 时间=written)
    plan(tmp_path, *YEAR, "-o", str(tmp_path / "p.ics"))
    (event,) = [one for one in entries(tmp_path, "p.ics") if "主题党日（7月" in one.summary]
    assert event.start.isoformat()[11:16] == shown


def test_a_clock_time_beside_the_day_is_taken_for_the_time(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年7月", 建议日期=datetime(2027, 7, 15, 15, 30))
    plan(tmp_path, *YEAR)
    line = of(path, "主题党日", "2027年7月")
    assert (day(line), line["时间"]) == (date(2027, 7, 15), "15:30")


def test_rows_may_be_sorted_and_columns_moved_and_added(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年7月", 建议日期=date(2027, 7, 15))

    def turn(sheet: Worksheet) -> None:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        heads, body = rows[0], [row for row in rows[:0:-1] if row[0]]
        sheet.delete_rows(1, sheet.max_row)
        day_at = heads.index("建议日期")
        for row in [[*heads, "经费"], *([*row, f"{at}00"] for at, row in enumerate(body, 1))]:
            sheet.append([row[day_at], *row[:day_at], *row[day_at + 1 :]])

    edit(path, turn)
    money = {line["编号"]: line["经费"] for line in lines(path)}
    for _ in range(2):
        plan(tmp_path, *YEAR)
        assert list(lines(path)[0])[1:3] == ["建议日期", "编号"]
        assert list(lines(path)[0])[-1] == "经费"
        assert {line["编号"]: line["经费"] for line in lines(path)} == money
        assert day(of(path, "主题党日", "2027年7月")) == date(2027, 7, 15)


def test_a_column_of_ours_that_was_deleted_comes_back(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年7月", 建议日期=date(2027, 7, 15))
    edit(path, lambda sheet: sheet.delete_cols(list(lines(path)[0]).index("地点")))
    plan(tmp_path, *YEAR)
    assert list(lines(path)[0])[-1] == "地点"
    assert day(of(path, "主题党日", "2027年7月")) == date(2027, 7, 15)


def test_sheets_of_the_users_own_keep_their_values(tmp_path: Path) -> None:
    path = small(tmp_path)
    book = load_workbook(path)
    own = book.create_sheet("经费")
    own["B3"], own["C4"], own["C5"] = "合计", 12.5, date(2027, 3, 1)
    book.save(path)
    for _ in range(2):
        assert "自己添加的工作表 1 张，已按数值保留" in plan(tmp_path, *YEAR).output
        sheet = load_workbook(path)["经费"]
        assert [sheet["B3"].value, sheet["C4"].value] == ["合计", 12.5]
        assert sheet["C5"].value == datetime(2027, 3, 1)


def test_events_of_the_users_own_are_kept_and_shown(tmp_path: Path) -> None:
    path = small(tmp_path)
    add(path, 事项="七一慰问", 建议日期=date(2027, 6, 28), 时间="9:00", 地点="老年活动室", 负责人="李四", 备注="备车")
    options = (*YEAR, "-o", str(tmp_path / "p.ics"), "-o", str(tmp_path / "p.html"))
    for _ in range(2):
        plan(tmp_path, *options)
        line = of(path, "七一慰问")
        assert (line["编号"], line["状态"], line["星期"]) == (None, "自定", "周一")
        assert [line[head] for head in ("时间", "地点", "负责人", "备注")] == ["9:00", "老年活动室", "李四", "备车"]
    (event,) = [one for one in entries(tmp_path, "p.ics") if one.summary == "七一慰问"]
    assert (event.status, event.start.isoformat()) == ("TENTATIVE", "2027-06-28T09:00:00+08:00")
    assert "七一慰问" in (tmp_path / "p.html").read_text("utf-8")
    put(path, "七一慰问", 建议日期=date(2027, 6, 29))
    plan(tmp_path, *options)
    (moved,) = [one for one in entries(tmp_path, "p.ics") if one.summary == "七一慰问"]
    assert (moved.uid, moved.sequence, str(moved.start)[:10]) == (event.uid, 1, "2027-06-29")
    edit(path, lambda sheet: sheet.delete_rows(of(path, "七一慰问")["row"]))
    plan(tmp_path, *options)
    (gone,) = [one for one in entries(tmp_path, "p.ics") if one.summary == "七一慰问"]
    assert gone.status == "CANCELLED"


def test_what_was_planned_and_is_held_has_the_day_of_the_ledger(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年1月", 建议日期=date(2027, 1, 15), 地点="会议室")
    plan(tmp_path, *YEAR)
    ledger(tmp_path, ["2027-01-18,主题党日"])
    result = plan(tmp_path, *YEAR, as_of="2027-01-20")
    line = of(path, "主题党日", "2027年1月")
    assert (day(line), line["状态"], line["地点"]) == (date(2027, 1, 18), "已开展", "会议室")
    assert result.stderr == ""


def test_a_row_that_is_no_longer_owed_leaves_and_stays_only_where_something_was_written(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(path, "组织生活会", 地点="会议室")
    workspace(tmp_path, THEME)
    result = plan(tmp_path, *YEAR)
    assert "不再列出：4 项" in result.output
    assert "“组织生活会”已不需要" in result.stderr
    line = of(path, "组织生活会")
    assert (line["状态"], line["地点"]) == ("不再需要", "会议室")
    assert lines(path)[-1]["事项"] == "组织生活会"
    plan(tmp_path, *YEAR)
    assert of(path, "组织生活会")["地点"] == "会议室"
    edit(path, lambda sheet: sheet.delete_rows(of(path, "组织生活会")["row"]))
    assert plan(tmp_path, *YEAR).stderr == ""
    assert {one["事项"] for one in lines(path)} == {"主题党日"}


def test_the_edits_of_one_workbook_make_the_page_of_one_unit(tmp_path: Path) -> None:
    workspace(tmp_path, LIFE, ["2026-01-06,集中学习,,B1"], u_csv=UNITS)
    plan(tmp_path, *YEAR)
    path = tmp_path / "plan.xlsx"
    row = next(line["row"] for line in lines(path) if line["支部"] == "西岭支部")
    edit(path, lambda sheet: sheet.cell(row, 5, date(2027, 11, 18)))
    before = path.read_bytes()
    result = plan(tmp_path, *YEAR, "--unit", "西岭支部", "--edits", str(path), file="west.ics")
    assert (result.stderr, path.read_bytes()) == ("", before)
    (event,) = entries(tmp_path, "west.ics")
    assert str(event.start) == "2027-11-18"


def test_a_plan_in_english_reads_one_in_chinese_and_back(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年7月", 建议日期=date(2027, 7, 15))
    result = plan(tmp_path, *YEAR, "--lang", "en")
    assert result.stderr == ""
    (line,) = [one for one in lines(path, "Plan") if one["What"] == "Theme day" and one["Period"] == "July 2027"]
    assert line["Date"] == datetime(2027, 7, 15)
    assert (line["Status"], line["Weekday"]) == ("planned", "Thu")
    plan(tmp_path, *YEAR)
    assert day(of(path, "主题党日", "2027年7月")) == date(2027, 7, 15)


def test_an_export_to_the_same_calendar_keeps_the_days_and_the_events_of_ones_own(tmp_path: Path) -> None:
    path = small(tmp_path)
    put(path, "主题党日", "2027年7月", 建议日期=date(2027, 7, 15))
    add(path, 事项="慰问", 建议日期=date(2027, 6, 28))
    plan(tmp_path, *YEAR, "-o", str(tmp_path / "p.ics"))
    found = export(tmp_path, "2026-11-02", *YEAR, file="p.ics")
    assert {(one.summary.split("（")[0], one.status) for one in found} == {
        (what, "TENTATIVE") for what in ("主题党日", "党课", "组织生活会", "慰问")
    }
    (july,) = [one for one in found if "主题党日（7月" in one.summary]
    assert str(july.start) == "2027-07-15"


def test_a_single_ledger_has_a_plan_as_well(tmp_path: Path) -> None:
    (tmp_path / "台账.csv").write_text("日期,类型\n2026-01-15,主题党日\n", "utf-8")
    plan(tmp_path / "台账.csv", *YEAR, "-o", str(tmp_path / "计划.xlsx"), file="")
    assert "主题党日" in {line["事项"] for line in lines(tmp_path / "计划.xlsx")}


def test_on_a_terminal_it_is_a_list_by_month(tmp_path: Path) -> None:
    result = plan(workspace(tmp_path, THEME + LIFE), *YEAR, file="")
    text = result.output.splitlines()
    assert text[0] == "2027年组织生活计划  第一支部"
    assert text[1] == "截至 2026-11-02：计划 13"
    assert [line for line in text if line.startswith("2027年") and line.endswith("月")] == [
        f"2027年{n}月" for n in range(1, 13)
    ]
    assert sum("主题党日（2027年" in line and "计划  最晚" in line for line in text) == 12


def test_what_finds_no_day_has_an_empty_one_to_fill_in(tmp_path: Path) -> None:
    year = "".join(f"2027-{n:02}-01..2027-{n:02}-28, " for n in range(2, 3))
    (tmp_path / "h.yaml").write_text(f"holidays: [{year}2027-12-31]\n", "utf-8")
    workspace(tmp_path, THEME, settings="holidays: h.yaml\n")
    result = plan(tmp_path, *YEAR)
    assert "到 2027-02-28 为止没有空闲的工作日" in result.output
    line = of(tmp_path / "plan.xlsx", "主题党日", "2027年2月")
    assert (day(line), line["提示"]) == (None, "没有空闲的工作日，请自行安排")
    put(tmp_path / "plan.xlsx", "主题党日", "2027年2月", 建议日期=date(2027, 2, 20))
    assert "2027-02-20 是休息日" in plan(tmp_path, *YEAR).stderr
    assert day(of(tmp_path / "plan.xlsx", "主题党日", "2027年2月")) == date(2027, 2, 20)


def test_a_calendar_written_without_the_workbook_keeps_the_events_of_ones_own(tmp_path: Path) -> None:
    path = small(tmp_path)
    add(path, 事项="慰问", 建议日期=date(2027, 6, 28))
    plan(tmp_path, *YEAR, "-o", str(tmp_path / "p.ics"))
    plan(tmp_path, *YEAR, file="p.ics")
    plan(tmp_path, "--year", "2026", "-o", str(tmp_path / "p.ics"), file="2026.xlsx")
    plan(tmp_path, *YEAR, "-o", str(tmp_path / "p.ics"))
    (own,) = [one for one in entries(tmp_path, "p.ics") if one.summary == "慰问"]
    assert (own.status, own.sequence) == ("TENTATIVE", 0)

"""``calendar plan`` with edits that cannot be used and files that are not its own: all told, nothing lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checkbranch.cli.main import main

from .calendar_workspace import LIFE, THEME, entries, ledger, workspace
from .plan_books import add, day, edit, lines, of, plan, put

YEAR = ("--year", "2027")
JULY = ("主题党日", "2027年7月")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the plan of 2027 of a branch with a duty of each month and one of the year."""
    workspace(tmp_path, THEME + LIFE)
    plan(tmp_path, *YEAR)
    return tmp_path / "plan.xlsx"


def again(path: Path, *options: str, as_of: str = "2026-11-02", code: int = 1) -> list[str]:
    """Write the plan once more; return the lines on standard error, which are as many in English."""
    before = path.read_bytes()
    english = plan(path.parent, *YEAR, *options, "--lang", "en", as_of=as_of, code=code)
    if code == 2:
        assert path.read_bytes() == before
    path.write_bytes(before)
    result = plan(path.parent, *YEAR, *options, as_of=as_of, code=code)
    assert len(result.stderr.splitlines()) == len(english.stderr.splitlines())
    return result.stderr.splitlines()


# Edits that are kept and marked.


def test_a_day_outside_its_period_is_kept_marked_and_told(path: Path) -> None:
    put(path, *JULY, 建议日期=date(2027, 9, 10))
    for _ in range(2):
        (line,) = again(path, "-o", str(path.parent / "p.ics"), "-o", str(path.parent / "p.html"))
        row = of(path, *JULY)
        assert line.startswith(f"plan.xlsx!计划!{row['row']}: 2027-09-10 不在“主题党日”（2027年7月）的期限内")
        assert "请改到 2027-07-01 至 2027-07-31 之间" in line
        assert (day(row), row["提示"].split("；")[0]) == (date(2027, 9, 10), "不在期限内（7月1日至7月31日）")
    (event,) = [one for one in entries(path.parent, "p.ics") if "主题党日（7月" in one.summary]
    assert str(event.start) == "2027-09-10"
    assert event.description.startswith("注意：不在期限内")
    page = (path.parent / "p.html").read_text("utf-8")
    assert '<li class="wrong"><span class="m">!</span> <span class="t">主题党日</span>' in page
    assert "不在期限内（7月1日至7月31日）" in page
    guide = [str(row[0]) for row in load_workbook(path)["说明"].iter_rows(values_only=True)]
    assert any(text.startswith(f"第 {row['row']} 行：2027-09-10 不在") for text in guide)


def test_a_day_that_has_gone_by_is_kept_and_asks_for_the_record(path: Path) -> None:
    put(path, "组织生活会", "2027年", 建议日期=date(2027, 3, 10))
    again(path, code=0)
    (line,) = again(path, as_of="2027-03-20")
    assert "2027-03-10 已过，台账未见“组织生活会”的记录" in line
    assert "请改为 2027-03-20 或以后的日期" in line
    row = of(path, "组织生活会", "2027年")
    assert (day(row), row["状态"], row["提示"]) == (
        date(2027, 3, 10), "计划", "日期已过，台账未见记录；2027 年放假安排未公布，须再核对",
    )  # fmt: skip
    ledger(
        path.parent, ["2027-03-10,组织生活会,2027", "2027-01-11,主题党日", "2027-02-08,主题党日", "2027-03-08,主题党日"]
    )
    assert again(path, as_of="2027-03-20", code=0) == []
    assert of(path, "组织生活会", "2027年")["状态"] == "已开展"


def test_a_day_off_is_used_and_told(path: Path) -> None:
    put(path, *JULY, 建议日期=date(2027, 7, 17))
    put(path, "主题党日", "2027年10月", 建议日期=date(2027, 10, 1))
    found = again(path, code=0)
    assert "2027-07-17 是休息日，已按所填日期采用" in found[0]
    assert "2027-10-01 是休息日（国庆节），已按所填日期采用" in found[1]
    assert of(path, "主题党日", "2027年10月")["提示"].startswith("已改期；休息日（国庆节）")


@pytest.mark.parametrize("written", ["下周三", "2027-02-30", "待定", "#REF!", "7月"])
def test_what_is_no_day_stays_as_it_is_and_the_proposal_holds(path: Path, written: object) -> None:
    proposed = day(of(path, *JULY))
    put(path, *JULY, 建议日期=written)
    for _ in range(2):
        (line,) = again(path, "-o", str(path.parent / "p.ics"))
        assert f"“{written}”不是有效日期，未采用，原样留在表中" in line
        row = of(path, *JULY)
        assert str(row["建议日期"]) == str(written)
        assert f"日期无法识别，暂按 {proposed}" in row["提示"]
    (event,) = [one for one in entries(path.parent, "p.ics") if "主题党日（7月" in one.summary]
    assert event.start == proposed


def test_what_is_no_time_stays_and_the_event_lasts_all_day(path: Path) -> None:
    put(path, *JULY, 时间="会后")
    for _ in range(2):
        (line,) = again(path, "-o", str(path.parent / "p.ics"))
        assert "时间“会后”无法识别，暂按全天" in line
        assert of(path, *JULY)["时间"] == "会后"


def test_a_deleted_row_comes_back(path: Path) -> None:
    row = of(path, *JULY)
    edit(path, lambda sheet: sheet.delete_rows(row["row"]))
    (line,) = again(path, code=0)
    assert line.startswith(f"plan.xlsx!计划!{row['row']}: 删去的一行（主题党日，2027年7月）仍是应办事项，已照样列出")
    assert day(of(path, *JULY)) == day(row)


def test_an_id_that_is_none_of_the_plan_makes_an_event_of_ones_own(path: Path) -> None:
    put(path, *JULY, 编号="abc")
    found = again(path)
    assert "编号“abc”不属于这份计划，已作为自定事项保留" in found[0]
    assert "删去的一行（主题党日，2027年7月）仍是应办事项" in found[1]
    july = [line for line in lines(path) if line["事项"] == "主题党日" and line["所属时段"] == "2027年7月"]
    assert sorted(line["状态"] for line in july) == ["自定", "计划"]
    assert again(path, code=0) == []


def test_what_the_program_writes_is_written_again_and_the_text_moves_to_the_notes(path: Path) -> None:
    put(path, *JULY, 状态="已开展", 备注="备车")
    put(path, "主题党日", "2027年8月", 事项="主题党日：义务植树")
    found = again(path)
    assert sum("由本程序填写，改动未采用" in line for line in found) == 2
    row = of(path, *JULY)
    assert (row["状态"], row["备注"]) == ("计划", "备车；状态：已开展")
    assert of(path, "主题党日", "2027年8月")["备注"] == "事项：主题党日：义务植树"
    assert again(path, code=0) == []


def test_the_day_of_what_is_held_is_that_of_the_ledger(tmp_path: Path) -> None:
    workspace(tmp_path, THEME, ["2026-01-15,主题党日"])
    plan(tmp_path, "--year", "2026")
    path = tmp_path / "plan.xlsx"
    put(path, "主题党日", "2026年1月", 建议日期=date(2026, 1, 20))
    result = plan(tmp_path, "--year", "2026", code=1)
    assert "台账已有记录（2026-01-15），日期以台账为准" in result.stderr
    assert day(of(path, "主题党日", "2026年1月")) == date(2026, 1, 15)
    assert plan(tmp_path, "--year", "2026").stderr == ""


def test_events_of_ones_own_that_lack_something_are_kept_and_told(path: Path) -> None:
    add(path, 事项="慰问老党员")
    add(path, 建议日期=date(2027, 6, 30))
    add(path, 事项="换届", 建议日期=date(2028, 6, 30))
    add(path, 事项="调研", 建议日期="六月底")
    found = again(path, "-o", str(path.parent / "p.ics"), "-o", str(path.parent / "p.html"))
    for words in ("没有写“建议日期”", "没有写“事项”", "2028-06-30 不在本计划的", "“六月底”不是有效日期"):
        assert sum(words in line for line in found) == 1
    own = [(line["事项"], str(line["建议日期"])[:10]) for line in lines(path) if line["状态"] == "自定"]
    assert sorted(own, key=str) == [
        ("慰问老党员", "None"), ("换届", "2028-06-30"), ("调研", "六月底"), (None, "2027-06-30"),
    ]  # fmt: skip
    assert len(again(path)) == 4


# Files that are not written over.


def refused(path: Path, *options: str) -> list[str]:
    return again(path, *options, code=2)


def test_two_rows_with_one_id_are_refused(path: Path) -> None:
    row = of(path, *JULY)

    def double(sheet: Worksheet) -> None:
        for at, cell in enumerate(sheet[row["row"]], 1):
            sheet.cell(30, at, cell.value)

    edit(path, double)
    (line,) = refused(path)
    assert line.startswith(f"plan.xlsx!计划!30: 编号 {row['编号']} 与第 {row['row']} 行重复")


def test_a_formula_without_a_result_is_refused(path: Path) -> None:
    put(path, *JULY, 备注="=A1&1")
    (line,) = refused(path)
    assert line.startswith(f"plan.xlsx!计划!{of(path, *JULY)['row']}: 这一行有公式但没有保存计算结果")
    put(path, *JULY, 备注=None)
    book = load_workbook(path)
    book.create_sheet("经费").append(["合计", "=1+1"])
    book["经费"].append(["合计", "=1+1"])
    book.save(path)
    (line,) = refused(path)
    assert line.startswith("plan.xlsx!经费!2: 这一行有公式但没有保存计算结果")


def _lose_ids(sheet: Worksheet) -> None:
    sheet["A1"] = "序"


def _double_head(sheet: Worksheet) -> None:
    sheet["P1"] = "建议日期"


def _title(sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    sheet["A1"] = "2027年计划"


def _rename(sheet: Worksheet) -> None:
    sheet.title = "旧表"
    sheet["A1"] = "序"


def _spoil_memory(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent["checkbranch"]["A5"] = "[1"


def _no_memory(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    del sheet.parent["checkbranch"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_lose_ids, "缺少“编号”或“建议日期”一列"),
        (_double_head, "表头“建议日期”出现了两次"),
        (_title, "表头上方有内容"),
        (_rename, "找不到工作表“计划”"),
        (_spoil_memory, "隐藏的工作表“checkbranch”被改动"),
        (_no_memory, "不是由 calendar plan 生成的"),
    ],
)
def test_a_plan_that_cannot_be_told_is_refused(path: Path, change: Callable[[Worksheet], None], words: str) -> None:
    edit(path, change)
    (line,) = refused(path)
    assert words in line


@pytest.mark.parametrize("size", [0, 100, -100])
def test_a_damaged_workbook_is_refused(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    (line,) = refused(path)
    assert line.startswith("plan.xlsx: ")
    assert "不是可读的电子表格，或文件已损坏" in line


def test_another_workbook_is_not_written_over(path: Path) -> None:
    book = Workbook()
    book.save(path)
    (line,) = refused(path)
    assert "不是由 calendar plan 生成的" in line


def test_a_plan_of_another_workspace_is_not_written_over(path: Path) -> None:
    workspace(path.parent, THEME, settings="")
    text = (path.parent / "checkbranch.yaml").read_text("utf-8").replace("第一支部", "第二支部")
    (path.parent / "checkbranch.yaml").write_text(text, "utf-8")
    (line,) = refused(path)
    assert "这是工作区“第一支部”的计划，不是“第二支部”的" in line


@pytest.mark.parametrize(
    "options",
    [("--year", "2026"), ("--from", "2027-02-01", "--to", "2027-12-31"), ("--duty", "life", "--year", "2027")],
)
def test_a_plan_of_more_than_was_asked_for_is_not_written_over(path: Path, options: tuple[str, ...]) -> None:
    before = path.read_bytes()
    result = plan(path.parent, *options, code=2)
    assert "这份计划的范围是 2027-01-01 至 2027-12-31" in result.stderr
    assert path.read_bytes() == before


def test_a_plan_may_be_widened(path: Path) -> None:
    put(path, *JULY, 建议日期=date(2027, 7, 15))
    plan(path.parent, "--from", "2027-01-01", "--to", "2028-03-31", "--visits")
    assert day(of(path, *JULY)) == date(2027, 7, 15)
    assert of(path, "主题党日", "2028年3月")


def test_nothing_is_written_where_one_of_the_files_cannot_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(path, *JULY, 建议日期=date(2027, 7, 15))
    files = [path, path.parent / "p.html", path.parent / "p.ics"]
    outputs = ("-o", str(files[1]), "-o", str(files[2]))
    again(path, *outputs, code=0)
    put(path, *JULY, 建议日期=date(2027, 7, 16))
    before = [file.read_bytes() for file in files]
    real = os.fdopen

    def full(handle: int, mode: str) -> object:
        if len(list(path.parent.glob(".checkbranch-*"))) == 2:
            os.close(handle)
            raise OSError(28, "No space left on device")
        return real(handle, mode)

    monkeypatch.setattr("checkbranch.cli.output.os.fdopen", full)
    result = plan(path.parent, *YEAR, *outputs, code=2)
    assert "无法写入（磁盘空间已满）" in result.stderr
    assert [file.read_bytes() for file in files] == before
    assert list(path.parent.glob(".checkbranch-*")) == []


# Calls that cannot be used.


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--from", "2027-01-01", "--to", "2077-01-01"), "太长"),
        (("--from", "2027-01-01", "--to", "2030-01-01"), "计划最多 36 个月"),
        (("--year", "2027", "--from", "2027-01-01"), "不能与 --from/--to 同用"),
        (("--year", "12027"), "超出范围"),
        (("--unit", "南岭支部"), "没有名为“南岭支部”的单位"),
        (("--format", "xlsx"), "xlsx 不能显示在屏幕上"),
        (("-o", "a.pdf"), "无法判断格式"),
        (("-o", "a.xlsx", "-o", "b.xlsx"), "xlsx 文件写了两个"),
        (("-o", "a.html", "-o", "b.ics", "--format", "html"), "请去掉 --format"),
        (("-o", "a.xlsx", "--edits", "b.xlsx"), "请去掉 --edits"),
        (("-o", "a.html", "--edits", "b.xlsx"), "没有这个文件"),
        (("-o", "a.csv", "--format", "xlsx"), "台账“a.csv”所读的文件"),
        (("-o", "nowhere/a.xlsx"), "不存在"),
    ],
)
def test_a_call_that_cannot_be_used_says_what_to_write(
    tmp_path: Path, options: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace(tmp_path, THEME))
    before = sorted(tmp_path.iterdir())
    result = plan(tmp_path, *options, code=2, file="")
    assert words in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_calendar_of_another_program_is_not_written_over(path: Path) -> None:
    other = path.parent / "p.ics"
    other.write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\nEND:VCALENDAR\n", "utf-8")
    put(path, *JULY, 建议日期=date(2027, 7, 15))
    (line,) = refused(path, "-o", str(other))
    assert "另一个程序写的日历" in line


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_workbook_that_is_open_is_not_written_over(path: Path, lock: str) -> None:
    (path.parent / lock).write_text("", "utf-8")
    (line,) = refused(path)
    assert "表格软件正打开着这个文件" in line
    assert lock in line


def test_more_rows_than_anybody_works_through_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkbranch.reports.plan.as_xlsx.MOST_ROWS", 12)
    (line,) = refused(path)
    assert "计划有 13 行，一个表格最多写 12 行" in line


VALUES = (
    None, "", " ", "待定", "2027-07-15", "7月15日", date(2027, 7, 15), date(2026, 1, 1), date(2099, 1, 1), 0, -1,
    46583, 1.5, 10**20, "15:00", "24:00", "25:00", "#N/A", "=", "\u202e", "a\nb", "x" * 40_000, "🏠", "_x0041_", True,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_is_kept_or_told_and_the_next_run_changes_nothing(path: Path, seed: int) -> None:
    random = Random(seed)

    def type_in(sheet: Worksheet) -> None:
        for _ in range(12):
            row, column = random.randint(2, 18), random.randint(2, 17)
            cell = sheet.cell(row, column)
            cell.value = random.choice(VALUES)
            if cell.data_type == "f":
                cell.data_type = "s"

    edit(path, type_in)
    outputs = ("-o", str(path), "-o", str(path.parent / "p.html"), "-o", str(path.parent / "p.ics"))
    call = ["calendar", "plan", str(path.parent), "--as-of", "2026-11-02", *YEAR, *outputs]
    seen = []
    for _ in range(3):
        result = CliRunner().invoke(main, call)
        assert result.exit_code in (0, 1), result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        seen.append([(path.parent / name).read_bytes() for name in ("plan.xlsx", "p.html", "p.ics")])
    assert seen[1] == seen[2]
    assert len([line for line in lines(path) if line["编号"]]) == 13

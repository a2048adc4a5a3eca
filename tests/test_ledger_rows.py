"""Rows that are no records are passed over, and no row that could be one is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from checkbranch.engine.ledger.model import SourceAccount
from checkbranch.engine.ledger.shape.asides import is_note, is_total

from .test_ledger_reading import days, one_branch, read, said, write

HEAD = ["序号", "日期", "类型", "主题", "应到"]
GOOD = ["1", "2026-03-05", "党课", "学习", "9"]


def account(tmp_path: Path, *rows: Sequence[str], head: Sequence[str] = HEAD) -> SourceAccount:
    text = "".join(",".join(row) + "\n" for row in (head, GOOD, *rows))
    (source,) = one_branch(tmp_path, text).sources
    assert source.read == source.taken + source.problems + source.blank + source.skipped
    return source


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "", "", "9"],
        ["", "合计", "", "", "9"],
        ["", "", "合计", "", "9"],
        ["", "", "", "合计", "9"],
        ["2", "合计：12次"],
        ["", "总计", "12"],
        ["3月小计", "", "", "", "3"],
        ["", "本月合计", "", "", "3"],
        ["", "", "第一季度小计", "", "3"],
        ["", "共计", "3次"],
        ["", "", "党课", "小计", "3"],
        ["备注：本表每月填报。"],
        ["", "注：以上均有记录"],
        ["说明: 一式两份"],
        ["填表人：张三", "", "审核人：李四", "", "日期：3月"],
        ["填表人", "张三", "审核人", "李四"],
        ["制表人：张三  审核人：李四"],
        ["单位（盖章）", "", "", "填报日期：2026-11-20"],
        ["", "", "", "支部书记（签字）："],
        ["序号", "日期", "类型", "主题", "应到"],
        ["", "日期", "类型"],
        ["第二季度"],
        ["", "四月份"],
        ["2026年"],
    ],
)
def test_rows_that_are_passed_over(tmp_path: Path, row: list[str]) -> None:
    found = account(tmp_path, row, ["2", "2026-03-06", "党课", "", ""])
    assert (found.read, found.taken, found.skipped) == (3, 2, 1)


@pytest.mark.parametrize("row", [["2"], ["2."], [" ", "　", "\t"], ["2", "—", "", "/"], ["", "—"]])
def test_rows_that_are_blank(tmp_path: Path, row: list[str]) -> None:
    found = account(tmp_path, row, ["3", "2026-03-06", "党课", "", ""])
    assert (found.taken, found.blank) == (2, 1)


@pytest.mark.parametrize(
    "row",
    [
        ["2", "2026-03-06", "党课", "合计", "9"],
        ["合计", "2026-03-06", "党课", "", "9"],
        ["备注：补开", "2026-03-06", "党课", "", ""],
        ["", "2026-03-06", "党课", "说明：另有记录", ""],
        ["填表人：张三", "2026-03-06", "党课", "", ""],
        ["序号", "2026-03-06", "党课", "主题", "应到"],
    ],
)
def test_a_row_with_a_day_and_a_type_is_a_record(tmp_path: Path, row: list[str]) -> None:
    assert account(tmp_path, row).taken == 2


@pytest.mark.parametrize(
    "row",
    [
        ["2", "3月5曰", "党课", "合计", ""],
        ["2", "2026-03-06", "党客", "小计", ""],
        ["2", "2026-03-06", "", "", ""],
        ["2", "", "党课", "学习", "共计9人"],
        ["2", "某日", "", "", ""],
        ["", "", "", "只有主题的一行", ""],
        ["", "本表由支部留存，不上报"],
    ],
)
def test_a_row_that_could_be_meant_for_a_record_is_a_problem(tmp_path: Path, row: list[str]) -> None:
    found = account(tmp_path, row)
    assert (found.taken, found.problems) == (1, 1)


def test_notes_go_on_below(tmp_path: Path) -> None:
    notes = [["说明："], ["1. 每月5日前填报"], ["2. 附签到表"], ["", "2026-03-06", "党课"], ["3. 又一行"]]
    found = account(tmp_path, *notes)
    assert (found.taken, found.skipped, found.problems) == (2, 3, 1)


def test_a_title_that_is_printed_again(tmp_path: Path) -> None:
    rows = ["示例村党支部台账", "日期,类型", "2026-03-05,党课", "示例村党支部台账", "日期,类型", "2026-03-06,党课"]
    ledger = one_branch(tmp_path, "\n".join(rows))
    assert days(ledger) == ["2026-03-05", "2026-03-06"]
    assert said(ledger, "header_guessed") == []


def test_totals_and_notes_of_a_roster(tmp_path: Path) -> None:
    files = {
        "m.csv": "序号,姓名,人员类别\n1,张三,正式党员\n2,,\n合计,1,\n,填表人：李四,\n3,王五,预备党员\n",
        "a.csv": "日期,类型\n2026-03-05,党课\n",
    }
    ledger = read(write(tmp_path, "  members: m.csv\n  activities: a.csv\n", files, "unit: {id: B1}\n"))
    (roster,) = [one for one in ledger.sources if one.table == "members"]
    assert (roster.taken, roster.blank, roster.skipped) == (2, 1, 2)


@pytest.mark.parametrize(
    "text", ["合计", "合 计", "合计：", "合计（次）", "总计12次", "全年合计", "3月份小计", "累计次数"]
)
def test_totals(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize("text", ["合计划", "统计", "小计算", "会计", "学习统计合计方法", "", None, 3])
def test_what_is_no_total(text: object) -> None:
    assert not is_total(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["党课", "说明会", "注意安全教育", "人事", "2026-03-05", "15:00", "", None, 3])
def test_what_is_no_note(text: object) -> None:
    assert not is_note(text)  # type: ignore[arg-type]

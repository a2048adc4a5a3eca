"""Ledgers with a column for each month: dates and ticks become records, and every row is accounted for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from checkbranch.cli import main

MONTHS: list[object] = [f"{n}月" for n in range(1, 13)]
Rows = list[list[object]]


def row(lead: object, *cells: object) -> list[object]:
    return [lead, *cells, *[None] * (12 - len(cells))]


def run(tmp_path: Path, rows: Rows, *, source: str = "a.xlsx") -> Any:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "2026年"
    for cells in rows:
        page.append(cells)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "h.csv").write_text("编号,户主\nH1,户一\nH2,户二\n", encoding="utf-8")
    (tmp_path / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 试\nrules: [huanghou-relocation]\n"
        "unit: {id: B1, name: 一支部, full_members: 9, committee_size: 3}\nlog_starts: 2026-01-01\n"
        f"complete_through: 2026-06-30\ndata: {{activities: {source}, households: h.csv}}\n",
        encoding="utf-8",
    )
    command = ["audit", str(tmp_path), "--as-of", "2026-06-30", "--format", "json"]
    result = CliRunner().invoke(main, command)
    assert result.stdout, result.stderr
    return json.loads(result.stdout)


def months(found: Any, duty: str) -> dict[str, str]:
    return {one["period"]["key"][5:]: one["status"] for one in found["findings"] if one["duty"] == duty}


def records(found: Any, duty: str) -> list[tuple[str | None, str, list[str]]]:
    own = [one for one in found["findings"] if one["duty"] == duty]
    return [(r["date"], r["source"], r["reasons"]) for one in own for r in one["records"]]


def codes(found: Any) -> set[str]:
    return {one["code"] for one in found["problems"]} - {"unknown_column"}


def test_dates_and_ticks_of_duties(tmp_path: Path) -> None:
    rows: Rows = [
        ["2026年度三会一课开展情况"],
        ["项目", *MONTHS],
        row("主题党日", "√", "2月10日", "3.15", "×", "", "6月8日"),
        row("支委会", "1月8日、1月20日"),
        row("合计", 2, 1),
    ]
    found = run(tmp_path, rows)
    assert months(found, "theme-day") == {
        "01": "met", "02": "met", "03": "met", "04": "missing", "05": "missing", "06": "met",
    }  # fmt: skip
    assert records(found, "theme-day") == [
        (None, "a.xlsx!2026年!3", ["month_only"]),
        ("2026-02-10", "a.xlsx!2026年!3", []),
        ("2026-03-15", "a.xlsx!2026年!3", []),
        ("2026-06-08", "a.xlsx!2026年!3", []),
    ]
    assert [day for day, _, _ in records(found, "committee-meeting")] == ["2026-01-08", "2026-01-20"]
    account = next(one for one in found["inputs"] if one["table"] == "activities")
    assert (account["read"], account["taken"], account["problems"], account["skipped"]) == (3, 2, 0, 1)
    assert codes(found) >= {"month_only", "header_guessed"}


def test_visits_by_household(tmp_path: Path) -> None:
    rows: Rows = [["序号", "户主", *MONTHS, "备注"], [1, *row("户一", "√", "", "3月9日")], [2, *row("户二")]]
    found = run(tmp_path, rows, source="{file: a.xlsx, type: household_visit}")
    own = {(one["subject"]["id"], one["period"]["key"]): one["status"] for one in found["findings"]
           if one["duty"] == "household-visit"}  # fmt: skip
    assert own[("H1", "2026-Q1")] == "met"
    assert own[("H2", "2026-Q1")] == "missing"
    account = next(one for one in found["inputs"] if one["table"] == "activities")
    assert (account["read"], account["taken"]) == (2, 2)


def test_a_day_outside_its_month_was_meant_for_it(tmp_path: Path) -> None:
    found = run(tmp_path, [["事项", *MONTHS], row("主题党日", "1月5日", "3月2日", "3月20日")])
    assert months(found, "theme-day")["02"] == "made_up"
    assert months(found, "theme-day")["03"] == "met"


@pytest.mark.parametrize(
    ("cell", "day"),
    [("8日", "2026-01-08"), ("1月8日", "2026-01-08"), ("1.8", "2026-01-08"), ("2026-01-08", "2026-01-08"),
     ("2026年1月8日", "2026-01-08"), ("1月8日15:00", "2026-01-08"), ("１月８日", "2026-01-08")],
)  # fmt: skip
def test_how_a_day_may_be_written(tmp_path: Path, cell: str, day: str) -> None:
    found = run(tmp_path, [["事项", *MONTHS], row("主题党日", cell)])
    assert [one for one, _, _ in records(found, "theme-day")] == [day]


@pytest.mark.parametrize("cell", ["待定", "32日", 2, "1月32日"])
def test_a_cell_that_is_no_day_is_a_problem_of_its_row(tmp_path: Path, cell: object) -> None:
    found = run(tmp_path, [["事项", *MONTHS], row("主题党日", cell, "2月9日")])
    assert "bad_date" in codes(found)
    account = next(one for one in found["inputs"] if one["table"] == "activities")
    assert (account["read"], account["taken"], account["problems"]) == (1, 0, 1)
    assert months(found, "theme-day")["02"] == "met"
    assert months(found, "theme-day")["01"] == "unknown"


@pytest.mark.parametrize(
    "heads", [["一月", "二月", "三月"], ["1月份", "2月份", "3月份"], ["2026年1月", "2026.2月", "2026-3月"]]
)
def test_how_months_may_be_headed(tmp_path: Path, heads: list[object]) -> None:
    found = run(tmp_path, [["事项", *heads], ["主题党日", "√", "√", "√"]])
    assert [months(found, "theme-day")[month] for month in ("01", "02", "03")] == ["met"] * 3


def test_without_a_year_the_days_are_refused(tmp_path: Path) -> None:
    settings = "checkbranch: 1\nname: 试\nunit: {id: B1, name: 一支部}\ndata: {activities: a.csv}\n"
    (tmp_path / "checkbranch.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.csv").write_text("事项,1月,2月,3月\n主题党日,√,2月3日,\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--format", "json"])
    assert {one["code"] for one in json.loads(result.stdout)["problems"]} >= {"bad_period", "bad_date"}


def test_two_months_are_no_such_sheet(tmp_path: Path) -> None:
    rows: Rows = [["日期", "类型", "1月", "2月"], ["2026-01-05", "主题党日", "", ""]]
    assert months(run(tmp_path, rows), "theme-day")["01"] == "met"


def test_quarters_and_half_years_may_head_the_columns(tmp_path: Path) -> None:
    rows: Rows = [["事项", "第一季度", "二季度"], ["党课", "√", "3月20日；5月9日"], ["支部党员大会", "2月6日", ""]]
    found = run(tmp_path, rows)
    assert {key: months(found, "party-lecture")[key] for key in ("Q1", "Q2")} == {"Q1": "met", "Q2": "met"}
    assert records(found, "party-lecture") == [
        (None, "a.xlsx!2026年!2", ["month_only"]),
        ("2026-03-20", "a.xlsx!2026年!2", ["out_of_window"]),
        ("2026-05-09", "a.xlsx!2026年!2", []),
    ]
    assert months(found, "general-meeting") == {"Q1": "met", "Q2": "open"}


def test_an_error_in_a_month_is_no_silence(tmp_path: Path) -> None:
    found = run(tmp_path, [["事项", *MONTHS], row("主题党日", "√", "=NOW()", "√")])
    assert [(one["code"], one["source"]) for one in found["problems"] if one["severity"] == "error"] == [
        ("uncached_formula", "a.xlsx!2026年!2")
    ]
    assert months(found, "theme-day")["02"] == "unknown"
    assert months(found, "theme-day")["03"] == "met"


def test_a_row_for_each_month_and_a_column_for_each_type(tmp_path: Path) -> None:
    rows: Rows = [
        ["2026年组织生活登记表"],
        ["月份", "支委会", "主题党日", "党课", "备注"],
        ["1月", "8日", "√", "", "正常"],
        ["2月", "2月6日、2月20日", "", None, "春节"],
        ["3月", "", "3月9日", "3月9日", None],
        ["4月", "", "", "", None],
        ["合计", 3, 2, 1, None],
    ]
    found = run(tmp_path, rows)
    assert {key: months(found, "theme-day")[key] for key in ("01", "02", "03", "04")} == {
        "01": "met", "02": "missing", "03": "met", "04": "missing",
    }  # fmt: skip
    assert [(day, source[-1]) for day, source, _ in records(found, "committee-meeting")] == [
        ("2026-01-08", "3"), ("2026-02-06", "4"), ("2026-02-20", "4"),
    ]  # fmt: skip
    assert [day for day, _, _ in records(found, "party-lecture")] == ["2026-03-09"]
    account = next(one for one in found["inputs"] if one["table"] == "activities")
    assert (account["read"], account["taken"], account["problems"], account["skipped"]) == (5, 4, 0, 1)


def test_a_row_for_each_day_and_a_tick_under_each_type(tmp_path: Path) -> None:
    rows: Rows = [
        ["日期", "支委会", "主题党日", "党课", "地点"],
        ["2026-01-08", "√", "", "", "村部"],
        ["2026-02-06", "", "√", "√", "村部"],
        ["2026-03-09", "", "学习", "", None],
    ]
    found = run(tmp_path, rows)
    assert [day for day, _, _ in records(found, "theme-day")] == ["2026-02-06"]
    assert months(found, "theme-day")["03"] == "unknown"
    account = next(one for one in found["inputs"] if one["table"] == "activities")
    assert (account["read"], account["taken"], account["problems"]) == (3, 2, 1)

"""Sheets as offices keep them: titles above the header, headers of two rows, days without a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from checkbranch.engine import CheckbranchError, read_workspace
from checkbranch.engine.ledger import Ledger, read_ledger
from checkbranch.engine.packs import load_rules
from checkbranch.engine.prepare import vocabulary_of
from checkbranch.rules import names, path_of

SETTINGS = "checkbranch: 1\nname: 试\nunit: {id: B1, name: 一支部, full_members: 9}\ndata: {activities: %s}\n"
Rows = list[list[object]]


def read(tmp_path: Path, rows: Rows, *, sheet: str = "台账", file: str = "a.xlsx", more: str = "") -> Ledger:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(tmp_path / file)
    (tmp_path / "checkbranch.yaml").write_text(SETTINGS % file + more, encoding="utf-8")
    workspace = read_workspace(tmp_path)
    return read_ledger(workspace, vocabulary_of(load_rules(workspace.rules, tmp_path, path_of, names())))


def days(ledger: Ledger) -> list[str]:
    return [str(day) for day in ledger.activities.date]


def codes(ledger: Ledger) -> list[str]:
    return sorted(problem.code for problem in ledger.problems if problem.code != "unknown_column")


TITLE: Rows = [["一支部2026年组织生活台账"], ["填报单位：一支部", None, "填报日期：11月"]]
PLAIN: list[object] = ["日期", "类型", "应到", "实到"]


@pytest.mark.parametrize("above", [0, 1, 2])
def test_titles_above_the_header_are_no_rows(tmp_path: Path, above: int) -> None:
    ledger = read(tmp_path, [*TITLE[:above], PLAIN, ["2026-03-05", "党课", 9, 8], ["合计", None, 9, 8]])
    assert days(ledger) == ["2026-03-05"]
    assert codes(ledger) == (["header_guessed"] if above else [])
    (account,) = ledger.sources
    assert (account.read, account.taken, account.skipped) == (2, 1, 1)
    assert ledger.activities.row == [above + 2]


def test_a_header_of_two_rows_is_read_from_both(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        [
            ["序号", "时间", "类型", "出勤", None],
            [None, None, None, "应到", "实到"],
            [1, "2026-03-05", "党课", "9人", 8],
        ],
    )
    assert days(ledger) == ["2026-03-05"]
    assert (ledger.activities.fields["expected"], ledger.activities.fields["present"]) == ([9], [8])
    assert codes(ledger) == ["header_guessed"]


def test_titles_and_a_header_of_two_rows(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        [*TITLE, ["时间", "类型", "出勤", None], [None, None, "应到", "实到"], ["3月5日", "党课", 9, 8]],
    )
    assert days(ledger) == ["2026-03-05"]
    assert ledger.activities.fields["present"] == [8]
    assert codes(ledger) == ["header_guessed", "year_from_title"]


def test_a_first_record_that_names_types_and_people_is_no_second_header(tmp_path: Path) -> None:
    ledger = read(tmp_path, [["日期", "类型", "主题", "地点"], ["2026-03-05", "党课", "主题", "会议室"]])
    assert days(ledger) == ["2026-03-05"]
    assert codes(ledger) == []


def test_a_sheet_without_any_header_is_refused_as_before(tmp_path: Path) -> None:
    with pytest.raises(CheckbranchError, match="header"):
        read(tmp_path, [["一支部"], ["通讯录"], ["张三", "13800000000"]])


# cell, the day (None: refused), and the last day where it lasts longer
YEARLESS: list[tuple[object, str | None, date | None]] = [
    ("3月5日", "2026-03-05", None),
    ("3月5号", "2026-03-05", None),
    ("３月５日", "2026-03-05", None),
    ("3.5", "2026-03-05", None),
    ("3/5", "2026-03-05", None),
    ("3月5日（周四）", "2026-03-05", None),
    ("9月30日15:00-16:30", "2026-09-30", None),
    ("3月5日-6日", "2026-03-05", date(2026, 3, 6)),
    ("3月31日至4月1日", "2026-03-31", date(2026, 4, 1)),
    ("2月30日", None, None),
    ("13月1日", None, None),
    ("3月", None, None),
    (3.1, None, None),  # a number: may have been 3.10
    ("2026年3月5日-6日", "2026-03-05", date(2026, 3, 6)),
]


@pytest.mark.parametrize(("cell", "day", "last"), YEARLESS, ids=[str(row[0]) for row in YEARLESS])
def test_days_without_a_year(tmp_path: Path, cell: object, day: str | None, last: date | None) -> None:
    ledger = read(tmp_path, [["日期", "类型"], [cell, "党课"]], sheet="2026年")
    assert days(ledger) == ([day] if day else [])
    end = ledger.activities.fields.get("end", [None])
    if last is not None:
        assert [moment.date() for moment in end if hasattr(moment, "date")] == [last]
    assert ("bad_date" in codes(ledger)) == (day is None)


@pytest.mark.parametrize(
    ("sheet", "title", "file", "more", "year", "said"),
    [
        ("2025年", "2026年台账", "2026.xlsx", "log_starts: 2024-01-01\n", 2025, ["year_conflict", "year_from_sheet"]),
        ("台账", "2025年台账", "a.xlsx", "log_starts: 2024-01-01\n", 2025, ["year_from_title"]),
        ("台账", "台账", "2025.xlsx", "log_starts: 2024-01-01\n", 2025, ["year_from_file"]),
        ("台账", "台账", "a.xlsx", "log_starts: 2025-01-01\n", 2025, ["year_from_log_starts"]),
        ("2025-2026", "2025年台账", "a.xlsx", "", 2025, ["year_from_title"]),
        ("台账", "台账", "a.xlsx", "", None, ["bad_date"]),
    ],
)
def test_where_the_year_comes_from(
    tmp_path: Path, sheet: str, title: str, file: str, more: str, year: int | None, said: list[str]
) -> None:
    rows: Rows = [[title], ["日期", "类型"], ["3月5日", "党课"], ["3月6日", "党课"]]
    ledger = read(tmp_path, rows, sheet=sheet, file=file, more=more)
    assert days(ledger) == ([f"{year}-03-05", f"{year}-03-06"] if year else [])
    assert [code for code in dict.fromkeys(codes(ledger)) if code != "header_guessed"] == said


def test_a_year_that_is_written_is_not_guessed(tmp_path: Path) -> None:
    ledger = read(tmp_path, [["2026年台账"], ["日期", "类型"], ["2025年12月30日", "党课"]])
    assert days(ledger) == ["2025-12-30"]
    assert codes(ledger) == ["header_guessed"]
